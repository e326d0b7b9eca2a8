"""Tokens to a tree, by operator precedence with explicit stacks: no formula is too deep for it."""

from typing import NoReturn

from datagen.errors import FormulaError
from datagen.expressions.names import KEYWORDS
from datagen.expressions.naming import Names, function_power, not_read
from datagen.expressions.operands import DEEPEST, Operand
from datagen.expressions.stack import (
    BRACKETS,
    CALL,
    CLOSES,
    FACTOR,
    NEGATIVE,
    PRODUCT,
    ROOT,
    Stack,
    Waiting,
)
from datagen.expressions.tokens import Token, Tokens
from datagen.expressions.tree import Number
from datagen.operations import ALIASES, OPERATIONS

__all__ = ["Parser"]

_BINARY = {row.sign: row.name for row in OPERATIONS.values() if row.sign and row.arity == 2}
_BINARY |= {"mod": "mod", "=": "equal"}
_STRENGTH = {row.name: row.strength for row in OPERATIONS.values()} | {"mod": PRODUCT}
_CLOSING = frozenset((")", "}", ")|", ")floor", ")ceil"))
_OPENING = frozenset((*CLOSES, "sqrt", "cbrt", "frac"))
_EXPECTED = "expected a number, a name or ("


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
            self._refuse(f"the formula ends too soon: {_EXPECTED}{hint}", token)
        self.stack.reduce(0)
        if self.stack.waiting:
            opened = self.stack.waiting[-1].token
            self._refuse(f"{self._given(opened)} is never closed", opened)
        whole = self.stack.operands[0]
        self.stack.build.number_only(whole)
        return whole

    # --- where an operand is expected

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
            self._misplaced(token)

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
            self.names.check_glued(name, token, following)
        node = self.names.value(name, token, length > 1)
        self._put(self.stack.build.leaf(node, token.start, token.end), length)

    def _function(self, name: str, token: Token) -> None:
        row, exponent = OPERATIONS.get(name), None
        if row is not None:
            name, power, length = function_power(row, self.text, self.tokens, self.index)
            exponent = self._exponent(power, self.tokens[self.index]) if power else None
            self.index += length
        following = self.tokens[self.index]
        if following.text in ("(", "{"):
            self._open("call", name, token, following).exponent = exponent
        elif row is not None and row.bare:
            if not self._starts_operand(following) and following.text not in ("-", "+"):
                self._needs_argument(token)
            self.stack.push(Waiting("bare", name, token, CALL))
            self.stack.waiting[-1].exponent = exponent
        else:
            self._refuse(f"{self._given(token)} is a function: write {self._given(token)}(...)", token)

    def _needs_argument(self, token: Token) -> NoReturn:
        given = self._given(token)
        self._refuse(f"{given} needs an argument: write {given}(x)", token)

    def _misplaced(self, token: Token) -> NoReturn:
        """Something that cannot stand where an operand is expected."""
        waiting = self.stack.waiting
        if token.text in _CLOSING and waiting and self.tokens[self.index - 1].text in CLOSES:
            if waiting[-1].kind == "call":
                self.stack.check_arity(waiting[-1])
            self._refuse("there is nothing between the brackets", token)
        self._refuse(not_read(token.text) or f"{_EXPECTED}, not {self._given(token)}", token)

    # --- where an operator is expected

    def _operator(self, token: Token) -> None:
        if token.kind == "superscript":
            base = self.stack.operands.pop()
            exponent = self._exponent(token.text, token)
            self._put(self.stack.build.apply("power", (base, exponent), base.start, token.end))
        elif token.text in _CLOSING or (token.text == "|" and self._closes_bar()):
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
        return token.kind in ("number", "name") or token.text in _OPENING

    def _closes_bar(self) -> bool:
        bracket = self.stack.innermost()
        return bracket is not None and bracket.close == "|"

    def _exponent(self, text: str, token: Token) -> Operand:
        """A superscript, or the 2 of sin^2: a number or a name, perhaps with a minus."""
        bare = text.lstrip("+-")
        if len(text) - len(bare) > 1 or not (bare.isdigit() or (bare[:1].isalpha() and bare not in KEYWORDS)):
            self._refuse("this superscript is not read: write ^(...)", token)
        kind = "number" if bare.isdigit() else "name"
        operand = self._leaf(token._replace(kind=kind, text=bare))
        if text[0] == "-":
            return self.stack.build.apply("negative", (operand,), token.start, token.end)
        return operand

    def _binary(self, token: Token) -> None:
        operation = _BINARY[token.text]
        strength = _STRENGTH[operation]
        if token.text == "=" and self.stack.innermost() is None:
            self._refuse("one = is allowed, after the name of the result, as in y = x^2", token)
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

    # --- brackets

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
            self._open("fraction", "divide", bracket.token, self._brace()).arguments = bracket.arguments
            return
        self.stack.apply(bracket, tuple(bracket.arguments), token.end)
        self.wants_operand = False

    def _comma(self, token: Token) -> None:
        self.stack.reduce(0)
        if not self.stack.waiting or self.stack.waiting[-1].kind not in ("call", "method"):
            self.names.refuse_comma(token)
        arguments = self.stack.waiting[-1].arguments
        arguments.append(self.stack.operands.pop())
        if len(arguments) > DEEPEST:
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
            self.stack.apply(call, tuple(call.arguments), close.end)
            self.index += 1
            self.wants_operand = False

    def _brace(self) -> Token:
        if (token := self.tokens[self.index]).text != "{":
            self._refuse("expected two groups in braces: \\frac{a}{b}", token)
        return token

    def _given(self, token: Token) -> str:
        return self.text[token.start : token.end]

    def _refuse(self, reason: str, token: Token) -> NoReturn:
        raise FormulaError(reason, self.text, token.start)
