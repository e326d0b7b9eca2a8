"""The recipe of a figure: the options of all that can be drawn; the only place where a matplotlib figure is made."""

import csv
import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, BinaryIO

from datagen.errors import DatagenError
from datagen.formats import number
from datagen.options import options
from plots.pictures import Picture
from plots.pictures.curves import CurveOptions, Curves
from plots.pictures.matrices import Matrices, MatrixOptions
from plots.pictures.points import PointOptions, Points
from plots.pictures.surfaces import SurfaceOptions, Surfaces
from plots.saving import Drawing
from plots.sizes import size_inches
from plots.style import applied
from plots.subjects import DATA, STDIN, kind_of

if TYPE_CHECKING:
    import matplotlib.figure

__all__ = ["PICTURES", "Figure"]

PICTURES: dict[str, Any] = {"curves": Curves, "matrices": Matrices, "points": Points, "surfaces": Surfaces}
"""What the subjects of a figure can be, by their kind, and what draws it."""


class MisplacedOptionError(DatagenError):
    """An option that goes with another kind of figure."""

    def __init__(self, option: str, wanted: str, found: str) -> None:
        self.option, self.wanted, self.found = option, wanted, found
        super().__init__(f"{option}: goes with {wanted}, and this is {found}")


@dataclass(frozen=True)
class Figure(MatrixOptions, PointOptions, SurfaceOptions, CurveOptions, Drawing):  # the last one's options come first
    """Draw functions of one or two variables, data or matrices.

    Example: datagen plot damped-sine -d 1 -d 2 -o fig.png
             datagen plot rosenbrock --gradient -o levels.svg
             datagen plot data.csv --fit 2 --residuals -o fit.pdf
             datagen plot dot 2x3 3x2 -o dot.png

    The format is that of the file's name: PNG, SVG, PDF, EPS, PGF, WebP or JPEG.
    """

    @cached_property
    def picture(self) -> Picture:
        """What is drawn. Raises: MisplacedOptionError for an option that goes with other subjects."""
        picture: Picture = PICTURES[kind_of(self.subjects, self.set)](self)
        taken = (_fields(picture.takes) | _fields(Drawing)) - {*picture.refuses}
        for each in options(type(self)):
            if each.field not in taken and getattr(self, each.field) != each.default:
                takers = [
                    kind.noun for kind in PICTURES.values() if each.field in _fields(kind.takes) - {*kind.refuses}
                ]
                raise MisplacedOptionError(each.name, " or ".join(takers), picture.noun)
        return picture

    def notes(self) -> list[str]:
        """How the subjects and the range were read."""
        return self.picture.notes()

    def remarks(self) -> list[str]:
        """What is not certain about what is drawn."""
        return self.picture.remarks()

    def write_data(self, stream: BinaryIO) -> None:
        """Write the data that is drawn as CSV."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.picture.header())
        rows = self.picture.rows()
        writer.writerows([number(cell) if isinstance(cell, float) else cell for cell in row] for row in rows)
        stream.write(text.getvalue().encode())

    def heading(self) -> str:
        """The title; without one, the subjects, files by their name alone."""
        named = (PurePath(each).name if each.lower().endswith(DATA) else each for each in self.subjects)
        return self.title or ", ".join("data" if each == STDIN else each for each in named)

    def alternative(self) -> str:
        """What the figure shows, as given or as its picture says."""
        return self.alt or self.picture.alternative()

    def draw(self) -> "matplotlib.figure.Figure":
        """The figure, drawn anew, with its layout done."""
        picture = self.picture
        with applied(self.settings()):
            import matplotlib.figure
            from matplotlib.backends.backend_agg import FigureCanvasAgg

            figure = matplotlib.figure.Figure(figsize=size_inches(self.size), dpi=self.dpi)
            FigureCanvasAgg(figure)  # or each text would be measured on a new canvas of all pixels
            picture.draw(figure)
        return figure


def _fields(owner: type) -> set[str]:
    return {each.field for each in options(owner)}
