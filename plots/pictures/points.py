"""Data: points, the curve behind them, a polynomial fit and its residuals."""

from dataclasses import dataclass

from plots.canvases import Canvas

__all__ = ["PointOptions"]


@dataclass(frozen=True)
class PointOptions(Canvas):
    """The options of data."""
