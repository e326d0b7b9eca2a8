"""Formulas on truncated power series: the namespace `xp` with which the rules of the operations give all derivatives.

    xp = Taylor(order=3)
    xp.sin(xp.variable(x))      sin x, cos x, −sin x/2, −cos x/6

The series are in t > 0: a slope of −1 gives those to the left of a point, with its steps and corners decided there.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from datagen.arithmetic.series import Array, Row, Series, divided, trimmed
from datagen.arithmetic.taylor.elementary import ELEMENTARY, exponential, logarithm
from datagen.arithmetic.taylor.special import SPECIAL, angle, length, real_power
from datagen.arithmetic.taylor.steps import Operand, Steps, constant_term
from datagen.arithmetic.values import Arrays, Constants, product_power, whole

__all__ = ["Taylor"]

_ARRAYS, _CONSTANTS = Arrays(), Constants()
_RULES = {**ELEMENTARY, **SPECIAL}


class Taylor(Steps):
    """The functions of one variable are those of ELEMENTARY and SPECIAL; the rest stand here and in `Steps`."""

    unit: Row = 1.0
    """The size of the slope that variables have."""

    def __init__(self, order: int) -> None:
        self.order = order

    def __getattr__(self, name: str) -> Callable[[Operand], Any]:
        """A function of one variable, whose first coefficient is NumPy's own value."""
        if name not in _RULES:
            raise AttributeError(name)
        rule, value = _RULES[name], getattr(_ARRAYS, name)

        def call(u: Operand) -> Any:
            if not isinstance(u, Series):
                return value(u)
            first = value(u.rows[0])
            return rule(u, first) if len(u.rows) > 1 else Series([first], u.order)

        setattr(self, name, call)
        return call

    def variable(self, x: Array, slope: Row = 1.0) -> Series:
        """x + slope·t at the points x (n,)."""
        self.unit = np.abs(slope) if np.all(slope) else self.unit
        return trimmed([x, slope], self.order)

    def coefficients(self, value: Operand, n: int) -> Array:
        """All coefficients, (order + 1, n); nan throughout where the first is."""
        if isinstance(value, Series) and len(value.rows) > self.order:
            result = value.block
        else:
            result = np.zeros((self.order + 1, n))
            for target, row in zip(result, value.rows if isinstance(value, Series) else [value], strict=False):
                target[...] = row
        if (undefined := np.isnan(result[0])).any():
            result = np.where(undefined, np.nan, result)
        return result

    def divide(self, a: Operand, b: Operand) -> Operand:
        return divided(a, b) if isinstance(a, Series) or isinstance(b, Series) else float(np.divide(a, b))

    def square(self, u: Operand) -> Operand:
        return u * u

    def power(self, u: Operand, exponent: Operand) -> Operand:
        """u^n as a product for an integer n > 0, u^a by its recurrence, and u^v as exp(v ln u)."""
        if not isinstance(exponent, Series):
            return self._constant_power(u, exponent) if isinstance(u, Series) else float(_CONSTANTS.power(u, exponent))
        base = u if isinstance(u, Series) else Series([np.full_like(exponent.rows[0], u)], self.order)
        y = _ARRAYS.pow(base.rows[0], exponent.rows[0])
        if len(exponent.rows) == 1:
            return self._by_recurrence(base, exponent.rows[0], y)
        logarithms = _ARRAYS.log(base.rows[0])
        rate = logarithm(base, logarithms) if len(base.rows) > 1 else Series([logarithms], self.order)
        return exponential(exponent * rate, y, self.unit)

    def exp(self, u: Operand) -> Operand:
        first = np.exp(constant_term(u))
        if not isinstance(u, Series):
            return float(first)
        return exponential(u, first, self.unit) if len(u.rows) > 1 else Series([first], self.order)

    def _constant_power(self, u: Series, exponent: float) -> Operand:
        n = whole(exponent)
        if n == 0:
            return 1.0
        if n is not None and n > 0:
            product: Series = product_power(u, n)
            return product
        if n == -1:
            return divided(1.0, u)
        return self._by_recurrence(u, exponent, _ARRAYS.power(u.rows[0], exponent))

    def _by_recurrence(self, u: Series, exponent: Row, y: Array) -> Series:
        """u^a, where u_0 is 0 and a is a whole number as a product."""
        if len(u.rows) == 1:
            return Series([y], self.order)
        result = real_power(u, exponent, y)
        zero = (u.rows[0] == 0.0) & (np.floor(exponent) == exponent) & (np.asarray(exponent) >= 0.0)
        for n in np.unique(np.broadcast_to(exponent, zero.shape)[zero]):
            chosen = zero & (exponent == n)
            result.block[:, chosen] = self._valuation_power(u.at(chosen), int(min(n, self.order + 1.0)))
        return result

    def _valuation_power(self, u: Series, n: int) -> Array:
        """The coefficients of u^n, where u_0 is 0: all 0 if n is above the order."""
        count = len(u.rows[0])
        return self.coefficients(product_power(u, n) if 0 < n <= self.order else float(n == 0), count)

    def hypot(self, a: Operand, b: Operand) -> Operand:
        y = np.hypot(constant_term(a), constant_term(b))
        return length(a, b, y, self.order) if isinstance(a, Series) or isinstance(b, Series) else float(y)

    def atan2(self, b: Operand, a: Operand) -> Operand:
        """The angle of the point (a, b): on the cut, that of the side to which b goes."""
        if not isinstance(a, Series) and not isinstance(b, Series):
            return float(np.arctan2(b, a))
        a, b = (u if isinstance(u, Series) else self._everywhere(u, b if u is a else a) for u in (a, b))
        first = b.rows[0]
        if ((first == 0.0) & (a.rows[0] < 0.0)).any():
            first = np.where(self._side(b, 0.0) < 0.0, -np.abs(first), first)
        y = np.arctan2(first, a.rows[0])
        return angle(b, a, y)

    def logaddexp(self, a: Operand, b: Operand) -> Operand:
        """The larger of the two and a softplus of their difference."""
        y = np.logaddexp(constant_term(a), constant_term(b))
        if not isinstance(a, Series) and not isinstance(b, Series):
            return float(y)
        larger = self.maximum(a, b)
        result = larger + self.softplus(-self.abs(a - b))
        return Series([y, *result.rows[1:]], self.order)

    def _everywhere(self, value: float, like: Any) -> Series:
        return Series([np.full_like(like.rows[0], value)], self.order)
