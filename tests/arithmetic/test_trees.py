"""Intervals on random trees: what holds for every operation holds for what is made of them, and slopes bound rises."""

import math
from itertools import pairwise
from typing import Any

import mpmath
import numpy as np
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from datagen.expressions import Apply, Node, Number, Variable
from datagen.expressions.evaluation import folded, on_interval_series
from datagen.operations import OPERATIONS
from tests.arithmetic.exact import EXACT

M = mpmath.mp
DIGITS = 60

CONDITIONS = [name for name, row in OPERATIONS.items() if row.condition and not row.conditions]
FUNCTIONS = {k: [n for n, row in OPERATIONS.items() if row.arity == k and not row.condition] for k in (1, 2)}

# mpmath takes too long beyond these, or runs out of digits
LARGEST = dict.fromkeys(("gamma", "erf", "erfc"), 100.0) | dict.fromkeys(("sinc", "lgamma", "mod", "floor"), 1e8)
LONG = {"exp", "expm1", "exp2", "sinh", "cosh", "tanh", "sech", "csch", "coth", "sigmoid", "softplus", "logaddexp"}
LEAST, MOST = M.mpf(10) ** -280, M.mpf(10) ** 280


class _TooFarError(Exception):
    """A value that mpmath or float64 does not reach."""


def _value(node: Node, x: Any) -> Any:
    """The value of a tree in x; None where a part of it is undefined."""
    if isinstance(node, Variable):
        return x
    if isinstance(node, Number):
        return M.mpf(node.value) if math.isfinite(node.value) else _too_far()
    assert isinstance(node, Apply)
    if node.operation == "where":
        return _value(node.arguments[1 if _value(node.arguments[0], x) else 2], x)
    arguments = [_value(argument, x) for argument in node.arguments]
    if any(each is None for each in arguments):
        return node.operation == "not_equal" if OPERATIONS[node.operation].condition else None
    most = 700.0 if node.operation in LONG else LARGEST.get(node.operation, MOST)
    if any(abs(each) > most or 0 < abs(each) < LEAST for each in arguments):
        _too_far()
    if node.operation == "power" and abs(arguments[1]) > 50:
        _too_far()
    return EXACT[node.operation](*arguments)


def _too_far() -> Any:
    raise _TooFarError


numbers = st.sampled_from((0.0, 1.0, 2.0, 3.0, -1.0, -2.0, 0.5, -0.5, 0.1, 1.5, -3.0, math.pi, 1 / 3, 100.0))
leaves = st.one_of(st.just(Variable("x")), st.just(Variable("x")), numbers.map(Number))


def _applied(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    one = st.builds(lambda name, a: Apply(name, (a,)), st.sampled_from(FUNCTIONS[1]), inner)
    two = st.builds(lambda name, a, b: Apply(name, (a, b)), st.sampled_from(FUNCTIONS[2]), inner, inner)
    raised = st.builds(lambda a, b: Apply("power", (a, Number(b))), inner, st.sampled_from((2.0, 3.0, -1.0, 0.5, -1.5)))
    condition = st.builds(lambda name, a, b: Apply(name, (a, b)), st.sampled_from(CONDITIONS), inner, inner)
    cases = st.builds(lambda c, a, b: Apply("where", (c, a, b)), condition, inner, inner)
    return st.one_of(one, one, two, two, raised, cases)


trees = st.recursive(leaves, _applied, max_leaves=6)
ends = st.one_of(st.floats(-6, 6), st.integers(-6, 6).map(lambda k: k / 2), st.sampled_from((math.pi, -math.pi / 2)))


@st.composite
def boxes(draw: st.DrawFn) -> tuple[float, float, list[float]]:
    """An interval, wide or narrow, and numbers in it: both ends and two more."""
    low = draw(ends)
    high = draw(st.one_of(ends, st.floats(1e-14, 1e-2).map(lambda d: low + d)))
    low, high = sorted((low, high))
    shares = draw(st.lists(st.floats(0, 1), min_size=2, max_size=2))
    return low, high, [low, high, *(min(max(low * (1 - t) + high * t, low), high) for t in shares)]


@examples(250)
@given(trees, st.lists(boxes(), min_size=1, max_size=4))
def test_trees_are_enclosed_and_rise_no_faster_than_their_slopes(
    tree: Node, batch: list[tuple[float, float, list[float]]]
) -> None:
    root = folded(tree)
    value, slope = on_interval_series(root, "x", [box[0] for box in batch], [box[1] for box in batch], 1)
    with M.workdps(DIGITS):
        for k, (_, _, points) in enumerate(batch):
            found = []
            for x in points:
                try:
                    exact = _value(root, M.mpf(x))
                except _TooFarError:
                    continue
                if exact is None:
                    assert not value.defined[k]
                else:
                    _enclosed(value.lo[k], exact, value.hi[k])
                    found.append((M.mpf(x), exact))
            if value.defined[k] and value.continuous[k]:
                for (a, one), (b, other) in pairwise(found):
                    if abs(a - b) > 1e-12 and not np.isnan(slope.lo[k]):
                        _enclosed(slope.lo[k], (one - other) / (a - b), slope.hi[k])


def _enclosed(low: float, value: Any, high: float) -> None:
    slack = abs(value) * M.mpf(10) ** -30 + M.mpf(10) ** -40
    assert low <= value + slack
    assert value - slack <= high
