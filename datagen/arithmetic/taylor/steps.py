"""Steps, corners and comparisons of series, each decided for small t > 0.

Where two series have the same first coefficient, the next ones decide: 0 + t is positive, 0 − t is negative, and only
series that are the same to the last coefficient are equal.
"""

from typing import Any

import numpy as np

from datagen.arithmetic.series import Array, Row, Series
from datagen.arithmetic.values import Arrays

__all__ = ["Operand", "Steps", "constant_term"]

_ARRAYS = Arrays()

Operand = Series | float
Condition = Any
"""bool (n,), or a bool where it is the same at all points."""


def constant_term(u: Operand) -> Row:
    """The value at t = 0 of a series, or a float as it is."""
    return u.rows[0] if isinstance(u, Series) else u


def _length(u: Operand) -> int:
    return len(u.rows) if isinstance(u, Series) else 1


def _above(u: Operand, k: int) -> Row:
    """The coefficient k of a series or float."""
    if isinstance(u, Series):
        return u.rows[k] if k < len(u.rows) else 0.0
    return u if k == 0 else 0.0


class Steps:
    """The operations that ask on which side of something a series is."""

    order: int
    decided: Array | None = None
    """Where a comparison has been decided by a coefficient that is not the first: bool (n,), or None if nowhere."""

    def _side(self, a: Operand, b: Operand) -> Array:
        """The sign of a − b for small t > 0, nan where it has none: (n,), or () for two floats."""
        a0, b0 = constant_term(a), constant_term(b)
        sign: Array = np.where(np.isnan(a0) | np.isnan(b0), np.nan, np.sign(1.0 * (a0 > b0) - 1.0 * (a0 < b0)))
        if not _series(a, b) or not (tied := sign == 0.0).any():
            return sign
        self.decided = tied if self.decided is None else self.decided | tied
        for k in range(1, max(_length(a), _length(b))):
            difference = np.sign(_above(a, k) - _above(b, k))
            sign = np.where((sign == 0.0) & np.isfinite(a0), difference, sign)  # equal infinities stay equal
        return sign

    def less(self, a: Operand, b: Operand) -> Condition:
        return self._side(a, b) < 0.0

    def less_equal(self, a: Operand, b: Operand) -> Condition:
        return self._side(a, b) <= 0.0

    def greater(self, a: Operand, b: Operand) -> Condition:
        return self._side(a, b) > 0.0

    def greater_equal(self, a: Operand, b: Operand) -> Condition:
        return self._side(a, b) >= 0.0

    def equal(self, a: Operand, b: Operand) -> Condition:
        return self._side(a, b) == 0.0

    def not_equal(self, a: Operand, b: Operand) -> Condition:
        return self._side(a, b) != 0.0

    def logical_and(self, a: Condition, b: Condition) -> Condition:
        return np.logical_and(a, b)

    def where(self, condition: Condition, a: Operand, b: Operand) -> Operand:
        """a where the condition holds, else b, coefficient by coefficient: what is not taken does not count."""
        if np.ndim(condition) == 0:
            return a if condition else b
        length = max(_length(a), _length(b))
        return Series([np.where(condition, _above(a, k), _above(b, k)) for k in range(length)], self.order)

    def abs(self, u: Operand) -> Operand:
        if not isinstance(u, Series):
            return abs(u)
        sign = self._side(u, 0.0)
        return Series([np.abs(u.rows[0]), *(sign * row for row in u.rows[1:])], u.order)

    def sign(self, u: Operand) -> Operand:
        return Series([self._side(u, 0.0)], u.order) if isinstance(u, Series) else float(np.sign(u))

    def step(self, u: Operand) -> Operand:
        """0 below 0 and 1 above; 0.5 only where u is 0 to the last coefficient."""
        return (
            Series([0.5 + 0.5 * self._side(u, 0.0)], u.order) if isinstance(u, Series) else float(np.heaviside(u, 0.5))
        )

    def relu(self, u: Operand) -> Operand:
        return self.maximum(u, 0.0)

    def minimum(self, a: Operand, b: Operand) -> Operand:
        return self._extreme("minimum", a, b, -1.0)

    def maximum(self, a: Operand, b: Operand) -> Operand:
        return self._extreme("maximum", a, b, 1.0)

    def _extreme(self, name: str, a: Operand, b: Operand, sign: float) -> Operand:
        first = getattr(_ARRAYS, name)(constant_term(a), constant_term(b))
        if not _series(a, b):
            return float(first)
        taken = self.where(self._side(a, b) * sign >= 0.0, a, b)
        return Series([first, *taken.rows[1:]], taken.order) if isinstance(taken, Series) else taken

    def floor(self, u: Operand) -> Operand:
        return self._rounded(u, "floor", 0.0)

    def ceil(self, u: Operand) -> Operand:
        return self._rounded(u, "ceil", 0.0)

    def round(self, u: Operand) -> Operand:
        return self._rounded(u, "round", 0.5)

    def _rounded(self, u: Operand, name: str, offset: float) -> Operand:
        """floor, ceil or round: where u_0 is at a jump, the value on the side that u goes to."""
        value = getattr(_ARRAYS, name)(constant_term(u))
        if not isinstance(u, Series):
            return float(value)
        first = u.rows[0]
        jump = np.floor(first) + offset == first
        if jump.any():
            side = self._side(u, Series([np.where(jump, first, np.nan)], u.order))
            moved = {"floor": (-1.0, 0.0), "ceil": (0.0, 1.0), "round": (-0.5, 0.5)}[name]
            value = np.where(side < 0.0, first + moved[0], np.where(side > 0.0, first + moved[1], value))
        return Series([value], u.order)

    def remainder(self, a: Operand, b: Operand) -> Operand:
        """a − b⌊a/b⌋, which has the sign of b."""
        value = _ARRAYS.remainder(constant_term(a), constant_term(b))
        if not _series(a, b):
            return float(value)
        first, divisor = constant_term(a), constant_term(b)
        turns = np.round((first - value) / divisor)
        rest = a - b * Series([turns], self.order)
        rest = Series([value, *rest.rows[1:]], self.order)
        wrong = (value == 0.0) & (self._side(rest, 0.0) * np.sign(divisor) < 0.0)
        return self.where(wrong, rest + b, rest) if wrong.any() else rest


def _series(*operands: Operand) -> bool:
    return any(isinstance(u, Series) for u in operands)
