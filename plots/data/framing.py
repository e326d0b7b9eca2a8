"""The ranges that show points, and as much of curves as leaves the points large enough to be read."""

from collections.abc import Sequence

import numpy as np

from datagen.errors import OptionError
from plots.scales import unscaled
from plots.views import Bools, Floats

__all__ = ["framed", "inside", "meets", "padded"]

Ends = tuple[float, float]

MARGIN = 0.04  # of the range of the points, on each side
BEYOND = 0.5  # of the height of the points: how far a curve may widen the view on each side
REACH = 2.0  # of that height: how far the view goes to meet a curve of which it would show nothing


def inside(values: Floats, ends: Ends) -> Bools:
    """Which values (n,) lie in a range."""
    return np.asarray((ends[0] <= values) & (values <= ends[1]))


def meets(x: Floats, y: Floats, across: Ends, up: Ends) -> bool:
    """Whether some of a curve through points (n,) is in a view."""
    seen = y[inside(x, across) & np.isfinite(y)]
    return len(seen) > 0 and bool(seen.min() <= up[1] and seen.max() >= up[0])


def padded(parts: Sequence[Floats], *, logarithmic: bool, name: str) -> Ends:
    """The range of some values with a margin; one value gets room around it.

    Raises: OptionError where there are none that a logarithmic axis can show.
    """
    values = np.concatenate([np.empty(0), *parts])
    if logarithmic:
        values = np.log10(values[values > 0])
        if not len(values):
            raise OptionError(f"log-{name}", f"data without any {name} above 0", "a linear axis")
    if not len(values):
        return -1.0, 1.0
    low, high = float(values.min()), float(values.max())
    if high - low <= 64 * np.spacing(max(abs(low), abs(high))):
        room = 1.0 if logarithmic else abs(high) / 2 or 1.0
    else:
        room = MARGIN * (high - low)
    return unscaled((low - room, high + room), logarithmic)


def framed(points: Ends, curves: Sequence[Floats], *, logarithmic: bool) -> Ends:
    """The range that shows points and, as far as half of their height beyond them, curves.

    It goes on as far as twice their height to the near end of a curve that would not be in it at all.
    """
    low, high = np.log10(points) if logarithmic else points
    height = high - low
    room = MARGIN * height
    below, above = [low], [high]
    for curve in curves:
        found = np.log10(curve[curve > 0]) if logarithmic else curve[np.isfinite(curve)]
        if len(found):
            bottom, top = float(found.min()), float(found.max())
            below += [max(low - BEYOND * height, bottom - room), _met(top - room, low, -REACH * height)]
            above += [min(high + BEYOND * height, top + room), _met(bottom + room, high, REACH * height)]
    return unscaled((float(min(below)), float(max(above))), logarithmic)


def _met(near: float, end: float, reach: float) -> float:
    """The near end of a curve that begins beyond an end of the view, if it is within reach."""
    return near if abs(near - end) <= abs(reach) and (near - end) * reach > 0 else end
