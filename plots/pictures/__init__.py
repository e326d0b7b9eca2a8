"""What a figure can show: one kind of content each, composed of the drawing functions of the rooms above."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from plots.canvases import Canvas

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Cell", "Picture"]

Cell = str | int | float


class Picture(ABC):
    """A content of figures: what it needs, what it draws, its data, and what it says to whom cannot see it."""

    takes: ClassVar[type[Canvas]]
    """The options that it knows."""

    refuses: ClassVar[tuple[str, ...]] = ()
    """Those of every canvas that mean nothing for it."""

    noun: ClassVar[str]
    """What its subjects are, as in: functions of one variable."""

    def notes(self) -> list[str]:
        """How the request was understood, a line each."""
        return []

    def remarks(self) -> list[str]:
        """What a person should know of the figure once it is drawn, a line each."""
        return []

    @abstractmethod
    def draw(self, figure: "Figure") -> None:
        """Draw it, with its axes, on an empty figure, and freeze the layout."""

    @abstractmethod
    def header(self) -> list[str]:
        """The names of the columns of its data."""

    @abstractmethod
    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """The data that it shows, a row each."""

    @abstractmethod
    def alternative(self) -> str:
        """What it shows, in a sentence or two of plain text."""
