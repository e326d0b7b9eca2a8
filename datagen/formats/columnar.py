"""Tables by columns: Parquet and Arrow IPC, written by Polars.

The groups of rows have sizes that depend on the number of columns alone, and so do the bytes: Parquet's have half a
million rows of two columns, and fewer of more, since a group is held in memory; Arrow's batches are blocks. Polars
writes floats without dictionaries.
"""

from typing import TYPE_CHECKING, BinaryIO, Literal

from datagen.formats.frames import sink
from datagen.formats.stretches import Stretch
from datagen.streams import BLOCK

if TYPE_CHECKING:
    import polars as pl

__all__ = ["write"]


CELLS = 16 * BLOCK
"""Cells in a group of rows of a Parquet file, 8 MiB, unless a block has more."""


def write(stretch: Stretch, stream: BinaryIO, format: str, header: bool) -> None:
    """Write rows as arrow, parquet or parquet-zstd, a whole file."""
    stream.flush()
    if format == "arrow":
        sink(stretch, lambda query: query.sink_ipc(stream, record_batch_size=BLOCK, engine="streaming"))
    else:
        rows = max(1, CELLS // BLOCK // len(stretch.columns)) * BLOCK
        sink(stretch, lambda query: _write_parquet(query, stream, rows, format))


def _write_parquet(query: "pl.LazyFrame", stream: BinaryIO, rows: int, format: str) -> None:
    compression: Literal["zstd", "uncompressed"] = "zstd" if format == "parquet-zstd" else "uncompressed"
    query.sink_parquet(stream, compression=compression, row_group_size=rows, engine="streaming")
