"""What curves and axes are called: plain in data, typeset by mathtext in figures."""

import re
from collections.abc import Iterable, Mapping

from datagen.answers import letter
from datagen.expressions import Expression

__all__ = ["FRACTION", "formula", "function_name", "letter", "line_equation", "settings", "shortest", "typeset"]

NAMES = "fghpqr"
FRACTION = r"\dfrac"
"""What makes a formula higher than a line of text."""

NAMED = re.compile(
    r"(?<=[\w)}]) (?=\\(?:mathrm\{\w{2,}\}|(?:arc)?(?:sin|cos|tan|cot|sec|csc)h?\b|(?:ln|log|exp|max|min)(?![a-z])))"
)
"""Before the upright name of a factor: mathtext sets none of the space there that LaTeX does, and a sin x is asin x."""


def function_name(number: int, letters: Iterable[str] = ()) -> str:
    """The name of a figure's function, by its number from 0: f, g, h, p, q, r but the `letters`, then f_7, f_8 ..."""
    taken = {*letters}
    free = [each for each in NAMES if each not in taken]
    return free[number] if number < len(free) else f"f_{number + 1}"


def typeset(name: str, order: int, variable: str) -> str:
    """f⁽ⁿ⁾(x) for mathtext, whose raised primes are too small to read."""
    primes = r"\/" + order * r"\prime" if order < 4 else f"^{{({order})}}"
    return f"${letter(name)}{primes if order else ''}({letter(variable)})$"


def formula(expression: Expression, values: Mapping[str, float], name: str = "", variable: str | None = None) -> str:
    """A formula for mathtext, with what its parameters stand for: a e^{-b x}, a = 1, b = 2.

    `name` is a function's name to put before it, as in f(x) = sin x, and `variable` what it is a function of: the
    first without a value unless given. Fractions are as large as the text beside them.
    """
    along = variable or next((each for each in expression.variables if each not in values), "x")
    left = f"{letter(name)}({letter(along)}) = " if name else ""
    where = "".join(f",  {each}" for each in settings({key: f"{value:g}" for key, value in values.items()}))
    body = NAMED.sub(r" \\, ", expression.latex().replace(r"\frac", FRACTION))
    return f"${left}{body}${where}"


def settings(values: Mapping[str, str]) -> list[str]:
    """What parameters stand for, for mathtext: a = 1."""
    return [f"${letter(each)} = {number(text)}$" for each, text in values.items()]


def line_equation(slope: str, intercept: str, variable: str) -> str:
    """y = 2 x - 1 for mathtext, from the numbers as text."""
    term = {"0": "", "1": letter(variable), "-1": f"-{letter(variable)}"}
    product = term.get(slope, f"{number(slope)} \\, {letter(variable)}")
    if not product or intercept == "0":
        return f"$y = {product or number(intercept)}$"
    sign, size = ("-", intercept[1:]) if intercept.startswith("-") else ("+", intercept)
    return f"$y = {product} {sign} {number(size)}$"


def shortest(values: Iterable[float]) -> dict[float, str]:
    """Numbers as text, to the six digits that are enough for most, or to as many as tell them apart."""
    different = [*dict.fromkeys(values)]
    for digits in range(6, 18):
        texts = [f"{value + 0.0:.{digits}g}" for value in different]
        if len({*texts}) == len(different):
            break
    return dict(zip(different, texts, strict=True))


def number(text: str) -> str:
    """A number as LaTeX, from its text: 1e-09 is a power of ten."""
    digits, _, exponent = text.partition("e")
    return rf"{digits} \times 10^{{{int(exponent)}}}" if exponent else digits
