"""Parquet and Arrow IPC files, read by Polars: only the columns that are asked for."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from datagen.reading.sources import Source
from datagen.reading.tables import TableError, checked_names

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Frame"]


class Frame:
    """The table in a Parquet or Arrow IPC file."""

    notes: tuple[str, ...] = ()

    def __init__(self, source: Source) -> None:
        import polars as pl

        self.name = source.name
        self._place: Any = source.path if source.path is not None else io.BytesIO(source.whole())
        self._parquet = source.head.startswith(b"PAR1")
        try:
            self._schema = (pl.read_parquet_schema if self._parquet else pl.read_ipc_schema)(self._place)
        except (pl.exceptions.PolarsError, OSError):
            raise self._damaged() from None
        self.columns = checked_names(self.name, tuple(self._schema))
        self.numeric = tuple(each for each, kind in self._schema.items() if kind.is_numeric())

    def read(self, columns: Sequence[str]) -> "list[Floats]":
        """Some columns, float64. Raises: TableError for one that is not of numbers."""
        import polars as pl

        for each in columns:
            if each not in self.numeric:
                kind = str(self._schema[each]).lower()
                raise TableError(self.name, f"column {each} holds {kind}, and numbers are needed")
        if not isinstance(self._place, str):
            self._place.seek(0)
        read = pl.read_parquet if self._parquet else pl.read_ipc
        try:
            frame = read(self._place, columns=list(dict.fromkeys(columns)))
        except (pl.exceptions.PolarsError, OSError):
            raise self._damaged() from None
        return [frame[each].cast(pl.Float64).to_numpy() for each in columns]

    def _damaged(self) -> TableError:
        return TableError(self.name, f"is a damaged {'Parquet' if self._parquet else 'Arrow IPC'} file")
