"""The equation of a polynomial fitted to data: with all digits as a formula, and to sensible ones for a legend.

Far from 0, as with years, the terms c_k xᵏ are so much larger than their sum that it is lost in the rounding of
doubles. Then the polynomial is written in powers of x − a, where a is a short number near the middle of the data.
"""

import math
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from datagen.errors import DatagenError
from plots.typesetting.labels import letter, number
from plots.typesetting.words import compact, shown_number

if TYPE_CHECKING:
    from datagen.fitting import PolynomialFit

__all__ = ["about", "column", "equation", "plain_equation", "shown_s", "strayed", "typeset_equation"]

LONGEST = 4  # the highest degree whose equation a legend has room for
SURE = 0.1  # of the standard error: by how much rounding may move the curve
SEEN = 1e-5  # of the curve's height: by how much it may even where there is no error
AGREES = 1e-9  # of the curve's height: by how much an equation with all digits may miss the curve
ULPS = 32.0  # of the largest value: by how much it may at least, as every sum of doubles does
FAR = 10.0  # times half the range of x: middles beyond it make coefficients of many digits, and nothing is seen at 0
NEAR = 0.1  # of half the range of x: how far a is from its middle


def equation(fit: "PolynomialFit") -> str:
    """The polynomial as a formula of x with all digits, lowest power first."""
    step = _step("x", about(fit))
    terms = [
        f"{c!r}{'' if k == 0 else f'*{step}' if k == 1 else f'*{step}^{k}'}"
        for k, c in enumerate(fit.about(about(fit)))
    ]
    return " + ".join(terms).replace("+ -", "- ")


def plain_equation(fit: "PolynomialFit", x: str, y: str) -> str:
    """y = 1.01 x^2 - 0.2, with as many digits as `typeset_equation` has."""
    if fit.degree > LONGEST:
        return f"a polynomial of degree {fit.degree}"
    step = _step(x, about(fit))
    raised = [step if power == 1 else f"{step}^{power}" for power in range(fit.degree + 1)]
    return f"{y} = {_summed(fit, raised, compact, ' ')}"


def typeset_equation(fit: "PolynomialFit", x: str, y: str) -> str:
    """y = 1.01 x² − 0.2 for mathtext, x and y being names as LaTeX, and for a high degree that alone.

    Every coefficient has as many digits as it takes to move the curve by less than a tenth of its standard error.
    """
    if fit.degree > LONGEST:
        return f"polynomial of degree {fit.degree}"
    step = _step(x, about(fit))
    raised = [step if power == 1 else f"{step}^{{{power}}}" for power in range(fit.degree + 1)]
    body = _summed(fit, raised, number, r" \, ")
    return f"${y} = {body}$"


def shown_s(fit: "PolynomialFit") -> str:
    """The residual standard deviation to three digits: 0 where it is rounding alone, empty where there is none."""
    if math.isnan(fit.s):
        return ""
    return "0" if fit.s <= _rounding(fit) else shown_number(fit.s, 3)


def column(name: str) -> str | None:
    r"""The name of a column as LaTeX, \theta for theta; None where it is no name of a variable."""
    if not re.fullmatch(r"[^\W\d_]\w{0,9}", name):
        return None
    try:
        return letter(name)
    except DatagenError:
        return None


def about(fit: "PolynomialFit") -> float:
    """The a for which the polynomial is written in powers of x − a: 0 unless the data lie far from 0.

    A straight line is written in x itself, as long as doubles do for that.
    """
    low, high = fit.x
    far = fit.degree > 1 and abs(low / 2 + high / 2) > FAR * (high / 2 - low / 2)
    return _short_middle(fit) if far or strayed(fit, 0.0) else 0.0


def strayed(fit: "PolynomialFit", a: float) -> float:
    """How far the polynomial in powers of x − a, its coefficients rounded to doubles, is from the fit over the data.

    0 where that is no more than AGREES of the height of the curve, or than what rounding alone makes of its values.
    """
    import numpy as np

    x = np.linspace(*fit.x, 101)
    values, found = fit.values(x), np.zeros_like(x)
    with np.errstate(all="ignore"):
        for coefficient in reversed(fit.about(a)):
            found = found * (x - a) + coefficient
        off = float(np.abs(found - values).max())
    allowed = max(AGREES * float(np.ptp(values)), ULPS * float(np.spacing(np.abs(values).max())))
    return 0.0 if off <= allowed else off


def _step(x: str, a: float) -> str:
    """What is raised to powers: x, or (x - 2010)."""
    size = compact(repr(abs(a)).removesuffix(".0"))
    return f"({x} {'-' if a > 0 else '+'} {size})" if a else x


def _short_middle(fit: "PolynomialFit") -> float:
    """The number of fewest digits near the middle of the data."""
    low, high = fit.x
    middle, half = low / 2 + high / 2, high / 2 - low / 2
    rounded = (float(f"{middle:.{digits}g}") for digits in range(1, 17))
    return next((each for each in rounded if abs(each - middle) <= NEAR * half), middle)


def _summed(fit: "PolynomialFit", raised: list[str], written: Callable[[str], str], times: str) -> str:
    """The sum of the terms of a polynomial, highest power first, without those that round to 0."""
    body = ""
    a = about(fit)
    for power, value in reversed([*enumerate(fit.about(a))]):
        text = _digits(fit, a, power, value)
        size = text.removeprefix("-")
        factors = [*([] if size == "1" and power else [written(size)]), *([raised[power]] if power else [])]
        if size != "0":
            sign = "-" if text.startswith("-") else "+"
            body += f" {sign} {times.join(factors)}" if body else f"{sign.strip('+')}{times.join(factors)}"
    return body or "0"


def _digits(fit: "PolynomialFit", a: float, power: int, value: float) -> str:
    """The coefficient of a power of x − a as text, with no more digits than the curve needs."""
    reach = max(abs(end - a) for end in fit.x) or 1.0
    try:
        unit = _tolerance(fit) / (fit.degree + 1) / reach**power
        digits = math.floor(math.log10(abs(value))) - math.floor(math.log10(2 * unit)) + 1
    except (OverflowError, ValueError, ZeroDivisionError):
        return shown_number(value, 3)
    return "0" if digits < 1 else shown_number(value, min(digits, 17))


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
