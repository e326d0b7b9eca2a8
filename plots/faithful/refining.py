"""From a curve and a view to what is known of it: bounds decide where to look closer, where to join and where not."""

from dataclasses import dataclass, field

import numpy as np

from plots.faithful.blurs import blurred
from plots.faithful.closing import closed_in
from plots.faithful.enclosing import Enclosed, Enclosure, between
from plots.faithful.ink import Ink
from plots.faithful.samples import Samples
from plots.faithful.splitting import Pieces, adjacent, parts_of, runs, split, together, united
from plots.views import COLUMN, Bools, Floats, Integers, View, even

__all__ = ["FLAT", "Refined", "refined"]

FIRST = 4.0  # px: the intervals that are looked at first
FLAT = 0.5  # px: what rises by less is a straight line
BEND = 0.2  # px: so far may a curve be from its chord
NEAR = 0.5  # px: so far may a curve be from the ink of its column
DUBIOUS = 1 / 64  # px: in narrower intervals rounding may have destroyed a value
SPIKE = 2.0**-22  # of the range of x: narrower spikes are not looked for in a crowd of intervals with wide bounds
CROWD = 8  # intervals in one column
AGAIN = 16  # where there was a crowd before, intervals so many times wider are narrow
FEW = 32  # breaks in one column that are looked for even where its ink covers what they could add
LONE = 128  # breaks that are closed in on; of more, most are none of their own
BATCH = 4096  # intervals looked at in one pass
DOTS = 20_000  # points in what is left undecided
BUDGET = 60_000  # intervals in all; only noise and the wildest oscillations use it up


@dataclass
class Refined:
    """What is known of a curve in a view.

    samples: true values.
    links: intervals over which the pen may go from value to value: the curve is continuous there, or so nearly that
    nobody sees it.
    leaves: intervals between neighbouring numbers on which the curve is not known to be continuous.
    undecided: intervals that the budget did not suffice for.
    dots: float64 (k, 2), points of the curve in undecided intervals where it may not be continuous.
    """

    samples: Samples
    links: list[Pieces] = field(default_factory=list)
    leaves: list[Pieces] = field(default_factory=list)
    undecided: Pieces = (np.empty(0), np.empty(0))
    dots: Floats = field(default_factory=lambda: np.empty((0, 2)))
    enclosures: int = 0
    passes: int = 0


def refined(curve: Enclosed, view: View) -> Refined:
    """Look at the curve ever closer where its bounds ask for it.

    Every pass finds bounds on all pending intervals at once. What lies out of sight is dropped; what is flat enough,
    straight enough, or continuous, in one column and within the heights that it was drawn over, is done; the rest is
    split. See J. Tupper, "Reliable two-dimensional graphing methods for mathematical formulae with two free
    variables" (2001) for bounds that decide what is drawn.
    """
    work = _Refinement(curve, view)
    edges = np.unique(even(view.x, max(1, round(view.size[0] / FIRST))))
    pending = edges[:-1], edges[1:]
    while len(pending[0]) and work.found.enclosures < BUDGET:
        now, later = work.chosen(*pending)
        pending = together([*work.look(*now), later])
    work.give_up(*together([pending, work.hidden()]))
    return work.found


class _Refinement:
    """The state of a refinement."""

    def __init__(self, curve: Enclosed, view: View) -> None:
        self.curve, self.view = curve, view
        self.ink = Ink(view.size[1])
        self.found = Refined(Samples(curve.values))
        self._dubious, self._blurs = False, [(np.empty(0), np.empty(0))]
        columns = round(view.size[0] / COLUMN) + 1
        self._open, self._crowded = np.zeros(columns, dtype=np.int64), np.zeros(columns, dtype=bool)

    def chosen(self, a: Floats, b: Floats) -> tuple[Pieces, Pieces]:
        """The intervals to look at now, and those for later: crowds wait, and get the same share in every column."""
        if len(a) <= BATCH and not self._crowded.any():
            return (a, b), (a[:0], b[:0])
        column = self.view.column(a, b)
        crowd = self._open[column] > CROWD
        order = np.argsort(column, kind="stable")
        rank = np.empty(len(a), dtype=np.int64)
        rank[order] = np.arange(len(a)) - np.searchsorted(column[order], column[order])
        order = np.lexsort([rank, crowd])
        most = min(BATCH, np.count_nonzero(~crowd) or BATCH)
        now, later = order[:most], order[most:]
        return (a[now], b[now]), (a[later], b[later])

    def hidden(self) -> Pieces:
        """The stretches in which rounding hides where the curve breaks, if they can be seen; the others are leaves.

        Many side by side, as those of floor(sin²x + cos²x) are, count as one.
        """
        a, b = united(self._blurs)
        beside = COLUMN / self.view.size[0] * self.view.range
        low, high = united([(a - beside, b + beside)])
        seen = (self.view.width(low, high) > FIRST)[np.searchsorted(low, a, side="right") - 1]
        self.found.leaves.append((a[~seen], b[~seen]))
        return a[seen], b[seen]

    def give_up(self, a: Floats, b: Floats) -> None:
        """Leave intervals undecided; where the curve may break in them, dots show it."""
        self.found.undecided = a, b
        if not len(a):
            return
        chosen = np.unique(np.linspace(0, len(a) - 1, min(len(a), DOTS)).astype(np.int64))
        x = a[chosen] / 2 + b[chosen] / 2
        left, right = united(self.found.links)
        place = np.searchsorted(left, x, side="right") - 1
        x = x[(place < 0) | (x > right[place])] if len(left) else x
        y = self.curve.values(x)
        known = np.isfinite(y) & (self.view.side(y) == 0)
        x, y = x[known], y[known]
        column, row = self.view.column(x, x), self.view.rows(y)
        dark = self.ink.covers(column, row, row, NEAR)
        _, single = np.unique(np.stack([column, np.rint(row).astype(np.int64)]), axis=1, return_index=True)
        single = np.sort(single[~dark[single]])
        self.found.dots = np.column_stack([x[single], y[single]])

    def look(self, a: Floats, b: Floats) -> list[Pieces]:
        """The parts of the intervals that are to be looked at in turn."""
        self.found.passes += 1
        self.found.enclosures += len(a)
        bounds = self.curve.enclosure(a, b)
        unbounded = np.isinf(bounds.low) | np.isinf(bounds.high)
        seen = (bounds.low <= self.view.y[1]) & (bounds.high >= self.view.y[0])
        kept = seen | unbounded & ~bounds.continuous & ~np.isnan(bounds.low)
        flat = bounds.defined & (self.view.height(bounds.low, bounds.high) <= FLAT)
        bounds = bounds._replace(continuous=bounds.continuous | flat)  # nobody sees that it breaks
        wide = self.view.width(a, b) > 1.5 * COLUMN
        done = kept & flat & wide
        self._link(a[done], b[done])
        wide, narrow = kept & wide & ~flat, kept & ~wide
        return [
            self._wide(a[wide], b[wide], bounds.part(wide)),
            self._narrow(a[narrow], b[narrow], bounds.part(narrow)),
        ]

    def _wide(self, a: Floats, b: Floats, bounds: Enclosure) -> Pieces:
        """Intervals of several columns: done where they are straight."""
        if not len(a):
            return a, b
        columns = np.maximum(np.rint(self.view.width(a, b) / COLUMN), 2)
        bend = np.full(len(a), np.inf)
        smooth = np.flatnonzero(bounds.continuous)
        slope = self._slope(a[smooth], b[smooth])
        if slope is not None:
            bend[smooth] = self._bend(a[smooth], b[smooth], *slope)
        straight = bend <= BEND
        self._link(a[straight], b[straight])
        with np.errstate(over="ignore"):
            parts = np.exp2(np.ceil(np.log2(np.maximum(np.sqrt(bend / BEND), 2))))
        parts = np.minimum(parts, columns)[~straight].astype(np.int64)
        return split(a[~straight], b[~straight], parts, np.zeros(len(parts), dtype=bool))

    def _bend(self, a: Floats, b: Floats, low: Floats, high: Floats) -> Floats:
        """How far, in px, a curve with slopes between these may be from its chord, measured across the chord."""
        low, high = self.view.steepness(low), self.view.steepness(high)
        least = np.maximum(np.maximum(low, -high), 0.0)
        with np.errstate(invalid="ignore", over="ignore"):
            bend = (high - low) * self.view.width(a, b) / 4 / np.hypot(1.0, least)
        return np.where(np.isnan(bend), np.inf, bend)

    def _narrow(self, a: Floats, b: Floats, bounds: Enclosure) -> Pieces:
        """Intervals in one column: done where the ink of the column covers all that the curve may be there."""
        if not len(a):
            return a, b
        column, smooth = self.view.column(a, b), bounds.continuous
        low, high = self.view.rows(bounds.low), self.view.rows(bounds.high)
        open_ = _few(column, ~smooth, FEW) | ~self.ink.covers(column, low, high, NEAR)
        self.found.links.append((a[smooth & ~open_], b[smooth & ~open_]))
        some = np.flatnonzero(smooth & open_)
        if len(some):
            open_[some] = self._followed(column[some], a[some], b[some], low[some], high[some])
        self._open[column] = np.bincount(column, open_)[column]
        self._crowded[column] |= self._open[column] > CROWD
        open_ &= ~(smooth & self._crowded[column] & (b - a < SPIKE * self.view.range))
        open_ &= ~self._blurred(a, b, bounds, open_ & (self.view.width(a, b) < DUBIOUS))
        return self._split(column[open_], a[open_], b[open_], smooth[open_])

    def _followed(self, column: Integers, a: Floats, b: Floats, low: Floats, high: Floats) -> Bools:
        """Draw a continuous curve with bounds from `low` to `high` px, and say where they may still leave its ink.

        First only where intervals that touch begin and end, then at the ends of each that is open, then by slopes.
        """
        self._dubious = bool((self.view.width(a, b) < DUBIOUS).any())
        self._draw(*_runs(column, a, b))
        open_ = ~self.ink.covers(column, low, high, NEAR)
        open_ &= ~(self._crowded[column] & ((b - a) * AGAIN < SPIKE * self.view.range))
        some = np.flatnonzero(open_)
        if len(some):
            self._draw(column[some], a[some], b[some])
            open_[some] = ~self.ink.covers(column[some], low[some], high[some], NEAR)
            some = np.flatnonzero(open_)
            open_[some] = ~self._held(column[some], a[some], b[some])
        return open_

    def _blurred(self, a: Floats, b: Floats, bounds: Enclosure, which: Bools) -> Bools:
        """Those of some intervals in which rounding hides the curve; where it is continuous, it has been drawn."""
        hidden, some = np.zeros(len(a), dtype=bool), np.flatnonzero(which)
        if len(some) > FEW:
            self.found.enclosures += len(some)
            hidden[some] = blurred(self.curve, self.view, a[some], b[some], bounds.part(which), FLAT)
            broken = hidden & ~bounds.continuous
            self._blurs.append((a[broken], b[broken]))
        return hidden

    def _split(self, column: Integers, a: Floats, b: Floats, smooth: Bools) -> Pieces:
        """The parts of intervals that are to be looked at in turn, without those that are too narrow."""
        last = adjacent(a, b, self.view.range)
        broken = last & ~smooth
        self.found.leaves.append((a[broken], b[broken]))
        lone = _few(column, ~last & ~smooth & (self.view.width(a, b) < DUBIOUS), CROWD)
        lone &= np.count_nonzero(lone) <= LONE
        closed = closed_in(self.curve, self.view, a[lone], b[lone])
        self.found.leaves.append(closed.leaves)
        self.found.enclosures += closed.enclosures
        last |= lone
        column, a, b, smooth = column[~last], a[~last], b[~last], smooth[~last]
        parts = np.where(smooth, parts_of(np.count_nonzero(smooth), 256), parts_of(np.count_nonzero(~smooth), 1024))
        slow = self._crowded[column] & ((b - a) * AGAIN >= SPIKE * self.view.range)
        return together([split(a, b, np.where(slow, np.minimum(parts, AGAIN), parts), ~smooth), closed.rest])

    def _held(self, column: Integers, a: Floats, b: Floats) -> Bools:
        """Whether the slopes keep continuous curves within NEAR px of the ink of their columns."""
        slope = self._slope(a, b)
        if slope is None:
            return np.zeros(len(a), dtype=bool)
        one, other = self.found.samples.at(a), self.found.samples.at(b)
        low, high = between(one, other, b - a, *slope)
        known = np.isfinite(low) & np.isfinite(high)
        return known & self.ink.covers(column, self.view.rows(low), self.view.rows(high), NEAR)

    def _draw(self, column: Integers, a: Floats, b: Floats) -> None:
        """Ink over continuous intervals, each in one column."""
        samples = self.found.samples
        new = samples.missing(np.concatenate([a, b]))
        if len(new) and self._dubious:
            samples.forget(new[self._destroyed(new)])
        one, other = samples.at(a), samples.at(b)
        finite = ~np.isinf(one) & ~np.isinf(other)
        self.found.links.append((a[finite], b[finite]))
        known = finite & ~np.isnan(one) & ~np.isnan(other)
        ends = self.view.rows(np.stack([one[known], other[known]]))
        self.ink.add(column[known], ends.min(axis=0), ends.max(axis=0))

    def _destroyed(self, x: Floats) -> Bools:
        """Whether rounding has left so little of the values at x that their error can be seen."""
        self.found.enclosures += len(x)
        bounds = self.curve.enclosure(x, x)
        error = self.view.rows(bounds.high) - self.view.rows(bounds.low)
        return ~(error <= FLAT)

    def _slope(self, a: Floats, b: Floats) -> Pieces | None:
        self.found.enclosures += len(a)
        return self.curve.slope(a, b) if len(a) else None

    def _link(self, a: Floats, b: Floats) -> None:
        if len(a):
            self.found.samples.missing(np.concatenate([a, b]))
            self.found.links.append((a, b))


def _few(column: Integers, which: Bools, most: int) -> Bools:
    """Those of the intervals that share their column with few others of their kind."""
    return which & (np.bincount(column[which], minlength=int(column.max(initial=0)) + 1)[column] <= most)


def _runs(column: Integers, a: Floats, b: Floats) -> tuple[Integers, Floats, Floats]:
    """Intervals that touch in one column as one."""
    if not len(a):
        return column, a, b
    order = np.argsort(a, kind="stable")
    column, a, b = column[order], a[order], b[order]
    first, last = runs((a[1:] != b[:-1]) | (column[1:] != column[:-1]))
    return column[first], a[first], b[last]
