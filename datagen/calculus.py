"""Derivatives of any order, gradients, Hessians, Jacobians and Taylor polynomials: from functions to functions.

    derivative("e^-x sin(2πx)", 2)([0.0, 0.5])
    hessian("x^4 + 2x^2 y^2 + y^4")([2.0, 3.0])

A function is an `Expression`, a formula, the name of a named function, or a torch callable. What comes back takes
numbers, lists and NumPy arrays, which it reads as float64 and answers in NumPy, or torch tensors, which it answers
in tensors of the same dtype on the same device. It changes neither its argument nor any setting of torch. Under
autograd a tensor that requires a gradient gets an answer that carries one, so `derivative(derivative(f))` is the
second derivative.

There are two engines for derivatives: autograd (`datagen.autograd`), for formulas and torch callables, and series
(`datagen.jets`), which finds all orders of a formula in one pass, without torch. Where a formula has a corner, a jump
or a singularity, either gives the derivative that `datagen.sides` defines, from each side on which the formula is
defined; a torch callable's derivative is what torch says.
"""

import operator
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, SupportsIndex

from datagen import autograd
from datagen.errors import DatagenError, NameUnknownError, OptionError
from datagen.expressions import Expression
from datagen.functions import resolve
from datagen.points import as_arrays, as_tensors, one_or_many, over_arrays, over_blocks

if TYPE_CHECKING:
    from torch import Tensor

__all__ = [
    "ENGINES", "Differentiable", "chosen", "derivative", "derivatives", "gradient", "hessian", "jacobian", "taylor",
]  # fmt: skip

Differentiable = Expression | str | Callable[["Tensor"], Any]
"""What can be differentiated."""

ENGINES = ("auto", "autograd", "series")

LAST_OF_AUTOGRAD = 4
"""The highest order for which auto is autograd: above it, series is faster for every formula."""


def chosen(engine: str, order: int) -> str:
    """The engine that differentiates a formula up to an order: autograd or series.

    Raises NameUnknownError for an engine that there is not, OptionError for an order that autograd cannot reach.
    """
    if engine not in ENGINES:
        raise NameUnknownError("engine", str(engine), ENGINES)
    if engine == "autograd" and order > autograd.HIGHEST:
        raise OptionError(
            "order", order,
            f"one up to {autograd.HIGHEST}, as the cost of autograd doubles with every order, or use the engine series",
        )  # fmt: skip
    if engine == "auto":
        return "autograd" if order <= LAST_OF_AUTOGRAD else "series"
    return engine


def derivative(f: Differentiable, order: int = 1, *, engine: str = "auto") -> Callable[[Any], Any]:
    """The derivative x ↦ f⁽ᵒʳᵈᵉʳ⁾(x) of a function of one variable; order 0 is f itself.

    A torch callable must be elementwise: it gets a tensor (n,) and returns one.

    Returns a function of an array (n,), or of one number, to an array of the same shape.
    Raises DatagenError where f has several variables, OptionError where the order is negative or not whole, or too
    high for the engine, NameUnknownError for an engine that there is not.
    """
    return _derivatives(f, (order,), engine, alone=True)


def derivatives(f: Differentiable, orders: Iterable[int], *, engine: str = "auto") -> Callable[[Any], Any]:
    """Several derivatives at once, x ↦ (f⁽ᵏ⁾(x) for k in orders), from one pass up to the highest order.

    Returns a function of an array (n,), or of one number, to an array (len(orders), n), or (len(orders),).
    Raises as `derivative` does, and OptionError where there is no order.
    """
    return _derivatives(f, orders, engine)


def gradient(f: Differentiable) -> Callable[[Any], Any]:
    """The gradient p ↦ (∂f/∂x₁, ..., ∂f/∂x_d), the variables in the order of `Expression.variables`.

    A torch callable gets one point (d,) and returns a scalar; it is called once for each point.

    Returns a function of points (n, d), or of one point (d,), to an array of the same shape.
    Raises DatagenError where the points do not have one coordinate for each variable.
    """
    f = _read(f)
    if not isinstance(f, Expression):
        return _over_points(partial(autograd.callable_gradient, f))
    from datagen.sides import OneSided

    values, rule = autograd.formula_values(f, f.variables), OneSided(f)
    return _over_points(partial(autograd.formula_gradient, values), f.variables, rule.right, rule.corrected_gradient)


def hessian(f: Differentiable) -> Callable[[Any], Any]:
    """The Hessian p ↦ (∂²f/∂xᵢ∂xⱼ), exactly symmetric. A torch callable is as for `gradient`.

    Returns a function of points (n, d), or of one point (d,), to an array (n, d, d), or (d, d).
    Raises DatagenError where the points do not have one coordinate for each variable.
    """
    f = _read(f)
    if not isinstance(f, Expression):
        return _over_points(partial(autograd.callable_hessian, f))
    from datagen.sides import OneSided

    values, rule = autograd.formula_values(f, f.variables), OneSided(f)
    return _over_points(partial(autograd.formula_hessian, values), f.variables, rule.right, rule.corrected_hessian)


def jacobian(f: Differentiable | Sequence[Expression | str]) -> Callable[[Any], Any]:
    """The Jacobian p ↦ (∂fᵢ/∂xⱼ) of m functions of the same d variables.

    `f` is a sequence of formulas, whose variables are those of all of them: in the order of one that has them
    all, else in natural order. One formula has one row. A torch callable gets one point (d,) and returns (m,).

    Returns a function of points (n, d), or of one point (d,), to an array (n, m, d), or (m, d).
    Raises DatagenError where the points do not have one coordinate for each variable.
    """
    fs = [_read(each) for each in f] if isinstance(f, Sequence) and not isinstance(f, str) else [_read(f)]
    if not fs:
        raise OptionError("f", "()", "one or more formulas")
    if callable(f) and not isinstance(f, Expression):
        return _over_points(partial(autograd.callable_jacobian, f))
    formulas = [each for each in fs if isinstance(each, Expression)]
    if len(formulas) < len(fs):
        raise DatagenError("a Jacobian is of formulas, or of one function of a tensor that returns all its values")
    from datagen.sides import OneSided, corrected_jacobian, right_jacobian

    names = _shared(formulas)
    values = [autograd.formula_values(each, names) for each in formulas]
    rules = [OneSided(each, names) for each in formulas]
    return _over_points(
        partial(autograd.formula_jacobian, values),
        names,
        partial(right_jacobian, rules),
        partial(corrected_jacobian, rules),
    )


def taylor(f: Expression | str, about: float | str, order: int) -> Expression:
    """The Taylor polynomial Σ f⁽ᵏ⁾(a)/k! (x − a)ᵏ, k ≤ order, as an expression; `about` is a, a number or 2pi.

    Raises DatagenError where f has several variables, has no derivative up to the order at a, with the reason, or
    where the polynomial would be longer than a formula may be.
    """
    from datagen.polynomials import taylor_polynomial

    (highest,), formula = _checked((order,)), _read(f)
    if not isinstance(formula, Expression):
        raise OptionError("f", repr(f), "a formula, a name or an Expression")
    return taylor_polynomial(formula, _variable(formula), about, highest)


def _derivatives(f: Differentiable, orders: Iterable[int], engine: str, *, alone: bool = False) -> Callable[[Any], Any]:
    """`derivatives`, or `derivative` where the one order stands alone."""
    wanted, f = _checked(orders), _read(f)
    several = () if alone else (len(wanted),)
    rows = _of_formula(f, wanted, engine) if isinstance(f, Expression) else _of_callable(f, wanted, engine)

    def shaped(of: "_Of") -> "_Of":
        return lambda x: of(x if x.ndim == 1 else x.reshape(-1)).reshape((*several, *x.shape))

    return over_arrays(*map(shaped, rows))


_Of = Callable[[Any], Any]
"""A function of arrays, or of tensors."""

_Found = Callable[["Tensor"], tuple["Tensor", ...]]
"""From points to derivatives, and for formulas their values too."""


def _of_formula(f: Expression, orders: tuple[int, ...], engine: str) -> tuple[_Of, _Of]:
    """The derivatives of a formula at x (n,), (len(orders), n): of arrays, and of tensors."""
    from datagen.sides import OneSided

    by, variable, rule = chosen(engine, max(orders)), _variable(f), OneSided(f)
    by_autograd = _corrected(
        over_blocks(autograd.nested(autograd.formula_values(f, (variable,)), orders), dim=-1),
        rule.right,
        lambda x, rows, values: rule.corrected(x, orders, rows, values),
    )

    def by_series(x: Any) -> Any:
        from datagen import jets

        return rule.corrected(x, orders, jets.derivatives(f, orders, x))

    def of_tensors(x: "Tensor") -> "Tensor":
        if engine == "series" and autograd.carries(x):
            raise DatagenError("the engine series passes no gradient on; detach the tensor, or use the engine autograd")
        chosen_here = by_autograd[1] if by == "autograd" or autograd.carries(x) else as_tensors(by_series)
        return chosen_here(x)

    return (by_series if by == "series" else by_autograd[0]), of_tensors


def _of_callable(f: Callable[["Tensor"], Any], orders: tuple[int, ...], engine: str) -> tuple[_Of, _Of]:
    """The derivatives of an elementwise torch callable at x (n,), (len(orders), n): of arrays, and of tensors."""
    if engine != "auto" and chosen(engine, max(orders)) == "series":
        raise DatagenError("the engine series is for formulas; a function of a torch tensor needs the engine autograd")
    if max(orders) > autograd.HIGHEST:
        allowed = f"one up to {autograd.HIGHEST} for a function of a tensor; a formula has derivatives of every order"
        raise OptionError("order", max(orders), allowed)
    found = over_blocks(autograd.nested(autograd.elementwise(f), orders), dim=-1)
    return as_arrays(lambda x: found(x)[0]), lambda x: found(x)[0]


def _over_points(found: _Found, names: tuple[str, ...] | None = None, *correction: Callable[..., Any]) -> _Of:
    """A function of points (n, d) or (d,) of any kind, and for a formula corrected at hard points."""
    if names == ():
        raise DatagenError("a formula without variables has no partial derivatives")
    blocks = over_blocks(found)
    plain = as_arrays(lambda points: blocks(points)[0]), lambda points: blocks(points)[0]
    of_arrays, of_tensors = _corrected(blocks, *correction) if correction else plain
    return over_arrays(one_or_many(of_arrays, names), one_or_many(of_tensors, names))


def _corrected(found: _Found, right: Callable[..., bool], correct: Callable[..., Any]) -> tuple[_Of, _Of]:
    """The derivatives that autograd finds, corrected on copies in NumPy: of arrays, and of tensors.

    `right` says of derivatives and values that there is nothing to correct; `correct` takes the points too, and
    returns the same derivatives where they are right.
    """

    def of_tensors(x: "Tensor") -> "Tensor":
        rows, values = found(x)
        given = rows.double().numpy(force=True)  # NumPy has no bfloat16
        if right(given, lambda: values.double().numpy(force=True)):
            return rows
        right_ones = correct(x.double().numpy(force=True), given, values.double().numpy(force=True))
        if right_ones is given:
            return rows
        import torch

        return torch.where(
            torch.as_tensor(right_ones != given).to(rows.device), torch.as_tensor(right_ones).to(rows), rows
        )

    return as_arrays(of_tensors), of_tensors


def _read(f: Differentiable) -> Expression | Callable[["Tensor"], Any]:
    """The expression that f is, spells or names, or else the callable that f is."""
    if isinstance(f, str):
        return resolve(f).expression
    if isinstance(f, Expression) or callable(f):
        return f
    raise OptionError("f", repr(f), "a formula, a name, an Expression or a function of a torch tensor")


def _variable(f: Expression) -> str:
    """The one variable of a formula; x where it has none."""
    names = f.variables
    if len(names) > 1:
        raise DatagenError(
            f"a derivative is of a function of one variable, and {f.text!r} has {', '.join(names)}; "
            f"fix all but one, as in bind({names[-1]}=1), or take the gradient"
        )
    return names[0] if names else "x"


def _shared(formulas: Sequence[Expression]) -> tuple[str, ...]:
    """The variables of several formulas: those of a formula that has them all, in its order, else in natural order."""
    from datagen.expressions.reading import natural

    every = {name for each in formulas for name in each.variables}
    whole = next((each.variables for each in formulas if len(each.variables) == len(every)), None)
    return tuple(sorted(every, key=natural)) if whole is None else whole


def _checked(orders: Iterable[int]) -> tuple[int, ...]:
    """The orders as ints, each 0 or more."""
    if not isinstance(orders, Iterable) or isinstance(orders, str):
        raise OptionError("orders", repr(orders), "several, as in (0, 1, 2) or range(3)")
    wanted = tuple(orders)
    for order in wanted:
        if isinstance(order, bool) or not isinstance(order, SupportsIndex) or operator.index(order) < 0:
            raise OptionError("order", repr(order), "a whole number, 0 or more")
    if not wanted:
        raise OptionError("orders", "()", "one or more")
    return tuple(operator.index(order) for order in wanted)
