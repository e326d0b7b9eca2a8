"""Pieces of a dataset: which rows are in piece K of N, and a piece as a file of its own.

Of B blocks, piece K of N (K from 1) has those from ⌈(K-1)B/N⌉ up to and without ⌈KB/N⌉: whole blocks, so that no row
depends on the number of pieces, and as even as whole blocks can be. With more pieces than blocks some are empty.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple

from datagen.errors import OptionError
from datagen.formats import write_table
from datagen.jobs import ahead, stoppable
from datagen.outlets import taking
from datagen.progress import Progress
from datagen.rows import Dataset
from datagen.streams import BLOCK, blocks
from datagen.writing import open_whole

__all__ = ["MOST", "Part", "Piece", "hash_file", "piece", "rows_of", "write_piece"]

MOST = 100_000
"""The most pieces: as many as a folder and a list of files bear well."""


class Piece(NamedTuple):
    """K/N, a piece of N, from 1/N to N/N; in Python a pair."""

    metavar: str = "K/N"

    def read(self, name: str, given: Any) -> tuple[int, int]:
        match = re.fullmatch(r"(\d+)/(\d+)", given.replace(" ", "")) if isinstance(given, str) else None
        pair = [int(each) for each in match.groups()] if match else given
        whole = isinstance(pair, list | tuple) and [type(each) for each in pair] == [int, int]
        if not whole or not 1 <= pair[0] <= pair[1] <= MOST:
            text = "/".join(map(str, given)) if isinstance(given, list | tuple) else given
            raise OptionError(name, text, f"K/N, such as 1/8, with K from 1 to N and N up to {MOST}")
        return pair[0], pair[1]


class Part(NamedTuple):
    """A finished part of a folder: the name of its file, its rows, and the SHA-256 of its bytes."""

    file: str
    rows: int
    sha256: str
    counts: Mapping[str, int] = {}


def piece(n: int, which: int, pieces: int) -> range:
    """The numbers of the blocks in piece `which`, from 1 to `pieces`, of n rows."""
    count = len(blocks(n))
    return range(-(-(which - 1) * count // pieces), -(-which * count // pieces))


def rows_of(n: int, numbers: range) -> int:
    """How many of n rows are in consecutive blocks."""
    return max(0, min(n, numbers.stop * BLOCK) - numbers.start * BLOCK)


def hash_file(place: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    import hashlib

    with open(place, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_piece(
    dataset: Dataset, place: str, format: str, numbers: range, progress: Progress, jobs: int, stop: Event | None = None
) -> None:
    """Write consecutive blocks of a dataset as a whole file, or to standard output, with a header of its own.

    Raises: OSError, with the name of the file; StoppedError between two blocks once `stop` is set.
    """
    with open_whole(place) as stream, progress.watching(stream), ahead(dataset, numbers, jobs) as ready:
        counted = stoppable(ready, stop or Event(), progress.add, taking(stream))
        write_table(counted, stream, format, first=numbers.start, last=numbers.stop)
