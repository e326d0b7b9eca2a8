"""The command line as a person has it, in a process and a folder of its own; and what no busy machine changes.

No test measures time: `work` counts calls, `wait_until` waits for a condition, and PATIENCE ends what hangs, not what
is slow. Properties draw the same examples in every run; `pytest --hypothesis-profile=search` draws others, and more.
"""

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

PROGRAM = Path(sys.executable).with_name("datagen")

PATIENCE = 300
"""Seconds after which a process or a condition is taken to hang: many times what a slow and busy machine needs."""

EXAMPLES = 100
"""How many examples a property draws that does not say."""

_SIZE = [HealthCheck.too_slow, HealthCheck.data_too_large]
_ALIKE = settings(deadline=None, database=None, print_blob=True, suppress_health_check=_SIZE)
settings.register_profile("same", _ALIKE, max_examples=EXAMPLES, derandomize=True)
settings.register_profile("search", _ALIKE, max_examples=10 * EXAMPLES)
settings.load_profile("same")

Run = Callable[..., subprocess.CompletedProcess[bytes]]
Work = Callable[[Callable[[], object]], int]


def examples(number: int) -> settings:
    """Draw so many examples of a property, and as many times more as the profile draws more than EXAMPLES."""
    return settings(max_examples=number * settings().max_examples // EXAMPLES)


def wait_until(condition: Callable[[], object]) -> None:
    """Return as soon as a condition holds; fail where it does not within PATIENCE."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "what is waited for does not come"
        time.sleep(0.01)


@contextmanager
def running(command: list[str | Path], **options: Any) -> "Iterator[subprocess.Popen[bytes]]":
    """A process that is killed when it is left, should it still run."""
    with subprocess.Popen(command, **options) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Keep modules and tests, which stay to the end, out of every later collection of garbage: half a second each."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="module", autouse=True)
def forget(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let go of what a module's cached functions hold, such as figures, when its tests are over."""
    yield
    for each in vars(request.module).values():
        if callable(forget_all := getattr(each, "cache_clear", None)):
            forget_all()


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `datagen` with arguments in an empty folder; `env` adds to the environment."""

    def run(
        *arguments: str, env: dict[str, str] | None = None, cwd: Path = tmp_path
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [str(PROGRAM), *arguments],
            cwd=cwd,
            env={**os.environ, **(env or {})},
            capture_output=True,
            timeout=PATIENCE,
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
        gc.disable()  # it would call what waits for the end of other tests' objects
        sys.setprofile(seen)
        try:
            job()
        finally:
            sys.setprofile(before)
            gc.enable()
        return count

    return work
