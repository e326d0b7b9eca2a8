"""Derivatives of which a curve shows nothing but rounding: the tenth of sin(x)/x near 0."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from plots.typesetting.words import digits_apart, shown_number

if TYPE_CHECKING:
    from datagen.expressions import Expression
    from plots.curves import Curve

__all__ = ["rounded"]

APART = 0.05  # of the range: stretches that are farther apart are named one by one
FEW = 4  # that are named
LOOKED_AT = 200
"""Points of a curve that are looked at, of those that were drawn: they are dense where it moves most."""


def rounded(curve: "Curve", f: "Expression") -> Iterator[str]:
    """A line where terms cancel until no digit of a drawn derivative of f is right."""
    import numpy as np

    from datagen.cancellation import lost

    if curve.role != "derivative" or not curve.polyline.segments:
        return
    x = np.concatenate([stroke[:, 0] for stroke in curve.polyline.segments])
    x = x[np.unique(np.linspace(0, len(x) - 1, min(len(x), LOOKED_AT)).astype(int))]
    found = zip(x, lost(f, x, curve.order), strict=True)
    gone = np.array([at for at, each in found if each and each.none is not None and each.none <= curve.order])
    if len(gone):
        digits, apart = digits_apart(x[0], x[-1]) - 1, np.flatnonzero(np.diff(gone) > APART * (x[-1] - x[0])) + 1
        ends = [(shown_number(each[0], digits), shown_number(each[-1], digits)) for each in np.split(gone, apart)]
        places = " and from ".join(" to ".join(each) for each in ends[:FEW])
        yield f"{curve.label} shows rounding from x = {places}, where terms cancel"
