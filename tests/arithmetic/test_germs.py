"""One-sided expansions against closed forms, and against Taylor series where there is one."""

from math import e, gamma, inf, isnan, log, nan, pi, sqrt

import mpmath
import numpy as np
import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from datagen.arithmetic.germs import Germ, constant, huge, variable
from datagen.arithmetic.germs.functions import Germs
from datagen.expressions import parse
from datagen.expressions.evaluation import evaluate

EULER = 0.5772156649015329


def germ(text: str, at: float, sign: float = 1.0, known: int = 9) -> Germ:
    expression = parse(text)
    place = {name: variable(at, sign, known) for name in expression.variables}
    return constant(evaluate(expression.folded, Germs(abs(at) * 2.0**-52), place))


def limits(text: str, at: float, sign: float = 1.0, order: int = 3) -> list[float]:
    """f, f′, f″, ... from one side."""
    found = germ(text, at, sign).derivatives(order)
    return [value * sign**n * gamma(n + 1) for n, value in enumerate(found)]


LIMITS = [
    ("sin(x)/x", 0, 1, [1, 0, -1 / 3, 0]),
    ("sin(x)/x", 0, -1, [1, 0, -1 / 3, 0]),
    ("(1 - cos(x))/x^2", 0, 1, [1 / 2, 0, -1 / 12, 0]),
    ("x/(e^x - 1)", 0, -1, [1, -1 / 2, 1 / 6, 0]),
    ("sinc(x)", 0, 1, [1, 0, -(pi**2) / 3, 0]),
    ("sqrt(x)", 0, 1, [0, inf, -inf, inf]),
    ("sqrt(x^2)", 0, -1, [0, -1, 0, 0]),
    ("sqrt(x^4)", 0, -1, [0, 0, 2, 0]),
    ("sqrt(x)*sqrt(x)", 0, 1, [0, 1, 0, 0]),
    ("sqrt(1 - sin(x))", pi / 2, -1, [0, -1 / sqrt(2), 0, sqrt(2) / 8]),
    ("(x^(1/3))^3", 0, 1, [0, 1, 0, 0]),
    ("cbrt(x)", 0, 1, [0, inf, -inf, inf]),
    ("cbrt(x)", 0, -1, [0, inf, inf, inf]),
    ("abs(x)^1.5", 0, -1, [0, 0, inf, inf]),
    ("x^2.5", 0, 1, [0, 0, 0, inf]),
    ("1/x", 0, -1, [-inf, -inf, -inf, -inf]),
    ("x^x", 0, 1, [1, -inf, inf, -inf]),
    ("x^2*log(x)", 0, 1, [0, 0, -inf, inf]),
    ("x*log(x)^2", 0, 1, [0, inf, -inf, inf]),
    ("1/log(x)", 0, 1, [0, -inf, inf, -inf]),
    ("sqrt(-log(x))*x", 0, 1, [0, inf, -inf, inf]),
    ("x^100*log(x)", 0, 1, [0, 0, 0, 0]),
    ("exp(-1/x)", 0, 1, [0, 0, 0, 0]),
    ("exp(-1/x^2)", 1e-200, 1, [0, 0, 0, 0]),
    ("1/(1 + exp(1/x))", 0, 1, [0, 0, 0, 0]),
    ("1/(1 + exp(1/x))", 0, -1, [1, 0, 0, 0]),
    ("1/(1 + e^x)", 800, 1, [0, 0, 0, 0]),
    ("x*exp(2*log(x))", 0, 1, [0, 0, 0, 6]),
    ("logaddexp(-1/x, 0)", 0, 1, [0, 0, 0, 0]),
    ("softplus(1/x)*x", 0, 1, [1, 0, 0, 0]),
    ("sigmoid(1/x)", 0, -1, [0, 0, 0, 0]),
    ("tanh(log(x))", 0, 1, [-1, 0, 4, 0]),
    ("tanh(1/x)", 0, -1, [-1, 0, 0, 0]),
    ("x*coth(x)", 0, 1, [1, 0, 2 / 3, 0]),
    ("x*csch(x)", 0, -1, [1, 0, -1 / 3, 0]),
    ("sech(1/x)", 0, 1, [0, 0, 0, 0]),
    ("sinh(1/x)*csch(1/x)", 0, 1, [nan] * 4),
    ("x*expm1(log(x))", 0, 1, [0, -1, 2, 0]),
    ("exp2(log2(x))", 0, 1, [0, 1, 0, 0]),
    ("10^log10(x)", 0, 1, [0, 1, 0, 0]),
    ("exp(log1p(x))", -1, 1, [0, 1, 0, 0]),
    ("asin(x)", 1, -1, [pi / 2, inf, inf, inf]),
    ("asin(x)^2", 0, 1, [0, 0, 2, 0]),
    ("acos(x)^2", 1, -1, [0, -2, 2 / 3, -8 / 15]),
    ("(acos(x) - pi)^2", -1, 1, [0, 2, 2 / 3, 8 / 15]),
    ("acosh(x)^2", 1, 1, [0, 2, -2 / 3, 8 / 15]),
    ("asinh(1/x) + log(x)", 0, 1, [log(2), 0, 1 / 2, 0]),
    ("atanh(x) + log(1 - x)/2", 1, -1, [log(2) / 2, 1 / 4, -1 / 8, 1 / 8]),
    ("atan(1/x)", 0, -1, [-pi / 2, -1, 0, 2]),
    ("atan2(x, -1)", 0, -1, [-pi, -1, 0, 2]),
    ("atan2(1, x)", 0, 1, [pi / 2, -1, 0, 2]),
    ("hypot(x, x)", 0, -1, [0, -sqrt(2), 0, 0]),
    ("erf(1/x)", 0, -1, [-1, 0, 0, 0]),
    ("erfc(1/x)", 0, -1, [2, 0, 0, 0]),
    ("x*gamma(x)", 0, 1, [1, -EULER, EULER**2 + pi**2 / 6, None]),
    ("lgamma(x) + log(abs(x))", 0, -1, [0, -EULER, pi**2 / 6, None]),
    ("gamma(x)", 1e-300, 1, [1e300, -inf, inf, None]),  # too large, and from there on not known
    ("gamma(x)", -1e-300, -1, [-1e300, -inf, -inf, None]),
    ("lgamma(x)", 1e-200, 1, [log(1e200), -1e200, inf, -inf]),
    ("abs(x)^3", 0, -1, [0, 0, 0, -6]),
    ("x^2*sign(x)", 0, -1, [0, 0, -2, 0]),
    ("heaviside(x)", 0, -1, [0, 0, 0, 0]),
    ("floor(x)", 2, -1, [1, 0, 0, 0]),
    ("ceil(x)", 2, 1, [3, 0, 0, 0]),
    ("round(x)", 0.5, 1, [1, 0, 0, 0]),
    ("round(x)", 1.5, -1, [1, 0, 0, 0]),
    ("round(2.5 + 0*x)", 0, 1, [2, 0, 0, 0]),
    ("mod(x, 1)", 3, -1, [1, 1, 0, 0]),
    ("max(x, x^2)", 0, -1, [0, 0, 2, 0]),
    ("min(x, x^2)", 0, -1, [0, 1, 0, 0]),
    ("relu(x^3)", 0, 1, [0, 0, 0, 6]),
    ("where(0 < x < 1, x, 5)", 1, -1, [1, 1, 0, 0]),
    ("where(x <= 0, x, 5)", 0, 1, [5, 0, 0, 0]),
    ("where(x >= 0, 5, x)", 0, -1, [0, 1, 0, 0]),
    ("where(x == 0, 5, x)", 0, -1, [0, 1, 0, 0]),
    ("where(x != 0, x, 5)", 0, -1, [0, 1, 0, 0]),
    ("where(sqrt(-x) < 1, 5, x)", 0, 1, [0, 1, 0, 0]),
    ("x^2*sin(1/x)", 0, 1, [nan] * 4),
    ("where(sin(1/x) > 0, x, -x)", 0, 1, [nan] * 4),
]


@pytest.mark.parametrize(("text", "at", "sign", "expected"), LIMITS, ids=[f"{row[0]} {row[2]:+d}" for row in LIMITS])
def test_limits_from_one_side(text: str, at: float, sign: int, expected: list[float]) -> None:
    found = limits(text, at, sign)
    for one, other in zip(found, expected, strict=True):
        assert other is None or one == pytest.approx(other, rel=1e-13, abs=1e-13, nan_ok=True)


@pytest.mark.parametrize(
    ("text", "at", "sign"),
    [
        ("sqrt(x)", 0, -1),
        ("sqrt(x) + sqrt(-x)", 0, 1),
        ("log(x)", 0, -1),
        ("asin(x)", 1, 1),
        ("acosh(x)", 1, -1),
        ("x^0.5", 0, -1),
        ("(-1)^x", 2, 1),
        ("max(x, sqrt(-x))", 0, 1),
        ("x/(x - x)", 1, 1),
        ("0/0*x", 1, 1),
    ],
)
def test_nowhere_is_told_from_unknown(text: str, at: float, sign: int) -> None:
    assert germ(text, at, sign).kind == "nowhere"


SMOOTH = ["sin(3x)*e^(-x^2)", "log(2 + x)/sqrt(1 + x^4)", "tanh(x) + atan(2x)", "x^2.5 + 2^x", "gamma(x + 1)*erf(x)"]


@pytest.mark.parametrize("text", SMOOTH)
@given(at=st.floats(0.1, 1.5))
@examples(5)
def test_a_smooth_germ_is_the_taylor_series(text: str, at: float) -> None:
    expression = parse(text)
    f = {"sin": mpmath.sin, "log": mpmath.log, "sqrt": mpmath.sqrt, "tanh": mpmath.tanh, "atan": mpmath.atan}
    f |= {"gamma": mpmath.gamma, "erf": mpmath.erf}
    source = expression.python().replace("scipy.special.", "").replace("np.arctan", "atan").replace("np.", "")
    with mpmath.workdps(40):
        names = {**f, "exp": mpmath.exp, "e": mpmath.e}
        exact = mpmath.taylor(lambda x: eval(source, names, {"x": x}), mpmath.mpf(at), 5)
        scale = max(abs(float(c)) for c in exact)
        for found, c in zip(germ(text, at).derivatives(5), exact, strict=True):
            assert found == pytest.approx(float(c), rel=0, abs=1e-12 * scale)


numbers = st.floats(-4, 4).map(lambda value: round(value, 3))
germs = st.dictionaries(
    st.tuples(st.sampled_from([-1.0, 0.0, 0.5, 1.0, 2.0, 3.5]), st.sampled_from([0.0, -1.0, 1.0])), numbers, max_size=4
).map(lambda terms: Germ(terms, (6.0, -inf)))


def value(g: Germ, t: float) -> float:
    return sum(c * t**e_ * log(1 / t) ** -k for (e_, k), c in g.terms.items())


@given(germs, germs)
@examples(60)
def test_sums_and_products_are_those_of_the_functions(a: Germ, b: Germ) -> None:
    t = 0.2
    assert value(a + b, t) == pytest.approx(value(a, t) + value(b, t), rel=1e-12, abs=1e-12)
    assert value(a - b, t) == pytest.approx(value(a, t) - value(b, t), rel=1e-12, abs=1e-12)
    exact = Germ(a.terms) * Germ(b.terms)
    assert value(exact, t) == pytest.approx(value(a, t) * value(b, t), rel=1e-11, abs=1e-11)


@given(germs.filter(lambda g: g.sign))
@examples(40)
def test_a_reciprocal_times_the_germ_is_one_as_far_as_it_is_known(a: Germ) -> None:
    product = a * a.power(-1.0)
    assert product.value == pytest.approx(1.0)
    rest = {key: c for key, c in product.terms.items() if key != (0.0, 0.0)}
    scale = max(map(abs, a.terms.values())) / abs(next(iter(a.terms.values())))
    assert all(abs(c) <= 1e-10 * (1 + scale) ** 14 for c in rest.values())


def test_kinds_pass_through_arithmetic() -> None:
    one, none, some = constant(1.0), constant(nan), Germ({}, kind="unknown")
    assert [(one + each).kind for each in (none, some, huge(1))] == ["nowhere", "unknown", "huge"]
    assert [(one * each).kind for each in (none, some, huge(1))] == ["nowhere", "unknown", "huge"]
    assert (some + none).kind == (none * some).kind == "nowhere"
    assert (huge(1) - huge(1)).kind == (huge(1) * 0.0).kind == "unknown"
    assert (huge(1) * -2.0).sign == -1
    assert constant(-inf).sign == -1
    assert isnan(none.derivatives(0)[0])
    assert huge(-1).derivatives(1)[0] == -inf


def test_numbers_of_every_size_stay_as_they_are() -> None:
    for number in (0.0, 1e-300, -e, 1e300):
        assert constant(number).derivatives(1) == [number, 0.0]
    assert np.isinf(germ("e^(10x)", 70.9).derivatives(1)[1])
    assert not germ("e^(10x)", 70.9).steep(1)
    assert germ("sqrt(x)", 0).steep(1)
