"""The tree of a formula: four kinds of node, immutable and hashable, and walks over them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

__all__ = ["Apply", "Constant", "Node", "Number", "Variable", "number", "replaced", "walk"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is not negative: -2 is Apply("negative", (Number(2.0),)), as it is written."""

    value: float


@dataclass(frozen=True, slots=True)
class Constant:
    """One of e, pi and tau."""

    name: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A free name, spelt in ASCII."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Apply:
    """An operation of OPERATIONS and the nodes it is applied to."""

    operation: str
    arguments: tuple["Node", ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Apply) and self.operation == other.operation and _flat(self) == _flat(other)

    def __hash__(self) -> int:
        return hash(_flat(self))


Node = Number | Constant | Variable | Apply


def _flat(root: Node) -> tuple[object, ...]:
    """The tree as one sequence, compared without recursion: an operation's number of arguments never varies."""
    return tuple(node.operation if isinstance(node, Apply) else node for node in walk(root))


def number(value: float) -> Node:
    """The node that is written for `value`, so that printing it and reading it back gives an equal tree."""
    if value != value:
        return Apply("divide", (Number(0.0), Number(0.0)))
    if value < 0 or str(value) == "-0.0":
        return Apply("negative", (Number(-value),))
    return Number(value)


def walk(root: Node) -> Iterator[Node]:
    """Every node, each before its arguments, from left to right."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Apply):
            waiting.extend(reversed(node.arguments))


def replaced(node: Node, change: Callable[[Node], Node]) -> Node:
    """The tree with `change` applied to every node, arguments first."""
    if isinstance(node, Apply):
        node = Apply(node.operation, tuple(replaced(argument, change) for argument in node.arguments))
    return change(node)
