"""What is known about one operation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["Operation", "Rule"]

Rule = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One function or operator: its names, how it is written, and its rule.

    `latex` and `python` are written with #1, #2, #3 for the arguments; no `latex` where datagen.expressions.latex sets
    the operation by a rule, because it depends on what stands beside it. The one rule `rule(xp, *arguments)` works in
    every arithmetic, on floats, arrays, tensors, Taylor series and intervals: `xp` is the namespace of
    datagen.arithmetic that belongs to the arguments, and holds what each arithmetic has to do by itself.

    `ulps` and `absolute` bound the error of the function of NumPy or SciPy that computes the operation on arrays, if
    it is not made of others and not exact: |error| ≤ eps (ulps |f| + absolute s), eps = 2^-52, where s is the size of
    terms that cancel near its zeros: 1 + |x| ln(1 + |x|) for lgamma at x < 1/2, else 1. NumPy promises 4 for its own
    on every processor; those of SciPy are twice what was seen, or more.
    """

    name: str
    rule: Rule
    latex: str
    python: str
    aliases: tuple[str, ...] = ()
    arity: int = 1
    sign: str = ""  # of an operator, as it stands between its arguments
    strength: int = 0  # how tightly an operator binds, see strengths
    variadic: bool = False  # f(a, b, c) means f(f(a, b), c)
    bare: bool = False  # may be written without parentheses: sin x
    powers: bool = False  # sin^2 x is (sin x)^2
    inverse: str = ""  # sin^-1 x
    condition: bool = False  # true or false, not a number
    conditions: int = 0  # so many of its first arguments are conditions
    ulps: float = 0.0  # the bound of its error, see above
    absolute: float = 0.0
