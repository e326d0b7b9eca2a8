"""Matrices as heat maps, with their entries written in the cells while they fit."""

from typing import TYPE_CHECKING, Any

from plots.colourmaps import ink_on, signed
from plots.style import least_text, most_text

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable
    from matplotlib.text import Annotation, Text
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["draw_entries", "draw_matrix", "draw_sign", "entry", "number_cells"]

SEPARATED = 24  # rows or columns up to which white lines part the cells
FILLED = 0.84  # of a cell's width or height, the most that an entry may take
LARGE = 1.44  # times the text: names and operators
MOST = 2_000  # entries beyond which none could be read


def draw_matrix(ax: "Axes", matrix: "Floats", name: str, limit: float, rows: int) -> "ScalarMappable":
    """Draw a matrix of shape (r, c), its name above it, in colours for the values from −limit to limit.

    Only the first and the last row and column have their numbers, until `number_cells` knows the room for more.

    rows: how many rows high the axes are, r or more, so that the cells of several matrices have one size.
    """
    import matplotlib

    height, width = matrix.shape
    spare = (rows - height) / 2
    few = max(matrix.shape) <= SEPARATED
    image = _painted(ax, matrix, few, cmap=signed(), vmin=-limit, vmax=limit, zorder=0)
    ax.set(aspect="equal", xlim=(-0.5, width - 0.5), ylim=(height - 0.5 + spare, -0.5 - spare))
    ax.spines[:].set_visible(False)
    ax.spines["bottom"].set_position(("data", height - 0.5))  # the numbers of the columns stand below the last row
    ax.tick_params(length=0)
    for axis, count in ((ax.xaxis, width), (ax.yaxis, height)):
        axis.set_ticks([0, count - 1], ["1", str(count)])
    if few:
        thickness = 1.2 * float(matplotlib.rcParams["axes.linewidth"])
        colour = matplotlib.rcParams["axes.facecolor"]
        ax.hlines([each - 0.5 for each in range(1, height)], -0.5, width - 0.5, color=colour, linewidth=thickness)
        ax.vlines([each - 0.5 for each in range(1, width)], -0.5, height - 0.5, color=colour, linewidth=thickness)
    draw_sign(ax, name, ((width - 1) / 2, -0.5), (0, 1))
    return image


def _painted(ax: "Axes", matrix: "Floats", few: bool, **properties: Any) -> "ScalarMappable":
    """A few cells each as a shape, which every format has; many as one image."""
    if not few:
        return ax.imshow(matrix, interpolation="nearest", **properties)
    height, width = matrix.shape
    return ax.pcolormesh(_edges(width), _edges(height), matrix, **properties)


def _edges(count: int) -> list[float]:
    return [each - 0.5 for each in range(count + 1)]


def draw_sign(ax: "Axes", sign: str, place: tuple[float, float], side: tuple[int, int]) -> "Annotation":
    """Write a name or an operator beside a place of the matrix: right of it is (1, 0), above it (0, 1)."""
    import matplotlib

    text = float(matplotlib.rcParams["font.size"])
    gap, size = 0.6 * text, min(most_text(), LARGE * text)
    return ax.annotate(
        sign, place, (side[0] * gap, side[1] * gap * 0.6), textcoords="offset points", fontsize=size,
        ha=("center", "left")[side[0]], va=("center", "bottom")[side[1]], annotation_clip=False,
    )  # fmt: skip


def number_cells(ax: "Axes", matrix: "Floats") -> None:
    """Write the numbers of rows and columns, of all or of round ones, as there is room. The layout has to be final."""
    for axis, count, along in ((ax.xaxis, matrix.shape[1], 0), (ax.yaxis, matrix.shape[0], 1)):
        widest = axis.get_ticklabels()[-1].get_window_extent()
        needed = (1.4 * widest.width, 1.6 * widest.height)[along] / abs(_cell(ax)[along])
        step = next(unit * 10**k for k in range(10) for unit in (1, 2, 5) if unit * 10**k >= needed)
        places = range(step - 1, count, step) if step > 1 else range(count)
        first = [] if step == 1 or (places and places[0] < needed) else [0]
        axis.set_ticks([*first, *places], [str(place + 1) for place in (*first, *places)])


def draw_entries(pairs: "list[tuple[Axes, Floats]]", limit: float) -> "list[Text]":
    """Write the entries into the cells of all matrices, in one size, or into none where they would not fit.

    The layout has to be final. Entries are rounded to three digits, and to whole numbers where all are.
    """
    import matplotlib

    if sum(matrix.size for _, matrix in pairs) > MOST:
        return []
    whole = all((matrix == matrix.round()).all() for _, matrix in pairs)
    written = []
    for ax, matrix in pairs:
        for (row, column), value in _cells(matrix):
            text = ax.text(column, row, entry(value, whole), ha="center", va="center", color=ink_on(value, limit))
            text.set_in_layout(False)
            written.append((ax, text))
    size = min(1.0, *(_room(ax, text) for ax, text in written)) * float(matplotlib.rcParams["font.size"])
    least = least_text()
    for _, text in written:
        text.set_fontsize(max(size, least))
        if size < least:
            text.remove()
    return [text for _, text in written] if size >= least else []


def entry(value: float, whole: bool = False) -> str:
    """A number to three digits, with a true minus sign: −0.73, 12.3, 4.1e−5."""
    text = f"{value:.0f}" if whole and abs(value) < 1e6 else f"{value:.3g}" if value else "0"
    size = abs(value)
    if not whole and 1e-2 <= size < 1e3:
        text = f"{value:.{2 if size < 10 else 1 if size < 100 else 0}f}"
    return text.replace("e-0", "e-").replace("e+0", "e").replace("-", "\N{MINUS SIGN}")


def _cells(matrix: "Floats") -> list[Any]:
    import numpy as np

    return [(place, float(value)) for place, value in np.ndenumerate(matrix)]


def _room(ax: "Axes", text: "Text") -> float:
    """How many times its size a text could have in its cell."""
    width, height = _cell(ax)
    box = text.get_window_extent()
    return FILLED * min(abs(width) / box.width, abs(height) / box.height)


def _cell(ax: "Axes") -> tuple[float, float]:
    """The width and the height of a cell in px, with their signs."""
    origin, across, down = ax.transData.transform([(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]).tolist()
    return across[0] - origin[0], down[1] - origin[1]
