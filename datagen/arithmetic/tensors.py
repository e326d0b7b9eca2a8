"""Formulas on torch tensors, by rules that may be differentiated again and again.

A rule with two branches keeps each branch away from the points of the other, because an infinite gradient times
zero is nan: `where` drops a gradient only if it is applied to the argument as well as to the value.
"""

import math
from collections.abc import Callable
from functools import cache
from typing import Any

from datagen.arithmetic.values import Value, product_power, whole

__all__ = ["Tensors", "log_gamma"]

_Rule = Callable[[Value], Value]


class Tensors:
    """torch's functions, called with tensors of one dtype on one device."""

    def __init__(self, dtype: Any, device: Any) -> None:
        import torch

        self.torch: Any = torch
        self.dtype, self.device = dtype, device
        self._numbers: dict[float, Value] = {}

    def __getattr__(self, name: str) -> Any:
        """torch's function, called with tensors only: torch.hypot(x, 2.0) is an error there."""
        function = getattr(self.torch, name)

        def call(*arguments: Value) -> Value:
            return function(*map(self.tensor, arguments))

        setattr(self, name, call)
        return call

    def tensor(self, value: Value) -> Value:
        """A number or array as a tensor of the one dtype; a tensor as it is."""
        if isinstance(value, self.torch.Tensor):
            return value
        if not isinstance(value, float):
            return self.torch.as_tensor(value, dtype=self.dtype, device=self.device)
        if value not in self._numbers:
            self._numbers[value] = self.torch.as_tensor(value, dtype=self.dtype, device=self.device)
        return self._numbers[value]

    def divide(self, a: Value, b: Value) -> Value:
        """a/b rounded once, for which torch needs two tensors on some devices."""
        b = self.tensor(b)
        return self.torch.reciprocal(b) if type(a) is float and a == 1.0 else self.torch.div(self.tensor(a), b)

    def branch(self, condition: Value, value: Value) -> Value:
        """`value`, whose gradient is dropped wherever `condition` is false."""
        return self.torch.where(condition, value, value.detach())

    def power(self, x: Value, exponent: Value) -> Value:
        """x^n as a product for an integer n, so that its derivatives at 0 are right."""
        torch, n, x = self.torch, whole(exponent), self.tensor(x)
        if isinstance(exponent, torch.Tensor):
            return _power()(*torch.broadcast_tensors(x, self.tensor(exponent)))
        if n is None:
            return torch.pow(x, exponent)
        if n == 0:
            return torch.ones_like(x)
        if n >= -1:
            return product_power(x, n) if n > 0 else 1.0 / x
        infinite = torch.isinf(product_power(x.detach(), -n))
        inverse = 1.0 / product_power(torch.where(infinite, 1.0, x), -n)
        # 10^310 is inf, but 10^-310 is not 0
        return torch.where(infinite, torch.pow(torch.where(infinite, x, 1.0), exponent), inverse)

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

    def expm1(self, x: Value) -> Value:
        """e^x - 1: the derivative of torch's has (e^x - 1) + 1, which cancels below 0."""
        x = self.tensor(x)
        return self._either(x < -0.5, x, lambda x: self.torch.exp(x) - 1.0, self.torch.expm1)

    def sigmoid(self, x: Value) -> Value:
        """1/(1 + e^-x), by its smaller exponential: torch's derivative has 1 - y, which cancels."""
        negative, decay = self._decay(x, 1.0)
        return self.torch.where(negative, decay, 1.0) / (1.0 + decay)

    def sech(self, x: Value) -> Value:
        _, decay = self._decay(x, 1.0)
        return 2.0 * decay / (1.0 + decay * decay)

    def csch(self, x: Value) -> Value:
        negative, decay = self._decay(x, 1.0)
        return self._odd(negative, 2.0 * decay / self._lost(x))

    def tanh(self, x: Value) -> Value:
        """(1 - e^-2x)/(1 + e^-2x): torch's derivative has 1 - y², which cancels."""
        negative, decay = self._decay(x, 2.0)
        return self._odd(negative, self._lost(x) / (1.0 + decay))

    def coth(self, x: Value) -> Value:
        negative, decay = self._decay(x, 2.0)
        return self._odd(negative, (1.0 + decay) / self._lost(x))

    def _size(self, x: Value) -> Value:
        """|x|, with the derivatives of x at 0, so that an even function of it has its own."""
        x = self.tensor(x)
        return self.torch.where(x < 0, -x, x)

    def _decay(self, x: Value, rate: float) -> tuple[Value, Value]:
        """Where x is negative, and e^(-rate |x|)."""
        return self.tensor(x) < 0, self.torch.exp(-rate * self._size(x))

    def _lost(self, x: Value) -> Value:
        """1 - e^(-2 |x|)."""
        return -self.expm1(-2.0 * self._size(x))

    def _odd(self, negative: Value, value: Value) -> Value:
        return self.torch.where(negative, -value, value)

    def softplus(self, x: Value) -> Value:
        """ln(1 + e^x), by its smaller exponential."""
        torch, x = self.torch, self.tensor(x)
        below: _Rule = lambda u: torch.log1p(torch.exp(u))  # noqa: E731 - two formulas side by side
        return self._either(x < 0, x, below, lambda u: u + torch.log1p(torch.exp(-u)))

    def logaddexp(self, a: Value, b: Value) -> Value:
        """ln(e^a + e^b), as the larger of the two and a softplus; equal infinities are their own sum."""
        torch = self.torch
        a, b = torch.broadcast_tensors(self.tensor(a), self.tensor(b))
        infinite = (a == b) & torch.isinf(a)
        u, v = torch.where(infinite, 0.0, a), torch.where(infinite, 0.0, b)
        return torch.where(infinite, a, torch.where(u > v, u + self.softplus(v - u), v + self.softplus(u - v)))

    def sinc(self, x: Value) -> Value:
        """sin(πx)/(πx), near 0 by its Taylor polynomial: torch.sinc is wrong at 0 from the second derivative on."""
        u = math.pi * self.tensor(x)
        return self._either(abs(u) < 3.0, u, _sinc_polynomial, lambda u: self.torch.sin(u) / u)

    def gamma(self, x: Value) -> Value:
        """Γ(x) = exp(ln Γ(x)) for x ≥ 1/2, and π / (sin(πx) Γ(1 − x)) below; it has no value at −1, −2, ..."""
        torch = self.torch
        ln_gamma = log_gamma()

        def reflected(x: Value) -> Value:
            return math.pi / (_sin_pi(torch, x) * torch.exp(ln_gamma(1.0 - x)))

        x = self.tensor(x)
        pole = (x < 0) & (x == torch.round(x))
        x = torch.where(pole, math.nan, x)
        return self._either(x >= 0.5, x, lambda x: torch.exp(ln_gamma(x)), reflected)

    def lgamma(self, x: Value) -> Value:
        """ln |Γ(x)|, below 1/2 by reflection; inf at its poles."""
        torch = self.torch
        ln_gamma = log_gamma()

        def reflected(x: Value) -> Value:
            return math.log(math.pi) - torch.log(abs(_sin_pi(torch, x))) - ln_gamma(1.0 - x)

        x = self.tensor(x)
        pole = (x <= 0) & (x == torch.round(x))
        x = torch.where(pole, math.inf, x)
        return self._either(x >= 0.5, x, ln_gamma, reflected)

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
    rest = torch.where(nearest == 0, x, x - nearest)  # sin(-0) is -0
    return torch.where(nearest % 2 == 0, 1.0, -1.0) * torch.sin(math.pi * rest)


@cache
def _power() -> Callable[[Value, Value], Value]:
    """x^y with derivatives in both: torch's are nan at x = 0 once the exponent has been counted down past 0."""
    import torch

    class Power(torch.autograd.Function):
        generate_vmap_rule = True

        @staticmethod
        def forward(x: Any, y: Any) -> Any:
            return torch.pow(x, y)

        @staticmethod
        def setup_context(ctx: Any, inputs: tuple[Any, Any], output: Any) -> None:
            ctx.save_for_backward(*inputs)

        @staticmethod
        def backward(ctx: Any, *gradients: Any) -> Any:
            x, y = ctx.saved_tensors
            slopes = (_by_base, _by_exponent)
            return tuple(
                gradients[0] * slope(torch, rule, x, y) if needed else None
                for slope, needed in zip(slopes, ctx.needs_input_grad, strict=True)
            )

    rule: Callable[[Value, Value], Value] = Power.apply
    return rule


def _by_base(torch: Any, rule: Callable[[Value, Value], Value], x: Value, y: Value) -> Value:
    """y x^(y - 1), which is 0 for x = y = 0."""
    constant = (x == 0) & (y == 0)
    return torch.where(constant, 0.0, y * rule(x, torch.where(constant, 1.0, y) - 1.0))


def _by_exponent(torch: Any, rule: Callable[[Value, Value], Value], x: Value, y: Value) -> Value:
    """x^y ln x, which is 0 for x = 0 and y > 0."""
    return rule(x, y) * torch.log(torch.where((x == 0) & (y >= 0), 1.0, x))


@cache
def log_gamma() -> _Rule:
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
