"""Enclosures of g(u), g'(u), g''(u)/2 and g'''(u)/6 on intervals u, for the special functions.

Source: NIST Digital Library of Mathematical Functions, 5 and 7.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from datagen.arithmetic.intervals.interval import Interval, point
from datagen.arithmetic.intervals.polygamma import digamma_rows
from datagen.arithmetic.rounding import PI

if TYPE_CHECKING:
    from datagen.arithmetic.intervals.functions import Intervals

__all__ = ["SPECIAL", "Derivatives", "Rows", "exponential_rows", "tanh_rows"]

Rows = Iterator[Interval]
Derivatives = Callable[["Intervals", Interval], Rows]


def exponential_rows(value: Interval, first: Interval, second: Interval, third: Interval) -> Rows:
    """e^v from its value and the rows of v after the first."""
    yield value
    yield value * first
    yield value * (second + first.square() * 0.5)
    yield value * (third + first * (second + first.square() / 6.0))


def tanh_rows(i: "Intervals", u: Interval) -> Rows:
    """tanh, whose slope is 1/cosh²."""
    tangent = i.tanh(u)
    slope = i.sech(u).square()
    yield tangent
    yield slope
    yield -tangent * slope
    yield slope * (tangent.square() * 3.0 - 1.0) / 3.0


def _erf(i: "Intervals", u: Interval) -> Rows:
    yield i.erf(u)
    square = u.square()
    slope = i.exp(-square) * (2.0 / i.sqrt(_pi()))
    yield slope
    yield -u * slope
    yield (square * 2.0 - 1.0) * slope / 3.0


def _erfc(i: "Intervals", u: Interval) -> Rows:
    rows = _erf(i, u)
    next(rows)
    yield i.erfc(u)
    for row in rows:
        yield -row


def _sigmoid(i: "Intervals", u: Interval) -> Rows:
    """(1 + tanh(u/2))/2."""
    rows = tanh_rows(i, u * 0.5)
    next(rows)
    yield i.sigmoid(u)
    for k, row in enumerate(rows, 1):
        yield row * 0.5 ** (k + 1)


def _softplus(i: "Intervals", u: Interval) -> Rows:
    yield i.softplus(u)
    for k, row in enumerate(_sigmoid(i, u), 1):
        yield row / k


def _lgamma(i: "Intervals", u: Interval) -> Rows:
    yield i.lgamma(u)
    for k, row in enumerate(digamma_rows(i, u), 1):
        yield row / k


def _gamma(i: "Intervals", u: Interval) -> Rows:
    yield (value := i.gamma(u))
    rows = [row / k for k, row in enumerate(digamma_rows(i, u), 1)]
    exponential = exponential_rows(value, *rows)
    next(exponential)
    yield from exponential


def _sinc(i: "Intervals", u: Interval) -> Rows:
    """By the power series near 0, else by the quotient; |d^k sinc| ≤ π^k/(k + 1), for it is ∫ cos(πut) dt."""
    yield i.sinc(u)
    near = Interval.of(np.clip(u.bounds, -0.75, 0.75))
    use = np.abs(u.bounds).max(axis=0) <= 0.75
    for k, (inner, outer) in enumerate(zip(_sinc_near(near), _sinc_far(i, u), strict=True), 1):
        bounds = np.where(use, inner.bounds, outer.bounds)
        most = math.nextafter(math.pi**k / ((k + 1) * math.factorial(k)) * (1 + 1e-15), 9.0)
        yield u.like(np.where(np.isnan(u.bounds), np.nan, np.clip(np.nan_to_num(bounds, nan=np.inf), -most, most)))


def _sinc_near(u: Interval) -> Rows:
    square = (u * _pi()).square()
    yield u * _pi().square() * _horner(square, lambda j: 2 * j, 1)
    yield _pi().square() * _horner(square, lambda j: j * (2 * j - 1), 1)
    yield u * _pi().square().square() * _horner(square, lambda j: j * (2 * j - 1) * (2 * j - 2) / 3, 2)


def _horner(w: Interval, weight: Callable[[int], float], first: int) -> Interval:
    """The sum of (-1)^j weight(j) w^(j - first)/(2j + 1)! for j ≥ first; w < 5.6, so that 17 terms suffice."""
    total = point(0.0)
    for j in range(17, first - 1, -1):
        total = total * w + point((-1) ** j * float(weight(j) * 6)) / (6.0 * math.factorial(2 * j + 1))
    return total + Interval.of(np.array([[-1e-18], [1e-18]]))


def _sinc_far(i: "Intervals", u: Interval) -> Rows:
    """c_k = ((sin πu)_k/π - c_(k - 1))/u."""
    sine, cosine, value = i.sinpi(u), i.cospi(u), i.sinc(u)
    pi = _pi()
    value = (cosine - value) / u
    yield value
    value = (sine * pi * -0.5 - value) / u
    yield value
    yield (cosine * pi.square() / -6.0 - value) / u


def _pi() -> Interval:
    return Interval.of(np.array([[math.pi], [PI]]))


SPECIAL: Mapping[str, Derivatives] = MappingProxyType(
    {
        "erf": _erf,
        "erfc": _erfc,
        "sigmoid": _sigmoid,
        "softplus": _softplus,
        "lgamma": _lgamma,
        "gamma": _gamma,
        "sinc": _sinc,
    }
)
