"""Where the axes, the title and what stands outside of the axes go: laid out once, for every format.

The axes and their labels are laid out by matplotlib's constrained layout in what the title and a legend outside leave.
"""

import math
import warnings
from typing import TYPE_CHECKING, Any

from datagen.errors import OptionError
from plots.typesetting.titles import fit

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

__all__ = ["WIDEST", "axes_box", "frozen_layout", "lay_out", "set_title", "title_strip", "whole"]

WIDEST = 0.96  # of the figure
MITRE = 1.7  # times the width of its edge: so much wider is a triangle at its corners than its path
CLEAR = 2.0  # px: between a mark and the edge of the canvas, one of which is lost where marks are snapped to pixels
HIGHEST = 0.3  # of the figure: the title
LABEL = 0.25  # of the figure: the lines of a label together
DIGITS = 7  # of a place in the figure, far below a pixel: the solver's last bits change from run to run
CROWDED = 1.05  # times their height: the numbers of ticks, at least, are apart
ROOMY = 2.0  # times their size, far more than the height of digits: so far apart they need not be measured
PARTED = 0.8  # of its height: a label of y from any tick
PASSES = 3  # in which broken labels take room from the axes, and so from other labels
GAP, BELOW = 0.5, 0.2  # of the text's height, above and below the title
TITLE = "title"


def set_title(ax: "Axes", text: str) -> None:
    """Write the title of the axes' figure; one that it has already stays."""
    import matplotlib

    figure = whole(ax)
    if _title(figure) is None:
        size = matplotlib.rcParams["axes.titlesize"]
        figure.text(0.5, 1.0, text, gid=TITLE, size=size, ha="center", va="top").set_in_layout(False)


def frozen_layout(ax: "Axes") -> None:
    """Lay the figure out once and for all, so that every format has everything in the same place."""
    figure = whole(ax)
    if not _is_frozen(figure):
        lay_out(figure)


def lay_out(figure: "Figure", above: float = 0.0, beside: float = 0.0) -> None:
    """Lay the figure out, with so many px left free between the title and the axes, and at the right edge."""
    if _is_frozen(figure):
        figure.set_layout_engine("constrained")
    engine: Any = figure.get_layout_engine()  # whose parameters no annotation knows
    top = 1 - (title_strip(figure) + above) / figure.bbox.height
    engine.set(rect=(0.0, 0.0, 1 - beside / figure.bbox.width, top))
    for _ in range(3 if beside and any(ax.get_aspect() != "auto" for ax in figure.axes) else 1):
        _execute(engine, figure)  # axes with one scale for x and y settle slowly
    if (out := _jutting(figure)) > 0:
        engine.set(rect=(0.0, 0.0, 1 - (beside + out) / figure.bbox.width, top))
        _execute(engine, figure)
    given = [(label, label.get_text(), float(label.get_fontsize())) for label in _labels(figure)]
    for _ in range(PASSES):
        if not _fit_labels(figure, top * figure.bbox.height, given):
            break
        for _ in range(3):  # axes with one scale for x and y settle slowly
            _execute(engine, figure)
    figure.set_layout_engine("none")
    _round_places(figure)
    for ax in figure.axes:
        _thin_ticks(ax)
        _part_from_ticks(ax)
    if title := _title(figure):
        _centre(figure, title)


def _execute(engine: Any, figure: "Figure") -> None:
    """Lay the figure out. Raises: OptionError where nothing is left for the axes."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", ".*collapsed to zero", UserWarning)
        try:
            engine.execute(figure)
        except UserWarning:
            sides = "x".join(f"{each:g}" for each in figure.get_size_inches())
            raise OptionError("size", f"{sides} in", "a larger one: the texts leave no room for the axes") from None


def _jutting(figure: "Figure") -> float:
    """How far, in px, marks at the right ends of axes reach beyond the canvas, or to its last pixels, 0 if they do not.

    matplotlib's layout takes them for points without a size.
    """
    from matplotlib.collections import PathCollection

    out = 0.0
    marks: list[Any] = [each for ax in figure.axes for each in ax.collections if isinstance(each, PathCollection)]
    for each in marks:
        if not each.get_clip_on() and len(each.get_offsets()):
            last = float(each.get_offset_transform().transform(each.get_offsets())[:, 0].max())
            size = max(each.get_sizes()) ** 0.5 + MITRE * max(each.get_linewidths())
            reach = max(path.get_extents().x1 for path in each.get_paths()) * size * figure.dpi / 72
            out = max(out, last + reach + CLEAR - figure.bbox.width)
    return out


def _thin_ticks(ax: "Axes") -> None:
    """Keep every second tick of y, or every third and so on, where the numbers of all would lie on each other."""
    from matplotlib.ticker import ScalarFormatter

    axis, ends = ax.yaxis, sorted(ax.get_ylim())
    ticks = [float(each) for each in axis.get_majorticklocs() if ends[0] <= each <= ends[1]]
    plain = ax.name != "3d" and isinstance(axis.get_major_formatter(), ScalarFormatter)
    if not plain or axis.get_scale() != "linear" or len(ticks) < 2:
        return
    share = (ticks[1] / 2 - ticks[0] / 2) / (ends[1] / 2 - ends[0] / 2)  # halved, the ends of all floats are finite
    apart = ax.get_window_extent().height * share
    size = float(axis.get_major_ticks(1)[0].label1.get_fontsize()) * whole(ax).dpi / 72
    if apart > ROOMY * size:
        return
    height = max(text.get_window_extent().height for text in axis.get_ticklabels())
    every = max(1, math.ceil(CROWDED * height / apart))
    first = next((place for place, each in enumerate(ticks) if not each), 0) % every
    if every > 1:
        axis.set_ticks(ticks[first::every])


def _part_from_ticks(ax: "Axes") -> None:
    """Move a label that stands upright beside the y axis off the heights of the ticks: y beside 0.4 reads as one."""
    import numpy as np

    label = ax.yaxis.label
    if label.get_rotation() != 0 or ax.name == "3d" or not label.get_text():
        return
    ends, low = sorted(ax.get_ylim()), ax.get_xlim()[0]
    ticks = [(low, each) for each in ax.yaxis.get_majorticklocs() if ends[0] <= each <= ends[1]]
    heights = np.sort((ax.transScale + ax.transLimits).transform(ticks or [(low, ends[0])])[:, 1])
    near = label.get_window_extent().height / ax.get_window_extent().height
    middles = [*(heights[1:] + heights[:-1]) / 2]
    free = [each for each in (0.5, *middles) if abs(heights - each).min() >= PARTED * near]
    label.set_y(min(free, key=lambda each: abs(each - 0.5), default=0.5))


def _round_places(figure: "Figure") -> None:
    """Round the places of all axes, or the same figure would not always have the same bytes."""
    for ax in figure.axes:
        for which in ("original", "active"):
            place = ax.get_position(original=which == "original").bounds
            ax.set_position([round(each, DIGITS) for each in place], which)  # type: ignore[arg-type]  # four they are
        ax.set_in_layout(True)  # a place that is set takes axes out of the layout


def title_strip(figure: "Figure") -> float:
    """How high, in px, the title is with the gaps around it; 0 where there is none."""
    title = _title(figure)
    if title is None:
        return 0.0
    fit(title, WIDEST * figure.bbox.width, HIGHEST * figure.bbox.height)
    return title.get_window_extent().height + (GAP + BELOW) * float(title.get_fontsize()) * figure.dpi / 72


def axes_box(figure: "Figure") -> "Bbox":
    """The box, in px, of all axes together."""
    from matplotlib.transforms import Bbox

    return Bbox.union([ax.get_window_extent() for ax in figure.axes])


def whole(artist: "Artist") -> "Figure":
    """The figure that an artist is in."""
    figure = artist.get_figure(root=True)
    assert figure is not None
    return figure


def _is_frozen(figure: "Figure") -> bool:
    from matplotlib.layout_engine import PlaceHolderLayoutEngine

    engine = figure.get_layout_engine()
    return engine is None or isinstance(engine, PlaceHolderLayoutEngine)


def _title(figure: "Figure") -> "Text | None":
    return next((text for text in figure.texts if text.get_gid() == TITLE), None)


def _centre(figure: "Figure", title: "Text") -> None:
    """Put the title over the middle of the axes, as far as the canvas lets it be there."""
    half, box = title.get_window_extent().width / 2, axes_box(figure)
    margin = (1 - WIDEST) / 2 * figure.bbox.width
    middle = (box.x0 + box.x1) / 2
    x = min(max(middle, half + margin), max(figure.bbox.width - half - margin, figure.bbox.width / 2))
    gap = GAP * float(title.get_fontsize()) * figure.dpi / 72
    title.set_position((x / figure.bbox.width, 1 - gap / figure.bbox.height))


def _fit_labels(figure: "Figure", top: float, given: "list[tuple[Text, str, float]]") -> bool:
    """Break labels that are longer than there is room for, or set them smaller, and say whether that changed any.

    given: the labels with the texts and sizes that they had at first.
    """
    before = [(label.get_text(), label.get_fontsize()) for label, _, _ in given]
    for label, text, size in given:
        label.set(text=text, fontsize=size)
    width, height = figure.bbox.width, figure.bbox.height
    for ax in figure.axes:
        box, alone = ax.get_window_extent(), len(figure.axes) == 1
        fit(ax.xaxis.label, _room(box.x0, box.x1, width, alone=alone), LABEL * height)
        if ax.yaxis.label.get_rotation() == 90:
            fit(ax.yaxis.label, _room(box.y0, box.y1, top, alone=alone), LABEL * width)
    return before != [(label.get_text(), label.get_fontsize()) for label, _, _ in given]


def _room(low: float, high: float, edge: float, *, alone: bool) -> float:
    """How long a label may be at the middle of an axis: up to the nearer edge of the canvas where no other is near."""
    middle = (low + high) / 2
    return 2 * WIDEST * min(middle, edge - middle) if alone else high - low


def _labels(figure: "Figure") -> "list[Text]":
    return [label for ax in figure.axes for label in (ax.xaxis.label, ax.yaxis.label)]
