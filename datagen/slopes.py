"""Columns of derivatives: of a formula of one variable up to any order, of several the partial ones of order 1.

They are found by Taylor series, without torch, and follow the rule of `datagen.sides` at corners and singularities.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from datagen.errors import OptionError
from datagen.expressions import Expression

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["slope_names", "slopes"]


def slope_names(output: str, variables: Sequence[str], order: int) -> tuple[str, ...]:
    """The names of the columns: dy_dx, d2y_dx2, ...; of several variables dy_du, dy_dv, ...

    Raises: OptionError for an order above 1 of several variables, whose derivatives are matrices and more.
    """
    if len(variables) > 1:
        if order > 1:
            raise OptionError("derivative", f"{order} of {len(variables)} variables", "1")
        return tuple(f"d{output}_d{name}" for name in variables if order)
    (name,) = variables
    return tuple(f"d{k}{output}_d{name}{k}" if k > 1 else f"d{output}_d{name}" for k in range(1, order + 1))


def slopes(f: Expression, places: "Mapping[str, Array]", order: int) -> "list[Array]":
    """The derivatives at places (n,) of each variable, in the order of their names: float64 (n,) each."""
    if len(places) > 1:
        return list(_gradient(f, places).T)
    from datagen.calculus import derivatives

    (x,) = places.values()
    return list(derivatives(f, range(1, order + 1), engine="series")(x))


def _gradient(f: Expression, places: "Mapping[str, Array]") -> "Array":
    """The gradients, (n, d): a series of order 1 along each variable, put right at hard points."""
    import numpy as np

    from datagen.expressions.evaluation import on_series
    from datagen.sides import OneSided

    rows = np.column_stack([on_series(f.folded, places, 1, {name: 1.0})[1] for name in places])
    points = np.column_stack(list(places.values()))
    found: Array = OneSided(f, tuple(places)).corrected_gradient(points, rows)
    return found
