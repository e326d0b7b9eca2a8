"""The listing of the named functions: the recipe behind `functions`.

print(Listing("rosenbrock").text())
"""

from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

from datagen.formats import encode_json
from datagen.functions import FUNCTIONS, Function
from datagen.kinds import Choice, Optional
from datagen.options import Recipe, option
from datagen.tables import digits

__all__ = ["Listing"]

WIDEST = 40
"""Characters for a formula in the table of functions; most are shorter."""


@dataclass(frozen=True)
class Listing(Recipe):
    """The named functions, or all about one of them.

    Example: datagen functions rosenbrock
    """

    name: str | None = option(
        Optional(Choice(tuple(FUNCTIONS), noun="function")),
        None,
        "a named function",
        shown="a table of all",
        argument=True,
    )

    formats: ClassVar[tuple[str, ...]] = ("text", "json")

    def write(self, stream: BinaryIO, format: str) -> None:
        stream.write(encode_json(self.data()) if format == "json" else f"{self.text()}\n".encode())

    @property
    def functions(self) -> tuple[Function, ...]:
        """The rows that are listed."""
        return tuple(FUNCTIONS.values()) if self.name is None else (FUNCTIONS[self.name],)

    def text(self) -> str:
        """A table of all, or the facts of one, a line each."""
        if len(self.functions) == 1:
            return _described(self.functions[0])
        rows = [("name", "formula", "domain", "description")]
        rows += [(each.name, each.formula, _ranges(each), each.description) for each in self.functions]
        name = max(len(row[0]) for row in rows)
        domain = max(len(row[2]) for row in rows)
        return "\n".join(_line(*row, (name, WIDEST, domain)) for row in rows)

    def data(self) -> dict[str, Any]:
        """Plain lists and floats, for JSON."""
        return {"functions": [_row(each) for each in self.functions]}


def _described(each: Function) -> str:
    parameters = ", ".join(f"{name} = {digits(value)}" for name, value in each.parameters.items())
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
