"""The series engine: derivatives of any order against closed forms and mpmath."""

import math
import sys
import warnings
from collections.abc import Callable

import mpmath
import numpy as np
import pytest
from conftest import examples
from hypothesis import assume, given
from hypothesis import strategies as st
from precise import coefficients

from datagen.expressions import parse
from datagen.expressions.evaluation import on_series
from datagen.jets import derivatives

Rows = np.ndarray

X = np.array([0.0, 0.3, 1.0, 2.5, 5.0])


def test_damped_sine_to_order_30() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = derivatives(parse("e^-x sin(2πx)"), range(31), X)
    with mpmath.workdps(50):
        rate = mpmath.mpc(-1, 2 * mpmath.mpf(math.pi))  # the formula's 2π is a float64
        for n, row in enumerate(found):
            sizes = [mpmath.exp(-mpmath.mpf(x)) * abs(rate) ** n for x in X]
            exact = [mpmath.im(rate**n * mpmath.exp(rate * mpmath.mpf(x))) for x in X]
            errors = [abs(a - b) / size for a, b, size in zip(row, exact, sizes, strict=True)]
            assert max(errors) < 1e-13


def _factorials(sign: int) -> Callable[[int, float], mpmath.mpf]:
    return lambda n, x: mpmath.factorial(n) * sign**n / (1 - sign * mpmath.mpf(x)) ** (n + 1)


def _falling(n: int, x: float) -> mpmath.mpf:
    return mpmath.factorial(200) / mpmath.factorial(200 - n) * mpmath.mpf(x) ** (200 - n)


def _slow_sine(n: int, x: float) -> mpmath.mpf:
    rate = mpmath.mpf(0.001)
    return rate**n * mpmath.sin(x * rate + n * mpmath.pi / 2)


CLOSED: list[tuple[str, Callable[[int, float], mpmath.mpf], tuple[float, ...], tuple[int, ...]]] = [
    ("e^x", lambda n, x: mpmath.exp(x), (0.0, 1.0, -3.0), (0, 1, 170, 171, 200, 300, 1000)),
    ("e^(3x)", lambda n, x: mpmath.mpf(3) ** n * mpmath.exp(3 * mpmath.mpf(x)), (0.0, 1.0), (170, 171, 300, 600)),
    ("cos(x)", lambda n, x: mpmath.cos(mpmath.mpf(x) + n * mpmath.pi / 2), (0.3, 2.0), (150, 171, 250, 400)),
    ("1/(1 - x)", _factorials(1), (0.0, -1.0, -9.0), (100, 170, 171, 200, 250)),
    ("1/(1 + x)", _factorials(-1), (0.0, 30.0), (170, 200, 300)),
    ("log(x)", lambda n, x: -(mpmath.factorial(n - 1)) / (-mpmath.mpf(x)) ** n, (1.0, 40.0), (1, 170, 200, 220)),
    ("sinc(x)", lambda n, x: mpmath.pi**n / (n + 1) * mpmath.cos(n * mpmath.pi / 2), (0.0,), (100, 200, 300)),
    ("sin(1e-3 x)", _slow_sine, (1.0,), (90, 95)),
    ("e^(1e20 x)", lambda n, x: mpmath.mpf(10) ** (20 * n) * mpmath.exp(1e20 * x), (0.0,), (10, 15)),
    ("x^200", _falling, (0.0, 0.5, 1.0), (100, 150, 200)),
]


@pytest.mark.parametrize(
    ("formula", "exact", "points", "orders"), CLOSED, ids=lambda each: each if isinstance(each, str) else ""
)
def test_high_orders(
    formula: str, exact: Callable[[int, float], mpmath.mpf], points: tuple[float, ...], orders: tuple[int, ...]
) -> None:
    found = derivatives(parse(formula), orders, np.array(points))
    with mpmath.workdps(60):
        for row, n in zip(found, orders, strict=True):
            expected = [exact(n, x) for x in points]
            for value, truth in zip(row, expected, strict=True):
                if abs(truth) > sys.float_info.max:
                    assert value == math.copysign(math.inf, truth)
                else:
                    assert abs(value - truth) <= 1e-12 * abs(truth) + 1e-300


def test_runge_is_right_where_it_can_be_told_and_infinite_beyond() -> None:
    orders = (100, 120, 122, 124, 140, 300)
    found = derivatives(parse("1/(1 + 25x^2)"), orders, np.array([0.0]))[:, 0]
    for value, n in zip(found, orders, strict=True):
        exact = (-25) ** (n // 2) * math.factorial(n)
        expected = float(exact) if abs(exact) < int(sys.float_info.max) else math.inf * (1 if exact > 0 else -1)
        assert value == pytest.approx(expected, rel=1e-13)
    assert derivatives(parse("1/(1 + 25x^2)"), (7, 301), np.array([0.0])).tolist() == [[0.0], [0.0]]


def test_beyond_the_range_is_infinite_without_a_word() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = derivatives(parse("1/x + tan(x) + gamma(x)"), (0, 5, 60, 400), np.array([1e-5, 1e-200, 0.0, -2.0]))
    assert np.isposinf(found[3, 0])
    assert not np.isfinite(found[1:, 1:]).any()


def vanishing(x: float, order: int) -> list[mpmath.mpf]:
    """The derivatives of exp(−1/x²) by the recurrence of its series, with 200 digits."""
    with mpmath.workdps(200):
        u = [-((-1) ** k) * (k + 1) / mpmath.mpf(x) ** (k + 2) for k in range(order + 1)]
        v = [mpmath.exp(u[0])]
        for k in range(1, order + 1):
            v.append(sum(j * u[j] * v[k - j] for j in range(1, k + 1)) / k)
        return [c * mpmath.factorial(k) for k, c in enumerate(v)]


@pytest.mark.parametrize(
    ("x", "order"), [(0.03, 120), (0.035, 150), (0.03, 20), (0.01, 40), (-0.05, 30), (1e-5, 50), (0.2, 60)]
)
def test_an_exponential_that_vanishes(x: float, order: int) -> None:
    found = derivatives(parse("exp(-1/x^2)"), range(order + 1), np.array([x]))[:, 0]
    np.testing.assert_allclose(found, [float(each) for each in vanishing(x, order)], rtol=1e-10, atol=1e-307)


@pytest.mark.parametrize("x", [0.022, 0.025])
def test_what_no_scale_can_show_is_nan_and_not_0(x: float) -> None:
    found, exact = derivatives(parse("exp(-1/x^2)"), range(151), np.array([x]))[:, 0], vanishing(x, 150)
    assert np.isnan(found[150])
    for value, truth in zip(found, exact, strict=True):
        assert np.isnan(value) or abs(value - truth) <= 1e-10 * abs(truth) + 1e-300


def test_an_exponential_that_vanishes_at_the_smallest_numbers() -> None:
    assert derivatives(parse("exp(-1/x^2)"), range(31), np.array([1e-160, -1e-160, 1e-60])).tolist() == [[0.0] * 3] * 31


def test_the_left_side() -> None:
    x = np.array([0.0, 1.0, -2.0])
    for side, slope, second in (
        (1.0, [1.0, 1.0, -1.0], [2.0, 2.0, -2.0]),
        (-1.0, [-1.0, 1.0, -1.0], [-2.0, 2.0, -2.0]),
    ):
        found = derivatives(parse("abs(x) + x^2*sign(x)"), (1, 2), x, side=side)
        assert found[0].tolist() == [slope[0], slope[1] + 2.0, slope[2] + 4.0]
        assert found[1].tolist() == second
    np.testing.assert_allclose(
        derivatives(parse("e^(2x)"), (3, 4), x, side=-1.0), np.exp(2 * x) * [[8.0], [16.0]], rtol=1e-15
    )
    assert derivatives(parse("heaviside(x) + floor(x)"), (0, 1), np.array([0.0]), side=-1.0).tolist() == [[0.5], [0.0]]


def test_orders_come_as_they_are_asked_for() -> None:
    x = np.array([0.5, 2.0])
    found = derivatives(parse("x^3"), (3, 0, 1, 1, 7), x)
    assert found.tolist() == [[6.0, 6.0], (x**3).tolist(), (3 * x**2).tolist(), (3 * x**2).tolist(), [0.0, 0.0]]
    assert derivatives(parse("x^3"), (0,), np.array([])).shape == (1, 0)
    assert derivatives(parse("5"), (0, 1), x).tolist() == [[5.0, 5.0], [0.0, 0.0]]


def test_the_points_are_not_changed() -> None:
    x = np.array([0.5, 2.0])
    derivatives(parse("x"), (0, 1), x)
    assert x.tolist() == [0.5, 2.0]


COMPOSITE = [
    ("tanh(sin(3x) e^(-x^2)) + log(1 + x^2)/sqrt(1 + x^4)", (0.1, -1.3, 2.5), 0.4),
    ("gamma(1 + x^2)*erf(x)/(2 + cos(x))", (0.2, 1.1), 0.9),
    ("where(x < 1, x^2.5, sinc(x))*sigmoid(4x)", (0.4, 1.7), 0.4),
    ("(1 + x^2)^(sin(x)) + atan2(x, 1 + x^2)", (0.3, -1.0), 0.7),
    ("sqrt(hypot(x, 2) + cosh(x)) - acosh(2 + x^2)", (0.0, 1.5), 1.0),
    ("log(lgamma(3 + x) + softplus(x)) + cbrt(2 + sin(x))", (0.5, 2.0), 1.0),
]


@pytest.mark.parametrize(("formula", "points", "radius"), COMPOSITE, ids=str)
def test_composite_formulas(formula: str, points: tuple[float, ...], radius: float) -> None:
    for x in points:
        exact = coefficients(parse(formula), x, 16)
        found = derivatives(parse(formula), range(17), np.array([x]))[:, 0]
        largest = max(abs(c) * radius**k for k, c in enumerate(exact))
        for k, (value, c) in enumerate(zip(found, exact, strict=True)):
            assert abs(value / math.factorial(k) - c) * radius**k <= 1e-12 * largest


FUNCTIONS = [
    "sin",
    "cos",
    "exp",
    "tanh",
    "atan",
    "erf",
    "sinc",
    "sigmoid",
    "softplus",
    "asinh",
    "sech",
    "square",
    "negative",
]
formulas = st.recursive(
    st.sampled_from(["x", "x", "0.5", "2", "(1 + x^2)", "(3 - x)"]),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(FUNCTIONS), inner).map(lambda each: f"{each[0]}({each[1]})"),
        st.tuples(inner, st.sampled_from(["+", "-", "*"]), inner).map(lambda each: f"({each[0]} {each[1]} {each[2]})"),
        st.tuples(inner, inner).map(lambda each: f"({each[0]}/sqrt(1 + ({each[1]})^2))"),
        st.tuples(inner, st.sampled_from(["2", "3", "-1", "0.5"])).map(
            lambda each: f"(1.5 + tanh({each[0]}))^({each[1]})"
        ),
    ),
    max_leaves=5,
)


@given(formulas, st.floats(-2, 2))
@examples(40)
def test_random_formulas(formula: str, x: float) -> None:
    formula = formula.replace("negative(", "(-1*")
    expression = parse(formula)
    exact = coefficients(expression, x, 8, digits=50)
    assume(all(abs(c) < 1e15 for c in exact))
    found = derivatives(expression, range(9), np.array([x]))[:, 0]
    # the coefficients show how near the singularities are
    growth = max(1.0, *(float(abs(c)) ** (1 / k) for k, c in enumerate(exact) if k))
    largest = max(abs(c) / growth**k for k, c in enumerate(exact))
    for k, (value, c) in enumerate(zip(found, exact, strict=True)):
        assert abs(value / math.factorial(k) - c) / growth**k <= 1e-12 * max(largest, 1e-3), formula


def test_the_chunks_fit_together() -> None:
    expression, x = parse("sin(x) e^-x"), np.linspace(0, 5, 3001)
    np.testing.assert_array_equal(
        on_series(expression.folded, {"x": x}, 30)[:, ::1000],
        np.concatenate([on_series(expression.folded, {"x": x[j : j + 1]}, 30) for j in (0, 1000, 2000, 3000)], axis=1),
    )
