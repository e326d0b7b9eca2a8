"""What is measured: noise by a formula or in decibels, outliers, empty cells, and what is said of them."""

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from datagen.datasets import Quadratic, Sample
from datagen.errors import DatagenError
from datagen.noises import NOISES
from datagen.streams import BLOCK, generator

NOWHERE = "values of which none is a finite number is not allowed; give ranges on which the formula is defined"

LAWS = {"uniform": stats.uniform(), "normal": stats.norm(), "laplace": stats.laplace(), "student-t": stats.t(3)}


def rows(recipe):
    """The columns of the first block, by name."""
    data = recipe.dataset()
    return dict(zip(data.columns, data.block(0), strict=True))


# Noise whose amount is a formula


@pytest.mark.parametrize("kind", LAWS)
def test_noise_may_grow_with_the_input(kind):
    found = rows(Sample("2x", x=(1, 3), n=20_000, noise="0.1x^2", noise_kind=kind, clean=True))
    noise = (found["y"] - found["y_clean"]) / (0.1 * found["x"] ** 2)
    assert stats.kstest(noise, LAWS[kind].cdf).pvalue > 1e-3


def test_a_formula_that_is_constant_over_the_rows_is_the_number():
    assert np.array_equal(rows(Sample("x", noise="0x + 1/2"))["y"], rows(Sample("x", noise=0.5))["y"])


def test_the_amount_may_be_a_formula_of_the_clean_output_and_the_parameters():
    found = rows(Sample("a x", set={"a": 3}, x=(1, 2), n=20_000, noise="|y|/a", noise_kind="normal", clean=True))
    assert stats.kstest((found["y"] - found["y_clean"]) / found["x"], stats.norm().cdf).pvalue > 1e-3


def test_the_amount_may_be_a_formula_of_the_points_of_a_set():
    found = rows(Sample("moons", n=1000, noise="0.1 heaviside(x)", clean=True))
    left = found["x_clean"] < 0
    assert np.array_equal(found["y"][left], found["y_clean"][left])
    assert not np.any(found["y"][~left] == found["y_clean"][~left])


def test_where_the_amount_is_negative_the_value_is_nan_and_that_is_said():
    recipe = Sample("x", x=(-1, 1), n=5, noise="0.1x")
    assert np.isnan(rows(recipe)["y"]).tolist() == [True, True, False, False, False]
    assert recipe.remarks() == [
        "in 2 of 5 rows y is nan, as the amount of noise is negative or no finite number there"
    ]  # fmt: skip


def test_it_is_said_of_every_output():
    recipe = Sample("moons", n=1000, noise="x - 0.5")
    found = rows(recipe)
    why = "is nan, as the amount of noise is negative or no finite number there"
    assert recipe.remarks() == [f"in {np.isnan(found[name]).sum()} of 1000 rows {name} {why}" for name in "xy"]


@pytest.mark.parametrize("kind", NOISES)
def test_where_the_amount_is_zero_the_value_stays(kind):
    found = rows(Sample("x + 3", x=(-2, 2), n=5, noise="x^2", noise_kind=kind, clean=True))
    assert found["y"][2] == found["y_clean"][2] == 3
    assert found["y"][0] != found["y_clean"][0]


def test_multiplicative_and_poisson_noise_of_varying_amount():
    found = rows(Sample("5x", x=(1, 2), n=20_000, noise="x/10", noise_kind="multiplicative", clean=True))
    noise = (found["y"] / found["y_clean"] - 1) / (found["x"] / 10)
    assert stats.kstest(noise, stats.norm().cdf).pvalue > 1e-3
    found = rows(Sample("6x", x=(1, 2), n=20_000, noise="x", noise_kind="poisson"))
    counts = found["y"] / found["x"]
    assert np.allclose(counts, counts.round(), atol=1e-12)
    assert abs(counts.mean() - 6) < 4 * math.sqrt(6 / 20_000)


# Decibels


@pytest.mark.parametrize("kind", [kind for kind in NOISES if kind != "student-t"])
@pytest.mark.parametrize("design", ["grid", "uniform"])
def test_noise_in_decibels_has_that_share_of_the_signals_variance(kind, design):
    found = rows(Sample("3 + sin(x)", x=(0, "2pi"), n=50_000, design=design, snr=13, noise_kind=kind, clean=True))
    noise = found["y"] - found["y_clean"]
    assert 10 * math.log10(found["y_clean"].var() / noise.var()) == pytest.approx(13, abs=0.15)


def test_the_variance_of_student_t_is_3():  # too heavy a tail to measure it
    amount = Sample("sqrt(12) x", x=(0, 1), n=BLOCK, design="lhs", snr=10, noise_kind="student-t")._measurement.amount
    assert amount == pytest.approx(math.sqrt(0.1 / 3), rel=1e-6)


def test_the_amount_in_decibels_is_said_and_can_be_given_again():
    recipe = Sample("x", x=(0, 1), n=100, snr=20, noise_kind="normal")
    (note,) = recipe.notes()
    words = note.split()
    assert note == f"noise {words[1]} is 20 dB below y: the variance over 100 rows is 0.0850168"
    assert float(words[1]) == pytest.approx(0.1 * math.sqrt((100 + 1) / (12 * 99)), rel=1e-14)
    assert np.array_equal(rows(recipe)["y"], rows(Sample("x", x=(0, 1), noise=words[1], noise_kind="normal"))["y"])


def test_only_rows_with_finite_values_are_said_to_give_the_variance():
    (*_, note) = Sample("ln(x)", n=5, snr=10).notes()
    logarithms = np.log([2.5, 5])
    assert note.endswith(f"the variance over the 2 of 5 rows with finite values is {logarithms.var():.6g}")
    (*_, note) = Sample("moons", n=5, snr=10).notes()
    assert "below x, y: the variance over 65536 rows is" in note


@pytest.mark.parametrize("kind", NOISES)
@pytest.mark.parametrize("power", [-1000, -600, 0, 600, 1000])
def test_values_of_any_size_are_measured_in_it(kind, power):
    one, other = (
        Sample("k (3 + sin(x))", set={"k": k}, x=(0, 6), n=50, snr=10, noise_kind=kind, outliers=0.1)._measurement
        for k in (1.0, 2.0**power)
    )
    assert other.amount == one.amount * (1.0 if kind == "multiplicative" else 2.0**power)
    assert other.reach == one.reach * 2.0**power


def test_a_variance_beyond_doubles_is_said():
    (note,) = Sample("1e307x", x=(-10, 10), n=3, snr=20).notes()
    assert note.endswith("is 20 dB below y: the variance over 3 rows is 6.66667e+615")
    (note,) = Sample("1e-170x", x=(-1, 1), n=3, snr=20).notes()
    assert note.endswith("is 20 dB below y: the variance over 3 rows is 6.66667e-341")


def test_what_no_double_holds_is_counted_without_a_warning(recwarn):
    recipe = Sample("1e307x", x=(0, 10), n=200, noise=1e308, noise_kind="laplace", outliers=0.5)
    infinite = np.isinf(rows(recipe)["y"]).sum()
    assert infinite
    assert f"in {infinite} of 200 rows y is infinite" in recipe.remarks()
    assert not recwarn.list


def test_a_large_grid_is_measured_over_all_of_it():
    few, many = (Sample("x^2", x=(-1, 1), n=n, snr=20)._measurement.amount for n in (BLOCK, 10**9))
    assert many == few
    assert Sample("x y", design="grid", n=10**8, snr=20)._measurement.amount == pytest.approx(
        Sample("x y", n=100, snr=20)._measurement.amount, rel=0.02
    )

    (*_, note) = Sample("x y z", design="grid", n=10**6, snr=20).notes()
    assert "the variance over 64000 rows is" in note  # 40 values of each variable


def test_the_first_rows_do_not_depend_on_n_for_outliers_and_decibels():
    wanted = {"design": "uniform", "snr": 10, "outliers": 0.1, "missing": 0.1, "split": 0.8, "clean": True}
    few, many = (Sample("x^2", n=n, **wanted).dataset().block(0) for n in (17, 10**6))
    for one, other in zip(few, many, strict=True):
        assert np.array_equal(one, other[:17])


@pytest.mark.parametrize(
    ("formula", "options", "message"),
    [
        ("7", {"snr": 20}, "snr: 20 of values that are all equal is not allowed; give an amount of noise"),
        ("x - 9", {"snr": 20, "noise_kind": "poisson"},
         "snr: noise of the kind a Poisson(y/a) cannot be scaled to values of this sign and size"),
        ("7", {"outliers": 0.5}, "outliers: 0.5 of values that are all equal is not allowed; give noise too"),
        ("ln(-x^2)", {"outliers": 0.5}, f"outliers: 0.5 of {NOWHERE}"),
        ("ln(-x^2)", {"snr": 10}, f"snr: 10 of {NOWHERE}"),
        ("x", {"n": 1, "noise": 1, "outliers": 1}, "outliers: 1 of a single value is not allowed; give more rows"),
    ],
)  # fmt: skip
def test_what_cannot_be_scaled_is_refused_and_in_time(formula, options, message):
    """The notes are said before the first byte is written."""
    for request in (lambda recipe: recipe.dataset().block(0), lambda recipe: recipe.notes()):
        with pytest.raises(DatagenError) as caught:
            request(Sample(formula, **{"n": 10, **options}))
        assert str(caught.value) == message


def test_nothing_is_written_of_what_is_refused(run):
    found = run("sample", "3", "--outliers", "0.5", "--n", "3")
    assert (found.returncode != 0, found.stdout) == (True, b"")
    assert b"outliers: 0.5 of values that are all equal is not allowed; give noise too" in found.stderr


def test_no_rows_need_no_scale():
    recipe = Sample("7", x=(0, 1), n=0, snr=20, outliers=0.5)
    assert recipe.notes() == recipe.remarks() == []


# Outliers


@examples(20)
@given(st.floats(0.01, 1), st.sampled_from(["x^2", "sin(x)", "x"]), st.floats(0, 2))
def test_an_outlier_is_3_to_6_standard_deviations_off_and_no_other_row_is_touched(share, formula, noise):
    plain = rows(Sample(formula, x=(-2, 2), n=3000, noise=noise))["y"]
    recipe = Sample(formula, x=(-2, 2), n=3000, noise=noise, outliers=share, clean=True)
    found = rows(recipe)
    off = (found["y"] - plain) / plain.std()
    far = found["outlier"] == 1
    assert found["outlier"].dtype == np.int64
    assert np.array_equal(found["y"][~far], plain[~far])
    assert np.all((np.abs(off[far]) > 3 - 1e-9) & (np.abs(off[far]) < 6 + 1e-9))
    assert stats.binomtest(int(far.sum()), 3000, share).pvalue > 1e-6
    assert f"in {far.sum()} of 3000 rows y is an outlier" in recipe.remarks() or not far.any()


def test_outliers_lie_evenly_on_both_sides():
    found = rows(Sample("x", n=20_000, outliers=0.3, clean=True))
    off = ((found["y"] - found["y_clean"]) / found["y_clean"].std())[found["outlier"] == 1]
    assert stats.kstest(np.abs(off), stats.uniform(3, 3).cdf).pvalue > 1e-3
    assert stats.binomtest(int((off > 0).sum()), len(off)).pvalue > 1e-3


def test_every_coordinate_of_a_point_is_moved_on_its_own():
    recipe = Sample("moons", n=2000, outliers=0.5, clean=True)
    found = rows(recipe)
    far = found["outlier"] == 1
    x, y = ((found[name] - found[f"{name}_clean"])[far] for name in "xy")
    assert np.all(x != 0)
    assert np.all(y != 0)
    assert abs(np.corrcoef(x, y)[0, 1]) < 0.15
    assert recipe.remarks() == [f"in {far.sum()} of 2000 rows x, y are outliers"]


def test_outliers_alone_are_not_marked():
    assert Sample("x", outliers=0.5).dataset().columns == ("x", "y")


# Empty cells


@pytest.mark.parametrize("share", [0.1, 0.5, 1])
def test_cells_are_empty_at_random_and_the_others_stay(share):
    plain = Sample("x y", n=20_000).dataset().block(0)
    recipe = Sample("x y", n=20_000, missing=share, clean=True)
    *found, clean = recipe.dataset().block(0)
    for one, other in zip(found, plain, strict=True):
        assert isinstance(one, np.ma.MaskedArray)
        assert np.array_equal(one.data, other)
        assert stats.binomtest(int(one.mask.sum()), 20_000, share).pvalue > 1e-4
    assert not isinstance(clean, np.ma.MaskedArray)
    if share < 1:
        assert np.abs(np.corrcoef([each.mask for each in found]) - np.eye(3)).max() < 0.03
    assert recipe.remarks() == [
        f"in {each.mask.sum()} of 20000 rows {name} is empty" for name, each in zip("xyz", found, strict=True)
    ]


def test_without_missing_cells_no_column_is_masked():
    assert not any(isinstance(each, np.ma.MaskedArray) for each in Sample("x").dataset().block(0))


# What is said of the rows


def test_rows_where_the_formula_is_not_defined_are_counted():
    recipe = Sample("sqrt(x)", x=(-1, 1), n=101, derivative=1)
    assert np.isnan(rows(recipe)["y"]).sum() == 50
    assert recipe.remarks() == [
        "in 50 of 101 rows y is nan, as the formula is not defined there",
        "in 50 of 101 rows dy_dx is nan, as there is no such derivative",
    ]
    recipe = Sample("1/x", x=(-1, 1), n=3, noise=0.1)
    assert rows(recipe)["y"][1] == math.inf
    assert recipe.remarks() == ["in 1 of 3 rows y is infinite"]


def test_an_empty_cell_is_not_counted_as_nan_too():
    recipe = Sample("sqrt(x)", x=(-1, 0), n=1001, missing=0.5)
    y = rows(recipe)["y"]
    nan = int(np.isnan(y).sum())
    assert 400 < nan < 600
    assert recipe.remarks()[0] == f"in {nan} of 1001 rows y is nan, as the formula is not defined there"
    assert recipe.remarks()[2] == f"in {y.mask.sum()} of 1001 rows y is empty"


def test_values_that_a_kind_of_noise_cannot_take_are_counted():
    recipe = Sample("x", x=(-1, 1), n=3, noise=1, noise_kind="poisson")
    rows(recipe)
    assert recipe.remarks() == ["in 1 of 3 rows y is nan, as noise of this kind is not defined for it"]


def test_nothing_is_said_of_rows_that_are_as_they_should_be():
    recipe = Quadratic()
    rows(recipe)
    assert recipe.remarks() == []


def test_a_block_that_is_made_twice_counts_once_in_any_order_and_thread():
    recipe, other = (Sample("sqrt(x)", x=(-1, 1), n=3 * BLOCK, missing=0.1) for _ in range(2))
    data = recipe.dataset()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(data.block, [2, 0, 1, 2, 1, 0]))
    for block in range(3):
        for one, two in zip(found[[1, 2, 0][block]], other.dataset().block(block), strict=True):
            assert np.array_equal(one.data, two.data, equal_nan=True)
            assert np.array_equal(one.mask, two.mask)
    nan = sum(int(np.isnan(columns[1]).sum()) for columns in found[:3])
    assert recipe.remarks() == other.remarks()
    assert recipe.remarks()[0] == f"in {nan} of {3 * BLOCK} rows y is nan, as the formula is not defined there"


def test_what_other_processes_counted_is_taken_in():
    whole, *part = (Sample("sqrt(x)", x=(-1, 1), n=3 * BLOCK) for _ in range(3))
    list(whole.dataset().blocks())
    part[0].dataset().block(0)
    part[1].dataset().block(1)
    part[1].dataset().block(2)
    part[0].tally.merge(part[1].tally)
    assert part[0].remarks() == whole.remarks()


@pytest.mark.parametrize("kind", ["uniform", "normal", "multiplicative"])
@pytest.mark.parametrize("amount", [0.3, "formula"])
def test_noise_has_the_bits_of_its_law(kind, amount):
    """Those of nan too, of which the first of two is kept."""
    y = np.array([1.5, -np.nan, np.nan, np.inf, -0.0, 1e308])
    a = np.array([0.0, np.nan, 2.0, 1.0, 0.5, 1e10]) if amount == "formula" else amount
    before, z = y.copy(), getattr(generator(0, "noise", 0), "random" if kind == "uniform" else "standard_normal")(BLOCK)
    with np.errstate(all="ignore"):
        found = NOISES[kind].change(y, a, generator(0, "noise", 0), BLOCK)
        expected = y * (1 + a * z[: len(y)]) if kind == "multiplicative" else y + a * z[: len(y)]
    np.testing.assert_array_equal(found.view(np.uint64), expected.view(np.uint64))
    np.testing.assert_array_equal(y.view(np.uint64), before.view(np.uint64))
