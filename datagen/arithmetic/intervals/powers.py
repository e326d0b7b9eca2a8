"""Powers of intervals: x to an integer, to a real number, and to an interval."""

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from datagen.arithmetic.intervals.interval import Interval, Operand, both, divided, point
from datagen.arithmetic.rounding import Array, ends, outward, raised
from datagen.arithmetic.values import product_power, whole

__all__ = ["Powers"]

_LEAST_SELF_POWER = 0.6922006275553463
"""x^x is least at 1/e."""


class Powers:
    """power on intervals."""

    errors: Mapping[str, tuple[float, float]]

    def power(self, x: Operand, exponent: Operand) -> Interval:
        if isinstance(exponent, Interval):
            if not isinstance(x, Interval) and 0 < x < math.inf:
                return self._exponential(x, exponent)
            return self._variable_power(point(x), exponent)
        x, n = point(x), whole(exponent)
        if n == 0:
            return x.like(np.ones_like(x.bounds))
        if not math.isfinite(exponent):
            return self._variable_power(x, point(exponent))
        if n is None and exponent != int(exponent):
            return self._real_power(x, exponent)
        power = self._whole_power(x, abs(exponent))
        if exponent > 0:
            return power
        through = (x.bounds[0] < 0) & (x.bounds[1] > 0)
        inverse = divided(1.0, power)
        return Interval.of(inverse.bounds, inverse.domain, both(inverse.continuity, ~through))

    def _whole_power(self, x: Interval, exponent: float) -> Interval:
        """x^n by products, whose errors add up: half a unit for each of n - 1 factors; by NumPy's pow for n > 64."""
        if exponent == 1:
            return x
        n, odd = whole(exponent), exponent % 2 == 1
        base = x.bounds if odd else x.magnitude()
        values = np.power(base, exponent) if n is None else product_power(base, n)
        bounds = raised(values, self.errors["power"][0] if n is None else 0.5 * n + 0.5)
        bounds = bounds if base.all() else np.where(base == 0, 0.0, bounds)
        if not odd:
            np.maximum(bounds[0], 0.0, out=bounds[0])
        return Interval.of(bounds, x.domain, x.continuity)

    def _exponential(self, base: float, y: Interval) -> Interval:
        """b^y for b > 0, which rises or falls."""
        bounds = raised(np.power(base, y.bounds if base > 1 else y.bounds[::-1]), self.errors["power"][0])
        np.maximum(bounds[0], 0.0, out=bounds[0])
        return Interval.of(np.where(np.isnan(y.bounds), np.nan, bounds), y.domain, y.continuity)

    def _real_power(self, x: Interval, exponent: float) -> Interval:
        """x^c for x ≥ 0."""
        x = x.within(0.0, closed=exponent > 0)
        bounds = x.bounds if exponent > 0 else x.bounds[::-1]
        power = raised(np.power(bounds, exponent), self.errors["power"][0])
        power = np.where(x.bounds == 0, 0.0, power) if exponent > 0 and not x.bounds.all() else power
        np.maximum(power[0], 0.0, out=power[0])
        return Interval.of(power, x.domain, x.continuity)

    def _variable_power(self, x: Interval, y: Interval) -> Interval:
        """x^y: for x > 0 its extremes are at the corners; at x < 0 it is defined where y is an integer."""
        bounds = self._corners(np.maximum(x.bounds, 0.0), y.bounds)
        if x is y:
            bounds = self._self_power(np.maximum(x.bounds, 0.0))
        missing = np.isnan(x.bounds[0]) | np.isnan(y.bounds[0])
        first, last = np.ceil(y.bounds[0]), np.floor(y.bounds[1])
        fixed = (first == y.bounds[0]) & (last == y.bounds[1]) & (first == last)  # one integer, as of floor x
        low, high = x.bounds
        aside = (low > 0) | ((high < 0) & fixed)
        defined = aside | (((low >= 0) | fixed) & (y.bounds[0] >= 0))
        continuous = (first > last) | aside | ((low >= 0) & ((y.bounds[0] > 0) | (x is y))) | (fixed & (first >= 0))
        if (low < 0).any():
            bounds = self._both_sides(x, y, bounds, np.where(fixed, first, np.nan), (first <= last) & (low < 0))
        bounds = np.where(missing, np.nan, bounds)
        return x.like(bounds, both(y.domain, defined), both(y.continuity, continuous))

    def _both_sides(self, x: Interval, y: Interval, right: Array, whole: Array, some: NDArray[np.bool_]) -> Array:
        """The bounds of x^y from those for x ≥ 0 and from |x|^y, whose sign is known if y is one whole number."""
        low, high = x.bounds
        size = self._corners(np.stack((np.maximum(-high, 0.0), np.maximum(-low, 0.0))), y.bounds)
        odd = whole % 2 == 1
        left = np.stack((np.where(whole % 2 == 0, size[0], -size[1]), np.where(odd, -size[0], size[1])))
        left = np.where(some, left, np.nan)
        right = np.where(high < 0, np.nan, right)
        return np.stack((np.fmin(right[0], left[0]), np.fmax(right[1], left[1])))

    def _corners(self, x: Array, y: Array) -> Array:
        bounds = raised(ends(np.power(x, y), np.power(x, y[::-1])), self.errors["power"][0])
        np.maximum(bounds[0], 0.0, out=bounds[0])
        return bounds

    def _self_power(self, x: Array) -> Array:
        """x^x for x ≥ 0, which falls to 1/e and then rises; 0^0 is 1."""
        values = np.power(x, x)
        bounds = ends(values, values)
        turning = (x[0] <= 0.36787944117144234) & (x[1] >= 0.36787944117144234)
        bounds[0] = np.where(turning, _LEAST_SELF_POWER, bounds[0])
        return outward(bounds, self.errors["power"][0])
