"""Labels beside points: each touches its point, and covers no line, no mark, no other label and no legend."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation
    from matplotlib.transforms import Bbox

__all__ = ["Point", "occupied", "place_labels"]

CLEARANCE = 1.5  # points between a label and any ink
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


def place_labels(ax: "Axes", points: Sequence[Point], reach: float, taken: "list[Bbox]") -> "list[Annotation]":
    """Label all points, or none if there is not room for all of them.

    reach: of the marks at the points, in px. taken: the places that labels must leave free; those of the labels are
    added to it.
    """
    free, placed, labels = [*taken], [], []
    paths = [line.get_path().transformed(line.get_transform()) for line in ax.lines]
    room = ax.get_window_extent()
    for point in points:
        label = ax.annotate(point.text, (point.x, point.y), fontsize="small", annotation_clip=False)
        label.set_in_layout(False)
        labels.append(label)
        for side, box in _places(ax, label, point, reach):
            padded = box.padded(_pixels(ax, CLEARANCE))
            inside = room.x0 <= box.x0 and room.y0 <= box.y0 and box.x1 <= room.x1 and box.y1 <= room.y1
            if not inside or any(padded.overlaps(each) for each in free):
                continue
            if not any(path.intersects_bbox(padded, filled=False) for path in paths):
                _stand(ax, label, point, side, box)
                free.append(padded)
                placed.append(padded)
                break
        else:
            for each in labels:
                each.remove()
            return []
    taken += placed
    return labels


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
