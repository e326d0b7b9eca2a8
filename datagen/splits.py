"""A random division of rows into train and test, exact in every ten rows.

Of each ten rows that follow each other a fixed number, chosen by chance, is train: the train rows among the
first 10 k are the given fraction of them to the nearest row, and a row's part does not depend on how many follow.
"""

from typing import TYPE_CHECKING, Any

from datagen.streams import BLOCK, generator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["parts"]

TEN = 10


def parts(fraction: float, rows: int, seed: int, block: int) -> "NDArray[Any]":
    """Whether each of the first rows of a block is train or test: text (rows,)."""
    import numpy as np

    first = block * BLOCK // TEN  # the group of ten rows that the block begins in
    last = (block * BLOCK + BLOCK - 1) // TEN
    ends = np.floor(np.arange(first, last + 2) * (TEN * fraction) + 0.5)
    rank = _numbers(first, last, seed, block).argsort(axis=1).argsort(axis=1)
    train = (rank < np.diff(ends)[:, None]).ravel()[block * BLOCK - first * TEN :][:rows]
    return np.where(train, "train", "test")


def _numbers(first: int, last: int, seed: int, block: int) -> "NDArray[np.float64]":
    """The random numbers of groups of ten rows, (groups, 10): those of a group belong to the block of its first row."""
    import numpy as np

    begun = -(block * BLOCK) % TEN  # rows at the start of the block whose group began in the one before
    numbers = generator(seed, "split", block).random(BLOCK + TEN)[begun:]
    if begun:
        before = generator(seed, "split", block - 1).random(BLOCK + TEN)[BLOCK + begun - TEN : BLOCK + begun]
        numbers = np.concatenate([before, numbers])
    return numbers[: (last + 1 - first) * TEN].reshape(-1, TEN)
