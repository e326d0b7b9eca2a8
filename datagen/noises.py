"""NOISES: how noise of amount a changes the values y of a formula."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Draw = Callable[[np.random.Generator, int], Array]
    Change = Callable[[Array, float, np.random.Generator, int], Array]

__all__ = ["NOISES", "Noise"]


class Noise(NamedTuple):
    """One kind of noise: its law, and `change(y, a, random, block)`, which makes y, of shape (n,), noisy.

    As many numbers are drawn as a whole block has rows, so that a row's noise does not depend on how many follow it.
    """

    law: str
    change: "Change"


def _added(draw: "Draw") -> "Change":
    return lambda y, a, random, block: y + a * draw(random, block)[: len(y)]


def _multiplied(y: "Array", a: float, random: "np.random.Generator", block: int) -> "Array":
    return y * (1 + a * random.standard_normal(block)[: len(y)])


def _poisson(y: "Array", a: float, random: "np.random.Generator", block: int) -> "Array":
    """nan where y/a cannot be the mean of a Poisson law: below 0, nan, or too large for a 64-bit count."""
    import numpy as np

    mean = y / a
    possible = (mean >= 0) & (mean < 2.0**62)
    return np.where(possible, a * random.poisson(np.where(possible, mean, 0.0)), np.nan)


NOISES = {
    "uniform": Noise("y + a U[0, 1)", _added(lambda random, n: random.random(n))),
    "normal": Noise("y + a N(0, 1)", _added(lambda random, n: random.standard_normal(n))),
    "laplace": Noise("y + a Laplace(0, 1)", _added(lambda random, n: random.laplace(size=n))),
    "student-t": Noise("y + a t(3)", _added(lambda random, n: random.standard_t(3, n))),
    "poisson": Noise("a Poisson(y/a)", _poisson),
    "multiplicative": Noise("y (1 + a N(0, 1))", _multiplied),
}
