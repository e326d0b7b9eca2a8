"""Formulas on NumPy arrays: the namespaces `xp` that the rules of the operations are written with.

NumPy 2 and torch share the names of the array API (`xp.asin`, `xp.exp`); what one of them lacks, or does badly, is
added under one name for both, for torch in `tensors`. NumPy and scipy.special are imported when first needed.
"""

import math
from collections.abc import Callable
from typing import Any

__all__ = ["Arrays", "Constants", "Value", "product_power", "whole"]

Value = Any
"""A float, a NumPy array of float64, or a torch tensor."""

LARGEST_PRODUCT = 64
"""Integer exponents up to this are products: x*x is the same on every machine, NumPy's pow is not, but its error does
not grow with the exponent."""


def whole(exponent: Value) -> int | None:
    """The exponent as an integer if the power is to be a product."""
    if isinstance(exponent, float) and abs(exponent) <= LARGEST_PRODUCT and exponent == int(exponent):
        return int(exponent)
    return None


def product_power(x: Value, exponent: int) -> Value:
    """x to a positive integer, by squaring."""
    result = None
    while True:
        if exponent & 1:
            result = x if result is None else result * x
        exponent >>= 1
        if not exponent:
            return result
        x = x * x


class Arrays:
    """NumPy, with scipy.special behind it."""

    def __getattr__(self, name: str) -> Any:
        import numpy as np

        found = getattr(np, name)
        setattr(self, name, found)
        return found

    def power(self, x: Value, exponent: Value) -> Value:
        """x^n as a product for an integer n; x^0 is 1 for every x."""
        n = whole(exponent)
        if n is None:
            return self.pow(x, exponent)
        if n == 0:
            return self.ones_like(x)
        if n > 0:
            return product_power(x, n)
        product = product_power(x, -n)
        infinite = self.isinf(product)
        inverse = self.divide(1.0, product)
        # 10^310 is inf, but 10^-310 is not 0
        return self.where(infinite, self.pow(x, exponent), inverse) if infinite.any() else inverse

    def sech(self, x: Value) -> Value:
        return self.divide(1.0, self.cosh(x))

    def csch(self, x: Value) -> Value:
        return self.divide(1.0, self.sinh(x))

    def coth(self, x: Value) -> Value:
        return self.divide(1.0, self.tanh(x))

    def relu(self, x: Value) -> Value:
        return self.maximum(x, 0.0)

    def step(self, x: Value) -> Value:
        return self.heaviside(x, 0.5)

    def sigmoid(self, x: Value) -> Value:
        return 1.0 / (1.0 + self.exp(-x))

    def softplus(self, x: Value) -> Value:
        return self.logaddexp(0.0, x)

    def erf(self, x: Value) -> Value:
        return _special("erf")(x)

    def erfc(self, x: Value) -> Value:
        return _special("erfc")(x)

    def gamma(self, x: Value) -> Value:
        return _special("gamma")(x)

    def lgamma(self, x: Value) -> Value:
        """ln |Γ(x)|, which is inf at its poles; SciPy has -inf at -inf."""
        return self.where(self.isneginf(x), self.inf, _special("gammaln")(x))


class Constants(Arrays):
    """NumPy for the constant parts of a formula, where integer powers are rounded once: 10^-3 is 0.001."""

    def power(self, x: Value, exponent: Value) -> Value:
        n = whole(exponent)
        if n is None or not math.isfinite(x) or (x == 0 and n < 0):
            return super().power(x, exponent)
        above, below = float(x).as_integer_ratio()
        if n < 0:
            above, below = below, above
        try:
            return above ** abs(n) / below ** abs(n)
        except OverflowError:
            return super().power(x, exponent)


def _special(name: str) -> Callable[[Value], Value]:
    import scipy.special

    found: Callable[[Value], Value] = getattr(scipy.special, name)
    return found
