"""From a drawing to bytes: the same every time, and where they go."""

import os
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar

from datagen.errors import OptionError
from datagen.importing import without_collecting
from datagen.kinds import Flag, Optional, Text
from datagen.options import Recipe, option
from datagen.writing import STDOUT, Target, choose_format, open_whole
from plots.files.alternatives import lines, plain
from plots.files.encoding import ENCODERS, encoded
from plots.style import applied

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Drawing", "FigureTarget", "render"]


@dataclass(frozen=True)
class Drawing(Recipe, ABC):
    """A recipe for a figure and for the data that it shows."""

    formats: ClassVar[tuple[str, ...]] = tuple(ENCODERS)

    @abstractmethod
    def settings(self) -> Mapping[str, Any]:
        """matplotlib's settings for the figure."""

    @abstractmethod
    def draw(self) -> "Figure":
        """The figure, drawn anew."""

    @abstractmethod
    def heading(self) -> str:
        """What the figure is called, in a few words."""

    @abstractmethod
    def alternative(self) -> str:
        """What the figure shows, in a sentence or two, for whom cannot see it."""

    @abstractmethod
    def write_data(self, stream: BinaryIO) -> None:
        """Write what is drawn, as CSV."""

    def write(self, stream: BinaryIO, format: str) -> None:
        """Write the figure."""
        stream.write(render(self, format))


def render(drawing: Drawing, format: str) -> bytes:
    """The figure as one of ENCODERS, on a canvas of exactly its size, with its alternative text.

    The bytes depend on the drawing and on matplotlib's version, and on nothing else: no date, no environment, no
    settings of the user's. Those of PGF depend on the LaTeX that measures its text too.

    Raises: OutputError for PGF where there is no LaTeX, or where it cannot typeset the text.
    """
    with without_collecting(lasting=False):
        title, text = plain(drawing.heading()), plain(drawing.alternative())
        with applied(drawing.settings()):
            return encoded(drawing.draw, format, title, text)


@dataclass(frozen=True)
class FigureTarget(Target):
    """Where a figure goes, and the data that it shows."""

    save_data: str | None = option(
        Optional(Text("FILE")), None, "write what is drawn as CSV too: curve,segment,x,y; then -o is not needed"
    )

    alt_text: bool = option(
        Flag(), False, "print the alternative text, and the lines for LaTeX and Markdown; then -o is not needed"
    )

    def check(self, formats: tuple[str, ...]) -> None:
        if self.save_data is not None:
            choose_format(self.save_data, None, ("csv",))
        if self.alt_text and STDOUT in (self.save_data, (self.output or STDOUT) if self._draws else None):
            raise OptionError("alt-text", "with another output", "a file to the other: both go to standard output")
        if not self._draws:
            return
        super().check(formats)
        if self.save_data is not None and _same(self.save_data, self.output or STDOUT):
            raise OptionError("save-data", self.save_data, "another place than that of the figure")

    @property
    def _draws(self) -> bool:
        """Whether the figure is wanted, and not its data or its text alone."""
        alone = self.save_data is None and not self.alt_text
        return alone or self.output is not None or self.format is not None

    def write(self, recipe: Recipe) -> None:
        """Write the data that a drawing shows, the figure, and its alternative text, each if it is wanted.

        Where one of them fails, no file of data appears; on standard output data stand last.
        """
        if self.save_data is None or not isinstance(recipe, Drawing):
            self._write_rest(recipe)
            return
        with open_whole(self.save_data) as stream:
            if self.save_data != STDOUT:
                recipe.write_data(stream)
            self._write_rest(recipe)
            if self.save_data == STDOUT:
                recipe.write_data(stream)

    def _write_rest(self, recipe: Recipe) -> None:
        """Write the figure and its alternative text."""
        if self._draws:
            super().write(recipe)
        if self.alt_text and isinstance(recipe, Drawing):
            with open_whole(STDOUT) as stream:
                stream.write(lines(plain(recipe.alternative()), self.output).encode())


def _same(place: str, other: str) -> bool:
    """Whether two places are one file, or both standard output."""
    return place == other or (STDOUT not in (place, other) and os.path.realpath(place) == os.path.realpath(other))
