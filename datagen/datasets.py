"""The recipes behind `quadratic` and `sample`: rows of a formula or a named set, measured with noise.

    Sample("friedman1", n=1000, snr=20, split=0.8).dataset()["y"]

The columns are the inputs, the outputs as measured and the labels, then what was asked for: the clean outputs, their
derivatives, whether a row is an outlier, and its part, train or test.
"""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar

from datagen.designs import DESIGNS
from datagen.errors import OptionError
from datagen.formats import TABLES, write_table
from datagen.functions import resolve
from datagen.kinds import Choice, Flag, Integer, Optional, Range, Real, Settings, Text
from datagen.measurement import Measurement
from datagen.noises import NOISES, Amount
from datagen.options import Recipe, option
from datagen.rows import Dataset
from datagen.sets.naming import named_set
from datagen.sets.row import Drawn
from datagen.signals import FormulaSignal, Signal, of_set
from datagen.tallies import Tally

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Column = NDArray[Any]

__all__ = ["Dataset", "Quadratic", "Sample"]

SHARE = Real(0.0, metavar="FRACTION", maximum=1.0)


@dataclass(frozen=True)
class _Rows(Recipe):
    """The options of every dataset."""

    n: int = option(Integer(0, 10**15), 100, "number of rows")
    x: tuple[float, float] | None = option(Optional(Range()), None, "range of x", shown="the function's own, or -5:5")
    var: tuple[tuple[str, tuple[float, float]], ...] = option(
        Settings(Range(), "NAME=LOW:HIGH"), (), "range of a variable; may be repeated"
    )
    set: tuple[tuple[str, float], ...] = option(Settings(), (), "value of a parameter; may be repeated")
    design: str | None = option(
        Optional(Choice(tuple(DESIGNS))), None,
        "where the inputs lie: " + "; ".join(f"{name}: {each.law}" for name, each in DESIGNS.items()),
        shown="grid; uniform for several variables",
    )  # fmt: skip
    noise: float | str = option(Amount(), 0.0, "amount a of noise, or a formula of the inputs")
    noise_kind: str | None = option(
        Optional(Choice(tuple(NOISES))), None, "; ".join(f"{name}: {noise.law}" for name, noise in NOISES.items()),
        shown="uniform; normal for named sets",
    )  # fmt: skip
    snr: float | None = option(
        Optional(Real(-200.0, metavar="DB", maximum=200.0)), None,
        "as much noise as this signal-to-noise ratio, by the variance of a block",
    )  # fmt: skip
    outliers: float = option(SHARE, 0.0, "share of rows that are 3 to 6 standard deviations off", shown="none")
    missing: float = option(SHARE, 0.0, "share of the cells of inputs and outputs that are empty", shown="none")
    clean: bool = option(Flag(), False, "add the values without noise, and which rows are outliers")
    derivative: int = option(Integer(0, 50, metavar="ORDER"), 0, "add derivatives up to this order", shown="none")
    split: float | None = option(
        Optional(SHARE), None, "add a column of train and test, with this share of train in every ten rows"
    )
    seed: int = option(Integer(0), 0, "another seed gives other numbers")

    formats: ClassVar[tuple[str, ...]] = TABLES

    def __post_init__(self) -> None:
        super().__post_init__()
        for name, value in self._settled().items():
            object.__setattr__(self, name, value)
        if self.snr is not None and self.noise != 0:
            raise OptionError("snr", f"{self.snr:g} with the noise {self.noise}", "one of the two")
        self._signal.check(self.n)
        if self.derivative and not isinstance(self._signal, FormulaSignal):
            raise OptionError("derivative", f"{self.derivative} of a set of points", "it for a formula")
        self._measurement.check()
        names = [name for name, _ in self._schema]
        for name in names:
            if names.count(name) > 1:
                raise OptionError("formula", f"one that makes two columns called {name}", "other names to its letters")

    def _settled(self) -> Mapping[str, Any]:
        """The values of options whose default depends on others."""
        return {}

    @abstractmethod
    def _make_signal(self) -> Signal:
        """The clean values of the rows."""

    @cached_property
    def _signal(self) -> Signal:
        return self._make_signal()

    @property
    def _ranges(self) -> tuple[tuple[str, tuple[float, float]], ...]:
        return (*((("x", self.x),) if self.x else ()), *self.var)

    @cached_property
    def _measurement(self) -> Measurement:
        kind = self.noise_kind or self._signal.noise_kind
        return Measurement(self._signal, self.n, self.seed, self.noise, kind, self.snr, self.outliers, self.missing)

    @cached_property
    def tally(self) -> Tally:
        """What was counted in the blocks that were made; `merge` takes in what another process has counted."""
        return Tally()

    @property
    def truth(self) -> Mapping[str, float]:
        """The true value of each parameter, such as the coefficients of `linear`."""
        return dict(self._signal.values)

    def notes(self) -> list[str]:
        return [*self._signal.notes(), *self._measurement.notes()]

    def remarks(self) -> list[str]:
        return self.tally.remarks()

    @cached_property
    def _schema(self) -> list[tuple[str, str]]:
        """The name and the type of every column."""
        layout = self._signal.layout
        clean = [f"{name}_clean" for name in layout.outputs if self.clean]
        floats = [*layout.inputs, *layout.outputs], [*clean, *self._slope_names]
        return [
            *((name, "float") for name in floats[0]),
            *layout.labels.items(),
            *((name, "float") for name in floats[1]),
            *([("outlier", "integer")] if self.outliers and self.clean else []),
            *([("split", "text")] if self.split is not None else []),
        ]

    @property
    def _slope_names(self) -> tuple[str, ...]:
        if not self.derivative:
            return ()
        from datagen.slopes import slope_names

        layout = self._signal.layout
        return slope_names(layout.outputs[0], layout.inputs, self.derivative)

    def dataset(self) -> Dataset:
        """The rows, which are made when they are asked for."""
        columns, types = zip(*self._schema, strict=True)
        return Dataset(columns, self.n, self._block, types, self.truth)

    def _block(self, block: int) -> "tuple[Column, ...]":
        import numpy as np

        clean = self._signal.block(self.n, block)
        columns, far, counts = self._measurement.measured(clean, block)
        columns += clean.labels
        columns += clean.outputs if self.clean else ()
        columns += self._slopes(clean, counts)
        columns += [far.astype(np.int64)] if self.outliers and self.clean else []
        if self.split is not None:
            from datagen.splits import parts

            columns.append(parts(self.split, len(far), self.seed, block))
        self.tally.note(block, len(far), counts)
        return tuple(columns)

    def _slopes(self, clean: Drawn, counts: dict[str, int]) -> "list[Column]":
        """The columns of derivatives, counting where there are none."""
        import numpy as np

        if not self.derivative:
            return []
        from datagen.slopes import slopes

        assert isinstance(self._signal, FormulaSignal)
        places = dict(zip(self._signal.layout.inputs, clean.inputs, strict=True))
        found = slopes(self._signal.resolved.expression, places, self.derivative)
        for name, column in zip(self._slope_names, found, strict=True):
            counts[f"{name} is nan, as there is no such derivative"] = int(np.isnan(column).sum())
        return found

    def write(self, stream: BinaryIO, format: str) -> None:
        write_table(self.dataset(), stream, format)


@dataclass(frozen=True)
class Sample(_Rows):
    """Rows of any formula's inputs and values, or of a named set, with noise.

    Example: datagen sample "e^-x sin(2 pi x)" --x 0:5 --n 1000 --noise 0.1 -o data.csv
    """

    formula: str = option(
        Text("FORMULA|NAME"), help="a formula, or a name that `datagen functions` lists", argument=True
    )

    def _make_signal(self) -> Signal:
        variables = tuple(name for name, _ in self._ranges)
        row = named_set(self.formula, (*variables, *(name for name, _ in self.set)))
        if row is not None:
            return of_set(row, self.set, self._ranges, self.design, self.seed)
        resolved = resolve(self.formula, self.set, variables=tuple(name for name, _ in self.var))
        return FormulaSignal(resolved, self._ranges, self.design, self.seed)


@dataclass(frozen=True)
class Quadratic(_Rows):
    """Noisy quadratic data: y = a x^2 + b x + c + noise.

    Example: datagen quadratic --n 100 --noise 0.2 > data.csv

    With the defaults the rows are x.pow(2) + 0.2*torch.rand(x.size()) on an even grid of x.
    """

    noise: float | str = option(Optional(Amount()), None, "amount a of noise, or a formula of x", shown="0.2")
    a: float = option(Optional(Real()), None, "coefficient of x^2", shown="1")
    b: float = option(Optional(Real()), None, "coefficient of x", shown="0")
    c: float = option(Optional(Real()), None, "the constant", shown="0")
    x: tuple[float, float] | None = option(Optional(Range()), None, "range of x", shown="-1:1")

    def _settled(self) -> Mapping[str, Any]:
        """The noise, unless --snr gives it, and the coefficients, which --set may give. Raises: OptionError."""
        given, usual = dict(self.set), {"a": 1.0, "b": 0.0, "c": 0.0, "noise": 0.2 if self.snr is None else 0.0}
        for name in given.keys() & {"a", "b", "c"}:
            if getattr(self, name) not in (None, given[name]):
                raise OptionError("set", f"{name}={given[name]:g} with --{name}", "one of the two")
            usual[name] = given[name]
        return {name: value for name, value in usual.items() if getattr(self, name) is None}

    def _make_signal(self) -> Signal:
        letters = {name: getattr(self, name) for name in ("a", "b", "c")}
        resolved = resolve("quadratic", [*{**letters, **dict(self.set)}.items()])
        return FormulaSignal(resolved, self._ranges, self.design, self.seed)
