"""A tree as nested functions: for many evaluations, what there is to look up is looked up once."""

from collections import Counter
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from datagen.expressions.evaluation import evaluate
from datagen.expressions.tree import Apply, Node, Number, Variable, replaced, walk
from datagen.operations import OPERATIONS

__all__ = ["Closure"]

_Part = Callable[[Sequence[Any]], Any]


class Closure:
    """The value of a tree without constants as a function of one tensor for each of the names.

    What occurs twice in the tree is found once, which spares reverse passes too. x⁴ is (x²)², and shares its square.
    """

    def __init__(self, root: Node, xp: Any, names: tuple[str, ...]) -> None:
        root = replaced(root, _square_of_square)
        self.xp, self.names = xp, names
        self._counts: Counter[Node] = Counter(node for node in walk(root) if isinstance(node, Apply))
        self._kept: dict[Node, _Kept] = {}
        self._root = self._of(root)

    def __call__(self, columns: tuple[Any, ...]) -> Any:
        try:
            return self._root(columns)
        finally:
            for each in self._kept.values():
                each.last = (None, None)  # nothing is held on to

    def _of(self, node: Node) -> _Part:
        if node in self._kept:
            return self._kept[node]
        part = self._applied(node)
        if self._counts[node] > 1:
            part = self._kept[node] = _Kept(part)
        return part

    def _applied(self, node: Node) -> _Part:
        xp, names = self.xp, self.names
        if isinstance(node, Number):
            value = node.value
            return lambda columns: value
        if isinstance(node, Variable):
            return itemgetter(names.index(node.name))
        if not isinstance(node, Apply) or OPERATIONS[node.operation].conditions:
            return lambda columns: evaluate(node, xp, dict(zip(names, columns, strict=True)))
        rule, (first, *others) = OPERATIONS[node.operation].rule, map(self._of, node.arguments)
        if not others:
            return lambda columns: rule(xp, first(columns))
        (second,) = others
        return lambda columns: rule(xp, first(columns), second(columns))


class _Kept:
    """A part whose value is kept while the columns are the same, for its other places in the tree."""

    def __init__(self, part: _Part) -> None:
        self.part = part
        self.last: tuple[Any, Any] = (None, None)

    def __call__(self, columns: Sequence[Any]) -> Any:
        given, value = self.last
        if given is not columns:
            value = self.part(columns)
            self.last = (columns, value)
        return value


def _square_of_square(node: Node) -> Node:
    if isinstance(node, Apply) and node.operation == "power" and node.arguments[1] == Number(4.0):
        square = Apply("power", (node.arguments[0], Number(2.0)))
        return Apply("power", (square, Number(2.0)))
    return node
