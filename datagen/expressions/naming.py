"""Names in their formula: whether one is called, multiplied or a value, and how it is spelt."""

import re
from collections.abc import Iterable

from datagen.errors import FormulaError
from datagen.expressions.letters import GREEK_NAMES, in_ascii
from datagen.expressions.names import KEYWORDS, PREFIXES, glued, glued_call, is_function, same_name
from datagen.expressions.tokens import Token, Tokens
from datagen.expressions.tree import Constant, Node, Variable
from datagen.operations import CONSTANTS

__all__ = ["Names", "not_read"]

# A number, whose e is no name, or a name that no bracket follows, or a Greek letter
_BARE = (
    r"[0-9.]+(?:[eE][+-]?[0-9]+)?|Δ *[A-Za-z][A-Za-z0-9_]*"
    r"|((?:[A-Za-z][A-Za-z0-9]*+(?:_[A-Za-z0-9]++)*+[₀-₉]*+)(?! *\()|[Γ-ω])"
    r"|[A-Za-z][A-Za-z0-9_]*"
)
_MODULES = frozenset(prefix.partition(".")[0] for prefix in PREFIXES)


class Names:
    """The names of one formula. `declared` are variables whatever else they could be."""

    def __init__(self, text: str, tokens: Tokens, start: int, declared: Iterable[str]) -> None:
        self.text, self.tokens, self.start = text, tokens, start
        self.spelling = {same_name(name): name for name in declared}
        self.declared = frozenset(self.spelling)
        self.bare: frozenset[str] | None = None

    def stands_bare(self, name: str) -> bool:
        """Whether the name is somewhere not followed by a bracket, or declared."""
        same = same_name(name)
        if same in self.declared:
            return True
        if self.bare is None:
            self.bare = frozenset(map(same_name, self._bare()))
        return same in self.bare

    def _bare(self) -> set[str]:
        """Every name that is somewhere not followed by a bracket, found without the tokens where that is safe."""
        if "\\" in self.text or "{" in self.text:
            pairs = self.tokens.to_the_end(self.start)
            return {token.text for token, after in pairs if token.kind == "name" and after.text != "("}
        text = self.tokens.text[self.tokens[self.start].start :]
        return {in_ascii(name) for name in re.findall(_BARE, text) if name}

    def is_module(self, name: str) -> bool:
        """Whether the name stands only before points, as np does in np.exp(x)."""
        pairs = self.tokens.to_the_end(self.start)
        return all(after.text == "." for token, after in pairs if token.kind == "name" and token.text == name)

    def path(self, tokens: Tokens, index: int) -> tuple[str, int]:
        """The name at `index`, without its module, and the number of its tokens: torch.exp is exp in three."""
        token = tokens[index]
        if token.text not in _MODULES or tokens[index + 1].text != ".":
            return token.text, 1
        last = index
        while tokens[last + 1].text == "." and tokens[last + 2].kind == "name" and last < index + 8:
            last += 2
        path = ".".join(tokens[place].text for place in range(index, last + 1, 2))
        module, _, name = path.rpartition(".")
        if module not in PREFIXES or not (is_function(name) or name in CONSTANTS) or path == "math.remainder":
            from datagen.expressions.refusals import refuse_path

            refuse_path(path, tokens[last + 1].text == "(", self.text, token.start)
        return name, last - index + 1

    def calls(self, name: str, token: Token, following: Token) -> bool:
        """Whether the name is a function here."""
        if not is_function(name) or (token.letter and name != "Gamma"):
            return False
        called = following.text in ("(", "{")
        if name in ("gamma", "Gamma"):
            if called and following.spaced and self.stands_bare(name):
                reason = f"{name} stands here for a function and for a variable: write {name}*(...) for a product"
                raise FormulaError(reason, self.text, token.start)
            return called
        return called or same_name(name) not in self.declared

    def begins_call(self, tokens: Tokens, index: int) -> bool:
        name, length = self.path(tokens, index)
        return self.calls(name, tokens[index], tokens[index + length])

    def value(self, name: str, token: Token, path: bool = False) -> Node:
        """The variable or constant of that name."""
        if name in KEYWORDS:
            from datagen.expressions.refusals import refuse_keyword

            refuse_keyword(name, self.text, token.start)
        same = same_name(name)
        if path and name not in CONSTANTS:
            given = self.text[token.start : token.end]
            raise FormulaError(f"{given} is a function: write {given}(...)", self.text, token.start)
        if path or (name in CONSTANTS and same not in self.declared and not (token.letter and name == "tau")):
            return Constant(name)
        return Variable(self.spelling.setdefault(same, name))

    def check_product(self, name: str, token: Token, path: bool) -> None:
        """name( is a product only if the name also stands bare, or is a Greek letter."""
        glued_delta = len(name) > 5 and name.startswith("Delta") and glued_call(name)
        greek = token.letter or name in GREEK_NAMES or name == "tau"
        if path or (greek and not glued_delta) or self.stands_bare(name):
            return
        if name in KEYWORDS:
            self.value(name, token)
        from datagen.expressions.refusals import refuse_function

        refuse_function(name, self.text, token.start)

    def check_glued(self, name: str, token: Token, index: int, before_operand: bool) -> None:
        """sinx and cos2x are refused; so is xsin before what could be its argument or power. `index` follows it."""
        if same_name(name) in self.declared or len(name) < 3 or name in GREEK_NAMES:
            return
        if name.startswith("Delta") and is_function(name[5:]) and name[5:] not in GREEK_NAMES:
            before_operand = True
        if name.startswith("log_") and (len(name) == 5 or name[4:].isdigit()):
            from datagen.expressions.refusals import refuse_function

            refuse_function(name, self.text, token.start)
        delta = "Delta" if name.startswith("Delta") else ""
        fix = glued(name.removeprefix(delta)) if delta or not token.letter else None
        fix = f"Delta*{fix}" if fix and delta else fix
        following = self.tokens[index]
        if fix is None and (before_operand or following.text == "^" or following.kind == "superscript"):
            words = following.kind in ("name", "number") and following.spaced
            fix = glued_call(name, bare=not words or token.letter)
        elif fix is not None and fix.endswith(")"):
            fix = f"{fix[:-1]}{self._run(index)})"
        if fix is not None:
            raise FormulaError(f"{name} runs two names together; did you mean {fix}?", self.text, token.start)

    def _run(self, index: int) -> str:
        """The names that stand directly at the index: the θx of sin2θx."""
        start = end = self.tokens[index].start
        while (token := self.tokens[index]).kind == "name" and not token.spaced and not is_function(token.text):
            end, index = token.end, index + 1
        return self.text[start:end]

    def check_method(self, token: Token) -> None:
        if not is_function(token.text) or token.letter:
            from datagen.expressions.refusals import refuse_method

            refuse_method(token.text, self.text, token.start)


def not_read(sign: str) -> str:
    """What is said of a sign of other languages, or nothing."""
    from datagen.expressions.refusals import OTHER_SIGNS

    return OTHER_SIGNS.get(sign, "")
