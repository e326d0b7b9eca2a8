"""Whether what is written to still takes it.

Polars asks for all rows of a table before it says that some could not be written. A job that has years to go is to end
when the disk is full or the reader of a pipe goes away, so the descriptor is looked at whenever a block is asked for.
"""

import errno
import os
import stat
from collections.abc import Callable
from typing import BinaryIO

__all__ = ["taking"]

STALL = 1024
"""Blocks in which a file that takes them must grow: 67 million rows, of which many times fewer are held back."""


def taking(stream: BinaryIO) -> Callable[[], None]:
    """A check to be made for each block that is written: it raises an OSError where the stream takes no more."""
    try:
        descriptor = stream.fileno()
        mode = os.fstat(descriptor).st_mode
    except OSError:  # a stream in memory
        return lambda: None
    if stat.S_ISREG(mode):
        return _Growth(descriptor).check
    if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
        return _reader_of(descriptor)
    return lambda: _write_nothing(descriptor)


class _Growth:
    """The size of a file, and for how many blocks it has been that."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._size = self._blocks = 0

    def check(self) -> None:
        size = os.fstat(self._descriptor).st_size
        self._blocks = self._blocks + 1 if size == self._size else 0
        self._size = size
        if self._blocks > STALL:
            number = self._reason()
            raise OSError(number, os.strerror(number))

    def _reason(self) -> int:
        """Why the file may have stopped to grow, as the system numbers it."""
        try:
            import resource

            if self._size >= resource.getrlimit(resource.RLIMIT_FSIZE)[0] >= 0:
                return errno.EFBIG
            return errno.EIO if os.fstatvfs(self._descriptor).f_bavail else errno.ENOSPC
        except (ImportError, OSError):
            return errno.EIO


def _reader_of(descriptor: int) -> Callable[[], None]:
    """A check that a pipe has a reader."""
    import select

    if not hasattr(select, "poll"):
        return lambda: None
    poll = select.poll()
    poll.register(descriptor, 0)  # errors are always told

    def check() -> None:
        if poll.poll(0):
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))

    return check


def _write_nothing(descriptor: int) -> None:
    """Write no bytes to a device, which a full one refuses."""
    os.write(descriptor, b"")
