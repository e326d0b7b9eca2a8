"""Tangent lines and Taylor polynomials: the polynomials that touch a function at a point.

The tangent at a is f(a) + f'(a) (x − a), and the Taylor polynomial of order n about a is Σ f⁽ᵏ⁾(a)/k! (x − a)ᵏ, k ≤ n.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from datagen.calculus import derivatives, taylor
from datagen.errors import DatagenError
from datagen.polynomials import polynomial
from plots.functions.tracing import Planned

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    from datagen.expressions import Expression
    from plots.curves import Role
    from plots.functions.naming import Name, Naming

__all__ = ["Approximations", "Touching", "TouchingPoint", "approximations", "tangent", "taylor_polynomial"]

CANCELLED = 2.0**-48
"""Of its terms: an intercept below this is rounding, and 0."""

DOT = 0.5  # of the text's height: the diameter of a point


@dataclass(frozen=True)
class Touching:
    """A polynomial that touches a function at the point (at, value).

    slope: f'(at), for a tangent.
    """

    polynomial: "Expression"
    at: float
    value: float
    slope: float = math.nan

    @property
    def intercept(self) -> float:
        """Where a tangent meets x = 0."""
        found = self.value - self.slope * self.at
        return 0.0 if abs(found) <= CANCELLED * max(abs(self.value), abs(self.slope * self.at)) else found


def tangent(f: "Expression", at: float) -> Touching:
    """The tangent of f at a point.

    Raises: DatagenError, with the reason, where f has no value or no finite derivative there.
    """
    value, slope = derivatives(f, (0, 1), engine="series")(at).tolist()
    if not (math.isfinite(value) and math.isfinite(slope)):
        from datagen.sides import causes

        (cause,) = causes(f, (at,), 1)
        raise DatagenError(f"tangent: {f} has none at {f.curve_variable()} = {at:.6g}, as {cause}")
    return Touching(polynomial([value, slope], at, f.curve_variable()), at, value, slope)


def taylor_polynomial(f: "Expression", about: float, order: int) -> Touching:
    """The Taylor polynomial of f about a point.

    Raises: DatagenError, with the reason, where f has not all the derivatives there.
    """
    found = taylor(f, about, order)
    return Touching(found, about, float(f(**dict.fromkeys(f.variables, about))))


class TouchingPoint(NamedTuple):
    """A point at which approximations touch the function of a number; closed for one of tangency, else a centre."""

    member: int
    x: float
    y: float
    closed: bool


@dataclass(frozen=True)
class Approximations:
    """What is drawn beside the functions, where it touches them, and what cannot be drawn, a line each."""

    planned: list[Planned]
    points: list[TouchingPoint]
    notes: list[str]

    def draw_points(self, ax: "Axes", colours: Sequence[str]) -> "list[Line2D]":
        """Draw where they touch: closed dots at points of tangency, open ones at the centres of polynomials.

        colours: those of the functions, by their numbers.
        """
        import matplotlib

        from plots.style import background

        size = DOT * float(matplotlib.rcParams["font.size"])
        (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
        drawn = []
        for number, x, y, closed in self.points:
            if left <= x <= right and low <= y <= high:
                drawn += ax.plot(
                    x, y, linestyle="none", marker="o", markersize=size, color=colours[number], label="_touching",
                    markerfacecolor=colours[number] if closed else background(), markeredgewidth=size / 5, zorder=4,
                    clip_on=False,
                )  # fmt: skip
        return drawn


def approximations(naming: "Naming", places: Iterable[float], orders: Sequence[int], about: float) -> Approximations:
    """The tangents of all functions at the places, and their Taylor polynomials of the orders.

    Raises: DatagenError where no function has the tangent or the polynomial.
    """
    notes: list[str] = []
    lines = [each for at in places for each in _of_each(naming, partial(tangent, at=at), notes)]
    planned = _planned_tangents(naming, lines)
    points = [TouchingPoint(number, each.at, each.value, True) for number, each in lines]
    first = True
    for order in orders:
        for number, each in _of_each(naming, partial(taylor_polynomial, about=about, order=order), notes):
            name = naming.taylor(number, order, about, first=first)
            planned.append(_planned(name, each, order, "taylor", number))
            points.append(TouchingPoint(number, each.at, each.value, False))
            first = False
    return Approximations(planned, list(dict.fromkeys(points)), notes)


def _of_each(
    naming: "Naming", find: "Callable[[Expression], Touching]", notes: list[str]
) -> list[tuple[int, Touching]]:
    """What touches each function, with its number; a note for each that has none.

    Raises: DatagenError where none has one.
    """
    found, failures = [], []
    for number, member in enumerate(naming.members):
        try:
            found.append((number, find(member.resolved.expression)))
        except DatagenError as failure:
            failures.append(failure)
    if not found:
        raise failures[0]
    notes += map(str, failures)
    return found


def _planned_tangents(naming: "Naming", lines: Sequence[tuple[int, Touching]]) -> list[Planned]:
    """The tangents; the names of those with the same equation say where they touch."""

    def named(placed: bool) -> "list[Name]":
        return [naming.tangent(number, each.at, (each.slope, each.intercept), placed=placed) for number, each in lines]

    names = named(placed=False)
    count = Counter(name.latex for name in names)
    return [
        _planned(name if count[name.latex] == 1 else longer, line, 1, "tangent", number)
        for name, longer, (number, line) in zip(names, named(placed=True), lines, strict=True)
    ]


def _planned(name: "Name", touching: Touching, order: int, role: "Role", number: int) -> Planned:
    from plots.faithful.enclosing import Formula

    return Planned(name, Formula(touching.polynomial), order, role, number, touching.at)
