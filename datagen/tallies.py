"""What is counted while rows are made: cells that are nan, infinite or empty, and outliers."""

from collections import Counter
from collections.abc import Mapping

__all__ = ["Tally"]


class Tally:
    """Counts of rows by what is said of them, kept by block: to make a block again counts nothing twice.

    Blocks of which the counts are known together may be noted as the first of them.

    Threads may note blocks at the same time. The counts of other processes are taken in by `merge`.
    """

    def __init__(self) -> None:
        self._blocks: dict[int, tuple[int, tuple[tuple[str, int], ...]]] = {}

    def note(self, block: int, rows: int, counts: Mapping[str, int]) -> None:
        """Keep how many rows of a block each thing is said of; what is said of none is left out."""
        self._blocks[block] = rows, tuple((said, count) for said, count in counts.items() if count)

    def merge(self, other: "Tally") -> None:
        """Take in the blocks that another tally has counted."""
        self._blocks.update(other._blocks)

    def counts(self, blocks: range) -> dict[str, int]:
        """Of how many rows of some blocks each thing is said."""
        total = Counter[str]()
        for block in blocks:
            total.update(dict(self._blocks.get(block, (0, ()))[1]))
        return dict(total)

    def remarks(self) -> list[str]:
        """A line for each thing that is said of some rows, such as: in 5 of 100 rows x is empty."""
        noted = [each for _, each in sorted(self._blocks.items())]
        rows, total = sum(rows for rows, _ in noted), Counter[str]()
        for _, counts in noted:
            total.update(dict(counts))
        return [f"in {count} of {rows} rows {said}" for said, count in total.items()]
