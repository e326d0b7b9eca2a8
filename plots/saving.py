"""From a drawing to bytes: the same every time, and where they go."""

import io
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar

from datagen.errors import OptionError
from datagen.kinds import Optional, Text
from datagen.options import Recipe, option
from datagen.writing import STDOUT, Target, choose_format, open_whole
from plots.style import applied

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["METADATA", "Drawing", "FigureTarget", "render"]

METADATA: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None},
}
"""The formats and the metadata that keeps versions and dates out of them."""


@dataclass(frozen=True)
class Drawing(Recipe, ABC):
    """A recipe for a figure and for the data that it shows."""

    formats: ClassVar[tuple[str, ...]] = tuple(METADATA)

    @abstractmethod
    def settings(self) -> Mapping[str, Any]:
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
    """The figure as one of METADATA, on a canvas of exactly its size.

    The bytes depend on the drawing and on matplotlib's version, and on nothing else: no date, no environment, no
    settings of the user's.
    """
    stream = io.BytesIO()
    with applied(drawing.settings()), _without("SOURCE_DATE_EPOCH"):
        drawing.draw().savefig(stream, format=format, metadata=METADATA[format])
    return stream.getvalue()


@dataclass(frozen=True)
class FigureTarget(Target):
    """Where a figure goes, and the data that it shows."""

    save_data: str | None = option(
        Optional(Text("FILE")), None, "write what is drawn as CSV too: curve,segment,x,y; then -o is not needed"
    )

    def check(self, formats: tuple[str, ...]) -> None:
        if self.save_data is not None:
            choose_format(self.save_data, None, ("csv",))
        if not self._draws:
            return
        super().check(formats)
        if self.save_data is not None and _same(self.save_data, self.output or STDOUT):
            raise OptionError("save-data", self.save_data, "another place than that of the figure")

    @property
    def _draws(self) -> bool:
        """Whether the figure is wanted, and not its data alone."""
        return self.save_data is None or self.output is not None or self.format is not None

    def write(self, recipe: Recipe) -> None:
        """Write the data that a drawing shows, then the figure, each if it is wanted."""
        if self.save_data is not None and isinstance(recipe, Drawing):
            with open_whole(self.save_data) as stream:
                recipe.write_data(stream)
        if self._draws:
            super().write(recipe)


def _same(place: str, other: str) -> bool:
    """Whether two places are one file, or both standard output."""
    return place == other or (STDOUT not in (place, other) and os.path.realpath(place) == os.path.realpath(other))


@contextmanager
def _without(variable: str) -> Iterator[None]:
    """Take a variable out of the environment for a while."""
    value = os.environ.pop(variable, None)
    try:
        yield
    finally:
        if value is not None:
            os.environ[variable] = value
