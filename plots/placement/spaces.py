"""Axes in space made as large as the canvas lets them be, with their numbers and names clear of each other.

matplotlib's layouts know nothing of what is written beside axes in space, and it puts it at distances that do not grow
with the text. So they are measured on the canvas: across each axis its numbers stand off its line by half their own
size and a gap, and its name off the numbers in the same way.
"""

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from plots.placement.layout import frozen_layout, whole
from plots.typesetting.ticks import named_power
from plots.typesetting.titles import fit
from plots.views import Floats

if TYPE_CHECKING:
    from matplotlib.text import Text
    from mpl_toolkits.mplot3d.axes3d import Axes3D  # type: ignore[import-untyped]
    from mpl_toolkits.mplot3d.axis3d import Axis  # type: ignore[import-untyped]

__all__ = ["fit_space"]

ASPECT = (1.0, 1.0, 0.62)
MARGIN = 0.02  # of the canvas
TURNS = 16  # in which sizes and distances settle, most often in half of them
NEAR, CLOSE = 0.05, 0.005  # of the canvas: what is all but settled, and what is
STEPS = 5  # of an axis, at most
GAP = 0.5  # of the text's height: what is free beside a line, a number or a name
APART, LEAST = 0.55, 0.2  # of the text's height, between numbers at a common corner, and between those of an axis
WIDER = 1.15  # times the gap, where the numbers of two axes at their common corner would be read as one
OFFSETS = 8.0, 21.0  # points, which matplotlib adds to the distances of numbers and of names; about, as they settle
LONGEST, LINES = 0.45, 3  # of the canvas: a name; times the text's height: its lines together
BROADEST = 0.2  # of the canvas: the lines of a name that stands upright


class _Side(NamedTuple):
    """An axis as it is seen: a point of its line in px, the way out from it, its numbers and its name."""

    axis: "Axis"
    start: Floats
    outwards: Floats
    numbers: "list[Text]"

    def away(self, text: "Text") -> float:
        """How far the middle of a text is from the line, in px."""
        return float((text.get_window_extent().get_points().mean(axis=0) - self.start) @ self.outwards)

    def half(self, text: "Text") -> float:
        """Half of a text's size across the line, in px."""
        turn = text.get_rotation()
        text.set_rotation(0.0)
        box = text.get_window_extent()
        text.set_rotation(turn)
        angle = np.radians(turn)
        across = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]) @ self.outwards
        return float(np.abs(across) @ (box.width, box.height)) / 2


def fit_space(ax: "Axes3D") -> None:
    """Make the axes and all that is written on them as large as the canvas lets them be, below its title."""
    figure: Any = whole(ax)
    _fit_names(ax)
    frozen_layout(ax)
    title = next((text for text in figure.texts if text.get_gid() == "title"), None)
    width, height = figure.bbox.width, figure.bbox.height
    top = height if title is None else title.get_window_extent().y0
    for each in ax.collections:
        each.set_visible(False)  # while it is the axes that are measured
    _settle(ax, np.array([width, top]), np.array([width, height]))
    for each in ax.collections:
        each.set_visible(True)


def _settle(ax: "Axes3D", room: Floats, canvas: Floats) -> None:
    """Measure and move, until all that is drawn fills a room, (width, height) in px, from the lower left corner."""
    zoom, centre, steps, least = 1.0, room / canvas / 2, [STEPS] * 3, float(canvas.min())
    gap = usual = GAP * float(ax.xaxis.label.get_fontsize()) * whole(ax).dpi / 72
    for _ in range(TURNS):
        _place(ax, centre, zoom, steps)
        sides = _sides(ax)
        box = _ink(ax, sides)
        scale = float(((room - 2 * MARGIN * least) / (box[1] - box[0])).min())
        off = room / 2 - box.mean(axis=0)
        fewer = [_fewer(side.numbers, count) for side, count in zip(sides, steps, strict=True)]
        wider = WIDER if _meet(sides[0].numbers[-1:] + sides[1].numbers[:1], APART) else 1.0
        moved = max([_stand_off(side, each) for side, each in zip(sides, (gap, gap, usual), strict=True)])
        if abs(scale - 1) < NEAR:
            settled = abs(scale - 1) < CLOSE and max(moved, *abs(off)) < CLOSE * least
            if fewer == steps and wider == 1.0 and settled:
                break
            steps, gap = fewer, gap * wider
        zoom, centre = zoom * min(1.6, scale) ** 0.9, centre + off / canvas
    _place(ax, centre, zoom, steps)


def _fit_names(ax: "Axes3D") -> None:
    """Break the names of the axes into lines, or set them smaller; that of z stands upright.

    A power that an axis's numbers share goes with its name: matplotlib would write it across the name of z.
    """
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        if power := named_power(axis):
            axis.label.set_text(f"{axis.label.get_text()}  ({power})".strip())
    figure = whole(ax)
    width, height = figure.bbox.width, figure.bbox.height
    text = float(ax.zaxis.label.get_fontsize()) * figure.dpi / 72
    for label in (ax.xaxis.label, ax.yaxis.label):
        label.set_rotation(0)
        fit(label, LONGEST * width, LINES * text)
    ax.zaxis.set_rotate_label(False)
    ax.zaxis.label.set_rotation(90)
    fit(ax.zaxis.label, (1 - 2 * MARGIN) * height, min(LINES * text, BROADEST * width))


def _place(ax: "Axes3D", centre: Floats, zoom: float, steps: Sequence[int]) -> None:
    """Put the middle of the axes, of the size of the canvas times `zoom`, at a place on it."""
    for axis, count in zip((ax.xaxis, ax.yaxis, ax.zaxis), steps, strict=True):
        axis.get_major_locator().set_params(nbins=count)
    ax.set_position((centre[0] - 0.5, centre[1] - 0.5, 1.0, 1.0))
    ax.set_box_aspect(ASPECT, zoom=zoom)
    whole(ax).draw_without_rendering()


def _sides(ax: "Axes3D") -> list[_Side]:
    """The axes as they are drawn."""
    middle, found = _corners(ax).mean(axis=0), []
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        start, end = ax.transData.transform(np.column_stack(axis.line.get_data()))
        across = np.array([[0, -1], [1, 0]]) @ (end - start) / np.hypot(*(end - start))
        low, high = sorted(axis.get_view_interval())
        ticks = (tick for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high)
        numbers = [tick.label1 for tick in ticks if tick.label1.get_text()]
        found.append(_Side(axis, start, across * np.sign((start - middle) @ across), numbers))
    return found


def _stand_off(side: _Side, gap: float) -> float:
    """Set how far the numbers and the name of an axis are from its line; return by how much that moves them, in px."""
    label, end, moved = side.axis.label, 0.0, [0.0]
    if side.numbers:
        half = max(map(side.half, side.numbers))
        away = float(np.mean([side.away(each) for each in side.numbers]))
        share = (gap + half) / away
        moved.append(abs(gap + half - away))
        pad = side.axis.get_major_ticks()[0].get_pad()
        side.axis.set_tick_params(pad=share * (pad + OFFSETS[0]) - OFFSETS[0])
        end = gap + 2 * half
    if label.get_text():
        away, wanted = side.away(label), end + gap + side.half(label)
        share = wanted / away
        moved.append(abs(wanted - away))
        side.axis.labelpad = share * (side.axis.labelpad + OFFSETS[1]) - OFFSETS[1]
    return max(moved)


def _fewer(numbers: "Sequence[Text]", steps: int) -> int:
    """The steps of an axis, less one if two of its numbers lie on each other, or all but do."""
    crowded = any(_meet(pair, LEAST) for pair in itertools.pairwise(numbers))
    return max(1, steps - crowded)


def _meet(pair: "Sequence[Text]", apart: float) -> bool:
    """Whether two texts are nearer to each other than a share of their height."""
    boxes = [each.get_window_extent() for each in pair]
    return len(boxes) == 2 and bool(boxes[0].padded(apart * boxes[0].height).overlaps(boxes[1]))


def _ink(ax: "Axes3D", sides: Sequence[_Side]) -> Floats:
    """The corners of what is drawn, in px: the box of the axes and all texts."""
    found = [_corners(ax)]
    for side in sides:
        texts = [side.axis.label, side.axis.get_offset_text(), *side.numbers]
        found += [each.get_window_extent().get_points() for each in texts if each.get_text() and each.get_visible()]
    every = np.concatenate(found)
    return np.array([every.min(axis=0), every.max(axis=0)])


def _corners(ax: "Axes3D") -> Floats:
    """The corners (8, 2), in px, of the box of the axes."""
    from mpl_toolkits.mplot3d import proj3d  # type: ignore[import-untyped]

    ends = np.array([(x, y, z) for x in ax.get_xlim() for y in ax.get_ylim() for z in ax.get_zlim()])
    flat = np.column_stack(proj3d.proj_transform(*ends.T, ax.get_proj())[:2])
    found: Floats = ax.transData.transform(flat)
    return found
