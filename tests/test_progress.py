"""The line on the terminal: what it says, when it is drawn, and that it is gone afterwards."""

import io
import os
import pty
import subprocess
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import PROGRAM

from datagen import progress
from datagen.progress import Progress, line


class Terminal(io.StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal of 100 columns that is drawn to at once and often."""
    shown = Terminal()
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=shown))
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
        time.sleep(0.05)
        assert shown._growing
        text = last_lines(terminal)[-1]
    assert " 50% [####" in text
    assert "] 5.0M of 10M rows, " in text
    assert " MB/s, 0:00 left" in text
    assert not shown._growing
    assert shown._bytes == 3 * M


def test_what_was_there_before_says_nothing_of_the_speed(terminal: Terminal) -> None:
    with Progress(100) as shown:
        shown.skip(50)
        time.sleep(0.03)
    assert "50 of 100 rows, 0 rows/s, -:-- left" in last_lines(terminal)[-1]


def test_it_is_gone_when_all_is_done(terminal: Terminal) -> None:
    with Progress(100) as shown:
        shown.add(100)
        time.sleep(0.03)
    drawn, blank, end = terminal.getvalue().rsplit("\r", 2)
    assert "100%" in drawn
    assert (blank.strip(), end) == ("", "")
    assert len(blank) >= len(last_lines(terminal)[-1])


def test_what_fails_clears_it_too(terminal: Terminal) -> None:
    def fail() -> None:
        with Progress(100):
            time.sleep(0.03)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert terminal.getvalue().endswith(" \r")


def test_a_short_job_shows_nothing(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "QUIET", 1.0)
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
        time.sleep(0.03)
    assert terminal.getvalue() == ""


def test_without_a_standard_error_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=None))
    with Progress(100) as counted:
        counted.add(50)


def test_a_pipe_has_no_size(terminal: Terminal) -> None:
    reading, writing = os.pipe()
    with open(writing, "wb") as stream, Progress(100) as shown, shown.watching(stream):
        shown.add(50)
        time.sleep(0.03)
    os.close(reading)
    assert "rows/s" in last_lines(terminal)[-1]


def on_terminal(*arguments: str, stdout: int | None = None) -> bytes:
    """What a command shows on a terminal that is its standard error, and its standard output unless that is given."""
    ours, theirs = pty.openpty()
    subprocess.run([PROGRAM, *arguments], stdout=stdout or theirs, stderr=theirs, timeout=60, check=True)
    os.set_blocking(ours, False)
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 100_000):
            shown += part
    except OSError:
        pass
    os.close(ours)
    return shown


def test_a_long_command_shows_it_on_a_terminal(tmp_path: Path) -> None:
    shown = on_terminal("quadratic", "--n", "1e7", "--jobs", "1", "-o", str(tmp_path / "a.csv"))
    assert b" of 10M rows, " in shown
    assert b" MB/s, " in shown
    assert shown.endswith(b" \r")


def test_a_short_command_shows_nothing_on_a_terminal(tmp_path: Path) -> None:
    assert on_terminal("quadratic", "-o", str(tmp_path / "a.csv")) == b""


def test_a_command_that_writes_to_the_terminal_does_not_draw_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert on_terminal("quadratic", "--n", "1", "--noise", "0") == b"x,y\r\n-1.0,1.0\r\n"
