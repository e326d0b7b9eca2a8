"""Small tables of numbers and text as people and programs read them: aligned, CSV and LaTeX.

print(aligned(["x", "f(x)"], [(1.0, 2.0)]))
"""

import csv
import io
import math
from collections.abc import Sequence

from datagen.formats import number

__all__ = ["Cell", "aligned", "array", "csv_table", "digits", "tabular", "turned", "typeset_number"]

Cell = float | str
"""What stands in a table: a number, or text as it is."""

WIDEST = 100
"""Characters of a line above which a table that is wider than it is high is turned on its side."""


def digits(value: float) -> str:
    """A number to 15 digits for people; minus zero is 0."""
    return f"{value + 0.0:.15g}"


def aligned(head: Sequence[str], rows: Sequence[Sequence[Cell]], indent: int = 0) -> str:
    """Lines of right-aligned cells, the numbers to 15 digits, under their head."""
    cells = [list(head), *([each if isinstance(each, str) else digits(each) for each in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in cells]
    return "\n".join(" " * indent + line for line in lines)


def turned(head: Sequence[str], rows: Sequence[Sequence[float]]) -> bool:
    """Whether a table with these columns reads better with a line for each of them: few rows, each too wide."""
    narrow = len(rows) + 1 < len(head)
    return narrow and len(aligned(head, rows).partition("\n")[0]) > WIDEST


def csv_table(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """CSV with a header line: floats as the shortest text that reads back to them, quotes where a name needs them.

    Like the other texts here it ends without a line end.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([each if isinstance(each, str) else number(each) for each in row] for row in rows)
    return text.getvalue().removesuffix("\n")


def typeset_number(value: float) -> str:
    r"""A number to 15 digits in LaTeX's math mode: 1.5 \times 10^{-9}, -\infty, undefined for nan."""
    if math.isnan(value):
        return r"\mbox{undefined}"
    if math.isinf(value):
        return r"\infty" if value > 0 else r"-\infty"
    mantissa, _, exponent = digits(value).partition("e")
    return rf"{mantissa} \times 10^{{{int(exponent)}}}" if exponent else mantissa


def tabular(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """A tabular that needs no package: every cell, a number or LaTeX, in math mode, the head above a rule."""
    lines = [rf"{_row(head)} \hline \rule{{0pt}}{{2.6ex}}", *map(_row, rows)]  # the strut keeps powers off the rule
    return "\n".join([rf"\begin{{tabular}}{{{'r' * len(head)}}}", *lines, r"\end{tabular}"])


def array(rows: Sequence[Sequence[float]]) -> str:
    """A matrix for LaTeX's math mode that needs no package, in one line."""
    body = r" \\ ".join(" & ".join(map(typeset_number, row)) for row in rows)
    return rf"\left(\begin{{array}}{{{'r' * len(rows[0])}}} {body} \end{{array}}\right)"


def _row(cells: Sequence[Cell]) -> str:
    body = (each if isinstance(each, str) else typeset_number(each) for each in cells)
    return rf"{' & '.join(f'${each}$' for each in body)} \\"
