"""Comparisons, steps and corners of germs, each decided by the largest term: by what holds right beside the point."""

import math
from typing import Any

from datagen.arithmetic.germs.germ import NOWHERE, UNKNOWN, Germ, constant

__all__ = ["Condition", "Steps", "Value"]

Value = Germ | float

Condition = bool | None
"""None where it cannot be told on which side of equality two germs are."""


class Steps:
    """The part of the namespace that tells the sides of a point apart."""

    def __init__(self) -> None:
        self.divide: Any

    def _compared(self, a: Value, b: Value) -> int | None:
        """The sign of a − b, and None where it cannot be told."""
        difference = constant(a) - constant(b)
        return None if difference.kind == "unknown" else difference.sign

    def _undefined(self, a: Value, b: Value) -> bool:
        return "nowhere" in (constant(a).kind, constant(b).kind)

    def less(self, a: Value, b: Value) -> Condition:
        return False if self._undefined(a, b) else _holds(self._compared(a, b), (-1,))

    def less_equal(self, a: Value, b: Value) -> Condition:
        return False if self._undefined(a, b) else _holds(self._compared(a, b), (-1, 0))

    def greater(self, a: Value, b: Value) -> Condition:
        return self.less(b, a)

    def greater_equal(self, a: Value, b: Value) -> Condition:
        return self.less_equal(b, a)

    def equal(self, a: Value, b: Value) -> Condition:
        return False if self._undefined(a, b) else _holds(self._compared(a, b), (0,))

    def not_equal(self, a: Value, b: Value) -> Condition:
        return True if self._undefined(a, b) else _holds(self._compared(a, b), (-1, 1))

    def logical_and(self, a: Condition, b: Condition) -> Condition:
        if a is None or b is None:
            return False if a is False or b is False else None
        return bool(a and b)

    def where(self, condition: Condition, a: Value, b: Value) -> Value:
        """The branch that is taken right beside the point."""
        return UNKNOWN if condition is None else a if condition else b

    def minimum(self, a: Value, b: Value) -> Value:
        return NOWHERE if self._undefined(a, b) else self.where(self.less(a, b), a, b)

    def maximum(self, a: Value, b: Value) -> Value:
        return NOWHERE if self._undefined(a, b) else self.where(self.less(a, b), b, a)

    def relu(self, x: Value) -> Value:
        return self.maximum(x, 0.0)

    def abs(self, x: Value) -> Germ:
        x = constant(x)
        return -x if x.sign < 0 else x

    def sign(self, x: Value) -> Germ:
        x = constant(x)
        return x if x.kind in ("nowhere", "unknown") else constant(float(x.sign))

    def step(self, x: Value) -> Germ:
        return (self.sign(x) + 1.0) * 0.5

    def floor(self, x: Value) -> Germ:
        """At a whole number, one less if x comes to it from below."""
        x = constant(x)
        if x.kind or x.infinite:
            return x if x.kind == "nowhere" else UNKNOWN
        below = (x - x.value).sign < 0 and x.value == math.floor(x.value)
        return constant(math.floor(x.value) - float(below))

    def ceil(self, x: Value) -> Germ:
        return -self.floor(-constant(x))

    def round(self, x: Value) -> Germ:
        """The even neighbour only where x stays halfway between two."""
        x = constant(x)
        if not x.kind and not x.infinite and not (x - x.value).sign:
            return constant(float(round(x.value)))
        return self._halves(x)

    def _halves(self, x: Germ) -> Germ:
        if x.kind or x.infinite or x.value - math.floor(x.value) == 0.5:
            return self.floor(x + 0.5)
        return constant(float(round(x.value)))

    def remainder(self, a: Value, b: Value) -> Germ:
        """a − b floor(a/b), which has the sign of b."""
        whole = self.floor(self.divide(a, b))
        return constant(a) - b * whole


def _holds(sign: int | None, allowed: tuple[int, ...]) -> Condition:
    return None if sign is None else sign in allowed
