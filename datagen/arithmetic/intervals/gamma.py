"""Γ and ln |Γ| on intervals: poles at 0, -1, -2, ..., and one extreme value between each two of them.

The extremes are tabled: the zeros of the digamma function are found by bisection.
"""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from datagen.arithmetic.intervals.interval import Interval, Operand, point
from datagen.arithmetic.rounding import EPS, Array, raised

__all__ = ["GammaFunctions"]

_Flags = NDArray[np.bool_]

_TABLED = 400
"""Pieces between poles whose extreme is known; Γ is 0 in float64 long before."""

_LEAST = 1.4616321449683623
_UNIT = np.array([[-1.0], [1.0]])


class GammaFunctions:
    """gamma and lgamma on intervals."""

    errors: Mapping[str, tuple[float, float]]

    def gamma(self, x: Operand) -> Interval:
        import scipy.special

        x = point(x)
        low, high = x.bounds
        values = np.asarray(scipy.special.gamma(x.bounds))
        if (low > 0).all():
            return x.like(self._valley(values, (low < _LEAST) & (high > _LEAST)))
        poles = _poles(x.bounds)
        # Γ is +inf to the right of an even pole, and -inf to the right of an odd one
        beside = np.where(x.bounds % 2 == 0, np.inf, -np.inf) * -_UNIT
        values = np.where(poles, beside, values)
        flushed = (x.bounds < -160.0) & ~poles
        turning, extreme = _extremes(scipy.special.gamma, low, high)
        values = np.stack((_least(values, turning, extreme), -_least(-values, turning, -extreme)))
        bounds = raised(values, self.errors["gamma"][0])
        if flushed.any():  # SciPy's is 0 too early there; the sign of what is so small does not matter
            size = np.where(flushed, np.exp(_log_gamma(x.bounds) + 1e-9) + 1e-300, 0.0).max(axis=0)
            bounds = np.stack((bounds[0] - size, bounds[1] + size))
        positive = low >= 0
        bounds[0] = np.where(positive, np.maximum(bounds[0], 0.0), bounds[0])
        through = _through(low, high)
        bounds = np.where(through, _UNIT * np.inf, bounds)
        bounds = np.where(np.isnan(x.bounds), np.nan, bounds)
        bounds[:, (low == high) & poles[0]] = np.nan
        return x.like(bounds, ~(through | poles.any(axis=0)), ~through)

    def _valley(self, values: Array, turning: _Flags) -> Array:
        """The bounds of Γ for x > 0 from its values at the ends."""
        values = np.stack((_least(values, turning, 0.8856031944108887), np.maximum(values[0], values[1])))
        bounds = raised(values, self.errors["gamma"][0])
        np.maximum(bounds[0], 0.0, out=bounds[0])
        return bounds

    def lgamma(self, x: Operand) -> Interval:
        """ln |Γ(x)|: near its zeros the error is that of the terms that cancel, of the size of 1 + |x| ln |x|."""
        x = point(x)
        low, high = x.bounds
        values = self._ends_of_lgamma(x.bounds)
        turning, extreme = _extremes(_log_gamma, low, high)
        through = _through(low, high)
        # the deeper valleys are on the left, the positive half-line aside
        valley = np.where(through, np.minimum(extreme, np.where(high > 0, -0.1214862905358497, np.inf)), extreme)
        bounds = np.stack((_least(values[0], turning | through, valley), np.maximum(values[1][0], values[1][1])))
        bounds[0] -= EPS * self._error(np.where(turning | through, low, 0.0), bounds[0])
        bounds[1] = np.where(through, np.inf, bounds[1])
        bounds = np.where(
            np.isnan(x.bounds) | (through & np.isinf(low)), _UNIT * np.where(np.isnan(low), np.nan, np.inf), bounds
        )
        poles = _poles(x.bounds)
        bounds[:, (low == high) & poles[0]] = np.nan
        return x.like(bounds, ~(through | poles.any(axis=0)), ~through)

    def _ends_of_lgamma(self, x: Array) -> tuple[Array, Array]:
        """ln |Γ| at both ends, rounded down and rounded up; inf at a pole."""
        values = np.where(_poles(x), np.inf, _log_gamma(x))
        error = EPS * self._error(x, np.where(np.isinf(values), 0.0, values))
        return np.minimum(values, 1.7e308) - error, values + error

    def _error(self, x: Array, value: Array) -> Array:
        ulps, absolute = self.errors["lgamma"]
        size = np.where(x < 0.5, np.abs(x) * np.log1p(np.abs(x)), 0.0)
        return ulps * np.abs(value) + absolute * (1.0 + size)


def _least(values: Array, turning: _Flags, extreme: Array | float) -> Array:
    """The least of the values at both ends, and of the extreme value where there is one."""
    least: Array = np.minimum(values[0], values[1])
    return np.where(turning, np.minimum(least, extreme), least)


def _poles(x: Array) -> _Flags:
    poles: _Flags = (x <= 0) & (np.floor(x) == x)
    return poles


def _through(low: Array, high: Array) -> _Flags:
    """Where a pole lies inside."""
    through: _Flags = np.floor(low) + 1.0 <= np.minimum(np.ceil(high) - 1.0, 0.0)
    return through


def _log_gamma(x: Array) -> Array:
    import scipy.special

    return np.asarray(scipy.special.gammaln(x))


@cache
def _turning_points() -> Array:
    """float64 (400,): where Γ turns on the positive half-line, in (-1, 0), in (-2, -1), ..."""
    import scipy.special

    low = -np.arange(1.0, _TABLED) + 1e-9
    high = low + (1.0 - 2e-9)
    for _ in range(60):
        middle = 0.5 * (low + high)
        above = scipy.special.psi(middle) > 0
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return np.concatenate(((_LEAST,), 0.5 * (low + high)))


@cache
def _extreme_values(function: Callable[[Array], Array]) -> Array:
    return function(_turning_points())


def _extremes(function: Callable[[Array], Array], low: Array, high: Array) -> tuple[_Flags, Array]:
    """Whether Γ turns between two numbers that no pole separates, and its value (or logarithm) there.

    Beyond the table the bound |Γ(x)| ≥ π/Γ(1 - x) stands in.
    """
    piece = np.clip(np.nan_to_num(-np.floor(low)), 0, None)
    known = piece < _TABLED
    index = np.where(known, piece, 0).astype(np.intp)
    turn = _turning_points()[index]
    value = _extreme_values(function)[index]
    turning = known & (low < turn) & (turn < high)
    if known.all():
        return turning, value
    bound = -_log_gamma(piece + 2.0) if function is _log_gamma else np.zeros_like(piece)
    return turning | ~known, np.where(known, value, bound)
