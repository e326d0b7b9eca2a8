"""Truncated power series at many points at once, and the sums that their recurrences are made of.

    u = u_0 + u_1 t + u_2 t² + ... + u_K t^K,   at n points

Source: Griewank and Walther, Evaluating Derivatives, 2nd ed. (2008), chapter 13.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Array", "Row", "Series", "accumulate", "divided", "integrated", "slope", "square_term", "weighted"]

Array = NDArray[np.float64]

Row = Any
"""A coefficient: float64 (n,), or a float where it is the same at all points."""

SHORT = 5
"""Series of up to so many coefficients are worked on row by row: a row that is a float stays one."""


HALVED = 14
"""A square of more terms than this is formed from half of them."""


class Series:
    """A series to order K at n points: its coefficients in `rows`, less the zeros at the end, which are known exactly.

    It adds and multiplies with series of the same points and with floats. The first row is an array (n,). `reciprocal`
    gives 1/u where there is a better way to it than to divide.
    """

    __slots__ = ("_block", "order", "reciprocal", "rows")
    __array_ufunc__ = None  # a NumPy number beside it leaves the work to the series

    def __init__(self, rows: Sequence[Row], order: int, block: Array | None = None) -> None:
        self.rows, self.order, self._block = rows, order, block
        self.reciprocal: Callable[[], Series] | None = None

    @property
    def block(self) -> Array:
        """The rows as one array (len(rows), n)."""
        if self._block is None:
            points = next(len(row) for row in self.rows if isinstance(row, np.ndarray))
            self._block = np.empty((len(self.rows), points))
            for target, row in zip(self._block, self.rows, strict=True):
                target[...] = row
        return self._block

    def at(self, points: Any) -> "Series":
        """The series at some of the points: a mask, indices or a slice."""
        rows = [row[points] if isinstance(row, np.ndarray) else row for row in self.rows]
        return Series(rows, self.order)

    def __add__(self, other: "Series | float") -> "Series":
        if not isinstance(other, Series):
            return Series([self.rows[0] + other, *self.rows[1:]], self.order)
        longer, shorter = (self, other) if len(self.rows) >= len(other.rows) else (other, self)
        if len(shorter.rows) > SHORT and len(longer.rows) == len(shorter.rows):
            return of_block(self.block + other.block, self.order)
        shared = [a + b for a, b in zip(self.rows, other.rows, strict=False)]
        return trimmed([*shared, *longer.rows[len(shared) :]], self.order)

    __radd__ = __add__

    def __neg__(self) -> "Series":
        if len(self.rows) > SHORT:
            return of_block(-self.block, self.order)
        return Series([-row for row in self.rows], self.order)

    def __sub__(self, other: "Series | float") -> "Series":
        return self + -other

    def __rsub__(self, other: float) -> "Series":
        return -self + other

    def __mul__(self, other: "Series | float | Array") -> "Series":
        if isinstance(other, Series):
            return _product(self, other)
        if len(self.rows) > SHORT:
            return of_block(self.block * other, self.order)
        return trimmed([row * other for row in self.rows], self.order)

    __rmul__ = __mul__

    def __truediv__(self, other: "Series | float | Array") -> "Series":
        return divided(self, other)

    def __rtruediv__(self, other: float) -> "Series":
        return divided(other, self)


def of_block(block: Array, order: int) -> Series:
    """The series whose coefficients are the rows of an array."""
    return Series(list(block), order, block)


def trimmed(rows: list[Row], order: int) -> Series:
    """The series of these coefficients, less those beyond the order and the plain zeros at the end."""
    del rows[order + 1 :]
    while len(rows) > 1 and isinstance(rows[-1], float) and rows[-1] == 0.0:
        rows.pop()
    return Series(rows, order)


def _product(a: Series, b: Series) -> Series:
    if len(a.rows) > len(b.rows):
        a, b = b, a
    length = min(len(a.rows) + len(b.rows) - 1, a.order + 1)
    if len(b.rows) <= SHORT:
        return trimmed([_term(a.rows, b.rows, k) for k in range(length)], a.order)
    if len(a.rows) == 1:
        scaled: Series = b * a.rows[0]
        return scaled
    v, last = b.block, len(b.rows) - 1
    block = np.empty((length, v.shape[1]))
    for k in range(length):
        if a is b:
            square_term(block[k], v, k)
        else:
            accumulate(block[k], a, v, k, k - last if k > last else 0)
    return of_block(block, a.order)


def _term(a: Sequence[Row], b: Sequence[Row], k: int) -> Row:
    """Σ a_j b_(k − j), with each product of two different rows of one series once."""
    low, high = max(0, k + 1 - len(b)), min(k, len(a) - 1)
    if a is not b:
        return _sum([a[j] * b[k - j] for j in range(low, high + 1)])
    terms = [2.0 * (a[j] * a[k - j]) for j in range(low, (k + 1) // 2)]
    return _sum(terms if k % 2 else [*terms, a[k // 2] * a[k // 2]])


def _sum(terms: list[Row]) -> Row:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def accumulate(out: Array, a: Series, v: Array, k: int, first: int = 1) -> None:
    """out = Σ a_j v_(k − j) over the coefficients of `a` from the one numbered `first`: (n,)."""
    last = min(k, len(a.rows) - 1)
    if last - first >= 2:
        np.einsum("ij,ij->j", a.block[first : last + 1], v[k - last : k - first + 1][::-1], out=out)
    elif last < first:
        out[...] = 0.0
    else:
        np.multiply(a.rows[first], v[k - first], out=out)
        if last > first:
            out += a.rows[last] * v[k - last]


def square_term(out: Array, v: Array, k: int, first: int = 0) -> None:
    """out = Σ v_i v_(k − i), where neither number is below `first`: (n,)."""
    low, half = max(first, k + 1 - len(v)), (k + 1) // 2
    high = k - low
    if high < low:
        out[...] = 0.0
    elif high - low < HALVED:
        np.einsum("ij,ij->j", v[low : high + 1], v[low : high + 1][::-1], out=out)
    else:
        np.einsum("ij,ij->j", v[low:half], v[k - half + 1 : high + 1][::-1], out=out)
        out += out
        if k % 2 == 0:
            out += v[half] * v[half]


def divided(a: Series | Row, b: Series | Row) -> Series:
    """a/b, one of them at least a series: q_k = (a_k − Σ b_j q_(k − j)) / b_0."""
    if not isinstance(b, Series):
        return Series([np.divide(row, b) for row in a.rows], a.order)
    if not isinstance(a, Series):
        a = Series([a], b.order)
    if b.reciprocal is not None:
        inverse = a * b.reciprocal()
        return Series([np.divide(a.rows[0], b.rows[0]), *inverse.rows[1:]], b.order)
    if len(b.rows) == 1:
        return Series([np.divide(row, b.rows[0]) for row in a.rows], a.order)
    first = b.rows[0]
    quotient = np.empty((b.order + 1, len(first)))
    np.divide(a.rows[0], first, out=quotient[0])
    for k in range(1, b.order + 1):
        row = quotient[k]
        accumulate(row, b, quotient, k)
        np.subtract(a.rows[k] if k < len(a.rows) else 0.0, row, out=row)
        row /= first
    return of_block(quotient, b.order)


def slope(u: Series) -> Series:
    """u' in t: the coefficient k is (k + 1) u_(k + 1)."""
    if len(u.rows) > SHORT:
        return of_block(weighted(u).block[1:], u.order)
    return Series(weighted(u).rows[1:] or [0.0], u.order)


def weighted(u: Series) -> Series:
    """t u': the coefficient k is k u_k."""
    if len(u.rows) <= SHORT:
        return Series([0.0, *(float(k) * row for k, row in enumerate(u.rows[1:], start=1))], u.order)
    block = np.empty((len(u.rows), len(u.rows[0])))
    block[0] = 0.0
    for k in range(1, len(block)):
        np.multiply(u.rows[k], k, out=block[k])
    return of_block(block, u.order)


def integrated(u: Series, start: Array) -> Series:
    """The series with slope u and first coefficient `start`."""
    rows = u.rows[: u.order]
    if len(rows) <= SHORT:
        return Series([start, *(row / (k + 1.0) for k, row in enumerate(rows))], u.order)
    block = np.empty((len(rows) + 1, len(start)))
    block[0] = start
    for k, row in enumerate(rows, start=1):
        np.divide(row, k, out=block[k])
    return of_block(block, u.order)
