"""Curves that are hard to draw, with known answers, and how faithful ink is to them.

Every curve has its formula, the same function written with NumPy by hand, the view, the places that make it hard, and
its breaks: where they are and of which kind.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
import scipy.special
from scipy.spatial import cKDTree

__all__ = ["CURVES", "HEIGHT", "WIDTH", "HardCurve", "faithful", "misses"]

WIDTH, HEIGHT, TOLERANCE = 600, 400, 1.0
PI = float(np.pi)
Function = Callable[[np.ndarray], np.ndarray]


class HardCurve(NamedTuple):
    """A formula, the function that it is, the view, hard places, and breaks as (position, kind).

    broken: whether the breaks are all there are; else they are too many to list.
    """

    name: str
    formula: str
    function: Function
    x: tuple[float, float]
    y: tuple[float, float]
    breaks: tuple[tuple[float, str], ...] = ()
    hard: tuple[float, ...] = ()
    listed: bool = True


def kinds(kind: str, *positions: float) -> tuple[tuple[float, str], ...]:
    """Breaks of one kind."""
    return tuple((position, kind) for position in positions)


def powers(x: np.ndarray, exponent: float) -> np.ndarray:
    """x^p, as a real number."""
    return np.sign(x) * np.abs(x) ** exponent


def small_cosine(x: np.ndarray) -> np.ndarray:
    """(1 − cos x)/x² without cancellation."""
    return 0.5 * np.sinc(x / 2 / PI) ** 2


POLES = [
    HardCurve("odd pole", "1/(x-0.7)", lambda x: 1 / (x - 0.7), (-2, 3), (-8, 8), kinds("pole", 0.7)),
    HardCurve("even pole", "1/(x+0.31)^2-3", lambda x: 1 / (x + 0.31) ** 2 - 3, (-2, 2), (-4, 30),
              kinds("pole", -0.31)),
    HardCurve("cubic pole", "1/(x-1/3)^3", lambda x: (x - 1 / 3) ** -3, (-1, 2), (-60, 60), kinds("pole", 1 / 3)),
    HardCurve("two poles on the grid", "x/(x^2-1)", lambda x: x / (x * x - 1), (-3, 3), (-6, 6), kinds("pole", -1, 1)),
    HardCurve("pole at ln 2", "1/(e^x-2)", lambda x: 1 / (np.exp(x) - 2), (-3, 3), (-9, 9), kinds("pole", np.log(2))),
    HardCurve("cotangent", "cot(3x)", lambda x: 1 / np.tan(3 * x), (-1.5, 1.6), (-7, 7),
              kinds("pole", -PI / 3, 0, PI / 3)),
    HardCurve("secant", "sec(2x+1)", lambda x: 1 / np.cos(2 * x + 1), (-2, 2), (-9, 9),
              kinds("pole", *(k * PI / 4 - 0.5 for k in (-1, 1, 3)))),
    HardCurve("pole and hole", "tan(x)/x", lambda x: np.tan(x) / x, (-2, 2.2), (-9, 9),
              (*kinds("pole", -PI / 2, PI / 2), *kinds("hole", 0))),
    HardCurve("log poles of lgamma", "lgamma(x)", scipy.special.gammaln, (-4.3, 4.2), (-3, 8),
              kinds("pole", -4, -3, -2, -1, 0)),
    HardCurve("log spike", "log(abs(x-0.4))", lambda x: np.log(np.abs(x - 0.4)), (-2, 3), (-9, 2), kinds("pole", 0.4)),
    HardCurve("deep log spike at zero", "ln|x|", lambda x: np.log(np.abs(x)), (-1, 1.5), (-60, 5), kinds("pole", 0)),
    HardCurve("pole of a tiny residue", "x+1e-6/(x-0.6)", lambda x: x + 1e-6 / (x - 0.6), (0, 1), (-1, 2),
              kinds("pole", 0.6)),
    HardCurve("pole of a difference that cancels", "1/(1-e^x)", lambda x: -1 / np.expm1(x), (-5, 5.2), (-9, 9),
              kinds("pole", 0)),
    HardCurve("even poles of a difference that cancels", "1/(cos(x)+1)", lambda x: 0.5 / np.cos(x / 2) ** 2, (-12, 12),
              (0, 30), hard=(-3 * PI, -PI, PI, 3 * PI), listed=False),
    HardCurve("pole of a divisor that underflows", "1/x^9", lambda x: 1 / x**9, (-2, 2.1), (-9, 9), kinds("pole", 0)),
    HardCurve("area tangent", "atanh(x)", np.arctanh, (-1.4, 1.3), (-6, 6), kinds("edge", -1, 1)),
]  # fmt: skip

WILD = [
    HardCurve("one-sided essential", "exp(1/(x-0.2))", lambda x: np.exp(1 / (x - 0.2)), (-1, 2), (-0.5, 9),
              kinds("pole", 0.2)),
    HardCurve("essential off the grid", "cos(1/(x-0.2))", lambda x: np.cos(1 / (x - 0.2)), (-0.4, 0.7), (-1.1, 1.1),
              hard=(0.2,), listed=False),
    HardCurve("growing essential", "sin(1/x)/x", lambda x: np.sin(1 / x) / x, (-1, 1.1), (-20, 20), hard=(0,),
              listed=False),
    HardCurve("damped essential", "x^2 sin(1/x)", lambda x: x * x * np.sin(1 / x), (-0.1, 0.12), (-0.01, 0.01),
              hard=(0,), listed=False),
    HardCurve("flat essential", "exp(-1/x^2)", lambda x: np.exp(-1 / x**2), (-2, 2.1), (-0.1, 1), hard=(0,)),
    HardCurve("poles that gather", "tan(1/x)", lambda x: np.tan(1 / x), (0.05, 1), (-5, 5),
              kinds("pole", *(1 / (PI * (k + 0.5)) for k in range(6)))),
]  # fmt: skip

JUMPS = [
    HardCurve("tilted steps", "floor(2x)+x/3", lambda x: np.floor(2 * x) + x / 3, (-1.7, 1.8), (-5, 5),
              kinds("jump", -1.5, -1, -0.5, 0, 0.5, 1, 1.5)),
    HardCurve("falling sawtooth", "ceil(x)-x", lambda x: np.ceil(x) - x, (-2.3, 2.2), (-0.1, 1.1),
              kinds("jump", -2, -1, 0, 1, 2)),
    HardCurve("square wave", "sign(sin(3x))", lambda x: np.sign(np.sin(3 * x)), (-2.2, 2.3), (-1.3, 1.2),
              kinds("jump", -2 * PI / 3, -PI / 3, 0, PI / 3, 2 * PI / 3)),
    HardCurve("round", "round(x)", np.round, (-1.9, 1.8), (-2.3, 2.2), kinds("jump", -1.5, -0.5, 0.5, 1.5)),
    HardCurve("remainder", "mod(x, 0.7)", lambda x: np.mod(x, 0.7), (-1, 1.6), (-0.1, 0.8),
              kinds("jump", -0.7, 0, 0.7, 1.4)),
    HardCurve("heaviside", "heaviside(x-0.123)", lambda x: np.heaviside(x - 0.123, 0.5), (-1, 1), (-0.1, 1.1),
              kinds("jump", 0.123)),
    HardCurve("two branches", "where(x < 0.25, x, 2-x)", lambda x: np.where(x < 0.25, x, 2 - x), (-1, 1.5), (-1, 2),
              kinds("jump", 0.25)),
    HardCurve("constant, then a jump", "where(x < 0.77777, 1, 1.5)", lambda x: np.where(x < 0.77777, 1, 1.5), (0, 1),
              (0.9, 1.6), kinds("jump", 0.77777)),
    HardCurve("a plateau of no width to see", "where(abs(x-0.51234) < 1e-6, 1, 0)",
              lambda x: np.where(np.abs(x - 0.51234) < 1e-6, 1.0, 0.0), (0, 10), (-0.1, 1.1), hard=(0.51234,),
              breaks=kinds("jump", 0.51234 - 1e-6, 0.51234 + 1e-6)),
    HardCurve("jumps that nobody sees", "x+1e-4*floor(50x)", lambda x: x + 1e-4 * np.floor(50 * x), (-1, 1.1), (-1, 1)),
    HardCurve("two-argument arctangent", "atan2(x, -1)", lambda x: np.arctan2(x, -1), (-2, 2.1), (-3.3, 3.3),
              kinds("jump", 0)),
    HardCurve("angle", "atan2(sin(x), cos(x))", lambda x: np.arctan2(np.sin(x), np.cos(x)), (-7, 7.1), (-3.3, 3.3),
              kinds("jump", -PI, PI)),
    HardCurve("bounded pole", "atan(1/(x-0.3))+x", lambda x: np.arctan(1 / (x - 0.3)) + x, (-1, 1), (-3, 3),
              kinds("jump", 0.3)),
    HardCurve("jumps that gather", "mod(1, x)", lambda x: np.mod(1, x), (0.06, 1.5), (-0.1, 1),
              kinds("jump", *(1 / k for k in range(1, 17)))),
    HardCurve("signs by turns", "(-1)^floor(x)*x", lambda x: np.where(np.floor(x) % 2 == 0, x, -x), (-2.3, 2.2),
              (-3, 3), kinds("jump", -2, -1, 1, 2)),
    HardCurve("jump of a hole", "sin(x)/|x|", lambda x: np.sin(x) / np.abs(x), (-6, 6.5), (-1.2, 1.2),
              kinds("jump", 0)),
]  # fmt: skip

CORNERS = [
    HardCurve("cusp", "cbrt(x^2)", lambda x: np.cbrt(x * x), (-1, 1.2), (-0.1, 1.2), hard=(0,)),
    HardCurve("cusp off the grid", "sqrt(|x-0.2|)", lambda x: np.sqrt(np.abs(x - 0.2)), (-1, 1), (-0.1, 1.1),
              hard=(0.2,)),
    HardCurve("upright tangent", "cbrt(x)", np.cbrt, (-1, 1.3), (-1.1, 1.1), hard=(0,)),
    HardCurve("corners of a maximum", "max(sin(x), cos(x))", lambda x: np.maximum(np.sin(x), np.cos(x)), (-4, 5),
              (-1, 1.1)),
    HardCurve("corners of a modulus", "|sin(5x)|", lambda x: np.abs(np.sin(5 * x)), (-2, 2.1), (-0.1, 1.1)),
    HardCurve("steep", "tanh(1e4(x-0.2))+x", lambda x: np.tanh(1e4 * (x - 0.2)) + x, (-1, 1), (-2, 2), hard=(0.2,)),
    HardCurve("steeper", "atan(1e7*x)", lambda x: np.arctan(1e7 * x), (-1, 1.2), (-1.7, 1.7), hard=(0,)),
    HardCurve("step of erf", "erf(2e5*(x-0.111))", lambda x: scipy.special.erf(2e5 * (x - 0.111)), (-1, 1), (-1.1, 1.1),
              hard=(0.111,)),
]  # fmt: skip

EDGES = [
    HardCurve("half circle", "sqrt(1-x^2)", lambda x: np.sqrt(1 - x * x), (-1.5, 1.7), (-0.1, 1.1),
              kinds("edge", -1, 1)),
    HardCurve("arcsine", "asin(2x)", lambda x: np.arcsin(2 * x), (-0.8, 0.9), (-1.7, 1.7), kinds("edge", -0.5, 0.5)),
    HardCurve("area cosine", "acosh(x)", np.arccosh, (0.1, 3), (-0.1, 2), kinds("edge", 1)),
    HardCurve("x to the x", "x^x", lambda x: np.where(x < 0, np.nan, np.abs(x) ** x), (-0.7, 1.9), (0.5, 3),
              kinds("edge", 0)),
    HardCurve("root times log", "sqrt(x) ln(x)", lambda x: np.sqrt(x) * np.log(x), (-0.5, 2), (-1, 1),
              kinds("edge", 0)),
    HardCurve("islands", "sqrt(sin(5x))", lambda x: np.sqrt(np.sin(5 * x)), (-1.5, 1.6), (-0.1, 1.1),
              kinds("edge", *(k * PI / 5 for k in range(-2, 3)))),
    HardCurve("islands of logs", "ln(sin(x))", lambda x: np.log(np.sin(x)), (-7, 7.3), (-5, 1),
              kinds("edge", *(k * PI for k in range(-2, 3)))),
    HardCurve("a point beside a branch", "sqrt(x^2*(x-1))", lambda x: np.sqrt(x * x * (x - 1)), (-1.1, 2.3), (-0.2, 2),
              kinds("edge", 0, 1)),
    HardCurve("a real power", "x^1.5", lambda x: x**1.5, (-1, 2), (-0.1, 2), kinds("edge", 0)),
    HardCurve("a narrow island", "sqrt(1e-8-(x-0.3)^2)*1e4", lambda x: np.sqrt(1e-8 - (x - 0.3) ** 2) * 1e4, (-5, 5),
              (-0.1, 1.1), kinds("edge", 0.3 - 1e-4, 0.3 + 1e-4), hard=(0.3,)),
]  # fmt: skip

WAVES = [
    HardCurve("exponential chirp", "sin(e^x)", lambda x: np.sin(np.exp(x)), (0, 6), (-1.1, 1.1)),
    HardCurve("falling chirp", "cos(40/(x+0.3))", lambda x: np.cos(40 / (x + 0.3)), (0, 2), (-1.1, 1.1)),
    HardCurve("packet", "exp(-4(x-1)^2)*cos(150x)", lambda x: np.exp(-4 * (x - 1) ** 2) * np.cos(150 * x), (-1, 3),
              (-1.1, 1.1)),
    HardCurve("beats", "sin(90x)+sin(100x)", lambda x: np.sin(90 * x) + np.sin(100 * x), (0, 2), (-2.1, 2.1)),
    HardCurve("expanded polynomial", "x^5-5x^3+4x", lambda x: x**5 - 5 * x**3 + 4 * x, (-2.3, 2.3), (-5, 5)),
    HardCurve("Chebyshev polynomial", "128x^8-256x^6+160x^4-32x^2+1", lambda x: np.cos(8 * np.arccos(x)), (-1, 1),
              (-1.1, 1.1)),
    HardCurve("damped sine", "e^-x sin(2πx)", lambda x: np.exp(-x) * np.sin(2 * PI * x), (0, 5), (-0.6, 0.9)),
]  # fmt: skip

NEEDLES = [
    HardCurve("a needle of a millionth", "exp(-(1e5*(x-0.123456))^2)",
              lambda x: np.exp(-((1e5 * (x - 0.123456)) ** 2)), (0, 10), (-0.1, 1.1), hard=(0.123456,)),
    HardCurve("three needles", "exp(-(1e5*(x-1.1))^2)+0.5exp(-(1e5*(x-1.11))^2)-exp(-(1e4*(x-7.77))^2)",
              lambda x: np.exp(-((1e5 * (x - 1.1)) ** 2)) + 0.5 * np.exp(-((1e5 * (x - 1.11)) ** 2))
              - np.exp(-((1e4 * (x - 7.77)) ** 2)), (0, 10), (-1.1, 1.1), hard=(1.1, 1.11, 7.77)),
    HardCurve("a needle beside a jump", "floor(x)+exp(-(1e5*(x-1.001))^2)",
              lambda x: np.floor(x) + np.exp(-((1e5 * (x - 1.001)) ** 2)), (-0.5, 2.4), (-1.2, 2.5),
              kinds("jump", 0, 1, 2), hard=(1.001,)),
    HardCurve("a Lorentz needle", "x/5-1/(1+1e10*(x-0.7)^2)", lambda x: x / 5 - 1 / (1 + 1e10 * (x - 0.7) ** 2),
              (-2, 3),
              (-1.2, 1), hard=(0.7,)),
    HardCurve("a triangular needle", "relu(1-1e5*|x-0.4321|)", lambda x: np.maximum(1 - 1e5 * np.abs(x - 0.4321), 0),
              (-5, 5), (-0.1, 1.1), hard=(0.4321,)),
    HardCurve("a needle between the heights of a jump", "where(x < 0.5003, 0, 0.09)-0.05exp(-(1e5*(x-0.5006))^2)",
              lambda x: np.where(x < 0.5003, 0, 0.09) - 0.05 * np.exp(-((1e5 * (x - 0.5006)) ** 2)), (0, 1),
              (-0.5, 0.5), kinds("jump", 0.5003), hard=(0.5006,)),
    HardCurve("a needle on a packet", "sin(3x)/2+exp(-(1e6*(x-2.22222))^2)",
              lambda x: np.sin(3 * x) / 2 + np.exp(-((1e6 * (x - 2.22222)) ** 2)), (0, 5), (-1, 1.6), hard=(2.22222,)),
]  # fmt: skip

HOLES = [
    HardCurve("hole of expm1", "(e^x-1)/x", lambda x: np.expm1(x) / x, (-2, 2.2), (0, 4), kinds("hole", 0)),
    HardCurve("hole of cosine", "(1-cos(x))/x^2", small_cosine, (-9, 9), (-0.1, 0.6), kinds("hole", 0)),
    HardCurve("hole of a quotient", "(x^2-1)/(x-1)", lambda x: x + 1, (-2, 2), (-2, 4), kinds("hole", 1)),
    HardCurve("hole off the grid", "(x^3-8)/(x-2)", lambda x: x * x + 2 * x + 4, (0.1, 3.3), (0, 25), kinds("hole", 2)),
    HardCurve("hole of a sine", "sin(3(x-0.1))/(x-0.1)", lambda x: 3 * np.sinc(3 * (x - 0.1) / PI), (-4, 4), (-1, 3.2),
              kinds("hole", 0.1)),
    HardCurve("hole of Planck's law", "x^3/(e^x-1)", lambda x: x**3 / np.expm1(x), (-1, 9), (-0.2, 1.6),
              kinds("hole", 0)),
    HardCurve("x ln x", "x ln|x|", lambda x: x * np.log(np.abs(x)), (-1.2, 1.3), (-0.5, 0.5), kinds("hole", 0)),
    HardCurve("holes of the reciprocal gamma", "1/gamma(x)", scipy.special.rgamma, (-3.4, 4), (-4, 4), listed=False),
    HardCurve("a value off the curve", "where(x == 0.5, 1, x^2)", lambda x: np.where(x == 0.5, 1, x * x), (-1, 1.1),
              (-0.1, 1.2), hard=(0.5,), listed=False),
]  # fmt: skip

SCALES = [
    HardCurve("a large offset", "1e9+sin(x)", lambda x: 1e9 + np.sin(x), (-9, 9), (1e9 - 1.2, 1e9 + 1.2)),
    HardCurve("far out", "sin(x-1e6)", lambda x: np.sin(x - 1e6), (1e6, 1e6 + 20), (-1.1, 1.1)),
    HardCurve("far out pole", "1/(x-1e6-3)", lambda x: 1 / (x - 1e6 - 3), (1e6, 1e6 + 8), (-9, 9),
              kinds("pole", 1e6 + 3)),
    HardCurve("nanometres", "sin(1e9*x)", lambda x: np.sin(1e9 * x), (-5e-9, 6e-9), (-1.1, 1.1)),
    HardCurve("a pole of nanometres", "1/x", lambda x: 1 / x, (-1e-9, 1.3e-9), (-1e11, 1e11), kinds("pole", 0)),
    HardCurve("tiny steps", "1e-12*floor(x)", lambda x: 1e-12 * np.floor(x), (-1.5, 1.6), (-3e-12, 2e-12),
              kinds("jump", -1, 0, 1)),
    HardCurve("huge values", "1e200*x^2", lambda x: 1e200 * x * x, (-2, 2), (-1e200, 4e200)),
    HardCurve("explosive", "exp(300x)", lambda x: np.exp(300 * x), (0, 0.5), (0, 1e65)),
]  # fmt: skip

CURVES = [*POLES, *WILD, *JUMPS, *CORNERS, *EDGES, *WAVES, *NEEDLES, *HOLES, *SCALES]


def faithful(curve: HardCurve, segments: Iterable[np.ndarray]) -> bool:
    """Whether nothing is missing by more than a pixel, and nothing is false by more."""
    return max(misses(curve, segments)) <= TOLERANCE


def misses(curve: HardCurve, segments: Iterable[np.ndarray]) -> tuple[float, float]:
    """(missing, false), px: the farthest that the curve is from any ink, and any ink from the curve."""
    truth, drawn = _truth(curve), _ink(curve, segments)
    if not len(drawn):
        return np.inf, 0.0
    missing = cKDTree(drawn).query(truth, distance_upper_bound=50)[0].max()
    return float(missing), float(cKDTree(truth).query(drawn, distance_upper_bound=50)[0].max())


def _truth(curve: HardCurve) -> np.ndarray:
    """Points of the curve in the view, in px: even ones, and more of them the nearer to a hard place."""
    low, high = curve.x
    x = [np.linspace(low, high, 40_001)]
    breaks = [place for place, _ in curve.breaks]
    for place in (*breaks, *curve.hard):
        away = (high - low) * np.r_[np.logspace(-17, 0, 10_000), [] if place else np.logspace(-60, -17, 2_000)]
        x += [place + away, place - away, np.array([place])]
    points, y = _denser(curve, np.unique(np.concatenate(x).clip(low, high)))
    seen = np.isfinite(y) & (y >= curve.y[0]) & (y <= curve.y[1])
    for place in breaks:
        # no further than rounding lets the function itself be seen
        seen &= (points == place) & _on_branch(curve, place) | (np.abs(points - place) > 8 * np.spacing(abs(place)))
    return _thinned(_pixels(curve, points[seen], y[seen]))


def _thinned(points: np.ndarray, cell: float = 0.1) -> np.ndarray:
    """One of the points in each cell, which is so many px wide and high."""
    cells = np.rint(points / cell).astype(np.int64)
    return points[np.unique(cells[:, 0] * 1_000_003 + cells[:, 1], return_index=True)[1]]


def _denser(curve: HardCurve, x: np.ndarray, rounds: int = 8) -> tuple[np.ndarray, np.ndarray]:
    """Points with more of them where the curve rises by more than half a pixel from one to the next, and the values."""
    with np.errstate(all="ignore"):
        y = np.asarray(curve.function(x), dtype=float) + 0 * x
        for _ in range(rounds):
            height = (np.clip(y, *curve.y) - curve.y[0]) / (curve.y[1] - curve.y[0]) * HEIGHT
            steep = np.flatnonzero(np.abs(np.diff(height)) > 0.5)
            if len(steep) > 400_000:
                break
            middle = x[steep] / 2 + x[steep + 1] / 2
            x, place = np.unique(np.concatenate([x, middle]), return_index=True)
            y = np.concatenate([y, np.asarray(curve.function(middle), dtype=float) + 0 * middle])[place]
    return x, y


def _on_branch(curve: HardCurve, place: float) -> bool:
    return dict(curve.breaks).get(place) in ("edge", "hole")


def _pixels(curve: HardCurve, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    (a, b), (c, d) = curve.x, curve.y
    return np.column_stack([(x - a) / (b - a) * WIDTH, (y - c) / (d - c) * HEIGHT])


def _ink(curve: HardCurve, segments: Iterable[np.ndarray], step: float = 0.25) -> np.ndarray:
    """Points along the strokes, cut off at the edges of the view, in px."""
    drawn = [np.empty((0, 2))]
    for segment in segments:
        points = _pixels(curve, *np.asarray(segment, dtype=float).T)
        if len(points) == 1:
            points = points[[0, 0]]
        start, delta = points[:-1], np.diff(points, axis=0)
        with np.errstate(all="ignore"):
            at_edges = np.sort((np.array([[0.0], [HEIGHT]]) - start[:, 1]) / delta[:, 1], axis=0)
        level = delta[:, 1] == 0
        inside = (start[:, 1] >= 0) & (start[:, 1] <= HEIGHT)
        enter = np.where(level, np.where(inside, 0.0, 2.0), np.maximum(at_edges[0], 0.0))
        leave = np.where(level, 1.0, np.minimum(at_edges[1], 1.0))
        for place in np.flatnonzero(enter <= leave):
            length = np.hypot(*delta[place]) * (leave[place] - enter[place])
            share = np.linspace(enter[place], leave[place], max(2, int(length / step) + 2))
            drawn.append(start[place] + delta[place] * share[:, None])
    return _thinned(np.vstack(drawn))
