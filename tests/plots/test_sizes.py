"""Sizes in inches, centimetres, millimetres and by name, and what follows from them: text, lines, pixels."""

import pytest

from datagen.errors import DatagenError, NameUnknownError, OptionError
from plots.canvases import Canvas
from plots.sizes import MEDIA, SIZES, Size, default_dpi, size_inches, text_limits, text_points
from plots.style import applied, least_text, most_text
from plots.themes import STYLES, settings

ACCEPTED = [
    ("6x4", (6, 4)), ("6×4", (6, 4)), ("6x4in", (6, 4)), ("15.24x10.16cm", (6, 4)), ("152.4mmx101.6mm", (6, 4)),
    ("3.5 x 2", (3.5, 2)), ("ieee-column", (3.5, 2.5)), ("slide", (40 / 3, 7.5)),
]  # fmt: skip
REFUSED = [
    "0x0",
    "6x0",
    "-6x4",
    "1e9x4",
    "nanx4",
    "infx4",
    "6",
    "6x4x2",
    "6x4pt",
    "",
    "ieee-colum",
    "6,5x4",
    "1x1",
    "..x4",
]
WIDTHS = {
    "ieee-column": 88.9, "ieee-page": 181.9, "nature-column": 89, "nature-page": 183, "acm-column": 84.8,
    "acm-page": 177.9, "elsevier-column": 90, "elsevier-page": 190, "plos-page": 190.5, "neurips": 139.7,
    "icml-column": 82.55, "icml-page": 171.45, "acl-column": 77, "acl-page": 160, "lncs": 122, "a4-text": 160,
    "letter-text": 165.1, "thesis-half": 77, "slide": 338.7, "slide-4x3": 254, "poster": 375,
}  # fmt: skip
"""Millimetres, as the instructions for authors have them."""

TEXTS = ["font.size", "axes.titlesize", "axes.labelsize", "legend.fontsize", "xtick.labelsize", "ytick.labelsize"]


@pytest.mark.parametrize(("text", "inches"), ACCEPTED)
def test_a_size_is_read(text: str, inches: tuple[float, float]) -> None:
    assert size_inches(text) == pytest.approx(inches)


@pytest.mark.parametrize("text", REFUSED)
def test_a_size_that_cannot_be_drawn_is_refused(text: str) -> None:
    with pytest.raises(DatagenError) as caught:
        size_inches(text)
    assert "\n" not in str(caught.value)


def test_a_name_that_is_nearly_one_is_suggested() -> None:
    with pytest.raises(NameUnknownError) as caught:
        size_inches("nature-colum")
    assert str(caught.value) == "no size is called 'nature-colum'; did you mean 'nature-column'?"


def test_a_pair_of_inches_is_a_size() -> None:
    assert Size().read("size", (6, 4.5)) == "6x4.5"


@pytest.mark.parametrize("given", [5, None, (6,), (6, 4, 2), (6, None), [[6, 4]], {6: 4}, True])
def test_what_is_no_size_is_refused(given: object) -> None:
    with pytest.raises(OptionError, match=r"^size: .* is not allowed; give WxH, such as 6x4"):
        Size().read("size", given)


def test_a_named_size_is_as_wide_as_its_source_says() -> None:
    assert {name: each.width * 25.4 for name, each in SIZES.items()} == pytest.approx(WIDTHS, abs=0.05)
    assert all(each.source and each.height < 9 * max(1, each.width / 10) for each in SIZES.values())


@pytest.mark.parametrize("style", [*STYLES, "ggplot", "seaborn-v0_8-poster"])
@pytest.mark.parametrize("name", [*SIZES, "6x4", "19x19", "40x30"])
def test_all_text_has_a_size_to_read(name: str, style: str) -> None:
    low, high = (14, 24) if "slide" in name else (24, 40) if name in ("poster", "40x30") else (6, 11)
    assert all(low <= settings(style, name)[key] <= high for key in TEXTS)
    assert low <= text_limits(name)[0] <= text_points(name) <= text_limits(name)[1]


@pytest.mark.parametrize("name", ["nature-column", "nature-page"])
def test_text_for_nature_has_seven_points_at_most(name: str) -> None:
    assert max(settings("paper", name)[key] for key in TEXTS) == 7


@pytest.mark.parametrize("size", SIZES)
def test_a_drawing_function_knows_how_large_text_may_be(size: str) -> None:
    with applied(settings("slide", size)):
        assert (least_text(), most_text()) == text_limits(size)


def test_a_long_strip_has_no_text_of_a_poster() -> None:
    assert [text_points(size) for size in ("100x1.5", "1.5x100", "21x4.9", "21x5")] == [9, 9, 9, 28]


@pytest.mark.parametrize("style", [*STYLES, "classic"])
def test_lines_and_marks_are_in_proportion_to_the_text(style: str) -> None:
    small, large = settings(style, "6x4"), settings(style, "slide")
    lengths = [
        key
        for key in small
        if key.endswith(("width", "size", "pad")) and key not in TEXTS and not key.startswith(("legend", "figure.t"))
    ]
    assert len(lengths) >= 20
    for key in lengths:
        assert large[key] / small[key] == pytest.approx(20 / 9), key


@pytest.mark.parametrize(
    ("size", "dpi"), [("6x4", 300), ("nature-page", 300), ("slide", 144), ("poster", 150), ("48x36", 150)]
)
def test_pixels_are_as_fine_as_the_medium_needs(size: str, dpi: int) -> None:
    assert Canvas(("x",), size=size).dpi == dpi
    assert Canvas(("x",), size=size) == Canvas(("x",), size=size, dpi=dpi)


def test_a_slide_fills_a_screen() -> None:
    assert Canvas(("x",), size="slide").pixels == (1920, 1080)


def test_the_largest_poster_is_as_fine_as_memory_lets_it_be() -> None:
    assert default_dpi("100x100", 100_000_000) == 100
    assert Canvas(("x",), size="100x100").pixels == (10_000, 10_000)
    assert MEDIA["poster"].dpi == 150


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"dpi": 6666},
            "dpi: 6666 for 6x4 (a canvas of 3.97 GiB) is not allowed; give 2041 or less",
        ),
        (
            {"dpi": 2400, "size": "slide"},
            "dpi: 2400 for slide (a canvas of 2.15 GiB) is not allowed; give 1000 or less",
        ),
        ({"dpi": "1e9"}, "dpi: 1000000000 for 6x4 (a canvas of 8.94e10 GiB) is not allowed; give 2041 or less"),
        ({"dpi": 19}, "dpi: 19 is not allowed; give a whole number, 20 or more"),
        ({"dpi": "1e400"}, "dpi: 1e400 is not allowed; give a whole number, 20 or more"),
    ],
)
def test_more_pixels_than_memory_holds_are_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(OptionError) as caught:
        Canvas(("x",), **options)  # type: ignore[arg-type]
    assert str(caught.value) == message
