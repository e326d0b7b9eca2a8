"""An Expression in use: called, bound, compared, kept."""

import copy
import dataclasses
import pickle
import subprocess
import sys

import numpy as np
import pytest
import torch

from datagen.errors import DatagenError
from datagen.expressions import Variable, evaluation, parse


def test_call_broadcasts_to_float64() -> None:
    x, y = np.arange(3), np.arange(2)[:, None]
    found = parse("x + 10y")(x=x, y=y)
    assert found.dtype == np.float64
    np.testing.assert_array_equal(found, [[0, 1, 2], [10, 11, 12]])
    assert parse("a x^2")(a=2.0, x=np.linspace(0, 1, 5)).tolist() == [0, 0.125, 0.5, 1.125, 2]
    assert parse("x^2")(x=3).shape == ()
    assert parse("2")().shape == ()
    np.testing.assert_array_equal(parse("f(x) = 2")(x=np.zeros((2, 3))), np.full((2, 3), 2.0))
    assert parse("x")(x=[]).shape == (0,)


@pytest.mark.parametrize("shape", [(100_003,), (3, 50_001), (50_001, 3), (300, 400), (40, 30, 50)])
def test_chunks_stay_in_the_cache(shape: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    fill = evaluation._fill

    def counted(result: np.ndarray, *rest: object) -> None:
        sizes.append(result.size)
        fill(result, *rest)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(evaluation, "_fill", counted)
    parse("x^2 + 1")(x=np.ones(shape))
    assert sum(sizes) == np.prod(shape)
    assert max(sizes) <= evaluation.CHUNK < 2 * max(sizes)


@pytest.mark.parametrize("shape", [(100_003,), (3, 50_001), (50_001, 3), (300, 301), (7, 100, 111)])
def test_chunks_give_the_same_bits(shape: tuple[int, ...]) -> None:
    expression = parse("where(x < y, sin(x)/y, x^3 - y) + a")
    x = np.random.default_rng(0).normal(size=shape)
    y = np.random.default_rng(1).normal(size=shape[-1])
    found = expression(x=x, y=y, a=0.5)
    np.testing.assert_array_equal(found, np.where(x < y, np.sin(x) / y, x * (x * x) - y) + 0.5)
    assert float(expression(x=x.flat[5], y=y[5 % len(y)], a=0.5)) == found.flat[5]


def test_the_arguments_are_left_alone() -> None:
    x = np.arange(5.0)
    found = parse("x")(x=x)
    found[:] = 7
    assert x.tolist() == [0, 1, 2, 3, 4]


def test_values_off_the_domain_are_nan_or_inf_without_a_warning(recwarn: pytest.WarningsRecorder) -> None:
    x = np.array([-1.0, 0.0, 1e300])
    np.testing.assert_array_equal(parse("sqrt(x)")(x=x), [np.nan, 0, 1e150])
    np.testing.assert_array_equal(parse("1/x")(x=x), [-1, np.inf, 1e-300])
    np.testing.assert_array_equal(parse("x^2 + log(-1)")(x=x), [np.nan] * 3)
    np.testing.assert_array_equal(parse("exp(x)")(x=x), [np.exp(-1), 1, np.inf])
    assert not recwarn.list


def test_names_are_those_of_every_spelling() -> None:
    expression = parse("θ + x₁ + λ + m_0")
    assert expression.variables == ("lambda", "m_0", "theta", "x1")
    for names in ("θ", "x_1", "λ", "m0"), ("theta", "x1", "lambda_", "m_0"), ("\\theta", "x₁", "lambda", "m₀"):
        assert expression(**dict(zip(names, (1, 2, 3, 4), strict=True))) == 10


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "x + a needs a value for a, x"),
        ({"a": 1}, "x + a needs a value for x"),
        ({"a": 1, "x": 2, "aa": 3}, "no variable of the formula is called 'aa'; did you mean 'a'?"),
        ({"a": 1, "x": "text"}, "x is str, not a number or an array of numbers"),
        ({"a": 1, "x": 1j}, "x is complex, not a number or an array of numbers"),
        (
            {"a": np.zeros(2), "x": np.zeros(3)},
            "the variables do not fit together: a has shape (2,), x has shape (3,)",
        ),
        (
            {"a": torch.zeros(2), "x": torch.zeros(3)},
            "the variables do not fit together: a has shape (2,), x has shape (3,)",
        ),
    ],
)
def test_wrong_values(values: dict[str, object], message: str) -> None:
    with pytest.raises(DatagenError) as caught:
        parse("x + a")(**values)
    assert str(caught.value) == message


def test_bind() -> None:
    bound = parse("a x^2 + b").bind(a=2, b=-0.5)
    assert bound == parse("2x^2 + -0.5")
    assert bound.variables == ("x",)
    assert str(bound) == "2*x^2 + -0.5"
    assert bound(x=3) == 17.5
    assert str(parse("x + θ").bind(θ=1)) == "x + 1"
    assert parse("f(y, x) = x + y").bind(y=1).variables == ("x",)
    assert parse("e^x", variables=["e"]).bind(e=2)(x=3) == 8
    for value in (0.1, -1e300, float("inf"), -float("inf"), float("nan"), -0.0, 1e-310):
        once = parse("a + x").bind(a=value)
        assert parse(str(once)) == once
        np.testing.assert_array_equal(once(x=0.25), value + 0.25)


def test_bind_refuses_other_names() -> None:
    with pytest.raises(DatagenError, match="no variable of the formula is called 'b'; choose from a, x"):
        parse("a x").bind(b=1)
    with pytest.raises(DatagenError, match="1 has no variables; b cannot be set"):
        parse("1").bind(b=1)


@pytest.mark.parametrize(("text", "variable"), [("x^2", "x"), ("2pi", "x"), ("sin t", "t"), ("f(t) = 1", "t")])
def test_curve_variable(text: str, variable: str) -> None:
    assert parse(text).curve_variable() == variable


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a x^2 + b", "a curve has one variable, but a*x^2 + b has 3 (a, b, x): give --set a=1 --set b=1"),
        ("u v", "a curve has one variable, but u*v has 2 (u, v): give --set v=1"),
    ],
)
def test_curve_variable_shows_what_to_set(text: str, message: str) -> None:
    with pytest.raises(DatagenError) as caught:
        parse(text).curve_variable()
    assert str(caught.value) == message


def test_equality_is_that_of_the_trees() -> None:
    one, two = parse("e^{-x}\\sin(2\\pi x)"), parse("y = np.exp(-x)*np.sin(2*np.pi*x)")
    assert one == two
    assert hash(one) == hash(two)
    assert one != parse("sin(2 pi x) e^-x")
    assert one != "e^-x"


def test_immutable() -> None:
    expression = parse("x^2")
    with pytest.raises(AttributeError):
        expression.text = "y"
    with pytest.raises(AttributeError):
        del expression.root
    with pytest.raises(dataclasses.FrozenInstanceError):
        Variable("x").name = "y"  # type: ignore[misc]  # that it is refused is the point


def test_copies_and_pickles() -> None:
    for text in ("f(e) = e^x + 1", "sin(" * 199 + "x" + ")" * 199, "τ tau"):
        expression = parse(text)
        for again in (copy.deepcopy(expression), pickle.loads(pickle.dumps(expression))):
            assert again == expression
            assert (again.text, again.name, again.variables) == (expression.text, expression.name, expression.variables)
            assert str(again) == str(expression)


def _loaded(code: str) -> set[str]:
    """The heavy modules that some code loads."""
    code += "\nimport sys; print(*{'numpy', 'scipy', 'torch'} & sys.modules.keys())"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_imports_are_late() -> None:
    start = "from datagen.expressions import parse; e = parse('3x^2 + sin(x)'); e.latex(); e.python(); str(e)\n"
    assert _loaded(start) == set()
    assert _loaded(start + "e(x=1.0)") == {"numpy"}
    assert _loaded(start + "parse('erf(x)')(x=1.0)") == {"numpy", "scipy"}
