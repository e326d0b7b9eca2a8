"""Rows of a formula's inputs and values, with noise: the recipes behind `quadratic` and `sample`."""

from abc import abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from datagen.designs import DESIGNS, Ranges, grid_side
from datagen.errors import NameUnknownError, OptionError
from datagen.formats import write_table
from datagen.functions import DEFAULT_RANGE, Resolved, assumed_range, meant, resolve
from datagen.kinds import Choice, Flag, Integer, Optional, Range, Real, Settings, Text
from datagen.noises import NOISES
from datagen.options import Recipe, option
from datagen.streams import BLOCK, blocks, generator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Dataset", "Quadratic", "Sample"]


@dataclass(frozen=True)
class Dataset:
    """Named columns of float64, made block by block: any block alone, in any order, gives the same rows."""

    columns: tuple[str, ...]
    n: int
    block: "Callable[[int], tuple[NDArray[np.float64], ...]]"

    def blocks(self) -> "Iterator[tuple[NDArray[np.float64], ...]]":
        """The columns of one block of rows after the other, each of shape (rows of the block,)."""
        return map(self.block, blocks(self.n))

    def __getitem__(self, column: str) -> "NDArray[np.float64]":
        """One column, of shape (n,). Raises: NameUnknownError."""
        import numpy as np

        if column not in self.columns:
            raise NameUnknownError("column", column, self.columns)
        which = self.columns.index(column)
        return np.concatenate([np.empty(0), *(block[which] for block in self.blocks())])

    def to_numpy(self) -> "NDArray[np.float64]":
        """All rows, of shape (n, columns), float64."""
        import numpy as np

        return np.concatenate([np.empty((0, len(self.columns))), *map(np.column_stack, self.blocks())])


@dataclass(frozen=True)
class _Rows(Recipe):
    """What every dataset of a formula has: rows, a design, noise and a seed."""

    n: int = option(Integer(0, 10**15), 100, "number of rows")
    noise: float = option(Real(0.0), 0.0, "amount a of noise")
    noise_kind: str = option(
        Choice(tuple(NOISES)), "uniform", "; ".join(f"{name}: {noise.law}" for name, noise in NOISES.items())
    )
    design: str | None = option(
        Optional(Choice(tuple(DESIGNS))), None, "where the inputs lie", shown="grid; uniform for several variables"
    )
    clean: bool = option(Flag(), False, "add a column without the noise")
    seed: int = option(Integer(0), 0, "another seed gives other numbers")

    formats: ClassVar[tuple[str, ...]] = ("csv", "tsv")

    def __post_init__(self) -> None:
        super().__post_init__()
        ranges, side = self._ranges, grid_side(self.n, len(self._ranges))
        if self._design == "grid" and side ** len(ranges) != self.n:
            near = f"{side ** len(ranges)} or {(side + 1) ** len(ranges)}"
            raise OptionError("n", f"{self.n} on a grid of {len(ranges)} variables", f"a product such as {near}")

    @abstractmethod
    def _resolve(self) -> Resolved:
        """The function whose values are the rows."""

    @abstractmethod
    def _given_ranges(self) -> Ranges:
        """The ranges that the options name."""

    @cached_property
    def _resolved(self) -> Resolved:
        return self._resolve()

    @cached_property
    def _ranges(self) -> Ranges:
        """The range of every variable: as given, else the named function's, else -5 to 5."""
        known = self._known_ranges
        return {name: known.get(name, DEFAULT_RANGE) for name in self._resolved.variables}

    @cached_property
    def _known_ranges(self) -> Ranges:
        """The ranges that the options or the named function give, by the variables' own spelling."""
        ranges = dict(self._resolved.domain or {})
        for name, ends in self._given_ranges().items():
            variable = meant(name, self._resolved.variables)
            if variable is None:
                raise NameUnknownError("variable", name, self._resolved.variables)
            ranges[variable] = ends
        return ranges

    @property
    def _design(self) -> str:
        return self.design or ("grid" if len(self._resolved.variables) == 1 else "uniform")

    def notes(self) -> list[str]:
        assumed = [assumed_range(name) for name in self._resolved.variables if name not in self._known_ranges]
        return [*self._resolved.notes, *assumed]

    def dataset(self) -> Dataset:
        """The rows: a column for each input, then the output, then the output without noise where asked for."""
        name = self._resolved.expression.name or "y"
        output = next(each for each in (name, "y", "z", "f", "value") if each not in self._resolved.variables)
        clean = (f"{output}_clean",) if self.clean else ()
        return Dataset((*self._resolved.variables, output, *clean), self.n, self._block)

    def _block(self, block: int) -> "tuple[NDArray[np.float64], ...]":
        import numpy as np

        inputs = DESIGNS[self._design](self._ranges, self.n, self.seed, block)
        expression = self._resolved.expression
        values = expression(**dict(zip(expression.variables, inputs, strict=False)))
        clean = np.broadcast_to(values, inputs[0].shape)
        noisy = self._noisy(clean, block)
        return (*inputs, noisy, clean) if self.clean else (*inputs, noisy)

    def _noisy(self, clean: "NDArray[np.float64]", block: int) -> "NDArray[np.float64]":
        if self.noise == 0:
            return clean
        return NOISES[self.noise_kind].change(clean, self.noise, generator(self.seed, "noise", block), BLOCK)

    def write(self, stream: BinaryIO, format: str) -> None:
        write_table(self.dataset(), stream, format)


@dataclass(frozen=True)
class Sample(_Rows):
    """Rows of any formula's inputs and values, with noise.

    Example: datagen sample "e^-x sin(2 pi x)" --x 0:5 --n 1000 --noise 0.1 -o data.csv
    """

    formula: str = option(Text("FORMULA|NAME"), help="a formula, or a name of `datagen functions`", argument=True)
    x: tuple[float, float] | None = option(Optional(Range()), None, "range of x", shown="the function's own, or -5:5")
    var: tuple[tuple[str, tuple[float, float]], ...] = option(
        Settings(Range(), "NAME=LOW:HIGH"), (), "range of a variable; may be repeated"
    )
    set: tuple[tuple[str, float], ...] = option(Settings(), (), "value of a parameter; may be repeated")

    def _resolve(self) -> Resolved:
        return resolve(self.formula, self.set, variables=tuple(name for name, _ in self.var))

    def _given_ranges(self) -> Ranges:
        return {**({} if self.x is None else {"x": self.x}), **dict(self.var)}


@dataclass(frozen=True)
class Quadratic(_Rows):
    """Noisy quadratic data: y = a x^2 + b x + c + noise.

    Example: datagen quadratic --n 100 --noise 0.2 > data.csv

    With the defaults the rows are x.pow(2) + 0.2*torch.rand(x.size()) on an even grid of x.
    """

    noise: float = option(Real(0.0), 0.2, "amount a of noise")
    a: float = option(Real(), 1.0, "coefficient of x^2")
    b: float = option(Real(), 0.0, "coefficient of x")
    c: float = option(Real(), 0.0, "the constant")
    x: tuple[float, float] = option(Range(), (-1.0, 1.0), "range of x", shown="-1:1")

    def _resolve(self) -> Resolved:
        return resolve("quadratic", {"a": self.a, "b": self.b, "c": self.c}.items())

    def _given_ranges(self) -> Ranges:
        return {"x": self.x}
