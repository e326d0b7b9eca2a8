"""Curves in words, for whom cannot see them: what they are, what they do, and how each is drawn.

Damped sine e^-x sin(2πx) for x from 0 to 5, solid, oscillating with decreasing amplitude, 11 roots; highest ...
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from datagen.expressions.letters import GREEK
from plots.curves import Curve
from plots.functions.behaviour import behaviour, counted, extremes, highest, listed, lowest, placed
from plots.scales import LINEAR, Scales
from plots.typesetting.words import Along, compact, scales_said, shown_number, shown_range

if TYPE_CHECKING:
    from plots.functions.families import Member
    from plots.functions.marks import Mark
    from plots.functions.naming import Naming

__all__ = ["described"]

WORDS = ("solid", "dashed", "dotted", "dash-dotted", "long-dashed", "dash-dot-dotted")
"""How the first lines are drawn, in words; the others have these dashes again, in other colours."""

ORDINALS = ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
LONGEST = 200  # characters of a formula
SEVERAL = 6  # members of a family whose extremes are looked for

HIDDEN = "what is 0 or below is left out"

Ends = tuple[float, float]


def described(
    naming: "Naming",
    x: Ends,
    panels: Sequence[Sequence[Curve]],
    scales: Scales = LINEAR,
    marks: "Sequence[Sequence[Mark]]" = (),
) -> str:
    """What a figure of curves shows, a sentence or two for each function or family.

    panels: the curves of each panel in the order in which they are drawn, as they are on a linear y axis.
    marks: what is marked on each function.
    """
    drawn = [(curve, _stroke(number)) for curves in panels for number, curve in enumerate(curves)]
    where = f" for {naming.variable} from {shown_range(*x)}"
    where += f", {scales_said(scales)}" if any(scales) else ""
    if len(panels) > 1:
        where += f", in {len(panels)} panels"
    sentences: list[str] = []
    for subject in dict.fromkeys(member.subject for member in naming.members):
        own = [number for number, member in enumerate(naming.members) if member.subject == subject]
        of_these = [(curve, stroke) for curve, stroke in drawn if curve.member in own]
        tell = _family if len(own) > 1 else _function
        told = tell(naming, own, x, of_these, "" if sentences else where, scales.y)
        along = Along.range(naming.variable, *x)
        seen = _marked([mark for number in own for mark in marks[number]], along) if marks else ""
        sentences.append("; ".join(filter(None, [*told, seen])) + ".")
    return " ".join(sentences)


def _function(
    naming: "Naming", own: list[int], x: Ends, drawn: list[tuple[Curve, str]], where: str, positive: bool
) -> list[str]:
    """A function and what goes with it."""
    (number,) = own
    member, (curve, stroke) = naming.members[number], drawn[0]
    does = behaviour(member.resolved.expression, naming.variable, x, curve, positive=positive)
    alone = len(drawn) == 1 and len(naming.members) == 1
    parts = [f"{_title(member)}{_given(member)}{where}", "" if alone else stroke, does]
    others = [f"its {_role(each, Along.range(naming.variable, *x))} {how}".rstrip() for each, how in drawn[1:]]
    return [", ".join(filter(None, parts)), *[HIDDEN] * curve.polyline.hidden, *others]


def _family(
    naming: "Naming", own: list[int], x: Ends, drawn: list[tuple[Curve, str]], where: str, positive: bool
) -> list[str]:
    """The members of a family, each with the settings that set it apart, and what goes with them."""
    functions = [(curve, how) for curve, how in drawn if curve.role == "function"]
    first = naming.members[own[0]]
    members = listed([_setting(naming, curve) + (f" ({how})" if how else "") for curve, how in functions])
    head = f"{_title(first)}{_given(first)}{where}, for {members}"
    curves = [curve for curve, _ in functions]
    ends = _highest_and_lowest(naming, x, curves, positive) if len(curves) <= SEVERAL else ""
    others = [
        f"the {_role(each, Along.range(naming.variable, *x))} for {_setting(naming, each)} {how}".rstrip()
        for each, how in drawn if each.role != "function"
    ]  # fmt: skip
    hidden = any(curve.polyline.hidden for curve in curves)
    return [*filter(None, [head, ends]), *[HIDDEN] * hidden, *others]


def _highest_and_lowest(naming: "Naming", x: Ends, curves: list[Curve], positive: bool) -> str:
    """Where a family is highest and lowest, as far as that is known of every member."""
    along, tops, bottoms = Along.range(naming.variable, *x), [], []
    for curve in curves:
        top, bottom = extremes(naming.members[curve.member].resolved.expression, x, curve, positive=positive)
        tops += [(top, _setting(naming, curve))] if top else []
        bottoms += [(bottom, _setting(naming, curve))] if bottom else []
    parts = []
    if len(tops) == len(curves):
        place, setting = max(tops, key=lambda each: each[0][1])
        parts.append(f"{highest(place, along)} for {setting}")
    if len(bottoms) == len(curves):
        place, setting = min(bottoms, key=lambda each: each[0][1])
        parts.append(f"{lowest(place, along)} for {setting}")
    return ", ".join(parts)


def _marked(marks: "Sequence[Mark]", along: Along) -> str:
    """How many marks there are of each kind, and where those are that nothing else says."""
    parts = []
    for kind in dict.fromkeys(each.kind for each in marks):
        places = [each.x for each in marks if each.kind == kind]
        count = counted(len(places), kind)
        parts.append(count if kind == "root" else placed(count, [*dict.fromkeys(places)], along))
    return f"marked: {listed(parts)}" if parts else ""


def _setting(naming: "Naming", curve: Curve) -> str:
    """What sets a function apart from others of its family, with its letters as the formula has them."""
    member, text = naming.members[curve.member], naming.setting(curve.member)
    return ", ".join(
        f"{_letter(member, name)}={compact(value)}"
        for name, _, value in (part.partition("=") for part in text.split(", "))
    )


def _letter(member: "Member", name: str) -> str:
    """A parameter as the formula of the function has it: σ where it has that, not sigma."""
    text = member.resolved.formula.text
    return next((letter for letter, spelt in GREEK.items() if spelt == name and letter in text), name)


def _title(member: "Member") -> str:
    """The name of a function, if it has one, and its formula."""
    resolved = member.resolved
    formula = " ".join(resolved.formula.text.split())
    shown = formula if len(formula) <= LONGEST else f"{formula[:LONGEST]} …"
    if resolved.function is None:
        return shown
    return f"{resolved.function.title} {shown}"


def _given(member: "Member") -> str:
    """What the parameters that have one value stand for."""
    values = [f"{_letter(member, name)} = {shown_number(value)}" for name, value in member.fixed.items()]
    return f" with {listed(values)}" if values else ""


def _role(curve: Curve, along: Along) -> str:
    at = along.at([curve.at])
    if curve.role == "tangent":
        return f"tangent at {at}"
    if curve.role == "taylor":
        return f"Taylor polynomial of order {curve.order} about {at}"
    known = curve.order < len(ORDINALS)
    return f"{ORDINALS[curve.order]} derivative" if known else f"derivative of order {curve.order}"


def _stroke(number: int) -> str:
    """How the line of a number is drawn; empty beyond the first few, whose dashes are those of others too."""
    return WORDS[number] if number < len(WORDS) else ""
