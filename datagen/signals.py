"""Signals: the clean values of a dataset, a formula over a design or a named set, block by block."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from datagen.designs import DESIGNS, Ranges, grid_side
from datagen.errors import NameUnknownError, OptionError
from datagen.functions import DEFAULT_RANGE, Function, Resolved, assumed_range, meant, resolve
from datagen.sets.row import Drawn, FormulaSet, Layout, NamedSet, PointSet, chosen
from datagen.streams import BLOCK

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["FormulaSignal", "SetSignal", "Signal", "of_set"]

Given = Sequence[tuple[str, tuple[float, float]]]
"""Ranges as the options name them."""

Settings = Sequence[tuple[str, float]]


class Signal(Protocol):
    """What is measured, without noise."""

    @property
    def layout(self) -> Layout:
        """The names of the columns."""

    @property
    def values(self) -> Mapping[str, float]:
        """The true value of each parameter."""

    @property
    def noise_kind(self) -> str:
        """The kind of noise, unless there is a word about it."""

    def notes(self) -> list[str]:
        """What a person should know of how the request was understood, a line each."""

    def check(self, n: int) -> None:
        """Refuse numbers of rows that do not fit. Raises: OptionError."""

    def pilot(self, n: int) -> int:
        """The rows of a dataset of one block that has the spread of n rows."""

    def block(self, n: int, block: int) -> Drawn:
        """The columns of one block of n rows."""


@dataclass(eq=False, repr=False)  # what is left out would cost every start
class FormulaSignal:
    """The values of a formula at inputs that a design places in their ranges."""

    resolved: Resolved
    given: Given
    placed: str | None
    seed: int
    drawn: bool = False
    """Whether the parameters were drawn, and are to be said."""

    noise_kind: str = "uniform"

    @cached_property
    def layout(self) -> Layout:
        """The variables, and the output, which is called y unless the formula names it or y is a variable."""
        inputs, name = self.resolved.variables, self.resolved.expression.name or "y"
        output = next(each for each in (name, "y", "z", "f", "value") if each not in inputs)
        return Layout(inputs, (output,), {})

    @property
    def values(self) -> Mapping[str, float]:
        return self.resolved.values

    @property
    def design(self) -> str:
        """The design: as given, else a grid for one variable and uniform for several."""
        return self.placed or ("grid" if len(self.resolved.variables) == 1 else "uniform")

    @cached_property
    def ranges(self) -> Ranges:
        """The range of every variable: as given, else the named function's, else -5 to 5."""
        return {name: self._known.get(name, DEFAULT_RANGE) for name in self.resolved.variables}

    @cached_property
    def _known(self) -> Ranges:
        """The ranges that the options or the named function give, by the variables' own spelling."""
        named: Ranges = {}
        for name, ends in self.given:
            variable = meant(name, self.resolved.variables)
            if variable is None:
                raise NameUnknownError("variable", name, self.resolved.variables)
            if variable in named:
                raise OptionError("var", f"a second range of {variable}", "each variable one")
            named[variable] = ends
        return {**(self.resolved.domain or {}), **named}

    def notes(self) -> list[str]:
        assumed = [assumed_range(name) for name in self.resolved.variables if name not in self._known]
        letters = ", ".join(f"{name} = {value!r}" for name, value in self.values.items())
        return [*self.resolved.notes, *([f"the parameters are {letters}"] if self.drawn else []), *assumed]

    def check(self, n: int) -> None:
        k = len(self.ranges)
        side = grid_side(n, k)
        if self.design == "grid" and side**k != n:
            near = f"{side**k} or {(side + 1) ** k}"
            raise OptionError("n", f"{n} on a grid of {k} variables", f"a product such as {near}")
        if self.design == "sobol":
            from datagen.sobol import DIMENSIONS

            if k > DIMENSIONS:
                raise OptionError("design", f"sobol of {k} variables", f"lhs or uniform above {DIMENSIONS}")

    def pilot(self, n: int) -> int:
        if DESIGNS[self.design].extensible:
            return BLOCK
        k = len(self.ranges)
        return min(n, BLOCK if self.design == "lhs" else grid_side(BLOCK, k) ** k)

    def block(self, n: int, block: int) -> Drawn:
        import numpy as np

        inputs = DESIGNS[self.design].draw(self.ranges, n, self.seed, block)
        values = self.at(dict(zip(self.ranges, inputs, strict=True)))
        return Drawn(tuple(inputs), (np.broadcast_to(values, inputs[0].shape),))

    def at(self, places: "Mapping[str, NDArray[np.float64]]") -> "NDArray[np.float64]":
        """The values at places of each variable."""
        expression = self.resolved.expression
        found: NDArray[np.float64] = expression(**{name: places[name] for name in expression.variables})
        return found


@dataclass(eq=False, repr=False)  # what is left out would cost every start
class SetSignal:
    """The rows of a set of points."""

    row: PointSet
    values: Mapping[str, float]
    seed: int

    noise_kind = "normal"

    @cached_property
    def layout(self) -> Layout:
        return self.row.layout(self.values)

    def notes(self) -> list[str]:
        return []

    def check(self, n: int) -> None:
        """Any number will do."""

    def pilot(self, n: int) -> int:
        return BLOCK

    def block(self, n: int, block: int) -> Drawn:
        rows = min(BLOCK, n - block * BLOCK)
        drawn = self.row.draw(self.values, self.seed, block)
        return Drawn(*(tuple(column[:rows] for column in columns) for columns in drawn))


def of_set(row: NamedSet, settings: Settings, given: Given, design: str | None, seed: int) -> Signal:
    """The signal of a named set. Raises: OptionError for a range or a design where the set draws its own points."""
    own = {name: value for name, value in settings if name in row.parameters}
    rest = [(name, value) for name, value in settings if name not in own]
    if isinstance(row, FormulaSet):
        resolved = _resolved(row.function(chosen(row, own), seed), rest)
        return FormulaSignal(resolved, given, design, seed, row.drawn, noise_kind="normal")
    for option, each in (("design", design), *(("var", name) for name, _ in given)):
        if each:
            raise OptionError(option, f"{each} of {row.name}", "none, as the set draws its own points")
    return SetSignal(row, chosen(row, dict(settings)), seed)


def _resolved(function: Function, settings: Settings) -> Resolved:
    """A set's formula, read, with the values of its letters: as set, else the set's own."""
    found = resolve(function.formula, [*{**function.parameters, **dict(settings)}.items()])
    return replace(found, text=function.name, function=function)
