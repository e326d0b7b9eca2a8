"""Colours that can be told apart on paper, in colour and in grey."""

import itertools
from functools import cache

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from plots.curves import Curve, draw_derivatives
from plots.sampling import sample
from plots.style import COLOURS, DASHES, applied, line, paper

CURVES = 13
"""A function and its first twelve derivatives: more than anyone draws."""


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", COLOURS)
def test_a_line_stands_out_from_white(colour: str) -> None:
    assert 1.05 / (luminance(colour) + 0.05) >= 3


def test_lines_next_to_each_other_differ_in_colour_and_in_dashes() -> None:
    lines = [line(number) for number in range(25)]
    for one, other in itertools.pairwise(lines):
        assert one["color"] != other["color"]
        assert one["linestyle"] != other["linestyle"]
    assert len({(each["color"], str(each["linestyle"])) for each in lines}) == len(COLOURS) * len(DASHES)


SINE = Curve("sin(x)", "$f$", 0, sample("sin(x)", (0.0, 6.0), (-1.1, 1.1)))


@cache
def picture(hidden: int, numbers: range) -> np.ndarray:
    """The pixels of curves that all coincide, of those numbers among a figure's, without one of them."""
    with applied(paper()):
        figure = Figure(figsize=(3, 2), dpi=100)
        canvas = FigureCanvasAgg(figure)
        drawn = draw_derivatives(figure.add_subplot(), [SINE] * (numbers[-1] + 1))
        for number, curve in enumerate(drawn):
            curve.set_visible(number in numbers and number != hidden)
        canvas.draw()
    return np.asarray(canvas.buffer_rgba(), dtype=float)[..., :3]


@pytest.mark.parametrize("period", [1, 2, 4])
@pytest.mark.parametrize("number", range(CURVES))
def test_a_curve_shows_under_the_next_that_coincides_with_it(number: int, period: int) -> None:
    """As the derivatives of e^x, sinh x and sin x do."""
    pair = range(number, number + period + 1, period)
    blank, alone = picture(number, range(number, number + 1)), picture(-1, range(number, number + 1))
    seen = np.abs(picture(-1, pair) - picture(number, pair)).sum() / np.abs(alone - blank).sum()
    assert seen > 0.1


@pytest.mark.parametrize("number", range(4))
def test_no_derivative_of_a_sine_hides_another(number: int) -> None:
    stack = range(number, CURVES, 4)
    for each in stack:
        assert (np.abs(picture(-1, stack) - picture(each, stack)).max(axis=-1) > 40).sum() > 50
