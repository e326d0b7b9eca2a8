"""JSON: a line for each row, as in {"x": 1, "y": 2}, a list of such rows, or an object with a list for each column."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from datagen.reading.sources import Source
from datagen.reading.tables import CellError, Table, TableError, checked_names, mostly_numbers, to_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Records", "from_json"]

LOOKED_AT = 100
"""Rows by which the columns are known, and whether they hold numbers."""

Row = tuple[int, Mapping[str, Any]]
"""The number of a line, or of a row of a list, from 1, and its cells."""


class Records:
    """A table of rows that name their columns; a row without one of them has no value there."""

    notes: tuple[str, ...] = ()

    def __init__(self, name: str, rows: Iterator[Row]) -> None:
        first = list(islice(rows, LOOKED_AT))
        if not first:
            raise TableError(name, "has no rows")
        self.name, self._rows = name, chain(first, rows)
        self.columns = checked_names(name, tuple(dict.fromkeys(key for _, cells in first for key in cells)))
        self.numeric = tuple(
            each for each in self.columns if mostly_numbers([cells.get(each) for _, cells in first])
        )  # fmt: skip

    def read(self, columns: Sequence[str]) -> "list[Floats]":
        """Some columns, float64. Raises: CellError for text."""
        import numpy as np

        values = [[self._cell(line, cells, each) for each in columns] for line, cells in self._rows]
        return list(np.array(values, dtype=float).reshape(-1, len(columns)).T)

    def _cell(self, line: int, cells: Mapping[str, Any], column: str) -> float:
        try:
            return to_number(cells.get(column))
        except ValueError:
            raise CellError(self.name, column, cells[column], line) from None


def from_json(source: Source) -> Table:
    """The table in a JSON text. Raises: TableError."""
    begin = source.head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if begin == b"{" and (first := _first_line(source)) is not None and not _holds_lists(first):
        return Records(source.name, _by_line(source))
    data = _decoded(source.name, b"".join(piece for _, piece in source.lines()), 1)
    if isinstance(data, list):
        return Records(source.name, (_row(source.name, place, each) for place, each in enumerate(data, start=1)))
    if not _holds_lists(data):
        return Records(source.name, iter([_row(source.name, 1, data)]))
    lengths = {key: len(value) for key, value in data.items()}
    if len({*lengths.values()}) > 1:
        found = ", ".join(f"{key} {length}" for key, length in lengths.items())
        raise TableError(source.name, f"the columns have different lengths: {found}")
    rows = enumerate(zip(*data.values(), strict=True), start=1)
    return Records(source.name, ((place, dict(zip(data, cells, strict=True))) for place, cells in rows))


def _first_line(source: Source) -> Any:
    """What the first line alone says; None where it is no JSON by itself."""
    try:
        return json.loads(source.head.lstrip().partition(b"\n")[0])
    except (ValueError, RecursionError):
        return None


def _holds_lists(data: Any) -> bool:
    return isinstance(data, dict) and bool(data) and all(isinstance(value, list) for value in data.values())


def _by_line(source: Source) -> Iterator[Row]:
    for number, piece in source.lines():
        for line, text in enumerate(piece.split(b"\n"), start=number):
            if text.strip():
                yield _row(source.name, line, _decoded(source.name, text, line))


def _row(name: str, line: int, data: Any) -> Row:
    if not isinstance(data, dict):
        raise TableError(name, 'is no row of a table; rows are objects such as {"x": 1, "y": 2}', line)
    return line, data


def _decoded(name: str, text: bytes, line: int) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise TableError(name, f"cannot be read as JSON: {error.msg}", line + error.lineno - 1) from None
    except RecursionError:
        raise TableError(name, "cannot be read as JSON: it is nested too deeply", line) from None
    except ValueError:  # what Python says of whole numbers of thousands of digits
        raise TableError(name, "cannot be read as JSON: a number has too many digits", line) from None
