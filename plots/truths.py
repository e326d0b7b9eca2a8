"""The function behind data: read once, drawn as a curve, and taken away from the data for residuals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from datagen.errors import DatagenError, OptionError
from datagen.functions import Resolved, resolve
from plots.curves import Curve
from plots.enclosing import Enclosed
from plots.labels import formula
from plots.logarithmic import sample_on, shown_on
from plots.sampling import traceable, vectorised
from plots.scales import Scales
from plots.views import Floats, RealFunction

__all__ = ["Truth", "read_truth"]

Ends = tuple[float, float]


@dataclass(frozen=True)
class Truth:
    """A function of one variable that data come from."""

    resolved: Resolved
    curve: Enclosed | RealFunction
    variable: str

    @property
    def label(self) -> str:
        """What it is called in data."""
        return self.resolved.text

    def values(self, x: Floats) -> Floats:
        """Its values at points (n,); nan where it has none."""
        return vectorised(self.resolved.expression)(x)

    def range(self, scales: Scales, x: Ends, size: tuple[int, int]) -> Ends:
        """The range of y that shows it. Raises: DatagenError where it has no value there."""
        shown = shown_on(scales, self.curve, x, size)
        if shown is None:
            reason = "is too large to draw" if np.isinf(self.values(np.linspace(*x, size[0]))).any() else "has no value"
            raise DatagenError(f"truth: {self.label} {reason} for {self.variable} from {x[0]:g} to {x[1]:g}")
        return shown

    def drawn(self, scales: Scales, x: Ends, y: Ends, size: tuple[int, int]) -> Curve:
        """The curve, sampled for a view of `size` px."""
        name = f"truth: {formula(self.resolved.formula, self.resolved.values, variable=self.variable)}"
        return Curve(self.label, name, 0, sample_on(scales, self.curve, x, y, size))


def read_truth(text: str, settings: Sequence[tuple[str, Sequence[float]]]) -> Truth:
    """A function from its formula or name and the values of its parameters, one for each.

    Raises: DatagenError for what cannot be read, OptionError for several values of a parameter.
    """
    for name, values in settings:
        if len(values) > 1:
            raise OptionError(
                f"set {name}", ",".join(f"{each:g}" for each in values), "one value, as there is one truth"
            )
    resolved = resolve(text, [(name, values[0]) for name, values in settings])
    variable = resolved.expression.curve_variable() if resolved.expression.variables else "x"
    return Truth(resolved, traceable(resolved.expression), variable)
