"""Parquet and Arrow IPC, read by Polars: of files only the columns that are asked for, and streams as they come."""

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from datagen.reading.sources import Source
from datagen.reading.tables import TableError, checked_names

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["STREAM", "Frame"]


STREAM = b"\xff\xff\xff\xff"
"""How an Arrow IPC stream begins, which has no list of its parts at its end as a file has."""


class Frame:
    """The table in a Parquet or Arrow IPC file, or in an Arrow IPC stream."""

    notes: tuple[str, ...] = ()

    def __init__(self, source: Source) -> None:
        import polars as pl

        self.name = source.name
        self._parquet, self._stream = source.head.startswith(b"PAR1"), source.head.startswith(STREAM)
        path = None if self._stream else source.path
        self._place: Any = path if path is not None else io.BytesIO(source.whole())
        try:
            self._schema = self._read_schema()
        except (pl.exceptions.PolarsError, OSError):
            raise self._damaged() from None
        self.columns = checked_names(self.name, tuple(self._schema))
        self.numeric = tuple(each for each, kind in self._schema.items() if kind.is_numeric())

    def _read_schema(self) -> "Mapping[str, pl.DataType]":
        import polars as pl

        if self._stream:
            return pl.read_ipc_stream(self._place).schema
        schema: Mapping[str, pl.DataType] = (pl.read_parquet_schema if self._parquet else pl.read_ipc_schema)(
            self._place
        )
        return schema

    def read(self, columns: Sequence[str]) -> "list[Floats]":
        """Some columns, float64. Raises: TableError for one that is not of numbers."""
        import polars as pl

        for each in columns:
            if each not in self.numeric:
                kind = str(self._schema[each]).lower()
                raise TableError(self.name, f"column {each} holds {kind}, and numbers are needed")
        if not isinstance(self._place, str):
            self._place.seek(0)
        read: Any = pl.read_parquet if self._parquet else pl.read_ipc_stream if self._stream else pl.read_ipc
        try:
            frame = read(self._place, columns=list(dict.fromkeys(columns)))
        except (pl.exceptions.PolarsError, OSError):
            raise self._damaged() from None
        return [frame[each].cast(pl.Float64).to_numpy() for each in columns]

    def _damaged(self) -> TableError:
        kind = "Parquet file" if self._parquet else f"Arrow IPC {'stream' if self._stream else 'file'}"
        return TableError(self.name, f"is a damaged {kind}")
