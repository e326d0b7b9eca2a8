"""Sets whose rows follow each other in time: sine waves and a random walk.

A row of a path depends on those before it, and yet any block is made alone. A wave is a function of its number. The
walk is made by Lévy's construction: the values at the ends of the blocks come first, each from its two neighbours at
twice the distance and a normal number of its own, and the steps between two ends are those of a walk that is tied to
them. Each value so has the law of the walk, and costs the logarithm of the number of blocks.

Source: P. Lévy, Processus stochastiques et mouvement brownien (1948).
"""

import math
from typing import TYPE_CHECKING

from datagen.kinds import Real
from datagen.sets.row import Drawn, Layout, Parameter, PointSet, Values, count
from datagen.streams import BLOCK, generator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["PATHS"]


def _wave_layout(values: Values) -> Layout:
    return Layout(("x",), ("y",), {"wave": "integer"})


def _sine_waves(values: Values, seed: int, block: int) -> Drawn:
    """Wave w = row // points, at an even grid of [-5, 5], with an amplitude and a phase of its own."""
    import numpy as np

    wave, place = np.divmod(np.arange(block * BLOCK, (block + 1) * BLOCK, dtype=np.int64), int(values["points"]))
    last = max(int(values["points"]) - 1, 1)
    x = (-5.0 * (last - place) + 5.0 * place) / last
    first = int(wave[0]) // BLOCK
    numbers = [_uniform_pairs(seed, each) for each in range(first, int(wave[-1]) // BLOCK + 1)]
    amplitude, phase = np.concatenate(numbers, axis=1)[:, wave - first * BLOCK]
    y = (0.1 + 4.9 * amplitude) * np.sin(values["frequency"] * x + np.pi * phase)
    return Drawn((x,), (y,), (wave,))


def _uniform_pairs(seed: int, block: int) -> "NDArray[np.float64]":
    """Two uniform numbers for each of a block of waves, (2, 65,536)."""
    return generator(seed, "parameters", block).random((BLOCK, 2)).T


def _walk_layout(values: Values) -> Layout:
    return Layout(("t",), ("y",), {})


def _random_walk(values: Values, seed: int, block: int) -> Drawn:
    """y(t) = drift t + step W(t), with W(0) = 0 and W(t + 1) - W(t) standard normal."""
    import numpy as np

    steps = generator(seed, "shapes", block).standard_normal(BLOCK)
    walked = np.cumsum(steps)
    start, end = walk_at(block, seed), walk_at(block + 1, seed)
    share = np.arange(BLOCK) / BLOCK
    tied = start + (walked - steps) + share * (end - start - walked[-1])
    t = np.arange(block * BLOCK, (block + 1) * BLOCK, dtype=np.float64)
    return Drawn((t,), (values["drift"] * t + values["step"] * tied,))


def walk_at(block: int, seed: int) -> float:
    """W at the first row of a block, the same from whichever side it is asked for."""
    left, right, value = 0, 1, _normal(1, seed)
    if block == 0:
        return 0.0
    before = 0.0
    while right < block:  # on to twice the distance, an independent step of the same length
        left, right, before = right, 2 * right, value
        value += math.sqrt(left) * _normal(right, seed)
    while right != block and right - left > 1:
        middle = (left + right) // 2
        between = (before + value) / 2 + math.sqrt(right - left) / 2 * _normal(middle, seed)
        if middle >= block:
            right, value = middle, between
        else:
            left, before = middle, between
    return math.sqrt(BLOCK) * value


def _normal(block: int, seed: int) -> float:
    """The standard normal number that belongs to the first row of a block."""
    return float(generator(seed, "walks", block).standard_normal())


PATHS = (
    PointSet(
        "sine-waves", "a sin(frequency x + p), x even on [-5, 5]; of each wave a uniform on [0.1, 5), p on [0, pi)",
        "waves of random amplitude and phase, one after the other",
        "C. Finn, P. Abbeel and S. Levine, Model-agnostic meta-learning for fast adaptation of deep networks, "
        "ICML (2017)",
        {
            "points": count(100, "rows of a wave", most=10**9),
            "frequency": Parameter(Real(), 1.0, "radians per unit of x"),
        },
        _wave_layout, _sine_waves,
        blocks="a wave's amplitude and phase are drawn by its number, so that any block finds those of its waves",
    ),
    PointSet(
        "random-walk", "y(0) = 0, y(t + 1) = y(t) + drift + step N(0, 1)",
        "the sum of independent normal steps",
        "K. Pearson, The problem of the random walk, Nature 72 (1905); P. Lévy, Processus stochastiques et mouvement "
        "brownien (1948), for the construction",
        {
            "drift": Parameter(Real(), 0.0, "the mean of a step"),
            "step": Parameter(Real(0.0), 1.0, "its standard deviation"),
        },
        _walk_layout, _random_walk,
        blocks="the ends of the blocks are found first, by halving, and the steps of a block are tied to its two ends",
    ),
)  # fmt: skip
