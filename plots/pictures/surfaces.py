"""Functions of two variables: level curves or a surface, with the gradient and the curvature at points."""

from dataclasses import dataclass

from plots.canvases import Canvas

__all__ = ["SurfaceOptions"]


@dataclass(frozen=True)
class SurfaceOptions(Canvas):
    """The options of functions of two variables."""
