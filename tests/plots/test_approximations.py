"""Tangents and Taylor polynomials: where they touch, what they are called, and where there are none."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datagen.errors import DatagenError, OptionError
from datagen.expressions import parse
from plots.curves import Curve
from plots.figures import Figure
from plots.functions.approximations import tangent, taylor_polynomial
from plots.typesetting.labels import line_equation


def curves(recipe: Figure, role: str) -> list[Curve]:
    return [curve for curve in recipe.picture.curves if curve.role == role]  # type: ignore[attr-defined]  # curves


def points(curve: Curve) -> np.ndarray:
    return np.concatenate(curve.polyline.segments)


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_a_tangent_touches_a_parabola_once(a: float, x: float) -> None:
    """x² − (a² + 2a (x − a)) = (x − a)²."""
    line = tangent(parse("x^2"), a)
    assert x * x - float(line.polynomial(x=x)) == pytest.approx((x - a) ** 2, abs=1e-13)
    assert line.intercept == pytest.approx(-a * a, abs=1e-13)


def test_an_intercept_that_is_rounding_is_zero() -> None:
    line = tangent(parse("x^3 - x/3"), 1 / 3)
    assert tangent(parse("x/3"), 0.1).intercept == 0
    assert line.intercept == pytest.approx(-2 / 27)


@pytest.mark.parametrize(("order", "terms"), [(0, 1), (1, 2), (5, 6), (20, 21)])
def test_the_taylor_polynomials_of_e(order: int, terms: int) -> None:
    found = taylor_polynomial(parse("e^x"), 1.0, order)
    x = np.linspace(-1, 2, 7)
    expected = sum(math.e * (x - 1) ** k / math.factorial(k) for k in range(terms))
    np.testing.assert_allclose(found.polynomial(x=x), expected, rtol=1e-13)


def test_the_place_of_a_tangent_is_a_number() -> None:
    with pytest.raises(OptionError) as caught:
        Figure(("sin(x)",), tangent="y=1")
    assert str(caught.value) == "tangent: y=1 is not allowed; give a finite number"


def test_a_tangent_is_drawn_across_the_view_and_touches_at_a_dot() -> None:
    recipe = Figure(("x^2",), x="-1:3", tangent=(0.5, "pi/4"))
    first, second = curves(recipe, "tangent")
    x, y = points(first).T
    np.testing.assert_allclose(y, x - 0.25, atol=1e-12)
    assert x[-1] == 3
    assert second.at == math.pi / 4
    dots = [line for line in recipe.draw().axes[0].lines if line.get_label() == "_touching"]
    assert [line.get_xydata().tolist() for line in dots] == [  # type: ignore[union-attr]
        [[0.5, 0.25]], [[math.pi / 4, pytest.approx(math.pi**2 / 16)]],
    ]  # fmt: skip
    assert {line.get_color() for line in dots} == {line.get_color() for line in recipe.draw().axes[0].lines[:1]}


def test_polynomials_do_not_change_the_range_shown() -> None:
    plain = Figure(("sin(x)",), x="-9:9").draw().axes[0].get_ylim()
    recipe = Figure(("sin(x)",), x="-9:9", taylor=(1, 9), tangent=0)
    assert recipe.draw().axes[0].get_ylim() == plain
    for curve in curves(recipe, "taylor"):
        assert np.abs(points(curve)[:, 1]).max() < 2  # x⁹/9! is 1,000 there


def test_polynomials_are_drawn_as_they_are_by_hand() -> None:
    (curve,) = curves(Figure(("sin(x)",), x="-3:3", taylor=5), "taylor")
    x, y = points(curve).T
    np.testing.assert_allclose(y, x - x**3 / 6 + x**5 / 120, atol=1e-13)


@pytest.mark.parametrize(
    ("recipe", "plain", "typeset"),
    [
        (Figure(("x^2",), tangent=1.5), ["tangent at 1.5"], [r"tangent: $y = 3 \, x - 2.25$"]),
        (Figure(("x^4 - 2x^2",), tangent=(-1, 1, 0.5)), ["tangent at -1", "tangent at 1", "tangent at 0.5"],
         ["tangent at $x = -1$: $y = -1$", "tangent at $x = 1$: $y = -1$", r"tangent: $y = -1.5 \, x + 0.3125$"]),
        (Figure(("x^2", "x^3"), tangent=1), ["tangent to f at 1", "tangent to g at 1"],
         [r"tangent to $f$: $y = 2 \, x - 1$", r"tangent to $g$: $y = 3 \, x - 2$"]),
        (Figure(("a t^2",), set={"a": (1, 2)}, tangent=1), ["tangent at 1, a=1", "tangent at 1, a=2"],
         [r"tangent: $y = 2 \, t - 1$,  $a = 1$", r"tangent: $y = 4 \, t - 2$,  $a = 2$"]),
        (Figure(("sin(x)",), taylor=(1, 3)), ["Taylor 1 about 0", "Taylor 3 about 0"],
         ["$T_{1}(x)$ about $x = 0$", "$T_{3}(x)$"]),
        (Figure(("sin(x)", "cos(x)"), taylor=(2, 4), about=1.5),
         [f"Taylor {order} of {name} about 1.5" for order in (2, 4) for name in "fg"],
         ["$T_{2}(x)$ of $f$ about $x = 1.5$", "$T_{2}(x)$ of $g$", "$T_{4}(x)$ of $f$", "$T_{4}(x)$ of $g$"]),
    ],
)  # fmt: skip
def test_approximations_are_named(recipe: Figure, plain: list[str], typeset: list[str]) -> None:
    found = curves(recipe, "tangent") + curves(recipe, "taylor")
    assert [curve.label for curve in found] == plain
    assert [curve.latex for curve in found] == typeset


@pytest.mark.parametrize(
    ("slope", "intercept", "equation"),
    [
        ("0", "0", "$y = 0$"),
        ("0", "-2", "$y = -2$"),
        ("1", "0", "$y = x$"),
        ("-1", "3.142", "$y = -x + 3.142$"),
        ("2.5", "-1e-09", r"$y = 2.5 \, x - 1 \times 10^{-9}$"),
        ("1e+06", "0", r"$y = 1 \times 10^{6} \, x$"),
    ],
)
def test_equations_are_written_as_by_hand(slope: str, intercept: str, equation: str) -> None:
    assert line_equation(slope, intercept, "x") == equation


REFUSED = {
    "a corner": (
        {"subjects": ("|x|",), "tangent": 0},
        "tangent: abs(x) has none at x = 0, as f' does not exist: it is 1 from the right and -1 from the left",
    ),
    "a pole": ({"subjects": ("1/x",), "tangent": 0}, "tangent: 1/x has none at x = 0, as f is infinite"),
    "a vertical one": ({"subjects": ("sqrt(x)",), "tangent": 0},
                       "tangent: sqrt(x) has none at x = 0, as f' is infinite"),
    "a jump": ({"subjects": ("floor(x)",), "tangent": 1},
               "tangent: floor(x) has none at x = 1, as f jumps: it is 1, but tends to 0 from the left"),
    "outside": ({"subjects": ("x^2",), "tangent": 9},
                "tangent: 9 is not allowed; give a place between the ends of the range, -5 to 5"),
    "no series": ({"subjects": ("1/x",), "taylor": 3},
                  "1/x has no Taylor polynomial of order 3: at x = 0 f is infinite"),
    "nothing about it": ({"subjects": ("x",), "about": 2},
                         "about: 2 alone is not allowed; give it with a Taylor polynomial, such as --taylor 5"),
    "too high": ({"subjects": ("x",), "taylor": 101}, "taylor: 101 is not allowed; give a whole number, 0 to 100"),
    "autograd": (
        {"subjects": ("x",), "derivative": 20, "engine": "autograd"},
        "order: 20 is not allowed; give one up to 12, as the cost of autograd doubles with every order, or use the "
        "engine series",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("options", "message"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_exist_is_refused_in_a_line(options: dict[str, object], message: str) -> None:
    with pytest.raises(DatagenError) as caught:
        Figure(**options).notes()  # type: ignore[arg-type]  # wrong on purpose
    assert str(caught.value) == message


def test_of_several_functions_those_without_a_tangent_are_said() -> None:
    recipe = Figure(("|x|", "x^2"), x="-1:1", tangent=0)
    (note,) = recipe.notes()
    assert note.startswith("tangent: abs(x) has none at x = 0")
    assert [curve.label for curve in curves(recipe, "tangent")] == ["tangent to g at 0"]
