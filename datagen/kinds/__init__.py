"""The kinds of value that an option may have: each reads what a person types and what a program passes.

Range().read("x", "0:2pi") == Range().read("x", (0, 2 * math.pi))
"""

from datagen.kinds.places import Place, Places, Settings, shown
from datagen.kinds.several import Choices, Many, Range, Reals, Shape
from datagen.kinds.single import Choice, Flag, Integer, Kind, Optional, Real, Text

__all__ = [
    "Choice", "Choices", "Flag", "Integer", "Kind", "Many", "Optional", "Place", "Places", "Range", "Real", "Reals",
    "Settings", "Shape", "Text", "shown",
]  # fmt: skip
