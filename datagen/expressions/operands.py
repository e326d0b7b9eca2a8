"""Operands: nodes with their places in the text, and the one way of making them, which holds to the caps."""

from typing import NamedTuple

from datagen.errors import FormulaError
from datagen.expressions.tokens import DEEPEST, MOST_NODES
from datagen.expressions.tree import Apply, Constant, Node, Number, Variable, walk
from datagen.operations import OPERATIONS

__all__ = ["Builder", "Operand"]


class Operand(NamedTuple):
    """A node, its depth and its place in the text."""

    node: Node
    depth: int
    start: int
    end: int
    reading: str = ""  # of a quotient or power that would reach further on paper: how it is read, for a note
    glued: bool = False  # the reading is worth a note only before something that stands directly after it
    last: Node | None = None  # the right side of a comparison, for chains

    def has_variable(self) -> bool:
        return any(isinstance(node, Variable) for node in walk(self.node))


class Builder:
    """Makes the nodes of one formula and counts them.

    Raises FormulaError for a formula that is too large, and for a comparison where a number is needed.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.nodes = 0

    def leaf(self, node: Node, start: int, end: int) -> Operand:
        self._count(start)
        return Operand(node, 1, start, end)

    def apply(self, operation: str, operands: tuple[Operand, ...], start: int, end: int) -> Operand:
        """The operation on the operands; e^u is exp(u), which is exact where a power of the rounded e is not."""
        self._check_conditions(operation, operands)
        depth = 1 + max(operand.depth for operand in operands)
        if depth > DEEPEST:
            raise FormulaError(f"the formula is nested more than {DEEPEST} deep", self.text, start)
        self._count(start)
        arguments = tuple(operand.node for operand in operands)
        if operation == "power" and arguments[0] == Constant("e"):
            operation, arguments = "exp", arguments[1:]
        return Operand(Apply(operation, arguments), depth, start, end)

    def compare(self, operation: str, left: Operand, right: Operand) -> Operand:
        """A comparison; a < b < c means a < b and b < c."""
        self._check_conditions(operation, (right,))
        if left.last is None:
            whole = self.apply(operation, (left, right), left.start, right.end)
        else:
            middle = Operand(left.last, left.depth, left.start, left.end)
            second = self.apply(operation, (middle, right), left.start, right.end)
            whole = self.apply("logical_and", (left, second), left.start, right.end)
        return whole._replace(last=right.node)

    def root(self, operand: Operand, degree: Operand, start: int, end: int) -> Operand:
        """The root of that degree, as a power; the cube root is a function of its own."""
        if degree.node == Number(3.0):
            return self.apply("cbrt", (operand,), start, end)
        inverse = self.apply("divide", (self.leaf(Number(1.0), start, end), degree), start, end)
        return self.apply("power", (operand, inverse), start, end)

    def number_only(self, operand: Operand) -> None:
        """Raises FormulaError if the operand is a comparison."""
        if _is_condition(operand.node):
            reason = "a comparison stands only in the first argument of where(x < 0, a, b)"
            raise FormulaError(reason, self.text, operand.start)

    def _check_conditions(self, operation: str, operands: tuple[Operand, ...]) -> None:
        needed = OPERATIONS[operation].conditions
        for index, operand in enumerate(operands):
            if index >= needed:
                self.number_only(operand)
            elif not _is_condition(operand.node):
                reason = f"expected a comparison such as x < 0 in {operation}"
                raise FormulaError(reason, self.text, operand.start)

    def _count(self, place: int) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise FormulaError(f"the formula has more than {MOST_NODES:,} parts", self.text, place)


def _is_condition(node: Node) -> bool:
    return isinstance(node, Apply) and OPERATIONS[node.operation].condition
