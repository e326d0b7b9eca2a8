"""Functions of two variables: level curves or a surface, with the gradient and the curvature at points."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datagen.errors import DatagenError, OptionError
from datagen.functions import assumed_range
from datagen.kinds import Flag, Places
from datagen.options import option
from plots.axes import finish, prepare
from plots.canvases import Canvas
from plots.pictures import Picture
from plots.placement.legends import centre_legend, draw_legend, frozen_layout, legend_names
from plots.typesetting.labels import letter

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


__all__ = ["SurfaceOptions", "Surfaces"]


@dataclass(frozen=True)
class SurfaceOptions(Canvas):
    """The options of functions of two variables."""

    surface: bool = option(Flag(), False, "draw a function of two variables as a surface, and not as contours")
    gradient: bool = option(Flag(), False, "lay the gradient field over contours")
    hessian_at: tuple[tuple[tuple[str, Any], ...], ...] = option(
        Places(), (), "draw the principal axes of curvature at a point, x=2,y=3, and name its kind; repeatable"
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        for name, wanted in (("gradient", self.gradient), ("hessian-at", self.hessian_at)):
            if wanted and self.surface:
                raise OptionError(name, "with --surface", "one of the two: it is drawn over contours")
        for name, wanted in (("log-x", self.log_x), ("log-y", self.log_y)):
            if wanted and self.surface:
                raise OptionError(name, "with --surface", "one of the two: axes in space are linear")


class Surfaces(Picture):
    """A function of two variables: filled contours, or a surface."""

    takes = SurfaceOptions
    noun = "a function of two variables"

    def __init__(self, recipe: SurfaceOptions) -> None:
        from plots.pictures.planes import Plane

        self.recipe, self._plane = recipe, Plane(recipe)
        if len(recipe.subjects) > 1:
            raise DatagenError(f"one figure shows one function of two variables, not {len(recipe.subjects)}")
        for name, values in recipe.set:
            if len(values) > 1:
                text = ",".join(f"{each:g}" for each in values)
                raise OptionError(f"set {name}", text, "one value, for a function of two variables")

    def notes(self) -> list[str]:
        names = zip(self._plane.names, (self.recipe.x, self.recipe.y), strict=True)
        known = self._plane.function.domain or {}
        return [
            *self._plane.function.notes,
            *(assumed_range(name) for name, ends in names if not ends and name not in known),
        ]

    def remarks(self) -> list[str]:
        """Where there is no value, what could not be drawn finely enough, and why a point has no curvature."""
        found = [] if self._plane.hessian is None else self._plane.hessian.remarks()
        share = self._plane.field.share_undefined
        if share:
            found.append(f"{self._plane.function.text} is not defined on {_percent(share)} of the view")
        if self._plane.field.roughness > 0.25:
            found.append(f"{self._plane.function.text} varies faster than the picture can show; choose smaller ranges")
        elif not self.recipe.surface and self._plane.crowded:
            text = self._plane.function.text
            found.append(f"the level lines of {text} are too close to be drawn; choose smaller ranges")
        return found

    def header(self) -> list[str]:
        return ["x", "y", "value"] if self.recipe.surface else ["curve", "segment", "x", "y"]

    def rows(self) -> Iterator[tuple[str | int | float, ...]]:
        """The points of the level lines, the curve being the level; of a surface the grid, row by row."""
        import numpy as np

        if self.recipe.surface:
            field = self._plane.relief
            x, y = (each.at(np.arange(each.cells + 1.0)).tolist() for each in (field.x, field.y))
            for height, row in zip(y, field.values.tolist(), strict=True):
                yield from zip(x, [height] * len(x), row, strict=True)
            return
        for level, lines in zip(self._plane.drawn, self._plane.contours.lines, strict=True):
            for segment, line in enumerate(lines):
                yield from ((f"{level:.12g}", segment, x, y) for x, y in line.tolist())

    def alternative(self) -> str:
        from plots.pictures.words import described

        return described(
            self._plane.function.text, self._plane.field, self._plane.levels, self._plane.curvatures,
            surface=self.recipe.surface, arrows=self.recipe.gradient,
        )  # fmt: skip

    def draw(self, figure: "Figure") -> None:
        if self.recipe.surface:
            self._draw_surface(figure)
        else:
            self._draw_contours(figure)

    def _draw_contours(self, figure: "Figure") -> None:
        from plots.planes.arrows import name_gradient
        from plots.planes.curvatures import draw_points, name_axes
        from plots.surfaces import draw_bands, draw_colour_bar, settle_colour_bar

        ax = figure.add_subplot(xlim=self._plane.ends[0], ylim=self._plane.ends[1])
        prepare(ax, self.recipe)
        if self.recipe.grid:
            ax.set_axisbelow("line")  # above the bands, and below the lines of levels
        ax.spines[:].set_visible(True)
        if self._plane.to_scale:
            ax.set_aspect("equal")
        draw_bands(ax, self._plane.contours, self._plane.levels, self._plane.drawn)
        bar = draw_colour_bar(ax, self._plane.levels, self._plane.label, self._plane.plain)
        plain = draw_points(ax, self._plane.curvatures) | name_axes(ax, self._plane.curvatures)
        if self.recipe.gradient:
            plain |= name_gradient(ax, self._plane.gradients[1])
        self._name_axes(ax)
        finish(ax, self.recipe)
        draw_legend(ax, {name: name for name in legend_names(ax)} | plain)
        frozen_layout(ax)
        settle_colour_bar(ax, bar, self._plane.levels)
        centre_legend(figure)
        self._draw_over(ax)

    def _draw_over(self, ax: "Axes") -> None:
        """Draw what needs to know the layout: principal axes, labels, which keep clear of them, and arrows."""
        import numpy as np

        from plots.planes.arrows import draw_gradient
        from plots.planes.curvatures import draw_axes
        from plots.planes.level_labels import covered, draw_level_labels
        from plots.surfaces import draw_levels, inks, inks_at

        taken = draw_axes(ax, self._plane.curvatures)
        if self._plane.contours.domain is not None:
            taken = np.concatenate([taken, ax.transData.transform(self._plane.contours.domain.border)])
        colours, texts = inks(self._plane.levels, self._plane.drawn), self._plane.texts
        lines = [[] for _ in texts] if self._plane.crowded else self._plane.contours.lines
        lines, labels = draw_level_labels(ax, lines, texts, colours, taken)
        draw_levels(ax, lines, colours)
        if self.recipe.gradient:
            taken = np.concatenate([taken, *map(covered, labels)])
            points, gradients = self._plane.gradients
            colours = inks_at(self._plane.levels, self._plane.values(points))
            draw_gradient(ax, points, gradients, self._plane.spread, colours, taken)

    def _draw_surface(self, figure: "Figure") -> None:
        from plots.placement.spaces import fit_space
        from plots.planes.reliefs import draw_surface
        from plots.surfaces import readable

        ax: Any = figure.add_subplot(projection="3d")
        draw_surface(ax, self._plane.relief, self._plane.heights, self._plane.levels)
        self._name_axes(ax)
        ax.set_zlabel(readable(self._plane.label, self._plane.plain, ax.zaxis.label))
        finish(ax, self.recipe)
        fit_space(ax)

    def _name_axes(self, ax: "Axes") -> None:
        ax.set_xlabel(f"${letter(self._plane.names[0])}$")
        upright: Any = {} if self.recipe.surface else {"rotation": "horizontal", "ha": "right", "va": "center"}
        ax.set_ylabel(f"${letter(self._plane.names[1])}$", **upright)


def _percent(share: float) -> str:
    return "less than 1 %" if share < 0.01 else f"{100 * share:.0f} %"
