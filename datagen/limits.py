"""The limits of a formula and its derivatives from one side of a point, and what two sides say together.

A side is a Taylor series in t > 0, where there is one, and else a germ: see `datagen.arithmetic.germs`.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from datagen.expressions import Expression

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Array = NDArray[np.float64]

__all__ = ["Side", "agree", "germ", "one_side", "settled"]

_MORE = 4
"""Coefficients beyond the order asked for, by which ties such as x³ > 0 are told."""

_ULPS = 64.0
"""Two limits agree if so many units in the last place are all that is between them."""


class Side(NamedTuple):
    """The limits of f, f′, f″, ... from one side, (order + 1, n), and where f is defined on that side, (n,)."""

    rows: Any
    defined: Any


def one_side(f: Expression, at: Mapping[str, "_Array"], way: Mapping[str, float], order: int, sign: float) -> Side:
    """The limits along sign·way at points (n,) where f is finite, n! times the coefficient: nan where not known."""
    import numpy as np

    from datagen.expressions.evaluation import on_series

    step = _step(at, way)
    slopes = {name: sign * each * step for name, each in way.items()}
    c = on_series(f.folded, at, order + _MORE, slopes)[: order + 1]
    regular, defined = np.isfinite(c).all(axis=0), np.ones(c.shape[1], bool)
    rows = _of_series(f, at, c, sign, regular)
    for i in np.flatnonzero(~regular):
        each = germ(f, {name: float(x[i]) for name, x in at.items()}, way, order, sign)
        limits = [_times_factorial(limit, n) * sign**n for n, limit in enumerate(each.derivatives(order))]
        rows[:, i], defined[i] = limits, each.kind != "nowhere"
    return Side(rows + 0.0, defined)  # -0 is 0


def _of_series(f: Expression, at: Mapping[str, "_Array"], c: "_Array", sign: float, regular: Any) -> "_Array":
    """The derivatives at points with a series c: by jets, with their range, where f has one variable."""
    import numpy as np

    from datagen import jets

    if len(at) > 1:
        several: _Array = c * np.array([1.0, sign, 2.0])[: len(c), None]
        return several
    rows = np.empty_like(c)
    rows[0] = c[0]
    if regular.any():
        x = next(iter(at.values()))[regular]
        orders = (*range(1, len(c)), len(c) + _MORE)
        rows[1:, regular] = jets.derivatives(f, orders, x, sign)[:-1]
    return rows


def _step(at: Mapping[str, "_Array"], way: Mapping[str, float]) -> Any:
    """A short way by one variable, so that a coefficient is infinite only where there is no series; by several, 1."""
    import numpy as np

    if len(at) > 1:
        return 1.0
    near = moved(at, way)
    return np.where(near == 0.0, 1.0, 2.0**-20 * np.exp2(np.floor(np.log2(np.clip(near, 2.0**-1000, 1.0)))))


def germ(f: Expression, at: Mapping[str, float], way: Mapping[str, float], order: int, sign: float) -> Any:
    """The expansion of f from one side of one point, with more terms until the derivatives are known."""
    from math import isnan

    from datagen.arithmetic.germs import constant, variable
    from datagen.arithmetic.germs.functions import Germs
    from datagen.expressions.evaluation import evaluate

    xp = Germs(2.0**-52 * max(abs(at[name]) for name in way))
    for more in (3, 8, 24):
        place = {name: variable(x, sign * way.get(name, 0.0), order + more) for name, x in at.items()}
        found = constant(evaluate(f.folded, xp, place))
        if found.kind == "nowhere" or not isnan(found.derivatives(order)[-1]):
            break
    return found


def moved(at: Mapping[str, "_Array"], way: Mapping[str, float]) -> Any:
    """The size of the coordinates along a direction, (n,), of which rounding is a part."""
    import numpy as np

    return np.max([np.abs(at[name]) for name in way], axis=0)


def settled(f: "_Array", right: Side, left: Side, size: Any) -> "_Array":
    """What two sides say together of f, f′, f″, ... at points (n,), (order + 1, n): the rule itself."""
    import numpy as np

    both = right.defined & left.defined
    either = np.where(right.defined, right.rows, left.rows)
    ok = right.defined | left.defined
    result: _Array = np.empty_like(either)
    with np.errstate(all="ignore"):
        for side in (right, left):
            ok &= ~side.defined | agree(side.rows[0], f, _blur(side.rows, 0, size))
        for k in range(1, len(either)):
            blur = np.maximum(_blur(right.rows, k, size), _blur(left.rows, k, size))
            ok &= ~both | agree(right.rows[k], left.rows[k], blur)
            result[k] = np.where(ok, either[k], np.nan)
    result[0] = f
    return result


def agree(a: Any, b: Any, blur: Any) -> Any:
    """Whether two limits are equal but for what rounding the point, or the last digits of a and b, makes of them."""
    import numpy as np

    with np.errstate(all="ignore"):
        near = np.abs(a - b) <= _ULPS * 2.0**-52 * (np.minimum(np.abs(a), np.abs(b)) + blur)
    return (a == b) | (near & np.isfinite(a) & np.isfinite(b))


def _blur(rows: Any, k: int, size: Any) -> Any:
    """How far the k-th derivative moves with the point, relative to that: |x f⁽ᵏ⁺¹⁾|, where it is finite."""
    import numpy as np

    moved = np.abs(rows[k + 1]) * size if k + 1 < len(rows) else np.zeros_like(rows[k])
    return np.where(np.isfinite(moved), moved, 0.0)


def _times_factorial(limit: float, n: int) -> float:
    """n! times a number, which overflows only where the product does."""
    for k in range(2, n + 1):
        limit *= k
    return limit
