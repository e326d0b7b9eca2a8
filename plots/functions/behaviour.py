"""What a function does on a range, in words: its roots, extremes and oscillation, as far as they are proved."""

import math
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from datagen.errors import IntervalsError
from plots.curves import Curve
from plots.functions.marks import BROAD, found_roots
from plots.typesetting.words import DIGITS, Along, digits_apart, shown_number, shown_range

if TYPE_CHECKING:
    from datagen.expressions import Expression
    from datagen.roots import Root
    from plots.faithful.breaks import Break

__all__ = ["behaviour", "counted", "extremes", "highest", "listed", "lowest", "placed"]

MANY = 100
"""Turns of a curve above which its roots and extrema are not looked for, which would take seconds."""

CROWDED = 3
"""Turns within a pixel above which a curve turns too often, as sin(1/x) does next to 0."""

PIXELS = 600  # of the range of x
FEW = 4  # places that are listed
SAME = 1e-9  # between heights, and between swings, that differ by rounding
ULPS = 16.0  # between the values of a constant that are rounded in different ways
NONE = 1e-12  # of the range: a place as near to 0 is 0 but for rounding
LARGEST = sys.float_info.max
SIDE = 1e-6  # of the range: how far beside a root the sign is asked for

Ends = tuple[float, float]


def behaviour(f: "Expression", variable: str, x: Ends, curve: Curve, *, positive: bool = False) -> str:
    """What a function does on a range, such as: rising, 1 root (x = 0); highest 5 at x = 5, lowest -5 at x = -5.

    curve: the function as it is drawn on a linear y axis. positive: whether only what is above 0 is shown, as on a
    logarithmic one. Empty for an operation that has no bounds, of which nothing is known.
    """
    if (level := _level(curve)) is not None:
        return f"constant at {shown_number(level)}"
    if _is_wild(curve):
        return "turning too often to be counted"
    turns, zeros = known_roots(f, x, 1, curve), known_roots(f, x, 0, curve)
    if turns is None or zeros is None:
        return ""
    top, bottom = extremes(f, x, curve, positive=positive)
    if top and bottom and top[1] == bottom[1] and not curve.polyline.breaks:
        return f"constant at {shown_number(top[1])}"
    along = Along.range(variable, *x)
    said = [_course(f, x, curve, turns), _roots(f, x, zeros, along), *_breaks(curve, x, along, positive)]
    digits = digits_apart(bottom[1], top[1]) if top and bottom else DIGITS
    ends = [highest(top, along, digits) if top else "", lowest(bottom, along, digits) if bottom else ""]
    return "; ".join(filter(None, (", ".join(filter(None, parts)) for parts in (said, ends))))


def extremes(f: "Expression", x: Ends, curve: Curve, *, positive: bool = False) -> tuple[Ends | None, Ends | None]:
    """Where a function is highest and lowest on a range, (x, y) of each; None where that is not known, as by a pole.

    It is so at an extremum, at an end of the range, or at a break of the curve. Of those that are `positive` the
    lowest is known only where none is 0 or below. y is ±inf where the curve has such a limit, and ±LARGEST where its
    value overflows.
    """
    breaks, turns, zeros = curve.polyline.breaks, known_roots(f, x, 1, curve), known_roots(f, x, 0, curve)
    if turns is None or zeros is None or _is_doubtful(curve) or any(_is_pole(each, positive) for each in breaks):
        return None, None
    places = [(end, value(f, end)) for end in x] + [(each.x, each.y) for each in turns]
    places = [(place, min(max(y, -LARGEST), LARGEST)) for place, y in places]
    places += [(each.position, y) for each in breaks for y in (each.left, each.right, each.value)]
    known = _without_rounding([place for place in places if not math.isnan(place[1])], zeros)
    if not known:
        return None, None
    top, bottom = _first(known, 1.0), _first(known, -1.0)
    return top, None if positive and bottom[1] <= 0 else bottom


def highest(place: Ends, along: Along, digits: int = DIGITS) -> str:
    """Where a function is highest, in words."""
    return f"highest {_at(place, along, digits)}" if math.isfinite(place[1]) else "unbounded above"


def lowest(place: Ends, along: Along, digits: int = DIGITS) -> str:
    """Where a function is lowest, in words."""
    return f"lowest {_at(place, along, digits)}" if math.isfinite(place[1]) else "unbounded below"


def _first(places: Sequence[Ends], sign: float) -> Ends:
    """The first of the highest places, or of the lowest; what is as high but for rounding is as good."""
    best = max(sign * y for _, y in places)
    slack = SAME * abs(best) if math.isfinite(best) else 0.0
    return next((x, y) for x, y in places if sign * y >= best - slack)


def _without_rounding(places: Sequence[Ends], zeros: "Sequence[Root]") -> list[Ends]:
    """The places with 0 for what rounding leaves of the value at a root: cos² x is 3.7e-33 at π/2."""
    slack = SAME * max((abs(y) for _, y in places if math.isfinite(y)), default=0.0)
    return [
        (x, 0.0 if abs(y) <= slack and any(root.low <= x <= root.high or root.x == x for root in zeros) else y)
        for x, y in places
    ]


def _is_pole(each: "Break", positive: bool) -> bool:
    """Whether a curve has a pole at a break: one that is above 0, where only that is shown."""
    return each.kind == "pole" and (not positive or math.inf in (each.left, each.right))


def _at(place: Ends, along: Along, digits: int) -> str:
    where = f"at {along.at(place[:1])}"
    if abs(place[1]) == LARGEST:
        return f"{where}, where doubles overflow"
    return f"{shown_number(place[1], digits)} {where}"


def known_roots(f: "Expression", x: Ends, order: int, curve: Curve) -> "tuple[Root, ...] | None":
    """The roots of a derivative; None where there are too many, or an operation has no bounds.

    One that is at 0 but for rounding, or that may as well be there, is at 0. There is none at a hole whose limits are
    not 0, though terms cancel there, as those of (e^x - 1 - x)/x^2 do.
    """
    if _is_wild(curve):
        return None
    try:
        found = found_roots(f, x, order)
    except IntervalsError:
        return None
    found = tuple(each for each in found if order or not _is_hole(each, curve))
    return tuple(replace(each, x=0.0) if _is_at_0(each, x) else each for each in found)


def _is_at_0(each: "Root", x: Ends) -> bool:
    width = each.high - each.low
    near = each.status == "undecided" and each.low <= 0 <= each.high and width <= BROAD * (x[1] - x[0])
    return near or abs(each.x) < NONE * (x[1] - x[0])


def _is_hole(root: "Root", curve: Curve) -> bool:
    """Whether what may be a root is a hole of a curve that is not at 0 beside it."""
    slack = SAME * max(map(abs, curve.polyline.y))
    holes = [each for each in curve.polyline.breaks if each.kind == "hole" and root.low <= each.position <= root.high]
    return root.status == "undecided" and any(min(abs(each.left), abs(each.right)) > slack for each in holes)


def value(f: "Expression", x: float) -> float:
    """f(x); nan where there is none."""
    return float(f(**dict.fromkeys(f.variables, x)))


def listed(parts: Sequence[str]) -> str:
    """A, B and C."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _course(f: "Expression", x: Ends, curve: Curve, turns: "Sequence[Root]") -> str:
    """Rising, falling, oscillating, or how many extrema."""
    kinds = [each.kind for each in turns if each.kind in ("maximum", "minimum")]
    if not kinds:
        first, last = value(f, x[0]), value(f, x[1])
        smooth = not (turns or curve.polyline.breaks or _is_doubtful(curve))
        known = smooth and math.isfinite(first) and math.isfinite(last) and first != last
        return ("rising" if first < last else "falling") if known else ""
    alternating = all(one != other for one, other in pairwise(kinds))
    if len(kinds) < 4 or not alternating or len(kinds) < len(turns) or curve.polyline.breaks:
        return f"with {listed([counted(kinds.count(kind), kind) for kind in dict.fromkeys(kinds)])}"
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


def _roots(f: "Expression", x: Ends, found: "Sequence[Root]", along: Along) -> str:
    """How many roots there are, where the function touches 0, and where that is not known."""
    points = [each for each in found if each.status != "interval" and each.high - each.low <= BROAD * (x[1] - x[0])]
    touched = [each for each in points if each.status == "undecided" and _touches(f, x, each)]
    crossed = [each.x for each in points if each not in touched]
    broad = [each for each in found if each.status == "undecided" and each not in points]
    parts = [placed(counted(len(crossed), "root"), crossed, along)] if crossed or not found else []
    if touched:
        few = len(touched) <= FEW
        parts.append(f"touching 0 at {along.at(each.x for each in touched) if few else f'{len(touched)} points'}")
    parts += [f"perhaps roots from {shown_range(each.low, each.high)}" for each in broad[:FEW]]
    return ", ".join(parts + ["0 on an interval"] * any(each.status == "interval" for each in found))


def _touches(f: "Expression", x: Ends, root: "Root") -> bool:
    """Whether the function has the same sign on both sides of a root."""
    aside = SIDE * (x[1] - x[0])
    return value(f, root.low - aside) * value(f, root.high + aside) > 0


def _breaks(curve: Curve, x: Ends, along: Along, positive: bool) -> list[str]:
    """The poles, and the jumps between the ends of the range; at least these, where more may be undecided."""
    breaks = curve.polyline.breaks
    found = {
        "pole": [each.position for each in breaks if _is_pole(each, positive)],
        "jump": [each.position for each in breaks if each.kind == "jump" and x[0] < each.position < x[1]],
    }
    least = "at least " if _is_doubtful(curve) else ""
    return [placed(least + counted(len(places), kind), places, along) for kind, places in found.items() if places]


def placed(what: str, places: Sequence[float], along: Along) -> str:
    """What there is, and where, if it is in a few places: 2 roots (x = -1, 1)."""
    return f"{what} ({along.at(places)})" if 0 < len(places) <= FEW else what


def counted(count: int, noun: str) -> str:
    """1 root, 2 roots, no roots."""
    plural = {"maximum": "maxima", "minimum": "minima"}.get(noun, f"{noun}s")
    return f"{count or 'no'} {noun if count == 1 else plural}"


def _level(curve: Curve) -> float | None:
    """The height of a curve that differs from a straight level line by rounding alone, as sin² x + cos² x does."""
    import numpy as np

    heights = np.concatenate([stroke[:, 1] for stroke in curve.polyline.segments] or [np.empty(0)])
    if not len(heights) or curve.polyline.breaks or _is_doubtful(curve):
        return None
    low, high = float(heights.min()), float(heights.max())
    return low / 2 + high / 2 if 0 < high - low <= ULPS * math.ulp(max(abs(low), abs(high))) else None


def _is_doubtful(curve: Curve) -> bool:
    """Whether it is not known if a curve has a pole somewhere."""
    return bool(curve.polyline.undecided)


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
