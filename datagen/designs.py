"""DESIGNS: where the inputs of a dataset lie."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from datagen.streams import BLOCK, generator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Draw = Callable[["Ranges", int, int, int], list[NDArray[np.float64]]]

__all__ = ["DESIGNS", "Design", "Ranges", "grid_side"]

Ranges = dict[str, tuple[float, float]]


class Design(NamedTuple):
    """One design: what it is, and `draw(ranges, n, seed, block)`, the inputs of one block, (rows,) for each variable.

    `extensible` says that a row does not depend on n, so that the first rows of a larger dataset are those of a
    smaller one.
    """

    law: str
    draw: "Draw"
    extensible: bool = False


def grid_side(n: int, variables: int) -> int:
    """The largest m with m^variables at most n: the values of each variable in a grid of n rows."""
    m: int = round(n ** (1 / variables))
    return m - 1 if m**variables > n else m


def _rows(n: int, block: int) -> int:
    """How many of the n rows a block holds."""
    return min(BLOCK, n - block * BLOCK)


def _spread(unit: "NDArray[np.float64]", low: float, high: float) -> "NDArray[np.float64]":
    """Values on [0, 1) brought to [low, high), in place: where rounding reaches high, the number before it."""
    import numpy as np

    unit *= high - low
    unit += low
    if not unit.max(initial=low) < high:  # looked at first, as to write is three times as slow
        np.minimum(unit, np.nextafter(high, low), out=unit)
    return unit


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
        i = row // m**place % m if len(ranges) > 1 else row
        column = low * (m - 1 - i)
        column += high * i
        column /= max(m - 1, 1)
        column[i == m - 1], column[i == 0] = high, low  # rounding may move the ends
        columns.append(column)
    return columns[::-1]


def _uniform(ranges: Ranges, n: int, seed: int, block: int) -> "list[NDArray[np.float64]]":
    """Independent uniform values on [low, high)."""
    random, rows = generator(seed, "inputs", block), _rows(n, block)
    return [_spread(random.random(BLOCK)[:rows], low, high) for low, high in ranges.values()]


def _normal(ranges: Ranges, n: int, seed: int, block: int) -> "list[NDArray[np.float64]]":
    """Independent normal values, of which 99.73 % lie in the range: -3:3 is the standard normal law."""
    random, rows = generator(seed, "inputs", block), _rows(n, block)
    columns = []
    for low, high in ranges.values():
        column = random.standard_normal(BLOCK)[:rows]
        column *= (high - low) / 6
        column += (low + high) / 2
        columns.append(column)
    return columns


def _sobol(ranges: Ranges, n: int, seed: int, block: int) -> "list[NDArray[np.float64]]":
    """The points of a scrambled Sobol sequence, each coordinate spread over its range."""
    from datagen.sobol import sobol

    rows = _rows(n, block)
    return [
        _spread(sobol(dimension, seed, block)[:rows], low, high)
        for dimension, (low, high) in enumerate(ranges.values())
    ]


def _lhs(ranges: Ranges, n: int, seed: int, block: int) -> "list[NDArray[np.float64]]":
    """A Latin hypercube: of n equal parts of every range, each holds one row, at a uniform place.

    The parts are visited in an order of its own for each variable, a random permutation of which any block is found
    alone. Source: M. D. McKay, R. J. Beckman and W. J. Conover, A comparison of three methods for selecting values of
    input variables in the analysis of output from a computer code, Technometrics 21 (1979).
    """
    import numpy as np

    from datagen.permutations import permuted

    random, rows = generator(seed, "inputs", block), _rows(n, block)
    row = np.arange(block * BLOCK, block * BLOCK + rows, dtype=np.uint64)
    columns = []
    for place, (low, high) in enumerate(ranges.values()):
        part = (permuted(row, n, seed, place) + random.random(BLOCK)[:rows]) / n
        columns.append(_spread(part, low, high))
    return columns


DESIGNS = {
    "grid": Design("even, ends included; of several variables the product", _grid),
    "uniform": Design("independent on [LOW, HIGH)", _uniform, extensible=True),
    "normal": Design("independent, LOW and HIGH 3 standard deviations from the mean", _normal, extensible=True),
    "sobol": Design("a scrambled Sobol sequence, which a block enters at any place", _sobol, extensible=True),
    "lhs": Design("a Latin hypercube, one row in each of n parts of every range", _lhs),
}
"""Every design, by its name."""
