"""Trees as functions that write into the memory of their result: the bits of a walk through the tree."""

from itertools import count

import numpy as np
import pytest
from hypothesis import given
from trees import trees

from datagen import parse
from datagen.arithmetic.values import Arrays
from datagen.expressions.evaluation import CHUNK, evaluate, folded
from datagen.expressions.filling import filling
from datagen.expressions.tree import Node, Variable, walk

N = 2 * CHUNK + 1
FORMULAS = [
    "x", "2", "x + y", "(x + 1)(y - 2)", "(x + 1)/(x - 1) - (y + 1)/(y - 1)", "(x - y)^2 (x + y)^2", "x^2 - y^2",
    "((x + y)^2 + x)^2", "2 - (3 - (x - (4 - y)))", "x^3 + x^-2 + x^0.5", "where(x < y, x + y, x - y) (x + 1)",
    "exp(x + y) sin(x - y) + (x - y)", "-(x + y) + (x + y)", "(x + y) mod (x - y)", "1/(x - x) - 1/(y - y)",
]  # fmt: skip


def bits(found: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(found, dtype=float).view(np.uint64)


def drawn(n: int) -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    return {"x": random.normal(size=n), "y": random.normal(size=n)}


@pytest.mark.parametrize("formula", FORMULAS)
def test_many_points_have_the_bits_of_a_walk(formula: str) -> None:
    expression, places = parse(formula), drawn(N)
    before = {name: column.copy() for name, column in places.items()}
    found = parse(f"f(x, y) = {formula}")(**places)
    with np.errstate(all="ignore"):
        walked = evaluate(folded(expression.root), Arrays(), places)
    np.testing.assert_array_equal(bits(found), bits(np.broadcast_to(walked, N)))
    for name, column in places.items():
        np.testing.assert_array_equal(column, before[name])


@given(trees)
def test_any_tree_has_the_bits_of_a_walk(tree: Node) -> None:
    root = folded(tree)
    columns = (np.roll([0.5, -2.0, 0.0, np.inf, np.nan, 3.0], shift) for shift in count())
    places = dict(zip([node.name for node in walk(root) if isinstance(node, Variable)], columns, strict=False))
    with np.errstate(all="ignore"):
        walked = evaluate(root, Arrays(), places)
        found = filling(root, Arrays())(places, np.empty(6))
    np.testing.assert_array_equal(bits(np.broadcast_to(found, 6)), bits(np.broadcast_to(walked, 6)))


def test_sums_and_products_of_a_variable_need_no_memory_but_the_results() -> None:
    x, out = np.arange(4.0), np.empty(4)
    assert filling(parse("(x + 1)^2").root, Arrays())({"x": x}, out) is out
    assert filling(folded(parse("a x^2 + b x + c").bind(a=2, b=3, c=4).root), Arrays())({"x": x}, out) is out
    assert out.tolist() == [4, 9, 18, 31]


@pytest.mark.parametrize("shapes", [((N, 1), (1, 3)), ((N,), ()), ((3, N), (N,))], ids=str)
def test_variables_of_different_shapes_have_the_bits_of_a_walk(shapes: tuple[tuple[int, ...], ...]) -> None:
    expression, random = parse("(x + 1)^2 (y - x) + x y"), np.random.default_rng(0)
    places = dict(zip("xy", map(random.normal, (0, 0), (1, 1), shapes), strict=True))
    np.testing.assert_array_equal(bits(expression(**places)), bits(evaluate(expression.root, Arrays(), places)))
