"""Numbers and axes in the words of alternative texts."""

import math
import re
from collections.abc import Iterable
from typing import NamedTuple

from plots.scales import Scales

__all__ = ["DIGITS", "Along", "compact", "digits_apart", "scales_said", "shown_number", "shown_range"]

DIGITS, MOST = 4, 15
LARGE = 1e5  # from here on with an exponent, unless all digits before the point are shown
SCALES = {
    Scales(): "", Scales(x=True, y=False): "on a logarithmic x axis",
    Scales(x=False, y=True): "on a logarithmic y axis", Scales(x=True, y=True): "on logarithmic axes",
}  # fmt: skip


def shown_number(number: float, digits: int = DIGITS) -> str:
    """A number to a few digits: 2509, 16130, 1e-9, 1.5e6; from 100,000 on with an exponent, as in formulas."""
    text = f"{number + 0.0:.{digits}g}"
    return f"{float(text):.{MOST}g}" if 1 <= abs(float(text)) < max(LARGE, 10.0**digits) else compact(text)


def digits_apart(low: float, high: float) -> int:
    """How many digits the ends of a range need, so that they differ as others do: 999999 and 1000001, not 1e6 twice."""
    most, apart = max(abs(low), abs(high)), high - low
    if not (math.isfinite(apart) and apart > 0):
        return DIGITS
    return min(MOST, DIGITS + max(0, math.floor(math.log10(most / apart))))


def shown_range(low: float, high: float) -> str:
    """The ends of a range, so that they differ: -5 to 5, 1000 to 1000.5."""
    digits = digits_apart(low, high)
    return f"{shown_number(low, digits)} to {shown_number(high, digits)}"


class Along(NamedTuple):
    """A variable, and to how many digits its places are said: so many that they differ where its range is narrow."""

    variable: str
    digits: int

    @classmethod
    def range(cls, variable: str, low: float, high: float) -> "Along":
        """The variable from low to high."""
        return cls(variable, digits_apart(low, high))

    def at(self, places: Iterable[float]) -> str:
        """Places on the axis: x = -1, 1."""
        return f"{self.variable} = {', '.join(shown_number(each, self.digits) for each in places)}"


def compact(text: str) -> str:
    """A number as text without what its exponent does not need: 8.26e5 for 8.26e+05."""
    return re.sub(r"e\+?(-?)0*(?=\d)", r"e\1", text)


def scales_said(scales: Scales) -> str:
    """Which axes are logarithmic, such as: on a logarithmic x axis; empty for none."""
    return SCALES[scales]
