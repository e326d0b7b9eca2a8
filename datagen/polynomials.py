"""Taylor polynomials as formulas, which are printed and read like any other."""

from math import factorial
from typing import Any

from datagen.answers import derived
from datagen.errors import DatagenError, FormulaError
from datagen.expressions import Apply, Expression, Node, Number, Variable, constant, parse
from datagen.expressions.plain import plain
from datagen.kinds import Real
from datagen.sides import OneSided, reasons

__all__ = ["polynomial", "taylor_polynomial"]


def taylor_polynomial(f: Expression, variable: str, about: float | str, order: int) -> Expression:
    """Σ f⁽ᵏ⁾(a)/k! (x − a)ᵏ, k ≤ order; see `datagen.calculus.taylor`."""
    import numpy as np

    from datagen.expressions.evaluation import on_series

    at = constant(about) if isinstance(about, str) else Real().read("about", about)
    coefficients = on_series(f.folded, {variable: np.array([at])}, order)[:, 0]
    rule = OneSided(f)
    if not np.isfinite(coefficients).all() or rule.marks({variable: np.array([at])})[0].any():
        coefficients = _at_a_hard_point(rule, at, order)
    else:
        _check_digits(f, at, order)
    return polynomial(coefficients.tolist(), at, variable)


def _check_digits(f: Expression, at: float, order: int) -> None:
    """Refuse coefficients that are nothing but rounding."""
    import numpy as np

    from datagen.cancellation import lost

    (gone,) = lost(f, np.array([at]), order)
    if gone and gone.none is not None:
        what = derived(f.name or "f", gone.none)
        raise DatagenError(
            f"{f} has no Taylor polynomial of order {order} at {at:.15g} that could be found: "
            f"terms cancel, and from {what} on no digit is right; give a lower order"
        )


def _at_a_hard_point(rule: OneSided, at: float, order: int) -> Any:
    """The coefficients that both sides agree on."""
    import numpy as np

    if wrong := reasons(rule.f, (at,), order):
        raise DatagenError(f"{rule.f} has no Taylor polynomial of order {order}: {wrong[0]}")
    found = rule.corrected(np.array([at]), range(order + 1), np.full((order + 1, 1), np.nan))[:, 0]
    return found / [float(factorial(k)) for k in range(order + 1)]


def polynomial(coefficients: list[float], about: float, variable: str) -> Expression:
    """Σ c_k (x − a)ᵏ with the lowest power first and without the terms that are 0.

    Raises DatagenError where it is longer than a formula may be.
    """
    terms = [(c, _term(abs(c), k, about, variable)) for k, c in enumerate(coefficients) if c]
    root: Node = Number(0.0)
    for i, (c, term) in enumerate(terms):
        if i == 0:
            root = Apply("negative", (term,)) if c < 0 else term
        else:
            root = Apply("subtract" if c < 0 else "add", (root, term))
    try:
        text = plain(root)
        read = parse(text, variables=(variable,))
    except (FormulaError, RecursionError):
        raise DatagenError(
            f"a polynomial with {len(terms)} terms is too long for a formula; give a lower order"
        ) from None
    return Expression(text, read.root, variables=(variable,))


def _term(size: float, k: int, about: float, variable: str) -> Node:
    """|c| (x − a)ᵏ, as it is written."""
    x: Node = Variable(variable)
    if about:
        x = Apply("subtract" if about > 0 else "add", (x, Number(abs(about))))
    if k == 0:
        return Number(size)
    power = x if k == 1 else Apply("power", (x, Number(float(k))))
    return power if size == 1.0 else Apply("multiply", (Number(size), power))
