"""The only door to randomness: seed, stream and block -> an independent generator.

Rows are made in fixed blocks. Each block of each stream has a random stream of its own,
`SFC64(SeedSequence(seed, spawn_key=(stream, block)))`, so that no row depends on another block and any order,
grouping or division of the work gives the same rows. Where several columns need independent numbers, column j of
stream s is stream s + 1000 j.

Source: the spawn keys of `numpy.random.SeedSequence`, after M. E. O'Neill, "PCG: A Family of Simple Fast
Space-Efficient Statistically Good Algorithms for Random Number Generation" (2014) and her seed_seq alternative.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

__all__ = ["BLOCK", "STREAMS", "blocks", "generator"]

BLOCK = 65_536
"""Rows in a block. It never changes: another size would be other data."""

STREAMS = {
    "inputs": 0, "noise": 1, "matrices": 2, "outliers": 3, "missing": 4, "split": 5, "shapes": 6, "parameters": 7,
    "walks": 8, "permutations": 9, "scrambling": 10, "rounding": 11,
}  # fmt: skip
"""What a stream is for. A number is never used again for something else: it would be other data."""


COLUMN = 1000
"""How far the numbers of a stream are apart from one column to the next."""


def generator(seed: int, stream: str, block: int, column: int = 0) -> "np.random.Generator":
    """The generator of one block of a stream; the same arguments give the same numbers."""
    import numpy as np

    sequence = np.random.SeedSequence(seed, spawn_key=(STREAMS[stream] + COLUMN * column, block))
    return np.random.Generator(np.random.SFC64(sequence))


def blocks(n: int) -> range:
    """The numbers of the blocks that hold n rows."""
    return range(-(-n // BLOCK))
