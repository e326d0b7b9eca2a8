"""Curves of which nothing is known but values: adaptive bisection.

The curve is read at two points per pixel, so a feature half a pixel wide is seen. Then every interval is either
finished or bisected, all pending ones in one vectorised pass:

- an edge, defined at one end only, is followed to its end;
- a piece that bends by more than a tenth of a pixel is bisected, and so is what lies beside a highest or lowest point,
  down to 1/1024 px, below which it is vertical ink;
- a piece of which one half holds nearly all the rise may be a jump: that half is followed, and where the rise
  outlives bisection to the last digits, the pen is lifted.
"""

import numpy as np

from plots.views import Bools, Floats, RealFunction, View, even

__all__ = ["bisected"]

BUDGET = 60_000  # evaluations; only noise and the wildest oscillations use it up
BEND = 0.1  # px
VISIBLE = 0.5  # px; a smaller jump is no jump
NARROW = 1 / 1024  # px
FLOOR = 2.0**-44  # of the range of x: what is not continuous at this width is broken


def bisected(f: RealFunction, view: View) -> list[Floats]:
    """The strokes of the curve y = f(x), float arrays (k, 2)."""
    points, values, lifts = _refine(f, view)
    return _strokes(points, values, lifts, view)


def _floor(view: View) -> float:
    """The narrowest interval that is bisected, in units of x."""
    return max(view.range * FLOOR, 4 * float(np.spacing(max(map(abs, view.x)))))


def _height(view: View, values: Floats) -> Floats:
    """Values in px above the lower edge, those far outside moved to one height away from the view."""
    with np.errstate(over="ignore"):
        rows = (values - view.y[0]) / (view.y[1] - view.y[0]) * view.size[1]
    return np.clip(rows, -view.size[1], 2 * view.size[1])


def _far(view: View, values: Floats) -> Bools:
    """Whether the values are more than one height away from the view."""
    return np.abs(_height(view, values) - view.size[1] / 2) >= 1.5 * view.size[1]


def _refine(f: RealFunction, view: View) -> tuple[Floats, Floats, Floats]:
    """Sorted points (n,), their values (n,), and the left ends of the intervals where the pen lifts."""
    x = even(view.x, view.size[0])
    y = f(x)
    lifts = [np.empty(0)]
    pending = np.stack([x[:-1], y[:-1], x[1:], y[1:]])
    while pending.shape[1] and len(x) + pending.shape[1] <= BUDGET:
        middle = pending[0] + (pending[2] - pending[0]) / 2
        values = f(middle)
        children = _children(view, pending, middle, values)
        final = children[2] - children[0] <= _floor(view)
        lifts.append(children[0, final & _jumps(view, children)])
        pending = children[:, ~final]
        x, y = np.concatenate([x, middle]), np.concatenate([y, values])
        if not pending.shape[1]:
            pending = _tips(view, x, y)
    order = np.argsort(x)
    return x[order], y[order], np.concatenate(lifts)


def _tips(view: View, x: Floats, y: Floats) -> Floats:
    """The intervals beside the highest and lowest points, in which a peak may be higher than they are."""
    order = np.argsort(x)
    x, y = x[order], y[order]
    rise = np.diff(_height(view, y))
    turn = np.flatnonzero(rise[:-1] * rise[1:] < 0)
    beside = np.unique(np.concatenate([turn, turn + 1]))
    wide = (view.width(x[beside], x[beside + 1]) > NARROW) & (np.abs(rise[beside]) > BEND)
    beside = beside[wide]
    return np.stack([x[beside], y[beside], x[beside + 1], y[beside + 1]])


def _children(view: View, intervals: Floats, middle: Floats, values: Floats) -> Floats:
    """The halves that are to be bisected in turn: rows a, f(a), b, f(b)."""
    a, fa, b, fb = intervals
    left, right = _pursued(view, a, fa, b, fb, values)
    return np.hstack([
        np.stack([a, fa, middle, values])[:, left],
        np.stack([middle, values, b, fb])[:, right],
    ])  # fmt: skip


def _pursued(view: View, a: Floats, fa: Floats, b: Floats, fb: Floats, fm: Floats) -> tuple[Bools, Bools]:
    """Which left and which right halves of the intervals [a, b] are to be bisected in turn."""
    values = np.stack([fa, fm, fb])
    known, side, (ya, ym, yb) = np.isfinite(values), view.side(values), _height(view, values)
    inside, far = known & (side == 0), known & _far(view, values)
    whole = known.all(axis=0) & ~((side[0] == side[1]) & (side[1] == side[2]) & (side[0] != 0))
    bent = whole & (_bend(view.width(a, b), ya, ym, yb) > BEND) & (view.width(a, b) > NARROW)
    first, second = np.abs(ym - ya), np.abs(yb - ym)
    rise = np.maximum(first, second)
    steep = whole & (rise > VISIBLE) & (rise >= 0.9 * np.abs(yb - ya))
    leaving = inside[:2] & far[1:] | far[:2] & inside[1:]
    edge = (known[:2] ^ known[1:]) & (inside[:2] | inside[1:])
    left = bent | steep & (first >= second) | leaving[0] | edge[0]
    right = bent | steep & (first < second) | leaving[1] | edge[1]
    return left, right


def _bend(width: Floats, ya: Floats, ym: Floats, yb: Floats) -> Floats:
    """How far, in px, the middle lies from the chord, measured across the chord."""
    return np.abs(ym - (ya + yb) / 2) * width / np.hypot(width, yb - ya)


def _jumps(view: View, intervals: Floats) -> Bools:
    """Whether the rise of an interval of no width can be seen; not so where a value is missing."""
    _, fa, _, fb = intervals
    rise = np.abs(_height(view, fb) - _height(view, fa))
    visible: Bools = np.isfinite(fa) & np.isfinite(fb) & (rise > VISIBLE)
    return visible


def _strokes(x: Floats, y: Floats, lifts: Floats, view: View) -> list[Floats]:
    """The points as strokes: one ends where the pen lifts, where values are missing, and outside the view.

    The value at a jump itself, where it lies on neither piece, is left out; a value with none beside it is a dot.
    """
    known = np.flatnonzero(np.isfinite(y))
    if not len(known):
        return []
    lifted = np.isin(x[known[:-1]], lifts)
    x, y, gap = x[known], y[known], np.diff(known) > 1
    hole = (np.diff(x) <= 4 * _floor(view)) & (np.abs(np.diff(_height(view, y))) <= VISIBLE)
    side = view.side(y)
    away = (side[:-1] == side[1:]) & (side[1:] != 0)
    cut = np.r_[True, lifted | (gap & ~hole) | away, True]
    starts, ends = np.flatnonzero(cut[:-1]), np.flatnonzero(cut[1:]) + 1
    dot = (side == 0) & ~np.r_[False, lifted] & ~np.r_[lifted, False]
    curve = np.column_stack([x, y])
    return [curve[i:j] for i, j in zip(starts, ends, strict=True) if j - i > 1 or dot[i]]
