"""Curves on axes: functions of one variable and the derivatives laid over them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from plots.style import faint, line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    from plots.sampling import Polyline

__all__ = ["Curve", "Role", "draw_curve", "draw_derivatives", "draw_zero"]

Role = Literal["function", "derivative", "tangent", "taylor"]


@dataclass(frozen=True)
class Curve:
    """A curve that is drawn: its name in data, its name for mathtext, and the strokes of the pen.

    order: 0 for a function itself, k for its k-th derivative or for its Taylor polynomial of that order.
    role: what it is to the function of the number `member` in the figure, which a tangent or a Taylor polynomial
    touches at `at`.
    """

    label: str
    latex: str
    order: int
    polyline: "Polyline"
    role: Role = "function"
    member: int = 0
    at: float = math.nan


def draw_curve(ax: "Axes", curve: Curve, **properties: Any) -> "list[Line2D]":
    """Draw a curve as one line, whose dashes run on from stroke to stroke, and its isolated points as dots.

    properties: those of a Line2D, such as color and linestyle. Returns the line, then the dots if there are any.
    """
    import numpy as np

    gap = np.full((1, 2), np.nan)
    strokes = [part for stroke in curve.polyline.segments if len(stroke) > 1 for part in (stroke, gap)]
    path = np.concatenate(strokes[:-1]) if strokes else gap
    drawn = ax.plot(*path.T, label=curve.latex, **properties)
    dots = [stroke for stroke in curve.polyline.segments if len(stroke) == 1]
    if dots:
        colour = drawn[0].get_color()
        drawn += ax.plot(*np.concatenate(dots).T, linestyle="none", marker=".", color=colour, label="_dots")
    return drawn


def draw_derivatives(ax: "Axes", curves: Sequence[Curve]) -> "list[Line2D]":
    """Draw functions and their derivatives, each in its own colour and dashes.

    Later ones lie on top. Only the first is solid, and between the dashes of the others the lines below show.
    """
    lines = []
    for number, curve in enumerate(curves):
        lines += draw_curve(ax, curve, zorder=2 + number / len(curves), **line(number))
    return lines


def draw_zero(ax: "Axes", curves: Iterable[Curve]) -> "list[Line2D]":
    """Draw the zero line, lightly, where a curve has values on both sides of it in the view."""
    low, high = ax.get_ylim()
    if not low < 0 < high or not any(_crosses_zero(curve) for curve in curves):
        return []
    return [ax.axhline(0, color=faint(), linewidth=ax.spines["left"].get_linewidth(), zorder=1)]


def _crosses_zero(curve: Curve) -> bool:
    heights = [stroke[:, 1] for stroke in curve.polyline.segments]
    return any((each < 0).any() for each in heights) and any((each > 0).any() for each in heights)
