"""Polynomials fitted to data by least squares, with their standard errors.

    fit = fit_polynomial(x, y, 2)
    fit.coefficients, fit.s, fit.band(x)

The polynomial is a sum of polynomials q_j that are orthogonal on the data, which three terms join:
q_{j+1}(u) = (u − a_j) q_j(u) − b_j q_{j−1}(u), where u = (x − c)/h lies between −1 and 1. No system of equations is
solved, so that the condition of the powers of x does not matter; c and h are chosen so that u is exact or nearly so.

G. E. Forsythe, Generation and use of orthogonal polynomials for data-fitting with a digital computer, Journal of the
Society for Industrial and Applied Mathematics 5 (1957).
"""

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from datagen.errors import DatagenError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["FitError", "PolynomialFit", "fit_polynomial"]

SWEEPS = 3
"""Times the residuals are fitted again: orthogonal only up to rounding, the first coefficients are so too."""

DEGENERATE = 2.0**-40
"""A q_j smaller than this on the data, relative to the one before it, is rounding error alone."""


class FitError(DatagenError):
    """A polynomial that the data do not determine."""

    def __init__(self, degree: int, distinct: int) -> None:
        self.degree, self.distinct = degree, distinct
        values = "1 value" if distinct == 1 else f"{distinct} different values"
        most = f"give {distinct - 1} or less" if distinct > 1 else "give 0"
        super().__init__(f"fit: a polynomial of degree {degree} is not determined by {values} of x; {most}")


@dataclass(frozen=True)
class _Basis:
    """The orthogonal polynomials of some data: centre c and scale h of x, and the terms of the recurrence."""

    centre: float
    scale: float
    a: tuple[float, ...]
    b: tuple[float, ...]

    def scaled(self, x: "Floats") -> "Floats":
        """u = (x − c)/h, where h is a power of two."""
        return (x - self.centre) / self.scale

    def rows(self, u: "Floats", count: int) -> "list[Floats]":
        """q_0 ... q_{count−1} at u, each of shape (n,)."""
        rows = [np.zeros_like(u), np.ones_like(u)]
        for a, b in zip(self.a[: count - 1], self.b, strict=False):
            rows.append((u - a) * rows[-1] - b * rows[-2])
        return rows[1:]

    def powers(self, count: int, about: float = 0.0) -> list[list[Fraction]]:
        """Row j: the coefficients of q_j in powers of x − about, lowest first, exactly."""
        linear = [(Fraction(about) - Fraction(self.centre)) / Fraction(self.scale), 1 / Fraction(self.scale)]
        rows = [[Fraction(0)], [Fraction(1)]]
        for a, b in zip(self.a[: count - 1], self.b, strict=False):
            step = [linear[0] - Fraction(a), linear[1]]
            last = [*rows[-1], Fraction(0)]
            shifted = [Fraction(0), *rows[-1]]
            before = [*rows[-2], *[Fraction(0)] * (len(last) - len(rows[-2]))]
            rows.append(
                [step[0] * p + step[1] * q - Fraction(b) * r for p, q, r in zip(last, shifted, before, strict=True)]
            )
        return rows[1:]


@dataclass(frozen=True)
class PolynomialFit:
    """The polynomial p of a degree for which Σ (y − p(x))² is least.

    n: the number of points. s: the residual standard deviation √(Σ (y − p(x))² / (n − degree − 1)), nan where the
    polynomial goes through as many points as it has coefficients. x: the range of the data.
    """

    degree: int
    n: int
    s: float
    x: tuple[float, float]
    basis: _Basis
    weights: tuple[Fraction, ...]
    norms: tuple[float, ...]

    @cached_property
    def coefficients(self) -> tuple[float, ...]:
        """c_0, c_1 ... of p(x) = Σ c_k xᵏ: those of the polynomial that is evaluated, rounded once."""
        return self.about(0.0)

    def about(self, a: float) -> tuple[float, ...]:
        """c_0, c_1 ... of p(x) = Σ c_k (x − a)ᵏ, rounded once.

        Where x is far from 0, those for an a near the data give p to more digits than the powers of x do.
        """
        rows = self.basis.powers(self.degree + 1, a)
        return tuple(
            _rounded(sum((w * row[k] for w, row in zip(self.weights, rows, strict=True) if k < len(row)), Fraction(0)))
            for k in range(self.degree + 1)
        )

    @cached_property
    def errors(self) -> tuple[float, ...]:
        """The standard errors of the coefficients."""
        rows = self.basis.powers(self.degree + 1)
        squares = [
            sum((row[k] ** 2 / Fraction(norm) for row, norm in zip(rows, self.norms, strict=True) if k < len(row)),
                Fraction(0))
            for k in range(self.degree + 1)
        ]  # fmt: skip
        return tuple(self.s * math.sqrt(_rounded(each)) for each in squares)

    def values(self, x: "Floats") -> "Floats":
        """p at points (n,)."""
        rows = self.basis.rows(self.basis.scaled(x), self.degree + 1)
        return np.asarray(sum(float(w) * row for w, row in zip(self.weights, rows, strict=True)))

    def standard_error(self, x: "Floats") -> "Floats":
        """The standard error of p at points (n,): s √(Σ q_j(x)² / ‖q_j‖²)."""
        rows = self.basis.rows(self.basis.scaled(x), self.degree + 1)
        squares: Floats = np.asarray(sum(row**2 / norm for row, norm in zip(rows, self.norms, strict=True)))
        return self.s * np.sqrt(squares)

    def band(self, x: "Floats", level: float = 0.95) -> "Floats":
        """Half the width, at points (n,), of the confidence band of the mean: Student's t times the standard error.

        At each x alone it holds E[y | x] with the probability `level`, for normal errors of one variance.
        """
        from scipy.special import stdtrit

        return np.asarray(float(stdtrit(self.n - self.degree - 1, (1 + level) / 2)) * self.standard_error(x))


def fit_polynomial(x: "Floats", y: "Floats", degree: int) -> PolynomialFit:
    """The polynomial of a degree that fits points best in the sense of least squares.

    x, y: finite, float64, (n,). Raises: FitError for fewer different x than coefficients.
    """
    distinct = len(np.unique(x))
    if distinct <= degree:
        raise FitError(degree, distinct)
    size = 2.0 ** math.frexp(float(np.abs(y).max()))[1]  # a power of two, so that no square leaves the range
    basis, norms, rows = _orthogonal(x, degree)
    left, weights = y / size, [Fraction(0)] * (degree + 1)
    for _ in range(SWEEPS):
        for j, row in enumerate(rows):
            step = float((left * row).sum()) / norms[j]
            weights[j] += Fraction(step)
            left = left - step * row
    spare = len(x) - degree - 1
    s = size * math.sqrt(float((left * left).sum()) / spare) if spare else math.nan
    ends = float(x.min()), float(x.max())
    return PolynomialFit(
        degree, len(x), s, ends, basis, tuple(each * Fraction(size) for each in weights), tuple(norms)
    )  # fmt: skip


def _orthogonal(x: "Floats", degree: int) -> "tuple[_Basis, list[float], list[Floats]]":
    """The orthogonal polynomials of data, Σ q_j² of each, and their values at x. Raises: FitError."""
    low, high = float(x.min()), float(x.max())
    centre = low / 2 + high / 2
    scale = 2.0 ** math.frexp(high / 2 - low / 2)[1] if high > low else 1.0
    u = (x - centre) / scale
    rows, norms = [np.ones_like(u)], [float(len(u))]
    a: list[float] = []
    b = [0.0]
    for j in range(degree):
        a.append(float((u * rows[-1] ** 2).sum()) / norms[-1])
        below = rows[-2] if j else 0.0
        rows.append((u - a[-1]) * rows[-1] - b[-1] * below)
        norms.append(float((rows[-1] ** 2).sum()))
        b.append(norms[-1] / norms[-2])
        if b[-1] <= DEGENERATE**2:
            raise FitError(degree, j + 1)
    return _Basis(centre, scale, tuple(a), tuple(b)), norms, rows


def _rounded(value: Fraction) -> float:
    """The double nearest to an exact number; infinite beyond the largest."""
    try:
        return float(value)
    except OverflowError:
        return math.copysign(math.inf, value)
