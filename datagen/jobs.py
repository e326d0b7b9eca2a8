"""Threads: blocks computed ahead of the one that writes them, and parts made side by side.

Threads are enough, since NumPy and Polars let go of the interpreter while they work; what they make is written in
order, so that the bytes do not depend on how many there are.
"""

import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

from datagen.rows import Dataset
from datagen.streams import BLOCK

if TYPE_CHECKING:
    from concurrent.futures import Future

__all__ = ["ahead", "default_jobs", "side_by_side", "stoppable", "threads_of_polars"]

Item = TypeVar("Item")
Made = TypeVar("Made")

ALONE = 16 * BLOCK
"""Rows up to which one thread is enough: they take a fraction of a second."""

LEAD = 32
"""Columns of blocks, 16 MiB, that are computed before they are asked for, besides a block for each thread."""


class StoppedError(Exception):
    """The work of this thread is no longer wanted."""


def default_jobs(n: int) -> int:
    """How many threads to use for n rows: one for few rows, else as many as there are processors for this process."""
    if n <= ALONE:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def threads_of_polars(jobs: int) -> Iterator[None]:
    """Let Polars, should it be imported meanwhile, use as many threads; it reads the number once, when it starts."""
    name = "POLARS_MAX_THREADS"
    before = os.environ.get(name)
    if "polars" not in sys.modules:
        os.environ[name] = str(jobs)
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = before


@contextmanager
def ahead(dataset: Dataset, numbers: range, jobs: int) -> Iterator[Dataset]:
    """The same dataset, whose blocks `numbers` are computed by other threads before they are asked for in order.

    Memory holds the blocks of LEAD columns, and one for each job. One job is the caller's thread alone.
    """
    if jobs == 1:
        yield dataset
        return
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(jobs)
    coming, lead = iter(numbers), LEAD // max(1, len(dataset.columns)) + jobs - 1
    made: dict[int, Future[Any]] = {}

    def block(number: int) -> Any:
        for each in coming:
            made[each] = pool.submit(dataset.block, each)
            if each >= number + lead:
                break
        return made.pop(number).result() if number in made else dataset.block(number)

    try:
        yield replace(dataset, block=block)
    finally:
        pool.shutdown(cancel_futures=True)


def side_by_side(
    work: Callable[[Item], Made], items: Iterable[Item], jobs: int, stop: Event
) -> Generator[Made, None, None]:
    """The results of `work`, in the order in which they are ready, from as many threads as there are jobs.

    Where anything fails, here or in what uses the results, `stop` is set and the threads are waited for.
    """
    if jobs == 1:
        yield from map(work, items)
        return
    from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

    pool = ThreadPoolExecutor(jobs)
    running: set[Future[Made]] = set()
    try:
        for item in items:
            running.add(pool.submit(work, item))
            if len(running) >= 2 * jobs:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (each.result() for each in done)
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            yield from (each.result() for each in done)
    except BaseException:
        stop.set()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def stoppable(dataset: Dataset, stop: Event, count: Callable[[int], None], check: Callable[[], None]) -> Dataset:
    """The same dataset, for each block of which a check is made and its rows are counted when it is asked for.

    The block raises what the check raises, and StoppedError once `stop` is set.
    """

    next_block = 0

    def block(number: int) -> Any:
        nonlocal next_block
        if stop.is_set():
            raise StoppedError
        check()
        if number >= next_block:  # a format that keeps columns apart asks for the blocks anew for each
            next_block = number + 1
            count(min(BLOCK, dataset.n - number * BLOCK))
        return dataset.block(number)

    return replace(dataset, block=block)
