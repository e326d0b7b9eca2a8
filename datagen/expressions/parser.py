"""Tokens to a tree, by operator precedence with explicit stacks: no formula is too deep for it."""

from typing import NoReturn

from datagen.errors import FormulaError
from datagen.expressions.calls import arguments, reduction_note
from datagen.expressions.names import KEYWORDS
from datagen.expressions.naming import Names, not_read
from datagen.expressions.operands import Operand
from datagen.expressions.places import EXPECTED, check_equals, check_root, refuse_comma, refuse_operand
from datagen.expressions.powers import exponent, function_power
from datagen.expressions.stack import BRACKETS, CLOSES, CLOSING, Stack, Waiting
from datagen.expressions.tokens import DEEPEST, Token, Tokens
from datagen.expressions.tree import Number
from datagen.operations import ALIASES, OPERATIONS
from datagen.operations.strengths import CALL, FACTOR, NEGATIVE, PRODUCT, ROOT

__all__ = ["Parser"]

_BINARY = {row.sign: row.name for row in OPERATIONS.values() if row.sign and row.arity == 2}
_BINARY["="] = "equal"
_OPENING = frozenset((*CLOSES, "sqrt", "cbrt", "frac"))


class Parser:
    """Reads the tokens from `index` on; by turns an operand is expected and an operator."""

    def __init__(self, text: str, tokens: Tokens, index: int, names: Names) -> None:
        self.text, self.tokens, self.index, self.names = text, tokens, index, names
        self.stack = Stack(text)
        self.wants_operand = True

    def parse(self) -> Operand:
        """The whole formula; raises FormulaError."""
        if self.tokens[self.index].kind == "end":
            self._refuse("the formula is empty: write one such as x^2 + 1", self.tokens[self.index])
        while (token := self.tokens[self.index]).kind != "end":
            if self.wants_operand:
                self._operand(token)
            else:
                self._operator(token)
        if self.wants_operand:
            hint = "; write abs(...) for bars within bars" if self._closes_bar() else ""
            self._refuse(f"the formula ends too soon: {EXPECTED}{hint}", token)
        self.stack.reduce(0)
        if self.stack.waiting:
            opened = self.stack.waiting[-1].token
            self._refuse(f"{self._given(opened)} is never closed", opened)
        whole = self.stack.operands[0]
        self.stack.build.number_only(whole)
        return whole

    def _operand(self, token: Token) -> None:
        if token.kind == "number":
            self._put(self._leaf(token))
        elif token.kind == "name":
            self._name(token)
        elif token.text in CLOSES:
            self._open("group", BRACKETS.get(token.text, ""), token, token)
        elif token.text in ("-", "+"):
            self._sign(token)
        elif token.text in ("sqrt", "cbrt"):
            self._root(token)
        elif token.text == "frac":
            self.index += 1
            self._open("fraction", "divide", token, self._brace())
        else:
            refuse_operand(self.stack, self.names, self.tokens, self.index)

    def _put(self, operand: Operand, tokens: int = 1) -> None:
        self.stack.operands.append(operand)
        self.index += tokens
        self.wants_operand = False

    def _leaf(self, token: Token) -> Operand:
        node = Number(float(token.text)) if token.kind == "number" else self.names.value(token.text, token)
        return self.stack.build.leaf(node, token.start, token.end)

    def _open(self, kind: str, operation: str, token: Token, bracket: Token) -> Waiting:
        """Begins a bracket, or a call: `token` is what it is named after in messages."""
        entry = Waiting(kind, operation, token, close=CLOSES[bracket.text])
        self.stack.push(entry)
        self.index += 1
        self.wants_operand = True
        return entry

    def _sign(self, token: Token) -> None:
        waiting = self.stack.waiting
        if waiting and waiting[-1].kind == "bare" and (token.text == "+" or self.tokens[self.index + 1].spaced):
            self._needs_argument(waiting[-1].token)
        if token.text == "-":
            self.stack.push(Waiting("prefix", "negative", token, NEGATIVE))
        self.index += 1

    def _root(self, token: Token) -> None:
        r"""√x, \sqrt{x}, \sqrt[3]{x}: a sign that takes one power, or a group in braces."""
        degree = None
        self.index += 1
        if self.tokens[self.index].text == "[":
            inner, close = self.tokens[self.index + 1], self.tokens[self.index + 2]
            if inner.kind not in ("number", "name") or close.text != "]":
                self._refuse("expected the degree of the root, as in \\sqrt[3]{x}", inner)
            degree = self._leaf(inner)
            self.index += 3
        following = self.tokens[self.index]
        if following.text == "{":
            self._open("call", token.text, token, following).exponent = degree
            return
        self.stack.push(Waiting("prefix", token.text, token, ROOT))
        self.stack.waiting[-1].exponent = degree

    def _name(self, token: Token) -> None:
        name, length = self.names.path(self.tokens, self.index)
        following = self.tokens[self.index + length]
        token = token._replace(end=self.tokens[self.index + length - 1].end)
        if self.names.calls(name, token, following):
            self.index += length
            self._function(ALIASES.get(name, name), token)
            return
        if following.text == "(":
            self.names.check_product(name, token, length > 1)
        else:
            before_operand = self._starts_operand(following) and not (following.text == "|" and self._closes_bar())
            self.names.check_glued(name, token, self.index + length, before_operand)
        node = self.names.value(name, token, length > 1)
        self._put(self.stack.build.leaf(node, token.start, token.end), length)

    def _function(self, name: str, token: Token) -> None:
        row, raised = OPERATIONS[name], None
        name, power, length = function_power(row, self.text, self.tokens, self.index)
        if power:
            raised = exponent(power, self.tokens[self.index], self.stack.build, self._leaf)
        self.index += length
        following = self.tokens[self.index]
        if following.text in ("(", "{"):
            self._open("call", name, token, following).exponent = raised
        elif row.bare:
            if not self._starts_operand(following) and following.text not in ("-", "+"):
                self._needs_argument(token)
            self.stack.push(Waiting("bare", name, token, CALL))
            self.stack.waiting[-1].exponent = raised
        else:
            self._refuse(f"{self._given(token)} is a function: write {self._given(token)}(...)", token)

    def _needs_argument(self, token: Token) -> NoReturn:
        given = self._given(token)
        self._refuse(f"{given} needs an argument: write {given}(x)", token)

    def _operator(self, token: Token) -> None:
        if token.kind == "superscript":
            check_root(self.stack, token, self.tokens[self.index - 1])
            base = self.stack.operands.pop()
            raised = exponent(token.text, token, self.stack.build, self._leaf)
            self._put(self.stack.build.apply("power", (base, raised), base.start, token.end))
        elif token.text in CLOSING or (token.text == "|" and self._closes_bar()):
            self._close(token)
        elif token.text == ",":
            self._comma(token)
        elif token.text == ".":
            self._method(token)
        elif token.text in _BINARY:
            self._binary(token)
        elif self._starts_operand(token):
            self._product(token)
        else:
            self._refuse(not_read(token.text) or f"{self._given(token)} cannot stand here", token)

    def _starts_operand(self, token: Token) -> bool:
        return token.text in _OPENING or (token.kind in ("number", "name") and token.text not in _BINARY)

    def _closes_bar(self) -> bool:
        bracket = self.stack.innermost()
        return bracket is not None and bracket.close == "|"

    def _binary(self, token: Token) -> None:
        operation = _BINARY[token.text]
        strength = OPERATIONS[operation].strength
        if token.text == "=":
            check_equals(self.stack, token, self.tokens[self.index - 1])
        elif token.text == "^":
            check_root(self.stack, token, self.tokens[self.index - 1])
        self.stack.reduce(strength, token, to_the_right=operation == "power")
        self.stack.push(Waiting("binary", operation, token, strength))
        self.index += 1
        self.wants_operand = True

    def _product(self, token: Token) -> None:
        """A product without a sign; in the argument of sin x it goes on with the argument, up to the next function."""
        if token.kind == "number":
            self._refuse("a number cannot follow directly: write * for a product", token)
        if token.text in KEYWORDS:
            self.names.value(token.text, token)
        call = self.stack.bare_call()
        if call is not None and token.kind == "name" and self.names.begins_call(self.tokens, self.index):
            call = None
        strength = PRODUCT if call is None else FACTOR
        self.stack.reduce(strength)
        left = self.stack.operands[-1]
        if call is not None and self._may_end_before(token) and left.has_variable():
            self.stack.ambiguous(call, left, "*", token.start)
        entry = Waiting("binary", "multiply", token, strength)
        entry.implicit = True
        entry.reading = "" if left.glued and token.spaced else left.reading
        self.stack.push(entry)
        self.wants_operand = True

    def _may_end_before(self, token: Token) -> bool:
        """e^-x after sin x, a group after a space, a root: paper would end the argument there."""
        if token.text == "e":
            return self.tokens[self.index + 1].text == "^" or self.tokens[self.index + 1].kind == "superscript"
        return token.text in _OPENING and (token.text != "(" or token.spaced)

    def _close(self, token: Token) -> None:
        self.stack.reduce(0)
        if not self.stack.waiting:
            self._refuse(f"{self._given(token)} closes nothing", token)
        bracket = self.stack.close()
        if bracket.close != token.text:
            self._refuse(f"{self._given(token)} cannot close {self._given(bracket.token)}", token)
        inner = self.stack.operands.pop()
        if bracket.kind == "group" and not bracket.operation:
            self._put(inner._replace(start=bracket.token.start, end=token.end, reading="", last=None))
            return
        bracket.arguments.append(inner)
        self.index += 1
        if bracket.kind == "fraction" and len(bracket.arguments) == 1:
            self._denominator(bracket)
            return
        self._apply(bracket, token.end)

    def _apply(self, call: Waiting, end: int) -> None:
        """A call, method or bracket, now that it has all its arguments."""
        given = tuple(call.arguments)
        if call.kind in ("call", "method"):
            given = arguments(call, self.text, self.names.is_module)
            if note := reduction_note(call, given, self.text, end):
                self.stack.notes[given[0].start] = note
        self.stack.apply(call, given, end)
        self.wants_operand = False

    def _denominator(self, fraction: Waiting) -> None:
        r"""The second group of \frac{1}{2}, or the one sign of \frac{1}2."""
        token = self.tokens[self.index]
        given = self._given(token)
        if token.kind in ("number", "name") and (len(given) == 1 or (token.letter and given[1:].isalpha())):
            fraction.arguments.append(self._leaf(token))
            self.index += 1
            self._apply(fraction, token.end)
            return
        self._open("fraction", "divide", fraction.token, self._brace()).arguments = fraction.arguments

    def _comma(self, token: Token) -> None:
        self.stack.reduce(0)
        if not self.stack.waiting or self.stack.waiting[-1].kind not in ("call", "method"):
            refuse_comma(self.stack, token)
        found = self.stack.waiting[-1].arguments
        found.append(self.stack.operands.pop())
        if len(found) > DEEPEST:
            self._refuse(f"a function is given more than {DEEPEST} arguments", token)
        self.index += 1
        self.wants_operand = True

    def _method(self, token: Token) -> None:
        """x.pow(2): what stands before the point is the first argument."""
        name, bracket = self.tokens[self.index + 1], self.tokens[self.index + 2]
        if name.kind != "name" or bracket.text != "(":
            self._refuse("attributes are not read, only methods such as x.pow(2)", token)
        self.names.check_method(name)
        self.index += 2
        call = self._open("method", ALIASES.get(name.text, name.text), name, bracket)
        call.arguments.append(self.stack.operands.pop())
        close = self.tokens[self.index]
        if close.text == ")":
            self.stack.close()
            self.index += 1
            self._apply(call, close.end)

    def _brace(self) -> Token:
        if (token := self.tokens[self.index]).text != "{":
            self._refuse("expected two groups in braces: \\frac{a}{b}", token)
        return token

    def _given(self, token: Token) -> str:
        return self.text[token.start : token.end]

    def _refuse(self, reason: str, token: Token) -> NoReturn:
        raise FormulaError(reason, self.text, token.start)
