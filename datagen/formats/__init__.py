"""What a result looks like in bytes: the formats, and tables written as them.

Any consecutive blocks of a table make a file. The bytes depend on the rows alone: not on how many blocks are written
at a time, nor on threads, nor on whether Polars wrote them. Text formats without their header line may be joined.
"""

from importlib import import_module
from typing import BinaryIO, NamedTuple

from datagen.formats.layouts import encode_json, number
from datagen.formats.stretches import Table, stretch

__all__ = ["FORMATS", "TABLES", "Format", "Table", "encode_json", "format_of", "number", "write_table"]


class Format(NamedTuple):
    """One way to write a result: how names of files end, and the module here that writes a table so, if one does."""

    extensions: tuple[str, ...]
    binary: bool = False
    writer: str = ""


FORMATS = {
    "csv": Format((".csv",), writer="lines"),
    "tsv": Format((".tsv", ".tab"), writer="lines"),
    "jsonl": Format((".jsonl", ".ndjson"), writer="lines"),
    "parquet": Format((".parquet",), binary=True, writer="columnar"),
    "parquet-zstd": Format((".zstd.parquet",), binary=True, writer="columnar"),
    "arrow": Format((".arrow", ".feather", ".ipc"), binary=True, writer="columnar"),
    "npy": Format((".npy",), binary=True, writer="arrays"),
    "npz": Format((".npz",), binary=True, writer="arrays"),
    "safetensors": Format((".safetensors",), binary=True, writer="arrays"),
    "text": Format((".txt",)),
    "json": Format((".json",)),
    "latex": Format((".tex",)),
    "png": Format((".png",), binary=True),
    "svg": Format((".svg",)),
    "pdf": Format((".pdf",), binary=True),
    "eps": Format((".eps",)),
    "pgf": Format((".pgf",)),
    "webp": Format((".webp",), binary=True),
    "jpeg": Format((".jpg", ".jpeg"), binary=True),
}

COMPRESSED = {
    f"{name}.{end}": Format(tuple(f"{each}.{end}" for each in FORMATS[name].extensions), True, FORMATS[name].writer)
    for end in ("gz", "zst")
    for name in ("csv", "tsv", "jsonl", "npy", "safetensors")
}
"""The formats that have no compression of their own, compressed."""

FORMATS |= COMPRESSED

TABLES = tuple(name for name, row in FORMATS.items() if row.writer)
"""The formats that a table can be written as."""


def format_of(place: str, formats: tuple[str, ...]) -> str | None:
    """The one of `formats` that the name of a file ends as; None where it ends as none of them."""
    ends = [(end, name) for name in formats for end in FORMATS[name].extensions if place.lower().endswith(end)]
    return max(ends, key=lambda each: len(each[0]))[1] if ends else None


def write_table(
    table: Table, stream: BinaryIO, format: str, *, first: int = 0, last: int | None = None, header: bool = True
) -> None:
    """Write the blocks of a table from number `first` up to and without `last` as one of TABLES.

    Text has a line with the names of the columns, unless `header` is False; the other formats make a whole file.

    Raises: OutputError for a format that cannot take the columns; OSError.
    """
    name, _, compression = format.partition(".")
    writer, rows = import_module(f"datagen.formats.{FORMATS[format].writer}"), stretch(table, first, last)
    if not compression:
        writer.write(rows, stream, name, header)
        return
    from datagen.formats.compression import compressed

    with compressed(stream, compression) as plain:
        writer.write(rows, plain, name, header)
