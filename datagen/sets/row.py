"""The rows of the table of sets: what each is, and how its values are found.

A set is a formula, whose inputs a design may place, or points that are drawn block by block. Either way it is
the clean values that are made here; noise comes later.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from datagen.errors import NameUnknownError
from datagen.functions import Function
from datagen.kinds import Integer, Kind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Label = NDArray[Any]

__all__ = ["Drawn", "FormulaSet", "Layout", "NamedSet", "Parameter", "PointSet", "Values", "chosen", "count"]

Values = Mapping[str, float]
"""The value of each parameter of a set."""


class Parameter(NamedTuple):
    """An option of a set, given by --set NAME=VALUE."""

    kind: Kind
    default: float
    help: str


class Layout(NamedTuple):
    """The names of the columns: inputs, outputs, which noise changes, and labels, each with its type."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    labels: Mapping[str, str]


class Drawn(NamedTuple):
    """The columns of a block of rows, each of shape (rows,), without noise."""

    inputs: "tuple[Array, ...]"
    outputs: "tuple[Array, ...]"
    labels: "tuple[Label, ...]" = ()


class FormulaSet(NamedTuple):
    """A set whose rows are the inputs and the values of a formula: every option of a formula is one of it.

    `function(values, seed)` is the formula with its ranges and the letters that --set changes; `drawn` says that the
    seed gives the letters their values.
    """

    name: str
    formula: str
    description: str
    source: str
    parameters: Mapping[str, Parameter]
    function: Callable[[Values, int], Function]
    drawn: bool = False


class PointSet(NamedTuple):
    """A set whose rows are drawn.

    `draw(values, seed, block)` makes all 65,536 rows of a block, of which the last block is cut, and `layout(values)`
    names the columns. `blocks` says how blocks stay independent where that is not plain.
    """

    name: str
    formula: str
    description: str
    source: str
    parameters: Mapping[str, Parameter]
    layout: Callable[[Values], Layout]
    draw: Callable[[Values, int, int], Drawn]
    blocks: str = ""


NamedSet = FormulaSet | PointSet
"""A set of data that has a name: what its rows are, its options, and where it comes from."""


def chosen(row: NamedSet, given: Mapping[str, float]) -> dict[str, float]:
    """The value of each parameter: as given, else its default. Raises: OptionError, NameUnknownError."""
    for name in given:
        if name not in row.parameters:
            raise NameUnknownError(f"parameter of {row.name}", name, row.parameters)
    wanted = {name: given.get(name, each.default) for name, each in row.parameters.items()}
    return {
        name: row.parameters[name].kind.read(f"set {name}", int(value) if value == value // 1 else value)
        for name, value in wanted.items()
    }


def count(default: int, help: str, least: int = 1, most: int = 1000) -> Parameter:
    """A parameter that is a whole number."""
    return Parameter(Integer(least, most), default, help)
