"""Intervals: the namespace of the rules on intervals, and the functions that rise or fall on all of their domain."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from datagen.arithmetic.intervals.gamma import GammaFunctions
from datagen.arithmetic.intervals.interval import Interval, Operand, divided, point
from datagen.arithmetic.intervals.powers import Powers
from datagen.arithmetic.intervals.steps import Steps
from datagen.arithmetic.intervals.waves import Waves
from datagen.arithmetic.rounding import EPS, Array, outward, raised

__all__ = ["Intervals"]

_Function = Callable[[Array], Array]


class Intervals(Waves, Powers, GammaFunctions, Steps):
    """The functions of formulas on intervals.

    `errors` has, for each operation whose function on arrays is not exact, the bound of its error in units in the
    last place and an absolute one in units of eps (see Operation).
    """

    def __init__(self, errors: Mapping[str, tuple[float, float]]) -> None:
        self.errors = errors

    def _rising(self, name: str, function: _Function, x: Interval) -> Interval:
        """A rising function that is 0 only where it is computed as 0."""
        return Interval.of(outward(function(x.bounds), self.errors[name][0]), x.domain, x.continuity)

    def _positive(self, name: str, function: _Function, x: Interval, least: float = 0.0) -> Interval:
        """A rising function that is nowhere below `least`, and may be too small for float64."""
        bounds = raised(function(x.bounds), self.errors[name][0])
        np.maximum(bounds[0], least, out=bounds[0])
        return Interval.of(bounds, x.domain, x.continuity)

    def _bounded(self, name: str, function: _Function, x: Interval, low: float, high: float) -> Interval:
        """A rising function between `low` and `high`."""
        bounds = outward(function(x.bounds), self.errors[name][0])
        return Interval.of(np.minimum(np.maximum(bounds, low), high), x.domain, x.continuity)

    def divide(self, a: Operand, b: Operand) -> Interval:
        return divided(a, b)

    def square(self, x: Operand) -> Interval:
        return point(x).square()

    def exp(self, x: Operand) -> Interval:
        return self._positive("exp", np.exp, point(x))

    def exp2(self, x: Operand) -> Interval:
        return self._positive("exp2", np.exp2, point(x))

    def expm1(self, x: Operand) -> Interval:
        return self._bounded("expm1", np.expm1, point(x), -1.0, math.inf)

    def log(self, x: Operand) -> Interval:
        return self._rising("log", np.log, point(x).within(0.0, closed=False))

    def log2(self, x: Operand) -> Interval:
        return self._rising("log2", np.log2, point(x).within(0.0, closed=False))

    def log10(self, x: Operand) -> Interval:
        return self._rising("log10", np.log10, point(x).within(0.0, closed=False))

    def log1p(self, x: Operand) -> Interval:
        return self._rising("log1p", np.log1p, point(x).within(-1.0, closed=False))

    def sqrt(self, x: Operand) -> Interval:
        return self._rising("sqrt", np.sqrt, point(x).within(0.0))

    def cbrt(self, x: Operand) -> Interval:
        return self._rising("cbrt", np.cbrt, point(x))

    def asin(self, x: Operand) -> Interval:
        return self._rising("asin", np.arcsin, point(x).within(-1.0, 1.0))

    def acos(self, x: Operand) -> Interval:
        bounds = point(x).within(-1.0, 1.0)
        return bounds.like(outward(np.arccos(bounds.bounds[::-1]), self.errors["acos"][0]))

    def atan(self, x: Operand) -> Interval:
        return self._rising("atan", np.arctan, point(x))

    def sinh(self, x: Operand) -> Interval:
        return self._rising("sinh", np.sinh, point(x))

    def cosh(self, x: Operand) -> Interval:
        return self._positive("cosh", np.cosh, abs(point(x)), 1.0)

    def tanh(self, x: Operand) -> Interval:
        return self._bounded("tanh", np.tanh, point(x), -1.0, 1.0)

    def sech(self, x: Operand) -> Interval:
        return divided(1.0, self.cosh(x))

    def csch(self, x: Operand) -> Interval:
        return divided(1.0, self.sinh(x))

    def coth(self, x: Operand) -> Interval:
        return divided(1.0, self.tanh(x))

    def asinh(self, x: Operand) -> Interval:
        return self._rising("asinh", np.arcsinh, point(x))

    def acosh(self, x: Operand) -> Interval:
        return self._rising("acosh", np.arccosh, point(x).within(1.0))

    def atanh(self, x: Operand) -> Interval:
        return self._rising("atanh", np.arctanh, point(x).within(-1.0, 1.0, closed=False))

    def erf(self, x: Operand) -> Interval:
        return self._bounded("erf", _special("erf"), point(x), -1.0, 1.0)

    def erfc(self, x: Operand) -> Interval:
        falling = _special("erfc")
        complement = self._positive("erfc", lambda bounds: falling(bounds[::-1]), point(x))
        return Interval.of(np.minimum(complement.bounds, 2.0), complement.domain, complement.continuity)

    def sigmoid(self, x: Operand) -> Interval:
        sigmoid = self._positive("sigmoid", lambda bounds: 1.0 / (1.0 + np.exp(-bounds)), point(x))
        return Interval.of(np.minimum(sigmoid.bounds, 1.0), sigmoid.domain, sigmoid.continuity)

    def softplus(self, x: Operand) -> Interval:
        return self._positive("softplus", lambda bounds: np.logaddexp(0.0, bounds), point(x))

    def logaddexp(self, a: Operand, b: Operand) -> Interval:
        """ln(e^a + e^b), which rises in both; near its zeros the error is that of the terms that cancel."""
        a, b = point(a), point(b)
        ulps, absolute = self.errors["logaddexp"]
        bounds = raised(np.logaddexp(a.bounds, b.bounds), ulps)
        bounds += np.array([[-absolute * EPS], [absolute * EPS]])
        return a.like(bounds, b.domain, b.continuity)

    def hypot(self, a: Operand, b: Operand) -> Interval:
        a, b = point(a), point(b)
        return a.like(outward(np.hypot(a.magnitude(), b.magnitude()), self.errors["hypot"][0]), b.domain, b.continuity)


def _special(name: str) -> Callable[[Any], Any]:
    import scipy.special

    found: Callable[[Any], Any] = getattr(scipy.special, name)
    return found
