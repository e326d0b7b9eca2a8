"""What is in an interval that bounds cannot decide: a multiple root, a corner, a pole or a jump, or too many roots."""

from dataclasses import dataclass
from math import factorial, ulp
from typing import Literal, NamedTuple

import numpy as np

from datagen.arithmetic.intervals import Interval
from datagen.expressions import Expression
from datagen.expressions.evaluation import on_interval_series, on_series
from datagen.isolation import Array, Enclosing, Refining, polished, sign

__all__ = ["LEVEL", "Cluster", "Curve", "Kind", "judged", "roundest"]

Kind = Literal["root", "minimum", "maximum", "stationary", "inflection", "flat"]

LEVEL: tuple[Kind, ...] = ("root", "stationary", "flat")
"""What a root of f, f' or f'' is called where no sign is known to change."""

STEEPEST = 8
"""The highest derivative that may place a multiple root."""

TURN = 1e-3
"""The share of a slope by which it may change at an inflection; where it changes by more, there is a corner."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A function of one variable with its derivatives: bounds on them, and their values."""

    f: Expression
    variable: str

    def bounds(self, low: Array, high: Array, orders: range) -> list[Interval]:
        """Enclosures of the derivatives of some orders on boxes (n,)."""
        rows = on_interval_series(self.f.folded, self.variable, low, high, orders[-1])
        return [rows[k] * float(factorial(k)) if k > 1 else rows[k] for k in orders]

    def values(self, x: Array, orders: range) -> Array:
        """The derivatives of some orders at points (n,), (len(orders), n)."""
        rows = on_series(self.f.folded, {self.variable: x}, orders[-1])
        return np.stack([rows[k] * factorial(k) for k in orders])

    def enclosing(self, order: int) -> Enclosing:
        """Enclosures of the derivative of an order and of its slope."""

        def bounds(low: Array, high: Array) -> tuple[Interval, Interval]:
            value, slope = self.bounds(low, high, range(order, order + 2))
            return value, slope

        return bounds

    def refining(self, order: int) -> Refining:
        """The derivative of an order and its slope in floats."""

        def values(x: Array) -> tuple[Array, Array]:
            value, slope = self.values(x, range(order, order + 2))
            return value, slope

        return values


class Cluster(NamedTuple):
    """An interval, and what is known of a derivative in it, as in datagen.isolation."""

    low: float
    high: float
    plausible: bool = False
    coarse: bool = False


def judged(curve: Curve, order: int, cluster: Cluster) -> tuple[Kind | None, float]:
    """What the root of a derivative in a cluster is, None where there is none, and where it is.

    A first or second derivative need not exist there, if it changes its sign and f is continuous.
    """
    ends = cluster.low, cluster.high
    at, exact = (_blurred if cluster.coarse else _place)(curve, order, ends)
    before, after = _signs(curve, order, cluster)
    if order and before * after < 0 and _unbroken(curve, ends) and (order == 1 or not _corner(curve, ends)):
        extremum: Kind = "minimum" if after > 0 else "maximum"
        return (extremum if order == 1 else "inflection"), at
    there = exact or (cluster.plausible if cluster.coarse else _reaches_zero(curve, order, ends))
    return (LEVEL[order] if there else None), at


def roundest(low: float, high: float) -> float:
    """The number with the fewest digits in [low, high]."""
    if low <= 0 <= high:
        return 0.0
    rounded = (float(f"{low / 2 + high / 2:.{digits}g}") for digits in range(1, 18))
    return next((each for each in rounded if low <= each <= high), high)


def _blurred(curve: Curve, order: int, ends: tuple[float, float]) -> tuple[float, bool]:
    """The root in a coarse cluster: a multiple one where there seems to be one, else the middle."""
    found = _turning(curve, order, *ends)
    return (ends[0] / 2 + ends[1] / 2 if found is None else found), False


def _place(curve: Curve, order: int, ends: tuple[float, float]) -> tuple[float, bool]:
    """Where in a cluster the root is, and whether the derivative is 0 there for sure."""
    low, high = ends
    candidates = np.array([roundest(low, high), low / 2 + high / 2, low, high])
    (value,) = curve.bounds(candidates, candidates, range(order, order + 1))
    exact = np.flatnonzero(value.defined & (value.lo == 0) & (value.hi == 0))
    if len(exact):
        return float(candidates[exact[0]]), True
    known = np.flatnonzero(np.isfinite(curve.values(candidates, range(1))[0]))
    return float(candidates[known[0] if len(known) else 0]), False


def _reaches_zero(curve: Curve, order: int, ends: tuple[float, float]) -> bool:
    """Whether the derivative is continuous in all of a cluster, as far as it is defined, with bounds that hold 0."""
    (value,) = curve.bounds(np.array(ends[:1]), np.array(ends[1:]), range(order, order + 1))
    finite = np.isfinite(value.bounds).all()
    return bool(value.continuous[0] and finite and value.lo[0] <= 0 <= value.hi[0])


def _turning(curve: Curve, order: int, low: float, high: float) -> float | None:
    """Where a multiple root is that rounding has blurred: a root of multiplicity m is a simple one, sharp, of the
    derivative m - 1 times higher."""
    ends = np.array([low, low / 2 + high / 2, high])
    rows = curve.values(ends, range(order, order + STEEPEST + 1))
    for k in range(1, STEEPEST):
        slopes = np.abs(rows[k + 1])
        if rows[k][0] * rows[k][2] < 0 and rows[k + 1][0] * rows[k + 1][2] > 0 and 2 * slopes.min() > slopes.max():
            bracket = np.array([[low], [high], [rows[k + 1][0]], [rows[k + 1][0]]])
            return float(polished(curve.refining(order + k), bracket)[0])
    return None


def _signs(curve: Curve, order: int, cluster: Cluster) -> tuple[float, float]:
    """The sign of the derivative just before and after a cluster; at the very ends of a coarse one it is not clear."""
    beside = (cluster.high - cluster.low) / 16 if cluster.coarse else 0.0
    places = np.array([cluster.low - beside - 4 * ulp(cluster.low), cluster.high + beside + 4 * ulp(cluster.high)])
    (value,) = curve.bounds(places, places, range(order, order + 1))
    before, after = sign(value).tolist()
    return before, after


def _unbroken(curve: Curve, ends: tuple[float, float]) -> bool:
    """Whether f is continuous and bounded in a cluster."""
    (value,) = curve.bounds(np.array(ends[:1]), np.array(ends[1:]), range(1))
    return bool(value.defined[0] and value.continuous[0] and np.isfinite(value.bounds).all())


def _corner(curve: Curve, ends: tuple[float, float]) -> bool:
    """Whether the slope of f jumps: it does not at the root of f'' of x |x|, nor where it is vertical, as in cbrt x."""
    (before, after), bends = curve.values(np.array(ends), range(1, 3))
    natural = TURN * max(abs(before), abs(after)) + 4 * float(np.abs(bends).max()) * (ends[1] - ends[0])
    return bool(abs(after - before) > natural)
