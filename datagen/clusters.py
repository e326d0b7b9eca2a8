"""What is in an interval that bounds cannot decide: a multiple root, a corner, a pole or a jump, or too many roots."""

from dataclasses import dataclass
from math import factorial
from typing import Literal, NamedTuple

import numpy as np

from datagen.arithmetic.intervals import Interval, joined
from datagen.arithmetic.rounding import EPS
from datagen.expressions import Expression
from datagen.expressions.evaluation import on_interval_series, on_series
from datagen.isolation import Array, Bools, Enclosing, Refining, polished, sign

__all__ = ["LEVEL", "Clusters", "Curve", "Kind", "judged", "roundest"]

Kind = Literal["root", "minimum", "maximum", "stationary", "inflection", "flat"]

LEVEL: tuple[Kind, ...] = ("root", "stationary", "flat")
"""What a root of f, f' or f'' is called where no sign is known to change."""

STEEPEST = 8
"""The highest derivative that may place a multiple root."""

STEEPER, ROUNDINGS = 4, 32
"""By what factor bounds may exceed the slopes beside a cluster, and how often the rounding of a value of f."""

CHUNK = 2048
"""Boxes that are looked at in one go."""

TURN = 1e-3
"""The share of a slope by which it may change at an inflection; where it changes by more, there is a corner."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A function of one variable with its derivatives: bounds on them, and their values."""

    f: Expression
    variable: str

    def bounds(self, low: Array, high: Array, orders: range) -> list[Interval]:
        """Enclosures of the derivatives of some orders on boxes (n,), so many at a time as the cache holds."""
        parts = [slice(start, start + CHUNK) for start in range(0, max(len(low), 1), CHUNK)]
        found = [on_interval_series(self.f.folded, self.variable, low[k], high[k], orders[-1]) for k in parts]
        rows = [joined(row) for row in zip(*found, strict=True)] if len(found) > 1 else found[0]
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

    def from_both_sides(self, x: Array, order: int) -> Array:
        """The derivative of an order at points (n,), as 2|x| of x|x| at 0; nan where the sides do not agree."""
        from datagen.sides import OneSided

        found: Array = OneSided(self.f).corrected(x, (order,), self.values(x, range(order, order + 1)))[0]
        return found


class Clusters(NamedTuple):
    """Intervals (n,), and what is known of a derivative in them, as in datagen.isolation."""

    low: Array
    high: Array
    plausible: Bools
    coarse: Bools

    def some(self, which: Bools) -> "Clusters":
        """Those of them."""
        return Clusters(self.low[which], self.high[which], self.plausible[which], self.coarse[which])


def judged(curve: Curve, order: int, clusters: Clusters) -> list[tuple[Kind | None, float]]:
    """What the root of a derivative in each cluster is, None where there is none, and where it is.

    A first or second derivative need not exist there, if it changes its sign and f is continuous.
    """
    if not len(clusters.low):
        return []
    at, exact = _places(curve, order, clusters)
    before, after = _signs(curve, order, clusters)
    turning = before * after < 0
    turning[turning] = _unbroken(curve, clusters.some(turning))
    there = exact | np.where(clusters.coarse, clusters.plausible, _reach_zero(curve, order, clusters))
    if order == 2:
        turning[turning] = ~_corners(curve, clusters.some(turning))
    named: tuple[tuple[Kind, Kind], ...] = ("root", "root"), ("maximum", "minimum"), ("inflection", "inflection")
    found: list[tuple[Kind | None, float]] = []
    for place, turns, rises, root in zip(at.tolist(), turning, after > 0, there, strict=True):
        found.append((named[order][bool(rises)] if turns else LEVEL[order] if root else None, place))
    return found


def roundest(low: float, high: float) -> float:
    """The number with the fewest digits in [low, high]."""
    if low <= 0 <= high:
        return 0.0
    rounded = (float(f"{low / 2 + high / 2:.{digits}g}") for digits in range(1, 18))
    return next((each for each in rounded if low <= each <= high), high)


def _places(curve: Curve, order: int, clusters: Clusters) -> tuple[Array, Bools]:
    """Where in the clusters the roots are, and whether the derivative is 0 there, by its bounds or from both sides."""
    low, high = clusters.low, clusters.high
    short = np.array([roundest(*ends) for ends in zip(low.tolist(), high.tolist(), strict=True)])
    candidates = np.stack([short, low / 2 + high / 2, low, high])
    (value,) = curve.bounds(candidates.ravel(), candidates.ravel(), range(order, order + 1))
    heights = curve.values(candidates.ravel(), range(1))[0]
    known = np.isfinite(heights).reshape(candidates.shape)
    exact = (value.defined & (value.lo == 0) & (value.hi == 0)).reshape(candidates.shape) & ~clusters.coarse
    if order == 0:  # at a jump, as of mod(100x, 1), a value may be all that there is of a root
        met = value.defined & (value.lo <= 0) & (value.hi >= 0) & (heights == 0) & ~value.continuous
        exact |= met.reshape(candidates.shape)
    elif len(unsure := np.flatnonzero(~value.defined & ~np.tile(clusters.coarse, len(candidates)))):
        exact.flat[unsure] = curve.from_both_sides(candidates.ravel()[unsure], order) == 0
    chosen = np.where(exact.any(axis=0), exact.argmax(axis=0), known.argmax(axis=0))
    at = candidates[chosen, np.arange(len(low))]
    for k in np.flatnonzero(clusters.coarse & ~exact.any(axis=0)):
        at[k] = _blurred(curve, order, float(low[k]), float(high[k]))
    return at, exact.any(axis=0)


def _blurred(curve: Curve, order: int, low: float, high: float) -> float:
    """The root in a coarse cluster: a multiple one where there seems to be one, else the middle."""
    found = _turning(curve, order, low, high)
    return low / 2 + high / 2 if found is None else found


def _reach_zero(curve: Curve, order: int, clusters: Clusters) -> Bools:
    """Whether the derivative makes no jump in all of a cluster, as far as it is defined, and its bounds hold 0."""
    (value,) = curve.bounds(clusters.low, clusters.high, range(order, order + 1))
    reached: Bools = np.isfinite(value.bounds).all(axis=0) & (value.lo <= 0) & (value.hi >= 0)
    return reached & (value.continuous | (value.hi - value.lo <= _natural_rises(curve, order, clusters)))


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


def _beside(clusters: Clusters, share: float) -> tuple[Array, Array]:
    """Points just before and after the clusters, and farther by a share of their width from the coarse ones."""
    away = np.where(clusters.coarse, (clusters.high - clusters.low) * share, 0.0)
    low, high = (4 * np.spacing(np.abs(ends)) for ends in (clusters.low, clusters.high))
    return clusters.low - away - low, clusters.high + away + high


def _signs(curve: Curve, order: int, clusters: Clusters) -> tuple[Array, Array]:
    """The sign of the derivative before and after clusters; at the very ends of a coarse one it is not clear."""
    places = np.concatenate(_beside(clusters, 1 / 16))
    (value,) = curve.bounds(places, places, range(order, order + 1))
    before, after = np.split(sign(value), 2)
    return before, after


def _unbroken(curve: Curve, clusters: Clusters) -> Bools:
    """Whether f is continuous and bounded in clusters, or its bounds leave no room for a jump, as where cases meet."""
    if not len(clusters.low):
        return np.zeros(0, dtype=bool)
    (value,) = curve.bounds(clusters.low, clusters.high, range(1))
    bounded = value.defined & np.isfinite(value.bounds).all(axis=0)
    unbroken: Bools = bounded & (value.continuous | (value.hi - value.lo <= _natural_rises(curve, 0, clusters)))
    return unbroken


def _natural_rises(curve: Curve, order: int, clusters: Clusters) -> Array:
    """How far bounds of a derivative may be apart by its slopes beside clusters, and by rounding: no jump is less."""
    values, slopes = np.abs(curve.values(np.concatenate(_beside(clusters, 0.0)), range(order, order + 2)))
    height, slope = (np.max(np.split(each, 2), axis=0) for each in (values, slopes))
    rises: Array = STEEPER * slope * (clusters.high - clusters.low) + ROUNDINGS * EPS * height
    return rises


def _corners(curve: Curve, clusters: Clusters) -> Bools:
    """Whether the slope of f jumps: it does not at the root of f'' of x |x|, nor where it is vertical, as in cbrt x."""
    if not len(clusters.low):
        return np.zeros(0, dtype=bool)
    slopes, bends = curve.values(np.concatenate([clusters.low, clusters.high]), range(1, 3))
    before, after = np.split(slopes, 2)
    bend = np.max(np.split(np.abs(bends), 2), axis=0)
    natural = TURN * np.maximum(np.abs(before), np.abs(after)) + 4 * bend * (clusters.high - clusters.low)
    corners: Bools = np.abs(after - before) > natural
    return corners
