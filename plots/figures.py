"""The recipe of a figure of functions of one variable; the only place where a matplotlib figure is made."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, BinaryIO

from datagen.answers import HIGHEST
from datagen.errors import OptionError
from datagen.formats import number
from datagen.functions import DEFAULT_RANGE, assumed_range
from datagen.kinds import Choice, Choices, Flag, Integer, Many, Optional, Range, Settings, Text
from datagen.options import option
from plots.curves import Curve, draw_derivatives, draw_zero
from plots.labels import FRACTION, letter
from plots.legends import draw_legend, frozen_layout, legend_names
from plots.marks import MARKS, Mark, draw_ends, draw_marks, found_marks, in_view, label_marks, with_room
from plots.saving import Drawing
from plots.sizes import Size, size_inches, text_points
from plots.style import applied, line, paper
from plots.tracing import domain, read, trace, variable

if TYPE_CHECKING:
    import matplotlib.figure
    from matplotlib.axes import Axes

    from datagen.functions import Resolved

__all__ = ["Figure"]

LARGEST = 100_000_000  # px


@dataclass(frozen=True)
class Figure(Drawing):
    """Draw functions of one variable and their derivatives.

    Example: datagen plot damped-sine -d 1 -d 2 -o fig.png

    The format is that of the file's name: PNG, SVG or PDF.
    """

    functions: tuple[str, ...] = option(Many(Text("NAME|FORMULA")), help="what to draw, one or more", argument=True)
    x: tuple[float, float] | None = option(
        Optional(Range()), None, "the range of the variable", shown="that of the named function, else -5:5"
    )
    y: tuple[float, float] | None = option(Optional(Range()), None, "the range shown", shown="that of the curves")
    derivative: tuple[int, ...] = option(
        Many(Integer(1, HIGHEST, metavar="ORDER")), (),
        "draw this derivative too; repeatable", short="d",
    )  # fmt: skip
    set: tuple[tuple[str, float], ...] = option(Settings(), (), "the value of a parameter; repeatable")
    mark: tuple[str, ...] = option(
        Choices(Choice(tuple(MARKS), metavar="MARK")), (), f"mark these points of the functions: {','.join(MARKS)}"
    )
    ends: bool = option(Flag(), False, "mark jumps: a closed dot at the value, open dots at the other limits")
    size: str = option(Size(), "6x4", "the size: 6x4 (inches), 15x10cm, 150x100mm, ieee-column, a4-text, slide")
    dpi: int = option(Integer(20, 2400), 200, "pixels per inch of a PNG")
    verbose: bool = option(Flag(), False, "say which curves could not be proved to be all there", short="v")

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "derivative", tuple(dict.fromkeys(self.derivative)))
        if not self.functions:
            raise OptionError("functions", "none", "one or more, such as damped-sine or 'x^2'")
        width, height = self.pixels
        if width * height > LARGEST:
            needed = 4 * width * height / 2**30
            most = int((LARGEST / (width * height)) ** 0.5 * self.dpi)
            raise OptionError("dpi", f"{self.dpi} for {self.size} (a canvas of {needed:.1f} GiB)", f"{most} or less")

    @property
    def pixels(self) -> tuple[int, int]:
        """The size of the canvas: that of a PNG, and what the curves are sampled for."""
        width, height = size_inches(self.size)
        return round(width * self.dpi), round(height * self.dpi)

    def notes(self) -> list[str]:
        """How the formulas and the range were read."""
        notes = [note for each in self._functions for note in each.notes]
        if self.x is None and domain(self._functions) is None:
            notes.append(assumed_range(variable(self._functions)))
        return notes

    def remarks(self) -> list[str]:
        """With `verbose`, which curves are drawn from values alone, and which parts could not be decided."""
        return [remark for curve in self._curves for remark in _doubts(curve)] if self.verbose else []

    def style(self) -> dict[str, Any]:
        """matplotlib's settings: those of a paper whose text has the size that goes with the figure's."""
        return paper(text_points(self.size))

    def curves(self) -> list[Curve]:
        """What is drawn: each function, followed by its derivatives.

        Raises: DatagenError where a function has several variables or no value in the range.
        """
        return list(self._curves)

    def write_data(self, stream: BinaryIO) -> None:
        """Write the points of the curves as CSV, a row each: curve, segment, x, y."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["curve", "segment", "x", "y"])
        writer.writerows((label, segment, number(x), number(y)) for label, segment, x, y in self.rows())
        stream.write(text.getvalue().encode())

    def rows(self) -> Iterator[tuple[str, int, float, float]]:
        """The points of the curves: the name of the curve, the number of the stroke from 0, x and y."""
        for curve in self.curves():
            for segment, stroke in enumerate(curve.polyline.segments):
                for x, y in stroke.tolist():
                    yield curve.label, segment, x, y

    def draw(self) -> "matplotlib.figure.Figure":
        """The figure, drawn anew, with its layout done."""
        curves = self._shown_curves()
        with applied(self.style()):
            import matplotlib.figure

            figure = matplotlib.figure.Figure(figsize=size_inches(self.size), dpi=self.dpi)
            ax = figure.add_subplot(xlim=self._x, ylim=curves[0].polyline.y)
            ax.set_xlabel(f"${letter(variable(self._functions))}$")
            draw_derivatives(ax, curves)
            draw_zero(ax, curves)
            marks = self._draw_marks(ax, curves)
            _typeset_powers(ax)
            _name(ax, curves, marks)
            label_marks(ax, marks)
        return figure

    def _shown_curves(self) -> list[Curve]:
        """The curves in a view that has room for what is written beside their marks."""
        y = self._curves[0].polyline.y
        roomy = with_room((mark for marks in self._marks for mark in marks), y) if self.y is None else y
        return self._curves if roomy == y else trace(self._functions, self.derivative, self._x, roomy, self.pixels)

    def _draw_marks(self, ax: "Axes", curves: list[Curve]) -> list[Mark]:
        """Draw what is marked on the functions themselves, each in its curve's colour."""
        drawn: list[Mark] = []
        places = [place for place, curve in enumerate(curves) if curve.order == 0]
        for place, marks in zip(places, self._marks, strict=True):
            colour = line(place)["color"]
            if self.ends:
                draw_ends(ax, curves[place], colour)
            seen = in_view(marks, ax.get_xlim(), ax.get_ylim())
            draw_marks(ax, seen, colour, legend_names(ax))
            drawn += seen
        return drawn

    @cached_property
    def _functions(self) -> "list[Resolved]":
        return read(self.functions, self.set)

    @property
    def _x(self) -> tuple[float, float]:
        return self.x or domain(self._functions) or DEFAULT_RANGE

    @cached_property
    def _marks(self) -> list[list[Mark]]:
        """What is marked on each function."""
        return [found_marks(each.expression, self._x, self.mark) for each in self._functions]

    @cached_property
    def _curves(self) -> list[Curve]:
        return trace(self._functions, self.derivative, self._x, self.y, self.pixels)


def _doubts(curve: Curve) -> Iterator[str]:
    """What of a curve is not certain, a line each."""
    line = curve.polyline
    if line.method == "values":
        yield f"{curve.label} is drawn from its values alone: what lies between two of them is not known"
    elif line.undecided:
        low, high = line.undecided[0][0], line.undecided[-1][1]
        count = "1 interval" if len(line.undecided) == 1 else f"{len(line.undecided)} intervals"
        yield f"{curve.label} could not be decided on {count} from {low:.6g} to {high:.6g}, drawn as sampled"


def _typeset_powers(ax: "Axes") -> None:
    """Write a power that all tick labels of an axis share as 10⁻⁹, not 1e-9: by mathtext, only where it is needed."""
    from matplotlib.ticker import ScalarFormatter

    for axis in (ax.xaxis, ax.yaxis):
        formatter = axis.get_major_formatter()
        assert isinstance(formatter, ScalarFormatter)
        formatter.set_locs(axis.get_majorticklocs().tolist())
        formatter.set_useMathText(bool(formatter.get_offset()))


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
