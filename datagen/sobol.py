"""Sobol sequences: quasi-random points of which any block is made alone.

Coordinate d of point i is the exclusive or of the direction numbers v_j of d over the binary digits j of i that are
1. As that is linear, the points of block k are those of block 0, each combined with one number, that of point
65,536 k: a block starts anywhere in the sequence at no cost, and the first rows are the same for every n.

The sequence is scrambled: each v_j is multiplied by a random lower triangular matrix of binary digits, and all points
are shifted by a random number. Every seed has other points, and any 2^m points that follow each other from a multiple
of 2^m remain as evenly spread as those of the sequence itself. Points are taken in the order of i and not of its Gray
code, which would be another order of the same points within each 2^m.

Sources: I. M. Sobol, On the distribution of points in a cube and the approximate evaluation of integrals, USSR
Computational Mathematics and Mathematical Physics 7 (1967); S. Joe and F. Y. Kuo, Constructing Sobol sequences with
better two-dimensional projections, SIAM Journal on Scientific Computing 30 (2008), whose direction numbers these are;
J. Matoušek, On the L2-discrepancy for anchored boxes, Journal of Complexity 14 (1998), for the scrambling.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

from datagen.streams import BLOCK, generator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["DIMENSIONS", "directions", "sobol"]

BITS = 53
"""Binary digits of a coordinate: those of a double below 1, and points to tell apart, 2^53."""

_DIGITS = BLOCK.bit_length() - 1
"""Binary digits of the place of a row in its block."""

_ROWS: tuple[tuple[int, tuple[int, ...]], ...] = (
    (3, (1,)), (7, (1, 3)), (11, (1, 3, 1)), (13, (1, 1, 1)), (19, (1, 1, 3, 3)), (25, (1, 3, 5, 13)),
    (37, (1, 1, 5, 5, 17)), (41, (1, 1, 5, 5, 5)), (47, (1, 1, 7, 11, 19)), (55, (1, 1, 5, 1, 1)),
    (59, (1, 1, 1, 3, 11)), (61, (1, 3, 5, 5, 31)), (67, (1, 3, 3, 9, 7, 49)), (91, (1, 1, 1, 15, 21, 21)),
    (97, (1, 3, 1, 13, 27, 49)), (103, (1, 1, 1, 15, 7, 5)), (109, (1, 3, 1, 15, 13, 25)),
    (115, (1, 1, 5, 5, 19, 61)), (131, (1, 3, 7, 11, 23, 15, 103)), (137, (1, 3, 7, 13, 13, 15, 69)),
    (143, (1, 1, 3, 13, 7, 35, 63)), (145, (1, 3, 5, 9, 1, 25, 53)), (157, (1, 3, 1, 13, 9, 35, 107)),
    (167, (1, 3, 1, 5, 27, 61, 31)), (171, (1, 1, 5, 11, 19, 41, 61)), (185, (1, 3, 5, 3, 3, 13, 69)),
    (191, (1, 1, 7, 13, 1, 19, 1)), (193, (1, 3, 7, 5, 13, 19, 59)), (203, (1, 1, 3, 9, 25, 29, 41)),
    (211, (1, 3, 5, 13, 23, 1, 55)), (213, (1, 3, 7, 3, 13, 59, 17)),
)  # fmt: skip
"""Of each dimension after the first: a primitive polynomial over two elements, its coefficients as binary digits,
and the first odd integers m_1, m_2, ... of Joe and Kuo."""

DIMENSIONS = 1 + len(_ROWS)
"""How many variables a sequence can have."""


def sobol(dimension: int, seed: int, block: int) -> "NDArray[np.float64]":
    """Coordinate `dimension`, from 0, of the points of one block: float64 (65,536,) on [0, 1)."""
    import numpy as np

    first, later = _scrambled(dimension, seed)
    start = 0
    for j, direction in enumerate(later):
        if block >> j & 1:
            start ^= direction
    return (first ^ np.uint64(start)).astype(np.float64) * 2.0**-BITS


def directions(dimension: int) -> list[int]:
    """The direction numbers v_0, v_1, ... of a dimension, from 0: integers of 53 binary digits, not scrambled.

    v_k is the exclusive or of v_{k-s}, v_{k-s} >> s and those v_{k-i} whose coefficient in the polynomial is 1.
    """
    if dimension == 0:
        return [1 << (BITS - 1 - k) for k in range(BITS)]
    polynomial, odd = _ROWS[dimension - 1]
    s = len(odd)
    found = [m << (BITS - 1 - k) for k, m in enumerate(odd)]
    for k in range(s, BITS):
        new = found[k - s] ^ found[k - s] >> s
        for i in range(1, s):
            if polynomial >> (s - i) & 1:
                new ^= found[k - i]
        found.append(new)
    return found


@lru_cache(maxsize=64)
def _scrambled(dimension: int, seed: int) -> "tuple[NDArray[np.uint64], list[int]]":
    """The points of block 0, and the direction numbers that tell the blocks apart: half a megabyte, made once."""
    import numpy as np

    random = generator(seed, "scrambling", 0, dimension).integers(0, 2**BITS, BITS + 1, dtype=np.uint64).tolist()
    shift, matrix = random[BITS], [_lower(row, random[row]) for row in range(BITS)]
    numbers = [_product(matrix, each) for each in directions(dimension)]
    points = np.array([shift], dtype=np.uint64)
    for number in numbers[:_DIGITS]:
        points = np.concatenate([points, points ^ np.uint64(number)])
    points.flags.writeable = False
    return points, numbers[_DIGITS:]


def _lower(row: int, digits: int) -> int:
    """A row of a lower triangular matrix: ones on the diagonal, random digits before it."""
    diagonal = 1 << (BITS - 1 - row)
    return digits & ~(2 * diagonal - 1) | diagonal


def _product(matrix: list[int], vector: int) -> int:
    """Matrix times vector over two elements, the first row giving the highest digit."""
    digits = 0
    for row in matrix:
        digits = digits << 1 | ((row & vector).bit_count() & 1)
    return digits
