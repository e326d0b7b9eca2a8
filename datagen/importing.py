"""Importing heavy modules: torch and matplotlib."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["without_collecting"]


@contextmanager
def without_collecting() -> Iterator[None]:
    """Hold back the garbage collector for a while.

    The import of torch or matplotlib makes so many lasting objects that the collector's visits to them are a tenth
    to a quarter of its time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
