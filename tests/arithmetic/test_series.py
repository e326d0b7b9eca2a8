"""Taylor series of every operation, against mpmath's."""

import math

import mpmath
import numpy as np
import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from precise import coefficients

from datagen.arithmetic.series import Series
from datagen.arithmetic.taylor import Taylor
from datagen.expressions import parse
from datagen.expressions.evaluation import on_series
from datagen.expressions.tree import Apply, walk
from datagen.operations import OPERATIONS

ORDER = 20
INF = math.inf

# formula, then points x with the distance of the nearest singularity of f; the operation's own hard points are the last
CASES: dict[str, list[tuple[str, tuple[tuple[float, float], ...]]]] = {
    "add": [("x + sin(x)", ((0.3, INF), (-4.0, INF))), ("1 + x", ((0.3, INF),))],
    "subtract": [("e^x - x^2", ((0.3, INF), (-4.0, INF))), ("1 - sin(x)", ((1.57, INF),))],
    "multiply": [("e^-x sin(2πx)", ((0.1, INF), (3.0, INF))), ("x*log(x)", ((0.5, 0.5), (1e-3, 1e-3)))],
    "divide": [
        ("1/(1 + 25x^2)", ((0.0, 0.2), (0.9, 0.92))),
        ("sin(x)/(2 + cos(x))", ((0.4, 1.3),)),
        ("e^x/3", ((0.4, INF),)),
        ("x/(x - 1)", ((1.000001, 1e-6),)),
    ],
    "mod": [
        ("mod(x^2, 3)", ((1.1, INF), (-2.0, INF))),
        ("mod(5, x)", ((1.3, INF),)),
        ("mod(-x, x + 1)", ((2.5, INF),)),
    ],
    "negative": [("-x", ((0.3, INF),)), ("-exp(sin(x))", ((0.3, INF),))],
    "power": [
        ("x^3", ((0.0, INF), (-1.5, INF))),
        ("sin(x)^40", ((0.0, INF), (1.0, INF))),
        ("x^-1", ((0.3, 0.3), (-1e-4, 1e-4))),
        ("x^-7", ((0.3, 0.3), (-2.0, 2.0))),
        ("sin(x)^-2", ((0.7, 0.7), (1e-3, 1e-3))),
        ("x^100", ((0.0, INF), (0.9, INF), (-0.9, INF))),
        ("sin(x)^70", ((0.0, INF), (1.2, INF))),
        ("x^2.5", ((0.3, 0.3), (40.0, INF), (1e-6, 1e-6))),
        ("(1 + x^2)^-0.3", ((0.0, 1.0), (2.0, 2.0))),
        ("x^x", ((0.5, 0.5), (3.0, 3.0), (1e-3, 1e-3))),
        ("(1 + x^2)^sin(x)", ((0.0, 1.0), (1.3, 1.0))),
        ("2^(x^2)", ((0.0, INF), (1.0, INF))),
        ("(x - x + 2)^x", ((0.5, INF),)),
    ],
    "where": [("where(x < 1, sin(x), e^x)", ((0.3, INF), (1.3, INF))), ("where(x > 0, sqrt(x), 0)", ((-1.0, INF),))],
    "sin": [("sin(x)", ((0.3, INF), (1e6, INF))), ("sin(x^2)", ((2.0, INF),)), ("sin(e^x)", ((1.0, INF),))],
    "cos": [("cos(3x)", ((0.3, INF), (-1e6, INF))), ("cos(sin(x))", ((2.0, INF),))],
    "tan": [("tan(x)", ((0.3, 1.2), (1.57, 7.9e-4), (1.5707963, 2.6e-8))), ("tan(sin(x))", ((0.5, 1.0),))],
    "sec": [("sec(x)", ((0.3, 1.2), (1.57, 7.9e-4)))],
    "csc": [("csc(x)", ((0.3, 0.3), (1e-6, 1e-6), (3.0, 0.14)))],
    "cot": [("cot(x)", ((0.3, 0.3), (1e-6, 1e-6), (1.57, 1.5)))],
    "asin": [("asin(x)", ((0.3, 0.7), (-0.999999, 1e-6))), ("asin(sin(x)/2)", ((1.0, 1.0),))],
    "acos": [("acos(x)", ((0.3, 0.7), (0.999999, 1e-6)))],
    "atan": [("atan(x)", ((0.3, 1.0), (-1e3, INF))), ("atan(e^x)", ((0.0, 1.5),))],
    "sinh": [("sinh(x)", ((1e-8, INF), (-20.0, INF))), ("sinh(x^2)", ((1.0, INF),))],
    "cosh": [("cosh(2x)", ((0.0, INF), (20.0, INF))), ("cosh(sin(x))", ((1.0, INF),))],
    "tanh": [("tanh(x)", ((0.0, 1.5), (1.0, 1.5), (20.0, INF), (-300.0, INF))), ("tanh(x^2)", ((0.5, 0.7),))],
    "sech": [("sech(x)", ((0.0, 1.5), (1.0, 1.5), (50.0, INF), (-690.0, INF))), ("sech(x^2)", ((0.5, 0.7),))],
    "csch": [("csch(x)", ((0.3, 0.3), (-1e-6, 1e-6), (50.0, INF), (-690.0, INF))), ("csch(e^x)", ((0.0, 1.0),))],
    "coth": [("coth(x)", ((0.3, 0.3), (-1e-6, 1e-6), (20.0, INF))), ("coth(e^x)", ((0.0, 1.0),))],
    "asinh": [("asinh(x)", ((0.0, 1.0), (-1.0, 1.4), (1e6, INF)))],
    "acosh": [("acosh(x)", ((1.5, 0.5), (1.000001, 1e-6), (1e6, INF)))],
    "atanh": [("atanh(x)", ((0.3, 0.7), (-0.999999, 1e-6)))],
    "exp": [("e^x", ((0.3, INF), (-50.0, INF), (600.0, INF))), ("e^(-x^2)", ((0.0, INF), (3.0, INF)))],
    "expm1": [("expm1(x)", ((1e-9, INF), (-30.0, INF))), ("expm1(x^2)", ((1e-3, INF),))],
    "log": [("log(x)", ((0.3, 0.3), (1e-9, 1e-9), (1e9, INF), (1.0, 1.0))), ("log(1 + x^2)", ((0.0, 1.0), (2.0, 2.0)))],
    "log2": [("log2(x)", ((0.3, 0.3), (8.0, 8.0)))],
    "log10": [("log10(x)", ((0.3, 0.3), (1000.0, INF)))],
    "log1p": [("log1p(x)", ((1e-9, 1.0), (-0.999, 1e-3)))],
    "sqrt": [("sqrt(x)", ((0.3, 0.3), (1e-9, 1e-9), (1e9, INF))), ("sqrt(1 + x^4)", ((0.0, 1.0), (1.0, 0.7)))],
    "cbrt": [("cbrt(x)", ((0.3, 0.3), (-8.0, 8.0), (-1e-6, 1e-6))), ("cbrt(1 + x^2)", ((0.0, 1.0),))],
    "exp2": [("exp2(x)", ((0.3, INF), (-100.5, INF)))],
    "square": [("square(sin(x))", ((0.3, INF),)), ("square(x)", ((0.0, INF),))],
    "reciprocal": [("reciprocal(x)", ((0.3, 0.3), (-1e-5, 1e-5)))],
    "rsqrt": [("rsqrt(x)", ((0.3, 0.3), (1e-5, 1e-5)))],
    "abs": [("abs(sin(x))", ((0.3, INF), (-0.3, INF)))],
    "sign": [("sign(x)*e^x", ((0.3, INF), (-0.3, INF)))],
    "floor": [("floor(x)*e^x", ((1.3, INF), (-0.3, INF)))],
    "ceil": [("ceil(x)*e^x", ((1.3, INF), (-0.3, INF)))],
    "round": [("round(x)*e^x", ((1.3, INF), (-0.7, INF)))],
    "min": [("min(sin(x), cos(x))", ((0.3, INF), (1.3, INF))), ("min(x, 1)", ((2.0, INF),))],
    "max": [("max(sin(x), cos(x))", ((0.3, INF), (1.3, INF))), ("max(2, x^2)", ((2.0, INF),))],
    "heaviside": [("heaviside(x)*sin(x)", ((0.3, INF), (-0.3, INF)))],
    "relu": [("relu(sin(x))", ((0.3, INF), (-0.3, INF)))],
    "hypot": [("hypot(x, 2)", ((0.0, INF), (3.0, INF))), ("hypot(sin(x), e^x)", ((0.3, 0.5),))],
    "atan2": [
        ("atan2(x, 2)", ((0.3, 1.0),)),
        ("atan2(sin(x), -e^x)", ((0.3, 0.5), (-0.3, 0.5))),
        ("atan2(-3, x)", ((0.3, 1.0), (-2.0, 1.0))),
    ],
    "erf": [("erf(x)", ((0.0, INF), (-1.0, INF), (6.0, INF))), ("erf(x^2)", ((0.5, INF),))],
    "erfc": [("erfc(x)", ((0.0, INF), (-1.0, INF), (6.0, INF), (20.0, INF)))],
    "gamma": [
        ("gamma(x)", ((0.6, 0.6), (3.0, INF), (-1.3, 0.3), (-2.000001, 1e-6), (1e-6, 1e-6), (60.0, INF))),
        ("gamma(1 + x^2)", ((0.5, 1.0),)),
    ],
    "lgamma": [
        ("lgamma(x)", ((0.6, 0.6), (3.0, INF), (-1.3, 0.3), (-2.000001, 1e-6), (1e-6, 1e-6), (1e6, INF))),
        ("lgamma(sin(x) - 1)", ((0.5, 0.4),)),
    ],
    "sinc": [
        ("sinc(x)", ((0.0, INF), (1e-9, INF), (0.3, INF), (-1.4, INF), (7.3, INF), (100.0, INF))),
        ("sinc(sin(x))", ((0.0, INF), (0.5, INF))),
    ],
    "sigmoid": [("sigmoid(x)", ((0.0, INF), (2.0, INF), (40.0, INF), (-300.0, INF))), ("sigmoid(x^2)", ((1.0, INF),))],
    "softplus": [("softplus(x)", ((0.0, INF), (40.0, INF), (-300.0, INF))), ("softplus(x^2)", ((1.0, INF),))],
    "logaddexp": [("logaddexp(x, 2)", ((0.0, INF), (40.0, INF))), ("logaddexp(sin(x), x^2)", ((0.3, 0.7), (2.0, 0.7)))],
}
COMPARISONS = {"less": "<", "less_equal": "<=", "greater": ">", "greater_equal": ">=", "equal": "==", "not_equal": "!="}
POINTS = [(formula, x, radius) for cases in CASES.values() for formula, points in cases for x, radius in points]


def series(formula: str, x: float, order: int = ORDER, slope: float = 1.0) -> np.ndarray:
    expression = parse(formula)
    name = expression.variables[0] if expression.variables else "x"
    return np.asarray(on_series(expression.folded, {name: np.array([x])}, order, {name: slope}))[:, 0]


@pytest.mark.parametrize(("formula", "x", "radius"), POINTS, ids=str)
def test_the_coefficients_agree_with_mpmath(formula: str, x: float, radius: float) -> None:
    found, exact = series(formula, x), coefficients(parse(formula), x, ORDER)
    scales = [min(1.0, radius) ** k for k in range(ORDER + 1)]
    largest = max(abs(c) * scale for c, scale in zip(exact, scales, strict=True))
    errors = [float(abs(c - t) * scale) for c, t, scale in zip(found, exact, scales, strict=True)]
    assert max(errors) <= 1e-12 * largest, errors


def test_every_function_has_a_case() -> None:
    assert set(CASES) | set(COMPARISONS) | {"logical_and"} == set(OPERATIONS)
    for name, cases in CASES.items():
        for formula, _ in cases:
            used = {node.operation for node in walk(parse(formula).root) if isinstance(node, Apply)}
            assert name in used, f"{formula} does not use {name}"


@pytest.mark.parametrize("formula", sorted({formula for formula, _, _ in POINTS} | {"x", "3"}))
def test_the_first_coefficient_is_the_value_that_arrays_give(formula: str) -> None:
    expression = parse(formula)
    x = np.array([0.37, -0.37, 1.9, -2.6, 1e-100, -1e-100, 1e5, -1e5, 1e200, np.inf, -np.inf, np.nan])
    found = on_series(expression.folded, {"x": x}, 3)[0]
    expected = expression(x=x) if expression.variables else np.full_like(x, expression())
    np.testing.assert_array_equal(found, expected)


SIDES = [  # formula, its first two coefficients to the right of 0, and to the left, in t > 0
    ("abs(x)", (0, 1), (0, 1)),
    ("x^2*sign(x)", (0, 0, 1), (0, 0, -1)),
    ("sign(x)", (1, 0), (-1, 0)),
    ("sign(x - x)", (0, 0), (0, 0)),
    ("heaviside(x)", (1, 0), (0, 0)),
    ("heaviside(x - x)", (0.5, 0), (0.5, 0)),
    ("heaviside(x^2)", (1, 0), (1, 0)),
    ("relu(x)", (0, 1), (0, 0)),
    ("floor(x)", (0, 0), (-1, 0)),
    ("floor(-x)", (-1, 0), (0, 0)),
    ("floor(2 + 0x)", (2, 0), (2, 0)),
    ("ceil(x)", (1, 0), (0, 0)),
    ("round(x + 0.5)", (1, 0), (0, 0)),
    ("round(x + 1.5)", (2, 0), (1, 0)),
    ("round(x)", (0, 0), (0, 0)),
    ("min(x, -x)", (0, -1), (0, -1)),
    ("max(x, x^2)", (0, 1), (0, 0, 1)),
    ("mod(x, 2)", (0, 1), (2, -1)),
    ("mod(x, -2)", (-2, 1), (0, -1)),
    ("mod(x + 4, 2)", (0, 1), (2, -1)),
    ("atan2(x, -1)", (np.pi, -1), (-np.pi, 1)),
    ("where(x < 0, 1, 2)", (2, 0), (1, 0)),
    ("where(x <= 0, 1, 2)", (2, 0), (1, 0)),
    ("where(x > 0, 1, 2)", (1, 0), (2, 0)),
    ("where(x >= 0, 1, 2)", (1, 0), (2, 0)),
    ("where(x == 0, 1, 2)", (2, 0), (2, 0)),
    ("where(x != 0, 1, 2)", (1, 0), (1, 0)),
    ("where(x == sin(x), 1, 2)", (2, 0), (2, 0)),
    ("where(x == x, 1, 2)", (1, 0), (1, 0)),
    ("where(-1 < x < 1, x, 2)", (0, 1), (0, -1)),
    ("where(x > 0, sqrt(x), 0)", None, (0, 0)),
    ("where(x < 0, 1/x, 5)", (5, 0), None),
    ("where(1 < 2, x, 3)", (0, 1), (0, -1)),
]


@pytest.mark.parametrize(("formula", "right", "left"), SIDES, ids=str)
def test_ties_are_decided_by_the_side(
    formula: str, right: tuple[float, ...] | None, left: tuple[float, ...] | None
) -> None:
    for expected, slope in ((right, 1.0), (left, -1.0)):
        if expected is not None:
            assert series(formula, 0.0, 3, slope)[: len(expected)].tolist() == list(expected)


def test_a_tie_that_the_coefficients_cannot_decide_is_nan() -> None:
    assert np.isnan(series("sign(x^1.5)", 0.0, 3)).all()
    assert series("where(10^308 x^2 >= 10^308 x^2, 1, 2)", 100.0, 1).tolist() == [1.0, 0.0]  # inf >= inf


@pytest.mark.parametrize(
    ("formula", "x"),
    [("tanh(x)", 20.0), ("tanh(x)", -300.0), ("coth(x)", 20.0), ("sigmoid(x)", 40.0), ("sigmoid(x)", -600.0),
     ("softplus(x)", -40.0), ("erf(x)", 6.0), ("erfc(x)", 20.0), ("expm1(x)", -40.0), ("acos(x)", 1e-9)],
)  # fmt: skip
def test_in_the_tails_every_coefficient_is_right_in_itself(formula: str, x: float) -> None:
    found, exact = series(formula, x, 6), coefficients(parse(formula), x, 6, digits=300)
    for value, c in zip(found[1:], exact[1:], strict=True):
        assert abs(value - c) <= 1e-12 * abs(c)


@pytest.mark.parametrize("formula", ["x", "x^2", "sin(x)", "floor(x)", "3"])
def test_order_zero_is_the_value_alone(formula: str) -> None:
    assert on_series(parse(formula).folded, {"x": np.array([0.5, 2.0])}, 0).shape == (1, 2)


def test_a_decision_by_the_side_is_remembered() -> None:
    xp = Taylor(3)
    x = xp.variable(np.array([-1.0, 0.0, 1.0]))
    assert xp.decided is None
    xp.abs(x + 3.0)
    assert xp.decided is None
    xp.abs(x)
    assert xp.decided is not None
    assert xp.decided.tolist() == [False, True, False]


def test_the_branch_that_is_not_taken_does_not_count() -> None:
    assert series("where(x > 0, log(x), x^2)", -2.0, 3).tolist() == [4.0, -4.0, 1.0, 0.0]
    assert series("where(x > 0, exp(1/x^2), x)", -1e-3, 3).tolist() == [-1e-3, 1.0, 0.0, 0.0]


@pytest.mark.parametrize("formula", ["log(x)", "sqrt(x)", "x^1.5", "asin(x - 3)", "acosh(x)", "x^x", "x^-0.5"])
def test_where_f_is_nan_so_are_all_coefficients(formula: str) -> None:
    assert np.isnan(series(formula, -0.7, 5)).all()


@pytest.mark.parametrize(
    "formula", ["log(x)", "sqrt(x)", "x^1.5", "1/x", "x^-2", "cbrt(x)", "gamma(x)", "hypot(x, x)", "x^x"]
)
def test_singular_points_give_no_finite_slope(formula: str) -> None:
    assert not np.isfinite(series(formula, 0.0, 5)[1])


@pytest.mark.parametrize("x", [0.01, 0.03, 0.05, 1e-5, 1e-160, -0.03])
def test_an_exponential_that_vanishes_does_so_only_where_it_must(x: float) -> None:
    found = series("exp(-1/x^2)", x)
    if abs(x) < 1e-100:
        exact = [0.0] * (ORDER + 1)
    else:
        with mpmath.workdps(60):
            u = [-((-1) ** k) * (k + 1) / mpmath.mpf(x) ** (k + 2) for k in range(ORDER + 1)]
            v = [mpmath.exp(u[0])]
            for k in range(1, ORDER + 1):
                v.append(sum(j * u[j] * v[k - j] for j in range(1, k + 1)) / k)
        exact = [float(each) for each in v]
    np.testing.assert_allclose(found, exact, rtol=1e-11, atol=1e-308)


def test_large_arguments_do_not_overflow_on_the_way() -> None:
    assert series("hypot(x, 1)", 1e200, 2).tolist() == [1e200, 1.0, 0.0]
    assert series("hypot(1e200 x, 1)", 1.0, 2).tolist() == [1e200, 1e200, 0.0]
    assert series("hypot(1e-200 x, 1e-200)", 1.0, 1)[1] == pytest.approx(1e-200 / math.sqrt(2.0), rel=1e-14, abs=0.0)
    assert series("asinh(x)", 1e200, 1)[1] == pytest.approx(1e-200, rel=1e-14, abs=0.0)
    assert series("acosh(x)", 1e200, 1)[1] == pytest.approx(1e-200, rel=1e-14, abs=0.0)
    assert series("atan2(x, x)", 1e-200, 1).tolist() == [np.pi / 4, 0.0]
    assert series("tanh(x)", 1e3, 3).tolist() == [1.0, 0.0, 0.0, 0.0]
    assert series("sech(x) + csch(x)", 800.0, 3).tolist() == [0.0] * 4
    assert series("x^-2", 1e200, 2).tolist() == [0.0] * 3


def test_a_float_row_stays_a_float_and_zeros_at_the_end_are_dropped() -> None:
    xp = Taylor(5)
    x = xp.variable(np.array([1.0, 2.0]))
    assert [len(u.rows) for u in (x, x + 1.0, -x, x - x, x * x, xp.power(x, 3.0), 2.0 * x, x / 4.0)] == [
        2,
        2,
        2,
        1,
        3,
        4,
        2,
        2,
    ]
    assert isinstance((x * x).rows[2], float)


def test_series_and_floats_stand_on_either_side() -> None:
    xp = Taylor(2)
    x = xp.variable(np.array([2.0]))
    for found, expected in (
        (1.0 + x, [3, 1, 0]), (x + 1.0, [3, 1, 0]), (1.0 - x, [-1, -1, 0]), (x - 1.0, [1, 1, 0]), (3.0 * x, [6, 3, 0]),
        (np.float64(3.0) * x, [6, 3, 0]), (1.0 / x, [0.5, -0.25, 0.125]), (x / x, [1, 0, 0]), (x / 2.0, [1, 0.5, 0]),
    ):  # fmt: skip
        assert xp.coefficients(found, 1)[:, 0].tolist() == expected


def test_points_do_not_depend_on_each_other() -> None:
    expression = parse("tanh(sin(3x) e^(-x^2)) + gamma(x + 2)*x^2.5 + where(x < 1, erf(x), sinc(x))")
    x = np.linspace(0.01, 3.0, 5000)
    whole = on_series(expression.folded, {"x": x}, 12)
    for j in (0, 1, 2519, 2520, 4999):
        np.testing.assert_allclose(on_series(expression.folded, {"x": x[j : j + 1]}, 12)[:, 0], whole[:, j], rtol=1e-13)


def test_slopes_choose_the_direction() -> None:
    expression = parse("x^2 y + sin(y)")
    values = {"x": np.array([1.0, 2.0]), "y": np.array([0.5, -1.0])}
    along = on_series(expression.folded, values, 2, {"x": 1.0})
    np.testing.assert_allclose(along, [[0.5 + np.sin(0.5), -4.0 - np.sin(1.0)], [1.0, -4.0], [0.5, -1.0]])
    both = on_series(expression.folded, values, 1, {"x": np.array([1.0, 0.0]), "y": 2.0})
    np.testing.assert_allclose(both[1], [1.0 + 2.0 * (1.0 + np.cos(0.5)), 2.0 * (4.0 + np.cos(1.0))])


@given(
    st.lists(st.floats(-4, 4), min_size=1, max_size=9),
    st.lists(st.floats(-4, 4), min_size=1, max_size=9),
    st.integers(0, 12),
)
@examples(60)
def test_a_product_is_numpys_convolution(a: list[float], b: list[float], order: int) -> None:
    u, v = (Series([np.array([c]) for c in each[: order + 1]], order) for each in (a, b))
    expected = np.convolve(a[: order + 1], b[: order + 1])[: order + 1]
    found = [float(row[0]) for row in (u * v).rows]
    np.testing.assert_allclose(found, expected, atol=1e-13)
    np.testing.assert_allclose(
        [float(row[0]) for row in (u * u).rows], np.convolve(a[: order + 1], a[: order + 1])[: order + 1], atol=1e-13
    )
