"""Which columns of a table are plotted against each other."""

from difflib import get_close_matches
from typing import NamedTuple

from datagen.reading.tables import Table, TableError

__all__ = ["Chosen", "choose_columns"]


class Chosen(NamedTuple):
    """Two columns, and what there is to say about their choice."""

    x: str
    y: str
    note: str | None


def choose_columns(table: Table, x: str | None = None, y: str | None = None) -> Chosen:
    """The columns called `x` and `y`, by name or by number from 1.

    Where one is not given: the column of numbers named x or y if there is one, else the first of numbers that is left.

    Raises: TableError for a column that is not there, and where there are too few of numbers.
    """
    given_x, given_y = (None if each is None else _column(table, each) for each in (x, y))
    free = [each for each in table.numeric if each not in (given_x, given_y)]
    named_y = given_y or _named("y", free)
    chosen_x = given_x or _named("x", free) or next((each for each in free if each != named_y), None)
    chosen_y = named_y or next((each for each in free if each != chosen_x), None)
    if chosen_x is None or chosen_y is None:
        raise TableError(table.name, _too_few(table))
    others = [each for each in free if each not in (chosen_x, chosen_y)]
    if not others or (given_x and given_y):
        return Chosen(chosen_x, chosen_y, None)
    left = f"other columns with numbers: {', '.join(others)}"
    return Chosen(chosen_x, chosen_y, f"{table.name}: {chosen_y} against {chosen_x}; {left}")


def _named(letter: str, free: list[str]) -> str | None:
    return next((each for each in free if each.lower() == letter), None)


def _column(table: Table, name: str) -> str:
    """The name of a column. Raises: TableError where there is none."""
    if name in table.columns:
        return name
    if name.isascii() and name.isdecimal() and 1 <= int(name) <= len(table.columns):
        return table.columns[int(name) - 1]
    near = get_close_matches(name, table.columns, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise TableError(table.name, f"there is no column {name!r}, only {', '.join(table.columns)}{hint}")


def _too_few(table: Table) -> str:
    if len(table.columns) == 1:
        return f"has only one column, {table.columns[0]}; two are needed, x and y"
    text = [each for each in table.columns if each not in table.numeric]
    found = f"only {table.numeric[0]} holds" if table.numeric else "no column holds"
    return f"{found} numbers; two columns are needed, and {', '.join(text)} hold{'s' * (len(text) == 1)} text"
