"""Formulas: from text in any of the notations in use to a tree, its values, and its printed forms."""

from datagen.expressions.expression import Expression, constant, parse
from datagen.expressions.tree import Apply, Constant, Node, Number, Variable
from datagen.operations import OPERATIONS

__all__ = ["OPERATIONS", "Apply", "Constant", "Expression", "Node", "Number", "Variable", "constant", "parse"]
