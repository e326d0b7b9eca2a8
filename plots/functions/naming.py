"""What each curve of a figure is called, in data and in the legend: no two alike, and no more than tells them apart."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from datagen.answers import derived
from plots.functions.families import Member
from plots.typesetting.labels import formula, function_name, letter, line_equation, settings, shortest, typeset
from plots.typesetting.ticks import in_pi, multiple

__all__ = ["Name", "Naming"]


class Name(NamedTuple):
    """What a curve is called: plain, as in data, and for mathtext."""

    plain: str
    latex: str


class Naming:
    """The names of some functions of one variable and of the curves that go with them.

    referred: whether other curves refer to the functions, which are called f, g, h ... then.
    panels: whether the functions have axes of their own.
    """

    def __init__(self, members: Sequence[Member], variable: str, *, referred: bool, panels: bool = False) -> None:
        self.members, self.variable = members, variable
        self.several = len({each.subject for each in members}) > 1
        self._panels = panels
        self._referred = referred or (self.several and any(each.varied for each in members))

    @property
    def title(self) -> str:
        """The formula that all members of the one family have in common, for mathtext; empty where there is none."""
        first = self.members[0]
        return "" if self.several or not first.varied else self._formula(first)

    @property
    def titled(self) -> str:
        """The title with what sets the first member of the family apart."""
        return f"{self.title},  {self._setting(self.members[0]).latex}" if self.title else ""

    def axis(self, order: int) -> str:
        """What the y axis of a panel is called: f'(x), or y' where there are several functions."""
        name = typeset("y" if self.several else self._name(self.members[0]), order, self.variable)
        return name.removesuffix(f"({letter(self.variable)})$") + "$" if self.several else name

    def setting(self, number: int) -> str:
        """What sets a member apart from others of its family, plain."""
        return self._setting(self.members[number]).plain

    def function(self, number: int) -> Name:
        """The name of a function, by its number: its formula, or what sets it apart from others of its family."""
        member = self.members[number]
        text = member.resolved.text
        if not member.varied:
            return Name(text, self._formula(member))
        first = next(each for each in self.members if each.subject == member.subject)
        head = ""
        if self.several and member is first:
            head = self._formula(member)
        elif self.several or (self._referred and not self._panels):
            head = typeset(self._name(member), 0, self.variable)
        setting = self._setting(member)
        plain = f"{text}, {setting.plain}" if self.several else setting.plain
        return Name(plain, f"{head},  {setting.latex}" if head else setting.latex)

    def derivative(self, number: int, order: int) -> Name:
        """The name of a derivative: f', f''."""
        name = self._name(self.members[number])
        return self._with_setting(number, derived(name, order), typeset(name, order, self.variable))

    def tangent(self, number: int, at: float, line: tuple[float, float], *, placed: bool = False) -> Name:
        """The name of a tangent: its equation, and where it touches if that has to tell it from another.

        line: the slope and the intercept.
        """
        name = self._name(self.members[number])
        slope, intercept = (f"{value + 0.0:.4g}" for value in line)
        place = f"{at + 0.0:.6g}"
        which = f" to {name}" if self.several else "", f" to ${letter(name)}$" if self.several else ""
        where = f" at ${letter(self.variable)} = {_place(at)}$" if placed else ""
        latex = f"tangent{which[1]}{where}: {line_equation(slope, intercept, self.variable)}"
        return self._with_setting(number, f"tangent{which[0]} at {place}", latex)

    def taylor(self, number: int, order: int, about: float, *, first: bool) -> Name:
        """The name of a Taylor polynomial: its order, and for the first one what all are about."""
        name = self._name(self.members[number])
        which = f" of {name}" if self.several else "", f" of ${letter(name)}$" if self.several else ""
        at = f"{about + 0.0:.6g}"
        centre = f" about ${letter(self.variable)} = {_place(about)}$" if first else ""
        latex = f"$T_{{{order}}}({letter(self.variable)})${which[1]}{centre}"
        return self._with_setting(number, f"Taylor {order}{which[0]} about {at}", latex)

    def _with_setting(self, number: int, plain: str, latex: str) -> Name:
        member = self.members[number]
        if not member.varied:
            return Name(plain, latex)
        setting = self._setting(member)
        return Name(f"{plain}, {setting.plain}", f"{latex},  {setting.latex}")

    def _formula(self, member: Member) -> str:
        """The formula with the values that all its family has, after its name where it needs one."""
        resolved = member.resolved
        named = self._referred or bool(resolved.formula.name) or not resolved.expression.variables
        return formula(resolved.formula, member.fixed, self._name(member) if named else "", self.variable)

    def _setting(self, member: Member) -> Name:
        """What sets a member apart from others of its family."""
        texts = {key: self._texts[key][value] for key, value in (member.varied or {}).items()}
        return Name(", ".join(f"{key}={text}" for key, text in texts.items()), ",  ".join(settings(texts)))

    def _name(self, member: Member) -> str:
        return self._names[member.subject]

    @cached_property
    def _texts(self) -> dict[str, dict[float, str]]:
        """The values of each parameter that has several, as text."""
        found: dict[str, list[float]] = {}
        for member in self.members:
            for key, value in (member.varied or {}).items():
                found.setdefault(key, []).append(value)
        return {key: shortest(values) for key, values in found.items()}

    @cached_property
    def _names(self) -> dict[int, str]:
        """What the function of each subject is called: as it says itself, else by the first letter that is free."""
        formulas = {each.subject: each.resolved.formula for each in self.members}
        given: dict[int, str] = {}
        for subject, each in formulas.items():
            if each.name and each.name not in given.values():
                given[subject] = each.name
        letters = {name for each in formulas.values() for name in each.variables}
        free = _free({*letters, *given.values()})
        return {subject: given.get(subject) or next(free) for subject in formulas}


def _place(value: float) -> str:
    """A place for mathtext: as a multiple of π where it is one."""
    factor = in_pi(value)
    return multiple(factor).strip("$") if factor else f"{value + 0.0:.6g}"


def _free(taken: set[str]) -> Iterator[str]:
    """Names of functions that are none of those."""
    number = 0
    while True:
        yield function_name(number, taken)
        number += 1
