"""What two notations read differently: refused with the fix, or read with a note."""

import pytest

from datagen.errors import FormulaError
from datagen.expressions import parse

GLUED = {
    "xsinθ": "x*sin",
    "rsinθ": "r*sin",
    "mgsinθ": "mg*sin",
    "Acosωt": "A*cos",
    r"xsin\theta": "x*sin",
    "xsin²x": "x*sin",
    "xsin²θ": "x*sin",
    "xsin^2 x": "x*sin",
    "xsin^2(x)": "x*sin",
    "xsin|x|": "x*sin",
    "xsin√x": "x*sin",
    "xsin{x}": "x*sin",
    "xln x": "x*ln",
    "xln|x|": "x*ln",
    "xlnx": "x*ln(x)",
    "xsinx": "x*sin(x)",
    "xcos2x": "x*cos(2*x)",
    "sinxcosx": "sin(x)*cos(x)",
    "xpi": "x*pi",
    "log_2x": "log_2(x)",
    "Δsinx": "Delta*sin(x)",
}


@pytest.mark.parametrize(("text", "fix"), GLUED.items(), ids=GLUED)
def test_glued_calls_are_refused(text: str, fix: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert caught.value.reason.endswith(f"runs two names together; did you mean {fix}?")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Δsin(x)", "no function is called Deltasin; did you mean Delta*sin(x)?"),
        ("Δxcos(y)", "no function is called Deltaxcos; did you mean Deltax*cos(y)?"),
        (r"\Delta xcos(y)", "no function is called Deltaxcos; did you mean Deltax*cos(...)?"),
        ("xln(x)", "no function is called xln; did you mean x*ln(x)?"),
        (r"xsin\left(x\right)", "no function is called xsin; did you mean x*sin(...)?"),
    ],
)
def test_glued_calls_with_brackets_are_refused(text: str, reason: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert caught.value.reason == reason


@pytest.mark.parametrize("text", ["|basin|", "basin + 1", "v_tan^2 x", "Δx(x+1)", "using^2", "slogan x"])
def test_words_are_names(text: str) -> None:
    assert parse(text).variables


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("m₁m₂", "m1*m2"),
        ("G m₁m₂/r²", "G*m1*m2/r**2"),
        ("a₁x + a₂y", "a1*x + a2*y"),
        (r"\frac{G m_1m_2}{r^2}", "G*m_1*m_2/r**2"),
        (r"\mu_0I", "mu0*I"),
        (r"\epsilon_0A", "epsilon0*A"),
        (r"\theta_1x", "theta1*x"),
        ("ω_0t", "omega0*t"),
        ("ω₀t", "omega0*t"),
        (r"\omega_{0}t", "omega0*t"),
        (r"\log_2x", "np.log2(x)"),
        (r"\alpha x_10", "alpha*x_10"),
        ("Δx₁y", "Deltax1*y"),
        (r"x_\text{max}", "x_max"),
        (r"\Delta \mathrm{mass} + \Delta\varphi", "Deltamass + Deltaphi"),
        (r"\frac{1}2", "1/2"),
        (r"\frac{x}y", "x/y"),
        (r"\frac\pi2", "np.pi/2"),
        (r"\frac π2", "np.pi/2"),
        (r"\frac{x}\theta y", "x/theta*y"),
        (r"\frac{1}2x", "1/2*x"),
        ("$$x^2$$", "x**2"),
        (r"\[x^2\]", "x**2"),
        (r"\(x^2\)", "x**2"),
        ("ϱ + ρ", "rho + rho"),
    ],
)
def test_a_subscript_ends_a_name(text: str, python: str) -> None:
    assert parse(text).python() == python


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (r"v_max \cdot t", "in LaTeX an index of several signs stands in braces: write v_{max}"),
        (r"\sigma_xy", r"in LaTeX an index of several signs stands in braces: write \sigma_{xy}"),
        (r"\sin^22x", r"in LaTeX a power of several signs stands in braces: write \sin^{22}"),
        (r"\frac{1}23", r"expected two groups in braces: \frac{a}{b}"),
        ("√(x)^2", "√(...)^ may be read in two ways: write √((...)^...) or (√(...))^..."),
        ("√(x)²", "√(...)^ may be read in two ways: write √((...)^...) or (√(...))^..."),
        ("sin^cos x", "cos is a function: write sin(x)^(...)"),
        ("sin^erf x", "erf is a function: write sin(x)^(...)"),
        ("sin^mod x", "mod is a function: write sin(x)^(...)"),
        ("sin x e⁻ˣ", "the argument of sin may end in two places: write sin(x)*... or sin(x*...)"),
        ("gamma (x) + gamma", "gamma stands here for a function and for a variable: write gamma*(...) for a product"),
    ],
)
def test_two_readings_are_refused(text: str, reason: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("x^2 + 2xy + y^2", "xy is read as one variable; write x*y for a product"),
        ("f(x,y) = xy", "xy is read as one variable; write x*y for a product"),
        ("xe^-x", "xe is read as one variable; write x*e for a product"),
        ("xe^{-x^2}", "xe is read as one variable; write x*e for a product"),
        ("2xe^-x", "xe is read as one variable; write x*e for a product"),
        ("te^{-t} + 1", "te is read as one variable; write t*e for a product"),
        ("2xe + x", "xe is read as one variable; write x*e for a product"),
        ("axe^x", "axe is read as one variable; write a*x*e for a product"),
        ("F = GMm/r^2", "GMm is read as one variable; write G*M*m for a product"),
        ("m_1m_2 + x", "m_1m_2 is read as one variable"),
        ("v0t + x", "v0t is read as one variable"),
        ("x^2/3", "x^2/3 is read as (x^2)/3"),
        ("x^3/2", "x^3/2 is read as (x^3)/2"),
        ("e^1/x", "e^1/x is read as (e^1)/x"),
        ("x^1/12", "x^1/12 is read as (x^1)/12"),
        (r"\sqrt[5]{x}", r"\sqrt[5]{x} is read as (...)^(1/5), which is nan below 0"),
        ("x.max(0)", "x.max(0) is read as max(x, 0)"),
    ],
)
def test_doubtful_places_draw_a_note(text: str, note: str) -> None:
    assert parse(text).notes == (note,)


@pytest.mark.parametrize(
    "text", ["x^2/4", "x^4/2", "x²/3", "pr*V/r", r"\sqrt[3]{x}", "x^{2}/3", "the_e^2 x", "x.max(y)"]
)
def test_plain_formulas_draw_none(text: str) -> None:
    assert parse(text).notes == ()
