"""Labels of level lines: each stands in a gap of its own line, turned with it, and on no other line or label."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from plots.views import Bools, Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

__all__ = ["covered", "draw_level_labels"]

SIZE = 0.8  # of the text's
SMALLEST = 6.0  # points
PAD = 0.4, 0.08  # of the label's height: the gap at both its ends, and the room above and below it
STEP = 5.0  # px between the points of a line that are looked at
BENT = 0.3  # of the label's height: how far its own line may be from the label's middle
LINES = 8  # of one level, the longest, on which places are looked for
PLACES = 40  # that are looked at on one line
REPEATED = 2.5  # times the width of the axes: the length of line that has a second label
APART = 0.3  # of the width of the axes: two labels of one level


@dataclass(frozen=True)
class _Line:
    """A line in px, and how far along it each point is."""

    level: int
    points: Floats
    along: Floats

    def at(self, along: Floats) -> Floats:
        return np.column_stack([np.interp(along, self.along, each) for each in self.points.T])


@dataclass(frozen=True)
class _Place:
    """Where a label may stand: its middle, its direction, both in px, and how little it suits."""

    line: int
    along: float
    middle: Floats
    way: Floats
    cost: float


def draw_level_labels(
    ax: "Axes", lines: Sequence[Sequence[Floats]], texts: Sequence[str], inks: Sequence[str], taken: Floats
) -> "tuple[list[list[Floats]], list[Text]]":
    """Label lines in the plane of the axes, those of each level with its text in its ink, as far as there is room.

    taken: points (n, 2), in px, on which no label may lie. The layout has to be final.

    Returns the lines with a gap for each label, and the labels.
    """
    drawn = [_line(ax, level, each) for level, several in enumerate(lines) for each in several]
    labels: list[Text] = []
    gaps: dict[int, list[tuple[float, float]]] = {}
    ink = _ink(drawn)
    for level, (text, colour) in enumerate(zip(texts, inks, strict=True)):
        own = sorted((i for i, each in enumerate(drawn) if each.level == level), key=lambda i: -drawn[i].along[-1])
        first = _label(ax, text, colour)
        size = _size(first)
        places = [place for i in own[:LINES] for place in _places(ax, drawn[i], i, size, ink, taken)]
        several = sum(drawn[i].along[-1] for i in own) > REPEATED * ax.bbox.width
        for place in _chosen(ax, places, 2 if several else 1):
            labels.append(_put(ax, _label(ax, text, colour), place))
            taken = np.concatenate([taken, _box(place, size)])
            gaps.setdefault(place.line, []).append((place.along - size[0] / 2, place.along + size[0] / 2))
        first.remove()
    kept: list[list[Floats]] = [[] for _ in texts]
    inverse = ax.transData.inverted()
    for i, each in enumerate(drawn):
        kept[each.level] += [inverse.transform(piece) for piece in _without(each, gaps.get(i, []))]
    return kept, labels


def _size(label: "Text") -> Floats:
    """The room, in px, that a label needs."""
    box = label.get_window_extent()
    return np.array([box.width + 2 * PAD[0] * box.height, (1 + 2 * PAD[1]) * box.height])


def _chosen(ax: "Axes", places: list[_Place], most: int) -> list[_Place]:
    """The best places for labels of one level, far from each other."""
    chosen: list[_Place] = []
    for place in sorted(places, key=lambda each: each.cost):
        far = all(float(np.hypot(*(place.middle - other.middle))) > APART * ax.bbox.width for other in chosen)
        if far and len(chosen) < most:
            chosen.append(place)
    return chosen


def covered(label: "Text") -> Floats:
    """Points all over the box of a text, (n, 2) in px."""
    (left, low), (right, high) = label.get_window_extent().get_points()
    return np.stack(np.meshgrid(np.linspace(left, right, 7), np.linspace(low, high, 5)), axis=-1).reshape(-1, 2)


def _line(ax: "Axes", level: int, points: Floats) -> _Line:
    pixels = ax.transData.transform(points)
    steps = np.hypot(*np.diff(pixels, axis=0).T)
    return _Line(level, pixels, np.concatenate([[0.0], np.cumsum(steps)]))


def _label(ax: "Axes", text: str, ink: str) -> "Text":
    import matplotlib

    size = max(SMALLEST, SIZE * float(matplotlib.rcParams["font.size"]))
    label = ax.text(0.5, 0.5, text, size=size, color=ink, ha="center", va="center", rotation_mode="anchor", zorder=3)
    label.set_in_layout(False)
    return label


def _put(ax: "Axes", label: "Text", place: _Place) -> "Text":
    x, y = ax.transData.inverted().transform(place.middle).tolist()
    label.set(position=(x, y), rotation=float(np.degrees(np.arctan2(place.way[1], place.way[0]))))
    return label


@dataclass(frozen=True)
class _Ink:
    """Points on all lines, sorted by their x, with the number of the line and how far along it they are."""

    points: Floats
    line: Floats
    along: Floats

    def near(self, x: float, reach: float) -> slice:
        low, high = np.searchsorted(self.points[:, 0], (x - reach, x + reach)).tolist()
        return slice(low, high)


def _ink(lines: Sequence[_Line]) -> _Ink:
    along = [np.linspace(0, each.along[-1], int(each.along[-1] / STEP) + 2) for each in lines]
    points = np.concatenate([np.empty((0, 2)), *(each.at(some) for each, some in zip(lines, along, strict=True))])
    number = np.repeat(np.arange(len(lines), dtype=np.float64), [len(each) for each in along])
    order = np.argsort(points[:, 0], kind="stable")
    return _Ink(points[order], number[order], np.concatenate([np.empty(0), *along])[order])


def _places(ax: "Axes", line: _Line, number: int, size: Floats, ink: _Ink, taken: Floats) -> list[_Place]:
    """The places on a line where a label of this size, in px, covers nothing."""
    (width, height), length = size.tolist(), float(line.along[-1])
    if length < 1.5 * width:
        return []
    along = np.linspace(width / 2, length - width / 2, min(PLACES, int(length / width * 3)))
    middles = line.at(along)
    ways = line.at(along + width / 2) - line.at(along - width / 2)
    long = np.hypot(*ways.T)
    ways = ways / np.maximum(long, 1e-9)[:, None] * np.where(ways[:, :1] < 0, -1.0, 1.0)
    good = _inside(ax, middles, ways, size) & (long > 0.9 * width)
    found = []
    for i in np.flatnonzero(good).tolist():
        some = ink.near(float(middles[i, 0]), width)
        u, v = _turned(ink.points[some], middles[i], ways[i])
        own = (ink.line[some] == number) & (np.abs(ink.along[some] - along[i]) < width / 2)
        bent = float(np.abs(v[own]).max(initial=0.0)) / height
        covered = bool(((np.abs(u) < width / 2) & (np.abs(v) < height / 2) & ~own).any())
        if bent < BENT and not covered and _free(taken, middles[i], ways[i], size):
            slant = abs(float(np.arctan2(ways[i, 1], ways[i, 0]))) / (np.pi / 2)
            cost = slant + 2 * bent + _crowding(ax, middles[i], taken)
            found.append(_Place(number, float(along[i]), middles[i], ways[i], cost))
    return found


def _turned(points: Floats, middle: Floats, way: Floats) -> tuple[Floats, Floats]:
    """Points (n, 2) seen from a middle, along a direction and across it, (n,) each."""
    off = points - middle
    return off @ way, off @ np.array([-way[1], way[0]])


def _free(taken: Floats, middle: Floats, way: Floats, size: Floats) -> bool:
    """Whether a label keeps clear of the points that are taken."""
    u, v = _turned(taken, middle, way)
    return not ((np.abs(u) < size[0] / 2 + size[1] / 3) & (np.abs(v) < size[1])).any()


def _inside(ax: "Axes", middle: Floats, way: Floats, size: Floats) -> Bools:
    """Whether labels of this size lie in the axes."""
    reach = np.column_stack([
        np.abs(way[:, 0]) * size[0] / 2 + np.abs(way[:, 1]) * size[1] / 2 + 2.0,
        np.abs(way[:, 1]) * size[0] / 2 + np.abs(way[:, 0]) * size[1] / 2 + 2.0,
    ])  # fmt: skip
    room = ax.get_window_extent()
    inside: Bools = (middle - reach > [room.x0, room.y0]).all(axis=1) & (middle + reach < [room.x1, room.y1]).all(
        axis=1
    )
    return inside


def _crowding(ax: "Axes", middle: Floats, taken: Floats) -> float:
    """From 0 where nothing is near that was placed before, to 1."""
    nearest = float(np.hypot(*(taken - middle).T).min(initial=np.inf))
    return max(0.0, 1 - nearest / (0.2 * ax.bbox.width))


def _box(place: _Place, size: Floats) -> Floats:
    """Points all over a label that has been placed."""
    u, v = np.meshgrid(np.linspace(-0.5, 0.5, 13) * size[0], np.linspace(-0.5, 0.5, 5) * size[1])
    across = np.array([-place.way[1], place.way[0]])
    points: Floats = place.middle + u.reshape(-1, 1) * place.way + v.reshape(-1, 1) * across
    return points


def _without(line: _Line, gaps: list[tuple[float, float]]) -> list[Floats]:
    """The pieces of a line between its gaps."""
    pieces, start = [], 0.0
    for low, high in [*sorted(gaps), (float(line.along[-1]), np.inf)]:
        if low > start:
            inner = line.along[(start < line.along) & (line.along < low)]
            pieces.append(line.at(np.concatenate([[start], inner, [low]])))
        start = high
    return pieces
