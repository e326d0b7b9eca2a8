"""Designs: the laws of the inputs, their even spread, and rows that any block makes alone."""

import math

import numpy as np
import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.stats import qmc

from datagen.datasets import Quadratic, Sample
from datagen.designs import DESIGNS
from datagen.permutations import permuted
from datagen.sobol import DIMENSIONS, directions, sobol
from datagen.streams import BLOCK, blocks, generator

EXTENSIBLE = [name for name, each in DESIGNS.items() if each.extensible]


def strata(x, low, high, parts):
    """In which of equal parts of a range the values lie."""
    return np.floor((x - low) / (high - low) * parts).astype(int)


def test_normal_inputs_have_the_range_as_three_standard_deviations():
    x = Sample("x", x=(-2, 10), design="normal", n=20_000).dataset()["x"]
    assert stats.kstest(x, stats.norm(4, 2).cdf).pvalue > 1e-3


@pytest.mark.parametrize("design", EXTENSIBLE)
def test_the_first_rows_of_many_are_those_of_few(design):
    few = Sample("x y", design=design, n=10**6, noise=0.1).dataset()
    many = Sample("x y", design=design, n=10**9 + 1, noise=0.1).dataset()
    assert EXTENSIBLE == ["uniform", "normal", "sobol"]
    for block in (0, 7, 15):
        for one, other in zip(few.block(block), many.block(block), strict=True):
            assert np.array_equal(one, other[: len(one)])
    assert len(few.block(15)[0]) == 10**6 - 15 * BLOCK


@pytest.mark.parametrize("design", ["uniform", "sobol", "lhs"])
@pytest.mark.parametrize("ends", [(1e15, 1e15 + 1), (1.0, 1 + 2**-51), (1.0, 1 + 2**-52), (-1e200, 1e200), (0.1, 0.7)])
def test_rounding_does_not_reach_the_high_end(design, ends):
    x = Sample("x", x=ends, design=design, n=5000).dataset()["x"]
    assert ends[0] <= x.min() <= x.max() < ends[1]


@pytest.mark.parametrize("design", DESIGNS)
def test_a_block_does_not_depend_on_the_blocks_before(design):
    n = (2 * BLOCK + 9) // 25 * 25 if design != "grid" else 400**2
    together = list(Sample("x y", design=design, n=n, seed=3).dataset().blocks())
    alone = Sample("x y", design=design, n=n, seed=3).dataset().block(2)
    assert all(map(np.array_equal, together[2], alone))
    assert not np.array_equal(together[0][0][: len(alone[0])], alone[0])


# Sobol


@pytest.mark.parametrize("dimension", range(DIMENSIONS))
def test_the_direction_numbers_are_those_of_joe_and_kuo(dimension):
    """Against scipy, whose order is that of the Gray code: its point i is that of i ^ i >> 1 here."""
    index = np.arange(512)
    gray, points = index ^ index >> 1, np.zeros(512, dtype=np.uint64)
    for j, direction in enumerate(directions(dimension)[:9]):
        points ^= np.where(gray >> j & 1, np.uint64(direction), np.uint64(0))
    assert np.array_equal(points * 2.0**-53, REFERENCE[:, dimension])


REFERENCE = qmc.Sobol(DIMENSIONS, scramble=False, bits=53).random(512)


@pytest.mark.parametrize("block", [0, 5])
def test_every_coordinate_of_a_scrambled_sequence_is_even(block):
    for dimension in range(DIMENSIONS):
        x = sobol(dimension, 1, block)
        for first in (0, 256, BLOCK - 256):
            assert sorted(strata(x[first : first + 256], 0, 1, 256)) == list(range(256))
        assert np.array_equal(np.sort(strata(x, 0, 1, BLOCK)), np.arange(BLOCK))


def test_blocks_that_follow_each_other_fill_each_others_gaps():
    for dimension in (0, 1, 7):
        x = np.concatenate([sobol(dimension, 0, block) for block in range(4, 8)])
        assert np.array_equal(np.sort(strata(x, 0, 1, 4 * BLOCK)), np.arange(4 * BLOCK))


@pytest.mark.parametrize("seed", [0, 1])
def test_the_first_two_coordinates_fill_every_elementary_box(seed):
    x, y = sobol(0, seed, 3)[512:1024], sobol(1, seed, 3)[512:1024]
    for a in range(10):
        boxes = strata(x, 0, 1, 2**a) * 2 ** (9 - a) + strata(y, 0, 1, 2 ** (9 - a))
        assert sorted(boxes) == list(range(512))


def test_a_scrambled_sequence_is_uniform_over_the_seeds():
    first = [sobol(2, seed, 4)[17] for seed in range(400)]
    assert stats.kstest(first, stats.uniform().cdf).pvalue > 1e-3
    assert len(set(first)) == 400


def test_quasi_random_means_are_closer_than_random_ones():
    errors = {}
    for design in ("sobol", "uniform"):
        means = [Sample("x y^2", var={"x": (0, 1), "y": (0, 1)}, n=4096, design=design, seed=seed).dataset()["z"].mean()
                 for seed in range(10)]  # fmt: skip
        errors[design] = math.sqrt(np.mean((np.array(means) - 1 / 6) ** 2))
    assert errors["sobol"] < errors["uniform"] / 20


# Latin hypercubes


@pytest.mark.parametrize("n", [1, 2, 10, 1000, BLOCK, BLOCK + 1, 150_000])
def test_a_latin_hypercube_has_one_row_in_each_part_of_every_range(n):
    data = Sample("x y", var={"x": (-2, 3), "y": (0, 1)}, design="lhs", n=n).dataset()
    for name, low, high in (("x", -2, 3), ("y", 0, 1)):
        x = data[name]
        assert low <= x.min() <= x.max() < high
        assert np.array_equal(np.sort(strata(x, low, high, n)), np.arange(n))


def test_the_variables_of_a_latin_hypercube_are_in_orders_of_their_own():
    data = Sample("x y", design="lhs", n=100_000).dataset()
    x, y = data["x"], data["y"]
    for one, other in ((x, y), (x[1:], x[:-1]), (y, np.arange(len(y))), (x[2::2], y[:-2:2])):
        assert abs(np.corrcoef(one, other)[0, 1]) < 0.02
    within = (x + 5) * 10_000 % 1
    assert stats.kstest(within, stats.uniform().cdf).pvalue > 1e-3


@examples(15)
@given(st.integers(BLOCK + 1, 2 * BLOCK), st.integers(0, 99))
def test_a_permutation_hits_every_number_once(n, seed):
    found = permuted(np.arange(n, dtype=np.uint64), n, seed)
    assert np.array_equal(np.sort(found), np.arange(n))


@pytest.mark.parametrize("n", [10**5, 10**9, 10**15])
def test_a_permutation_of_many_numbers_looks_random(n):
    index = np.arange(BLOCK, dtype=np.uint64)
    found = permuted(index, n, 0)
    assert len(np.unique(found)) == BLOCK
    assert found.max() < n
    share = found / n
    assert stats.chisquare(np.histogram(share, 64, (0, 1))[0]).pvalue > 1e-3
    assert abs(np.corrcoef(share[1:], share[:-1])[0, 1]) < 0.02
    steps = np.diff(share) % 1  # of neighbours: uniform, too
    assert stats.chisquare(np.histogram(steps, 64, (0, 1))[0]).pvalue > 1e-3
    other = permuted(index, n, 0, 1) / n
    assert abs(np.corrcoef(share, other)[0, 1]) < 0.02


def test_small_permutations_are_equally_likely():
    seen = [tuple(permuted(np.arange(3, dtype=np.uint64), 3, seed).tolist()) for seed in range(600)]
    counts = [seen.count(each) for each in set(seen)]
    assert len(counts) == 6
    assert stats.chisquare(counts).pvalue > 1e-3


def test_every_design_is_in_the_help_with_its_law():
    (help,) = (each.metadata["option"]["help"] for each in Quadratic.__dataclass_fields__.values()
               if each.name == "design")  # fmt: skip
    assert all(f"{name}: {each.law}" in help for name, each in DESIGNS.items())


@pytest.mark.parametrize("n", [1, 2, 7, BLOCK, 2 * BLOCK + 5])
@pytest.mark.parametrize(("low", "high"), [(-1.0, 1.0), (0.1, 0.7), (-1e200, 1e200)])
def test_a_grid_has_the_bits_of_its_formula(n, low, high):
    columns = [DESIGNS["grid"].draw({"x": (low, high)}, n, 0, block)[0] for block in blocks(n)]
    i = np.arange(n)
    inner = (low * (n - 1 - i) + high * i) / max(n - 1, 1)
    expected = np.where(i == 0, low, np.where(i == n - 1, high, inner))
    np.testing.assert_array_equal(np.concatenate(columns).view(np.uint64), expected.view(np.uint64))


@pytest.mark.parametrize(("design", "draw"), [("uniform", "random"), ("normal", "standard_normal")])
def test_random_inputs_have_the_bits_of_their_formula(design, draw):
    found = DESIGNS[design].draw({"x": (0.1, 0.7), "y": (-1e200, 1e200)}, 6 * BLOCK, 3, 5)
    random = generator(3, "inputs", 5)
    for column, (low, high) in zip(found, [(0.1, 0.7), (-1e200, 1e200)], strict=True):
        z = getattr(random, draw)(BLOCK)
        expected = low + (high - low) * z if design == "uniform" else (low + high) / 2 + (high - low) / 6 * z
        np.testing.assert_array_equal(column.view(np.uint64), expected.view(np.uint64))
