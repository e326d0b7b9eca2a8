"""Labels beside points: each is nearest to its own, and covers no line, no mark, no other label and no legend."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from plots.style import least_text, text_size

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.path import Path
    from matplotlib.text import Annotation
    from matplotlib.transforms import Bbox
    from numpy.typing import NDArray

__all__ = ["Point", "occupied", "place_labels"]

CLEARANCE = 1.5  # points between a label and any ink
SMALL = 0.83  # of the text
MOSTLY = 0.5  # of the points
NEARER = 1.1  # times as far as its own point, at least, is a label from every other
STEPS = 0.0, 4.0  # points, how much farther than need be a label may stand from its point

ABOVE = ((0, 1), (1, 1), (-1, 1), (1, 0), (-1, 0), (0, -1), (1, -1), (-1, -1))
BELOW = tuple((x, -y) for x, y in ABOVE)
BESIDE = ((1, 1), (-1, 1), (1, -1), (-1, -1), (1, 0), (-1, 0), (0, 1), (0, -1))
"""The sides of a point at which its label may stand, the best first: right is (1, 0), above (0, 1)."""


class Point(NamedTuple):
    """A point with a label, and the sides at which that may stand."""

    x: float
    y: float
    text: str
    sides: Sequence[tuple[int, int]] = BESIDE


def occupied(ax: "Axes", points: Iterable[tuple[float, float]], reach: float) -> "list[Bbox]":
    """The places, in px, of the legend and of marks that reach so many px from their points."""
    from matplotlib.transforms import Bbox

    legends = [ax.get_legend(), *(figure.legends if (figure := ax.get_figure(root=True)) else [])]
    boxes = [legend.get_window_extent() for legend in legends if legend is not None]
    centres = ax.transData.transform([*points] or [(0.0, 0.0)])
    return boxes + [Bbox.from_extents(x - reach, y - reach, x + reach, y + reach) for x, y in centres.tolist()]


def place_labels(
    ax: "Axes", points: Sequence[Point], marks: Sequence[tuple[float, float]], reach: float, taken: "list[Bbox]"
) -> "list[Annotation]":
    """Label the points that there is room beside, or none if that is the lesser part of them.

    marks: all that are drawn, those at the points and others, which no label may seem to be of; they reach so many px
    from their places. taken: the places that labels must leave free; those of the labels are added to it.
    """
    size = max(least_text(), SMALL * text_size())
    free, placed, labels = [*taken], [], []
    paths = [line.get_path().transformed(line.get_transform()) for line in ax.lines]
    centres = ax.transData.transform([*marks] or [(0.0, 0.0)])
    for point in points:
        label = ax.annotate(point.text, (point.x, point.y), fontsize=size, annotation_clip=False)
        label.set_in_layout(False)
        possible = _possible(ax, label, point, reach, centres)
        found = next((place for place in possible if _is_free(place[2], free, paths)), None)
        if found is None:
            label.remove()
            continue
        labels.append(label)
        side, box, padded = found
        _stand(ax, label, point, side, box)
        free.append(padded)
        placed.append(padded)
    if len(labels) < MOSTLY * len(points):
        for label in labels:
            label.remove()
        return []
    taken += placed
    return labels


def _possible(
    ax: "Axes", label: "Annotation", point: Point, reach: float, centres: "NDArray[np.float64]"
) -> "Iterator[tuple[tuple[int, int], Bbox, Bbox]]":
    """The places on the axes at which a label is nearest to its own point, bare and with the clearance around it."""
    room, own = ax.get_window_extent(), ax.transData.transform([(point.x, point.y)])
    others = centres[abs(centres - own).max(axis=1) > reach / 2]  # those in the same place are one for the eye
    for side, box in _places(ax, label, point, reach):
        inside = room.x0 <= box.x0 and room.y0 <= box.y0 and box.x1 <= room.x1 and box.y1 <= room.y1
        if inside and (_distances(box, others) > NEARER * _distances(box, own)).all():
            yield side, box, box.padded(_pixels(ax, CLEARANCE))


def _is_free(box: "Bbox", free: "list[Bbox]", paths: "list[Path]") -> bool:
    taken = any(box.overlaps(each) for each in free)
    return not taken and not any(path.intersects_bbox(box, filled=False) for path in paths)


def _distances(box: "Bbox", places: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """How far places, (n, 2), are from a box."""
    import numpy as np

    beside = np.maximum(np.maximum(box.min - places, places - box.max), 0.0)
    distances: NDArray[np.float64] = np.hypot(*beside.T)
    return distances


def _places(ax: "Axes", label: "Annotation", point: Point, reach: float) -> "Iterator[tuple[tuple[int, int], Bbox]]":
    """Each side of a point with the place, in px, of its label there."""
    from matplotlib.transforms import Bbox

    size = label.get_window_extent()
    x, y = ax.transData.transform((point.x, point.y)).tolist()
    for step in STEPS:
        gap = reach + _pixels(ax, CLEARANCE + step)
        for side in point.sides:
            apart = gap * 0.75 if all(side) else gap  # a corner is farther from the point than a side
            left = x + side[0] * apart + (side[0] - 1) * size.width / 2
            bottom = y + side[1] * apart + (side[1] - 1) * size.height / 2
            yield side, Bbox.from_bounds(left, bottom, size.width, size.height)


def _stand(ax: "Axes", label: "Annotation", point: Point, side: tuple[int, int], box: "Bbox") -> None:
    """Move a label to its place."""
    x, y = ax.transData.transform((point.x, point.y)).tolist()
    anchor = box.x0 + (1 - side[0]) * box.width / 2, box.y0 + (1 - side[1]) * box.height / 2
    label.set(ha={1: "left", 0: "center", -1: "right"}[side[0]], va={1: "bottom", 0: "center", -1: "top"}[side[1]])
    label.anncoords = "offset points"
    label.set_position(((anchor[0] - x) / _pixels(ax, 1.0), (anchor[1] - y) / _pixels(ax, 1.0)))


def _pixels(ax: "Axes", points: float) -> float:
    figure = ax.get_figure(root=True)
    assert figure is not None
    return points * figure.dpi / 72
