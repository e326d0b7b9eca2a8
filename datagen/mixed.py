"""∂²f/∂a∂b at hard points: the derivative by b of the derivative by a, and the other way round.

Along the curve a + ρtᴺ, b + σt, for t → 0+, less what f is on the line b + σt, all that is left is

    ρ ∂f/∂a tᴺ + ρσ ∂²f/∂a∂b tᴺ⁺¹ + ...

because a moves so much less than b: the derivative by a is taken first, at each b. The signs ρ and σ stand for the
sides of the point. All on which f is defined have to agree, in both orders: for xy(x² − y²)/(x² + y²) at 0 the orders
give 1 and −1, and there is none.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from datagen.expressions import Expression
from datagen.limits import agree

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Array = NDArray[np.float64]

__all__ = ["mixed"]

N = 6
"""The power of t by which the first variable moves: |a|^p is told from a for p > 1 + 1/N."""

_MORE = 7
"""Coefficients beyond the last one that is needed, by which ties such as x³ > 0 are told."""

_Ways = Mapping[tuple[float, float], Mapping[str, float]]


def mixed(f: Expression, at: Mapping[str, "_Array"], slopes: Mapping[str, "_Array"]) -> "_Array":
    """The mixed derivative by two variables at points (n,) where f is finite; nan where it does not exist.

    `slopes` are the two variables and the derivatives (n,) by each of them alone.
    """
    import numpy as np

    one, other = slopes
    first, size = _by(f, at, one, other, slopes[one])
    second, other_size = _by(f, at, other, one, slopes[other])
    found: _Array = np.where(agree(first, second, np.maximum(size, other_size)), first, np.nan)
    return found + 0.0  # -0 is 0


def _by(f: Expression, at: Mapping[str, "_Array"], inner: str, outer: str,
        slope: "_Array") -> tuple["_Array", "_Array"]:  # fmt: skip
    """∂/∂outer ∂f/∂inner from all sides on which f is defined, (n,): nan where they do not agree, or there is none.

    ∂f/∂inner has to tend to the `slope` that it has at the point. With the size of the terms that were subtracted.
    """
    import numpy as np

    value = np.broadcast_to(f(**{name: at[name] for name in f.variables}), slope.shape)
    ok, known, limit = np.ones(slope.shape, bool), np.zeros(slope.shape, bool), np.full(slope.shape, np.nan)
    largest = np.zeros(slope.shape)
    for rho, sigma in ((1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)):
        rows, start, size, defined = _beside(f, at, {inner: rho}, {outer: sigma})
        steady = agree(start, value, size) & agree(rows[:N], 0.0, size).all(axis=0)
        found = rho * sigma * rows[N + 1]
        ok &= ~defined | steady & agree(rho * rows[N], slope, size) & (~known | agree(found, limit, size))
        limit = np.where(known | ~defined, limit, found)
        known, largest = known | defined, np.maximum(largest, size)
    return np.where(ok & known, limit, np.nan), largest


class _Beside(NamedTuple):
    """f beside a point: the coefficients of tᵏ, k ≤ N + 1, of f along the curve less f along the line, (N + 2, n).

    And the limit of f, the size of the terms subtracted, and where f is defined there, (n,) each.
    """

    rows: Any
    start: Any
    size: Any
    defined: Any


def _beside(f: Expression, at: Mapping[str, "_Array"], inner: Mapping[str, float],
            outer: Mapping[str, float]) -> _Beside:  # fmt: skip
    """f along the curve, by series where there are any, and else by germs."""
    import numpy as np

    whole, line = _series(f, at, inner, outer), _series(f, at, {}, outer)
    with np.errstate(all="ignore"):
        found = np.vstack([(whole - line)[: N + 2], line[:1], np.abs(whole[: N + 2]).max(axis=0)])
    defined = np.ones(found.shape[1], bool)
    for i in np.flatnonzero(~np.isfinite(whole).all(axis=0) | ~np.isfinite(line).all(axis=0)):
        found[:, i], defined[i] = _expanded(f, {name: float(x[i]) for name, x in at.items()}, inner, outer)
    return _Beside(found[: N + 2], found[-2], found[-1], defined)


def _series(f: Expression, at: Mapping[str, "_Array"], inner: Mapping[str, float],
            outer: Mapping[str, float]) -> "_Array":  # fmt: skip
    """The coefficients of f along the curve at points (n,), (N + 2 + _MORE, n), nan where there are none."""
    import numpy as np

    from datagen.arithmetic.series import Series
    from datagen.arithmetic.taylor import Taylor
    from datagen.expressions.evaluation import evaluate

    xp = Taylor(N + 1 + _MORE)
    none = [0.0] * (N - 1)
    ways = {**{name: [each] for name, each in outer.items()}, **{name: [*none, each] for name, each in inner.items()}}
    place = {name: Series([x, *ways.get(name, [])], xp.order) for name, x in at.items()}
    with np.errstate(all="ignore"):
        return xp.coefficients(evaluate(f.folded, xp, place), len(next(iter(at.values()))))


def _expanded(f: Expression, at: Mapping[str, float], inner: Mapping[str, float],
              outer: Mapping[str, float]) -> tuple[list[float], bool]:  # fmt: skip
    """The rows, start and size of `_beside` at one point by germs, and whether f is defined on that side."""
    from datagen.arithmetic.germs import Germ, constant
    from datagen.arithmetic.germs.functions import Germs
    from datagen.expressions.evaluation import evaluate

    xp = Germs(2.0**-52 * max(abs(at[name]) for name in (*inner, *outer)))
    line: _Ways = {(1.0, 0.0): outer}
    for more in (3, _MORE, 24):
        known = (N + 1.0 + more, float("-inf"))
        whole, along = (
            constant(evaluate(f.folded, xp, {name: Germ(_terms(name, x, way), known) for name, x in at.items()}))
            for way in ({**line, (float(N), 0.0): inner}, line)
        )
        found = (whole - along).derivatives(N + 1)
        nowhere = "nowhere" in (whole.kind, along.kind)
        if nowhere or found[-1] == found[-1]:
            break
    size = max((abs(c) for key, c in whole.terms.items() if key[0] < N + 2), default=0.0)
    return [*found, along.derivatives(0)[0], size], not nowhere


def _terms(name: str, x: float, ways: _Ways) -> dict[tuple[float, float], float]:
    """A variable along the curve as the terms of a germ."""
    return {(0.0, 0.0): x, **{key: way[name] for key, way in ways.items() if name in way}}
