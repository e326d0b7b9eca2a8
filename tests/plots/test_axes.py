"""Axes: ticks in multiples of π, powers and offsets, logarithmic scales, the grid, labels and the legend's absence."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from matplotlib.axes import Axes

from datagen.errors import DatagenError
from datagen.expressions import parse
from plots.figures import Figure
from plots.typesetting.labels import formula
from plots.typesetting.ticks import multiple, steps

PI = math.pi
RANGES = {
    (0, 2 * PI): "0 π/2 π 3π/2 2π",
    (-PI, PI): "-π -π/2 0 π/2 π",
    (0, PI): "0 π/4 π/2 3π/4 π",
    (0, 3 * PI): "0 π/2 π 3π/2 2π 5π/2 3π",
    (0, 4 * PI): "0 π 2π 3π 4π",
    (0, 7 * PI): "0 2π 4π 6π",
    (0, 10 * PI): "0 2π 4π 6π 8π 10π",
    (0, 100 * PI): "0 20π 40π 60π 80π 100π",
    (0, PI / 3): "0 π/12 π/6 π/4 π/3",
    (PI / 3, PI): "π/3 π/2 2π/3 5π/6 π",
    (0, 5): "",
    (1, PI): "",
    (0, 3.1416): "",
    (0, 1e300): "",
}


def plain(text: str) -> str:
    return text.strip("$").replace(r"\pi", "π")


@pytest.mark.parametrize("limits", RANGES)
def test_ranges_between_multiples_of_pi_have_ticks_at_multiples_of_pi(limits: tuple[float, float]) -> None:
    assert " ".join(plain(multiple(each)) for each in steps(limits, 6)) == RANGES[limits]


@given(st.integers(-400, 400), st.integers(1, 800), st.sampled_from([1, 2, 3, 4, 6, 8, 12]), st.integers(2, 6))
@example(1, 3, 12, 2)
def test_ticks_in_pi_are_even_few_and_in_the_range(first: int, length: int, parts: int, most: int) -> None:
    low, high = Fraction(first, parts), Fraction(first + length, parts)
    found = steps((float(low) * PI, float(high) * PI), most)
    assert found, "such a range has ticks"
    assert low <= found[0] <= found[-1] <= high
    assert len(found) <= most + 1
    assert len({after - before for before, after in itertools.pairwise(found)}) <= 1


def axes(*subjects: str, **options: object) -> Axes:
    figure = Figure(subjects, **{"dpi": 100, **options}).draw()
    figure.draw_without_rendering()
    return figure.axes[0]


def labels(ax: Axes, name: str = "x") -> list[str]:
    axis, ends = (ax.xaxis, ax.get_xlim()) if name == "x" else (ax.yaxis, ax.get_ylim())
    ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
    seen = [tick for tick in ticks if ends[0] <= tick.get_loc() <= ends[1]]
    return [tick.label1.get_text() for tick in sorted(seen, key=lambda each: each.get_loc()) if tick.label1.get_text()]


def test_the_ticks_of_a_figure_are_in_pi() -> None:
    ax = axes("sin x", x="0:2pi")
    assert [plain(each) for each in labels(ax)] == ["0", "π/2", "π", "3π/2", "2π"]
    assert ax.get_xticks().tolist() == [0.0, PI / 2, PI, 3 * PI / 2, 2 * PI]


def test_a_narrow_figure_has_fewer() -> None:
    assert [plain(each) for each in labels(axes("sin x", x="0:2pi", size="1.5x1.5"))] == ["0", "π", "2π"]


def test_a_common_power_is_typeset() -> None:
    assert axes("1e-9*sin(x)").yaxis.get_offset_text().get_text() == r"$\times\mathdefault{10^{−9}}\mathdefault{}$"


def test_logarithmic_axes_write_short_numbers_out_and_others_as_powers() -> None:
    ax = axes("x^3", log_x=True, log_y=True, x="0.01:100")
    assert labels(ax) == ["0.01", "0.1", "1", "10", "100"]
    assert r"$\mathdefault{10^{-6}}$" in labels(ax, "y")


def test_part_of_a_decade_has_labels_too() -> None:
    assert labels(axes("x", log_x=True, log_y=True, x="2:5")) == ["2", "3", "4", "5"]


def test_the_grid_is_behind_the_curves_and_the_legend_in_front_of_it() -> None:
    ax = axes("x", "x^2", grid=True)
    assert all(line.get_visible() for line in ax.get_xgridlines())
    assert ax.get_axisbelow() is True
    legend = ax.get_legend()
    assert legend is not None
    assert legend.get_frame_on()


def test_no_legend() -> None:
    ax = axes("sin x", "cos x", no_legend=True)
    assert ax.get_legend() is None
    assert not ax.figure.legends


def test_labels_replace_the_usual_ones_and_the_formula_goes_to_the_legend() -> None:
    ax = axes("x^2", xlabel="time / s", ylabel="height / m")
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("time / s", "height / m")
    legend = ax.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["$x^{2}$"]


def test_panels_share_the_title_and_the_label_of_x() -> None:
    figure = Figure(("sin x",), derivative=(1,), panels=True, title="both", xlabel="angle", ylabel="first").draw()
    assert [text.get_text() for text in figure.texts] == ["both"]
    assert [ax.get_xlabel() for ax in figure.axes] == ["", "angle"]
    assert figure.axes[0].get_ylabel() == "first"
    assert figure.axes[1].get_ylabel() != "first"


def test_a_logarithmic_range_that_nobody_gave_is_above_zero_and_said() -> None:
    figure = Figure(("x^2",), log_x=True)
    assert figure.notes() == ["x runs from 0.01 to 100, as no range was given"]
    damped = Figure(("damped-sine",), log_x=True)
    assert damped.notes() == ["x runs from 0.005 to 5, as no range was given"]


def test_what_a_logarithmic_axis_cannot_show_is_said() -> None:
    figure = Figure(("x^2",), derivative=(1,), log_y=True)
    figure.draw()
    assert [each for each in figure.remarks() if each.startswith("f'")] == [
        "f' is not above 0 everywhere: the logarithmic y axis leaves the rest out"
    ]


REFUSED = {
    "x: 0:5 is not allowed; give a range above 0, as --log-x needs": {"x": "0:5", "log_x": True},
    "y: -1:5 is not allowed; give a range above 0, as --log-y needs": {"y": "-1:5", "log_y": True},
    "x: 5:0 is not allowed; give LOW:HIGH with LOW below HIGH, both within 1e+200": {"x": "5:0"},
    "x: 0:0 is not allowed; give LOW:HIGH with LOW below HIGH, both within 1e+200": {"x": "0:0"},
    "y: 3 is not allowed; give LOW:HIGH, such as 0:2pi": {"y": "3"},
    "title: nothing is not allowed; give some text, or leave the option out": {"title": " "},
    "alt: nothing is not allowed; give some text, or leave the option out": {"alt": ""},
}


@pytest.mark.parametrize("message", REFUSED)
def test_a_range_that_cannot_be_drawn_is_refused(message: str) -> None:
    with pytest.raises(DatagenError) as caught:
        Figure(("x^2",), **REFUSED[message])
    assert str(caught.value) == message


NOTHING = {
    "sqrt(-1 - x^2) has no value for x from -5 to 5": (("sqrt(-1 - x^2)",), {}),
    "-x^2 has no value above 0 for x from -5 to 5, as --log-y needs": (("-x^2",), {"log_y": True}),
    "f' has no value above 0 for x from 0.01 to 100, as --log-y needs": (
        ("1/x",), {"log_x": True, "log_y": True, "derivative": (1,)}
    ),
}  # fmt: skip


@pytest.mark.parametrize("message", NOTHING)
def test_a_curve_with_nothing_to_show_is_one_line(message: str) -> None:
    subjects, options = NOTHING[message]
    with pytest.raises(DatagenError) as caught:
        Figure(subjects, **options).draw()
    assert str(caught.value) == message


def test_a_constant_is_a_line_in_the_middle() -> None:
    ax = axes("3")
    assert {*ax.lines[0].get_ydata().tolist()} == {3.0}
    assert ax.get_ylim() == (1.5, 4.5)


@pytest.mark.parametrize("recipe", [Figure(("dot", "5x2", "2x9"), title="A title"), Figure(("sine",), derivative=(1,))])
def test_places_do_not_hold_the_last_bits_of_the_layouts_solver(recipe: Figure) -> None:
    """They change from run to run: a dot product of these shapes had two SVGs."""
    for ax in recipe.draw().axes:
        place = ax.get_position(original=True).bounds
        assert place == pytest.approx([round(each, 7) for each in place], rel=0, abs=1e-15)


@pytest.mark.parametrize(("formula", "x"), [("exp(x^2)", (0, 26.6)), ("exp(-x^2)", (0, 26.6)), ("10^(10x)", (-30, 30))])
def test_vast_logarithmic_axes_have_round_powers_of_ten(formula: str, x: tuple[float, float]) -> None:
    figure = Figure((formula,), x=x, log_y=True).draw()
    figure.draw_without_rendering()
    ax = figure.axes[0]
    low, high = ax.get_ylim()
    powers = [math.log10(each) for each in ax.get_yticks() if low <= each <= high]
    assert 4 <= len(powers) <= 8
    assert all(power == pytest.approx(round(power, -1)) for power in powers)


def test_far_apart_powers_of_ten_are_even_and_1_is_among_them() -> None:
    for low, high in ((-44, 2), (-7, 3), (-300, 300), (-1, 9)):
        ax = Figure(("10^x",), x=(low, high), log_y=True, dpi=60).draw().axes[0]
        powers = np.log10([each for each in ax.get_yticks() if ax.get_ylim()[0] <= each <= ax.get_ylim()[1]])
        assert 0 in powers.round(9)
        assert 3 <= len(powers) <= 9
        assert np.ptp(np.diff(powers)) < 1e-9


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("a*sin(k*x)", r"$a \, \sin(k x)$"), ("2ln(x)", r"$2 \, \ln(x)$"), ("-sin(x)", r"$-\sin(x)$"),
        ("sin(x)cos(x)", r"$\sin(x) \, \cos(x)$"), ("e^-x erf(x)", r"$e^{-x} \, \mathrm{erf}(x)$"),
        ("x + sin(x)", r"$x + \sin(x)$"), ("x*sqrt(x)", r"$x \sqrt{x}$"), ("alpha*sigma", r"$\alpha \sigma$"),
    ],
)  # fmt: skip
def test_names_of_functions_stand_off_what_is_before_them(text: str, latex: str) -> None:
    assert formula(parse(text), {}) == latex
