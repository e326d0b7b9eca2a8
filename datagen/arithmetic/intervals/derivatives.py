"""Enclosures of g(u), g'(u), g''(u)/2 and g'''(u)/6 on intervals u, for each smooth function g of one argument.

Each is a generator, so that no more is computed than is asked for. Closed forms, written so that few intervals occur
twice, are tighter than recurrences at these orders. Sources: NIST Digital Library of Mathematical Functions, 4.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from datagen.arithmetic.intervals.interval import Interval, divided, point
from datagen.arithmetic.intervals.special import SPECIAL, Derivatives, Rows, exponential_rows, tanh_rows

if TYPE_CHECKING:
    from datagen.arithmetic.intervals.functions import Intervals

__all__ = ["DERIVATIVES", "power_rows"]


def power_rows(i: "Intervals", u: Interval, exponent: float) -> Rows:
    """u^c: the rows are binomial(c, k) u^(c - k); c - k may not be a float64."""
    factor = point(1.0)
    yield i.power(u, exponent)
    u = u if exponent == int(exponent) else u.within(0.0)
    for k in (1.0, 2.0, 3.0):
        factor = factor * (point(exponent) - (k - 1.0)) / k
        rest = point(exponent) - k
        if not factor.bounds.any():
            yield point(0.0)
        else:
            yield factor * i.power(u, float(rest.lo[0]) if rest.lo[0] == rest.hi[0] else rest)


def _exp(i: "Intervals", u: Interval) -> Rows:
    value = i.exp(u)
    yield value
    yield value
    yield value * 0.5
    yield value / 6.0


def _expm1(i: "Intervals", u: Interval) -> Rows:
    rows = _exp(i, u)
    next(rows)
    yield i.expm1(u)
    yield from rows


def _exp2(i: "Intervals", u: Interval) -> Rows:
    rate = i.log(2.0)
    return exponential_rows(i.exp2(u), rate, point(0.0), point(0.0))


def _log(i: "Intervals", u: Interval) -> Rows:
    yield i.log(u)
    u = u.within(0.0, closed=False)
    yield i.power(u, -1.0)
    yield i.power(u, -2.0) * -0.5
    yield i.power(u, -3.0) / 3.0


def _log_to(base: float, name: str) -> Derivatives:
    def rows(i: "Intervals", u: Interval) -> Rows:
        scale, logarithm = divided(1.0, i.log(base)), _log(i, u)
        next(logarithm)
        yield getattr(i, name)(u)
        for row in logarithm:
            yield row * scale

    return rows


def _log1p(i: "Intervals", u: Interval) -> Rows:
    rows = _log(i, u + 1.0)
    next(rows)
    yield i.log1p(u)
    yield from rows


def _sqrt(i: "Intervals", u: Interval) -> Rows:
    rows = power_rows(i, u, 0.5)
    next(rows)
    yield i.sqrt(u)
    yield from rows


def _cbrt(i: "Intervals", u: Interval) -> Rows:
    root = i.cbrt(u)
    yield root
    yield i.power(root, -2.0) / 3.0
    yield i.power(root, -5.0) / -9.0
    yield i.power(root, -8.0) * 5.0 / 81.0


def _sin(i: "Intervals", u: Interval) -> Rows:
    sine = i.sin(u)
    yield sine
    cosine = i.cos(u)
    yield cosine
    yield sine * -0.5
    yield cosine / -6.0


def _cos(i: "Intervals", u: Interval) -> Rows:
    cosine = i.cos(u)
    yield cosine
    sine = i.sin(u)
    yield -sine
    yield cosine * -0.5
    yield sine / 6.0


def _tan(i: "Intervals", u: Interval) -> Rows:
    tangent = i.tan(u)
    square = tangent.square()
    yield tangent
    yield square + 1.0
    yield tangent * (square + 1.0)
    yield (square + 1.0) * (square * 3.0 + 1.0) / 3.0


def _asin(i: "Intervals", u: Interval) -> Rows:
    yield i.asin(u)
    u = u.within(-1.0, 1.0)
    rest = 1.0 - u.square()
    yield i.power(rest, -0.5)
    yield u * i.power(rest, -1.5) * 0.5
    yield (u.square() * 2.0 + 1.0) * i.power(rest, -2.5) / 6.0


def _acos(i: "Intervals", u: Interval) -> Rows:
    rows = _asin(i, u)
    next(rows)
    yield i.acos(u)
    for row in rows:
        yield -row


def _atan(i: "Intervals", u: Interval) -> Rows:
    yield i.atan(u)
    square = u.square()
    inverse = divided(1.0, square + 1.0)
    yield inverse
    yield -u * inverse.square()
    yield (square * 3.0 - 1.0) * i.power(inverse, 3.0) / 3.0


def _sinh(i: "Intervals", u: Interval) -> Rows:
    sine = i.sinh(u)
    yield sine
    cosine = i.cosh(u)
    yield cosine
    yield sine * 0.5
    yield cosine / 6.0


def _cosh(i: "Intervals", u: Interval) -> Rows:
    cosine = i.cosh(u)
    yield cosine
    sine = i.sinh(u)
    yield sine
    yield cosine * 0.5
    yield sine / 6.0


def _asinh(i: "Intervals", u: Interval) -> Rows:
    yield i.asinh(u)
    square = u.square()
    yield i.power(square + 1.0, -0.5)
    yield u * i.power(square + 1.0, -1.5) * -0.5
    yield (square * 2.0 - 1.0) * i.power(square + 1.0, -2.5) / 6.0


def _acosh(i: "Intervals", u: Interval) -> Rows:
    yield i.acosh(u)
    u = u.within(1.0)
    square = u.square()
    yield i.power(square - 1.0, -0.5)
    yield u * i.power(square - 1.0, -1.5) * -0.5
    yield (square * 2.0 + 1.0) * i.power(square - 1.0, -2.5) / 6.0


def _atanh(i: "Intervals", u: Interval) -> Rows:
    yield i.atanh(u)
    u = u.within(-1.0, 1.0, closed=False)
    square = u.square()
    inverse = divided(1.0, 1.0 - square)
    yield inverse
    yield u * inverse.square()
    yield (square * 3.0 + 1.0) * i.power(inverse, 3.0) / 3.0


DERIVATIVES: Mapping[str, Derivatives] = MappingProxyType(
    {
        **SPECIAL,
        "exp": _exp,
        "expm1": _expm1,
        "exp2": _exp2,
        "log": _log,
        "log2": _log_to(2.0, "log2"),
        "log10": _log_to(10.0, "log10"),
        "log1p": _log1p,
        "sqrt": _sqrt,
        "cbrt": _cbrt,
        "sin": _sin,
        "cos": _cos,
        "tan": _tan,
        "asin": _asin,
        "acos": _acos,
        "atan": _atan,
        "sinh": _sinh,
        "cosh": _cosh,
        "tanh": tanh_rows,
        "asinh": _asinh,
        "acosh": _acosh,
        "atanh": _atanh,
    }
)
