"""Steps, corners and cases on intervals. A step is continuous where its values at both ends are equal.

A condition is true, false or undecided on each box. As on arrays, a comparison with nothing is false, and "not equal"
is true.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from datagen.arithmetic.intervals.interval import Interval, Operand, both, divided, point
from datagen.arithmetic.rounding import EPS, Array, outward

__all__ = ["Condition", "Steps"]

_Flags = NDArray[np.bool_]


class Condition:
    """Bool arrays (n,): where it holds on all of the box, where nowhere on it, and where it is not about to turn."""

    __slots__ = ("firm", "never", "surely")

    def __init__(self, surely: _Flags, never: _Flags, firm: _Flags) -> None:
        self.surely, self.never, self.firm = surely, never, firm

    def __invert__(self) -> "Condition":
        return Condition(self.never, self.surely, self.firm)


class Steps:
    """Functions with steps, corners and cases on intervals."""

    def abs(self, x: Operand) -> Interval:
        return abs(point(x))

    def sign(self, x: Operand) -> Interval:
        return _stepped(np.sign, x)

    def floor(self, x: Operand) -> Interval:
        return _stepped(np.floor, x)

    def ceil(self, x: Operand) -> Interval:
        return _stepped(np.ceil, x)

    def round(self, x: Operand) -> Interval:
        return _stepped(np.rint, x)

    def step(self, x: Operand) -> Interval:
        return _stepped(lambda bounds: np.heaviside(bounds, 0.5), x)

    def relu(self, x: Operand) -> Interval:
        x = point(x)
        return Interval.of(np.maximum(x.bounds, 0.0), x.domain, x.continuity)

    def minimum(self, a: Operand, b: Operand) -> Interval:
        a, b = point(a), point(b)
        return a.like(np.minimum(a.bounds, b.bounds), b.domain, b.continuity)

    def maximum(self, a: Operand, b: Operand) -> Interval:
        a, b = point(a), point(b)
        return a.like(np.maximum(a.bounds, b.bounds), b.domain, b.continuity)

    def remainder(self, a: Operand, b: Operand) -> Interval:
        """a - b floor(a/b), from 0 to b."""
        a = point(a)
        if not isinstance(b, Interval) and b and math.isfinite(b):
            return _remainder(a, b)
        b = point(b)
        turns = self.floor(divided(a, b))
        bounds = np.where(turns.continuous & turns.defined, (a - b * turns).bounds, _EVERYTHING)
        span = np.stack((np.minimum(b.bounds[0], 0.0), np.maximum(b.bounds[1], 0.0)))
        bounds = np.stack((np.maximum(bounds[0], span[0]), np.minimum(bounds[1], span[1])))
        return turns.like(np.where(turns.empty, np.nan, bounds))

    def less(self, a: Operand, b: Operand) -> Condition:
        a, b = point(a), point(b)
        surely = both(a.domain, b.domain) & (a.bounds[1] < b.bounds[0])
        return Condition(surely, ~(a.bounds[0] < b.bounds[1]), surely | (a.bounds[0] > b.bounds[1]))

    def less_equal(self, a: Operand, b: Operand) -> Condition:
        a, b = point(a), point(b)
        surely = both(a.domain, b.domain) & (a.bounds[1] <= b.bounds[0])
        never = ~(a.bounds[0] <= b.bounds[1])
        return Condition(surely, never, never | (surely & (a.bounds[1] < b.bounds[0])))

    def greater(self, a: Operand, b: Operand) -> Condition:
        return self.less(b, a)

    def greater_equal(self, a: Operand, b: Operand) -> Condition:
        return self.less_equal(b, a)

    def equal(self, a: Operand, b: Operand) -> Condition:
        a, b = point(a), point(b)
        known = both(a.domain, b.domain)
        same = (a.bounds[0] == b.bounds[1]) & (a.bounds[1] == b.bounds[0])
        meeting = (a.bounds[0] <= b.bounds[1]) & (b.bounds[0] <= a.bounds[1])
        return Condition(known & same, ~meeting, ~meeting)

    def not_equal(self, a: Operand, b: Operand) -> Condition:
        return ~self.equal(a, b)

    def logical_and(self, a: Condition, b: Condition) -> Condition:
        return Condition(a.surely & b.surely, a.never | b.never, a.firm & b.firm)

    def where(self, condition: Condition, a: Operand, b: Operand) -> Interval:
        """One of two cases, or both where the condition is undecided: it may be a jump there."""
        a, b = point(a), point(b)
        surely, never = condition.surely, condition.never
        if surely.all():
            return a
        if never.all():
            return b
        either = a.hull(b)
        bounds = np.where(surely, a.bounds, np.where(never, b.bounds, either.bounds))
        defined = np.where(surely, a.defined, np.where(never, b.defined, either.defined))
        continuous = np.where(surely, a.continuous, never & b.continuous)
        return Interval.of(bounds, defined, continuous)


_EVERYTHING = np.array([[-np.inf], [np.inf]])


def _stepped(function: Callable[[Array], Array], x: Operand) -> Interval:
    x = point(x)
    bounds = function(x.bounds)
    level = bounds[0] == bounds[1]
    return Interval.of(bounds, x.domain, x.continuity if level.all() else both(x.continuity, level))


def _remainder(a: Interval, b: float) -> Interval:
    """a mod b for a number b: a less a multiple of b, if both ends are in one period."""
    ends = np.remainder(a.bounds, b)
    width = a.bounds[1] - a.bounds[0]
    level = (width < abs(b) * (1.0 - 16 * EPS)) & (ends[0] <= ends[1])
    bounds = outward(ends, 1)
    full = np.array([[min(b, 0.0)], [max(b, 0.0)]])
    bounds = np.minimum(np.maximum(bounds, full[0]), full[1])
    bounds = np.where(level, bounds, full)
    bounds = np.where(np.isnan(a.bounds), np.nan, bounds)
    return a.like(bounds, True, level)
