"""Functions of one variable: their curves, derivatives, tangents, Taylor polynomials, marks and legend."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from datagen.answers import HIGHEST
from datagen.calculus import ENGINES, chosen
from datagen.errors import OptionError
from datagen.functions import DEFAULT_RANGE, assumed_range
from datagen.kinds import Choice, Choices, Flag, Integer, Many, Real
from datagen.options import option
from plots.axes import finish, prepare
from plots.canvases import Canvas
from plots.curves import Curve, draw_derivatives, draw_zero
from plots.functions.captions import name_curves, name_panels
from plots.functions.families import MOST, Member, domain, families, repetitions, variable
from plots.functions.marks import (
    MARKS,
    Mark,
    draw_ends,
    draw_marks,
    found_marks,
    in_view,
    label_marks,
    name_marks,
    with_room,
)
from plots.functions.naming import Naming
from plots.functions.panels import check_room, panel_axes
from plots.functions.tracing import Planned, doubts, framed, functions_and_derivatives, traced
from plots.pictures import Picture
from plots.sizes import size_inches, text_points
from plots.style import line
from plots.typesetting.labels import letter

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from datagen.functions import Resolved
    from plots.functions.approximations import Approximations

__all__ = ["CurveOptions", "Curves"]

LONGEST = 100
"""The highest order of a Taylor polynomial that is drawn."""


@dataclass(frozen=True)
class CurveOptions(Canvas):
    """The options of functions of one variable."""

    derivative: tuple[int, ...] = option(
        Many(Integer(1, HIGHEST, metavar="ORDER")), (),
        "draw this derivative too; repeatable", short="d",
    )  # fmt: skip
    engine: str = option(Choice(ENGINES), "auto", f"how derivatives are found: {', '.join(ENGINES)}")
    panels: bool = option(Flag(), False, "draw the derivatives of each order in a panel of their own")
    tangent: tuple[float, ...] = option(Many(Real(metavar="AT")), (), "draw the tangent at 1.5 or pi/4; repeatable")
    taylor: tuple[int, ...] = option(
        Many(Integer(0, LONGEST, metavar="ORDER")), (),
        "draw the Taylor polynomial of this order; repeatable",
    )  # fmt: skip
    about: float = option(Real(metavar="AT"), 0.0, "what the Taylor polynomials are about")
    mark: tuple[str, ...] = option(
        Choices(Choice(tuple(MARKS), metavar="MARK")), (), f"mark these points of the functions: {','.join(MARKS)}"
    )
    ends: bool = option(Flag(), False, "mark jumps: a closed dot at the value, open dots at the other limits")

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("derivative", "tangent", "taylor"):
            object.__setattr__(self, name, tuple(dict.fromkeys(getattr(self, name))))
        chosen(self.engine, max(self.derivative, default=0))
        if self.about and not self.taylor:
            raise OptionError("about", f"{self.about:g} alone", "it with a Taylor polynomial, such as --taylor 5")
        if self.panels and not self.derivative:
            raise OptionError("panels", "a function alone", "derivatives with it, such as -d 1")


class Curves(Picture):
    """Functions of one variable and what goes with them, on one pair of axes or in panels."""

    takes = CurveOptions
    noun = "a function of one variable"

    def __init__(self, recipe: CurveOptions) -> None:
        self.recipe = recipe

    def notes(self) -> list[str]:
        """How the functions and the range were read, and what some of the functions do not have."""
        notes = [note for each in self._functions for note in each.notes]
        notes += repetitions(self.recipe.subjects, self._members)
        if self.recipe.x is None and self._x != domain(self._functions):
            notes.append(assumed_range(self._variable, self._x))
        return list(dict.fromkeys(notes + (self._beside.notes if self._beside else [])))

    def remarks(self) -> list[str]:
        """What an axis or rounding hides; with `verbose`, which curves and parts of curves are not certain."""
        from plots.functions.rounding import rounded

        drawn = [each for curves in self._shown for each in curves]
        remarks = [remark for each in drawn for remark in doubts(each, self.recipe.verbose)]
        functions = [member.resolved.expression for member in self._members]
        return remarks + [remark for each in drawn for remark in rounded(each, functions[each.member])]

    @cached_property
    def curves(self) -> list[Curve]:
        """What is drawn: each function, followed by its derivatives, then tangents and Taylor polynomials.

        Raises: DatagenError where a function has several variables or no value in the range.
        """
        return [curve for plan, y in zip(self._panels, self._heights, strict=True) for curve in self._traced(plan, y)]

    def header(self) -> list[str]:
        """The columns of the data."""
        return ["curve", "segment", "x", "y"]

    def rows(self) -> Iterator[tuple[str, int, float, float]]:
        """The points of the curves: the name of the curve, the number of the stroke from 0, x and y."""
        for curve in self.curves:
            for segment, stroke in enumerate(curve.polyline.segments):
                for x, y in stroke.tolist():
                    yield curve.label, segment, x, y

    def alternative(self) -> str:
        """What the curves are and do, from the curves and from their proved roots and extrema."""
        from plots.functions.describing import described

        seen = [in_view(marks, self._x, self._shown[0][0].polyline.y) for marks in self._marks]
        return described(self._naming, self._x, self._told, self.recipe.scales, seen)

    def draw(self, figure: "Figure") -> None:
        """Draw the curves, what is marked on them, and what they are called."""
        recipe, panels = self.recipe, self._shown
        axes = panel_axes(figure, self._x, [curves[0].polyline.y for curves in panels])
        for ax, curves in zip(axes, panels, strict=True):
            prepare(ax, recipe)
            draw_derivatives(ax, curves)
            draw_zero(ax, curves)
            if recipe.ends:
                for number, curve in enumerate(curves):
                    draw_ends(ax, curve, line(number)["color"])
        axes[-1].set_xlabel(f"${letter(self._variable)}$")
        marks = self._draw_marks(axes[0], panels[0])
        for ax in axes:
            finish(ax, recipe)
        if recipe.panels:
            name_panels(axes, [self._naming.axis(order) for order in (0, *recipe.derivative)])
        name_curves(axes[0], panels[0], self._naming.title, self._naming.titled)
        label_marks(axes[0], marks)

    def _draw_marks(self, ax: "Axes", curves: list[Curve]) -> list[Mark]:
        """Draw what is marked on the functions themselves, each in its curve's colour."""
        drawn: list[Mark] = []
        places = [place for place, curve in enumerate(curves) if curve.role == "function"]
        colours = [line(place)["color"] for place in places]
        for colour, marks in zip(colours, self._marks, strict=True):
            seen = in_view(marks, ax.get_xlim(), ax.get_ylim())
            draw_marks(ax, seen, colour, named=len(places) == 1)
            drawn += seen
        if len(places) > 1:
            name_marks(ax, drawn)
        if self._beside:
            self._beside.draw_points(ax, colours)
        return drawn

    @cached_property
    def _shown(self) -> list[list[Curve]]:
        """The curves of each panel, the functions in a view with room for what is written beside their marks."""
        recipe, (first, *others) = self.recipe, self._heights
        marks = [mark for marks in self._marks for mark in marks]
        roomy = with_room(marks, first, logarithmic=recipe.log_y) if recipe.y is None else first
        return [self._traced(plan, y) for plan, y in zip(self._panels, (roomy, *others), strict=True)]

    @property
    def _told(self) -> list[list[Curve]]:
        """The curves, the functions as on a linear y axis: on a logarithmic one they have poles where they are 0."""
        scales = self.recipe.scales
        if not scales.y:
            return self._shown
        linear = scales._replace(y=False)

        def told(plan: Planned, curve: Curve) -> Curve:
            if plan.role != "function":
                return curve
            top = curve.polyline.y[1]
            (plain,) = traced([plan], self._x, (-top, top), self._pixels, linear)
            return replace(plain, polyline=replace(plain.polyline, hidden=curve.polyline.hidden))

        pairs = zip(self._panels, self._shown, strict=True)
        return [[told(*each) for each in zip(plan, curves, strict=True)] for plan, curves in pairs]

    def _traced(self, plan: list[Planned], y: tuple[float, float]) -> list[Curve]:
        return traced(plan, self._x, y, self._pixels, self.recipe.scales)

    @cached_property
    def _heights(self) -> list[tuple[float, float]]:
        """The range of y of each panel."""
        recipe = self.recipe
        return [recipe.y or framed(plan, self._variable, self._x, self._pixels, recipe.scales) for plan in self._panels]

    @property
    def _pixels(self) -> tuple[int, int]:
        """The size of a panel."""
        width, height = self.recipe.pixels
        return width, height // len(self._panels)

    @cached_property
    def _panels(self) -> list[list[Planned]]:
        """What is to be drawn in each panel."""
        recipe = self.recipe
        orders = len(recipe.derivative)
        count = 1 + len(recipe.tangent) + len(recipe.taylor) + (0 if recipe.panels else orders)
        count *= len(self._members)
        if count > MOST:
            raise OptionError("subjects", f"what makes {count} curves", f"what makes {MOST} or fewer in one panel")
        planned = functions_and_derivatives(self._naming, recipe.derivative, recipe.engine)
        beside = self._beside.planned if self._beside else []
        if not recipe.panels:
            return [planned + beside]
        check_room(1 + orders, 72 * size_inches(recipe.size)[1], text_points(recipe.size))
        first, *others = ([each for each in planned if each.order == order] for order in (0, *recipe.derivative))
        return [first + beside, *others]

    @cached_property
    def _beside(self) -> "Approximations | None":
        """The tangents and the Taylor polynomials, if any."""
        recipe, (low, high) = self.recipe, self._x
        if not (recipe.tangent or recipe.taylor):
            return None
        from plots.functions.approximations import approximations

        for at in recipe.tangent:
            if not low <= at <= high:
                raise OptionError("tangent", f"{at:g}", f"a place between the ends of the range, {low:g} to {high:g}")
        return approximations(self._naming, recipe.tangent, recipe.taylor, recipe.about)

    @cached_property
    def _naming(self) -> Naming:
        recipe, several = self.recipe, len({each.subject for each in self._members}) > 1
        beside = recipe.tangent or recipe.taylor
        referred = beside or (recipe.derivative and not recipe.panels) if several else recipe.derivative
        return Naming(self._members, self._variable, referred=bool(referred), panels=recipe.panels)

    @cached_property
    def _members(self) -> list[Member]:
        return families(self.recipe.subjects, self.recipe.set)

    @property
    def _functions(self) -> "list[Resolved]":
        return [each.resolved for each in self._members]

    @cached_property
    def _variable(self) -> str:
        return variable(self._functions)

    @cached_property
    def _x(self) -> tuple[float, float]:
        ends = self.recipe.x or domain(self._functions) or DEFAULT_RANGE
        return self.recipe.scales.shown_x(ends, DEFAULT_RANGE)

    @cached_property
    def _marks(self) -> list[list[Mark]]:
        """What is marked on each function."""
        return [found_marks(each.expression, self._x, self.recipe.mark) for each in self._functions]
