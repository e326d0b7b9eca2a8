"""Intervals against mpmath: containment for every operation, flags that never claim too much, and tight bounds."""

import math
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from datagen.arithmetic.intervals import Interval
from datagen.errors import IntervalsError
from datagen.expressions import Apply, Node, Number, Variable, parse
from datagen.expressions.evaluation import evaluate, folded, intervals, on_arrays, on_intervals
from datagen.operations import OPERATIONS
from tests.arithmetic.exact import EXACT, exact

M = mpmath.mp
EPS = 2.0**-52

FUNCTIONS = sorted(name for name, row in OPERATIONS.items() if not row.condition and name != "where")
CONDITIONS = sorted(name for name, row in OPERATIONS.items() if row.condition and not row.conditions)

# beyond these mpmath's numbers take too long, or have exponents of too many digits
FARTHEST = {"gamma": 300.0, "lgamma": 1e15, "erf": 1e3, "erfc": 1e3, "sinc": 1e12, "power": 1e9}
LONG = {"sinh", "cosh", "sech", "csch", "exp", "expm1", "exp2", "sigmoid", "tanh", "coth", "softplus", "logaddexp"}


def _farthest(name: str) -> float:
    return 5e3 if name in LONG else FARTHEST.get(name, math.inf)


hard = st.one_of(
    st.integers(-8, 8).map(lambda k: k / 2),
    st.integers(-40, 40).map(lambda k: k * math.pi / 2),
    st.integers(-3, 3).flatmap(lambda k: st.floats(-1e-12, 1e-12).map(lambda d: k + d)),
    st.sampled_from(
        (0.0, 5e-324, -5e-324, 1e-310, -1e-310, 2.2e-308, 1.4616321449683623, -0.5040830082644554, 1 / math.e)
    ),
    st.floats(-5, 5),
    st.floats(-200, 200),
    st.floats(-1e-6, 1e-6),
)
huge = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def boxes(draw: st.DrawFn, most: float = math.inf) -> tuple[float, float, float]:
    """An interval and a number in it, often an end: wide, narrow, or a point."""
    end = st.one_of(hard, huge if math.isinf(most) else st.floats(-most, most))
    low = draw(end)
    high = draw(st.one_of(end, st.just(low), st.floats(0, 1e-3).map(lambda d: low + d * max(1.0, abs(low)))))
    low, high = (min(max(each, -most), most) for each in sorted((low, high)))
    if math.isinf(high) or math.isinf(low):
        low = high = 1.0
    share = draw(st.one_of(st.sampled_from((0.0, 1.0, 0.5)), st.floats(0, 1)))
    return low, high, min(max(low * (1 - share) + high * share, low), high)


def batches(name: str) -> st.SearchStrategy[list[Any]]:
    box = boxes(_farthest(name))
    return st.lists(st.tuples(*[box] * OPERATIONS[name].arity), min_size=1, max_size=20)


def _formula(name: str) -> Apply:
    return Apply(name, tuple(Variable(letter) for letter in "xy"[: OPERATIONS[name].arity]))


def _enclosed(root: Node, batch: list[Any]) -> Interval:
    names = "xy"[: len(batch[0])]
    ends = {
        letter: tuple(np.array([boxes[k][end] for boxes in batch]) for end in (0, 1)) for k, letter in enumerate(names)
    }
    enclosure: Interval = on_intervals(root, ends)
    return enclosure


def _holds(enclosure: Interval, k: int, value: Any) -> bool:
    return bool(enclosure.lo[k] <= value <= enclosure.hi[k])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_is_enclosed_is_in_the_enclosure(name: str) -> None:
    @examples(20)
    @given(batches(name))
    def check(batch: list[Any]) -> None:
        enclosure = _enclosed(_formula(name), batch)
        with M.workprec(200):
            for k, boxes in enumerate(batch):
                value = EXACT[name](*(M.mpf(x) for _, _, x in boxes))
                if value is None:
                    assert not enclosure.defined[k], boxes
                else:
                    assert _holds(enclosure, k, value), (boxes, enclosure.lo[k], enclosure.hi[k], M.nstr(value, 30))

    check()


def _around(*centres: float) -> list[float]:
    return [centre + sign * 2.0**-k for centre in centres for k in range(2, 52) for sign in (-1, 0, 1)]


SMALLEST = [sign * k * 5e-324 for k in range(1, 30) for sign in (-1, 1)]
HARD = {
    "lgamma": _around(1.0, 2.0, -2.4570247382208006, -2.7476826467274127, -3.1435808883499798, -20.0),
    "gamma": [-155.0 - 0.37 * k for k in range(80)] + _around(-170.0, -171.0, -20.0, -172.0, -175.0),
    "log": _around(1.0),
    "sin": _around(*(k * math.pi for k in range(-20, 20))),
    "sinc": _around(1.0, -2.0, 1e6),
} | dict.fromkeys(("asin", "atan", "sinh", "tanh", "asinh", "atanh", "expm1", "log1p", "tan", "erf"), SMALLEST)


@pytest.mark.parametrize("name", HARD)
def test_the_enclosure_of_a_hard_point_holds_it(name: str) -> None:
    points = np.array(HARD[name])
    enclosure = on_intervals(_formula(name), {"x": (points, points)})
    with M.workprec(1200):
        for k, x in enumerate(points.tolist()):
            value = EXACT[name](M.mpf(x))
            assert value is None or _holds(enclosure, k, value), (x, enclosure.lo[k], enclosure.hi[k])


def test_a_sum_of_exponentials_is_enclosed_near_one() -> None:
    x = np.linspace(-3, -0.02, 300)
    y = np.log1p(-np.exp(x))  # e^x + e^y = 1
    enclosure = on_intervals(_formula("logaddexp"), {"x": (x, x), "y": (y, y)})
    with M.workprec(200):
        assert all(
            _holds(enclosure, k, EXACT["logaddexp"](M.mpf(a), M.mpf(b)))
            for k, (a, b) in enumerate(zip(x, y, strict=True))
        )


def test_products_and_quotients_too_small_for_float64_are_enclosed() -> None:
    tiny = np.array((1e-200, -1e-200, 5e-324, -5e-324, 3e-310))
    with M.workprec(1200):
        for text, values in (
            ("x*y", [M.mpf(a) * b for a in tiny for b in tiny]),
            ("x/(1e150/y)", [M.mpf(a) * b / 1e150 for a in tiny for b in tiny]),
            ("0.3*x*y", [M.mpf(0.3) * a * b for a in tiny for b in tiny]),
            ("x^3/2 + 0*y", [M.mpf(a) ** 3 / 2 for a in tiny for _ in tiny]),
        ):
            x, y = (each.ravel() for each in np.meshgrid(tiny, tiny, indexing="ij"))
            enclosure = on_intervals(parse(text).root, {"x": (x, x), "y": (y, y)})
            assert all(_holds(enclosure, k, value) for k, value in enumerate(values)), text


def test_every_operation_has_a_rule_on_intervals_and_a_witness() -> None:
    assert EXACT.keys() == OPERATIONS.keys()
    xp = intervals()
    for name, row in OPERATIONS.items():
        arguments = [Interval(0.25, 0.5)] * row.arity
        conditions = [xp.less(Interval(0.0, 1.0), 0.5)] * row.conditions
        assert row.rule(xp, *conditions, *arguments[row.conditions :]) is not None, name


def test_an_operation_without_a_rule_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from datagen.arithmetic.intervals.steps import Steps

    monkeypatch.delattr(Steps, "floor")
    with pytest.raises(IntervalsError, match=r"^floor has no rule on intervals$"):
        on_intervals(parse("1 + floor(x)").root, {"x": (0.0, 1.0)})


@pytest.mark.parametrize("name", CONDITIONS)
@examples(20)
@given(st.lists(st.tuples(boxes(), boxes()), min_size=1, max_size=20))
def test_a_condition_is_decided_only_where_it_is(name: str, batch: list[Any]) -> None:
    root = Apply("where", (_formula(name), Number(3.0), Number(2.0)))
    enclosure = _enclosed(root, batch)
    for k, ((_, _, x), (_, _, y)) in enumerate(batch):
        assert _holds(enclosure, k, 3.0 if EXACT[name](x, y) else 2.0)
        if enclosure.lo[k] != enclosure.hi[k]:
            assert not enclosure.continuous[k]


smooth = (
    "exp(-x)*sin(2*pi*x)",
    "tanh(sin(3x)*exp(-x^2)) + log(1+x^2)/sqrt(1+x^4)",
    "x^x",
    "(1+1/x)^x",
    "atan(tan(x))",
    "x*floor(1/x)",
    "where(x > 0, sqrt(x), x^3)",
    "where(sqrt(x) > 1, 1, 2)",
    "where(sqrt(x) != 1, 1, 2)",
    "sqrt(1 - x^2)",
    "x^2 - x*x",
    "x mod 0.3",
    "x^-3",
    "x^65",
    "x^-66",
    "x^0.1",
    "x^-1.5",
    "2^x",
    "0.3^x",
    "(-2)^x",
    "0^x",
    "sin(1/x)",
    "x/x",
    "1/(x^2 - 2)",
    "gamma(x)/gamma(x+1)",
    "abs(x)^1.5",
    "1/x/0.3",
    "lgamma(x)*x",
    "logaddexp(x, -x)",
    "atan2(x, x-1)",
    "atan2(sin(x), cos(x))",
    "exp(1/x)",
    "log(abs(x))",
    "x*1e400",
    "min(x, 1/x, 2)",
    "hypot(x, 1/x)",
    "x mod (x-1)",
    "1 mod x",
    "x/3 + 0.1*x - 1e-300*x",
    "where(0 < x < 1, 1/x, x)",
    "log(gamma(x))",
    "round(2.5x)",
    "x^3^0.5",
    "sin(x)^2 + cos(x)^2",
    "x^0",
)


@pytest.mark.parametrize("text", smooth)
@examples(12)
@given(st.lists(st.tuples(boxes(60.0)), min_size=1, max_size=20))
def test_whole_formulas_are_enclosed(text: str, batch: list[Any]) -> None:
    root = folded(parse(text).root)
    enclosure = _enclosed(root, batch)
    with M.workprec(400):
        for k, ((low, high, x),) in enumerate(batch):
            value = exact(root, M.mpf(x))
            if value is None or not M.isfinite(value):  # 1e400 is inf
                assert not enclosure.defined[k], (low, high, x)
            else:
                assert _holds(enclosure, k, value), (low, high, x, enclosure.lo[k], enclosure.hi[k], M.nstr(value, 20))


# formula, box, defined, continuous
FLAGS = (
    ("1/x", (1, 2), True, True),
    ("1/x", (-1, 1), False, False),
    ("1/x", (0, 1), False, True),
    ("1/x^2", (-1, 1), False, None),
    ("x^-2", (-1, 1), False, False),
    ("tan(x)", (1, 2), False, False),
    ("tan(x)", (-1.5, 1.5), True, True),
    ("floor(x)", (0.5, 1), True, False),
    ("floor(x)", (1, 1.5), True, True),
    ("floor(x + 1)", (1, 1.5), True, True),
    ("floor(2x)", (0.5, 0.9), True, True),
    ("round(x)", (0.5, 0.6), True, False),
    ("ceil(x)", (0.5, 1), True, True),
    ("ceil(x)", (1, 1.5), True, False),
    ("sign(x)", (0, 1), True, False),
    ("heaviside(x)", (-1, 0), True, False),
    ("x mod 1", (1, 1.5), True, True),
    ("x mod 1", (0.5, 1), True, False),
    ("x mod -1", (0.5, 0.75), True, True),
    ("sqrt(x)", (0, 1), True, True),
    ("sqrt(x)", (-1, 1), False, True),
    ("sqrt(x - 1)", (1, 2), True, True),
    ("sqrt(x^2)", (-1, 1), True, True),
    ("sqrt(x^3)", (0, 1), True, True),
    ("sqrt(abs(x))", (-1, 1), True, True),
    ("log(x)", (0, 1), False, True),
    ("log(exp(x))", (-5, 5), True, True),
    ("asin(x)", (-1, 1), True, True),
    ("asin(x)", (0, 1.5), False, True),
    ("acosh(x)", (1, 2), True, True),
    ("atanh(x)", (0, 1), False, True),
    ("gamma(x)", (-0.9, -0.1), True, True),
    ("gamma(x)", (-1.5, -0.5), False, False),
    ("gamma(x)", (0, 1), False, True),
    ("lgamma(x)", (-1.5, -0.5), False, False),
    ("x^x", (0, 1), True, True),
    ("x^x", (-1, 1), False, False),
    ("x^0.5", (0, 1), True, True),
    ("x^-0.5", (0, 1), False, True),
    ("x^65", (-1, 1), True, True),
    ("x/abs(x)", (-1, 1), False, None),
    ("atan2(x, -1)", (-1, 1), True, False),
    ("atan2(x, -1)", (0, 1), True, True),
    ("atan2(x, 1)", (-1, 1), True, True),
    ("atan2(x, x)", (-1, 1), False, False),
    ("abs(x)", (-1, 1), True, True),
    ("min(x, 1-x)", (-1, 1), True, True),
    ("relu(x)", (-1, 1), True, True),
    ("where(x < 0, 1, 2)", (-1, 0), True, False),
    ("where(x < 0, 1, 2)", (0, 1), True, True),
    ("where(x < 0, 1/x, 2)", (-1, 1), False, False),
    ("where(x > 0, sqrt(x), 0)", (-2, -1), True, True),
    ("where(x == 1, 5, x)", (0.5, 1.5), True, False),
    ("where(x == 1, 5, x)", (1.5, 2.5), True, True),
    ("where(0 < x < 1, 1, 2)", (2, 3), True, True),
    ("sinc(x)", (-1, 1), True, True),
    ("sin(x)/x", (-1, 1), False, False),
    ("x*sin(x)", (-1e300, 1e300), True, True),
    ("exp(x)", (-800, 800), True, True),
)


@pytest.mark.parametrize(("text", "box", "defined", "continuous"), FLAGS)
def test_flags(text: str, box: tuple[float, float], defined: bool, continuous: bool | None) -> None:
    enclosure = on_intervals(parse(text).root, {"x": box})
    assert enclosure.defined.tolist() == [defined]
    if continuous is not None:
        assert enclosure.continuous.tolist() == [continuous]


def _half_turns(x: float) -> int:
    """How often π goes into x; math.pi is below π."""
    with M.workprec(200):
        return int(M.floor(M.mpf(x) / M.pi))


def _half_turns_of_tangent(x: float) -> int:
    with M.workprec(200):
        return int(M.floor(M.mpf(x) / M.pi + 0.5))


def _across(function: Callable[[float], float]) -> Callable[[float, float], bool]:
    return lambda low, high: function(low) != function(high)


def _holds_0(low: float, high: float) -> bool:
    return low <= 0 <= high


# formula: whether it jumps on, or has no value somewhere in, a box
JUMPS: dict[str, Callable[[float, float], bool]] = {
    "floor(x)": _across(math.floor),
    "ceil(x)": _across(math.ceil),
    "round(x)": _across(round),
    "sign(x)": _across(np.sign),
    "heaviside(x)": _across(np.sign),
    "x mod 1": _across(math.floor),
    "x mod -1": _across(math.ceil),
    "x - floor(x)": _across(math.floor),
    "tan(x)": _across(_half_turns_of_tangent),
    "1/sin(x)": lambda low, high: _holds_0(low, high) or _across(_half_turns)(low, high),
    "1/x": _holds_0,
    "atan(1/x)": _holds_0,
    "exp(1/x)": _holds_0,
    "coth(x)": _holds_0,
    "x/abs(x)": _holds_0,
    "x^-2": _holds_0,
    "gamma(x)": lambda low, high: math.ceil(low) <= min(math.floor(high), 0),
    "lgamma(x)": lambda low, high: math.ceil(low) <= min(math.floor(high), 0),
    "atan2(x, -1)": lambda low, high: low < 0 <= high,
    "where(x < 1, 0, 1)": lambda low, high: low < 1 <= high,
    "where(x >= 1, 0, 1)": lambda low, high: low < 1 <= high,
    "where(x > 1, 0, 1)": lambda low, high: low <= 1 < high,
    "where(x == 1, 3, 0)": lambda low, high: low <= 1 <= high and low < high,
    "where(x != 1, 3, 0)": lambda low, high: low <= 1 <= high and low < high,
}


@pytest.mark.parametrize("text", JUMPS)
@examples(30)
@given(st.lists(st.tuples(st.one_of(boxes(20.0), boxes(3.0))), min_size=1, max_size=20))
def test_what_is_called_continuous_does_not_jump(text: str, batch: list[Any]) -> None:
    enclosure = _enclosed(parse(text).root, batch)
    for k, ((low, high, _),) in enumerate(batch):
        if JUMPS[text](low, high):
            assert not (enclosure.continuous[k] and enclosure.defined[k]), (low, high)


POINTS = (
    "add",
    "subtract",
    "multiply",
    "divide",
    "sqrt",
    "sin",
    "cos",
    "tan",
    "exp",
    "log",
    "log1p",
    "expm1",
    "atan",
    "asin",
    "tanh",
    "sinh",
    "cosh",
    "sigmoid",
    "softplus",
    "gamma",
    "sinc",
    "cbrt",
    "power",
    "hypot",
    "atan2",
    "sech",
    "csc",
)


@pytest.mark.parametrize("name", POINTS)
def test_a_point_has_a_narrow_enclosure(name: str) -> None:
    rng = np.random.default_rng(0)
    x, y = rng.uniform(0.05, 0.95, (2, 500))
    enclosure = on_intervals(_formula(name), {"x": (x, x), "y": (y, y)})
    most = 2 + 2.5 * max(row.ulps for row in (OPERATIONS[name], OPERATIONS["sin"]))
    allowed = 4 if name in {"add", "subtract", "multiply", "divide", "sqrt"} else 2 * most
    assert (enclosure.hi - enclosure.lo <= allowed * EPS * np.abs(enclosure.lo)).all()
    assert (enclosure.hi > enclosure.lo).any()


@pytest.mark.parametrize(
    ("text", "box", "low", "high"),
    [
        ("x*x", (-1, 1), 0, 1),
        ("x^2", (-2, 1), 0, 4),
        ("x^3", (-2, 1), -8, 1),
        ("x^4", (-2, -1), 1, 16),
        ("x - x", (1, 2), 0, 0),
        ("x/x", (1, 2), 1, 1),
        ("sin(x)", (0, 2), 0, 1),
        ("cos(x)", (-1, 1), math.cos(1), 1),
        ("cos(x)", (2, 4), -1, math.cos(2)),
        ("gamma(x)", (1, 2), 0.8856031944108887, 1),
        ("gamma(x)", (-0.9, -0.1), math.gamma(-0.1), -3.544643611155005),
        ("cosh(x)", (-1, 2), 1, math.cosh(2)),
        ("x^x", (0.1, 1), 0.6922006275553463, 1),
        ("sinc(x)", (0, 0.5), 2 / math.pi, 1),
        ("1/x^2", (-1, 1), 1, math.inf),
        ("1/x", (-1, 0), -math.inf, -1),
        ("2^x", (-1, 1), 0.5, 2),
        ("atan2(x, 1)", (0, 1), 0, math.pi / 4),
        ("exp(-1e4*(x-0.3137)^2)", (0.3, 0.4), math.exp(-1e4 * 0.0863**2), 1),
    ],
)
def test_enclosures_are_tight(text: str, box: tuple[float, float], low: float, high: float) -> None:
    enclosure = on_intervals(folded(parse(text).root), {"x": box})
    assert enclosure.lo[0] == pytest.approx(low, rel=1e-12, abs=1e-300)
    assert enclosure.hi[0] == pytest.approx(high, rel=1e-12, abs=1e-300)
    assert enclosure.lo[0] <= low
    assert high <= enclosure.hi[0]


def test_an_overflow_is_a_large_number_and_nothing_is_nan() -> None:
    enclosure = on_intervals(parse("exp(x)").root, {"x": (800.0, 900.0)})
    assert 1.797e308 < enclosure.lo[0] < enclosure.hi[0] == math.inf
    assert on_intervals(parse("exp(x) - exp(x+1)").root, {"x": (800.0, 900.0)}).bounds.tolist() == [
        [-math.inf],
        [math.inf],
    ]
    assert on_intervals(parse("0*exp(1/x)").root, {"x": (-1.0, 1.0)}).bounds.tolist() == [[0.0], [0.0]]
    assert on_intervals(parse("(1/x)*(x-x)").root, {"x": (-1.0, 1.0)}).bounds.tolist() == [[0.0], [0.0]]


@pytest.mark.parametrize(
    "text",
    [
        "sqrt(x)",
        "log(x)",
        "sin(sqrt(x))",
        "sqrt(x)*0",
        "1 + sqrt(x)^2/3 - exp(sqrt(x))",
        "x^0.5",
        "gamma(sqrt(x))",
        "atan2(sqrt(x), 1)",
        "sinc(sqrt(x))",
        "lgamma(log(x))",
        "sqrt(x) mod 1",
        "min(sqrt(x), 1)",
        "floor(sqrt(x))",
        "sqrt(x)^sqrt(x)",
        "2^sqrt(x)",
    ],
)
def test_nothing_stays_nothing(text: str) -> None:
    enclosure = on_intervals(parse(text).root, {"x": ([-2.0, 1.0], [-1.0, 2.0])})
    assert enclosure.empty.tolist() == [True, False]
    assert enclosure.defined.tolist() == [False, enclosure.defined[1]]


def test_a_constant_formula_fits_the_boxes() -> None:
    enclosure = on_intervals(parse("sqrt(2)").root, {"x": (np.zeros(3), np.ones(3))})
    assert len(enclosure) == len(enclosure.defined) == 3
    assert (enclosure.lo < math.sqrt(2)).all()


LIBRARY = sorted(name for name, row in OPERATIONS.items() if row.ulps)
REACH = {
    "exp": 700,
    "expm1": 700,
    "exp2": 1000,
    "sinh": 700,
    "cosh": 700,
    "erfc": 26.5,
    "gamma": 171,
    "erf": 6,
    "sigmoid": 700,
    "softplus": 700,
    "power": 100,
}


def _hard_arguments(name: str, rng: np.random.Generator) -> Any:
    """Arguments of ordinary size, of every size, and near where the function is hard: float64 (2, 1500)."""
    reach = REACH.get(name, 1e300)
    ordinary = rng.uniform(-3, 3, (2, 500))
    sizes = rng.choice((-1, 1), (2, 400)) * 10.0 ** rng.uniform(-300, math.log10(reach), (2, 400))
    spread = rng.uniform(-min(reach, 1e3), min(reach, 1e3), (2, 300))
    halves = rng.integers(-60, 60, (2, 300)) * rng.choice((0.5, math.pi / 2), (2, 300))
    near = halves + rng.choice((-1, 1), (2, 300)) * 10.0 ** rng.uniform(-16, -3, (2, 300))
    return np.concatenate((ordinary, sizes, spread, np.clip(near, -reach, reach)), axis=1)


@pytest.mark.parametrize("name", LIBRARY)
def test_the_error_bounds_of_the_rows_hold(name: str) -> None:
    row = OPERATIONS[name]
    arguments = _hard_arguments(name, np.random.default_rng(1))[: row.arity]
    if name == "power":
        arguments[0] = np.abs(arguments[0])
    values = on_arrays(_formula(name), dict(zip("xy", arguments, strict=False)))
    with M.workprec(200):
        for point, value in zip(arguments.T.tolist(), values.tolist(), strict=True):
            if name == "lgamma" and abs(point[0]) > 1e15:
                continue
            wanted = EXACT[name](*map(M.mpf, point))
            if wanted is None or not math.isfinite(value) or not 1e-307 < abs(wanted) < 1e308:
                continue
            terms = 1 + (abs(point[0]) * math.log1p(abs(point[0])) if name == "lgamma" and point[0] < 0.5 else 0)
            assert abs(value - wanted) <= EPS * (row.ulps * abs(wanted) + row.absolute * terms), (point, value)


def test_evaluate_takes_intervals_and_numbers_together() -> None:
    x = Interval([0.0, 1.0], [1.0, 2.0])
    y = evaluate(parse("2 - 1/(x+1) + x").root, intervals(), {"x": x})
    assert ((y.lo <= 2 - 1 / (x.lo + 1) + x.lo) & (2 - 1 / (x.hi + 1) + x.hi <= y.hi)).all()


def test_a_power_is_one_of_a_whole_number_where_a_step_is_level() -> None:
    ends = np.array((0.1, -0.9, -1.9, -0.2, 1.2)), np.array((0.9, -0.1, -1.1, 0.2, 1.4))
    minus_two = on_intervals(parse("(-2)^floor(x)").folded, {"x": ends})
    assert minus_two.lo.tolist() == pytest.approx([1, -0.5, 0.25, -1, -2])
    assert minus_two.hi.tolist() == pytest.approx([1, -0.5, 0.25, 1, -2])
    assert minus_two.continuous.tolist() == minus_two.defined.tolist() == [True, True, True, False, True]
    own = on_intervals(parse("x^floor(x)").folded, {"x": ends})
    assert (own.lo[1], own.hi[1]) == pytest.approx((-10, -1 / 0.9))
    assert (own.lo[2], own.hi[2]) == pytest.approx((1.9**-2, 1.1**-2))
    assert own.continuous.tolist() == [True, True, True, False, True]
