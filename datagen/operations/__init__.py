"""OPERATIONS and CONSTANTS: one row for each function, operator and constant of the formula language."""

from collections.abc import Mapping
from types import MappingProxyType

from datagen.operations.constants import CONSTANTS
from datagen.operations.elementary import ELEMENTARY
from datagen.operations.operators import OPERATORS
from datagen.operations.row import Operation
from datagen.operations.special import SPECIAL

__all__ = ["ALIASES", "CONSTANTS", "OPERATIONS", "Operation"]

_ROWS = (*OPERATORS, *ELEMENTARY, *SPECIAL)

OPERATIONS: Mapping[str, Operation] = MappingProxyType({row.name: row for row in _ROWS})

ALIASES: Mapping[str, str] = MappingProxyType({name: row.name for row in _ROWS for name in (row.name, *row.aliases)})
"""Every name under which an operation can be called, to the name of its row."""
