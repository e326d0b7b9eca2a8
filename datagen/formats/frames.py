"""Polars: blocks as data frames, and one query that takes them in turn and writes them.

Polars asks for the frames from a thread of its own and writes the last ones meanwhile, so that memory holds a few of
them however many rows there are. How blocks are grouped does not show in what is written.
"""

import os
import re
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from itertools import islice
from typing import TYPE_CHECKING, Any

from datagen.formats.gathering import Buffers, gather
from datagen.formats.stretches import Stretch
from datagen.importing import uninterrupted
from datagen.streams import BLOCK

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

__all__ = ["empty_frame", "frames", "import_polars", "sink", "system_errors"]

GROUP = 16
"""Columns of blocks in a frame, 8 MiB: fewer cost a tenth of the speed, and more cost memory."""


def import_polars() -> None:
    """Import Polars, and leave Ctrl-C to Python, as it was.

    Polars takes Ctrl-C for itself when it is imported, and ends a query by a panic with a trace of its stack. A
    program that has imported it already keeps that.
    """
    with nullcontext() if "polars" in sys.modules else uninterrupted():
        import polars.io.plugins  # noqa: F401


def empty_frame(stretch: Stretch) -> "pl.DataFrame":
    """The columns without rows."""
    import_polars()
    import polars as pl

    return pl.DataFrame(schema=_schema(stretch))


def frames(stretch: Stretch) -> "Iterator[pl.DataFrame]":
    """The rows of consecutive blocks as data frames of several blocks each, or of a part of a wide one.

    A missing cell is null.
    """
    import_polars()
    group, blocks = max(1, GROUP // len(stretch.columns)), stretch.blocks()
    rows = min(group * BLOCK, -(-GROUP * BLOCK // len(stretch.columns)))
    buffers = Buffers(min(rows, stretch.rows))
    if rows >= BLOCK:
        for _ in range(0, stretch.rows, rows):
            yield _frame(stretch, buffers, islice(blocks, group))
        return
    for block in blocks:
        for first in range(0, len(block[0]), rows):
            yield _frame(stretch, buffers, iter([[column[first : first + rows] for column in block]]))
        del block  # before the next is made: one of a hundred columns is 50 MB


def sink(stretch: Stretch, write: "Callable[[pl.LazyFrame], Any]") -> None:
    """Have `write` write the rows, given a query for them.

    Raises: OSError with its number; whatever making a block raises, or a signal handler in the meantime.
    """
    import_polars()
    from polars.io.plugins import register_io_source

    stop = threading.Event()

    def source(*_: Any) -> "Iterator[pl.DataFrame]":
        for frame in frames(stretch):
            if stop.is_set():
                break
            yield frame

    query = register_io_source(source, schema=_schema(stretch))
    with ThreadPoolExecutor(1) as thread, system_errors():
        try:
            thread.submit(write, query).result()  # this thread stays free for signals
        finally:
            stop.set()


def _frame(stretch: Stretch, buffers: Buffers, blocks: "Iterator[Sequence[NDArray[Any]]]") -> "pl.DataFrame":
    import polars as pl

    columns = [gather(type, buffers) for type in stretch.types]
    for block in blocks:
        for column, cells in zip(columns, block, strict=True):
            column.add(cells)
    return pl.DataFrame([column.series(name) for name, column in zip(stretch.columns, columns, strict=True)])


def _schema(stretch: Stretch) -> "dict[str, Any]":
    import polars as pl

    types = {"float": pl.Float64, "integer": pl.Int64, "text": pl.String}
    return {name: types[type] for name, type in zip(stretch.columns, stretch.types, strict=True)}


@contextmanager
def system_errors() -> Iterator[None]:
    """Polars names the number of a system's error in its message alone: give it to the exception, as Python does."""
    import polars as pl

    try:
        yield
    except (OSError, pl.exceptions.PolarsError) as error:
        found = re.search(r"(?:os error |\[Errno )(\d+)", str(error))
        if found and getattr(error, "errno", None) is None:
            raise OSError(int(found[1]), os.strerror(int(found[1]))) from None
        raise
