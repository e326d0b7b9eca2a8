"""One-sided limits of a curve, from bounds at single points ever nearer to a break."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from plots.faithful.enclosing import Enclosed
from plots.faithful.refining import FLAT
from plots.faithful.samples import Samples
from plots.faithful.splitting import Pieces
from plots.views import COLUMN, Bools, Floats, Integers, View

__all__ = ["CLEAR", "Limit", "limits"]

PROBES = 32
ENOUGH = 4096  # probes in all, unless there are hundreds of breaks
CLEAR = 16.0  # widths of a break: from here on, its position is as good as known
HUGE = 1e300
GROWTH = 0.9  # a curve that keeps so much of its rise each time the distance is halved has no limit


class Limit(NamedTuple):
    """The limit of a curve at a break, from one side.

    value: nan where the curve is not defined on that side.
    at: the nearest point whose value rounding has not destroyed; nan where there is none.
    exists: False where the curve goes up and down to the last.
    """

    value: float
    at: float
    exists: bool

    @property
    def defined(self) -> bool:
        """Whether the curve has values on this side."""
        return self.value == self.value


def limits(
    curve: Enclosed, view: View, samples: Samples, leaves: Pieces, bounded: Bools
) -> tuple[list[Limit], list[Limit]]:
    """The limits from the left and from the right at breaks that lie in the intervals `leaves`.

    A limit is the value at the nearest good point; it is infinite where the curve still rises there as fast, per
    halving of the distance, as farther away, as ln x and 1/x do and √x does not.

    bounded: where it is known to be finite.
    """
    octaves, points = (np.concatenate(each) for each in zip(*_probes(view, *leaves), strict=True))
    bounds = curve.enclosure(points.ravel(), points.ravel())
    low, high = bounds.low.reshape(points.shape), bounds.high.reshape(points.shape)
    clear = octaves >= np.log2(CLEAR)
    good = (view.rows(high) - view.rows(low) <= FLAT) & clear & bounds.defined.reshape(points.shape)
    rows, near, nothing = np.arange(len(points)), _first(good), np.isnan(low) & clear
    known = good[rows, near] & ~(nothing[rows, _first(nothing)] & (_first(nothing) < near))
    at = np.where(known, points[rows, near], np.nan)
    rise, growing = _growth(low, high, octaves, good, near)
    growing &= known & ~np.tile(bounded, 2)
    values = np.full(len(points), np.nan)
    values[known] = samples.at(at[known])
    values = np.where(growing, np.copysign(np.inf, _middles(low, high)[rows, near]), values)
    exists = ~known | growing | (np.abs(view.height(np.zeros(1), rise)) <= FLAT)
    found = [Limit(*each) for each in zip(values.tolist(), at.tolist(), exists.tolist(), strict=True)]
    return found[: len(bounded)], found[len(bounded) :]


def _probes(view: View, a: Floats, b: Floats) -> Iterator[tuple[Floats, Floats]]:
    """Left of the breaks, then right, points (m, k) from next to them to a column away, or half way to the next break.

    Yields log2 of their distances, in widths of the break, and the points.
    """
    size = np.maximum(np.maximum(b - a, np.spacing(np.maximum(np.abs(a), np.abs(b)))), 2.0**-1000)
    apart = a[1:] - b[:-1]
    share = 1 - np.linspace(1, 0, int(np.clip(ENOUGH // len(a), 8, PROBES))) ** 2  # the farther, the denser
    for sign, end, other in ((-1.0, a, np.r_[np.inf, apart]), (1.0, b, np.r_[apart, np.inf])):
        far = np.maximum(np.minimum(view.range / view.size[0] * COLUMN, other / 2), CLEAR * size)
        octaves = np.log2(far / size)[:, None] * share
        yield octaves, end[:, None] + sign * size[:, None] * np.exp2(octaves)


def _first(found: Bools) -> Integers:
    place: Integers = found.argmax(axis=1)
    return place


def _growth(low: Floats, high: Floats, octaves: Floats, good: Bools, near: Integers) -> tuple[Floats, Bools]:
    """The rise from the second to the nearest good probe, and whether it is as fast as from the third to the second."""
    rows, middles = np.arange(len(near)), _middles(low, high)
    second = _first(good & (octaves >= octaves[rows, near][:, None] + 2))
    third = _first(good & (octaves >= octaves[rows, second][:, None] + 2))
    m0, m1, m2 = (middles[rows, each] for each in (near, second, third))
    u0, u1, u2 = (octaves[rows, each] for each in (near, second, third))
    error = (high - low)[rows, near] + (high - low)[rows, second]
    with np.errstate(all="ignore"):
        rate, before = (m0 - m1) / (u1 - u0), (m1 - m2) / (u2 - u1)
        rising = (rate * before > 0) & (np.abs(rate) >= GROWTH * np.abs(before)) & (np.abs(m0 - m1) > 4 * error)
        away = np.sign(m0) == np.sign(m0 - m1)
        return m0 - m1, np.isinf(m0) | (rising & away) | (np.abs(m0) > HUGE)


def _middles(low: Floats, high: Floats) -> Floats:
    """The middles of bounds, or the finite one."""
    with np.errstate(invalid="ignore"):
        middle = low / 2 + high / 2
    one_sided = np.where(np.isfinite(low), low, high)
    return np.where(np.isfinite(low) & np.isfinite(high), middle, one_sided)
