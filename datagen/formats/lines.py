"""Tables as lines of text: CSV, TSV and JSON lines.

Small tables are written here and large ones by Polars, which is faster and slower to load; both give the same bytes.
"""

from typing import TYPE_CHECKING, Any, BinaryIO

from datagen.formats.layouts import delimited_rows, json_rows
from datagen.formats.stretches import Stretch

if TYPE_CHECKING:
    import polars as pl

__all__ = ["SMALL", "write"]

SEPARATORS = {"csv": ",", "tsv": "\t"}

SMALL = 100_000
"""Cells up to which a table is written without Polars, whose import costs as much as half as many again."""


def write(stretch: Stretch, stream: BinaryIO, format: str, header: bool) -> None:
    """Write rows as csv, tsv or jsonl, under a line with the names of the columns where there is such a line."""
    separator = SEPARATORS.get(format)
    if header and separator:
        stream.write((separator.join(stretch.columns) + "\n").encode())
    if stretch.rows * len(stretch.columns) <= SMALL:
        for block in stretch.blocks():
            stream.write(_rows(stretch, [column.tolist() for column in block], separator))
    elif separator:
        from datagen.formats.frames import sink

        stream.flush()
        how: dict[str, Any] = {"include_header": False, "separator": separator, "engine": "streaming"}
        sink(stretch, lambda query: query.sink_csv(stream, **how))
    else:
        _write_json(stretch, stream)


def _rows(stretch: Stretch, cells: list[list[Any]], separator: str | None) -> bytes:
    if separator is None:
        return json_rows(stretch.columns, cells, stretch.types)
    return delimited_rows(cells, stretch.types, separator)


def _write_json(stretch: Stretch, stream: BinaryIO) -> None:
    """Write rows as JSON lines: with Polars but for frames that hold infinities, for which it writes null."""
    from datagen.formats.frames import frames, system_errors

    stream.flush()
    for frame in frames(stretch):
        if _infinite(frame):
            stream.write(_rows(stretch, [column.to_list() for column in frame], None))
            stream.flush()
        else:
            with system_errors():
                frame.write_ndjson(stream)


def _infinite(frame: "pl.DataFrame") -> bool:
    return any(column.dtype.is_float() and column.is_infinite().any() for column in frame)
