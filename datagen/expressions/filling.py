"""A tree as nested functions that put its value into an array: what there is to look up is looked up once.

Sums, products and quotients write into the memory of the result, so that a chunk of points touches few arrays.
"""

from collections.abc import Callable, Mapping
from typing import Any

from datagen.arithmetic.values import Arrays
from datagen.expressions.tree import Apply, Constant, Node, Number, Variable
from datagen.operations import CONSTANTS, OPERATIONS

__all__ = ["Part", "filling"]

Part = Callable[[Mapping[str, Any], Any], Any]
"""The value of a part of a tree at the variables' values, in `out` or not, and in new memory where `out` is None.

`out` is memory of the shape of all values that overlaps none of them, and a part may use it for what it comes by.
"""

_OWN = frozenset(("add", "subtract", "multiply", "divide"))
"""Operations that are NumPy's functions of these names."""


def filling(node: Node, xp: Arrays) -> Part:
    """The tree's value as a function of the variables' values and of memory for it: the same bits as `evaluate`."""
    if isinstance(node, Variable):
        name = node.name
        return lambda values, out: values[name]
    if not isinstance(node, Apply):
        value = CONSTANTS[node.name].value if isinstance(node, Constant) else node.value
        return lambda values, out: value
    parts = [filling(argument, xp) for argument in node.arguments]
    if node.operation in _OWN:
        return _of_two(getattr(xp, node.operation), parts[0], parts[1], both=_all_applied(node))
    if node.operation == "power" and node.arguments[1] == Number(2.0):
        return _square(xp.multiply, parts[0])
    rule = OPERATIONS[node.operation].rule
    return lambda values, out: rule(xp, *[part(values, None) for part in parts])


def _all_applied(node: Apply) -> bool:
    return all(isinstance(argument, Apply) for argument in node.arguments)


def _of_two(function: Callable[..., Any], first: Part, second: Part, both: bool) -> Part:
    """A function of two parts; where both may need memory, the first has that of the result, and the second its own."""
    if both:
        return lambda values, out: function(first(values, out), second(values, None), out=out)
    return lambda values, out: function(first(values, out), second(values, out), out=out)


def _square(multiply: Callable[..., Any], part: Part) -> Part:
    def square(values: Mapping[str, Any], out: Any) -> Any:
        x = part(values, out)
        return multiply(x, x, out=out)

    return square
