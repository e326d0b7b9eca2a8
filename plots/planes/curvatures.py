"""The principal axes of curvature at points of a picture, and what kind of points they are.

The axes are the eigenvectors of the Hessian, drawn in the plane of the variables: solid where the function curves
upwards, dashed where it curves downwards. They begin at the rim of the point's mark, so that the mark hides none; what
is seen of each is as long as a root of |λ|, as arrows are as long as one of the gradient.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from plots.placement.layout import whole
from plots.planes.arrows import readable_root
from plots.views import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["MISSING", "Curvature", "draw_axes", "draw_points", "name_axes"]

SHAPES = {"minimum": "v", "maximum": "^", "saddle": "X", "undecided": "D", None: "o"}
REACH, LEAST_REACH = 0.11, 1.5  # of the shorter side of the axes, and times the text's height: the longest axis
SHORTEST = 3.6  # the longest has at most so many times the length of any other
BIG = 0.62  # of the text's height: a point
RIM = 0.58  # of a point's size: where an axis begins
UP, DOWN = "-", (0, (2.4, 1.2))
MISSING = "no second derivatives"
TINY = 1e-12  # of the greatest |λ|: one that is zero but for rounding


@dataclass(frozen=True)
class Curvature:
    """A point of a function of two variables: f, |∇f|, and the eigenvalues and eigenvectors of the Hessian.

    axes: (2, 2), a row for each eigenvalue. kind: minimum, maximum, saddle or undecided; None where the gradient does
    not vanish. nearby: the kind of the critical point that looks to be at the same place, where this one is none.
    """

    x: float
    y: float
    value: float
    slope: float
    eigenvalues: tuple[float, float]
    axes: Floats
    kind: str | None
    nearby: str | None = None

    @property
    def defined(self) -> bool:
        return bool(np.isfinite(self.eigenvalues).all())

    @property
    def said(self) -> str:
        """What kind of point it is, in words."""
        if np.isnan(self.value):
            return "not defined"
        if not self.defined:
            return MISSING
        return self.kind or (f"near a {self.nearby}" if self.nearby else "not critical")


def draw_points(ax: "Axes", points: Sequence[Curvature]) -> dict[str, str]:
    """Draw the points, each named in the legend with its kind and its curvatures; return the names, plain ones too."""
    import matplotlib

    size, names = BIG * float(matplotlib.rcParams["font.size"]), {}
    for each in points:
        label = _label(each)
        names[label] = _plain(each)
        ax.plot(
            each.x, each.y, linestyle="none", marker=SHAPES[each.kind or each.nearby], markersize=size, color="black",
            markerfacecolor="white", markeredgewidth=size / 6, label=label, zorder=6, clip_on=False,
        )  # fmt: skip
    return names


def name_axes(ax: "Axes", points: Sequence[Curvature]) -> dict[str, str]:
    """Name the principal axes in the legend, by the sign of λ, both in one line; return its name and the plain one."""
    import matplotlib

    root, signs = _root(points), {value > 0 for each in points if each.defined for value in _known(each) if value}
    if not signs:
        return {}
    length = rf"length $\propto |\lambda|{'' if root == 1 else f'^{{1/{root}}}'}$"
    plain = f"length as {'' if root == 1 else f'root {root} of '}|λ|"
    if len(signs) == 2:
        label, plain = rf"axis,  {length},  dashed for $\lambda < 0$", f"axis, {plain}, dashed for λ < 0"
    else:
        sign = ">" if True in signs else "<"
        label, plain = rf"axis with $\lambda {sign} 0$,  {length}", f"axis with λ {sign} 0, {plain}"
    colour = matplotlib.rcParams["text.color"]
    ax.plot([], [], color=colour, linestyle=UP if True in signs else DOWN, label=label)
    return {label: plain}


def draw_axes(ax: "Axes", points: Sequence[Curvature]) -> Floats:
    """Draw the principal axes; return points all along them, (n, 2) in px. The layout has to be final."""
    import matplotlib

    width, found = float(matplotlib.rcParams["lines.linewidth"]), [np.empty((0, 2))]
    for each in points:
        middle = ax.transData.transform((each.x, each.y))
        found.append(middle[None])
        for value, way in zip(_known(each), each.axes, strict=True) if each.defined else ():
            if not value:
                continue
            reach = ax.transData.transform(np.array([each.x, each.y]) + _step(ax) * way) - middle
            rim, end = _stretch(ax, points, value)
            for side in (-1, 1):
                pixels = middle + side * np.linspace(rim, end, 21)[:, None] * reach / np.hypot(*reach)
                line = ax.transData.inverted().transform(pixels[[0, -1]])
                ax.plot(*line.T, color="white", linewidth=2.6 * width, solid_capstyle="butt", zorder=5)
                ax.plot(*line.T, color="black", linewidth=1.1 * width, linestyle=UP if value > 0 else DOWN, zorder=5)
                found.append(pixels)
    return np.concatenate(found)


def _stretch(ax: "Axes", points: Sequence[Curvature], value: float) -> tuple[float, float]:
    """How far from the middle of a point, in px, its principal axis with an eigenvalue begins and ends."""
    import matplotlib

    largest = max(abs(each) for point in points if point.defined for each in point.eigenvalues)
    room, text = ax.get_window_extent(), float(matplotlib.rcParams["font.size"]) * whole(ax).dpi / 72
    longest = max(REACH * min(room.width, room.height), LEAST_REACH * text)
    rim = RIM * BIG * text
    return rim, rim + longest * (abs(value) / largest) ** (1 / _root(points))


def _step(ax: "Axes") -> float:
    """A short way in the plane of the variables."""
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    return 1e-6 * min(abs(right - left), abs(high - low))


def _root(points: Sequence[Curvature]) -> int:
    sizes = np.abs([value for each in points if each.defined for value in _known(each)])
    return readable_root(sizes, SHORTEST, aside=0.0)


def _known(point: Curvature) -> list[float]:
    """The eigenvalues, zero where they are rounding."""
    largest = max(map(abs, point.eigenvalues))
    return [value if abs(value) > TINY * largest else 0.0 for value in point.eigenvalues]


def _label(point: Curvature) -> str:
    place = f"{point.said} $({_digits(point.x)}, {_digits(point.y)})$"
    if not point.defined:
        return place
    slope = "" if point.kind else rf",  $|\nabla f| = {_digits(point.slope, 2 if point.nearby else 4)}$"
    return rf"{place}{slope},  $\lambda = {', '.join(_digits(each) for each in _known(point))}$"


def _plain(point: Curvature) -> str:
    """The label without mathtext, to three digits."""
    place = f"{point.said} ({_few(point.x)}, {_few(point.y)})"
    if not point.defined:
        return place
    slope = "" if point.kind else f", |∇f| = {_few(point.slope, 2)}"
    return f"{place}{slope}, λ = {', '.join(map(_few, _known(point)))}"


def _few(value: float, most: int = 3) -> str:
    """A number to a few digits, whole ones out to six."""
    digits, _, exponent = (f"{value:.6g}" if value == round(value) else f"{value:.{most}g}").partition("e")
    return f"{digits}e{int(exponent)}" if exponent else digits


def _digits(value: float, most: int = 4) -> str:
    """A number to four digits, whole ones out to six, for mathtext."""
    text = f"{value:.6g}" if value == round(value) else f"{value:.{most}g}"
    digits, _, exponent = text.partition("e")
    return rf"{{{digits} \times 10^{{{int(exponent)}}}}}" if exponent else f"{{{digits}}}"
