"""From a drawing to bytes: the same every time, and where they go."""

import io
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar

from datagen.errors import OptionError
from datagen.kinds import Optional, Text
from datagen.options import Recipe, option
from datagen.writing import STDOUT, Target, check_writable, open_whole
from plots.style import applied

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["FORMATS", "Drawing", "FigureTarget", "render"]

FORMATS: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None},
}
"""The formats and the metadata that keeps versions and dates out of them."""


@dataclass(frozen=True)
class Drawing(Recipe, ABC):
    """A recipe for a figure and for the data that it shows."""

    formats: ClassVar[tuple[str, ...]] = tuple(FORMATS)

    @abstractmethod
    def style(self) -> Mapping[str, Any]:
        """matplotlib's settings for the figure."""

    @abstractmethod
    def draw(self) -> "Figure":
        """The figure, drawn anew."""

    @abstractmethod
    def write_data(self, stream: BinaryIO) -> None:
        """Write what is drawn, as CSV."""

    def write(self, stream: BinaryIO, format: str) -> None:
        """Write the figure."""
        stream.write(render(self, format))


def render(drawing: Drawing, format: str) -> bytes:
    """The figure as one of FORMATS, on a canvas of exactly its size.

    The bytes depend on the drawing and on matplotlib's version, and on nothing else: no date, no environment, no
    settings of the user's.
    """
    stream = io.BytesIO()
    with applied(drawing.style()):
        drawing.draw().savefig(stream, format=format, metadata=FORMATS[format])
    return stream.getvalue()


@dataclass(frozen=True)
class FigureTarget(Target):
    """Where a figure goes, and the data that it shows."""

    save_data: str | None = option(
        Optional(Text("FILE")), None, "write what is drawn as CSV too: curve,segment,x,y; then -o is not needed"
    )

    def choose(self, formats: tuple[str, ...]) -> str:
        """The format of the figure; empty where only its data was asked for."""
        if self.save_data is None:
            return super().choose(formats)
        if self.save_data != STDOUT:
            check_writable(self.save_data)
        if self.output == STDOUT and self.format is None:
            return ""
        if self.output == self.save_data:
            raise OptionError("save-data", self.save_data, "another place than that of the figure")
        return super().choose(formats)

    def write(self, recipe: Recipe, format: str) -> None:
        """Write the figure, if it is wanted, and its data."""
        if format:
            super().write(recipe, format)
        if self.save_data is not None and isinstance(recipe, Drawing):
            with open_whole(self.save_data) as stream:
                recipe.write_data(stream)
