"""Every operation in mpmath, None where it is undefined, and trees evaluated with it."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import mpmath

from datagen.expressions import Apply, Node, Number, Variable
from datagen.expressions.tree import Constant
from datagen.operations import CONSTANTS

M = mpmath.mp


def _integer(x: Any) -> bool:
    return bool(x == M.floor(x))


def _pole(x: Any) -> bool:
    return bool(x <= 0) and _integer(x)


def _power(a: Any, b: Any) -> Any:
    if a == 0:
        return None if b < 0 else M.mpf(b == 0)
    if a < 0 and not _integer(b):
        return None
    size = M.exp(b * M.log(abs(a)))
    return -size if a < 0 and int(b) % 2 else size


def _mod(a: Any, b: Any) -> Any:
    if b == 0:
        return None
    first, second = (Fraction(*each.as_integer_ratio()) for each in map(_rational, (a, b)))
    rest = first - second * (first // second)
    return M.mpf(rest.numerator) / rest.denominator


def _rational(x: Any) -> Fraction:
    sign, man, exp, _ = M.mpf(x)._mpf_
    return Fraction((-1) ** sign * int(man)) * Fraction(2) ** exp


def _round(x: Any) -> Any:
    return M.mpf(round(_rational(x)))


def _quotient(a: Any, b: Any) -> Any:
    return None if b == 0 or b is None or a is None else a / b


def _lgamma(x: Any) -> Any:
    if _pole(x):
        return None
    return M.loggamma(x) if x > 1e3 else M.log(abs(M.gamma(x)))


def _logaddexp(a: Any, b: Any) -> Any:
    return max(a, b) + M.log1p(M.exp(-abs(a - b)))


EXACT: Mapping[str, Callable[..., Any]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": _quotient,
    "negative": lambda a: -a,
    "power": _power,
    "mod": _mod,
    "where": lambda c, a, b: a if c else b,
    "less": lambda a, b: a < b,
    "less_equal": lambda a, b: a <= b,
    "greater": lambda a, b: a > b,
    "greater_equal": lambda a, b: a >= b,
    "equal": lambda a, b: a == b,
    "not_equal": lambda a, b: a != b,
    "logical_and": lambda a, b: a and b,
    "sin": M.sin,
    "cos": M.cos,
    "tan": M.tan,
    "sec": lambda x: 1 / M.cos(x),
    "csc": lambda x: _quotient(1, M.sin(x)),
    "cot": lambda x: _quotient(1, M.tan(x)),
    "asin": lambda x: M.asin(x) if abs(x) <= 1 else None,
    "acos": lambda x: M.acos(x) if abs(x) <= 1 else None,
    "atan": M.atan,
    "sinh": M.sinh,
    "cosh": M.cosh,
    "tanh": M.tanh,
    "sech": M.sech,
    "csch": lambda x: _quotient(1, M.sinh(x)),
    "coth": lambda x: _quotient(1, M.tanh(x)),
    "asinh": M.asinh,
    "acosh": lambda x: M.acosh(x) if x >= 1 else None,
    "atanh": lambda x: M.atanh(x) if abs(x) < 1 else None,
    "exp": M.exp,
    "expm1": M.expm1,
    "log": lambda x: M.log(x) if x > 0 else None,
    "log2": lambda x: M.log(x) / M.log(2) if x > 0 else None,
    "log10": lambda x: M.log10(x) if x > 0 else None,
    "log1p": lambda x: M.log1p(x) if x > -1 else None,
    "sqrt": lambda x: M.sqrt(x) if x >= 0 else None,
    "cbrt": lambda x: M.sign(x) * M.cbrt(abs(x)),
    "abs": abs,
    "sign": M.sign,
    "floor": M.floor,
    "ceil": M.ceil,
    "round": _round,
    "min": min,
    "max": max,
    "heaviside": lambda x: (M.sign(x) + 1) / 2,
    "relu": lambda x: max(x, M.mpf(0)),
    "hypot": M.hypot,
    "atan2": lambda y, x: M.atan2(y, x) if x or y else None,
    "erf": M.erf,
    "erfc": M.erfc,
    "gamma": lambda x: None if _pole(x) else M.gamma(x),
    "lgamma": _lgamma,
    "sinc": M.sincpi,
    "sigmoid": lambda x: 1 / (1 + M.exp(-x)),
    "softplus": lambda x: _logaddexp(x, M.mpf(0)),
    "logaddexp": _logaddexp,
    "exp2": lambda x: M.mpf(2) ** x,
    "square": lambda x: x * x,
    "reciprocal": lambda x: _quotient(1, x),
    "rsqrt": lambda x: 1 / M.sqrt(x) if x > 0 else None,
}


def exact(node: Node, x: Any) -> Any:
    """The value of a tree in x, None where a part of it is undefined."""
    if isinstance(node, Variable):
        return x
    if isinstance(node, Constant | Number):
        return M.mpf(node.value if isinstance(node, Number) else CONSTANTS[node.name].value)
    assert isinstance(node, Apply)
    if node.operation == "where":
        return exact(node.arguments[1 if exact(node.arguments[0], x) else 2], x)
    arguments = [exact(argument, x) for argument in node.arguments]
    if any(argument is None for argument in arguments):
        return node.operation == "not_equal" if node.operation in _CONDITIONS else None
    return EXACT[node.operation](*arguments)


_CONDITIONS = {"less", "less_equal", "greater", "greater_equal", "equal", "not_equal", "logical_and"}
