"""The rules of the operations in mpmath: a witness with as many digits as are asked for."""

from typing import Any

import mpmath

from datagen.expressions import Expression
from datagen.expressions.evaluation import evaluate


class Precise:
    """The names that rules use, on mpmath's numbers; comparisons and steps are decided at the point itself."""

    pi = mpmath.pi

    def __getattr__(self, name: str) -> Any:
        return getattr(mpmath, name)

    def divide(self, a: Any, b: Any) -> Any:
        return mpmath.mpf(a) / b

    def power(self, a: Any, b: Any) -> Any:
        n = int(b) if b == int(b) else b
        return mpmath.mpf(a) ** n

    def square(self, x: Any) -> Any:
        return x * x

    def log2(self, x: Any) -> Any:
        return mpmath.log(x) / mpmath.log(2)

    def exp2(self, x: Any) -> Any:
        return mpmath.mpf(2) ** x

    def cbrt(self, x: Any) -> Any:
        return mpmath.sign(x) * mpmath.cbrt(abs(x))

    def abs(self, x: Any) -> Any:
        return abs(x)

    def sinc(self, x: Any) -> Any:
        return mpmath.sinc(mpmath.pi * x)

    def lgamma(self, x: Any) -> Any:
        return mpmath.log(abs(mpmath.gamma(x)))

    def sigmoid(self, x: Any) -> Any:
        return 1 / (1 + mpmath.exp(-x))

    def softplus(self, x: Any) -> Any:
        return mpmath.log1p(mpmath.exp(x))

    def logaddexp(self, a: Any, b: Any) -> Any:
        return mpmath.log(mpmath.exp(a) + mpmath.exp(b))

    def step(self, x: Any) -> Any:
        return (mpmath.sign(x) + 1) / 2

    def relu(self, x: Any) -> Any:
        return max(x, mpmath.mpf(0))

    def minimum(self, a: Any, b: Any) -> Any:
        return min(a, b)

    def maximum(self, a: Any, b: Any) -> Any:
        return max(a, b)

    def round(self, x: Any) -> Any:
        return mpmath.nint(x)

    def remainder(self, a: Any, b: Any) -> Any:
        return a - b * mpmath.floor(mpmath.mpf(a) / b)

    def less(self, a: Any, b: Any) -> bool:
        return bool(a < b)

    def less_equal(self, a: Any, b: Any) -> bool:
        return bool(a <= b)

    def greater(self, a: Any, b: Any) -> bool:
        return bool(a > b)

    def greater_equal(self, a: Any, b: Any) -> bool:
        return bool(a >= b)

    def equal(self, a: Any, b: Any) -> bool:
        return bool(a == b)

    def not_equal(self, a: Any, b: Any) -> bool:
        return bool(a != b)

    def logical_and(self, a: bool, b: bool) -> bool:
        return a and b

    def where(self, condition: bool, a: Any, b: Any) -> Any:
        return a if condition else b


def coefficients(expression: Expression, x: float, order: int, digits: int = 20) -> list[Any]:
    """f⁽ᵏ⁾(x)/k! for k = 0 ... order."""
    name = expression.variables[0] if expression.variables else "x"
    with mpmath.workdps(digits):
        return list(
            mpmath.taylor(lambda t: evaluate(expression.folded, Precise(), {name: t}), mpmath.mpf(x), order, chop=False)
        )
