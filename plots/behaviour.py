"""What a function does on a range, in words: its roots, extremes and oscillation, as far as they are proved."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from datagen.errors import IntervalsError
from plots.curves import Curve
from plots.marks import found_roots

if TYPE_CHECKING:
    from datagen.expressions import Expression
    from datagen.roots import Root

__all__ = ["behaviour", "extremes", "highest", "listed", "lowest", "shown_number"]

MANY = 100
"""Turns of a curve above which its roots and extrema are not looked for, which would take seconds."""

CROWDED = 3
"""Turns within a pixel above which a curve turns too often, as sin(1/x) does next to 0."""

PIXELS = 600  # of the range of x
FEW = 4  # places that are listed
SAME = 1e-9  # between heights, and between swings, that differ by rounding

Ends = tuple[float, float]


def behaviour(f: "Expression", variable: str, x: Ends, curve: Curve) -> str:
    """What a function does on a range, such as: rising, 1 root (x = 0); highest 5 at x = 5, lowest -5 at x = -5.

    curve: the function as it is drawn. Empty for an operation that has no bounds, of which nothing is known.
    """
    if _is_wild(curve):
        return "turning too often to be counted"
    turns, zeros = known_roots(f, x, 1, curve), known_roots(f, x, 0, curve)
    if turns is None or zeros is None:
        return ""
    found = extremes(f, x, curve)
    if found and found[0][1] == found[1][1] and not curve.polyline.breaks:
        return f"constant at {shown_number(found[0][1])}"
    parts = [_course(f, x, curve, turns), _roots(zeros, variable), _poles(curve, variable)]
    said = ", ".join(filter(None, parts))
    if found is None:
        return said
    return f"{said}; {highest(found[0], variable)}, {lowest(found[1], variable)}"


def extremes(f: "Expression", x: Ends, curve: Curve) -> tuple[Ends, Ends] | None:
    """Where a function is highest and lowest on a range, (x, y) of both; None where that is not known, as by a pole.

    It is so at an extremum, at an end of the range, or at a break of the curve.
    """
    breaks, turns = curve.polyline.breaks, known_roots(f, x, 1, curve)
    if turns is None or any(each.kind == "pole" for each in breaks):
        return None
    places = [(end, value(f, end)) for end in x] + [(each.x, each.y) for each in turns]
    places += [(each.position, y) for each in breaks for y in (each.left, each.right, each.value)]
    known = [place for place in places if not math.isnan(place[1])]
    return (_first(known, 1.0), _first(known, -1.0)) if known else None


def highest(place: Ends, variable: str) -> str:
    """Where a function is highest, in words."""
    return f"highest {_at(place, variable)}" if math.isfinite(place[1]) else "unbounded above"


def lowest(place: Ends, variable: str) -> str:
    """Where a function is lowest, in words."""
    return f"lowest {_at(place, variable)}" if math.isfinite(place[1]) else "unbounded below"


def _first(places: Sequence[Ends], sign: float) -> Ends:
    """The first of the highest places, or of the lowest; what is as high but for rounding is as good."""
    best = max(sign * y for _, y in places)
    slack = SAME * abs(best) if math.isfinite(best) else 0.0
    return next((x, y) for x, y in places if sign * y >= best - slack)


def _at(place: Ends, variable: str) -> str:
    return f"{shown_number(place[1])} at {variable} = {shown_number(place[0])}"


def known_roots(f: "Expression", x: Ends, order: int, curve: Curve) -> "tuple[Root, ...] | None":
    """The roots of a derivative; None where there are too many, or an operation has no bounds."""
    try:
        return None if _is_wild(curve) else found_roots(f, x, order)
    except IntervalsError:
        return None


def value(f: "Expression", x: float) -> float:
    """f(x); nan where there is none."""
    return float(f(**dict.fromkeys(f.variables, x)))


def listed(parts: Sequence[str]) -> str:
    """A, B and C."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def shown_number(number: float) -> str:
    """A number to four digits."""
    return f"{number + 0.0:.4g}"


def _course(f: "Expression", x: Ends, curve: Curve, turns: "Sequence[Root]") -> str:
    """Rising, falling, oscillating, or how many extrema."""
    kinds = [each.kind for each in turns if each.kind in ("maximum", "minimum")]
    if not kinds:
        first, last = value(f, x[0]), value(f, x[1])
        smooth = not curve.polyline.breaks and math.isfinite(first) and math.isfinite(last) and first != last
        return ("rising" if first < last else "falling") if smooth and not turns else ""
    alternating = all(one != other for one, other in pairwise(kinds))
    if len(kinds) < 4 or not alternating or len(kinds) < len(turns) or curve.polyline.breaks:
        return f"with {listed([_counted(kinds.count(kind), kind) for kind in dict.fromkeys(kinds)])}"
    return f"oscillating with {_amplitude([each.y for each in turns])} amplitude"


def _amplitude(heights: Sequence[float]) -> str:
    """How the amplitude changes from one extremum to the next, if from all of them in the same way."""
    swings = [abs(other - one) for one, other in pairwise(heights)]
    ratios = [other / one if one else math.nan for one, other in pairwise(swings)]
    if all(abs(ratio - 1) <= SAME for ratio in ratios):
        return "constant"
    if all(ratio < 1 - SAME for ratio in ratios):
        return "decreasing"
    return "increasing" if all(ratio > 1 + SAME for ratio in ratios) else "varying"


def _roots(found: "Sequence[Root]", variable: str) -> str:
    proved = [each for each in found if each.status == "proved"]
    doubtful, zero = (sum(each.status == status for each in found) for status in ("undecided", "interval"))
    parts = [_counted(len(proved), "root")] if proved or not found else []
    if proved and len(found) == len(proved) <= FEW:
        parts[0] += f" ({variable} = {', '.join(shown_number(each.x) for each in proved)})"
    if doubtful:
        parts.append(f"{_counted(doubtful, 'root')} not proved")
    return listed(parts + ["0 on an interval"] * bool(zero))


def _poles(curve: Curve, variable: str) -> str:
    places = [each.position for each in curve.polyline.breaks if each.kind == "pole"]
    if not places:
        return ""
    where = f" ({variable} = {', '.join(map(shown_number, places))})" if len(places) <= FEW else ""
    return f"{_counted(len(places), 'pole')}{where}"


def _counted(count: int, noun: str) -> str:
    plural = {"maximum": "maxima", "minimum": "minima"}.get(noun, f"{noun}s")
    return f"{count or 'no'} {noun if count == 1 else plural}"


def _is_wild(curve: Curve) -> bool:
    """Whether a curve turns from rising to falling or back more than MANY times, or too often in one place."""
    import numpy as np

    places = []
    for stroke in curve.polyline.segments:
        step = np.sign(np.diff(stroke[:, 1]))
        moved = np.flatnonzero(step)
        turned = np.flatnonzero(step[moved][1:] != step[moved][:-1]) + 1
        places.append(stroke[moved[turned], 0])
    turns = np.sort(np.concatenate([*places, np.empty(0)]))
    pixel = np.ptp(np.concatenate([stroke[:, 0] for stroke in curve.polyline.segments])) / PIXELS
    return len(turns) > MANY or bool((turns[CROWDED:] - turns[:-CROWDED] < pixel).any())
