"""Powers and what stands for them: superscripts, and the 2 between sin and its argument."""

from collections.abc import Callable

from datagen.errors import FormulaError
from datagen.expressions.names import KEYWORDS, is_function
from datagen.expressions.operands import Builder, Operand
from datagen.expressions.tokens import Token, Tokens
from datagen.operations import Operation

__all__ = ["exponent", "function_power"]

_INVERSES = {"exp": "exp(-x) or ln(x)", "log": "exp(x) or 1/log(x)", "sqrt": "x^2 or 1/sqrt(x)"}


def exponent(text: str, token: Token, build: Builder, leaf: Callable[[Token], Operand]) -> Operand:
    """A superscript, or the 2 of sin^2: a number or a name, perhaps with a minus."""
    bare = text.lstrip("+-")
    name = bare.isidentifier() and bare not in KEYWORDS and (token.kind != "superscript" or len(bare) == 1)
    if len(text) - len(bare) > 1 or not (bare.isdigit() or name):
        raise FormulaError("this superscript is not read: write ^(...)", build.text, token.start)
    operand = leaf(token._replace(kind="number" if bare.isdigit() else "name", text=bare))
    return build.apply("negative", (operand,), token.start, token.end) if text[0] == "-" else operand


def function_power(row: Operation, text: str, tokens: Tokens, index: int) -> tuple[str, str, int]:
    """What stands between sin and its argument: the function, the power it is raised to, the number of tokens.

    sin^2 gives ("sin", "2", 2), sin^-1 gives ("asin", "", 3), plain sin ("sin", "", 0).
    """
    token = tokens[index]
    if token.kind == "superscript":
        power, length = token.text, 1
    elif token.text == "^":
        power, length = _plain_power(row, text, tokens, index)
    else:
        return row.name, "", 0
    if power == "-1" and row.name in _INVERSES:
        raise FormulaError(f"{row.name}^-1 is not read: write {_INVERSES[row.name]}", text, token.start)
    if not row.powers:
        raise FormulaError(f"write {row.name}(x)^2 for a power of {row.name}", text, token.start)
    after = tokens[index + length]
    if after.text == "^" or after.kind == "superscript":
        raise FormulaError(f"two powers of {row.name}: write {row.name}(x)^(...)", text, after.start)
    if power == "-1" and row.inverse:
        return row.inverse, "", length
    if power.startswith("-"):
        reason = f"{row.name}^{power} is not read: write {row.name}(x)^({power})"
        raise FormulaError(reason, text, token.start)
    return row.name, power, length


def _plain_power(row: Operation, text: str, tokens: Tokens, index: int) -> tuple[str, int]:
    """The power after ^: a number or name, with or without a minus and brackets."""
    place = index + 1
    closing = {"(": ")", "{": "}"}.get(tokens[place].text)
    place += closing is not None
    minus = tokens[place].text == "-"
    place += minus
    value = tokens[place]
    if value.kind not in ("number", "name") or (closing and tokens[place + 1].text != closing):
        raise FormulaError("expected a number or a name as the power of a function", text, value.start)
    if reason := _about_power(row, text, tokens, value, bool(closing)):
        raise FormulaError(reason, text, value.start)
    place += 1 if closing is None else 2
    return "-" * minus + value.text, place - index


def _about_power(row: Operation, text: str, tokens: Tokens, value: Token, braced: bool) -> str:
    """Why a number or name is no power of a function, or nothing."""
    given = text[value.start : value.end]
    if value.kind == "name" and is_function(value.text) and not value.letter and value.text not in ("gamma", "Gamma"):
        return f"{given} is a function: write {row.name}(x)^(...)"
    if value.kind == "number" and not value.text.isdigit():
        rule = f"a power between {row.name} and its argument is a whole number or a name"
        return f"{rule}: write {row.name}(x)^({given})"
    if tokens.latex and not braced and len(given) > 1 and not value.letter:
        return rf"in LaTeX a power of several signs stands in braces: write \{row.name}^{{{given}}}"
    return ""
