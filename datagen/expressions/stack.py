"""The two stacks of operator precedence: operands, and the operators and brackets that wait for more of them."""

from math import gcd
from typing import NoReturn

from datagen.errors import FormulaError
from datagen.expressions.operands import Builder, Operand
from datagen.expressions.tokens import DEEPEST, Token
from datagen.expressions.tree import Apply, Constant, Number
from datagen.operations import OPERATIONS
from datagen.operations.strengths import COMPARISON

__all__ = ["BRACKETS", "CLOSES", "CLOSING", "Stack", "Waiting"]

CLOSES = {"(": ")", "{": "}", "|": "|", "|(": ")|", "floor(": ")floor", "ceil(": ")ceil"}
"""Brackets, and what closes them."""

CLOSING = frozenset(CLOSES.values()) - {"|"}
"""What can only close."""

BRACKETS = {"|": "abs", "|(": "abs", "floor(": "floor", "ceil(": "ceil"}
"""Brackets that are functions."""


class Waiting:
    """An operator, call or bracket that waits for what stands to its right.

    `kind` is "binary", "prefix" (minus and roots), "bare" (a call without parentheses), or one of the four that wait
    for `close`: "group", "call", "method" and "fraction".
    """

    __slots__ = ("arguments", "close", "exponent", "implicit", "kind", "operation", "reading", "strength", "token")

    def __init__(self, kind: str, operation: str, token: Token, strength: int = -1, close: str = "") -> None:
        self.kind, self.operation, self.token, self.strength, self.close = kind, operation, token, strength, close
        self.arguments: list[Operand] = []
        self.exponent: Operand | None = None  # the 2 of sin^2, the degree of a root
        self.implicit = False  # a product without a sign
        self.reading = ""  # of its left side


class Stack:
    """What has been read so far of one formula. `notes` say how doubtful places are read, by where they start."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.build = Builder(text)
        self.operands: list[Operand] = []
        self.waiting: list[Waiting] = []
        self.notes: dict[int, str] = {}
        self.brackets = 0

    def push(self, entry: Waiting) -> None:
        self.brackets += bool(entry.close)
        if self.brackets > DEEPEST or len(self.waiting) > 2 * DEEPEST:
            raise FormulaError(f"the formula is nested more than {DEEPEST} deep", self.text, entry.token.start)
        self.waiting.append(entry)

    def close(self) -> Waiting:
        """Takes the innermost bracket, on which nothing waits any more."""
        self.brackets -= 1
        return self.waiting.pop()

    def innermost(self) -> Waiting | None:
        """The bracket that is open."""
        for entry in reversed(self.waiting):
            if entry.close:
                return entry
        return None

    def bare_call(self) -> Waiting | None:
        """The innermost call without parentheses whose argument is still being read."""
        for entry in reversed(self.waiting):
            if entry.close or entry.kind == "bare":
                return entry if entry.kind == "bare" else None
        return None

    def reduce(self, strength: int, cause: Token | None = None, to_the_right: bool = False) -> None:
        """Applies everything that binds more tightly than `cause`, which comes next."""
        while self.waiting and not self.waiting[-1].close:
            top = self.waiting[-1].strength
            if top < strength or (top == strength and to_the_right):
                return
            self._finish(self.waiting.pop(), cause)

    def apply(self, entry: Waiting, arguments: tuple[Operand, ...], end: int) -> None:
        """Pushes a call, root, bracket or minus sign with its arguments."""
        start = arguments[0].start if entry.kind == "method" else entry.token.start
        row = OPERATIONS[entry.operation]
        if entry.operation == "sqrt" and entry.exponent is not None:
            whole = self._rooted(arguments[0], entry.exponent, start, end)
        else:
            whole = self.build.apply(entry.operation, arguments[: row.arity], start, end)
            for further in arguments[row.arity :]:
                whole = self.build.apply(entry.operation, (whole, further), start, end)
            if entry.exponent is not None:
                whole = self.build.apply("power", (whole, entry.exponent), start, end)
        self.operands.append(whole)

    def _rooted(self, argument: Operand, degree: Operand, start: int, end: int) -> Operand:
        """The root of that degree; from the fifth on the odd ones are powers, which negative numbers do not have."""
        if isinstance(degree.node, Number) and degree.node.value % 2 == 1 and degree.node.value > 3:
            reading = f"(...)^(1/{degree.node.value:g}), which is nan below 0"
            self.notes[start] = f"{self._slice(start, end)} is read as {reading}"
        return self.build.root(argument, degree, start, end)

    def ambiguous(self, call: Waiting, argument: Operand, sign: str, place: int) -> NoReturn:
        """The argument of a call without parentheses may end in two places."""
        name, written = self._slice(call.token.start, call.token.end), self._slice(argument.start, argument.end)
        reason = f"the argument of {name} may end in two places: write {name}({written}){sign}"
        raise FormulaError(f"{reason}... or {name}({written}{sign}...)", self.text, place)

    def _finish(self, entry: Waiting, cause: Token | None) -> None:
        right = self.operands.pop()
        if entry.kind == "binary":
            self.operands.append(self._joined(entry, self.operands.pop(), right))
            return
        if entry.kind == "bare" and cause is not None:
            self._check_end(entry, right, cause)
        self.apply(entry, (right,), right.end)

    def _check_end(self, call: Waiting, argument: Operand, cause: Token) -> None:
        """sin x/2 and sin 2*x are refused; sin x*y is read, with a note."""
        if cause.text in ("/", "mod"):
            self.ambiguous(call, argument, "/" if cause.text == "/" else " mod ", cause.start)
        if cause.text == "*":
            if not argument.has_variable():
                self.ambiguous(call, argument, "*", cause.start)
            name, written = self._slice(call.token.start, call.token.end), self._slice(argument.start, argument.end)
            self.notes[call.token.start] = f"{name} {written}*... is read as {name}({written})*..."

    def _joined(self, entry: Waiting, left: Operand, right: Operand) -> Operand:
        """A binary operation, with a note where paper would read it otherwise: 1/2x, e^2x."""
        if OPERATIONS[entry.operation].strength == COMPARISON:
            return self.build.compare(entry.operation, left, right)
        whole = self.build.apply(entry.operation, (left, right), left.start, right.end)
        written = self._slice(left.start, right.end)
        if entry.reading:
            reading = f"{entry.reading}*{self._slice(right.start, right.end)}"
            self.notes[left.start] = f"{written} is read as {reading}"
            return whole._replace(reading=reading)
        if entry.operation == "divide" and self._is_root(left, right):
            quotient = f"({self._slice(left.start, left.end)})/{self._slice(right.start, right.end)}"
            self.notes[left.start] = f"{written} is read as {quotient}"
        if entry.implicit or written[-1] in ")}|":
            return whole
        if entry.operation == "divide":
            return whole._replace(reading=f"({written})")
        if entry.operation == "power" and isinstance(left.node, Number | Constant):
            return whole._replace(reading=f"({written})", glued=True)
        return whole

    def _is_root(self, power: Operand, below: Operand) -> bool:
        """Whether a quotient looks like a power of a fraction: x^1/n, x^-1/2, x^2/3; x^4/2 and x^3/6 do not."""
        node = power.node
        if not isinstance(node, Apply) or node.operation not in ("power", "exp"):
            return False
        exponent = node.arguments[-1]
        if isinstance(exponent, Apply) and exponent.operation == "negative":
            exponent = exponent.arguments[0]
        if not isinstance(exponent, Number) or self.text[power.end - 1] not in "0123456789":
            return False
        return exponent.value == 1 or (
            isinstance(below.node, Number) and _is_fraction(exponent.value, below.node.value)
        )

    def _slice(self, start: int, end: int) -> str:
        return self.text[start:end]


def _is_fraction(above: float, below: float) -> bool:
    """Whether two numbers make a fraction in lowest terms."""
    return above.is_integer() and below.is_integer() and below > 1 and gcd(int(above), int(below)) == 1
