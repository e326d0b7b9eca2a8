"""A function of two variables on a grid over the view: its values, its extremes, and where it has none."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from plots.views import Bools, Floats

__all__ = ["Axis", "Extreme", "Field", "axis"]

ZOOMS, CLOSER, ROOM = 60, 0.8, 8
"""How often an extreme is looked at closer, by how much, on how many cells in a row: slowly, along a curved valley."""

PROBES = 24  # cells along each side whose middle is looked at
SETTLED = 0.02  # of the range: how far beyond the grid's an extreme may lie


@dataclass(frozen=True)
class Axis:
    """A variable and its range, in `cells` parts that look even: equal steps, or equal ratios if `logarithmic`."""

    name: str
    low: float
    high: float
    cells: int
    logarithmic: bool = False

    def at(self, place: Floats) -> Floats:
        """The values of the variable at places on the grid: 0 is the low end, `cells` the high one."""
        low, high = (np.log(self.low), np.log(self.high)) if self.logarithmic else (self.low, self.high)
        found = (low * (self.cells - place) + high * place) / self.cells
        return np.clip(np.exp(found), self.low, self.high) if self.logarithmic else found


def axis(name: str, ends: tuple[float, float], wanted: int, *, logarithmic: bool = False) -> Axis:
    """An axis with a prime number of cells, `wanted` or a few more: no point of the grid is a round number.

    So none falls on a pole, a jump or a hole at one, which is where people have them.
    """
    cells = wanted
    while any(cells % each == 0 for each in range(2, int(cells**0.5) + 1)):
        cells += 1
    return Axis(name, *ends, cells, logarithmic)


@dataclass(frozen=True)
class Extreme:
    """The lowest or highest value that was found, and where.

    inside: it is off the border of the view. settled: a closer look found nothing that is much lower or higher; else
    there is a pole, or a needle between the points of the grid.
    """

    value: float
    x: float
    y: float
    inside: bool
    settled: bool


@dataclass(frozen=True)
class Field:
    """f on the grid of two axes: `values` (y.cells + 1, x.cells + 1), the row being that of y."""

    f: Callable[[Floats, Floats], Floats]
    x: Axis
    y: Axis

    @cached_property
    def values(self) -> Floats:
        """float64, nan where f has no value."""
        x, y = (each.at(np.arange(each.cells + 1.0)) for each in (self.x, self.y))
        return self.f(x[None, :], y[:, None])

    def at(self, places: Floats) -> Floats:
        """f at places (n, 2) on the grid, which count cells from the corner where both variables are lowest."""
        return self.f(self.x.at(places[:, 0]), self.y.at(places[:, 1]))

    def points(self, places: Floats) -> Floats:
        """The points (n, 2) of the plane of the variables at places (n, 2) on the grid."""
        return np.column_stack([self.x.at(places[:, 0]), self.y.at(places[:, 1])])

    @cached_property
    def finite(self) -> Floats:
        """The finite values, sorted."""
        return np.sort(self.values[np.isfinite(self.values)])

    @cached_property
    def undefined(self) -> Bools:
        """Where f has no value; infinite ones are values."""
        return np.isnan(self.values)

    @property
    def share_undefined(self) -> float:
        return float(self.undefined.mean())

    @cached_property
    def roughness(self) -> float:
        """How far f is in the middle of a cell from the mean of its corners, in shares of the usual range: the median.

        Near 0 where the grid shows the function, about 1/3 where the function varies faster than the grid can show.
        """
        row, column = (np.linspace(0, n.cells - 1, PROBES).astype(np.int64) for n in (self.y, self.x))
        rows, columns = (each.ravel() for each in np.meshgrid(row, column))
        with np.errstate(all="ignore"):
            middle = self.at(np.column_stack([columns + 0.5, rows + 0.5]))
            corners = [self.values[rows + i, columns + j] / 4 for i in (0, 1) for j in (0, 1)]
            off = np.abs(middle - np.sum(corners, axis=0))
        known = off[np.isfinite(off)]
        return float(np.median(known)) / self.usual if len(known) and self.usual > 0 else 0.0

    @cached_property
    def usual(self) -> float:
        """The range of four fifths of the values, which poles do not widen."""
        with np.errstate(over="ignore"):
            return float(np.subtract(*np.quantile(self.finite, [0.9, 0.1])))

    @cached_property
    def lowest(self) -> Extreme:
        return self._extreme(-1.0)

    @cached_property
    def highest(self) -> Extreme:
        return self._extreme(1.0)

    def _extreme(self, sign: float) -> Extreme:
        """The greatest finite value of sign·f on the grid, then on ever finer grids around it."""
        known = np.where(np.isfinite(self.values), sign * self.values, -np.inf)
        row, column = np.unravel_index(int(known.argmax()), known.shape)
        place, best, reach = np.array([float(column), float(row)]), float(known.max()), 1.0
        for _ in range(ZOOMS):
            steps = np.linspace(-reach, reach, ROOM + 1)
            near = place + np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
            near = np.clip(near, 0.0, (self.x.cells, self.y.cells))
            values = sign * self.at(near)
            values = np.where(np.isfinite(values), values, -np.inf)
            if values.max() > best:
                place, best = near[values.argmax()], float(values.max())
            reach *= CLOSER
        inside = bool((place > 0.5).all() and (place < np.array([self.x.cells, self.y.cells]) - 0.5).all())
        (point,) = self.points(place[None]).tolist()
        with np.errstate(over="ignore"):
            settled = bool(best - known.max() <= SETTLED * (self.finite[-1] - self.finite[0]) + np.spacing(abs(best)))
        return Extreme(sign * best, point[0], point[1], inside, settled)
