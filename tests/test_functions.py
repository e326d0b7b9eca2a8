"""The named functions are right, documented and found."""

import re
import subprocess
import sys

import mpmath
import numpy as np
import pytest
import torch

from datagen.errors import DatagenError, FormulaError, NameUnknownError
from datagen.expressions import parse
from datagen.expressions.letters import GREEK_NAMES
from datagen.functions import DEFAULT_RANGE, FUNCTIONS, SettingError, assumed_range, resolve

ROWS = pytest.mark.parametrize("row", FUNCTIONS.values(), ids=FUNCTIONS)


def inside(name, n=41):
    """An even grid over a named function's domain, ends and centre included: a mapping of arrays."""
    ranges = resolve(name).domain
    grids = np.meshgrid(*(np.linspace(*ends, n) for ends in ranges.values()))
    return dict(zip(ranges, grids, strict=True))


def test_the_promised_names_are_there():
    promised = (
        "damped-sine quadratic quadratic-plus-exp quartic-bowl sine gaussian sigmoid tanh relu softplus sinc runge "
        "rosenbrock himmelblau"
    )
    assert {*promised.split()} <= {*FUNCTIONS}
    assert 20 <= len(FUNCTIONS) <= 30


@ROWS
def test_a_row_is_documented(row):
    assert re.fullmatch("[a-z]+(-[a-z]+)*", row.name)
    assert row.description.isascii()
    assert 5 < len(row.description) < 100
    assert not row.description.endswith(".")
    assert row.source == "elementary" or re.search(r"\(1[78]\d\d\)|\(19\d\d\)|\(20[012]\d\)", row.source)


@ROWS
def test_a_formula_is_read_without_doubt_and_its_letters_are_explained(row):
    formula = parse(row.formula)
    assert formula.notes == ()
    assert {*formula.variables} == {*row.domain, *row.parameters}
    assert not {*row.domain} & {*row.parameters}
    assert resolve(row.name).expression.variables == tuple(row.domain)


@ROWS
def test_values_are_finite_over_the_domain_in_both_arithmetics(row):
    places, expression = inside(row.name), resolve(row.name).expression
    values = expression(**places)
    assert np.isfinite(values).all()
    assert np.ptp(values) > 0
    tensors = expression(**{name: torch.tensor(each) for name, each in places.items()})
    np.testing.assert_allclose(tensors.numpy(), values, rtol=1e-13, atol=1e-13 * np.abs(values).max())


@ROWS
def test_a_formula_with_the_tree_of_a_row_brings_its_domain_and_no_parameters(row):
    found = resolve(str(parse(row.formula)))
    assert found.function is row
    assert found.values == {}
    assert found.domain == resolve(row.name).domain
    assert set(found.expression.variables) == {*row.domain, *row.parameters}


# What the descriptions say

MINIMA = {
    "quartic-bowl": (0.0, [(0, 0)]),
    "rosenbrock": (0.0, [(1, 1)]),
    "himmelblau": (0.0, [(3, 2)]),
    "beale": (0.0, [(3, 0.5)]),
    "six-hump-camel": (-1.0316, [(0.0898, -0.7127), (-0.0898, 0.7127)]),
    "rastrigin": (0.0, [(0, 0)]),
    "ackley": (0.0, [(0, 0)]),
}


@pytest.mark.parametrize("name", MINIMA)
def test_a_minimum_is_where_the_description_says(name):
    least, points = MINIMA[name]
    expression = resolve(name).expression
    for x, y in points:
        assert expression(x=x, y=y) == pytest.approx(least, abs=1e-4 if name == "six-hump-camel" else 1e-14)
    assert expression(**inside(name, 101)).min() >= least - 1e-4


def test_every_function_of_two_variables_has_its_minimum_tested():
    assert {*MINIMA} == {name for name, row in FUNCTIONS.items() if len(row.domain) == 2}


def test_the_minimum_of_rosenbrock_goes_with_its_parameters():
    assert resolve("rosenbrock", [("a", 2.0)]).expression(x=2, y=4) == 0


@pytest.mark.parametrize("sigma", [0.5, 1.0, 1.5])
def test_areas_do_not_depend_on_the_scale(sigma):
    def area(name, power):
        expression = resolve(name, [("sigma", sigma)]).expression
        pieces = np.linspace(-15, 15, 31).tolist()
        return float(mpmath.quad(lambda x: expression(x=float(x)) ** power, pieces))

    assert area("gaussian", 1) == pytest.approx(1, abs=1e-12)
    assert area("mexican-hat", 1) == pytest.approx(0, abs=1e-12)
    assert area("mexican-hat", 2) == pytest.approx(1, abs=1e-12)


def test_known_values_come_out():
    def at(name, *settings, **place):
        return float(resolve(name, settings).expression(**place))

    assert at("lennard-jones", r=2 ** (1 / 6)) == pytest.approx(-1, abs=1e-14)
    assert at("lennard-jones", ("sigma", 2.0), r=2.0) == 0
    assert at("morse", r=1.5) == 0
    assert at("sigmoid", x=0) == 0.5
    assert at("runge", x=1) == 1 / 26
    assert at("gaussian", ("mu", 2.0), x=2) == pytest.approx(1 / np.sqrt(2 * np.pi), rel=1e-15)
    assert at("sinc", x=0) == 1
    assert at("gelu", x=1) == pytest.approx(float(mpmath.ncdf(1)), rel=1e-15)
    assert at("softplus", x=0) == pytest.approx(np.log(2), rel=1e-15)
    assert at("witch-of-agnesi", ("a", 3.0), x=0) == 6
    assert at("exponential-decay", ("λ", np.log(2)), t=1) == pytest.approx(0.5, rel=1e-15)
    assert at("chirp", t=0.25) == pytest.approx(np.sin(2 * np.pi * (0.25 + 0.0625)), rel=1e-15)


# Reading an argument


def test_a_name_brings_its_parameters_and_settings_override_them():
    found = resolve(" quadratic ", [("a", 3.0)])
    assert (found.text, found.values) == ("quadratic", {"a": 3.0, "b": 0.0, "c": 0.0})
    assert found.formula.variables == ("a", "b", "c", "x")
    assert found.expression(x=2.0) == 12
    assert found.domain == {"x": (-1.0, 1.0)}


def test_domains_may_be_constant_formulas():
    assert resolve("sine").domain == {"x": (0.0, 2 * np.pi)}


def test_a_setting_may_fix_a_variable_which_then_has_no_range():
    found = resolve("rosenbrock", [("x", 1.0)])
    assert found.domain == {"y": (-1.0, 3.0)}
    assert found.expression.variables == ("y",)


def test_a_formula_with_another_tree_has_no_domain():
    for text in ("x^2", "sin(t)", "f(x, y) = sin(x)"):
        assert (resolve(text).function, resolve(text).domain) == (None, None)
    assert resolve("sin x").function is FUNCTIONS["sine"]
    assert resolve("f(x) = sin(x)").domain == resolve("sine").domain


@pytest.mark.parametrize("given", ["theta", "θ", r"\theta"])
def test_a_setting_may_be_spelt_in_greek(given):
    assert resolve("θ x", [(given, 3.0)]).expression(x=2) == 6


def test_a_constant_that_is_set_is_a_variable():
    assert resolve("e^x", [("e", 2.0)]).expression(x=3) == 8
    assert resolve("e^x", variables=["e"]).expression.variables == ("e", "x")
    assert resolve("e^x").expression(x=0) == 1


def test_a_range_that_was_assumed_is_said():
    assert DEFAULT_RANGE == (-5, 5)
    assert assumed_range("t") == "t runs from -5 to 5, as no range was given"


def test_what_the_parser_noted_is_kept():
    assert resolve("1/2x").notes == parse("1/2x").notes != ()


@pytest.mark.parametrize(
    ("text", "name"),
    [("damped-sin", "damped-sine"), ("gausian", "gaussian"), ("Gaussian", "gaussian"), ("rosenbrok", "rosenbrock"),
     ("damped_sine", "damped-sine"), ("damped sine", "damped-sine"), ("mexican hat", "mexican-hat"),
     ("himelblau", "himmelblau"), ("quadratik", "quadratic"), ("tahn", "tanh")],
)  # fmt: skip
def test_a_text_that_is_nearly_a_name_is_refused_with_the_name(text, name):
    with pytest.raises(NameUnknownError) as caught:
        resolve(text)
    assert str(caught.value) == f"no function is called {text!r}; did you mean {name!r}?"


@pytest.mark.parametrize(
    "text", ["x-y", "a-b", "alpha-beta", "sin x", "tanh x", "tanh(x)", "x", "theta", "time", "rate-time", "sigma-mu",
             "relu(x)", "speed-limit", "speed limit", "alpha beta", "tanh alpha"],
)  # fmt: skip
def test_a_formula_is_not_taken_for_a_name(text):
    assert resolve(text).formula == parse(text)


def test_no_greek_letters_are_taken_for_a_name():
    for one in GREEK_NAMES - {"pi", "tau"}:
        assert resolve(one).formula == parse(one)
        for other in GREEK_NAMES - {"tau"}:
            assert resolve(f"{one}-{other}").formula == parse(f"{one}-{other}")


def test_a_name_that_is_set_is_a_variable_however_near_to_a_function():
    assert resolve("runga", [("runga", 2.0)]).expression() == 2


def test_the_parser_explains_what_it_cannot_read():
    with pytest.raises(FormulaError):
        resolve("sinx")


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("a x^2", "b", "set: b is no variable of 'a x^2', which has a, x"),
        ("gaussian", "sigm", "set: sigm is no variable of 'gaussian', which has mu, sigma, x; did you mean 'sigma'?"),
        ("5", "a", "set: a is no variable of '5', which has no variables"),
    ],
)
def test_a_setting_without_a_letter_is_refused(text, name, message):
    with pytest.raises(SettingError) as caught:
        resolve(text, [(name, 1.0)])
    assert str(caught.value) == message
    assert isinstance(caught.value, DatagenError)


def test_reading_a_formula_loads_nothing_heavy():
    code = "import sys, datagen.functions as f; f.resolve('sin(x)'); f.resolve('gaussian'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "torch", "scipy", "matplotlib", "typer"} & {*loaded}
