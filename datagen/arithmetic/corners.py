"""Formulas on NumPy arrays that note where a rule changes: at a corner, a jump or a pole, exactly."""

from collections.abc import Callable
from typing import Any

import numpy as np

from datagen.arithmetic.values import Arrays, Value

__all__ = ["CORNERED", "SILENT", "Corners"]

CORNERED = frozenset(
    (
        "abs", "sign", "floor", "ceil", "round", "min", "max", "heaviside", "relu", "mod", "hypot", "atan2", "where",
        "less", "less_equal", "greater", "greater_equal", "equal", "not_equal",
    )
)  # fmt: skip
"""The operations whose rule changes at some arguments without a trace in the derivatives that an engine finds.

A power changes its rule at the base 0 too, if its exponent is not constant."""


SILENT = frozenset(("log", "log2", "log10", "log1p", "atanh", "lgamma", "power"))
"""The operations to which torch gives a derivative where they have no value, as 1/x to log x for x < 0."""


class Corners(Arrays):
    """NumPy, with two masks of points (n,): `corner`, where a rule changes, and `pole`, where a value is infinite."""

    def __init__(self, n: int) -> None:
        self.corner, self.pole = np.zeros(n, bool), np.zeros(n, bool)

    def _at(self, where: Any) -> None:
        if where.any():
            self.corner |= where

    def _pole(self, where: Any) -> None:
        if where.any():
            self.pole |= where

    def divide(self, a: Value, b: Value) -> Value:
        self._pole(np.equal(b, 0))
        return np.divide(a, b)

    def power(self, x: Value, exponent: Value) -> Value:
        if isinstance(exponent, np.ndarray):
            self._at(np.less_equal(x, 0))
        self._pole(np.equal(x, 0) & np.less(exponent, 0))
        return super().power(x, exponent)

    def hypot(self, a: Value, b: Value) -> Value:
        self._at(np.equal(a, 0) & np.equal(b, 0))
        return np.hypot(a, b)

    def atan2(self, y: Value, x: Value) -> Value:
        self._at(np.equal(y, 0) & np.less_equal(x, 0))
        return np.atan2(y, x)

    def remainder(self, a: Value, b: Value) -> Value:
        found = np.remainder(a, b)
        self._at(np.equal(found, 0) | np.equal(found, b))
        return found

    def round(self, x: Value) -> Value:
        self._at(np.equal(x - np.floor(x), 0.5))
        return np.round(x)


def _of_one(name: str, changes: Callable[[Value], Any], mark: str) -> None:
    """A function of one variable that notes where its argument is such."""

    def noted(self: Corners, x: Value) -> Value:
        getattr(self, mark)(changes(x))
        return getattr(_ARRAYS, name)(x)

    setattr(Corners, name, noted)


def _of_two(name: str) -> None:
    """A function of two variables that notes where they are equal."""

    def noted(self: Corners, a: Value, b: Value) -> Value:
        self._at(np.equal(a, b))
        return getattr(_ARRAYS, name)(a, b)

    setattr(Corners, name, noted)


_ARRAYS = Arrays()

for _name in ("abs", "sign", "step", "relu"):
    _of_one(_name, lambda x: np.equal(x, 0), "_at")
for _name in ("floor", "ceil"):
    _of_one(_name, lambda x: np.equal(x, np.floor(x)), "_at")
for _name in ("log", "log2", "log10", "csch", "coth"):
    _of_one(_name, lambda x: np.equal(x, 0), "_pole")
for _name in ("gamma", "lgamma"):
    _of_one(_name, lambda x: np.less_equal(x, 0) & np.equal(x, np.floor(x)), "_pole")
_of_one("log1p", lambda x: np.equal(x, -1), "_pole")
_of_one("atanh", lambda x: np.equal(np.abs(x), 1), "_pole")
for _name in ("minimum", "maximum", "less", "less_equal", "greater", "greater_equal", "equal", "not_equal"):
    _of_two(_name)
