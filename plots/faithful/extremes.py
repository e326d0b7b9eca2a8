"""How high and how low a curve goes on a range, with proof: no needle between the points that were looked at."""

import numpy as np

from plots.faithful.enclosing import Enclosed, between
from plots.faithful.splitting import Pieces, split
from plots.views import Bools, Floats, even

__all__ = ["proved_extremes"]

FIRST = 256  # intervals that are looked at first
PARTS = 512  # in all, into which a few intervals are split
MOST = 1024  # intervals that are looked at in one pass, those first that may reach farthest
BUDGET = 20_000  # intervals in all
SPIKE = 2.0**-26  # of the range of x: in narrower intervals there is no spike, only bounds that stay wide
GROWTH, POLE = 2.0**-33, 2.0**-42  # of the range of x: where a curve still grows between them, there is a pole


def proved_extremes(
    curve: Enclosed, x: tuple[float, float], low: float, high: float, near: float
) -> tuple[float, float, bool, bool]:
    """The least and greatest values on the range `x`, at most `low` and at least `high`, to within a share `near`.

    By branch and bound: intervals whose bounds lie between the values found so far are dropped, the others split.
    Also whether there is no lower and no upper end: the curve still grows in the narrowest intervals. See
    R. E. Moore, Interval Analysis (1966), on global optimisation.
    """
    edges = np.unique(even(x, FIRST))
    a, b, budget, span = edges[:-1], edges[1:], BUDGET, x[1] - x[0]
    wide = low, high
    while len(a) and budget > 0:
        budget -= len(a)
        bounds = curve.enclosure(a, b)
        reach = _reach(bounds.low, bounds.high, low, high, near)
        a, b, smooth = _farthest(a, b, bounds.continuous, reach)
        one, other = curve.values(a), curve.values(b)
        known = np.concatenate([one, other])[np.isfinite(np.concatenate([one, other]))]
        low, high = min(known.min(initial=low), low), max(known.max(initial=high), high)
        wide = (low, high) if len(a) and (b - a).max() > GROWTH * span else wide
        open_ = np.where(smooth, b - a > SPIKE * span, b - a > POLE * span)
        some = np.flatnonzero(open_ & smooth)
        open_[some] = _reaching(curve, a[some], b[some], one[some], other[some], (low, high, near))
        a, b = _parts(a[open_], b[open_])
    slack = near * max(wide[1] - wide[0], np.spacing(max(map(abs, wide))))
    return *wide, low < wide[0] - slack, high > wide[1] + slack


def _reach(below: Floats, above: Floats, low: float, high: float, near: float) -> Floats:
    """How far bounds reach out of [low, high]; 0 where that does not matter."""
    slack = max(near * (high - low), 64 * float(np.spacing(max(abs(low), abs(high)))))
    return np.maximum(np.fmax(above - high, low - below) - slack, 0.0)


def _reaching(
    curve: Enclosed, a: Floats, b: Floats, one: Floats, other: Floats, extremes: tuple[float, float, float]
) -> Bools:
    """Whether a continuous curve with these values at both ends may, by its slopes, go beyond the extremes."""
    slope = curve.slope(a, b) if len(a) else None
    if slope is None:
        return np.ones(len(a), dtype=bool)
    below, above = between(one, other, b - a, *slope)
    reaching: Bools = ~(_reach(below, above, *extremes) == 0) | np.isnan(below)
    return reaching


def _farthest(a: Floats, b: Floats, smooth: Bools, reach: Floats) -> tuple[Floats, Floats, Bools]:
    """The intervals that reach out, at most MOST of them."""
    order = np.argsort(-reach, kind="stable")[: min(MOST, np.count_nonzero(reach > 0))]
    return a[order], b[order], smooth[order]


def _parts(a: Floats, b: Floats) -> Pieces:
    count = max(len(a), 1)
    parts = np.full(len(a), 2 ** int(np.clip(np.log2(PARTS / count), 1, 6)))
    return split(a, b, parts, np.zeros(len(a), dtype=bool)) if len(a) else (a, b)
