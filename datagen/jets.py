"""All derivatives of a formula of one variable up to any order, in one pass over Taylor series, without torch.

    derivatives(parse("e^-x sin(2πx)"), (0, 1, 30), x)      (3, n)

The coefficients are c_k = f⁽ᵏ⁾/k!. Where they leave the float64 range they are found in t = ρτ instead, with ρ a
power of two at each point, and f⁽ᵏ⁾ = c_k k!/ρᵏ is put together from mantissas and exponents.
"""

import math
from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from datagen.expressions import Expression
from datagen.expressions.tree import Apply, Node, walk

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from datagen.expressions.evaluation import Evaluation

    _Array = NDArray[np.float64]
    _Integers = NDArray[np.int64]
    _Along = Callable[[_Array, int, Any], _Array]

__all__ = ["derivatives"]

_TINY = 1e-285
"""A coefficient below this may have lost digits."""

_NORMAL = 2.2250738585072014e-308
"""The smallest number with all its digits."""

_TRIALS = 24
"""The scale is chosen again at most so many times."""

_JUMPS = frozenset(("sign", "floor", "ceil", "round", "heaviside", "mod", "where", "atan2"))
"""Operations that may have another value at a point than beside it."""


def derivatives(expression: Expression, orders: Iterable[int], x: Any, side: float = 1.0,
                by: "Evaluation | None" = None) -> "_Array":  # fmt: skip
    """f⁽ᵏ⁾ for k in `orders` at the points x (n,), of a formula of at most one variable: float64 (len(orders), n).

    Steps and corners are decided to the right of each point, or to the left where side is −1: the derivatives are
    the one-sided ones, while that of order 0 is f. Overflow is inf, and where f is nan, so are all of them. `by`
    evaluates the tree, if not `evaluate`.
    """
    import numpy as np

    wanted, x = tuple(orders), np.asarray(x, dtype=np.float64)
    along = partial(_along, expression, by)
    coefficients = along(x, max(wanted, default=0), float(side))
    exponents = _rescaled(along, x, float(side), coefficients)
    with np.errstate(all="ignore"):
        result = _derivatives(coefficients, exponents, wanted, float(side))
    if 0 in wanted and _jumps(expression.root):
        result[[k == 0 for k in wanted]] = expression(**dict.fromkeys(expression.variables, x))
    return result


def _jumps(root: Node) -> bool:
    return any(isinstance(node, Apply) and node.operation in _JUMPS for node in walk(root))


def _along(expression: Expression, by: "Evaluation | None", x: "_Array", order: int, slope: Any) -> "_Array":
    """The coefficients of f(x + slope·t), (order + 1, n)."""
    from datagen.expressions.evaluation import evaluate, on_series

    name = expression.variables[0] if expression.variables else "x"
    coefficients: _Array = on_series(expression.folded, {name: x}, order, {name: slope}, by or evaluate)
    return coefficients


def _derivatives(
    coefficients: "_Array", exponents: "_Integers | None", orders: tuple[int, ...], side: float
) -> "_Array":
    """side^k k! c 2^−e for the coefficients of these orders, (len(orders), n)."""
    import numpy as np

    chosen = list(orders)
    result = coefficients if chosen == list(range(len(coefficients))) else coefficients[chosen]
    plain = exponents is None and max(orders, default=0) <= 170
    for i, k in enumerate(orders):  # row by row, which is faster than all at once
        factor, shift = _factorial(k)
        sign = side if k % 2 else 1.0
        if plain:
            result[i] *= sign * factor
        else:
            mantissa, more = np.frexp(result[i])
            lost = (np.abs(result[i]) < _NORMAL) & (mantissa != 0.0)
            result[i] = np.ldexp(mantissa * (sign * factor), more + shift - (0 if exponents is None else exponents[k]))
            result[i, lost & (np.abs(result[i]) > _NORMAL)] = np.nan  # it has lost its digits
    return result


@cache
def _factorial(k: int) -> tuple[float, int]:
    """k! as a float and an exponent of two."""
    whole = math.factorial(k)
    shift = max(0, whole.bit_length() - 1000)
    return float(whole >> shift), shift


def _rescaled(along: "_Along", x: "_Array", side: float, coefficients: "_Array") -> "_Integers | None":
    """Replaces the coefficients that are out of range by c 2^e, and returns every e, (order + 1, n); None if all 0.

    Each trial mends the first one that is wrong at each point, and with it whichever others it can.
    """
    import numpy as np

    if _in_range(coefficients) or not (wrong := _out_of_range(coefficients)).any():
        return None
    good = np.logical_or.accumulate(wrong, axis=0) == 0
    scales = np.zeros(coefficients.shape, dtype=np.int64)
    search = _Search(len(coefficients) - 1, len(x))
    for _ in range(_TRIALS):
        points = np.flatnonzero(wrong.any(axis=0))
        if not len(points):
            break
        first, each = wrong[:, points].argmax(axis=0), np.arange(len(points))
        was = coefficients[first, points]
        scale = search.next(points, first, was, scales[first, points])
        found = along(x[points], len(coefficients) - 1, np.ldexp(side, scale))
        better = _mended(coefficients[:, points], found, wrong[:, points], good[:, points])
        coefficients[:, points] = np.where(better, found, coefficients[:, points])
        scales[:, points] = np.where(better, scale, scales[:, points])
        wrong[:, points] = np.where(better, _out_of_range(found), wrong[:, points])
        hopeless = search.learn(points, scale, ~better[first, each])
        wrong[:, points[hopeless & ~np.isfinite(was)]] = False
    return scales * np.arange(len(coefficients))[:, None]


class _Search:
    """The choice of log₂ ρ at each point, trial after trial.

    A coefficient that is tiny is made about 1. One that has overflowed is made a little smaller at first, as there may
    be little room between too much and too little: exp(−1/x²) is e^(−1/x²) times coefficients that soon overflow.
    """

    def __init__(self, order: int, points: int) -> None:
        import numpy as np

        self.order = order
        self.failures, self.reached = np.zeros((2, points), dtype=np.int64)

    def next(self, points: "_Integers", k: "_Integers", was: "_Array", at: "_Integers") -> "_Integers":
        """log₂ ρ for the coefficients of the numbers k, which came out as `was` at the scales `at`: (len(points),)."""
        import numpy as np

        failures = self.failures[points]
        with np.errstate(all="ignore"):
            grown = at + np.ceil(-np.log2(np.abs(was)) / k / (1.0 + failures))
            little, much = -100.0 / k, 900.0 / self.order - 1024.0 / k - 1.0
            shrunk = self.reached[points] + np.floor(np.where(failures == 0, little, much * failures))
            return np.clip(np.where(np.isfinite(was), grown, shrunk), -1020.0, 1020.0).astype(np.int64)

    def learn(self, points: "_Integers", scale: "_Integers", failed: Any) -> Any:
        """Takes note of a trial, and tells at which of the points no further one is worth it if nothing is finite."""
        import numpy as np

        self.reached[points] = np.where(failed, self.reached[points], np.minimum(self.reached[points], scale))
        self.failures[points] = np.where(failed, self.failures[points] + 1, 0)
        return self.failures[points] > 2


def _in_range(coefficients: "_Array") -> bool:
    """Whether all are in range, none of them 0: the usual case, seen at once."""
    import numpy as np

    size = np.abs(coefficients[1:])
    return not size.size or bool(size.min() >= _TINY and size.max() < np.inf)


def _out_of_range(coefficients: "_Array") -> Any:
    """Which coefficients, not the first, are infinite, nan or tiny, where f is finite: bool (order + 1, n)."""
    import numpy as np

    size = np.abs(coefficients)
    wrong = ~(np.isfinite(size) & (size >= _TINY) | (size == 0.0)) & np.isfinite(coefficients[0])
    wrong[0] = False
    return wrong


def _mended(old: "_Array", new: "_Array", wrong: Any, good: Any) -> Any:
    """Where the new coefficients are the better ones, if those before the first wrong one were good: (order + 1, n)."""
    import numpy as np

    # a zero beside numbers that are nearly lost may be one that is
    lost, after = (old == 0.0) & wrong.any(axis=0), np.logical_or.accumulate(wrong, axis=0)
    # what overflowed is 0 only if nothing before it is not, or else the scale is too small to show it
    nothing = np.logical_and.accumulate(good | (new == 0.0), axis=0) & ~np.isfinite(old)
    return np.isfinite(new) & ((new != 0.0) | nothing) & (lost & after | (lost | wrong) & ~_out_of_range(new))
