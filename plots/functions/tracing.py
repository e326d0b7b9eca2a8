"""From functions to curves: each function, derivative and approximation sampled for the view that all share."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datagen.errors import DatagenError
from plots.curves import Curve, Role
from plots.functions.naming import Name, Naming
from plots.scales import LINEAR, Scales

if TYPE_CHECKING:
    from datagen.expressions import Expression
    from plots.faithful.enclosing import Enclosed
    from plots.views import RealFunction

__all__ = ["Planned", "doubts", "framed", "functions_and_derivatives", "traced"]

Ends = tuple[float, float]

LOST = "the logarithmic y axis leaves the rest out"


@dataclass(frozen=True)
class Planned:
    """A curve that is to be drawn; the fields are those of `Curve`.

    curve: its values, with bounds if there are any.
    """

    name: Name
    curve: "Enclosed | RealFunction"
    order: int = 0
    role: Role = "function"
    member: int = 0
    at: float = math.nan


def functions_and_derivatives(naming: Naming, orders: Sequence[int], engine: str = "auto") -> list[Planned]:
    """Each function, followed by its derivatives of the given orders."""
    planned = []
    for number, member in enumerate(naming.members):
        expression = member.resolved.expression
        planned.append(Planned(naming.function(number), _curve(expression), member=number))
        planned += [
            Planned(naming.derivative(number, order), _curve(expression, order, engine), order, "derivative", number)
            for order in orders
        ]
    return planned


def framed(planned: Sequence[Planned], along: str, x: Ends, size: tuple[int, int], scales: Scales = LINEAR) -> Ends:
    """The range of y that shows as much of each function and derivative as `shown_range` would.

    Raises: DatagenError where one has no value in the range.
    """
    from plots.logarithmic import shown_on

    framing = [each for each in planned if each.role in ("function", "derivative")]
    ranges = [shown_on(scales, each.curve, x, size) for each in framing]
    for each, ends in zip(framing, ranges, strict=True):
        if ends is None:
            span = f"for {along} from {x[0]:g} to {x[1]:g}"
            raise DatagenError(f"{each.name.plain} {_reason(each, x, size).format(span)}")
    return min(ends[0] for ends in ranges if ends), max(ends[1] for ends in ranges if ends)


def traced(planned: Iterable[Planned], x: Ends, y: Ends, size: tuple[int, int], scales: Scales = LINEAR) -> list[Curve]:
    """The curves, sampled for a view of `size` px."""
    from plots.logarithmic import sample_on

    return [
        Curve(*each.name, each.order, sample_on(scales, each.curve, x, y, size), each.role, each.member, each.at)
        for each in planned
    ]


def doubts(curve: Curve, verbose: bool) -> Iterator[str]:
    """What of a curve cannot be shown, and where `verbose` what of it is not certain, a line each."""
    line = curve.polyline
    if line.hidden:
        yield f"{curve.label} is not above 0 everywhere: {LOST}"
    if verbose and line.method == "values":
        yield f"{curve.label} is drawn from its values alone: what lies between two of them is not known"
    elif verbose and line.undecided:
        low, high = line.undecided[0][0], line.undecided[-1][1]
        count = "1 interval" if len(line.undecided) == 1 else f"{len(line.undecided)} intervals"
        yield f"{curve.label} could not be decided on {count} from {low:.6g} to {high:.6g}, drawn as sampled"


def _curve(function: "Expression", order: int = 0, engine: str = "auto") -> "Enclosed | RealFunction":
    """A function or its derivative, which exists only where the function does: (ln x)' is not 1/x at -1."""
    from plots.faithful.enclosing import Formula
    from plots.sampling import traceable

    if order == 0:
        return traceable(function)
    from datagen.calculus import derivative

    return traceable(Formula(function, order, derivative(function, order, engine=engine)))


def _reason(planned: Planned, x: Ends, size: tuple[int, int]) -> str:
    """Why there is nothing to draw, with a place for the range."""
    import numpy as np

    from plots.views import even

    values = (planned.curve if callable(planned.curve) else planned.curve.values)(even(x, size[0]))
    if np.isinf(values).any():
        return "is too large to draw {}"
    return "has no value above 0 {}, as --log-y needs" if np.isfinite(values).any() else "has no value {}"
