"""Enclosures of derivatives: truncated Taylor series whose coefficients are intervals.

    xp = Enclosures(2, intervals)
    xp.coefficients(xp.sin(xp.variable(Interval(0.0, 1.0))))  # sin, cos and -sin/2 on [0, 1]

The k-th coefficient encloses f^(k)(x)/k! for every x of the box at which it exists; its flags say whether it exists,
and is continuous, everywhere on the box. Where f has a corner, its slope is enclosed by the slopes of both sides and
the higher derivatives by all numbers; where it may jump, all of them by all numbers: f(y) - f(x) never exceeds what
the enclosures allow.
"""

import math
from collections.abc import Callable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from datagen.arithmetic.intervals.derivatives import DERIVATIVES, power_rows
from datagen.arithmetic.intervals.interval import Flag, Interval, both, divided, point
from datagen.arithmetic.intervals.series import IntervalSeries, Row, Series, differentiated, lifted, plus, ratio, times
from datagen.arithmetic.intervals.special import Rows, exponential_rows
from datagen.arithmetic.intervals.steps import Condition

if TYPE_CHECKING:
    from datagen.arithmetic.intervals.functions import Intervals

__all__ = ["HIGHEST", "Enclosures"]

HIGHEST = 3
"""The highest order: root finding on f, f' and f'' asks for no more."""

_EVERYTHING = np.array([[-np.inf], [np.inf]])


class Enclosures:
    """The functions of formulas on series of intervals.

    order: 0 to 3. intervals: the namespace of the coefficients.

    Raises ValueError for another order.
    """

    def __init__(self, order: int, intervals: "Intervals") -> None:
        if not 0 <= order <= HIGHEST:
            raise ValueError(f"derivatives are enclosed up to order {HIGHEST}, not {order}")
        self.order, self.intervals = order, intervals
        self._thin: Flag = False  # at a point a function can be equal to another without having its slope

    def variable(self, box: Interval) -> IntervalSeries:
        """x + t for x in the box."""
        self._thin = box.lo == box.hi
        return self._filled([box, 1.0])

    def lift(self, value: Series) -> IntervalSeries:
        """A number or an interval as a constant series; a series as it is."""
        return lifted(value, self.order + 1)

    def coefficients(self, value: Series) -> list[Interval]:
        """The enclosures of f^(k)/k! for k up to the order; where one does not exist the next do not either."""
        rows: list[Interval] = []
        for row in self.lift(value).rows:
            rows.append(_after(rows[-1], point(row)) if rows else point(row))
        return rows

    def _filled(self, rows: Sequence[Row]) -> IntervalSeries:
        return IntervalSeries([*rows, *(0.0,) * HIGHEST][: self.order + 1])

    def __getattr__(self, name: str) -> Any:
        """A smooth function of one argument, from the enclosures of its own derivatives."""
        derivatives = DERIVATIVES.get(name)
        if derivatives is None:
            raise AttributeError(f"no {name} on series of intervals", name=name, obj=self)

        def smooth(u: Series) -> IntervalSeries:
            series = self.lift(u)
            return self._composed(derivatives(self.intervals, point(series.rows[0])), series)

        return smooth

    def _composed(self, derivatives: Rows, u: IntervalSeries) -> IntervalSeries:
        """g(u) from the enclosures of g^(k)(u)/k!: the formula of Faà di Bruno up to order 3."""
        outer: list[Interval] = []
        for row in islice(derivatives, self.order + 1):
            outer.append(_after(outer[-1], row) if outer else row)
        inner = (*u.rows[1:], *(0.0,) * HIGHEST)
        square = times(inner[0], inner[0])
        rows: list[Row] = [outer[0]]
        if self.order > 0:
            rows.append(times(outer[1], inner[0]))
        if self.order > 1:
            rows.append(plus(times(outer[1], inner[1]), times(outer[2], square)))
        if self.order > 2:
            mixed = times(2.0, times(outer[2], times(inner[0], inner[1])))
            cube = times(outer[3], _cube(self.intervals, inner[0]))
            rows.append(plus(plus(times(outer[1], inner[2]), mixed), cube))
        return IntervalSeries(rows)

    def divide(self, a: Series, b: Series) -> IntervalSeries:
        return ratio(self.lift(a), self.lift(b))

    def square(self, x: Series) -> IntervalSeries:
        return self._composed(power_rows(self.intervals, point(self.lift(x).rows[0]), 2.0), self.lift(x))

    def power(self, x: Series, exponent: Series) -> IntervalSeries:
        if isinstance(exponent, float) and math.isfinite(exponent):
            series = self.lift(x)
            return self._composed(power_rows(self.intervals, point(series.rows[0]), exponent), series)
        first, second = (each.rows[0] if isinstance(each, IntervalSeries) else each for each in (x, exponent))
        value = self.intervals.power(first, second)
        if (point(first).lo < 0).any():  # where x^y is smooth at x < 0, its logarithmic derivative is that of |x|^y
            x = self.abs(x) if isinstance(x, IntervalSeries) else self.intervals.abs(x)
        logarithm = self.lift(exponent) * (self.log(x) if isinstance(x, IntervalSeries) else self.intervals.log(x))
        return self._replaced(value, self._exponential(value, logarithm))

    def _exponential(self, value: Interval, u: IntervalSeries) -> IntervalSeries:
        """e^u, whose value is known."""
        rows = [point(row) for row in (*u.rows[1:], *(0.0,) * HIGHEST)]
        return IntervalSeries(list(islice(exponential_rows(value, *rows[:HIGHEST]), self.order + 1)))

    def sech(self, x: Series) -> IntervalSeries:
        return self.divide(1.0, self.cosh(x))

    def csch(self, x: Series) -> IntervalSeries:
        return self.divide(1.0, self.sinh(x))

    def coth(self, x: Series) -> IntervalSeries:
        return self.divide(1.0, self.tanh(x))

    def logaddexp(self, a: Series, b: Series) -> IntervalSeries:
        a, b = self.lift(a), self.lift(b)
        return self._replaced(self.intervals.logaddexp(a.rows[0], b.rows[0]), b + self.softplus(a - b))

    def hypot(self, a: Series, b: Series) -> IntervalSeries:
        a, b = self.lift(a), self.lift(b)
        return self._replaced(self.intervals.hypot(a.rows[0], b.rows[0]), self.sqrt(self.square(a) + self.square(b)))

    def atan2(self, y: Series, x: Series) -> IntervalSeries:
        """(x y' - y x')/(x² + y²), integrated."""
        y, x = self.lift(y), self.lift(x)
        slope = (x * differentiated(y) - y * differentiated(x)) / (self.square(x) + self.square(y))
        rows = [times(1.0 / k if k != 3 else divided(1.0, 3.0), row) for k, row in enumerate(slope.rows, 1)]
        angle = self.intervals.atan2(y.rows[0], x.rows[0])
        smooth = angle.continuous
        rows = [row.like(np.where(smooth, row.bounds, _EVERYTHING), smooth) for row in map(point, rows)]
        return self._replaced(angle, IntervalSeries([0.0, *rows[: self.order]]))

    def _replaced(self, value: Interval, series: IntervalSeries) -> IntervalSeries:
        """The series with a better enclosure of its value, and as undefined as it was."""
        kept = point(series.rows[0])
        rows = [
            Interval.of(row.bounds, both(row.domain, kept.domain), both(row.continuity, kept.continuity))
            for row in map(point, series.rows[1:])
        ]
        return IntervalSeries([value, *rows])

    def minimum(self, a: Series, b: Series) -> IntervalSeries:
        return self._corner(self.intervals.minimum, a, b)

    def maximum(self, a: Series, b: Series) -> IntervalSeries:
        return -self._corner(self.intervals.minimum, -self.lift(a), -self.lift(b))

    def relu(self, x: Series) -> IntervalSeries:
        return self.maximum(x, 0.0)

    def abs(self, x: Series) -> IntervalSeries:
        x = self.lift(x)
        corner = self.maximum(x, -x)
        return IntervalSeries([abs(point(x.rows[0])), *corner.rows[1:]])

    def _corner(self, function: Callable[..., Interval], a: Series, b: Series) -> IntervalSeries:
        """min(a, b): one of them where it is known which is the less."""
        a, b = self.lift(a), self.lift(b)
        less = self.intervals.less_equal(a.rows[0], b.rows[0])
        rows: list[Row] = [function(a.rows[0], b.rows[0])]
        for k, (first, second) in enumerate(zip(a.rows[1:], b.rows[1:], strict=True), 1):
            rows.append(self._chosen(less, point(first), point(second), k == 1))
        return IntervalSeries(rows)

    def where(self, condition: Condition, a: Series, b: Series) -> IntervalSeries:
        a, b = self.lift(a), self.lift(b)
        rows: list[Row] = [self.intervals.where(condition, a.rows[0], b.rows[0])]
        for first, second in zip(a.rows[1:], b.rows[1:], strict=True):
            rows.append(self._chosen(condition, point(first), point(second), False))
        return IntervalSeries(rows)

    def _chosen(self, condition: Condition, a: Interval, b: Interval, corner: bool) -> Interval:
        """A derivative of one of two cases; where undecided, between both at a corner, or anything."""
        either = a.hull(b).bounds if corner else _EVERYTHING
        told = condition.firm | np.logical_not(self._thin)
        bounds = np.where(condition.surely & told, a.bounds, np.where(condition.never & told, b.bounds, either))
        defined: Flag = condition.firm & np.where(condition.surely, a.defined, b.defined)
        continuous: Flag = condition.firm & np.where(condition.surely, a.continuous, b.continuous)
        return Interval.of(bounds, defined, continuous)

    def sign(self, x: Series) -> IntervalSeries:
        return self._stepped(self.intervals.sign, x)

    def floor(self, x: Series) -> IntervalSeries:
        return self._stepped(self.intervals.floor, x)

    def ceil(self, x: Series) -> IntervalSeries:
        return self._stepped(self.intervals.ceil, x)

    def round(self, x: Series) -> IntervalSeries:
        return self._stepped(self.intervals.round, x)

    def step(self, x: Series) -> IntervalSeries:
        return self._stepped(self.intervals.step, x)

    def _stepped(self, function: Callable[[Interval], Interval], x: Series) -> IntervalSeries:
        """A step: flat where its value is the same a little beyond both ends."""
        box = point(self.lift(x).rows[0])
        value = function(box)
        around = function(Interval.of(np.nextafter(box.bounds, np.array([[-np.inf], [np.inf]]))))
        level = around.bounds[0] == around.bounds[1]
        flat = (value.bounds[0] == value.bounds[1]) & (level | np.logical_not(self._thin))
        slope = value.like(np.where(flat, 0.0, _EVERYTHING), level, level)
        return self._filled([value, *(slope,) * self.order])

    def remainder(self, a: Series, b: Series) -> IntervalSeries:
        a, b = self.lift(a), self.lift(b)
        return self._replaced(self.intervals.remainder(a.rows[0], b.rows[0]), a - b * self.floor(ratio(a, b)))

    def less(self, a: Series, b: Series) -> Condition:
        return self.intervals.less(*self._values(a, b))

    def less_equal(self, a: Series, b: Series) -> Condition:
        return self.intervals.less_equal(*self._values(a, b))

    def greater(self, a: Series, b: Series) -> Condition:
        return self.intervals.greater(*self._values(a, b))

    def greater_equal(self, a: Series, b: Series) -> Condition:
        return self.intervals.greater_equal(*self._values(a, b))

    def equal(self, a: Series, b: Series) -> Condition:
        return self.intervals.equal(*self._values(a, b))

    def not_equal(self, a: Series, b: Series) -> Condition:
        return self.intervals.not_equal(*self._values(a, b))

    def logical_and(self, a: Condition, b: Condition) -> Condition:
        return self.intervals.logical_and(a, b)

    def _values(self, *operands: Series) -> list[Row]:
        return [self.lift(each).rows[0] for each in operands]


def _cube(intervals: "Intervals", a: Row) -> Row:
    return intervals.power(a, 3.0) if isinstance(a, Interval) or a not in (0.0, 1.0) else a


def _after(before: Interval, row: Interval) -> Interval:
    """The coefficient that follows another: it exists at most where that one does."""
    if before.domain is True and before.continuity is True:
        return row
    bounds = np.where(np.isnan(before.bounds), np.nan, row.bounds)
    return Interval.of(bounds, both(row.domain, before.domain), both(row.continuity, before.continuity))
