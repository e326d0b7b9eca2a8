"""Points on axes, readable from ten to a million: dots while they can be told apart, then counts in hexagons.

Dots are as large as lets them cover a third of the ground on which there are points, from 0.13 to 0.46 of the text's
height; where the smallest cover more, they let through what is below them. Where the smallest dots would cover that
ground more than once, and there are more than 10,000, hexagons show how many points are in each, by a logarithmic
scale where the fullest hold over ten times as many as half of them do.
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from plots.colourmaps import counts
from plots.placement.layout import whole
from plots.scales import Scales
from plots.style import background, line, text_size

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.collections import PolyCollection
    from matplotlib.lines import Line2D
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Look", "are_dense", "densest", "dots_look", "draw_bar", "draw_dots", "draw_hexagons", "scaled"]

Ends = tuple[float, float]

SMALLEST, LARGEST = 0.13, 0.46  # of the text's height: the diameter of a dot
COVERED = 0.3  # of the ground: what dots cover before they get smaller or thinner
FAINTEST = 0.25  # the opacity of dots that lie upon each other
INNER = 0.8  # of the figure: the axes of data
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
    size = text_size()
    wanted = math.sqrt(4 / math.pi * COVERED * _ground(ax, x, y) / max(len(x), 1))
    diameter = min(max(wanted, SMALLEST * size), LARGEST * size)
    return Look(diameter, min(1.0, max(FAINTEST, (wanted / diameter) ** 2)))


def draw_dots(
    ax: "Axes", x: "Floats", y: "Floats", label: str, look: Look, number: int = 1, height: float = 2.0
) -> "Line2D":
    """Draw points (n,) as dots, as a line without strokes. They are whole at the edges of the view, in which all lie.

    number: that of the colour and shape. height: the zorder.
    """
    size, diameter = text_size(), look.diameter
    shape, scale = MARKERS[(number - 1) % len(MARKERS)]
    edge: dict[str, Any] = {"markeredgewidth": 0}
    if diameter > 0.8 * LARGEST * size:
        edge = {"markeredgewidth": 0.05 * size, "markeredgecolor": background()}  # where two overlap, both are seen
    (drawn,) = ax.plot(
        x, y, linestyle="none", marker=shape, markersize=scale * diameter, color=line(number)["color"],
        alpha=look.opacity if look.opacity < 1 else None, label=label, zorder=height, clip_on=False, **edge,
    )  # fmt: skip
    return drawn


def are_dense(x: "Floats", y: "Floats", view: tuple[Ends, Ends], scales: Scales, area: float) -> bool:
    """Whether points in view are so many that hexagons show them better than dots.

    area: of the figure, in heights of its text squared, of which the axes have INNER. So it is known before anything
    is drawn.
    """
    if len(x) <= MANY:
        return False
    held = _counts(x, y, _paper(view, scales), scales)
    return len(x) * math.pi / 4 * SMALLEST**2 > INNER * area * float((held > 0).mean())


def densest(x: "Floats", y: "Floats", view: tuple[Ends, Ends], scales: Scales) -> tuple[float, float]:
    """The middle of the cell of a grid over the view in which the most points are."""
    paper = _paper(view, scales)
    held = _counts(x, y, paper, scales)
    row, place = divmod(int(held.argmax()), held.shape[1])
    middles = []
    for step, (low, high), logarithmic in zip((row, place), paper, scales, strict=True):
        middle = low + (step + 0.5) / held.shape[0] * (high - low)
        middles.append(10.0**middle if logarithmic else middle)
    return middles[0], middles[1]


def draw_hexagons(ax: "Axes", x: "Floats", y: "Floats") -> "PolyCollection":
    """Draw how many of some points (n,) lie in each hexagon of the view; those without a point stay empty."""
    width, height = _extent(ax)
    columns = max(1, round(width / (WIDE * text_size())))
    rows = max(1, round(height / (WIDE * text_size()) / math.sqrt(3)))
    logs: dict[str, Any] = {f"{axis}scale": scale for axis, scale in (("x", ax.get_xscale()), ("y", ax.get_yscale()))}
    along, up = _paper(*_view(ax))
    return ax.hexbin(
        x, y, gridsize=(columns, rows), extent=(*along, *up), mincnt=1, cmap=counts(background()),
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
    width, height = _extent(ax)
    view, scales = _view(ax)
    held = _counts(x, y, _paper(view, scales), scales)
    return width * height * max(int((held > 0).sum()), 1) / held.size


def _counts(x: "Floats", y: "Floats", paper: tuple[Ends, Ends], scales: Scales) -> "NDArray[np.int64]":
    """How many points are in each cell of a grid over the view, by columns of cells."""
    import numpy as np

    cells = round(min(max(math.sqrt(len(x)) / 2, CELLS[0]), CELLS[1]))
    places = []
    for values, (low, high), logarithmic in zip((x, y), paper, scales, strict=True):
        along = np.log10(values) if logarithmic else values
        places.append(np.clip(((along - low) / (high - low) * cells).astype(int), 0, cells - 1))
    return np.bincount(places[0] * cells + places[1], minlength=cells * cells).reshape(cells, cells)


def _view(ax: "Axes") -> tuple[tuple[Ends, Ends], Scales]:
    """The ranges of the axes, and which are logarithmic."""
    return (ax.get_xlim(), ax.get_ylim()), Scales(ax.get_xscale() == "log", ax.get_yscale() == "log")


def _paper(view: tuple[Ends, Ends], scales: Scales) -> tuple[Ends, Ends]:
    """The ranges of a view, the logarithms of their ends where they are logarithmic."""
    along, up = (
        (math.log10(low), math.log10(high)) if logarithmic else (low, high)
        for (low, high), logarithmic in zip(view, scales, strict=True)
    )
    return along, up


def _extent(ax: "Axes") -> tuple[float, float]:
    """The size of the axes, in points."""
    box, dpi = ax.get_window_extent(), whole(ax).dpi
    return box.width * 72 / dpi, box.height * 72 / dpi
