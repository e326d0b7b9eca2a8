"""Axes one above the other, a panel for each order of derivative, with one x axis for all."""

from collections.abc import Sequence
from string import ascii_lowercase
from typing import TYPE_CHECKING

from datagen.errors import OptionError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["check_room", "panel_axes"]

LEAST = 5.0  # text heights: the room that a panel needs to be read
BELOW = 3.0  # text heights: the room of the x axis below the lowest panel
APART = 0.4  # text heights between a panel and its letter


def check_room(count: int, height: float, text: float) -> None:
    """Raises: OptionError where so many panels would be too low in a figure of `height`, both in points."""
    most = int((height - BELOW * text) / (LEAST * text))
    if count > most:
        allowed = f"{most} or fewer, or a larger --size" if most > 1 else "a larger --size"
        raise OptionError("panels", f"{count} panels in {height / 72:g} in of height", allowed)


def panel_axes(figure: "Figure", x: tuple[float, float], heights: Sequence[tuple[float, float]]) -> "list[Axes]":
    """Axes for each of the ranges of y, the first on top; with several, only the lowest names the ticks of x.

    The panels have letters, (a), (b), ..., at their upper right corners.
    """
    axes: list[Axes] = []
    for number, y in enumerate(heights):
        shared = {"sharex": axes[0]} if axes else {"xlim": x}
        axes.append(figure.add_subplot(len(heights), 1, number + 1, ylim=y, **shared))
    for ax in axes[:-1]:
        ax.tick_params(labelbottom=False)
    if len(axes) > 1:
        for ax, letter in zip(axes, ascii_lowercase, strict=False):
            _write_letter(ax, letter)
    return axes


def _write_letter(ax: "Axes", letter: str) -> None:
    text = ax.annotate(f"({letter})", (1.0, 1.0), xycoords="axes fraction", va="top", annotation_clip=False)
    text.set_position((APART * float(text.get_fontsize()), 0.0))
    text.anncoords = "offset points"
