"""What measuring makes of clean values: noise, outliers and empty cells, in this order.

An outlier is moved up or down by 3 to 6 standard deviations of the noisy values. These, and the noise of a given
signal-to-noise ratio, are those of one block: the first, made whole however few rows are asked for, so that the first
rows of a larger dataset are those of a smaller one; for a grid or a Latin hypercube, whose first block may be a corner
of the ranges, a block over all of them.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from datagen.errors import DatagenError, NameUnknownError, OptionError
from datagen.expressions import Expression, parse
from datagen.noises import NOISES
from datagen.sets.row import Drawn
from datagen.signals import Signal
from datagen.spreads import Spread, spread
from datagen.streams import BLOCK, generator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["Measurement"]

NEAREST = 3.0
"""Standard deviations that an outlier lies off at least; twice as many at most."""

REMEDIES = {0: "ranges on which the formula is defined", 1: "more rows"}
"""What helps where so many values are finite that they do not vary."""


@dataclass(eq=False, repr=False)  # what is left out would cost every start
class Measurement:
    """How the outputs of a signal of n rows are measured; shares and amounts are 0 where there is nothing of a kind."""

    signal: Signal
    n: int
    seed: int
    noise: float | str
    kind: str
    snr: float | None
    outliers: float
    missing: float

    def notes(self) -> list[str]:
        """The amount of noise, where it was asked for in decibels. Raises: OptionError, see `amount` and `reach`.

        A recipe's notes are said before its first byte is written, so that what cannot be scaled is refused by then.
        """
        if self.outliers and self.n:
            _ = self.reach
        if self.snr is None or not self.n:
            return []
        names = ", ".join(self.signal.layout.outputs)
        return [f"noise {self.amount!r} is {self.snr:g} dB below {names}: {spread(self._pilot.outputs)}"]

    @cached_property
    def amount(self) -> "float | Expression":
        """The amount of noise: a number, or a formula of the inputs and the clean outputs.

        Raises: NameUnknownError for a variable that is neither, OptionError for values that do not vary.
        """
        if self.snr is not None:
            return self._of_ratio(self.snr)
        if not isinstance(self.noise, str):
            return self.noise
        return self._formula(self.noise)

    def check(self) -> None:
        """Refuse a formula of the noise that does not fit. Raises: NameUnknownError."""
        if isinstance(self.noise, str):
            self._formula(self.noise)

    def _formula(self, text: str) -> Expression:
        """An amount of noise that is a formula, with the parameters' values put in."""
        layout, values = self.signal.layout, self.signal.values
        known = (*layout.inputs, *layout.outputs)
        formula = parse(text, variables=(*known, *values))
        for name in formula.variables:
            if name not in known and name not in values:
                raise NameUnknownError("variable of the noise", name, known)
        return formula.bind(**{name: values[name] for name in formula.variables if name not in known})

    def measured(self, clean: Drawn, block: int) -> "tuple[list[Any], NDArray[np.bool_], dict[str, int]]":
        """The inputs and outputs as measured, which rows are outliers, and of how many rows what is to be said."""
        import numpy as np

        layout, counts = self.signal.layout, dict[str, int]()
        outputs, amount = self._noisy(clean, block)
        outputs, far = self._contaminated(outputs, block)
        columns = [self._emptied(each, block, place) for place, each in enumerate((*clean.inputs, *outputs))]
        for name, y, column in zip(layout.outputs, clean.outputs, columns[len(clean.inputs) :], strict=True):
            counts |= _unusual(name, y, column, amount)
        names = layout.outputs
        outliers = f"{names[0]} is an outlier" if len(names) == 1 else f"{', '.join(names)} are outliers"
        counts[outliers] = int(np.count_nonzero(far))
        for name, column in zip((*layout.inputs, *names), columns, strict=True):
            counts[f"{name} is empty"] = int(np.count_nonzero(column.mask)) if self.missing else 0
        return columns, far, counts

    def _contaminated(self, outputs: "list[Array]", block: int) -> "tuple[list[Array], NDArray[np.bool_]]":
        """The outputs with some rows moved off, and which."""
        import numpy as np

        rows = len(outputs[0])
        if not self.outliers:
            return outputs, np.zeros(rows, dtype=np.bool_)
        far = generator(self.seed, "outliers", block).random(BLOCK)[:rows] < self.outliers
        with np.errstate(over="ignore", invalid="ignore"):  # what is infinite is counted
            moves = [self.reach * self._deviations(rows, block, column) for column in range(len(outputs))]
            return [np.where(far, y + move, y) for y, move in zip(outputs, moves, strict=True)], far

    def _emptied(self, column: "Array", block: int, place: int) -> Any:
        """A column with some cells masked, each with the same chance."""
        import numpy as np

        if not self.missing:
            return column
        mask = generator(self.seed, "missing", block, place).random(BLOCK)[: len(column)] < self.missing
        return np.ma.MaskedArray(column, mask)

    @cached_property
    def reach(self) -> float:
        """The standard deviation of the noisy outputs, in which outliers are measured. Raises: OptionError."""
        found = spread(self._noisy(self._pilot, 0)[0])
        if not found.variance:
            raise _level("outliers", self.outliers, found, "noise too")
        return found.deviation

    def _noisy(self, clean: Drawn, block: int) -> "tuple[list[Array], float | Array | None]":
        """The outputs with noise, and its amount."""
        import numpy as np

        amount = self._amounts(clean)
        if amount is None:
            return list(clean.outputs), amount
        change = NOISES[self.kind].change
        randoms = (generator(self.seed, "noise", block, column) for column in range(len(clean.outputs)))
        with np.errstate(over="ignore", invalid="ignore"):
            noisy = [change(y, amount, random, BLOCK) for y, random in zip(clean.outputs, randoms, strict=False)]
        return noisy, amount

    def _amounts(self, clean: Drawn) -> "float | Array | None":
        """The amount of noise in each row; None for no noise, nan where a formula gives none that is 0 or more."""
        import numpy as np

        if not isinstance(self.amount, Expression):
            return self.amount or None
        layout = self.signal.layout
        places = dict(zip((*layout.inputs, *layout.outputs), (*clean.inputs, *clean.outputs), strict=True))
        found = self.amount(**{name: places[name] for name in self.amount.variables})
        return np.where((found >= 0) & (found < np.inf), found, np.nan)

    def _deviations(self, rows: int, block: int, column: int) -> "Array":
        """How many standard deviations the rows would be off as outliers: 3 to 6, up or down."""
        import numpy as np

        uniform = 2 * generator(self.seed, "outliers", block, column + 1).random(BLOCK)[:rows] - 1
        return np.copysign(NEAREST, uniform) + NEAREST * uniform

    def _of_ratio(self, decibels: float) -> float:
        """The amount a for which 10 log10(variance of the signal / variance of the noise) is as given."""
        import numpy as np

        found, values = spread(self._pilot.outputs), np.concatenate(self._pilot.outputs)
        if not found.variance:
            raise _level("snr", decibels, found, "an amount of noise")
        variance, values = found.variance / 10 ** (decibels / 10), values[np.isfinite(values)] / found.unit
        try:
            return NOISES[self.kind].amount(variance, values, found.unit)
        except DatagenError as error:
            raise DatagenError(f"snr: {error}") from None

    @cached_property
    def _pilot(self) -> Drawn:
        """A block with the spread of all rows."""
        return self.signal.block(self.signal.pilot(self.n), 0)


def _level(option: str, given: float, found: Spread, allowed: str) -> OptionError:
    """That an option needs values that vary."""
    return OptionError(option, f"{given:g} of {found.level}", REMEDIES.get(found.finite, allowed))


def _unusual(name: str, clean: "Array", measured: Any, amount: Any) -> dict[str, int]:
    """Of how many rows an output is nan, by the cause, or infinite; empty cells are neither."""
    import numpy as np

    if np.isfinite(measured).all():
        return {}
    undefined, there = np.isnan(clean), ~np.ma.getmaskarray(measured)
    no_amount = ~undefined & np.isnan(1.0 if amount is None else amount)
    lost = np.isnan(np.ma.getdata(measured)) & ~undefined & ~no_amount
    found = {
        "nan, as the formula is not defined there": undefined,
        "nan, as the amount of noise is negative or no finite number there": no_amount,
        "nan, as noise of this kind is not defined for it": lost,
        "infinite": np.isinf(np.ma.getdata(measured)),
    }
    return {f"{name} is {what}": int((rows & there).sum()) for what, rows in found.items()}
