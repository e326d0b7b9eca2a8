"""What all axes have in common: scales, ticks, titles and labels, as the canvas asks for them."""

from typing import TYPE_CHECKING

from plots.canvases import Canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["finish", "prepare"]


def prepare(ax: "Axes", canvas: Canvas) -> None:
    """Set the scales of axes on which nothing is drawn yet."""


def finish(ax: "Axes", canvas: Canvas) -> None:
    """Set the ticks and the titles of axes on which everything is drawn but the legend."""
    _typeset_powers(ax)


def _typeset_powers(ax: "Axes") -> None:
    """Write a power that all tick labels of an axis share as 10⁻⁹, not 1e-9: by mathtext, only where it is needed."""
    from matplotlib.ticker import ScalarFormatter

    for axis in (ax.xaxis, ax.yaxis):
        formatter = axis.get_major_formatter()
        if isinstance(formatter, ScalarFormatter):
            formatter.set_locs(axis.get_majorticklocs().tolist())
            formatter.set_useMathText(bool(formatter.get_offset()))
