"""Datasets: named columns of rows that are made block by block, and handed on to other libraries.

data = datagen.sample("friedman1", n=1000)
data.y, data["x1"], data.to_polars(), duckdb.sql("select avg(y) from data")
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from datagen.errors import DatagenError, NameUnknownError
from datagen.streams import blocks

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    import torch
    from numpy.typing import NDArray
    from torch.utils.data import TensorDataset

    Column = NDArray[Any]

__all__ = ["ColumnError", "Dataset"]

HELD = 1 << 22
"""Cells up to which all columns are kept once one is asked for, 32 MiB."""


class ColumnError(DatagenError):
    """Names that columns cannot have."""


@dataclass(frozen=True, eq=False)  # equality would cost every start
class Dataset:
    """Named columns, made block by block: any block alone, in any order and in any thread, gives the same rows.

    `types` says of each column that it is "float" (float64), "integer" (int64) or "text"; when empty, all are floats.
    A column of a block has shape (rows of the block,). One with missing cells is a numpy.ma.MaskedArray, in every
    block. A column is an attribute too, unless its name is one of the dataset's own: data.x is data["x"]. `truth` is
    the true value of each parameter behind the rows, such as a coefficient.

    Raises: ColumnError for a name that is not a letter or _ and then letters, digits and _, or that is there twice.
    """

    columns: tuple[str, ...]
    n: int
    block: "Callable[[int], tuple[Column, ...]]" = field(repr=False)
    types: tuple[str, ...] = ()
    truth: Mapping[str, float] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for which, name in enumerate(self.columns):
            if not re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII):
                raise ColumnError(f"no column can be called {name!r}; give letters, digits and _, and no digit first")
            if name in self.columns[:which]:
                raise ColumnError(f"two columns are called {name!r}; give each a name of its own")
        object.__setattr__(self, "types", self.types or ("float",) * len(self.columns))

    def __len__(self) -> int:
        return self.n

    def blocks(self) -> "Iterator[tuple[Column, ...]]":
        """The columns of one block of rows after the other, each of shape (rows of the block,), the caller's own."""
        return (_apart(self.block(number)) for number in blocks(self.n))

    def __iter__(self) -> "Iterator[Any]":
        """Neither rows nor columns are meant for sure. Raises: ColumnError."""
        raise ColumnError("a dataset is no sequence of rows; use data.blocks(), data.columns or data.to_numpy()")

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> "NDArray[Any]":
        """All rows for NumPy, as `to_numpy` makes them. Raises: ConversionError for text, ValueError for copy=False."""
        if copy is False:
            raise ValueError("the rows of a dataset are made when they are asked for; leave out copy=False")
        rows = self.to_numpy()
        return rows if dtype is None else rows.astype(dtype, copy=False)

    def __getitem__(self, column: str) -> "Column":
        """One column, of shape (n,), the caller's own. Raises: NameUnknownError, ColumnError for what is no name."""
        from datagen.conversions import joined

        if not isinstance(column, str):
            raise ColumnError(f"no column is called {column!r}; give a column's name, or use data.to_numpy() for rows")
        if column not in self.columns:
            raise NameUnknownError("column", column, self.columns)
        which = self.columns.index(column)
        if self._held is not None:
            return self._held[which].copy()
        return joined((self.block(number)[which] for number in blocks(self.n)), self.types[which], self.n)

    def __getattr__(self, name: str) -> "Column":
        columns = self.__dict__.get("columns", ())
        if name in columns:
            return self[name]
        raise AttributeError(f"a dataset of the columns {', '.join(columns)} has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.columns]

    @cached_property
    def _held(self) -> "list[Column] | None":
        """All columns, where they are few enough to keep: to ask for one after the other makes the rows once."""
        from datagen.conversions import joined

        if self.n * len(self.columns) > HELD:
            return None
        columns = zip(*map(self.block, blocks(self.n)), strict=True) if self.n else [()] * len(self.columns)
        return [joined(parts, type, self.n) for parts, type in zip(columns, self.types, strict=True)]

    def to_numpy(self) -> "NDArray[np.float64]":
        """All rows, of shape (n, columns), float64; a missing cell is nan. Raises: ConversionError for text."""
        from datagen.conversions import to_numpy

        return to_numpy(self)

    def to_polars(self) -> "pl.DataFrame":
        """All rows as a Polars data frame; a missing cell is null."""
        from datagen.conversions import to_polars

        return to_polars(self)

    def to_pandas(self) -> Any:
        """All rows as a pandas data frame; a missing cell is nan, in whole numbers <NA>.

        Raises: ConversionError where pandas is not installed.
        """
        from datagen.conversions import to_pandas

        return to_pandas(self, self.__getitem__)

    def to_torch(self, *groups: str | Sequence[str], dtype: "torch.dtype | None" = None) -> "TensorDataset":
        """All rows as a torch TensorDataset of a tensor for each group of columns, on the CPU.

        A group is a column's name, with a tensor of shape (n,), or several names, of shape (n, names):

            data.to_torch(["x1", "x2"], "y", dtype=torch.float32)

        Without groups each column is one. Tensors are float64, those of whole numbers int64; `dtype` is for the ones of
        floats. A missing cell is nan. Raises: ConversionError for text, NameUnknownError.
        """
        from datagen.conversions import to_torch

        return to_torch(self, self.__getitem__, groups or self.columns, dtype)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The rows as a stream of Arrow record batches, made while they are read: for Polars, pandas, DuckDB, PyArrow.

        Source: the Arrow PyCapsule interface.
        """
        from datagen.capsules import arrow_stream

        return arrow_stream(self)


def _apart(columns: "Sequence[Column]") -> "tuple[Column, ...]":
    """Columns each of which can be changed, and none with another: those of y = x are one array before."""
    import numpy as np

    own: list[Column] = []
    for column in columns:
        shared = not column.flags.writeable or any(np.may_share_memory(column, other) for other in own)
        own.append(column.copy() if shared else column)
    return tuple(own)
