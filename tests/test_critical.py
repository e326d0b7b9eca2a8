"""The nature of a critical point: against closed forms, whatever the units of the variables and of the function."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datagen.critical import eigenvalues, nature
from datagen.pointwise import Hessian


def test_eigenvalues_are_ascending():
    assert eigenvalues([[84, 48], [48, 124]]) == pytest.approx([52, 156], rel=1e-15)  # 104 ± √(20² + 48²)
    assert eigenvalues([[2.0]]) == [2]


def test_eigenvalues_of_what_is_not_finite_are_nan():
    for bad in (math.nan, math.inf, -math.inf):
        assert np.isnan(eigenvalues([[bad, 0], [0, 1]])).all()


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=4), st.integers(0, 2**32))
def test_eigenvalues_of_a_rotated_diagonal_are_the_diagonal(diagonal: list[float], seed: int):
    turn, _ = np.linalg.qr(np.random.default_rng(seed).standard_normal((len(diagonal), len(diagonal))))
    matrix = turn @ np.diag(diagonal) @ turn.T
    assert eigenvalues(((matrix + matrix.T) / 2).tolist()) == pytest.approx(sorted(diagonal), abs=1e-11)


NATURES = [
    ("x^2 + y^2", "x=0,y=0", "minimum"),
    ("-x^2 - y^2", "x=0,y=0", "maximum"),
    ("x^2 - y^2", "x=0,y=0", "saddle"),
    ("x y", "x=0,y=0", "saddle"),
    ("x^2 - y^2 + z^4", "x=0,y=0,z=0", "saddle"),  # a direction up and one down are enough
    ("x^2 + y^4", "x=0,y=0", "undecided"),
    ("(x + y)^2", "x=0.1,y=-0.1", "undecided"),
    ("x^2 - 3x y^2 + 2y^4", "x=0,y=0", "undecided"),  # Peano: a minimum on every line, and yet none
    ("x^3", "x=0", "undecided"),
    ("(y - 0.1)^3 + x^2", "x=0,y=0.1", "undecided"),
    ("y^3 - 0.3y^2 + 0.03y + x^2", "x=0,y=0.1", None),  # both derivatives are rounding: nothing is claimed
    ("rosenbrock", "x=1,y=1", "minimum"),
    ("himmelblau", "x=3,y=2", "minimum"),
    ("himmelblau", "x=-0.270844590667,y=-0.923038522481", None),  # 12 digits of the maximum: its gradient is 1e-11
    ("sin(x)", "x=pi/2", "maximum"),
    ("cos(x + pi)", "x=0", "minimum"),  # the gradient is 1e-16
    ("1e300*cos(x)", "x=pi", "minimum"),
    ("1e-300*cos(x)", "x=pi", "minimum"),
    ("cos(x/1e-12)", "x=pi*1e-12", "minimum"),
    ("cos(x/1e12)", "x=pi*1e12", "minimum"),
    ("(x/1e-15 - 3)^2", "x=0", None),
    ("x^2 + y^2", "x=1e-9,y=0", None),
    ("sin(x)", "x=1e9", None),
    ("x", "x=0", None),
    ("sqrt(x)", "x=0", None),
]


@pytest.mark.parametrize(("formula", "at", "expected"), NATURES, ids=[f"{f} at {at}" for f, at, _ in NATURES])
def test_nature(formula: str, at: str, expected: str | None):
    assert Hessian(formula, at=at).run().natures == [expected]


def test_what_is_not_finite_has_no_nature():
    assert nature([0, 0], 0, [0, math.nan], [[1, 0], [0, 1]]) is None
    assert nature([0, 0], 0, [0, 0], [[1, math.inf], [math.inf, 1]]) is None
