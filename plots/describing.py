"""Curves in words, for whom cannot see them: what they are, what they do, and how each is drawn.

Damped sine e^-x sin(2πx) for x from 0 to 5, solid, oscillating with decreasing amplitude, 11 roots; highest ...
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from plots.behaviour import behaviour, extremes, highest, listed, lowest, shown_number
from plots.curves import Curve
from plots.style import DASHES

if TYPE_CHECKING:
    from plots.families import Member
    from plots.naming import Naming

__all__ = ["described"]

WORDS = ("solid", "dashed", "dotted", "dash-dotted", "long-dashed")
LAST = "dash-dot-dotted"
ORDINALS = ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
LONGEST = 200  # characters of a formula
SEVERAL = 6  # members of a family whose extremes are looked for

Ends = tuple[float, float]


def described(naming: "Naming", x: Ends, panels: Sequence[Sequence[Curve]]) -> str:
    """What a figure of curves shows, a sentence or two for each function or family.

    panels: the curves of each panel in the order in which they are drawn.
    """
    drawn = [(curve, _stroke(number)) for curves in panels for number, curve in enumerate(curves)]
    where = f" for {naming.variable} from {shown_number(x[0])} to {shown_number(x[1])}"
    if len(panels) > 1:
        where += f", in {len(panels)} panels"
    sentences: list[str] = []
    for subject in dict.fromkeys(member.subject for member in naming.members):
        own = [number for number, member in enumerate(naming.members) if member.subject == subject]
        of_these = [(curve, stroke) for curve, stroke in drawn if curve.member in own]
        tell = _family if len(own) > 1 else _function
        sentences.append(tell(naming, own, x, of_these, "" if sentences else where))
    return " ".join(sentences)


def _function(naming: "Naming", own: list[int], x: Ends, drawn: list[tuple[Curve, str]], where: str) -> str:
    """A function and what goes with it."""
    (number,) = own
    member, (curve, stroke) = naming.members[number], drawn[0]
    does = behaviour(member.resolved.expression, naming.variable, x, curve)
    alone = len(drawn) == 1 and len(naming.members) == 1
    parts = [f"{_title(member)}{_given(member)}{where}", "" if alone else stroke, does]
    others = [f"its {_role(each, naming.variable)} {how}" for each, how in drawn[1:]]
    return "; ".join([", ".join(filter(None, parts)), *others]) + "."


def _family(naming: "Naming", own: list[int], x: Ends, drawn: list[tuple[Curve, str]], where: str) -> str:
    """The members of a family, each with the settings that set it apart, and what goes with them."""
    functions = [(curve, how) for curve, how in drawn if curve.role == "function"]
    first = naming.members[own[0]]
    members = listed([f"{naming.setting(curve.member)} ({how})" for curve, how in functions])
    head = f"{_title(first)}{_given(first)}{where}, for {members}"
    if len(functions) <= SEVERAL:
        head += _highest_and_lowest(naming, x, [curve for curve, _ in functions])
    others = [
        f"the {_role(each, naming.variable)} for {naming.setting(each.member)} {how}"
        for each, how in drawn if each.role != "function"
    ]  # fmt: skip
    return "; ".join([head, *others]) + "."


def _highest_and_lowest(naming: "Naming", x: Ends, curves: list[Curve]) -> str:
    """Where a family is highest and lowest, if that is known of every member."""
    found = []
    for curve in curves:
        ends = extremes(naming.members[curve.member].resolved.expression, x, curve)
        if ends is None:
            return ""
        found.append((ends, naming.setting(curve.member)))
    (top, of_top), (bottom, of_bottom) = (
        max(((ends[0], each) for ends, each in found), key=lambda each: each[0][1]),
        min(((ends[1], each) for ends, each in found), key=lambda each: each[0][1]),
    )
    high, low = highest(top, naming.variable), lowest(bottom, naming.variable)
    return f"; {high} for {of_top}, {low} for {of_bottom}"


def _title(member: "Member") -> str:
    """The name of a function, if it has one, and its formula."""
    resolved = member.resolved
    formula = " ".join(resolved.formula.text.split())
    shown = formula if len(formula) <= LONGEST else f"{formula[:LONGEST]} …"
    if resolved.function is None:
        return shown
    return f"{resolved.function.name.replace('-', ' ').capitalize()} {shown}"


def _given(member: "Member") -> str:
    """What the parameters that have one value stand for."""
    values = [f"{name} = {shown_number(value)}" for name, value in member.fixed.items()]
    return f" with {listed(values)}" if values else ""


def _role(curve: Curve, variable: str) -> str:
    at = f"{variable} = {shown_number(curve.at)}"
    if curve.role == "tangent":
        return f"tangent at {at}"
    if curve.role == "taylor":
        return f"Taylor polynomial of order {curve.order} about {at}"
    known = curve.order < len(ORDINALS)
    return f"{ORDINALS[curve.order]} derivative" if known else f"derivative of order {curve.order}"


def _stroke(number: int) -> str:
    """How the line of a number is drawn; beyond the first few of them colours tell apart what dashes do not."""
    turn, place = divmod(number, len(DASHES))
    return LAST if turn and not place else WORDS[place]
