"""Names in their formula: whether one is called, multiplied or a value, and how it is spelt."""

from collections.abc import Iterable
from typing import NoReturn

from datagen.errors import FormulaError
from datagen.expressions.letters import GREEK_NAMES
from datagen.expressions.names import CONSTANTS, KEYWORDS, PREFIXES, glued, glued_call, is_function, same_name
from datagen.expressions.tokens import Token, Tokens
from datagen.expressions.tree import Constant, Node, Variable
from datagen.operations import Operation

__all__ = ["Names", "function_power", "not_read"]

_MODULES = frozenset(prefix.partition(".")[0] for prefix in PREFIXES)


class Names:
    """The names of one formula. `declared` are variables whatever else they could be."""

    def __init__(self, text: str, tokens: Tokens, start: int, declared: Iterable[str]) -> None:
        self.text, self.tokens, self.start = text, tokens, start
        self.spelling = {same_name(name): name for name in declared}
        self.declared = frozenset(self.spelling)

    def stands_bare(self, name: str) -> bool:
        """Whether the name is somewhere not followed by a bracket, or declared."""
        same = same_name(name)
        return same in self.declared or any(
            token.kind == "name" and after.text != "(" and same_name(token.text) == same
            for token, after in self.tokens.to_the_end(self.start)
        )

    def path(self, tokens: Tokens, index: int) -> tuple[str, int]:
        """The name at `index`, without its module, and the number of its tokens: torch.exp is exp in three."""
        token = tokens[index]
        if token.text not in _MODULES or tokens[index + 1].text != ".":
            return token.text, 1
        last = index
        while tokens[last + 1].text == "." and tokens[last + 2].kind == "name" and last < index + 8:
            last += 2
        path = self.text[token.start : tokens[last].end]
        module, _, name = path.rpartition(".")
        if module not in PREFIXES or not (is_function(name) or name in CONSTANTS):
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
        if path or (name in CONSTANTS and same not in self.declared and not (token.letter and name == "tau")):
            return Constant(name)
        return Variable(self.spelling.setdefault(same, name))

    def check_product(self, name: str, token: Token, path: bool) -> None:
        """name( is a product only if the name also stands bare, or is a Greek letter."""
        if path or token.letter or name in GREEK_NAMES or name == "tau" or self.stands_bare(name):
            return
        if name in KEYWORDS:
            self.value(name, token)
        from datagen.expressions.refusals import refuse_function

        refuse_function(name, self.text, token.start)

    def check_glued(self, name: str, token: Token, following: Token) -> None:
        """sinx and cos2x are refused; so is xsin before something it would multiply."""
        if token.letter or same_name(name) in self.declared or len(name) < 3:
            return
        fix = glued(name)
        if fix is None and following.kind in ("name", "number") and following.spaced:
            fix = glued_call(name)
        if fix is not None:
            raise FormulaError(f"{name} runs two names together; did you mean {fix}?", self.text, token.start)

    def refuse_comma(self, token: Token) -> NoReturn:
        """A comma outside the brackets of a call."""
        from datagen.expressions.refusals import refuse_comma

        refuse_comma(self.text, token.start)

    def check_method(self, token: Token) -> None:
        if not is_function(token.text) or token.letter:
            from datagen.expressions.refusals import refuse_method

            refuse_method(token.text, self.text, token.start)


def not_read(sign: str) -> str:
    """What is said of a sign of other languages, or nothing."""
    from datagen.expressions.refusals import OTHER_SIGNS

    return OTHER_SIGNS.get(sign, "")


def function_power(row: Operation, text: str, tokens: Tokens, index: int) -> tuple[str, str, int]:
    """What stands between sin and its argument: the function, the power it is raised to, the number of tokens.

    sin^2 gives ("sin", "2", 2), sin^-1 gives ("asin", "", 3), plain sin ("sin", "", 0).
    """
    token = tokens[index]
    if token.kind == "superscript":
        power, length = token.text, 1
    elif token.text == "^":
        power, length = _plain_power(text, tokens, index)
    else:
        return row.name, "", 0
    if not row.powers:
        raise FormulaError(f"write {row.name}(x)^2 for a power of {row.name}", text, token.start)
    if power == "-1" and row.inverse:
        return row.inverse, "", length
    if power.startswith("-"):
        reason = f"{row.name}^{power} is not read: write {row.name}(x)^({power})"
        raise FormulaError(reason, text, token.start)
    return row.name, power, length


def _plain_power(text: str, tokens: Tokens, index: int) -> tuple[str, int]:
    """The power after ^: a number or name, with or without a minus and brackets."""
    place = index + 1
    closing = {"(": ")", "{": "}"}.get(tokens[place].text)
    place += closing is not None
    minus = tokens[place].text == "-"
    place += minus
    value = tokens[place]
    if value.kind not in ("number", "name") or (closing and tokens[place + 1].text != closing):
        raise FormulaError("expected a number or a name as the power of a function", text, value.start)
    place += 1 if closing is None else 2
    return "-" * minus + value.text, place - index
