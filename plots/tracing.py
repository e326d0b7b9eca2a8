"""From what was asked for to curves: functions read, a range chosen, each function and derivative sampled."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from datagen.answers import derived
from datagen.errors import DatagenError
from datagen.functions import Resolved, resolve
from plots.curves import Curve
from plots.labels import formula, function_name, typeset

if TYPE_CHECKING:
    from plots.enclosing import Enclosed

__all__ = ["domain", "read", "trace", "variable"]

Ends = tuple[float, float]


def read(functions: Sequence[str], settings: Sequence[tuple[str, float]]) -> list[Resolved]:
    """The functions with their parameters set, each with those of the settings that it has letters for.

    Raises: DatagenError for a function that cannot be read and a setting that no function has a letter for.
    """
    names = [name for name, _ in settings]
    letters = [resolve(text, variables=names).formula.variables for text in functions]
    idle = {name for name in names if not any(name in each for each in letters)}
    return [
        resolve(text, [(name, value) for name, value in settings if name in known or name in idle])
        for text, known in zip(functions, letters, strict=True)
    ]


def variable(functions: Sequence[Resolved]) -> str:
    """The variable that the functions have in common; x where all are constant.

    Raises: DatagenError where there are several.
    """
    found: dict[str, str] = {}
    for each in functions:
        if each.expression.variables:
            found.setdefault(each.expression.curve_variable(), each.text)
    if len(found) > 1:
        (one, first), (other, second), *_ = found.items()
        raise DatagenError(f"one figure has one variable, but {first!r} has {one} and {second!r} has {other}")
    return next(iter(found), "x")


def domain(functions: Sequence[Resolved]) -> Ends | None:
    """The range that shows every named function; None where none is named."""
    ends = [pair for each in functions for pair in (each.domain or {}).values()]
    return (min(low for low, _ in ends), max(high for _, high in ends)) if ends else None


def trace(functions: Sequence[Resolved], orders: Sequence[int], x: Ends, y: Ends | None,
          size: tuple[int, int]) -> list[Curve]:  # fmt: skip
    """Each function and its derivatives of the given orders, sampled for the view that all of them share.

    size: of the view, in px. Without `y` it shows as much of each curve as `shown_range` would.

    Raises: DatagenError where a curve has no value in the range.
    """
    import numpy as np

    from plots.ranges import shown_range
    from plots.sampling import sample, traceable
    from plots.views import even

    along = variable(functions)
    wanted = [(each, number, order) for number, each in enumerate(functions) for order in (0, *orders)]
    traced = [traceable(_curve(each, order)) for each, _, order in wanted]
    names = [_names(each, number, order, along, named=bool(orders)) for each, number, order in wanted]
    ranges = [shown_range(curve, x, size) for curve in traced]
    for (plain, _), ends, curve in zip(names, ranges, traced, strict=True):
        if ends is None:
            values = curve if callable(curve) else curve.values
            reason = "is too large to draw" if np.isinf(values(even(x, size[0]))).any() else "has no value"
            raise DatagenError(f"{plain} {reason} for {along} from {x[0]:g} to {x[1]:g}")
    shown = y or (min(ends[0] for ends in ranges if ends), max(ends[1] for ends in ranges if ends))
    return [
        Curve(plain, latex, order, sample(curve, x, shown, size))
        for (plain, latex), (_, _, order), curve in zip(names, wanted, traced, strict=True)
    ]


def _curve(function: Resolved, order: int) -> "Enclosed":
    """A function or its derivative, which exists only where the function does: (ln x)' is not 1/x at -1."""
    from plots.enclosing import Formula

    if order == 0:
        return Formula(function.expression)
    from datagen.calculus import derivative

    return Formula(function.expression, order, derivative(function.expression, order))


def _names(function: Resolved, number: int, order: int, along: str, *, named: bool) -> tuple[str, str]:
    """What a curve is called in data and in the legend.

    A function is called by its formula. It is f, g, h ... too where derivatives have to refer to it, and where the
    formula is a number.
    """
    name = function.formula.name or function_name(number)
    if order:
        return derived(name, order), typeset(name, order, along)
    named = named or bool(function.formula.name) or not function.expression.variables
    return function.text, formula(function.formula, function.values, name if named else "")
