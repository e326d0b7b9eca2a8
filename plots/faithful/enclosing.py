"""Curves of which more is known than values: bounds of them and of their slopes on whole intervals."""

import math
from typing import Any, NamedTuple, Protocol

import numpy as np

from datagen.errors import IntervalsError
from datagen.expressions import Expression
from plots.views import Bools, Floats, RealFunction

__all__ = ["Enclosed", "Enclosure", "Formula", "between"]


HIGHEST = 3
"""The highest derivative that has bounds."""


class Enclosure(NamedTuple):
    """Bounds of a function on n intervals, with nan for both where it has no value.

    low, high: float64 (n,).
    defined, continuous: bool (n,): whether the function is known to be so on all of the interval.
    """

    low: Floats
    high: Floats
    defined: Bools
    continuous: Bools

    def part(self, which: Bools) -> "Enclosure":
        """The bounds on some of the intervals."""
        return Enclosure(self.low[which], self.high[which], self.defined[which], self.continuous[which])


class Enclosed(Protocol):
    """A function of one variable that can be asked for bounds."""

    def values(self, x: Floats) -> Floats:
        """The values at x, float64 (n,), nan where there is none."""

    def enclosure(self, a: Floats, b: Floats) -> Enclosure:
        """Bounds on the intervals [a, b]."""

    def slope(self, a: Floats, b: Floats) -> tuple[Floats, Floats] | None:
        """Bounds of the slope on intervals on which the function is continuous; None if the curve knows none."""


def between(one: Floats, other: Floats, width: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Bounds of a continuous function on an interval, from its values at both ends and its slopes.

    They are where the lines of the extreme slopes through both ends meet; a monotone function stays between its ends.
    """
    with np.errstate(all="ignore"):
        bottom = (high * one - low * other + low * high * width) / (high - low)
        top = (high * other - low * one - low * high * width) / (high - low)
    monotone = (low >= 0) | (high <= 0)
    ends = np.stack([one, other])
    return np.where(monotone, ends.min(axis=0), bottom), np.where(monotone, ends.max(axis=0), top)


class Formula:
    """A formula of one variable, or one of its derivatives, in the arithmetic of intervals.

    order: of the derivative.
    values: the derivative's values; the formula's own for order 0.
    """

    def __init__(self, expression: Expression, order: int = 0, values: RealFunction | None = None) -> None:
        from datagen.expressions.evaluation import folded

        self._variable = expression.curve_variable()
        self._root, self._order = folded(expression.root), order
        self._values = values

    def values(self, x: Floats) -> Floats:
        """The values at x, float64 (n,)."""
        if self._values is not None:
            return self._values(x)
        from datagen.expressions.evaluation import on_arrays

        return np.broadcast_to(on_arrays(self._root, {self._variable: x}), x.shape)

    def enclosure(self, a: Floats, b: Floats) -> Enclosure:
        """Bounds on the intervals [a, b].

        Raises: IntervalsError for an operation or an order that has none.
        """
        from datagen.expressions.evaluation import on_intervals

        if self._order:
            *below, bounds = self._series(a, b, self._order)
            smooth = [each.defined & each.continuous for each in below]
            continuous = np.logical_and.reduce([*smooth, bounds.defined, bounds.continuous])
            return Enclosure(bounds.lo, bounds.hi, bounds.defined, continuous)
        bounds = on_intervals(self._root, {self._variable: (a, b)})
        return Enclosure(bounds.lo, bounds.hi, bounds.defined, bounds.defined & bounds.continuous)

    def slope(self, a: Floats, b: Floats) -> tuple[Floats, Floats] | None:
        """Bounds of the slope on intervals on which the curve is continuous."""
        if self._order + 1 > HIGHEST:
            return None
        bounds = self._series(a, b, self._order + 1)[-1]
        return bounds.lo, bounds.hi

    def _series(self, a: Floats, b: Floats, order: int) -> list[Any]:
        """Bounds of the derivatives of all orders up to `order`."""
        if order > HIGHEST:
            raise IntervalsError(f"a derivative of order {order}")
        from datagen.expressions.evaluation import on_interval_series

        found = on_interval_series(self._root, self._variable, a, b, order)
        return [each * float(math.factorial(k)) for k, each in enumerate(found)]
