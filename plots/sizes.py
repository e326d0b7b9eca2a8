"""How large a figure is on paper, a slide or a poster: WIDTHxHEIGHT, or the name of a place where figures are put."""

import math
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from datagen.errors import NameUnknownError, OptionError

__all__ = [
    "MEDIA",
    "SHORTEST",
    "SIZES",
    "Medium",
    "PlaceSize",
    "Size",
    "default_dpi",
    "size_inches",
    "text_limits",
    "text_points",
]

INCHES = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4}
MM, PT = 1 / 25.4, 1 / 72.27  # inches; the point is TeX's
SHORTEST, LONGEST = 1.5, 100.0  # inches: below, there is no room for the text; above, no paper
SHEET = 20.0  # inches: a side that is longer is that of a poster (A3 is 16.5 in long),
STRIP = 5.0  # inches: unless the other is shorter, which has no room for the text of a poster
FORM = "WxH, such as 6x4, 15x10cm or 90x60mm"


class Medium(NamedTuple):
    """What a figure is looked at on: its text, in points, the least and the most it may be, and pixels per inch."""

    text: float
    limits: tuple[float, float]
    dpi: int


MEDIA = {
    "print": Medium(9.0, (6.0, 11.0), 300),
    "slide": Medium(20.0, (14.0, 24.0), 144),  # 13.33 in are then 1920 px
    "poster": Medium(28.0, (24.0, math.inf), 150),
}


class PlaceSize(NamedTuple):
    """The room that a kind of document has for a figure, in inches, who says so, and its text where that is not usual.

    The source gives the width; the height is what a figure of one panel looks well with, and always fits the page.
    """

    width: float
    height: float
    source: str
    medium: str = "print"
    text: float | None = None
    limits: tuple[float, float] | None = None


SIZES = {
    "ieee-column": PlaceSize(
        3.5, 2.5, "IEEE Author Center, Size Requirements for Graphics: 3.5 in; File Formatting: type of about 9 points"
    ),
    "ieee-page": PlaceSize(7.16, 3.5, "IEEE Author Center, Size Requirements for Graphics: two columns are 7.16 in"),
    "nature-column": PlaceSize(
        89 * MM, 64 * MM, "Nature, Research Figure Guide, Figure sizing: 89 mm; text of 5 to 7 points",
        text=6.5, limits=(6.0, 7.0),
    ),
    "nature-page": PlaceSize(
        183 * MM, 90 * MM, "Nature, Research Figure Guide, Figure sizing: 183 mm; text of 5 to 7 points",
        text=6.5, limits=(6.0, 7.0),
    ),
    "acm-column": PlaceSize(
        241.14 * PT, 172 * PT, "acmart, sigconf: letter paper, margins of 54 pt and 2 pc between the columns: 241.14 pt"
    ),
    "acm-page": PlaceSize(506.29 * PT, 253 * PT, "acmart, sigconf: letter paper with margins of 54 pt: 506.29 pt"),
    "elsevier-column": PlaceSize(
        90 * MM, 65 * MM, "Elsevier, Artwork sizing: a single column is 90 mm; lettering of 7 points", text=7.0
    ),
    "elsevier-page": PlaceSize(
        190 * MM, 95 * MM, "Elsevier, Artwork sizing: a double column is 190 mm; lettering of 7 points", text=7.0
    ),
    "plos-page": PlaceSize(
        7.5, 4.0, "PLOS, Figures: at most 7.5 in wide; text of 8 to 12 points", limits=(8.0, 11.0), text=9.0
    ),
    "neurips": PlaceSize(5.5, 3.4, "NeurIPS style file: textwidth=5.5in"),
    "icml-column": PlaceSize(3.25, 2.3, "ICML style file: a text width of 6.75 in, 0.25 in between two columns"),
    "icml-page": PlaceSize(6.75, 3.4, "ICML style file: a text width of 6.75 in"),
    "acl-column": PlaceSize(77 * MM, 55 * MM, "ACL 2019, Instructions: columns 7.7 cm wide"),
    "acl-page": PlaceSize(160 * MM, 80 * MM, "ACL 2019, Instructions: A4 with margins of 2.5 cm"),
    "lncs": PlaceSize(122 * MM, 76 * MM, "Springer, Lecture Notes in Computer Science: a printing area of 122 mm"),
    "a4-text": PlaceSize(
        160 * MM, 100 * MM, "ISO 216: A4 is 210 mm wide; margins of 25 mm leave 160 mm", text=10.0
    ),
    "letter-text": PlaceSize(6.5, 4.1, "ANSI/ASME Y14.1: 8.5 in wide; margins of 1 in leave 6.5 in", text=10.0),
    "thesis-half": PlaceSize(
        77 * MM, 58 * MM, "ISO 216: two side by side on A4 with margins of 25 mm and 6 mm between them", text=8.0
    ),
    "slide": PlaceSize(40 / 3, 7.5, "PowerPoint, Slide Size: Widescreen is 13.333 in by 7.5 in", "slide"),
    "slide-4x3": PlaceSize(10.0, 7.5, "PowerPoint, Slide Size: Standard is 10 in by 7.5 in", "slide"),
    "poster": PlaceSize(
        375 * MM, 250 * MM, "ISO 216: one of two columns on A0, 841 mm wide, with 30 mm beside and between", "poster"
    ),
}  # fmt: skip


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
    own = SIZES[text].text if text in SIZES else None
    return own or _medium(text).text


def text_limits(text: str) -> tuple[float, float]:
    """The least and the most that text in a figure of this size may be, in points."""
    own = SIZES[text].limits if text in SIZES else None
    return own or _medium(text).limits


def default_dpi(text: str, most: int) -> int:
    """Pixels per inch of a figure of this size where nobody says: those of its medium, with at most `most` pixels."""
    width, height = size_inches(text)
    return min(_medium(text).dpi, math.floor(math.sqrt(most / (width * height))))


def _medium(text: str) -> Medium:
    if text in SIZES:
        return MEDIA[SIZES[text].medium]
    short, long = sorted(size_inches(text))
    return MEDIA["poster" if long > SHEET and short >= STRIP else "print"]


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
    allowed = f"sides of {SHORTEST:g} to {LONGEST:g} in ({SHORTEST * 25.4:g} to {LONGEST * 25.4:g} mm)"
    try:
        side = float(number) * INCHES[unit or "in"]
    except ValueError:
        raise OptionError(option, text, allowed) from None
    if not SHORTEST <= side <= LONGEST:
        raise OptionError(option, text, allowed)
    return side
