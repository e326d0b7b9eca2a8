"""Sizes in inches, centimetres, millimetres and by name."""

import pytest

from datagen.errors import DatagenError, OptionError
from plots.sizes import SIZES, Size, size_inches, text_points

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


@pytest.mark.parametrize(("text", "inches"), ACCEPTED)
def test_a_size_is_read(text: str, inches: tuple[float, float]) -> None:
    assert size_inches(text) == pytest.approx(inches)


@pytest.mark.parametrize("text", REFUSED)
def test_a_size_that_cannot_be_drawn_is_refused(text: str) -> None:
    with pytest.raises(DatagenError) as caught:
        size_inches(text)
    assert "\n" not in str(caught.value)


def test_a_pair_of_inches_is_a_size() -> None:
    assert Size().read("size", (6, 4.5)) == "6x4.5"


@pytest.mark.parametrize("given", [5, None, (6,), (6, 4, 2), (6, None), [[6, 4]], {6: 4}, True])
def test_what_is_no_size_is_refused(given: object) -> None:
    with pytest.raises(OptionError, match=r"^size: .* is not allowed; give WxH, such as 6x4"):
        Size().read("size", given)


@pytest.mark.parametrize("name", SIZES)
def test_a_named_size_has_a_source_and_text_to_read(name: str) -> None:
    assert SIZES[name].source
    low, high = (14, 24) if name == "slide" else (6, 11)
    assert low <= text_points(name) <= high
