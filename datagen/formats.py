"""What a result looks like in bytes: tables as CSV and TSV, answers as text and JSON.

The text of a float is the shortest that reads back to the same double, in one layout: 1.0, 1e+16, 0.00001, 1e-6,
inf, -inf and NaN. Small tables are written here and large ones by Polars, which is faster and slower to load;
both give the same bytes.
"""

import json
import math
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, Protocol

if TYPE_CHECKING:
    import numpy as np

__all__ = ["FORMATS", "Format", "Table", "encode_json", "number", "write_table"]


class Format(NamedTuple):
    """One way to write a result."""

    extensions: tuple[str, ...]
    binary: bool = False


FORMATS = {
    "csv": Format((".csv",)),
    "tsv": Format((".tsv", ".tab")),
    "text": Format((".txt",)),
    "json": Format((".json",)),
    "latex": Format((".tex",)),
    "npy": Format((".npy",), binary=True),
    "png": Format((".png",), binary=True),
    "svg": Format((".svg",)),
    "pdf": Format((".pdf",), binary=True),
}

SEPARATORS = {"csv": ",", "tsv": "\t"}

SMALL = 20_000
"""Rows up to which a table is written without Polars, whose import costs as much as these."""

GROUP = 16
"""Blocks handed to Polars at a time: one call for each block loses half of its speed."""


class Table(Protocol):
    """Named columns of float64, in blocks of rows."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""

    @property
    def n(self) -> int:
        """The number of rows."""

    def blocks(self) -> "Iterator[Sequence[np.ndarray]]":
        """The columns of one block after the other, each of shape (rows of the block,)."""


def write_table(table: Table, stream: BinaryIO, format: str) -> None:
    """Write a table as text with a header line, as `format`: csv or tsv."""
    separator = SEPARATORS[format]
    stream.write((separator.join(table.columns) + "\n").encode())
    if table.n <= SMALL:
        for block in table.blocks():
            stream.write(_rows(block, separator))
    else:
        _write_rows(table, stream, separator)


def _rows(block: "Iterable[np.ndarray]", separator: str) -> bytes:
    cells = [map(number, column.tolist()) for column in block]
    return "".join(f"{separator.join(row)}\n" for row in zip(*cells, strict=True)).encode()


def _write_rows(table: Table, stream: BinaryIO, separator: str) -> None:
    import numpy as np
    import polars as pl

    stream.flush()
    blocks = table.blocks()
    while group := list(islice(blocks, GROUP)):
        columns = [np.concatenate(parts) for parts in zip(*group, strict=True)]
        frame = pl.DataFrame(dict(zip(table.columns, columns, strict=True)))
        with _system_errors():
            frame.write_csv(stream, include_header=False, separator=separator)


@contextmanager
def _system_errors() -> Iterator[None]:
    """Polars names the number of a system's error in its message alone: give it to the exception, as Python does."""
    try:
        yield
    except OSError as error:
        found = re.search(r"os error (\d+)", str(error))
        if error.errno is None and found:
            raise OSError(int(found[1]), os.strerror(int(found[1]))) from None
        raise


def number(value: float) -> str:
    """The shortest text that reads back to the same double, in the layout that Polars writes."""
    text = repr(value)
    if "e-0" not in text:
        return "NaN" if text == "nan" else text
    digits, _, exponent = text.partition("e-0")
    if exponent != "5":
        return f"{digits}e-{exponent}"
    sign = "-" if digits.startswith("-") else ""
    return f"{sign}0.0000{digits.lstrip('-').replace('.', '')}"


def encode_json(data: Any) -> bytes:
    """One line of JSON, in which nan is null and the infinities are "inf" and "-inf"."""
    return json.dumps(_plain(data), ensure_ascii=False, allow_nan=False).encode() + b"\n"


def _plain(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    if isinstance(data, float) and not math.isfinite(data):
        return None if math.isnan(data) else "inf" if data > 0 else "-inf"
    return data
