"""Functions of two variables on axes: filled contours with their colour bar, or a surface."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from plots.placement.layout import whole
from plots.planes.bands import RGB, band_colours, ink_between, level_text
from plots.planes.contours import Contours, Region
from plots.planes.levels import Levels
from plots.style import background, faint, least_text
from plots.typesetting.titles import fit
from plots.views import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import LineCollection
    from matplotlib.colorbar import Colorbar
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path
    from matplotlib.text import Text

__all__ = [
    "THIN", "UNDEFINED", "draw_bands", "draw_colour_bar", "draw_levels", "inks", "inks_at", "readable",
    "settle_colour_bar",
]  # fmt: skip

UNDEFINED = "not defined"
THIN = 0.5  # of a line's width: a level line
TEXT_APART = 1.25  # times the height of a number: the steps of a colour bar
EDGE, BLANK = 0.01, 0.05  # of the canvas: what stays free at its left edge, and how far axes may be moved for that
SLENDER = 24  # times as high as it is wide: a colour bar
LINES = 3  # times the text's height: the lines of its label together
LENGTH = 0.96  # of the height of the axes: what a colour bar's label may take
NARROW = 0.25  # of the text's height: a sign of a formula is at least as wide, about, where fractions are stacked


def draw_bands(ax: "Axes", contours: Contours, levels: Levels, drawn: Sequence[float]) -> "list[PathPatch]":
    """Fill the axes with the colours of the bands between levels; hatch where the function is not defined.

    Each region above a level is drawn over those below it, so that no background shows between two bands.

    drawn: the levels that `contours` has regions of, ascending.
    """
    colours = band_colours(levels)
    inside = _path(contours.domain) if contours.domain is not None else None
    if inside is not None:
        ax.axvspan(
            *ax.get_xlim(), facecolor=background(), edgecolor=faint(), hatch="////", linewidth=0, zorder=0,
            label=UNDEFINED,
        )  # fmt: skip
    first = _band(levels, drawn[0]) - 1 if drawn else 0
    patches = [_fill(ax, inside or _whole(ax), colours[first], 1.0, None)]
    for number, (level, region) in enumerate(zip(drawn, contours.regions, strict=True), start=1):
        if len(region.points):
            colour = colours[_band(levels, level)]
            patches.append(_fill(ax, _path(region), colour, 1 + number / (len(drawn) + 1) / 2, inside))
    return patches


def draw_levels(ax: "Axes", lines: Sequence[Sequence[Floats]], inks: Sequence[str]) -> "LineCollection":
    """Draw the lines of each level in its ink."""
    import matplotlib
    from matplotlib.collections import LineCollection

    width = THIN * float(matplotlib.rcParams["lines.linewidth"])
    colours = [ink for several, ink in zip(lines, inks, strict=True) for _ in several]
    every = [line for several in lines for line in several]
    drawn = LineCollection(every, colors=colours, linewidths=width, zorder=2, capstyle="butt", joinstyle="round")
    ax.add_collection(drawn, autolim=False)
    return drawn


def inks(levels: Levels, drawn: Sequence[float]) -> list[str]:
    """The ink of each level that is drawn, which is legible on the bands on both sides of it."""
    colours = band_colours(levels)
    return [ink_between(colours[band - 1], colours[band]) for band in (_band(levels, each) for each in drawn)]


def inks_at(levels: Levels, values: Floats) -> list[str]:
    """The ink that is legible on the band of each value (n,)."""
    colours = band_colours(levels)
    some = [ink_between(each, each) for each in colours]
    first = 1 if levels.below else 0
    bands = np.searchsorted(levels.bounds, values, side="right") - 1 + first
    return [some[each] for each in np.clip(bands, 0, len(some) - 1).tolist()]


def draw_colour_bar(ax: "Axes", levels: Levels, label: str, plain: str) -> "Colorbar":
    """Draw the scale of the bands beside the axes, with the function's name; arrows stand for what lies beyond.

    plain: what is written of the name, which is mathtext, where that is too long.
    """
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import BoundaryNorm, ListedColormap

    colours = band_colours(levels)
    inner = colours[int(levels.below) : len(colours) - int(levels.above)]
    colour_map = ListedColormap(inner, under=colours[0], over=colours[-1])
    scale = ScalarMappable(BoundaryNorm(levels.bounds, len(inner)), colour_map)
    extend = {(0, 0): "neither", (1, 0): "min", (0, 1): "max", (1, 1): "both"}[levels.below, levels.above]
    bar = whole(ax).colorbar(
        scale, ax=ax, spacing="uniform", extend=extend, ticks=list(levels.bounds), aspect=SLENDER, pad=0.03,
        extendfrac="auto", drawedges=False,
    )  # fmt: skip
    ax.set_anchor("C")
    bar.ax.minorticks_off()
    _number(bar, levels, 1)
    bar.outline.set_linewidth(ax.spines["left"].get_linewidth())
    bar.set_label(readable(label, plain, bar.ax.yaxis.label))
    return bar


def readable(label: str, plain: str, text: "Text") -> str:
    """A formula for a text beside an upright axis: mathtext, which cannot be broken, or `plain` where that is too long.

    Mathtext of thousands of signs takes seconds to measure, so one that cannot but be too long is not.
    """
    figure = whole(text)
    room, point = LENGTH * figure.bbox.height, least_text() * figure.dpi / 72
    if len(plain) * NARROW * point <= room:
        usual, given = float(text.get_fontsize()), text.get_text()
        text.set(text=label, rotation=0)
        width = text.get_window_extent().width * least_text() / usual
        text.set(text=given, rotation=90)
        if width <= room:
            return label
    return plain.replace("$", r"\$")


def settle_colour_bar(ax: "Axes", bar: "Colorbar", levels: Levels) -> None:
    """Put the colour bar right beside the axes, which may be narrower than their room, and make its numbers fit it.

    The layout has to be final.
    """
    ax.apply_aspect()
    room, box, beside = ax.get_position(original=True), ax.get_position(), bar.ax.get_position()
    gap = beside.x0 - room.x1
    written = ax.yaxis.get_tightbbox()
    off = EDGE - written.x0 / whole(ax).bbox.width if written is not None else 0.0
    if 0 < off < BLANK:  # the layout takes the blank beside the axes for room that their numbers have
        box = box.translated(off, 0.0)
        ax.set_position(box)
    bar.ax.set_box_aspect(None)
    bar.ax.set_anchor("SW")
    height, figure, label = ax.get_window_extent().height, whole(ax), bar.ax.yaxis.label
    bar.ax.set_position((box.x1 + gap, box.y0, height / SLENDER / figure.bbox.width, box.height))
    fit(label, LENGTH * height, LINES * float(label.get_fontsize()) * figure.dpi / 72)
    step = bar.ax.get_window_extent().height / levels.bands
    number = bar.ax.get_yticklabels()[0].get_window_extent().height
    every = max(1, int(np.ceil(TEXT_APART * number / step)))
    _number(bar, levels, every)


def _number(bar: "Colorbar", levels: Levels, every: int) -> None:
    """Write a number at one of so many levels of a colour bar, zero among them; a single value in its middle."""
    middle = levels.bounds.index(levels.middle) if levels.middle is not None else 0
    shown = [each for i, each in enumerate(levels.bounds) if (i - middle) % every == 0]
    if levels.flat:
        shown = [sum(levels.bounds) / 2]
    bar.ax.set_yticks(shown, [level_text(each) for each in shown])


def _band(levels: Levels, level: float) -> int:
    """The number of the band above a level."""
    return levels.bounds.index(level) + levels.below


def _fill(ax: "Axes", path: "Path", colour: RGB, order: float, inside: "Path | None") -> "PathPatch":
    from matplotlib.patches import PathPatch

    patch = PathPatch(path, facecolor=colour, linewidth=0, zorder=order)
    ax.add_artist(patch)  # add_patch takes every piece of its outline for a Bézier curve, to find the data's range
    if inside is not None:
        patch.set_clip_path(inside, ax.transData)
    return patch


def _path(region: Region) -> "Path":
    from matplotlib.path import Path

    codes = np.full(len(region.points), Path.LINETO, dtype=np.uint8)
    codes[region.offsets[:-1]] = Path.MOVETO
    codes[region.offsets[1:] - 1] = Path.CLOSEPOLY
    return Path(region.points, codes)


def _whole(ax: "Axes") -> "Path":
    """The rectangle that the axes show."""
    from matplotlib.path import Path

    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    return Path([(left, low), (right, low), (right, high), (left, high), (left, low)], closed=True)
