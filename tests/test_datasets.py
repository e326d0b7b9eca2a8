"""Datasets: the values, the laws of the noises, and rows that depend on nothing but the recipe and their block."""

import io
import math
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import datagen
from datagen.datasets import Quadratic, Sample
from datagen.errors import DatagenError
from datagen.noises import NOISES
from datagen.splits import parts
from datagen.streams import BLOCK, generator

LAWS = {
    "uniform": stats.uniform(),
    "normal": stats.norm(),
    "laplace": stats.laplace(),
    "student-t": stats.t(3),
}


def test_the_defaults_are_x_squared_plus_a_fifth_of_a_uniform() -> None:
    rows = Quadratic().dataset().to_numpy()
    x = np.linspace(-1, 1, 100)
    assert rows.shape == (100, 2)
    assert np.allclose(rows[:, 0], x, atol=1e-16)
    noise = rows[:, 1] - rows[:, 0] ** 2
    assert noise.min() >= 0
    assert noise.max() < 0.2
    assert np.allclose(noise / 0.2, generator(0, "noise", 0).random(100), atol=1e-15)


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(-3, 3))
def test_the_coefficients(a: float, b: float, c: float) -> None:
    data = Quadratic(a=a, b=b, c=c, noise=0, n=7).dataset()
    x = data["x"]
    assert np.allclose(data["y"], a * x * x + b * x + c, rtol=0, atol=1e-14)


@pytest.mark.parametrize("kind", LAWS)
def test_additive_noise_follows_its_law(kind: str) -> None:
    data = Quadratic(n=20_000, noise=0.5, noise_kind=kind, clean=True).dataset()
    noise = (data["y"] - data["y_clean"]) / 0.5
    assert stats.kstest(noise, LAWS[kind].cdf).pvalue > 1e-3


def test_multiplicative_noise_scales_the_value() -> None:
    data = Sample("3x", n=20_000, x=(1, 2), noise=0.1, noise_kind="multiplicative", clean=True).dataset()
    noise = (data["y"] / data["y_clean"] - 1) / 0.1
    assert stats.kstest(noise, stats.norm().cdf).pvalue > 1e-3


def test_poisson_noise_counts_in_steps_of_its_amount() -> None:
    data = Sample("0x + 6", n=20_000, noise=2, noise_kind="poisson").dataset()
    counts = data["y"] / 2
    assert np.array_equal(counts, np.round(counts))
    assert abs(counts.mean() - 3) < 4 * math.sqrt(3 / 20_000)
    assert abs(counts.var() - 3) < 0.2


def test_poisson_noise_of_a_negative_value_is_nan() -> None:
    data = Sample("x", n=3, x=(-1, 1), noise=1, noise_kind="poisson").dataset()
    assert np.isnan(data["y"]).tolist() == [True, False, False]


@pytest.mark.parametrize("kind", NOISES)
def test_no_noise_of_any_kind_is_the_value_itself(kind: str) -> None:
    assert np.array_equal(Quadratic(noise=0, noise_kind=kind).dataset()["y"], Quadratic(noise=0).dataset()["y"])


@examples(20)
@given(st.integers(1, 3 * BLOCK), st.sampled_from(sorted(NOISES)))
def test_the_first_rows_do_not_depend_on_n(n: int, kind: str) -> None:
    few = Sample("x^2 + 1", n=n, design="uniform", noise=1, noise_kind=kind).dataset().to_numpy()
    many = Sample("x^2 + 1", n=3 * BLOCK, design="uniform", noise=1, noise_kind=kind).dataset().to_numpy()
    assert np.array_equal(few, many[:n])


def test_blocks_may_be_made_in_any_order() -> None:
    data = Quadratic(n=2 * BLOCK + 5).dataset()
    backwards = [np.column_stack(data.block(k)) for k in (2, 1, 0)]
    assert np.array_equal(np.concatenate(backwards[::-1]), data.to_numpy())


@given(st.integers(2, 3000), st.floats(0.01, 100))
def test_a_symmetric_grid_stays_symmetric(n: int, high: float) -> None:
    x = Quadratic(n=n, x=(-high, high)).dataset()["x"]
    assert np.array_equal(x, -x[::-1])
    assert (x[0], x[-1]) == (-high, high)


def test_a_grid_of_two_variables_is_the_product() -> None:
    data = Sample("x + 10 y", var={"x": (0, 1), "y": (0, 2)}, design="grid", n=9).dataset()
    assert data.to_numpy().tolist() == [
        [x, y, x + 10 * y] for x in (0.0, 0.5, 1.0) for y in (0.0, 1.0, 2.0)
    ]  # fmt: skip


def test_uniform_inputs_are_uniform_and_independent() -> None:
    data = Sample("theta sigma", var={"theta": (1, 3), "sigma": (-1, 1)}, n=20_000).dataset()
    assert data.columns == ("sigma", "theta", "y")
    assert stats.kstest(data["theta"], stats.uniform(1, 2).cdf).pvalue > 1e-3
    assert abs(np.corrcoef(data["theta"], data["sigma"])[0, 1]) < 0.03


@pytest.mark.parametrize(
    ("recipe", "columns"),
    [
        (Sample("f(t) = t^2"), ("t", "f")),
        (Sample("y^2"), ("y", "z")),
        (Sample("x = y + z"), ("y", "z", "x")),
        (Sample("7"), ("x", "y")),
        (Quadratic(clean=True), ("x", "y", "y_clean")),
    ],
    ids=["named", "y is an input", "named x", "constant", "clean"],
)
def test_the_names_of_the_columns(recipe: Sample, columns: tuple[str, ...]) -> None:
    assert recipe.dataset().columns == columns


def test_a_constant_formula_has_rows_too() -> None:
    assert Sample("7", n=2).dataset().to_numpy().tolist() == [[-5, 7], [5, 7]]


def test_one_row_and_none() -> None:
    assert Quadratic(n=1, noise=0).dataset().to_numpy().tolist() == [[-1, 1]]
    assert Quadratic(n=0).dataset().to_numpy().shape == (0, 2)


def test_a_named_function_brings_its_range_and_its_parameters() -> None:
    data = Sample("damped-sine", n=2).dataset()
    assert data["x"].tolist() == [0, 5]
    assert Sample("damped-sine").notes() == []


def test_an_assumed_range_is_said() -> None:
    assert Sample("x^2 t", x=(0, 1)).notes() == ["t runs from -5 to 5, as no range was given"]


def test_a_range_may_be_given_by_another_spelling_of_the_variable() -> None:
    assert Sample("θ^2", n=2, var={"θ": (1, 3)}).dataset()["theta"].tolist() == [1, 3]
    assert Sample("x_1 + 1", n=2, var={"x1": (1, 3)}).dataset()["x1"].tolist() == [1, 3]


def test_the_same_recipe_in_text_and_in_values() -> None:
    text = Sample("a x^2", n="1e3", x="-1:2pi", set=["a=1/2"], noise="0.5")
    assert text == Sample("a x^2", n=1000, x=(-1, 2 * math.pi), set={"a": 0.5}, noise=0.5)


def test_the_bytes_of_a_file() -> None:
    stream = io.BytesIO()
    Quadratic(n=3, noise=0.2).write(stream, "csv")
    assert stream.getvalue().decode() == (
        "x,y\n-1.0,1.069804155980968\n0.0,0.12568846679606577\n1.0,1.1046014249265217\n"
    )


REJECTED = [
    ({"n": -1}, "n: -1 is not allowed; give a whole number, 0 to 1000000000000000"),
    ({"n": "1.5"}, "n: 1.5 is not allowed; give a whole number, 0 to 1000000000000000"),
    ({"n": "many"}, "n: many is not allowed; give a whole number, 0 to 1000000000000000"),
    ({"n": "nan"}, "n: nan is not allowed; give a whole number, 0 to 1000000000000000"),
    ({"noise": "nan"}, "noise: nan is not allowed; give a finite number, 0 or more, or a formula of the inputs"),
    ({"noise": math.inf}, "noise: inf is not allowed; give a finite number, 0 or more, or a formula of the inputs"),
    ({"noise": -0.1}, "noise: -0.1 is not allowed; give a finite number, 0 or more, or a formula of the inputs"),
    ({"noise_kind": "gauss"}, "no noise-kind is called 'gauss'; choose from uniform, normal, laplace, student-t, "
                              "poisson, multiplicative"),
    ({"noise_kind": "norml"}, "no noise-kind is called 'norml'; did you mean 'normal'?"),
    ({"x": "1:1"}, "x: 1:1 is not allowed; give LOW:HIGH with LOW below HIGH, both within 1e+200"),
    ({"x": "5:0"}, "x: 5:0 is not allowed; give LOW:HIGH with LOW below HIGH, both within 1e+200"),
    ({"x": "1"}, "x: 1 is not allowed; give LOW:HIGH, such as 0:2pi"),
    ({"x": "0:1:2"}, "x: 0:1:2 is not allowed; give LOW:HIGH, such as 0:2pi"),
    ({"x": "0:inf"}, "x: inf is not allowed; give a finite number"),
    ({"seed": -1}, "seed: -1 is not allowed; give a whole number, 0 or more"),
    ({"design": "gird"}, "no design is called 'gird'; did you mean 'grid'?"),
]  # fmt: skip


@pytest.mark.parametrize(("options", "message"), REJECTED, ids=[str(options) for options, _ in REJECTED])
def test_rejected(options: dict[str, object], message: str) -> None:
    with pytest.raises(DatagenError) as caught:
        Quadratic(**options)  # type: ignore[arg-type]  # what a user may pass
    assert str(caught.value) == message


SAMPLES_REJECTED = [
    (
        ("x y",),
        {"n": 10, "design": "grid"},
        "n: 10 on a grid of 2 variables is not allowed; give a product such as 9 or 16",
    ),
    (("x^2",), {"var": {"t": (0, 1)}}, "no variable is called 't'; choose from x"),
    (("x^2",), {"x": (0, 1), "var": {"x": (1, 2)}}, "var: a second range of x is not allowed; give each variable one"),
    (("x + y_clean",), {"clean": True}, "formula: one that makes two columns called y_clean is not allowed; give "
                                        "other names to its letters"),
    (("x split",), {"split": 0.5}, "formula: one that makes two columns called split is not allowed; give other names "
                                   "to its letters"),
    (("x y",), {"derivative": 2}, "derivative: 2 of 2 variables is not allowed; give 1"),
    (("x",), {"derivative": 51}, "derivative: 51 is not allowed; give a whole number, 0 to 50"),
    (("x",), {"split": 1.5}, "split: 1.5 is not allowed; give a finite number, 0 to 1"),
    (("x",), {"missing": "nan"}, "missing: nan is not allowed; give a finite number, 0 to 1"),
    (("x",), {"outliers": -1}, "outliers: -1 is not allowed; give a finite number, 0 to 1"),
    (("x",), {"snr": "loud"}, "snr: loud is not allowed; give a finite number, -200 to 200"),
    (("x",), {"snr": 20, "noise": 1}, "snr: 20 with the noise 1.0 is not allowed; give one of the two"),
    (("x",), {"noise": "0.1 z"}, "no variable of the noise is called 'z'; choose from x, y"),
    (("x",), {"noise": "1/0"},
     "noise: 1/0 is not allowed; give a finite number, 0 or more, or a formula of the inputs"),
    (("x",), {"noise": " "},
     "noise: nothing is not allowed; give a finite number, 0 or more, or a formula of the inputs"),
    (("+".join(f"x{i}" for i in range(33)),), {"design": "sobol"},
     "design: sobol of 33 variables is not allowed; give lhs or uniform above 32"),
    (("x^2",), {"var": ["t"]}, "var: t is not allowed; give NAME=LOW:HIGH"),
    (("x^2",), {"set": ["a=1", "a=2"]}, "set: a more than once is not allowed; give each name once"),
]  # fmt: skip


SAMPLES_REJECTED += [
    (("moonz",), {}, "no set is called 'moonz'; did you mean 'moons'?"),
    (("make_moons",), {}, "no set is called 'make_moons'; did you mean 'moons'?"),
    (("swiss roll",), {}, "no set is called 'swiss roll'; did you mean 'swiss-roll'?"),
    (("make_s_curve",), {}, "no set is called 'make_s_curve'; did you mean 's-curve'?"),
    (("make_swiss_roll",), {}, "no set is called 'make_swiss_roll'; did you mean 'swiss-roll'?"),
    (("sine waves",), {}, "no set is called 'sine waves'; did you mean 'sine-waves'?"),
    (("sine-wave",), {}, "no set is called 'sine-wave'; did you mean 'sine-waves'?"),
    (("moons",), {"set": ["shft=1"]}, "no parameter of moons is called 'shft'; did you mean 'shift'?"),
    (("blobs",), {"set": ["centers=2.5"]}, "set centers: 2.5 is not allowed; give a whole number, 1 to 1000"),
    (("moons",), {"design": "grid"},
     "design: grid of moons is not allowed; give none, as the set draws its own points"),
    (("moons",), {"x": (0, 1)}, "var: x of moons is not allowed; give none, as the set draws its own points"),
    (("moons",), {"derivative": 1}, "derivative: 1 of a set of points is not allowed; give it for a formula"),
    (("friedman1",), {"set": ["features=4"]}, "set features: 4 is not allowed; give a whole number, 5 to 100"),
    (("linear",), {"set": ["w4=1"]},
     "set: w4 is no variable of 'b + w1*x1 + w2*x2 + w3*x3', which has b, w1, w2, w3, x1, x2, x3"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "options", "message"), SAMPLES_REJECTED, ids=[m[:30] for *_, m in SAMPLES_REJECTED]
)
def test_sample_rejected(formula: tuple[str], options: dict[str, object], message: str) -> None:
    with pytest.raises(DatagenError) as caught:
        Sample(*formula, **options)  # type: ignore[arg-type]  # what a user may pass
    assert str(caught.value) == message


# Every option of sample is one of quadratic


def test_quadratic_takes_every_option_of_sample() -> None:
    names = [{each.name for each in fields(recipe)} for recipe in (Sample, Quadratic)]
    assert names[0] - {"formula"} == names[1] - {"a", "b", "c"}


OPTIONS: dict[str, dict[str, Any]] = {
    "design": {"design": "lhs"},
    "var": {"var": {"x": (0, 2)}},
    "set": {"set": {"a": 2, "b": 0.5}},
    "noise": {"noise": "0.1 + x^2", "noise_kind": "laplace"},
    "snr": {"snr": 10, "noise_kind": "normal"},
    "all": {
        "design": "sobol",
        "outliers": 0.1,
        "missing": 0.2,
        "clean": True,
        "derivative": 2,
        "split": 0.7,
        "seed": 3,
    },
}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_quadratic_is_a_sample(options: dict[str, Any]) -> None:
    given = {"noise": 0.0 if "snr" in options else 0.2, **options}
    ranges = {} if "var" in options else {"x": (-1, 1)}
    letters = {"a": 1, "b": 0, "c": 0, **options.get("set", {})}
    own = Quadratic(n=50, **given).dataset()
    general = Sample("a x^2 + b x + c", n=50, **ranges, **{**given, "set": letters}).dataset()
    assert own.columns == general.columns
    for one, other in zip(own.block(0), general.block(0), strict=True):
        assert np.array_equal(np.ma.getdata(one), np.ma.getdata(other))
        assert np.array_equal(np.ma.getmaskarray(one), np.ma.getmaskarray(other))


def test_a_coefficient_is_given_once() -> None:
    with pytest.raises(DatagenError) as caught:
        Quadratic(a=2, set={"a": 3})
    assert str(caught.value) == "set: a=3 with --a is not allowed; give one of the two"


@pytest.mark.parametrize("letter", "abc")
def test_a_coefficient_that_is_the_usual_one_is_given_once_too(letter: str) -> None:
    usual = {"a": 1.0, "b": 0.0, "c": 0.0}
    with pytest.raises(DatagenError) as caught:
        Quadratic(**{letter: usual[letter]}, set={letter: 2})
    assert str(caught.value) == f"set: {letter}=2 with --{letter} is not allowed; give one of the two"
    recipe = Quadratic(set={letter: 2})
    assert {name: getattr(recipe, name) for name in usual} == usual | {letter: 2} == recipe.truth
    assert Quadratic(**{letter: 2}, set={letter: 2}).truth == recipe.truth


@pytest.mark.parametrize("noise", [0.2, 0.3, "0.2x"])
def test_noise_and_decibels_are_not_given_both(noise: float | str) -> None:
    with pytest.raises(DatagenError) as caught:
        Quadratic(noise=noise, snr=5)
    assert str(caught.value) == f"snr: 5 with the noise {noise} is not allowed; give one of the two"
    assert Quadratic(noise=0, snr=5) == Quadratic(snr=5)


def test_options_that_are_not_given_have_their_usual_values() -> None:
    assert Quadratic() == Quadratic(noise=0.2, a=1, b=0, c=0)


def test_the_rows_keep_the_true_parameters() -> None:
    assert datagen.sample("linear", seed=3).truth == Sample("linear", seed=3).truth
    assert list(datagen.sample("linear").truth) == ["b", "w1", "w2", "w3"]
    assert datagen.quadratic(b=2).truth == {"a": 1, "b": 2, "c": 0}
    assert datagen.sample("x^2").truth == {}


# Derivatives


def test_derivatives_of_one_variable_are_columns() -> None:
    data = Sample("sin(3t)", var={"t": (0, 1)}, n=50, derivative=3, noise=1, clean=True).dataset()
    assert data.columns == ("t", "y", "y_clean", "dy_dt", "d2y_dt2", "d3y_dt3")
    t = data["t"]
    for k, expected in enumerate([3 * np.cos(3 * t), -9 * np.sin(3 * t), -27 * np.cos(3 * t)], 3):
        assert np.allclose(data.block(0)[k], expected, atol=1e-13)


def test_derivatives_of_several_variables_are_the_gradient() -> None:
    data = Sample("f(u, v, w) = u^2 e^v", n=50, derivative=1).dataset()
    assert data.columns == ("u", "v", "w", "f", "df_du", "df_dv", "df_dw")
    u, v = data["u"], data["v"]
    assert np.allclose(data["df_du"], 2 * u * np.exp(v), rtol=1e-14)
    assert np.allclose(data["df_dv"], u**2 * np.exp(v), rtol=1e-14)
    assert not data["df_dw"].any()


def test_a_derivative_at_a_corner_is_nan() -> None:
    data = Sample("|x|", x=(-1, 1), n=3, derivative=1).dataset()
    assert np.array_equal(data["dy_dx"], [-1, np.nan, 1], equal_nan=True)
    data = Sample("|x| y", x=(-1, 1), var={"y": (1, 2)}, n=9, design="grid", derivative=1).dataset()
    assert np.isnan(data["dz_dx"]).tolist() == [False] * 3 + [True] * 3 + [False] * 3
    assert np.array_equal(data["dz_dy"], np.abs(data["x"]))


def test_derivatives_of_a_constant_are_zero() -> None:
    assert Sample("7", n=3, derivative=2).dataset().block(0)[3].tolist() == [0, 0, 0]


# Train and test


@examples(30)
@given(st.floats(0, 1), st.integers(0, 99))
def test_a_split_is_exact_in_every_ten_rows(fraction: float, number: int) -> None:
    first = (number + 1) * BLOCK // 10  # the group that may begin in one block and end in the next
    train = np.concatenate([parts(fraction, BLOCK, 5, block) == "train" for block in (number, number + 1)])
    for group in (first - 6000, first - 1, first, first + 1, first + 6000):
        start = group * 10 - number * BLOCK
        expected = math.floor(10 * fraction * (group + 1) + 0.5) - math.floor(10 * fraction * group + 0.5)
        assert train[start : start + 10].sum() == expected


@pytest.mark.parametrize("n", [10, 100, 1000, 100_000])
@pytest.mark.parametrize("fraction", [0.8, 0.75, 0.5, 0, 1])
def test_a_split_of_whole_tens_has_its_share(n: int, fraction: float) -> None:
    split = Quadratic(n=n, split=fraction).dataset()["split"]
    assert (split == "train").sum() == math.floor(n * fraction + 0.5)
    assert {*split.tolist()} <= {"train", "test"}


def test_which_rows_are_test_is_chance() -> None:
    rows = Quadratic(n=200_000, split=0.9).dataset()["split"].reshape(-1, 10)
    places = np.nonzero(rows == "test")[1]
    assert stats.chisquare(np.bincount(places, minlength=10)).pvalue > 1e-3
    assert abs(np.corrcoef(places[1:], places[:-1])[0, 1]) < 0.03
    assert not np.array_equal(rows[:100], Quadratic(n=1000, split=0.9, seed=1).dataset()["split"].reshape(-1, 10))


def test_the_types_of_the_columns() -> None:
    data = Sample("x y", clean=True, outliers=0.1, split=0.5, derivative=1).dataset()
    assert dict(zip(data.columns, data.types, strict=True)) == {
        "x": "float", "y": "float", "z": "float", "z_clean": "float", "dz_dx": "float", "dz_dy": "float",
        "outlier": "integer", "split": "text",
    }  # fmt: skip
