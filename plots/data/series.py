"""The points of data files: two columns of each, without the rows in which a number is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from datagen.errors import DatagenError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Series", "SeriesError", "escaped", "read_series"]

LARGEST = 1e200
"""The greatest number that can be drawn: ranges reach so far."""

STDIN = "-"
DATA = "data"
"""What the points of the only file are called, and those from standard input."""
PIPED = "standard input"
"""What these are called beside a file of that name."""


class SeriesError(DatagenError):
    """Data of which no picture can be made."""


@dataclass(frozen=True)
class Series:
    """The points of one file: what it is called, its columns, x and y (n,) without nan, and what there is to say."""

    label: str
    columns: tuple[str, str]
    x: "Floats"
    y: "Floats"
    notes: tuple[str, ...]


def read_series(places: Sequence[str], x: str | None, y: str | None) -> list[Series]:
    """The points of each file, its columns chosen by `datagen.reading.choose_columns`.

    Raises: TableError for what is no table, SeriesError where no row has two numbers.
    """
    if places.count(STDIN) > 1:
        raise SeriesError("- is given twice, and standard input can be read once")
    stems = [_stem(each) for each in places] if len(places) > 1 else [DATA]
    full = [PIPED if each == STDIN else each for each in places]
    labels = stems if len({*stems}) == len(stems) else full
    return [_read(place, label, x, y) for place, label in zip(places, labels, strict=True)]


def escaped(label: str) -> str:
    """The name of a file for a legend: a dollar is one, and an underscore at its beginning does not hide it."""
    return (f" {label}" if label[:1] == "_" else label).replace("$", r"\$")


def _read(place: str, label: str, x: str | None, y: str | None) -> Series:
    import numpy as np

    from datagen.reading import choose_columns, open_table

    table = open_table(place)
    chosen = choose_columns(table, x, y)
    across, up = table.read([chosen.x, chosen.y])
    if not len(across):
        raise SeriesError(f"{table.name}: has no rows")
    whole = np.isfinite(across) & np.isfinite(up)
    notes = [*table.notes, *([chosen.note] if chosen.note else [])]
    left = len(whole) - int(whole.sum())
    if left == len(whole):
        raise SeriesError(f"{table.name}: no row has a number in {chosen.x} and in {chosen.y}")
    if left:
        rows = f"{left} of {len(whole)} rows are" if left > 1 else f"1 of {len(whole)} rows is"
        notes.append(f"{table.name}: {rows} left out, as {chosen.x} or {chosen.y} is missing, nan or infinite there")
    across, up = across[whole], up[whole]
    for name, values in ((chosen.x, across), (chosen.y, up)):
        if (peak := float(np.abs(values).max())) > LARGEST:
            raise SeriesError(
                f"{table.name}: column {name} reaches {peak:.3g}, and {LARGEST:g} is the most to be drawn"
            )
    return Series(label, (chosen.x, chosen.y), across, up, tuple(notes))


def _stem(place: str) -> str:
    """The name of a file without its folder and extensions."""
    if place == STDIN:
        return DATA
    name = Path(place).name.removesuffix(".gz")
    return Path(name).stem or place
