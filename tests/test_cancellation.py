"""What rounding has left, against derivatives with as many digits as mpmath is asked for."""

import re

import numpy as np
import pytest
from precise import coefficients

from datagen.calculus import taylor
from datagen.cancellation import Lost, lost
from datagen.errors import DatagenError
from datagen.expressions import parse
from datagen.jets import derivatives
from datagen.pointwise import Derive, Gradient, Hessian
from plots.figures import Figure

CANCELLING = [
    ("sin(x)/x", 0.5, 18),
    ("sin(x)/x", 0.01, 9),
    ("(e^x - 1)/x", 1e-8, 3),
    ("(x^2 - 1)/(x - 1)", 1.0001, 1),
    ("1 - cos(x)", 1e-6, 3),
    ("log(1 + x)/x - 1", 1e-3, 8),
    ("tan(x) - x", 1e-5, 2),
    ("e^-x sin(2πx)", 0.7, 160),
]

WELL = [
    ("sin(x)", np.pi, 20), ("sin(πx)", 1.0, 20), ("1/(1 + x^2)", 3.0, 60), ("tanh(x)", 3.0, 40), ("x^x", 2.0, 20),
    ("x^5 - 3x^2 + sin(x)", 0.5, 24), ("sin(x)^2 + cos(x)^2", 1.0, 5), ("cos(x) - 1", 0.0, 6), ("x/x", 1e-5, 8),
    ("(x + 1) - x", 0.0, 4), ("sinc(x)", 0.1, 20), ("acos(x)", 0.999, 12), ("e^x", 700.0, 20), ("x", 1.0, 5),
    ("x^2 - x^2 + x", 1.0, 3), ("e^-x sin(2πx)", 0.7, 100), ("1/tan(x)", 1.57, 10),
]  # fmt: skip


def found(formula: str, x: float, order: int) -> Lost | None:
    expression, place = parse(formula), np.array([x])
    return lost(expression, place, order)[0]


@pytest.mark.parametrize(("formula", "x", "order"), CANCELLING)
def test_digits_are_gone_from_the_order_that_is_named(formula: str, x: float, order: int) -> None:
    expression = parse(formula)
    rows = derivatives(expression, range(order + 1), np.array([x]))[:, 0] / np.cumprod([1.0, *range(1, order + 1)])
    exact = coefficients(expression, x, order)
    errors = [float(abs((row - c) / c)) for row, c in zip(rows, exact, strict=True)]
    gone = found(formula, x, order)
    assert gone is not None
    assert max(errors[: gone.half], default=0.0) < 1e-6
    assert max(errors[gone.half :]) > 1e-9
    if gone.none is not None:
        assert max(errors[gone.none :]) > 1e-2


@pytest.mark.parametrize(("formula", "x", "order"), WELL)
def test_nothing_is_said_of_what_is_right(formula: str, x: float, order: int) -> None:
    assert found(formula, x, order) is None


def test_an_engine_that_is_worse_than_series_is_seen() -> None:
    expression, place = parse("x/x"), np.array([0.1, 0.2])
    rows = np.array([[1.0, 1.0], [0.0, 0.0], [0.0, -64.0]])
    assert lost(expression, place, 2, rows) == [None, Lost(2, 2)]


def test_derive_says_so_in_one_line() -> None:
    (line,) = Derive("sin(t)/t", at="t=0.01", order=8).remarks()
    named = r"from f\^\([3-5]\) on fewer than 8 digits are right, from f\^\([5-7]\) on none"
    assert re.fullmatch(f"terms cancel at t = 0.01: {named}", line)
    assert Derive("g(x) = 1 - cos(x)", at=["2", "1e-6", "1e-7"]).remarks() == [
        "terms cancel at x = 1e-06 (and 1 more): from g on fewer than 8 digits are right"
    ]


def test_gradients_and_hessians_say_along_which_variable() -> None:
    assert Gradient("(1 - cos(x y))/(x y)^2", at=["x=1,y=1", "x=2,y=1"]).remarks() == []
    line = "terms cancel at x = 1e-05, y = 1, along x (and 1 more): from f on fewer than 8 digits are right"
    assert Gradient("(1 - cos(x y))/(x y)^2", at=["x=1,y=1", "x=1e-5,y=1"]).remarks() == [f"{line}, from f' on none"]
    assert Hessian("(1 - cos(x y))/(x y)^2", at="x=1e-5,y=1").remarks() == [f"{line}, from f' on none"]
    assert Hessian("x^2 y", at="x=1,y=1").remarks() == []
    assert Hessian("himmelblau", at="x=3,y=2").remarks() == []
    assert Derive("(x^2 - 9)^2", at=3, order=0).remarks() == []


def test_a_taylor_polynomial_of_nothing_but_rounding_is_refused() -> None:
    assert str(taylor("sin(x)/x", 0.01, 3)).startswith("0.9999833")
    with pytest.raises(DatagenError) as caught:
        taylor("sin(x)/x", 0.01, 10)
    assert re.fullmatch(
        r"sin\(x\)/x has no Taylor polynomial of order 10 at 0.01 that could be found: "
        r"terms cancel, and from f\^\([5-7]\) on no digit is right; give a lower order",
        str(caught.value),
    )


def test_a_figure_says_where_it_shows_rounding() -> None:
    (line,) = Figure("sin(x)/x", x="-1:1", derivative=8).remarks()
    assert re.fullmatch(r"f\^\(8\) shows rounding from x = -0\.0\d+ to 0\.0\d+, where terms cancel", line)
    assert Figure("sin(x)/x", x="-1:1", derivative=(1, 2)).remarks() == []
    (line,) = Figure("sin(x)/x + sin(x - 3)/(x - 3)", derivative=10).remarks()
    assert re.search(r"from x = -0\.2\d+ to 0\.2\d+ and from 2\.7\d to 3\.2\d, where", line)
    (line,) = Figure("sin(x - 1e6)/(x - 1e6)", x="999995:1000005", derivative=10).remarks()
    assert re.search(r"from x = 999999\.\d+ to 1000000\.\d+, where", line)


def test_points_at_which_a_rule_changes_are_left_to_the_other_remarks() -> None:
    assert Derive("abs(x^2 - 1)^3", at="-1:1", n=3, order=2).remarks() == []
    assert Derive("floor(3x)", at=[1, 1.5], order=2).remarks() == [
        "at x = 1 f jumps: it is 3, but tends to 2 from the left"
    ]
    assert Derive("7", at=1).remarks() == []


def test_the_work_grows_with_the_formula_and_not_with_its_square(work) -> None:
    short, long = (parse("+".join(["x^2", "sin(x)"] * pairs)) for pairs in (10, 80))
    assert work(lambda: found(str(long), 0.5, 2)) < 14 * work(lambda: found(str(short), 0.5, 2))
