"""How large a figure is on paper: WIDTHxHEIGHT, or the name of a place where figures are put."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from datagen.errors import NameUnknownError, OptionError

__all__ = ["SIZES", "PlaceSize", "Size", "size_inches", "text_points"]

INCHES = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4}
SMALLEST, LARGEST = 1.5, 100.0  # inches: below, there is no room for the text; above, no paper
PRINT_TEXT = 9.0  # points
FORM = "WxH, such as 6x4, 15x10cm or 90x60mm"


class PlaceSize(NamedTuple):
    """The room that a kind of document has for a figure: inches, the size of its text in points, and who says so."""

    width: float
    height: float
    text: float
    source: str


SIZES = {
    "ieee-column": PlaceSize(3.5, 2.5, 8.0, "IEEE Author Center, Create Graphics for Your Article: 3.5 in"),
    "ieee-page": PlaceSize(7.16, 3.5, 8.0, "IEEE Author Center, Create Graphics for Your Article: 7.16 in"),
    "a4-text": PlaceSize(160 / 25.4, 100 / 25.4, 10.0, "ISO 216: A4 is 210 mm wide; margins of 25 mm leave 160 mm"),
    "slide": PlaceSize(40 / 3, 7.5, 20.0, "PowerPoint, Slide Size: Widescreen is 13.333 in by 7.5 in"),
}


class Size(NamedTuple):
    """The kind of option that a size is: a name of SIZES, or WxH in in, cm or mm, inches where no unit is given."""

    metavar: str = "NAME|WxH"

    def read(self, name: str, given: Any) -> str:
        sides = [given] if isinstance(given, str) else given
        if not isinstance(sides, Sequence) or not all(isinstance(each, str | float | int) for each in sides):
            raise OptionError(name, given, FORM)
        text = "x".join(str(each) for each in sides).strip()
        _inches(name, text)
        return text


def size_inches(text: str) -> tuple[float, float]:
    """(width, height) in inches.

    Raises: OptionError for sides that cannot be drawn, NameUnknownError for a name that is not in SIZES.
    """
    return _inches("size", text)


def text_points(text: str) -> float:
    """The size of the text, in points, of a figure of this size: that of its document."""
    return SIZES[text].text if text in SIZES else PRINT_TEXT


def _inches(option: str, text: str) -> tuple[float, float]:
    if text in SIZES:
        return SIZES[text].width, SIZES[text].height
    match = re.fullmatch(r"([\d.eE+-]+?)\s*(in|cm|mm)?\s*[x×]\s*([\d.eE+-]+?)\s*(in|cm|mm)?", text)
    if not match:
        if re.match(r"[\d.+-]", text):
            raise OptionError(option, text, FORM)
        raise NameUnknownError(option, text, SIZES)
    width, first, height, second = match.groups()
    return _side(option, text, width, first or second), _side(option, text, height, second or first)


def _side(option: str, text: str, number: str, unit: str | None) -> float:
    allowed = f"sides of {SMALLEST:g} to {LARGEST:g} in ({SMALLEST * 25.4:g} to {LARGEST * 25.4:g} mm)"
    try:
        side = float(number) * INCHES[unit or "in"]
    except ValueError:
        raise OptionError(option, text, allowed) from None
    if not SMALLEST <= side <= LARGEST:
        raise OptionError(option, text, allowed)
    return side
