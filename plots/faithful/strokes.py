"""From values and the intervals over which they may be joined to the strokes of a pen."""

import numpy as np

from plots.faithful.samples import Samples
from plots.faithful.splitting import Pieces, united
from plots.views import Bools, Floats, View

__all__ = ["strokes"]

BESIDE = 0.5  # px: ends of strokes that are no farther apart are joined


def strokes(samples: Samples, links: list[Pieces], breaks: list[float], view: View) -> list[Floats]:
    """Float arrays (k, 2): the values joined where a link spans the gap between neighbours.

    breaks: where nothing is joined but by a link, however small the gap.
    """
    known = np.isfinite(samples.y)
    x, y = samples.x[known], samples.y[known]
    left, right = united(links)
    if not len(left) or len(x) < 2:
        return []
    place = np.searchsorted(left, x, side="right") - 1
    joined = (place[:-1] >= 0) & (right[place[:-1]] >= x[1:])
    used = np.r_[False, joined] | np.r_[joined, False]
    x, y, after = x[used], y[used], np.r_[joined, False][used]
    after[:-1] |= _small(x, y, breaks, view)
    x, y, after = _thinned(x, y, after, view)
    ends = np.flatnonzero(~after) + 1
    curve = np.column_stack([x, y])
    return [curve[i:j] for i, j in zip(np.r_[0, ends[:-1]], ends, strict=True)]


def _small(x: Floats, y: Floats, breaks: list[float], view: View) -> Bools:
    """Whether neighbours are as good as one point, with no break between them."""
    close = view.width(x[:-1], x[1:]) <= BESIDE
    close &= np.abs(view.height(y[:-1], y[1:])) <= BESIDE
    places = np.sort(np.array(breaks))
    result: Bools = close & (np.searchsorted(places, x[:-1]) == np.searchsorted(places, x[1:], side="right"))
    return result


def _thinned(x: Floats, y: Floats, after: Bools, view: View) -> tuple[Floats, Floats, Bools]:
    """Of the points of a stroke in one column the first, the last, the lowest and the highest."""
    column = view.column(x, x)
    new = np.r_[True, (column[1:] != column[:-1]) | ~after[:-1]]
    group = np.cumsum(new) - 1
    count = np.bincount(group)
    if count.max() <= 4:
        return x, y, after
    first = np.flatnonzero(new)
    kept = new | np.r_[new[1:], True] | (count[group] <= 4)
    order = np.lexsort([y, group])
    kept[order[first]] = True
    kept[order[np.r_[first[1:] - 1, len(x) - 1]]] = True
    # `after` of a point that goes belongs to one inside a group: the points that stay are joined as they were
    return x[kept], y[kept], after[kept]
