"""Formulas on germs: the namespace `xp` with which the rules of the operations give one-sided expansions.

At a point where a function is smooth its Taylor series is used, that of `Taylor`. Where it is not, at the ends of its
domain, at its poles and at infinity, it is written by powers, exp and log, which are expanded from their largest term.

Source: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), chapters 4, 6 and 7.
"""

import math
from collections.abc import Callable
from functools import cache
from typing import Any

from datagen.arithmetic.germs.germ import NOWHERE, UNKNOWN, ZERO, Germ, constant, huge
from datagen.arithmetic.germs.steps import Steps, Value
from datagen.arithmetic.values import product_power

__all__ = ["Germs"]

DEEPEST_POLE = 200.0
"""Poles of Γ beyond it are not looked at: Γ underflows between them."""


class Germs(Steps):
    """The functions of one variable that are not here are smooth on their domain, and have no limit at infinity.

    `ulp` is the rounding error of the point: a slope that it could have made of 0 is taken for 0 where that decides.
    """

    def __init__(self, ulp: float = 0.0) -> None:
        self.ulp = ulp

    def __getattr__(self, name: str) -> Callable[[Value], Germ]:
        return lambda x: self._smooth(name, constant(x))

    def _smooth(self, name: str, x: Germ) -> Germ:
        """A function by its Taylor series about the limit of x."""
        if x.kind or x.infinite:
            return x if x.kind == "nowhere" else UNKNOWN
        first = _coefficients(name, x.value, 0)[0]
        if first != first:
            return NOWHERE
        if math.isinf(first):
            return huge(1 if first > 0 else -1)
        return (x - x.value).composed(lambda n: _coefficients(name, x.value, n))

    def _clean(self, x: Germ) -> Germ:
        """Without leading terms that the rounding of the point may have made: sin x has a slope of 6e-17 at π/2."""
        terms = list(x.terms.items())
        while self.ulp and len(terms) > 1 and terms[0][0] > (0.0, 0.0):
            ((e, _), c), later = terms[0], terms[1:6]
            if not any(abs(c) <= abs(d) * (4.0 * self.ulp) ** (f - e) for (f, _), d in later if f > e):
                break
            terms = terms[1:]
        return Germ(dict(terms), x.end) if len(terms) < len(x.terms) else x

    # Powers, exp and log

    def divide(self, a: Value, b: Value) -> Germ:
        a, b = constant(a), self._clean(constant(b))
        if b.kind == "huge":
            return a if a.kind == "nowhere" else UNKNOWN if a.kind else ZERO
        return a * b.power(-1.0)

    def power(self, a: Value, b: Value) -> Germ:
        """aᵇ, and exp(b log a) where b is not constant; x⁰ is 1 for every x."""
        a, b = constant(a), constant(b)
        if b.terms.keys() <= {(0.0, 0.0)} and not b.kind:
            p = b.value
            if p == 0.0:
                return constant(1.0)
            return product_power(a, int(p)) if 0 < p <= 64 and p == int(p) else self._clean(a).power(p)
        if not a.kind and not a.sign:
            return ZERO if b.sign > 0 else NOWHERE
        return self.exp(b * self.log(a))

    def square(self, x: Value) -> Value:
        return x * x

    def sqrt(self, x: Value) -> Germ:
        return self._clean(constant(x)).power(0.5)

    def cbrt(self, x: Value) -> Germ:
        x = self._clean(constant(x))
        return -(-x).power(1.0 / 3.0) if x.sign < 0 else x.power(1.0 / 3.0)

    def exp(self, x: Value) -> Germ:
        """tᵃ exp(r) of −a M + r, zero or huge where x is larger than any multiple of M."""
        x = constant(x)
        if x.kind == "huge" or (x.infinite and x.lead < (0.0, -1.0)):
            return huge(1) if x.sign > 0 else ZERO
        if x.kind:
            return x
        large, rest = x.split()
        if large.terms.keys() - {(0.0, -1.0)} or rest.kind:
            return UNKNOWN
        leading = Germ({(-a, 0.0): 1.0}) if (a := large.terms.get((0.0, -1.0))) else constant(1.0)
        try:
            scale = math.exp(rest.value)
        except OverflowError:
            return huge(1)
        # what underflows is 0, as it is for NumPy
        series = lambda n: [scale / math.factorial(k) if k < 171 else 0.0 for k in range(n + 1)]  # noqa: E731
        return leading * (rest - rest.value).composed(series) if scale else ZERO

    def expm1(self, x: Value) -> Germ:
        x = constant(x)
        return self.exp(x) - 1.0 if x.infinite else self._smooth("expm1", x)

    def exp2(self, x: Value) -> Germ:
        return self.exp(constant(x) * math.log(2.0))

    def log(self, x: Value) -> Germ:
        """log c − e M + log(1 + δ) of c tᵉ (1 + δ)."""
        x = self._clean(constant(x))
        if x.kind == "nowhere" or x.sign < 0:
            return NOWHERE
        if x.kind or not x.sign or x.lead[1]:
            return UNKNOWN
        e, c = x.lead[0], x.terms[x.lead]
        series = lambda n: [0.0, *((-1.0) ** (k + 1) / k for k in range(1, n + 1))]  # noqa: E731
        return Germ({(0.0, 0.0): math.log(c), (0.0, -1.0): -e}) + x.tail().composed(series)

    def log2(self, x: Value) -> Germ:
        return self.log(x) * (1.0 / math.log(2.0))

    def log10(self, x: Value) -> Germ:
        return self.log(x) * (1.0 / math.log(10.0))

    def log1p(self, x: Value) -> Germ:
        x = constant(x)
        return self.log(x + 1.0) if x.infinite or x.value == -1.0 else self._smooth("log1p", x)

    def softplus(self, x: Value) -> Germ:
        x = constant(x)
        if not x.infinite:
            return self._smooth("softplus", x)
        return x + self.log1p(self.exp(-x)) if x.sign > 0 else self.log1p(self.exp(x))

    def logaddexp(self, a: Value, b: Value) -> Germ:
        larger = self.maximum(a, b)
        return larger + self.softplus(self.minimum(a, b) - larger)

    # Hyperbolic functions, by e^-2|x| where x is infinite

    def tanh(self, x: Value) -> Germ:
        x = constant(x)
        if not x.infinite:
            return self._smooth("tanh", x)
        decay = self.exp(self.abs(x) * -2.0)
        return (1.0 - decay) * (decay + 1.0).power(-1.0) * float(x.sign)

    def coth(self, x: Value) -> Germ:
        return self.divide(1.0, self.tanh(x))

    def sinh(self, x: Value) -> Germ:
        x = constant(x)
        return (self.exp(x) - self.exp(-x)) * 0.5 if x.infinite else self._smooth("sinh", x)

    def cosh(self, x: Value) -> Germ:
        x = constant(x)
        return (self.exp(x) + self.exp(-x)) * 0.5 if x.infinite else self._smooth("cosh", x)

    def sech(self, x: Value) -> Germ:
        return self.divide(1.0, self.cosh(x))

    def csch(self, x: Value) -> Germ:
        return self.divide(1.0, self.sinh(x))

    def sigmoid(self, x: Value) -> Germ:
        x = constant(x)
        if not x.infinite:
            return self._smooth("sigmoid", x)
        small = self.exp(-self.abs(x))
        return (1.0 if x.sign > 0 else small) * (small + 1.0).power(-1.0)

    def asinh(self, x: Value) -> Germ:
        x = constant(x)
        if not x.infinite:
            return self._smooth("asinh", x)
        size = self.abs(x)
        return self.log(size + self.sqrt(size * size + 1.0)) * float(x.sign)

    def acosh(self, x: Value) -> Germ:
        """2 asinh √((x − 1)/2), which is right at 1 too."""
        return self.asinh(self.sqrt((constant(x) - 1.0) * 0.5)) * 2.0

    def atanh(self, x: Value) -> Germ:
        x = constant(x)
        if not x.infinite and abs(x.value) == 1.0:
            return (self.log(x + 1.0) - self.log(1.0 - x)) * 0.5
        return self._smooth("atanh", x)

    # Angles

    def asin(self, x: Value) -> Germ:
        """π/2 − 2 asin √((1 − x)/2) at 1, and so at −1."""
        x = constant(x)
        if x.infinite or abs(x.value) != 1.0:
            return self._smooth("asin", x)
        sign = math.copysign(1.0, x.value)
        return (math.pi / 2.0 - self._smooth("asin", self.sqrt((1.0 - x * sign) * 0.5)) * 2.0) * sign

    def acos(self, x: Value) -> Germ:
        x = constant(x)
        if x.infinite or abs(x.value) != 1.0:
            return self._smooth("acos", x)
        sign = math.copysign(1.0, x.value)
        angle = self._smooth("asin", self.sqrt((1.0 - x * sign) * 0.5)) * 2.0
        return angle if sign > 0 else math.pi - angle

    def atan(self, x: Value) -> Germ:
        x = constant(x)
        if not x.infinite:
            return self._smooth("atan", x)
        return math.pi / 2.0 * float(x.sign) - self._smooth("atan", self.divide(1.0, x))

    def atan2(self, y: Value, x: Value) -> Germ:
        y, x = constant(y), constant(x)
        if y.kind in ("nowhere", "unknown") or not x.sign:
            return y if y.kind else constant(math.copysign(math.pi / 2.0, y.sign) if y.sign else 0.0)
        angle = self.atan(self.divide(y, x))
        return angle if x.sign > 0 else angle + (math.pi if y.sign >= 0 else -math.pi)

    def hypot(self, a: Value, b: Value) -> Germ:
        return self.sqrt(a * a + b * b)

    # Special functions

    def erf(self, x: Value) -> Germ:
        x = constant(x)
        return 1.0 - self.erfc(x) if x.infinite else self._smooth("erf", x)

    def erfc(self, x: Value) -> Germ:
        """At infinity it is within e^(−x²) of 0 or 2, which is nothing beside any power of t."""
        x = constant(x)
        if x.infinite and (x.kind or x.lead < (0.0, -0.5)):
            return constant(0.0 if x.sign > 0 else 2.0)
        return self._smooth("erfc", x)

    def gamma(self, x: Value) -> Germ:
        """Γ(x + m + 1)/(x (x + 1) ... (x + m)) at the pole −m."""
        x = constant(x)
        if _without_pole(x):
            return self._smooth("gamma", x)
        shifted = x + (1.0 - x.value)
        for j in range(int(-x.value) + 1):
            shifted = self.divide(shifted if j else self._smooth("gamma", shifted), x + float(j))
        return shifted

    def lgamma(self, x: Value) -> Germ:
        x = constant(x)
        if _without_pole(x):
            return self._smooth("lgamma", x)
        logs = [self.log(self.abs(x + float(j))) for j in range(int(-x.value) + 1)]
        return sum((-each for each in logs), self._smooth("lgamma", x + (1.0 - x.value)))


def _without_pole(x: Germ) -> bool:
    """Whether x does not tend to one of 0, −1, −2, ..."""
    return x.infinite or bool(x.kind) or not -DEEPEST_POLE <= x.value <= 0.0 or x.value != int(x.value)


@cache
def _namespace(order: int) -> Any:
    from datagen.arithmetic.taylor.rules import Taylor

    return Taylor(order)


def _coefficients(name: str, at: float, order: int) -> list[float]:
    """The Taylor coefficients of a function about a point."""
    import numpy as np

    xp = _namespace(order)
    with np.errstate(all="ignore"):
        found = xp.coefficients(getattr(xp, name)(xp.variable(np.array([at]))), 1)[:, 0]
    return [float(c) for c in found]
