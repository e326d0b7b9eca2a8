"""What the pointwise commands find: as aligned text for people, as plain data for JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from datagen.functions import Function

__all__ = ["Answer", "Catalogue", "Derivatives", "Gradients", "Hessians", "Point", "Subject", "derived"]

Point = tuple[float, ...]
"""The coordinates of a point, in the order of the variables."""

WIDEST = 40
"""Characters for a formula in the table of functions; most are shorter."""


def derived(name: str, order: int) -> str:
    """The name of a function's derivative, as it is written in data: f, f', f'', f''', f^(4) ..."""
    return name + ("'" * order if order < 4 else f"^({order})")


class Answer(Protocol):
    """What a recipe found, for people and for programs."""

    def text(self) -> str:
        """Aligned lines, with numbers to 15 digits."""

    def data(self) -> dict[str, Any]:
        """Plain lists and floats, for JSON."""


@dataclass(frozen=True)
class Subject:
    """What is differentiated: its formula, as it is shown, what it is called, and its variables in order."""

    formula: str
    name: str
    variables: tuple[str, ...]

    @property
    def call(self) -> str:
        return f"{self.name}({', '.join(self.variables)})"

    @property
    def title(self) -> str:
        return self.formula if "=" in self.formula else f"{self.call} = {self.formula}"


@dataclass(frozen=True)
class Derivatives:
    """f, f′, f″, ... at each point: rows[i][k] is f⁽ᵏ⁾ at points[i]."""

    subject: Subject
    points: tuple[Point, ...]
    rows: list[list[float]]

    def text(self) -> str:
        name, (variable,) = self.subject.name, self.subject.variables
        marks = [f"{derived(name, order)}({variable})" for order in range(len(self.rows[0]))]
        cells = [(*point, *row) for point, row in zip(self.points, self.rows, strict=True)]
        return f"{self.subject.title}\n\n{_columns([variable, *marks], cells)}"

    def data(self) -> dict[str, Any]:
        pairs = zip(self.points, self.rows, strict=True)
        (variable,) = self.subject.variables
        points = [{variable: place, "derivatives": row} for (place,), row in pairs]
        return {"formula": self.subject.formula, "variable": variable, "engine": "autograd", "points": points}


@dataclass(frozen=True)
class Gradients:
    """f and its gradient at each point: gradients[i][j] is the derivative by variable j at points[i]."""

    subject: Subject
    points: tuple[Point, ...]
    values: list[float]
    gradients: list[list[float]]

    def text(self) -> str:
        subject = self.subject
        slopes = [f"d{subject.name}/d{name}" for name in subject.variables]
        rows = zip(self.points, self.values, self.gradients, strict=True)
        cells = [(*point, value, *slope) for point, value, slope in rows]
        return f"{subject.title}\n\n{_columns([*subject.variables, subject.call, *slopes], cells)}"

    def data(self) -> dict[str, Any]:
        subject = self.subject
        points = [
            {"at": dict(zip(subject.variables, point, strict=True)), "value": value, "gradient": slope}
            for point, value, slope in zip(self.points, self.values, self.gradients, strict=True)
        ]
        return {"formula": subject.formula, "variables": list(subject.variables), "points": points}


@dataclass(frozen=True)
class Hessians(Gradients):
    """f, its gradient and its Hessian at each point: matrices[i][j][k] is the derivative by variables j and k."""

    matrices: list[list[list[float]]]

    def text(self) -> str:
        parts = [self.subject.title]
        names = self.subject.variables
        for point, value, matrix in zip(self.points, self.values, self.matrices, strict=True):
            place = ", ".join(f"{name} = {_number(at)}" for name, at in zip(names, point, strict=True))
            rows: list[list[float | str]] = [[name, *row] for name, row in zip(names, matrix, strict=True)]
            parts.append(f"at {place}: {self.subject.name} = {_number(value)}\n{_columns(['', *names], rows, 2)}")
        return "\n\n".join(parts)

    def data(self) -> dict[str, Any]:
        plain = super().data()
        points = zip(plain["points"], self.matrices, strict=True)
        return {**plain, "points": [{**point, "hessian": matrix} for point, matrix in points]}


@dataclass(frozen=True)
class Catalogue:
    """Rows of the table of named functions."""

    functions: tuple[Function, ...]

    def text(self) -> str:
        if len(self.functions) == 1:
            return _described(self.functions[0])
        rows = [("name", "formula", "domain", "description")]
        rows += [(each.name, each.formula, _ranges(each), each.description) for each in self.functions]
        name = max(len(row[0]) for row in rows)
        domain = max(len(row[2]) for row in rows)
        return "\n".join(_line(*row, (name, WIDEST, domain)) for row in rows)

    def data(self) -> dict[str, Any]:
        return {"functions": [_row(each) for each in self.functions]}


def _described(each: Function) -> str:
    parameters = ", ".join(f"{name} = {_number(value)}" for name, value in each.parameters.items())
    facts = {"formula": each.formula, "domain": _ranges(each), "parameters": parameters or "none"}
    facts |= {"description": each.description, "source": each.source}
    return "\n".join([each.name, *(f"  {fact:<13}{text}" for fact, text in facts.items())])


def _line(name: str, formula: str, domain: str, description: str, widths: tuple[int, int, int]) -> str:
    """A row of the table; a formula that is wider than its column has a line of its own."""
    if len(formula) > widths[1]:
        rest = _line("", "", domain, description, widths)
        return f"{name:<{widths[0]}}  {formula}\n{rest}"
    return f"{name:<{widths[0]}}  {formula:<{widths[1]}}  {domain:<{widths[2]}}  {description}"


def _ranges(each: Function) -> str:
    """The domain in words: x in 0:2pi; x, y in -5:5; x in -2:2, y in -1:3."""
    if len(set(each.domain.values())) == 1:
        ((low, high),) = set(each.domain.values())
        return f"{', '.join(each.domain)} in {low}:{high}"
    return ", ".join(f"{name} in {low}:{high}" for name, (low, high) in each.domain.items())


def _row(each: Function) -> dict[str, Any]:
    domain = {name: list(ends) for name, ends in each.ranges.items()}
    facts = {"name": each.name, "formula": each.formula, "domain": domain, "parameters": dict(each.parameters)}
    return {**facts, "description": each.description, "source": each.source}


def _columns(head: list[str], rows: Sequence[Sequence[float | str]], indent: int = 0) -> str:
    """A table whose numbers, to 15 digits, are right-aligned under its head."""
    cells = [head, *([each if isinstance(each, str) else _number(each) for each in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in cells]
    return "\n".join(" " * indent + line for line in lines)


def _number(value: float) -> str:
    return f"{value + 0.0:.15g}"  # adding zero turns -0 into 0
