"""The roots of a function on an interval, its extrema and its inflections: all of them, each proved or undecided.

    roots("e^-x sin(2πx)", (-0.01, 5.013))           # 11 roots
    roots("e^-x sin(2πx)", (-0.01, 5.013), order=1)  # 10 extrema: the roots of f'
    roots("x^2", (-1, 1))                            # one, undecided: it is no simple root

A root is proved where interval Newton shows that it exists and is the only one in its enclosure.

Sources: R. E. Moore, Interval Analysis (1966); A. Neumaier, Interval Methods for Systems of Equations (1990).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ulp
from typing import TYPE_CHECKING, Literal

from datagen.errors import DatagenError
from datagen.expressions import Expression, parse

if TYPE_CHECKING:
    from datagen.clusters import Kind
    from datagen.isolation import Array, Isolation

    _Piece = tuple[Kind, float, tuple[float, float], "Status"]
    """A root without its height."""

__all__ = ["HIGHEST", "Root", "Status", "roots"]

HIGHEST = 2
"""The highest derivative whose roots are found."""

ROUNDING = 4
"""Units in the last place by which a root may lie outside of the range: sin x has one at the end of 0:2pi."""

BESIDE = 2.0**-30
"""The share of the range by which it is searched on each side, so that a root at an end is like any other."""

Status = Literal["proved", "undecided", "interval"]


@dataclass(frozen=True, slots=True)
class Root:
    """A root of f, f' or f''.

    kind: root; minimum or maximum, or stationary where f' is not known to change its sign; inflection, or flat where
    f'' is not.
    x, y: where it is, to 1e-12 if it is proved, and the value of f there.
    low, high: the ends of what encloses it.
    status: proved, if it exists and is the only one between low and high; undecided, such as multiple roots and
    corners; interval, if all from low to high are roots.
    """

    kind: "Kind"
    x: float
    y: float
    low: float
    high: float
    status: Status


def roots(f: Expression | str, x: tuple[float, float], order: int = 0) -> list[Root]:
    """The roots of the derivative of an order (0, 1 or 2) on [low, high], from left to right.

    Those of f' at which it changes its sign are extrema, and so are corners and cusps, where f' does not exist but
    changes its sign. Poles and jumps are no roots. Where there are too many roots to be told apart, as those of
    sin(1/x) near 0, or rounding hides them, there is one of status undecided for all of them.

    Raises: DatagenError for a callable, an order above 2, and a function of several variables; IntervalsError for an
    operation that has no bounds.
    """
    if not isinstance(f, Expression | str):
        raise DatagenError("roots need bounds on intervals, which a formula has and a Python function has not")
    if order not in range(HIGHEST + 1):
        raise DatagenError(f"roots are those of f, f' or f'', of the order 0, 1 or 2, not {order}")
    if not x[0] < x[1]:
        raise DatagenError(f"x: {x[0]:g}:{x[1]:g} is no range; give LOW below HIGH")
    return _Search(parse(f) if isinstance(f, str) else f, x, order).found()


class _Search:
    """One search: the function, where, and for the roots of which derivative."""

    def __init__(self, f: Expression, x: tuple[float, float], order: int) -> None:
        from datagen.clusters import Curve

        self.curve, self.order = Curve(f, f.curve_variable()), order
        self.low, self.high = x

    def found(self) -> list[Root]:
        """All roots, from left to right."""
        import numpy as np

        from datagen.isolation import isolated

        beside = BESIDE * (self.high - self.low)
        widened = self.low - beside, self.high + beside
        found = isolated(self.curve.enclosing(self.order), self.curve.refining(self.order), *widened)
        with np.errstate(all="ignore"):
            pieces = [*self._simple(found), *self._intervals(found), *self._clusters(found)]
        pieces.sort(key=lambda each: each[1])
        heights = self.curve.values(np.array([each[1] for each in pieces]), range(1))[0].tolist() if pieces else []
        return [Root(kind, at, y, *ends, status) for (kind, at, ends, status), y in zip(pieces, heights, strict=True)]

    def _simple(self, found: "Isolation") -> "Iterator[_Piece]":
        """The proved ones."""
        rising: tuple[Kind, ...] = ("root", "minimum", "inflection")
        falling: tuple[Kind, ...] = ("root", "maximum", "inflection")
        for low, high, rises in zip(*(each.tolist() for each in (*found.simple, found.rising)), strict=True):
            if self._in_range(low, high):
                kind = (rising if rises else falling)[self.order]
                yield kind, self._clipped(_middle(low, high)), (low, high), "proved"

    def _intervals(self, found: "Isolation") -> "Iterator[_Piece]":
        """Those that fill intervals; their ends lie in the clusters that touch them."""
        import numpy as np

        from datagen.clusters import LEVEL, Clusters, judged, roundest

        kind, (lows, highs) = LEVEL[self.order], found.clusters
        for first, last in _pairs(found.zeros):
            touching = ((lows <= first) & (first <= highs)) | ((lows <= last) & (last <= highs))
            ends = [first, last, *(roundest(float(lows[k]), float(highs[k])) for k in np.flatnonzero(touching))]
            low, high = self._clipped(min(ends)), self._clipped(max(ends))
            if low < high:
                yield kind, low / 2 + high / 2, (low, high), "interval"
            elif self._in_range(low, high):
                end = Clusters(np.array([low]), np.array([high]), np.zeros(1, bool), np.zeros(1, bool))
                if judged(self.curve, self.order, end)[0][0]:
                    yield kind, low, (low, high), "undecided"  # it ends where the range begins

    def _clusters(self, found: "Isolation") -> "Iterator[_Piece]":
        """The undecided ones, as far as there is a root in them."""
        import numpy as np

        from datagen.clusters import Clusters, judged

        (low, high), (first, last) = found.clusters, found.zeros
        apart = np.searchsorted(first, high, side="right") == np.searchsorted(last, low)  # from all zeros
        inside = np.array([self._in_range(*ends) for ends in _pairs(found.clusters)], dtype=bool)
        chosen = Clusters(low, high, found.plausible, found.coarse).some(apart & inside)
        places = judged(self.curve, self.order, chosen)
        for ends, (kind, at) in zip(_pairs((chosen.low, chosen.high)), places, strict=True):
            if kind:
                yield kind, self._clipped(at), (self._clipped(ends[0]), self._clipped(ends[1])), "undecided"

    def _in_range(self, low: float, high: float) -> bool:
        return low <= self.high + ROUNDING * ulp(self.high) and self.low - ROUNDING * ulp(self.low) <= high

    def _clipped(self, x: float) -> float:
        return min(max(x, self.low), self.high)


def _middle(low: float, high: float) -> float:
    """The middle of an enclosure, or a number of few digits in it: 1 rather than 0.9999999999999999."""
    middle = low / 2 + high / 2
    short = float(f"{middle:.9g}")
    return short if low <= short <= high else middle


def _pairs(ends: "tuple[Array, Array]") -> list[tuple[float, float]]:
    return list(zip(*(each.tolist() for each in ends), strict=True))
