"""The levels of a picture of a function of two variables: round numbers that show its structure.

Even levels are multiples of 1, 2, 2.5 or 5 times a power of ten. They show nothing of a function most of whose values
crowd into one of their bands, such as Rosenbrock's, whose valley is a thousand times lower than its walls. Then the
levels are graded: they lie 1, 2, 5, 10, 20 ... or 1, 3, 10, 30 ... or powers of ten away from where the values
crowd, the low end, the high end, or zero. Where the far end is a peak inside of the view, as that of a Gaussian is,
that is the structure, and levels stay even as long as the peak is broad enough to be seen.

Infinite values decide nothing, nor does the one value in two hundred that is nearest to a pole: it lies beyond the
last level, as the arrow at the end of the colour bar says.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from plots.planes.fields import Field
from plots.views import Floats

__all__ = ["Levels", "choose_levels", "ends", "round_levels", "seen"]

WANTED = 10  # bands
STEPS = (1.0, 2.0, 2.5, 5.0)
GRADES: tuple[tuple[tuple[float, ...], int], ...] = (
    ((1.0, 2.0, 5.0), 1), ((1.0, 3.0), 1), ((1.0,), 1), ((1.0,), 2), ((1.0,), 4), ((1.0,), 10), ((1.0,), 50),
)  # fmt: skip
"""What graded levels are: these numbers in each decade, or in one of so many."""

MOST, MOST_BESIDE = 10, 6  # graded levels, from one end and on each side of zero
CROWDED = 0.2  # of the range: half of the values within it at one end
CROWDED_MIDDLE = 0.1  # of the range: half of the values within it, away from both ends
SEEN = 0.02  # of the view: a pole that is no broader is lost in even levels
FAR = 0.005  # of the values: those nearest to a pole
NEAR_ZERO = 0.1  # of the values: those between the lowest levels beside zero
FLAT = 64  # units in the last place: a range that is rounding


@dataclass(frozen=True)
class Levels:
    """The values at which the colour changes, ascending, and whether some of the function lies beyond them.

    middle: the value on both sides of which the levels lie, where that is zero. flat: there is a single value.
    """

    bounds: tuple[float, ...]
    graded: bool
    below: bool
    above: bool
    middle: float | None = None

    flat: bool = False

    @property
    def bands(self) -> int:
        return len(self.bounds) - 1 + self.below + self.above


def choose_levels(field: Field) -> Levels:
    """The levels that suit a field, which has finite values."""
    values, low, high = field.finite, *ends(field)
    span = high - low
    if not math.isfinite(span) or span <= FLAT * np.spacing(max(abs(low), abs(high))):
        return _of_constant(low, high)
    quarter, median, other = np.quantile(values, [0.25, 0.5, 0.75]).tolist()
    if median - low < CROWDED * span:
        peak = field.highest.inside and (field.highest.settled or _share(values > low + span / WANTED) >= SEEN)
        return _even(field) if peak else _one_sided(values, 1.0, low, high)
    if high - median < CROWDED * span:
        peak = field.lowest.inside and (field.lowest.settled or _share(values < high - span / WANTED) >= SEEN)
        return _even(field) if peak else _one_sided(values, -1.0, low, high)
    if other - quarter < CROWDED_MIDDLE * span:
        peaks = all(each.inside and each.settled for each in (field.lowest, field.highest))
        return _even(field) if peaks else _two_sided(values, low, high)
    return _even(field)


def ends(field: Field) -> tuple[float, float]:
    """The lowest and the highest value; those on the grid where a pole makes for others between its points."""
    return tuple(
        each.value if each.settled else float(value)
        for each, value in ((field.lowest, field.finite[0]), (field.highest, field.finite[-1]))
    )  # type: ignore[return-value]  # two


def seen(field: Field) -> tuple[float, float]:
    """The lowest and the highest value; towards a pole, those beyond which only a few of the values are."""
    low = field.lowest.value if field.lowest.settled else float(np.quantile(field.finite, FAR))
    high = field.highest.value if field.highest.settled else float(np.quantile(field.finite, 1 - FAR))
    return low, high


def round_levels(low: float, high: float, wanted: int = WANTED) -> tuple[float, ...]:
    """Multiples of a round step from `low` or just below to `high` or just above, about `wanted` steps."""
    step = _round_step((high - low) / wanted)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(_clean(k * step) for k in range(first, last + 1))


def _even(field: Field) -> Levels:
    """Even levels; towards a pole they end where all but a few of the values do."""
    low, high = seen(field)
    bounds = round_levels(low, high)
    balanced = low < 0 < high and min(-low, high) >= 0.4 * max(-low, high)
    below, above = not field.lowest.settled, not field.highest.settled
    return Levels(bounds, False, below, above, 0.0 if balanced else None)


def _of_constant(low: float, high: float) -> Levels:
    """Two bounds around a single value; three far apart where even the range of the values is no double."""
    if not math.isfinite(high - low):
        return Levels((-1e300, 0.0, 1e300), False, low < -1e300, high > 1e300, 0.0)
    room = abs(low) / 2 or 1.0
    return Levels((low - room, high + room), False, False, False, flat=True)


def _one_sided(values: Floats, sign: float, low: float, high: float) -> Levels:
    """Levels that grow away from the low end, or with sign −1 from the high end."""
    away = values if sign > 0 else -values[::-1]
    pivot = _pivot(float(away[0]), *np.quantile(away, [0.5, 1 - FAR]).tolist())
    distances = _distances(away - pivot, FAR, MOST)
    first = [pivot] if away[0] >= pivot else []
    bounds = [_clean(sign * each) for each in (*first, *(pivot + each for each in distances))]
    return _cut(sorted(bounds), low, high, None)


def _two_sided(values: Floats, low: float, high: float) -> Levels:
    """Levels that grow away from zero to both sides, or from the median where zero is far from it."""
    some, median, most = np.quantile(values, [0.1, 0.5, 0.9]).tolist()
    zero = some <= 0 <= most
    pivot = 0.0 if zero else _rounded(median, most - some)
    distances = _distances(np.abs(values - pivot), NEAR_ZERO, MOST_BESIDE)
    bounds = [_clean(pivot + each) for each in (*(-each for each in reversed(distances)), 0.0, *distances)]
    return _cut(bounds, low, high, 0.0 if zero else None)


def _cut(bounds: list[float], low: float, high: float, middle: float | None) -> Levels:
    """Levels without those that no value is beyond, one at each end aside."""
    first = max((i for i, each in enumerate(bounds) if each <= low), default=0)
    last = min((i for i, each in enumerate(bounds) if each >= high), default=len(bounds) - 1)
    kept = tuple(bounds[first : last + 1])
    return Levels(kept, True, low < kept[0], high > kept[-1], middle)


def _distances(away: Floats, share: float, most: int) -> list[float]:
    """As many round distances as there may be, from that of a small share of the values to that of almost all."""
    near, far = np.quantile(away[away > 0], [share, 1 - FAR]).tolist()
    near = max(near, far * 1e-300, 5e-300)
    for numbers, decades in GRADES:
        found = list(_grades(near, far, numbers, decades))
        if len(found) <= most:
            break
    return found or [_round_step(far)]


def _grades(near: float, far: float, numbers: tuple[float, ...], decades: int) -> Iterator[float]:
    for exponent in range(math.floor(math.log10(near)), math.floor(math.log10(far)) + 1):
        if exponent % decades == 0:
            yield from (each for m in numbers if near <= (each := float(f"{m:g}e{exponent}")) <= far)


def _pivot(end: float, median: float, far: float) -> float:
    """The round number at or below the lowest value from which distances are counted: zero, if that is near."""
    width = median - end
    if -max(0.1 * width, 0.01 * (far - end)) <= end <= 10 * width:
        return 0.0
    return _rounded(end, width, math.floor)


def _rounded(value: float, width: float, rule: Callable[[float], int] = round) -> float:
    """A value to the power of ten just below a width."""
    unit = 10.0 ** math.floor(math.log10(width)) if width > 0 else max(abs(value), 1.0)
    return _clean(rule(value / unit) * unit)


def _round_step(about: float) -> float:
    """The round step that is nearest in ratio."""
    exponent = math.floor(math.log10(about))
    steps = [float(f"{m:g}e{e}") for e in (exponent, exponent + 1) for m in STEPS]
    return min(steps, key=lambda step: abs(math.log(step / about)))


def _clean(value: float) -> float:
    """A round number without the rounding of its arithmetic."""
    return float(f"{value:.12g}") + 0.0


def _share(some: "np.typing.NDArray[np.bool_]") -> float:
    return float(some.mean())
