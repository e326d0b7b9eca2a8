"""Random permutations of 0 ... n-1 of which any part is found alone, however large n is.

Up to a block, n numbers are shuffled: every permutation is as likely as another. Above it a permutation is computed
for each number by itself, without a table: i is written as a pair (l, r) of digits to the bases a and b, with a b just
above n, and in eight rounds each digit in turn is shifted by a keyed random function of the other, which can be undone
and is therefore a permutation of the a b pairs (a Feistel network). A number that lands at n or above, which few do,
is sent through again until it does not (cycle walking), which leaves a permutation of 0 ... n-1.

Sources: M. Luby and C. Rackoff, How to construct pseudorandom permutations from pseudorandom functions, SIAM Journal
on Computing 17 (1988); J. Black and P. Rogaway, Ciphers with arbitrary finite domains, CT-RSA (2002), for the bases
and the cycle walking; G. L. Steele, D. Lea and C. H. Flood, Fast splittable pseudorandom number generators, OOPSLA
(2014), for the function that mixes the digits.
"""

from functools import lru_cache
from math import isqrt
from typing import TYPE_CHECKING

from datagen.streams import BLOCK, generator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.uint64]

__all__ = ["permuted"]

ROUNDS = 8


def permuted(index: "Integers", n: int, seed: int, column: int = 0) -> "Integers":
    """Where a random permutation of 0 ... n-1 puts each of `index`: uint64 of its shape.

    Each seed and column has another permutation. n is at most 2^62.
    """
    if n <= BLOCK:
        return _shuffled(n, seed, column)[index]
    import numpy as np

    keys = _keys(seed, column)
    found = _rounds(index, n, keys)
    while len(outside := np.flatnonzero(found >= n)):
        found[outside] = _rounds(found[outside], n, keys)
    return found


@lru_cache(maxsize=64)
def _shuffled(n: int, seed: int, column: int) -> "Integers":
    import numpy as np

    return generator(seed, "permutations", 0, column).permutation(n).astype(np.uint64)


@lru_cache(maxsize=64)
def _keys(seed: int, column: int) -> "Integers":
    import numpy as np

    return generator(seed, "permutations", 1, column).integers(0, 2**64, ROUNDS, dtype=np.uint64)


def _rounds(index: "Integers", n: int, keys: "Integers") -> "Integers":
    """The permutation of all pairs of digits, of which there are less than n + the root of n."""
    import numpy as np

    a = np.uint64(isqrt(n - 1) + 1)
    b = np.uint64(-(-n // int(a)))
    left, right = np.divmod(index, b)
    for key in keys.reshape(-1, 2):
        left = _shifted(left, right, a, key[0])
        right = _shifted(right, left, b, key[1])
    return left * b + right


def _shifted(digit: "Integers", other: "Integers", base: "np.uint64", key: "np.uint64") -> "Integers":
    """A digit plus a random function of the other, modulo its base, which has at most 32 bits."""
    import numpy as np

    mixed = other + key  # unsigned integers wrap around
    mixed = (mixed ^ mixed >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ mixed >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    moved = digit + ((mixed >> np.uint64(32)) * base >> np.uint64(32))  # the upper half, scaled to 0 ... base-1
    return np.where(moved >= base, moved - base, moved)
