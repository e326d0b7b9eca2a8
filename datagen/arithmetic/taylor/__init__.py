"""Formulas on truncated power series: the rules from which all derivatives come in one pass."""

from datagen.arithmetic.taylor.rules import Taylor

__all__ = ["Taylor"]
