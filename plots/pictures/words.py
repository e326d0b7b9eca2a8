"""A picture of a function of two variables in words: its ranges, its values, where they are extreme, and its points."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from plots.planes.curvatures import MISSING
from plots.scales import Scales
from plots.typesetting.words import DIGITS, digits_apart, scales_said, shown_number, shown_range

if TYPE_CHECKING:
    from plots.planes.curvatures import Curvature
    from plots.planes.fields import Axis, Extreme, Field
    from plots.planes.levels import Levels

__all__ = ["described"]

ZERO = 1e-6  # of the usual range of the values: an extreme that is found as near to zero as this is called zero


def described(
    name: str, field: "Field", levels: "Levels", points: Sequence["Curvature"], *, surface: bool, arrows: bool
) -> str:
    """What a picture of a function called `name` shows, in a few sentences."""
    x, y = field.x, field.y
    kind = "Surface" if surface else "Filled contours"
    said = [f"{kind} of {name} for {_range(x)} and {_range(y)}"]
    scales = Scales(x.logarithmic, y.logarithmic)
    said[0] += f", {scales_said(scales)}" if any(scales) else ""
    if not surface and len(field.finite) and not levels.flat:
        said[0] += f", at levels from {shown_range(levels.bounds[0], levels.bounds[-1])}"
        said[0] += ", closer together where most values lie" if levels.graded else ""
    said.append(_values(field))
    if field.share_undefined:
        said.append(f"It is not defined on {100 * field.share_undefined:.0f} % of the view")
    if arrows:
        said.append("Arrows show its gradient")
    said += [f"The point ({each.x:g}, {each.y:g}) {_kind(each)}" for each in points]
    return ". ".join(said) + "."


def _range(axis: "Axis") -> str:
    return f"{axis.name} from {shown_range(axis.low, axis.high)}"


def _values(field: "Field") -> str:
    low, high = field.lowest, field.highest
    if high.value == low.value:
        return f"It is {shown_number(low.value)} everywhere"
    digits = digits_apart(low.value, high.value) if low.settled and high.settled else DIGITS
    least, most = _where(low, "downwards", field, digits), _where(high, "upwards", field, digits)
    least = f" found{least}" if low.settled else least
    return f"The lowest value{least}, and the highest{most}"


def _where(each: "Extreme", way: str, field: "Field", digits: int) -> str:
    place = f"({_rounded(each.x, field.x)}, {_rounded(each.y, field.y)})"
    if not each.settled:
        return f" was not found: it grows {way} near {place}"
    value = 0.0 if abs(each.value) < ZERO * field.usual else each.value
    return f", {shown_number(value, digits)}, is at {place}"


def _rounded(value: float, axis: "Axis") -> str:
    """A coordinate to so many digits as tell it from those a thousandth of the range away, or of itself."""
    if axis.logarithmic or not value:
        return shown_number(value)
    places = math.floor(math.log10(abs(value))) - math.floor(math.log10((axis.high - axis.low) / 1000))
    return shown_number(value, places + 1) if places >= 0 else "0"


def _kind(point: "Curvature") -> str:
    """What a point is, after its coordinates."""
    if point.kind == "undecided":
        return "is critical, of a kind that is not known"
    if point.said == MISSING:
        return f"has {MISSING}"
    return f"is a {point.said}" if point.kind else f"is {point.said}"
