"""Points on axes, readable from ten to a million: dots while they can be told apart, then counts in hexagons.

Dots are as large as lets them cover a third of the ground on which there are points, from 0.13 to 0.46 of the text's
height; where the smallest cover more, they let through what is below them. Where the smallest dots would cover that
ground more than once, and there are more than 10,000, hexagons show how many points are in each, by a logarithmic
scale where the fullest hold over ten times as many as half of them do.
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from plots.layout import whole
from plots.style import background, line

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.collections import PolyCollection
    from matplotlib.lines import Line2D
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Look", "are_dense", "dots_look", "draw_bar", "draw_dots", "draw_hexagons", "scaled"]

SMALLEST, LARGEST = 0.13, 0.46  # of the text's height: the diameter of a dot
COVERED = 0.3  # of the ground: what dots cover before they get smaller or thinner
FAINTEST = 0.25  # the opacity of dots that lie upon each other
MANY = 10_000  # points, below which there are no hexagons
CELLS = 4, 32  # in each direction, half of the root of the number of points: the ground is those that hold any
WIDE = 0.45  # of the text's height: a hexagon
UNEVEN = 10.0  # times the median: the fullest hexagon from which on counts are shown by their logarithms

MARKERS = (("o", 1.0), ("s", 0.9), ("^", 1.1), ("D", 0.85), ("v", 1.1))
"""The shape of the dots of each set of points, and how large it is beside a disc that looks the same."""


class Look(NamedTuple):
    """How large dots are, in points, and how opaque."""

    diameter: float
    opacity: float


def dots_look(ax: "Axes", x: "Floats", y: "Floats") -> Look:
    """The look of dots that goes with the density of all points (n,) on the axes."""
    size = _text()
    wanted = math.sqrt(4 / math.pi * COVERED * _ground(ax, x, y) / max(len(x), 1))
    diameter = min(max(wanted, SMALLEST * size), LARGEST * size)
    return Look(diameter, min(1.0, max(FAINTEST, (wanted / diameter) ** 2)))


def draw_dots(
    ax: "Axes", x: "Floats", y: "Floats", label: str, look: Look, number: int = 1, height: float = 2.0
) -> "Line2D":
    """Draw points (n,) as dots, as a line without strokes.

    number: that of the colour and shape. height: the zorder.
    """
    size, diameter = _text(), look.diameter
    shape, scale = MARKERS[(number - 1) % len(MARKERS)]
    edge: dict[str, Any] = {"markeredgewidth": 0}
    if diameter > 0.8 * LARGEST * size:
        edge = {"markeredgewidth": 0.05 * size, "markeredgecolor": background()}  # where two overlap, both are seen
    (drawn,) = ax.plot(
        x, y, linestyle="none", marker=shape, markersize=scale * diameter, color=line(number)["color"],
        alpha=look.opacity if look.opacity < 1 else None, label=label, zorder=height, **edge,
    )  # fmt: skip
    return drawn


def are_dense(ax: "Axes", x: "Floats", y: "Floats") -> bool:
    """Whether points are so many that hexagons show them better than dots."""
    disc = math.pi / 4 * (SMALLEST * _text()) ** 2
    return len(x) > MANY and len(x) * disc > _ground(ax, x, y)


def draw_hexagons(ax: "Axes", x: "Floats", y: "Floats") -> "PolyCollection":
    """Draw how many of some points (n,) lie in each hexagon of the view; those without a point stay empty."""
    width, height = _extent(ax)
    columns = max(1, round(width / (WIDE * _text())))
    rows = max(1, round(height / (WIDE * _text()) / math.sqrt(3)))
    logs: dict[str, Any] = {f"{axis}scale": scale for axis, scale in (("x", ax.get_xscale()), ("y", ax.get_yscale()))}
    return ax.hexbin(
        x, y, gridsize=(columns, rows), extent=(*_paper(ax)[0], *_paper(ax)[1]), mincnt=1, cmap="viridis_r",
        linewidths=0.3, edgecolors="face", label="_hexagons", zorder=1.5, **logs,
    )  # fmt: skip


def scaled(hexagons: "Sequence[PolyCollection]") -> None:
    """Give hexagons of several axes the same colours for the same numbers of points."""
    import numpy as np
    from matplotlib.colors import LogNorm, Normalize

    counts = np.concatenate([np.asarray(each.get_array()) for each in hexagons])
    most = float(counts.max())
    uneven = most > UNEVEN * float(np.median(counts))
    for each in hexagons:
        each.set_norm(LogNorm(1, most) if uneven else Normalize(0, most))


def draw_bar(axes: "Sequence[Axes]", hexagons: "PolyCollection") -> None:
    """Say by a bar of colours beside some axes how many points a hexagon holds."""
    bar = whole(axes[0]).colorbar(hexagons, ax=axes, aspect=30, pad=0.02, fraction=0.06)
    bar.set_label("points in a hexagon")
    bar.outline.set_linewidth(axes[0].spines["left"].get_linewidth())


def _ground(ax: "Axes", x: "Floats", y: "Floats") -> float:
    """The area on which there are points, in points of 1/72 inch squared: of cells of a grid over the axes."""
    import numpy as np

    width, height = _extent(ax)
    cells = round(min(max(math.sqrt(len(x)) / 2, CELLS[0]), CELLS[1]))
    places = []
    for values, (low, high), scale in zip((x, y), _paper(ax), (ax.get_xscale(), ax.get_yscale()), strict=True):
        along = np.log10(values) if scale == "log" else values
        places.append(np.clip(((along - low) / (high - low) * cells).astype(int), 0, cells - 1))
    held = np.zeros(cells * cells, dtype=bool)
    held[places[0] * cells + places[1]] = True
    return width * height * max(float(held.sum()), 1.0) / cells**2


def _paper(ax: "Axes") -> tuple[tuple[float, float], tuple[float, float]]:
    """The ranges of the axes, the logarithms of their ends where they are logarithmic."""
    ends = []
    for (low, high), scale in ((ax.get_xlim(), ax.get_xscale()), (ax.get_ylim(), ax.get_yscale())):
        ends.append((math.log10(low), math.log10(high)) if scale == "log" else (low, high))
    return ends[0], ends[1]


def _extent(ax: "Axes") -> tuple[float, float]:
    """The size of the axes, in points."""
    box, dpi = ax.get_window_extent(), whole(ax).dpi
    return box.width * 72 / dpi, box.height * 72 / dpi


def _text() -> float:
    """The height of the text, in points."""
    import matplotlib

    return float(matplotlib.rcParams["font.size"])
