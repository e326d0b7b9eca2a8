"""Colours that can be told apart and seen, in colour and in grey, in every style; and styles that are the same
everywhere."""

import itertools
import re
from functools import cache
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import rgb_to_hsv, to_rgb
from matplotlib.figure import Figure

from datagen.errors import NameUnknownError
from plots.canvases import Canvas
from plots.colours import blended, contrast, readable
from plots.curves import Curve, draw_derivatives
from plots.sampling import sample
from plots.style import DASHES, applied, background, faint, line, tinted
from plots.themes import OURS, STYLES, paper, settings, style_names

CURVES = 13
"""A function and its first twelve derivatives: more than anyone draws."""

BUNDLED = {"STIXGeneral", "DejaVu Serif", "DejaVu Sans"}


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("style", STYLES)
def test_our_colours_stand_out_as_they_are(style: str) -> None:
    colours = re.findall("#[0-9A-F]{6}", STYLES[style]["axes.prop_cycle"])
    behind = luminance(STYLES[style].get("axes.facecolor", "#FFFFFF"))
    assert len(colours) == 5
    for colour in colours:
        low, high = sorted((luminance(colour), behind))
        assert (high + 0.05) / (low + 0.05) >= 3
    with applied(settings(style, "6x4")):
        assert [line(number)["color"] for number in range(5)] == colours


@pytest.mark.parametrize("style", style_names())
def test_a_line_stands_out_from_what_is_behind_it_in_every_style(style: str) -> None:
    with applied(settings(style, "6x4")):
        assert all(contrast(line(number)["color"], background()) >= 3 for number in range(12))
        assert contrast(faint(), background()) < (3 if style in STYLES else 4.5)


@pytest.mark.parametrize("style", STYLES)
def test_text_has_the_contrast_of_text(style: str) -> None:
    with applied(settings(style, "6x4")):
        for key in ("text.color", "axes.labelcolor", "xtick.labelcolor", "ytick.labelcolor"):
            assert contrast(matplotlib.rcParams[key], matplotlib.rcParams["figure.facecolor"]) >= 7


def test_lines_next_to_each_other_differ_in_colour_and_in_dashes() -> None:
    with applied(paper()):
        lines = [line(number) for number in range(25)]
    for one, other in itertools.pairwise(lines):
        assert one["color"] != other["color"]
        assert one["linestyle"] != other["linestyle"]
    assert len({(each["color"], str(each["linestyle"])) for each in lines}) == 5 * len(DASHES)


def test_matplotlibs_styles_are_all_there_and_ours_first() -> None:
    own = {path.stem for path in Path(matplotlib.get_data_path(), "stylelib").glob("[!_]*.mplstyle")}
    assert style_names()[: len(STYLES)] == ("paper", "slide", "dark")
    assert set(style_names()) == {*STYLES, *own}
    assert len(own) >= 20


@pytest.mark.parametrize("style", style_names())
def test_a_style_says_nothing_of_fonts_sizes_and_output_but_ours(style: str) -> None:
    made = settings(style, "ieee-column")
    assert set(made["font.family"]) <= BUNDLED
    assert not [key for key in made if key.startswith(("savefig", "figure.figsize", "figure.dpi", "text.usetex"))]
    assert {key: made[key] for key in OURS} == OURS
    reference = settings("paper", "ieee-column")
    assert {key: made[key] for key in made if key.endswith(("size", "width"))} == {
        key: reference[key] for key in reference if key.endswith(("size", "width"))
    }


def test_a_style_looks_as_its_file_says() -> None:
    with applied(settings("ggplot", "6x4")):
        assert matplotlib.colors.to_hex(background()) == "#e5e5e5"
        assert matplotlib.rcParams["axes.grid"] is True
    with applied(settings("dark_background", "6x4")):
        assert to_rgb(matplotlib.rcParams["figure.facecolor"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("drak", "no style is called 'drak'; did you mean 'dark'?"),
        ("ggplots", "no style is called 'ggplots'; did you mean 'ggplot'?"),
        ("seaborn-whitegrid", "no style is called 'seaborn-whitegrid'; did you mean 'seaborn-v0_8-whitegrid'?"),
    ],
)
def test_a_style_that_is_not_there_is_refused_with_the_nearest(given: str, message: str) -> None:
    with pytest.raises(NameUnknownError) as caught:
        Canvas(("x",), style=given)
    assert str(caught.value) == message


COLOURS = st.tuples(*[st.floats(0, 1)] * 3)


@given(COLOURS, COLOURS)
def test_a_readable_colour_stands_out_and_is_the_given_one_where_that_does(
    colour: tuple[float, float, float], behind: tuple[float, float, float]
) -> None:
    made = readable(colour, behind)
    assert contrast(made, behind) >= 3
    assert (made == colour) == (contrast(colour, behind) >= 3)


def test_a_colour_that_is_made_readable_keeps_its_hue() -> None:
    made = readable("#FFD700", "white")
    assert contrast(made, "white") < 3.2
    assert rgb_to_hsv(made)[0] == pytest.approx(rgb_to_hsv(to_rgb("#FFD700"))[0])


@given(COLOURS, st.floats(0, 1), COLOURS)
def test_a_blend_lies_between_the_colour_and_what_is_behind_it(
    colour: tuple[float, float, float], alpha: float, behind: tuple[float, float, float]
) -> None:
    for made, c, b in zip(blended(colour, alpha, behind), colour, behind, strict=True):
        assert min(c, b) - 1e-15 <= made <= max(c, b) + 1e-15
    assert blended(colour, 1, behind) == colour
    assert blended(colour, 0, behind) == behind
    middle = [(c + b) / 2 for c, b in zip(colour, behind, strict=True)]
    assert blended(colour, 0.5, behind) == pytest.approx(middle)


def test_a_tint_is_blended_with_the_background_of_the_style() -> None:
    with applied(settings("dark_background", "6x4")):
        assert tinted("white", 0.25) == (0.25, 0.25, 0.25)
    with applied(paper()):
        assert tinted("black", 0.25) == (0.75, 0.75, 0.75)


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


MATHTEXT = ("rm", "it", "bf", "bfit", "sf", "cal", "tt")


@pytest.mark.parametrize("style", [each for each in style_names() if each != "paper"])
def test_every_font_of_formulas_is_one_that_matplotlib_brings(style: str) -> None:
    fonts = settings(style, "6x4")
    assert {fonts[f"mathtext.{each}"].partition(":")[0] for each in MATHTEXT} <= {"DejaVu Sans", "DejaVu Sans Mono"}
