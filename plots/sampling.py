"""From a function and a view to polylines that show it.

A formula is looked at with bounds on whole intervals, which decide where to look closer, where to join and where to
lift the pen (`refining`); a callable, or a formula with an operation that has no bounds, by values alone
(`bisecting`). Only true values of the function are drawn, and the same request gives the same points.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from datagen.errors import DatagenError, IntervalsError
from datagen.expressions import Expression, parse
from plots.faithful.bisecting import bisected
from plots.faithful.breaks import Break, found_breaks
from plots.faithful.enclosing import Enclosed, Enclosure, Formula
from plots.faithful.ranges import shown_range
from plots.faithful.refining import refined
from plots.faithful.splitting import Pieces, united
from plots.faithful.strokes import strokes
from plots.views import Floats, RealFunction, View

__all__ = ["Break", "Polyline", "sample", "traceable", "vectorised"]


@dataclass(frozen=True)
class Polyline:
    """What the pen draws of a curve.

    segments: float arrays (k, 2) of x and y, one per stroke; a single row is a dot. Where a curve leaves the view,
    its stroke ends with the first point outside.
    y: the range of y that it was drawn for.
    evaluations: how many values of the function were asked for.
    breaks: its poles, jumps, holes and edges, from left to right, where jumps and holes can be seen.
    undecided: intervals (a, b) on which the budget did not suffice; they are drawn as sampled.
    method: by bounds on intervals, or by values alone, which can miss what lies between them.
    hidden: whether some values are 0 or below where y is on a logarithmic axis.
    """

    segments: list[Floats]
    y: tuple[float, float]
    evaluations: int
    breaks: list[Break] = field(default_factory=list)
    undecided: list[tuple[float, float]] = field(default_factory=list)
    method: Literal["intervals", "values"] = "values"
    hidden: bool = False


def sample(f: Expression | str | Enclosed | RealFunction, x: tuple[float, float],
           y: tuple[float, float] | None = None, size: tuple[int, int] = (600, 400)) -> Polyline:  # fmt: skip
    """The curve y = f(x) over the range `x`, drawn for a view of `size` pixels.

    f: an expression of one variable, a formula, a curve with bounds such as `Formula(expression, order, values)`, or
    a callable from float64 (n,) to (n,).
    y: the range shown; the curve's own, by `shown_range`, where it is None.

    Raises: DatagenError where x or y is no range.
    """
    for name, ends in (("x", x), ("y", y or (0.0, 1.0))):
        _require_range(name, *ends)
    curve = traceable(f)
    counted = _CountedValues(curve) if callable(curve) else _CountedCurve(curve)
    shown = y or shown_range(counted, x, size) or (-1.0, 1.0)
    view = View(x, shown, size)
    if isinstance(counted, _CountedValues):
        return Polyline(bisected(counted, view), shown, counted.evaluations)
    with np.errstate(all="ignore"):
        found = refined(counted, view)
        broken, dots = found_breaks(counted, view, found)
        left, right = united([found.undecided])
        segments = strokes(found.samples, found.links, [each.position for each in broken], view)
    undecided = list(zip(left.tolist(), right.tolist(), strict=True))
    dots += list(found.dots[:, None])
    return Polyline(segments + dots, shown, counted.evaluations, broken, undecided, "intervals")


def _require_range(name: str, low: float, high: float) -> None:
    if not 0 < high - low < math.inf:
        raise DatagenError(f"{name}: {low:g}:{high:g} is no range; give LOW below HIGH, less than 1.8e308 apart")


def traceable(f: Expression | str | Enclosed | RealFunction) -> Enclosed | RealFunction:
    """`f` as a curve with bounds, or as a callable from float64 (n,) to (n,) if it has none."""
    expression = parse(f) if isinstance(f, str) else f
    curve = Formula(expression) if isinstance(expression, Expression) else expression
    if callable(curve):
        return _silent(curve)
    try:
        curve.enclosure(np.zeros(1), np.ones(1))
    except IntervalsError:
        return _silent(curve.values)
    return curve


def vectorised(f: Expression | str | RealFunction) -> RealFunction:
    """`f` as a callable from float64 (n,) to (n,), silent about values that it cannot have."""
    expression = parse(f) if isinstance(f, str) else f
    return _silent(Formula(expression).values if isinstance(expression, Expression) else expression)


def _silent(f: Callable[[Floats], object]) -> RealFunction:
    def values(x: Floats) -> Floats:
        with np.errstate(all="ignore"):
            return np.broadcast_to(np.asarray(f(x), dtype=np.float64), x.shape)

    return values


class _CountedValues:
    """A function that knows how often it was asked."""

    def __init__(self, function: RealFunction) -> None:
        self.function, self.evaluations = function, 0

    def __call__(self, x: Floats) -> Floats:
        self.evaluations += len(x)
        return self.function(x)


class _CountedCurve:
    """A curve with bounds that knows how often it was asked for values."""

    def __init__(self, curve: Enclosed) -> None:
        self.values = _CountedValues(curve.values)
        self.enclosure: Callable[[Floats, Floats], Enclosure] = curve.enclosure
        self.slope: Callable[[Floats, Floats], Pieces | None] = curve.slope

    @property
    def evaluations(self) -> int:
        """How many values were asked for."""
        return self.values.evaluations
