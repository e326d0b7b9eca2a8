"""A tree as plain text, which reads back as an equal tree."""

from itertools import pairwise

from datagen.expressions.tree import Apply, Constant, Node, Number, Variable
from datagen.operations import OPERATIONS
from datagen.operations.strengths import AND, ATOM, NEGATIVE, POWER, PRODUCT, SUM

__all__ = ["chain", "number_text", "plain"]


def plain(node: Node) -> str:
    """The formula in ASCII, apart from τ, which as tau would be the constant."""
    return _written(node)[0]


def number_text(value: float) -> str:
    """The shortest text that reads back as the number."""
    if value == float("inf"):
        return "1e999"
    if value < 1e16 and value == int(value):
        return str(int(value))
    return repr(value)


def chain(node: Apply) -> list[Apply]:
    """The comparisons a < b and b < c of a < b < c; none if neighbours differ in the middle."""
    found: list[Apply] = []
    first: Node = node
    while isinstance(first, Apply) and first.operation == "logical_and":
        first, last = first.arguments
        if not isinstance(last, Apply) or last.operation == "logical_and":
            return []
        found.append(last)
    if isinstance(first, Apply):
        found.append(first)
    found.reverse()
    linked = all(one.arguments[1] == two.arguments[0] for one, two in pairwise(found))
    return found if linked else []


def _written(node: Node) -> tuple[str, int]:
    """The text and how tightly its outermost operator binds."""
    if isinstance(node, Number):
        return number_text(node.value), ATOM
    if isinstance(node, Variable):
        return ("τ" if node.name == "tau" else node.name), ATOM
    if isinstance(node, Constant):
        return node.name, ATOM
    row = OPERATIONS[node.operation]
    if row.name == "logical_and" and (comparisons := chain(node)):
        parts = [f" {OPERATIONS[each.operation].sign} {_within(each.arguments[1], SUM)}" for each in comparisons]
        return _within(comparisons[0].arguments[0], SUM) + "".join(parts), AND
    if row.arity == 2 and row.strength:
        return _binary(node)
    if row.name == "negative":
        return f"-{_within(node.arguments[0], NEGATIVE)}", NEGATIVE
    return f"{row.name}({', '.join(map(plain, node.arguments))})", ATOM


def _binary(node: Apply) -> tuple[str, int]:
    row = OPERATIONS[node.operation]
    left, right = node.arguments
    if row.name == "power":
        return f"{_within(left, ATOM)}^{_within(right, POWER)}", POWER
    if row.name == "logical_and":
        return f"{_within(left, ATOM)} {row.sign} {_within(right, ATOM)}", AND
    spaces = " " if row.strength < PRODUCT or row.sign.isalpha() else ""
    sign = f"{spaces}{row.sign}{spaces}"
    return f"{_within(left, row.strength)}{sign}{_within(right, row.strength + 1)}", row.strength


def _within(node: Node, strength: int) -> str:
    text, own = _written(node)
    return text if own >= strength else f"({text})"
