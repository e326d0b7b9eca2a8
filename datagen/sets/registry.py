"""SETS: the named sets of data, for classes, surfaces, regressions and paths.

    SETS["moons"].formula

Each row says what a set is, its parameters with their defaults, and its source; `datagen functions moons` prints it.
"""

from collections.abc import Mapping

from datagen.sets.classes import CLASSES
from datagen.sets.manifolds import MANIFOLDS
from datagen.sets.paths import PATHS
from datagen.sets.regressions import REGRESSIONS
from datagen.sets.row import NamedSet

__all__ = ["SETS"]

_ROWS: tuple[NamedSet, ...] = (*CLASSES, *MANIFOLDS, *REGRESSIONS, *PATHS)

SETS: Mapping[str, NamedSet] = {each.name: each for each in _ROWS}
"""Every set, by its name, in the order of the listing."""
