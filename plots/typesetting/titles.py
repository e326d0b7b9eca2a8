"""Titles and labels: what a person writes read for mathtext; broken into lines, and set smaller where need be."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from datagen.errors import OptionError
from plots.style import least_text
from plots.typesetting.mathtext import MATH, untypeset

if TYPE_CHECKING:
    from matplotlib.text import Text

__all__ = ["fit", "written"]

LEAST = 3  # characters of a text, below which nothing is said by them
STEP = 0.92  # of its size: how much smaller a text is tried next

PIECE = re.compile(rf"(?:{MATH.pattern}|\S)+")
"""What a line is not broken in: a word, or mathtext with all its spaces."""


def written(name: str, text: str) -> str:
    """The text of an option as matplotlib takes it: $...$ is mathtext, every other dollar is one.

    Raises: OptionError for mathtext that cannot be set, and for characters that the fonts do not have.
    """
    lines = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    result = "\n".join(_escaped(line) for line in lines)
    for formula in MATH.findall(result):
        if not _is_set(f"${formula}$"):
            raise OptionError(name, f"${formula}$", r"mathtext between the dollars, or \$ for a dollar")
    if missing := "".join(dict.fromkeys(_missing(MATH.sub("", result)))):
        shown = "".join(each if each.isprintable() else f"U+{ord(each):04X}" for each in missing)
        raise OptionError(name, shown, "characters that the fonts have")
    return result


def fit(text: "Text", length: float, height: float, plain: str = "") -> None:
    """Make a text at most `length` px long and its lines together at most `height` px high.

    It is broken into lines, then set smaller. Where mathtext is too long even so, the text is written as `plain` text,
    by itself that of its mathtext. What does not fit at the least size ends in an ellipsis, and if hardly anything of
    it would be left, it is taken away.
    """
    long, high = _extent(text)
    if long <= length and high <= height:
        return
    usual = float(text.get_fontsize())
    least = min(least_text(), usual)
    lines = _lines(text, text.get_text())
    if _longest(lines) * least / usual > length:
        lines = _lines(text, plain or text.get_text(), plain=True)
    if _longest(lines) * least / usual > length:
        text.set_fontsize(least)  # however small, one word has to be cut
    while True:
        size = float(text.get_fontsize())
        broken = [part for line in lines for part in line.broken(length * usual / size)]
        text.set_text("\n".join(broken))
        long, high = _extent(text)
        if long <= length and high <= height:
            return
        if size <= least:
            break
        text.set_fontsize(max(least, STEP * size))
    _cut(text, broken, length, height)


class _Line:
    """The words of a line and how long they are."""

    def __init__(self, text: "Text", line: str) -> None:
        self._words = [match.group() for match in PIECE.finditer(line)]
        self._widths = [_width(text, word) for word in self._words]
        self._space = _width(text, "n n") - _width(text, "nn")

    @property
    def longest(self) -> float:
        """The length of its longest word."""
        return max(self._widths, default=0.0)

    def broken(self, length: float) -> list[str]:
        """Lines of at most a length, as few as can be and of about the same length."""
        fewest = self._filled(length)
        lengths = (length * share / 20 for share in range(20 // max(len(fewest), 1), 20))
        even = (lines for each in lengths if len(lines := self._filled(each)) == len(fewest))
        lines = next(even, fewest) if self.longest <= length else fewest
        return [" ".join(words) for words in lines]

    def _filled(self, length: float) -> list[list[str]]:
        """The words in lines, as many in each as fit."""
        lines: list[list[str]] = []
        used = length
        for word, width in zip(self._words, self._widths, strict=True):
            if lines and used + self._space + width <= length:
                lines[-1].append(word)
                used += self._space + width
            else:
                lines.append([word])
                used = width
        return lines


def _lines(text: "Text", content: str, *, plain: bool = False) -> list[_Line]:
    return [_Line(text, untypeset(line) if plain else line) for line in content.split("\n")]


def _longest(lines: list[_Line]) -> float:
    return max(line.longest for line in lines)


def _cut(text: "Text", lines: list[str], length: float, height: float) -> None:
    """Keep as many lines, and as much of a line that is too long, as there is room for."""
    text.set_text(lines[0])
    most = min(len(lines), max(1, int(height / max(_extent(text)[1], 1.0)) + 1))
    for count in range(most, 0, -1):
        whole = [_shortened(text, line, length) for line in lines[: count - 1]]
        last = _shortened(text, lines[count - 1], length, more=count < len(lines))
        text.set_text("\n".join(line for line in (*whole, last) if line))
        if _extent(text)[1] <= height:
            return
    text.set_text("")


def _shortened(text: "Text", line: str, length: float, *, more: bool = False) -> str:
    """A line that fits, or as much of it in plain text as does, with an ellipsis; with one also if `more` follows."""
    whole = f"{line} …" if more else line
    if _width(text, whole) <= length:
        return whole
    plain = untypeset(line)
    low, high = 0, len(plain)
    while low < high:
        middle = (low + high + 1) // 2
        fits = _width(text, _beginning(plain, middle)) <= length
        low, high = (middle, high) if fits else (low, middle - 1)
    return _beginning(plain, low) if low >= LEAST else ""


def _beginning(plain: str, count: int) -> str:
    """So many characters of a text, to the end of a word if that leaves most of them."""
    words = plain[: count + 1].rpartition(" ")[0]
    kept = words if len(words) > count / 2 else plain[:count]
    return kept.rstrip(" \\,") + " …"


def _width(text: "Text", content: str) -> float:
    """How long a piece of a text is in its font, in px."""
    given = text.get_text()
    text.set_text(content)
    width = _extent(text)[0]
    text.set_text(given)
    return width


def _extent(text: "Text") -> tuple[float, float]:
    """(length, height) in px along and across the lines of a text."""
    box = text.get_window_extent()
    return (box.height, box.width) if text.get_rotation() == 90 else (box.width, box.height)


def _escaped(line: str) -> str:
    """A line whose dollars are all escaped but those around mathtext."""
    parts, end = [], 0
    for match in MATH.finditer(line):
        parts += [_plain(line[end : match.start()]), match.group()]
        end = match.end()
    return "".join([*parts, _plain(line[end:])])


def _plain(text: str) -> str:
    return re.sub(r"(?<!\\)\$", r"\\$", text)


def _is_set(formula: str) -> bool:
    """Whether matplotlib can set the mathtext."""
    from matplotlib.mathtext import MathTextParser

    try:
        MathTextParser("path").parse(formula)
    except (ValueError, RuntimeError):
        return False
    return True


def _missing(text: str) -> Iterator[str]:
    """The characters that are in none of the fonts."""
    special = [each for each in text if not " " <= each <= "~" and each != "\n"]
    if special:
        import matplotlib
        from matplotlib.font_manager import FontProperties, findfont, get_font

        families = matplotlib.rcParams["font.family"]
        fonts = [get_font(findfont(FontProperties(family=[name]))) for name in families]
        yield from (each for each in special if not any(font.get_char_index(ord(each)) for font in fonts))
