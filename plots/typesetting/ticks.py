"""Where ticks stand and what is written at them: multiples of π, powers of ten, plain numbers."""

import math
import re
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from matplotlib.axis import Axis
    from numpy.typing import NDArray

__all__ = ["in_pi", "multiple", "named_power", "set_ticks", "steps", "whole_ticks"]

ROUNDINGS = 4.0
HALVES = (Fraction(1, 2), *(Fraction(step * 10**power) for power in range(9) for step in (1, 2, 5)))
EIGHTHS = Fraction(1, 8), Fraction(1, 4)
THIRDS = Fraction(1, 12), Fraction(1, 6), Fraction(1, 3)
"""What may lie between ticks, in π, the best first."""

ENOUGH = 3  # parts of a range

MANY = 8  # decades, beyond which not every one has a tick
DECADES = 2, 5, 10, 20, 50, 100, 200, 500  # between ticks, of which one is 1: matplotlib's may be 10⁻², 10⁻⁷, 10⁻¹²

PLAIN = (1e-3, 1e4)
"""Between these the numbers of a logarithmic axis are written out: 0.01, not 10⁻²."""


def set_ticks(axis: "Axis", limits: tuple[float, float]) -> None:
    """Set the ticks of an axis for the range that it shows."""
    if axis.get_scale() == "log":
        _set_powers(axis, limits)
    elif axis.get_scale() == "linear":
        places = steps(limits, max(2, min(6, axis.get_tick_space())))
        if places:
            axis.set_ticks([float(each) * math.pi for each in places], [multiple(each) for each in places])
        else:
            _typeset_power(axis)


def whole_ticks(axis: "Axis", parts: "Sequence[NDArray[np.float64]]") -> None:
    """Let no tick of a linear axis stand between whole numbers where all values are such: years, counts."""
    from matplotlib.ticker import MaxNLocator

    locator = axis.get_major_locator()
    if isinstance(locator, MaxNLocator) and all((each == each.round()).all() for each in parts):
        locator.set_params(integer=True)


def steps(limits: tuple[float, float], most: int) -> list[Fraction]:
    """The ticks, in π, of a range that begins and ends at multiples of π; none where it does not.

    They stand at even distances, with at most `most` parts between them, and at both ends where that can be.
    """
    low, high = (in_pi(end) for end in limits)
    if low is None or high is None or not low < high:
        return []
    every = (*HALVES, *EIGHTHS, *THIRDS)
    ending = [step for step in every if low % step == high % step == 0]
    for least, among in ((ENOUGH + 1, ending), (2, ending), (2, every), (1, every)):
        for step in among:
            numbers = range(math.ceil(low / step), math.floor(high / step) + 1)
            if least <= len(numbers) <= most + 1:
                return [step * number for number in numbers]
    return []


def multiple(factor: Fraction) -> str:
    """A multiple of π for mathtext: 0, π, −π/2, 3π/4."""
    if not factor:
        return "$0$"
    sign, top = "-" if factor < 0 else "", abs(factor.numerator)
    below = f"/{factor.denominator}" if factor.denominator > 1 else ""
    return rf"${sign}{'' if top == 1 else top}\pi{below}$"


def in_pi(value: float) -> Fraction | None:
    """The value in π, if it is a multiple of π/12 or π/8 but for rounding."""
    for parts in (12, 8):
        number = round(value / math.pi * parts) if abs(value) < 1e9 else 0
        if abs(number * math.pi / parts - value) <= ROUNDINGS * math.ulp(value):
            return Fraction(number, parts)
    return None


def _typeset_power(axis: "Axis") -> None:
    """Write a power that all labels of an axis share as 10⁻⁹, not 1e-9: by mathtext, only where it is needed."""
    from matplotlib.ticker import ScalarFormatter

    formatter = axis.get_major_formatter()
    if isinstance(formatter, ScalarFormatter):
        formatter.set_locs(axis.get_majorticklocs().tolist())
        formatter.set_useMathText(bool(formatter.get_offset()))


def named_power(axis: "Axis") -> str:
    """The power that all numbers of an axis share, for the axis's name, as ×10⁵; beside the numbers it is not written.

    It stays the same whatever ticks are left out later. Empty where there is none.
    """
    from matplotlib.ticker import ScalarFormatter

    formatter, (low, high) = axis.get_major_formatter(), sorted(axis.get_view_interval())
    if not isinstance(formatter, ScalarFormatter):
        return ""
    formatter.set_locs([float(each) for each in axis.get_majorticklocs() if low <= each <= high])
    plain = formatter.get_offset().replace("\N{MINUS SIGN}", "-")
    if not plain:
        return ""
    formatter.set_useMathText(True)
    axis.get_offset_text().set_visible(False)
    power = formatter.get_offset()
    if factor := re.match(r"1e(-?\d+)", plain):
        formatter.set_powerlimits((int(factor[1]), int(factor[1])))
    if formatter.offset:
        formatter.set_useOffset(formatter.offset)
    return power


def _set_powers(axis: "Axis", limits: tuple[float, float]) -> None:
    """Write the numbers of a logarithmic axis out where they are short; else leave them as powers of ten."""
    from matplotlib.ticker import LogFormatterSciNotation

    class WrittenOut(LogFormatterSciNotation):
        def __call__(self, x: float, pos: int | None = None) -> str:
            return f"{x:.10g}" if super().__call__(x, pos) else ""

    if PLAIN[0] <= limits[0] and limits[1] <= PLAIN[1]:
        axis.set_major_formatter(WrittenOut())
        axis.set_minor_formatter(WrittenOut(labelOnlyBase=False))
    elif (decades := math.log10(limits[1]) - math.log10(limits[0])) > MANY:
        most = max(2, min(MANY, axis.get_tick_space()))
        step = next(each for each in DECADES if decades / each <= most)
        powers = range(math.ceil(math.log10(limits[0]) / step), math.floor(math.log10(limits[1]) / step) + 1)
        axis.set_ticks([10.0 ** (step * power) for power in powers])
        axis.set_ticks([], minor=True)
