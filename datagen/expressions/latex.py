"""A tree as LaTeX that matplotlib's mathtext can draw, and that reads back as the same values."""

import re
from collections.abc import Callable

from datagen.expressions.letters import GREEK_NAMES
from datagen.expressions.plain import chain, number_text
from datagen.expressions.tree import Apply, Constant, Node, Number, Variable
from datagen.operations import OPERATIONS

__all__ = ["latex"]

AND, SUM, PRODUCT, POWER, ATOM = 1, 3, 4, 9, 10

Written = tuple[str, int]
"""LaTeX and how tightly its outermost operator binds."""


def latex(node: Node) -> str:
    r"""The formula as it is set: e^{-x} \sin(2 \pi x)."""
    return _written(node)[0]


def _written(node: Node) -> Written:
    if isinstance(node, Number):
        return _number(node.value)
    if isinstance(node, Variable):
        return _name(node.name), ATOM
    if isinstance(node, Constant):
        return {"e": ("e", ATOM), "pi": (r"\pi", ATOM), "tau": (r"2 \pi", PRODUCT)}[node.name]
    rule = _RULES.get(node.operation)
    if rule is not None:
        return rule(*node.arguments)
    row = OPERATIONS[node.operation]
    if row.strength:
        return _filled(row.latex, [_within(part, row.strength + 1) for part in node.arguments]), row.strength
    return _filled(row.latex, [latex(part) for part in node.arguments]), ATOM


def _filled(template: str, parts: list[str]) -> str:
    return re.sub(r"#(\d)", lambda match: parts[int(match[1]) - 1], template)


def _number(value: float) -> Written:
    """A number, as a multiple of a power of ten if that is shorter: 10^{-3}, 3 \\cdot 10^{8}."""
    text = number_text(value)
    digits = repr(value).partition("e")[0].replace(".", "").strip("0") or "0"
    if value == float("inf") or value == 0 or (1e-2 <= value < 1e4) or (1 <= value < 1e16 and len(digits) > 4):
        return (text if value < 1e999 else "10^{999}"), (ATOM if value < 1e999 else POWER)
    mantissa, _, exponent = f"{value:.{len(digits) - 1}e}".partition("e")
    power = f"10^{{{int(exponent)}}}"
    return (power, POWER) if mantissa == "1" else (rf"{mantissa} \cdot {power}", PRODUCT)


def _name(name: str) -> str:
    """A Greek letter as its command, figures at the end as a subscript, words upright."""
    if name.startswith("Delta") and len(name) > 5 and not name[5].isdigit() and name[5] != "_":
        return rf"\Delta {_name(name[5:])}"
    head, underscore, index = name.partition("_")
    if not underscore:
        head = name.rstrip("0123456789")
        index = name[len(head) :]
    upright = head if len(head) == 1 else rf"\mathrm{{{head}}}"
    letter = rf"\{head}" if head in GREEK_NAMES else upright
    escaped = index.replace("_", r"\_")
    return f"{letter}_{{{escaped}}}" if index else letter


def _within(node: Node, strength: int) -> str:
    return _bracketed(_written(node), strength)


def _bracketed(written: Written, strength: int) -> str:
    text, own = written
    if own >= strength:
        return text
    return rf"\left({text}\right)" if r"\frac" in text or "^" in text else f"({text})"


def _negative(inner: Node) -> Written:
    return f"-{_within(inner, PRODUCT)}", SUM


def _sum(sign: str, left: Node, right: Node) -> Written:
    text, own = _written(right)
    if text[0] == "-" and not (isinstance(right, Apply) and right.operation in ("add", "subtract")):
        # a + (-b c) is a - b c, to the last bit
        return f"{_within(left, SUM)} {'-' if sign == '+' else '+'} {text[1:]}", SUM
    return f"{_within(left, SUM)} {sign} {_bracketed((text, own), SUM + 1)}", SUM


def _product(left: Node, right: Node) -> Written:
    """Factors side by side; with a dot before figures, and a thin space where a name would seem to be called."""
    if isinstance(left, Apply) and left.operation == "negative":
        return f"-{_product(left.arguments[0], right)[0]}", SUM
    first, second = _within(left, PRODUCT), _within(right, PRODUCT + 1)
    last = left
    while isinstance(last, Apply) and last.operation == "multiply":
        last = last.arguments[1]
    if second[0].isdigit() or last == Variable("Delta"):
        return rf"{first} \cdot {second}", PRODUCT
    called = second.startswith(("(", r"\left(")) and isinstance(last, Variable | Constant)
    return rf"{first} \, {second}" if called else f"{first} {second}", PRODUCT


def _quotient(above: Node, below: Node) -> Written:
    if isinstance(above, Apply) and above.operation == "negative":
        return f"-{_quotient(above.arguments[0], below)[0]}", SUM
    return rf"\frac{{{latex(above)}}}{{{latex(below)}}}", ATOM


def _power(base: Node, exponent: Node) -> Written:
    raised = f"^{{{latex(exponent)}}}"
    if isinstance(base, Apply) and OPERATIONS[base.operation].powers and isinstance(exponent, Number | Variable):
        function, bracket, argument = latex(base).partition("(")
        return f"{function}{raised}{bracket}{argument}", ATOM
    text, own = _written(base)
    quotient = isinstance(base, Apply) and base.operation == "divide"
    return f"{_bracketed((text, SUM if quotient else own), ATOM)}{raised}", POWER


def _and(left: Node, right: Node) -> Written:
    comparisons = chain(Apply("logical_and", (left, right)))
    if not comparisons:
        return rf"{_within(left, AND)} \wedge {_within(right, AND + 1)}", AND
    text = _within(comparisons[0].arguments[0], SUM)
    for each in comparisons:
        text += _filled(OPERATIONS[each.operation].latex, ["", _within(each.arguments[1], SUM)])
    return text, AND


def _exp(exponent: Node) -> Written:
    return f"e^{{{latex(exponent)}}}", POWER


_RULES: dict[str, Callable[..., Written]] = {
    "negative": _negative,
    "add": lambda left, right: _sum("+", left, right),
    "subtract": lambda left, right: _sum("-", left, right),
    "multiply": _product,
    "divide": _quotient,
    "power": _power,
    "exp": _exp,
    "logical_and": _and,
}
