"""Outward rounding: bounds of computed numbers that hold for the exact ones.

Bounds are float64 of shape (2, n): a row of lower and a row of upper bounds, nan in both where there is nothing to
enclose. Raising a bound by |b| eps + tiny takes four cheap NumPy calls, which together cost about as much as
nextafter, moves it by any number of units, and is right down to the smallest numbers.

Source: S. M. Rump, Fast and parallel interval arithmetic, BIT 39 (1999).
"""

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["EPS", "LARGEST", "PI", "Array", "clamped", "ends", "outward", "raised"]

Array = NDArray[np.float64]

EPS = 2.0**-52
TINY = 2.0**-1022
"""The smallest normal number: arithmetic with the smaller ones, below which it is exact, is slow on most processors."""

LARGEST = float(np.finfo(np.float64).max)
PI = math.nextafter(math.pi, 4.0)
"""The least float64 above π; math.pi is below it."""

_SIGNS = np.array([[-1.0], [1.0]])


@cache
def _column(ulps: float) -> Array:
    return np.array([[-ulps * EPS], [ulps * EPS]])


@cache
def _tinies(ulps: float) -> Array:
    return np.array([[-TINY], [TINY]]) * math.ceil(ulps)


def clamped(bounds: Array) -> Array:
    """The bounds with an overflow taken back: a number that is too large for float64 is not infinite."""
    if math.isfinite(np.vdot(bounds, bounds)):
        return bounds
    clamped = np.empty_like(bounds)
    np.minimum(bounds[0], LARGEST, out=clamped[0])
    np.maximum(bounds[1], -LARGEST, out=clamped[1])
    return clamped


def raised(bounds: Array, ulps: float) -> Array:
    """Each bound moved outward by `ulps` units in its last place, and by as many of the smallest normal numbers."""
    bounds = clamped(bounds)
    step = np.abs(bounds)
    step *= _column(ulps)
    step += _tinies(ulps)
    step += bounds
    return step


def outward(bounds: Array, ulps: float) -> Array:
    """The same, for a function that is 0 only where it is computed as 0: there the bound stays 0."""
    bounds = clamped(bounds)
    step = np.abs(bounds)
    small = np.minimum(step, TINY)  # 0 for 0
    small *= math.ceil(ulps)
    step *= EPS * ulps
    step += small
    step *= _SIGNS
    step += bounds
    return step


def ends(first: Array, second: Array) -> Array:
    """The bounds of two arrays (2, n) of values at the corners of a box, the four corners in any order."""
    low, high = np.minimum(first, second), np.maximum(first, second)
    bounds = np.empty_like(low)
    np.minimum(low[0], low[1], out=bounds[0])
    np.maximum(high[0], high[1], out=bounds[1])
    return bounds
