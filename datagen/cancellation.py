"""How many digits of a formula's derivatives rounding has left: sin(x)/x has none of its twentieth at 0.5.

The series of the formula are found again, with every coefficient of every operation's result changed by 2⁻⁵³ to 2⁻⁵² of
itself, at random: what then changes is what rounding decides. Terms that cancel show, and so do coefficients whose
recurrence makes errors grow. It is an estimate, to about a digit, not a bound.

Source: Vignes, "A stochastic arithmetic for reliable scientific computation", Mathematics and Computers in Simulation
35 (1993), 233-261.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from datagen import jets
from datagen.expressions import Expression
from datagen.expressions.tree import Apply, Node
from datagen.sides import OneSided

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Array = NDArray[np.float64]

__all__ = ["HALF", "Lost", "lost"]

HALF = 1e-8
"""Half of the digits of a double, relative to the derivative."""

RUNS = 2
"""The largest change of so many runs counts, as one may be small by chance."""

HIGHEST = 500
"""Derivatives above this order are not looked at: where digits vanish, they have by then."""


class Lost(NamedTuple):
    """The lowest order at a point of which fewer than half of the digits are right, and of which none is, if any."""

    half: int
    none: int | None


def lost(f: Expression, x: "_Array", order: int, rows: "_Array | None" = None) -> list[Lost | None]:
    """What rounding leaves of f, f′, ... of a function of one variable at points x (n,), if it is less than half.

    `rows` (order + 1, n) are the derivatives as an engine found them, if it was not series. Where a rule of the
    formula changes, nothing is told.
    """
    import numpy as np

    smooth = np.flatnonzero(~OneSided(f).marks({(*f.variables, "x")[0]: x})[0])
    found: list[Lost | None] = [None] * len(x)
    few, none = _compared(f, x[smooth], min(order, HIGHEST), None if rows is None else rows[:, smooth])
    for column, i in enumerate(smooth):
        if few[:, column].any():
            last = int(none[:, column].argmax()) if none[:, column].any() else None
            found[i] = Lost(int(few[:, column].argmax()), last)
    return found


def _compared(f: Expression, x: "_Array", order: int, rows: "_Array | None") -> Any:
    """Of which derivatives few digits and none are left: bool (order + 1, n) each."""
    import numpy as np

    orders = range(order + 3)
    plain = jets.derivatives(f, orders, x)
    changes = np.zeros_like(plain)
    with np.errstate(all="ignore"):
        if rows is not None:
            changes[:-2] = np.abs(rows[: order + 1] - plain[:-2])
        for run in range(RUNS):
            found = jets.derivatives(f, orders, x, by=_Changed(run, len(orders)))
            changes = np.fmax(changes, np.abs(found - plain))
        few, none = _gone(plain, changes, x)
    return few[:-2], none[:-2]


def _gone(rows: "_Array", changes: "_Array", x: "_Array") -> Any:
    """Of which derivatives f, f′, ... (k, n) fewer than half of the digits are left, and of which none."""
    import numpy as np

    size = np.abs(rows)
    sure = np.where(changes > 0.1 * size, 0.0, size)  # what is nothing but rounding is no measure for the others
    scale, known = size.copy(), np.fmax.accumulate(sure, axis=0)[[*range(2, len(size)), -1, -1]]
    scale[0] = np.fmax(size[0], np.abs(x) * sure[1])
    # a derivative may be 0, or nearly, between others that are not
    scale[1:-1] = np.fmax(size[1:-1], np.sqrt(sure[:-2]) * np.sqrt(sure[2:]))
    # and it may be 0 with all around it, at an extremum or as those of sin² x + cos² x: then the lower ones count, and
    # two above
    nothing = (sure == 0.0) & (changes < HALF * known)
    few = (changes > HALF * scale) & ~nothing & np.isfinite(rows)
    return few, few & (changes > 0.1 * scale)


class _Changed:
    """The value of a tree on series whose coefficients are changed by as much as rounding may: as `evaluate`.

    Equal parts of the tree are changed alike, so that x² − x² is 0. A part is known by its operation and the numbers
    of its arguments, as to compare whole trees at every level takes the square of their size.
    """

    def __init__(self, run: int, count: int) -> None:
        self.run, self.count = run, count
        self._numbers: dict[Any, int] = {}
        self._factors: dict[int, Any] = {}

    def __call__(self, root: Node, xp: Any, values: Mapping[str, Any]) -> Any:
        from datagen.expressions.evaluation import evaluate
        from datagen.operations import OPERATIONS

        found: dict[int, Any] = {}

        def numbered(node: Node) -> int:
            if not isinstance(node, Apply):
                number = self._numbers.setdefault(node, len(self._numbers))
                found[number] = evaluate(node, xp, values)
                return number
            arguments = tuple(map(numbered, node.arguments))
            number = self._numbers.setdefault((node.operation, *arguments), len(self._numbers))
            if number not in found:
                plain = OPERATIONS[node.operation].rule(xp, *(found[each] for each in arguments))
                found[number] = self._changed(plain, number)
            return number

        return found[numbered(root)]

    def _changed(self, value: Any, part: int) -> Any:
        import numpy as np

        from datagen.arithmetic.series import Series
        from datagen.streams import generator

        if not isinstance(value, Series):
            return value
        if part not in self._factors:
            drawn = generator(self.run, "rounding", len(self._factors)).uniform(-1.0, 1.0, self.count)
            self._factors[part] = 1.0 + 2.0**-53 * (drawn + np.sign(drawn))
        changed = Series([row * by for row, by in zip(value.rows, self._factors[part], strict=False)], value.order)
        changed.reciprocal = value.reciprocal
        return changed
