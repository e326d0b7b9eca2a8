"""A polynomial fitted to data on axes: its curve, the band of its mean, and what it is called."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plots.data.equations import column, plain_equation, shown_s, typeset_equation
from plots.data.series import Series, escaped
from plots.style import tinted
from plots.typesetting.labels import number

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.collections import PolyCollection
    from matplotlib.lines import Line2D
    from numpy.typing import NDArray

    from datagen.fitting import PolynomialFit
    from plots.scales import Scales

    Floats = NDArray[np.float64]

__all__ = ["BAND", "FittedCurve", "draw_band", "draw_fit", "fitted_curve", "fitted_points"]

BAND = "95 % confidence band of the mean"
TINT = 0.22  # of the curve's colour
SHORT = 6  # characters of a name that an equation has room for


@dataclass(frozen=True)
class FittedCurve:
    """A fit to one series, and what is drawn of it: x, the polynomial and half the width of its band, (k,) each.

    latex, plain: what a legend says, by mathtext or without. half: None where the band has no width to be seen.
    """

    label: str
    latex: str
    plain: str
    fit: "PolynomialFit"
    x: "Floats"
    y: "Floats"
    half: "Floats | None"

    @property
    def limits(self) -> "tuple[Floats, Floats]":
        """The lower and the upper limit of the band; the curve itself where there is none."""
        half = 0.0 if self.half is None else self.half
        return self.y - half, self.y + half


def fitted_curve(
    series: Series, degree: int, scales: "Scales", count: int, names: tuple[str, str], *, alone: bool
) -> FittedCurve:
    """The polynomial of a degree fitted to a series, at `count` points.

    names: of the columns. alone: whether it is the only series, and needs no name. Raises: FitError.
    """
    from datagen.fitting import fit_polynomial

    fit = fit_polynomial(series.x, series.y, degree)
    x = fitted_points(fit, scales, count)
    short = [each if len(each) <= SHORT and column(each) else other for each, other in zip(names, "xy", strict=True)]
    latex, plain = typeset_equation(fit, *(column(each) or each for each in short)), plain_equation(fit, *short)
    if s := shown_s(fit):
        latex, plain = f"{latex},  $s = {number(s)}$", f"{plain}, s = {s}"
    before = "" if alone else f"{escaped(series.label)}: "
    half = fit.band(x) if s not in ("", "0") else None
    label = "fit" if alone else f"fit of {series.label}"
    return FittedCurve(label, f"{before}{latex}", f"{before}{plain}", fit, x, fit.values(x), half)


def fitted_points(fit: "PolynomialFit", scales: "Scales", count: int) -> "Floats":
    """The x of a fit's curve: even on the paper over the range of the data, and not beyond."""
    import numpy as np

    low, high = fit.x
    if low == high:
        return np.array([low])
    if scales.x and high > 0:
        low = min(each for each in (low, high / 1000) if each > 0) if low <= 0 else low
        return np.clip(np.geomspace(low, high, count), low, high)
    share = np.linspace(0, 1, count)
    return low * (1 - share) + high * share


def draw_fit(ax: "Axes", x: "Floats", y: "Floats", label: str, **properties: Any) -> "Line2D":
    """Draw the curve of a fit."""
    (drawn,) = ax.plot(x, y, label=label, **properties)
    return drawn


def draw_band(ax: "Axes", x: "Floats", low: "Floats", high: "Floats", colour: Any, label: str) -> "PolyCollection":
    """Shade a band between two curves, in an opaque tint: EPS has no transparency."""
    return ax.fill_between(x, low, high, color=tinted(colour, TINT), linewidth=0, label=label, zorder=1)
