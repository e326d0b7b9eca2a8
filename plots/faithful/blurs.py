"""Where rounding hides what a curve does: there its bounds are no better at single points than on whole intervals.

Of 1 - cos x nothing is left within 1e-8 of 0, and 1/(1 - cos x) might have its pole anywhere there: to cut such a
stretch up into neighbouring numbers costs a hundred thousand bounds, and tells no more than that.
"""

import numpy as np

from plots.faithful.enclosing import Enclosed, Enclosure
from plots.views import Bools, Floats, View

__all__ = ["blurred"]

SHARES = 0.5, 0.25, 0.75  # of an interval, the points looked at: a pole or a jump of its own is at one of them at most
HALF = 0.5  # of the height of the bounds on an interval: those at a point that are higher are no better


def blurred(curve: Enclosed, view: View, a: Floats, b: Floats, bounds: Enclosure, flat: float) -> Bools:
    """Whether a closer look at the intervals [a, b], which have these bounds, would show no more of the curve.

    So it is where it may break at every single point, or where it is continuous but the bounds at every point are more
    than `flat` px apart, and at least half as far as those on the interval.
    """
    height = view.rows(bounds.high) - view.rows(bounds.low)
    hidden = np.ones(len(a), dtype=bool)
    for share in SHARES:
        some = np.flatnonzero(hidden)
        if not len(some):
            break
        x = a[some] + (b[some] - a[some]) * share
        at = curve.enclosure(x, x)
        error = view.rows(at.high) - view.rows(at.low)
        lost = error > np.maximum(HALF * height[some], flat)
        hidden[some] = ~np.isnan(at.low) & np.where(bounds.continuous[some], lost, ~at.continuous)
    return hidden
