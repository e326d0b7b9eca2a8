"""The alternative text of curves: what they are, what they do, and how each is drawn."""

import math
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plots.figures import Figure
from plots.functions.describing import WORDS
from plots.style import DASHES, applied, line
from plots.themes import paper
from plots.typesetting.words import digits_apart, shown_number, shown_range

DAMPED = "oscillating with decreasing amplitude, 11 roots; highest 0.7887 at x = 0.2249, lowest -0.4784 at x = 0.7249"
SAID = {
    "one": (Figure(("damped-sine",)), f"Damped sine e^-x sin(2πx) for x from 0 to 5, {DAMPED}."),
    "derivatives": (
        Figure(("damped-sine",), derivative=(1, 2, 12)),
        f"Damped sine e^-x sin(2πx) for x from 0 to 5, solid, {DAMPED}; its first derivative dashed; its second "
        "derivative dotted; its derivative of order 12 dash-dotted.",
    ),
    "panels": (
        Figure(("exp(-x)",), x="0:1", derivative=1, panels=True),
        "exp(-x) for x from 0 to 1, in 2 panels, solid, falling, no roots; highest 1 at x = 0, lowest 0.3679 at "
        "x = 1; its first derivative solid.",
    ),
    "several": (
        Figure(("x^3", "cos(x)"), x="-8:9"),
        "x^3 for x from -8 to 9, solid, 1 root (x = 0); highest 729 at x = 9, lowest -512 at x = -8. cos(x), "
        "dashed, oscillating with constant amplitude, 6 roots; highest 1 at x = -6.283, lowest -1 at x = -3.142.",
    ),
    "poles": (
        Figure(("tan(x)",)),
        "tan(x) for x from -5 to 5, 3 roots (x = -3.142, 0, 3.142), 4 poles (x = -4.712, -1.571, 1.571, 4.712).",
    ),
    "an end": (Figure(("ln(x)",), x="0:5"),
               "ln(x) for x from 0 to 5, 1 root (x = 1); highest 1.609 at x = 5, unbounded below."),
    "constant": (Figure(("3",)), "3 for x from -5 to 5, constant at 3."),
    "growing": (
        Figure(("x sin(x)",), x="0:20"),
        "x sin(x) for x from 0 to 20, oscillating with increasing amplitude, 6 roots, touching 0 at x = 0; "
        "highest 18.26 at x = 20, lowest -17.31 at x = 17.34.",
    ),
    "countless": (Figure(("sin(1/x)",)), "sin(1/x) for x from -5 to 5, turning too often to be counted."),
    "approximations": (
        Figure(("x^2 - 1",), x="-2:3", tangent=1.5, taylor=1, about=1),
        "x^2 - 1 for x from -2 to 3, solid, with 1 minimum, 2 roots (x = -1, 1); highest 8 at x = 3, lowest -1 at "
        "x = 0; its tangent at x = 1.5 dashed; its Taylor polynomial of order 1 about x = 1 dotted.",
    ),
    "a family": (
        Figure(("quadratic",), set={"a": (1, 2, 4), "c": 1}),
        "Quadratic a x^2 + b x + c with b = 0 and c = 1 for x from -1 to 1, for a=1 (solid), a=2 (dashed) and a=4 "
        "(dotted); highest 5 at x = -1 for a=4, lowest 1 at x = 0 for a=1.",
    ),
    "a Greek family": (
        Figure(("gaussian",), set={"sigma": (0.5, 1)}),
        "Gaussian exp(-((x - μ)/σ)^2/2)/(σ*sqrt(2π)) with μ = 0 for x from -4 to 4, for σ=0.5 (solid) and σ=1 "
        "(dashed); highest 0.7979 at x = 0 for σ=0.5, lowest 1.01e-14 at x = -4 for σ=0.5.",
    ),
    "touching": (
        Figure(("cos(x)^2",), x="1:3"),
        "cos(x)^2 for x from 1 to 3, with 1 minimum, touching 0 at x = 1.571; highest 0.9801 at x = 3, lowest 0 at "
        "x = 1.571.",
    ),
    "marks": (
        Figure(("x^3 - x",), mark=("roots", "inflections"), x="-2:2"),
        "x^3 - x for x from -2 to 2, with 1 maximum and 1 minimum, 3 roots (x = -1, 0, 1); highest 6 at x = 2, lowest "
        "-6 at x = -2; marked: 3 roots and 1 inflection (x = 0).",
    ),
    "constant but for rounding": (
        Figure(("sin(x)^2 + cos(x)^2",)), "sin(x)^2 + cos(x)^2 for x from -5 to 5, constant at 1.",
    ),
    "high up": (
        Figure(("1e6 + sin(x)",), x="1000:1003"),
        "1e6 + sin(x) for x from 1000 to 1003, with 1 maximum, no roots; highest 1000001 at x = 1000.6, lowest "
        "999999.261 at x = 1003.",
    ),
    "on a narrow range": (
        Figure(("sin(x)",), x="1e6:1e6+1", mark=("roots",)),
        "Sine sin(x) for x from 1000000 to 1000001, rising, 1 root (x = 1000000.358); highest 0.5991 at x = 1000001, "
        "lowest -0.35 at x = 1000000; marked: 1 root.",
    ),
    "more jumps than are found": (
        Figure(("mod(1, x)",), x="0.001:1"),
        "mod(1, x) for x from 0.001 to 1, touching 0 at 8 points, at least 243 jumps.",
    ),
    "a hole where terms cancel": (
        Figure(("(e^x - 1 - x)/x^2",)),
        "(e^x - 1 - x)/x^2 for x from -5 to 5, no roots; highest 5.697 at x = 5, lowest 0.1603 at x = -5.",
    ),
    "at 0 but for rounding": (
        Figure(("sin(x)/x",), x="-3:4"),
        "sin(x)/x for x from -3 to 4, 1 root (x = 3.142); highest 1 at x = 0, lowest -0.1892 at x = 4.",
    ),
    "a root at 0 but for rounding": (
        Figure(("log(1 + x)",), x="-0.9:3"),
        "log(1 + x) for x from -0.9 to 3, rising, 1 root (x = 0); highest 1.386 at x = 3, lowest -2.303 at x = -0.9.",
    ),
    "jumps": (
        Figure(("where(x < 1, x, 5 - x)",), x="-2:3"),
        "where(x < 1, x, 5 - x) for x from -2 to 3, 1 root (x = 0), 1 jump (x = 1); highest 4 at x = 1, lowest -2 at "
        "x = -2.",
    ),
    "marks of a family at one place": (
        Figure(("a x^2",), set={"a": (1, 2)}, mark=("extrema",), x="-1:1"),
        "a x^2 for x from -1 to 1, for a=1 (solid) and a=2 (dashed); highest 2 at x = -1 for a=2, lowest 0 at x = 0 "
        "for a=1; marked: 2 minima (x = 0).",
    ),
    "two families": (
        Figure(("a t", "b t^2"), set={"a": (1, 2), "b": (3, 4)}, x="0:1", derivative=1),
        "a t for t from 0 to 1, for a=1 (solid) and a=2 (dotted); highest 2 at t = 1 for a=2, lowest 0 at t = 0 for "
        "a=1; the first derivative for a=1 dashed; the first derivative for a=2 dash-dotted. b t^2, for b=3 "
        "(long-dashed) and b=4; highest 4 at t = 1 for b=4, lowest 0 at t = 0 for b=3; the first derivative "
        "for b=3 dash-dot-dotted; the first derivative for b=4.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("recipe", "text"), SAID.values(), ids=SAID)
def test_a_figure_is_described(recipe: Figure, text: str) -> None:
    assert recipe.picture.alternative() == text


SHOWN = {
    -0.0: "0", 2509.4: "2509", 16134.0: "16130", 99999.0: "1e5", 1e5: "1e5", 1.5e6: "1.5e6", 1e-9: "1e-9",
    -0.25: "-0.25", 1.01e-14: "1.01e-14", math.inf: "inf",
}  # fmt: skip


@pytest.mark.parametrize(("number", "text"), SHOWN.items())
def test_numbers_are_short(number: float, text: str) -> None:
    assert shown_number(number) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(-5, 5, "-5 to 5"), (1000, 1000.5, "1000 to 1000.5"), (999999, 1000001, "999999 to 1000001"), (3, 3, "3 to 3"),
     (0, math.inf, "0 to inf"), (-1e300, 1e300, "-1e300 to 1e300")],
)  # fmt: skip
def test_the_ends_of_a_range_differ(low: float, high: float, text: str) -> None:
    assert shown_range(low, high) == text


@given(st.floats(-1e15, 1e15), st.floats(1e-6, 1e6))
def test_digits_tell_two_numbers_apart(low: float, apart: float) -> None:
    high = low + apart
    assume(high - low > 1e-11 * max(abs(low), abs(high)))
    digits = digits_apart(low, high)
    assert float(shown_number(low, digits)) < float(shown_number(high, digits))


LOGARITHMIC = {
    "x^2": "with 1 minimum, touching 0 at x = 0; highest 25 at x = -5; what is 0 or below is left out",
    "log(x^2)": "2 roots (x = -1, 1); highest 3.219 at x = -5; what is 0 or below is left out",
    "1/x": "no roots, 1 pole (x = 0); what is 0 or below is left out",
    "exp(x) - 3": "rising, 1 root (x = 1.099); highest 145.4 at x = 5; what is 0 or below is left out",
    "exp(x)": "rising, no roots; highest 148.4 at x = 5, lowest 0.006738 at x = -5",
}


@pytest.mark.parametrize(("formula", "does"), LOGARITHMIC.items())
def test_a_logarithmic_axis_adds_no_poles_and_shows_nothing_below_0(formula: str, does: str) -> None:
    head, said = f"{formula} for x from -5 to 5, on a logarithmic y axis, ", does
    assert Figure((formula,), log_y=True).picture.alternative() == f"{head}{said}."


def test_logarithmic_axes_are_said() -> None:
    assert ", on a logarithmic x axis, rising" in Figure(("x",), log_x=True).picture.alternative()
    assert ", on logarithmic axes, rising" in Figure(("x",), log_x=True, log_y=True).picture.alternative()


@pytest.mark.parametrize("formula", ["x^2 - 1", "(x - 1)^2 (x + 2)", "x exp(-x)", "ln(x)", "1/(x - 1)", "2 + sin(3x)"])
@pytest.mark.parametrize("scales", [{"log_y": True}, {"log_x": True, "log_y": True}])
def test_what_is_said_of_logarithmic_axes_is_in_the_picture(formula: str, scales: dict[str, bool]) -> None:
    recipe = Figure((formula,), x="0.1:4", **scales)
    low, high = recipe.draw().axes[0].get_ylim()
    text = recipe.picture.alternative()
    for height in map(float, re.findall(r"(?:highest|lowest) (\S+) at", text)):
        assert low * 0.999 <= height <= high * 1.001
    assert ("pole" in text) <= ("1 pole (x = 1)" in text) <= (formula == "1/(x - 1)")
    assert ("highest" in text) == (formula != "1/(x - 1)")
    assert ("left out" in text) == any("not above 0" in each for each in recipe.remarks())


def test_the_words_are_those_of_the_dashes() -> None:
    """Of as many lines no two have the same dashes, and the next has those of one before."""
    with applied(paper()):
        dashes = [str(line(number)["linestyle"]) for number in range(len(WORDS) + 1)]
    assert len({*dashes}) == len(WORDS)
    assert len(WORDS) > len(DASHES)


def test_dashes_that_several_curves_have_are_said_of_the_first() -> None:
    text = Figure(("a x",), set={"a": (1, 2, 3, 4, 5, 6, 7)}).picture.alternative()
    assert text.endswith("a=5 (long-dashed), a=6 (dash-dot-dotted) and a=7.")
    assert "for a=1e9 (solid) and a=2e9 (" in Figure(("a x",), set={"a": (1e9, 2e9)}).picture.alternative()
    text = Figure(("e^x",), derivative=(1, 2, 3, 4, 5, 6)).picture.alternative()
    assert text.endswith("; its fifth derivative dash-dot-dotted; its sixth derivative.")


@pytest.mark.parametrize(
    ("formula", "x", "does"),
    [
        ("e^x", "0:1000", "no roots; highest at x = 1000, where doubles overflow, lowest 1 at x = 0."),
        ("e^(710 - x^2)", "-5:5", "no roots; highest at x = 0, where doubles overflow, lowest 3.103e297 at x = -5."),
        ("-1e308x", "0:5", "1 root (x = 0); highest 0 at x = 0, lowest at x = 5, where doubles overflow."),
        ("ln(x)", "0:5", "1 root (x = 1); highest 1.609 at x = 5, unbounded below."),
    ],
)
def test_what_overflows_is_not_unbounded(formula: str, x: str, does: str) -> None:
    assert Figure((formula,), x=x).picture.alternative().endswith(does)


@pytest.mark.parametrize(
    ("name", "title"),
    [("lennard-jones", "Lennard-Jones potential 4"), ("witch-of-agnesi", "Witch of Agnesi 8"), ("relu", "ReLU relu("),
     ("damped-sine", "Damped sine e^"), ("morse", "Morse potential D")],
)  # fmt: skip
def test_functions_have_their_names(name: str, title: str) -> None:
    assert Figure((name,)).picture.alternative().startswith(title)


def test_a_range_of_y_does_not_change_what_the_function_does() -> None:
    assert "highest 25 at x = -5" in Figure(("x^2",), y=(-1, 1)).picture.alternative()


def test_a_long_formula_is_cut() -> None:
    text = Figure((" + ".join(f"sin({k}x)/{k}" for k in range(1, 40)),)).picture.alternative()
    assert "sin(1x)/1 + sin(2x)/2" in text
    assert " … for x from -5 to 5" in text
