"""Derivatives of a formula where it has a corner, a jump, a hole or a singularity: one-sided, and honest.

The derivative of order n at a point is the limit of f⁽ⁿ⁾ from each side on which f is defined. f has to be continuous
there, and all lower orders have to agree. If the sides agree, that is the answer, ±inf included: √x has the derivative
inf at 0, |x|³ has 0. If they differ, or f jumps, or f has no finite value, the answer is nan. By several variables the
same is done along each, and for mixed derivatives as `datagen.mixed` says.

Only hard points are looked at: those where an engine found no finite number, and those at which some |u|, floor(u)
or u < v changes its rule exactly. There the Taylor series of either side is taken, and, where there is none, a germ.
"""

from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from datagen.expressions import Expression
from datagen.expressions.tree import Apply, Node, Number, Variable, walk
from datagen.limits import Side, agree, germ, moved, one_side, settled
from datagen.mixed import mixed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Array = NDArray[np.float64]
    _Mask = NDArray[np.bool_]

__all__ = ["OneSided", "causes", "corrected_jacobian", "reasons", "right_jacobian"]

_CHUNK = 16_384


class OneSided:
    """The rule for one formula, as a function of `names`: its variables unless given."""

    def __init__(self, f: Expression, names: Sequence[str] = ()) -> None:
        from datagen.arithmetic.corners import SILENT

        self.f, self.root = f, f.folded
        self.names = tuple(names) or f.variables or ("x",)
        self._cornered = any(_changes(node) for node in walk(self.root))
        self._silent = any(isinstance(node, Apply) and node.operation in SILENT for node in walk(self.root))

    def right(self, rows: Any, values: Callable[[], Any]) -> bool:
        """Whether derivatives are right as they are at all points: they and f are finite, and no rule may change."""
        import numpy as np

        if self._cornered or not np.isfinite(rows).all():
            return False
        return not self._silent or bool(np.isfinite(values()).all())

    def corrected(self, x: "_Array", orders: Sequence[int], rows: Any, values: Any = None) -> Any:
        """The derivatives of the given orders at x (n,), rows (len(orders), n), right at hard points too.

        `values` are those of f, where they are known. The same rows where there is no hard point.
        """
        import numpy as np

        points = {self.names[0]: x}
        hard = self._hard(points, np.isfinite(rows), values)
        if hard is None:
            return rows
        right = np.array(rows, dtype=np.float64)
        at = {self.names[0]: x[hard]}
        found = self.along(at, {self.names[0]: 1.0}, max(orders), right[:, hard], orders)
        right[:, hard] = found
        return right

    def corrected_gradient(self, points: "_Array", rows: Any, values: Any = None) -> Any:
        """The gradients at points (n, d), right at hard points too."""
        import numpy as np

        hard = self._hard(self._columns(points), np.isfinite(rows).T, values)
        if hard is None:
            return rows
        right, at = np.array(rows, dtype=np.float64), self._columns(points[hard])
        for i, name in enumerate(self.names):
            right[hard, i] = self.along(at, {name: 1.0}, 1, right[hard, i][None], (1,))[0]
        return right

    def corrected_hessian(self, points: "_Array", rows: Any, values: Any = None) -> Any:
        """The Hessians at points (n, d), right at hard points too: mixed derivatives where both orders agree."""
        import numpy as np

        finite = np.isfinite(rows).reshape(len(rows), len(self.names) ** 2)
        hard = self._hard(self._columns(points), finite.T, values)
        if hard is None:
            return rows
        right, at = np.array(rows, dtype=np.float64), self._columns(points[hard])
        kept = np.isfinite(right[hard]) & ~self.marks(at)[0][:, None, None]
        exact = self._second(at, right[hard])
        right[hard] = np.where(kept, right[hard], exact)
        return right

    def _second(self, at: Mapping[str, "_Array"], rows: "_Array") -> "_Array":
        """The Hessians at hard points (k,), from those that an engine found, (k, d, d)."""
        import numpy as np

        result, names = rows.copy(), self.names
        for i, name in enumerate(names):
            result[:, i, i] = self.along(at, {name: 1.0}, 2, rows[:, i, i][None], (2,))[0]
        f, pole = self.values(at), self.marks(at)[1]
        finite = np.isfinite(f)
        chosen = {name: column[finite] for name, column in at.items()}
        unknown = np.full((1, int(finite.sum())), np.nan)
        slopes = {name: self.along(chosen, {name: 1.0}, 1, unknown, (1,))[0] for name in names}
        for i, one in enumerate(names):
            for j, other in enumerate(names[:i]):
                found = np.where(np.isinf(f) & ~pole, rows[:, i, j], np.nan)
                if finite.any():
                    found[finite] = mixed(self.f, chosen, {one: slopes[one], other: slopes[other]})
                result[:, i, j] = result[:, j, i] = found
        return result

    def along(
        self, at: Mapping[str, "_Array"], way: Mapping[str, float], order: int, rows: "_Array", orders: Sequence[int]
    ) -> "_Array":
        """The derivatives along a direction at hard points (k,): from both sides where f is finite.

        Where f is too large for a double they stay as an engine found them, and where it has no value they are nan.
        """
        import numpy as np

        f = self.values(at)
        _, pole = self.marks(at)
        result = np.where(np.isinf(f) & ~pole, rows, np.nan)
        finite = np.isfinite(f)
        if finite.any():
            chosen = {name: column[finite] for name, column in at.items()}
            right, left = (one_side(self.f, chosen, way, order, sign) for sign in (1.0, -1.0))
            result[:, finite] = settled(f[finite], right, left, moved(chosen, way))[list(orders)]
        for row, k in zip(result, orders, strict=True):
            if k == 0:
                row[...] = f
        return result

    def values(self, at: Mapping[str, "_Array"]) -> "_Array":
        """f at points (k,)."""
        import numpy as np

        first = next(iter(at.values()))
        own = {name: at[name] for name in self.f.variables}
        return np.array(np.broadcast_to(self.f(**own), first.shape), dtype=np.float64)

    def _columns(self, points: "_Array") -> dict[str, "_Array"]:
        return {name: points[:, i] for i, name in enumerate(self.names)}

    def _hard(self, at: Mapping[str, "_Array"], finite: Any, values: Any) -> "_Mask | None":
        """The points (n,) to look at: where something is not finite, or a rule changes; None if there are none."""
        import numpy as np

        if values is not None and not (known := np.isfinite(values)).all():
            finite = np.vstack([finite, known])
        hard = None if finite.all() else ~finite.all(axis=0)
        if self._cornered:
            corner, _ = self.marks(at)
            hard = corner if hard is None else hard | corner
        return hard if hard is not None and hard.any() else None

    def marks(self, at: Mapping[str, "_Array"]) -> tuple["_Mask", "_Mask"]:
        """Where a rule changes, or f has no finite value by a constant part, and where f has a pole: bool (n,)."""
        import numpy as np

        from datagen.arithmetic.corners import Corners
        from datagen.expressions.evaluation import evaluate

        n = len(next(iter(at.values())))
        if n > _CHUNK:
            parts = [
                self.marks({name: x[start : start + _CHUNK] for name, x in at.items()}) for start in range(0, n, _CHUNK)
            ]
            corners, poles = zip(*parts, strict=True)
            return np.concatenate(corners), np.concatenate(poles)
        xp = Corners(n)
        with np.errstate(all="ignore"):
            value = evaluate(self.root, xp, at)
        return xp.corner | ~np.isfinite(value), xp.pole


def _changes(node: Node) -> bool:
    """Whether an operation may change its rule at some points, without a trace in the derivatives around them."""
    from datagen.arithmetic.corners import CORNERED

    if isinstance(node, Number):
        return not isfinite(node.value)
    if not isinstance(node, Apply):
        return False
    varies = node.operation == "power" and any(isinstance(each, Variable) for each in walk(node.arguments[1]))
    return varies or node.operation in CORNERED


def right_jacobian(rules: Sequence[OneSided], rows: Any, values: Callable[[], Any]) -> bool:
    """Whether Jacobians (n, m, d) are right as they are."""
    return all(rule.right(rows, values) for rule in rules)


def corrected_jacobian(rules: Sequence[OneSided], points: "_Array", rows: Any, values: Any = None) -> Any:
    """The Jacobians (n, m, d) of formulas of the same variables, right at hard points too."""
    import numpy as np

    given = [rows[:, i] for i in range(len(rules))]
    right = [
        rule.corrected_gradient(points, each, None if values is None else values[:, i])
        for i, (rule, each) in enumerate(zip(rules, given, strict=True))
    ]
    return rows if all(one is other for one, other in zip(right, given, strict=True)) else np.stack(right, axis=1)


def reasons(f: Expression, x: Sequence[float], order: int) -> list[str]:
    """Why a derivative up to an order is nan or infinite: a line for each point of x at which one is."""
    name = (*f.variables, "x")[0]
    return [f"at {name} = {at:.15g} {cause}" for at, cause in zip(x, causes(f, x, order), strict=True) if cause]


def causes(f: Expression, x: Sequence[float], order: int) -> list[str]:
    """Why a derivative up to an order is nan or infinite at each point of x, without the point; empty where none is.

    It names the lowest such derivative; those above it are worth no more.
    """
    import numpy as np

    from datagen import jets

    rule, points = OneSided(f), np.asarray(x, dtype=np.float64).reshape(-1)
    orders = range(order + 1)
    rows = rule.corrected(points, orders, jets.derivatives(f, orders, points))
    bad = ~np.isfinite(rows).all(axis=0)
    return [_reason(rule, at, row) if each else "" for at, row, each in zip(points.tolist(), rows.T, bad, strict=True)]


def _reason(rule: OneSided, x: float, rows: "_Array") -> str:
    """What is wrong at x, where one of the derivatives f, f′, ... is not finite."""
    import numpy as np

    from datagen.answers import derived

    name, at = rule.f.name or "f", {rule.names[0]: np.array([x])}
    if np.isnan(rows[0]):
        return f"{name} is not defined"
    if np.isinf(rows[0]):
        return f"{name} is {'infinite' if rule.marks(at)[1].any() else 'too large for a double'}"
    n = int(np.flatnonzero(~np.isfinite(rows))[0])
    what, way = derived(name, n), {rule.names[0]: 1.0}
    right = one_side(rule.f, at, way, n, 1.0)
    if np.isinf(rows[n]):
        sign = 1.0 if right.defined[0] else -1.0
        vertical = germ(rule.f, {rule.names[0]: x}, way, min(n, 24), sign).steep(n)
        return f"{what} is {'infinite' if vertical else 'too large for a double'}"
    return _disagreement(name, what, float(rows[0]), {"right": right, "left": one_side(rule.f, at, way, n, -1.0)})


def _disagreement(name: str, what: str, f: float, sides: Mapping[str, Side]) -> str:
    """Why a derivative does not exist, of the order of the last of the rows."""
    known = {side: [float(row[0]) for row in each.rows] for side, each in sides.items() if each.defined[0]}
    if not known:
        return f"{name} is defined on neither side, so it has no derivative"
    for side, limits in known.items():
        if limits[0] != limits[0]:
            return f"no limit of {name} from the {side} could be found"
        if not agree(limits[0], f, abs(f)):
            return f"{name} jumps: it is {f:.6g}, but tends to {limits[0]:.6g} from the {side}"
    for side, limits in known.items():
        if limits[-1] != limits[-1]:
            return f"no limit of {what} from the {side} could be found"
    values = " and ".join(f"{limits[-1]:.6g} from the {side}" for side, limits in known.items())
    return f"{what} does not exist: it is {values}"
