"""The heights at which a curve has been drawn, column by column of the view."""

import numpy as np

from plots.faithful.splitting import runs
from plots.views import Floats, Integers

__all__ = ["Ink"]

GAP = 1.0  # px: heights that are no farther apart leave nothing uncovered


class Ink:
    """Disjoint stretches of ink, each in one column from one height to another.

    A stretch is kept as two numbers, column · span + height, so that one sorted search finds the stretch that covers
    a height of a column, for all columns at once.
    """

    def __init__(self, height: float) -> None:
        self._span = height + 16.0
        self._starts, self._ends = np.empty(0), np.empty(0)

    def add(self, column: Integers, low: Floats, high: Floats) -> None:
        """Ink from `low` to `high`, in px, in the columns; stretches that meet become one."""
        if not len(column):
            return
        starts = np.concatenate([self._starts, column * self._span + low])
        ends = np.concatenate([self._ends, column * self._span + high])
        order = np.argsort(starts, kind="stable")
        starts, reach = starts[order], np.maximum.accumulate(ends[order])
        first, last = runs(starts[1:] > reach[:-1] + GAP)
        self._starts, self._ends = starts[first], reach[last]

    def covers(self, column: Integers, low: Floats, high: Floats, by: float) -> "np.typing.NDArray[np.bool_]":
        """Whether all heights from `low` to `high` lie within `by` px of one stretch of their column."""
        if not len(self._starts):
            return np.zeros(len(column), dtype=bool)
        start = column * self._span + low
        place = np.searchsorted(self._starts, start + by, side="right") - 1
        covered: np.typing.NDArray[np.bool_] = (place >= 0) & (self._ends[place] + by >= column * self._span + high)
        return covered
