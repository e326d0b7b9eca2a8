"""The arguments of calls and methods: as many as the function takes, and never those of another library's function."""

import re
from collections.abc import Callable

from datagen.errors import FormulaError
from datagen.expressions.operands import Operand
from datagen.expressions.stack import Waiting
from datagen.expressions.tree import Number, Variable
from datagen.operations import OPERATIONS

__all__ = ["arguments", "reduction_note"]


def arguments(call: Waiting, text: str, is_module: Callable[[str], bool]) -> tuple[Operand, ...]:
    """The operands of a call or method, checked. `is_module` tells whether a name stands only before points.

    np.heaviside(x, 0.5) has its value at 0 as a second argument: here it is 0.5 without saying so.
    """
    given, row = tuple(call.arguments), OPERATIONS[call.operation]
    if call.operation == "heaviside" and [each.node for each in given[1:]] == [Number(0.5)]:
        given = given[:1]
    if len(given) == row.arity or (row.variadic and len(given) > row.arity and call.kind == "call"):
        _check_reduction(call, given, text)
        return given
    name = text[call.token.start : call.token.end]
    written = [text[each.start : each.end] for each in given]
    if call.kind == "method":
        _check_module(call, given, text, is_module)
    if not given and text[call.token.start - 1 : call.token.start] == ".":
        reason = f"a method needs a name or ) before it: write {name}(...)"
        raise FormulaError(reason, text, call.token.start - 1)
    takes = "1 argument" if row.arity == 1 else f"{row.arity} arguments"
    reason = f"{name} takes {takes}, not {len(given) or 'none'}{_fix(call, name, written)}"
    raise FormulaError(reason, text, call.token.start)


def reduction_note(call: Waiting, given: tuple[Operand, ...], text: str, end: int) -> str:
    """How x.max(0) is read, which torch and NumPy take for the maximum along an axis; or nothing."""
    if call.kind != "method" or call.token.text not in ("min", "max") or given[-1].has_variable():
        return ""
    written = ", ".join(text[each.start : each.end] for each in given)
    return f"{text[given[0].start : end]} is read as {call.token.text}({written})"


def _fix(call: Waiting, name: str, written: list[str]) -> str:
    arity = OPERATIONS[call.operation].arity
    if call.kind == "method" and len(written) > arity > 1:
        return f"; as a method, {arity - 1} in its brackets"
    if len(written) == arity + 1 and all(each.isdigit() for each in written[-2:]) and call.operation != "log":
        return f"; write {'.'.join(written[-2:])} for a decimal number"
    if call.operation == "log" and len(written) == 2:
        return f"; write log({written[0]})/log({written[1]}) for the logarithm to base {written[1]}"
    return "; its value at 0 is 0.5" if call.operation == "heaviside" and written else ""


def _check_reduction(call: Waiting, given: tuple[Operand, ...], text: str) -> None:
    """np.max(x, 0) is refused: there the 0 is an axis."""
    if call.operation not in ("min", "max"):
        return
    name = text[call.token.start : call.token.end]
    if call.kind != "call" or not re.search(r"\. *(min|max)$", name) or any(each.has_variable() for each in given[1:]):
        return
    written = ", ".join(text[each.start : each.end] for each in given)
    reason = f"{name}({written}) is the {call.operation}imum along an axis: write {call.operation}imum({written})"
    raise FormulaError(reason, text, call.token.start)


def _check_module(call: Waiting, given: tuple[Operand, ...], text: str, is_module: Callable[[str], bool]) -> None:
    """jnp.maximum(x, 0) has an argument too many because jnp is a module."""
    receiver = given[0].node
    many = len(given) == OPERATIONS[call.operation].arity + 1
    if many and isinstance(receiver, Variable) and len(receiver.name) > 1 and is_module(receiver.name):
        written = ", ".join(text[each.start : each.end] for each in given[1:])
        reason = f"the module {receiver.name} is not read: write {text[call.token.start : call.token.end]}({written})"
        raise FormulaError(reason, text, given[0].start)
