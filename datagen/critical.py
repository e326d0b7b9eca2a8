"""The eigenvalues of a Hessian, and what they say of a point at which the gradient vanishes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["TOLERANCE", "eigenvalues", "nature", "principal_axes"]

TOLERANCE = 1e-12
"""What counts as zero, relative to the scale: more than the rounding of a formula, less than a step that is meant."""


def eigenvalues(matrix: Sequence[Sequence[float]]) -> list[float]:
    """The eigenvalues of a symmetric matrix (d, d), ascending; all nan where one of its elements is not finite.

    Source: LAPACK's syevd, by numpy.linalg.eigvalsh.
    """
    import numpy as np

    square = np.asarray(matrix, dtype=np.float64)
    found: list[float] = np.linalg.eigvalsh(square).tolist() if np.isfinite(square).all() else [np.nan] * len(square)
    return found


def principal_axes(matrix: "NDArray[np.float64]") -> "tuple[list[float], NDArray[np.float64]]":
    """The eigenvalues of a symmetric matrix (d, d), ascending, and orthonormal eigenvectors (d, d), a row for each.

    The largest component of each is positive. All are nan where an element of the matrix is not finite.
    Source: LAPACK's syevd, by numpy.linalg.eigh.
    """
    import numpy as np

    if not np.isfinite(matrix).all():
        return [np.nan] * len(matrix), np.full(matrix.shape, np.nan)
    values, columns = np.linalg.eigh(matrix)
    largest = columns[np.abs(columns).argmax(axis=0), np.arange(len(matrix))]
    return values.tolist(), (columns * np.sign(largest)).T


def nature(point: Sequence[float], value: float, gradient: Sequence[float],
           matrix: Sequence[Sequence[float]]) -> str | None:  # fmt: skip
    """What kind of critical point this is: minimum, maximum, saddle or undecided; None where it is none.

    The gradient vanishes where |∂f/∂xᵢ| ≤ TOLERANCE Σⱼ |Hᵢⱼ| (|xⱼ| + L) for every i, L = √(|f|/‖H‖) being the length
    over which f changes: then a shift of the point by so little accounts for it. Eigenvalues of both signs make a
    saddle; those of one sign a minimum or a maximum, and leave it undecided if one is zero, within TOLERANCE of the
    largest.

    Source: Nocedal and Wright, Numerical Optimization, 2nd ed. (2006), theorems 2.3 and 2.4.
    """
    import numpy as np

    square, slope, place = (np.asarray(each, dtype=np.float64) for each in (matrix, gradient, point))
    if not (np.isfinite(square).all() and np.isfinite(slope).all() and _vanishes(place, value, slope, square)):
        return None
    curvatures = eigenvalues(square.tolist())
    largest = max(map(abs, curvatures))
    signs = {0 if abs(each) <= TOLERANCE * largest else 1 if each > 0 else -1 for each in curvatures}
    if {-1, 1} <= signs:
        return "saddle"
    return {frozenset({1}): "minimum", frozenset({-1}): "maximum"}.get(frozenset(signs), "undecided")


def _vanishes(point: "NDArray[np.float64]", value: float, gradient: "NDArray[np.float64]",
              matrix: "NDArray[np.float64]") -> bool:  # fmt: skip
    """Whether a gradient is zero, but for rounding."""
    import numpy as np

    norm = np.abs(matrix).max()
    length = np.sqrt(abs(value)) / np.sqrt(norm) if norm and np.isfinite(value) else 0.0
    return bool((np.abs(gradient) <= (TOLERANCE * np.abs(matrix)) @ (np.abs(point) + length)).all())
