"""What is known about one operation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["Operation", "Rule"]

Rule = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One function or operator: its names, how it is written, and its rule in each arithmetic.

    `latex` and `python` are written with #1, #2, #3 for the arguments; no `latex` where datagen.expressions.latex sets
    the operation by a rule, because it depends on what stands beside it. The rule `values(xp, *arguments)` works on
    arrays, on tensors and on floats; `xp` is the namespace of datagen.arithmetic.values that belongs to them.
    """

    name: str
    values: Rule
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
    series: Rule | None = None
    interval: Rule | None = None
