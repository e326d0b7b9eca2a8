"""What a curve is drawn for: the ranges of x and y, the pixels that show them, and places in both."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["COLUMN", "Bools", "Floats", "Integers", "RealFunction", "View", "even"]

Bools: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]
RealFunction: TypeAlias = Callable[[Floats], Floats]

COLUMN = 0.5  # px: ink and curve in the same column are close enough sideways


@dataclass(frozen=True)
class View:
    """The ranges shown and the pixels that show them."""

    x: tuple[float, float]
    y: tuple[float, float]
    size: tuple[int, int]

    @property
    def range(self) -> float:
        """The width in units of x."""
        return self.x[1] - self.x[0]

    def width(self, a: Floats, b: Floats) -> Floats:
        """b − a in px."""
        return (b - a) / self.range * self.size[0]

    def column(self, a: Floats, b: Floats) -> Integers:
        """The column, COLUMN px wide, of the middles of intervals."""
        middle = (a / 2 + b / 2 - self.x[0]) / self.range
        return (middle * (self.size[0] / COLUMN)).astype(np.int64)

    def rows(self, values: Floats) -> Floats:
        """Values in px above the lower edge, those outside of the view moved to one px beside it."""
        with np.errstate(over="ignore", invalid="ignore"):
            rows = (values - self.y[0]) / (self.y[1] - self.y[0]) * self.size[1]
        return np.minimum(np.maximum(rows, -1.0), self.size[1] + 1.0)

    def height(self, low: Floats, high: Floats) -> Floats:
        """high − low in px, those of infinite values infinite."""
        with np.errstate(over="ignore", invalid="ignore"):
            return (high - low) / (self.y[1] - self.y[0]) * self.size[1]

    def steepness(self, slopes: Floats) -> Floats:
        """Slopes in px of height per px of width."""
        return slopes * (self.range / self.size[0] / (self.y[1] - self.y[0]) * self.size[1])

    def side(self, values: Floats) -> Integers:
        """−1 below the view, 0 in it, 1 above it."""
        return np.where(values < self.y[0], -1, np.where(values > self.y[1], 1, 0))


def even(x: tuple[float, float], gaps: int) -> Floats:
    """gaps + 1 even points over a range, symmetric where it is: np.linspace(-5, 5, 1201) misses 0 by 9e-16."""
    steps = np.arange(gaps + 1)
    return (x[0] * steps[::-1] + x[1] * steps) / gaps
