"""Derivatives at corners, jumps, holes and singularities, by both engines, and the reasons given for them."""

import math

import mpmath
import numpy as np
import pytest
import torch

from datagen.calculus import derivative, derivatives, gradient, hessian, jacobian
from datagen.expressions import parse
from datagen.functions import resolve
from datagen.limits import one_side, settled
from datagen.sides import OneSided, reasons

inf, nan, pi = math.inf, math.nan, math.pi

HARD = [
    ("where(x == 0, 1, sin(x)/x)", 0, [1, 0, -1 / 3, 0]),
    ("sin(x)/x", 0, [nan, nan, nan, nan]),
    ("cbrt(x)", 0, [0, inf, nan, nan]),
    ("abs(x)^1.5", 0, [0, 0, inf, nan]),
    ("x^2.5", 0, [0, 0, 0, inf]),
    ("x^x", 0, [1, -inf, inf, -inf]),
    ("abs(x)", 0, [0, nan, nan, nan]),
    ("abs(x)^3", 0, [0, 0, 0, nan]),
    ("x*abs(x)", 0, [0, 0, nan, nan]),
    ("x^2*sign(x)", 0, [0, 0, nan, nan]),
    ("sqrt(x)", 0, [0, inf, -inf, inf]),
    ("sqrt(x^2)", 0, [0, nan, nan, nan]),
    ("sqrt(x^4)", 0, [0, 0, 2, 0]),
    ("sqrt(x)*sqrt(x)", 0, [0, 1, 0, 0]),
    ("sqrt(x) + sqrt(-x)", 0, [0, nan, nan, nan]),
    ("where(x > 0, sqrt(x), 0)", -1, [0, 0, 0, 0]),
    ("where(x > 0, sqrt(x), 0)", 0, [0, nan, nan, nan]),
    ("where(x > 0, exp(-1/x), 0)", 0, [0, 0, 0, 0]),
    ("exp(-1/x^2)", 0, [0, 0, 0, 0]),
    ("exp(-1/x^2)", 1e-110, [0, 0, 0, 0]),
    ("exp(-1/x^2)", 1e-200, [0, 0, 0, 0]),
    ("floor(x)", 2, [2, nan, nan, nan]),
    ("round(x)", 0.5, [0, nan, nan, nan]),
    ("round(x)", 0.4, [0, 0, 0, 0]),
    ("mod(x, 1)", 1, [0, nan, nan, nan]),
    ("mod(x, 1)^2*(1 - mod(x, 1))^2", 1, [0, 0, 2, nan]),
    ("relu(x)", 0, [0, nan, nan, nan]),
    ("relu(x)^2", 0, [0, 0, nan, nan]),
    ("max(x, x)", 1, [1, 1, 0, 0]),
    ("asin(x)", 1, [pi / 2, inf, inf, inf]),
    ("acos(x)", -1, [pi, -inf, inf, -inf]),
    ("asin(x)", 2, [nan, nan, nan, nan]),
    ("sinc(x)", 0, [1, 0, -(pi**2) / 3, 0]),
    ("log(x)", 0, [-inf, nan, nan, nan]),
    ("log(x)", -1, [nan, nan, nan, nan]),
    ("atanh(x)", 2, [nan, nan, nan, nan]),
    ("1/x", 0, [inf, nan, nan, nan]),
    ("e^x", 800, [inf, inf, inf, inf]),
    ("1/(1 + e^x)", 800, [0, 0, 0, 0]),
    ("where(x < 1, x^2, 2x - 1)", 1, [1, 2, nan, nan]),
    ("where(x < 0, x^2, x^2 + x)", 0, [0, nan, nan, nan]),
    ("where(x^3 > 0, x^2, 0)", 0, [0, 0, nan, nan]),
    ("where(x < 0.3, sin(x), sin(0.3) + cos(0.3)*(x - 0.3))", 0.3, [math.sin(0.3), math.cos(0.3), nan, nan]),
    ("where(x > 0, 0/0, x)", 1, [nan, nan, nan, nan]),
    ("where(x == 0, 0, x^2*sin(1/x))", 0, [0, nan, nan, nan]),
    ("1e3 + 1e-14*abs(x)", 0, [1e3, nan, nan, nan]),
    ("(-1)^x", 2, [1, nan, nan, nan]),
    ("atan2(x, -1)", 0, [pi, nan, nan, nan]),
    ("hypot(x, x)", 0, [0, nan, nan, nan]),
    ("hypot(x, 1)", 0, [1, 0, 1, 0]),
    ("where(x == 0, 1, x/sin(x))", 0, [1, 0, 1 / 3, 0]),
]


@pytest.mark.parametrize("engine", ["autograd", "series"])
@pytest.mark.parametrize(("text", "at", "expected"), HARD, ids=[f"{text} at {at:g}" for text, at, _ in HARD])
def test_derivatives_at_hard_points(text, at, expected, engine):
    found = derivatives(text, range(4), engine=engine)([at])[:, 0]
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("engine", ["autograd", "series"])
def test_points_beside_a_hard_one_are_as_ever(engine):
    x = np.array([-2.0, 0.0, 2.0])
    assert derivative("abs(x)", engine=engine)(x)[[0, 2]].tolist() == [-1, 1]
    assert np.isnan(derivative("abs(x)", engine=engine)(x)[1])


def test_a_removable_hole_has_every_derivative():
    orders = range(13)
    with mpmath.workdps(60):
        exact = [float(mpmath.diff(mpmath.sinc, 0, k)) for k in orders]
    found = derivatives("where(x == 0, 1, sin(x)/x)", orders, engine="series")(0.0)
    np.testing.assert_allclose(found, exact, rtol=1e-12, atol=1e-13)


def test_a_flat_function_stays_flat_at_high_orders():
    assert (derivatives("where(x > 0, exp(-1/x), 0)", range(21))(0.0) == 0).all()


def test_a_tie_is_told_by_powers_beyond_the_order_asked_for():
    """x³ > 0 to the right of 0, where x³ and its first two derivatives are 0."""
    for engine in ("autograd", "series"):
        assert np.isnan(derivative("where(x^3 > 0, x^2, 0)", 2, engine=engine)(0.0))


@pytest.mark.parametrize("at", [0.3, 0.7, 1.1])
def test_sides_that_differ_by_rounding_agree(at):
    text = f"where(x < {at}, sin(2x), 2*sin(x)*cos(x))"
    exact = [2.0**k * np.sin(2 * at + k * np.pi / 2) for k in range(7)]
    np.testing.assert_allclose(derivatives(text, range(7), engine="series")(at), exact, rtol=1e-13)


def test_a_corner_at_many_points_is_found_at_each():
    x = np.arange(-20_000.0, 20_000.0) / 2
    found = derivative("floor(x)")(x)
    assert np.isnan(found[::2]).all()
    assert (found[1::2] == 0).all()


def test_smooth_formulas_are_not_looked_at_again():
    rows, x = np.ones((2, 3)), np.arange(3.0)
    assert OneSided(parse("x^2 + sin(x)")).corrected(x, (0, 1), rows) is rows
    assert OneSided(parse("abs(x - 7)")).corrected(x, (0, 1), rows) is rows


PARTIAL = [
    (gradient, "hypot(x, y)", [0, 0], [nan, nan]),
    (gradient, "hypot(x, y)", [3, 4], [0.6, 0.8]),
    (gradient, "abs(x) + y^2", [0, 1], [nan, 2]),
    (gradient, "x^y", [-1, 2], [-2, nan]),
    (gradient, "log(x) + y", [-1, 2], [nan, nan]),
    (gradient, "atan2(y, x)", [-1, 0], [0, nan]),
    (hessian, "x*abs(y)", [1, 0], [[0, nan], [nan, nan]]),
    (hessian, "abs(x*y)", [0, 0], [[0, nan], [nan, 0]]),
    (hessian, "sqrt(x) + x*y", [0, 2], [[-inf, 1], [1, 0]]),
    (hessian, "where(x > 0, x^2*y, x*y*x)", [0, 2], [[4, 0], [0, 0]]),
    (hessian, "where(x >= 1, x^3*y, x^3*y)", [1, 2], [[12, 3], [3, 0]]),
    (hessian, "abs(x)^3 + x*y", [0, 5], [[0, 1], [1, 0]]),
    (jacobian, ["x*y", "abs(x)"], [0, 3], [[3, 0], [nan, 0]]),
]


@pytest.mark.parametrize(("of", "f", "at", "expected"), PARTIAL, ids=[f"{row[0].__name__} {row[1]}" for row in PARTIAL])
def test_partial_derivatives_at_hard_points(of, f, at, expected):
    for point in (np.array(at, dtype=float), torch.tensor(at, dtype=torch.float64)):
        np.testing.assert_allclose(np.asarray(of(f)(point)), np.array(expected, dtype=float), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_tensors_are_corrected_in_their_dtype(dtype):
    x = torch.tensor([0.0, 1.0], dtype=dtype)
    found = derivative("where(x == 0, 1, sin(x)/x)", 2)(x)
    assert found.dtype == dtype
    assert found[0] == pytest.approx(-1 / 3)


def test_a_gradient_still_passes_where_a_point_is_hard():
    x = torch.tensor([0.0, 2.0], dtype=torch.float64, requires_grad=True)
    slope = derivative("x*abs(x)")(x)
    assert slope.tolist() == [0, 4]
    slope[1].backward()
    assert x.grad[1] == 2


REASONS = [
    ("abs(x)", 0, 1, ["at x = 0 f' does not exist: it is 1 from the right and -1 from the left"]),
    ("f(t) = abs(t - 1)", 1, 1, ["at t = 1 f' does not exist: it is 1 from the right and -1 from the left"]),
    ("g(x) = relu(x)", 0, 2, ["at x = 0 g' does not exist: it is 1 from the right and 0 from the left"]),
    ("abs(x)^3", 0, 5, ["at x = 0 f''' does not exist: it is 6 from the right and -6 from the left"]),
    (
        "where(x > 0, sqrt(x), 0)",
        0,
        1,
        ["at x = 0 f' does not exist: it is inf from the right and 0 from the left"],
    ),
    ("floor(x)", 2, 1, ["at x = 2 f jumps: it is 2, but tends to 1 from the left"]),
    ("ceil(x)", 2, 1, ["at x = 2 f jumps: it is 2, but tends to 3 from the right"]),
    ("where(x == 1, 0, 1/x)", 1, 1, ["at x = 1 f jumps: it is 0, but tends to 1 from the right"]),
    ("sqrt(x)", 0, 1, ["at x = 0 f' is infinite"]),
    ("abs(x)^1.5", 0, 3, ["at x = 0 f'' is infinite"]),
    ("sqrt(x) + sqrt(-x)", 0, 1, ["at x = 0 f is defined on neither side, so it has no derivative"]),
    ("sqrt(x)", -1, 1, ["at x = -1 f is not defined"]),
    ("log(x)", 0, 1, ["at x = 0 f is infinite"]),
    ("e^x", 800, 1, ["at x = 800 f is too large for a double"]),
    ("gamma(x)", 1e-300, 4, ["at x = 1e-300 f' is too large for a double"]),
    ("e^(10x)", 70.9, 1, ["at x = 70.9 f' is too large for a double"]),
    ("sin(1000x)", 1, 150, ["at x = 1 f^(103) is too large for a double"]),
    ("where(x == 0, 0, x*sin(1/x))", 0, 1, ["at x = 0 no limit of f from the right could be found"]),
    ("x^2 + 1", 3, 4, []),
    ("sinc(x)", 0, 6, []),
]


@pytest.mark.parametrize(("text", "at", "order", "lines"), REASONS, ids=[f"{row[0]} at {row[1]}" for row in REASONS])
def test_reasons_are_given_in_a_line(text, at, order, lines):
    assert reasons(resolve(text).expression, (at,), order) == lines


def test_there_is_a_line_for_each_point():
    assert reasons(parse("log(x)"), (-1.0, 1.0, 0.0), 2) == ["at x = -1 f is not defined", "at x = 0 f is infinite"]


@pytest.mark.parametrize("name", ["relu", "sinc", "runge", "gaussian"])
def test_both_sides_of_a_smooth_point_agree(name):
    f = resolve(name).expression
    x = np.linspace(0.1, 2, 9)
    sides = [one_side(f, {"x": x}, {"x": 1.0}, 4, sign) for sign in (1.0, -1.0)]
    found = settled(f(x=x), *sides, np.abs(x))
    np.testing.assert_allclose(found, derivatives(f, range(5))(x), rtol=1e-11, atol=1e-11)
