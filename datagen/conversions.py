"""Tables as what other libraries hold: NumPy arrays, data frames and tensors."""

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from datagen.errors import DatagenError
from datagen.formats import Table
from datagen.formats.arrays import as_numbers
from datagen.formats.frames import empty_frame, frames
from datagen.formats.stretches import stretch

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    import torch
    from numpy.typing import NDArray
    from torch.utils.data import TensorDataset

    Column = NDArray[Any]
    Columns = Callable[[str], Column]

__all__ = ["ConversionError", "joined", "to_numpy", "to_pandas", "to_polars", "to_torch"]

DTYPES = {"float": "float64", "integer": "int64", "text": "<U1"}
"""What a column without rows is made of."""


class ConversionError(DatagenError):
    """A conversion that the columns, or what is installed, do not allow."""


def joined(parts: "Iterable[Column]", type: str, n: int) -> "Column":
    """One column of shape (n,) from its parts; masked where they are."""
    import numpy as np

    if type == "text" or n == 0:
        found = list(parts) or [np.empty(0, DTYPES[type])]
        masked = isinstance(found[0], np.ma.MaskedArray)
        return np.ma.concatenate(found) if masked else np.concatenate(found)  # type: ignore[no-untyped-call]
    values, mask, start = np.empty(n, DTYPES[type]), None, 0
    for part in parts:
        rows = slice(start, start + len(part))
        values[rows] = np.ma.getdata(part)
        if isinstance(part, np.ma.MaskedArray):
            mask = np.zeros(n, bool) if mask is None else mask
            mask[rows] = np.ma.getmaskarray(part)
        start += len(part)
    return values if mask is None else np.ma.MaskedArray(values, mask)


def to_numpy(table: Table) -> "NDArray[np.float64]":
    """All rows, of shape (n, columns), float64; a missing cell is nan. Raises: ConversionError for text."""
    import numpy as np

    _refuse_text("to_numpy", table, table.columns)
    rows, start = np.empty((table.n, len(table.columns))), 0
    for block in stretch(table).blocks():
        stop = start + len(block[0])
        for which, column in enumerate(block):
            rows[start:stop, which] = as_numbers(column)
        start = stop
    return rows


def to_polars(table: Table) -> "pl.DataFrame":
    """All rows as a Polars data frame; a missing cell is null."""
    whole = stretch(table)
    frame = empty_frame(whole)
    for each in frames(whole):
        frame.vstack(each, in_place=True)
    return frame


def to_pandas(table: Table, columns: "Columns") -> Any:
    """All rows as a pandas data frame, from a table and what gives its columns.

    Raises: ConversionError where pandas is not installed.
    """
    try:
        pandas = import_module("pandas")
    except ImportError:
        raise ConversionError("to_pandas: pandas is not installed; pip install pandas installs it") from None
    types = dict(zip(table.columns, table.types, strict=True))
    return pandas.DataFrame({name: _for_pandas(columns(name), types[name], pandas) for name in table.columns})


def _for_pandas(column: "Column", type: str, pandas: Any) -> Any:
    import numpy as np

    if not isinstance(column, np.ma.MaskedArray):
        return column
    missing = np.ma.getmaskarray(column)
    if type == "integer":
        return pandas.arrays.IntegerArray(column.data, missing)
    return pandas.array(column.tolist(), dtype="str") if type == "text" else as_numbers(column)


def to_torch(
    table: Table, columns: "Columns", groups: "Sequence[str | Sequence[str]]", dtype: "torch.dtype | None"
) -> "TensorDataset":
    """A TensorDataset with a tensor for each group: (n,) for a name, (n, names) for several.

    Raises: ConversionError for text, a group of no columns, and what is no type of torch's.
    """
    import numpy as np
    import torch
    from torch.utils.data import TensorDataset

    if dtype is not None and not isinstance(dtype, torch.dtype):
        raise ConversionError(f"to_torch: {dtype!r} is no type of torch's; give one such as torch.float32")

    def tensor(group: str | Sequence[str]) -> torch.Tensor:
        if not len(group):
            raise ConversionError("to_torch: a group has no columns; give names such as ['x', 'y']")
        _refuse_text("to_torch", table, [group] if isinstance(group, str) else group)
        parts = [as_numbers(columns(name)) for name in ([group] if isinstance(group, str) else group)]
        array = parts[0] if isinstance(group, str) else np.column_stack(parts)
        made = torch.from_numpy(np.ascontiguousarray(array))
        return made.to(dtype) if dtype is not None and made.is_floating_point() else made

    return TensorDataset(*map(tensor, groups))


def _refuse_text(to: str, table: Table, names: Sequence[str]) -> None:
    for name, type in zip(table.columns, table.types, strict=True):
        if type == "text" and name in names:
            raise ConversionError(f"{to} has no text, and the column {name} is text; use to_polars or to_pandas")
