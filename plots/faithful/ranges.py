"""The range of y that shows a curve: all of it where it is bounded, its shape where it has poles."""

import numpy as np

from plots.faithful.enclosing import Enclosed
from plots.faithful.extremes import proved_extremes
from plots.views import Bools, Floats, RealFunction, even

__all__ = ["shown_range"]

MARGIN = 0.05  # of the height, on each side
LIMIT = 1e307  # so that the height of the range is finite
ZOOMS = 4
GAPS = 31  # between the points of a zoom; prime, so that no pole at a round number is hit but for rounding
SETTLED = 1e-3  # of the height
FARTHEST, NEAREST = 2.0**-8, 2.0**-48  # of the range of x: where it is asked whether there is a pole
STEPS = 6
GROWTH = 0.9  # of the rise of a step: what the next one must have at a pole
TYPICAL = 0.1  # the share of the points that a pole may push out of sight


def shown_range(
    f: Enclosed | RealFunction, x: tuple[float, float], size: tuple[int, int] = (600, 400)
) -> tuple[float, float] | None:
    """(low, high) with a small margin; None where f has no value on the range `x`.

    Each extreme is looked at ever closer. Where it settles it is the bound; if the curve has bounds on intervals, they
    prove that no needle reaches farther. Where it keeps growing there is a pole, and the bound is as far from the
    middle four fifths of the values as those are wide.

    f: a curve with bounds, or a callable from float64 (n,) to (n,).
    """
    function = f if callable(f) else f.values
    points = even(x, 2 * size[0])
    values = function(points)
    known = np.isfinite(values)
    if not known.any():
        return None
    with np.errstate(all="ignore"):
        ends, settled, robust = _extremes(function, points[known], values[known], x)
        if not callable(f) and settled.any():
            low, high, *growing = proved_extremes(f, x, -ends[0], ends[1], SETTLED)
            ends, settled = np.array([-low, high]), settled & ~np.array(growing)
        bottom, top = np.where(settled, ends, robust).tolist()
    return _with_margin(max(-bottom, -LIMIT), min(top, LIMIT))


def _extremes(f: RealFunction, x: Floats, y: Floats, within: tuple[float, float]) -> tuple[Floats, Bools, Floats]:
    """Of -f and f, found together, for a high derivative is dear to call, not to fill: float64 (2,).

    The greatest values, whether they have settled, and what is shown where they have not.
    """
    signs = np.array([[-1.0], [1.0]])
    heights = signs * y
    low, high = np.quantile(heights, [TYPICAL, 1 - TYPICAL], axis=1)
    at, top, reach = x[heights.argmax(axis=1)], heights.max(axis=1), float(np.ptp(x)) / len(x)
    peak, change = top, np.zeros(2)
    for _ in range(ZOOMS):
        near = np.clip(np.linspace(at - reach, at + reach, GAPS + 1, axis=1), *within)
        values = np.nan_to_num(signs * f(near.ravel()).reshape(near.shape), nan=-np.inf, posinf=np.inf)
        found, reach = values.max(axis=1), 2 * reach / GAPS
        change = np.abs(found - peak)
        at = np.where(found > peak, near[[0, 1], values.argmax(axis=1)], at)
        peak = np.maximum(peak, found)
    settled = (change <= SETTLED * (peak - low)) & np.isfinite(SETTLED * (peak - low))
    settled &= ~_growing(f, at, float(np.ptp(x)), within)
    return peak, settled, np.minimum(high + (high - low), top)


def _growing(f: RealFunction, at: Floats, span: float, within: tuple[float, float]) -> Bools:
    """Whether there is a pole at `at`, (2,): |f| grows to the last on one side, as fast as ln x does or faster.

    At the number below π/2, where a range may end, tan x is 1.6e16, and no number is closer to the pole.
    """
    last = np.maximum(NEAREST * span, 16 * np.spacing(np.abs(at)))
    away = np.geomspace(np.maximum(FARTHEST * span, last), last, STEPS, axis=1)
    points = np.clip(np.stack([at[:, None] - away, at[:, None] + away]), *within)
    size = np.abs(f(points.ravel()).reshape(points.shape))
    before, now, after = np.moveaxis(np.diff(size, axis=2)[:, :, -3:], 2, 0)
    sides = (before > 0) & (now >= GROWTH * before) & (after >= GROWTH * now)
    growing: Bools = sides[0] | sides[1]
    return growing


def _with_margin(low: float, high: float) -> tuple[float, float]:
    """The range with its margin; a constant gets room around it."""
    if high - low <= 64 * np.spacing(max(abs(low), abs(high))):
        room = abs(high) / 2 or 1.0
        return low - room, high + room
    room = MARGIN * (high - low)
    return low - room, high + room
