"""Formulas on torch tensors for reverse passes alone: the rules of `Tensors` with fewer operations to record.

torch's own derivative of a function is used where it is accurate, and else one that is written here. These rules do
not work under torch.func, whose forward mode they would mislead; those of `Tensors` do.
"""

import math
from collections.abc import Callable
from functools import cache
from typing import Any

from datagen.arithmetic.tensors import Tensors, log_gamma
from datagen.arithmetic.values import Value

__all__ = ["Reverse"]

_Rule = Callable[[Value], Value]

SMALL = 3.0
"""Up to here 1 − tanh(x) cancels by two digits at most, and 1 − sigmoid(2x) too."""

NEAR_ONE = 0.9
"""Up to here 1 − x² cancels by one digit at most, and beyond 1/0.9 x² − 1 too."""


class Reverse(Tensors):
    """torch's functions, called with tensors of one dtype on one device, and recorded.

    Up to `large` cosh² is finite, and up to `squared` neither a square nor one of squares overflows.
    """

    def __init__(self, dtype: Any, device: Any) -> None:
        super().__init__(dtype, device)
        most = self.torch.finfo(dtype).max
        self.large, self.squared = 0.4 * math.log(most), most**0.2

    def _within(self, x: Value, low: float, high: float) -> bool:
        """Whether all of x is in a range."""
        if not x.numel():
            return True
        least, most = self.torch.aminmax(x.detach())
        return float(least) >= low and float(most) <= high

    def power(self, x: Value, exponent: Value) -> Value:
        """x^n by one operation: as torch counts its exponent down, the derivatives at 0 end at 0."""
        torch, x = self.torch, self.tensor(x)
        if isinstance(exponent, torch.Tensor):
            return super().power(x, exponent)
        if exponent == 0:
            return torch.ones_like(x)
        if exponent == -1:
            return torch.reciprocal(x)
        return torch.pow(x, exponent)

    def expm1(self, x: Value) -> Value:
        """e^x − 1 with the derivative e^x, where torch has (e^x − 1) + 1."""
        return _expm1()(self.tensor(x))

    def sigmoid(self, x: Value) -> Value:
        """1/(1 + e^−x) with the derivative sigmoid(x) sigmoid(−x), where torch has y (1 − y)."""
        x = self.tensor(x)
        return self.torch.sigmoid(x) if self._within(x, -math.inf, 2.0 * SMALL) else _sigmoid()(x)

    def softplus(self, x: Value) -> Value:
        """ln(1 + e^x) with the derivative sigmoid(x)."""
        return _softplus()(self.tensor(x))

    def tanh(self, x: Value) -> Value:
        """With the derivative 4 sigmoid(2x) sigmoid(−2x), where torch has 1 − y²."""
        x = self.tensor(x)
        return self.torch.tanh(x) if self._within(x, -SMALL, SMALL) else _tanh()(x)

    def coth(self, x: Value) -> Value:
        return self.torch.reciprocal(self.tanh(x))

    def asin(self, x: Value) -> Value:
        """With the derivative 1/√((1 − x)(1 + x)), where torch has 1 − x², which cancels near 1."""
        return self._own("asin", x, -NEAR_ONE, NEAR_ONE)

    def acos(self, x: Value) -> Value:
        return self._own("acos", x, -NEAR_ONE, NEAR_ONE)

    def atanh(self, x: Value) -> Value:
        return self._own("atanh", x, -NEAR_ONE, NEAR_ONE)

    def acosh(self, x: Value) -> Value:
        """With the derivative 1/√(x − 1)/√(x + 1), where torch has x² − 1, which overflows too."""
        return self._own("acosh", x, 1.0 / NEAR_ONE, self.squared)

    def asinh(self, x: Value) -> Value:
        """With the derivative 1/√(1 + x²), where torch's square overflows."""
        return self._own("asinh", x, -self.squared, self.squared)

    def atan(self, x: Value) -> Value:
        return self._own("atan", x, -self.squared, self.squared)

    def _own(self, name: str, x: Value, low: float, high: float) -> Value:
        """torch's function where its derivative is accurate at all points, and else with one written here."""
        x = self.tensor(x)
        if self._within(x, low, high):
            return getattr(self.torch, name)(x)
        return _inverse(name)(x)

    def sech(self, x: Value) -> Value:
        x = self.tensor(x)
        if self._within(x, -self.large, self.large):
            return self.torch.reciprocal(self.torch.cosh(x))
        return super().sech(x)

    def csch(self, x: Value) -> Value:
        x = self.tensor(x)
        if self._within(x, -self.large, self.large):
            return self.torch.reciprocal(self.torch.sinh(x))
        return super().csch(x)

    def sinc(self, x: Value) -> Value:
        return _sinc()(0, math.pi * self.tensor(x))

    def gamma(self, x: Value) -> Value:
        x = self.tensor(x)
        return self.torch.exp(log_gamma()(x)) if self._within(x, 0.5, math.inf) else super().gamma(x)

    def lgamma(self, x: Value) -> Value:
        x = self.tensor(x)
        return log_gamma()(x) if self._within(x, 0.5, math.inf) else super().lgamma(x)


def _function(value: _Rule, slope: _Rule) -> _Rule:
    """A function of tensors with a derivative that is stated, and may be differentiated in turn."""
    import torch

    class Function(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Any) -> Any:
            ctx.save_for_backward(x)
            return value(x)

        @staticmethod
        def backward(ctx: Any, *gradients: Any) -> Any:
            return gradients[0] * slope(*ctx.saved_tensors)

    rule: _Rule = Function.apply
    return rule


@cache
def _expm1() -> _Rule:
    import torch

    return _function(torch.expm1, torch.exp)


@cache
def _sigmoid() -> _Rule:
    import torch

    return _function(torch.sigmoid, lambda x: torch.sigmoid(x) * torch.sigmoid(-x))


@cache
def _softplus() -> _Rule:
    import torch

    return _function(lambda x: torch.relu(x) + torch.log1p(torch.exp(-abs(x))), _sigmoid())


@cache
def _tanh() -> _Rule:
    import torch

    return _function(torch.tanh, lambda x: 4.0 * torch.sigmoid(2.0 * x) * torch.sigmoid(-2.0 * x))


@cache
def _inverse(name: str) -> _Rule:
    """An inverse function with a derivative in which nothing cancels or overflows."""
    import torch

    slopes: dict[str, _Rule] = {
        "asin": lambda x: torch.rsqrt((1.0 - x) * (1.0 + x)),
        "acos": lambda x: -torch.rsqrt((1.0 - x) * (1.0 + x)),
        "atanh": lambda x: torch.reciprocal((1.0 - x) * (1.0 + x)),
        "acosh": lambda x: torch.rsqrt(x - 1.0) * torch.rsqrt(x + 1.0),
        "asinh": lambda x: torch.reciprocal(torch.hypot(x, torch.ones_like(x))),
        "atan": lambda x: torch.reciprocal(torch.hypot(x, torch.ones_like(x))) ** 2,
    }
    return _function(getattr(torch, name), slopes[name])


@cache
def _sinc() -> Callable[[int, Value], Value]:
    """The n-th derivative of sin(u)/u, each with the next for its derivative."""
    import torch

    class Sinc(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, n: int, u: Any) -> Any:
            ctx.n = n
            ctx.save_for_backward(u)
            return _sinc_derivative(torch, n, u)

        @staticmethod
        def backward(ctx: Any, *gradients: Any) -> Any:
            return None, gradients[0] * rule(ctx.n + 1, *ctx.saved_tensors)

    rule: Callable[[int, Value], Value] = Sinc.apply
    return rule


def _sinc_derivative(torch: Any, n: int, u: Value) -> Value:
    """S_n, from u S_n + n S_(n−1) = sin(u + nπ/2), and near 0 by its Taylor series."""
    reach = 1.0 if n < 3 else 3.0 + n / 2.0
    sine, cosine = torch.sin(u), (torch.cos(u) if n else u)
    far = sine / u
    for k in range(1, n + 1):
        wave = cosine if k % 2 else sine
        far = ((wave if k % 4 < 2 else -wave) - k * far) / u
    return torch.where(abs(u) < reach, _sinc_series(torch, n, u, reach), far)


def _sinc_series(torch: Any, n: int, u: Value, reach: float) -> Value:
    """Σ (−1)^(m/2) u^(m − n)/((m + 1) (m − n)!) over even m ≥ n, to 1e-17 for |u| < reach."""
    first = n + n % 2
    last = next(j for j in range(2, 200, 2) if reach**j / math.factorial(j) < 1e-18)
    square, total = u * u, torch.zeros_like(u)
    for m in range(first + last, first - 1, -2):
        total = total * square + (-1.0) ** (m // 2) / ((m + 1) * math.factorial(m - n))
    return total * u if n % 2 else total
