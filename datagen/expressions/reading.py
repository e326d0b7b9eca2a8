"""Text to everything that is read from it: the tree, the name of the result, the variables and the notes."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from datagen.errors import FormulaError
from datagen.expressions.letters import GREEK_NAMES, in_ascii
from datagen.expressions.names import KEYWORDS, same_name
from datagen.expressions.naming import Names
from datagen.expressions.parser import Parser
from datagen.expressions.tokens import Token, tokens
from datagen.expressions.tree import Node, Variable, walk

__all__ = ["Reading", "natural", "read", "spelt"]


class Reading(NamedTuple):
    """What a text means."""

    root: Node
    name: str | None
    prefix: tuple[str, ...]
    variables: tuple[str, ...]
    notes: tuple[str, ...]


def read(text: str, declared: Iterable[str] = ()) -> Reading:
    """The meaning of a formula; `declared` are variables even if they are called e or pi.

    Raises FormulaError.
    """
    found = tokens(text)
    name, prefix, start = _left_side(text, found)
    names = Names(text, found[start:], (*prefix, *(spelt(each) for each in declared)))
    parser = Parser(text, found, start, names)
    root = parser.parse().node
    free = {node.name for node in walk(root) if isinstance(node, Variable)}
    if name is not None and name in free:
        raise FormulaError(f"{name} stands on both sides of =", text, found[0].start)
    rest = sorted(free.difference(prefix), key=natural)
    variables = (*prefix, *rest)
    return Reading(root, name, prefix, variables, (*parser.stack.notes.values(), *_word_notes(variables)))


def spelt(name: str) -> str:
    """A name as it is spelt in ASCII: θ is theta."""
    return in_ascii(name.strip().removeprefix("\\"))


def natural(name: str) -> list[tuple[str, int]]:
    """A sorting key: x, x2, x10, y."""
    return [(word, int(digits or 0)) for word, digits in re.findall(r"(\D*)(\d*)", name)]


def _left_side(text: str, found: list[Token]) -> tuple[str | None, tuple[str, ...], int]:
    """The y of "y = ...", or the f and (x, y) of "f(x, y) = ...", and the index after it."""
    depth = 0
    for index, token in enumerate(found):
        depth += (token.text in ("(", "{")) - (token.text in (")", "}"))
        if token.text == "=" and token.kind == "sign" and depth == 0:
            return (*_named(text, found[:index], token), index + 1)
    return None, (), 0


def _named(text: str, left: list[Token], equals: Token) -> tuple[str, tuple[str, ...]]:
    reason = "only a name, as in y = ..., or f(x) = ... may stand before ="
    if not left or left[0].kind != "name":
        raise FormulaError(reason, text, left[0].start if left else equals.start)
    names, signs = left[2:-1:2], left[1:2] + left[3:-1:2] + left[-1:]
    if len(left) > 1:
        expected = ["(", *[","] * (len(names) - 1), ")"]
        if not names or any(token.kind != "name" for token in names) or [sign.text for sign in signs] != expected:
            raise FormulaError(reason, text, left[1].start)
    for token in (left[0], *names):
        if token.text in KEYWORDS:
            raise FormulaError(f"{token.text} is a word of Python, not of formulas", text, token.start)
    prefix = tuple(token.text for token in names)
    if len({same_name(name) for name in prefix}) < len(prefix):
        raise FormulaError("a variable stands twice before =", text, left[1].start)
    return left[0].text, prefix


def _word_notes(variables: tuple[str, ...]) -> list[str]:
    """A lone variable of several letters was perhaps meant as a product."""
    return [
        f"{name} is read as one variable" + (f"; write {'*'.join(name)} for a product" if len(name) < 4 else "")
        for name in variables
        if name.isalpha() and len(name) > 1 and name not in GREEK_NAMES and not name.startswith("Delta")
        and (len(variables) == 1 or (len(name) == 2 and name[1] == "x"))
    ]  # fmt: skip
