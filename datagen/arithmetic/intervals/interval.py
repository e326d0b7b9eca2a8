"""Interval: enclosures of a function over many boxes at once, with the ring operations and division.

    x = Interval([0.0, 1.0], [1.0, 2.0])
    (x * x).lo  # array([0., 1.])

Every operation encloses: f(x) lies in F(X) for each x in X at which f is defined. Two flags, after the decorations
of IEEE 1788, say more; they may miss that something is true, but never claim what is false:

- `defined`: the function is defined at every point of the box;
- `continuous`: restricted to those points of the box at which it is defined, it is continuous. It is not claimed where
  a divisor passes through 0.

Both together mean that its curve is one unbroken stroke. Where the function is defined nowhere the enclosure is
empty: lo and hi are nan, and stay nan. Real numbers too large for float64 have lo = 1.8e308 and hi = inf.

Sources: R. E. Moore, Interval Analysis (1966); IEEE Std 1788-2015.
"""

import math
from collections.abc import Sequence
from typing import Union

import numpy as np
from numpy.typing import ArrayLike, NDArray

from datagen.arithmetic.intervals.bounds import product, quotient, scaled, shifted, summed
from datagen.arithmetic.rounding import LARGEST, Array, clamped, raised

__all__ = ["Flag", "Interval", "both", "divided", "joined", "point"]

Flag = bool | NDArray[np.bool_]
"""True stands for true everywhere, so that a formula without a hard point pays nothing for its flags."""

Operand = Union["Interval", float]


def both(first: Flag, second: Flag) -> Flag:
    """Where both flags hold."""
    if first is True:
        return second
    return first if second is True else np.logical_and(first, second)


class Interval:
    """n enclosures: `bounds` is float64 (2, n), the lower and the upper ones; n = 1 fits any other n.

    lo, hi: float64 (n,); where lo <= hi does not hold, the enclosure is empty.
    defined, continuous: bool (n,), or True for all of them.
    """

    __slots__ = ("bounds", "continuity", "domain")
    __array_ufunc__ = None

    bounds: Array
    domain: Flag
    continuity: Flag

    def __init__(self, lo: ArrayLike, hi: ArrayLike, defined: Flag = True, continuous: Flag = True) -> None:
        low, high = np.asarray(lo, dtype=np.float64), np.asarray(hi, dtype=np.float64)
        self.bounds = np.empty((2, max(low.size, high.size)))
        self.bounds[0], self.bounds[1] = low, high
        self.domain, self.continuity = defined, continuous
        full = self.bounds[0] <= self.bounds[1]
        if not full.all():
            self.bounds[:, ~full] = np.nan
            self.domain = both(defined, full)
        self.bounds = clamped(self.bounds)

    @classmethod
    def of(cls, bounds: Array, defined: Flag = True, continuous: Flag = True) -> "Interval":
        """The interval with these bounds (2, n), as they are."""
        self = cls.__new__(cls)
        self.bounds, self.domain, self.continuity = bounds, defined, continuous
        return self

    def like(self, bounds: Array, defined: Flag = True, continuous: Flag = True) -> "Interval":
        """The value of a function of this one, whose flags hold only where this one's do."""
        return Interval.of(bounds, both(self.domain, defined), both(self.continuity, continuous))

    @property
    def lo(self) -> Array:
        """float64 (n,)."""
        low: Array = self.bounds[0]
        return low

    @property
    def hi(self) -> Array:
        """float64 (n,)."""
        high: Array = self.bounds[1]
        return high

    @property
    def defined(self) -> NDArray[np.bool_]:
        """Bool (n,)."""
        return _told(self.domain, self.bounds.shape[1])

    @property
    def continuous(self) -> NDArray[np.bool_]:
        """Bool (n,)."""
        return _told(self.continuity, self.bounds.shape[1])

    @property
    def empty(self) -> NDArray[np.bool_]:
        """Bool (n,): nothing is enclosed."""
        nothing: NDArray[np.bool_] = np.isnan(self.bounds[0])
        return nothing

    def __len__(self) -> int:
        return int(self.bounds.shape[1])

    def __repr__(self) -> str:
        return f"Interval({self.lo}, {self.hi}, defined={self.domain}, continuous={self.continuity})"

    def __neg__(self) -> "Interval":
        return Interval.of(-self.bounds[::-1], self.domain, self.continuity)

    def __pos__(self) -> "Interval":
        return self

    def __add__(self, other: Operand) -> "Interval":
        if isinstance(other, Interval):
            return _joined(self, other, summed(self.bounds, other.bounds))
        if math.isfinite(other):
            return Interval.of(shifted(self.bounds, other), self.domain, self.continuity)
        return self + point(other)

    __radd__ = __add__

    def __sub__(self, other: Operand) -> "Interval":
        if other is self:
            return Interval.of(np.where(np.isnan(self.bounds), np.nan, 0.0), self.domain, self.continuity)
        return self + -other

    def __rsub__(self, other: float) -> "Interval":
        return -self + other

    def __mul__(self, other: Operand) -> "Interval":
        if other is self:
            return self.square()
        if isinstance(other, Interval):
            return _joined(self, other, product(self.bounds, other.bounds))
        if math.isfinite(other):
            return Interval.of(scaled(self.bounds, other), self.domain, self.continuity)
        return self * point(other)

    __rmul__ = __mul__

    def __truediv__(self, other: Operand) -> "Interval":
        return divided(self, other)

    def __rtruediv__(self, other: Operand) -> "Interval":
        return divided(other, self)

    def __abs__(self) -> "Interval":
        return Interval.of(self.magnitude(), self.domain, self.continuity)

    def magnitude(self) -> Array:
        """The bounds of |x|: the distance from 0 of its nearest and of its farthest point."""
        bounds = np.maximum(self.bounds, -self.bounds[::-1])
        np.maximum(bounds[0], 0.0, out=bounds[0])
        return bounds

    def square(self) -> "Interval":
        """x², which is never negative."""
        bounds = self.magnitude()
        bounds = raised(bounds * bounds, 1)
        np.maximum(bounds[0], 0.0, out=bounds[0])
        return Interval.of(bounds, self.domain, self.continuity)

    def within(self, low: float, high: float = math.inf, closed: bool = True) -> "Interval":
        """The part of it in the domain [low, high] of a function, or (low, high) if it is not closed."""
        below, above = self.bounds
        inside = below >= low if closed else below > low
        if math.isfinite(high):
            inside &= above <= high if closed else above < high
        if inside.all():
            return self
        outside = (above < low) | (below > high) if closed else (above <= low) | (below >= high)
        bounds = np.minimum(np.maximum(self.bounds, low), high)
        bounds[:, outside] = np.nan
        return self.like(bounds, inside)

    def spread(self, n: int) -> "Interval":
        """The same as n enclosures, for a constant that is one."""
        if len(self) == n:
            return self
        bounds = np.repeat(self.bounds, n, axis=1)
        return Interval.of(bounds, np.repeat(self.defined, n), np.repeat(self.continuous, n))

    def hull(self, other: "Interval") -> "Interval":
        """The least interval that holds both; the empty one adds nothing."""
        low, high = np.fmin(self.bounds[0], other.bounds[0]), np.fmax(self.bounds[1], other.bounds[1])
        return _joined(self, other, np.stack((low, high)))

    def cut(self, other: "Interval") -> "Interval":
        """The tighter of two enclosures of one function, whose flags are this one's."""
        bounds = np.empty(np.broadcast_shapes(self.bounds.shape, other.bounds.shape))
        np.fmax(self.bounds[0], other.bounds[0], out=bounds[0])
        np.fmin(self.bounds[1], other.bounds[1], out=bounds[1])
        bounds[:, np.broadcast_to(self.empty, bounds.shape[1:])] = np.nan
        return Interval.of(bounds, self.domain, self.continuity)


def point(value: Operand) -> Interval:
    """A number as an interval; inf is a number too large for float64, or none, and nan is none."""
    if isinstance(value, Interval):
        return value
    if math.isnan(value):
        return Interval.of(np.full((2, 1), np.nan), np.zeros(1, bool))
    if math.isinf(value):
        low, high = (LARGEST, value) if value > 0 else (value, -LARGEST)
        return Interval.of(np.array(((low,), (high,))), np.zeros(1, bool))
    return Interval.of(np.array(((value,), (value,)), dtype=np.float64))


def _told(flag: Flag, n: int) -> NDArray[np.bool_]:
    """The flag of each of n boxes."""
    if isinstance(flag, np.ndarray) and len(flag) == n:
        return flag
    return np.full(n, flag)


def joined(parts: Sequence[Interval]) -> Interval:
    """The enclosures of all parts, one after the other."""
    flags = (np.concatenate([getattr(each, name) for each in parts]) for name in ("defined", "continuous"))
    return Interval.of(np.concatenate([each.bounds for each in parts], axis=1), *flags)


def _joined(first: Interval, second: Interval, bounds: Array) -> Interval:
    return Interval.of(bounds, both(first.domain, second.domain), both(first.continuity, second.continuity))


def divided(dividend: Operand, divisor: Operand) -> Interval:
    """a/b: a half-line where the divisor touches 0, all numbers where it passes through 0."""
    if not isinstance(divisor, Interval) and divisor and math.isfinite(1.0 / divisor):
        dividend = point(dividend)
        if abs(math.frexp(divisor)[0]) == 0.5:
            return dividend * (1.0 / divisor)
        return dividend.like(quotient(dividend.bounds, np.full((2, 1), float(divisor))))
    if not isinstance(dividend, Interval) and isinstance(divisor, Interval) and 0 < dividend < math.inf:
        below, above = divisor.bounds
        raw = dividend / divisor.bounds[::-1]
        if raw.all() and (below * above > 0).all():
            return divisor.like(raised(raw, 1))
    return _ratio(point(dividend), point(divisor), dividend is divisor)


def _ratio(dividend: Interval, divisor: Interval, same: bool) -> Interval:
    """a/b, with 0 among the divisors or not."""
    first, second = dividend.bounds, divisor.bounds
    nonzero = (second[0] > 0) | (second[1] < 0)
    if same:
        bounds = np.where(np.isnan(first) | ((first[0] == 0) & (first[1] == 0)), np.nan, 1.0)
        return dividend.like(bounds, nonzero)
    if nonzero.all():
        return _joined(dividend, divisor, quotient(first, second))
    through = (second[0] < 0) & (second[1] > 0)
    # a divisor that touches 0 comes to it from one side only: 1/+0 is inf, 1/-0 is -inf
    second = np.stack((second[0] + 0.0, np.where(second[1] == 0, -0.0, second[1])))
    bounds = quotient(first, second)
    everywhere = through & ~((first[0] == 0) & (first[1] == 0)) & ~np.isnan(first[0])
    bounds = np.where(everywhere, np.array(((-np.inf,), (np.inf,))), bounds)
    bounds = np.where(through & (first[0] == 0) & (first[1] == 0), 0.0, bounds)
    bounds = np.where((divisor.bounds[0] == 0) & (divisor.bounds[1] == 0), np.nan, bounds)
    whole = _joined(dividend, divisor, bounds)
    return Interval.of(bounds, both(whole.domain, nonzero), both(whole.continuity, ~through))
