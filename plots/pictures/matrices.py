"""Two random matrices and their dot product, side by side: A · B = A·B."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from datagen.errors import OptionError
from datagen.kinds import Integer, Shape
from datagen.options import option
from plots.axes import write_title
from plots.canvases import Canvas
from plots.matrices import draw_entries, draw_matrix, draw_sign, number_cells
from plots.pictures import Picture
from plots.placement.legends import frozen_layout
from plots.subjects import MATRICES, is_shape

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from datagen.matrices import Product

__all__ = ["Matrices", "MatrixOptions"]

NAMES = {"A": "$A$", "B": "$B$", "A·B": r"$A \cdot B$"}
"""The matrices, in data and in mathtext."""
BAR: dict[str, Any] = {"aspect": 40, "shrink": 0.7, "fraction": 0.05, "pad": 0.04}
"""The shape of the colour bar: long and thin."""
CELLS, REST = 5.1, 0.9
"""What cells share of a width of 6 in, and what names, numbers and the colour bar need of the height, in inches."""
LEAST, MOST = 2.0, 6.0
"""The height of a figure whose size nobody says, in inches."""


@dataclass(frozen=True)
class MatrixOptions(Canvas):
    """The options of matrices."""

    seed: int = option(Integer(0), 0, "another seed gives other matrices")

    def usual_size(self) -> str:
        """Of matrices, as wide as any figure and as high as square cells make it."""
        first, *shapes = self.subjects
        if first.strip() != MATRICES or not all(map(is_shape, shapes)):
            return super().usual_size()
        product = _product(self)
        (rows, inner), columns = product.left, product.right[1]
        cell = CELLS / (inner + 2 * columns)
        return f"6x{min(max(max(rows, inner) * cell + REST, LEAST), MOST):.2f}"


class Matrices(Picture):
    """A, B and A·B of `datagen dot` as heat maps with one colour scale."""

    takes = MatrixOptions
    refuses = ("x", "y", "set", "xlabel", "ylabel", "grid", "log_x", "log_y", "no_legend", "verbose")
    noun = "matrices"

    def __init__(self, recipe: MatrixOptions) -> None:
        self.recipe = recipe
        self.product = _product(recipe)

    @cached_property
    def arrays(self) -> "dict[str, Any]":
        """The matrices by their names, float64."""
        return dict(zip(NAMES, self.product.arrays(), strict=True))

    def header(self) -> list[str]:
        return ["matrix", "row", "column", "value"]

    def rows(self) -> Iterator[tuple[str, int, int, float]]:
        """Every entry, its row and column counted from 1."""
        for name, matrix in self.arrays.items():
            for row, values in enumerate(matrix.tolist(), start=1):
                for column, value in enumerate(values, start=1):
                    yield name, row, column, value

    def alternative(self) -> str:
        a, b, product = (" by ".join(map(str, matrix.shape)) for matrix in self.arrays.values())
        smallest = min(matrix.min() for matrix in self.arrays.values())
        largest = max(matrix.max() for matrix in self.arrays.values())
        return (
            f"Heat maps of a random {a} matrix A, a random {b} matrix B and their {product} dot product A·B, "
            f"with entries from {smallest:.3g} to {largest:.3g}."
        )

    def draw(self, figure: "Figure") -> None:
        arrays = self.arrays.values()
        limit = float(max(abs(matrix).max() for matrix in arrays)) or 1.0
        figure.set_layout_engine("compressed")  # the cells are square, and no room is left between matrices
        parts = figure.subplots(1, 3, width_ratios=[matrix.shape[1] for matrix in arrays])
        rows = max(matrix.shape[0] for matrix in arrays)
        for ax, (name, matrix) in zip(parts, self.arrays.items(), strict=True):
            image = draw_matrix(ax, matrix, NAMES[name], limit, rows)
        self._draw_signs(parts)
        figure.colorbar(image, ax=parts, location="bottom", **BAR)
        write_title(parts[0], self.recipe)
        frozen_layout(parts[0])
        for ax, matrix in zip(parts, arrays, strict=True):
            number_cells(ax, matrix)
        draw_entries([*zip(parts, arrays, strict=True)], limit)

    def _draw_signs(self, parts: "list[Axes]") -> None:
        for ax, sign, matrix in zip(parts, ("·", "="), self.arrays.values(), strict=False):
            rows, columns = matrix.shape
            draw_sign(ax, sign, (columns - 0.5, (rows - 1) / 2), (1, 0))


def _product(recipe: MatrixOptions) -> "Product":
    """The recipe of `datagen dot`, with the shapes that follow the word. Raises: OptionError, ShapeError."""
    from datagen.matrices import Product

    _, *shapes = recipe.subjects
    if len(shapes) > 2:
        raise OptionError("dot", " ".join(shapes), "two shapes at most, such as 2x3 3x2")
    given = {name: Shape().read("shape", each) for name, each in zip(("left", "right"), shapes, strict=False)}
    return Product(**given, seed=recipe.seed)
