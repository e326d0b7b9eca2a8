"""Closing in on breaks: from an interval in which a curve breaks to neighbouring numbers, by its bounds alone."""

from typing import NamedTuple

import numpy as np

from plots.faithful.enclosing import Enclosed
from plots.faithful.splitting import Pieces, adjacent, parts_of, split, together
from plots.views import Floats, View

__all__ = ["Closed", "closed_in"]

PARTS = 512  # into which all intervals are split in a pass
MOST = 32  # parts of an interval: to fewer, more passes are dearer
FEW = 16  # intervals; where so many, or twice as many as there were, still break, they are no breaks of their own


class Closed(NamedTuple):
    """What intervals are made of.

    rest: the parts on which the curve is continuous, the closer to a break the narrower, and what is not decided.
    leaves: neighbouring numbers between which it breaks.
    enclosures: how many intervals were looked at.
    """

    rest: Pieces
    leaves: Pieces
    enclosures: int


def closed_in(curve: Enclosed, view: View, a: Floats, b: Floats) -> Closed:
    """The intervals [a, b], in each of which a curve may break, in parts; those without a value are dropped."""
    rest, leaves, enclosures = [(a[:0], b[:0])], [(a[:0], b[:0])], 0
    most = max(FEW, 2 * len(a))
    while 0 < len(a) <= most:
        parts = min(parts_of(len(a), PARTS), MOST)
        a, b = split(a, b, np.full(len(a), parts), np.ones(len(a), dtype=bool))
        bounds, enclosures = curve.enclosure(a, b), enclosures + len(a)
        last, known = adjacent(a, b, view.range), ~np.isnan(bounds.low)
        broken = known & ~bounds.continuous
        rest.append((a[bounds.continuous], b[bounds.continuous]))
        leaves.append((a[broken & last], b[broken & last]))
        a, b = a[broken & ~last], b[broken & ~last]
    rest.append((a, b))
    return Closed(together(rest), together(leaves), enclosures)
