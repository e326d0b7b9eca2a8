"""The colours between levels, and what is legible on them.

Colours go through viridis in equal steps, from band to band: equal differences in the picture are then equal numbers
of levels, be these even or graded. Where a function has as much below zero as above, or nearly, the map is the signed
one, white at zero: there the sign is the structure. Elsewhere white at zero would halve the contrasts of one side.
"""

from typing import TYPE_CHECKING

import numpy as np

from plots.colourmaps import signed
from plots.colours import contrast
from plots.planes.levels import Levels

if TYPE_CHECKING:
    from matplotlib.colors import Colormap

__all__ = ["RGB", "band_colours", "ink_between", "level_text"]

RGB = tuple[float, float, float]

WRITTEN_OUT = 1e-4, 1e6
"""Levels between these are written out: 0.001, and not 10⁻³."""


def band_colours(levels: Levels) -> list[RGB]:
    """The colour of each band, the lowest first."""
    if levels.middle is None:
        return [_colour(_viridis(), each) for each in _steps(levels.bands)]
    below = levels.bounds.index(levels.middle) + levels.below
    above = levels.bands - below
    most = max(below, above)
    shares = [(each + 0.5) / most for each in range(most)]
    return [
        _colour(signed(), (1 + share) / 2)
        for share in (*(-each for each in reversed(shares[:below])), *shares[:above])
    ]  # fmt: skip


def ink_between(first: RGB, second: RGB) -> str:
    """Black or white, whichever has the higher contrast with both of two colours (WCAG 2.1)."""
    return max(("black", "white"), key=lambda ink: min(contrast(ink, each) for each in (first, second)))


def level_text(level: float) -> str:
    """A round number as text, with mathtext for powers of ten alone, which takes long: 0.5, −20, 10⁻⁶, 3 × 10⁸."""
    if level == 0 or WRITTEN_OUT[0] <= abs(level) < WRITTEN_OUT[1]:
        return (np.format_float_positional(level, trim="-") if level else "0").replace("-", "\N{MINUS SIGN}")
    digits, exponent = f"{level:.11e}".split("e")
    sign, mantissa = "-" * (level < 0), digits.lstrip("-").rstrip("0").rstrip(".")
    return f"${sign}{'' if mantissa == '1' else mantissa + chr(92) + 'times '}10^{{{int(exponent)}}}$"


def _steps(count: int) -> list[float]:
    return [each / (count - 1) for each in range(count)] if count > 1 else [0.6]


def _viridis() -> "Colormap":
    import matplotlib

    return matplotlib.colormaps["viridis"]


def _colour(colours: "Colormap", share: float) -> RGB:
    red, green, blue, _ = colours(share)
    return float(red), float(green), float(blue)
