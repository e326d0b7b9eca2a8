"""Sums, products and quotients of bounds (2, n), rounded outward; what is exact stays exact where that is cheap."""

import math

import numpy as np

from datagen.arithmetic.rounding import EPS, Array, clamped, ends, raised

__all__ = ["product", "quotient", "scaled", "shifted", "summed"]

_HALF = np.array([[-EPS], [EPS]])


def summed(first: Array, second: Array) -> Array:
    """The bounds of x + y; a sum that is 0, or as small as a number can be, is exact."""
    total = clamped(first + second)
    step = np.abs(total)
    step *= _HALF
    step += total
    return step


def shifted(bounds: Array, c: float) -> Array:
    """The bounds of x + c, which are exact where the sums are: floor(x + 1) jumps at the integers, not beside them.

    The error of a sum: D. E. Knuth, The Art of Computer Programming 2, 4.2.2, theorem B.
    """
    total = bounds + c
    back = total - bounds
    error = c - back
    back -= total  # back is now -(total - back)
    back += bounds
    error += back
    total = clamped(total)
    step = np.abs(total)
    step *= _HALF
    step *= error != 0.0
    step += total
    return step


def scaled(bounds: Array, c: float) -> Array:
    """The bounds of c x, which are exact where c is a power of two."""
    if c == 0:
        return np.where(np.isnan(bounds), np.nan, 0.0)
    bounds = bounds if c > 0 else bounds[::-1]
    multiple = bounds * c
    if abs(math.frexp(c)[0]) == 0.5 and (abs(c) >= 1 or (np.abs(multiple) > 1e-300).all()):
        return clamped(multiple)
    result = raised(multiple, 1)
    return result if bounds.all() else np.where(bounds == 0.0, 0.0, result)


def product(first: Array, second: Array) -> Array:
    """The bounds of x y; 0 is exact unless it is a product that was too small for float64."""
    one, two = first * second, first * second[::-1]
    bounds = ends(one, two)
    if not math.isfinite(np.vdot(bounds, bounds)):
        empty = np.isnan(first[0]) | np.isnan(second[0])
        one, two = (np.where(np.isnan(each) & ~empty, 0.0, each) for each in (one, two))  # 0 times inf is 0
        bounds = ends(one, two)
    result = raised(bounds, 1)
    if bounds.all():
        return result
    lost = ((one == 0) & (first != 0) & (second != 0)) | ((two == 0) & (first != 0) & (second[::-1] != 0))
    return np.where((bounds == 0) & ~lost.any(axis=0), 0.0, result)


def quotient(first: Array, second: Array) -> Array:
    """a/b for a divisor whose ends are of one sign; 0/0 and inf/inf add nothing to the other corners."""
    one, two = first / second, first / second[::-1]
    bounds = ends(one, two)
    if not math.isfinite(np.vdot(bounds, bounds)):
        empty = np.isnan(first[0]) | np.isnan(second[0])
        low, high = np.fmin(one, two), np.fmax(one, two)
        bounds = np.stack((np.fmin(low[0], low[1]), np.fmax(high[0], high[1])))
        bounds = np.where(np.isnan(bounds) & ~empty, 0.0, np.where(empty, np.nan, bounds))
    result = raised(bounds, 1)
    if bounds.all():
        return result
    zero = (first == 0) | ~np.isfinite(second), (first == 0) | ~np.isfinite(second[::-1])
    lost = ((one == 0) & ~zero[0]) | ((two == 0) & ~zero[1])
    return np.where((bounds == 0) & ~lost.any(axis=0), 0.0, result)
