"""Random trees: every operation, the awkward names, and numbers of every size."""

from hypothesis import strategies as st

from datagen.expressions import Apply, Constant, Node, Number, Variable
from datagen.operations import OPERATIONS

NAMES = (
    "x",
    "y",
    "x10",
    "m_0",
    "mass",
    "theta",
    "theta1",
    "gamma",
    "Gamma",
    "tau",
    "lambda",
    "Delta",
    "Deltax",
    "a_b_c",
)

_COMPARISONS = [name for name, row in OPERATIONS.items() if row.strength == 2]
_OPERATIONS = [name for name, row in OPERATIONS.items() if not row.condition and name != "where"]

numbers = st.one_of(
    st.integers(0, 12).map(float),
    st.sampled_from((0.5, 0.25, 1e-3, 1e3, 1e20, 1e-300, 1e308, 123456.0, 0.1, 2.5, 3.25)),
)
leaves = st.one_of(
    numbers.map(Number), st.sampled_from(NAMES).map(Variable), st.sampled_from(("e", "pi", "tau")).map(Constant)
)


def _apply(operation: str, arguments: tuple[Node, ...]) -> Node:
    if operation == "power" and arguments[0] == Constant("e"):
        return Apply("exp", arguments[1:])  # as the parser reads it
    return Apply(operation, arguments)


def _applied(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    def of(operation: str) -> st.SearchStrategy[Node]:
        arguments = st.tuples(*[inner] * OPERATIONS[operation].arity)
        return arguments.map(lambda given: _apply(operation, given))

    comparison = st.tuples(st.sampled_from(_COMPARISONS), inner, inner).map(lambda each: Apply(each[0], each[1:]))
    both = st.tuples(comparison, comparison).map(lambda each: Apply("logical_and", each))
    chain = st.tuples(comparison, st.sampled_from(_COMPARISONS), inner).map(
        lambda each: Apply("logical_and", (each[0], Apply(each[1], (each[0].arguments[1], each[2]))))
    )
    condition = st.one_of(comparison, both, chain)
    where = st.tuples(condition, inner, inner).map(lambda given: Apply("where", given))
    return st.one_of(st.sampled_from(_OPERATIONS).flatmap(of), where)


trees = st.recursive(leaves, _applied, max_leaves=12)
