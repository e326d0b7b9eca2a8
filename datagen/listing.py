"""The listing of the named functions and of the sets of data: the recipe behind `functions`.

print(Listing("rosenbrock").text())
print(Listing("moons").text())
"""

from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

from datagen.formats import encode_json
from datagen.functions import FUNCTIONS, Function
from datagen.kinds import Choice, Optional
from datagen.options import Recipe, option
from datagen.sets.registry import SETS
from datagen.sets.row import FormulaSet, NamedSet, PointSet, chosen
from datagen.tables import digits

__all__ = ["Listing"]

WIDEST = 40
"""Characters for a formula in the table of functions; most are shorter."""


@dataclass(frozen=True)
class Listing(Recipe):
    """The named functions and the sets of data, or all about one of them.

    Example: datagen functions rosenbrock

    The sets are for sample.
    """

    name: str | None = option(
        Optional(Choice((*FUNCTIONS, *SETS), noun="function")),
        None,
        "a named function or set",
        shown="a table of all",
        argument=True,
    )

    formats: ClassVar[tuple[str, ...]] = ("text", "json")

    def write(self, stream: BinaryIO, format: str) -> None:
        stream.write(encode_json(self.data()) if format == "json" else f"{self.text()}\n".encode())

    @property
    def functions(self) -> tuple[Function, ...]:
        """The functions that are listed."""
        return tuple(each for name, each in FUNCTIONS.items() if self.name in (None, name))

    @property
    def sets(self) -> tuple[NamedSet, ...]:
        """The sets that are listed."""
        return tuple(each for name, each in SETS.items() if self.name in (None, name))

    def text(self) -> str:
        """A table of all, or the facts of one, a line each."""
        if self.name is not None:
            return "\n".join([*map(_described, self.functions), *map(_set_described, self.sets)])
        rows = [("name", "formula", "domain", "description")]
        rows += [(each.name, each.formula, _ranges(each), each.description) for each in self.functions]
        name = max(len(row[0]) for row in rows)
        domain = max(len(row[2]) for row in rows)
        functions = [_line(*row, (name, WIDEST, domain)) for row in rows]
        sets = [
            f"{one:<{name}}  {what}" for one, what in [("set", "rows"), *((e.name, e.description) for e in self.sets)]
        ]
        return "\n".join([*functions, "", *sets])

    def data(self) -> dict[str, Any]:
        """Plain lists and floats, for JSON."""
        tables = {"functions": [_row(each) for each in self.functions], "sets": [_set_row(each) for each in self.sets]}
        return {name: rows for name, rows in tables.items() if rows}


def _described(each: Function) -> str:
    parameters = ", ".join(f"{name} = {digits(value)}" for name, value in each.parameters.items())
    facts = {"formula": each.formula, "domain": _ranges(each), "parameters": parameters or "none"}
    facts |= {"description": each.description, "source": each.source}
    return _facts(each.name, facts)


def _set_described(each: NamedSet) -> str:
    options = [f"{name} = {digits(one.default)}, {one.help}" for name, one in each.parameters.items()]
    if isinstance(each, FormulaSet):
        function = each.function(chosen(each, {}), 0)
        letters = [name if each.drawn else f"{name} = {digits(value)}" for name, value in function.parameters.items()]
        options += [", ".join(letters) + (", drawn by the seed" if each.drawn else "")] if letters else []
        facts = {"formula": each.formula, "domain": _ranges(function)}
    else:
        inputs, outputs, labels = each.layout(chosen(each, {}))
        facts = {"formula": each.formula, "columns": ", ".join((*inputs, *outputs, *labels))}
    facts |= {"parameters": f"\n{'':15}".join(options) or "none"}
    facts |= {"description": each.description, "source": each.source}
    return _facts(each.name, facts | ({"blocks": each.blocks} if isinstance(each, PointSet) and each.blocks else {}))


def _facts(name: str, facts: dict[str, str]) -> str:
    return "\n".join([name, *(f"  {fact:<13}{text}" for fact, text in facts.items())])


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


def _set_row(each: NamedSet) -> dict[str, Any]:
    parameters = {name: one.default for name, one in each.parameters.items()}
    if isinstance(each, FormulaSet) and not each.drawn:
        parameters |= each.function(chosen(each, {}), 0).parameters
    facts = {"name": each.name, "formula": each.formula, "parameters": parameters}
    return {**facts, "description": each.description, "source": each.source}
