"""The line on the terminal: what it says, when it is drawn, and that it is gone afterwards."""

import io
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from itertools import chain, repeat
from pathlib import Path
from threading import Timer
from types import SimpleNamespace

import pytest
from conftest import PATIENCE, wait_until

from datagen import progress
from datagen.progress import Progress, line


class Terminal(io.StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        return True

    def wait_for(self, text: str) -> None:
        """Wait until the last line holds a text. It stays so, and the end now waits for the thread that draws."""
        wait_until(lambda: text in "".join(last_lines(self)[-1:]))
        progress.PAUSE = PATIENCE


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal of 100 columns that is drawn to at once and often, and always as if a second had passed."""
    shown, seconds = Terminal(), chain([0.0], repeat(1.0))
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=shown))
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: next(seconds)))
    monkeypatch.setattr(progress, "QUIET", 0.0)
    monkeypatch.setattr(progress, "PAUSE", 0.005)
    monkeypatch.setenv("COLUMNS", "100")
    return shown


M = 10**6


@pytest.mark.parametrize(("rows", "skipped", "total", "bytes", "seconds", "width", "text"), [
    (4 * M, 0, 10 * M, 800 * M, 2.0, 200,
     " 40% [################                        ] 4.0M of 10M rows, 400 MB/s, 0:03 left"),
    (4 * M, 0, 10 * M, 800 * M, 2.0, 60, " 40% [######         ] 4.0M of 10M rows, 400 MB/s, 0:03 left"),
    (4 * M, 0, 10 * M, 800 * M, 2.0, 40, " 40% 4.0M of 10M rows, 400 MB/s, 0:03 le"),
    (4 * M, 0, 10 * M, 800 * M, 2.0, 0, ""),
    (4 * M, 0, 10 * M, 0, 2.0, 50, " 40% 4.0M of 10M rows, 2.0M rows/s, 0:03 left"),
    (M, 5 * M, 10 * M, 100 * M, 1.0, 50, " 60% 6.0M of 10M rows, 100 MB/s, 0:04 left"),
    (0, 5 * M, 10 * M, 0, 1.0, 50, " 50% 5.0M of 10M rows, 0 rows/s, -:-- left"),
    (10 * M, 0, 10 * M, 100 * M, 1.0, 50, "100% 10M of 10M rows, 100 MB/s, 0:00 left"),
    (0, 0, 0, 0, 1.0, 50, "100% [##########] 0 of 0 rows, 0 rows/s, -:-- left"),
    (999, 0, 10**15, 20000, 1.0, 60, "  0% 999 of 1000T rows, 0 MB/s, 278055833:36:40 left"),
    (2 * 10**9, 0, 9 * 10**12, 10**11, 100.0, 60, "  0% 2.0G of 9.0T rows, 1000 MB/s, 124:58:20 left"),
    (999_600, 0, 1_300_000, 10**6, 1.0, 60, " 76% [############    ] 1.0M of 1.3M rows, 1 MB/s, 0:00 left"),
])  # fmt: skip
def test_what_the_line_says(
    rows: int, skipped: int, total: int, bytes: int, seconds: float, width: int, text: str
) -> None:
    assert line(rows, skipped, total, bytes, seconds, width) == text


@pytest.mark.parametrize("width", range(0, 120, 7))
def test_the_line_is_never_too_long(width: int) -> None:
    assert len(line(4 * M, 0, 10**15, 3 * M, 7.0, width)) <= width


def last_lines(terminal: Terminal) -> list[str]:
    return [each.rstrip() for each in terminal.getvalue().split("\r") if each.strip()]


def test_it_counts_rows_and_the_bytes_of_files(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"before")
    with open(tmp_path / "a", "ab", buffering=0) as stream, Progress(10 * M) as shown, shown.watching(stream):
        stream.write(b"x" * 3 * M)
        shown.add(2 * M)
        shown.skip(3 * M)
        terminal.wait_for("5.0M of 10M rows")
        assert shown._growing
        text = last_lines(terminal)[-1]
    assert text == f" 50% [{20 * '#'}{20 * ' '}] 5.0M of 10M rows, 3 MB/s, 0:02 left"
    assert not shown._growing
    assert shown._bytes == 3 * M


def test_what_was_there_before_says_nothing_of_the_speed(terminal: Terminal) -> None:
    with Progress(100) as shown:
        shown.skip(50)
        terminal.wait_for("50 of 100 rows, 0 rows/s, -:-- left")


def test_it_is_gone_when_all_is_done(terminal: Terminal) -> None:
    with Progress(100) as shown:
        shown.add(100)
        terminal.wait_for("100%")
    drawn, blank, end = terminal.getvalue().rsplit("\r", 2)
    assert "100%" in drawn
    assert (blank.strip(), end) == ("", "")
    assert len(blank) >= len(last_lines(terminal)[-1])


def test_what_fails_clears_it_too(terminal: Terminal) -> None:
    def fail() -> None:
        with Progress(100):
            terminal.wait_for("0 of 100 rows")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert terminal.getvalue().endswith(" \r")


def test_a_short_job_shows_nothing(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "QUIET", PATIENCE)
    with Progress(100) as shown:
        shown.add(100)
    assert terminal.getvalue() == ""


@pytest.mark.parametrize("shown", [True, False])
def test_nothing_is_shown_where_there_is_no_terminal(
    shown: bool, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shown:
        monkeypatch.setattr(Terminal, "isatty", lambda _: False)
    with Progress(100, shown=shown) as counted:
        counted.add(50)
        assert counted._thread is None
    assert terminal.getvalue() == ""


def test_without_a_standard_error_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=None))
    with Progress(100) as counted:
        counted.add(50)


def test_a_pipe_has_no_size(terminal: Terminal) -> None:
    reading, writing = os.pipe()
    with open(writing, "wb") as stream, Progress(100) as shown, shown.watching(stream):
        shown.add(50)
        terminal.wait_for("50 of 100 rows, 50 rows/s")
    os.close(reading)


OUR_OWN = """
import threading
from datagen import progress
from datagen.__main__ import main

join = threading.Thread.join
threading.Thread.join = lambda thread, timeout=None: join(thread)
progress.QUIET = {quiet}
main()
"""
"""The program, but that the first line comes after `quiet` seconds, and the drawing thread has all the time to end."""


def on_terminal(*arguments: str, quiet: float, until: Callable[[bytes], bool] = lambda _: False) -> tuple[int, bytes]:
    """The exit status of a command, and what it shows on a terminal that is its standard output and error.

    It is interrupted as soon as `until` holds of that.
    """
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", OUR_OWN.format(quiet=quiet), *arguments]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        hangs, shown = Timer(PATIENCE, process.kill), b""
        hangs.start()
        with suppress(OSError):  # that the last process of the terminal has ended
            while part := os.read(ours, 100_000):
                enough, shown = until(shown), shown + part
                if until(shown) and not enough:
                    process.send_signal(signal.SIGINT)
    hangs.cancel()
    os.close(ours)
    return process.returncode, shown


def test_a_long_command_shows_it_on_a_terminal(tmp_path: Path) -> None:
    command = ("quadratic", "--n", "1e12", "--jobs", "1", "-o", str(tmp_path / "a.csv.gz"))
    status, shown = on_terminal(*command, quiet=0.1, until=lambda shown: b" MB/s, " in shown)
    assert status == 130
    assert b" of 1.0T rows, " in shown
    assert shown.endswith(b" \r")


def test_a_short_command_shows_nothing_on_a_terminal(tmp_path: Path) -> None:
    assert on_terminal("quadratic", "-o", str(tmp_path / "a.csv"), quiet=PATIENCE) == (0, b"")


def test_a_command_that_writes_to_the_terminal_does_not_draw_on_it() -> None:
    shown = b"x,y\r\n-1.0,1.0\r\n"
    assert on_terminal("quadratic", "--n", "1", "--noise", "0", quiet=0.0) == (0, shown)
