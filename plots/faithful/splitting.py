"""Intervals cut in parts, evenly or by ratio towards zero, where the numbers lie ever closer, and put together."""

import math
from collections.abc import Iterable

import numpy as np

from plots.views import Bools, Floats, Integers

__all__ = ["Pieces", "adjacent", "parts_of", "runs", "split", "together", "united"]

Pieces = tuple[Floats, Floats]
"""The left and the right ends of n intervals, float64 (n,)."""

TINY = 2.0**-240
"""Of the range: nearer to zero than this nothing is looked at, so that squares of what is are no zeros."""

_TOWARDS_ZERO = np.exp2(-np.array([256.0, 128.0, 64.0, 32.0, 16.0, 8.0, 4.0, 2.0, 1.0]))
RATIO = 64.0  # between the ends of an interval, above which it is cut by ratio


def split(a: Floats, b: Floats, parts: Integers, sharp: Bools) -> Pieces:
    """The parts of the intervals [a, b], sorted as the intervals are.

    parts: into how many even parts each is cut.
    sharp: which are to be cut at zero and by ratio towards it, for there may be a break at zero.
    """
    across, touching = sharp & (a < 0) & (b > 0), sharp & ((a == 0) | (b == 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(a > 0, b / a, np.where(b < 0, a / b, 1.0))
    distant = (ratio > RATIO) & np.isfinite(ratio)
    even = ~(across | touching | distant)
    cut = [_even(a[even], b[even], parts[even])]
    if across.any():
        cut += [(a[across], np.zeros(across.sum())), (np.zeros(across.sum()), b[across])]
    if touching.any():
        cut.append(_towards_zero(a[touching], b[touching]))
    if distant.any():
        cut.append(_by_ratio(a[distant], b[distant]))
    left, right = (np.concatenate(ends) for ends in zip(*cut, strict=True))
    apart = left < right
    return left[apart], right[apart]


def adjacent(a: Floats, b: Floats, span: float) -> Bools:
    """Whether no number lies between a and b, or none that matters next to zero, on a range as wide as `span`."""
    least = max(TINY * span, 2 * float(np.finfo(float).tiny))
    last: Bools = (b <= np.nextafter(a, np.inf)) | (np.maximum(np.abs(a), np.abs(b)) < least)
    return last


def parts_of(count: int | np.integer, whole: int) -> int:
    """Into how many parts each of `count` intervals is split: a pass over many costs little more than over one."""
    return int(2.0 ** min(max(math.floor(math.log2(whole / max(int(count), 1))), 1), 8))


def together(pieces: Iterable[Pieces]) -> Pieces:
    """The intervals of all pieces, as they are."""
    left, right = zip(*pieces, strict=True)
    return np.concatenate(left), np.concatenate(right)


def united(pieces: Iterable[Pieces], roundings: float = 0.0) -> Pieces:
    """The intervals that the pieces are together, sorted; those that are no more roundings apart are one."""
    left, right = (np.concatenate([*ends, np.empty(0)]) for ends in zip(*pieces, (np.empty(0),) * 2, strict=True))
    if not len(left):
        return left, right
    order = np.argsort(left, kind="stable")
    left, right = left[order], np.maximum.accumulate(right[order])
    near = roundings * np.spacing(np.maximum(np.abs(left[1:]), np.abs(right[:-1])))
    first, last = runs(left[1:] > right[:-1] + near)
    return left[first], right[last]


def runs(ends: Bools) -> tuple[Integers, Integers]:
    """Where runs begin and where they end, from whether one ends between each thing and the next: n bools for n + 1."""
    first = np.flatnonzero(np.concatenate(([True], ends)))
    return first, np.append(first[1:] - 1, len(ends))


def _even(a: Floats, b: Floats, parts: Integers) -> Pieces:
    parent = np.repeat(np.arange(len(a)), parts)
    first = np.cumsum(parts) - parts
    number = np.arange(len(parent)) - first[parent]
    step, count = (b - a)[parent], parts[parent]
    left = a[parent] + step * (number / count)
    right = np.where(number + 1 == count, b[parent], a[parent] + step * ((number + 1) / count))
    return left, np.minimum(right, b[parent])


def _towards_zero(a: Floats, b: Floats) -> Pieces:
    end = np.where(a == 0, b, a)[:, None]
    edges = np.hstack([np.zeros_like(end), end * _TOWARDS_ZERO, end])
    edges = np.where(np.abs(edges) < np.finfo(float).tiny, 0.0, edges)
    return _between(edges)


def _by_ratio(a: Floats, b: Floats) -> Pieces:
    sign = np.sign(a)[:, None]
    low, high = np.log2(np.abs(a))[:, None], np.log2(np.abs(b))[:, None]
    inner = sign * np.exp2(low + (high - low) * (np.arange(1, 8) / 8))
    return _between(np.hstack([a[:, None], inner, b[:, None]]))


def _between(edges: Floats) -> Pieces:
    one, other = edges[:, :-1].ravel(), edges[:, 1:].ravel()
    return np.minimum(one, other), np.maximum(one, other)
