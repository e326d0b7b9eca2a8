"""Level lines and bands of a field, faithful to the function: every vertex on it, and no line where it jumps.

contourpy finds the lines and regions of a field that is linear between the points of the grid. Each vertex, which
lies on an edge of the grid, is then moved along that edge to where the function itself takes the level, so that lines
are off by the chord between two vertices alone: with cells of h px and a radius of curvature of R px by h²/8R px.

Where the two ends of an edge do not come nearer to each other as the edge is halved, the function jumps or has a pole
there. The level is then not taken, and the line is cut: 1/x has no line at 0, though its sign changes. A region does
end there, and at just that place.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from plots.planes.fields import Field
from plots.views import Bools, Floats, Integers

__all__ = ["Contours", "Region", "trace_contours"]

CLOSE = 1e-3  # of an edge's difference: so near to the level, a vertex stays
HALVINGS = 24
JUMP = 2.0**-8  # of an edge's difference: where more of it is left after all halvings, there is a jump
STRAIGHT = 0.01  # cells: vertices that are no farther from the line between their neighbours are left out
PASSES = 6
LARGEST = float(np.finfo(np.float64).max)
SCALE = 0.25  # so that the difference of two values is a double


@dataclass(frozen=True)
class Region:
    """A part of the plane: closed rings, points (n, 2), of which ring i is points[offsets[i]:offsets[i + 1]]."""

    points: Floats
    offsets: Integers

    @property
    def border(self) -> Floats:
        """Points along the rings, no farther apart than the longest ring has in a hundred steps."""
        starts, ends = self.points[:-1], self.points[1:]
        steps = np.linspace(0, 1, 8, endpoint=False)[:, None, None]
        inner = np.ones(len(starts), dtype=bool)
        inner[self.offsets[1:-1] - 1] = False
        return (starts + steps * (ends - starts))[:, inner].reshape(-1, 2)


@dataclass(frozen=True)
class Contours:
    """What is drawn of a field: for each level its lines, (n, 2) each, and the region that lies above it.

    domain: where the function is defined; None where it is everywhere.
    """

    lines: tuple[tuple[Floats, ...], ...]
    regions: tuple[Region, ...]
    domain: Region | None


def trace_contours(field: Field, levels: tuple[float, ...]) -> Contours:
    """The lines and the regions of a field at levels, in the plane of the variables."""
    import contourpy

    made = contourpy.contour_generator(
        z=SCALE * _extended(field.values), name="serial", corner_mask=False,
        line_type=contourpy.LineType.ChunkCombinedOffset, fill_type=contourpy.FillType.ChunkCombinedOffset,
    )  # fmt: skip
    lines = [_pieces(made.lines(SCALE * level)) for level in levels]
    rings = [_pieces(made.filled(SCALE * level, np.inf)) for level in levels]
    on_lines, broken = _refined(field, [points for points, _ in lines], levels)
    on_rings, _ = _refined(field, [points for points, _ in rings], levels)
    return Contours(
        tuple(
            _lines(field, points, offsets, cut)
            for points, cut, (_, offsets) in zip(on_lines, broken, lines, strict=True)
        ),
        tuple(_region(field, points, offsets) for points, (_, offsets) in zip(on_rings, rings, strict=True)),
        _domain(field) if field.undefined.any() else None,
    )


def _extended(values: Floats) -> Floats:
    """The values on the grid, some of them moved into the two cells beyond the edge of where there are any.

    Regions reach over that edge then, and are clipped by the domain, whose edge is known exactly.
    """
    found = np.clip(values, -LARGEST, LARGEST)  # an infinite value is a high one
    for _ in range(2):
        missing = np.isnan(found)
        if not missing.any():
            return found
        padded = np.pad(found, 1, constant_values=np.nan)
        rows, columns = found.shape
        near = [padded[1 + i : 1 + i + rows, 1 + j : 1 + j + columns] for i in (-1, 0, 1) for j in (-1, 0, 1)]
        known = np.isfinite(near)
        count = known.sum(axis=0)
        with np.errstate(over="ignore"):  # nine times a ninth of the largest number may be above it
            mean = np.where(known, np.array(near) / 9, 0.0).sum(axis=0) / np.maximum(count, 1) * 9
        found = np.where(missing & (count > 0), np.clip(mean, -LARGEST, LARGEST), found)
    masked: Floats = np.ma.masked_invalid(found)
    return masked


def _pieces(found: Any) -> tuple[Floats, Integers]:
    """The points of all pieces, and where each begins, from what contourpy finds in its one chunk."""
    (points,), (offsets,) = found[0], found[1]
    if points is None or offsets is None:
        return np.empty((0, 2)), np.zeros(1, dtype=np.int64)
    return points, offsets.astype(np.int64)


def _refined(
    field: Field, pieces: list[Floats], levels: tuple[float, ...]
) -> tuple[list[Floats], list[Bools]]:  # fmt: skip
    """The vertices of each level where the function takes it, and which of them lie on a jump or a pole."""
    places = np.concatenate([np.empty((0, 2)), *pieces])
    level = np.repeat(levels, [len(each) for each in pieces])
    first, second = np.floor(places + 1e-9), np.ceil(places - 1e-9)
    some = np.flatnonzero((first != second).sum(axis=1) == 1)  # the others are points of the grid
    places, broken = places.copy(), np.zeros(len(places), dtype=bool)
    places[some], broken[some] = _crossings(field, level[some], places[some], first[some], second[some])
    cuts = np.cumsum([len(each) for each in pieces])
    return np.split(places, cuts)[:-1], np.split(broken, cuts)[:-1]


def _crossings(field: Field, level: Floats, guess: Floats, low: Floats, high: Floats) -> tuple[Floats, Bools]:
    """Where f takes the level between places `low` and `high` (n, 2), and whether it jumps over it or ends."""
    below, above = _on_grid(field, low), _on_grid(field, high)
    swapped = below > above
    low, high = np.where(swapped[:, None], high, low), np.where(swapped[:, None], low, high)
    below, above = np.where(swapped, above, below), np.where(swapped, below, above)
    with np.errstate(all="ignore"):
        far = ~(np.abs(field.at(guess) - level) <= CLOSE * (above - below))
        broken = np.isnan(below + above)  # from -inf to inf too
    far &= (below <= level) & (level <= above)  # neither is nan
    found, some = guess.copy(), np.flatnonzero(far)
    low, high, below, above, level = low[some], high[some], below[some], above[some], level[some]
    with np.errstate(all="ignore"):
        least = JUMP * (above - below)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            value = field.at(middle)
            up = value >= level
            low, high = np.where(up[:, None], low, middle), np.where(up[:, None], middle, high)
            below, above = np.where(up, below, value), np.where(up, value, above)
        broken[some] = ~(above - below <= least) | ~np.isfinite(above - below)
    found[some] = (low + high) / 2
    return found, broken


def _on_grid(field: Field, places: Floats) -> Floats:
    column, row = places.T.astype(np.int64)
    found: Floats = field.values[row, column]
    return found


def _lines(field: Field, places: Floats, offsets: Integers, broken: Bools) -> tuple[Floats, ...]:
    """The pieces of line between broken vertices, in the plane of the variables."""
    places, offsets, broken = _thinned(places, offsets, broken)
    points = field.points(places)
    number = np.searchsorted(offsets, np.arange(len(places)), side="right")
    ends = np.flatnonzero(np.diff(number) != 0) + 1
    gaps = np.flatnonzero(broken)
    pieces = np.split(np.arange(len(points)), np.unique(np.concatenate([ends, gaps, gaps + 1])))
    return tuple(points[each] for each in pieces if len(each) > 1)


def _region(field: Field, places: Floats, offsets: Integers) -> Region:
    places, offsets, _ = _thinned(places, offsets, np.zeros(len(places), dtype=bool))
    return Region(field.points(places), offsets)


def _thinned(places: Floats, offsets: Integers, kept: Bools) -> tuple[Floats, Integers, Bools]:
    """The pieces without the vertices that lie on the line between their neighbours, where they need not be kept."""
    for _ in range(PASSES):
        n = len(places)
        if n < 3:
            break
        ends = np.concatenate([offsets[:-1], offsets[1:] - 1])
        inner = np.arange(n) % 2 == 1
        inner[ends[ends < n]] = False
        inner[[0, -1]] = False
        inner &= ~kept
        some = np.flatnonzero(inner)
        before, here, after = places[some - 1], places[some], places[some + 1]
        way = after - before
        length = np.maximum(np.hypot(*way.T), 1e-12)
        apart = np.abs(way[:, 0] * (here - before)[:, 1] - way[:, 1] * (here - before)[:, 0]) / length
        along = ((here - before) * way).sum(axis=1) / length
        stay = np.ones(n, dtype=bool)
        stay[some] = (apart > STRAIGHT) | (along < 0) | (along > length)
        offsets = np.concatenate([[0], np.cumsum(stay)])[offsets]
        places, kept = places[stay], kept[stay]
    return places, offsets, kept


def _domain(field: Field) -> Region:
    """Where the function is defined, its edge found by halving the edges of the grid that it crosses."""
    import contourpy

    made = contourpy.contour_generator(
        z=np.where(field.undefined, 0.0, 1.0), name="serial", fill_type=contourpy.FillType.ChunkCombinedOffset
    )
    places, offsets = _pieces(made.filled(0.5, np.inf))
    first, second = np.floor(places + 1e-9), np.ceil(places - 1e-9)
    some = np.flatnonzero((first != second).sum(axis=1) == 1)
    inside, outside = first[some], second[some]
    swapped = np.isnan(_on_grid(field, inside))[:, None]
    inside, outside = np.where(swapped, outside, inside), np.where(swapped, inside, outside)
    for _ in range(HALVINGS // 2):
        middle = (inside + outside) / 2
        defined = ~np.isnan(field.at(middle))[:, None]
        inside, outside = np.where(defined, middle, inside), np.where(defined, outside, middle)
    places = places.copy()
    places[some] = inside
    return _region(field, places, offsets)
