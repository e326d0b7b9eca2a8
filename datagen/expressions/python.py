"""A tree as Python source for NumPy and scipy.special."""

import keyword
import re

from datagen.expressions.plain import number_text
from datagen.expressions.tree import Apply, Constant, Node, Number, Variable, walk
from datagen.operations import OPERATIONS

__all__ = ["python"]

PRODUCT, NEGATIVE, POWER, ATOM = 4, 7, 9, 10

Written = tuple[str, int]
"""Source and how tightly its outermost operator binds."""

_CONSTANTS = {"e": ("np.e", ATOM), "pi": ("np.pi", ATOM), "tau": ("2*np.pi", PRODUCT)}
_RAISING = {"divide": "np.divide", "power": "np.power"}


def python(node: Node) -> str:
    """Source that gives the same values after `import numpy as np` and `import scipy.special`.

    What Python does with plain numbers by rules of its own (1/0 raises, 9**9**9 is counted out) is left to NumPy.
    """
    return _written(node)[0]


def _written(node: Node) -> Written:
    if isinstance(node, Number):
        return number_text(node.value), ATOM
    if isinstance(node, Variable):
        return (f"{node.name}_" if keyword.iskeyword(node.name) else node.name), ATOM
    if isinstance(node, Constant):
        return _CONSTANTS[node.name]
    row = OPERATIONS[node.operation]
    if row.name == "negative":
        return f"-{_bracketed(_written(node.arguments[0]), NEGATIVE)}", NEGATIVE
    if row.python.startswith("#1"):
        return _binary(node)
    parts = [_float(argument)[0] for argument in node.arguments]
    return re.sub(r"#(\d)", lambda match: parts[int(match[1]) - 1], row.python), ATOM


def _binary(node: Apply) -> Written:
    row = OPERATIONS[node.operation]
    plain = all(_is_plain(argument) for argument in node.arguments)
    left, right = ((_float if plain else _written)(argument) for argument in node.arguments)
    if plain and _may_raise(node):
        return f"{_RAISING[row.name]}({left[0]}, {right[0]})", ATOM
    if row.name == "power":
        return f"{_bracketed(left, ATOM)}**{_bracketed(right, POWER)}", POWER
    if plain and row.name == "divide":
        left, right = (_written(argument) for argument in node.arguments)
    sign = row.python.removeprefix("#1").removesuffix("#2")
    # Python reads a < b < c as a chain, so the sides of a comparison are bracketed as well
    return f"{_bracketed(left, row.strength)}{sign}{_bracketed(right, row.strength + 1)}", row.strength


def _is_plain(node: Node) -> bool:
    """Whether Python itself would compute the node: literals and operators, no array and no function of NumPy."""
    parts = (part for part in walk(node) if not isinstance(part, Number))
    return all(isinstance(part, Apply) and OPERATIONS[part.operation].strength for part in parts)


def _may_raise(node: Apply) -> bool:
    above, below = node.arguments
    if node.operation == "divide":
        return not (isinstance(above, Number) and isinstance(below, Number) and below.value != 0)
    return node.operation == "power"


def _float(node: Node) -> Written:
    """The source with a number alone as a float: np.abs of an integer would go on in integers."""
    if isinstance(node, Number) and node.value < 1e16:
        return repr(node.value), ATOM
    if isinstance(node, Apply) and node.operation == "negative":
        return f"-{_bracketed(_float(node.arguments[0]), NEGATIVE)}", NEGATIVE
    return _written(node)


def _bracketed(written: Written, strength: int) -> str:
    text, own = written
    return text if own >= strength else f"({text})"
