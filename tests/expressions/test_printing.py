"""The printed forms: what they look like, and that they read back."""

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.special
from hypothesis import HealthCheck, assume, given, settings
from matplotlib.mathtext import MathTextParser
from trees import trees

from datagen.arithmetic.values import Arrays, Constants
from datagen.expressions import Apply, Constant, Expression, Node, Number, Variable, parse
from datagen.expressions.tree import walk
from datagen.operations import OPERATIONS

_settings = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
_VALUES = {"e": np.e, "pi": np.pi, "tau": 2 * np.pi}
_MATHTEXT = MathTextParser("path")


def _names(root: Node) -> tuple[str, ...]:
    return tuple(sorted({node.name for node in walk(root) if isinstance(node, Variable)}))


def _expression(root: Node) -> Expression:
    return Expression("", root, variables=_names(root))


def _points(root: Node) -> dict[str, Any]:
    return {name: np.array([0.3, -1.25, 2.0, 0.0]) + index / 8 for index, name in enumerate(_names(root))}


def _direct(node: Node, values: dict[str, Any], seen: list[Any]) -> Any:
    """The same arithmetic written out; every intermediate value is added to `seen`."""
    if isinstance(node, Number):
        result = np.float64(node.value)
    elif isinstance(node, Constant):
        result = np.float64(_VALUES[node.name])
    elif isinstance(node, Variable):
        result = values[node.name]
    else:
        arguments = [_direct(argument, values, seen) for argument in node.arguments]
        constant = not _names(node)
        rule = _RULES.get(node.operation) or (lambda *a: OPERATIONS[node.operation].values(Arrays(), *a))
        if node.operation == "power":
            result = (Constants() if constant else Arrays()).power(*arguments)
        else:
            result = rule(*arguments)
    seen.append(np.abs(result))
    return result


_RULES: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": np.divide,
    "negative": operator.neg,
    "mod": np.mod,
    "exp": np.exp,
    "sin": np.sin,
    "erf": scipy.special.erf,
    "gamma": scipy.special.gamma,
    "hypot": np.hypot,
    "where": np.where,
    "min": np.minimum,
}


def _agree(root: Node, again: Expression) -> None:
    """Equal to 4 ulp of the largest intermediate, in numbers and in where there are none."""
    points = _points(root)
    assert set(again.variables) <= set(points)
    seen: list[Any] = []
    with np.errstate(all="ignore"):
        expected = np.broadcast_to(_direct(root, points, seen), (4,) if points else ())
        found = again(**{name: points[name] for name in again.variables})
    largest = max(
        (float(np.max(each[np.isfinite(each)], initial=0.0)) for each in map(np.atleast_1d, seen)), default=0.0
    )
    np.testing.assert_allclose(found, np.broadcast_to(expected, found.shape), rtol=0, atol=4 * np.spacing(largest))


@_settings
@given(trees)
def test_plain_reads_back_as_an_equal_tree(root: Node) -> None:
    again = parse(str(_expression(root)))
    assert again.root == root
    _agree(root, again)


@_settings
@given(trees)
def test_python_reads_back_as_the_same_values(root: Node) -> None:
    _agree(root, parse(_expression(root).python(), variables=_names(root)))


@_settings
@given(trees)
def test_latex_reads_back_as_the_same_values(root: Node) -> None:
    _agree(root, parse(_expression(root).latex(), variables=_names(root)))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(trees)
def test_mathtext_draws_random_formulas(root: Node) -> None:
    _MATHTEXT.parse(f"${_expression(root).latex()}$")


@_settings
@given(trees)
def test_python_is_valid_source_of_the_same_value(root: Node) -> None:
    # NumPy's ** and the product differ in the last bit, which a later function may magnify
    assume(not any(isinstance(node, Apply) and node.operation == "power" for node in walk(root)))
    expression, points = _expression(root), _points(root)
    scope = {"np": np, "scipy": scipy, "__builtins__": {}}
    local = {("lambda_" if name == "lambda" else name): value for name, value in points.items()}
    with np.errstate(all="ignore"):
        found = eval(expression.python(), scope, local)
        expected = expression(**points)
    np.testing.assert_allclose(np.broadcast_to(found, expected.shape), expected, rtol=1e-12)


def test_python_of_powers_is_valid_source() -> None:
    x = np.linspace(0.1, 2, 7)
    for text in (
        "x^2",
        "x^-1",
        "2^x",
        "x^x",
        "2^-1 x",
        "(x+1)^0.5",
        "9^9^9",
        "(1/0)^2",
        "10^400 x",
        "0^-1",
        "abs(-3)^-1",
    ):
        source = parse(text).python()
        with np.errstate(all="ignore"):
            found = eval(source, {"np": np, "__builtins__": {}}, {"x": x})
            np.testing.assert_allclose(found, parse(text)(**({"x": x} if "x" in text else {})), rtol=1e-14)


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("exp(-x)*sin(2*pi*x)", r"e^{-x} \sin(2 \pi x)"),
        ("3x^2 + 5x + 6e^x", r"3 x^{2} + 5 x + 6 e^{x}"),
        ("a/(b+c)", r"\frac{a}{b + c}"),
        ("1/(1+x^2)", r"\frac{1}{1 + x^{2}}"),
        ("(a/b)^2", r"\left(\frac{a}{b}\right)^{2}"),
        ("(a+b)*(c-d)", r"(a + b) (c - d)"),
        ("exp(-(theta/sigma)**2/2)", r"e^{-\frac{\left(\frac{\theta}{\sigma}\right)^{2}}{2}}"),
        ("sin(x)^2", r"\sin^{2}(x)"),
        ("sin(x)^-2", r"\sin(x)^{-2}"),
        ("x*2*3", r"x \cdot 2 \cdot 3"),
        ("a - -b", "a + b"),
        ("a + -b c", "a - b c"),
        ("a - (b - c)", "a - (b - c)"),
        ("-(a+b)", "-(a + b)"),
        ("x(x+1)", r"x \, (x + 1)"),
        ("1e-3x", "10^{-3} x"),
        ("2.5e-3", r"2.5 \cdot 10^{-3}"),
        ("3e8", r"3 \cdot 10^{8}"),
        ("299792458", "299792458"),
        ("1000", "1000"),
        ("0.05", "0.05"),
        ("1e-3^2", r"\left(10^{-3}\right)^{2}"),
        ("sqrt(x) + cbrt(y)", r"\sqrt{x} + \sqrt[3]{y}"),
        ("|x| + floor(x)", r"\left|x\right| + \left\lfloor x\right\rfloor"),
        (
            "x10 + m_0 + mass + θ1 + Δx + σ_max",
            r"x_{10} + m_{0} + \mathrm{mass} + \theta_{1} + \Delta x + \sigma_{max}",
        ),
        ("where(0 < x <= 1, x, 0)", r"\mathrm{where}(0 < x \leq 1, x, 0)"),
        ("tau + τ", r"2 \pi + \tau"),
        ("gamma(x) gamma", r"\Gamma(x) \gamma"),
        ("Delta*x", r"\Delta \cdot x"),
        ("log2(x) ln x", r"\log_{2}(x) \ln(x)"),
    ],
)
def test_latex(text: str, latex: str) -> None:
    assert parse(text).latex() == latex


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("e^-x sin(2πx)", "np.exp(-x)*np.sin(2*np.pi*x)"),
        ("1/2 x", "1/2*x"),
        ("1/0", "np.divide(1.0, 0.0)"),
        ("9^9^9", "np.power(9.0, np.power(9.0, 9.0))"),
        ("lambda x", "lambda_*x"),
        ("where(0 < x < 1, -1, 1)", "np.where(np.logical_and(0 < x, x < 1), -1.0, 1.0)"),
        ("erf(x) + sec(x)^2", "scipy.special.erf(x) + (1/np.cos(x))**2"),
        ("tau x + τ", "2*np.pi*x + tau"),
    ],
)
def test_python(text: str, python: str) -> None:
    assert parse(text).python() == python


@pytest.mark.parametrize("text", ["f(e) = e^2", "f(y, x) = y - x", "h = e", "g(τ) = τ + tau", "f(x) = a*x"])
def test_plain_keeps_the_left_side(text: str) -> None:
    once = parse(text)
    again = parse(str(once))
    assert (again.root, again.name, again.variables) == (once.root, once.name, once.variables)


def test_every_operation_is_drawn() -> None:
    for row in OPERATIONS.values():
        nodes = tuple(Variable(name) for name in ("x", "y", "z")[: row.arity])
        if row.conditions:
            nodes = (*[Apply("less", (Variable("x"), Number(1.0)))] * row.conditions, *nodes[row.conditions :])
        _MATHTEXT.parse(f"${_expression(Apply(row.name, nodes)).latex()}$")
