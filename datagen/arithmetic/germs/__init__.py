"""Germs: what a formula does on one side of a point."""

from datagen.arithmetic.germs.germ import NOWHERE, UNKNOWN, ZERO, Germ, constant, huge, variable

__all__ = ["NOWHERE", "UNKNOWN", "ZERO", "Germ", "constant", "huge", "variable"]
