"""A function of two variables as a surface in space."""

from typing import TYPE_CHECKING

import numpy as np

from plots.planes.fields import Field
from plots.planes.levels import Levels
from plots.views import Bools, Floats

if TYPE_CHECKING:
    from mpl_toolkits.mplot3d.art3d import Poly3DCollection  # type: ignore[import-untyped]
    from mpl_toolkits.mplot3d.axes3d import Axes3D  # type: ignore[import-untyped]

__all__ = ["FACES", "draw_surface"]

FACES = 60  # along each side of the surface
VIEW = 28.0, -55.0  # degrees above the plane and around the vertical axis
JUMP = 2.0**-8  # of the difference between two corners of a face: where more of it is left, there is a jump
HALVINGS = 30  # of the way between two points of the grid, to find the edge of the surface
EDGE = 0.16  # of the width of a line
SHADE = 0.72  # of a face's colour: that of its edges


def draw_surface(ax: "Axes3D", field: Field, ends: tuple[float, float], levels: Levels) -> "Poly3DCollection":
    """Draw the surface of a field between two values; there are holes where it goes beyond them or is not defined.

    Its colours go through viridis as the levels do: in equal steps from one to the next.
    """
    import matplotlib
    from mpl_toolkits.mplot3d.art3d import Poly3DCollection

    faces = _faces(field, ends)
    knots = [ends[0], *(each for each in levels.bounds if ends[0] < each < ends[1]), ends[1]]
    shares = np.interp(faces[:, :, 2].mean(axis=1), knots, np.linspace(0, 1, len(knots)))
    colours = matplotlib.colormaps["viridis"](shares)
    edges = np.column_stack([SHADE * colours[:, :3], colours[:, 3]])
    width = EDGE * float(matplotlib.rcParams["lines.linewidth"])
    drawn = Poly3DCollection(faces, facecolors=colours, edgecolors=edges, linewidths=width)
    ax.add_collection3d(drawn)
    ax.set(xlim=(field.x.low, field.x.high), ylim=(field.y.low, field.y.high), zlim=ends)
    ax.view_init(*VIEW)
    return drawn


def _faces(field: Field, ends: tuple[float, float]) -> Floats:
    """The faces of the surface, (n, 4, 3), without those in which the function jumps."""
    places = _to_the_edge(field, ends)
    corners = [places[:-1, :-1], places[:-1, 1:], places[1:, 1:], places[1:, :-1]]
    flat = np.stack(corners, axis=2).reshape(-1, 2)
    heights = _heights(field, flat, ends)
    faces = np.column_stack([field.points(flat), heights]).reshape(-1, 4, 3)
    whole_ones = np.isfinite(faces[:, :, 2]).all(axis=1)
    places, faces = flat.reshape(-1, 4, 2)[whole_ones], faces[whole_ones]
    return faces[~_torn(field, places, faces[:, :, 2])]


def _torn(field: Field, places: Floats, heights: Floats) -> Bools:
    """Whether a face, (n, 4, 2) on the grid, has a jump or a pole between its lowest and its highest corner.

    The way between them is halved towards the greater difference: where the function is continuous, it vanishes.
    """
    each = np.arange(len(places))
    low, high = (places[each, at] for at in (heights.argmin(axis=1), heights.argmax(axis=1)))
    below, above = heights.min(axis=1), heights.max(axis=1)
    least = JUMP * (above - below)
    with np.errstate(all="ignore"):
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            value = field.at(middle)
            up = ~(np.abs(value - below) < np.abs(above - value))
            low, high = np.where(up[:, None], low, middle), np.where(up[:, None], middle, high)
            below, above = np.where(up, below, value), np.where(up, value, above)
        torn: Bools = ~(np.abs(above - below) <= least)
    return torn


def _heights(field: Field, places: Floats, ends: tuple[float, float]) -> Floats:
    """The values at places (n, 2) of the grid, nan beyond the ends."""
    found = field.at(places)
    return np.where((ends[0] <= found) & (found <= ends[1]), found, np.nan)


def _to_the_edge(field: Field, ends: tuple[float, float]) -> Floats:
    """The places (rows, columns, 2) of the grid: those just beyond the edge of the surface are moved to that edge."""
    rows, columns = field.values.shape
    places = np.stack(np.meshgrid(np.arange(float(columns)), np.arange(float(rows))), axis=-1)
    known = np.pad((ends[0] <= field.values) & (field.values <= ends[1]), 1)
    moved, missing = places.copy(), ~known[1:-1, 1:-1]
    for right, up in ((1, 1), (1, -1), (-1, 1), (-1, -1), (1, 0), (-1, 0), (0, 1), (0, -1)):  # the last one counts
        beside = missing & known[1 + up : 1 + up + rows, 1 + right : 1 + right + columns]
        outside = places[beside]
        inside = outside + np.array([right, up])
        for _ in range(HALVINGS):
            middle = (inside + outside) / 2
            good = np.isfinite(_heights(field, middle, ends))[:, None]
            inside, outside = np.where(good, middle, inside), np.where(good, outside, middle)
        moved[beside] = inside
    return moved
