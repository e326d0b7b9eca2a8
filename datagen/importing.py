"""Importing heavy modules: without the garbage collector, as they make many objects, and without losing a Ctrl-C."""

import gc
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["uninterrupted", "without_collecting"]

ENDING = [each for each in signal.Signals if each.name in {"SIGINT", "SIGTERM", "SIGHUP"}]
"""The signals that end a program; a system that has no hang-up has two of them."""


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


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Have the signals that Python handles wait until something is imported, and then do what they do.

    A handler raises its exception wherever the main thread is. While modules are imported that can be in a callback of
    a weak reference, of which Python prints the exception and goes on: a program that has just started would run for
    hours after a Ctrl-C. All handlers are afterwards as they were, whatever the module has put in their place. Other
    threads than the main one have nothing to wait for.
    """
    main = threading.current_thread() is threading.main_thread()
    handlers = {each: handler for each in ENDING if main and (handler := signal.getsignal(each)) is not None}
    waiting: list[int] = []
    for each, handler in handlers.items():
        if callable(handler):
            signal.signal(each, lambda number, _: waiting.append(number))
    try:
        yield
    finally:
        for each, handler in handlers.items():
            signal.signal(each, handler)
    for number in waiting:
        signal.raise_signal(number)
