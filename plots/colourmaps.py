"""Colour maps in which equal steps of a value look like equal steps.

Values of one kind take matplotlib's viridis (S. van der Walt and N. Smith, SciPy 2015). Signed values take a map of our
own: blue through white to vermillion, straight lines in CIELAB (CIE 15, D65), where equal distances look equal.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from plots.colours import luminance

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.colors import ListedColormap
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["counts", "ink_on", "signed"]

NEGATIVE, POSITIVE = (42.0, 8.0, -50.0), (42.0, 38.0, 33.5)
"""The ends in CIELAB (L*, a*, b*): a blue and a vermillion that sRGB has, equally dark and equally far from white."""

EVEN = 0.179
"""The luminance on which black and white stand out equally, by 4.58:1."""

STEPS = 257  # odd: zero has a colour of its own
DIM = 0.2  # of viridis: its part too dark for a dark background
WHITE = (0.95047, 1.0, 1.08883)  # D65, 2 degrees


@cache
def signed() -> "ListedColormap":
    """From blue for −1 through white for 0 to vermillion for 1."""
    import numpy as np
    from matplotlib.colors import ListedColormap

    share = np.linspace(-1, 1, STEPS)[:, None]
    centre = np.array([100.0, 0.0, 0.0])
    ends = np.where(share < 0, np.array(NEGATIVE), np.array(POSITIVE))
    return ListedColormap(_srgb(centre + np.abs(share) * (ends - centre)), name="signed")


def counts(behind: Any) -> "ListedColormap":
    """viridis for numbers of which the highest stand out the most from the colour behind them."""
    import matplotlib
    import numpy as np
    from matplotlib.colors import ListedColormap, to_rgb

    dark = luminance(to_rgb(behind)) < EVEN
    shares = np.linspace(DIM, 1, STEPS) if dark else np.linspace(1, 0, STEPS)
    return ListedColormap(matplotlib.colormaps["viridis"](shares), name="counts")


def ink_on(value: float, limit: float) -> str:
    """Black or white, whichever has the higher contrast on the colour of a signed value."""
    red, green, blue = signed()((value / limit + 1) / 2 if limit else 0.5)[:3]
    return "white" if luminance((red, green, blue)) < EVEN else "black"


def _srgb(lab: "Floats") -> "Floats":
    """CIELAB of shape (n, 3) as sRGB from 0 to 1 (IEC 61966-2-1)."""
    import numpy as np

    y = (lab[:, 0] + 16) / 116
    f = np.column_stack([y + lab[:, 1] / 500, y, y - lab[:, 2] / 200])
    xyz = np.where(f > 6 / 29, f**3, 3 * (6 / 29) ** 2 * (f - 4 / 29)) * WHITE
    matrix = np.array([[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]])
    linear = np.clip(xyz @ matrix.T, 0, 1)
    curved = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    srgb: Floats = np.clip(curved, 0, 1)
    return srgb
