"""Curves on logarithmic axes: sampled in the coordinates of the paper, u = log₁₀ x and v = log₁₀ y.

There an exponential or a power law is a straight line, and a pixel is a pixel wherever it is. What is 0 or below has
no place on a logarithmic axis: the curve is not defined there.
"""

from dataclasses import replace

import numpy as np

from datagen.clusters import roundest
from plots.faithful.breaks import Break
from plots.faithful.enclosing import Enclosed, Enclosure
from plots.faithful.ranges import shown_range
from plots.sampling import Polyline, sample
from plots.scales import Scales, unscaled
from plots.views import Bools, Floats, RealFunction, even

__all__ = ["sample_on", "shown_on"]

Curve = Enclosed | RealFunction
Ends = tuple[float, float]

ROUNDING = 4 * np.finfo(float).eps
"""More than the relative errors of 10ᵘ and of log₁₀ y, by which bounds are moved outwards."""

FARTHEST = 307.0
"""The logarithms of the least and greatest values shown: below, numbers have ever fewer digits."""

LN10 = float(np.log(10.0))


def shown_on(scales: Scales, curve: Curve, x: Ends, size: tuple[int, int]) -> Ends | None:
    """The range of y that shows a curve on these axes; None where it has no value that they can show."""
    if scales == (False, False):
        return shown_range(curve, x, size)
    seen = shown_range(_on_paper(scales, curve)[0], _logs(scales.x, x), size)
    if seen is None or not scales.y:
        return seen
    low, high = max(seen[0], -FARTHEST), min(seen[1], FARTHEST)
    return unscaled((low, high), True) if low < high else None


def sample_on(scales: Scales, curve: Curve, x: Ends, y: Ends, size: tuple[int, int]) -> Polyline:
    """The curve over the range `x`, drawn for axes of `size` px with these scales."""
    if scales == (False, False):
        return sample(curve, x, y, size)
    paper, heights = _on_paper(scales, curve)
    heights(even(_logs(scales.x, x), size[0]))  # as bounds alone may do where all is hidden
    seen = sample(paper, _logs(scales.x, x), _logs(scales.y, y), size)
    segments = []
    with np.errstate(all="ignore"):
        for stroke in seen.segments:
            across = np.clip(10.0 ** stroke[:, 0], *x) if scales.x else stroke[:, 0]
            segments.append(np.column_stack([across, heights.function(across)]))
        breaks = [_placed(scales, each, heights.function) for each in seen.breaks]
    undecided = [unscaled(each, scales.x) for each in seen.undecided]
    return replace(
        seen, segments=segments, y=y, breaks=breaks, undecided=undecided, hidden=heights.hidden
    )  # fmt: skip


def _logs(logarithmic: bool, ends: Ends) -> Ends:
    return (float(np.log10(ends[0])), float(np.log10(ends[1]))) if logarithmic else ends


def _placed(scales: Scales, each: Break, function: RealFunction) -> Break:
    """A break where it is in x and y; of the numbers that have its logarithm, at the roundest."""
    position, left, right, value = each.position, each.left, each.right, each.value
    if scales.y:
        left, right, value = (float(np.power(10.0, end)) for end in (left, right, value))
    if scales.x:
        middle = 10.0**position
        reach = middle * ROUNDING * (1 + abs(position) * LN10)
        position = roundest(middle - reach, middle + reach)
        value = value if np.isnan(value) else float(function(np.array([position]))[0])
    return Break(position, each.kind, left, right, value)


class _Heights:
    """The heights of a function on the paper, float64 (n,) to (n,): nan where there is none.

    hidden: whether it had values, so far, that a logarithmic axis has no place for.
    """

    def __init__(self, scales: Scales, function: RealFunction) -> None:
        self.function, self.hidden = function, False
        self._scales = scales

    def __call__(self, u: Floats) -> Floats:
        with np.errstate(all="ignore"):
            y = self.function(10.0**u if self._scales.x else u)
            if not self._scales.y:
                return y
            self.hidden = self.hidden or bool((y <= 0).any())
            return np.log10(np.where(y > 0, y, np.nan))


def _on_paper(scales: Scales, curve: Curve) -> tuple[Curve, _Heights]:
    """The curve in the coordinates of the paper, with bounds if it has some, and its heights there."""
    heights = _Heights(scales, curve if callable(curve) else curve.values)
    return (heights if callable(curve) else _PaperCurve(scales, curve, heights)), heights


class _PaperCurve:
    """A curve with bounds in the coordinates of the paper."""

    def __init__(self, scales: Scales, curve: Enclosed, heights: _Heights) -> None:
        self._scales, self._curve, self._heights = scales, curve, heights

    def values(self, u: Floats) -> Floats:
        """The heights, float64 (n,), nan where there is none."""
        return self._heights(u)

    def enclosure(self, a: Floats, b: Floats) -> Enclosure:
        """Bounds of the height on the intervals [a, b] of the paper."""
        bounds = self._curve.enclosure(*self._across(a, b))
        return _log_bounds(bounds) if self._scales.y else bounds

    def slope(self, a: Floats, b: Floats) -> tuple[Floats, Floats] | None:
        """Bounds of dv/du: y′ times x ln 10 where u is a logarithm, over y ln 10 where v is one."""
        left, right = self._across(a, b)
        found = self._curve.slope(left, right)
        if found is None:
            return None
        low, high = found
        with np.errstate(all="ignore"):
            if self._scales.x:
                low, high = _times(low, high, left * LN10, right * LN10)
            if self._scales.y:
                bounds = self._curve.enclosure(left, right)
                positive = bounds.low > 0
                low, high = _times(low, high, 1 / (bounds.high * LN10), 1 / (bounds.low * LN10))
                low, high = np.where(positive, low, -np.inf), np.where(positive, high, np.inf)
        return low, high

    def _across(self, a: Floats, b: Floats) -> tuple[Floats, Floats]:
        """Intervals of x that surely hold those of the paper."""
        if not self._scales.x:
            return a, b
        with np.errstate(over="ignore"):
            left, right = 10.0**a, 10.0**b
            return np.where(_exact(a), left, left * (1 - ROUNDING)), np.where(_exact(b), right, right * (1 + ROUNDING))


def _exact(u: Floats) -> Bools:
    """Whether 10ᵘ is a float64 without rounding: a jump at 1 or 10 then begins in an interval that ends there."""
    whole: Bools = (u == np.rint(u)) & (u >= 0) & (u <= 22)
    return whole


def _log_bounds(bounds: Enclosure) -> Enclosure:
    """Bounds of log₁₀ y: from −∞ where y may be 0 or below, none where it is nowhere above 0."""
    positive: Bools = bounds.low > 0
    possible: Bools = bounds.high > 0
    with np.errstate(all="ignore"):
        low = np.where(positive, np.log10(bounds.low), -np.inf)
        high = np.where(possible, np.log10(bounds.high), np.nan)
    low = np.where(possible, low - ROUNDING * np.abs(low), np.nan)
    high = high + np.where(np.isinf(high), 0.0, ROUNDING * np.abs(high))
    return Enclosure(low, high, bounds.defined & positive, bounds.continuous & positive)


def _times(low: Floats, high: Floats, least: Floats, most: Floats) -> tuple[Floats, Floats]:
    """Bounds of a product whose second factor, from `least` to `most`, is not negative."""
    below = np.minimum(low * least, low * most)
    above = np.maximum(high * least, high * most)
    wild = np.isnan(below) | np.isnan(above)
    below, above = below - ROUNDING * np.abs(below), above + ROUNDING * np.abs(above)
    return np.where(wild, -np.inf, below), np.where(wild, np.inf, above)
