"""The function behind data: read once, drawn as a curve, and taken away from the data for residuals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from datagen.errors import DatagenError, OptionError
from datagen.functions import Resolved, resolve
from plots.curves import Curve
from plots.faithful.enclosing import Enclosed
from plots.logarithmic import sample_on, shown_on
from plots.sampling import traceable, vectorised
from plots.scales import Scales
from plots.typesetting.labels import formula
from plots.typesetting.words import shown_number
from plots.views import Floats, RealFunction

__all__ = ["Truth", "read_truth"]

Ends = tuple[float, float]

USUAL = ("x", "t", "z", "y", "s", "u", "theta")
"""What is mostly a variable and not a parameter, where the data do not tell."""


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

    @property
    def plain(self) -> str:
        """What a legend says without mathtext: truth: x^2 + b, b = 0.5."""
        formula = self.resolved.formula
        values = (f"{key} = {shown_number(value, 6)}" for key, value in self.resolved.values.items())
        return ", ".join([f"truth: {formula}", *values])

    def values(self, x: Floats) -> Floats:
        """Its values at points (n,); nan where it has none."""
        return vectorised(self.resolved.expression)(x)

    def range(self, scales: Scales, x: Ends, size: tuple[int, int]) -> Ends:
        """The range of y that shows it; that of a constant is no range. Raises: DatagenError where it has no value."""
        shown = shown_on(scales, self.curve, x, size)
        values = self.values(np.linspace(*x, size[0]))
        if shown is None:
            reason = "is too large to draw" if np.isinf(values).any() else "has no value"
            raise DatagenError(f"truth: {self.label} {reason} for {self.variable} from {x[0]:g} to {x[1]:g}")
        return (float(values[0]), float(values[0])) if (values == values[0]).all() else shown

    def drawn(self, scales: Scales, x: Ends, y: Ends, size: tuple[int, int]) -> Curve:
        """The curve, sampled for a view of `size` px."""
        name = f"truth: {formula(self.resolved.formula, self.resolved.values, variable=self.variable)}"
        return Curve(self.label, name, 0, sample_on(scales, self.curve, x, y, size))


def read_truth(text: str, settings: Sequence[tuple[str, Sequence[float]]], along: str = "x") -> Truth:
    """A function from its formula or name and the values of its parameters, one for each.

    along: the column along x, after which its variable may be called. Raises: DatagenError for what cannot be read and
    for several variables, OptionError for several values of a parameter.
    """
    for name, values in settings:
        if len(values) > 1:
            raise OptionError(
                f"set {name}", ",".join(f"{each:g}" for each in values), "one value, as there is one truth"
            )
    resolved = resolve(text, [(name, values[0]) for name, values in settings])
    variable = _variable(resolved, along)
    return Truth(resolved, traceable(resolved.expression), variable)


def _variable(resolved: Resolved, along: str) -> str:
    """The only variable. Raises: DatagenError where there are several, with the --set for all that are parameters."""
    found = resolved.variables
    if len(found) > 1:
        kept = next((each for each in (along, *USUAL) if each in found), found[0])
        fixes = " ".join(f"--set {each}=1" for each in found if each != kept)
        listed = ", ".join(found)
        raise DatagenError(
            f"truth: a truth has one variable, but {resolved.expression} has {len(found)} ({listed}): give {fixes}"
        )
    return found[0]
