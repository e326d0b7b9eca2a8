"""Titles and labels: what is mathtext and what a dollar, what cannot be set, and how long texts are broken."""

import pytest
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Text

from datagen.errors import OptionError
from plots.figures import Figure
from plots.style import applied
from plots.themes import paper
from plots.typesetting.mathtext import untypeset
from plots.typesetting.titles import fit, written

WRITTEN = {
    "100 % of x": "100 % of x",
    "costs $5": r"costs \$5",
    "from $5 to $6": r"from \$5 to \$6",
    "$20,000 and $30,000": r"\$20,000 and \$30,000",
    r"decay at $\lambda = 2$": r"decay at $\lambda = 2$",
    r"$x$ costs $5": r"$x$ costs \$5",
    r"\$x\$": r"\$x\$",
    "a $ b $ c": r"a \$ b \$ c",
    "x_1^2 {unset} C:\\new": "x_1^2 {unset} C:\\new",
    "two\tparts \n\n and lines": "two parts\nand lines",
}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_dollar_is_mathtext_only_where_it_is_meant_to_be(text: str) -> None:
    with applied(paper()):
        assert written("title", text) == WRITTEN[text]


@pytest.mark.parametrize("text", WRITTEN)
def test_what_is_written_can_be_drawn(text: str) -> None:
    with applied(paper()):
        figure = Canvas()
        figure.text(0, 0, written("title", text))
        figure.draw_without_rendering()


BROKEN = {
    r"a $\frac{1$ b": r"xlabel: $\frac{1$ is not allowed; give mathtext between the dollars, or \$ for a dollar",
    r"$\nosuch$": r"xlabel: $\nosuch$ is not allowed; give mathtext between the dollars, or \$ for a dollar",
    "漢字 height": "xlabel: 漢字 is not allowed; give characters that the fonts have",
    "a\x07b": "xlabel: U+0007 is not allowed; give characters that the fonts have",
}


@pytest.mark.parametrize("text", BROKEN)
def test_what_cannot_be_set_is_one_line(text: str) -> None:
    with applied(paper()), pytest.raises(OptionError) as caught:
        written("xlabel", text)
    assert str(caught.value) == BROKEN[text]


def test_the_options_are_read_as_texts() -> None:
    figure = Figure(("sin x",), title="$5", xlabel="100 %", ylabel=r"$\sin$").draw()
    ax = figure.axes[0]
    assert [text.get_text() for text in figure.texts] == [r"\$5"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("100 %", r"$\sin$")


PLAIN = {
    r"$\frac{x^{2}}{3}$": "x²/3",
    r"$\dfrac{x + 1}{2} - \sqrt{x + 1}$": "(x + 1)/2 − √(x + 1)",
    r"near $({-0.27}, {3.1})$,  $|\nabla f| = {4 \times 10^{-5}}$": "near (−0.27, 3.1), |∇f| = 4 × 10⁻⁵",
    r"$a e^{-b x} \sin\left(\theta_{1}\right)$,  $a = 1$": "a e^(−b x) sin(θ₁), a = 1",
    r"$f\/\prime(x) = \sqrt[3]{x} \, \mathrm{erf}(x)$": "f′(x) = ³√x erf(x)",
    "no mathtext": "no mathtext",
}


def fitted(content: str, length: float, height: float) -> Text:
    text = Canvas(dpi=100).text(0, 0, content, size=10)
    fit(text, length, height)
    box = text.get_window_extent()
    assert box.width <= length
    assert box.height <= height
    return text


def test_a_short_text_stays() -> None:
    assert fitted("short", 500, 50).get_text() == "short"


def test_a_long_text_is_broken_into_lines_of_about_the_same_length() -> None:
    text = fitted("one two three four five six seven eight nine ten", 300, 100)
    assert text.get_fontsize() == 10
    assert text.get_text() == "one two three four five\nsix seven eight nine ten"


def test_a_text_that_is_too_high_is_set_smaller() -> None:
    content = "one two three four five six seven eight nine ten"
    text = fitted(content, 180, 24)
    assert 6 <= text.get_fontsize() < 10
    assert text.get_text().replace("\n", " ") == content


def test_what_has_hardly_any_room_is_taken_away() -> None:
    assert fitted("residual", 12, 12).get_text() == ""
    assert fitted("residual", 30, 12).get_text() == "resid …"
    assert fitted("", 1, 1).get_text() == ""


@pytest.mark.parametrize("text", PLAIN)
def test_mathtext_as_plain_text(text: str) -> None:
    assert untypeset(text) == PLAIN[text]


def test_a_formula_that_is_too_long_is_cut_as_plain_text() -> None:
    text = fitted(r"$\dfrac{x + 1}{2} - \sqrt{x + 1} + \sin(\theta_{1} x) + \cos(\theta_{2} x)$", 70, 12)
    assert text.get_text() == "(x + 1)/2 − …"


@pytest.mark.parametrize("content", [300 * "n", 60 * "word ", f"${'+'.join(100 * 'x')}$", 30 * "line\n"])
def test_what_has_no_room_ends_in_an_ellipsis(content: str) -> None:
    text = fitted(content, 200, 40)
    assert text.get_fontsize() == 6
    assert text.get_text().endswith(" …")


def test_mathtext_is_not_broken() -> None:
    assert "$a + b = c$" in fitted("the sum is $a + b = c$ and so on", 120, 100).get_text()
