"""The named sets: their geometry, their truth, their documentation, and paths whose blocks are made alone."""

import math
import pickle
import re

import numpy as np
import pytest
from scipy import stats

from datagen.datasets import Sample
from datagen.functions import FUNCTIONS
from datagen.listing import Listing
from datagen.sets.paths import walk_at
from datagen.sets.registry import SETS
from datagen.sets.row import FormulaSet
from datagen.streams import BLOCK

POINTS = [name for name, each in SETS.items() if not isinstance(each, FormulaSet)]
SETTING = pytest.mark.parametrize("name", SETS)


def rows(name, **options):
    """The columns of a set, by name."""
    data = Sample(name, **options).dataset()
    return {each: data[each] for each in data.columns}


def test_the_promised_sets_are_there():
    promised = (
        "moons circles blobs spirals checkerboard swiss-roll s-curve linear friedman1 friedman2 friedman3 sine-waves "
        "random-walk logistic-growth"
    )
    assert {*promised.split()} == {*SETS}
    assert not {*SETS} & {*FUNCTIONS}


@SETTING
def test_a_set_is_documented_by_its_command(name):
    row, text = SETS[name], Listing(name).text()
    assert re.search(r"\((18|19|20)\d\d\)", row.source)
    for fact in (name, row.formula, row.description, row.source):
        assert fact in text
    for parameter, each in row.parameters.items():
        assert f"{parameter} = " in text
        assert each.help in text
    assert row.description in Listing().text()
    assert (name in ("random-walk", "sine-waves")) == ("  blocks  " in text)
    assert [each["name"] for each in Listing(name).data()["sets"]] == [name]


@SETTING
def test_any_block_is_made_alone_and_the_first_rows_do_not_depend_on_n(name):
    options = {"design": "uniform"} if isinstance(SETS[name], FormulaSet) else {}
    n = 2 * BLOCK + 99
    recipe = Sample(name, n=n, noise=0.1, clean=True, **options)
    *_, last = recipe.dataset().blocks()
    fresh, longer = (Sample(name, n=each, noise=0.1, clean=True, **options).dataset().block(2) for each in (n, 10**9))
    for one, alone, other in zip(last, fresh, longer, strict=True):
        assert one.shape == (99,)
        assert np.array_equal(one, alone)
        assert np.array_equal(one, other[:99])
    assert not np.array_equal(last[0][:50], recipe.dataset().block(1)[0][:50]) or name == "sine-waves"


@SETTING
def test_the_types_of_the_columns_are_those_of_the_arrays(name):
    data = Sample(name, n=10, outliers=0.5, missing=0.1, clean=True, split=0.5).dataset()
    kinds = {"float": np.float64, "integer": np.int64}
    for type, column in zip(data.types, data.block(0), strict=True):
        assert column.dtype == kinds[type] if type in kinds else column.dtype.kind == "U"
    assert data.columns[-2:] == ("outlier", "split")


@SETTING
def test_a_recipe_travels_to_another_process(name):
    there = pickle.loads(pickle.dumps(Sample(name, n=7)))
    here = Sample(name, n=7)
    here.dataset()
    again = pickle.loads(pickle.dumps(here))
    for one in (there, again):
        assert all(map(np.array_equal, one.dataset().block(0), here.dataset().block(0)))


@pytest.mark.parametrize(("name", "classes"), [("moons", 2), ("circles", 2), ("blobs", 3), ("spirals", 2)])
def test_classes_are_equally_large_at_any_number_of_rows(name, classes):
    label = rows(name, n=BLOCK + 100)["label"]
    assert np.array_equal(label, np.arange(BLOCK + 100) % classes)


@pytest.mark.parametrize("name", SETS)
def test_the_noise_of_a_set_is_normal_unless_there_is_a_word(name):
    found = rows(name, n=5000, noise=0.5, clean=True)
    outputs = [each for each in found if f"{each}_clean" in found]
    noises = [(found[each] - found[f"{each}_clean"]) / 0.5 for each in outputs]
    for noise in noises:
        assert stats.kstest(noise, stats.norm().cdf).pvalue > 1e-3
    assert np.abs(np.corrcoef(noises) - np.eye(len(noises))).max() < 0.06
    assert rows(name, n=9, noise=0.5, noise_kind="uniform")[outputs[0]][0] != found[outputs[0]][0]


# Geometry


def test_moons_lie_on_two_half_circles():
    found = rows("moons", n=4000, set={"gap": 0.25, "shift": 2})
    x, y, lower = found["x"], found["y"], found["label"] == 1
    u, v = np.where(lower, 2 - x, x), np.where(lower, 0.25 - y, y)
    assert np.allclose(u**2 + v**2, 1, atol=1e-14)
    assert v.min() >= 0
    assert stats.kstest(np.arctan2(v, u) / np.pi, stats.uniform().cdf).pvalue > 1e-3


def test_circles_have_their_radii():
    found = rows("circles", n=4000, set={"ratio": 0.3})
    assert np.allclose(np.hypot(found["x"], found["y"]), np.where(found["label"] == 1, 0.3, 1), atol=1e-14)
    turn = np.arctan2(found["y"], found["x"]) / (2 * np.pi) % 1
    assert stats.kstest(turn, stats.uniform().cdf).pvalue > 1e-3


def test_spirals_wind_from_the_inner_radius_out():
    found = rows("spirals", n=3000, set={"arms": 3, "turns": 2, "inner": 0.2})
    radius, turn = np.hypot(found["x"], found["y"]), np.arctan2(found["y"], found["x"]) / (2 * np.pi)
    t = (radius - 0.2) / 0.8
    assert stats.kstest(t, stats.uniform().cdf).pvalue > 1e-3
    off = (turn - 2 * t - found["label"] / 3 + 0.5) % 1 - 0.5
    assert np.abs(off).max() < 1e-12


def test_the_checkerboard_alternates():
    found = rows("checkerboard", n=4000, set={"cells": 3})
    black = (found["x"].astype(int) % 2) ^ (found["y"].astype(int) % 2)
    assert np.array_equal(found["label"], black)
    for name in "xy":
        assert stats.kstest(found[name], stats.uniform(0, 3).cdf).pvalue > 1e-3


def test_blobs_are_normal_around_centers_in_the_box():
    found = rows("blobs", n=40_000, set={"centers": 4, "dimensions": 5, "spread": 0.5, "box": 2})
    assert list(found) == ["x1", "x2", "x3", "x4", "x5", "label"]
    for name in ("x1", "x5"):
        for label in range(4):
            x = found[name][found["label"] == label]
            assert abs(x.mean()) < 2.05
            assert stats.kstest((x - x.mean()) / 0.5, stats.norm().cdf).pvalue > 1e-3
    few = rows("blobs", n=40_000, set={"centers": 2, "dimensions": 5, "spread": 0, "box": 2})
    assert few["x3"][0] == pytest.approx(found["x3"][found["label"] == 0].mean(), abs=0.02)
    assert [list(rows("blobs", n=1, set={"dimensions": d}))[:-1] for d in (1, 3)] == [["x"], ["x", "y", "z"]]


def test_the_swiss_roll_and_the_s_curve_follow_their_place():
    found = rows("swiss-roll", n=3000, set={"height": 5})
    t = found["t"]
    assert np.allclose(found["x"], t * np.cos(t))
    assert np.allclose(found["z"], t * np.sin(t))
    assert stats.kstest(t, stats.uniform(1.5 * np.pi, 3 * np.pi).cdf).pvalue > 1e-3
    assert stats.kstest(found["y"], stats.uniform(0, 5).cdf).pvalue > 1e-3
    found = rows("s-curve", n=3000)
    half = found["t"] > 0  # two circles of radius 1 around (0, -1) and (0, 1)
    assert np.allclose(found["x"] ** 2 + (found["z"] + np.where(half, 1, -1)) ** 2, 1)
    assert np.allclose(found["x"], np.sin(found["t"]))
    assert stats.kstest(found["y"], stats.uniform(0, 2).cdf).pvalue > 1e-3


# Regressions


def test_the_true_coefficients_of_linear_are_said_and_kept():
    recipe = Sample("linear", n=50, seed=5, set={"features": 4, "w2": 2.5})
    data = recipe.dataset().to_numpy()
    fitted = np.linalg.lstsq(np.column_stack([np.ones(50), data[:, :4]]), data[:, 4], rcond=None)[0]
    assert np.allclose(fitted, list(recipe.truth.values()), atol=1e-13)
    assert recipe.truth["w2"] == 2.5
    said = ", ".join(f"{name} = {value!r}" for name, value in recipe.truth.items())
    assert recipe.notes() == [f"the parameters are {said}"]
    assert recipe.truth != Sample("linear", set={"features": 4, "w2": 2.5}).truth
    coefficients = np.array([[*Sample("linear", seed=seed).truth.values()] for seed in range(100)])
    assert stats.kstest(coefficients.ravel(), stats.norm().cdf).pvalue > 1e-3


def test_friedmans_functions():
    found = rows("friedman1", n=500)
    x = [found[f"x{i}"] for i in range(1, 6)]
    expected = 10 * np.sin(np.pi * x[0] * x[1]) + 20 * (x[2] - 0.5) ** 2 + 10 * x[3] + 5 * x[4]
    assert np.allclose(found["y"], expected, rtol=1e-14)
    assert list(found)[5:] == ["x6", "x7", "x8", "x9", "x10", "y"]
    for name, of in (("friedman2", np.hypot), ("friedman3", lambda a, b: np.arctan(b / a))):
        found = rows(name, n=500)
        x1, x2, x3, x4 = (found[f"x{i}"] for i in range(1, 5))
        assert np.allclose(found["y"], of(x1, x2 * x3 - 1 / (x2 * x4)), rtol=1e-13)
        assert 40 * np.pi <= x2.min() <= x2.max() < 560 * np.pi
        assert 1 <= x4.min() <= x4.max() < 11


def test_logistic_growth_solves_its_equation():
    found = rows("logistic-growth", n=101, derivative=1, set={"K": 8, "P": 2, "r": 1.5})
    y = found["y"]
    assert y[0] == 2
    assert np.allclose(found["dy_dt"], 1.5 * y * (1 - y / 8), rtol=1e-12)


def test_every_option_of_a_formula_is_one_of_a_set_that_is_one():
    data = Sample("friedman2", design="lhs", n=64, var={"x1": (10, 20)}, derivative=1, noise="x1/100").dataset()
    assert data.columns == ("x1", "x2", "x3", "x4", "y", "dy_dx1", "dy_dx2", "dy_dx3", "dy_dx4")
    assert 10 <= data["x1"].min() <= data["x1"].max() < 20


# Paths


def test_a_sine_wave_has_its_amplitude_and_phase_across_blocks():
    found = rows("sine-waves", n=2 * BLOCK, set={"points": 50, "frequency": 2})
    waves = found["y"][: 2 * BLOCK // 50 * 50].reshape(-1, 50)
    x = found["x"][:50]
    assert np.array_equal(x, -x[::-1])
    assert (x[0], x[-1]) == (-5, 5)
    assert np.array_equal(found["wave"], np.arange(2 * BLOCK) // 50)
    basis = np.column_stack([np.sin(2 * x), np.cos(2 * x)])
    weights, residual, *_ = np.linalg.lstsq(basis, waves.T, rcond=None)
    assert residual.max() < 1e-24
    amplitude, phase = np.hypot(*weights), np.arctan2(weights[1], weights[0])
    assert stats.kstest(amplitude, stats.uniform(0.1, 4.9).cdf).pvalue > 1e-3
    assert stats.kstest(phase, stats.uniform(0, np.pi).cdf).pvalue > 1e-3
    assert abs(np.corrcoef(amplitude, phase)[0, 1]) < 0.06
    assert len(np.unique(amplitude.round(9))) == len(amplitude)
    single = Sample("sine-waves", n=3 * BLOCK, set={"points": 1}).dataset()["y"]
    assert len(np.unique(single)) == 3 * BLOCK


def test_the_steps_of_a_walk_are_independent_and_normal_in_blocks_and_between_them():
    found = rows("random-walk", n=3 * BLOCK + 1, set={"drift": 0.5, "step": 2})
    assert np.array_equal(found["t"], np.arange(3 * BLOCK + 1))
    assert found["y"][0] == 0
    steps = (np.diff(found["y"]) - 0.5) / 2
    assert stats.kstest(steps, stats.norm().cdf).pvalue > 1e-3
    assert abs(np.corrcoef(steps[1:], steps[:-1])[0, 1]) < 0.01
    assert np.abs(steps[BLOCK - 1 :: BLOCK]).max() < 5


def test_the_walk_at_the_ends_of_blocks_has_its_covariance():
    """Cov(W(s), W(t)) = min(s, t): between the powers of two, where values are found by halving, as at them."""
    ends = [0, 1, 2, 3, 5, 6, 7, 8]
    found = np.array([[walk_at(block, seed) for block in ends] for seed in range(1500)]) / math.sqrt(BLOCK)
    covariance = found.T @ found / len(found)
    spread = np.sqrt((np.minimum.outer(ends, ends) ** 2 + np.outer(ends, ends)) / len(found))
    assert np.all(np.abs(covariance - np.minimum.outer(ends, ends)) <= 4 * spread)


def test_the_walk_within_a_block_is_tied_to_both_ends():
    found = Sample("random-walk", n=10**12).dataset()
    for block in (1, 12, 10**7):
        (t, y), (_, after) = found.block(block), found.block(block + 1)
        assert t[0] == block * BLOCK
        assert y[0] == walk_at(block, 0)
        assert after[0] == walk_at(block + 1, 0)
        assert abs(after[0] - y[-1]) < 6
    middles = []
    for seed in range(150):
        y = Sample("random-walk", n=10**6, seed=seed).dataset().block(1)[1]
        middles.append((y[BLOCK // 2] - (walk_at(1, seed) + walk_at(2, seed)) / 2) / math.sqrt(BLOCK / 4))
    assert stats.kstest(middles, stats.norm().cdf).pvalue > 1e-3
