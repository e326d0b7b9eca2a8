"""Where a curve breaks, and what it does on both sides: poles, jumps, holes and the edges of its domain."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from datagen.clusters import roundest
from plots.faithful.enclosing import Enclosed
from plots.faithful.limits import CLEAR, Limit, limits
from plots.faithful.refining import FLAT, Refined
from plots.faithful.splitting import united
from plots.views import Floats, View

__all__ = ["Break", "found_breaks"]

Kind = Literal["pole", "jump", "hole", "edge"]


@dataclass(frozen=True)
class Break:
    """A place where a curve is not continuous.

    kind: a pole where it grows beyond all bounds on one side or both, an edge of its domain, a hole where it has one
    limit on both sides, else a jump.
    left, right: the one-sided limits, ±inf where the curve grows beyond all bounds, nan where it is not defined.
    value: the function's own, nan where it has none.
    """

    position: float
    kind: Kind
    left: float
    right: float
    value: float


def found_breaks(curve: Enclosed, view: View, found: Refined) -> tuple[list[Break], list[Floats]]:
    """The breaks in the leaves of a refinement, from left to right, and the points that are on no branch.

    Where the limits on both sides are one, a link over the break is added. A point on no branch is a stroke (1, 2) of
    its own, but at a jump: there the curve is what its branches show. Where a curve oscillates ever faster, as
    sin(1/x) does at 0, there is no break that could be named.
    """
    a, b = united(found.leaves, CLEAR)
    if not len(a):
        return [], []
    bounds = curve.enclosure(a, b)
    bounded = np.isfinite(bounds.low) & np.isfinite(bounds.high)
    left, right = limits(curve, view, found.samples, (a, b), bounded)
    places = np.array([_place(found, *each) for each in zip(a.tolist(), b.tolist(), left, right, strict=True)])
    values = found.samples.at(places).tolist()
    judged = (_break(view, found, *each) for each in zip(places.tolist(), values, left, right, strict=True))
    breaks = [each for each in judged if each]
    return breaks, [np.array([[each.position, each.value]]) for each in breaks if _alone(view, each)]


def _break(view: View, found: Refined, position: float, value: float, left: Limit, right: Limit) -> Break | None:
    """What is at a place: None where there is nothing, or no limit, or the curve goes on through it."""
    known = math.isfinite(value)
    left, right = (_snapped(view, each, value) for each in (left, right))
    kind = _kind(view, left.value, right.value)
    if not (left.exists and right.exists) or not (known or left.defined or right.defined):
        return None
    if kind == "hole":
        found.links.append((np.array([left.at]), np.array([right.at])))
        if known and _close(view, value, left.value):
            return None
        found.samples.forget(np.array([position]))
    if kind == "pole" and not view.y[0] <= value <= view.y[1]:
        value = math.nan  # the pole is between this number and the next
    return Break(position, kind, left.value, right.value, value if known else math.nan)


def _snapped(view: View, limit: Limit, value: float) -> Limit:
    """The limit, known at a point nearby, as the value at the break itself where the two are as good as one."""
    return limit._replace(value=value) if _close(view, limit.value, value, FLAT / 1000) else limit


def _alone(view: View, one: Break) -> bool:
    """Whether the value at a break can be seen and is on neither branch; at a jump it is not drawn."""
    seen = one.kind != "jump" and view.y[0] <= one.value <= view.y[1]
    return seen and not any(_close(view, one.value, limit) for limit in (one.left, one.right))


def _kind(view: View, left: float, right: float) -> Kind:
    if math.isnan(left) or math.isnan(right):
        return "edge"
    if math.isinf(left) or math.isinf(right):
        return "pole"
    return "hole" if _close(view, left, right) else "jump"


def _close(view: View, one: float, other: float, near: float = FLAT) -> bool:
    """Whether two heights are no more than `near` px apart."""
    return abs(other - one) / (view.y[1] - view.y[0]) * view.size[1] <= near


def _place(found: Refined, a: float, b: float, left: Limit, right: Limit) -> float:
    """Where in [a, b] the break is: the only point with a value, if there is none beside it, or the roundest number."""
    if not left.defined and not right.defined:
        samples = found.samples
        inside = slice(np.searchsorted(samples.x, a), np.searchsorted(samples.x, b, side="right"))
        known = np.flatnonzero(np.isfinite(samples.y[inside]))
        if len(known):
            return float(samples.x[inside][known[0]])
    return roundest(a, b)
