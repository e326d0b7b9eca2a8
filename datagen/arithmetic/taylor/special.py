"""The special functions of a series u, and the functions of two series.

A rule gets what the rules of `taylor_elementary` get.
"""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from datagen.arithmetic.series import Array, Row, Series, accumulate, divided, integrated, of_block, slope, weighted
from datagen.arithmetic.taylor.elementary import Rule, exponential, logarithm, root, started, waves

__all__ = ["SPECIAL", "angle", "length", "real_power"]


def composed(outer: Sequence[Row], u: Series) -> Series:
    """Σ a_k (u − u_0)^k by Horner's rule: a function of u from its own coefficients a_k about u_0."""
    if len(u.rows) == 2:
        power: Row = 1.0
        rows: list[Row] = []
        for a in outer:
            rows.append(a * power)
            power = power * u.rows[1]
        return Series(rows, u.order)
    step = started(u, np.zeros_like(outer[0]))
    total = Series([outer[-1]], 0)
    for k, a in enumerate(reversed(outer[:-1]), start=1):
        total = Series(total.rows, k) * Series(step.rows[: k + 1], k)
        total = started(total, a)
    return total


def real_power(u: Series, exponent: float | Array, y: Array) -> Series:
    """u^a for a constant exponent from its values y: k u_0 v_k = Σ (a j u_j v_(k − j) − u_j (k − j) v_(k − j))."""
    block = np.empty((u.order + 1, len(y)))
    scaled, below, rates = np.empty_like(block), np.empty_like(y), weighted(u)
    block[0], scaled[0] = y, 0.0
    for k in range(1, u.order + 1):
        row = scaled[k]
        accumulate(row, rates, block, k)
        row *= exponent
        accumulate(below, u, scaled, k)
        row -= below
        row /= u.rows[0]
        np.divide(row, k, out=block[k])
    return of_block(block, u.order)


def length(a: Series | float, b: Series | float, y: Array, order: int) -> Series:
    """√(a² + b²) from its values y, scaled so that no square overflows."""
    size = np.exp2(np.floor(np.log2(np.where(y > 0.0, y, 1.0))))
    a, b = (Series([1.0], order) * u if isinstance(u, float) else u for u in (a, b))
    a, b = a * (1.0 / size), b * (1.0 / size)
    return started(root(a * a + b * b, y / size) * size, y)


def angle(b: Series, a: Series, y: Array) -> Series:
    """atan2(b, a) from its values y: v' = (a b' − b a')/(a² + b²)."""
    distance = np.hypot(a.rows[0], b.rows[0])
    size = np.exp2(np.floor(np.log2(np.where(distance > 0.0, distance, 1.0))))
    a, b = a * (1.0 / size), b * (1.0 / size)
    return integrated(divided(a * slope(b) - b * slope(a), a * a + b * b), y)


def _bell(u: Series) -> Series:
    """2/√π e^(−u²) u'."""
    exponent = -(u * u)
    return exponential(exponent, np.exp(exponent.rows[0])) * slope(u) * (2.0 / math.sqrt(math.pi))


def _log_gamma(u: Series, y: Array) -> Series:
    """ln Γ(u) for u ≥ 1/2: its derivatives are −ψ and the Hurwitz zeta function, ψ⁽ᵏ⁾(x) = (−1)ᵏ⁺¹ k! ζ(k + 1, x)."""
    from scipy.special import digamma, zeta

    x = u.rows[0]
    outer: list[Row] = [y, digamma(x), *((-1.0) ** k / k * zeta(float(k), x) for k in range(2, u.order + 1))]
    return composed(outer[: u.order + 1], u)


def _gamma(u: Series, y: Array) -> Series:
    """Γ(u) = Γ(u_0) exp(ln Γ(u) − ln Γ(u_0)) for u ≥ 1/2, and π/(sin(πu) Γ(1 − u)) below."""
    below = u.rows[0] < 0.5
    right = _reflected(u, below)
    from scipy.special import gamma

    value: Array = np.asarray(gamma(right.rows[0]))
    result = _gamma_right(right, value)
    if not below.any():
        return started(result, y)
    other = divided(math.pi, _sine_pi(u) * result)
    return started(_chosen(below, other, result), y)


def _gamma_right(u: Series, y: Array) -> Series:
    grown = _log_gamma(u, np.zeros_like(y))
    return exponential(grown, np.ones_like(y)) * y


def _lgamma(u: Series, y: Array) -> Series:
    """ln |Γ(u)|, below 1/2 as ln π − ln |sin(πu)| − ln Γ(1 − u)."""
    below = u.rows[0] < 0.5
    right = _log_gamma(_reflected(u, below), y)
    if not below.any():
        return right
    return _chosen(below, -logarithm(_sine_pi(u), y) - right, right, y)


def _reflected(u: Series, below: Array) -> Series:
    """1 − u where `below`, else u."""
    if not below.any():
        return u
    sign = np.where(below, -1.0, 1.0)
    return u * sign + Series([np.where(below, 1.0, 0.0)], u.order)


def _chosen(condition: Array, a: Series, b: Series, start: Array | None = None) -> Series:
    block = np.where(condition, a.block, b.block)
    if start is not None:
        block[0] = start
    return of_block(block, a.order)


def _sine_pi(u: Series) -> Series:
    """sin(πu), exact in its zeros: the integer nearest to u is taken off first."""
    nearest = np.round(u.rows[0])
    sign = np.where(nearest % 2.0 == 0.0, 1.0, -1.0)
    rest = started(u, u.rows[0] - nearest) * math.pi
    return waves(rest, np.sin(rest.rows[0]), np.cos(rest.rows[0]), -1.0) * sign


def _sinc(u: Series, y: Array) -> Series:
    """sin(z)/z for z = πu, from its coefficients a in (z − z_0)/s: z_0 a_k + s a_(k − 1) = s_k, those of the sine.

    Upwards the recurrence is stable while k < |z_0|, downwards beyond, from an index where a_k is negligible. The unit
    s is the slope of a linear argument, so that no coefficient leaves the float64 range on the way.
    """
    z = u * math.pi
    first, order = z.rows[0], u.order + 40 + u.order // 2
    unit = np.where(z.rows[1] == 0.0, 1.0, z.rows[1]) if len(z.rows) == 2 else np.ones_like(first)
    sine = waves(Series([first, unit], order), np.sin(first), np.cos(first), -1.0).rows
    upwards, downwards = [y], [np.zeros_like(y)]
    for k in range(1, u.order + 1):
        upwards.append((sine[k] - unit * upwards[-1]) / first)
    for k in range(order, 0, -1):
        downwards.append((sine[k] - first * downwards[-1]) / unit)
    downwards.reverse()
    outer = [np.where(np.abs(first) > k, upwards[k], downwards[k]) for k in range(u.order + 1)]
    return started(composed(outer, z * (1.0 / unit)), y)


SPECIAL: Mapping[str, Rule] = MappingProxyType(
    {
        "erf": lambda u, y: integrated(_bell(u), y),
        "erfc": lambda u, y: integrated(-_bell(u), y),
        "gamma": _gamma,
        "lgamma": _lgamma,
        "sinc": _sinc,
        "cbrt": lambda u, y: real_power(u, 1.0 / 3.0, y),
    }
)
