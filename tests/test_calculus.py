"""Derivatives against three witnesses: closed forms, sympy and mpmath, and identities."""

import math

import mpmath
import numpy as np
import pytest
import sympy
import torch
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

import datagen.points as points
from datagen.calculus import derivative, derivatives, gradient, hessian, jacobian
from datagen.errors import DatagenError, NameUnknownError, OptionError
from datagen.expressions import parse
from datagen.functions import FUNCTIONS, resolve

ONE = [name for name, row in FUNCTIONS.items() if len(row.domain) == 1]
TWO = [name for name, row in FUNCTIONS.items() if len(row.domain) == 2]

X = np.linspace(0.1, 1.9, 7)


def close(found, expected, tolerance=1e-12):
    """Equal to a part of the largest value, as a derivative that passes through 0 has no relative error there."""
    scale = np.max(np.abs(expected), initial=1e-300)
    np.testing.assert_allclose(found, expected, rtol=0, atol=tolerance * scale)


def interior(name, k=5):
    """Points inside a named function's domain, off its centre and its corners."""
    ranges = resolve(name).domain.values()
    fractions = [np.linspace(0.07, 0.91, k) + 0.013 * i for i, _ in enumerate(ranges)]
    return np.stack([low + (high - low) * part for (low, high), part in zip(ranges, fractions, strict=True)], axis=-1)


# Closed forms


@pytest.mark.parametrize("order", range(9))
def test_the_damped_sine_has_its_closed_form_derivatives(order):
    x = np.linspace(0, 5, 101)
    rate = -1 + 2j * np.pi
    close(derivative("damped-sine", order)(x), (rate**order * np.exp(rate * x)).imag)


def test_the_seed_figures_come_out():
    found = derivatives("3*x**2 + 5*x + 6*torch.exp(x)", range(3))(2)
    np.testing.assert_allclose(found, [66.3343365935839, 61.3343365935839, 50.3343365935839], rtol=1e-13, atol=0)
    assert hessian("x**4 + 2*x**2*y**2 + y**4")([2, 3]).tolist() == [[84, 48], [48, 124]]


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=7), st.integers(0, 8))
@examples(40)
def test_a_polynomial_has_the_derivative_that_its_coefficients_say(coefficients, order):
    text = "+".join(f"({c})*x^{k}" for k, c in enumerate(coefficients))
    exact = np.polynomial.Polynomial(coefficients).deriv(order) if order else np.polynomial.Polynomial(coefficients)
    np.testing.assert_allclose(derivative(parse(f"f(x) = {text}"), order)(X), exact(X), rtol=1e-12, atol=1e-9)


# sympy and mpmath

FORMULAS = [
    ("x^5 - 3x + 2", "x**5 - 3*x + 2"),
    ("sin(3x)*e^(-x^2)", "sin(3*x)*exp(-x**2)"),
    ("tanh(x)/sqrt(1 + x^4)", "tanh(x)/sqrt(1 + x**4)"),
    ("log(x)/x", "log(x)/x"),
    ("x^1.5", "x**Rational(3, 2)"),
    ("x^x", "x**x"),
    ("2^x", "2**x"),
    ("1/(1 + 25x^2)", "1/(1 + 25*x**2)"),
    ("atan(x)*cosh(x)", "atan(x)*cosh(x)"),
    ("erf(x)", "erf(x)"),
    ("asinh(x) + acos(x/2)", "asinh(x) + acos(x/2)"),
]


@pytest.mark.parametrize(("text", "witness"), FORMULAS, ids=[text for text, _ in FORMULAS])
def test_sympy_finds_the_same_derivatives(text, witness):
    x = sympy.Symbol("x")
    found = derivatives(text, range(5))(X)
    for order in range(5):
        exact = sympy.sympify(witness).diff(x, order) if order else sympy.sympify(witness)
        close(found[order], [float(exact.evalf(30, subs={x: at})) for at in X], 1e-12)


@pytest.mark.parametrize("name", ["gaussian", "sinc", "softplus", "gelu", "silu", "morse", "mexican-hat", "chirp"])
def test_mpmath_finds_the_same_derivatives_of_named_functions(name):
    exact = {
        "gaussian": mpmath.npdf,
        "sinc": mpmath.sincpi,
        "softplus": lambda x: mpmath.log(1 + mpmath.exp(x)),
        "gelu": lambda x: x * mpmath.ncdf(x),
        "silu": lambda x: x / (1 + mpmath.exp(-x)),
        "morse": lambda r: (1 - mpmath.exp(-(r - 1.5))) ** 2,
        "mexican-hat": lambda x: 2 * (1 - x**2) * mpmath.exp(-(x**2) / 2) / (mpmath.sqrt(3) * mpmath.pi**0.25),
        "chirp": lambda t: mpmath.sin(2 * mpmath.pi * (t + t**2)),
    }[name]
    places = interior(name)[:, 0]
    found = derivatives(name, range(4))(places)
    with mpmath.workdps(40):
        for order in range(4):
            close(found[order], [float(mpmath.diff(exact, mpmath.mpf(at), order)) for at in places], 1e-11)


@pytest.mark.parametrize("name", TWO)
def test_gradients_and_hessians_agree_with_differences_of_what_they_differentiate(name):
    e, points, h = resolve(name).expression, interior(name), 1e-6
    found, curved = gradient(name)(points), hessian(name)(points)
    for i, step in enumerate(np.eye(2) * h):
        ahead, behind = points + step, points - step
        slope = (e(**dict(zip("xy", ahead.T, strict=True))) - e(**dict(zip("xy", behind.T, strict=True)))) / (2 * h)
        close(found[:, i], slope, 1e-7)
        close(curved[:, i], (gradient(name)(ahead) - gradient(name)(behind)) / (2 * h), 1e-7)


# Identities


@pytest.mark.parametrize("name", ONE)
def test_a_derivative_of_a_derivative_is_the_second(name):
    places = interior(name)[:, 0]
    again = derivative(derivative(resolve(name).expression))
    close(again(places), derivative(name, 2)(places), 1e-13)


@given(st.integers(0, 4), st.floats(0.2, 1.8))
@examples(25)
def test_products_follow_leibniz(order, x):
    f, g = derivatives("sin(3x)", range(order + 1))(x), derivatives("e^-x/x", range(order + 1))(x)
    both = derivative("sin(3x)*(e^-x/x)", order)(x)
    terms = [float(sympy.binomial(order, k)) * f[k] * g[order - k] for k in range(order + 1)]
    np.testing.assert_allclose(both, sum(terms), rtol=0, atol=1e-12 * max(map(abs, terms)))


@pytest.mark.parametrize("name", TWO)
def test_a_hessian_is_the_gradients_derivative_and_exactly_symmetric(name):
    point = interior(name)[1]
    found = hessian(name)(point)
    slopes = gradient(resolve(name).expression)
    for i in range(2):
        row = gradient(lambda p, i=i: slopes(p)[i])(point)
        close(found[i], row, 1e-13)
    assert (found == found.T).all()


def test_the_hessian_of_a_torch_callable_is_exactly_symmetric():
    def f(p):
        return torch.sin(p[0] * p[1]) / (1 + p[1] ** 2 * p[2]) + torch.exp(p[0] / p[2])

    for point in np.random.default_rng(1).uniform(0.5, 1.5, (20, 3)):
        found = hessian(f)(point)
        assert (found == found.T).all()


def test_several_orders_are_what_each_is_alone():
    several = derivatives("damped-sine", [3, 0, 3, 1])(X)
    assert several.shape == (4, 7)
    for row, order in zip(several, [3, 0, 3, 1], strict=True):
        assert (row == derivative("damped-sine", order)(X)).all()


MINIMA = [
    ("rosenbrock", (1, 1)),
    ("himmelblau", (3, 2)),
    ("himmelblau", (-2.805118086952745, 3.131312518250573)),
    ("himmelblau", (-3.779310253377747, -3.283185991286170)),
    ("himmelblau", (3.584428340330492, -1.848126526964404)),
    ("beale", (3, 0.5)),
    ("six-hump-camel", (0.08984201310031806, -0.7126564030207396)),
    ("rastrigin", (0, 0)),
]


@pytest.mark.parametrize(("name", "point"), MINIMA)
def test_the_gradient_vanishes_at_a_known_minimum_and_the_hessian_is_positive(name, point):
    np.testing.assert_allclose(gradient(name)(point), 0, atol=1e-11)
    assert (np.linalg.eigvalsh(hessian(name)(point)) > 0).all()


# Shapes, kinds and dtypes


def test_shapes_follow_the_points():
    assert derivative("x^2")(3.0).shape == ()
    assert derivative("x^2")([]).shape == (0,)
    assert derivatives("x^2", (0, 1))(3).shape == (2,)
    assert gradient("x*y")([[1, 2], [3, 4], [5, 6]]).tolist() == [[2, 1], [4, 3], [6, 5]]
    assert gradient("x*y")(np.empty((0, 2))).shape == (0, 2)
    assert hessian("x*y*z")([1, 2, 3]).tolist() == [[0, 3, 2], [3, 0, 1], [2, 1, 0]]
    assert hessian("x*y")(np.ones((4, 2))).shape == (4, 2, 2)
    assert hessian("x*y")(np.empty((0, 2))).shape == (0, 2, 2)
    assert hessian("x^3")([[2.0], [3.0]]).tolist() == [[[12.0]], [[18.0]]]


def test_coordinates_are_in_the_order_of_the_variables():
    assert gradient("f(y, x) = x^2 + 3y")([10, 1]).tolist() == [3, 2]
    assert gradient("3y + x^2")([1, 10]).tolist() == [2, 3]


@pytest.mark.parametrize(
    ("give", "kind"),
    [
        (lambda v: v, np.ndarray),
        (np.array, np.ndarray),
        (lambda v: np.array(v, dtype=np.float32), np.ndarray),
        (lambda v: torch.tensor(v, dtype=torch.float64), torch.Tensor),
        (lambda v: torch.tensor(v, dtype=torch.int64), torch.Tensor),
    ],
    ids=["list", "float64 array", "float32 array", "float64 tensor", "int tensor"],
)
def test_arrays_give_float64_arrays_and_tensors_give_tensors(give, kind):
    for found in (derivative("x^3")(give([1, 2])), gradient("x*y")(give([1, 2])), hessian("x*y")(give([1, 2]))):
        assert isinstance(found, kind)
        assert found.dtype == (np.float64 if kind is np.ndarray else torch.float64)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("name", [*ONE, *TWO])
def test_tensors_keep_their_dtype(name, dtype):
    points = torch.tensor(interior(name), dtype=dtype)
    found = [gradient(name)(points), hessian(name)(points)]
    if name in ONE:
        found += [derivative(name, order)(points[:, 0]) for order in range(3)]
    assert {each.dtype for each in found} == {dtype}
    assert not any(each.requires_grad for each in found)


def test_views_and_foreign_layouts_are_read_right():
    x = np.arange(8.0)
    x.flags.writeable = False
    assert derivative("x^2")(x[::-2]).tolist() == [14, 10, 6, 2]
    assert derivative("x^2")(x.astype(">f8")).tolist() == (2 * x).tolist()
    assert gradient("x*y")(np.asfortranarray(x.reshape(4, 2))).tolist() == [[1, 0], [3, 2], [5, 4], [7, 6]]


@pytest.mark.parametrize("block", [1, 3, 7, 1000])
def test_blocks_do_not_show(monkeypatch, block):
    places = interior("himmelblau", 10)
    whole = [f("himmelblau")(places) for f in (gradient, hessian)] + [derivatives("tanh", range(3))(X)]
    monkeypatch.setattr(points, "BLOCK", block)
    parts = [f("himmelblau")(places) for f in (gradient, hessian)] + [derivatives("tanh", range(3))(X)]
    for one, other in zip(whole, parts, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-15, atol=0)


# What is left as it was


def test_neither_the_argument_nor_torch_is_changed():
    x, t = np.array([1.0, 2.0]), torch.tensor([1.0, 2.0], requires_grad=True)
    before = torch.get_default_dtype(), torch.get_num_threads(), torch.is_grad_enabled()
    for given_ in (x, t):
        derivatives("x^3", range(3))(given_)
        gradient("x*y^2")(given_)
        hessian("x*y^2")(given_)
    assert (torch.get_default_dtype(), torch.get_num_threads(), torch.is_grad_enabled()) == before
    assert x.tolist() == [1, 2]
    assert t.tolist() == [1, 2]
    assert t.grad is None


def test_it_works_where_gradients_are_off():
    t = torch.tensor([1.0, 2.0], requires_grad=True)
    for off in (torch.no_grad(), torch.inference_mode()):
        with off:
            assert derivative("x^3")(t).tolist() == [3, 12]
            assert not derivative("x^3")(t).requires_grad
            assert hessian("x*y^2")([1, 2]).tolist() == [[0, 4], [4, 2]]
            assert not torch.is_grad_enabled()


def test_an_answer_carries_a_gradient_where_the_argument_does():
    weight = torch.tensor(3.0, dtype=torch.float64, requires_grad=True)
    x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
    derivative(lambda x: weight * x**2)(x).sum().backward()
    assert weight.grad == 6
    assert x.grad.tolist() == [6, 6]


# Constants and callables


@pytest.mark.parametrize("order", [0, 1, 2, 3])
def test_constants_and_lines_have_zeros_for_derivatives(order):
    assert derivative("7", order)(X).tolist() == [7.0 if order == 0 else 0.0] * 7
    assert derivative("f(x) = 2", order)(3.0) == (2.0 if order == 0 else 0.0)
    assert derivative(lambda x: 7.0, order)(X).tolist() == [7.0 if order == 0 else 0.0] * 7
    if order > 1:
        assert derivative("5x + 1", order)(X).tolist() == [0.0] * 7


def test_variables_that_do_nothing_have_zeros():
    assert gradient("f(x, y) = x^2")([3, 4]).tolist() == [6, 0]
    assert hessian("f(x, y) = x^2")([3, 4]).tolist() == [[2, 0], [0, 0]]
    assert hessian("x + y")([3, 4]).tolist() == [[0, 0], [0, 0]]
    assert hessian(lambda p: 1.0)([3, 4]).tolist() == [[0, 0], [0, 0]]


def test_torch_callables_are_elementwise_for_derivatives():
    model = torch.nn.Sequential(torch.nn.Linear(1, 3), torch.nn.Tanh(), torch.nn.Linear(3, 1)).double()

    def network(x):
        return model(x[:, None])[:, 0]

    h = 1e-5
    difference = (network(torch.tensor(X + h)) - network(torch.tensor(X - h))) / (2 * h)
    close(derivative(network)(X), difference.detach().numpy(), 1e-9)
    close(derivative(torch.sin, 3)(X), -np.cos(X), 1e-14)
    assert derivative(torch.exp)(torch.ones(2)).dtype == torch.float32


def test_torch_callables_take_one_point_for_gradients():
    def f(p):
        assert p.shape == (3,)
        return (p**2).sum() * p[0] if p[0] > 0 else p.sum()  # the branch depends on the point

    points = np.array([[1.0, 2.0, 3.0], [-1.0, 5.0, 2.0]])
    assert gradient(f)(points).tolist() == [[16, 4, 6], [1, 1, 1]]
    assert hessian(f)(points[0]).tolist() == [[6, 4, 6], [4, 2, 0], [6, 0, 2]]
    assert hessian(f)(points)[1].tolist() == np.zeros((3, 3)).tolist()


def test_a_callable_agrees_with_its_formula():
    points = interior("rosenbrock")
    close(gradient(lambda p: (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2)(points), gradient("rosenbrock")(points))
    close(hessian(lambda p: (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2)(points), hessian("rosenbrock")(points))


# What is refused

REFUSED = [
    (
        lambda: derivative("x^2 y"),
        "a derivative is of a function of one variable, and 'x^2 y' has x, y; "
        "fix all but one, as in bind(y=1), or take the gradient",
    ),
    (lambda: derivative("x", -1), "order: -1 is not allowed; give a whole number, 0 or more"),
    (lambda: derivative("x", 1.5), "order: 1.5 is not allowed; give a whole number, 0 or more"),
    (lambda: derivative("x", True), "order: True is not allowed; give a whole number, 0 or more"),
    (lambda: derivatives("x", ()), "orders: () is not allowed; give one or more"),
    (
        lambda: derivative(3),
        "f: 3 is not allowed; give a formula, a name, an Expression or a function of a torch tensor",
    ),
    (
        lambda: gradient("x*y")([1, 2, 3]),
        "points of shape (3,) do not fit; give (2,) or (n, 2), a column for each of x, y",
    ),
    (lambda: gradient("2pi"), "a formula without variables has no partial derivatives"),
    (lambda: jacobian(["5"]), "a formula without variables has no partial derivatives"),
    (lambda: hessian(torch.sum)(2.0), "points of shape () do not fit; give (d,) or (n, d)"),
    (lambda: derivative("x")("two"), "'two' does not fit; give real numbers"),
    (lambda: derivative("x")([1j]), "[1j] does not fit; give real numbers"),
    (lambda: derivative("x")([[1], [2, 3]]), "[[1], [2, 3]] does not fit; give real numbers"),
    (
        lambda: derivative("x")(torch.tensor([1j])),
        "a tensor of torch.complex64 does not fit; give real numbers",
    ),
    (
        lambda: derivative(torch.sum)([1.0, 2.0]),
        "the function returned a tensor of shape (); it has to return one of shape (2,)",
    ),
    (
        lambda: gradient(torch.exp)([1.0, 2.0]),
        "the function returned a tensor of shape (2,); it has to return a scalar",
    ),
]


@pytest.mark.parametrize(("act", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_what_does_not_fit_is_refused_in_one_line(act, message):
    with pytest.raises(DatagenError) as caught:
        act()
    assert str(caught.value) == message


def test_an_order_is_an_option():
    assert derivative("x^3", np.int64(2))(1.0) == 6
    with pytest.raises(OptionError):
        derivative("x^3", "2")


LEAVING = [
    lambda x: math.sin(x.item()),
    lambda x: np.sin(x.detach().numpy()),
    np.sin,
    lambda x: [float(each) ** 2 for each in x.detach()],
]


@pytest.mark.parametrize("f", LEAVING, ids=["math", "numpy of a copy", "numpy", "a list of floats"])
def test_a_function_that_leaves_torch_has_no_derivative_of_0(f):
    with pytest.raises(DatagenError) as caught:
        derivative(f)([1.0])
    assert str(caught.value) == (
        "the function leaves torch, so no derivative can be found; write it with torch's functions, such as torch.sin"
    )


@pytest.mark.parametrize("find", [gradient, hessian, jacobian])
def test_nor_has_one_of_a_point(find):
    with pytest.raises(DatagenError, match=r"^the function leaves torch"):
        find(lambda point: [point[0].item() ** 2] if find is jacobian else point[0].item() ** 2)([1.0, 2.0])


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "the function returned None; it has to return a tensor"),
        ("sin", "the function returned 'sin'; it has to return a tensor"),
        (1j, "the function returned complex numbers; it has to return real ones"),
        (torch.ones(2) * 1j, "the function returned complex numbers; it has to return real ones"),
    ],
)
def test_what_a_function_returns_is_a_tensor_of_real_numbers(value, message):
    with pytest.raises(DatagenError) as caught:
        derivative(lambda x: value)([1.0, 2.0])
    assert str(caught.value) == message


def test_a_constant_may_be_of_any_type_but_is_the_same_for_every_x():
    np.testing.assert_array_equal(derivative(lambda x: 2 if x.requires_grad else 2.0)([1.0, 2.0]), [0.0, 0.0])
    with pytest.raises(DatagenError, match=r"^the function leaves torch"):
        derivative(lambda x: 2 if x.requires_grad else 2.5)([1.0, 2.0])


def test_a_jacobian_of_a_list_of_values_is_that_of_the_tensor():
    found = jacobian(lambda point: [point[0] * point[1], point[0], 3.0])([2.0, 5.0])
    np.testing.assert_array_equal(found, [[5.0, 2.0], [1.0, 0.0], [0.0, 0.0]])


def test_bfloat16_in_bfloat16_out():
    x = torch.tensor([0.0, 1.0], dtype=torch.bfloat16)
    slope = derivative("abs(x) + x^2")(x)
    assert slope.dtype == torch.bfloat16
    assert slope.isnan().tolist() == [True, False]
    assert slope[1].item() == 3.0
    assert gradient("x^2 y")(torch.ones(2, dtype=torch.bfloat16)).tolist() == [2.0, 1.0]
    assert hessian("x^2 abs(y)")(torch.ones(2, dtype=torch.bfloat16)).tolist() == [[2.0, 2.0], [2.0, 0.0]]


@pytest.mark.parametrize("engine", ["auto", "autograd"])
def test_a_callable_has_no_order_that_would_not_end(engine):
    with pytest.raises(OptionError, match=r"^order: 13 is not allowed; give one up to 12"):
        derivative(torch.sin, 13, engine=engine)


def test_orders_are_several():
    with pytest.raises(OptionError) as caught:
        derivatives("x^3", 3)
    assert str(caught.value) == "orders: 3 is not allowed; give several, as in (0, 1, 2) or range(3)"
    with pytest.raises(NameUnknownError):
        derivative("x", engine=None)
