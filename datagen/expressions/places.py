"""Signs where they cannot stand, or where two readings meet: an operand that is missing, a comma, = and √(x)^2."""

from typing import NoReturn

from datagen.errors import FormulaError
from datagen.expressions.calls import arguments
from datagen.expressions.naming import Names, not_read
from datagen.expressions.stack import CLOSES, CLOSING, Stack
from datagen.expressions.tokens import Token, Tokens

__all__ = ["EXPECTED", "check_equals", "check_root", "refuse_comma", "refuse_operand"]

EXPECTED = "expected a number, a name or ("


def refuse_operand(stack: Stack, names: Names, tokens: Tokens, index: int) -> NoReturn:
    """Something that cannot stand where an operand is expected."""
    token, waiting = tokens[index], stack.waiting
    if token.text in CLOSING and waiting and tokens[index - 1].text in CLOSES:
        if waiting[-1].kind == "call":
            arguments(waiting[-1], stack.text, names.is_module)
        raise FormulaError("there is nothing between the brackets", stack.text, token.start)
    reason = not_read(token.text) or f"{EXPECTED}, not {stack.text[token.start : token.end]}"
    raise FormulaError(reason, stack.text, token.start)


def refuse_comma(stack: Stack, token: Token) -> NoReturn:
    """A comma outside the brackets of a call: a decimal comma, an or, a product with mod(x, y)."""
    from datagen.expressions import refusals

    waiting = stack.waiting
    if waiting and waiting[-1].close == "|" and any(entry.kind == "call" for entry in waiting):
        reason = "| opens an absolute value, there is no or: put one where into another"
        raise FormulaError(reason, stack.text, waiting[-1].token.start)
    product = len(waiting) > 1 and waiting[-2].kind == "binary" and waiting[-2].operation == "mod"
    product = product and waiting[-2].token.kind == "name"
    refusals.refuse_comma(stack.text, token.start, ": write *mod(...) for a product" if product else "")


def check_equals(stack: Stack, token: Token, before: Token) -> None:
    """A comparison in where; elsewhere in brackets = names an argument, which is not read."""
    bracket = stack.innermost()
    if bracket is None:
        reason = "one = is allowed, after the name of the result, as in y = x^2"
        raise FormulaError(reason, stack.text, token.start)
    if bracket.kind in ("call", "method") and bracket.operation != "where" and before.kind == "name":
        raise FormulaError("keyword arguments are not read", stack.text, before.start)


def check_root(stack: Stack, token: Token, before: Token) -> None:
    """√(x)^2 is refused: the power may be of the root or under it."""
    waiting = stack.waiting[-1] if stack.waiting else None
    if waiting is None or waiting.kind != "prefix" or waiting.operation not in ("sqrt", "cbrt"):
        return
    if stack.text[stack.operands[-1].start] == "(" and before.text == ")":
        sign = stack.text[waiting.token.start : waiting.token.end]
        reason = f"{sign}(...)^ may be read in two ways: write {sign}((...)^...) or ({sign}(...))^..."
        raise FormulaError(reason, stack.text, token.start)
