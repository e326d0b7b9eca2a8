"""The roots of a function, its extrema and its inflections on a range: the recipe behind `roots`.

print(Rooting("damped-sine", of="f'").run().text())
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar

from datagen.answers import Subject
from datagen.formats import encode_json
from datagen.functions import DEFAULT_RANGE, Resolved, assumed_range, resolve
from datagen.kinds import Choice, Optional, Range, Settings, Text
from datagen.options import Recipe, option
from datagen.sets.naming import check_function
from datagen.tables import Cell, aligned, csv_table, digits, tabular

if TYPE_CHECKING:
    from datagen.roots import Root

__all__ = ["DERIVATIVES", "Found", "Rooting"]

DERIVATIVES = ("f", "f'", "f''")
"""Whose roots are found, by the order of the derivative."""

BROAD = 1e-12
"""The share of the range above which the width of an enclosure is worth a word."""

COLUMNS = ("kind", "x", "y", "low", "high", "status")


@dataclass(frozen=True)
class Found:
    """The roots of a derivative of a function, from left to right, for people and for programs."""

    subject: Subject
    order: int
    x: tuple[float, float]
    roots: "list[Root]"

    @property
    def _rows(self) -> list[list[Cell]]:
        return [[each.kind, each.x, each.y, each.low, each.high, each.status] for each in self.roots]

    def text(self) -> str:
        """The formula and a table of the roots."""
        (variable,) = self.subject.variables
        name = self.subject.name + "'" * self.order
        where = f"{variable} from {self.x[0]:.15g} to {self.x[1]:.15g}"
        if not self.roots:
            return f"{self.subject.title}\n\n{name} has no root for {where}"
        rows: list[list[Cell]] = [[each.kind, each.x, each.y, self._status(each)] for each in self.roots]
        table = aligned(["kind", variable, self.subject.call, "status"], rows)
        return f"{self.subject.title}\nroots of {name}, {where}\n\n{table}"

    def _status(self, root: "Root") -> str:
        """The status, with the ends where they can be told apart."""
        broad = root.high - root.low > BROAD * (self.x[1] - self.x[0])
        return f"{root.status} from {digits(root.low)} to {digits(root.high)}" if broad else root.status

    def latex(self) -> str:
        """The formula and a table of the roots, in LaTeX."""
        words = [r"\mbox{kind}", *self.subject.letters, "y", r"\mbox{low}", r"\mbox{high}", r"\mbox{status}"]
        rows = [[rf"\mbox{{{each}}}" if isinstance(each, str) else each for each in row] for row in self._rows]
        return f"{self.subject.typeset_title}\n{tabular(words, rows)}"

    def csv(self) -> str:
        """A line for each root."""
        return csv_table(COLUMNS, self._rows)

    def data(self) -> dict[str, Any]:
        """Plain lists and floats, for JSON."""
        return {
            "formula": self.subject.formula,
            "variable": self.subject.variables[0],
            "of": DERIVATIVES[self.order],
            "range": list(self.x),
            "roots": [dict(zip(COLUMNS, row, strict=True)) for row in self._rows],
        }


@dataclass(frozen=True)
class Rooting(Recipe):
    """All roots of a function of one variable on a range, its extrema or its inflections.

    Example: datagen roots damped-sine --of "f'"

    The columns are the kind (root; minimum, maximum or stationary for f'; inflection or flat for f''), where it is, the
    value of f there, the ends of what encloses it, and the status: proved, where the root exists and is the only one
    between the ends; undecided, as multiple roots and corners are; interval, where all between the ends are roots.
    """

    formula: str = option(
        Text("FORMULA|NAME"), help="a formula, or a name that `datagen functions` lists", argument=True
    )
    x: tuple[float, float] | None = option(
        Optional(Range()), None, "the range of the variable", shown="that of the named function, else -5:5"
    )
    of: str = option(
        Choice(DERIVATIVES, metavar="f|f'|f''", noun="derivative here"), "f",
        "whose roots: f, f' for extrema, f'' for inflections",
    )  # fmt: skip
    set: tuple[tuple[str, float], ...] = option(Settings(), (), "value of a parameter; may be repeated")

    formats: ClassVar[tuple[str, ...]] = ("csv", "text", "json", "latex")

    def __post_init__(self) -> None:
        super().__post_init__()
        self._resolved.expression.curve_variable()

    def run(self) -> Found:
        """The roots, found once."""
        return self._answer

    def write(self, stream: BinaryIO, format: str) -> None:
        """Write the roots as one of the formats."""
        texts = {"text": self.run().text, "csv": self.run().csv, "latex": self.run().latex}
        stream.write(f"{texts[format]()}\n".encode() if format in texts else encode_json(self.run().data()))

    def notes(self) -> list[str]:
        """How the formula and the range were read."""
        assumed = [] if self.x or self._domain else [assumed_range(self._resolved.variables[0])]
        return [*self._resolved.notes, *assumed]

    @cached_property
    def _resolved(self) -> Resolved:
        check_function(self.formula, (name for name, _ in self.set))
        return resolve(self.formula, self.set)

    @property
    def _domain(self) -> tuple[float, float] | None:
        return next(iter((self._resolved.domain or {}).values()), None)

    @cached_property
    def _answer(self) -> Found:
        from datagen.roots import roots

        x, order = self.x or self._domain or DEFAULT_RANGE, DERIVATIVES.index(self.of)
        resolved = self._resolved
        formula = str(resolved.expression) if resolved.values else resolved.formula.text.strip()
        subject = Subject(formula, resolved.expression, resolved.variables)
        return Found(subject, order, x, roots(resolved.expression, x, order))
