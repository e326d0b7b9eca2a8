"""The ranges that show points, and as much of curves as leaves the points large."""

from collections.abc import Sequence

import numpy as np

from datagen.errors import OptionError
from plots.views import Bools, Floats

__all__ = ["framed", "inside", "padded"]

Ends = tuple[float, float]

MARGIN = 0.04  # of the range of the points, on each side
BEYOND = 0.5  # of the height of the points: how far a curve may widen the view on each side


def inside(values: Floats, ends: Ends) -> Bools:
    """Which values (n,) lie in a range."""
    return np.asarray((ends[0] <= values) & (values <= ends[1]))


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
    return _unpadded((low - room, high + room), logarithmic)


def framed(points: Ends, curves: Sequence[Floats], *, logarithmic: bool) -> Ends:
    """The range that shows points and, as far as half of their height beyond them, curves."""
    low, high = np.log10(points) if logarithmic else points
    far = BEYOND * (high - low)
    found = np.concatenate([np.empty(0), *curves])
    found = np.log10(found[found > 0]) if logarithmic else found[np.isfinite(found)]
    if not len(found):
        return points
    bottom, top = float(found.min()), float(found.max())
    room = MARGIN * (high - low)
    low, high = min(low, max(low - far, bottom - room)), max(high, min(high + far, top + room))
    return _unpadded((float(low), float(high)), logarithmic)


def _unpadded(ends: Ends, logarithmic: bool) -> Ends:
    return (float(10.0 ** ends[0]), float(10.0 ** ends[1])) if logarithmic else ends
