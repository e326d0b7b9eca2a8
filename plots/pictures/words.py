"""A picture of a function of two variables in words: its ranges, its values, where they are extreme, and its points."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plots.planes.curvatures import Curvature
    from plots.planes.fields import Axis, Extreme, Field
    from plots.planes.levels import Levels

__all__ = ["described"]

DIGITS = 3
ZERO = 1e-6  # of the usual range of the values: an extreme that is found as near to zero as this is called zero


def described(
    name: str, field: "Field", levels: "Levels", points: Sequence["Curvature"], *, surface: bool, arrows: bool
) -> str:
    """What a picture of a function called `name` shows, in a few sentences."""
    x, y = field.x, field.y
    kind = "Surface" if surface else "Filled contours"
    said = [f"{kind} of {name} for {_range(x)} and {_range(y)}"]
    if not surface and len(field.finite) and not levels.flat:
        said[0] += f", at levels from {levels.bounds[0]:g} to {levels.bounds[-1]:g}"
        said[0] += ", graded" if levels.graded else ""
    said.append(_values(field))
    if field.share_undefined:
        said.append(f"It is not defined on {100 * field.share_undefined:.0f} % of the view")
    if arrows:
        said.append("Arrows show its gradient")
    said += [f"The point ({each.x:g}, {each.y:g}) is {_kind(each)}" for each in points]
    return ". ".join(said) + "."


def _range(axis: "Axis") -> str:
    return f"{axis.name} from {axis.low:g} to {axis.high:g}"


def _values(field: "Field") -> str:
    low, high = field.lowest, field.highest
    if high.value == low.value:
        return f"It is {low.value:.{DIGITS}g} everywhere"
    return f"The lowest value{_where(low, 'downwards', field)}, and the highest{_where(high, 'upwards', field)}"


def _where(each: "Extreme", way: str, field: "Field") -> str:
    place = f"({_rounded(each.x, field.x)}, {_rounded(each.y, field.y)})"
    if not each.settled:
        return f" was not found: it grows {way} near {place}"
    value = 0.0 if abs(each.value) < ZERO * field.usual else each.value
    return f", {value:.{DIGITS}g}, is at {place}"


def _rounded(value: float, axis: "Axis") -> str:
    """A coordinate to a thousandth of its range, or of itself."""
    if axis.logarithmic:
        return f"{value:.{DIGITS}g}"
    unit = (axis.high - axis.low) / 1000
    return f"{round(value / unit) * unit + 0.0:.{DIGITS}g}"


def _kind(point: "Curvature") -> str:
    if point.kind == "undecided":
        return "an undecided critical point"
    return f"a {point.said}" if point.kind else point.said
