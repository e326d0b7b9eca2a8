"""Where data go: one file, a piece of it, or a folder of parts; and how many threads or whose workers make them."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from datagen.errors import OptionError, OutputError
from datagen.formats import format_of
from datagen.jobs import default_jobs, threads_of_polars
from datagen.kinds import Integer, Optional
from datagen.options import Recipe, option
from datagen.parts import MOST, Piece, piece, rows_of, write_piece
from datagen.progress import Progress
from datagen.rows import Dataset
from datagen.streams import BLOCK, blocks
from datagen.tallies import Tally
from datagen.workers import LOCAL, Cluster, check_installed
from datagen.writing import STDOUT, Target, check_format, choose_format, is_terminal

__all__ = ["DataTarget"]


@runtime_checkable
class Tabular(Protocol):
    """A recipe for a dataset."""

    @property
    def tally(self) -> Tally:
        """What is counted while the rows are made."""

    def dataset(self) -> Dataset:
        """The rows."""


@dataclass(frozen=True)
class DataTarget(Target):
    """Where the rows of a dataset go. The bytes are the same for any number of jobs, parts or workers."""

    jobs: int | None = option(
        Optional(Integer(1, 1024)), None, "threads to use", shown="1 for up to a million rows, else one a processor"
    )
    part: tuple[int, int] | None = option(
        Optional(Piece()), None, "write piece K of N alone: whole blocks of rows, under a header of their own"
    )
    parts: int | None = option(
        Optional(Integer(1, MOST)), None, "write as many files and a manifest into the folder -o, or go on with that"
    )
    cluster: str | None = option(
        Optional(Cluster()),
        None,
        "have the parts made by dask workers: local, --jobs processes here; tcp://HOST:PORT, those of a scheduler",
    )

    def check(self, formats: tuple[str, ...]) -> None:
        """Refuse what cannot be written, before any work is done. Raises: a DatagenError."""
        if self.part and self.parts:
            raise OptionError("part", "/".join(map(str, self.part)), "it without --parts, which makes all")
        if self.cluster and not self.parts:
            raise OptionError("cluster", self.cluster, "it with --parts N and a folder, such as --parts 200 -o data/")
        if self.cluster and self.jobs and self.cluster != LOCAL:
            raise OptionError("jobs", self.jobs, f"it without --cluster {self.cluster}, whose workers are its own")
        if self.cluster:
            check_installed()
        if self.parts:
            _check_folder(self.output)
            self._format_of_parts(formats)
        elif self.output and Path(self.output).is_dir():
            raise OutputError(f"{self.output}: is a folder; name a file in it, or say --parts")
        else:
            super().check(formats)

    def notes(self, recipe: Recipe) -> list[str]:
        n = _tabular(recipe).dataset().n
        pieces = self.parts or (self.part or (1, 1))[1]
        count = len(blocks(n))
        if pieces <= max(count, 1):
            return []
        layout = f"{n} rows are {count} of the blocks of {BLOCK} that pieces are made of"
        return [f"{layout}; {pieces - count} of {pieces} pieces have no rows"]

    def write(self, recipe: Recipe) -> None:
        """Write the rows of a recipe. Raises: OSError, with the name of the file; OutputError for an unfit folder."""
        rows = _tabular(recipe)
        dataset, tally = rows.dataset(), rows.tally
        if not self.parts:
            self._write_piece(dataset, choose_format(self.output or STDOUT, self.format, recipe.formats))
            return
        from datagen.folders import Folder

        jobs = self.jobs or default_jobs(dataset.n)
        folder = Folder(Path(self.output or ""), self._format_of_parts(recipe.formats), self.parts, jobs, self.cluster)
        with threads_of_polars(jobs):
            folder.write(recipe, dataset, tally)

    def _write_piece(self, dataset: Dataset, format: str) -> None:
        place, numbers = self.output or STDOUT, piece(dataset.n, *(self.part or (1, 1)))
        rows = rows_of(dataset.n, numbers)
        jobs = self.jobs or default_jobs(rows)
        with threads_of_polars(jobs), Progress(rows, shown=not is_terminal(place)) as progress:
            write_piece(dataset, place, format, numbers, progress, jobs)

    def _format_of_parts(self, formats: tuple[str, ...]) -> str:
        """The format that is named, or is the extension of the folder, else the first."""
        check_format(self.format, formats)
        return self.format or format_of(Path(self.output or "").name, formats) or formats[0]


def _tabular(recipe: Recipe) -> Tabular:
    if not isinstance(recipe, Tabular):
        raise TypeError(f"{type(recipe).__name__} has no dataset")
    return recipe


def _check_folder(place: str | None) -> None:
    """Refuse a place that is no folder, and cannot be one. Raises: OutputError."""
    if place in (None, STDOUT):
        raise OutputError("parts: name a folder for them with -o, such as -o data/")
    folder = Path(place)
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{place}: is a file; with --parts name a folder")
    if not folder.parent.is_dir():
        raise OutputError(f"{place}: there is no folder {folder.parent}")
    if not os.access(folder if folder.exists() else folder.parent, os.W_OK):
        raise OutputError(f"{place}: permission denied")
