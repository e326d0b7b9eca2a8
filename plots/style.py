"""What a drawing function asks of the style: matplotlib set up, the line of a curve, and what is behind it.

A style is a dictionary of matplotlib's settings (themes.py); inside `applied` the functions here read it back, so that
whoever draws needs not know which it is.
"""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from plots.colours import CONTRAST, blended, contrast, readable
from plots.importing import matplotlib_alone

__all__ = [
    "DASHES", "applied", "background", "faint", "least_text", "line", "most_text", "neutral", "text_size", "tinted",
]  # fmt: skip

DASHES: tuple[Any, ...] = ("-", (0, (5, 1.6)), (0, (1.2, 1.3)), (0, (6, 1.6, 1.2, 1.6)), (0, (9, 2.2)))
"""Solid, dashed, dotted, dash-dotted and long-dashed, in line widths: curves differ in greyscale too."""

SMALLEST = 6.0  # points
LAST = (0, (3, 1.4, 1, 1.4, 1, 1.4))
"""Dash-dot-dotted, in the place of the solid line after the first five: a solid line would hide what is below it."""


@contextmanager
def applied(settings: Mapping[str, Any]) -> Iterator[None]:
    """matplotlib's own defaults with `settings`, whatever a matplotlibrc or the environment says, for a while."""
    matplotlib = matplotlib_alone()
    with matplotlib.rc_context():
        defaults = {key: value for key, value in matplotlib.rcParamsDefault.items() if key != "backend"}
        matplotlib.rcParams.update({**defaults, **settings})
        yield


def line(number: int) -> dict[str, Any]:
    """The colour and dashes of a curve, by its number in the figure; in our styles there are 25 different lines.

    The colours are the style's, those that do not stand out from its background by 3:1 made darker or lighter. They
    move on by two for every five curves. Derivatives that coincide are mostly one, two or four orders apart, as those
    of e^x, sinh x and sin x are, and so differ in both: between the dashes of one the others show.
    """
    colours = _settings()["axes.prop_cycle"].by_key()["color"]
    turn, place = divmod(number, len(DASHES))
    dashes = LAST if turn and not place else DASHES[place]
    return {"color": readable(colours[(place + 2 * turn) % len(colours)], background()), "linestyle": dashes}


def background() -> Any:
    """The colour behind the curves: that of hollow marks and of open ends."""
    return _settings()["axes.facecolor"]


def faint() -> Any:
    """The colour of what only guides the eye, such as the zero line: that of a grid, but never as bold as a curve."""
    colour = _settings()["grid.color"]
    return colour if contrast(colour, background()) < CONTRAST else tinted(colour, 0.4)


def neutral() -> Any:
    """A colour between that of the text and the background, for what is no one curve's."""
    return readable(tinted(_settings()["text.color"], 0.6), background())


def text_size() -> float:
    """The size of the text of the figure that is drawn, in points."""
    return float(_settings()["font.size"])


def least_text() -> float:
    """The least size of a text, in points: that of the figure's medium, 6 where no style of ours is applied."""
    return float(size) if (size := _settings()["legend.title_fontsize"]) else SMALLEST


def most_text() -> float:
    """The most that a text may be, in points; without bound where no style of ours is applied."""
    size = _settings()["figure.titlesize"]
    return math.inf if isinstance(size, str) else float(size)


def tinted(colour: Any, share: float) -> tuple[float, float, float]:
    """The opaque colour of a share of `colour` on the background: a band without transparency."""
    return blended(colour, share, background())


def _settings() -> Any:
    import matplotlib

    return matplotlib.rcParams
