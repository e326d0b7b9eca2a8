"""Which axes are logarithmic, and what a range must be there."""

from typing import NamedTuple

from datagen.errors import OptionError

__all__ = ["LINEAR", "Scales", "unscaled"]

Ends = tuple[float, float]

ASSUMED = 0.01, 100.0
"""The range of a logarithmic axis that is given none."""

DECADES = 1e-3
"""The least value shown, as a share of the greatest, where a range reaches down to 0 or below."""


class Scales(NamedTuple):
    """Which of the two axes are logarithmic."""

    x: bool = False
    y: bool = False

    def shown_x(self, ends: Ends, assumed: Ends) -> Ends:
        """What the x axis shows of a range: of 0:5, where it is logarithmic, three decades, 0.005:5.

        assumed: the range that nobody asked for; 0.01:100 does as well.

        Raises: OptionError where no part of the range is above 0.
        """
        if not self.x or ends[0] > 0:
            return ends
        if ends == assumed:
            return ASSUMED
        if ends[1] <= 0:
            raise OptionError("x", f"{ends[0]:g}:{ends[1]:g}", "a range above 0, as --log-x needs")
        return DECADES * ends[1], ends[1]


LINEAR = Scales()


def unscaled(ends: tuple[float, float], logarithmic: bool) -> tuple[float, float]:
    """A range of an axis in its own numbers: on a logarithmic axis the powers of ten of its ends."""
    return (float(10.0 ** ends[0]), float(10.0 ** ends[1])) if logarithmic else ends
