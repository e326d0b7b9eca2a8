"""Isolating the zeros of a function by bounds on boxes: branch and prune, then interval Newton.

Boxes that hold no zero are dropped, those on which the function is monotone are joined to runs, which hold one zero
at most, and the rest are cut up until they are as small as rounding lets them be, or too many.

Sources: R. E. Moore, Interval Analysis (1966), chapter 7; A. Neumaier, Interval Methods for Systems of Equations
(1990), chapter 5.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from datagen.arithmetic.intervals import Interval, divided

__all__ = ["Array", "Bools", "Enclosing", "Isolation", "Refining", "isolated", "joined", "polished", "sign"]

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

Enclosing = Callable[[Array, Array], tuple[Interval, Interval]]
"""From the ends of n boxes to enclosures of a function and of its slope on them."""

Refining = Callable[[Array], tuple[Array, Array]]
"""From n points to the function and its slope in floats."""

START = 256
"""Boxes that the range is cut into at first."""

PARTS = 4, 16
"""The fewest and the most parts that a box is cut into: with few boxes, a pass costs the same for many parts."""

CROWD = 4096
"""Boxes side by side that are given up together: there are too many zeros, or the rounding hides where they are."""

BUDGET = 50_000
"""Boxes that are looked at in all."""

TORN = 4
"""Units in the last place between clusters that are one: at a corner, rounding may decide a box amid undecided ones."""

DEPTH = 2.0**-62
"""The least width of a box as a share of the range; it is two units in the last place of its ends, if that is more."""


NEAR = 2.0**-16
"""The share of the range up to which clusters that rounding has blurred are one, if no zero is known to lie between."""


class Isolation(NamedTuple):
    """What was found on the range; each part is the ends (n,) of intervals, sorted.

    simple: enclosures of the zeros that exist and are the only ones near them.
    rising: whether the function rises there.
    clusters: what could not be decided; plausible: whether it is continuous on a part of them whose bounds hold 0;
    coarse: whether they are wider than they need be, because rounding or too many zeros stood in the way.
    zeros: intervals on which it is 0.
    """

    simple: tuple[Array, Array]
    rising: Bools
    clusters: tuple[Array, Array]
    plausible: Bools
    coarse: Bools
    zeros: tuple[Array, Array]


class _Pieces:
    """Intervals found in several passes, with two rows of facts about each."""

    def __init__(self) -> None:
        self.rows: list[Array] = []

    def add(self, *rows: Array | Bools | float) -> None:
        self.rows.append(np.stack(np.broadcast_arrays(*rows)).astype(np.float64))

    def sorted(self) -> Array:
        """float64 (4, n): low, high and the facts."""
        rows = np.concatenate([np.empty((4, 0)), *self.rows], axis=1)
        return rows[:, np.argsort(rows[0], kind="stable")]


def isolated(function: Enclosing, point: Refining, low: float, high: float) -> Isolation:
    """The zeros of a function on [low, high]: at most one in each interval of the result but in its clusters."""
    with np.errstate(all="ignore"):
        runs, leaves, zeros = _pruned(function, low, high)
        bracket, rising, doubtful = _bracketed(function, _runs(runs.sorted()))
        leaves.add(*doubtful, 1.0, 1.0)
        simple = _narrowed(function, bracket, polished(point, bracket))
        clusters = _clusters(leaves.sorted(), simple, NEAR * (high - low))
        return Isolation(
            simple, rising, (clusters[0], clusters[1]), clusters[2] > 0, clusters[3] > 0, joined(*zeros.sorted()[:2])
        )


def sign(value: Interval) -> Array:
    """-1 or 1 where an enclosure has a sign, else 0."""
    signs: Array = np.where(value.lo > 0, 1.0, np.where(value.hi < 0, -1.0, 0.0))
    return signs


def joined(low: Array, high: Array) -> tuple[Array, Array]:
    """Intervals (n,), sorted by their lower ends, with those that touch made one."""
    if not len(low):
        return low, high
    reach = np.maximum.accumulate(high)
    first = np.flatnonzero(np.r_[True, low[1:] > reach[:-1]])
    return low[first], reach[np.r_[first[1:] - 1, len(low) - 1]]


def _clusters(rows: Array, simple: tuple[Array, Array], near: float) -> Array:
    """The leaves as clusters (4, n): those that touch are one, and those that rounding has torn apart."""
    found = _gathered(rows, *joined(rows[0], rows[1]))
    low, high, _, coarse = found
    if len(low) < 2:
        return found
    gap = low[1:] - high[:-1]
    torn = (gap <= near) & (np.maximum(coarse[1:], coarse[:-1]) > 0)
    torn |= gap <= TORN * np.spacing(np.maximum(np.abs(low[1:]), np.abs(high[:-1])))
    torn &= np.searchsorted(simple[0], high[:-1]) == np.searchsorted(simple[0], low[1:])
    first = np.flatnonzero(np.r_[True, ~torn])
    return _gathered(rows, low[first], high[np.r_[first[1:] - 1, len(low) - 1]])


def _gathered(rows: Array, low: Array, high: Array) -> Array:
    """The intervals (n,) with the facts of the leaves in them: 1 where one of them says so."""
    owner = np.searchsorted(low, rows[0], side="right") - 1
    facts = (np.bincount(owner, fact, minlength=len(low)) > 0 for fact in rows[2:])
    return np.stack((low, high, *facts))


def _pruned(function: Enclosing, low: float, high: float) -> tuple[_Pieces, _Pieces, _Pieces]:
    """Monotone boxes with their slopes, leaves with whether they are plausible, and boxes full of zeros."""
    runs, leaves, zeros = _Pieces(), _Pieces(), _Pieces()
    a, b = _cut(np.array([low]), np.array([high]), START)
    least, seen = DEPTH * (high - low), 0
    while len(a):
        seen += len(a)
        box = _examined(function, a, b)
        runs.add(a[box.monotone], b[box.monotone], *box.slope.bounds[:, box.monotone])
        zeros.add(a[box.zero], b[box.zero], 0.0, 0.0)
        width = np.maximum(least, 2 * np.spacing(np.maximum(np.abs(a), np.abs(b))))
        coarse = box.stuck | _crowded(a, b, box.open) | (seen > BUDGET)
        final = box.open & (coarse | (b - a <= width))
        leaves.add(a[final], b[final], box.plausible[final], coarse[final])
        rest = box.open & ~final
        a, b = _cut(a[rest], b[rest], int(np.clip(512 // max(1, rest.sum()), *PARTS)))
    return runs, leaves, zeros


class _Examined(NamedTuple):
    """Bool (n,) each: monotone, full of zeros, none of these but with a zero perhaps (open), not worth a closer look
    (stuck), continuous and bounded (plausible). slope: enclosures of the slope."""

    monotone: Bools
    zero: Bools
    open: Bools
    stuck: Bools
    plausible: Bools
    slope: Interval


def _examined(function: Enclosing, a: Array, b: Array) -> _Examined:
    """Each box is looked at with a little more on both sides: what happens at a common end is inside of one of two."""
    value, slope = function(np.nextafter(a, -np.inf), np.nextafter(b, np.inf))
    smooth = value.defined & value.continuous
    possible = (value.lo <= 0) & (value.hi >= 0)
    monotone = possible & smooth & ((slope.lo > 0) | (slope.hi < 0))
    zero = possible & smooth & (value.lo == 0) & (value.hi == 0)
    open, stuck = possible & ~monotone & ~zero, np.zeros(len(a), bool)
    tried = np.flatnonzero(open & smooth)
    if len(tried):
        middle, centred = _centred(function, a[tried], b[tried], slope, tried)
        open[tried] = ~((centred.lo > 0) | (centred.hi < 0))  # nothing is known where there is no slope
        level = (slope.lo[tried] == 0) & (slope.hi[tried] == 0) & open[tried]
        zero[tried] = level & (middle.lo == 0) & (middle.hi == 0)
        open &= ~zero
        stuck[tried] = level
    plausible = value.continuous & np.isfinite(value.lo) & np.isfinite(value.hi)
    return _Examined(monotone, zero, open, stuck, plausible, slope)


def _centred(
    function: Enclosing, a: Array, b: Array, slope: Interval, chosen: NDArray[np.intp]
) -> tuple[Interval, Interval]:
    """The value at the middle, and the mean value form f(m) + f'(X)(X - m)."""
    middle = a / 2 + b / 2
    value, _ = function(middle, middle)
    offset = Interval(np.nextafter(a - middle, -np.inf), np.nextafter(b - middle, np.inf))
    return value, value + Interval.of(slope.bounds[:, chosen]) * offset


def _crowded(a: Array, b: Array, open: Bools) -> Bools:
    """Which of the open boxes, which are sorted, are among too many side by side."""
    crowded = np.zeros(len(a), bool)
    at = np.flatnonzero(open)
    if len(at) > CROWD:
        group = np.cumsum(np.r_[False, a[at][1:] > b[at][:-1]])
        crowded[at] = np.bincount(group)[group] > CROWD
    return crowded


def _cut(a: Array, b: Array, parts: int) -> tuple[Array, Array]:
    """Each box in so many parts, from left to right; the ends of neighbours are the same numbers."""
    share = np.arange(parts + 1) / parts
    edges = a[:, None] * (1 - share) + b[:, None] * share
    edges[:, 0], edges[:, -1] = a, b
    edges = np.minimum(np.maximum.accumulate(edges, axis=1), b[:, None])
    low, high = edges[:, :-1].ravel(), edges[:, 1:].ravel()
    real = low < high
    return low[real], high[real]


def _runs(rows: Array) -> Array:
    """Monotone boxes that touch as one, (4, n): the ends, and the bounds of the slope."""
    if not rows.shape[1]:
        return rows
    rising = rows[2] > 0
    first = np.flatnonzero(np.r_[True, (rows[0][1:] > rows[1][:-1]) | (rising[1:] != rising[:-1])])
    last = np.r_[first[1:] - 1, len(rows[0]) - 1]
    least, most = np.minimum.reduceat(rows[2], first), np.maximum.reduceat(rows[3], first)
    return np.stack((rows[0][first], rows[1][last], least, most))


def _bracketed(function: Enclosing, runs: Array) -> tuple[Array, Bools, Array]:
    """The runs in which the sign changes, whether it rises there, and ends (2, n) at which the sign is not known."""
    low, high, least, _ = runs
    value, _ = function(np.r_[low, high], np.r_[low, high])
    before, after = np.split(sign(value), 2)
    direction = np.where(least > 0, 1.0, -1.0)
    changes = (before * direction < 0) & (after * direction > 0)
    left, right = (before == 0) & (after * direction >= 0), (after == 0) & (before * direction <= 0)
    doubtful = np.concatenate(
        [
            np.stack((low[left], np.where(right, high, low)[left])),
            np.stack((high[right & ~left], high[right & ~left])),
        ],
        axis=1,
    )
    return runs[:, changes], direction[changes] > 0, doubtful


def polished(point: Refining, bracket: Array) -> Array:
    """The zeros in floats, by Newton's method, with bisection where it leaves the bracket."""
    low, high, least, _ = bracket
    direction = np.where(least > 0, 1.0, -1.0)
    x: Array = low / 2 + high / 2
    for _ in range(80 if len(x) else 0):
        value, slope = point(x)
        low = np.where(value * direction < 0, x, low)
        high = np.where(value * direction > 0, x, high)
        step = x - value / slope
        inside = (low <= step) & (step <= high)
        new = np.where(value == 0, x, np.where(inside, step, low / 2 + high / 2))
        if (np.abs(new - x) <= 2 * np.spacing(np.abs(x))).all():
            break
        x = new
    return x


def _narrowed(function: Enclosing, bracket: Array, centre: Array) -> tuple[Array, Array]:
    """Interval Newton, N(X) = m - f(m)/f'(X): each zero stays in X ∩ N(X), and is the only one in X."""
    low, high = bracket[:2].copy()
    slope = Interval.of(bracket[2:])
    n = len(low)
    for _ in range(80 if n else 0):
        values, slopes = function(np.r_[centre, low], np.r_[centre, high])
        slope = slope.cut(Interval.of(slopes.bounds[:, n:]))
        step = divided(Interval.of(values.bounds[:, :n]), slope)
        found = Interval.of(np.stack((centre, centre))) + -step
        new = np.fmax(low, found.lo), np.fmin(high, found.hi)
        better = (new[0] <= new[1]) & (new[1] - new[0] < 0.9 * (high - low))
        low, high = np.where(better, new[0], low), np.where(better, new[1], high)
        if not better.any():
            break
        centre = low / 2 + high / 2
    return low, high
