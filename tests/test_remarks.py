"""What is said of results that are no finite numbers: a line for each cause, and never more than a screen."""

import math

import pytest

from datagen.pointwise import Derive, Gradient, Hessian

LINES = [
    (Derive("x^2", at="-1:1", order=3), []),
    (Derive("abs(x)^3", at=0, order=2), []),
    (
        Derive("abs(x)", at="-1:1", n=3),
        ["at x = 0 f' does not exist: it is 1 from the right and -1 from the left"],
    ),
    (
        Derive("sqrt(t)", at="-2:0", n=9),
        ["at t = -2, -1.75, -1.5 and 5 more points f is not defined", "at t = 0 f' is infinite"],
    ),
    (Derive("h(x) = exp(x)", at=1e3), ["at x = 1000 h is too large for a double"]),
    (Derive("e^(9x)", at=1, order=400), ["at x = 1 f^(319) is too large for a double"]),
    (Derive("0/0", at=1), ["at x = 1 f is not defined"]),
    (Gradient("x^2 y", at="x=0,y=0"), []),
    (
        Gradient("abs(x) + log(y)", at=["x=0,y=1", "x=1,y=0", "x=1,y=-1", "x=1,y=1"]),
        [
            "at x = 0, y = 1, along x: f' does not exist: it is 1 from the right and -1 from the left",
            "at x = 1, y = 0 f is infinite",
            "at x = 1, y = -1 f is not defined",
        ],
    ),
    (
        Hessian("x*abs(y)", at="x=0,y=0"),
        ["at x = 0, y = 0 a derivative by two variables does not exist, or is too large for a double"],
    ),
    (Hessian("x^(3/2) + y", at="x=0,y=0"), ["at x = 0, y = 0, along x: f'' is infinite"]),
    (Hessian("0/0", at=1), ["at x = 1 f is not defined"]),
]


@pytest.mark.parametrize(("recipe", "lines"), LINES, ids=[recipe.formula for recipe, _ in LINES])
def test_remarks(recipe, lines):
    assert recipe.remarks() == lines


def test_many_causes_are_cut_short():
    lines = Derive("floor(x)", at="0:99", n=100).remarks()
    assert lines[0] == "at x = 0 f jumps: it is 0, but tends to -1 from the left"
    assert len(lines) == 11
    assert lines[-1] == "and so on: in all, 100 points have a value or a derivative that is no finite number"


def test_many_points_are_not_all_looked_at():
    first, last = Derive("log(x)", at="-2:-1", n=10_000).remarks()
    assert first.endswith(" and 197 more points f is not defined")
    assert last == "and so on: in all, 10000 points have a value or a derivative that is no finite number"


def test_there_is_a_remark_wherever_a_number_is_not_finite():
    for formula in ("1/x", "tan(x)", "x^x", "where(x > 0, sqrt(x), 0)", "gamma(x)", "relu(x)", "exp(1/x)", "x log(x)"):
        for at in (-1, 0, 1e-300, 0.5, 1e200):
            recipe = Derive(formula, at=at, order=6)
            ((*row,),) = recipe.run().rows
            assert bool(recipe.remarks()) == (not all(map(math.isfinite, row))), (formula, at, row)
