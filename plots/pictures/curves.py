"""Functions of one variable: their curves, derivatives, marks and legend."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from datagen.answers import HIGHEST
from datagen.functions import DEFAULT_RANGE, assumed_range
from datagen.kinds import Choice, Choices, Flag, Integer, Many
from datagen.options import option
from plots.axes import finish, prepare
from plots.canvases import Canvas
from plots.curves import Curve, draw_derivatives, draw_zero
from plots.labels import FRACTION, letter
from plots.legends import draw_legend, frozen_layout, legend_names
from plots.marks import MARKS, Mark, draw_ends, draw_marks, found_marks, in_view, label_marks, with_room
from plots.pictures import Picture
from plots.style import line
from plots.tracing import domain, read, trace, variable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from datagen.functions import Resolved

__all__ = ["CurveOptions", "Curves"]

LOST = "the logarithmic y axis leaves the rest out"


@dataclass(frozen=True)
class CurveOptions(Canvas):
    """The options of functions of one variable."""

    derivative: tuple[int, ...] = option(
        Many(Integer(1, HIGHEST, metavar="ORDER")), (),
        "draw this derivative too; repeatable", short="d",
    )  # fmt: skip
    mark: tuple[str, ...] = option(
        Choices(Choice(tuple(MARKS), metavar="MARK")), (), f"mark these points of the functions: {','.join(MARKS)}"
    )
    ends: bool = option(Flag(), False, "mark jumps: a closed dot at the value, open dots at the other limits")

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "derivative", tuple(dict.fromkeys(self.derivative)))


class Curves(Picture):
    """Functions of one variable and their derivatives on one pair of axes."""

    takes = CurveOptions
    noun = "a function of one variable"

    def __init__(self, recipe: CurveOptions) -> None:
        self.recipe = recipe

    def notes(self) -> list[str]:
        notes = [note for each in self._functions for note in each.notes]
        if self.recipe.x is None and self._x != domain(self._functions):
            notes.append(assumed_range(variable(self._functions), self._x))
        return notes

    def remarks(self) -> list[str]:
        """What a logarithmic axis cannot show; with `verbose`, which curves and parts of curves are not certain."""
        lost = [f"{each.label} is not above 0 everywhere: {LOST}" for each in self.curves if each.polyline.hidden]
        return lost + [remark for curve in self.curves for remark in _doubts(curve) if self.recipe.verbose]

    @cached_property
    def curves(self) -> list[Curve]:
        """What is drawn: each function, followed by its derivatives.

        Raises: DatagenError where a function has several variables or no value in the range.
        """
        recipe = self.recipe
        return trace(self._functions, recipe.derivative, self._x, recipe.y, recipe.pixels, recipe.scales)

    def header(self) -> list[str]:
        return ["curve", "segment", "x", "y"]

    def rows(self) -> Iterator[tuple[str, int, float, float]]:
        """The points of the curves: the name of the curve, the number of the stroke from 0, x and y."""
        for curve in self.curves:
            for segment, stroke in enumerate(curve.polyline.segments):
                for x, y in stroke.tolist():
                    yield curve.label, segment, x, y

    def alternative(self) -> str:
        low, high = self._x
        names = ", ".join(curve.label for curve in self.curves)
        return f"{names} for {variable(self._functions)} from {low:g} to {high:g}"

    def draw(self, figure: "Figure") -> None:
        curves = self._shown_curves()
        ax = figure.add_subplot(xlim=self._x, ylim=curves[0].polyline.y)
        prepare(ax, self.recipe)
        ax.set_xlabel(f"${letter(variable(self._functions))}$")
        draw_derivatives(ax, curves)
        draw_zero(ax, curves)
        marks = self._draw_marks(ax, curves)
        finish(ax, self.recipe)
        _name(ax, curves, marks)
        label_marks(ax, marks)

    def _shown_curves(self) -> list[Curve]:
        """The curves in a view that has room for what is written beside their marks."""
        y, recipe = self.curves[0].polyline.y, self.recipe
        roomy = with_room((mark for marks in self._marks for mark in marks), y) if recipe.y is None else y
        return self.curves if roomy == y else trace(self._functions, recipe.derivative, self._x, roomy, recipe.pixels, recipe.scales)

    def _draw_marks(self, ax: "Axes", curves: list[Curve]) -> list[Mark]:
        """Draw what is marked on the functions themselves, each in its curve's colour."""
        drawn: list[Mark] = []
        places = [place for place, curve in enumerate(curves) if curve.order == 0]
        for place, marks in zip(places, self._marks, strict=True):
            colour = line(place)["color"]
            if self.recipe.ends:
                draw_ends(ax, curves[place], colour)
            seen = in_view(marks, ax.get_xlim(), ax.get_ylim())
            draw_marks(ax, seen, colour, legend_names(ax))
            drawn += seen
        return drawn

    @cached_property
    def _functions(self) -> "list[Resolved]":
        return read(self.recipe.subjects, [(name, values[0]) for name, values in self.recipe.set])

    @property
    def _x(self) -> tuple[float, float]:
        ends = self.recipe.x or domain(self._functions) or DEFAULT_RANGE
        return self.recipe.scales.shown_x(ends, DEFAULT_RANGE)

    @cached_property
    def _marks(self) -> list[list[Mark]]:
        """What is marked on each function."""
        return [found_marks(each.expression, self._x, self.recipe.mark) for each in self._functions]


def _doubts(curve: Curve) -> Iterator[str]:
    """What of a curve is not certain, a line each."""
    line = curve.polyline
    if line.method == "values":
        yield f"{curve.label} is drawn from its values alone: what lies between two of them is not known"
    elif line.undecided:
        low, high = line.undecided[0][0], line.undecided[-1][1]
        count = "1 interval" if len(line.undecided) == 1 else f"{len(line.undecided)} intervals"
        yield f"{curve.label} could not be decided on {count} from {low:.6g} to {high:.6g}, drawn as sampled"


def _name(ax: "Axes", curves: list[Curve], marks: list[Mark]) -> None:
    """Say what the curves are, one alone beside its axis, if it is a line of text that fits, and what the marks are."""
    kinds = {name: name for name in legend_names(ax)} if marks else {}
    if len(curves) == 1 and FRACTION not in curves[0].latex:
        label = ax.set_ylabel(curves[0].latex)
        frozen_layout(ax)
        if label.get_window_extent().height <= ax.get_window_extent().height:
            if marks:
                ax.lines[0].set_label("_curve")
                draw_legend(ax, kinds)
            return
    ax.set_ylabel("$y$", rotation="horizontal", horizontalalignment="right", verticalalignment="center")
    draw_legend(ax, kinds | {curve.latex: curve.label for curve in curves})
