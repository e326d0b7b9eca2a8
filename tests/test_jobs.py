"""Threads that work ahead and side by side: the same blocks, a bounded lead, and an end when one is asked for."""

import os
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from conftest import PATIENCE, wait_until

from datagen.datasets import Quadratic
from datagen.jobs import LEAD, StoppedError, ahead, default_jobs, side_by_side, stoppable, threads_of_polars
from datagen.rows import Dataset
from datagen.streams import BLOCK


def numbered(n: int) -> Dataset:
    """A dataset whose blocks are their numbers."""
    return replace(Quadratic(n=n).dataset(), block=lambda number: (number,))


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_blocks_come_as_they_are_asked_for(jobs: int) -> None:
    with ahead(numbered(100 * BLOCK), range(20, 90), jobs) as dataset:
        assert [dataset.block(number) for number in range(20, 90)] == [(number,) for number in range(20, 90)]


def test_blocks_out_of_order_and_again_are_right_too() -> None:
    with ahead(numbered(100 * BLOCK), range(100), 2) as dataset:
        order = [3, 3, 0, 99, 50, 1, 99]
        assert [dataset.block(number) for number in order] == [(number,) for number in order]


def test_the_lead_is_bounded_and_ends_with_the_job() -> None:
    made, before = [], {*threading.enumerate()}
    slow = replace(numbered(1000 * BLOCK), block=lambda number: (made.append(number), number)[1:])
    with ahead(slow, range(1000), 3) as dataset:
        for number in range(50):
            dataset.block(number)
            time.sleep(0.001)
            assert len(made) <= number + 1 + LEAD // 2 + 3
        wait_until(lambda: len(made) > 50)
    assert len(made) <= 50 + LEAD // 2 + 3
    assert {*threading.enumerate()} <= before


@pytest.mark.parametrize(("columns", "most"), [(1, 34), (8, 6), (101, 2)])
def test_the_lead_is_bounded_in_cells(columns: int, most: int) -> None:
    made: list[int] = []
    names = tuple(f"x{which}" for which in range(columns))
    wide = Dataset(names, 1000 * BLOCK, lambda number: (made.append(number), number)[1:])
    with ahead(wide, range(1000), 2) as dataset:
        dataset.block(0)
        dataset.block(1)
        dataset.block(2)
        wait_until(lambda: len(made) >= 2 + most)
        time.sleep(0.05)  # in which those of a longer lead would be made
    assert len(made) == 2 + most


def test_a_block_that_fails_fails_where_it_is_asked_for() -> None:
    def block(number: int) -> Any:
        return (1 // (number - 5),)

    with ahead(replace(numbered(BLOCK * 10), block=block), range(10), 2) as dataset:
        assert dataset.block(4) == (-1,)
        with pytest.raises(ZeroDivisionError):
            dataset.block(5)


@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_side_by_side_everything_is_done_once(jobs: int) -> None:
    assert sorted(side_by_side(lambda x: x * x, range(100), jobs, threading.Event())) == [x * x for x in range(100)]


def test_side_by_side_it_is_really_side_by_side() -> None:
    together = threading.Barrier(3, timeout=PATIENCE)
    assert len(list(side_by_side(lambda _: together.wait(), range(6), 3, threading.Event()))) == 6


@pytest.mark.parametrize("fails", ["the work", "its user"])
def test_where_one_fails_the_others_are_stopped_and_waited_for(fails: str) -> None:
    stop, running = threading.Event(), set()

    def work(item: int) -> int:
        if item == 0:
            return 1 // (fails == "its user")
        running.add(item)
        stopped = stop.wait(PATIENCE)
        running.discard(item)
        return stopped

    def use() -> None:
        with closing(side_by_side(work, range(50), 3, stop)) as results:
            for result in results:
                raise ZeroDivisionError(result)

    with pytest.raises(ZeroDivisionError):
        use()
    assert stop.is_set()
    assert not running


def test_a_stopped_dataset_makes_no_more_blocks() -> None:
    stop, rows = threading.Event(), []
    dataset = stoppable(numbered(BLOCK + 5), stop, rows.append, lambda: None)
    assert [dataset.block(0), dataset.block(1)] == [(0,), (1,)]
    assert rows == [BLOCK, 5]
    stop.set()
    with pytest.raises(StoppedError):
        dataset.block(0)


def test_few_rows_are_for_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {1, 5, 7}, raising=False)
    assert [default_jobs(n) for n in (0, 100, 10**6, 2 * 10**6, 10**12)] == [1, 1, 1, 3, 3]
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    assert default_jobs(10**12) == 4


@pytest.mark.parametrize("before", [None, "7"])
def test_polars_gets_as_many_threads_and_the_environment_is_as_it_was(
    before: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "polars", raising=False)
    monkeypatch.delenv("POLARS_MAX_THREADS", raising=False)
    if before:
        monkeypatch.setenv("POLARS_MAX_THREADS", before)
    with threads_of_polars(3):
        assert os.environ["POLARS_MAX_THREADS"] == "3"
    assert os.environ.get("POLARS_MAX_THREADS") == before


@pytest.mark.parametrize("jobs", [1, 3])
def test_polars_obeys(jobs: int) -> None:
    program = f"""
from datagen.datasets import Quadratic
from datagen.targets import DataTarget
DataTarget(output="/dev/null", format="csv", jobs={jobs}).write(Quadratic(n=200_000))
import polars
print(polars.thread_pool_size())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=PATIENCE)
    assert (done.stdout, done.stderr) == (f"{jobs}\n", "")
