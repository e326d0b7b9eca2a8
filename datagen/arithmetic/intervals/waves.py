"""Functions that turn back: sine, cosine and tangent, sin(πx)/(πx), and the angle of a point.

Whether a crest lies in an interval is read from the phase, moved outward by its own error; where the argument is so
large that its phase is unknown, a crest is taken to be there.
"""

import math
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from datagen.arithmetic.intervals.interval import Interval, Operand, divided, point
from datagen.arithmetic.rounding import EPS, PI, Array, ends, outward, raised

__all__ = ["Waves"]

_EVERYTHING = np.array([[-np.inf], [np.inf]])
_UNIT = np.array([[-1.0], [1.0]])
_PHASE_ERROR = 4 * EPS * _UNIT

# turns from a trough (first row) and from a crest (second row) to the origin
_SINE = np.array([[[0.25]], [[-0.25]]])
_COSINE = np.array([[[-0.5]], [[0.0]]])


class Waves:
    """sin, cos, tan, sinc and atan2 on intervals."""

    errors: Mapping[str, tuple[float, float]]

    def sin(self, x: Operand) -> Interval:
        return self._wave("sin", np.sin, _SINE, point(x))

    def cos(self, x: Operand) -> Interval:
        return self._wave("cos", np.cos, _COSINE, point(x))

    def _wave(self, name: str, function: Callable[[Array], Array], origin: Array, x: Interval) -> Interval:
        bounds = _swing(function(x.bounds), _phase(x.bounds, 0.5 / math.pi), origin, self.errors[name][0])
        return Interval.of(bounds, x.domain, x.continuity)

    def tan(self, x: Operand) -> Interval:
        x = point(x)
        branch = np.floor(_phase(x.bounds, 1.0 / math.pi) + 0.5)
        pole = branch[1] > branch[0]
        bounds = outward(np.tan(x.bounds), self.errors["tan"][0])
        if not pole.any():
            return Interval.of(bounds, x.domain, x.continuity)
        np.copyto(bounds, _EVERYTHING, where=pole)
        return x.like(bounds, ~pole, ~pole)

    def sinpi(self, x: Operand) -> Interval:
        """sin(πx)."""
        x = point(x)
        near = np.clip(x.bounds, -1e15, 1e15)
        whole = np.rint(near)
        values = np.sin(math.pi * (near - whole)) * np.where(whole % 2 == 0, 1.0, -1.0)
        phase = np.where(np.abs(x.bounds) >= 1e15, _EVERYTHING, x.bounds * 0.5)
        return Interval.of(_swing(values, phase, _SINE, self.errors["sin"][0] + 2.0), x.domain, x.continuity)

    def cospi(self, x: Operand) -> Interval:
        """cos(πx)."""
        return self.sinpi(point(x) + 0.5)

    def sinc(self, x: Operand) -> Interval:
        """sin(πx)/(πx), which is 1 at 0: falling in the first half wave, beyond it a quotient."""
        x = point(x)
        size = abs(x)
        outer = Interval.of(np.maximum(size.bounds, 0.5))
        quotient = divided(self.sinpi(outer), outer * Interval.of(np.array([[math.pi], [PI]])))
        inner = Interval.of(np.minimum(size.bounds, 1.0))
        lobe = _lobe(inner.bounds[::-1], self.errors["sin"][0])
        low, high = size.bounds
        bounds = np.where(high <= 1.0, lobe, quotient.bounds)
        straddling = (low < 0.5) & (high > 1.0)
        bounds[0] = np.where(straddling, -0.2172337, bounds[0])  # the least value, at 1.4303
        bounds[1] = np.where(straddling, lobe[1], bounds[1])
        return x.like(bounds)

    def atan2(self, y: Operand, x: Operand) -> Interval:
        """The angle of the point (x, y), which jumps across the negative x axis; it has none at the origin."""
        y, x = point(y), point(x)
        rows = y.bounds + 0.0  # -0 becomes 0: below the axis is y < 0
        bounds = raised(ends(np.arctan2(rows, x.bounds), np.arctan2(rows, x.bounds[::-1])), self.errors["atan2"][0])
        bounds[0] = np.where(rows[0] >= 0, np.maximum(bounds[0], 0.0), bounds[0])
        bounds[1] = np.where((rows[1] <= 0) & (x.bounds[0] > 0), np.minimum(bounds[1], 0.0), bounds[1])
        at_axis = (rows[0] <= 0) & (rows[1] >= 0)
        origin = at_axis & (x.bounds[0] <= 0) & (x.bounds[1] >= 0)
        across = at_axis & (rows[0] < 0) & (x.bounds[0] < 0)
        bounds = np.where(origin | across, np.array([[-PI], [PI]]), bounds)
        bounds[0] = np.where(origin & (rows[0] >= 0), 0.0, bounds[0])
        right = origin & (x.bounds[0] >= 0)
        bounds = np.where(right, np.clip(bounds, -0.5 * PI, 0.5 * PI), bounds)
        both = y.like(bounds, x.domain, x.continuity)
        return both.like(bounds, ~origin, ~(origin | across))


def _phase(bounds: Array, rate: float) -> Array:
    """The bounds times `rate`, moved outward by more than the errors of what is done with them."""
    phase = bounds * rate
    step = np.abs(phase)
    step *= _PHASE_ERROR
    step += phase
    return step


def _swing(values: Array, phase: Array, origin: Array, ulps: float) -> Array:
    """The bounds of a wave with these values at the ends and these phases, counted in turns."""
    turns = np.floor(phase + origin)
    reached: NDArray[np.bool_] = turns[:, 1] > turns[:, 0]
    low, high = values
    bounds = np.empty_like(values)
    np.minimum(low, high, out=bounds[0])
    np.maximum(low, high, out=bounds[1])
    bounds = outward(bounds, ulps)
    np.maximum(bounds[0], -1.0, out=bounds[0])
    np.minimum(bounds[1], 1.0, out=bounds[1])
    np.copyto(bounds, _UNIT, where=reached)
    return bounds


def _lobe(bounds: Array, ulps: float) -> Array:
    """sin(πx)/(πx) for 0 ≤ x ≤ 1; sin(π(1 − x)) keeps the digits that are lost near 1."""
    tip = bounds < 1e-9
    x = np.where(tip, 0.5, bounds)
    values = np.sin(math.pi * np.where(x > 0.5, 1.0 - x, x)) / (math.pi * x)
    values = outward(np.where(tip, 1.0, values), ulps + 4.0)
    values[0] = np.maximum(values[0], 0.0)
    values[1] = np.minimum(values[1], 1.0)
    return values
