"""Importing heavy modules, and drawing, without the garbage collector: torch and matplotlib make many objects."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["without_collecting"]


@contextmanager
def without_collecting(*, lasting: bool = True) -> Iterator[None]:
    """Hold back the garbage collector for a while.

    The import of torch or matplotlib makes so many objects that the collector's visits to them are a tenth to a
    quarter of its time; so does the drawing of a figure.

    lasting: whether what is made meanwhile lasts, as modules do: it counts as old then, which spares the next
    collection a look at all of it.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if lasting and not gc.get_freeze_count():  # what a program has frozen stays so
            gc.freeze()
            gc.unfreeze()  # from the permanent generation to the oldest
        if collecting:
            gc.enable()
