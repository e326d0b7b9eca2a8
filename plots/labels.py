"""What curves and axes are called: plain in data, typeset by mathtext in figures."""

from collections.abc import Mapping

from datagen.expressions import Expression, parse

__all__ = ["FRACTION", "formula", "function_name", "letter", "typeset"]

NAMES = "fghpqr"
FRACTION = r"\dfrac"
"""What makes a formula higher than a line of text."""


def function_name(number: int) -> str:
    """The name of a figure's function, by its number from 0: f, g, h, p, q, r, then f_7, f_8 ..."""
    return NAMES[number] if number < len(NAMES) else f"f_{number + 1}"


def typeset(name: str, order: int, variable: str) -> str:
    """f⁽ⁿ⁾(x) for mathtext, whose raised primes are too small to read."""
    primes = r"\/" + order * r"\prime" if order < 4 else f"^{{({order})}}"
    return f"${letter(name)}{primes if order else ''}({letter(variable)})$"


def formula(expression: Expression, values: Mapping[str, float], name: str = "") -> str:
    """A formula for mathtext, with what its parameters stand for: a e^{-b x}, a = 1, b = 2.

    `name` is a function's name to put before it, as in f(x) = sin x. Fractions are as large as the text beside them.
    """
    along = next((each for each in expression.variables if each not in values), "x")
    left = f"{letter(name)}({letter(along)}) = " if name else ""
    where = "".join(f",  ${letter(each)} = {_number(value)}$" for each, value in values.items())
    body = expression.latex().replace(r"\frac", FRACTION)
    return f"${left}{body}${where}"


def letter(name: str) -> str:
    r"""A variable or a function's name as LaTeX: theta is \theta."""
    return parse(name, variables=[name]).latex()


def _number(value: float) -> str:
    digits, _, exponent = f"{value:g}".partition("e")
    return rf"{digits} \times 10^{{{int(exponent)}}}" if exponent else digits
