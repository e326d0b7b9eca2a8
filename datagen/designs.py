"""DESIGNS: where the inputs of a dataset lie."""

from typing import TYPE_CHECKING

from datagen.streams import BLOCK, generator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["DESIGNS", "Ranges", "grid_side"]

Ranges = dict[str, tuple[float, float]]


def grid_side(n: int, variables: int) -> int:
    """The largest m with m^variables at most n: the values of each variable in a grid of n rows."""
    m: int = round(n ** (1 / variables))
    return m - 1 if m**variables > n else m


def _grid(ranges: Ranges, n: int, seed: int, block: int) -> "list[NDArray[np.float64]]":
    """Evenly spaced values from low to high, both included; of k variables the product of k such grids.

    With m values of a variable, value i is (low (m-1-i) + high i)/(m-1), which keeps a grid that is symmetric about 0
    so, and gives 0.3 and not 0.30000000000000004 where the step is a tenth. The last variable changes fastest.
    """
    import numpy as np

    m = grid_side(n, len(ranges))
    row = np.arange(block * BLOCK, min(n, (block + 1) * BLOCK))
    columns = []
    for place, (low, high) in enumerate(reversed(ranges.values())):
        i = row // m**place % m
        inner = (low * (m - 1 - i) + high * i) / max(m - 1, 1)
        columns.append(np.where(i == 0, low, np.where(i == m - 1, high, inner)))  # rounding may move the ends
    return columns[::-1]


def _uniform(ranges: Ranges, n: int, seed: int, block: int) -> "list[NDArray[np.float64]]":
    """Independent uniform values on [low, high)."""
    rows = min(BLOCK, n - block * BLOCK)
    random = generator(seed, "inputs", block)
    return [low + (high - low) * random.random(BLOCK)[:rows] for low, high in ranges.values()]


DESIGNS = {"grid": _grid, "uniform": _uniform}
"""Each makes (ranges, n, seed, block) into the inputs of one block: an array (rows,) for each variable."""
