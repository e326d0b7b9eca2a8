"""The digamma function and its derivatives on intervals."""

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from datagen.arithmetic.intervals.interval import Interval, divided
from datagen.arithmetic.rounding import EPS, PI, Array, raised

if TYPE_CHECKING:
    from datagen.arithmetic.intervals.functions import Intervals

__all__ = ["digamma_rows"]

_ULPS = 8.0
"""More than twice the errors seen of SciPy's psi and zeta: 1.3 and 3.3."""

_UNIT = np.array([[-1.0], [1.0]])


def digamma_rows(i: "Intervals", u: Interval) -> Iterator[Interval]:
    """ψ(u), ψ'(u) and ψ''(u)/2, by reflection at negative arguments: ψ(x) = ψ(1 - x) - π cot(πx)."""
    low = u.bounds[0]
    if (low > 0).all():
        yield from _positive(u)
        return
    right = Interval.of(np.maximum(u.bounds, 1e-300))
    mirrored = Interval.of(np.maximum((1.0 - u).bounds, 1e-300))
    for first, second in zip(_positive(right), _reflected(i, u, mirrored), strict=True):
        bounds = np.where(low > 0, first.bounds, second.bounds)
        straddling = (low <= 0) & (u.bounds[1] >= 0)
        bounds = np.where(straddling, _UNIT * np.inf, bounds)
        yield u.like(bounds, (low > 0) | (second.defined & ~straddling), (low > 0) | second.continuous)


def _reflected(i: "Intervals", u: Interval, mirrored: Interval) -> Iterator[Interval]:
    pi = Interval.of(np.array([[math.pi], [PI]]))
    sine = i.sinpi(u)
    cotangent, square = i.cospi(u) / sine, divided(1.0, sine.square())
    first, second, third = _positive(mirrored)
    yield first - pi * cotangent
    yield pi.square() * square - second
    yield third - i.power(pi, 3.0) * cotangent * square


def _positive(u: Interval) -> Iterator[Interval]:
    """For u > 0, where each is monotone: ψ' = ζ(2, u), ψ''/2 = -ζ(3, u)."""
    psi, zeta = _special("psi"), _special("zeta")
    bounds = raised(psi(u.bounds), _ULPS)
    yield u.like(bounds + _UNIT * EPS)
    yield u.like(_zeta(zeta, 2.0, u.bounds))
    yield -u.like(_zeta(zeta, 3.0, u.bounds))


def _zeta(zeta: Callable[[float, Array], Array], s: float, bounds: Array) -> Array:
    """ζ(s, u), which falls from inf to 0."""
    values = np.where(np.isposinf(bounds), 0.0, zeta(s, bounds))
    values = raised(values[::-1], _ULPS)
    np.maximum(values[0], 0.0, out=values[0])
    return values


def _special(name: str) -> Callable[..., Any]:
    import scipy.special

    found: Callable[..., Any] = getattr(scipy.special, name)
    return found
