"""The principal axes of curvature at points of a picture, and what kind of points they are.

The axes are the eigenvectors of the Hessian, drawn in the plane of the variables: solid where the function curves
upwards, dashed where it curves downwards. Lengths are a root of |λ|, as those of arrows are of the gradient.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from plots.arrows import readable_root
from plots.views import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Curvature", "draw_axes", "draw_points", "name_axes"]

SHAPES = {"minimum": "v", "maximum": "^", "saddle": "X", "undecided": "D", None: "o"}
REACH = 0.13  # of the shorter side of the axes: half of the longest principal axis
BIG = 0.62  # of the text's height: a point
UP, DOWN = "-", (0, (2.4, 1.2))
TINY = 1e-12  # of the greatest |λ|: one that is zero but for rounding


@dataclass(frozen=True)
class Curvature:
    """A point of a function of two variables: f, |∇f|, and the eigenvalues and eigenvectors of the Hessian.

    axes: (2, 2), a row for each eigenvalue. kind: minimum, maximum, saddle or undecided; None where the gradient does
    not vanish.
    """

    x: float
    y: float
    value: float
    slope: float
    eigenvalues: tuple[float, float]
    axes: Floats
    kind: str | None

    @property
    def defined(self) -> bool:
        return bool(np.isfinite(self.eigenvalues).all())

    @property
    def said(self) -> str:
        """What kind of point it is, in words."""
        if np.isnan(self.value):
            return "not defined"
        if not self.defined:
            return "no second derivatives"
        return self.kind or "not critical"


def draw_points(ax: "Axes", points: Sequence[Curvature]) -> None:
    """Draw the points, each named in the legend with its kind and its curvatures."""
    import matplotlib

    size = BIG * float(matplotlib.rcParams["font.size"])
    for each in points:
        ax.plot(
            each.x, each.y, linestyle="none", marker=SHAPES[each.kind], markersize=size, color="black",
            markerfacecolor="white", markeredgewidth=size / 6, label=_label(each), zorder=6, clip_on=False,
        )  # fmt: skip


def _meaning(points: Sequence[Curvature], sign: int) -> str:
    """What principal axes mean, for the legend."""
    root = _root(points)
    power = "" if root == 1 else f"^{{1/{root}}}"
    return rf"axis with $\lambda {'>' if sign > 0 else '<'} 0$,  length $\propto |\lambda|{power}$"


def name_axes(ax: "Axes", points: Sequence[Curvature]) -> None:
    """Name the principal axes in the legend, those of each sign that occurs."""
    import matplotlib

    for sign, dashes in ((1, UP), (-1, DOWN)):
        if any(sign * value > 0 for each in points if each.defined for value in _known(each)):
            ax.plot([], [], color=matplotlib.rcParams["text.color"], linestyle=dashes, label=_meaning(points, sign))


def draw_axes(ax: "Axes", points: Sequence[Curvature]) -> Floats:
    """Draw the principal axes; return points all along them, (n, 2) in px. The layout has to be final."""
    import matplotlib

    room, width = ax.get_window_extent(), float(matplotlib.rcParams["lines.linewidth"])
    found = [np.empty((0, 2))]
    largest = max((abs(value) for each in points if each.defined for value in each.eigenvalues), default=0.0)
    for each in points:
        middle = ax.transData.transform((each.x, each.y))
        found.append(middle[None])
        for value, way in zip(_known(each), each.axes, strict=True) if each.defined else ():
            if not value:
                continue
            length = REACH * min(room.width, room.height) * (abs(value) / largest) ** (1 / _root(points))
            reach = ax.transData.transform(np.array([each.x, each.y]) + _step(ax) * way) - middle
            pixels = middle + np.linspace(-1, 1, 41)[:, None] * length * reach / np.hypot(*reach)
            line = ax.transData.inverted().transform(pixels[[0, -1]])
            ax.plot(*line.T, color="white", linewidth=2.6 * width, solid_capstyle="butt", zorder=5)
            ax.plot(*line.T, color="black", linewidth=1.1 * width, linestyle=UP if value > 0 else DOWN, zorder=5)
            found.append(pixels)
    return np.concatenate(found)


def _step(ax: "Axes") -> float:
    """A short way in the plane of the variables."""
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    return 1e-6 * min(abs(right - left), abs(high - low))


def _root(points: Sequence[Curvature]) -> int:
    return readable_root(np.abs([value for each in points if each.defined for value in _known(each)]))


def _known(point: Curvature) -> list[float]:
    """The eigenvalues, zero where they are rounding."""
    largest = max(map(abs, point.eigenvalues))
    return [value if abs(value) > TINY * largest else 0.0 for value in point.eigenvalues]


def _label(point: Curvature) -> str:
    place = f"{point.said} $({_digits(point.x)}, {_digits(point.y)})$"
    if not point.defined:
        return place
    slope = "" if point.kind else rf",  $|\nabla f| = {_digits(point.slope)}$"
    return rf"{place}{slope},  $\lambda = {', '.join(_digits(each) for each in _known(point))}$"


def _digits(value: float) -> str:
    """A number to four digits, whole ones out to six, for mathtext."""
    text = f"{value:.6g}" if value == round(value) else f"{value:.4g}"
    digits, _, exponent = text.partition("e")
    return rf"{{{digits} \times 10^{{{int(exponent)}}}}}" if exponent else f"{{{digits}}}"
