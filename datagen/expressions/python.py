"""A tree as Python source for NumPy and scipy.special."""

import keyword
import re

from datagen.expressions.plain import number_text
from datagen.expressions.tree import Apply, Constant, Node, Number, Variable, walk
from datagen.operations import CONSTANTS, OPERATIONS
from datagen.operations.strengths import ATOM, NEGATIVE, POWER

__all__ = ["python"]

Written = tuple[str, int]
"""Source and how tightly its outermost operator binds."""

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
        taken = keyword.iskeyword(node.name) or node.name in ("np", "scipy")
        return (f"{node.name}_" if taken else node.name), ATOM
    if isinstance(node, Constant):
        constant = CONSTANTS[node.name]
        return constant.python, constant.strength
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
    if plain and _may_raise(node):
        left, right = (_float(argument)[0] for argument in node.arguments)
        return f"{_RAISING[row.name]}({left}, {right})", ATOM
    in_integers = row.name != "divide" and not any(isinstance(part, Constant) for part in walk(node))
    first, second = ((_float if plain and in_integers else _written)(argument) for argument in node.arguments)
    if row.name == "power":
        return f"{_bracketed(first, ATOM)}**{_bracketed(second, POWER)}", POWER
    sign = row.python.removeprefix("#1").removesuffix("#2")
    # Python reads a < b < c as a chain, so the sides of a comparison are bracketed as well
    return f"{_bracketed(first, row.strength)}{sign}{_bracketed(second, row.strength + 1)}", row.strength


def _is_plain(node: Node) -> bool:
    """Whether Python itself would compute the node: numbers and operators, no array and no function of NumPy."""
    parts = (part for part in walk(node) if not isinstance(part, Number | Constant))
    return all(isinstance(part, Apply) and OPERATIONS[part.operation].python[0] in "#-" for part in parts)


def _may_raise(node: Apply) -> bool:
    """Division by what may be 0; and powers, unless it is a small one of a constant."""
    left, right = node.arguments
    if node.operation == "divide":
        return not (isinstance(right, Constant) or (isinstance(right, Number) and right.value != 0))
    small = isinstance(left, Constant) and isinstance(right, Number) and right.value < 300
    return node.operation == "power" and not small


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
