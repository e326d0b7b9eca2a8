"""What is said when a formula cannot be read: what was found, what was expected, the likely fix.

Only a formula that is refused comes here, so these modules may take their time to import.
"""

import re
import unicodedata
from typing import NoReturn

from datagen.errors import FormulaError
from datagen.expressions.letters import LOOKALIKES
from datagen.expressions.names import glued, glued_call
from datagen.operations import ALIASES

__all__ = [
    "OTHER_SIGNS",
    "refuse_character",
    "refuse_comma",
    "refuse_function",
    "refuse_keyword",
    "refuse_method",
    "refuse_path",
]

_SIGNS = {
    "!": "there is no factorial: write gamma(x+1) for x!",
    '"': "text in quotes is no part of a formula",
    "'": "text in quotes is no part of a formula; a derivative is asked for with -d",
    ":": "a colon is no part of a formula",
    ";": "a semicolon is no part of a formula",
    "@": "@ is no part of a formula; write * for a product",
    "#": "# is no part of a formula",
    "$": "$ is read only around a whole formula",
    "~": "~ is no part of a formula",
    "∞": "infinity is no number of a formula",
    "±": "± is two formulas: write each with its own sign",
    "½": "½ is not read: write 1/2",
    "¼": "¼ is not read: write 1/4",
    "′": "a derivative is asked for with -d, not with ′",
    "∂": "derivatives are asked for with -d",
    "∫": "integrals are not read",
    "∑": "sums are not read: write the terms",
    "\\": "a backslash begins a LaTeX command, such as \\sin",
    "‖": "norms are not read: write sqrt(x^2 + y^2)",
}

OTHER_SIGNS = {
    "//": "// is not read: write floor(x/y)",
    "&&": "&& is not read: write a < x < b",
    "[": "square brackets are not read: write parentheses",
    "]": "square brackets are not read: write parentheses",
}

_KEYWORDS = {
    "if": ": write where(condition, a, b)",
    "else": ": write where(condition, a, b)",
    "and": ": write a < x < b in where",
    "or": ": put one where into another",
    "not": ": swap the two values of where",
}

_INSTEAD = {
    "clamp": "min(max(x, a), b)",
    "clip": "min(max(x, a), b)",
    "factorial": "gamma(x+1)",
    "fmod": "mod(x, y), which has the sign of y",
    "lg": "log2 or log10",
    "logit": "log(x/(1-x))",
    "norm": "sqrt(x^2 + y^2)",
    "fix": "floor, ceil or round",
    "trunc": "floor, ceil or round",
    "silu": "x*sigmoid(x)",
    "gelu": "x/2*(1 + erf(x/sqrt(2)))",
    "elu": "where(x > 0, x, expm1(x))",
    "leaky_relu": "max(x, 0.01*x)",
    "logsigmoid": "-softplus(-x)",
    **{f"{arc}sec": "acos(1/x)" for arc in ("a", "arc")},
    **{f"{arc}csc": "asin(1/x)" for arc in ("a", "arc")},
    **{f"{arc}cot": "atan(1/x)" for arc in ("a", "arc")},
    **{f"{arc}sech": "acosh(1/x)" for arc in ("a", "ar", "arc")},
    **{f"{arc}csch": "asinh(1/x)" for arc in ("a", "ar", "arc")},
    **{f"{arc}coth": "atanh(1/x)" for arc in ("a", "ar", "arc")},
}
"""Functions that are not in the table, and what does the same."""

_NEVER = {
    **dict.fromkeys(("digamma", "polygamma", "psi"), "derivatives of gamma are not read"),
    **dict.fromkeys(("sum", "nansum", "prod", "cumsum", "cumprod"), "sums are not read: write the terms"),
    **dict.fromkeys(("mean", "std", "var", "median"), "it takes all values at once: a formula takes one"),
    **dict.fromkeys(("argmax", "argmin", "amax", "amin"), "it takes all values at once: a formula takes one"),
    **dict.fromkeys(("softmax", "softmin", "logsumexp"), "it takes all values at once: a formula takes one"),
}
"""Functions that are no part of the language, and why."""

_LONGEST = 40
"""Characters of a name that are repeated in a message."""

_RANDOM = frozenset(("rand", "randn", "randint", "rand_like", "randn_like", "random", "normal", "uniform", "randperm"))


def refuse_character(text: str, place: int) -> NoReturn:
    """A character that means nothing in a formula."""
    sign = text[place]
    if sign == "!" and text[:place].rstrip()[-1:] in ("(", ",", ""):
        raise FormulaError("there is no not: swap the two values of where", text, place)
    raise FormulaError(_about_underscore(text, place) if sign == "_" else _about_character(sign), text, place)


def _about_underscore(text: str, place: int) -> str:
    before = text[:place].rstrip()[-1:]
    if before.isalnum() and text[place + 1 : place + 2] == "{":
        return "an index in braces is one name or number, as in x_{max}"
    if before == ".":
        return "attributes are not read, only methods such as x.pow(2)"
    if before.isdigit():
        return "_ is no part of a number"
    return "a name does not end in _ and has one at a time" if before.isalnum() else "a name begins with a letter"


def _about_character(sign: str) -> str:
    if sign in _SIGNS:
        return _SIGNS[sign]
    if sign in "\r\n":
        return "a formula is one line"
    if sign in LOOKALIKES:
        script = unicodedata.name(sign).split()[0].capitalize()
        return f"this is the {script} letter {sign}, which only looks like {LOOKALIKES[sign]}: write {LOOKALIKES[sign]}"
    plain = unicodedata.normalize("NFKC", sign)
    if plain != sign and plain.isascii() and plain.isprintable():
        return f"{sign} only looks like {plain}: write {plain}"
    if sign.isprintable():
        return f"{sign} is no part of a formula"
    return f"the character U+{ord(sign):04X} is no part of a formula"


def refuse_keyword(name: str, text: str, place: int) -> NoReturn:
    """A word of Python's grammar."""
    raise FormulaError(f"{name} is a word of Python, not of formulas{_KEYWORDS.get(name, '')}", text, place)


def refuse_path(path: str, called: bool, text: str, place: int) -> NoReturn:
    """torch.rand, np.linalg.norm, math.inf"""
    if path == "math.remainder":
        raise FormulaError(f"{path} rounds to the nearest: write x - y*round(x/y)", text, place)
    if called:
        refuse_function(path, text, place)
    _refuse_random(path, text, place)
    raise FormulaError(f"{path} is not read: of modules, only functions and the constants e and pi", text, place)


def refuse_method(name: str, text: str, place: int) -> NoReturn:
    """x.name( where no function has that name."""
    _refuse_random(name, text, place)
    if name in _INSTEAD or name in _NEVER:
        fix = _NEVER.get(name) or f"write {_INSTEAD[name]}"
        raise FormulaError(f"no method is called {name}; {fix}", text, place)
    near = _nearest(name)
    raise FormulaError(f"no method is called {name}{f'; did you mean {near}?' if near else ''}", text, place)


def refuse_function(name: str, text: str, place: int) -> NoReturn:
    """name( where no function has that name."""
    _refuse_random(name, text, place)
    name = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 3]}..."
    short, argument = name.rpartition(".")[2], _argument(text, place)
    if name == "e":
        fix = f"write e*{argument} or exp{argument}"
    elif short in _INSTEAD or short in _NEVER:
        fix = _NEVER.get(short) or f"write {_INSTEAD[short]}"
    elif short.startswith("log_") and (len(short) == 5 or short[4:].isdigit()):
        fix = f"write log{_logarithm(argument)}/log({short[4:]})"
    elif short != name:
        raise FormulaError(f"no function is called {name}", text, place)
    elif fix := glued_call(short) or "":
        fix = f"did you mean {fix}{argument}?"
    elif fix := glued(short) or "":
        fix = f"did you mean {fix} times {argument}?"
    elif near := _nearest(short):
        fix = f"did you mean {near}{argument}?"
    else:
        fix = f"for a product write {short}*{argument}"
    raise FormulaError(f"no function is called {short}; {fix}", text, place)


def _logarithm(argument: str) -> str:
    return "(x)" if argument == "(...)" else argument


def _argument(text: str, place: int) -> str:
    """The bracket that follows, if it is short."""
    match = re.compile(r"[^\s(+*/^-]* *\(").match(text, place)
    if match is None or "\\left" in match.group():
        return "(...)"
    start, depth = match.end() - 1, 0
    for end in range(start, min(start + 24, len(text))):
        depth += (text[end] == "(") - (text[end] == ")")
        if depth == 0:
            return text[start : end + 1]
    return "(...)"


def refuse_comma(text: str, place: int, about: str = "") -> NoReturn:
    """A comma that stands between no arguments."""
    before, after = re.search(r"[0-9]+ *$", text[:place]), re.match(r" *[0-9]+", text[place + 1 :])
    number = f"{before.group().strip()}.{after.group().strip()}" if before and after else ""
    fix = f": write {number} for a decimal number" if number else about
    raise FormulaError(f"a comma stands only between the arguments of a function{fix}", text, place)


def _nearest(name: str) -> str:
    from difflib import get_close_matches

    if len(name) < 2:
        return ""
    known = [each for each in ALIASES if "_" not in each]
    return next(iter(get_close_matches(name.lower(), known, n=1)), "")


def _refuse_random(name: str, text: str, place: int) -> None:
    if name.rpartition(".")[2] in _RANDOM or ".random." in name:
        raise FormulaError(f"{name} makes random numbers, which a formula cannot: use --noise", text, place)
