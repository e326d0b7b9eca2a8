"""Functions with their parameters set, and families: one function for each of several settings.

families(("a x^2",), [("a", (1.0, 2.0, 4.0))])     three members, which differ in a
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from datagen.errors import DatagenError, OptionError
from datagen.functions import Resolved, meant, resolve

__all__ = ["MOST", "Member", "domain", "families", "repetitions", "variable"]

MOST = 25
"""Curves in one pair of axes: there are as many lines that can be told apart."""

Ends = tuple[float, float]
Settings = Sequence[tuple[str, tuple[float, ...]]]


@dataclass(frozen=True)
class Member:
    """A function of a figure with its parameters set.

    subject: the number, from 0, of the subject that it comes from.
    varied: those parameters that have several values in the figure, with the values that they have here.
    """

    resolved: Resolved
    subject: int = 0
    varied: Mapping[str, float] | None = None

    @property
    def fixed(self) -> dict[str, float]:
        """The parameters that have one value in the figure."""
        return {name: value for name, value in self.resolved.values.items() if name not in (self.varied or {})}


def families(subjects: Sequence[str], settings: Settings) -> list[Member]:
    """The functions that are drawn: for each subject one, or one for each of the settings that it has letters for.

    Two settings of several values give every pair of them, the first changing slowest. What has been there already,
    as x**2 after x^2, is left out.

    Raises: DatagenError for a function that cannot be read, a setting that no function has a letter for, and more
    than MOST functions.
    """
    found: dict[object, Member] = {}
    for member in _members(subjects, settings):
        found.setdefault(member.resolved.expression, member)
        if len(found) > MOST:
            raise DatagenError(f"one figure shows {MOST} curves or fewer, and these are more; give fewer functions")
    return list(found.values())


def repetitions(subjects: Sequence[str], members: Sequence[Member]) -> list[str]:
    """A line for each subject of which nothing is drawn, as all of it is there already."""
    drawn = {each.subject for each in members}
    return [
        f"{text!r} is in the figure already, and is drawn once"
        for number, text in enumerate(subjects) if number not in drawn
    ]  # fmt: skip


def variable(functions: Sequence[Resolved]) -> str:
    """The variable that the functions have in common; x where all are constant.

    Raises: DatagenError where there are several.
    """
    found: dict[str, str] = {}
    for each in functions:
        if each.expression.variables:
            found.setdefault(_along(each, alone=len(functions) == 1), each.text)
    if len(found) > 1:
        (one, first), (other, second), *_ = found.items()
        raise DatagenError(f"one figure has one variable, but {first!r} has {one} and {second!r} has {other}")
    return next(iter(found), "x")


def _along(function: Resolved, *, alone: bool) -> str:
    """The variable of a function. Raises: DatagenError where there are several, saying what to set."""
    try:
        return function.expression.curve_variable()
    except DatagenError as refusal:
        letters = function.expression.variables
        kept = {"x", "y"} if {"x", "y"} <= {*letters} else {letters[0], letters[-1]}
        fixes = " ".join(f"--set {name}=1" for name in letters if name not in kept)
        if not (alone and fixes):
            raise
        raise DatagenError(f"{refusal}, or for contours {fixes} alone") from None


def domain(functions: Sequence[Resolved]) -> Ends | None:
    """The range that shows every named function; None where none is named."""
    ends = [pair for each in functions for pair in (each.domain or {}).values()]
    return (min(low for low, _ in ends), max(high for _, high in ends)) if ends else None


def _members(subjects: Sequence[str], settings: Settings) -> Iterator[Member]:
    """All members, those that are there twice too."""
    names = [name for name, _ in settings]
    letters = [resolve(text, variables=names).formula.variables for text in subjects]
    for name, values in settings:
        if not any(meant(name, each) for each in letters):
            resolve(subjects[0], [(name, values[0])])  # which says so
    for number, (text, known) in enumerate(zip(subjects, letters, strict=True)):
        own = [(name, values) for name, values in settings if meant(name, known)]
        _check_count(own)
        several = [str(meant(name, known)) for name, values in own if len(values) > 1]
        for chosen in product(*(values for _, values in own)):
            resolved = resolve(text, zip((name for name, _ in own), chosen, strict=True))
            yield Member(resolved, number, {letter: resolved.values[letter] for letter in several})


def _check_count(settings: Settings) -> None:
    """Raises: OptionError where the settings of one function make more curves than a figure can show."""
    count = math.prod(len(values) for _, values in settings)
    if count > MOST:
        several = [f"{len(values)} of {name}" for name, values in settings if len(values) > 1]
        raise OptionError("set", f"{count} curves ({' times '.join(several)})", f"values for {MOST} curves or fewer")
