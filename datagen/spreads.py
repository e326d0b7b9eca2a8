"""How far values spread: their variance in a unit of their own size, which no square of a double overflows."""

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["Spread", "spread"]


class Spread(NamedTuple):
    """The spread of the finite values of some columns, together.

    variance: the mean of the columns' variances of y/unit, 0 where nothing varies. unit: the power of two just above
    every |y|, so that y/unit is exact. rows, finite: how many rows there are, and how many are finite in each column.
    """

    variance: float
    unit: float
    rows: int
    finite: int

    @property
    def deviation(self) -> float:
        """The standard deviation of y."""
        return math.sqrt(self.variance) * self.unit

    @property
    def level(self) -> str:
        """What is said of the values where they do not vary."""
        if self.finite == 1:
            return "a single value"
        return "values that are all equal" if self.finite else "values of which none is a finite number"

    def __str__(self) -> str:
        """The variance of y, in six digits, and the rows that it is of."""
        size = self.variance * self.unit * self.unit
        variance = f"{size:.6g}" if 0 < size < math.inf else f"{Decimal(self.variance) * Decimal(self.unit) ** 2:.6g}"
        of = (
            f"{self.rows} rows"
            if self.finite == self.rows
            else f"the {self.finite} of {self.rows} rows with finite values"
        )
        return f"the variance over {of} is {variance}"


def spread(columns: "Sequence[Array]") -> Spread:
    """The spread of columns (n,). Every sum is rounded once, so that it is the same on every machine."""
    import numpy as np

    finite = [column[np.isfinite(column)] for column in columns]
    largest = max((float(np.abs(each).max(initial=0)) for each in finite), default=0.0)
    unit = math.ldexp(1, min(max(math.frexp(largest)[1], -1022), 1023))
    variances = [_variance(each / unit) for each in finite]
    whole = int(np.count_nonzero(np.isfinite(columns).all(axis=0)))
    return Spread(math.fsum(variances) / len(variances), unit, len(columns[0]), whole)


def _variance(values: "Array") -> float:
    """The mean of (y - mean)^2 of values (n,); 0 of none."""
    count = max(len(values), 1)
    mean = math.fsum(values.tolist()) / count
    return math.fsum(((values - mean) ** 2).tolist()) / count
