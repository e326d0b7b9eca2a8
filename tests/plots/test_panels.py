"""Panels: one for each order, with one x axis, each with its own range of y, and the marks in that of the function."""

import matplotlib.figure
import numpy as np
import pytest

from datagen.errors import DatagenError
from plots.figures import Figure

RECIPE = Figure(("damped-sine",), derivative=(1, 2), panels=True, mark=("extrema",), tangent=1)


@pytest.fixture(scope="module")
def drawn() -> matplotlib.figure.Figure:
    return RECIPE.draw()


def test_there_is_a_panel_for_each_order(drawn: matplotlib.figure.Figure) -> None:
    axes = drawn.axes
    assert [ax.get_ylabel() for ax in axes] == ["$f(x)$", r"$f\/\prime(x)$", r"$f\/\prime\prime(x)$"]
    assert [ax.get_xlabel() for ax in axes] == ["", "", "$x$"]
    assert ["".join(text.get_text() for text in ax.texts if text.get_text() in "(a)(b)(c)") for ax in axes] == [
        "(a)", "(b)", "(c)",
    ]  # fmt: skip
    tops = [ax.get_position().y1 for ax in axes]
    assert tops == sorted(tops, reverse=True)
    assert len({round(ax.get_position().x0, 6) for ax in axes}) == 1


def test_each_panel_shows_its_own_derivative_in_its_own_range(drawn: matplotlib.figure.Figure) -> None:
    rate = complex(-1, 2 * np.pi)
    for order, ax in enumerate(drawn.axes):
        assert ax.get_xlim() == (0, 5)
        x, y = np.asarray(ax.lines[0].get_data(), float)
        truth = (rate**order * np.exp(rate * x)).imag
        assert np.nanmax(np.abs(y - truth)) <= 1e-12 * np.nanmax(np.abs(truth))
        low, high = ax.get_ylim()
        assert low < truth.min() < truth.max() < high
        assert high - low < 1.4 * np.ptp(truth)


def test_what_belongs_to_the_function_is_in_its_panel(drawn: matplotlib.figure.Figure) -> None:
    first, *others = drawn.axes
    assert {each.get_label() for each in first.collections} == {"maximum", "minimum"}
    assert not any(ax.collections for ax in others)
    named = [str(line.get_label()) for line in first.lines if not str(line.get_label()).startswith("_")]
    assert named[0] == r"$f(x) = e^{-x} \, \sin(2 \pi x)$"
    assert named[1].startswith("tangent: ")
    assert not any(ax.get_legend() for ax in others)


def test_a_function_has_one_line_in_all_panels() -> None:
    axes = Figure(("sin(x)", "cos(x)"), derivative=1, panels=True).draw().axes
    lines = [[(line.get_color(), line.get_linestyle()) for line in ax.lines[:2]] for ax in axes]
    assert lines[0] == lines[1]
    assert [ax.get_ylabel() for ax in axes] == ["$y$", r"$y\/\prime$"]


def test_the_range_of_y_holds_for_all() -> None:
    axes = Figure(("sin(x)",), derivative=1, panels=True, y=(-3, 2)).draw().axes
    assert [ax.get_ylim() for ax in axes] == [(-3, 2), (-3, 2)]


def test_a_family_in_panels_is_named_once() -> None:
    figure = Figure(("a x^2",), set={"a": (1, 2)}, derivative=1, panels=True).draw()
    legend = figure.axes[0].get_legend() or figure.legends[0]
    assert [text.get_text() for text in legend.get_texts()] == ["$f(x) = a x^{2}$,  $a = 1$", "$a = 2$"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "panels: a function alone is not allowed; give derivatives with it, such as -d 1"),
        ({"derivative": (1, 2, 3, 4), "size": "ieee-column"},
         "panels: 5 panels in 2.5 in of height is not allowed; give 3 or fewer, or a larger --size"),
    ],
)  # fmt: skip
def test_panels_without_sense_or_room_are_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(DatagenError) as caught:
        Figure(("sin(x)",), panels=True, **options).draw()  # type: ignore[arg-type]  # wrong on purpose
    assert str(caught.value) == message


def test_data_has_the_curves_of_all_panels() -> None:
    plain = Figure(("damped-sine",), derivative=(1, 2), panels=True)
    rows = [*plain.picture.rows()]
    assert list(dict.fromkeys(row[0] for row in rows)) == ["damped-sine", "f'", "f''"]
