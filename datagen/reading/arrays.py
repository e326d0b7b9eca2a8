"""NumPy's NPY and NPZ files and safetensors: arrays as columns."""

import io
import json
import struct
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from datagen.reading.sources import Source
from datagen.reading.tables import Arrays, TableError, unnamed

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["from_npy", "from_npz", "from_safetensors"]

DTYPES = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1",
    "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "u1",
}  # fmt: skip
"""The types of safetensors that are numbers, as NumPy calls them."""

WORKBOOKS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
"""What is in a workbook of Excel, and in one of the OpenDocument format."""


def from_npy(source: Source) -> Arrays:
    """The table in an NPY file: the columns of an array (n, k), or the fields of a structured one (n,)."""
    array = _loaded(source)
    if array.dtype.names:
        return Arrays(source.name, {each: array[each].ravel() for each in array.dtype.names})
    if array.ndim != 2:
        raise TableError(source.name, f"holds an array of shape {array.shape}, and a table has rows and columns")
    names = unnamed(array.shape[1])
    notes = [f"{source.name} has no names: its columns are called {', '.join(names)}"] if len(names) > 2 else []
    return Arrays(source.name, dict(zip(names, array.T, strict=True)), notes)


def from_npz(source: Source) -> Arrays:
    """The table in an NPZ file: its arrays (n,), or the columns of the only one (n, k)."""
    archive = _loaded(source)
    _check_members(source, archive.zip.namelist())
    try:
        arrays = {name: archive[name] for name in archive.files}
    except (ValueError, OSError, EOFError, RuntimeError, zipfile.BadZipFile):
        raise _damaged(source) from None
    if any(isinstance(each, bytes) for each in arrays.values()):  # a file whose name alone is that of an array
        raise _damaged(source)
    return _columns(source, arrays)


def _check_members(source: Source, members: Sequence[str]) -> None:
    """Raises: TableError for a ZIP archive of something else than NPY files, such as a workbook."""
    if any(each in members for each in WORKBOOKS):
        raise TableError(source.name, "is a workbook; save its sheet as CSV")
    for each in members:
        if not each.endswith(".npy"):
            raise TableError(source.name, f"is an archive that holds {each}; unpack it, and name a file of it")


def from_safetensors(source: Source) -> Arrays:
    """The table in a safetensors file: its tensors (n,), or the columns of the only one (n, k)."""
    import numpy as np

    data = source.whole()
    try:
        (length,) = struct.unpack("<Q", data[:8])
        header: dict[str, Any] = json.loads(data[8 : 8 + length])
        header.pop("__metadata__", None)
        arrays = {}
        for name, each in header.items():
            low, high = (8 + length + end for end in each["data_offsets"])
            arrays[name] = np.frombuffer(data[low:high], DTYPES[each["dtype"]]).reshape(each["shape"])
    except (KeyError, TypeError, ValueError, struct.error):
        raise _damaged(source) from None
    return _columns(source, arrays)


def _columns(source: Source, arrays: "dict[str, NDArray[Any]]") -> Arrays:
    if len(arrays) == 1 and (only := next(iter(arrays.values()))).ndim == 2:
        return Arrays(source.name, dict(zip(unnamed(only.shape[1]), only.T, strict=True)))
    for name, array in arrays.items():
        if array.ndim != 1:
            raise TableError(source.name, f"{name} has the shape {array.shape}, and a column has one dimension")
    return Arrays(source.name, arrays)


def _loaded(source: Source) -> Any:
    """What NumPy finds in a file, without anything that would have to be unpickled."""
    import numpy as np

    try:
        return np.load(io.BytesIO(source.whole()), allow_pickle=False)
    except (ValueError, OSError, EOFError, RuntimeError, zipfile.BadZipFile):
        raise _damaged(source) from None


def _damaged(source: Source) -> TableError:
    return TableError(source.name, "is damaged, or holds something else than arrays of numbers")
