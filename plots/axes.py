"""What all axes have in common: scales, ticks, titles and labels, as the canvas asks for them."""

from typing import TYPE_CHECKING, Any

from plots.canvases import Canvas
from plots.placement.layout import set_title
from plots.typesetting.ticks import set_ticks
from plots.typesetting.titles import written

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["finish", "prepare", "write_title"]


def prepare(ax: "Axes", canvas: Canvas) -> None:
    """Set the scales of axes on which nothing is drawn yet, and draw the grid."""
    if canvas.log_x:
        ax.set_xscale("log", nonpositive="mask")
    if canvas.log_y:
        ax.set_yscale("log", nonpositive="mask")
    if canvas.grid:
        ax.set_axisbelow(True)
        ax.grid(visible=True)


def finish(ax: "Axes", canvas: Canvas) -> None:
    """Set the ticks and the titles of axes on which everything is drawn but the legend.

    Of several panels the lowest have the label of x, and the first has that of y. Without a legend the labels of all
    that is drawn are taken away.

    Raises: OptionError for texts that cannot be set.
    """
    set_ticks(ax.xaxis, ax.get_xlim())
    set_ticks(ax.yaxis, ax.get_ylim())
    place = ax.get_subplotspec()
    write_title(ax, canvas)
    if canvas.xlabel is not None and (place is None or place.is_last_row()):
        ax.set_xlabel(written("xlabel", canvas.xlabel))
    if canvas.ylabel is not None and (place is None or (place.is_first_row() and place.is_first_col())):
        upright: Any = {} if ax.name == "3d" else {"rotation": "vertical", "ha": "center", "va": "bottom"}
        ax.set_ylabel(written("ylabel", canvas.ylabel), **upright)
    if canvas.no_legend:
        for drawn in ax.get_legend_handles_labels()[0]:
            drawn.set_label(f"_{drawn.get_label()}")


def write_title(ax: "Axes", canvas: Canvas) -> None:
    """Write the title of the axes' figure, if it has one. Raises: OptionError for a text that cannot be set."""
    if canvas.title is not None:
        set_title(ax, written("title", canvas.title))
