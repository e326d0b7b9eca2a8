"""What the pen draws: true values only, to the edges of the domain, over no pole and no jump."""

import math

import numpy as np
import pytest

from datagen.expressions import parse
from plots.ranges import even, shown_range
from plots.sampling import Polyline, sample, vectorised

VIEW = (-10.0, 10.0)


def drawn(line: Polyline) -> np.ndarray:
    return np.concatenate(line.segments)


@pytest.mark.parametrize(
    "formula", ["e^-x sin(2πx)", "tan(x)", "floor(x)", "sqrt(x)", "sin(1/x)", "1/x", "exp(-1e4*x^2)"]
)
def test_only_true_values_are_drawn(formula: str) -> None:
    points = drawn(sample(formula, (-2.0, 3.1), VIEW))
    assert len(points) > 100
    assert np.array_equal(points[:, 1], parse(formula)(x=points[:, 0]))


@pytest.mark.parametrize(
    ("formula", "strokes"),
    [
        ("x^2", 1), ("sin(x)/x", 1), ("abs(x)", 1), ("tanh(500x)", 1), ("tanh(1e5*x)", 1), ("x^(1/3)", 1),
        ("tan(x)", 3), ("1/x", 2), ("1/(x-1)^2", 2), ("1/sin(x)", 2), ("exp(1/x)", 2),
        ("floor(x)", 5), ("sign(x)", 2), ("x/abs(x)", 2), ("atan(1/x)", 2), ("sqrt(x^2-1)", 2), ("log(abs(x))", 2),
    ],
)  # fmt: skip
def test_the_pen_lifts_where_the_curve_breaks(formula: str, strokes: int) -> None:
    assert len(sample(formula, (-2.4, 2.7), VIEW).segments) == strokes + (formula == "floor(x)")


@pytest.mark.parametrize("formula", ["tan(x)", "1/x", "1/(x-1)^2", "floor(x)", "x-floor(x)", "gamma(x)"])
def test_no_stroke_crosses_a_break(formula: str) -> None:
    for stroke in sample(formula, (-4.7, 4.3), VIEW).segments:
        middle = (stroke[:-1, 0] + stroke[1:, 0]) / 2
        values = vectorised(formula)(middle)
        pixel = (VIEW[1] - VIEW[0]) / 400
        assert np.all(values >= stroke[:, 1].min() - pixel)
        assert np.all(values <= stroke[:, 1].max() + pixel)


@pytest.mark.parametrize(
    ("formula", "x", "edge", "value"),
    [
        ("sqrt(x)", (-1.0, 2.0), 0.0, 0.0),
        ("sqrt(1-x^2)", (-2.0, 3.0), 1.0, 0.0),
        ("asin(x)", (-3.0, 3.1), -1.0, -math.pi / 2),
    ],
)
def test_edges_of_the_domain_are_reached(formula: str, x: tuple[float, float], edge: float, value: float) -> None:
    points = drawn(sample(formula, x, (-2.0, 2.0)))
    nearest = points[np.abs(points[:, 0] - edge).argmin()]
    assert nearest == pytest.approx([edge, value], abs=1e-5)


def test_a_spike_half_a_pixel_wide_is_drawn_to_its_tip() -> None:
    points = drawn(sample("exp(-1e5*(x-0.3137)^2)", (-5.0, 5.0), (-0.1, 1.1)))
    assert points[:, 1].max() == pytest.approx(1, abs=1e-3)


def test_an_isolated_value_is_a_dot_and_a_value_at_a_jump_is_not() -> None:
    assert [len(stroke) for stroke in sample("sqrt(-x^2)", (-1.0, 1.0), VIEW).segments] == [1]
    assert all(len(stroke) > 1 for stroke in sample("sign(x)", (-1.0, 1.0), VIEW).segments)
    assert all(len(stroke) > 1 for stroke in sample("floor(x)", (0.0, 2.0), VIEW).segments)


def test_a_function_without_values_draws_nothing() -> None:
    assert sample("sqrt(-1-x^2)", (-1.0, 1.0)).segments == []


def test_noise_ends_within_the_budget() -> None:
    assert sample(lambda x: np.sin(1e9 * x * x), (0.0, 1.0), (-1.0, 1.0)).evaluations < 70_000


def test_the_same_request_gives_the_same_points() -> None:
    one, other = (sample("sin(1/x)", (-0.5, 0.5)) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(one.segments, other.segments, strict=True))


def test_a_formula_an_expression_and_a_callable_are_alike() -> None:
    lines = [sample(f, (0.0, 5.0)) for f in ("sin(x)", parse("sin(x)"), np.sin)]
    assert all(np.array_equal(drawn(lines[0]), drawn(line)) for line in lines)


@pytest.mark.parametrize(
    ("formula", "low", "high"),
    [
        ("sin(x)", -1, 1), ("exp(x)", math.exp(-5), math.exp(5)), ("1e-9*sin(x)", -1e-9, 1e-9), ("x^20", 0, 5.0**20),
        ("exp(-1e4*(x-0.3137)^2)", 0, 1), ("sqrt(x)", 0, math.sqrt(5)), ("sin(1/x)", -1, 1),
    ],
)  # fmt: skip
def test_all_of_a_bounded_curve_is_shown(formula: str, low: float, high: float) -> None:
    shown = shown_range(vectorised(formula), (-5.0, 5.0))
    assert shown is not None
    margin = 0.05 * (high - low)
    assert shown == pytest.approx((low - margin, high + margin), abs=1e-3 * (high - low))


@pytest.mark.parametrize("formula", ["tan(x)", "1/x", "1/x^2", "1/(x-0.1)", "gamma(x)", "log(x)", "1/sin(3x)", "x+1/x"])
@pytest.mark.parametrize("x", [(-5.0, 5.0), (-4.3, 5.9), (0.0, 5.0)])
def test_a_pole_does_not_flatten_the_curve(formula: str, x: tuple[float, float]) -> None:
    shown = shown_range(vectorised(formula), x)
    assert shown is not None
    assert 1 < shown[1] - shown[0] < 100


@pytest.mark.parametrize("value", [0.0, 3.0, -2e9, 1e-300])
def test_a_constant_gets_room(value: float) -> None:
    shown = shown_range(lambda x: np.full_like(x, value), (-5.0, 5.0))
    assert shown is not None
    assert shown[0] < value < shown[1]


def test_the_largest_numbers_give_a_finite_range() -> None:
    shown = shown_range(lambda x: 1.7e308 * np.sin(x), (0.0, 5.0))
    assert shown is not None
    assert math.isfinite(shown[1] - shown[0])


def test_even_points_are_symmetric() -> None:
    points = even((-5.0, 5.0), 1200)
    assert np.array_equal(points, -points[::-1])
    assert 0.0 in points
