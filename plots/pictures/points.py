"""Data: points, the curve behind them, a polynomial fit and its residuals."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from datagen.errors import OptionError
from datagen.kinds import Flag, Integer, Optional, Text
from datagen.options import option
from plots.axes import finish, prepare
from plots.canvases import Canvas
from plots.data.equations import column
from plots.pictures import Cell, Picture
from plots.placement.legends import draw_legend, frozen_layout, legend_names
from plots.points import draw_bar, scaled
from plots.sizes import size_inches, text_points
from plots.style import faint
from plots.subjects import STDIN, says_data
from plots.typesetting.ticks import whole_ticks
from plots.typesetting.titles import written

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import PolyCollection
    from matplotlib.figure import Figure

    from plots.data.scatter import Scatter
    from plots.data.series import Series

__all__ = ["PointOptions", "Points"]

SHORT = 2  # characters of a name that stands upright beside its axis
HIGHEST = 30
"""The highest degree of a fit: above, a polynomial shows the noise."""


@dataclass(frozen=True)
class PointOptions(Canvas):
    """The options of data."""

    x_column: str | None = option(
        Optional(Text("NAME")), None, "the column along x, by its name or number", shown="x, or the first of numbers"
    )
    y_column: str | None = option(
        Optional(Text("NAME")), None, "the column along y, by its name or number", shown="y, or the next of numbers"
    )
    truth: str | None = option(Optional(Text("FORMULA|NAME")), None, "draw this function, which is behind the data")
    fit: int | None = option(
        Optional(Integer(0, HIGHEST, metavar="DEGREE")), None,
        "fit a polynomial of this degree, with its equation (up to 4), residual standard deviation s and 95 % band",
    )  # fmt: skip
    residuals: bool = option(Flag(), False, "a second panel with what the fit, or else the truth, leaves of the data")


class Points(Picture):
    """Points from data files, and what lies behind them."""

    takes = PointOptions
    noun = "data"

    def __init__(self, recipe: PointOptions) -> None:
        self.recipe = recipe
        if recipe.residuals and recipe.fit is None and recipe.truth is None:
            raise OptionError("residuals", "data alone", "--fit DEGREE or --truth FORMULA too")
        if recipe.set and recipe.truth is None:
            raise OptionError("set", recipe.set[0][0], "--truth FORMULA too, whose parameters it sets")

    def notes(self) -> list[str]:
        bare = [each for each in self.recipe.subjects if each != STDIN and "/" not in each and not says_data(each)]
        read = [f"{each} is read as the file of that name; to draw a function, write ({each})" for each in bare]
        from plots.data.notes import notes

        data = (note for each in self.series for note in each.notes)
        return [*read, *data, *notes(self._scatter, residuals=self.recipe.residuals)]

    def remarks(self) -> list[str]:
        """The equation of each fit with all digits."""
        from plots.data.notes import equations

        return equations(self._scatter)

    @cached_property
    def series(self) -> "list[Series]":
        """The points of each file. Raises: DatagenError for what cannot be read."""
        from plots.data.series import read_series

        return read_series(self.recipe.subjects, self.recipe.x_column, self.recipe.y_column)

    @cached_property
    def _scatter(self) -> "Scatter":
        from plots.data.scatter import Scatter

        recipe = self.recipe
        width, height = (72 * each / text_points(recipe.size) for each in size_inches(recipe.size))
        return Scatter(
            self.series, (recipe.x, recipe.y), recipe.scales, recipe.pixels, width * height,
            truth=recipe.truth, settings=recipe.set, degree=recipe.fit,
        )  # fmt: skip

    def header(self) -> list[str]:
        return ["curve", "segment", "x", "y"]

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """The points in view, a segment each, then the strokes of the curves, the band's limits and the residuals."""
        return self._scatter.rows(residuals=self.recipe.residuals)

    def alternative(self) -> str:
        """How many points there are and where, and what the truth, the fit and the residuals are."""
        from plots.data.notes import described

        return described(self._scatter, residuals=self.recipe.residuals)

    def draw(self, figure: "Figure") -> None:
        scatter = self._scatter
        heights = [5, 2] if self.recipe.residuals else [1]
        grid = figure.subplots(len(heights), 1, sharex=True, height_ratios=heights, squeeze=False)
        panels: list[Any] = list(grid.flat)
        for ax in panels:
            prepare(ax, self.recipe)
        panels[0].set(xlim=scatter.x, ylim=scatter.y)
        whole_ticks(panels[0].xaxis, [each.x for each in self.series])
        whole_ticks(panels[0].yaxis, [each.y for each in self.series])
        hexagons = [*scatter.draw(panels[0]), *(each for ax in panels[1:] for each in self._draw_residuals(ax))]
        if hexagons:
            scaled(hexagons)
            draw_bar(panels, hexagons[0])
        self._label(panels)
        for ax in panels:
            finish(ax, self.recipe)
        frozen_layout(panels[0])
        draw_legend(panels[0], {name: name for name in legend_names(panels[0])} | scatter.plain)

    def _draw_residuals(self, ax: "Axes") -> "list[PolyCollection]":
        ax.set_yscale("linear")
        ax.set_ylim(self._scatter.residual_range)
        ax.axhline(0, color=faint(), linewidth=ax.spines["left"].get_linewidth(), zorder=1)
        return self._scatter.draw_residuals(ax)

    def _label(self, panels: "list[Axes]") -> None:
        """Name the axes by their columns."""
        along, up = self._scatter.columns
        panels[-1].set_xlabel(_name(along, "xlabel", self.recipe.xlabel))
        label = panels[0].set_ylabel(_name(up, "ylabel", self.recipe.ylabel))
        if column(up) and len(up) <= SHORT:
            label.set(rotation="horizontal", ha="right", va="center")
        for ax in panels[1:]:
            ax.set_ylabel("residual")


def _name(name: str, option: str, given: str | None) -> str:
    """The name of a column as a label."""
    latex = column(name)
    return f"${latex}$" if latex else given or written(option, name)
