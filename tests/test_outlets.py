"""A job ends when what it writes to takes no more, though Polars would go on to the last row."""

import errno
import io
import os
import subprocess
from pathlib import Path

import pytest
from conftest import PATIENCE, PROGRAM

from datagen import outlets
from datagen.outlets import taking


def test_a_file_that_grows_takes_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlets, "STALL", 3)
    with open(tmp_path / "a", "wb", buffering=0) as stream:
        check = taking(stream)
        for block in range(20):
            check()
            if block % 3 == 0:
                stream.write(b"x")


@pytest.mark.parametrize(("free", "number"), [(0, errno.ENOSPC), (1, errno.EIO)], ids=["a full disk", "a broken one"])
def test_a_file_that_does_not_grow_takes_no_more(
    free: int, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlets, "STALL", 3)
    monkeypatch.setattr(os, "fstatvfs", lambda _: os.statvfs_result([free] * 11))
    with open(tmp_path / "a", "wb") as stream:
        check = taking(stream)
        for _ in range(3):
            check()
        with pytest.raises(OSError, match=os.strerror(number)) as caught:
            check()
    assert caught.value.errno == number


def test_a_pipe_takes_more_until_its_reader_goes_away() -> None:
    reading, writing = os.pipe()
    with open(writing, "wb") as stream:
        check = taking(stream)
        check()
        os.write(writing, b"x" * 1000)
        check()
        os.close(reading)
        with pytest.raises(BrokenPipeError):
            check()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_devices() -> None:
    with open("/dev/null", "wb") as null, open("/dev/full", "wb") as full:
        taking(null)()
        with pytest.raises(OSError, match="No space left"):
            taking(full)()


def test_memory_takes_everything() -> None:
    taking(io.BytesIO())()


@pytest.mark.parametrize("format", ["csv", "parquet", "jsonl.gz"])
def test_a_reader_that_goes_away_ends_a_job_of_any_size(format: str) -> None:
    command = f"{PROGRAM} quadratic --n 1e12 --design uniform --format {format} | head -c 2; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=PATIENCE)
    assert (len(done.stdout), done.stderr) == (2, b"")
    assert done.returncode in {0, 141}
