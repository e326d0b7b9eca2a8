"""Derivatives, gradients and Hessians by torch autograd: each takes a function and returns a function.

    derivative("e^-x sin(2πx)", 2)([0.0, 0.5])
    hessian("x^4 + 2x^2 y^2 + y^4")([2.0, 3.0])

A function is an `Expression`, a formula, the name of a named function, or a torch callable. What comes back takes
numbers, lists and NumPy arrays, which it reads as float64 and answers in NumPy, or torch tensors, which it answers
in tensors of the same dtype on the same device. It changes neither its argument nor any setting of torch. A tensor
that requires a gradient gets an answer that carries one, so `derivative(derivative(f))` is the second derivative.

Source: Griewank and Walther, Evaluating Derivatives, 2nd ed. (2008), chapters 3 and 5.
"""

import operator
import reprlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, SupportsIndex

from datagen.errors import DatagenError, OptionError
from datagen.expressions import Expression
from datagen.functions import resolve
from datagen.importing import without_collecting

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    _Function = Expression | Callable[[Tensor], Any]

__all__ = ["HIGHEST", "Differentiable", "derivative", "derivatives", "gradient", "hessian"]

Differentiable = Expression | str | Callable[["Tensor"], Any]
"""What can be differentiated."""

HIGHEST = 12
"""The highest order that a recipe may ask for: each one doubles the graph that autograd walks, so more would not end.

The 12th derivative of e^x sin x is drawn in about 5 s, and the 20th in minutes."""

_BLOCK = 65_536
"""Points differentiated at a time, so that the memory for their graph does not grow with their number."""


def derivative(f: Differentiable, order: int = 1) -> Callable[[Any], Any]:
    """The derivative x ↦ f⁽ᵒʳᵈᵉʳ⁾(x) of a function of one variable; order 0 is f itself.

    A torch callable must be elementwise: it gets a tensor (n,) and returns one.

    Returns a function of an array (n,), or of one number, to an array of the same shape.
    Raises DatagenError where f has several variables, OptionError where the order is negative or not whole.
    """
    several = derivatives(f, (order,))
    return lambda x: several(x)[0, ...]


def derivatives(f: Differentiable, orders: Iterable[int]) -> Callable[[Any], Any]:
    """Several derivatives at once, x ↦ (f⁽ᵏ⁾(x) for k in orders), from one pass up to the highest order.

    Returns a function of an array (n,), or of one number, to an array (len(orders), n), or (len(orders),).
    Raises as `derivative` does, and OptionError where there is no order.
    """
    wanted = _checked(orders)
    function = _of_one_variable(_read(f))

    def rows(x: "Tensor") -> "Tensor":
        rows = _by_blocks(lambda block: _nested(function, block, wanted), x.reshape(-1), dim=1)
        return rows.reshape(len(wanted), *x.shape)

    return _over_arrays(rows)


def gradient(f: Differentiable) -> Callable[[Any], Any]:
    """The gradient p ↦ (∂f/∂x₁, ..., ∂f/∂x_d), the variables in the order of `Expression.variables`.

    A torch callable gets one point (d,) and returns a scalar; it is called once for each point.

    Returns a function of points (n, d), or of one point (d,), to an array of the same shape.
    Raises DatagenError where the points do not have one coordinate for each variable.
    """
    f = _read(f)
    if isinstance(f, Expression):
        return _over_points(partial(_formula_gradient, f), f.variables)
    return _over_points(partial(_callable_gradient, f))


def hessian(f: Differentiable) -> Callable[[Any], Any]:
    """The Hessian p ↦ (∂²f/∂xᵢ∂xⱼ), exactly symmetric. A torch callable is as for `gradient`.

    Returns a function of points (n, d), or of one point (d,), to an array (n, d, d), or (d, d).
    Raises DatagenError where the points do not have one coordinate for each variable.
    """
    f = _read(f)
    if isinstance(f, Expression):
        return _over_points(partial(_formula_hessian, f), f.variables)
    return _over_points(partial(_callable_hessian, f))


def _nested(function: Callable[["Tensor"], "Tensor"], x: "Tensor", orders: tuple[int, ...]) -> "Tensor":
    """The derivatives of the given orders at x (n,), one after the other: (len(orders), n)."""
    import torch

    with _recorded([x]) as ([x], carried):
        rows = [function(x)]
        for order in range(1, max(orders) + 1):
            rows += _reverse(rows[-1], [x], graph=carried or order < max(orders))
        found = torch.stack([rows[order] for order in orders])
    return found if carried else found.detach()


def _formula_gradient(f: Expression, points: "Tensor") -> "Tensor":
    """The gradients of a formula at points (n, d): one reverse pass for all points, (n, d)."""
    import torch

    with _recorded(points.unbind(1)) as (columns, carried):
        return torch.stack(_reverse(_at(f, columns), columns, graph=carried), dim=1)


def _formula_hessian(f: Expression, points: "Tensor") -> "Tensor":
    """The Hessians of a formula at points (n, d): 1 + d reverse passes for all points, (n, d, d).

    The sum of ∂f/∂xᵢ over the points, differentiated, is the i-th row of every Hessian, as no point depends on
    another; the part below the diagonal is that above it.
    """
    import torch

    with _recorded(points.unbind(1)) as (columns, carried):
        slopes = _reverse(_at(f, columns), columns, graph=True)
        rows = [_reverse(slope, columns[i:], graph=carried, retain=True) for i, slope in enumerate(slopes)]
        every = range(len(columns))
        return torch.stack([torch.stack([rows[min(i, j)][abs(i - j)] for j in every], 1) for i in every], 1)


def _callable_gradient(f: Callable[["Tensor"], Any], points: "Tensor") -> "Tensor":
    """The gradients of a torch callable at points (n, d), (n, d)."""
    import torch

    with _recorded([points]) as ([points], carried):
        values = [_values(f(point), points, ()) for point in points.unbind()]
        return _reverse(torch.stack(values), [points], graph=carried)[0] if values else points.detach()


def _callable_hessian(f: Callable[["Tensor"], Any], points: "Tensor") -> "Tensor":
    """The Hessians of a torch callable at points (n, d): for each, one pass for all rows at once, (n, d, d)."""
    import torch

    n, d = points.shape
    return torch.stack([_curvature(f, point) for point in points.unbind()]) if n else points.new_empty(0, d, d)


def _curvature(f: Callable[["Tensor"], Any], point: "Tensor") -> "Tensor":
    """The Hessian of a torch callable at one point (d,), (d, d)."""
    import torch

    with _recorded([point]) as ([point], carried):
        (slope,) = _reverse(_values(f(point), point, ()), [point], graph=True)
        each = torch.eye(len(point), dtype=point.dtype, device=point.device)
        if not slope.requires_grad:
            return torch.zeros_like(each)
        (square,) = torch.autograd.grad(
            slope, point, each, is_grads_batched=True, create_graph=carried, materialize_grads=True
        )
        return square.triu() + square.triu(1).mT


@contextmanager
def _recorded(given: Sequence["Tensor"]) -> Iterator[tuple[Sequence["Tensor"], bool]]:
    """Tensors to differentiate by, and whether the answer has to carry a gradient on to the given ones.

    What is done with them is recorded even under no_grad and inference_mode, where everything would come out as 0.
    """
    import torch

    carried = torch.is_grad_enabled() and any(each.requires_grad for each in given)
    with torch.inference_mode(False), torch.enable_grad():
        yield given if carried else [each.detach().clone().requires_grad_() for each in given], carried


def _reverse(y: "Tensor", inputs: Sequence["Tensor"], *, graph: bool, retain: bool = False) -> tuple["Tensor", ...]:
    """The derivatives of the sum of y, of the shapes of the inputs; zeros where y does not depend on one."""
    import torch

    if not y.requires_grad:
        return tuple(torch.zeros_like(each) for each in inputs)
    return torch.autograd.grad(
        y.sum(), inputs, create_graph=graph, retain_graph=graph or retain, materialize_grads=True
    )  # fmt: skip


def _read(f: Differentiable) -> "_Function":
    """The expression that f is, spells or names, or else the callable that f is."""
    if isinstance(f, str):
        return resolve(f).expression
    if isinstance(f, Expression) or callable(f):
        return f
    raise OptionError("f", repr(f), "a formula, a name, an Expression or a function of a torch tensor")


def _of_one_variable(f: "_Function") -> Callable[["Tensor"], "Tensor"]:
    """f as a function (n,) -> (n,)."""
    if not isinstance(f, Expression):
        return lambda x: _values(f(x), x, x.shape)
    names = f.variables
    if len(names) > 1:
        raise DatagenError(
            f"a derivative is of a function of one variable, and {f.text!r} has {', '.join(names)}; "
            f"fix all but one, as in bind({names[-1]}=1), or take the gradient"
        )
    return lambda x: _values(f(**dict.fromkeys(names, x)), x, x.shape)


def _at(f: Expression, columns: Sequence["Tensor"]) -> "Tensor":
    """The values of a formula at n points, given as a column (n,) for each variable: (n,)."""
    return _values(f(**dict(zip(f.variables, columns, strict=True))), columns[0], columns[0].shape)


def _values(value: Any, x: "Tensor", shape: tuple[int, ...]) -> "Tensor":
    """What a function returned as a tensor like x, of a given shape; a constant is repeated."""
    import torch

    found = torch.as_tensor(value).to(device=x.device, dtype=x.dtype)
    if found.shape == shape:
        return found
    if found.ndim == 0 and not found.requires_grad:
        return found.expand(shape)
    wanted = f"one of shape {tuple(shape)}" if shape else "a scalar"
    raise DatagenError(f"the function returned a tensor of shape {tuple(found.shape)}; it has to return {wanted}")


def _checked(orders: Iterable[int]) -> tuple[int, ...]:
    """The orders as ints, each 0 or more."""
    wanted = tuple(orders)
    for order in wanted:
        if isinstance(order, bool) or not isinstance(order, SupportsIndex) or operator.index(order) < 0:
            raise OptionError("order", repr(order), "a whole number, 0 or more")
    if not wanted:
        raise OptionError("orders", "()", "one or more")
    return tuple(operator.index(order) for order in wanted)


def _over_points(
    of_points: Callable[["Tensor"], "Tensor"], names: tuple[str, ...] | None = None
) -> Callable[[Any], Any]:
    """A function of points (n, d), one coordinate for each of the names, as one of a single point (d,) too."""
    if names == ():
        raise DatagenError("a formula without variables has neither a gradient nor a Hessian")

    def rows(points: "Tensor") -> "Tensor":
        if points.ndim not in (1, 2) or (names is not None and points.shape[-1] != len(names)):
            d = "d" if names is None else len(names)
            each = "" if names is None else f", a column for each of {', '.join(names)}"
            raise DatagenError(f"points of shape {tuple(points.shape)} do not fit; give ({d},) or (n, {d}){each}")
        return _by_blocks(of_points, points) if points.ndim == 2 else of_points(points[None])[0]

    return _over_arrays(rows)


def _by_blocks(compute: Callable[["Tensor"], "Tensor"], x: "Tensor", dim: int = 0) -> "Tensor":
    """compute(x), some rows of x at a time, joined along an axis of the answers."""
    import torch

    if len(x) <= _BLOCK:
        return compute(x)
    return torch.cat([compute(block) for block in torch.split(x, _BLOCK)], dim=dim)


def _over_arrays(of_tensors: Callable[["Tensor"], "Tensor"]) -> Callable[[Any], Any]:
    """A function of floating-point tensors as a function of whatever is given, answering in kind."""

    def values(given: Any) -> Any:
        with without_collecting():
            import torch

        if not isinstance(given, torch.Tensor):
            return of_tensors(torch.from_numpy(_numbers(given))).numpy()
        if given.is_complex():
            raise DatagenError(f"a tensor of {given.dtype} does not fit; give real numbers")
        return of_tensors(given if given.is_floating_point() else given.to(torch.float64))

    return values


def _numbers(given: Any) -> "NDArray[np.float64]":
    """A float64 array of its own for torch to work on, which is never the caller's."""
    import numpy as np

    try:
        array = np.asarray(given)
        if array.dtype.kind not in "biufO":
            raise TypeError
        return np.array(array, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise DatagenError(f"{reprlib.repr(given)} does not fit; give real numbers") from None
