"""A polynomial fitted to data on axes: its curve, the band of its mean, and its equation to sensible digits."""

import math
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from datagen.errors import DatagenError
from plots.labels import letter, number
from plots.style import tinted

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.collections import PolyCollection
    from matplotlib.lines import Line2D
    from numpy.typing import NDArray

    from datagen.fitting import PolynomialFit
    from plots.scales import Scales

    Floats = NDArray[np.float64]

__all__ = [
    "BAND",
    "column",
    "draw_band",
    "draw_fit",
    "equation",
    "fitted_points",
    "plain_equation",
    "shown_s",
    "typeset_equation",
]

BAND = "95 % confidence band of the mean"
TINT = 0.22  # of the curve's colour
LONGEST = 4  # the highest degree whose equation a legend has room for
SURE = 0.1  # of the standard error: by how much rounding may move the curve
SEEN = 1e-5  # of the curve's height: by how much it may even where there is no error


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


def equation(fit: "PolynomialFit") -> str:
    """The polynomial as a formula of x with all digits, lowest power first."""
    terms = [f"{c!r}{'' if k == 0 else '*x' if k == 1 else f'*x^{k}'}" for k, c in enumerate(fit.coefficients)]
    return " + ".join(terms).replace("+ -", "- ")


def plain_equation(fit: "PolynomialFit", x: str, y: str) -> str:
    """y = 1.01 x^2 - 0.2, with as many digits as `typeset_equation` has."""
    if fit.degree > LONGEST:
        return f"a polynomial of degree {fit.degree}"
    raised = [x if power == 1 else f"{x}^{power}" for power in range(fit.degree + 1)]
    return f"{y} = {_summed(fit, raised, str, ' ')}"


def typeset_equation(fit: "PolynomialFit", x: str, y: str) -> str:
    """y = 1.01 x² − 0.2 for mathtext, x and y being names as LaTeX, and for a high degree that alone.

    Every coefficient has as many digits as it takes to move the curve by less than a tenth of its standard error.
    """
    if fit.degree > LONGEST:
        return f"polynomial of degree {fit.degree}"
    raised = [x if power == 1 else f"{x}^{{{power}}}" for power in range(fit.degree + 1)]
    body = _summed(fit, raised, number, r" \, ")
    return f"${y} = {body}$"


def _summed(fit: "PolynomialFit", raised: list[str], written: Callable[[str], str], times: str) -> str:
    """The sum of the terms of a polynomial, highest power first, without those that round to 0."""
    body = ""
    for power in reversed(range(fit.degree + 1)):
        text = _digits(fit, power)
        size = text.removeprefix("-")
        factors = [*([] if size == "1" and power else [written(size)]), *([raised[power]] if power else [])]
        if size != "0":
            sign = "-" if text.startswith("-") else "+"
            body += f" {sign} {times.join(factors)}" if body else f"{sign.strip('+')}{times.join(factors)}"
    return body or "0"


def shown_s(fit: "PolynomialFit") -> str:
    """The residual standard deviation to three digits: 0 where it is rounding alone, empty where there is none."""
    if math.isnan(fit.s):
        return ""
    return "0" if fit.s <= _rounding(fit) else f"{fit.s:.3g}"


def column(name: str) -> str | None:
    r"""The name of a column as LaTeX, \theta for theta; None where it is no name of a variable."""
    if not re.fullmatch(r"[^\W\d_]\w{0,9}", name):
        return None
    try:
        return letter(name)
    except DatagenError:
        return None


def _digits(fit: "PolynomialFit", power: int) -> str:
    """A coefficient as text, with no more digits than the curve needs."""
    value = fit.coefficients[power]
    reach = max(abs(end) for end in fit.x) or 1.0
    try:
        unit = _tolerance(fit) / (fit.degree + 1) / reach**power
        digits = math.floor(math.log10(abs(value))) - math.floor(math.log10(2 * unit)) + 1
    except (OverflowError, ValueError, ZeroDivisionError):
        return f"{value:.3g}"
    return "0" if digits < 1 else f"{value:.{min(digits, 17)}g}"


def _tolerance(fit: "PolynomialFit") -> float:
    """By how much the curve may be off."""
    import numpy as np

    x = np.linspace(*fit.x, 101)
    values = fit.values(x)
    height = float(np.ptp(values)) if fit.degree else 0.0
    floor = SEEN * (height or float(np.abs(values).max()) or 1.0)
    noisy = math.isfinite(fit.s) and fit.s > _rounding(fit)
    return max(SURE * float(fit.standard_error(x).min()), floor) if noisy else floor


def _rounding(fit: "PolynomialFit") -> float:
    """What a residual is by rounding alone."""
    import numpy as np

    return 1e-14 * float(np.abs(fit.values(np.linspace(*fit.x, 101))).max())
