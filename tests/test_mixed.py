"""Mixed second derivatives where a rule changes: by both orders, from every side on which the function is defined."""

import math

import numpy as np
import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from datagen.calculus import hessian

nan = math.nan

CASES = [
    # the two orders give -1 and 1: there is no mixed derivative, though the function is 0 along both diagonals
    ("where(x^2 + y^2 == 0, 0, x y (x^2 - y^2)/(x^2 + y^2))", (0, 0), 0, nan, 0),
    ("where(x^2 + y^2 == 0, 0, x y/(x^2 + y^2))", (0, 0), 0, nan, 0),
    # by one variable alone there is none, but the mixed one there is
    ("x abs(x) y", (0, 1), nan, 0, 0),
    ("where(x > 0, x^2 y, 0)", (0, 1), nan, 0, 0),
    ("x^2 y + sqrt(y)", (0, 0), 0, 0, -math.inf),
    # one-sided: to the left of 0 the power is not defined
    ("x^y", (0, 2), 2, 0, 0),
    ("sqrt(x)^5 y", (0, 3), 0, 0, 0),
    # the slope by x is not defined at the point, whatever it tends to beside it
    ("sqrt(x^2 + y^2)", (0, 0), nan, nan, nan),
    ("abs(x) + x y", (0, 0), nan, nan, 0),
    ("abs(x) abs(y)", (0, 0), 0, nan, 0),
    ("floor(x) y", (1, 0), 0, nan, 0),
    ("cbrt(x) y", (0, 0), 0, nan, 0),
    # removable
    ("where(x y == 0, 1, sin(x y)/(x y))", (0, 2), -4 / 3, 0, 0),
    ("where(x == 0, y, sin(x y)/x)", (0, 2), -8 / 3, 0, 0),
    ("where(x == 0, y, tan(x y)/x) + x y", (0, 2), 16 / 3, 1, 0),
    ("where(x^2 + y^2 == 0, 0, exp(-1/(x^2 + y^2)))", (0, 0), 0, 0, 0),
    ("sinc(hypot(x, y))", (0, 0), -(math.pi**2) / 3, 0, -(math.pi**2) / 3),
    ("abs(x - y) (x - y)^3", (1, 1), 0, 0, 0),
    ("relu(x)^2 relu(y)^2", (0, 1), nan, 0, 0),
    ("y x e^(20y) + abs(x)^3", (0, 1), 0, 21 * math.exp(20), 0),
]


@pytest.mark.parametrize(("formula", "point", "xx", "xy", "yy"), CASES, ids=[case[0] for case in CASES])
def test_hessians_at_hard_points(formula: str, point: tuple[float, float], xx: float, xy: float, yy: float) -> None:
    np.testing.assert_allclose(hessian(formula)(point), [[xx, xy], [xy, yy]], rtol=1e-12, atol=1e-15)


SMOOTH = ["sin(x y) + x^2 y", "exp(x - y) y^3", "x y/(1 + x^2 + y^2)", "log(4 + x y) cos(x)"]


@given(st.sampled_from(SMOOTH), st.floats(-1.5, 1.5), st.floats(-1.5, 1.5), st.sampled_from(("x", "y", "x + y")))
@examples(40)
def test_a_corner_of_order_three_changes_nothing(smooth: str, x: float, y: float, along: str) -> None:
    corner = {"x": x, "y": y, "x + y": x + y}[along]
    rough = f"{smooth} + abs({along} - ({corner!r}))^3"
    np.testing.assert_allclose(hessian(rough)([x, y]), hessian(smooth)([x, y]), rtol=1e-9, atol=1e-11)


def test_of_three_variables_only_the_pair_with_a_jump_has_none() -> None:
    found = hessian("x y^2 + floor(z)")([3.0, 4.0, 2.0])
    np.testing.assert_array_equal(found, [[0, 8, nan], [8, 6, nan], [nan, nan, nan]])


def test_many_points_need_one_pass(work) -> None:
    points = np.stack([np.zeros(400), np.linspace(1.0, 2.0, 400)], axis=1)
    find = hessian("abs(x)^3 y")
    assert work(lambda: find(points)) < 2 * work(lambda: find(points[:2]))
