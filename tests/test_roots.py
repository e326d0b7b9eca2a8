"""Roots, extrema and inflections against closed forms and mpmath; what is no root; what is not decided."""

import math
from collections import Counter
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from datagen.clusters import Curve
from datagen.errors import DatagenError
from datagen.expressions import parse
from datagen.roots import Root, roots

DAMPED = "e^-x sin(2πx)"
VIEW = (-0.01, 5.013)

mpmath.mp.dps = 40


def places(found: list[Root]) -> list[float]:
    return [each.x for each in found]


def told(found: list[Root]) -> list[tuple[str, float, str]]:
    return [(each.kind, each.x, each.status) for each in found]


def near(found: list[Root], expected: list[Any]) -> None:
    """All proved, as many as expected, each to 1e-12 and in its enclosure."""
    assert len(found) == len(expected)
    for root, exact in zip(found, sorted(expected), strict=True):
        assert root.status == "proved", root
        assert abs(root.x - exact) <= 1e-12 * max(1, abs(exact)), (root, exact)
        slack = mpmath.mpf(2) ** -50 * max(abs(exact), mpmath.mpf(10) ** -300)  # constants of a formula are rounded
        assert root.low - slack <= exact <= root.high + slack, (root, exact)


class TestDampedSine:
    def test_roots(self) -> None:
        near(roots(DAMPED, VIEW), [mpmath.mpf(k) / 2 for k in range(11)])

    def test_extrema(self) -> None:
        first = mpmath.atan(2 * mpmath.pi)
        found = roots(DAMPED, VIEW, order=1)
        near(found, [(first + k * mpmath.pi) / (2 * mpmath.pi) for k in range(10)])
        assert [each.kind for each in found] == ["maximum", "minimum"] * 5
        assert found[0].y == pytest.approx(float(mpmath.exp(-found[0].x) * mpmath.sin(2 * mpmath.pi * found[0].x)))

    def test_inflections(self) -> None:
        # f'' = e^-x ((1 - 4π²) sin 2πx - 4π cos 2πx)
        first = mpmath.atan2(4 * mpmath.pi, 1 - 4 * mpmath.pi**2)
        found = roots(DAMPED, VIEW, order=2)
        near(found, [(first + k * mpmath.pi) / (2 * mpmath.pi) for k in range(10)])
        assert {each.kind for each in found} == {"inflection"}

    def test_takes_milliseconds(self, work: Callable[[Callable[[], object]], int]) -> None:
        f = parse(DAMPED)

        def find() -> None:
            for order in range(3):
                roots(f, VIEW, order)

        find()  # modules are imported and constants made once
        assert work(find) < 30_000


@pytest.mark.parametrize(
    ("formula", "x", "order", "expected"),
    [
        ("sin(x)", (-10, 10), 0, [k * mpmath.pi for k in range(-3, 4)]),
        ("sin(x)", (0, 2 * math.pi), 0, [0, mpmath.pi, 2 * mpmath.pi]),
        ("cos(x)", (0, 2 * math.pi), 1, [0, mpmath.pi, 2 * mpmath.pi]),
        ("exp(x) - e", (0, 1), 0, [1]),
        ("exp(x) - 1", (0, 1), 0, [0]),
        ("x^2 - 2", (-2, 2), 0, [-mpmath.sqrt(2), mpmath.sqrt(2)]),
        ("x^3 - 3x", (-3, 3), 0, [-mpmath.sqrt(3), 0, mpmath.sqrt(3)]),
        ("x^3 - 3x", (-3, 3), 1, [-1, 1]),
        ("x*log(x)", (0, 5), 0, [1]),
        ("x*log(x)", (0, 5), 1, [mpmath.exp(-1)]),
        ("tan(x)", (-5, 5), 0, [-mpmath.pi, 0, mpmath.pi]),
        ("tan(x)", (-5, 5), 2, [-mpmath.pi, 0, mpmath.pi]),
        ("cbrt(x)", (-1, 1), 0, [0]),
        ("x^x", (0, 3), 1, [mpmath.exp(-1)]),
        ("exp(-x^2/2)", (-4, 4), 2, [-1, 1]),
        ("tanh(500x)", (-5, 5), 0, [0]),
        ("x^2 - 1e-20", (-1, 1), 0, [mpmath.mpf("-1e-10"), mpmath.mpf("1e-10")]),
        ("1e-9*sin(1e9*x)", (-4e-9, 4e-9), 0, [k * mpmath.pi / 10**9 for k in (-1, 0, 1)]),
        ("(x - 1e6)^3 - (x - 1e6)", (999990, 1000010), 0, [999999, 1000000, 1000001]),
        ("gamma(x)", (1, 3), 1, [mpmath.findroot(mpmath.digamma, 1.4616)]),
        ("|sin(x)|", (0.1, 6), 1, [mpmath.pi / 2, 3 * mpmath.pi / 2]),
        ("x^2 + 1e-30", (-1, 1), 0, []),
        ("exp(x)", (-5, 5), 1, []),
        ("x", (1e-15, 1), 0, []),
        ("x - 1", (1 + 1e-10, 2), 0, []),
    ],
    ids=str,
)
def test_simple_roots_are_proved(formula: str, x: tuple[float, float], order: int, expected: list[Any]) -> None:
    near([each for each in roots(formula, x, order) if each.status == "proved"], expected)


@given(st.sets(st.integers(-400, 400), min_size=1, max_size=8))
@examples(25)
def test_products_of_linear_factors(hundredths: set[int]) -> None:
    product = "*".join(f"(x - {each / 100})".replace("- -", "+ ") for each in hundredths)
    near(roots(product, (-5, 5)), [mpmath.mpf(each / 100) for each in hundredths])
    extrema = roots(product, (-5, 5), order=1)
    assert {each.status for each in extrema} <= {"proved"}
    assert len(extrema) == len(hundredths) - 1  # Rolle: one between each two roots


def test_twelve_factors_in_a_row() -> None:
    product = "".join(f"(x-{k})" for k in range(1, 13))
    near(roots(product, (0, 13)), list(range(1, 13)))
    assert Counter(each.kind for each in roots(product, (0, 13), 1)) == {"maximum": 5, "minimum": 6}
    assert len(roots(product, (0, 13), 2)) == 10


@pytest.mark.parametrize(
    ("formula", "order", "expected"),
    [
        ("x^2", 0, [("root", 0.0, "undecided")]),
        ("x^2", 1, [("minimum", 0.0, "proved")]),
        ("x^3", 0, [("root", 0.0, "undecided")]),
        ("x^3", 1, [("stationary", 0.0, "undecided")]),
        ("x^3", 2, [("inflection", 0.0, "proved")]),
        ("x^4", 1, [("minimum", 0.0, "undecided")]),
        ("-x^4", 1, [("maximum", 0.0, "undecided")]),
        ("x^4", 2, [("flat", 0.0, "undecided")]),
        ("(x-1)^2*(x+2)^3", 0, [("root", -2.0, "undecided"), ("root", 1.0, "undecided")]),
        ("x^2 - 2x + 1", 0, [("root", 1.0, "undecided")]),
        ("x^3 - 3x^2 + 3x - 1", 0, [("root", 1.0, "undecided")]),
        ("sqrt(x)", 0, [("root", 0.0, "undecided")]),
        ("sqrt(x)", 1, []),
        ("acos(x)", 0, [("root", 1.0, "undecided")]),
        ("sin(x)^2 + cos(x)^2 - 1", 0, [("root", 0.0, "undecided")]),
    ],
    ids=str,
)
def test_multiple_roots_are_undecided_and_not_lost(formula: str, order: int, expected: list[Any]) -> None:
    assert told(roots(formula, (-5, 5), order)) == expected


@pytest.mark.parametrize(
    ("formula", "order", "expected"),
    [
        ("|x|", 0, [("root", 0.0, "undecided")]),
        ("|x|", 1, [("minimum", 0.0, "undecided")]),
        ("-|x|", 1, [("maximum", 0.0, "undecided")]),
        ("|x^2-1|", 1, [("minimum", -1.0, "undecided"), ("maximum", 0.0, "proved"), ("minimum", 1.0, "undecided")]),
        ("|x^2-1|", 2, []),
        ("sqrt(|x|)", 1, [("minimum", 0.0, "undecided")]),
        ("cbrt(x)^2", 1, [("minimum", 0.0, "undecided")]),
        ("cbrt(x)", 2, [("inflection", 0.0, "undecided")]),
        ("x*|x|", 1, [("stationary", 0.0, "undecided")]),
        ("where(x > 0, x^2, -x^2)", 1, [("stationary", 0.0, "undecided")]),
        ("|x|^3", 2, [("flat", 0.0, "undecided")]),
        ("x*|x| + x", 1, []),
        ("where(x > 0, x^2 + 1, -x^2)", 1, []),
        ("x*|x|", 2, [("inflection", 0.0, "undecided")]),
        ("|x| + 2x", 0, [("root", 0.0, "proved")]),
        ("|x| + 2x", 1, []),
        ("max(x, -x)", 1, [("minimum", 0.0, "undecided")]),
        ("where(x < 0, -x, 2x)", 1, [("minimum", 0.0, "undecided")]),
        ("where(x < 0.5, x, 1 - x)", 1, [("maximum", 0.5, "undecided")]),
        ("where(x < 1, x^2 - 2, -x)", 1, [("minimum", 0.0, "proved"), ("maximum", 1.0, "undecided")]),
        ("where(x < 1.5, x - 1.5, x^2 - 2.25)", 0, [("root", 1.5, "undecided")]),
    ],
    ids=str,
)
def test_corners_and_cusps(formula: str, order: int, expected: list[Any]) -> None:
    assert told(roots(formula, (-5, 5), order)) == expected


def test_a_slope_that_touches_0_at_a_corner_between_doubles_is_not_lost() -> None:
    found = roots("|x^2 - 2|*(2 - x^2)", (-5, 5), 1)
    assert [each.kind for each in found] == ["stationary", "maximum", "stationary"]
    assert [each.x for each in found] == pytest.approx([-(2**0.5), 0.0, 2**0.5], abs=1e-14)


@pytest.mark.parametrize("formula", ["where(x < 0.5, x, 0.9 - x)", "where(x < 0.5, x, 1 - 1e-12 - x)"])
def test_a_jump_is_no_extremum_even_if_a_small_one(formula: str) -> None:
    assert roots(formula, (-5, 5), 1) == []


@pytest.mark.parametrize("formula", ["mod(3x, 1)", "3x - floor(3x)"])
def test_a_root_that_only_the_value_at_a_jump_shows_is_not_lost(formula: str) -> None:
    found = roots(formula, (-0.1, 1.1))
    assert [each.x for each in found] == pytest.approx([0, 1 / 3, 2 / 3, 1], abs=1e-15)
    assert {each.status for each in found} == {"undecided"}


def test_a_corner_that_rounding_tears_apart_is_one() -> None:
    assert told(roots("min(x, 1 - x)", (-1, 2), 1)) == [("maximum", 0.5, "undecided")]


def test_cases_that_do_not_meet_have_no_root_between_them() -> None:
    assert roots("where(x < 1.5, x - 2, x^2 - 2)", (-5, 5)) == []


def test_no_root_is_lost_where_no_slope_is_known() -> None:
    assert told(roots("(-1)^floor(x)*(x - 0.5)", (-3, 3))) == [("root", 0.5, "proved")]
    assert told(roots("x^round(x) - 4.1616", (-3, 3))) == [("root", 2.04, "proved")]
    (lost,) = roots("0^(1 + x^2) + x - 0.5", (-1, 2))  # 0^y has no slope by e^(y ln 0)
    assert (lost.kind, lost.x, lost.status) == ("root", pytest.approx(0.5, rel=1e-12), "undecided")


def test_many_boxes_have_the_bounds_of_each() -> None:
    edges = np.linspace(-1, 3, 5001)
    curve = Curve(parse("sqrt(x)*floor(x)"), "x")
    whole = curve.bounds(edges[:-1], edges[1:], range(2))
    for k in (0, 1300, 2500, 4999):
        for row, alone in zip(whole, curve.bounds(edges[k : k + 1], edges[k + 1 : k + 2], range(2)), strict=True):
            assert np.array_equal(row.bounds[:, k], alone.bounds[:, 0], equal_nan=True)
            assert (row.defined[k], row.continuous[k]) == (alone.defined[0], alone.continuous[0])
    assert {len(row) for row in whole} == {5000}


def test_a_corner_is_placed_to_the_last_digits() -> None:
    low, high = roots("|x^2 - 2|", (-5, 5), 1)[::2]
    assert (low.x, high.x) == pytest.approx((-math.sqrt(2), math.sqrt(2)), rel=1e-15)


@pytest.mark.parametrize(
    ("formula", "order"),
    [
        ("1/x", 0),
        ("1/x", 1),
        ("1/x^2", 1),
        ("1/x^2", 2),
        ("1/(x^2 - 2)", 0),
        ("floor(x) - 0.5", 0),
        ("floor(x^2) - 1.5", 0),
        ("x/|x|", 0),
        ("log(|x|)", 1),
        ("x*log(x)", 2),
        ("1/sin(x)", 0),
        ("sqrt(-1 - x^2)", 0),
        ("exp(x)", 0),
    ],
)
def test_poles_and_jumps_are_no_roots(formula: str, order: int) -> None:
    assert roots(formula, (-5, 5), order) == []


def test_a_hole_is_no_root() -> None:
    assert places(roots("(x^2 - 1)/(x - 1)", (-2, 2))) == [-1]
    assert places(roots("sin(x)/x", (-4, 4))) == [-math.pi, math.pi]


def test_a_jump_through_the_value_0() -> None:
    assert told(roots("sign(x)", (-5, 5))) == [("root", 0.0, "undecided")]
    assert places(roots("x mod 1", (-2.5, 1.5))) == [-2, -1, 0, 1]


@pytest.mark.parametrize(
    ("formula", "x", "order", "expected"),
    [
        ("0", (-5, 5), 0, [("root", -5, 5)]),
        ("x - x", (-5, 5), 0, [("root", -5, 5)]),
        ("3x + 1", (-1, 1), 2, [("flat", -1, 1)]),
        ("floor(x)", (-2.5, 2.5), 0, [("root", 0, 1)]),
        ("floor(x)", (-1, 2), 1, [("stationary", -1, 0), ("stationary", 0, 1), ("stationary", 1, 2)]),
        ("relu(x)", (-5, 5), 0, [("root", -5, 0)]),
        ("relu(x)", (-5, 5), 1, [("stationary", -5, 0)]),
        ("|x| - x", (-5, 5), 0, [("root", 0, 5)]),
        ("|x| + |x - 1|", (-5, 5), 1, [("stationary", 0, 1)]),
        ("x^2*floor(x)", (-2.5, 2.5), 0, [("root", 0, 1)]),
    ],
    ids=str,
)
def test_intervals_full_of_roots(formula: str, x: tuple[float, float], order: int, expected: list[Any]) -> None:
    found = roots(formula, x, order)
    assert [(each.kind, each.low, each.high) for each in found] == expected
    assert {each.status for each in found} == {"interval"}


def test_an_interval_that_ends_where_the_range_begins() -> None:
    assert told(roots("relu(x - 1)", (1, 5))) == [("root", 1.0, "undecided")]
    assert roots("floor(x)", (1, 5)) == []


def test_infinitely_many_roots_end_in_one_undecided() -> None:
    found = roots("sin(1/x)", (-1, 1))
    assert Counter(each.status for each in found)["undecided"] == 1
    rest = next(each for each in found if each.status == "undecided")
    assert rest.low < 0 < rest.high
    assert rest.high < 1e-3
    proved = [each.x for each in found if each.status == "proved" and each.x > 0]
    assert proved == pytest.approx([1 / (k * math.pi) for k in range(len(proved), 0, -1)], rel=1e-12)
    assert repr(roots("sin(1/x)", (-1, 1))) == repr(found)  # a root with y = nan equals none


def test_many_roots() -> None:
    near(roots("sin(300x)", (-5, 5)), [k * mpmath.pi / 300 for k in range(-477, 478)])


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ((math.sin, (0, 1)), "roots need bounds on intervals, which a formula has and a Python function has not"),
        (("x", (0, 1), 3), "roots are those of f, f' or f'', of the order 0, 1 or 2, not 3"),
        (("x", (1, 0)), "x: 1:0 is no range; give LOW below HIGH"),
        (("x*y", (0, 1)), "a curve has one variable, but x*y has 2 (x, y): give --set y=1"),
    ],
    ids=["callable", "order", "range", "variables"],
)
def test_refusals(request_: tuple[Any, ...], message: str) -> None:
    with pytest.raises(DatagenError) as refusal:
        roots(*request_)
    assert str(refusal.value) == message


def test_an_operation_without_bounds_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from datagen.arithmetic.intervals import enclosures

    bounded = {name: rule for name, rule in enclosures.DERIVATIVES.items() if name != "sin"}
    monkeypatch.setattr(enclosures, "DERIVATIVES", bounded)
    with pytest.raises(DatagenError) as refusal:
        roots("cos(x) + sin(x)", (0, 1))
    assert str(refusal.value) == "sin has no rule on intervals"
