"""Where a legend goes: on the axes where it covers no ink, else above them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

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

__all__ = ["draw_legend", "frozen_layout", "legend_names"]

PLACES: "dict[_Place, tuple[float, float]]" = {
    "upper right": (1.0, 1.0), "upper left": (0.0, 1.0), "lower right": (1.0, 0.0), "lower left": (0.0, 0.0),
    "upper center": (0.5, 1.0), "lower center": (0.5, 0.0), "center right": (1.0, 0.5), "center left": (0.0, 0.5),
}  # fmt: skip
"""Where a legend may stand in the axes, the best first, as fractions of the room that it leaves."""

CLEARANCE = 0.4  # of the text's height, between the legend and any ink
WIDEST = 0.96  # of the figure
SMALLEST = 6.0  # points


def draw_legend(ax: "Axes", plain: Mapping[str, str]) -> "Legend":
    """Draw the legend of the axes and freeze the layout of their figure.

    Inside the axes it covers no line; above them it is as broad as the figure lets it be. A label that is too broad
    for the figure is set smaller, and where that does not do, the beginning of its `plain` text is written instead.
    """
    frozen_layout(ax)
    legend = ax.legend(loc="upper right")
    _shorten(legend, plain)
    legend.set_in_layout(False)
    for place, fractions in PLACES.items():
        if _is_free(ax, _box(ax, legend, fractions)):
            legend.set_loc(place)
            return legend
    legend.remove()
    return _above(ax, plain)


def frozen_layout(ax: "Axes") -> None:
    """Lay the figure out once and for all, so that every format has everything in the same place."""
    figure = _figure(ax)
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
        figure.set_layout_engine("none")


def legend_names(ax: "Axes") -> list[str]:
    """What the legend of the axes would say."""
    return [str(label) for label in ax.get_legend_handles_labels()[1]]


def _box(ax: "Axes", legend: "Legend", fractions: tuple[float, float]) -> "Bbox":
    """The place, in px, of a legend as matplotlib anchors it, with the clearance around it."""
    from matplotlib.transforms import Bbox

    text = legend.prop.get_size_in_points() * _figure(ax).dpi / 72
    room, size = ax.get_window_extent(), legend.get_window_extent()
    pad = legend.borderaxespad * text
    left = room.x0 + pad + fractions[0] * (room.width - 2 * pad - size.width)
    bottom = room.y0 + pad + fractions[1] * (room.height - 2 * pad - size.height)
    return Bbox.from_bounds(left, bottom, size.width, size.height).padded(CLEARANCE * text)


def _is_free(ax: "Axes", box: "Bbox") -> bool:
    """Whether a box lies in the axes and on none of their lines."""
    room = ax.get_window_extent()
    inside = room.x0 <= box.x0 and room.y0 <= box.y0 and box.x1 <= room.x1 and box.y1 <= room.y1
    paths = (line.get_path().transformed(line.get_transform()) for line in ax.lines)
    return inside and not any(path.intersects_bbox(box, filled=False) for path in paths)


def _above(ax: "Axes", plain: Mapping[str, str]) -> "Legend":
    """Draw the legend above the axes, in as many columns as fit."""
    figure = _figure(ax)
    lines, labels = ax.get_legend_handles_labels()
    for columns in range(len(labels), 0, -1):
        legend = figure.legend(lines, labels, loc="outside upper center", ncols=columns)
        if columns == 1 or legend.get_window_extent().width <= WIDEST * figure.bbox.width:
            break
        legend.remove()
    _shorten(legend, plain)
    figure.set_layout_engine("constrained")
    frozen_layout(ax)
    return legend


def _shorten(legend: "Legend", plain: Mapping[str, str]) -> None:
    """Make every label fit the figure beside its piece of line."""
    texts = legend.get_texts()
    beside = legend.get_window_extent().width - max(text.get_window_extent().width for text in texts)
    for text in texts:
        _shorten_text(text, plain[text.get_text()], WIDEST * _figure(legend).bbox.width - beside)


def _shorten_text(text: "Text", plain: str, room: float) -> None:
    """Set a text smaller so that it is at most `room` px wide, or write as much of `plain` as fits instead."""
    share = room / text.get_window_extent().width
    if share >= 1:
        return
    size = text.get_fontproperties().get_size_in_points()
    text.set_fontsize(max(SMALLEST, share * size))
    if text.get_window_extent().width > room:
        text.set_text(plain)
        kept = int(len(plain) * min(1.0, room / text.get_window_extent().width)) - 3
        text.set_text(f"{plain[:kept]} …")


def _figure(artist: "Axes | Legend") -> "Figure":
    figure = artist.get_figure(root=True)
    assert figure is not None
    return figure
