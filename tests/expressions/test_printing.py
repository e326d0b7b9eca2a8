"""The printed forms: what they look like, and that they read back."""

import operator
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.special
from conftest import examples
from hypothesis import assume, given
from matplotlib.mathtext import MathTextParser
from trees import trees

from datagen.arithmetic.values import Arrays, Constants
from datagen.expressions import Apply, Constant, Expression, Node, Number, Variable, parse
from datagen.expressions.latex import _RULES as _RULES_OF_LATEX
from datagen.expressions.tree import walk
from datagen.operations import OPERATIONS

_VALUES = {"e": np.e, "pi": np.pi, "tau": 2 * np.pi}
_MATHTEXT = MathTextParser("path")
GAUSSIAN = r"\frac{e^{-(x - \mu)^{2}/(2 \sigma^{2})}}{\sigma \sqrt{2 \pi}}"
GELU = r"\frac{x}{2} \left(1 + \mathrm{erf}\left(\frac{x}{\sqrt{2}}\right)\right)"


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
        rule = _RULES.get(node.operation) or (lambda *a: OPERATIONS[node.operation].rule(Arrays(), *a))
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


@examples(150)
@given(trees)
def test_plain_reads_back_as_an_equal_tree(root: Node) -> None:
    again = parse(str(_expression(root)))
    assert again.root == root
    _agree(root, again)


@examples(150)
@given(trees)
def test_python_reads_back_as_the_same_values(root: Node) -> None:
    _agree(root, parse(_expression(root).python(), variables=_names(root)))


@examples(150)
@given(trees)
def test_latex_reads_back_as_the_same_values(root: Node) -> None:
    _agree(root, parse(_expression(root).latex(), variables=_names(root)))


@examples(40)
@given(trees)
def test_mathtext_draws_random_formulas(root: Node) -> None:
    _MATHTEXT.parse(f"${_expression(root).latex()}$")


@examples(150)
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
        "e/0",
        "pi^9999",
        "(-pi)^0.5",
        "(pi - pi)^-1",
        "pi/(1 - 1)",
        "(2 + 3)/4 pi^2",
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
        ("exp(-(theta/sigma)**2/2)", r"e^{-(\theta/\sigma)^{2}/2}"),
        ("sin(x)^2", r"\sin^{2}(x)"),
        ("sin(x)^-2", r"\sin(x)^{-2}"),
        ("x*2*3", r"x \cdot 2 \cdot 3"),
        ("a - -b", "a + b"),
        ("a + -b c", "a - b c"),
        ("a - (b - c)", "a - (b - c)"),
        ("-(a+b)", "-(a + b)"),
        ("x(x+1)", r"x \, (x + 1)"),
        ("1e-4x", "10^{-4} x"),
        ("0.001x + 1000y", "0.001 x + 1000 y"),
        ("2.5e-4", r"2.5 \cdot 10^{-4}"),
        ("2.5e-3", "0.0025"),
        ("25000", "25000"),
        ("100000", "10^{5}"),
        ("0.00012345", r"1.2345 \cdot 10^{-4}"),
        ("1e12*x^2", r"10^{12} x^{2}"),
        ("1e-9*sin(x)", r"10^{-9} \sin(x)"),
        ("3e8", r"3 \cdot 10^{8}"),
        ("299792458", "299792458"),
        ("1000", "1000"),
        ("0.05", "0.05"),
        ("1e-4^2", "(10^{-4})^{2}"),
        ("sqrt(x) + cbrt(y)", r"\sqrt{x} + \sqrt[3]{y}"),
        ("|x| + floor(x)", r"|x| + \left\lfloor x\right\rfloor"),
        (
            "x10 + m_0 + mass + θ1 + Δx + σ_max",
            r"x_{10} + m_{0} + \mathrm{mass} + \theta_{1} + \Delta x + \sigma_{\mathrm{max}}",
        ),
        ("where(0 < x <= 1, x, 0)", r"\mathrm{where}(0 < x \leq 1, x, 0)"),
        ("tau + τ", r"2 \pi + \tau"),
        ("gamma(x) gamma", r"\Gamma(x) \gamma"),
        ("Delta*x", r"\Delta \cdot x"),
        ("Δmass + Δθ", r"\Delta\mathrm{mass} + \Delta\theta"),
        ("x_b + p_theta + m_max2 + a_b_c", r"x_{b} + p_{\theta} + m_{\mathrm{max2}} + a_{b\_c}"),
        ("-1/2 x", r"-\frac{1}{2} x"),
        ("-(a+b) c/d", r"-\frac{(a + b) c}{d}"),
        ("-(-x) y", "-(-x y)"),
        ("exp(-x^2/2σ^2)", r"e^{-(x^{2}/2) \sigma^{2}}"),
        ("exp(-(x-mu)^2/(2sigma^2))/(sigma sqrt(2pi))", GAUSSIAN),
        ("exp(-x^2/2)/sqrt(2pi)", r"\frac{e^{-x^{2}/2}}{\sqrt{2 \pi}}"),
        ("(x/2)/3", r"\frac{x/2}{3}"),
        ("1/(1+1/(1+x))", r"\frac{1}{1 + 1/(1 + x)}"),
        ("x^(1/2) + x^((1/2)/3)", r"x^{1/2} + x^{(1/2)/3}"),
        ("e^(a - b/c)", "e^{a - b/c}"),
        ("x/2 (1 + erf(x/sqrt(2)))", GELU),
        ("ln(x/2) + ln(x^2)", r"\ln\left(\frac{x}{2}\right) + \ln(x^{2})"),
        ("tanh^2(x/2)", r"\tanh^{2}\left(\frac{x}{2}\right)"),
        ("max(x/2, 0)", r"\max\left(\frac{x}{2}, 0\right)"),
        ("log10(x/2)", r"\log_{10}\left(\frac{x}{2}\right)"),
        ("|x/2| + ||x| - 1|", r"\left|\frac{x}{2}\right| + \left||x| - 1\right|"),
        ("sin(x)^2.5 + sin(x)^n", r"\sin(x)^{2.5} + \sin^{n}(x)"),
        ("(sin(x)^2)^3", r"(\sin^{2}(x))^{3}"),
        ("x - (-y + z)", "x - (-y + z)"),
        ("x mod 2 pi", r"(x \; \mathrm{mod} \; 2) \pi"),
        ("x mod (2 pi)", r"x \; \mathrm{mod} \; (2 \pi)"),
        ("2x mod 3", r"2 x \; \mathrm{mod} \; 3"),
        ("1 + (-x) mod -3", r"1 + ((-x) \; \mathrm{mod} \; (-3))"),
        ("x*mod(x, 2)", r"x \, (x \; \mathrm{mod} \; 2)"),
        ("square(x+1) + exp2(-x)", r"(x + 1)^{2} + 2^{-x}"),
        ("reciprocal(x) + rsqrt(x+1)", r"\frac{1}{x} + \frac{1}{\sqrt{x + 1}}"),
        ("log2(x) ln x", r"\log_{2}(x) \ln(x)"),
    ],
)
def test_latex(text: str, latex: str) -> None:
    assert parse(text).latex() == latex
    _MATHTEXT.parse(f"${latex}$")
    _agree(parse(text).root, parse(latex, variables=parse(text).variables))


def _braced(text: str, place: int) -> str:
    """The group that begins at the brace at `place`, without its braces."""
    depth = 0
    for end in range(place, len(text)):
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        if depth == 0:
            break
    return text[place + 1 : end]


@examples(150)
@given(trees)
def test_fractions_are_built_up_only_once(root: Node) -> None:
    """Not in an exponent and not within a fraction, where they would be too small to read."""
    latex = _expression(root).latex()
    for found in re.finditer(r"\^\{|\\frac\{", latex):
        group = _braced(latex, found.end() - 1)
        rest = latex[found.end() + len(group) + 1 :]
        assert r"\frac" not in group + (_braced(rest, 0) if found[0] != "^{" else "")


def test_each_row_has_latex_or_a_rule_that_sets_it() -> None:
    for row in OPERATIONS.values():
        assert bool(row.latex) != (row.name in {*_RULES_OF_LATEX, "negative"}), row.name


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("e^-x sin(2πx)", "np.exp(-x)*np.sin(2*np.pi*x)"),
        ("1/2 x", "1/2*x"),
        ("x pi^2/2 + pi/4", "x*np.pi**2/2 + np.pi/4"),
        ("1/0", "np.divide(1.0, 0.0)"),
        ("9^9^9", "np.power(9.0, np.power(9.0, 9.0))"),
        ("lambda x", "lambda_*x"),
        ("where(0 < x < 1, -1, 1)", "np.where(np.logical_and(0 < x, x < 1), -1.0, 1.0)"),
        ("erf(x) + sec(x)^2", "scipy.special.erf(x) + (1/np.cos(x))**2"),
        ("tau x + τ", "2*np.pi*x + tau"),
        ("np + scipy sin x", "np_ + scipy_*np.sin(x)"),
        ("x - (y mod 2)", "x - np.mod(y, 2.0)"),
        ("(1 mod 2)/0", "np.mod(1.0, 2.0)/0"),
    ],
)
def test_python(text: str, python: str) -> None:
    assert parse(text).python() == python


@pytest.mark.parametrize("text", ["f(e) = e^2", "f(y, x) = y - x", "h = e", "g(τ) = τ + tau", "f(x) = a*x"])
def test_plain_keeps_the_left_side(text: str) -> None:
    once = parse(text)
    again = parse(str(once))
    assert (again.root, again.name, again.variables) == (once.root, once.name, once.variables)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("x*mod(y, 2)", "x*(y mod 2)"),
        ("x % 2 y", "x mod 2*y"),
        ("-(x mod 3)", "-(x mod 3)"),
        ("-x mod 3", "-x mod 3"),
        ("square(x) + x.rsqrt()", "square(x) + rsqrt(x)"),
    ],
)
def test_plain(text: str, plain: str) -> None:
    assert str(parse(text)) == plain
    assert parse(plain) == parse(text)


def test_every_operation_is_drawn() -> None:
    for row in OPERATIONS.values():
        nodes = tuple(Variable(name) for name in ("x", "y", "z")[: row.arity])
        if row.conditions:
            nodes = (*[Apply("less", (Variable("x"), Number(1.0)))] * row.conditions, *nodes[row.conditions :])
        _MATHTEXT.parse(f"${_expression(Apply(row.name, nodes)).latex()}$")
