"""Levels are round, few, and where the structure is; colours between them carry labels that can be read."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datagen.expressions import parse
from datagen.functions import FUNCTIONS
from plots.colours import contrast
from plots.planes.bands import band_colours, ink_between, level_text
from plots.planes.fields import Field, axis
from plots.planes.levels import Levels, choose_levels, round_levels


def chosen(formula: str, x: tuple[float, float] = (-5, 5), y: tuple[float, float] = (-5, 5)) -> Levels:
    f = parse(f"f(x, y) = {formula}")
    return choose_levels(Field(lambda a, b: f(x=a, y=b), axis("x", x, 250), axis("y", y, 240)))


EVEN = {
    "x + y": tuple(range(-10, 11, 2)),
    "x^2 + y^2": tuple(range(0, 51, 5)),
    "x^2 + y^2 + 1000": tuple(range(1000, 1051, 5)),
    "exp(-x^2 - y^2)": tuple(each / 10 for each in range(11)),  # a peak in the view is the structure
    "sin(x)*cos(y)": (-1.0, -0.8, -0.6, -0.4, -0.2, 0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
}
GRADED = {
    "(1 - x)^2 + 100(y - x^2)^2": (0, 3, 10, 30, 100, 300, 1000, 3000, 10000, 30000),
    "(x^2 + y - 11)^2 + (x + y^2 - 7)^2": (0, 2, 5, 10, 20, 50, 100, 200, 500),
    "exp(x + y)": (0, 0.001, 0.01, 0.1, 1, 10, 100, 1000),
    "1/(x^2 + y^2)": (0, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
}


@pytest.mark.parametrize(("formula", "bounds"), EVEN.items(), ids=EVEN)
def test_even_levels(formula: str, bounds: tuple[float, ...]) -> None:
    levels = chosen(formula)
    assert levels.bounds == bounds
    assert not levels.graded


@pytest.mark.parametrize(("formula", "bounds"), GRADED.items(), ids=GRADED)
def test_graded_levels(formula: str, bounds: tuple[float, ...]) -> None:
    levels = chosen(formula)
    assert levels.graded
    assert levels.bounds == bounds


def test_values_to_both_sides_of_zero_have_levels_on_both_sides() -> None:
    levels = chosen("x/y")
    assert levels.graded
    assert levels.middle == 0
    assert levels.bounds == tuple(-each for each in reversed(levels.bounds))
    assert levels.below
    assert levels.above


@pytest.mark.parametrize("formula", ["log(x^2 + y^2)", "1/(x^2 + y^2)", "tan(x*y)", "1/x + 0*y", "1/x + y"])
def test_a_pole_does_not_decide_the_levels(formula: str) -> None:
    levels = chosen(formula)
    assert max(map(abs, levels.bounds)) <= 1e4
    assert levels.below or levels.above


@pytest.mark.parametrize("formula", ["3", "sin(x)^2 + cos(x)^2", "0", "-7e200"])
def test_a_constant_has_one_band_around_it(formula: str) -> None:
    levels = chosen(formula)
    assert levels.flat
    assert levels.bands == 1
    low, high = levels.bounds
    assert low < float(parse(formula)(**dict.fromkeys(parse(formula).variables, 0.3))) < high


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9))
def test_round_levels_cover_a_range_in_few_steps(low: float, width: float) -> None:
    high = low + width
    if high - low < 1e-9 * max(abs(low), abs(high)):
        return
    levels = round_levels(low, high)
    step = levels[1] - levels[0]
    assert levels[0] <= low + 1e-6 * step
    assert levels[-1] >= high - 1e-6 * step
    assert 6 <= len(levels) - 1 <= 18


LEVELS = [
    *(chosen(each) for each in (*EVEN, *GRADED, "x/y", "x*y", "x + y + 3")),
    *(Levels(tuple(range(count + 1)), False, False, False) for count in range(6, 17)),
]


@pytest.mark.parametrize("levels", LEVELS, ids=lambda each: f"{each.bounds[0]:g} to {each.bounds[-1]:g}")
def test_lines_and_labels_are_legible_on_both_sides(levels: Levels) -> None:
    colours = band_colours(levels)
    assert len(colours) == levels.bands
    for first, second in itertools.pairwise(colours):
        ink = ink_between(first, second)
        assert min(contrast(ink, first), contrast(ink, second)) >= 3


def test_white_is_where_the_sign_changes() -> None:
    levels = chosen("x*y")
    colours = band_colours(levels)
    zero = levels.bounds.index(0.0)
    (r, _, b), (red, _, blue) = colours[zero - 1], colours[zero]
    assert b > r
    assert red > blue
    assert band_colours(chosen("x^2 + y^2"))[0] == pytest.approx((0.267, 0.005, 0.329), abs=1e-2)  # viridis


TEXTS = {0.0: "0", 0.5: "0.5", -20.0: "−20", 100000.0: "100000", 0.0003: "0.0003", 1e-6: "$10^{-6}$",
         -1e7: "$-10^{7}$", 2.5e8: r"$2.5\times 10^{8}$", -3e-9: r"$-3\times 10^{-9}$"}  # fmt: skip


@pytest.mark.parametrize(("level", "text"), TEXTS.items(), ids=TEXTS.values())
def test_level_text(level: float, text: str) -> None:
    assert level_text(level) == text


TWO = [row for row in FUNCTIONS.values() if len(row.ranges) == 2]


@pytest.mark.parametrize("row", TWO, ids=lambda row: row.name)
def test_every_named_function_has_between_five_and_sixteen_bands(row) -> None:
    f = parse(row.formula).bind(**row.parameters)
    levels = choose_levels(Field(lambda a, b: f(x=a, y=b), *(axis(n, e, 250) for n, e in row.ranges.items())))
    assert 5 <= levels.bands <= 16
