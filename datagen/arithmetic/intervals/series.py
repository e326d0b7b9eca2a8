"""IntervalSeries: truncated Taylor series whose coefficients are intervals, and their ring operations.

A coefficient is an Interval, or a float that is the same on all boxes: 0.0 and 1.0 cost nothing.
"""

from collections.abc import Sequence
from typing import Union

from datagen.arithmetic.intervals.interval import Interval, divided, point

__all__ = ["IntervalSeries", "Row", "Series", "differentiated", "lifted", "plus", "ratio", "times"]

Row = Interval | float
Series = Union["IntervalSeries", Interval, float]


class IntervalSeries:
    """A truncated Taylor series: `rows` has its coefficients, from the value on."""

    __slots__ = ("rows",)
    __array_ufunc__ = None

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = tuple(rows)

    def __neg__(self) -> "IntervalSeries":
        return IntervalSeries([-row for row in self.rows])

    def __add__(self, other: Series) -> "IntervalSeries":
        second = lifted(other, len(self.rows)).rows
        return IntervalSeries([plus(a, b) for a, b in zip(self.rows, second, strict=True)])

    __radd__ = __add__

    def __sub__(self, other: Series) -> "IntervalSeries":
        second = lifted(other, len(self.rows)).rows
        return IntervalSeries([plus(a, -b) for a, b in zip(self.rows, second, strict=True)])

    def __rsub__(self, other: Series) -> "IntervalSeries":
        return -self + other

    def __mul__(self, other: Series) -> "IntervalSeries":
        first, second = self.rows, lifted(other, len(self.rows)).rows
        if other is self:
            return IntervalSeries([_square(first, k) for k in range(len(first))])
        return IntervalSeries([_convolved(first, second, k) for k in range(len(first))])

    __rmul__ = __mul__

    def __truediv__(self, other: Series) -> "IntervalSeries":
        return ratio(self, lifted(other, len(self.rows)))

    def __rtruediv__(self, other: Series) -> "IntervalSeries":
        return ratio(lifted(other, len(self.rows)), self)


def lifted(value: Series, length: int) -> IntervalSeries:
    """A number or an interval as a constant series; a series as it is."""
    return value if isinstance(value, IntervalSeries) else IntervalSeries([value, *(0.0,) * (length - 1)])


def plus(a: Row, b: Row) -> Row:
    """a + b, where 0.0 costs nothing."""
    if not isinstance(a, Interval) and (a == 0 or not isinstance(b, Interval)):
        return b if a == 0 else point(a) + b
    return a if not isinstance(b, Interval) and b == 0 else a + b


def times(a: Row, b: Row) -> Row:
    """0 times anything is 0: a slope that does not matter need not exist."""
    if isinstance(b, Interval) and not isinstance(a, Interval):
        a, b = b, a
    if isinstance(b, Interval):
        return a * b
    if b == 0 or (not isinstance(a, Interval) and a == 0):
        return 0.0
    return a if b == 1 else point(a) * b


def _convolved(first: Sequence[Row], second: Sequence[Row], k: int) -> Row:
    total = times(first[0], second[k])
    for j in range(1, k + 1):
        total = plus(total, times(first[j], second[k - j]))
    return total


def _square(rows: Sequence[Row], k: int) -> Row:
    total: Row = 0.0
    for j in range((k + 1) // 2):
        total = plus(total, times(2.0, times(rows[j], rows[k - j])))
    return total if k % 2 else plus(total, times(rows[k // 2], rows[k // 2]))


def ratio(a: IntervalSeries, b: IntervalSeries) -> IntervalSeries:
    """a/b by q_k = (a_k - b_1 q_(k-1) - ... - b_k q_0)/b_0."""
    quotient: list[Row] = [divided(a.rows[0], b.rows[0])]
    for k in range(1, len(a.rows)):
        rest = a.rows[k]
        for j in range(1, k + 1):
            product = times(b.rows[j], quotient[k - j])
            rest = plus(rest, -product)
        quotient.append(0.0 if not isinstance(rest, Interval) and rest == 0 else divided(rest, b.rows[0]))
    return IntervalSeries(quotient)


def differentiated(series: IntervalSeries) -> IntervalSeries:
    """The coefficients of f' from those of f; the last is not known, and not used."""
    return IntervalSeries([*(times(float(k), row) for k, row in enumerate(series.rows[1:], 1)), 0.0])
