"""Intervals: enclosures of functions, and of their derivatives, over many boxes at once."""

from datagen.arithmetic.intervals.interval import Flag, Interval, Operand, both, divided, joined, point

__all__ = ["Flag", "Interval", "Operand", "both", "divided", "joined", "point"]
