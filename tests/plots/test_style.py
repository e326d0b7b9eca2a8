"""Colours that can be told apart on paper, in colour and in grey."""

import itertools

import pytest

from plots.style import COLOURS, DASHES, line


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
