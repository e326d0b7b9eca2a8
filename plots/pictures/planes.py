"""A function of two variables in its view, and all that is found of it there, each when it is first asked for."""

import math
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from datagen.errors import DatagenError, OptionError
from datagen.functions import DEFAULT_RANGE, Resolved, meant, resolve
from datagen.kinds import shown
from datagen.pointwise import Hessian, PlaceError
from plots.typesetting.labels import formula

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from plots.pictures.surfaces import SurfaceOptions
    from plots.planes.contours import Contours
    from plots.planes.curvatures import Curvature
    from plots.planes.fields import Field
    from plots.planes.levels import Levels

    Floats = NDArray[np.float64]

__all__ = ["Plane"]

CELL = 2.0  # px: the cells of the grid
SHARE = 0.8  # of the canvas that the axes have, about
CELLS = 240, 800  # the fewest and the most on a side of the grid
ROUND = 2.0  # ranges that differ by this factor at most are drawn to one scale
FILLED = 0.55  # of the room: what a picture drawn to one scale has to fill of it, where no angles have to be seen
BLACK = 0.3  # of the view: level lines that cover more of it hide what is between them
NEAREST = 1e-3  # of the ranges: a critical point that is nearer to a given one looks to be at the same place
STEPS = 30  # of Newton's method, from a point to a critical one


class Plane:
    """What a recipe shows of its one function of two variables."""

    def __init__(self, recipe: "SurfaceOptions") -> None:
        self.recipe = recipe

    @cached_property
    def function(self) -> Resolved:
        (text,) = self.recipe.subjects
        return resolve(text, [(name, value) for name, (value,) in self.recipe.set])

    @cached_property
    def names(self) -> tuple[str, str]:
        """The variable along each axis: x and y along their own, others in their order."""
        first, second = self.function.expression.variables
        return (second, first) if second == "x" or first == "y" else (first, second)

    @cached_property
    def ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The range of each axis."""
        known, (x, y) = self.function.domain or {}, self.names
        return self.recipe.x or known.get(x, DEFAULT_RANGE), self.recipe.y or known.get(y, DEFAULT_RANGE)

    @property
    def ranges(self) -> str:
        pairs = zip(self.names, self.ends, strict=True)
        return " and ".join(f"{name} from {low:g} to {high:g}" for name, (low, high) in pairs)

    @property
    def to_scale(self) -> bool:
        """Whether one unit is as long on both axes: where the ranges are alike, a circle looks like one.

        On a canvas of which that would leave half empty it is so only where arrows or principal axes are drawn.
        """
        wide, high = (ends[1] - ends[0] for ends in self.ends)
        if self.recipe.log_x or self.recipe.log_y or max(wide, high) > ROUND * min(wide, high):
            return False
        width, height = self.recipe.pixels
        filled = min(width / wide, height / high) / max(width / wide, height / high)
        return self.recipe.gradient or bool(self.recipe.hessian_at) or filled >= FILLED

    @property
    def label(self) -> str:
        return formula(self.function.formula, self.function.values)

    @property
    def plain(self) -> str:
        """The label without mathtext."""
        return ", ".join([self.function.text, *(f"{name} = {each:g}" for name, each in self.function.values.items())])

    def _grid(self, cells: tuple[int, int]) -> "Field":
        """The function on a grid. Raises: DatagenError where it has no finite value on it."""
        import numpy as np

        from plots.planes.fields import Field, axis

        logarithmic = (self.recipe.log_x, self.recipe.log_y)
        for name, ends, log in zip(("x", "y"), self.ends, logarithmic, strict=True):
            if log and ends[0] <= 0:
                raise OptionError(f"log-{name}", f"a range from {ends[0]:g} to {ends[1]:g}", "a range above 0")
        x, y = (
            axis(name, ends, wanted, logarithmic=log)
            for name, ends, wanted, log in zip(self.names, self.ends, cells, logarithmic, strict=True)
        )
        expression = self.function.expression
        field = Field(lambda x_, y_: expression(**dict(zip(self.names, (x_, y_), strict=True))), x, y)
        if not len(field.finite):
            reason = "is too large to draw" if np.isinf(field.values).any() else "has no value"
            raise DatagenError(f"{self.function.text} {reason} for {self.ranges}")
        return field

    @cached_property
    def field(self) -> "Field":
        fewest, most = CELLS
        width, height = (max(fewest, min(most, int(SHARE * side / CELL))) for side in self.recipe.pixels)
        return self._grid((width, height))

    @cached_property
    def relief(self) -> "Field":
        from plots.planes.reliefs import FACES

        return self._grid((FACES, FACES))

    @cached_property
    def heights(self) -> tuple[float, float]:
        """What a surface shows of the function: all of it, but for what is near a pole."""
        from plots.planes.levels import seen

        low, high = seen(self.field)
        return (low, high) if low < high else (low - (abs(low) / 2 or 1.0), high + (abs(high) / 2 or 1.0))

    @cached_property
    def levels(self) -> "Levels":
        from plots.planes.levels import choose_levels

        return choose_levels(self.field)

    @cached_property
    def drawn(self) -> tuple[float, ...]:
        """The levels that are taken somewhere."""
        low, high = self.field.finite[0], self.field.finite[-1]
        return tuple(each for each in self.levels.bounds if low < each < high)

    @property
    def texts(self) -> list[str]:
        from plots.planes.bands import level_text

        return [level_text(each) for each in self.drawn]

    @cached_property
    def contours(self) -> "Contours":
        from plots.planes.contours import trace_contours

        return trace_contours(self.field, self.drawn)

    @cached_property
    def crowded(self) -> bool:
        """Whether level lines would cover so much of the view that its colours could not be seen."""
        import numpy as np

        from plots.surfaces import THIN

        sides = [SHARE * side for side in self.recipe.pixels]
        sides = [min(sides)] * 2 if self.to_scale else sides
        length = 0.0
        for line in (each for lines in self.contours.lines for each in lines):
            steps = np.diff(self._shares(line), axis=0) * sides
            length += float(np.hypot(*steps.T).sum())
        width = THIN * float(self.recipe.settings()["lines.linewidth"]) * self.recipe.dpi / 72
        return length * width > BLACK * sides[0] * sides[1]

    def _shares(self, points: "Floats") -> "Floats":
        """Points (n, 2) as shares of the two axes."""
        import numpy as np

        places = []
        for along, axis in zip(points.T, (self.field.x, self.field.y), strict=True):
            low, high, found = axis.low, axis.high, along
            if axis.logarithmic:
                low, high, found = math.log(low), math.log(high), np.log(along)
            places.append((found - low) / (high - low))
        return np.column_stack(places)

    @property
    def spread(self) -> tuple[int, int]:
        """How many arrows there are in a row and in a column."""
        from plots.planes.arrows import spread

        width, height = (SHARE * side * 72 / self.recipe.dpi for side in self.recipe.pixels)
        return spread(
            min(width, height) if self.to_scale else width, height, float(self.recipe.settings()["font.size"])
        )

    @cached_property
    def gradients(self) -> "tuple[Floats, Floats]":
        """The points of arrows (n, 2) in the plane, and the gradients there, both in the order of the axes."""
        import numpy as np

        from datagen.calculus import gradient

        sides = [(np.arange(n) + 0.5) / n for n in self.spread]
        shares = np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, 2)
        points = self.field.points(shares * [self.field.x.cells, self.field.y.cells])
        order = [self.names.index(name) for name in self.function.expression.variables]
        return points, gradient(self.function.expression)(points[:, order])[:, order]

    def values(self, points: "Floats") -> "Floats":
        """The function at points (n, 2) of the plane."""
        return self.field.f(*points.T)

    @cached_property
    def hessian(self) -> Hessian | None:
        """The Hessians that are asked for. Raises: PlaceError, OptionError for a point out of view."""
        recipe, known = self.recipe, self.function.expression.variables
        if not recipe.hessian_at:
            return None
        for place in recipe.hessian_at:
            named = {meant(name, known): value for name, value in place}
            if {*named} != {*known} or len(place) != 2:
                raise PlaceError(shown(place), self.function.text, known, "hessian-at")
            if not all(ends[0] <= named[name] <= ends[1] for name, ends in zip(self.names, self.ends, strict=True)):
                raise OptionError("hessian-at", shown(place), f"a point of the view, {self.ranges}")
        settings = tuple((name, value) for name, (value,) in recipe.set)
        return Hessian(self.function.text, at=recipe.hessian_at, set=settings)

    @cached_property
    def curvatures(self) -> "list[Curvature]":
        return [] if self.hessian is None else list(_found(self.hessian, self.names, self._nearby))

    def _nearby(self, point: Sequence[float]) -> str | None:
        """The kind of the critical point to which Newton's method leads from a point, if it looks to be the same."""
        import numpy as np

        from datagen.calculus import gradient, hessian
        from datagen.critical import nature

        expression, known = self.function.expression, self.function.expression.variables
        ends = dict(zip(self.names, self.ends, strict=True))
        place, near = np.array(point), NEAREST * np.array([ends[name][1] - ends[name][0] for name in known])
        for _ in range(STEPS):
            slope, matrix = gradient(expression)(place), hessian(expression)(place)
            if not (np.isfinite(slope).all() and np.isfinite(matrix).all()) or np.linalg.matrix_rank(matrix) < 2:
                return None
            step = np.linalg.solve(matrix, slope)
            place = place - step
            if (np.abs(place - point) > near).any():
                return None
            if (np.abs(step) <= np.spacing(np.abs(place)) + 1e-9 * near).all():
                break
        value = float(expression(**dict(zip(known, place, strict=True))))
        return nature(place.tolist(), value, gradient(expression)(place).tolist(), hessian(expression)(place).tolist())


def _found(
    recipe: Hessian, names: tuple[str, str], nearby: Callable[[Sequence[float]], str | None]
) -> "Iterator[Curvature]":
    """What a Hessian recipe finds at its points, in the order of the axes; `nearby` for those that are not critical."""
    import numpy as np

    from datagen.critical import principal_axes
    from plots.planes.curvatures import Curvature

    found = recipe.run()
    order = [found.subject.variables.index(name) for name in names]
    every = zip(found.points, found.values, found.gradients, found.matrices, found.natures, strict=True)
    for point, value, slope, matrix, kind in every:
        values, axes = principal_axes(np.array(matrix)[np.ix_(order, order)])
        (x, y), near = (point[each] for each in order), None if kind else nearby(point)
        yield Curvature(x, y, value, math.hypot(*slope), (values[0], values[1]), axes, kind, near)
