"""What every table is, in whatever format: named columns, of which some hold numbers."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from datagen.errors import DatagenError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = [
    "MISSING", "Arrays", "CellError", "Table", "TableError", "checked_names", "is_number", "mostly_numbers",
    "to_number", "unnamed",
]  # fmt: skip

MISSING = ("", "NA", "N/A", "#N/A", "na", "n/a", "null", "NULL", "Null", "none", "None")
"""The texts of a cell that has no value; NaN in any spelling is a number that is none."""

LONGEST = 40  # characters of a cell that a message shows


class TableError(DatagenError):
    """A file that is no table, or not one of numbers: its name, where there is one the line, and what is wrong."""

    def __init__(self, name: str, reason: str, line: int | None = None) -> None:
        self.name, self.line, self.reason = name, line, reason
        super().__init__(f"{name}, line {line}: {reason}" if line else f"{name}: {reason}")


class CellError(TableError):
    """A cell with something else than a number in a column of numbers."""

    def __init__(self, name: str, column: str, cell: object, line: int) -> None:
        text = str(cell).strip()
        shown = text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
        comma = text.count(",") == 1 and is_number(text.replace(",", "."))
        hint = f"; write {text.replace(',', '.')}, with a point" if comma else ""
        super().__init__(name, f"{shown!r} in column {column} is no number{hint}", line)


class Table(Protocol):
    """Named columns that can be read once."""

    @property
    def name(self) -> str:
        """What the table is called in messages: the name of its file."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, each once; one without a name is called by its number, from 1."""

    @property
    def numeric(self) -> tuple[str, ...]:
        """The names of those that hold numbers, by their first rows."""

    @property
    def notes(self) -> tuple[str, ...]:
        """How the file was understood, where that was not plain."""

    def read(self, columns: Sequence[str]) -> "list[Floats]":
        """Some columns, each float64 (n,), nan where a cell has no value; to be asked for once.

        Raises: TableError for a row of another length, and for a cell that is no number.
        """


class Arrays:
    """A table of columns that are in memory."""

    def __init__(self, name: str, arrays: "Mapping[str, NDArray[Any]]", notes: Sequence[str] = ()) -> None:
        self.name, self.notes = name, tuple(notes)
        self.columns = checked_names(name, tuple(arrays))
        self.numeric = tuple(each for each, array in arrays.items() if array.dtype.kind in "iuf")
        self._arrays = arrays
        lengths = {key: len(array) for key, array in arrays.items()}
        if len({*lengths.values()}) > 1:
            found = ", ".join(f"{key} {length}" for key, length in lengths.items())
            raise TableError(name, f"the columns have different lengths: {found}")

    def read(self, columns: Sequence[str]) -> "list[Floats]":
        """Some columns, float64. Raises: TableError for one that is not of numbers."""
        for each in columns:
            if each not in self.numeric:
                raise TableError(self.name, f"column {each} holds {self._arrays[each].dtype}, and numbers are needed")
        return [self._arrays[each].astype("f8") for each in columns]


def checked_names(name: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The names of columns. Raises: TableError where two are the same."""
    named = tuple(each.strip() or str(place) for place, each in enumerate(columns, start=1))
    for each in named:
        if named.count(each) > 1:
            places = " and ".join(str(place) for place, other in enumerate(named, start=1) if other == each)
            raise TableError(name, f"{named.count(each)} columns are called {each!r}: {places}; give each its own name")
    return named


def unnamed(count: int) -> tuple[str, ...]:
    """What the columns of a table without a header are called: x, y, 3, 4 ..."""
    return tuple("xy"[place] if place < 2 else str(place + 1) for place in range(count))


def to_number(cell: Any) -> float:
    """A cell as a number, nan where it has no value. Raises: ValueError where it is something else."""
    if isinstance(cell, str):
        text = cell.strip()
        if "_" in text:  # Python would read 1_000
            raise ValueError(text)
        return float("nan") if text in MISSING else float(text)
    if cell is None:
        return float("nan")
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise ValueError(cell)
    try:
        return float(cell)
    except OverflowError:
        return float("inf") if cell > 0 else float("-inf")


def mostly_numbers(cells: Sequence[Any]) -> bool:
    """Whether no more of some cells are text than are numbers."""
    values = [each for each in cells if not (each is None or (isinstance(each, str) and each.strip() in MISSING))]
    return 2 * sum(map(is_number, values)) >= len(values)


def is_number(cell: Any) -> bool:
    """Whether a cell is a number, or has no value."""
    try:
        to_number(cell)
    except ValueError:
        return False
    return True
