"""A table as a stream of Arrow record batches, through Arrow's C interface: each is made when it is read.

A stream is a structure of four callbacks, and a capsule hands it to the library that reads it. Polars makes such a
stream of one data frame; the one here goes through the streams of one frame after the other, so that a reader such as
DuckDB goes through any number of rows in the memory of a few blocks.

Source: "The Arrow C stream interface" and "The Arrow PyCapsule Interface" in the documentation of Apache Arrow.
"""

import ctypes
import errno
import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from datagen.formats import Table
from datagen.formats.frames import empty_frame, frames
from datagen.formats.stretches import stretch

if TYPE_CHECKING:
    import polars as pl

__all__ = ["arrow_stream"]

NAME = b"arrow_array_stream"


class _Stream(ctypes.Structure):
    """struct ArrowArrayStream."""


_Give = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.c_void_p)
_Say = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.POINTER(_Stream))
_Release = ctypes.CFUNCTYPE(None, ctypes.POINTER(_Stream))
_Stream._fields_ = [
    ("get_schema", _Give), ("get_next", _Give), ("get_last_error", _Say), ("release", _Release),
    ("private_data", ctypes.c_void_p),
]  # fmt: skip


class _Array(ctypes.Structure):
    """struct ArrowArray; one whose `release` is null is none, and ends a stream."""

    _fields_ = [
        ("length", ctypes.c_int64), ("null_count", ctypes.c_int64), ("offset", ctypes.c_int64),
        ("n_buffers", ctypes.c_int64), ("n_children", ctypes.c_int64), ("buffers", ctypes.c_void_p),
        ("children", ctypes.c_void_p), ("dictionary", ctypes.c_void_p), ("release", ctypes.c_void_p),
        ("private_data", ctypes.c_void_p),
    ]  # fmt: skip


_new_capsule = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)(
    ("PyCapsule_New", ctypes.pythonapi)
)
_pointer_in = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.py_object, ctypes.c_char_p)(
    ("PyCapsule_GetPointer", ctypes.pythonapi)
)
_pointer_in_dying = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p)(
    ("PyCapsule_GetPointer", ctypes.pythonapi)  # without a reference: the capsule has none left
)


class _Frames:
    """What a stream gives: frames in turn, each through the stream that Polars makes of it."""

    def __init__(self, empty: "pl.DataFrame", frames: "Iterator[pl.DataFrame]") -> None:
        self._empty, self._frames = empty, frames
        self._capsule: object = None
        self.error: Any = None

    def give_schema(self, out: int) -> int:
        return self._ask("get_schema", self._empty.__arrow_c_stream__(), out)

    def give_next(self, out: int) -> int:
        """The next array that there is, or else none."""
        array = ctypes.cast(out, ctypes.POINTER(_Array)).contents
        array.release = None
        while True:
            status = self._ask("get_next", self._capsule, out) if self._capsule else 0
            if status or array.release:
                return status
            frame = next(self._frames, None)
            if frame is None:
                return 0
            self._capsule = frame.__arrow_c_stream__()

    def _ask(self, what: str, capsule: object, out: int) -> int:
        stream = ctypes.cast(_pointer_in(capsule, NAME), ctypes.POINTER(_Stream))
        status: int = getattr(stream.contents, what)(stream, out)
        if status:
            self.fail(ctypes.string_at(stream.contents.get_last_error(stream) or b""))
        return status

    def fail(self, reason: bytes) -> None:
        """Keep what went wrong until it is asked for."""
        self.error = ctypes.create_string_buffer(reason)


_open: dict[int, _Frames] = {}
"""What the streams that are not released yet give, by the number in their private data."""

_structures: dict[int, _Stream] = {}
"""The structures in capsules that are alive, by address."""

_numbers = itertools.count(1)


def _giving(what: str) -> Any:
    """A callback that gives the schema or an array; a failure is kept, and its number returned."""

    def give(stream: Any, out: int) -> int:
        frames = _open[stream.contents.private_data]
        try:
            status: int = getattr(frames, what)(out)
        except BaseException as error:
            frames.fail(f"{type(error).__name__}: {error}".encode())
            return errno.EIO
        return status

    return _Give(give)


def _say(stream: Any) -> int | None:
    error = _open[stream.contents.private_data].error
    return None if error is None else ctypes.addressof(error)


def _release(stream: Any) -> None:
    _open.pop(stream.contents.private_data, None)
    stream.contents.release = _Release()  # null: the sign that it is released


def _destroy(capsule: int) -> None:
    """End a capsule: its stream, unless a reader has taken that over, and its structure."""
    address = _pointer_in_dying(capsule, NAME)
    stream = ctypes.cast(address, ctypes.POINTER(_Stream))
    if stream.contents.release:
        stream.contents.release(stream)
    del _structures[address]


_CALLBACKS = (_giving("give_schema"), _giving("give_next"), _Say(_say), _Release(_release))
_DESTROY = ctypes.CFUNCTYPE(None, ctypes.c_void_p)(_destroy)


def arrow_stream(table: Table) -> object:
    """A capsule of the rows of a table as a stream of record batches, each a few blocks; a missing cell is null."""
    number, rows = next(_numbers), stretch(table)
    _open[number] = _Frames(empty_frame(rows), frames(rows))
    structure = _Stream(*_CALLBACKS, number)
    address = ctypes.addressof(structure)
    _structures[address] = structure
    return _new_capsule(address, NAME, ctypes.cast(_DESTROY, ctypes.c_void_p))
