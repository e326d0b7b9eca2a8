"""A line on the terminal that says how far a long job is: rows, speed and the time left."""

import os
import shutil
import stat
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Self, TextIO

__all__ = ["Progress", "line"]

QUIET = 1.0
"""Seconds before the first line: a job that is done by then shows none."""

PAUSE = 0.25
"""Seconds between two lines."""


class Progress:
    """How far a job of `total` rows is, shown on standard error where that is a terminal.

    The job counts rows, and names the files that grow; a thread of its own looks at both four times a second, asks
    the system for the files' sizes and draws the line, so that the job neither waits nor writes through anything.
    """

    def __init__(self, total: int, shown: bool = True) -> None:
        self.total = total
        self._terminal: TextIO | None = sys.stderr if shown else None
        self._lock = threading.Lock()
        self._rows = self._skipped = self._bytes = self._shown = 0
        self._growing: dict[int, int] = {}
        self._start = time.monotonic()
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        if self._terminal is not None and self._terminal.isatty():
            self._thread = threading.Thread(target=self._draw_until_done, daemon=True)
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        if self._thread:
            self._thread.join(timeout=2 * PAUSE)  # not longer: a terminal that is held with Ctrl-S takes no line
            if self._shown and not self._thread.is_alive():
                self._show("", end="\r")

    def add(self, rows: int, bytes: int = 0) -> None:
        """Count rows that are done, and bytes of files that are not watched."""
        with self._lock:
            self._rows += rows
            self._bytes += bytes

    def skip(self, rows: int) -> None:
        """Count rows that were there before: they are done, but say nothing of the speed."""
        with self._lock:
            self._skipped += rows

    @contextmanager
    def watching(self, stream: BinaryIO) -> Iterator[None]:
        """Count the bytes by which a file grows meanwhile; pipes and devices have no size."""
        descriptor = stream.fileno() if self._thread else -1
        before = _size(descriptor)
        if before is None:
            yield
            return
        with self._lock:
            self._growing[descriptor] = before
        try:
            yield
        finally:
            with self._lock:
                self._bytes += (_size(descriptor) or before) - self._growing.pop(descriptor)

    def _draw_until_done(self) -> None:
        pause = QUIET
        while not self._done.wait(pause):
            pause = PAUSE
            with self._lock:
                growing = sum((_size(each) or before) - before for each, before in self._growing.items())
                rows, skipped, bytes = self._rows, self._skipped, self._bytes + growing
            width = shutil.get_terminal_size().columns - 1  # a line as wide as the terminal would move to the next
            self._show(line(rows, skipped, self.total, bytes, time.monotonic() - self._start, width))

    def _show(self, text: str, end: str = "") -> None:
        print(f"\r{text:{self._shown}}", end=end, file=self._terminal, flush=True)
        self._shown = len(text)


def _size(descriptor: int) -> int | None:
    """The size of an open file in bytes; None of what is no file."""
    status = os.fstat(descriptor) if descriptor >= 0 else None
    return status.st_size if status and stat.S_ISREG(status.st_mode) else None


def line(rows: int, skipped: int, total: int, bytes: int, seconds: float, width: int) -> str:
    """What there is to say in at most `width` characters: the bar gets what the words leave.

    `rows` were made in `seconds`, and `skipped` were there before, of `total`; the speed is in MB/s (10⁶ bytes), or in
    rows/s where nothing is known of the bytes.
    """
    done = rows + skipped
    share = done / total if total else 1.0
    speed = f"{bytes / seconds / 1e6:.0f} MB/s" if bytes else f"{_short(int(rows / seconds))} rows/s"
    left = f"{_clock((total - done) * seconds / rows)} left" if rows else "-:-- left"
    words = f"{_short(done)} of {_short(total)} rows, {speed}, {left}"
    room = min(width - len(words) - 8, 40)
    bar = f"[{'#' * int(share * room):{room}}] " if room >= 10 else ""
    return f"{int(100 * share):3d}% {bar}{words}"[: max(width, 0)]


def _short(count: int) -> str:
    """A count in at most four digits: 999, 1.0k, 42M, 1.5G, 1000T."""
    value, unit = float(count), ""
    for next_unit in ("k", "M", "G", "T"):
        if value < 999.5:
            break
        value, unit = value / 1000, next_unit
    return f"{value:.1f}{unit}" if unit and value < 9.95 else f"{value:.0f}{unit}"


def _clock(seconds: float) -> str:
    """Minutes and seconds, or hours, minutes and seconds: 0:07, 12:00, 3:00:00."""
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minute}:{second:02d}"
