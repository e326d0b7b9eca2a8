"""Formulas on torch tensors, by rules that may be differentiated again and again.

A rule with two branches keeps each branch away from the points of the other, because an infinite gradient times
zero is nan: `where` drops a gradient only if it is applied to the argument as well as to the value.
"""

import math
from collections.abc import Callable
from functools import cache
from typing import Any

from datagen.arithmetic.values import Value, product_power, whole

__all__ = ["Tensors"]

_Rule = Callable[[Value], Value]


class Tensors:
    """torch's functions, called with tensors of one dtype on one device."""

    def __init__(self, dtype: Any, device: Any) -> None:
        import torch

        self.torch: Any = torch
        self.dtype, self.device = dtype, device

    def __getattr__(self, name: str) -> Any:
        """torch's function, called with tensors only: torch.hypot(x, 2.0) is an error there."""
        function = getattr(self.torch, name)

        def call(*arguments: Value) -> Value:
            return function(*(self.tensor(argument) for argument in arguments))

        setattr(self, name, call)
        return call

    def tensor(self, value: Value) -> Value:
        """A number or array as a tensor; a tensor in the one dtype, unless it is a condition."""
        if not isinstance(value, self.torch.Tensor):
            return self.torch.as_tensor(value, dtype=self.dtype, device=self.device)
        return value if value.dtype in (self.dtype, self.torch.bool) else value.to(self.dtype)

    def branch(self, condition: Value, value: Value) -> Value:
        """`value`, whose gradient is dropped wherever `condition` is false."""
        return self.torch.where(condition, value, value.detach())

    def power(self, x: Value, exponent: Value) -> Value:
        """x^n as a product for an integer n, so that its derivatives at 0 are right."""
        n = whole(exponent)
        if n is None:
            return self.pow(x, exponent)
        x = self.tensor(x)
        if n == 0:
            return self.torch.ones_like(x)
        return product_power(x, n) if n > 0 else 1.0 / product_power(x, -n)

    def cbrt(self, x: Value) -> Value:
        """The real cube root; torch has none."""
        x = self.tensor(x)
        root = self.torch.where(x < 0, -x, x) ** (1.0 / 3.0)
        return self.torch.where(x < 0, -root, root)

    def sign(self, x: Value) -> Value:
        """The sign of nan is nan, where torch has 0."""
        x = self.tensor(x)
        return self.torch.where(self.torch.isnan(x), x, self.torch.sign(x))

    def step(self, x: Value) -> Value:
        return 0.5 * (self.sign(x) + 1.0)

    def softplus(self, x: Value) -> Value:
        """ln(1 + e^x), by its smaller exponential."""
        torch, x = self.torch, self.tensor(x)
        below: _Rule = lambda u: torch.log1p(torch.exp(u))  # noqa: E731 - two formulas side by side
        return self._either(x < 0, x, below, lambda u: u + torch.log1p(torch.exp(-u)))

    def sinc(self, x: Value) -> Value:
        """sin(πx)/(πx), near 0 by its Taylor polynomial: torch.sinc is wrong at 0 from the second derivative on."""
        u = math.pi * self.tensor(x)
        return self._either(abs(u) < 3.0, u, _sinc_polynomial, lambda u: self.torch.sin(u) / u)

    def gamma(self, x: Value) -> Value:
        """Γ(x) = exp(ln Γ(x)) for x ≥ 1/2, and π / (sin(πx) Γ(1 − x)) below."""
        torch = self.torch
        log_gamma = _log_gamma()

        def reflected(x: Value) -> Value:
            return math.pi / (_sin_pi(torch, x) * torch.exp(log_gamma(1.0 - x)))

        x = self.tensor(x)
        return self._either(x >= 0.5, x, lambda x: torch.exp(log_gamma(x)), reflected)

    def lgamma(self, x: Value) -> Value:
        """ln |Γ(x)|, below 1/2 by reflection."""
        torch = self.torch
        log_gamma = _log_gamma()

        def reflected(x: Value) -> Value:
            return math.log(math.pi) - torch.log(abs(_sin_pi(torch, x))) - log_gamma(1.0 - x)

        x = self.tensor(x)
        return self._either(x >= 0.5, x, log_gamma, reflected)

    def _either(self, condition: Value, x: Value, inside: _Rule, outside: _Rule) -> Value:
        """inside(x) where the condition holds, else outside(x)."""
        where = self.torch.where
        return where(condition, inside(where(condition, x, 1.0)), outside(where(condition, 0.25, x)))


def _sinc_polynomial(u: Value) -> Value:
    """1 − u²/3! + u⁴/5! − ..., to 1e-17 for |u| < 3."""
    square, total = u * u, 0.0 * u
    for k in range(16, -1, -1):
        total = total * square + (-1.0) ** k / math.factorial(2 * k + 1)
    return total


def _sin_pi(torch: Any, x: Value) -> Value:
    """sin(πx), exact in its zeros: the integer nearest to x is taken off first."""
    nearest = torch.round(x.detach())
    return torch.where(nearest % 2 == 0, 1.0, -1.0) * torch.sin(math.pi * (x - nearest))


@cache
def _log_gamma() -> _Rule:
    """ln Γ for x > 0, with derivatives by the Hurwitz zeta function: torch's own trigamma is wrong by 5e-10.

    ψ⁽ⁿ⁾(x) = (−1)ⁿ⁺¹ n! ζ(n + 1, x)
    """
    import torch

    class Polygamma(torch.autograd.Function):
        generate_vmap_rule = True

        @staticmethod
        def forward(n: int, x: Any) -> Any:
            if n < 1:
                return torch.digamma(x) if n == 0 else torch.lgamma(x)
            return (-1.0) ** (n + 1) * math.factorial(n) * torch.special.zeta(n + 1.0, x)

        @staticmethod
        def setup_context(ctx: Any, inputs: tuple[int, Any], output: Any) -> None:
            ctx.n = inputs[0]
            ctx.save_for_backward(inputs[1])

        @staticmethod
        def backward(ctx: Any, *gradients: Any) -> Any:
            (x,) = ctx.saved_tensors
            return None, gradients[0] * rule(ctx.n + 1, x)

    rule: Any = Polygamma.apply
    return lambda x: rule(-1, x)
