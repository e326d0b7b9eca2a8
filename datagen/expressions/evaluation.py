"""A tree on values: NumPy arrays in chunks that stay in the cache, or torch tensors."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from datagen.arithmetic.tensors import Tensors
from datagen.arithmetic.values import Arrays, Constants
from datagen.errors import DatagenError, IntervalsError
from datagen.expressions.filling import Part, filling
from datagen.expressions.tree import Apply, Constant, Node, Number, Variable, replaced
from datagen.operations import CONSTANTS, OPERATIONS

__all__ = [
    "CHUNK",
    "Evaluation",
    "evaluate",
    "folded",
    "intervals",
    "on_arrays",
    "on_interval_series",
    "on_intervals",
    "on_series",
    "on_tensors",
]

CHUNK = 16_384
"""Points evaluated at a time: every intermediate of a chunk stays in the cache."""

SERIES_CHUNK, SMALLEST_CHUNK = 32_768, 64
"""Coefficients of a series at a time, which stay in the cache with the series that it is made of, and least points."""

Evaluation = Callable[[Node, Any, Mapping[str, Any]], Any]
"""The value of a tree in the arithmetic of a namespace, as `evaluate` has it."""

_ARRAYS = Arrays()
_CONSTANTS = Constants()


def evaluate(node: Node, xp: Any, values: Mapping[str, Any]) -> Any:
    """The value of the tree with the variables at `values`, in the arithmetic of the namespace `xp`."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Variable):
        return values[node.name]
    if isinstance(node, Constant):
        return CONSTANTS[node.name].value
    if node.operation == "where" and isinstance(xp, Tensors):
        return _branches(node, xp, values)
    return OPERATIONS[node.operation].rule(xp, *(evaluate(argument, xp, values) for argument in node.arguments))


def _branches(node: Apply, xp: Tensors, values: Mapping[str, Any]) -> Any:
    """where(condition, a, b) on tensors, with gradients that ignore the branch that is not taken."""
    condition = evaluate(node.arguments[0], xp, values)
    if not hasattr(condition, "dtype"):
        return evaluate(node.arguments[1 if condition else 2], xp, values)
    taken = {name: xp.branch(condition, value) for name, value in values.items()}
    other = {name: xp.branch(~condition, value) for name, value in values.items()}
    first, second = (
        evaluate(branch, xp, where) for branch, where in zip(node.arguments[1:], (taken, other), strict=True)
    )
    return xp.where(condition, first, second)


def folded(root: Node) -> Node:
    """The tree with every constant part replaced by its number, which may be negative or nan here."""
    import numpy as np

    def fold(node: Node) -> Node:
        if isinstance(node, Constant):
            return Number(CONSTANTS[node.name].value)
        if not isinstance(node, Apply) or OPERATIONS[node.operation].condition:
            return node
        if not all(isinstance(argument, Number) for argument in node.arguments):
            return node
        return Number(float(evaluate(node, _CONSTANTS, {})))

    with np.errstate(all="ignore"):
        return replaced(root, fold)


def on_arrays(root: Node, values: Mapping[str, Any]) -> Any:
    """float64 of the broadcast shape of `values`."""
    import numpy as np

    arrays = {name: _array(name, value) for name, value in values.items()}
    try:
        shape = np.broadcast_shapes(*(array.shape for array in arrays.values()))
    except ValueError:
        raise _unbroadcastable(arrays) from None
    result = np.empty(shape)
    fill = _walking(root) if result.size <= CHUNK else filling(root, _ARRAYS)
    axis = max(range(len(shape)), key=shape.__getitem__, default=0)
    length = shape[axis] if shape else 1
    step = max(1, CHUNK * length // max(1, result.size))
    aligned = {name: _aligned(array, len(shape)) for name, array in arrays.items()}
    with np.errstate(all="ignore"):
        for start in range(0, length, step):
            part = slice(start, start + step)
            _fill(_cut(result, axis, part), fill, {name: _cut(each, axis, part) for name, each in aligned.items()})
    return result


def _walking(root: Node) -> Part:
    """The value of a tree that is walked through: for one time sooner than functions are made of it."""
    return lambda values, out: evaluate(root, _ARRAYS, values)


def _fill(result: Any, fill: Part, values: Mapping[str, Any]) -> None:
    """Puts the value of a tree into `result`, which lends its memory where that is no more than the parts take."""
    alike = all(value.ndim == 0 or value.shape == result.shape for value in values.values())
    found = fill(values, result if alike else None)
    if found is not result:
        result[...] = found


def _array(name: str, value: Any) -> Any:
    import numpy as np

    try:
        if value is None or np.iscomplexobj(value):
            raise TypeError
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise _not_a_number(name, value) from None


def _not_a_number(name: str, value: Any) -> DatagenError:
    return DatagenError(f"{name} is {type(value).__name__}, not a number or an array of numbers")


def _tensor(xp: Tensors, name: str, value: Any) -> Any:
    """The value as a tensor of the one dtype; here no tensor is a condition."""
    if not isinstance(value, xp.torch.Tensor):
        return xp.tensor(_array(name, value))
    if value.is_complex():
        raise _not_a_number(name, value)
    return value.to(xp.dtype)


def _aligned(array: Any, dimensions: int) -> Any:
    """The array with `dimensions` axes; a single number stays one."""
    return array.reshape((1,) * (dimensions - array.ndim) + array.shape) if array.ndim else array[()]


def on_series(root: Node, values: Mapping[str, Any], order: int, slopes: Mapping[str, Any] | None = None,
              by: Evaluation = evaluate) -> Any:  # fmt: skip
    """The coefficients c_k = f⁽ᵏ⁾/k! along x + slope·t at the points `values`, each (n,): float64 (order + 1, n).

    The slopes are numbers or arrays (n,), 0 for a variable without one; they may be left out for a single variable.
    The series are those for t > 0, on the side to which the slope points. `by` evaluates the tree.
    """
    import numpy as np

    from datagen.arithmetic.taylor import Taylor

    slopes = dict.fromkeys(values, 1.0) if slopes is None and len(values) == 1 else slopes or {}
    arrays = {name: _array(name, value) for name, value in values.items()}
    n = max((len(array) for array in arrays.values()), default=1)
    step = max(SMALLEST_CHUNK, SERIES_CHUNK // (order + 1))
    found = []
    with np.errstate(all="ignore"):
        for start in range(0, max(n, 1), step):
            xp, part = Taylor(order), slice(start, min(start + step, n))
            series = {
                name: xp.variable(array[part], _part(slopes.get(name, 0.0), part)) for name, array in arrays.items()
            }
            found.append(xp.coefficients(by(root, xp, series), part.stop - start))
    return found[0] if len(found) == 1 else np.concatenate(found, axis=1)


def _part(slope: Any, part: slice) -> Any:
    return slope[part] if getattr(slope, "ndim", 0) else float(slope)


def on_tensors(root: Node, values: Mapping[str, Any]) -> Any:
    """A tensor of the broadcast shape of `values`, of their dtype and on their device; integers become float64."""
    import torch

    given = [value for value in values.values() if isinstance(value, torch.Tensor)]
    dtype, device = given[0].dtype, given[0].device
    for tensor in given[1:]:
        dtype = torch.promote_types(dtype, tensor.dtype)
    xp = Tensors(dtype if dtype.is_floating_point else torch.float64, device)
    numbers = {name: Number(float(value)) for name, value in values.items() if isinstance(value, int | float)}
    # a plain number goes into the tree: x^n is then a product, whose derivatives at 0 are right
    root = replaced(root, lambda node: numbers.get(node.name, node) if isinstance(node, Variable) else node)
    tensors = {name: _tensor(xp, name, value) for name, value in values.items() if name not in numbers}
    try:
        shape = xp.torch.broadcast_tensors(*tensors.values())[0].shape
    except RuntimeError:
        raise _unbroadcastable(tensors) from None
    result = xp.tensor(evaluate(root, xp, tensors))
    return result if result.shape == shape else result.expand(shape).clone()


def _cut(array: Any, axis: int, part: slice) -> Any:
    """A part of the array along one axis, unless it is the same everywhere on it."""
    return array[(slice(None),) * axis + (part,)] if array.ndim and array.shape[axis] > 1 else array


def _unbroadcastable(values: Mapping[str, Any]) -> DatagenError:
    shapes = ", ".join(f"{name} has shape {tuple(value.shape)}" for name, value in values.items())
    return DatagenError(f"the variables do not fit together: {shapes}")


@cache
def intervals() -> Any:
    """The namespace of the rules on intervals, with the error bounds that the rows state."""
    from datagen.arithmetic.intervals.functions import Intervals

    return Intervals({row.name: (row.ulps, row.absolute) for row in OPERATIONS.values() if row.ulps})


def on_intervals(root: Node, values: Mapping[str, tuple[Any, Any]]) -> Any:
    """An Interval of n boxes that encloses the tree on each: `values` has the ends (n,) of each variable's intervals.

    Raises IntervalsError for an operation without a rule on intervals.
    """
    import numpy as np

    from datagen.arithmetic.intervals import Interval, point

    with np.errstate(all="ignore"):
        boxes = {name: Interval(lo, hi) for name, (lo, hi) in values.items()}
        return point(_ruled(root, intervals(), boxes)).spread(max((len(box) for box in boxes.values()), default=1))


def on_interval_series(root: Node, variable: str, lo: Any, hi: Any, order: int) -> Any:
    """A list of order + 1 Intervals of n boxes: f^(k)(x)/k! lies in the k-th for each x of the box from lo to hi (n,).

    Raises IntervalsError for an operation without a rule on intervals, and ValueError for an order above 3.
    """
    import numpy as np

    from datagen.arithmetic.intervals import Interval
    from datagen.arithmetic.intervals.enclosures import Enclosures

    with np.errstate(all="ignore"):
        box, xp = Interval(lo, hi), Enclosures(order, intervals())
        return [each.spread(len(box)) for each in xp.coefficients(_ruled(root, xp, {variable: xp.variable(box)}))]


def _ruled(root: Node, xp: Any, values: Mapping[str, Any]) -> Any:
    """The value of the tree, if `xp` has a rule for all that it holds."""
    try:
        return evaluate(root, xp, values)
    except AttributeError as error:
        if error.obj is not xp:
            raise
        raise IntervalsError(str(error.name)) from None
