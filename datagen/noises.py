"""NOISES: how noise of amount a changes the values y of a formula, and the option that gives an amount."""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from datagen.errors import DatagenError, OptionError
from datagen.expressions import parse
from datagen.kinds import Real

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Draw = Callable[[np.random.Generator, int], Array]
    Change = Callable[[Array, float | Array, np.random.Generator, int], Array]

__all__ = ["NOISES", "Amount", "Noise"]


class Amount(NamedTuple):
    """An amount of noise: a finite number, 0 or more, or a formula, which is kept as text."""

    metavar: str = "AMOUNT|FORMULA"

    def read(self, name: str, given: Any) -> float | str:
        try:
            return Real(0.0).read(name, given)
        except OptionError:
            if not isinstance(given, str) or not _has_variables(given):
                raise OptionError(name, given, "a finite number, 0 or more, or a formula of the inputs") from None
        return given.strip()


def _has_variables(text: str) -> bool:
    """Whether a text is a formula that is no constant. Raises: FormulaError where it cannot be read."""
    try:
        float(text)  # nan and inf are no variables here
    except ValueError:
        return bool(text.strip()) and bool(parse(text).variables)
    return False


class Noise(NamedTuple):
    """One kind of noise: its law, and `change(y, a, random, block)`, which makes y, of shape (n,), noisy.

    a is a number or has the shape of y. As many numbers are drawn as a whole block has rows, so that a row's noise
    does not depend on how many follow it. The noise of amount a has the variance a^power V for `variance(y)` V. An
    amount is in the unit of y, unless it is a `share` of y.
    """

    law: str
    change: "Change"
    variance: "Callable[[Array], float]"
    power: int = 2
    share: bool = False

    def amount(self, variance: float, y: "Array", unit: float) -> float:
        """The amount whose noise on values has a variance, both in a unit. Raises: DatagenError where none has."""
        one = self.variance(y)
        ratio = variance / one if one > 0 else 0.0
        found = ratio if self.power == 1 else math.sqrt(ratio)
        amount = found if self.share else found * unit
        if not 0 < amount < math.inf:
            raise DatagenError(f"noise of the kind {self.law} cannot be scaled to values of this sign and size")
        return amount


def _added(draw: "Draw") -> "Change":
    def change(y: "Array", a: "float | Array", random: "np.random.Generator", block: int) -> "Array":
        import numpy as np

        noise = draw(random, block)[: len(y)]
        noise *= a
        return np.add(y, noise, out=noise)

    return change


def _multiplied(y: "Array", a: "float | Array", random: "np.random.Generator", block: int) -> "Array":
    import numpy as np

    factor = random.standard_normal(block)[: len(y)]
    factor *= a
    factor += 1
    return np.multiply(y, factor, out=factor)


def _poisson(y: "Array", a: "float | Array", random: "np.random.Generator", block: int) -> "Array":
    """nan where y/a cannot be the mean of a Poisson law: below 0, nan, or too large for a 64-bit count."""
    import numpy as np

    with np.errstate(all="ignore"):
        mean = np.where(np.equal(a, 0), 0.0, y / a)
    possible = (mean >= 0) & (mean < 2.0**62)
    counts = a * random.poisson(np.where(possible, mean, 0.0))
    return np.where(np.equal(a, 0), y, np.where(possible, counts, np.nan))


def _mean(values: "Array") -> float:
    """The mean, its sum rounded once: the same on every machine."""
    return math.fsum(values.tolist()) / len(values)


NOISES = {
    "uniform": Noise("y + a U[0, 1)", _added(lambda random, n: random.random(n)), lambda y: 1 / 12),
    "normal": Noise("y + a N(0, 1)", _added(lambda random, n: random.standard_normal(n)), lambda y: 1.0),
    "laplace": Noise("y + a Laplace(0, 1)", _added(lambda random, n: random.laplace(size=n)), lambda y: 2.0),
    "student-t": Noise("y + a t(3)", _added(lambda random, n: random.standard_t(3, n)), lambda y: 3.0),
    "poisson": Noise("a Poisson(y/a)", _poisson, _mean, power=1),
    "multiplicative": Noise("y (1 + a N(0, 1))", _multiplied, lambda y: _mean(y * y), share=True),
}
