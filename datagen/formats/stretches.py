"""What is written: tables, and the consecutive blocks of one that make up a file."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from datagen.streams import BLOCK, blocks

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Stretch", "Table", "stretch"]


class Table(Protocol):
    """Named columns, in blocks of rows."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""

    @property
    def types(self) -> tuple[str, ...]:
        """What each column holds: "float" (float64), "integer" (int64) or "text"."""

    @property
    def n(self) -> int:
        """The number of rows."""

    def block(self, number: int, /) -> "Sequence[NDArray[Any]]":
        """The columns of one block, each of shape (rows of the block,), masked where cells are missing."""


class Stretch(NamedTuple):
    """Consecutive blocks of a table."""

    table: Table
    numbers: range

    @property
    def columns(self) -> tuple[str, ...]:
        return self.table.columns

    @property
    def types(self) -> tuple[str, ...]:
        return self.table.types

    @property
    def rows(self) -> int:
        return max(0, min(self.table.n, self.numbers.stop * BLOCK) - self.numbers.start * BLOCK)

    def blocks(self) -> "Iterator[Sequence[NDArray[Any]]]":
        """The columns of one block after the other."""
        return map(self.table.block, self.numbers)


def stretch(table: Table, first: int = 0, last: int | None = None) -> Stretch:
    """The blocks of a table from number `first` up to and without `last`, or to the end."""
    count = len(blocks(table.n))
    return Stretch(table, range(first, count if last is None else min(last, count)))
