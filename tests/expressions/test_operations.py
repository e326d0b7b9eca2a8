"""Each operation on values: against mpmath, at its special points, and its derivatives on tensors."""

from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest
import torch

from datagen.errors import DatagenError
from datagen.expressions import Apply, Number, Variable, parse
from datagen.operations import ALIASES, OPERATIONS

M = mpmath.mp

EXACT: dict[str, tuple[Callable[..., object], tuple[float, ...]]] = {
    "add": (lambda a, b: a + b, (0.75, 1.5)),
    "subtract": (lambda a, b: a - b, (0.75, 1.5)),
    "multiply": (lambda a, b: a * b, (0.75, 1.5)),
    "divide": (lambda a, b: a / b, (0.75, 1.25)),
    "negative": (lambda a: -a, (0.75,)),
    "power": (lambda a, b: a**b, (0.75, 1.25)),
    "mod": (lambda a, b: a - b * M.floor(a / b), (-0.75, 0.5)),
    "where": (lambda c, a, b: a if c else b, (0.75, 1.25)),
    "sin": (M.sin, (0.75,)),
    "cos": (M.cos, (0.75,)),
    "tan": (M.tan, (0.75,)),
    "sec": (M.sec, (0.75,)),
    "csc": (M.csc, (0.75,)),
    "cot": (M.cot, (0.75,)),
    "asin": (M.asin, (0.375,)),
    "acos": (M.acos, (0.375,)),
    "atan": (M.atan, (0.75,)),
    "sinh": (M.sinh, (0.75,)),
    "cosh": (M.cosh, (0.75,)),
    "tanh": (M.tanh, (0.75,)),
    "sech": (M.sech, (0.75,)),
    "csch": (M.csch, (0.75,)),
    "coth": (M.coth, (0.75,)),
    "asinh": (M.asinh, (0.75,)),
    "acosh": (M.acosh, (1.75,)),
    "atanh": (M.atanh, (0.375,)),
    "exp": (M.exp, (0.75,)),
    "expm1": (M.expm1, (0.75,)),
    "log": (M.log, (0.75,)),
    "log2": (lambda x: M.log(x) / M.log(2), (0.75,)),
    "log10": (M.log10, (0.75,)),
    "log1p": (M.log1p, (0.75,)),
    "sqrt": (M.sqrt, (0.75,)),
    "cbrt": (M.cbrt, (0.75,)),
    "abs": (abs, (-0.75,)),
    "sign": (M.sign, (-0.75,)),
    "floor": (M.floor, (-0.75,)),
    "ceil": (M.ceil, (-0.75,)),
    "round": (M.nint, (-0.75,)),
    "min": (min, (0.75, 0.5)),
    "max": (max, (0.75, 0.5)),
    "heaviside": (lambda x: M.mpf(x > 0), (0.75,)),
    "relu": (lambda x: max(x, 0), (0.75,)),
    "hypot": (M.hypot, (0.75, 1.5)),
    "atan2": (M.atan2, (0.75, -1.5)),
    "erf": (M.erf, (0.75,)),
    "erfc": (M.erfc, (0.75,)),
    "gamma": (M.gamma, (0.75,)),
    "lgamma": (lambda x: M.log(abs(M.gamma(x))), (0.75,)),
    "sinc": (M.sincpi, (0.75,)),
    "sigmoid": (lambda x: 1 / (1 + M.exp(-x)), (0.75,)),
    "softplus": (lambda x: M.log1p(M.exp(x)), (0.75,)),
    "logaddexp": (lambda a, b: M.log(M.exp(a) + M.exp(b)), (0.75, 0.5)),
    "exp2": (lambda x: M.mpf(2) ** x, (0.75,)),
    "square": (lambda x: x * x, (0.75,)),
    "reciprocal": (lambda x: 1 / x, (0.75,)),
    "rsqrt": (lambda x: 1 / M.sqrt(x), (0.75,)),
}
_SMOOTH = sorted(EXACT.keys() - {"mod", "where", "abs", "sign", "floor", "ceil", "round", "min", "max", "heaviside"})


def _formula(name: str) -> Apply:
    nodes = (Variable("x"), Variable("y"))[: len(EXACT[name][1])]
    return Apply(name, (Apply("less", (Variable("x"), Number(1.0))), *nodes) if name == "where" else nodes)


def _call(name: str, *values: object) -> object:
    plain = parse("0").__class__("", _formula(name), variables=("x", "y")[: len(values)])
    return plain(**dict(zip("xy", values, strict=False)))


def _exact(name: str, *values: object) -> object:
    rule, _ = EXACT[name]
    return rule(values[0] < 1, *values) if name == "where" else rule(*values)  # type: ignore[operator]  # mpf < int


def test_every_operation_is_tested() -> None:
    assert EXACT.keys() == {name for name, row in OPERATIONS.items() if not row.condition}


def test_no_name_stands_for_two() -> None:
    names = [name for row in OPERATIONS.values() for name in (row.name, *row.aliases)]
    assert len(names) == len(set(names)) == len(ALIASES)


@pytest.mark.parametrize("name", EXACT)
def test_value_on_arrays_and_tensors(name: str) -> None:
    at = EXACT[name][1]
    with mpmath.workdps(40):
        exact = float(_exact(name, *map(mpmath.mpf, at)))  # type: ignore[arg-type]  # an mpf
    assert float(_call(name, *at)) == pytest.approx(exact, rel=1e-15)  # type: ignore[arg-type]  # an array
    for dtype, tolerance in ((torch.float64, 4e-15), (torch.float32, 2e-6)):
        found = _call(name, *(torch.tensor([value], dtype=dtype) for value in at))
        assert isinstance(found, torch.Tensor)
        assert (found.dtype, found.shape) == (dtype, (1,))
        assert float(found) == pytest.approx(exact, rel=tolerance)


@pytest.mark.parametrize("name", EXACT)
def test_arrays_and_tensors_agree_at_the_edges(name: str) -> None:
    edges = np.array(
        [-np.inf, -1e300, -2.5, -1.0, -0.5, -0.0, 0.0, 1e-300, 0.5, 1.0, 1.5, 2.5, 30, 1e300, np.inf, np.nan]
    )
    values = np.meshgrid(*[edges] * len(EXACT[name][1]))
    found = np.asarray(_call(name, *map(torch.tensor, values)))
    expected = np.asarray(_call(name, *values))
    if name == "mod":  # torch has nan where the quotient overflows
        kept = (np.abs(values[0]) < 1e100) | (np.abs(values[1]) > 1e-100)
        found, expected = (np.where(kept, each, 0) for each in (found, expected))
    np.testing.assert_allclose(found, expected, rtol=2e-14, atol=1e-300)


@pytest.mark.parametrize("name", _SMOOTH)
def test_derivatives_to_order_4(name: str) -> None:
    """Repeated autograd against mpmath, in the first argument."""
    first, *rest = EXACT[name][1]
    x = torch.tensor(first, dtype=torch.float64, requires_grad=True)
    value = _call(name, x, *rest)
    found = []
    for _ in range(4):
        if value.requires_grad:  # type: ignore[attr-defined]  # a tensor
            (value,) = torch.autograd.grad(value, x, create_graph=True)
            found.append(float(value.detach()))
    with mpmath.workdps(40):
        exact = [float(mpmath.diff(lambda t: _exact(name, t, *rest), first, k)) for k in range(1, len(found) + 1)]
    np.testing.assert_allclose(found, exact, rtol=2e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("text", "at", "exact"),
    [
        ("sinc(x)", 0.0, [1, 0, -(np.pi**2) / 3, 0, np.pi**4 / 5]),
        ("softplus(x)", 0.0, [np.log(2), 0.5, 0.25, 0, -0.125]),
        ("logaddexp(x, 0)", 0.0, [np.log(2), 0.5, 0.25, 0, -0.125]),
        ("logaddexp(x, -1000)", 800.0, [800, 1, 0, 0, 0]),
        ("logaddexp(-1000, x)", -3000.0, [-1000, 0, 0, 0, 0]),
        ("sigmoid(x)", 0.0, [0.5, 0.25, 0, -0.125, 0]),
        ("x^3", 0.0, [0, 0, 0, 6, 0]),
        ("x^2", 0.0, [0, 0, 2, 0, 0]),
        ("x^0 x", 0.0, [0, 1, 0, 0, 0]),
        ("gamma(x)", 1.0, [float(mpmath.diff(mpmath.gamma, 1, k)) for k in range(5)]),
        ("gamma(x)", -1.5, [float(mpmath.diff(mpmath.gamma, -1.5, k)) for k in range(5)]),
        ("lgamma(x)", -1.5, [float(mpmath.log(mpmath.gamma(-1.5))), *(float(mpmath.psi(k, -1.5)) for k in range(4))]),
        ("sech(x)", 800.0, [0, 0, 0, 0, 0]),
        ("sech(x)", -800.0, [0, 0, 0, 0, 0]),
        ("csch(x)", -800.0, [0, 0, 0, 0, 0]),
        ("sech(x)", 0.0, [1, 0, -1, 0, 5]),
        ("tanh(x)", 0.0, [0, 1, 0, -2, 0]),
        ("x^-2", 1e160, [float("1e-320"), 0, 0]),
        ("x^100", 0.0, [0, 0, 0]),
        ("where(x >= 0, x^2, sqrt(x))", 0.0, [0, 0, 2]),
        ("where(x > 0, x log(x), 0 x)", 0.0, [0, 0, 0]),
        ("where(x < 1, where(x > 0, sqrt(x), -x), 0)", -0.5, [0.5, -1, 0]),
    ],
)
def test_derivatives_at_special_points(text: str, at: float, exact: list[float]) -> None:
    x = torch.tensor(at, dtype=torch.float64, requires_grad=True)
    value, found = parse(text)(x=x), []
    for _ in exact:
        found.append(float(value.detach()))
        if value.requires_grad:
            value = torch.autograd.grad(value, x, create_graph=True, allow_unused=True)[0]
            value = torch.zeros(()) if value is None else value
        else:
            value = torch.zeros(())
    np.testing.assert_allclose(found, exact, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("round(x)", {0.5: 0, 1.5: 2, 2.5: 2, -0.5: 0}),
        ("x mod 3", {4: 1, -4: 2, 3: 0}),
        ("x mod -3", {4: -2, -4: -1}),
        ("sign(x)", {0: 0, -2: -1}),
        ("heaviside(x)", {0: 0.5, -1: 0, 1: 1}),
        ("sinc(x)", {0: 1, 1: 0}),
        ("x^0", {0: 1, np.inf: 1, np.nan: 1}),
        ("x^-2", {0: np.inf, -2: 0.25}),
        ("log(x)", {np.e: 1, 0: -np.inf}),
        ("logaddexp(x, 1e-17)", {-40: 1.4248354255291588e-17, np.inf: np.inf, -np.inf: 1e-17, -1e20: 1e-17}),
        ("logaddexp(-1/0, x)", {-np.inf: -np.inf, 3: 3, np.inf: np.inf}),
        ("exp2(x)", {-1074: 5e-324, 1023: 2.0**1023, -np.inf: 0}),
        ("rsqrt(x)", {4: 0.5, 0: np.inf, np.inf: 0}),
    ],
)
def test_conventions(text: str, values: dict[float, float]) -> None:
    for x, expected in values.items():
        for given in (x, np.array([x]), torch.tensor([x], dtype=torch.float64)):
            assert np.asarray(parse(text)(x=given)).item() == pytest.approx(expected, rel=1e-14, abs=1e-16 * (x != -40))


@pytest.mark.parametrize("name", ["expm1", "tanh", "coth", "sech", "csch", "sigmoid", "softplus"])
@pytest.mark.parametrize("at", [10.0, -10.0, 30.0])
def test_derivatives_far_out_do_not_cancel(name: str, at: float) -> None:
    x = torch.tensor(at, dtype=torch.float64, requires_grad=True)
    value: Any = _call(name, x)
    for order in range(1, 5):
        (value,) = torch.autograd.grad(value, x, create_graph=True)
        with mpmath.workdps(60):
            exact = float(mpmath.diff(EXACT[name][0], at, order))
        assert float(value.detach()) == pytest.approx(exact, rel=1e-12, abs=0), order


def test_derivatives_of_a_power_of_two_tensors() -> None:
    x, y = (torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in (0.0, 2.0))
    value = parse("x^y")(x=x, y=y)
    for exact in (0, 2, 0, 0):
        (value,) = torch.autograd.grad(value, x, create_graph=True)
        assert float(value.detach()) == exact
    x, y = (torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in (3.0, 0.0))
    (slope,) = torch.autograd.grad(parse("x^y")(x=x, y=y), x, create_graph=True)
    (mixed,) = torch.autograd.grad(slope, y)
    assert float(mixed) == pytest.approx(1 / 3)
    (by_y,) = torch.autograd.grad(parse("x^y")(x=x, y=y), y, create_graph=True)
    assert float(by_y.detach()) == pytest.approx(np.log(3))


@pytest.mark.parametrize(
    ("text", "at", "exact"),
    [
        ("x^1000", 1.001, float(mpmath.mpf(1.001) ** 1000)),
        ("x^-1000", 1.001, float(mpmath.mpf(1.001) ** -1000)),
        ("x^-310", 10.0, 1e-310),
        ("x^-32", 1e10, 1e-320),
        ("x^-3", -1e107, -1e-321),
        ("x^-2", np.inf, 0),
        ("x^-64", 0.5, 2.0**64),
    ],
)
def test_large_powers(text: str, at: float, exact: float) -> None:
    source = parse(text).python()
    assert eval(source, {"np": np}, {"x": np.float64(at)}) == pytest.approx(exact, rel=1e-15, abs=0)
    for given in (at, np.array([at, 2.0]), torch.tensor([at, 2.0], dtype=torch.float64)):
        found = np.atleast_1d(np.asarray(parse(text)(x=given)))
        assert found[0] == pytest.approx(exact, rel=1e-15, abs=0)
    x = torch.tensor(at, dtype=torch.float64, requires_grad=True)
    assert not torch.isnan(torch.autograd.grad(parse(text)(x=x), x)[0])


@pytest.mark.parametrize("n", [1, 2, 3, 5, 7, 10, 31, -1, -3])
def test_integer_powers_are_products(n: int) -> None:
    x = np.random.default_rng(3).normal(size=1000)
    for given in (x, torch.tensor(x)):
        product, square, rest = None, given, abs(n)
        while rest:
            if rest & 1:
                product = square if product is None else product * square
            square, rest = square * square, rest >> 1
        expected = product if n > 0 else 1 / product  # type: ignore[operator]  # n is not 0
        np.testing.assert_array_equal(np.asarray(parse(f"x^({n})")(x=given)), np.asarray(expected))


def test_boolean_tensors_are_numbers() -> None:
    x = torch.tensor([True, False])
    for text, expected in (("x", [1, 0]), ("-x", [-1, 0]), ("where(x > 0, x, 2)", [1, 2]), ("x/2 + y", [1.5, 1])):
        found = parse(text)(x=x, **({"y": torch.tensor([True])} if "y" in text else {}))
        assert (found.dtype, found.tolist()) == (torch.float64, expected)


@pytest.mark.parametrize("y", ["a", 1j, None, np.array([1j]), torch.tensor([1j]), [[1], [1, 2]]], ids=repr)
def test_tensors_beside_what_is_no_number(y: object) -> None:
    with pytest.raises(DatagenError, match=r"^y is .*, not a number or an array of numbers$"):
        parse("x + y")(x=torch.tensor([1.0]), y=y)


def test_tensors_of_other_kinds() -> None:
    assert parse("2x + 1")(x=torch.tensor([1, 2])).dtype == torch.float64
    assert parse("max(x, y)")(x=torch.tensor([1]), y=torch.ones(1)).dtype == torch.float32
    assert parse("hypot(x, y)")(x=torch.ones(1, dtype=torch.float64), y=torch.ones(1)).dtype == torch.float64
    assert parse("x/2")(x=torch.tensor([1, 2])).dtype == torch.float64
    mixed = parse("x + y + a")(x=torch.ones(3, dtype=torch.float32), y=torch.ones(2, 1), a=np.ones(1))
    assert (mixed.dtype, mixed.shape) == (torch.float32, (2, 3))
    x = torch.zeros((), dtype=torch.float64, requires_grad=True)
    value = parse("x^n")(x=x, n=2)
    for expected in (0, 2, 0):
        (value,) = torch.autograd.grad(value, x, create_graph=True)
        assert float(value.detach()) == expected
        value = value + 0 * x
    assert parse("f(x) = 2")(x=torch.zeros(3)).tolist() == [2, 2, 2]
    assert parse("where(1 < 2, x, 0)")(x=torch.ones(2)).tolist() == [1, 1]
