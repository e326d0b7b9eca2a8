"""What the pointwise commands find: text and LaTeX for people, a table for CSV and plain data for JSON."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from datagen.expressions import Expression, parse
from datagen.tables import Cell, aligned, array, csv_table, digits, tabular, turned, typeset_number

__all__ = ["HIGHEST", "Answer", "Derivatives", "Gradients", "Hessians", "Point", "Subject", "derived", "letter"]

Point = tuple[float, ...]
"""The coordinates of a point, in the order of the variables."""

HIGHEST = 10_000
"""The highest derivative that a recipe may ask for: the work grows with the square of the order."""

_NAMES = ("f", "g", "h", "p", "q", "r")
_DEFINITION = re.compile(r"\s*[^\s()=<>!]+\s*(\([^()]*\))?\s*=(?!=)")
"""The beginning of a formula that says what the function is called, as f(x) = does."""


def derived(name: str, order: int) -> str:
    """The name of a function's derivative, as it is written in data: f, f', f'', f''', f^(4) ..."""
    return name + ("'" * order if order < 4 else f"^({order})")


class Answer(Protocol):
    """What a recipe found, for people and for programs."""

    def text(self) -> str:
        """Aligned lines, with numbers to 15 digits."""

    def latex(self) -> str:
        """LaTeX that needs no package, with numbers to 15 digits."""

    def csv(self) -> str:
        """A line for each point, with numbers that read back to the same double."""

    def data(self) -> dict[str, Any]:
        """Plain lists and floats, for JSON."""


@dataclass(frozen=True)
class Subject:
    """What is differentiated: its formula as it is shown, and as it was read, and its variables in order."""

    formula: str
    expression: Expression
    variables: tuple[str, ...]

    @cached_property
    def name(self) -> str:
        """What the function is called: as it says itself, else by the first of f, g, h ... that is no variable."""
        free = (each for each in _NAMES if each not in self.variables)
        return self.expression.name or next(free, "F")

    @property
    def call(self) -> str:
        return f"{self.name}({', '.join(self.variables)})"

    @property
    def title(self) -> str:
        return self.formula if _DEFINITION.match(self.formula) else f"{self.call} = {self.formula}"

    @cached_property
    def letters(self) -> tuple[str, ...]:
        """The variables in LaTeX."""
        return tuple(map(letter, self.variables))

    @property
    def typeset_title(self) -> str:
        """The title in LaTeX, set off from the text."""
        return rf"\[ {letter(self.name)}({', '.join(self.letters)}) = {self.expression.latex()} \]"


@dataclass(frozen=True)
class Derivatives:
    """f, f′, f″, ... at each point: rows[i][k] is f⁽ᵏ⁾ at points[i], found by `engine`."""

    subject: Subject
    engine: str
    points: tuple[Point, ...]
    rows: list[list[float]]

    @property
    def _orders(self) -> range:
        return range(len(self.rows[0]))

    @property
    def _cells(self) -> list[list[float]]:
        return [[*point, *row] for point, row in zip(self.points, self.rows, strict=True)]

    def text(self) -> str:
        (variable,) = self.subject.variables
        head = [variable, *(f"{derived(self.subject.name, order)}({variable})" for order in self._orders)]
        return f"{self.subject.title}\n\n{aligned(*self._layout(head, digits))}"

    def latex(self) -> str:
        (variable,), name = self.subject.letters, letter(self.subject.name)
        marks = (derived(name, order).replace("^(", "^{(").replace(")", ")}") for order in self._orders)
        head = [variable, *(f"{mark}({variable})" for mark in marks)]
        return f"{self.subject.typeset_title}\n{tabular(*self._layout(head, typeset_number))}"

    def _layout(self, head: list[str], shown: Any) -> tuple[list[str], Sequence[Sequence[Cell]]]:
        """The head and the rows of the table, a line for each point, or for each derivative where that is narrower."""
        cells = self._cells
        if not turned(head, cells):
            return head, cells
        places, *columns = zip(*cells, strict=True)
        lines = [[mark, *column] for mark, column in zip(head[1:], columns, strict=True)]
        return [head[0], *map(shown, places)], lines

    def csv(self) -> str:
        marks = (derived(self.subject.name, order) for order in self._orders)
        return csv_table([*self.subject.variables, *marks], self._cells)

    def data(self) -> dict[str, Any]:
        pairs = zip(self.points, self.rows, strict=True)
        (variable,) = self.subject.variables
        points = [{variable: place, "derivatives": row} for (place,), row in pairs]
        return {"formula": self.subject.formula, "variable": variable, "engine": self.engine, "points": points}


@dataclass(frozen=True)
class Gradients:
    """f and its gradient at each point: gradients[i][j] is the derivative by variable j at points[i]."""

    subject: Subject
    points: tuple[Point, ...]
    values: list[float]
    gradients: list[list[float]]

    @property
    def _slopes(self) -> list[str]:
        return [f"d{self.subject.name}/d{name}" for name in self.subject.variables]

    @property
    def _cells(self) -> list[list[float]]:
        rows = zip(self.points, self.values, self.gradients, strict=True)
        return [[*point, value, *slope] for point, value, slope in rows]

    def text(self) -> str:
        subject = self.subject
        return f"{subject.title}\n\n{aligned([*subject.variables, subject.call, *self._slopes], self._cells)}"

    def latex(self) -> str:
        name, letters = letter(self.subject.name), self.subject.letters
        slopes = [rf"\partial {name}/\partial {letter}" for letter in letters]
        head = [*letters, f"{name}({', '.join(letters)})", *slopes]
        return f"{self.subject.typeset_title}\n{tabular(head, self._cells)}"

    def csv(self) -> str:
        return csv_table([*self.subject.variables, self.subject.name, *self._slopes], self._cells)

    def data(self) -> dict[str, Any]:
        subject = self.subject
        points = [
            {"at": dict(zip(subject.variables, point, strict=True)), "value": value, "gradient": slope}
            for point, value, slope in zip(self.points, self.values, self.gradients, strict=True)
        ]
        return {"formula": subject.formula, "variables": list(subject.variables), "points": points}


@dataclass(frozen=True)
class Hessians(Gradients):
    """f, its gradient and its Hessian at each point: matrices[i][j][k] is the derivative by variables j and k.

    eigenvalues[i] are those of matrices[i], ascending, and natures[i] what they make of points[i]: minimum, maximum,
    saddle or undecided, and None where the gradient does not vanish.
    """

    matrices: list[list[list[float]]]
    eigenvalues: list[list[float]]
    natures: list[str | None]

    def text(self) -> str:
        return "\n\n".join([self.subject.title, *map(self._part, range(len(self.points)))])

    def _part(self, i: int) -> str:
        """The lines of one point."""
        names = self.subject.variables
        place = ", ".join(f"{name} = {digits(at)}" for name, at in zip(names, self.points[i], strict=True))
        rows: list[list[Cell]] = [[name, *row] for name, row in zip(names, self.matrices[i], strict=True)]
        lines = [f"at {place}: {self.subject.name} = {digits(self.values[i])}", aligned(["", *names], rows, 2)]
        lines.append(f"  eigenvalues {', '.join(map(digits, self.eigenvalues[i]))}")
        if nature := self.natures[i]:
            why = ", as an eigenvalue is 0" if nature == "undecided" else ""
            lines.append(f"  critical point: {nature}{why}")
        return "\n".join(lines)

    def latex(self) -> str:
        name = letter(self.subject.name)
        lines = [self.subject.typeset_title]
        found = zip(self.points, self.matrices, self.eigenvalues, self.natures, strict=True)
        for point, matrix, eigenvalues, nature in found:
            place = ", ".join(map(typeset_number, point))
            values = ", ".join(map(typeset_number, eigenvalues))
            kind = rf", \quad \mbox{{{nature}}}" if nature else ""
            lines.append(rf"\[ H_{{{name}}}({place}) = {array(matrix)}, \quad \lambda = {values}{kind} \]")
        return "\n".join(lines)

    def csv(self) -> str:
        name, variables = self.subject.name, self.subject.variables
        seconds = [f"d2{name}/d{a}2" if a == b else f"d2{name}/d{a}d{b}" for a in variables for b in variables]
        numbered = [f"eigenvalue {number}" for number, _ in enumerate(variables, start=1)]
        rows: list[list[Cell]] = [
            [*cells, *(each for row in matrix for each in row), *eigenvalues, nature or ""]
            for cells, matrix, eigenvalues, nature in zip(
                self._cells, self.matrices, self.eigenvalues, self.natures, strict=True
            )
        ]
        return csv_table([*variables, name, *self._slopes, *seconds, *numbered, "nature"], rows)

    def data(self) -> dict[str, Any]:
        plain = super().data()
        points = zip(plain["points"], self.matrices, self.eigenvalues, self.natures, strict=True)
        found = [
            {**point, "hessian": matrix, "eigenvalues": values, "nature": nature}
            for point, matrix, values, nature in points
        ]
        return {**plain, "points": found}


def letter(name: str) -> str:
    r"""A variable or a function's name as LaTeX: theta is \theta."""
    return parse(name, variables=[name]).latex()
