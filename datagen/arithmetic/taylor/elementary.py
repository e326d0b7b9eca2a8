"""The elementary functions of a series u, each by the differential equation that it satisfies.

A rule gets the series and the values y of the function at its first coefficients, and returns a series that starts
with y. Each is written so that nothing cancels where the function is nearly constant.

Source: Griewank and Walther, Evaluating Derivatives, 2nd ed. (2008), section 13.2.
"""

import math
from collections.abc import Callable, Mapping
from itertools import accumulate as running
from operator import mul
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from datagen.arithmetic.series import (
    Array,
    Row,
    Series,
    accumulate,
    divided,
    integrated,
    of_block,
    slope,
    square_term,
    weighted,
)

__all__ = ["ELEMENTARY", "Rule", "exponential", "logarithm", "root", "started", "waves"]

Rule = Callable[[Series, Array], Series]

_SAFE = 600.0
"""e^u and its coefficients are formed at once while |u| is below this."""

_SOMETHING = 5e-324
"""Stands for what is too small for a float64, but not 0."""

_LEAST = -708.0
"""The logarithm of the smallest number that has all its digits."""


def started(u: Series, start: Array) -> Series:
    """The series u with its first coefficient replaced."""
    return Series([start, *u.rows[1:]], u.order)


def _rows(u: Series) -> Array:
    """Room for all coefficients at the points of u."""
    return np.empty((u.order + 1, len(u.rows[0])))


def exponential(u: Series, y: Array, unit: Row = 1.0) -> Series:
    """e^u from its values y: k v_k = Σ j u_j v_(k − j).

    Where y is near the ends of the float64 range, e^(u − u_0) is formed and multiplied by e^(u_0/2) twice, so that a
    coefficient is 0 or inf only where it is outside the range itself. It is the least of all numbers where it would be
    0 though the derivative k! v_k/unit^k is not, for a variable with the slope `unit`.
    """
    if np.abs(u.rows[0]).max(initial=0.0) < _SAFE:
        return _growth(u, y)
    first, grown = u.rows[0], _growth(u, np.ones_like(y)).block
    half = np.exp(np.clip(first, -1490.0, 1400.0) / 2.0)
    block = grown * half * half
    block[_lost(block, grown, first, unit)] = _SOMETHING
    block[np.isinf(grown) & (first < 0.0)] = np.nan  # infinity times nearly nothing
    # an argument that has fallen to -inf leaves nothing of any coefficient; at a pole its slope is nan
    gone = np.isneginf(first) & ~np.isnan(u.rows[1])
    block[:, gone] = 0.0
    block[0] = y
    return of_block(block, u.order)


def _lost(block: Array, grown: Array, first: Array, unit: Row) -> NDArray[np.bool_]:
    """Where k! v_k/unit^k is in the float64 range, but v_k = e^u_0 grown_k came out as 0."""
    vanished: NDArray[np.bool_] = block == 0.0
    vanished[0] = False
    if not vanished.any():
        return vanished
    counts = np.maximum(1.0, np.arange(len(block)))[:, None]
    factorials = np.cumsum(np.log(counts) - np.log(unit), axis=0) + np.log(unit)
    vanished &= first + np.log(np.abs(grown)) + factorials > _LEAST
    return vanished


def _growth(u: Series, start: Array) -> Series:
    """The solution of v' = v u' from `start`."""
    if len(u.rows) == 2:
        return _geometric(start, u.rows[1], u.order)
    block, rates = _rows(u), weighted(u)
    block[0] = start
    for k in range(1, u.order + 1):
        accumulate(block[k], rates, block, k)
        block[k] *= 1.0 / k
    return of_block(block, u.order)


def _geometric(start: Array, rate: Row, order: int) -> Series:
    """The coefficients start·rate^k/k!."""
    if isinstance(rate, float):
        factors = list(running((rate / k for k in range(1, order + 1)), mul, initial=1.0))
        return of_block(np.dot(np.array(factors)[:, None], start[None, :]), order)  # faster than NumPy's outer product
    rows = [start]
    for k in range(1, order + 1):
        rows.append(rows[-1] * (rate / k))
    return Series(rows, order)


def waves(u: Series, a: Array, b: Array, sign: float) -> Series:
    """The solution v of v' = w u', w' = sign·v u' from the values a of v and b of w."""
    if len(u.rows) == 2:
        return _alternating(a, b, u.rows[1], sign, u.order)
    v, w, rates = _rows(u), _rows(u), weighted(u)
    v[0], w[0] = a, b
    for k in range(1, u.order + 1):
        accumulate(v[k], rates, w, k)
        v[k] *= 1.0 / k
        accumulate(w[k], rates, v, k)
        w[k] *= sign / k
    return of_block(v, u.order)


def _alternating(even: Array, odd: Array, rate: Row, sign: float, order: int) -> Series:
    """even + odd·rate t + sign·even·rate² t²/2! + sign·odd·rate³ t³/3! + ..."""
    factors: list[Row] = [1.0]
    for k in range(1, order + 1):
        factors.append(factors[-1] * (rate * ((1.0 if k % 2 else sign) / k)))
    if sign > 0.0 or not isinstance(rate, float):
        return Series([factor * (odd if k % 2 else even) for k, factor in enumerate(factors)], order)
    share = np.zeros((order + 1, 2))
    share[::2, 0], share[1::2, 1] = factors[::2], factors[1::2]
    return of_block(share @ np.array([even, odd]), order)  # a sine and a cosine are nan together, and never infinite


def _sine(u: Series, y: Array) -> Series:
    return waves(u, y, np.cos(u.rows[0]), -1.0)


def _cosine(u: Series, y: Array) -> Series:
    return waves(u, y, -np.sin(u.rows[0]), -1.0)


def _riccati(u: Series, y: Array, rate: Array, linear: float, sign: float) -> Series:
    """The solution of v' = sign·w u', w = const + linear·v + v², from y and the values `rate` of w.

    Only the first coefficient of w could cancel, and it is given.
    """
    block, w, rates = _rows(u), _rows(u), weighted(u) * sign
    block[0], w[0] = y, rate
    for k in range(1, u.order + 1):
        accumulate(block[k], rates, w, k)
        block[k] *= 1.0 / k
        square_term(w[k], block, k)
        if linear:
            w[k] += linear * block[k]
    return of_block(block, u.order)


def _tangent(u: Series, y: Array) -> Series:
    """tan u; near its poles, where its coefficients are enormous, 1/tan u comes from its own equation."""
    result, inverse = _riccati(u, y, 1.0 + y * y, 0.0, 1.0), 1.0 / y
    result.reciprocal = lambda: _riccati(u, inverse, 1.0 + inverse * inverse, 0.0, -1.0)
    return result


def _hyperbolic_tangent(u: Series, y: Array) -> Series:
    return _riccati(u, y, -_inverse_square(np.cosh(u.rows[0])), 0.0, -1.0)


def _hyperbolic_cotangent(u: Series, y: Array) -> Series:
    return _riccati(u, y, _inverse_square(np.sinh(u.rows[0])), 0.0, -1.0)


def _inverse_square(a: Array) -> Array:
    inverse: Array = 1.0 / a
    return inverse * inverse


def _sigmoid(u: Series, y: Array) -> Series:
    return _riccati(u, y, -y / (1.0 + np.exp(u.rows[0])), -1.0, -1.0)


def _decay(u: Series) -> tuple[Array, Series]:
    """The sign of u_0, and e^-|u|."""
    sign = np.where(u.rows[0] < 0.0, -1.0, 1.0)
    falling = u * -sign
    return sign, exponential(falling, np.exp(falling.rows[0]))


def _hyperbolic_secant(u: Series, y: Array) -> Series:
    _, decay = _decay(u)
    return started(divided(2.0 * decay, 1.0 + decay * decay), y)


def _hyperbolic_cosecant(u: Series, y: Array) -> Series:
    sign, decay = _decay(u)
    lost = 1.0 - decay * decay
    lost = started(lost, -np.expm1(-2.0 * np.abs(u.rows[0])))
    return started(divided((2.0 * sign) * decay, lost), y)


def logarithm(u: Series, y: Array) -> Series:
    """ln u from its values y: v' = u'/u."""
    return integrated(divided(slope(u), u), y)


def root(u: Series, y: Array) -> Series:
    """√u from its values y: 2 y v_k = u_k − Σ v_j v_(k − j)."""
    block, half = _rows(u), 0.5 / y
    block[0] = y
    for k in range(1, u.order + 1):
        row = block[k]
        square_term(row, block[:k], k, 1)
        np.subtract(u.rows[k] if k < len(u.rows) else 0.0, row, out=row)
        row *= half
    return of_block(block, u.order)


def _beside(u: Series, sign: float) -> Series:
    """1 + sign·u², which does not cancel near 0."""
    a = u.rows[0]
    return started(1.0 + sign * (u * u), 1.0 + a * a if sign > 0 else (1.0 - a) * (1.0 + a))


def _rooted(u: Series) -> Series:
    return root(u, np.sqrt(u.rows[0]))


def _arcsine(u: Series, y: Array) -> Series:
    return integrated(divided(slope(u), _rooted(_beside(u, -1.0))), y)


def _arctangent(u: Series, y: Array) -> Series:
    return integrated(divided(slope(u), _beside(u, 1.0)), y)


def _hyperbolic_arcsine(u: Series, y: Array) -> Series:
    """v' = u'/√(1 + u²), by 1/u² where u² would overflow."""
    size = np.exp2(np.floor(np.log2(np.maximum(1.0, np.abs(u.rows[0])))))
    small = u * (1.0 / size)
    return integrated(divided(slope(small), _rooted(small * small + (1.0 / size) ** 2)), y)


def _hyperbolic_arccosine(u: Series, y: Array) -> Series:
    return integrated(divided(slope(u), _rooted(u - 1.0) * _rooted(u + 1.0)), y)


def _hyperbolic_arctangent(u: Series, y: Array) -> Series:
    return integrated(divided(slope(u), _beside(u, -1.0)), y)


_LOGARITHMS: Mapping[str, float] = {"log2": math.log(2.0), "log10": math.log(10.0)}


def _scaled_logarithm(name: str) -> Rule:
    return lambda u, y: started(logarithm(u, y) * (1.0 / _LOGARITHMS[name]), y)


ELEMENTARY: Mapping[str, Rule] = MappingProxyType(
    {
        "exp": exponential,
        "expm1": lambda u, y: started(exponential(u, np.exp(u.rows[0])), y),
        "exp2": lambda u, y: exponential(u * math.log(2.0), y),
        "log": logarithm,
        "log1p": lambda u, y: integrated(divided(slope(u), 1.0 + u), y),
        "log2": _scaled_logarithm("log2"),
        "log10": _scaled_logarithm("log10"),
        "sqrt": root,
        "sin": _sine,
        "cos": _cosine,
        "tan": _tangent,
        "asin": _arcsine,
        "acos": lambda u, y: started(-_arcsine(u, y), y),
        "atan": _arctangent,
        "sinh": lambda u, y: waves(u, y, np.cosh(u.rows[0]), 1.0),
        "cosh": lambda u, y: waves(u, y, np.sinh(u.rows[0]), 1.0),
        "tanh": _hyperbolic_tangent,
        "sech": _hyperbolic_secant,
        "csch": _hyperbolic_cosecant,
        "coth": _hyperbolic_cotangent,
        "asinh": _hyperbolic_arcsine,
        "acosh": _hyperbolic_arccosine,
        "atanh": _hyperbolic_arctangent,
        "sigmoid": _sigmoid,
        "softplus": lambda u, y: integrated(slope(u) * _sigmoid(u, 1.0 / (1.0 + np.exp(-u.rows[0]))), y),
    }
)
