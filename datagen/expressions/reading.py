"""Text to everything that is read from it: the tree, the name of the result, the variables and the notes."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from datagen.errors import FormulaError
from datagen.expressions.letters import GREEK_NAMES, in_ascii
from datagen.expressions.names import KEYWORDS, same_name
from datagen.expressions.naming import Names
from datagen.expressions.parser import Parser
from datagen.expressions.tokens import Tokens
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
    tokens = Tokens(text)
    name, prefix, start = _left_side(text, tokens)
    names = Names(text, tokens, start, (*prefix, *(spelt(each) for each in declared)))
    parser = Parser(text, tokens, start, names)
    root = parser.parse().node
    free = {node.name for node in walk(root) if isinstance(node, Variable)}
    if name is not None and name in free:
        raise FormulaError(f"{name} stands on both sides of =", text, tokens[0].start)
    rest = sorted(free.difference(prefix), key=natural)
    variables = (*prefix, *rest)
    return Reading(root, name, prefix, variables, (*parser.stack.notes.values(), *_word_notes(variables)))


def spelt(name: str) -> str:
    """A name as it is spelt in ASCII: θ is theta."""
    return in_ascii(name.strip().removeprefix("\\"))


def natural(name: str) -> list[tuple[str, int, str]]:
    """A sorting key: x, x2, x10, y."""
    return [(word, len(digits), digits) for word, digits in re.findall(r"(\D*)(\d*)", name)]


def _left_side(text: str, tokens: Tokens) -> tuple[str | None, tuple[str, ...], int]:
    """The y of "y = ...", or the f and (x, y) of "f(x, y) = ...", and the index after it."""
    if "=" not in text or tokens[0].kind != "name":
        return None, (), 0
    names, index = [tokens[0]], 1
    if tokens[1].text == "(":
        while tokens[index].text == "(,"[index > 1] and tokens[index + 1].kind == "name":
            names.append(tokens[index + 1])
            index += 2
        if tokens[index].text != ")":
            return None, (), 0
        index += 1
    if tokens[index].text != "=":
        return None, (), 0
    for token in names:
        if token.text in KEYWORDS:
            raise FormulaError(f"{token.text} is a word of Python, not of formulas", text, token.start)
    name, *prefix = (token.text for token in names)
    if len({same_name(each) for each in prefix}) < len(prefix):
        raise FormulaError("a variable stands twice before =", text, names[1].start)
    return name, tuple(prefix), index + 1


def _word_notes(variables: tuple[str, ...]) -> list[str]:
    """A lone variable of several letters was perhaps meant as a product."""
    return [
        f"{name} is read as one variable" + (f"; write {'*'.join(name)} for a product" if len(name) < 4 else "")
        for name in variables
        if name.isalpha() and len(name) > 1 and name not in GREEK_NAMES and not name.startswith("Delta")
        and (len(variables) == 1 or (len(name) == 2 and name[1] == "x"))
    ]  # fmt: skip
