"""torch's engine: derivatives by reverse passes over recorded operations.

Each order is a pass over the graph that the one before it recorded, so the cost of an order is about twice that of
the order below. Everything here is from tensors to tensors of the same dtype on the same device, and changes neither
its argument nor any setting of torch. A tensor that requires a gradient gets an answer that carries one.

Source: Griewank and Walther, Evaluating Derivatives, 2nd ed. (2008), chapters 3 and 5.
"""

import reprlib
from collections.abc import Callable, Sequence
from functools import cache, partial, wraps
from typing import TYPE_CHECKING, Any

from datagen.errors import DatagenError
from datagen.expressions import Expression

if TYPE_CHECKING:
    from torch import Tensor

    from datagen.arithmetic.reverse import Reverse

    Function = Callable[..., Tensor]

    Differentiated = Callable[[Tensor], tuple[Tensor, ...]]

    _Found = tuple[Tensor, Tensor]
    """Derivatives, and the values of the function that they are of."""

__all__ = [
    "HIGHEST", "callable_gradient", "callable_hessian", "callable_jacobian", "carries", "elementwise",
    "formula_gradient", "formula_hessian", "formula_jacobian", "formula_values", "nested",
]  # fmt: skip

HIGHEST = 12
"""The highest order that this engine takes: each one doubles the graph, so that more would not end."""

_LEAVING = ("Can't call numpy()", "converted to Python scalars")
"""What torch says of a tensor that numpy or math takes for a number of its own."""

_LEFT = "the function leaves torch, so no derivative can be found; write it with torch's functions, such as torch.sin"


def recorded(compute: Callable[[Any, "Tensor"], Any]) -> Callable[[Any, "Tensor"], Any]:
    """A computation whose operations are recorded even where gradients are off, and all would come out as 0.

    It gets a tensor that requires a gradient only if its answer has to carry one.
    """

    @wraps(compute)
    def recording(f: Any, x: "Tensor") -> Any:
        import torch

        if torch.is_grad_enabled() and not torch.is_inference_mode_enabled():
            return compute(f, x)
        with torch.inference_mode(False), torch.enable_grad():
            return compute(f, x.clone().detach())

    return recording


def nested(function: "Function", orders: Sequence[int]) -> "Differentiated":
    """The derivatives of the given orders of an elementwise function (n,) -> (n,): x (n,) to (len(orders), n)."""
    highest = max(orders)

    @recorded
    def derivatives(function: "Function", given: "Tensor") -> "_Found":
        import torch

        x, carried = _input(given)
        rows = [function(x)]
        for order in range(1, highest + 1):
            rows += _reverse(rows[-1], (x,), graph=carried or order < highest)
        # f itself may be its argument, which is not to be given away
        alone = len(orders) == 1 and highest
        found = rows[highest][None] if alone else torch.stack([rows[order] for order in orders])
        return found if carried else found.detach(), rows[0].detach()

    return partial(derivatives, function)


@recorded
def formula_gradient(f: "Function", points: "Tensor") -> "_Found":
    """The gradients of a function of d columns at points (n, d): one reverse pass for all points, (n, d)."""
    import torch

    columns, carried = _columns(points)
    value = f(*columns)
    slopes = _reverse(value, columns, graph=carried)
    return torch.stack(slopes).mT, value.detach()


@recorded
def formula_hessian(f: "Function", points: "Tensor") -> "_Found":
    """The Hessians of a function of d columns at points (n, d): 1 + d reverse passes for all points, (n, d, d).

    The sum of ∂f/∂xᵢ over the points, differentiated, is the i-th row of every Hessian, as no point depends on
    another; the part below the diagonal is that above it.
    """
    import torch

    columns, carried = _columns(points)
    d, value = len(columns), f(*columns)
    slopes = _reverse(value, columns, graph=True)
    rows = [_reverse(slopes[i], columns[i:], graph=carried, retain=i < d - 1) for i in range(d)]
    entries = [rows[min(i, j)][abs(i - j)] for i in range(d) for j in range(d)]
    return torch.stack(entries).reshape(d, d, -1).permute(2, 0, 1), value.detach()


def formula_jacobian(fs: Sequence["Function"], points: "Tensor") -> "_Found":
    """The Jacobians of m functions of d columns at points (n, d): a reverse pass for each, (n, m, d)."""
    import torch

    rows, values = zip(*(formula_gradient(f, points) for f in fs), strict=True)
    return torch.stack(rows, dim=1), torch.stack(values, dim=1)


@recorded
def callable_gradient(f: "Function", points: "Tensor") -> tuple["Tensor", ...]:
    """The gradients of a torch callable at points (n, d), (n, d)."""
    import torch

    inputs, carried = _input(points)
    values = [_fitted(_value(f, point), point, ()) for point in inputs.unbind()]
    if not values:
        return (points.detach(),)
    return _reverse(torch.stack(values), (inputs,), graph=carried)


@recorded
def callable_hessian(f: "Function", points: "Tensor") -> tuple["Tensor"]:
    """The Hessians of a torch callable at points (n, d): for each, one pass for all rows at once, (n, d, d)."""
    import torch

    n, d = points.shape
    if not n:
        return (points.new_empty(0, d, d),)
    squares = []
    for given in points.unbind():
        point, carried = _input(given)
        slope = _reverse(_fitted(_value(f, point), point, ()), (point,), graph=True)[0]
        square = _rows_of(slope, point, graph=carried)
        squares.append(torch.maximum(square, square.mT))  # they differ by rounding
    return (torch.stack(squares) if n > 1 else squares[0][None],)


@recorded
def callable_jacobian(f: "Function", points: "Tensor") -> tuple["Tensor"]:
    """The Jacobians of a torch callable (d,) -> (m,) at points (n, d), (n, m, d); where n is 0, m is 0 too.

    Raises DatagenError where a value is not a tensor (m,).
    """
    import torch

    matrices = []
    for given in points.unbind():
        point, carried = _input(given)
        value = torch.as_tensor(_value(f, point)).to(point)
        if value.ndim != 1:
            raise DatagenError(f"the function returned a tensor of shape {tuple(value.shape)}; it has to return (m,)")
        matrices.append(_rows_of(value, point, graph=carried))
    return (torch.stack(matrices) if matrices else points.new_empty(0, 0, points.shape[1]),)


def _input(given: "Tensor") -> tuple["Tensor", bool]:
    """A tensor to differentiate by, and whether the answer has to carry a gradient on to the given one."""
    return (given, True) if given.requires_grad else (given.detach().requires_grad_(), False)


def _columns(points: "Tensor") -> tuple[Sequence["Tensor"], bool]:
    """The coordinates of points (n, d), each (n,), to differentiate by, and as `_input`."""
    if points.requires_grad:
        return points.unbind(1), True
    return [column.contiguous().requires_grad_() for column in points.detach().unbind(1)], False


def carries(x: "Tensor") -> bool:
    """Whether what is computed from x has to carry a gradient."""
    import torch

    return x.requires_grad and torch.is_grad_enabled()


def _reverse(y: "Tensor", inputs: Sequence["Tensor"], *, graph: bool, retain: bool = False) -> tuple["Tensor", ...]:
    """The derivatives of the sum of y, of the shapes of the inputs; zeros where y does not depend on one."""
    import torch

    if not y.requires_grad:
        return tuple(map(torch.zeros_like, inputs))
    # what torch.autograd.grad calls: by itself it costs a third more here, and for y that is no sum it imports sympy
    run = torch.autograd.Variable._execution_engine.run_backward
    found = run((y,), (torch.ones_like(y),), graph or retain, graph, tuple(inputs), True, accumulate_grad=False)
    return tuple(torch.zeros_like(x) if each is None else each for each, x in zip(found, inputs, strict=True))


def _rows_of(value: "Tensor", point: "Tensor", *, graph: bool) -> "Tensor":
    """The derivatives of each of the values (m,) by a point (d,), in one pass: (m, d)."""
    import torch

    if not value.requires_grad:
        return point.new_zeros(len(value), len(point))
    each = torch.eye(len(value), dtype=value.dtype, device=value.device)
    (rows,) = torch.autograd.grad(
        value, point, each, is_grads_batched=True, create_graph=graph, materialize_grads=True
    )  # fmt: skip
    return rows


def elementwise(f: "Function") -> "Function":
    """A torch callable as a function (n,) -> (n,) of tensors, which repeats a constant."""
    return lambda x: _fitted(_value(f, x), x, tuple(x.shape))


def _value(f: "Function", x: "Tensor") -> Any:
    """f(x) of a torch callable: a tensor, or a constant; a list or tuple of tensors becomes one.

    Raises DatagenError where it is neither, and where f leaves torch, so that no derivative can be recorded.
    """
    import torch

    try:
        value = f(x)
    except (RuntimeError, TypeError, ValueError) as error:
        if any(words in str(error) for words in _LEAVING):
            raise DatagenError(_LEFT) from error
        raise
    if isinstance(value, list | tuple) and any(isinstance(each, torch.Tensor) for each in value):
        value = torch.stack([torch.as_tensor(each).to(x) for each in value])
    number = value if isinstance(value, torch.Tensor) else _constant(f, x, value)
    if number.is_complex():
        raise DatagenError("the function returned complex numbers; it has to return real ones")
    return value


def _constant(f: "Function", x: "Tensor", value: Any) -> "Tensor":
    """The tensor of what is no tensor: a number, or an array of them, that is the same for every x."""
    import torch

    try:
        found, elsewhere = (torch.as_tensor(each) for each in (value, f(x.detach() + 1.0)))
    except (RuntimeError, TypeError, ValueError):
        raise DatagenError(f"the function returned {reprlib.repr(value)}; it has to return a tensor") from None
    other = elsewhere.to(found.device, kind := torch.promote_types(found.dtype, elsewhere.dtype))
    if found.shape != other.shape or not torch.allclose(found.to(kind), other, rtol=0.0, atol=0.0, equal_nan=True):
        raise DatagenError(_LEFT)
    return found


def formula_values(f: Expression, names: Sequence[str]) -> "Function":
    """A formula as a function of one tensor (n,) for each of the names, to a tensor (n,)."""
    from datagen.expressions.closures import Closure

    closures: dict[Any, Closure] = {}

    def values(*columns: "Tensor") -> "Tensor":
        first = columns[0]
        kind = (first.dtype, first.device)
        if kind not in closures:
            closures[kind] = Closure(f.folded, _namespace(*kind), tuple(names))
        return _fitted(closures[kind](columns), first, first.shape)

    return values


@cache
def _namespace(dtype: Any, device: Any) -> "Reverse":
    from datagen.arithmetic.reverse import Reverse

    return Reverse(dtype, device)


def _fitted(value: Any, x: "Tensor", shape: tuple[int, ...]) -> "Tensor":
    """What a function returned as a tensor like x, of a given shape; a constant is repeated."""
    import torch

    found: Tensor = value
    if not isinstance(value, torch.Tensor) or value.dtype != x.dtype or value.device != x.device:
        found = torch.as_tensor(value, device=x.device, dtype=x.dtype)  # at once: a float alone becomes float32
    if found.shape == shape:
        return found
    if found.ndim == 0 and not found.requires_grad:
        return found.expand(shape)
    wanted = f"one of shape {tuple(shape)}" if shape else "a scalar"
    raise DatagenError(f"the function returned a tensor of shape {tuple(found.shape)}; it has to return {wanted}")
