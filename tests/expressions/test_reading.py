"""What is read: one formula in every notation, as the same Python text."""

from collections.abc import Callable

import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from datagen.errors import FormulaError
from datagen.expressions import Apply, Constant, Expression, Number, Variable, constant, parse

DAMPED = "np.exp(-x)*np.sin(2*np.pi*x)"

ACCEPTED = {
    # one formula, eight ways
    "e^-x sin(2πx)": DAMPED,
    r"e^{-x}\sin(2\pi x)": DAMPED,
    r"$e^{-x}\,\sin\left(2\pi x\right)$": DAMPED,
    "exp(-x)*sin(2*pi*x)": DAMPED,
    "np.exp(-x)*np.sin(2*np.pi*x)": DAMPED,
    "torch.exp(-x) * torch.sin(2*torch.pi*x)": DAMPED,
    "math.e**-x · math.sin(2·π·x)": DAMPED,
    "exp −x × sin 2πx": DAMPED,
    "(-x).exp()*(2*pi*x).sin()": DAMPED,
    # Python, NumPy and torch
    "y = 3*x**2+5*x+6*torch.exp(x)": "3*x**2 + 5*x + 6*np.exp(x)",
    "x.pow(2)+0.2": "x**2 + 0.2",
    "torch.pow(x, 2)": "x**2",
    "x.pow(2).exp()": "np.exp(x**2)",
    "-x.exp()": "-np.exp(x)",
    "2^x.sin()": "2**np.sin(x)",
    "x.min(y).max(0)": "np.maximum(np.minimum(x, y), 0.0)",
    "torch.nn.functional.softplus(x) + F.relu(x)": "np.logaddexp(0, x) + np.maximum(x, 0)",
    "scipy.special.expit(x) - special.erf(x)": "scipy.special.expit(x) - scipy.special.erf(x)",
    "numpy.maximum(x, 1)": "np.maximum(x, 1.0)",
    "np.heaviside(x, 0.5)": "np.heaviside(x, 0.5)",
    "np.where((x > 0) & (x < 1), x, 0)": "np.where(np.logical_and(x > 0, x < 1), x, 0.0)",
    "torch.square(x) + x.reciprocal()": "np.square(x) + np.reciprocal(x)",
    "x.rsqrt() - exp2(x)": "(1/np.sqrt(x)) - np.exp2(x)",
    "F*d": "F*d",
    # paper
    "sin^2 x + cos^2 x": "np.sin(x)**2 + np.cos(x)**2",
    "sin²x": "np.sin(x)**2",
    "sin^n(x)": "np.sin(x)**n",
    "sin^-1 x": "np.arcsin(x)",
    "sin⁻¹(x)": "np.arcsin(x)",
    "cosh^{-1}(x)": "np.arccosh(x)",
    "arcsin^-1 x": "np.sin(x)",
    "sin 2x": "np.sin(2*x)",
    "sin x cos x": "np.sin(x)*np.cos(x)",
    "sin x^2": "np.sin(x**2)",
    "sin cos x": "np.sin(np.cos(x))",
    "ln x^2 y": "np.log(x**2*y)",
    "2 sin x + 1": "2*np.sin(x) + 1",
    "-sin 2x": "-np.sin(2*x)",
    "sin ω(t - 1)": "np.sin(omega*(t - 1))",
    "sin 2(x+1)": "np.sin(2*(x + 1))",
    "sin e^x": "np.sin(np.exp(x))",
    "exp -x^2": "np.exp(-x**2)",
    "e^-x²": "np.exp(-x**2)",
    "√(1-x²)": "np.sqrt(1 - x**2)",
    "√2x": "np.sqrt(2.0)*x",
    "√x^2": "np.sqrt(x**2)",
    "2√x": "2*np.sqrt(x)",
    "∛x": "np.cbrt(x)",
    "|x|-|x-1|": "np.abs(x) - np.abs(x - 1)",
    "2|x|": "2*np.abs(x)",
    "|x||y|": "np.abs(x)*np.abs(y)",
    "||x|-1|": "np.abs(np.abs(x) - 1)",
    "3x(x+1)": "3*x*(x + 1)",
    "x(x+1)": "x*(x + 1)",
    "(x+1)(x-1)": "(x + 1)*(x - 1)",
    "θ²/σ": "theta**2/sigma",
    "ωt": "omega*t",
    "xθ": "x*theta",
    "θ1 - θ₁ + θ_1": "theta1 - theta1 + theta1",
    "Δx/Δt": "Deltax/Deltat",
    "π(x+1)": "np.pi*(x + 1)",
    "γ(x+1)": "gamma*(x + 1)",
    "λ x": "lambda_*x",
    "x⁻¹ + x²³ + xⁿ": "x**(-1) + x**23 + x**n",
    "x·y + x×y - x÷y − x⋅y – 1": "x*y + x*y - x/y - x*y - 1",
    "x\u00a0y": "x*y",
    "µ + ∆x + ϕ + ϵ": "mu + Deltax + phi + epsilon",
    # precedence
    "-x^2": "-x**2",
    "2^-x^2": "2**(-x**2)",
    "x^y^z": "x**y**z",
    "1/2x": "1/2*x",
    "e^2x": "np.exp(2.0)*x",
    "a/b c": "a/b*c",
    "2e-x": "2*np.e - x",
    "1e3 + 1e-3x + .5 + 2.": "1000 + 0.001*x + 0.5 + 2",
    "x mod 1": "np.mod(x, 1.0)",
    "x % 2 y": "np.mod(x, 2.0)*y",
    "a - b - c": "a - b - c",
    "a - (b - c)": "a - (b - c)",
    "--x": "--x",
    "+x": "x",
    # names
    "1/(gamma-1)*pr*V": "1/(gamma - 1)*pr*V",
    "gamma(x) + gamma": "scipy.special.gamma(x) + gamma",
    "Γ(x) Gamma(x)": "scipy.special.gamma(x)*scipy.special.gamma(x)",
    "(x-u*t)/sqrt(1-u**2/c**2)": "(x - u*t)/np.sqrt(1 - u**2/c**2)",
    "arcsin(n*sin(theta2))": "np.arcsin(n*np.sin(theta2))",
    "ln(V2/V1)": "np.log(V2/V1)",
    "log_2(x) + log_{10}(x)": "np.log2(x) + np.log10(x)",
    "m_0 + m₀ + m0": "m_0 + m_0 + m_0",
    "i + I + j": "i + I + j",
    "τ + tau": "tau + 2*np.pi",
    "f(e) = e^2": "e**2",
    # functions of pieces
    "where(x<0, -x, x^2)": "np.where(x < 0, -x, x**2)",
    "where(0 ≤ x < 1, 1, 0)": "np.where(np.logical_and(0 <= x, x < 1), 1.0, 0.0)",
    "where(x = 1, 0, 1)": "np.where(x == 1, 0.0, 1.0)",
    "min(x, 1)": "np.minimum(x, 1.0)",
    "max(a, b, c)": "np.maximum(np.maximum(a, b), c)",
    # LaTeX
    r"\frac{1}{1+x^2}": "1/(1 + x**2)",
    r"\frac12 x": "1/2*x",
    r"\dfrac{a}{b}c": "a/b*c",
    r"\sqrt{x}^2": "np.sqrt(x)**2",
    r"\sqrt[3]{x}": "np.cbrt(x)",
    r"\sqrt[n]{x}": "x**(1/n)",
    r"\left|x\right| \cdot \lfloor x \rfloor": "np.abs(x)*np.floor(x)",
    r"\mathrm{erf}(x) + \operatorname{relu}(x)": "scipy.special.erf(x) + np.maximum(x, 0)",
    r"a\,(x+1)": "a*(x + 1)",
    r"\theta_{1} \sigma_{max}": "theta1*sigma_max",
    r"\varphi \cdot \Delta x": "phi*Deltax",
    r"\sin^{2}\theta": "np.sin(theta)**2",
    r"\sin\frac{\pi x}{2}": "np.sin(np.pi*x/2)",
    r"\log_{2}(x)": "np.log2(x)",
}


@pytest.mark.parametrize(("text", "python"), ACCEPTED.items(), ids=ACCEPTED)
def test_reads(text: str, python: str) -> None:
    assert parse(text).python() == python


def test_tree() -> None:
    root = parse("y = 2e^-x").root
    x = Variable("x")
    assert root == Apply("multiply", (Number(2.0), Apply("exp", (Apply("negative", (x,)),))))
    assert parse("e + tau").root == Apply("add", (Constant("e"), Constant("tau")))


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("1/2x", "1/2x is read as (1/2)*x"),
        ("1/2πx", "1/2πx is read as (1/2)*π*x"),
        ("1 + 1/2 sin(x)", "1/2 sin(x) is read as (1/2)*sin(x)"),
        ("e^2x", "e^2x is read as (e^2)*x"),
        ("2^3x", "2^3x is read as (2^3)*x"),
        ("e^iπ + i", "e^iπ is read as (e^i)*π"),
        ("x^1/2", "x^1/2 is read as (x^1)/2"),
        ("x^-1/2", "x^-1/2 is read as (x^-1)/2"),
        ("sin x*y", "sin x*... is read as sin(x)*..."),
        ("ax^2", "ax is read as one variable; write a*x for a product"),
        ("speed^2", "speed is read as one variable"),
    ],
)
def test_doubtful_places_draw_a_note(text: str, note: str) -> None:
    assert parse(text).notes == (note,)


@pytest.mark.parametrize(
    "text", ["1/(2π)x", "e^2 x", "x^2y", "x/2", "1/2", "mass c^2", "theta^2", "x^2/2", r"\frac{1}{2}x", "2πx", "e^{2}x"]
)
def test_plain_formulas_draw_none(text: str) -> None:
    assert parse(text).notes == ()


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("x10 + x2 + y + x", ("x", "x2", "x10", "y")),
        ("f(y, x) = x - y", ("y", "x")),
        ("f(t, unused) = t a", ("t", "unused", "a")),
        ("θ + \\phi + sigma", ("phi", "sigma", "theta")),
        ("2π", ()),
        ("f(e) = e^x", ("e", "x")),
        ("np.pi + F", ("F",)),
    ],
)
def test_variables(text: str, variables: tuple[str, ...]) -> None:
    assert parse(text).variables == variables


@pytest.mark.parametrize(("text", "name"), [("y = x", "y"), ("f(x) = x", "f"), ("ψ(x) = x", "psi"), ("x", None)])
def test_name(text: str, name: str | None) -> None:
    assert parse(text).name == name


def test_declared_variables() -> None:
    assert parse("e^2 + pi", variables=["e", "π"]).variables == ("e", "pi")
    assert parse("a(x+1)", variables=["a"]).python() == "a*(x + 1)"
    assert parse("sinx", variables=["sinx"]).variables == ("sinx",)
    assert parse("tau", variables=["tau"]).variables == ("tau",)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2pi", 6.283185307179586),
        ("-1/3", -1 / 3),
        ("1e-3", 1e-3),
        ("10^-3", 1e-3),
        ("2.5e3", 2500.0),
        ("9**9**9", float("inf")),
        ("1e99999", float("inf")),
        ("1/0", float("inf")),
        ("log(0)", float("-inf")),
        ("3^40", float(3**40)),
        ("10^-300", 1e-300),
        ("(-2)^-3", -0.125),
        ("0^0", 1.0),
    ],
)
def test_constant(text: str, value: float) -> None:
    assert constant(text) == value


def test_constant_refuses_variables() -> None:
    with pytest.raises(FormulaError, match="expected a number, but x has no value"):
        constant("2x")


_PIECES = st.sampled_from((
    "x", "2", "1", "e", "π", "θ", "Δ", "sin", "cos^2", "xsin", "max(", "gamma(", "where(", "mod", "if", "а", "１",
    "(", ")", "|", "^", "-", "+", "*", "/", " ", ",", "=", "<", ".", "_", "²", "√", "{", "}", "[", "]", "&", "%",
    "$", "!", "np.", ".pow(", "torch.rand(", r"\frac", r"\left(", r"\right)", r"\sqrt", r"\,", r"\mathrm{", "\n", "\0",
))  # fmt: skip


@examples(400)
@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=30).map("".join)))
def test_random_text_is_read_or_refused_at_once(work: Callable[[Callable[[], object]], int], text: str) -> None:
    outcomes: list[FormulaError | Expression] = []

    def read() -> None:
        try:
            outcomes.append(parse(text))
        except FormulaError as error:
            outcomes.append(error)
        else:
            outcomes.append(parse(str(outcomes[0])))

    assert work(read) < 20_000
    if isinstance(outcomes[0], FormulaError):
        assert len(str(outcomes[0]).split("\n")) == 3 or not text
    else:
        assert outcomes[1].root == outcomes[0].root
