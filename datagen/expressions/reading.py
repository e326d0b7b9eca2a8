"""Text to everything that is read from it: the tree, the name of the result, the variables and the notes."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from datagen.errors import FormulaError
from datagen.expressions.letters import GREEK_NAMES, in_ascii
from datagen.expressions.names import KEYWORDS, is_function, same_name
from datagen.expressions.naming import Names
from datagen.expressions.parser import Parser
from datagen.expressions.tokens import Tokens
from datagen.expressions.tree import Node, Variable, walk

__all__ = ["Reading", "natural", "read", "spelt"]

_FIGURES_WITHIN = re.compile(r"[A-Za-z]_?[0-9]+[A-Za-z]")
"""v0t and m_1m_2, where paper ends a name after the figures."""


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
    words = _word_notes(variables, {*variables, *prefix, *names.declared}, tokens)
    return Reading(root, name, prefix, variables, (*parser.stack.notes.values(), *words))


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
            _refuse_arguments(text, tokens, index)
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


def _refuse_arguments(text: str, tokens: Tokens, index: int) -> None:
    """f(2) = 3 and f() = 2 are refused: the place is that of the first token that is no variable."""
    place, last = index + (tokens[index].text in ("(", ",")), index + 1
    while tokens[last].text not in ("(", ")", "") and last < index + 20:
        last += 1
    if not is_function(tokens[0].text) and tokens[last].text == ")" and tokens[last + 1].text == "=":
        raise FormulaError("expected a variable in the brackets, as in f(x) = x^2", text, tokens[place].start)


def _word_notes(variables: tuple[str, ...], letters: set[str], tokens: Tokens) -> list[str]:
    """A variable of several letters was perhaps meant as a product."""
    return [
        f"{name} is read as one variable"
        + (f"; write {'*'.join(name)} for a product" if name.isalpha() and len(name) < 4 else "")
        for name in variables
        if _FIGURES_WITHIN.match(name)
        or (
            name.isalpha() and len(name) > 1 and name not in GREEK_NAMES and not name.startswith("Delta")
            and (len(variables) == 1 or _is_product(name, letters, tokens))
        )
    ]  # fmt: skip


def _is_product(name: str, letters: set[str], tokens: Tokens) -> bool:
    """Whether a name looks like a product: of x, of other variables, of letters that make no word, or with e^x."""
    if (len(name) == 2 and name[1] == "x") or all(letter in letters or letter == "e" for letter in name):
        return True
    if len(name) > 3:
        return False
    if "*" not in tokens.given and not any(letter in "aeiouy" for letter in name):
        return True
    return name[-1] == "e" and any(
        token.text == name and (after.text == "^" or after.kind == "superscript")
        for token, after in pairwise(tokens.found)
    )
