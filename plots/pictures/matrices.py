"""Two random matrices and their dot product, side by side."""

from dataclasses import dataclass

from plots.canvases import Canvas

__all__ = ["MatrixOptions"]


@dataclass(frozen=True)
class MatrixOptions(Canvas):
    """The options of matrices."""
