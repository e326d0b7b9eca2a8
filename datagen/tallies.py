"""What is counted while rows are made: cells that are nan, infinite or empty, and outliers."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from threading import Lock

__all__ = ["Tally"]

_NOTING = Lock()
"""For all tallies, as one that travels to another process cannot take a lock with it."""


@dataclass(eq=False)
class _Run:
    """Blocks that follow each other, and of how many of their rows each thing is said."""

    start: int
    stop: int
    rows: int
    counts: Counter[str]

    def take(self, other: "_Run") -> None:
        """Take in the run that follows."""
        self.stop, self.rows = other.stop, self.rows + other.rows
        self.counts.update(other.counts)


class Tally:
    """Counts of rows by what is said of them. To make a block again counts nothing twice.

    Of blocks that follow each other the sums are kept, so that memory does not grow with the rows; but the blocks of
    two parts are kept apart once the tally is divided between them.

    Threads may note blocks at the same time. The counts of other processes are taken in by `merge`.
    """

    def __init__(self) -> None:
        self._runs: list[_Run] = []
        self._parted: frozenset[int] = frozenset()

    def divide(self, starts: Iterable[int]) -> None:
        """Keep the blocks from each of these on apart from those before it, in all that is noted from now on."""
        self._parted = frozenset(starts)

    def note(self, block: int, rows: int, counts: Mapping[str, int], blocks: int = 1) -> None:
        """Keep of how many rows of a block, or of several together, each thing is said; of none is left out."""
        if blocks:
            self._add(_Run(block, block + blocks, rows, Counter({said: each for said, each in counts.items() if each})))

    def merge(self, other: "Tally") -> None:
        """Take in the blocks that another tally has counted."""
        for run in other._runs:
            self._add(_Run(run.start, run.stop, run.rows, Counter(run.counts)))

    def counts(self, blocks: range) -> dict[str, int]:
        """Of how many rows of the blocks of a part each thing is said."""
        total = Counter[str]()
        with _NOTING:
            for run in self._runs[bisect_right(self._runs, blocks.start - 1, key=attrgetter("start")) :]:
                if run.start >= blocks.stop:
                    break
                total.update(run.counts)
        return dict(total)

    def remarks(self) -> list[str]:
        """A line for each thing that is said of some rows, such as: in 5 of 100 rows x is empty."""
        rows, total = sum(run.rows for run in self._runs), Counter[str]()
        for run in self._runs:
            total.update(run.counts)
        return [f"in {count} of {rows} rows {said}" for said, count in total.items()]

    def _add(self, run: _Run) -> None:
        """Put a run in its place, joined with those that it follows and that follow it."""
        with _NOTING:
            place = bisect_right(self._runs, run.start, key=attrgetter("start"))
            if place and run.start < self._runs[place - 1].stop:
                return  # it is known
            self._runs.insert(place, run)
            for right in (place + 1, place):
                self._join(right)

    def _join(self, right: int) -> None:
        """Join the run at a place with that before it, where nothing lies or parts them between."""
        if 0 < right < len(self._runs) and self._runs[right - 1].stop == self._runs[right].start not in self._parted:
            self._runs[right - 1].take(self._runs.pop(right))
