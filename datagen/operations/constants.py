"""CONSTANTS: one row for each constant of the formula language."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from datagen.operations.strengths import ATOM, PRODUCT

__all__ = ["CONSTANTS", "Constant"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A constant: its value, how it is written, and how tightly what is written binds."""

    name: str
    value: float
    latex: str
    python: str
    strength: int = ATOM


_ROWS = (
    Constant("e", 2.718281828459045, "e", "np.e"),
    Constant("pi", 3.141592653589793, r"\pi", "np.pi"),
    Constant("tau", 6.283185307179586, r"2 \pi", "2*np.pi", PRODUCT),
)

CONSTANTS: Mapping[str, Constant] = MappingProxyType({row.name: row for row in _ROWS})
