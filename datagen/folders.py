"""A folder of parts: files of whole blocks with a manifest, made in any order, by threads or by a cluster.

Each part appears whole or not at all, and depends on the recipe, its number and the number of parts alone. So a part
that is made twice is the same twice, and a run that was ended half-way goes on where it was: the parts that the
manifest lists are read again, and those that hold the bytes that it says are left as they are.
"""

import os
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple

from datagen.errors import OutputError
from datagen.formats import FORMATS
from datagen.formats.frames import import_polars
from datagen.jobs import side_by_side
from datagen.manifests import NAME, Manifest, made_with, record
from datagen.options import Recipe, options
from datagen.parts import Part, hash_file, piece, rows_of, write_piece
from datagen.progress import Progress
from datagen.rows import Dataset
from datagen.tallies import Tally
from datagen.workers import LOCAL, on_workers
from datagen.writing import leftovers

__all__ = ["Folder"]

PAUSE = 1.0
"""Seconds between two manifests while parts are made: after a kill, those finished since the last are made again."""

Made = Generator[Part, None, None]


class Task(NamedTuple):
    """One part to make: which of how many, the name of its file, and what the manifest says of it, if anything."""

    which: int
    parts: int
    file: str
    listed: Part | None


class Folder(NamedTuple):
    """Where the parts of a dataset go, and who makes them: threads, or the workers of a cluster."""

    place: Path
    format: str
    parts: int
    jobs: int
    cluster: str | None = None

    def write(self, recipe: Recipe, dataset: Dataset, tally: Tally) -> None:
        """Make the parts of a recipe's dataset that are not there yet, and their manifest.

        `tally` takes in what the workers of a cluster count.

        Raises: OutputError where the folder holds other parts; OSError, with the name of the file.
        """
        made_here = not self.place.exists()
        self.place.mkdir(exist_ok=True)
        truth: Mapping[str, float] = getattr(recipe, "truth", {})
        manifest = Manifest(record(recipe, self.format), self.format, self.parts, truth, recipe.notes())
        with _alone(self.place):
            listed = manifest.listed(self.place)
            tally.divide(piece(dataset.n, which, self.parts).start for which in range(1, self.parts + 1))
            make = partial(self._by_workers, recipe) if self.cluster else partial(self._by_threads, dataset)
            try:
                if not listed:
                    manifest.write(self.place)
                self._fill(manifest, listed, dataset.n, partial(make, tally))
            except BaseException:
                with suppress(OSError):  # the disk may be full, and what failed first is what is said
                    self._leave(manifest, listed, made_here)
                raise
            self._sweep()
            manifest.write(self.place, listed)

    def _fill(
        self, manifest: Manifest, listed: dict[str, Part], n: int, make: Callable[[list[Task], Progress], Made]
    ) -> None:
        tasks = [self._task(which, listed) for which in range(1, self.parts + 1)]
        for stray in listed.keys() - {each.file for each in tasks}:
            del listed[stray]
        written = time.monotonic()
        with Progress(n) as progress, closing(make(tasks, progress)) as made:
            for part in made:
                listed[part.file] = part
                if time.monotonic() - written > PAUSE:
                    manifest.write(self.place, listed)
                    written = time.monotonic()

    def _leave(self, manifest: Manifest, listed: dict[str, Part], made_here: bool) -> None:
        """Leave behind finished parts and what they are parts of; without one, nothing."""
        self._sweep()
        if listed or any(self.place.glob("part-[0-9]*")):
            manifest.write(self.place, listed)
        else:
            (self.place / NAME).unlink(missing_ok=True)
            if made_here:
                self.place.rmdir()

    def _task(self, which: int, listed: Mapping[str, Part]) -> Task:
        file = f"part-{which - 1:05d}{FORMATS[self.format].extensions[0]}"
        return Task(which, self.parts, file, listed.get(file))

    def _by_threads(self, dataset: Dataset, tally: Tally, tasks: list[Task], progress: Progress) -> Made:
        """The parts, in the order in which they are ready, made side by side; threads too many each work ahead."""
        if self.jobs > 1:
            import_polars()  # here, as only a program's first thread can keep Ctrl-C from it
        stop, jobs = Event(), max(1, self.jobs // self.parts)
        work = partial(_make, dataset, tally, self.place, self.format, jobs=jobs, progress=progress, stop=stop)
        yield from side_by_side(work, tasks, self.jobs, stop)

    def _by_workers(self, recipe: Recipe, tally: Tally, tasks: list[Task], progress: Progress) -> Made:
        """The parts, in the order in which they are ready, made by the workers of the cluster."""
        work = partial(_make_elsewhere, made_with(self.format), _again(recipe), self.place.absolute(), self.format)
        with closing(on_workers(self.cluster or LOCAL, self.jobs, work, tasks)) as made:
            for part, counted in made:
                place = self.place / part.file
                if not place.is_file():
                    raise OutputError(f"{place}: a worker wrote it where it is not seen from here; share the folder -o")
                tally.merge(counted)
                progress.add(part.rows, place.stat().st_size)
                yield part

    def _sweep(self) -> None:
        """Remove what runs that were killed have left of parts and manifests."""
        for pattern in (f"part-*{FORMATS[self.format].extensions[0]}", NAME):
            for each in leftovers(self.place, pattern):
                each.unlink(missing_ok=True)


def _make(
    dataset: Dataset, tally: Tally, folder: Path, format: str, task: Task, *, jobs: int, progress: Progress, stop: Event
) -> Part:
    """Make a part, unless its file holds what the manifest says: then the tally has what was counted in it."""
    numbers = piece(dataset.n, task.which, task.parts)
    rows, place = rows_of(dataset.n, numbers), folder / task.file
    if task.listed and task.listed.rows == rows and place.is_file() and hash_file(place) == task.listed.sha256:
        progress.skip(rows)
        tally.note(numbers.start, rows, task.listed.counts, len(numbers))
        return task.listed
    write_piece(dataset, str(place), format, numbers, progress, jobs, stop)
    return Part(task.file, rows, hash_file(place), tally.counts(numbers))


def _again(recipe: Recipe) -> "partial[Any]":
    """A recipe as its class and its options, as which it travels."""
    return partial(type(recipe), **{each.field: getattr(recipe, each.field) for each in options(type(recipe))})


def _make_elsewhere(
    with_: Mapping[str, str], recipe: "partial[Any]", folder: Path, format: str, task: Task
) -> tuple[Part, Tally]:
    """Make a part in a process of a cluster, from a recipe that travels as its class and its options."""
    for name, there in made_with(format).items():
        if there != with_.get(name):
            raise OutputError(f"cluster: a worker has {name} {there}, and this is {with_.get(name)}")
    made = recipe()
    dataset: Dataset = made.dataset()
    part = _make(
        dataset, made.tally, folder, format, task, jobs=1, progress=Progress(dataset.n, shown=False), stop=Event()
    )
    return part, made.tally


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other runs out of a folder, where the system can lock one. The lock ends with the process."""
    if os.name != "posix":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputError(f"{folder}: another run is writing there") from None
        except OSError:  # a file system without such locks
            pass
        yield
    finally:
        os.close(descriptor)
