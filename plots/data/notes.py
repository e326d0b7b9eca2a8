"""What a figure of data says in words: what is not seen of them, the equations of the fits, and what can be seen."""

from typing import TYPE_CHECKING

import numpy as np

from plots.data.equations import about, equation, plain_equation, shown_s, strayed
from plots.data.fits import BAND
from plots.data.framing import inside
from plots.typesetting.words import scales_said, shown_number

if TYPE_CHECKING:
    from plots.data.scatter import Scatter
    from plots.data.series import Series
    from plots.views import Bools, Floats

__all__ = ["described", "equations", "notes"]


def notes(scatter: "Scatter", *, residuals: bool) -> list[str]:
    """How many points are not seen, which curves are not, and which fits have no band."""
    truth = scatter.truth
    found = [*(truth.resolved.notes if truth else ()), *_hidden(scatter)]
    if truth and not scatter.curve:
        ends = truth.range(scatter.scales, scatter.x, scatter.size)
        found.append(f"the truth {truth.label} is not in the view: its y is {_range(*ends)}; --y LOW:HIGH shows it")
    for each in scatter.fitted:
        if not scatter.shows(each):
            found.append(f"the {each.label} is not in the view")
        if not shown_s(each.fit):
            reason = f"goes through all {each.fit.n} points: there is no s and no band"
            found.append(f"the polynomial of degree {each.fit.degree} {reason}")
    return found + (_without_residual(scatter) if residuals else [])


def equations(scatter: "Scatter") -> list[str]:
    """The equation of each fit with all digits."""
    found = []
    for each in scatter.fitted:
        s = f", s = {shown_s(each.fit)}" if shown_s(each.fit) else ""
        off = strayed(each.fit, about(each.fit))
        doubt = f"; in doubles this is off by up to {shown_number(off, 1)}" if off else ""
        found.append(f"{each.label}: y = {equation(each.fit)}{s}, from {each.fit.n} points{doubt}")
    return found


def described(scatter: "Scatter", *, residuals: bool) -> str:
    """How many points there are and where, and what the truth, the fit and the residuals are."""
    along, up = scatter.columns
    names = "; ".join(_counted(each, scatter.in_view(each)) for each in scatter.series)
    where = f", {scales_said(scatter.scales)}" if any(scatter.scales) else ""
    lines = [f"Scatter plot of {up} against {along}{where}: {names}."]
    if scatter.dense:
        across, high = (shown_number(each, 3) for each in scatter.densest)
        lines = [
            f"Density of {up} against {along}{where}, as counts in hexagons: {names}. "
            f"The points are densest near ({across}, {high})."
        ]
    if scatter.truth and scatter.curve:
        lines.append(f"The curve behind them is {scatter.truth.label}.")
    for each in scatter.fitted:
        s = f", with a residual standard deviation of {shown_s(each.fit)}" if shown_s(each.fit) else ""
        band = f"; its {BAND} is shaded" if each.half is not None else ""
        lines.append(f"The {each.label} by least squares is {plain_equation(each.fit, along, up)}{s}{band}.")
    if residuals:
        most = shown_number(scatter.largest_residual, 3)
        lines.append(f"A panel below shows the residuals, none larger than {most}.")
    return " ".join(lines)


def _hidden(scatter: "Scatter") -> list[str]:
    """How many points are not drawn, and why."""
    count = hidden = sum(len(each.x) for each in scatter.series)
    found = []
    for name, logarithmic in zip("xy", scatter.scales, strict=True):
        left = sum(int((getattr(each, name) <= 0).sum()) for each in scatter.series) if logarithmic else 0
        if left:
            reason = f"as {name} is not above 0 there, which --log-{name} needs"
            found.append(f"{_share(left, count, 'is', 'are')} left out, {reason}")
    for each in scatter.series:
        out = [values <= 0 for values, logarithmic in zip((each.x, each.y), scatter.scales, strict=True) if logarithmic]
        hidden -= int(np.any(out, axis=0).sum()) + int(scatter.in_view(each).sum())
    return [*found, f"{hidden} of {count} points lie outside of the view"] if hidden else found


def _without_residual(scatter: "Scatter") -> list[str]:
    """How many points have no residual, and why."""
    count = sum(int(inside(each.x, scatter.x).sum()) for each in scatter.series)
    left = count - sum(len(x) for x, _ in scatter.residuals)
    if not left or scatter.truth is None:
        return []
    return [f"{_share(left, count, 'has', 'have')} no residual, as {scatter.truth.label} has no value there"]


def _share(some: int, count: int, one: str, many: str) -> str:
    """2 of 5 points are; 1 of 5 points is."""
    return f"{some} of {count} points {one if some == 1 else many}"


def _counted(series: "Series", seen: "Bools") -> str:
    """How many points there are, of which those that are not seen are no part, and where."""
    count = "1 point" if len(seen) == 1 else f"{len(seen):,} points"
    count = count if seen.all() else f"{int(seen.sum()):,} of {count}"
    x, y, (along, up) = series.x[seen], series.y[seen], series.columns
    return f"{count} from {series.label}" + (f", {along} {_where(x)} and {up} {_where(y)}" if len(x) else "")


def _where(values: "Floats") -> str:
    """From 1 to 2; of one value, equal to it."""
    low, high = (shown_number(float(each)) for each in (values.min(), values.max()))
    return f"equal to {low}" if low == high else f"from {low} to {high}"


def _range(low: float, high: float) -> str:
    """The ends of a range, or its only value."""
    ends = [shown_number(each, 3) for each in (low, high)]
    return ends[0] if ends[0] == ends[1] else f"from {ends[0]} to {ends[1]}"
