"""Enclosures of derivatives against mpmath's Taylor coefficients, for every operation that has derivatives."""

import math
from functools import cache
from typing import Any

import mpmath
import numpy as np
import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from datagen.arithmetic.intervals import Interval
from datagen.arithmetic.intervals.enclosures import HIGHEST, Enclosures
from datagen.errors import IntervalsError
from datagen.expressions import parse
from datagen.expressions.evaluation import folded, intervals, on_interval_series, on_intervals
from datagen.operations import OPERATIONS
from tests.arithmetic.exact import exact

M = mpmath.mp

# for each operation a formula of x whose inner function turns, bends and passes through the hard points
FORMULAS: dict[str, tuple[str, ...]] = {
    name: (f"{name}(x)", f"{name}(x^2/3 - x + 0.25)")
    for name, row in OPERATIONS.items()
    if row.arity == 1 and not row.sign
} | {
    "add": ("x + sin(x)", "x^2 + 1/x"),
    "subtract": ("x - sin(x)", "1 - x"),
    "multiply": ("x*sin(x)", "exp(x)*cos(2x)", "x*x", "sin(x)*sin(x)", "3*x*0.1"),
    "divide": ("x/(x^2 + 1)", "1/x", "sin(x)/x", "(x+1)/3", "x/x"),
    "negative": ("-x", "-exp(x)"),
    "power": (
        "x^2",
        "x^3",
        "x^5",
        "x^-1",
        "x^-3",
        "x^0.5",
        "x^1.5",
        "x^3.1",
        "x^-0.5",
        "x^65",
        "sin(x)^2",
        "x^x",
        "2^x",
        "x^sin(x)",
        "(x^2)^(x/3)",
        "x^0",
        "0.5^(x^2)",
    ),
    "mod": ("x mod 1", "x mod -0.7", "x^2 mod 1", "2.3 mod x"),
    "min": ("min(x, 1 - x)", "min(x^2, x^3, 0.5)"),
    "max": ("max(x, 1 - x)", "max(sin(x), cos(x))"),
    "hypot": ("hypot(x, 1)", "hypot(x, x^2 - 1)"),
    "atan2": ("atan2(x, 1)", "atan2(x, -1)", "atan2(sin(x), cos(x))"),
    "logaddexp": ("logaddexp(x, -x)", "logaddexp(x^2, 1)"),
    "where": (
        "where(x < 0.5, x^2, sin(x))",
        "where(0 < x < 1, x, 1/x)",
        "where(x >= 1, x, 1)",
        "where(x == 1, 5, x^3)",
        "where(x != 2, x^2, 5)",
    ),
}
CONDITIONS = {name for name, row in OPERATIONS.items() if row.condition}
SMOOTH = (
    "exp(-x)*sin(2*pi*x)",
    "tanh(sin(3x)*exp(-x^2)) + log(1+x^2)/sqrt(1+x^4)",
    "exp(-1e4*(x-0.3137)^2)",
    "1/(1 + 25x^2)",
    "sqrt(1 - x^2)",
    "sin(1/x)",
    "gamma(x)/gamma(x + 0.5)",
    "log(gamma(x))",
    "x*abs(x)",
    "sqrt(x^2)",
    "(1 + 1/x)^x",
)

ordinary = st.one_of(
    st.floats(-3, 3),
    st.integers(-6, 6).map(lambda k: k / 2),
    st.sampled_from((0.75, -0.75, 1e-3, -1e-5, 1.43, math.pi / 2)),
)


@st.composite
def boxes(draw: st.DrawFn) -> tuple[float, float, float]:
    """An interval, wide or narrow, and a number inside."""
    low = draw(ordinary)
    high = draw(st.one_of(ordinary, st.just(low), st.floats(0, 0.05).map(lambda d: low + d)))
    low, high = sorted((low, high))
    share = draw(st.floats(0, 1))
    return low, high, min(max(low * (1 - share) + high * share, low), high)


@cache
def _coefficients(text: str, x: float) -> list[Any] | None:
    """f^(k)(x)/k!, or None where f lacks a value near x: central differences of far more digits than float64."""
    root = folded(parse(text).root)
    step = M.mpf(2) ** -150
    with M.workprec(900):
        values = [exact(root, M.mpf(x) + k * step) for k in range(-3, 4)]
        if any(value is None or not M.isfinite(value) for value in values):
            return None
        third, second, first, zero, one, two, three = values
        slope = (45 * (one - first) - 9 * (two - second) + (three - third)) / (60 * step)
        bend = (2 * (three + third) - 27 * (two + second) + 270 * (one + first) - 490 * zero) / (180 * step**2)
        twist = (-(three - third) + 8 * (two - second) - 13 * (one - first)) / (8 * step**3)
        return [zero, slope, bend / 2, twist / 6]


def _at_a_break(wanted: list[Any]) -> bool:
    return any(abs(each) > M.mpf(2) ** 100 for each in wanted)


def _check(text: str, batch: list[tuple[float, float, float]]) -> None:
    low, high = (np.array([box[end] for box in batch]) for end in (0, 1))
    rows = on_interval_series(folded(parse(text).root), "x", low, high, HIGHEST)
    for k, (_, _, x) in enumerate(batch):
        wanted = _coefficients(text, x)
        if wanted is None or _at_a_break(wanted):
            continue
        for order, (row, value) in enumerate(zip(rows, wanted, strict=True)):
            slack = abs(value) * M.mpf(2) ** -100 + M.mpf(2) ** -200
            assert row.lo[k] <= value + slack, (order, batch[k], row.lo[k], row.hi[k], M.nstr(value, 20))
            assert value - slack <= row.hi[k], (order, batch[k], row.lo[k], row.hi[k], M.nstr(value, 20))


@pytest.mark.parametrize("text", [text for texts in FORMULAS.values() for text in texts] + list(SMOOTH))
@examples(8)
@given(st.lists(boxes(), min_size=1, max_size=12))
def test_derivatives_are_in_their_enclosures(text: str, batch: list[tuple[float, float, float]]) -> None:
    _check(text, batch)


def test_every_operation_has_a_formula_here_and_derivatives() -> None:
    assert FORMULAS.keys() | CONDITIONS == OPERATIONS.keys()
    for texts in FORMULAS.values():
        for text in texts:
            assert len(on_interval_series(parse(text).root, "x", 0.3, 0.4, HIGHEST)) == HIGHEST + 1


# formula, box, whether f, f', f'' and f''' exist everywhere on the box
EXISTENCE = (
    ("abs(x)", (-1, 1), (True, False, False, False)),
    ("abs(x)", (0, 1), (True, False, False, False)),
    ("abs(x)", (0.5, 1), (True, True, True, True)),
    ("relu(x)", (-1, 0), (True, False, False, False)),
    ("min(x, 1)", (0.5, 1), (True, False, False, False)),
    ("sqrt(x)", (0, 1), (True, False, False, False)),
    ("x^1.5", (0, 1), (True, True, False, False)),
    ("cbrt(x)", (-1, 1), (True, False, False, False)),
    ("log(x)", (-2, -1), (False, False, False, False)),
    ("asin(x)", (0, 1), (True, False, False, False)),
    ("floor(x)", (0.2, 0.8), (True, True, True, True)),
    ("floor(x)", (0, 0.8), (True, False, False, False)),
    ("floor(x)", (-0.5, 0.5), (True, False, False, False)),
    ("where(x < 1, 0, x)", (1, 2), (True, False, False, False)),
    ("where(x < 1, 0, x)", (1.1, 2), (True, True, True, True)),
    ("where(x <= 1, 0, x)", (0, 1), (True, False, False, False)),
    ("gamma(x)", (-1, -0.5), (False, False, False, False)),
    ("gamma(x)", (-0.9, -0.1), (True, True, True, True)),
    ("x mod 1", (0.2, 0.8), (True, True, True, True)),
    ("x mod 1", (0, 0.8), (True, False, False, False)),
    ("x^x", (0, 1), (True, False, False, False)),
    ("x^3", (-1, 1), (True, True, True, True)),
    ("sinc(x)", (-1, 1), (True, True, True, True)),
    ("tan(x)", (1, 2), (False, False, False, False)),
    ("hypot(x, 0)", (-1, 1), (True, False, False, False)),
    ("atan2(x, -1)", (-1, 1), (True, None, None, None)),
)


@pytest.mark.parametrize(("text", "box", "exists"), EXISTENCE)
def test_derivatives_are_not_said_to_exist_where_they_do_not(
    text: str, box: tuple[float, float], exists: tuple[bool | None, ...]
) -> None:
    rows = on_interval_series(parse(text).root, "x", *box, HIGHEST)
    for row, wanted in zip(rows, exists, strict=True):
        assert wanted is None or row.defined.tolist() == [wanted]


def test_a_corner_has_the_slopes_of_both_sides_and_a_jump_any() -> None:
    corner = on_interval_series(parse("abs(x)").root, "x", -1.0, 1.0, 2)
    assert [row.bounds.ravel().tolist() for row in corner] == [[0, 1], [-1, 1], [-math.inf, math.inf]]
    for text in ("floor(x)", "where(x < 0, 1, 2)", "x mod 1", "atan2(x, -1)"):
        value, slope = on_interval_series(parse(text).root, "x", -0.5, 0.5, 1)
        assert not value.continuous[0]
        assert not (slope.continuous[0] and slope.defined[0]) or math.isinf(slope.hi[0])


@pytest.mark.parametrize("text", [*SMOOTH, "sinc(x)", "lgamma(x)", "erf(x)", "atan(x)", "x^2.5", "sigmoid(x)"])
def test_narrow_boxes_have_narrow_enclosures(text: str) -> None:
    middle = np.array((0.31, 0.52, 0.77))
    for row in on_interval_series(folded(parse(text).root), "x", middle - 1e-9, middle + 1e-9, HIGHEST):
        size = 1 + np.maximum(np.abs(row.lo), np.abs(row.hi))
        assert (row.hi - row.lo <= 1e-3 * size).all()


def test_the_value_is_the_enclosure_of_the_function() -> None:
    low, high = np.linspace(-3, 2.9, 50), np.linspace(-2.9, 3, 50)
    for texts in FORMULAS.values():
        for text in texts:
            root = parse(text).root
            value, plain = on_interval_series(root, "x", low, high, 1)[0], on_intervals(root, {"x": (low, high)})
            assert value.defined.tolist() == plain.defined.tolist(), text
            assert value.empty.tolist() == plain.empty.tolist(), text


def test_a_wrong_order_and_a_missing_rule_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=r"^derivatives are enclosed up to order 3, not 4$"):
        on_interval_series(parse("x").root, "x", 0.0, 1.0, 4)
    monkeypatch.delattr(Enclosures, "floor")
    with pytest.raises(IntervalsError, match=r"^floor has no rule on intervals$"):
        on_interval_series(parse("floor(x)").root, "x", 0.0, 1.0, 1)


def test_an_interval_is_a_constant_of_a_series() -> None:
    xp = Enclosures(1, intervals())
    value, slope = xp.coefficients(xp.variable(Interval(0.0, 1.0)) * Interval(2.0, 3.0) + 1.0)
    assert (value.lo[0], value.hi[0], slope.lo[0], slope.hi[0]) == (pytest.approx(1), pytest.approx(4), 2, 3)


def test_where_an_angle_jumps_its_slope_may_be_anything() -> None:
    root = parse("atan2(x, -1)").folded
    angle, slope = on_interval_series(root, "x", np.array((-0.2, 0.1)), np.array((0.3, 0.2)), 1)
    assert angle.continuous.tolist() == slope.defined.tolist() == [False, True]
    assert (slope.lo[0], slope.hi[0]) == (-math.inf, math.inf)
    assert (slope.lo[1], slope.hi[1]) == pytest.approx((-1 / 1.01, -1 / 1.04))
