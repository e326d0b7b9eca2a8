"""Tables as arrays: NPY, NPZ and safetensors.

An NPY file is one array (rows, columns) of float64; the others have an array (rows,) for each column. These formats
have no missing cells, so that one is nan, and whole numbers with missing cells are floats.
"""

import json
import struct
from collections.abc import Callable, Iterable, Sequence
from itertools import count, islice
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from datagen.errors import OutputError
from datagen.formats.stretches import Stretch

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["as_numbers", "write"]

HELD = 1 << 22
"""Cells up to which all blocks are held, 32 MiB; of more rows, blocks are made anew for each column."""


def write(stretch: Stretch, stream: BinaryIO, format: str, header: bool) -> None:
    """Write rows as npy, npz or safetensors, a whole file.

    Raises: OutputError for text in a format that has none.
    """
    if format != "npz":
        _refuse_text(stretch, format)
    {"npy": _write_npy, "npz": _write_npz, "safetensors": _write_safetensors}[format](stretch, stream)


def as_numbers(column: "NDArray[Any]") -> "NDArray[Any]":
    """A column as it is, or where cells are missing as floats with nan in them; of text, as empty text."""
    import numpy as np

    if not isinstance(column, np.ma.MaskedArray):
        return column
    missing = np.ma.getmaskarray(column)
    return np.where(missing, "", column.data) if column.dtype.kind == "U" else np.where(missing, np.nan, column.data)


def _refuse_text(stretch: Stretch, format: str) -> None:
    for name, type in zip(stretch.columns, stretch.types, strict=True):
        if type == "text":
            raise OutputError(f"{format} has no text, and the column {name} is text; use npz, csv or parquet")


def _write_npy(stretch: Stretch, stream: BinaryIO) -> None:
    import numpy as np

    _write_npy_header(stream, "<f8", (stretch.rows, len(stretch.columns)))
    for block in stretch.blocks():
        stream.write(np.column_stack([as_numbers(column) for column in block]).astype("<f8", copy=False).tobytes())


def _write_npy_header(stream: BinaryIO, dtype: str, shape: tuple[int, ...]) -> None:
    import numpy as np

    np.lib.format.write_array_header_1_0(stream, {"descr": dtype, "fortran_order": False, "shape": shape})


def _write_npz(stretch: Stretch, stream: BinaryIO) -> None:
    """A ZIP archive without compression of one NPY file for each column, dated 1980-01-01 as NumPy dates it."""
    import zipfile

    blocks = _repeatable(stretch)
    with zipfile.ZipFile(cast(BinaryIO, _Forward(stream)), "w") as archive:
        for which, name in enumerate(stretch.columns):
            file = zipfile.ZipInfo(f"{name}.npy")
            file.create_system = 3  # Unix, wherever it is made
            with archive.open(file, "w", force_zip64=True) as member:
                dtype = _dtype(stretch.types[which], which, blocks())
                _write_npy_header(cast(BinaryIO, member), dtype, (stretch.rows,))
                for block in blocks():
                    member.write(_cells(name, block[which], dtype))


def _write_safetensors(stretch: Stretch, stream: BinaryIO) -> None:
    """The length of a header, the header in JSON that says where each array lies, and the arrays.

    Source: the format's description in the README of github.com/huggingface/safetensors.
    """
    blocks, size = _repeatable(stretch), 8 * stretch.rows
    dtypes = [_dtype(type, which, blocks()) for which, type in enumerate(stretch.types)]
    described = {
        name: {"dtype": f"{dtype[1].upper()}64", "shape": [stretch.rows], "data_offsets": [start, start + size]}
        for name, dtype, start in zip(stretch.columns, dtypes, count(0, size), strict=False)
    }
    header = json.dumps(described, separators=(",", ":")).encode()
    header += b" " * (-len(header) % 8)  # the arrays are aligned to 8 bytes
    stream.write(struct.pack("<Q", len(header)) + header)
    for which, dtype in enumerate(dtypes):
        for block in blocks():
            stream.write(_cells(stretch.columns[which], block[which], dtype))


def _repeatable(stretch: Stretch) -> "Callable[[], Iterable[Sequence[NDArray[Any]]]]":
    """The blocks, any number of times: held where they are small, else made again each time."""
    if stretch.rows * len(stretch.columns) > HELD:
        return stretch.blocks
    held = list(stretch.blocks())
    return lambda: held


def _dtype(type: str, which: int, blocks: "Iterable[Sequence[NDArray[Any]]]") -> str:
    """A column's dtype in a file: text as wide as in the widest block, whole numbers unless some are missing.

    Blocks that are not held are not all made for that: the first says it.
    """
    import numpy as np

    seen = blocks if isinstance(blocks, list) else islice(blocks, 1)
    if type == "text":
        return f"<U{max((block[which].dtype.itemsize // 4 for block in seen), default=1)}"
    masked = type == "integer" and any(isinstance(block[which], np.ma.MaskedArray) for block in seen)
    return "<i8" if type == "integer" and not masked else "<f8"


def _cells(name: str, column: "NDArray[Any]", dtype: str) -> bytes:
    """The bytes of a block's cells. Raises: OutputError for text that the file's dtype would cut off."""
    cells = as_numbers(column)
    if dtype[1] == "U" and cells.dtype.itemsize // 4 > int(dtype[2:]):
        width = max(map(len, cells.tolist()), default=0)
        if width > int(dtype[2:]):
            raise OutputError(f"npz: the text of {name} has {dtype[2:]} letters, then {width}; use csv or parquet")
    return cells.astype(dtype, copy=False).tobytes()


class _Forward:
    """A stream that cannot go back, so that an archive is the same in a file and in a pipe."""

    def __init__(self, stream: BinaryIO) -> None:
        self.write, self.flush = stream.write, stream.flush
