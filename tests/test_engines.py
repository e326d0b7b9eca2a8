"""The two engines against each other and closed forms, and what is refused; Jacobians and Taylor polynomials."""

import math
import subprocess
import sys

import mpmath
import numpy as np
import pytest
import torch
from conftest import examples
from hypothesis import assume, given
from hypothesis import strategies as st

import datagen
from datagen.calculus import ENGINES, chosen, derivative, derivatives, gradient, jacobian, taylor
from datagen.errors import DatagenError
from datagen.expressions import Apply, Expression, Node, Number, Variable, parse
from datagen.expressions.closures import Closure
from datagen.expressions.tree import walk
from datagen.functions import FUNCTIONS, resolve
from datagen.operations import OPERATIONS
from datagen.sides import OneSided

ONE = [name for name, row in FUNCTIONS.items() if len(row.domain) == 1]


def agree(f, x, orders=range(7), tolerance=1e-12):
    """Both engines, to a part of the largest value of each order."""
    by_autograd, by_series = (derivatives(f, orders, engine=engine)(x) for engine in ("autograd", "series"))
    for one, other in zip(by_autograd, by_series, strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=tolerance * np.max(np.abs(other), initial=1e-290))


@pytest.mark.parametrize("name", ONE)
def test_the_engines_agree_on_named_functions(name):
    ((low, high),) = resolve(name).domain.values()
    agree(name, np.linspace(low, high, 41)[1:-1] + 0.003 * (high - low))


@pytest.mark.parametrize("name", [name for name, row in OPERATIONS.items() if row.arity == 1 and not row.condition])
def test_the_engines_agree_on_every_function(name):
    low = 1.05 if name == "acosh" else 0.05
    high = 0.95 if name in ("asin", "acos", "atanh") else 2.4
    agree(Expression(name, Apply(name, (Variable("x"),)), variables=("x",)), np.linspace(low, high, 19))


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "softplus", "expm1", "sech", "csch", "coth", "sinc"])
def test_the_engines_agree_where_little_is_left(name):
    """Relative to each value: e^-x must not be lost in a 1."""
    f = Expression(name, Apply(name, (Variable("x"),)), variables=("x",))
    for at in (-30.0, -9.0, -0.3, 0.4, 8.0, 25.0):
        by_autograd, by_series = (derivatives(f, range(1, 5), engine=engine)(at) for engine in ("autograd", "series"))
        np.testing.assert_allclose(by_autograd, by_series, rtol=1e-11, atol=0)


INVERSE = {
    "asin": (lambda t: 1 / mpmath.sqrt(1 - t * t), (1 - 1e-9, -1 + 1e-12, 0.95)),
    "acos": (lambda t: -1 / mpmath.sqrt(1 - t * t), (1 - 1e-9, -1 + 1e-12, 0.95)),
    "atanh": (lambda t: 1 / (1 - t * t), (1 - 1e-9, -1 + 1e-12, 0.95)),
    "acosh": (lambda t: 1 / mpmath.sqrt(t * t - 1), (1 + 1e-9, 1.05, 1e80, 1e200)),
    "asinh": (lambda t: 1 / mpmath.sqrt(1 + t * t), (-0.5, 1e80, -1e200)),
    "atan": (lambda t: 1 / (1 + t * t), (0.5, -1e80, 1e120)),
}


@pytest.mark.parametrize("engine", ["autograd", "series"])
@pytest.mark.parametrize("name", INVERSE)
def test_inverse_functions_near_their_ends(name, engine):
    """torch's own derivatives have 1 - x², which cancels near 1, and x² + 1, which overflows."""
    slope, places = INVERSE[name]
    with mpmath.workdps(600):
        exact = [(slope(mpmath.mpf(x)), mpmath.diff(slope, mpmath.mpf(x), h=1e-30 * abs(x))) for x in places]
    found = derivatives(f"{name}(x)", (1, 2), engine=engine)(places)
    np.testing.assert_allclose(found.T, np.array(exact, dtype=float), rtol=1e-13, atol=1e-300)


@pytest.mark.parametrize(
    ("formula", "x", "slope"),
    [
        ("asinh(x)", 1e25, 1e-25), ("acosh(x)", 1e25, 1e-25), ("atan(x)", 1e12, 1e-24),
        ("sech(x)", 60.0, -2 * math.exp(-60)), ("csch(x)", -60.0, -2 * math.exp(-60)),
    ],
)  # fmt: skip
def test_slopes_in_single_precision_whose_squares_overflow(formula, x, slope):
    found = derivative(formula, engine="autograd")(torch.tensor([x], dtype=torch.float32))
    assert found.dtype == torch.float32
    np.testing.assert_allclose(found, [slope], rtol=1e-6)


@pytest.mark.parametrize("engine", ["autograd", "series"])
def test_orders_to_12_of_the_damped_sine(engine):
    x, rate = np.linspace(0, 5, 21), -1 + 2j * np.pi
    for order, row in enumerate(derivatives("damped-sine", range(13), engine=engine)(x)):
        exact = (rate**order * np.exp(rate * x)).imag
        np.testing.assert_allclose(row, exact, rtol=0, atol=1e-12 * np.abs(exact).max())


_UNARY = ["sin", "cos", "tanh", "exp", "sigmoid", "softplus", "atan", "asinh", "erf", "sinc", "sech", "square", "expm1"]
_BINARY = ["add", "subtract", "multiply", "divide", "hypot", "logaddexp"]
_LEAVES = st.one_of(st.just(Variable("x")), st.sampled_from((0.5, 1.0, 2.0, 3.0)).map(Number))


def _both(name: str, a: Node, b: Node) -> Node:
    """1 + b² keeps singularities away: near one, the parts of x/x have large derivatives, which cancel."""
    if name in ("divide", "hypot"):
        b = Apply("add", (Number(1.0), Apply("square", (b,))))
    return Apply(name, (a, b))


def _grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    one = st.builds(lambda name, a: Apply(name, (a,)), st.sampled_from(_UNARY), inner)
    two = st.builds(_both, st.sampled_from(_BINARY), inner, inner)
    power = st.builds(lambda a, n: Apply("power", (a, Number(n))), inner, st.sampled_from((2.0, 3.0, 4.0, 5.0)))
    return st.one_of(one, two, power)


@given(st.recursive(_LEAVES, _grown, max_leaves=6), st.floats(0.2, 1.5))
@examples(40)
def test_the_engines_agree_on_random_formulas(root, at):
    f = Expression("f", root, variables=("x",))
    x = at + np.linspace(0, 0.3, 5)
    parts = [Expression("part", part, variables=("x",)) for part in {*walk(root)}]
    found = derivatives(f, range(7), engine="series")(x)
    sizes = np.max([np.abs(derivatives(part, range(7), engine="series")(x)).max(axis=1) for part in parts], axis=0)
    assume(np.isfinite(sizes).all() and sizes.max() < 1e9)
    by_autograd = derivatives(f, range(7), engine="autograd")(x)
    for k in range(7):
        # what cancels is as large as the derivatives of the parts
        np.testing.assert_allclose(by_autograd[k], found[k], rtol=0, atol=1e-12 * sizes[: k + 1].max())


# The choice of an engine


def test_auto_is_autograd_up_to_order_4_and_series_above_it():
    assert ENGINES == ("auto", "autograd", "series")
    assert [chosen("auto", order) for order in (0, 4, 5, 500)] == ["autograd", "autograd", "series", "series"]
    assert (chosen("autograd", 12), chosen("series", 0)) == ("autograd", "series")


REFUSED = [
    (lambda: derivative("x", engine="serie"), "no engine is called 'serie'; did you mean 'series'?"),
    (lambda: derivative("x", engine="jax"), "no engine is called 'jax'; choose from auto, autograd, series"),
    (
        lambda: derivative("x", 13, engine="autograd"),
        "order: 13 is not allowed; give one up to 12, as the cost of autograd doubles with every order, "
        "or use the engine series",
    ),
    (
        lambda: derivative(torch.sin, engine="series"),
        "the engine series is for formulas; a function of a torch tensor needs the engine autograd",
    ),
    (lambda: derivative(torch.sin, engine="serie"), "no engine is called 'serie'; did you mean 'series'?"),
    (
        lambda: derivative("x", engine="series")(torch.ones(2, requires_grad=True)),
        "the engine series passes no gradient on; detach the tensor, or use the engine autograd",
    ),
    (lambda: jacobian([]), "f: () is not allowed; give one or more formulas"),
    (
        lambda: jacobian(["x", torch.sin]),
        "a Jacobian is of formulas, or of one function of a tensor that returns all its values",
    ),
    (
        lambda: jacobian(["x", "y"])([1.0, 2.0, 3.0]),
        "points of shape (3,) do not fit; give (2,) or (n, 2), a column for each of x, y",
    ),
    (
        lambda: jacobian(torch.sum)([1.0, 2.0]),
        "the function returned a tensor of shape (); it has to return (m,)",
    ),
    (lambda: taylor(torch.sin, 0, 3), None),
    (lambda: taylor("x", np.inf, 3), "about: inf is not allowed; give a finite number"),
    (
        lambda: taylor("abs(x)", 0, 3),
        "abs(x) has no Taylor polynomial of order 3: at x = 0 f' does not exist: "
        "it is 1 from the right and -1 from the left",
    ),
    (lambda: taylor("sqrt(x)", 0, 1), "sqrt(x) has no Taylor polynomial of order 1: at x = 0 f' is infinite"),
    (lambda: taylor("log(x)", -1, 1), "log(x) has no Taylor polynomial of order 1: at x = -1 f is not defined"),
    (
        lambda: taylor("1/(1 - x)", 0, 500),
        "a polynomial with 501 terms is too long for a formula; give a lower order",
    ),
    (
        lambda: taylor("x*y", 0, 1),
        "a derivative is of a function of one variable, and 'x*y' has x, y; "
        "fix all but one, as in bind(y=1), or take the gradient",
    ),
]


@pytest.mark.parametrize(("act", "message"), REFUSED, ids=range(len(REFUSED)))
def test_what_does_not_fit_is_refused_in_one_line(act, message):
    with pytest.raises(DatagenError) as caught:
        act()
    assert "\n" not in str(caught.value)
    assert message is None or str(caught.value) == message


@pytest.mark.parametrize("engine", ["autograd", "series"])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_tensors_keep_their_dtype(engine, dtype):
    found = derivatives("sin(x)", (0, 3), engine=engine)(torch.ones(2, 3, dtype=dtype))
    assert (found.dtype, found.shape) == (dtype, (2, 2, 3))
    assert found[1, 0, 0] == pytest.approx(-np.cos(1), rel=1e-6)


def test_a_tensor_that_carries_a_gradient_keeps_autograd():
    x = torch.tensor([0.3], dtype=torch.float64, requires_grad=True)
    slope = derivative("sin(x)", 5)(x)
    assert slope.requires_grad
    slope.sum().backward()
    assert x.grad.item() == pytest.approx(-np.sin(0.3))


def test_series_needs_no_torch_and_autograd_no_sympy():
    program = (
        "import sys; from datagen import derivative; {}; print([m for m in ('torch', 'sympy') if m in sys.modules])"
    )
    for act, loaded in (("derivative('sin(x)', 5)([1.0])", "[]"), ("derivative('sin(x)', 1)([1.0])", "['torch']")):
        run = subprocess.run([sys.executable, "-c", program.format(act)], capture_output=True, text=True, check=True)
        assert run.stdout.strip() == loaded


def test_a_closure_holds_nothing_after_a_call():
    f = parse("sin(x^2) + x^2")
    from datagen.autograd import formula_values

    values = formula_values(f, ("x",))
    values(torch.ones(3, dtype=torch.float64, requires_grad=True))
    cells = [cell.cell_contents for cell in values.__closure__]
    (closures,) = [each for each in cells if isinstance(each, dict)]
    (closure,) = closures.values()
    assert closure._kept
    assert all(each.last == (None, None) for each in closure._kept.values())


def test_what_occurs_twice_is_found_once():
    calls = []

    class Counting:
        def __getattr__(self, name):
            return lambda x, *rest: calls.append(name) or x

    f = parse("sin(x^2) + sin(x^2)*exp(x^4)")
    closure = Closure(f.folded, Counting(), ("x",))
    for _ in range(2):
        calls.clear()
        closure((1.0,))
        assert sorted(calls) == ["exp", "power", "power", "sin"]  # x^4 is the square of x^2


# Jacobians


def test_jacobians_have_a_row_for_each_function():
    assert jacobian(["x*y", "x + y^2", "3"])([2.0, 5.0]).tolist() == [[5, 2], [1, 10], [0, 0]]
    assert jacobian(["x*y", parse("x + y^2")])([[2.0, 5.0], [1, 1]]).shape == (2, 2, 2)
    assert jacobian("rosenbrock")([2.0, 5.0]).tolist() == [gradient("rosenbrock")([2.0, 5.0]).tolist()]
    assert jacobian(["f(y, x) = x + 2y", "x"])([0.0, 0.0]).tolist() == [[2, 1], [0, 1]]
    assert jacobian(["x10", "x2"])([0.0, 0.0]).tolist() == [[0, 1], [1, 0]]
    assert jacobian(["x", "y"])(np.empty((0, 2))).shape == (0, 2, 2)


def test_jacobians_of_torch_callables():
    def polar(p):
        return torch.stack([p[0] * torch.cos(p[1]), p[0] * torch.sin(p[1]), p[0]])

    points = np.array([[2.0, 0.3], [1.0, -1.0]])
    found = jacobian(polar)(points)
    np.testing.assert_allclose(found[:, :2], jacobian(["r cos(t)", "r sin(t)"])(points), rtol=1e-15, atol=1e-15)
    assert found[:, 2].tolist() == [[1, 0], [1, 0]]
    assert jacobian(lambda p: torch.zeros(2))([1.0, 2.0]).tolist() == [[0, 0], [0, 0]]
    assert jacobian(polar)(torch.tensor(points, dtype=torch.float32)).dtype == torch.float32


@given(st.lists(st.floats(-2, 2), min_size=3, max_size=3))
@examples(20)
def test_the_jacobian_of_a_gradient_is_the_hessian(point):
    found = jacobian(["2x*y + z^2*cos(x*z)*0", "x^2 + cos(y)", "z*2"])(point)
    from datagen.calculus import hessian

    exact = hessian("f(x, y, z) = x^2*y + sin(y) + z^2")(point)
    np.testing.assert_allclose(found, exact, rtol=1e-13, atol=1e-13)


# Taylor polynomials

TAYLOR = [
    ("sin(x)", 0, 5, "x - 0.16666666666666666*x^3 + 0.008333333333333333*x^5"),
    ("e^x", 0, 2, "1 + x + 0.5*x^2"),
    ("x^3", 2, 3, "8 + 12*(x - 2) + 6*(x - 2)^2 + (x - 2)^3"),
    ("1/x", -1, 2, "-1 - (x + 1) - (x + 1)^2"),
    ("cos(t)", 0, 3, "1 - 0.5*t^2"),
    ("7", 1, 3, "7"),
    ("x - x", 0, 3, "0"),
    ("where(x == 0, 1, sin(x)/x)", 0, 2, "1 - 0.16666666666666666*x^2"),
    ("abs(x)^3", 0, 2, "0"),
    ("sin(x)", "pi", 1, None),
]


@pytest.mark.parametrize(("text", "about", "order", "expected"), TAYLOR, ids=[row[0] for row in TAYLOR])
def test_taylor_polynomials_are_formulas(text, about, order, expected):
    found = taylor(text, about, order)
    assert expected is None or str(found) == expected
    assert parse(str(found)) == found
    assert parse(found.text) == found


@given(
    st.sampled_from(["damped-sine", "runge", "tanh", "gaussian", "e^x/(2 + x)"]),
    st.floats(-0.9, 0.9),
    st.integers(0, 12),
)
@examples(30)
def test_a_taylor_polynomial_has_the_functions_derivatives(name, about, order):
    found = taylor(name, about, order)
    exact = derivatives(name, range(order + 1), engine="series")(about)
    mine = derivatives(Expression("p", found.root, variables=("x",)), range(order + 1), engine="series")(about)
    np.testing.assert_allclose(mine, exact, rtol=1e-12, atol=1e-300)
    again = parse(str(found), variables=("x",))
    assert again == found


def test_a_variable_that_is_called_e_stays_one():
    found = taylor(parse("f(e) = exp(e)"), 0, 2)
    assert found.variables == ("e",)
    assert parse(str(found)) == found
    assert found(e=2.0) == 5.0


def test_long_polynomials_have_as_many_terms_as_a_formula_may():
    found = taylor("e^x", 1, 60)
    assert found(x=1.7) == pytest.approx(np.exp(1.7), rel=1e-14)
    assert parse(str(found)) == found


def test_the_public_names_are_there():
    assert datagen.jacobian is jacobian
    assert datagen.taylor is taylor
    assert {"jacobian", "taylor", "derivative", "derivatives", "gradient", "hessian"} <= set(datagen.__all__)
    assert OneSided(parse("x")).names == ("x",)
