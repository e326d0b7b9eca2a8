"""A tree as LaTeX that matplotlib's mathtext can draw, and that reads back as the same values.

It is set as in print: a fraction is built up only once, and written a/b in an exponent and within a fraction, where
it would be too small to read; brackets are as high as what they hold.
"""

import re
from collections.abc import Callable

from datagen.expressions.letters import GREEK_NAMES
from datagen.expressions.plain import chain, number_text
from datagen.expressions.tree import Apply, Constant, Node, Number, Variable
from datagen.operations import CONSTANTS, OPERATIONS
from datagen.operations.strengths import AND, ATOM, COMPARISON, POWER, PRODUCT, SUM

__all__ = ["latex"]

QUOTIENT = (SUM + PRODUCT) / 2
"""How tightly a/b binds to the eye: a/b c is bracketed, a/b + c is not."""

Written = tuple[str, float]
"""LaTeX and how tightly its outermost operator binds."""


def latex(node: Node) -> str:
    r"""The formula as it is set: e^{-x} \sin(2 \pi x)."""
    return _text(node, False)


def _text(node: Node, small: bool) -> str:
    return _written(node, small)[0]


def _written(node: Node, small: bool) -> Written:
    """The node; `small` in an exponent and within a fraction."""
    if isinstance(node, Number):
        return _number(node.value)
    if isinstance(node, Variable):
        return _name(node.name), ATOM
    if isinstance(node, Constant):
        row = CONSTANTS[node.name]
        return row.latex, row.strength
    negative, size = _unsigned(node)
    if negative:
        return f"-{_within(size, QUOTIENT, small)}", SUM
    rule = _RULES.get(node.operation)
    return rule(small, *node.arguments) if rule else _templated(node, small)


def _templated(node: Apply, small: bool) -> Written:
    """The operations that are set by the template of their row."""
    row = OPERATIONS[node.operation]
    if row.strength:
        return _filled(row.latex, [_within(part, row.strength + 1, small) for part in node.arguments]), row.strength
    return _called(row.latex, [_text(part, small) for part in node.arguments]), ATOM


def _unsigned(node: Node) -> tuple[bool, Node]:
    """Whether a minus stands in front, if need be drawn out of the first factor, and what it stands in front of."""
    if not isinstance(node, Apply):
        return False, node
    if node.operation == "negative":
        return True, node.arguments[0]
    if node.operation in ("multiply", "divide"):
        negative, first = _unsigned(node.arguments[0])
        if negative:
            return True, Apply(node.operation, (first, node.arguments[1]))
    return False, node


def _filled(template: str, parts: list[str]) -> str:
    return re.sub(r"#(\d)", lambda match: parts[int(match[1]) - 1], template)


def _called(template: str, parts: list[str]) -> str:
    """A function with its arguments, in brackets or bars that are as high; bars within bars say which they are."""
    if any(_is_tall(part) or ("|" in part and template[0] == "|") for part in parts):
        template = re.sub(r"^(\||[^(]*\()(.*)([)|])$", _grown, template)
    return _filled(template, parts)


def _grown(match: re.Match[str]) -> str:
    return rf"{match[1][:-1]}\left{match[1][-1]}{match[2]}\right{match[3]}"


def _is_tall(text: str) -> bool:
    return r"\frac" in text


def _number(value: float) -> Written:
    """A number; from 10⁵ on and below 10⁻³ as a multiple of a power of ten, unless that would be longer."""
    text = number_text(value)
    digits = repr(value).partition("e")[0].replace(".", "").strip("0") or "0"
    if value == float("inf") or value == 0 or (1e-3 <= value < 1e5) or (1 <= value < 1e16 and len(digits) > 4):
        return (text if value < 1e999 else "10^{999}"), (ATOM if value < 1e999 else POWER)
    mantissa, _, exponent = f"{value:.{len(digits) - 1}e}".partition("e")
    power = f"10^{{{int(exponent)}}}"
    return (power, POWER) if mantissa == "1" else (rf"{mantissa} \cdot {power}", PRODUCT)


def _name(name: str) -> str:
    """A Greek letter as its command, words upright, figures at the end and what follows _ as a subscript."""
    if name.startswith("Delta") and len(name) > 5 and not name[5].isdigit() and name[5] != "_":
        rest = _name(name[5:])
        return rf"\Delta{rest}" if rest[0] == "\\" else rf"\Delta {rest}"
    head, underscore, index = name.partition("_")
    if not underscore:
        head = name.rstrip("0123456789")
        index = name[len(head) :]
    return f"{_word(head)}_{{{_word(index)}}}" if index else _word(head)


def _word(word: str) -> str:
    if word in GREEK_NAMES:
        return rf"\{word}"
    return rf"\mathrm{{{word}}}" if re.fullmatch("[A-Za-z]{2}[A-Za-z0-9]*", word) else word.replace("_", r"\_")


def _within(node: Node, strength: float, small: bool) -> str:
    return _bracketed(_written(node, small), strength)


def _bracketed(written: Written, strength: float) -> str:
    text, own = written
    if own >= strength:
        return text
    return rf"\left({text}\right)" if _is_tall(text) else f"({text})"


def _sum(sign: str, small: bool, left: Node, right: Node) -> Written:
    text, own = _written(right, small)
    first = _within(left, SUM, small)
    if text[0] == "-" and not (isinstance(right, Apply) and right.operation in ("add", "subtract")):
        # a + (-b c) is a - b c, to the last bit
        return f"{first} {'-' if sign == '+' else '+'} {text[1:]}", SUM
    return f"{first} {sign} {_bracketed((text, own), QUOTIENT)}", SUM


def _product(small: bool, left: Node, right: Node) -> Written:
    """Factors side by side; with a dot before figures, and a thin space where a name would seem to be called."""
    first, second = _within(left, PRODUCT, small), _within(right, PRODUCT + 1, small)
    last = left
    while isinstance(last, Apply) and last.operation == "multiply":
        last = last.arguments[1]
    if second[0].isdigit() or last == Variable("Delta"):
        return rf"{first} \cdot {second}", PRODUCT
    called = second.startswith(("(", r"\left(")) and isinstance(last, Variable | Constant)
    return rf"{first} \, {second}" if called else f"{first} {second}", PRODUCT


def _quotient(small: bool, above: Node, below: Node) -> Written:
    if small:
        return f"{_within(above, PRODUCT, True)}/{_within(below, PRODUCT + 1, True)}", QUOTIENT
    # bracketed under a power, and nowhere else
    return rf"\frac{{{_text(above, True)}}}{{{_text(below, True)}}}", POWER


def _power(small: bool, base: Node, exponent: Node) -> Written:
    """A power; of sin(x) as sin²(x), if the exponent is a whole number or a name."""
    raised = _text(exponent, True)
    if (
        isinstance(base, Apply)
        and OPERATIONS[base.operation].powers
        and (raised.isdigit() or isinstance(exponent, Variable))
    ):
        function = OPERATIONS[base.operation].latex.removesuffix("(#1)")
        return _called(f"{function}^{{{raised}}}(#1)", [_text(base.arguments[0], small)]), POWER
    return f"{_within(base, ATOM, small)}^{{{raised}}}", POWER


def _mod(small: bool, left: Node, right: Node) -> Written:
    """On paper nobody agrees how far mod reaches: it is bracketed wherever it is an operand."""
    first, second = _within(left, QUOTIENT, small), _within(right, PRODUCT + 1, small)
    return rf"{first} \; \mathrm{{mod}} \; {second}", COMPARISON


def _and(small: bool, left: Node, right: Node) -> Written:
    comparisons = chain(Apply("logical_and", (left, right)))
    if not comparisons:
        return rf"{_within(left, AND, small)} \wedge {_within(right, AND + 1, small)}", AND
    text = _within(comparisons[0].arguments[0], SUM, small)
    for each in comparisons:
        text += _filled(OPERATIONS[each.operation].latex, ["", _within(each.arguments[1], SUM, small)])
    return text, AND


def _exp(small: bool, exponent: Node) -> Written:
    return f"e^{{{_text(exponent, True)}}}", POWER


_RULES: dict[str, Callable[..., Written]] = {
    "add": lambda small, left, right: _sum("+", small, left, right),
    "subtract": lambda small, left, right: _sum("-", small, left, right),
    "multiply": _product,
    "divide": _quotient,
    "power": _power,
    "logical_and": _and,
    "mod": _mod,
    "exp": _exp,
    "exp2": lambda small, exponent: _power(small, Number(2.0), exponent),
    "square": lambda small, base: _power(small, base, Number(2.0)),
    "reciprocal": lambda small, below: _quotient(small, Number(1.0), below),
    "rsqrt": lambda small, below: _quotient(small, Number(1.0), Apply("sqrt", (below,))),
}
