"""The gradient field over a picture: arrows that point where the function grows the fastest.

The direction is that of the exact gradient in the plane of the variables. A length is a power of its size, |∇f| itself
where that is readable, else the square root, the cube root ...: the first with which all but the smallest tenth of the
arrows have a sixth of the longest one's length, or more. So a longer arrow always is a steeper slope.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from plots.placement.layout import whole
from plots.views import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.quiver import Quiver
    from numpy.typing import NDArray

__all__ = ["draw_gradient", "name_gradient", "readable_root", "spread"]

SPACING = 3.0  # times the text's height, between the middles of arrows
FEWEST = 5  # arrows in a row and a column
LONGEST = 0.92  # of the spacing
SHORTEST = 6.0  # the longest has at most so many times the length of one in ten
MOST_ROOT = 100
SHAFT = 0.07  # of the text's height


def spread(width: float, height: float, text: float) -> tuple[int, int]:
    """How many arrows there are in a row and in a column of axes of this size, all in points."""
    return max(FEWEST, round(width / (SPACING * text))), max(FEWEST, round(height / (SPACING * text)))


def readable_root(sizes: Floats, most: float = SHORTEST, aside: float = 0.1) -> int:
    """The least k for which sizes^(1/k) are within a factor that can be seen, a share of the smallest ones aside."""
    known = sizes[np.isfinite(sizes) & (sizes > 0)]
    if not len(known):
        return 1
    ratio = float(np.log(known.max()) - np.log(np.quantile(known, aside)))
    return min(MOST_ROOT, max(1, int(np.ceil(ratio / np.log(most)))))


def name_gradient(ax: "Axes", gradients: Floats) -> dict[str, str]:
    """Say in the legend what arrows for gradients (n, 2) mean; return what it says there with its plain spelling."""
    import matplotlib

    with np.errstate(over="ignore", invalid="ignore"):
        root = readable_root(np.hypot(*gradients.T))
    label = rf"$\nabla f$,  length $\propto |\nabla f|{'' if root == 1 else f'^{{1/{root}}}'}$"
    colour = matplotlib.rcParams["text.color"]
    size = 1.6 * float(matplotlib.rcParams["font.size"])
    ax.plot([], [], linestyle="none", marker=r"$\rightarrow$", markersize=size, color=colour, label=label)
    return {label: f"∇f, length as {'' if root == 1 else f'root {root} of '}|∇f|"}


def draw_gradient(
    ax: "Axes", points: Floats, gradients: Floats, spacing: tuple[int, int], inks: Sequence[str], taken: Floats
) -> "Quiver":
    """Draw gradients (n, 2) as arrows at points (n, 2) of the plane, `spacing` of them in a row and a column.

    Where a gradient is not finite or zero there is no arrow, nor where one would come near the places `taken` (m, 2),
    in px. The layout has to be final.
    """
    import matplotlib

    root = readable_root(np.hypot(*gradients.T))
    room, dpi = ax.get_window_extent(), whole(ax).dpi
    apart = min(room.width / spacing[0], room.height / spacing[1])
    with np.errstate(all="ignore"):
        sizes = np.hypot(*gradients.T)
        lengths = LONGEST * apart * (sizes / sizes[np.isfinite(sizes)].max(initial=0.0)) ** (1 / root)
        ways = gradients * _scale(ax, points)
        ways /= np.hypot(*ways.T)[:, None]
    kept = np.isfinite(ways).all(axis=1) & np.isfinite(lengths)
    middles = ax.transData.transform(points)
    kept &= _clear(middles, ways, lengths, taken, apart / 8)
    height = float(matplotlib.rcParams["font.size"]) / 72
    return ax.quiver(
        *points[kept].T, *(ways * lengths[:, None] / dpi)[kept].T, angles="uv", scale=1, scale_units="inches",
        units="inches", width=SHAFT * height, pivot="mid", color=np.array(inks)[kept].tolist(),
        zorder=4, headwidth=3.6, headlength=4.2, headaxislength=3.8, minlength=0.5,
    )  # fmt: skip


def _scale(ax: "Axes", points: Floats) -> Floats:
    """How many px one unit of each variable is at points (n, 2)."""
    step = 1e-6 * np.abs(points) + 1e-9 * np.array([np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim())])
    found: Floats = (ax.transData.transform(points + step) - ax.transData.transform(points - step)) / (2 * step)
    return found


def _clear(middles: Floats, ways: Floats, lengths: Floats, taken: Floats, near: float) -> "NDArray[np.bool_]":
    """Which arrows keep so many px away from all of the places that are taken."""
    off = taken[None] - middles[:, None]
    with np.errstate(invalid="ignore"):
        along = np.clip((off * ways[:, None]).sum(axis=2), -lengths[:, None] / 2, lengths[:, None] / 2)
        apart = np.hypot(*(off - along[:, :, None] * ways[:, None]).transpose(2, 0, 1))
    clear: NDArray[np.bool_] = ~(apart < near).any(axis=1)
    return clear
