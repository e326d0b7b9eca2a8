"""Delimited text: CSV, TSV, and columns between semicolons or blanks, with a header line or without.

Small files are read by Python's csv module. Of large ones each piece that has nothing unusual in it, no quotes, no
rows of another length and no text where numbers are, is read by Polars, and every other piece as small files are: so
both give the same numbers, and the messages come from one place.

Between semicolons numbers may have decimal commas, as spreadsheets write them where that is the custom: where some of
the first rows have and none has a point.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import chain, dropwhile, islice
from typing import TYPE_CHECKING

from datagen.reading.sources import Source
from datagen.reading.tables import (
    MISSING,
    CellError,
    TableError,
    checked_names,
    is_number,
    mostly_numbers,
    to_number,
    unnamed,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Delimited"]

LOOKED_AT = 100
"""Rows by which a column is one of numbers or of text."""

COMMA, POINT = (re.compile(rf"\s*[+-]?(\d+{mark}\d*|{mark}\d+)([eE][+-]?\d+)?\s*") for mark in (",", r"\."))
"""A number with a decimal comma, and one with a point."""

WHOLE = re.compile(r"\s*([+-]?\d+)?\s*")
"""A number without either, or none."""

BLANKS = ""
"""The delimiter of columns between blanks."""

Row = tuple[int, list[str]]
"""The number of a line of the file, and its cells."""


class Delimited:
    """A table of delimited text; lines at its beginning that start with # are left out, and so are empty ones."""

    def __init__(self, source: Source) -> None:
        self.name, self._source = source.name, source
        pieces = _without_comments(source.lines())
        number, piece = next(pieces, (1, b""))
        self._separator = _separator(piece)
        while len(rows := self._first_rows(number, piece)) < 2 and (more := next(pieces, None)):
            piece += more[1]
        if not rows:
            raise TableError(self.name, "is empty")
        self._pieces = chain([(number, piece)], pieces)
        self._commas = self._separator == ";" and _have_commas(rows)
        self.headed = not all(is_number(self._pointed(cell)) for cell in rows[0][1])
        names = rows[0][1] if self.headed else unnamed(len(rows[0][1]))
        self.columns = checked_names(self.name, tuple(names))
        if self.headed and len(rows) == 1:
            raise TableError(self.name, "has a header line and no rows")
        self._header = rows[0][0]
        body = [[self._pointed(cell) for cell in self._whole(row)[1]] for row in rows[self.headed :]]
        cells = zip(self.columns, zip(*body, strict=True), strict=True)
        self.numeric = tuple(column for column, each in cells if mostly_numbers(each))

    @property
    def notes(self) -> tuple[str, ...]:
        """That there is no header line, and what the columns are called then; that there are decimal commas."""
        names = ", ".join(self.columns)
        found = [] if self.headed else [f"{self.name} has no header line: its columns are called {names}"]
        return (*found, *([f"{self.name} has decimal commas: 2,5 is read as 2.5"] if self._commas else []))

    def read(self, columns: Sequence[str]) -> "list[Floats]":
        """Some columns, float64. Raises: TableError for a row of another length, CellError for text."""
        import numpy as np

        places = [self.columns.index(each) for each in columns]
        parts = [self._numbers(number, piece, places) for number, piece in self._pieces]
        return [np.concatenate(each) for each in zip(*parts, strict=True)]

    def _numbers(self, number: int, piece: bytes, places: Sequence[int]) -> "list[Floats]":
        """Some columns of a piece of the file."""
        if not self._source.small:
            fast = self._fast(number, piece, places)
            if fast is not None:
                return fast
        import numpy as np

        rows = (self._whole(row) for row in self._rows(number, piece) if not self._is_header(row))
        values = [[self._cell(line, cells, place) for place in places] for line, cells in rows]
        return list(np.array(values, dtype=float).reshape(-1, len(places)).T)

    def _fast(self, number: int, piece: bytes, places: Sequence[int]) -> "list[Floats] | None":
        """The same by Polars; None where a piece has something unusual in it."""
        if self.headed and number <= self._header:
            piece = piece.split(b"\n", self._header - number + 1)[-1]
        lines = piece.count(b"\n") + (not piece.endswith(b"\n"))
        if self._commas:
            if b"." in piece:
                return None
            piece = piece.replace(b",", b".")
        plain = self._separator and b'"' not in piece and piece.count(b"\r") in (0, lines)
        if not plain or piece.count(self._separator.encode()) != lines * (len(self.columns) - 1):
            return None
        import polars as pl

        names = [f"column_{place}" for place in range(len(self.columns))]
        wanted = [names[place] for place in places]
        schema = {each: pl.Float64 if each in wanted else pl.String for each in names}
        try:
            frame = pl.read_csv(
                piece, has_header=False, separator=self._separator, schema=schema, quote_char=None,
                columns=list(dict.fromkeys(wanted)), null_values=list(MISSING),
            )  # fmt: skip
        except pl.exceptions.PolarsError:
            return None
        return [frame[each].to_numpy() for each in wanted] if len(frame) == lines else None

    def _rows(self, number: int, piece: bytes) -> Iterator[Row]:
        """The rows of a piece that begins with a line of this number, without empty lines."""
        text = io.StringIO(piece.decode(), newline="")
        between_blanks = ((line, each.split()) for line, each in enumerate(text, start=number))
        rows = self._parsed(number, text) if self._separator else between_blanks
        return (row for row in rows if len(row[1]) > 1 or any(cell.strip() for cell in row[1]))

    def _parsed(self, number: int, text: io.StringIO) -> Iterator[Row]:
        reader = csv.reader(text, delimiter=self._separator, skipinitialspace=True, strict=True)
        try:
            for cells in reader:
                yield number + reader.line_num - 1, cells
        except csv.Error as error:
            reason = f"cannot be read as CSV: {error}"
            raise TableError(self.name, reason, number + reader.line_num - 1) from None

    def _first_rows(self, number: int, piece: bytes) -> list[Row]:
        """The rows by which a table is understood, from the first that has something in a cell."""
        filled = dropwhile(lambda row: not any(cell.strip() for cell in row[1]), self._rows(number, piece))
        return list(islice(filled, LOOKED_AT + 1))

    def _is_header(self, row: Row) -> bool:
        """Whether a row is the header, or one without anything above it."""
        return self.headed and row[0] <= self._header

    def _pointed(self, cell: str) -> str:
        """A cell with a point instead of the decimal comma, if the table has such."""
        return cell.replace(",", ".") if self._commas and COMMA.fullmatch(cell) else cell

    def _whole(self, row: Row) -> Row:
        """A row. Raises: TableError where it has more or fewer cells than there are columns."""
        line, cells = row
        if len(cells) != len(self.columns):
            first = "the header" if self.headed else "the first row"
            count = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
            raise TableError(self.name, f"has {count}, and {first} has {len(self.columns)}", line)
        return row

    def _cell(self, line: int, cells: Sequence[str], place: int) -> float:
        if self._commas and POINT.fullmatch(cells[place]):
            reason = f"{cells[place].strip()!r} in column {self.columns[place]} has a point, and others decimal commas"
            raise TableError(self.name, reason, line)
        try:
            return to_number(self._pointed(cells[place]))
        except ValueError:
            raise CellError(self.name, self.columns[place], cells[place], line) from None


def _have_commas(rows: Sequence[Row]) -> bool:
    """Whether numbers in some rows have decimal commas, and none has a point."""
    cells = [cell for _, row in rows for cell in row]
    return any(map(COMMA.fullmatch, cells)) and not any(map(POINT.fullmatch, cells))


def _are_numbers(cells: Sequence[str]) -> bool:
    """Whether some cells are numbers with or without decimal commas."""
    return all(COMMA.fullmatch(cell) or WHOLE.fullmatch(cell) for cell in cells)


def _without_comments(pieces: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Pieces of text without the lines at their beginning that are empty or start with #."""
    for number, piece in pieces:
        start, count = 0, 0
        while start < len(piece):
            end = piece.find(b"\n", start) + 1 or len(piece)
            line = piece[start:end].strip()
            if line and not line.startswith(b"#"):
                yield number + count, piece[start:]
                yield from pieces
                return
            start, count = end, count + 1


def _separator(piece: bytes) -> str:
    """The delimiter of a table, by its first line: a tab, a semicolon, a comma, or else blanks."""
    line = piece.partition(b"\n")[0].decode()
    if "\t" in line.strip(" "):
        return "\t"
    if line.count(";") > line.count(",") or (";" in line and _are_numbers(line.split(";"))):
        return ";"
    return "," if "," in line or not line.strip() or '"' in line else BLANKS
