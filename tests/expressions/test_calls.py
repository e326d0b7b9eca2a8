"""Calls: their modules, their arguments, and what is said when they are not those of the table."""

import numpy as np
import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from datagen.errors import FormulaError
from datagen.expressions import parse

REFUSED = {
    "special.gamma": ("special.gamma is a function: write special.gamma(...)", 0),
    "math.gamma + x": ("math.gamma is a function: write math.gamma(...)", 0),
    "2 np.Gamma": ("np.Gamma is a function: write np.Gamma(...)", 2),
    # modules and reductions
    "jnp.maximum(x, 0)": ("the module jnp is not read: write maximum(x, 0)", 0),
    "Math.max(x, 0)": ("the module Math is not read: write max(x, 0)", 0),
    "1 + tf.maximum(0, x)": ("the module tf is not read: write maximum(0, x)", 4),
    "jnp.exp(-x)*jnp.sin(x)": ("the module jnp is not read: write exp(-x)", 0),
    "jnp.where(x < 0, 1, 2)": ("the module jnp is not read: write where(x < 0, 1, 2)", 0),
    "x.max(0, 1)": ("max takes 2 arguments, not 3; as a method, 1 in its brackets", 2),
    "math.remainder(3, 2)": ("math.remainder rounds to the nearest: write x - y*round(x/y)", 0),
    "np.max(x, 0)": ("np.max(x, 0) is the maximum along an axis: write maximum(x, 0)", 0),
    "torch.min(x, -1)": ("torch.min(x, -1) is the minimum along an axis: write minimum(x, -1)", 0),
    # arguments
    "log(x, 2)": ("log takes 1 argument, not 2; write log(x)/log(2) for the logarithm to base 2", 0),
    "math.log(x+1, b)": ("math.log takes 1 argument, not 2; write log(x+1)/log(b) for the logarithm to base b", 0),
    "np.heaviside(x, 0)": ("np.heaviside takes 1 argument, not 2; its value at 0 is 0.5", 0),
    "F.softplus(x, beta=2)": ("keyword arguments are not read", 14),
    "np.exp(x, dtype=float)": ("keyword arguments are not read", 10),
    "torch.pow(x, exponent=2)": ("keyword arguments are not read", 13),
    "torch.min(x, dim=0)": ("keyword arguments are not read", 13),
    "2.sin()": ("a method needs a name or ) before it: write sin(...)", 1),
    "where(x>0 | x<1, 1, 0)": ("| opens an absolute value, there is no or: put one where into another", 10),
    "where((x>0)|(x<1), 1, 0)": ("| opens an absolute value, there is no or: put one where into another", 11),
    "where(!x, 1, 0)": ("there is no not: swap the two values of where", 6),
    "np . foo(x)": ("no function is called np.foo", 0),
    "f() = 2": ("expected a variable in the brackets, as in f(x) = x^2", 2),
    "f(2) = 3": ("expected a variable in the brackets, as in f(x) = x^2", 2),
    "f(x,) = x": ("expected a variable in the brackets, as in f(x) = x^2", 4),
    # fixes that keep the meaning
    "sin2θ": ("sin2 runs two names together; did you mean sin(2θ)?", 0),
    "sin2πx": ("sin2 runs two names together; did you mean sin(2πx)?", 0),
    "log_3(x)": ("no function is called log_3; write log(x)/log(3)", 0),
    r"\log_{b}(x)": ("no function is called log_b; write log(x)/log(b)", 0),
    r"\log_3 x": ("no function is called log_3; write log(x)/log(3)", 0),
    "digamma(x)": ("no function is called digamma; derivatives of gamma are not read", 0),
    "polygamma(1, x)": ("no function is called polygamma; derivatives of gamma are not read", 0),
    "logsigmoid(x)": ("no function is called logsigmoid; write -softplus(-x)", 0),
    "arcsec(x)": ("no function is called arcsec; write acos(1/x)", 0),
    "x.sum()": ("no method is called sum; sums are not read: write the terms", 2),
    "exp^-1 x": ("exp^-1 is not read: write exp(-x) or ln(x)", 3),
    "log^-1 x": ("log^-1 is not read: write exp(x) or 1/log(x)", 3),
    "sin^2.5(x)": ("a power between sin and its argument is a whole number or a name: write sin(x)^(2.5)", 4),
    "sin^2^2 x": ("two powers of sin: write sin(x)^(...)", 5),
    "sin^-1^2 x": ("two powers of sin: write sin(x)^(...)", 6),
    "x_{n+1}": ("an index in braces is one name or number, as in x_{max}", 1),
    "x_{i,j}": ("an index in braces is one name or number, as in x_{max}", 1),
    "2ⁿ⁻¹": ("this superscript is not read: write ^(...)", 1),
    "xⁿ²": ("this superscript is not read: write ^(...)", 1),
    "log_loss(x)": ("no function is called log_loss; for a product write log_loss*(x)", 0),
    "xerf 2": ("xerf runs two names together; did you mean x*erf?", 0),
    "Δa + a(x+1)": ("no function is called a; for a product write a*(x+1)", 5),
    "2e3 + e3(x+1)": ("no function is called e3; for a product write e3*(x+1)", 6),
    "3 mod(x, 2)": ("a comma stands only between the arguments of a function: write *mod(...) for a product", 7),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.items(), ids=REFUSED)
def test_refused_with_the_fix(text: str, expected: tuple[str, int]) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert (caught.value.reason, str(caught.value).split("\n")[2].index("^") - 2) == expected


@pytest.mark.parametrize("text", ["xsin.pow(2)", "pow(xsin, 2)", "ymod % τ", "basin + 1", "Δxsin.pow(2)"])
def test_str_of_names_like_calls_reads_back(text: str) -> None:
    expression = parse(text)
    assert parse(str(expression)) == expression


def test_str_of_declared_names_reads_back() -> None:
    expression = parse("sinx^2", variables=["sinx"])
    assert parse(str(expression)) == expression


def test_spaces_in_a_path() -> None:
    assert parse("np . exp(x)") == parse("exp(x)")


def test_a_variable_called_self() -> None:
    assert parse("self x")(self=3.0, x=2.0) == 6
    assert parse("self x").bind(self=3.0)(x=2.0) == 6


def test_many_short_sums_are_read() -> None:
    text = "*".join(["(" + "+".join("x" * 12) + ")"] * 20)
    assert parse(text)(x=1.0) == 12.0**20


PIECES = (
    "x", "y", "t", "2", "0.5", "10", "e", "pi", "π", "θ", "τ", "Δ", "λ", "_1", "_0", "₂", "x₁", r"\theta",
    r"\mu_0", "gamma", "sin", "cos", "ln", "exp", "sqrt", "sin^2", "sin^-1", "asin", "abs", "erf", "min", "max",
    "mod", "where", "log_2", "atan2", "logaddexp", "square", "heaviside", "np.", "torch.", "math.", "special.",
    "jnp.", ".pow(2)", ".exp()", ".max(0)", ".", "(", ")", "(", ")", "(", ")", "{", "}", "[", "]", "|", "|", "^",
    "^", "**", "-", "+", "*", "/", " ", " ", ",", "=", "<", "<=", "²", "⁻¹", "ⁿ", "√", "∛", "%", "&", "!",
    r"\frac", r"\frac{", "}{", r"\sqrt", r"\sqrt[5]{", r"\left(", r"\right)", r"\left|", r"\right|", r"\cdot ",
    r"\,", r"\sin", r"\log", r"\mathrm{erf}", r"\lfloor ", r"\rfloor ", r"\bmod ",
)  # fmt: skip


@examples(1500)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join))
def test_every_accepted_text_can_be_used(text: str) -> None:
    """Printed in three notations, evaluated, read back: nothing but FormulaError, and only from the first parse."""
    try:
        expression = parse(text)
    except FormulaError:
        return
    declared = expression.variables
    values = dict.fromkeys(declared, 0.5)
    found = expression(**values)
    assert np.shape(found) == ()
    assert parse(str(expression)) == expression
    assert parse(expression.python(), variables=declared) is not None
    for written in (expression.latex(), expression.python()):
        np.testing.assert_allclose(parse(written, variables=declared)(**values), found, rtol=1e-9)
