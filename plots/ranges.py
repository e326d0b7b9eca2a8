"""The range of y that shows a curve: all of it where it is bounded, its shape where it has poles."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "RealFunction", "even", "shown_range"]

Floats: TypeAlias = NDArray[np.float64]
RealFunction: TypeAlias = Callable[[Floats], Floats]

MARGIN = 0.05  # of the height, on each side
LIMIT = 1e307  # so that the height of the range is finite
ZOOMS = 4
GAPS = 31  # between the points of a zoom; prime, so that no pole at a round number is hit but for rounding
SETTLED = 1e-3  # of the height
TYPICAL = 0.1  # the share of the points that a pole may push out of sight


def shown_range(
    f: RealFunction, x: tuple[float, float], size: tuple[int, int] = (600, 400)
) -> tuple[float, float] | None:
    """(low, high) with a small margin; None where f has no value on the range `x`.

    Each extreme is looked at ever closer. Where it settles it is the bound. Where it keeps growing there is a pole,
    and the bound is as far from the middle four fifths of the values as those are wide.

    f: from float64 (n,) to (n,).
    """
    points = even(x, 2 * size[0])
    values = f(points)
    known = np.isfinite(values)
    if not known.any():
        return None
    bottom, top = _extremes(f, points[known], values[known], x)
    return _with_margin(max(-bottom, -LIMIT), min(top, LIMIT))


def even(x: tuple[float, float], gaps: int) -> Floats:
    """gaps + 1 even points over a range, symmetric where it is: np.linspace(-5, 5, 1201) misses 0 by 9e-16."""
    steps = np.arange(gaps + 1)
    return (x[0] * steps[::-1] + x[1] * steps) / gaps


def _extremes(f: RealFunction, x: Floats, y: Floats, within: tuple[float, float]) -> tuple[float, float]:
    """The upper bounds of what is shown of -f and f, found together: a high derivative is dear to call, not to fill."""
    signs = np.array([[-1.0], [1.0]])
    with np.errstate(over="ignore", invalid="ignore"):
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
        bottom, top = np.where(settled, peak, np.minimum(high + (high - low), top)).tolist()
    return bottom, top


def _with_margin(low: float, high: float) -> tuple[float, float]:
    """The range with its margin; a constant gets room around it."""
    if high - low <= 64 * np.spacing(max(abs(low), abs(high))):
        room = abs(high) / 2 or 1.0
        return low - room, high + room
    room = MARGIN * (high - low)
    return low - room, high + room
