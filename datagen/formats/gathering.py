"""Columns of several blocks as Polars series, in memory that is used again.

Frames come and go by the hundred, and new memory for each costs as much as making its rows: the system clears every
page of it. So the memory of a column is kept, and given out again once nobody looks at it.
"""

import weakref
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

__all__ = ["Buffers", "Gathered", "gather"]

DTYPES = {"float": "float64", "integer": "int64"}

LABELS = 16
"""Different texts in a column up to which each is looked for in turn, ten times as fast as reading every cell."""


class Gathered(Protocol):
    """A column that is gathered from blocks."""

    def add(self, column: "NDArray[Any]") -> None:
        """Put the cells of the next block behind those that are there."""

    def series(self, name: str) -> "pl.Series":
        """The cells so far; one that is missing is null."""


class Buffers:
    """Memory for columns of up to `rows` cells of 8 bytes."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._free: list[NDArray[np.float64]] = []

    def take(self, dtype: str) -> "NDArray[Any]":
        """An array (rows,) of any values. Its memory is free again when it and all views of it are gone."""
        import numpy as np

        memory = self._free.pop() if self._free else np.empty(self._rows)
        # no slice of the memory, whose own slices would hold the memory alone: those of this array hold the array
        array: NDArray[Any] = np.frombuffer(memory.data, dtype)
        weakref.finalize(array, self._free.append, memory).atexit = False
        return array


def gather(type: str, buffers: Buffers) -> Gathered:
    """A column of a type, without cells yet."""
    return _Texts() if type == "text" else _Numbers(buffers.take(DTYPES[type]))


class _Numbers:
    """Numbers, and where they are missing."""

    def __init__(self, values: "NDArray[Any]") -> None:
        self._values, self._rows = values, 0
        self._missing: NDArray[np.bool_] | None = None

    def add(self, column: "NDArray[Any]") -> None:
        import numpy as np

        rows = slice(self._rows, self._rows + len(column))
        self._values[rows] = np.ma.getdata(column)
        if isinstance(column, np.ma.MaskedArray):
            if self._missing is None:
                self._missing = np.zeros(len(self._values), bool)
            self._missing[rows] = np.ma.getmaskarray(column)
        self._rows = rows.stop

    def series(self, name: str) -> "pl.Series":
        import polars as pl

        missing = None if self._missing is None else self._missing[: self._rows]
        return _with_nulls(pl.Series(name, self._values[: self._rows]), missing)


class _Texts:
    """Text, and where it is missing."""

    def __init__(self) -> None:
        self._parts: list[pl.Series] = []

    def add(self, column: "NDArray[Any]") -> None:
        import numpy as np

        missing = np.ma.getmaskarray(column) if isinstance(column, np.ma.MaskedArray) else None
        self._parts.append(_with_nulls(_labels(np.ma.getdata(column)), missing))

    def series(self, name: str) -> "pl.Series":
        import polars as pl

        return pl.concat(self._parts).alias(name)


def _with_nulls(series: "pl.Series", missing: "NDArray[np.bool_] | None") -> "pl.Series":
    import polars as pl

    if missing is None:
        return series
    return series.zip_with(pl.Series(~missing), pl.Series([None], dtype=series.dtype))


def _labels(text: "NDArray[Any]") -> "pl.Series":
    """Text as a series; of few different ones each is read but once."""
    import numpy as np
    import polars as pl

    codes = np.full(len(text), -1, np.int32)
    labels: list[str] = []
    while len(labels) < LABELS:
        first = int(np.argmin(codes)) if len(text) else 0
        if not len(text) or codes[first] >= 0:
            return pl.Series(labels, dtype=pl.String).gather(codes)
        codes[text == text[first]] = len(labels)
        labels.append(str(text[first]))
    return pl.Series(text.tolist(), dtype=pl.String)
