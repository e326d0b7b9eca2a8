"""The command line as a person has it, in a process and a folder of its own; and work counted rather than timed."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("datagen")

Run = Callable[..., subprocess.CompletedProcess[bytes]]
Work = Callable[[Callable[[], object]], int]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `datagen` with arguments in an empty folder; `env` adds to the environment."""

    def run(
        *arguments: str, env: dict[str, str] | None = None, cwd: Path = tmp_path
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [str(PROGRAM), *arguments], cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, timeout=120
        )

    return run


@pytest.fixture(scope="session")
def work() -> Work:
    """Count the calls of functions, Python's and C's, that something makes: the same on every machine, as no time is.

    A call takes about 0.2 µs. Garbage collection, other processes and slower processors change times tenfold.
    """

    def work(job: Callable[[], object]) -> int:
        count = 0

        def seen(_frame: object, event: str, _argument: object) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(seen)
        try:
            job()
        finally:
            sys.setprofile(before)
        return count

    return work
