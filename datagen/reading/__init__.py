"""Tables from files and from standard input: columns of numbers by name, whatever the format.

    table = open_table("data.csv")
    x, y = table.read(["x", "y"])

The format is told by the content, not by the file's name: CSV, TSV and other delimited text, JSON and JSON lines,
Parquet, Arrow IPC, NPY, NPZ and safetensors, each gzipped too.
"""

from collections.abc import Callable

from datagen.reading.arrays import from_npy, from_npz, from_safetensors
from datagen.reading.choosing import Chosen, choose_columns
from datagen.reading.delimited import Delimited
from datagen.reading.frames import STREAM, Frame
from datagen.reading.records import from_json
from datagen.reading.sources import Source, open_source
from datagen.reading.tables import Table, TableError

__all__ = ["Chosen", "Table", "TableError", "choose_columns", "open_table"]

FROM_SIGNATURE: dict[bytes, Callable[[Source], Table]] = {
    b"PAR1": Frame,
    b"ARROW1": Frame,
    STREAM: Frame,
    b"\x93NUMPY": from_npy,
    b"PK\x03\x04": from_npz,
}
"""How a file of a binary format begins, and what reads it."""


def open_table(place: str) -> Table:
    """The table in a file, or on standard input where `place` is -.

    Raises: TableError for what is no table; OSError, with the name of the file.
    """
    source = open_source(place)
    for signature, reader in FROM_SIGNATURE.items():
        if source.head.startswith(signature):
            return reader(source)
    if _is_safetensors(source):
        return from_safetensors(source)
    begin = source.head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return from_json(source) if begin in (b"{", b"[") else Delimited(source)


def _is_safetensors(source: Source) -> bool:
    """Whether the first eight bytes are the length of a JSON header that follows: text has no such bytes."""
    return source.head[5:9] == b"\0\0\0{"
