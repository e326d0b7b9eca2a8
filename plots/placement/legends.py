"""Where a legend goes: on the axes where it covers no ink, else above them or to their right."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plots.placement.layout import WIDEST, axes_box, frozen_layout, lay_out, title_strip, whole
from plots.placement.obstacles import Obstacles
from plots.style import least_text
from plots.typesetting.titles import fit

if TYPE_CHECKING:
    from typing import Literal

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.legend import Legend
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

    _Place = Literal[
        "upper right", "upper left", "lower right", "lower left",
        "upper center", "lower center", "center right", "center left",
    ]  # fmt: skip

__all__ = ["centre_legend", "draw_legend", "frozen_layout", "legend_names"]

PLACES: "dict[_Place, tuple[float, float]]" = {
    "upper right": (1.0, 1.0), "upper left": (0.0, 1.0), "lower right": (1.0, 0.0), "lower left": (0.0, 0.0),
    "upper center": (0.5, 1.0), "lower center": (0.5, 0.0), "center right": (1.0, 0.5), "center left": (0.0, 0.5),
}  # fmt: skip
"""Where a legend may stand in the axes, the best first, as fractions of the room that it leaves."""

CLEARANCE = 0.4  # of the text's height, between the legend and any ink
TALLEST = 0.4  # of the figure: a legend above the axes, which is set smaller where it is higher
BROADEST, BROADEST_TO_SCALE = 0.4, 0.5  # of the figure: a legend beside the axes, and where one scale narrows them
DOT = 0.4  # of the text's height, at least: a dot in the legend
APART = 1.0  # times the text's height: a legend is no farther above axes that do not reach as high as they might
LINES = 3.1  # times its height: a label that is broken
BETTER = 1.15  # times the room for the axes that a legend beside them must leave to stand there


def draw_legend(ax: "Axes", plain: Mapping[str, str]) -> "Legend | None":
    """Draw the legend of the axes, if anything on them is labelled, and freeze the layout of their figure.

    Inside the axes it covers no ink; outside it stands where it leaves more room. A label that is too broad for the
    figure is set smaller, then broken into two lines, and where that does not do, written in its `plain` text. Where a
    legend takes too much of the figure even so, it leaves the shapes of marks out.
    """
    frozen_layout(ax)
    handles, labels = ax.get_legend_handles_labels()
    if not labels:
        return None
    legend = _inside(ax, plain)
    if legend is not None:
        return legend
    return _outside(whole(ax), dict(zip(labels, handles, strict=True)), plain)


def legend_names(ax: "Axes") -> list[str]:
    """What the legend of the axes would say."""
    return [str(label) for label in ax.get_legend_handles_labels()[1]]


def _inside(ax: "Axes", plain: Mapping[str, str]) -> "Legend | None":
    """Draw the legend on the axes; None where it would cover some ink."""
    legend = ax.legend(loc="upper right", handlelength=_length(ax.get_legend_handles_labels()[0]))
    _shorten(legend, plain)
    _enlarge(legend)
    legend.set_in_layout(False)
    if ax.xaxis.get_gridlines()[0].get_visible():
        legend.set_frame_on(True)  # so that the grid does not run through the text
        legend.get_frame().set(linewidth=0, alpha=1)
    drawn = Obstacles(ax)
    for place, fractions in PLACES.items():
        box = _box(ax, legend, fractions)
        if _within(ax.get_window_extent(), box) and not drawn.meet(box):
            legend.set_loc(place)
            return legend
    legend.remove()
    return None


def _box(ax: "Axes", legend: "Legend", fractions: tuple[float, float]) -> "Bbox":
    """The place, in px, of a legend as matplotlib anchors it, with the clearance around it."""
    from matplotlib.transforms import Bbox

    text = legend.prop.get_size_in_points() * whole(ax).dpi / 72
    room, size = ax.get_window_extent(), legend.get_window_extent()
    pad = legend.borderaxespad * text
    left = room.x0 + pad + fractions[0] * (room.width - 2 * pad - size.width)
    bottom = room.y0 + pad + fractions[1] * (room.height - 2 * pad - size.height)
    return Bbox.from_bounds(left, bottom, size.width, size.height).padded(CLEARANCE * text)


def _within(room: "Bbox", box: "Bbox") -> bool:
    within: bool = room.x0 <= box.x0 and room.y0 <= box.y0 and box.x1 <= room.x1 and box.y1 <= room.y1
    return within


def _outside(figure: "Figure", entries: dict[str, Any], plain: Mapping[str, str]) -> "Legend | None":
    """Draw the one legend that a figure has outside of its axes; what is in it already stays in it."""
    for former in figure.legends[:]:
        names = [text.get_text() for text in former.get_texts()]
        entries = dict(zip(names, former.legend_handles, strict=True)) | entries
        former.remove()
    legend, rows = _above(figure, entries, plain)
    if legend.get_window_extent().height > TALLEST * figure.bbox.height and any(map(_is_mark, entries.values())):
        legend.remove()
        others = {name: handle for name, handle in entries.items() if not _is_mark(handle)}
        return _outside(figure, others, plain) if others else None
    if rows > 1 and (beside := _beside(figure, entries, plain, legend)):
        legend.remove()
        legend = beside
        lay_out(figure, beside=legend.get_window_extent().width)
        _stand_beside(figure, legend)
    else:
        lay_out(figure, above=legend.get_window_extent().height)
        _stand_above(figure, legend)
    return _with_the_others(figure, legend, plain)


def _with_the_others(figure: "Figure", legend: "Legend", plain: Mapping[str, str]) -> "Legend | None":
    """Find new places for the legends of other axes, whose room is smaller now."""
    for ax in figure.axes:
        inner = ax.get_legend()
        if inner is not None:
            inner.remove()
            if _inside(ax, plain) is None:
                handles, labels = ax.get_legend_handles_labels()
                return _outside(figure, dict(zip(labels, handles, strict=True)), plain)
    return legend


def _above(figure: "Figure", entries: dict[str, Any], plain: Mapping[str, str]) -> "tuple[Legend, int]":
    """A legend in as many columns as fit, set smaller where it would take too much of the figure, and its rows."""
    import matplotlib

    size, least = float(matplotlib.rcParams["legend.fontsize"]), least_text()
    while True:
        legend = _made(figure, entries, 1, size)
        columns = _columns(legend, WIDEST * figure.bbox.width)
        if columns > 1:
            legend.remove()
            legend = _made(figure, entries, columns, size)
        if size <= least or legend.get_window_extent().height <= TALLEST * figure.bbox.height:
            break
        legend.remove()
        size = max(least, 0.85 * size)
    _shorten(legend, plain)
    return legend, -(-len(entries) // columns)


def _columns(legend: "Legend", room: float) -> int:
    """In how many columns a legend of one column could stand and be at most `room` px wide."""
    import numpy as np

    widths = np.array([text.get_window_extent().width for text in legend.get_texts()])
    unit = legend.prop.get_size_in_points() * whole(legend).dpi / 72
    beside = legend.handlelength + legend.handletextpad + legend.columnspacing
    for columns in range(len(widths), 1, -1):
        texts = sum(part.max() for part in np.array_split(widths, columns))
        if texts + (columns * beside - legend.columnspacing + 2 * legend.borderpad) * unit <= room:
            rows = -(-len(widths) // columns)
            return -(-len(widths) // rows)  # no more than it takes for so few rows
    return 1


def _beside(figure: "Figure", entries: dict[str, Any], plain: Mapping[str, str], above: "Legend") -> "Legend | None":
    """A legend in one column, if at the right of the axes it leaves them more room than above them."""
    legend = _made(figure, entries, 1, above.prop.get_size_in_points())
    _shorten(legend, plain)
    size, box = legend.get_window_extent(), axes_box(figure)
    room = _room(figure, beside=size.width)
    broadest = BROADEST if _to_scale(figure) is None else BROADEST_TO_SCALE
    fits = size.width <= broadest * figure.bbox.width and size.height <= box.height
    if fits and room > BETTER * _room(figure, above=above.get_window_extent().height):
        return legend
    legend.remove()
    return None


def _room(figure: "Figure", beside: float = 0.0, above: float = 0.0) -> float:
    """The area, in px, that the axes have where so many px are taken; axes drawn to scale keep their shape in it."""
    box = axes_box(figure)
    width, height = box.width - beside, box.height - above
    kept = _to_scale(figure)
    if kept is None:
        return width * height
    place, shape = kept.get_position(original=True), kept.get_window_extent()
    width, height = place.width * figure.bbox.width - beside, place.height * figure.bbox.height - above
    ratio = shape.width / shape.height
    return min(width, ratio * height) * min(height, width / ratio)


def _to_scale(figure: "Figure") -> "Axes | None":
    """The axes of a figure that are drawn to one scale for x and y, if they are the only ones."""
    kept = [ax for ax in figure.axes if ax.get_aspect() != "auto" and ax.name != "3d"]
    return kept[0] if len(kept) == 1 else None


def centre_legend(figure: "Figure") -> None:
    """Put legends that stand above the axes over the middle of these, which have been moved."""
    for legend in figure.legends:
        if legend.get_window_extent().y0 >= axes_box(figure).y1:
            _stand_above(figure, legend)


def _made(figure: "Figure", entries: dict[str, Any], columns: int, size: float) -> "Legend":
    """A legend of the figure, whose place is still to be found."""
    labels, handles = [*entries], [*entries.values()]
    legend = figure.legend(
        handles, labels, loc=(0, 0), ncols=columns, prop={"size": size}, handlelength=_length(handles)
    )  # fmt: skip
    legend.set_in_layout(False)
    _enlarge(legend)
    return legend


def _enlarge(legend: "Legend") -> None:
    """Show dots that are drawn small or faint, as a great many are, large enough to have a shape and a colour."""
    from matplotlib.lines import Line2D

    least = DOT * legend.prop.get_size_in_points()
    for each in legend.legend_handles:
        if isinstance(each, Line2D) and each.get_linestyle() == "None":
            each.set(markersize=max(least, each.get_markersize()), alpha=None)


def _length(handles: list[Any]) -> float | None:
    """How long the samples are, in text heights: marks need less than the usual length, in which lines show dashes."""
    return 1.0 if all(map(_is_mark, handles)) else None


def _is_mark(handle: Any) -> bool:
    from matplotlib.collections import PathCollection

    return isinstance(handle, PathCollection)


def _stand_above(figure: "Figure", legend: "Legend") -> None:
    """Put a legend between the title and the axes, over their middle."""
    size, box, canvas = legend.get_window_extent(), axes_box(figure), figure.bbox
    left = min(max((box.x0 + box.x1 - size.width) / 2, 0.0), max(canvas.width - size.width, 0.0))
    bottom = canvas.height - title_strip(figure) - size.height
    text = legend.prop.get_size_in_points() * figure.dpi / 72
    if not title_strip(figure) and bottom > box.y1 + APART * text:
        bottom = box.y1 + CLEARANCE * text
    legend.set_loc((left / canvas.width, bottom / canvas.height))


def _stand_beside(figure: "Figure", legend: "Legend") -> None:
    """Put a legend at the right edge, level with the upper end of the axes."""
    size, canvas = legend.get_window_extent(), figure.bbox
    bottom = axes_box(figure).y1 - size.height
    legend.set_loc(((canvas.width - size.width) / canvas.width, bottom / canvas.height))


def _shorten(legend: "Legend", plain: Mapping[str, str]) -> None:
    """Make every label fit the figure beside its piece of line."""
    texts = legend.get_texts()
    beside = legend.get_window_extent().width - max(text.get_window_extent().width for text in texts)
    for text in texts:
        given = text.get_text()
        _shorten_text(text, plain.get(given, given), WIDEST * whole(legend).bbox.width - beside)


def _shorten_text(text: "Text", plain: str, room: float) -> None:
    """Make a text at most `room` px wide: set it smaller, then break it, then write as much of `plain` as fits."""
    share = room / text.get_window_extent().width
    if share >= 1:
        return
    size = text.get_fontproperties().get_size_in_points()
    text.set_fontsize(max(least_text(), share * size))
    box = text.get_window_extent()
    if box.width > room:
        fit(text, room, LINES * box.height, plain)
