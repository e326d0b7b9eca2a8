"""Text to tokens: one spelling for each sign, whichever notation the formula is written in."""

import re
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

from datagen.errors import FormulaError
from datagen.expressions.letters import FOLDED, GREEK, GREEK_NAMES, SUPERSCRIPTS, VARIANTS, in_ascii
from datagen.expressions.names import is_function

__all__ = ["DEEPEST", "LONGEST", "MOST_NODES", "Token", "Tokens"]

LONGEST = 10_000
MOST_NODES = 4_000
DEEPEST = 200


class Token(NamedTuple):
    """A number, a name, a sign or the end. `text` is its one spelling, [start, end) its place in the formula."""

    kind: str  # number, name, sign, superscript or end
    text: str
    start: int
    end: int
    spaced: bool  # whether a space stands before it
    letter: bool = False  # a name that is written as a Greek letter, θ or \theta


# A subscript ends a name: m₁m₂ is a product
_TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>lambda_(?![A-Za-z0-9])|[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*[₀-₉]*)"
    r"|(?P<letter>[Α-Ωα-ω])"
    r"|(?P<sign>\*\*|//|<=|>=|==|!=|&&|[-+*/%^|&,.=<>≤≥≠()\[\]{}√∛])"
    r"|(?P<space> +)"
    r"|(?P<superscript>[⁰¹²³⁴-⁹⁺⁻ⁿˣ]+)"
    r"|(?P<command>\\(?:[A-Za-z]+|[^A-Za-z]))"
)
# Every match is a node at least: a name or number, or an operator between two operands
_PARTS = r"[A-Za-z0-9_.Α-Ωα-ω]+|(?<=[\w)}|]) *[-+*/^%]"
# Patterns that only some formulas need, compiled when one does
_WORD = r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*[₀-₉]*|[α-ω]|\\mathrm *\{ *[A-Za-z0-9]+ *\}|\\[A-Za-z]+"
_LATEX_WORD = r"[A-Za-z][A-Za-z0-9]*(?:_(?:[0-9]+|[A-Za-z](?![A-Za-z0-9])))?[₀-₉]*"
_INDEX = (
    r"[0-9]+|[₀-₉]+|_\{(?:[A-Za-z0-9]|\\_)+\}|_\{\\(?:mathrm|text)\{[A-Za-z0-9]+\}\}|_[0-9]+|_[A-Za-z][A-Za-z0-9]*[₀-₉]*"
    r"|_[α-ω]|_\{[α-ω]\}|_\\(?:mathrm|text)\{[A-Za-z0-9]+\}|_\\[a-z]+|_\{\\[a-z]+\}"
)
_BRACED = r" *\{ *([A-Za-z][A-Za-z0-9]*) *\}"
_BRACKET = r" *(\\[A-Za-z]+|\\.|.)"
_ONE = r" *([0-9A-Za-zΑ-Ωα-ω]|\\[A-Za-z]+)"

_SIGNS = {"**": "^", "≤": "<=", "≥": ">=", "≠": "!=", "%": "mod", "√": "sqrt", "∛": "cbrt"}
_COMMANDS = {
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "bmod": "mod", "mod": "mod", "%": "mod",
    "le": "<=", "leq": "<=", "leqslant": "<=", "ge": ">=", "geq": ">=", "geqslant": ">=",
    "lt": "<", "gt": ">", "ne": "!=", "neq": "!=", "land": "&", "wedge": "&",
    "frac": "frac", "dfrac": "frac", "tfrac": "frac", "sqrt": "sqrt",
    "lfloor": "floor(", "rfloor": ")floor", "lceil": "ceil(", "rceil": ")ceil",
    "lvert": "|(", "rvert": ")|", "vert": "|", "{": "(", "}": ")", "lbrace": "(", "rbrace": ")",
}  # fmt: skip
_LEFT = {
    "(": "(", "[": "(", r"\{": "(", "|": "|(", r"\vert": "|(", r"\lvert": "|(", r"\lfloor": "floor(", r"\lceil": "ceil("
}  # fmt: skip
_RIGHT = {
    ")": ")", "]": ")", r"\}": ")", "|": ")|", r"\vert": ")|", r"\rvert": ")|", r"\rfloor": ")floor", r"\rceil": ")ceil"
}  # fmt: skip
_SPACES = frozenset((",", ";", ":", "!", " ", "quad", "qquad", "displaystyle", "big", "Big", "bigg", "Bigg"))
_FONTS = frozenset(("mathrm", "operatorname", "text", "mathit", "textrm", "rm"))


class Tokens:
    """The tokens of a formula, found as they are asked for, so that a hopeless text is refused early.

    From the end of the formula on, every index holds a token of kind "end". Raises FormulaError for a text that is
    too long, and for a character that has no meaning, with what was probably meant.
    """

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise FormulaError(f"the formula has {len(text):,} characters; at most {LONGEST:,} are read", text, 0)
        if len(text) > MOST_NODES and "\\" not in text and len(re.findall(_PARTS, text)) > MOST_NODES:
            raise FormulaError(f"the formula has more than {MOST_NODES:,} parts", text, 0)
        if len(text) > 2 * DEEPEST and _least_depth(text) > DEEPEST:
            raise FormulaError(f"the formula is nested more than {DEEPEST} deep", text, 0)
        self.given = text
        self.text = _trimmed(text.translate(FOLDED))
        self.latex = "\\" in self.text
        self.place = 0
        self.spaced = False
        self.found: list[Token] = []

    def __getitem__(self, index: int) -> Token:
        while index >= len(self.found):
            if self.place >= len(self.text):
                self._add("end", "", len(self.text))
            else:
                self._scan()
        return self.found[index]

    def to_the_end(self, start: int) -> Iterator[tuple[Token, Token]]:
        """Every token from `start` on, with the one that follows it."""
        index = start
        while (token := self[index]).kind != "end":
            index += 1
            yield token, self[index]

    def _scan(self) -> None:
        match = _TOKEN.match(self.text, self.place)
        if match is None:
            self._refuse_character()
        start, text, kind = self.place, match.group(), match.lastgroup or ""
        self.place = match.end()
        if kind == "space":
            self.spaced = True
        elif kind == "name":
            self._name(self._latex_word(text, start) if self.latex and "_" in text else text, start)
        elif kind == "sign":
            self._add(kind, _SIGNS.get(text, text), start)
        elif kind == "number":
            self._number(text, start)
        elif kind == "letter":
            self._letter(text, start)
        elif kind == "superscript":
            self._add(kind, text.translate(SUPERSCRIPTS), start)
        else:
            self._command(text, start)

    def _number(self, text: str, start: int) -> None:
        if text == "0" and re.match(r"[xXbBoO][0-9]", self.text[self.place : self.place + 2]):
            raise FormulaError("a number is written in decimal figures", self.given, start)
        self._add("number", text, start)

    def _add(self, kind: str, text: str, start: int, letter: bool = False) -> None:
        self.found.append(Token(kind, text, start, self.place, self.spaced, letter))
        self.spaced = False

    def _name(self, name: str, start: int, letter: bool = False) -> None:
        """A name with the indices that follow it: m_{max}, θ_1, θ1."""
        while self.text.startswith("_", self.place) or (letter and self.place < len(self.text)):
            match = re.compile(_INDEX).match(self.text, self.place)
            if match is None:
                break
            if self.latex and len(match.group()) > 2 and match.group()[1].isalpha():
                self._refuse_index(self.given[start : self.place], match.group(), start)
            name += re.sub(r"\\(?:mathrm|text)\b|[{}\\]", "", match.group())
            self.place = match.end()
        self._add("name", in_ascii(name), start, letter)

    def _latex_word(self, word: str, start: int) -> str:
        """In LaTeX the index of m_1m_2 ends after its figures; one of several letters stands in braces."""
        match = re.compile(_LATEX_WORD).match(word)
        if match is None or is_function(word):
            return word
        if word.startswith("_", match.end()):
            self._refuse_index(match.group(), word[match.end() :], start)
        self.place = start + match.end()
        return match.group()

    def _refuse_index(self, name: str, index: str, start: int) -> NoReturn:
        reason = f"in LaTeX an index of several signs stands in braces: write {name}_{{{index[1:]}}}"
        raise FormulaError(reason, self.given, start)

    def _letter(self, letter: str, start: int) -> None:
        """A Greek letter, which ends a name; only Δ begins one: Δx, \\Delta x."""
        if letter not in GREEK:
            self.place = start
            self._refuse_character()
        self._greek(GREEK[letter], start)

    def _greek(self, name: str, start: int) -> None:
        match = re.compile(_WORD).match(self.text, self.place) if name == "Delta" else None
        word, place = _changed(match.group()) if match else "", self.place
        if match is None or not word:
            self._name(name, start, letter=True)
            return
        self.place = match.end()
        word = self._latex_word(word, place) if self.latex and "_" in word else word
        self._name(name + in_ascii(word), start, letter=True)

    def _command(self, text: str, start: int) -> None:
        name = VARIANTS.get(text[1:], text[1:])
        if name in _SPACES:
            self._space(name, start)
        elif name in ("left", "right"):
            self._bracket(name, start)
        elif name in _FONTS:
            self._upright(start)
        elif name in GREEK_NAMES:
            self.place += name == "Delta" and len(self.text) - self.place - len(self.text[self.place :].lstrip(" "))
            self._greek(name, start)
        elif name in _COMMANDS:
            self._add("sign", _COMMANDS[name], start)
            if name.endswith("frac") and self._unbraced():
                self._unbraced()
        elif name.isalpha() and is_function(name):
            self._name(name, start)
        else:
            raise FormulaError(f"the LaTeX command {text} is not read", self.given, start)

    def _space(self, name: str, start: int) -> None:
        r"""A space; in a\,(x), where a is no function, a thin space is a product, as TeX sets it."""
        self.spaced = True
        last = self.found[-1] if self.found else None
        factor = last is not None and last.kind == "name" and (last.letter or not is_function(last.text))
        if name == "," and factor and self.text[self.place :].lstrip(" ").startswith(("(", r"\left(")):
            self._add("sign", "*", start)

    def _bracket(self, side: str, start: int) -> None:
        r"""\left( ... \right), of any shape that a formula can have."""
        match = re.compile(_BRACKET).match(self.text, self.place)
        sign = (_LEFT if side == "left" else _RIGHT).get(match.group(1) if match else "")
        if match is None or sign is None:
            raise FormulaError(f"expected a bracket after \\{side}", self.given, start)
        self.place = match.end()
        self._add("sign", sign, start)

    def _upright(self, start: int) -> None:
        r"""\mathrm{erf}, \operatorname{erf}, \mathrm{mass}_{0}"""
        match = re.compile(_BRACED).match(self.text, self.place)
        if match is None:
            raise FormulaError("expected a name in braces, as in \\mathrm{erf}", self.given, start)
        self.place = match.end()
        self._name(match.group(1), start)

    def _unbraced(self) -> bool:
        r"""One argument of \frac if it stands without braces: \frac12 means \frac{1}{2}."""
        match = re.compile(_ONE).match(self.text, self.place)
        if match is None:
            return False
        start, one = match.start(1), match.group(1)
        self.place = match.end()
        self._add("sign", "{", start)
        letter = VARIANTS.get(one[1:], one[1:]) if one[0] == "\\" else GREEK.get(one, "")
        if letter and letter not in GREEK_NAMES:
            raise FormulaError("expected two groups in braces: \\frac{a}{b}", self.given, start)
        self._add("number" if one.isdigit() else "name", letter or one, start, bool(letter))
        self._add("sign", "}", start)
        return True

    def _refuse_character(self) -> NoReturn:
        from datagen.expressions.refusals import refuse_character

        refuse_character(self.given, self.place)


def _changed(word: str) -> str:
    r"""The x of Δx, \Delta\varphi and \Delta\mathrm{mass}, or nothing for a command that is no name."""
    if word.startswith("\\mathrm"):
        return word.partition("{")[2].strip(" }")
    if word.startswith("\\"):
        name = VARIANTS.get(word[1:], word[1:])
        return name if name in GREEK_NAMES else ""
    return word


def _least_depth(text: str) -> int:
    """The depth of a plain formula: of its brackets, or of a sum by its terms, some of which may go uncounted."""
    if "|" in text or re.search(r"\\[^A-Za-z]|\\[lrv]", text):
        return 0
    terms = depth = 0
    for match in re.finditer(r"[(\[{]|[)\]}]|(?<=[A-DF-Za-df-z0-9)\]}]) *[+-]", text):
        sign = match.group()[-1]
        depth += (sign in "([{") - (sign in ")]}")
        terms += sign in "+-" and depth == 0
        if depth > DEEPEST:
            return depth
    return terms + 1


def _trimmed(text: str) -> str:
    """The formula with the space and the dollar signs around it blanked, so that positions stay."""
    inner = text.strip()
    for opening, closing in (("$$", "$$"), ("$", "$"), ("\\[", "\\]"), ("\\(", "\\)")):
        if len(inner) >= 2 * len(opening) and inner.startswith(opening) and inner.endswith(closing):
            inner = " " * len(opening) + inner[len(opening) : -len(closing)] + " " * len(closing)
            break
    start = len(text) - len(text.lstrip())
    return " " * start + inner + " " * (len(text) - start - len(inner))
