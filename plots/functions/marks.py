"""Marks on curves: roots, extrema and inflections with their coordinates, and what a curve does at its jumps."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from datagen.roots import Root, roots
from plots.curves import Curve
from plots.placement.placing import ABOVE, BELOW, BESIDE, Point, occupied, place_labels
from plots.style import background, neutral
from plots.typesetting.ticks import multiple, steps

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import PathCollection
    from matplotlib.lines import Line2D
    from matplotlib.text import Annotation

    from datagen.expressions import Expression

__all__ = [
    "MARKS",
    "Mark",
    "draw_ends",
    "draw_marks",
    "found_marks",
    "found_roots",
    "in_view",
    "label_marks",
    "name_marks",
    "with_room",
]

MARKS = {"roots": 0, "extrema": 1, "inflections": 2}
"""What can be marked, with the order of the derivative whose roots they are."""

SHAPES = {"root": "o", "maximum": "^", "minimum": "v", "inflection": "D"}
SIZES = {"root": 1.0, "maximum": 1.1, "minimum": 1.1, "inflection": 0.9}
SIDES = {"root": BESIDE, "maximum": ABOVE, "minimum": BELOW, "inflection": BESIDE}
BIG = 0.55  # of the text's height: the diameter of a mark
MOST = 60  # marks of one kind beyond which a place for labels is not even looked for
BROAD = 1e-3  # of the range: what is enclosed by more has no place that could be marked
ROOM = 0.08  # of the height: what a label needs beside the margin that a curve has anyway
SEEN = 1e-3  # of the height: two ends nearer than this are one
TURN = 1e-11  # times the place: a multiple of π is one to so much, as roots are known to 1e-12
NONE = 1e-12  # of the view: a coordinate as near to 0 is 0 but for rounding
LOWEST = -4  # the power of ten of the first digit, from which on a number is written with an exponent
PARTS = 24  # of π: multiples of an eighth or a twelfth of π are written as such
ENOUGH = 6  # ticks, by which it is seen whether an axis has multiples of π
KINDS = ("maximum", "minimum"), ("root",), ("inflection",)  # which are labelled together, or not at all


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a curve that is marked: its kind, and whether it is proved."""

    kind: str
    x: float
    y: float
    proved: bool


def found_marks(f: "Expression", x: tuple[float, float], names: Iterable[str]) -> list[Mark]:
    """The roots, extrema and inflections of a function on a range, as far as each is a point with a value.

    Raises: IntervalsError for an operation that has no bounds.
    """
    found = [each for name in names for each in found_roots(f, x, MARKS[name])]
    return [Mark(each.kind, each.x, each.y, _is_proved(f, each)) for each in found if _is_point(each, x)]


@lru_cache(maxsize=2 * MOST)
def found_roots(f: "Expression", x: tuple[float, float], order: int) -> tuple[Root, ...]:
    """What `roots` finds, once for all who ask for it.

    Raises: IntervalsError for an operation that has no bounds.
    """
    return tuple(roots(f, x, order))


def in_view(marks: Iterable[Mark], x: tuple[float, float], y: tuple[float, float]) -> list[Mark]:
    """Those of the marks that a view shows."""
    return [each for each in marks if x[0] <= each.x <= x[1] and y[0] <= each.y <= y[1]]


def with_room(marks: Iterable[Mark], y: tuple[float, float], *, logarithmic: bool = False) -> tuple[float, float]:
    """The range of y with more room where there are marks near its ends, for their labels."""
    if logarithmic:
        seen = [replace(each, y=math.log10(each.y)) for each in marks if each.y > 0]
        low, high = with_room(seen, (math.log10(y[0]), math.log10(y[1])))
        return (10.0**low, 10.0**high) if seen else y
    (low, high), heights = y, [each.y for each in marks]
    room = ROOM * (high - low)
    return (
        low - room if any(low <= each < low + 2 * room for each in heights) else low,
        high + room if any(high - 2 * room < each <= high for each in heights) else high,
    )


def _is_proved(f: "Expression", each: Root) -> bool:
    """Whether there is such a point for sure: also a root that is none of a simple kind, if f is exactly 0 there."""
    import numpy as np

    from datagen.clusters import Curve as Function

    if each.status == "proved" or each.kind != "root":
        return each.status == "proved"
    place = np.array([each.x])
    (value,) = Function(f, f.curve_variable()).bounds(place, place, range(1))
    return bool(value.defined[0] and value.lo[0] == 0 == value.hi[0])


def _is_point(each: Root, x: tuple[float, float]) -> bool:
    narrow = each.high - each.low <= BROAD * (x[1] - x[0])
    return each.kind in SHAPES and each.status != "interval" and narrow and math.isfinite(each.y)


def draw_marks(ax: "Axes", marks: Sequence[Mark], colour: Any, *, named: bool = True) -> "list[PathCollection]":
    """Draw the marks of one curve, each kind in a shape of its own, those that are not proved hollow.

    named: whether the legend says what they are. Marks outside of the view are to be left out before.
    """
    drawn: list[PathCollection] = []
    for kind, proved in _groups(marks):
        places = [(each.x, each.y) for each in marks if (each.kind, each.proved) == (kind, proved)]
        drawn.append(_scatter(ax, places, kind, proved, colour, "" if named else "_"))
    return drawn


def name_marks(ax: "Axes", marks: Sequence[Mark]) -> "list[PathCollection]":
    """Have the legend say what the marks of several curves are, in the colour of none of them."""
    return [_scatter(ax, [], kind, proved, neutral(), "") for kind, proved in _groups(marks)]


def _groups(marks: Sequence[Mark]) -> list[tuple[str, bool]]:
    """The kinds of the marks, and whether they are proved, in the order of the legend."""
    groups = [(kind, proved) for kind in SHAPES for proved in (True, False)]
    return [group for group in groups if group in {(each.kind, each.proved) for each in marks}]


def _scatter(
    ax: "Axes", places: Sequence[tuple[float, float]], kind: str, proved: bool, colour: Any, prefix: str
) -> "PathCollection":
    """Marks of one kind at some places; their label is not in the legend if it has the prefix _."""
    x, y = zip(*places, strict=True) if places else ((), ())
    return ax.scatter(
        x, y, (SIZES[kind] * _diameter()) ** 2, marker=SHAPES[kind],
        facecolors=colour if proved else background(), edgecolors=colour, linewidths=_diameter() / 6,
        label=prefix + (kind if proved else f"{kind}, undecided"), zorder=4, clip_on=False,
    )  # fmt: skip


def label_marks(ax: "Axes", marks: Sequence[Mark]) -> "list[Annotation]":
    """Write the coordinates beside the marks, for each of KINDS those that there is room for, if that is most.

    Nothing is written beside maxima alone, or minima, where there are both. Marks with the same coordinates
    have one label. The layout has to be final, and the legend in its place.
    """
    figure = ax.get_figure(root=True)
    assert figure is not None
    reach = 0.6 * _diameter() * figure.dpi / 72
    places = [(each.x, each.y) for each in marks]
    taken = occupied(ax, places, reach)
    labels: list[Annotation] = []
    for kinds in KINDS:
        texts = {_coordinates(ax, each): each for each in reversed(marks) if each.kind in kinds}
        for label in labels:
            texts.pop(label.get_text(), None)
        if len(texts) <= MOST:
            points = [Point(each.x, each.y, text, SIDES[each.kind]) for text, each in reversed(texts.items())]
            found = place_labels(ax, points, places, reach, space := [*taken])
            if {texts[each.get_text()].kind for each in found} == {each.kind for each in texts.values()}:
                labels, taken = labels + found, space
            else:
                for label in found:
                    label.remove()
    return labels


def draw_ends(ax: "Axes", curve: Curve, colour: str) -> "list[Line2D]":
    """Draw what a curve does at its jumps and holes: a closed dot where its value is, open ones at its other limits."""
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    closed, opened = [], []
    for each in curve.polyline.breaks:
        if each.kind != "edge" and left <= each.position <= right:
            closed.append((each.position, each.value))
            ends = [end for end in (each.left, each.right) if not abs(end - each.value) <= SEEN * (high - low)]
            opened += [(each.position, end) for end in ends]
    drawn = []
    for places, face in ((opened, background()), (closed, colour)):
        seen = [place for place in dict.fromkeys(places) if low <= place[1] <= high]
        if seen:
            drawn += ax.plot(
                *zip(*seen, strict=True), linestyle="none", marker="o", markersize=_diameter(), color=colour,
                markerfacecolor=face, markeredgewidth=_diameter() / 5, zorder=4, clip_on=False, label="_ends",
            )  # fmt: skip
    return drawn


def _diameter() -> float:
    """Of a mark, in points."""
    import matplotlib

    return BIG * float(matplotlib.rcParams["font.size"])


def _coordinates(ax: "Axes", mark: Mark) -> str:
    """(x, y) to as many digits as the axes can show, and in multiples of π where the ticks are."""
    x, y = (ax.get_xlim(), mark.x, ax.get_xscale()), (ax.get_ylim(), mark.y, ax.get_yscale())
    return f"$({_coordinate(*x)}, {{{_coordinate(*y)}}})$"


def _coordinate(view: tuple[float, float], value: float, scale: str) -> str:
    """A number as the ticks of its axis have it, in mathtext."""
    if scale == "linear" and steps(view, ENOUGH):
        factor = round(value / math.pi * PARTS) / PARTS
        if abs(factor * math.pi - value) <= TURN * abs(value):
            return multiple(Fraction(round(factor * PARTS), PARTS)).strip("$")
    return _rounded(value, _resolved(view, value, scale))


def _resolved(view: tuple[float, float], value: float, scale: str) -> tuple[float, float]:
    """The view; on a logarithmic axis, which has the same digits everywhere, one as wide as the value."""
    return (0.0, abs(value)) if scale == "log" and value else view


def _rounded(value: float, view: tuple[float, float]) -> str:
    """A number to a five hundredth of the view and to one digit, or better, in mathtext; 0 only for 0."""
    unit = math.floor(math.log10((view[1] - view[0]) / 500))
    if abs(value) < NONE * (view[1] - view[0]):
        return "0"
    first = math.floor(math.log10(abs(value)))
    unit = min(unit, first)
    if first > LOWEST and math.floor(math.log10(max(map(abs, view)))) in range(LOWEST + 1, 6):
        return _trimmed(f"{value:.{max(0, -unit)}f}")
    mantissa, exponent = f"{value:.{first - unit}e}".split("e")
    return rf"{_trimmed(mantissa)} \times 10^{{{int(exponent)}}}"


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
