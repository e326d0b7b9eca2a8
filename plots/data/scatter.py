"""Series of points with the truth behind them and the polynomials fitted to them, in one view."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from datagen.errors import DatagenError, OptionError
from plots.curves import Curve, draw_curve
from plots.data.fits import BAND, FittedCurve, draw_band, draw_fit, fitted_curve
from plots.data.framing import framed, inside, meets, padded
from plots.data.series import Series, escaped
from plots.data.truths import Truth, read_truth
from plots.points import are_dense, densest, dots_look, draw_dots, draw_hexagons
from plots.scales import Scales
from plots.style import background, line
from plots.typesetting.words import shown_number
from plots.views import Bools, Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import PolyCollection

__all__ = ["Scatter"]

Ends = tuple[float, float]

ROUNDING = 1e-14  # of the greatest y: a residual that is none


class Scatter:
    """What a figure of data shows.

    view: the ranges of x and y that are asked for. size: of the view in px. area: of the figure, in heights of its text
    squared. degree: of the polynomials, if any.
    """

    def __init__(self, series: Sequence[Series], view: tuple[Ends | None, Ends | None], scales: Scales,
                 size: tuple[int, int], area: float, *, truth: str | None = None,
                 settings: Sequence[tuple[str, Any]] = (), degree: int | None = None) -> None:  # fmt: skip
        self.series, self.view, self.scales, self.size, self.degree = series, view, scales, size, degree
        self.area = area
        self.truth: Truth | None = None if truth is None else read_truth(truth, settings, series[0].columns[0])

    @property
    def columns(self) -> tuple[str, str]:
        """What the columns along x and y are called; x or y where files differ."""
        along, up = ({each.columns[place] for each in self.series} for place in (0, 1))
        return (along.pop() if len(along) == 1 else "x", up.pop() if len(up) == 1 else "y")

    @cached_property
    def x(self) -> Ends:
        """The range of x. Raises: OptionError for one without any point."""
        return self._given(0) or padded([each.x for each in self.series], logarithmic=self.scales.x, name="x")

    @cached_property
    def y(self) -> Ends:
        """The range of y: that of the points, with as much of the curves as leaves the points large.

        Raises: OptionError for one without any point.
        """
        if given := self._given(1):
            return given
        points = padded([each.y[inside(each.x, self.x)] for each in self.series], logarithmic=self.scales.y, name="y")
        curves = [limit[inside(each.x, self.x)] for each in self.fitted for limit in each.limits]
        if self.truth:
            curves.append(np.array(self.truth.range(self.scales, self.x, self.size)))
        return framed(points, curves, logarithmic=self.scales.y)

    @cached_property
    def fitted(self) -> list[FittedCurve]:
        """The polynomials fitted to each series. Raises: FitError where data do not determine one."""
        if self.degree is None:
            return []
        count, alone = self.size[0] // 2, len(self.series) == 1
        return [fitted_curve(each, self.degree, self.scales, count, self.columns, alone=alone) for each in self.series]

    @cached_property
    def curve(self) -> Curve | None:
        """The truth as it is drawn; None where nothing of it is in view."""
        if self.truth is None:
            return None
        curve = self.truth.drawn(self.scales, self.x, self.y, self.size)
        return curve if any(meets(each[:, 0], each[:, 1], self.x, self.y) for each in curve.polyline.segments) else None

    @cached_property
    def dense(self) -> bool:
        """Whether hexagons show the points."""
        if len(self.series) > 1:
            return False
        (only,) = self.series
        seen = self.in_view(only)
        return are_dense(only.x[seen], only.y[seen], (self.x, self.y), self.scales, self.area)

    @property
    def densest(self) -> tuple[float, float]:
        """Where the most points of the only series are."""
        seen = self.in_view(self.series[0])
        return densest(self.series[0].x[seen], self.series[0].y[seen], (self.x, self.y), self.scales)

    @property
    def plain(self) -> dict[str, str]:
        """What the legend says of the curves without mathtext, by what it says with it."""
        truth = {self.curve.latex: self.truth.plain} if self.curve and self.truth else {}
        return truth | {each.latex: each.plain for each in self.fitted}

    @cached_property
    def residuals(self) -> list[tuple[Floats, Floats]]:
        """x and what the fit, or else the truth, leaves of y, for each series, as far as x is in view."""
        left = []
        for number, each in enumerate(self.series):
            seen = inside(each.x, self.x)
            x = each.x[seen]
            expected = self.fitted[number].fit.values(x) if self.fitted else self._true(x)
            rest = each.y[seen] - expected
            left.append((x[np.isfinite(rest)], rest[np.isfinite(rest)]))
        return left

    @property
    def largest_residual(self) -> float:
        """The size of the largest residual that is seen; 0 where it is rounding error alone."""
        most = max((float(np.abs(rest).max()) for _, rest in self.residuals if len(rest)), default=0.0)
        return most if most > ROUNDING * max(float(np.abs(each.y).max()) for each in self.series) else 0.0

    @property
    def residual_range(self) -> Ends:
        """The range that shows the residuals, with 0 in the middle."""
        most = 1.1 * self.largest_residual or 1.0
        return -most, most

    def in_view(self, series: Series) -> Bools:
        """Which points of a series are seen."""
        return inside(series.x, self.x) & inside(series.y, self.y)

    def shows(self, each: FittedCurve) -> bool:
        """Whether some of a fit is in view."""
        return meets(each.x, each.y, self.x, self.y)

    def rows(self, *, residuals: bool = False) -> Iterator[tuple[str, int, float, float]]:
        """What is drawn: the name, the number of the stroke, x and y."""
        for series in self.series:
            yield from _dots(series.label, series.x[self.in_view(series)], series.y[self.in_view(series)])
        for segment, stroke in enumerate(self.curve.polyline.segments if self.curve else ()):
            for x, y in stroke.tolist():
                yield self.curve.label if self.curve else "", segment, x, y
        for each in self.fitted:
            limits = zip(("lower limit", "upper limit"), each.limits, strict=True) if each.half is not None else ()
            for name, values in (("", each.y), *limits):
                label = f"{each.label}, {name}" if name else each.label
                yield from ((label, 0, x, y) for x, y in zip(each.x.tolist(), values.tolist(), strict=True))
        if residuals:
            for series, (x, rest) in zip(self.series, self.residuals, strict=True):
                yield from _dots(f"residuals of {series.label}", x, rest)

    def draw(self, ax: "Axes") -> "list[PolyCollection]":
        """Draw everything on axes whose view is set; returns the hexagons, if the points are drawn so."""
        named = bool(self.truth or self.fitted or len(self.series) > 1)
        seen = [(each, self.in_view(each)) for each in self.series]
        hexagons = self._draw_clouds(
            ax, [(escaped(each.label) if named else "_points", each.x[mask], each.y[mask]) for each, mask in seen]
        )
        casing = _casing() if hexagons else {}
        if self.curve:
            draw_curve(ax, self.curve, zorder=3, **line(0), **casing)
        for number, each in enumerate(self.fitted, start=1):
            self._draw_fit(ax, each, number, casing)
        return hexagons

    def draw_residuals(self, ax: "Axes") -> "list[PolyCollection]":
        """Draw the residuals on axes whose view is set; returns the hexagons, if they are drawn so."""
        return self._draw_clouds(ax, [("_residuals", x, rest) for x, rest in self.residuals])

    def _draw_clouds(self, ax: "Axes", clouds: Sequence[tuple[str, Floats, Floats]]) -> "list[PolyCollection]":
        if self.dense and len(clouds[0][1]):
            return [draw_hexagons(ax, *clouds[0][1:])]
        look = dots_look(ax, *(np.concatenate([each[place] for each in clouds]) for place in (1, 2)))
        most_first = sorted(range(len(clouds)), key=lambda place: -len(clouds[place][1]))
        for place, (label, x, y) in enumerate(clouds):
            height = 2 + most_first.index(place) / len(clouds)  # the few lie on the many
            draw_dots(ax, x, y, label, look, place + 1, height)
        return []

    def _draw_fit(self, ax: "Axes", each: FittedCurve, number: int, casing: dict[str, Any]) -> None:
        alone = len(self.series) == 1
        colour = line(2 if alone else number)["color"]
        name = each.latex if self.shows(each) else "_fit"
        draw_fit(ax, each.x, each.y, name, color=colour, linestyle=line(number)["linestyle"], zorder=3.5, **casing)
        if each.half is not None:
            draw_band(ax, each.x, *each.limits, colour, BAND if number == 1 else "_band")

    def _given(self, place: int) -> Ends | None:
        """The range asked for along x or y. Raises: OptionError where no point is in it."""
        ends, name = self.view[place], "xy"[place]
        if ends is None:
            return None
        values = [each.y[inside(each.x, self.x)] if place else each.x for each in self.series]
        if not any(inside(each, ends).any() for each in values):
            found = np.concatenate(values)
            where = " to ".join(shown_number(float(each)) for each in (found.min(), found.max()))
            raise OptionError(name, f"{ends[0]:g}:{ends[1]:g}", f"a range with points: their {name} is from {where}")
        return ends

    def _true(self, x: Floats) -> Floats:
        if self.truth is None:
            raise DatagenError("residuals need a fit or a truth")
        return self.truth.values(x)


def _dots(label: str, x: Floats, y: Floats) -> Iterator[tuple[str, int, float, float]]:
    """Isolated points, each a segment of its own."""
    for segment, (across, up) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
        yield label, segment, across, up


def _casing() -> dict[str, Any]:
    """What sets a line off from the hexagons below it."""
    import matplotlib
    from matplotlib.patheffects import Normal, Stroke

    width = 2.2 * float(matplotlib.rcParams["lines.linewidth"])
    return {"path_effects": [Stroke(linewidth=width, foreground=background()), Normal()]}
