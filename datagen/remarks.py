"""Why a derivative is not a finite number, or is not right: a line for each cause, for who reads the answer."""

from collections.abc import Iterator, Sequence
from itertools import islice
from math import isfinite, isnan
from typing import TYPE_CHECKING, TypeVar

from datagen.answers import derived
from datagen.expressions import Expression
from datagen.sides import causes

if TYPE_CHECKING:
    from datagen.cancellation import Lost

_T = TypeVar("_T")

__all__ = ["of_cancellation", "of_derivatives", "of_partial_cancellation", "of_partials"]

FEW = 10
"""Lines that are written; there are more where a range meets one hard point after the other."""

NAMED = 3
"""Points that a line names, of those that have one cause."""

LOOKED_AT = 200
"""Points whose cause is looked for: a range may lie outside a domain altogether."""

CHECKED = 20
"""Points at which partial derivatives are checked for cancellation, each along every variable."""

Point = tuple[float, ...]


def of_derivatives(expression: Expression, points: Sequence[Point], rows: Sequence[Sequence[float]]) -> list[str]:
    """Why some of the derivatives rows[i][k] of a function of one variable at points[i] are nan or infinite."""
    bad = _hard(points, rows)
    name = (*expression.variables, "x")[0]
    at = [value for (value,) in bad[:LOOKED_AT]]
    places: dict[str, list[float]] = {}
    for value, cause in zip(at, causes(expression, at, len(rows[0]) - 1), strict=True):
        if cause:
            places.setdefault(cause, []).append(value)
    lines = (f"at {name} = {_listed(values)} {cause}" for cause, values in places.items())
    return _few(lines, len(bad), whole=len(bad) <= LOOKED_AT)


def of_cancellation(expression: Expression, points: Sequence[Point], rows: Sequence[Sequence[float]]) -> list[str]:
    """Where rounding leaves few digits of the derivatives rows[i][k] at points[i]: a line, if it does anywhere.

    It names the worst of LOOKED_AT points, which are evenly chosen.
    """
    import numpy as np

    from datagen.cancellation import lost

    chosen, found = _some(points, LOOKED_AT), np.array(_some(rows, LOOKED_AT)).T
    gone = lost(expression, np.array(chosen)[:, 0], len(found) - 1, found)
    worst = [(each, f"{(*expression.variables, 'x')[0]} = {at:.15g}") for each, (at,) in zip(gone, chosen, strict=True)]
    return _cancelling(expression, worst)


def of_partial_cancellation(expression: Expression, points: Sequence[Point], order: int) -> list[str]:
    """Where rounding leaves few digits of f or of a derivative by one variable up to an order: as `of_cancellation`."""
    import numpy as np

    from datagen.cancellation import lost

    worst = []
    for point in _some(points, CHECKED):
        place = dict(zip(expression.variables, point, strict=False))
        at = ", ".join(f"{name} = {value:.15g}" for name, value in place.items())
        for name, value in place.items():
            fixed = {other: place[other] for other in place if other != name}
            (gone,) = lost(expression.bind(**fixed), np.array([value]), order)
            worst.append((gone, f"{at}, along {name}" if fixed else at))
    return _cancelling(expression, worst)


def _cancelling(expression: Expression, found: "Sequence[tuple[Lost | None, str]]") -> list[str]:
    """A line about the worst of some places, if there is anything to say."""
    gone = sorted(((each, at) for each, at in found if each), key=lambda pair: pair[0].half)
    if not gone:
        return []
    (half, none), at = gone[0]
    name, others = expression.name or "f", len(gone) - 1
    more = f" (and {others} more)" if others else ""
    few = f"from {derived(name, half)} on fewer than 8 digits are right"
    last = "" if none is None else f", from {derived(name, none)} on none"
    return [f"terms cancel at {at}{more}: {few}{last}"]


def _some(values: Sequence[_T], most: int) -> Sequence[_T]:
    """All values, or so many of them, evenly chosen."""
    count = len(values)
    return values if count <= most else [values[i * (count - 1) // (most - 1)] for i in range(most)]


def of_partials(expression: Expression, points: Sequence[Point], rows: Sequence[Sequence[float]],
                order: int) -> list[str]:  # fmt: skip
    """Why f or a partial derivative up to an order, 1 or 2, is nan or infinite: rows[i] at points[i], f first.

    They are looked at along each variable, the others fixed.
    """
    hard = [(point, row[0]) for point, row in zip(points, rows, strict=True) if not all(map(isfinite, row))]
    return _few((line for point, f in hard for line in _of_point(expression, point, f, order)), len(hard))


def _of_point(expression: Expression, point: Point, f: float, order: int) -> Iterator[str]:
    """What is wrong at a point with f, or else along each variable, or else between them."""
    place = dict(zip(expression.variables or ("x",), point, strict=True))
    at = ", ".join(f"{name} = {value:.15g}" for name, value in place.items())
    if not isfinite(f):
        yield f"at {at} {expression.name or 'f'} is {'not defined' if isnan(f) else 'infinite'}"
        return
    found = []
    for name, value in place.items():
        alone = expression.bind(**{other: place[other] for other in place if other != name})
        found += [f"at {at}, along {name}: {cause}" for cause in causes(alone, [value], order) if cause]
    yield from found or [f"at {at} a derivative by two variables does not exist, or is too large for a double"]


def _hard(points: Sequence[Point], rows: Sequence[Sequence[float]]) -> list[Point]:
    """The points at which some number is not finite."""
    return [point for point, row in zip(points, rows, strict=True) if not all(map(isfinite, row))]


def _listed(values: Sequence[float]) -> str:
    """The first of some numbers, and how many more there are."""
    more = len(values) - NAMED
    return ", ".join(f"{value:.15g}" for value in values[:NAMED]) + (f" and {more} more points" if more > 0 else "")


def _few(lines: Iterator[str], points: int, *, whole: bool = True) -> list[str]:
    """The first lines, and how many points there are if that is not all."""
    written = list(islice(lines, FEW))
    if not whole or next(lines, None) is not None:
        written.append(f"and so on: in all, {points} points have a value or a derivative that is no finite number")
    return written
