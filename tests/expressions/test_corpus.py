"""Formulas as people write them, in mixed notations, against mpmath.

Each line of corpus.txt holds a formula, a point, and the same formula written by hand for mpmath, which this test
evaluates with 50 digits.
"""

from pathlib import Path

import mpmath
import pytest

from datagen.expressions import parse

_LINES = [
    [part.strip() for part in line.split(" | ")]
    for line in (Path(__file__).parent / "corpus.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def _exact(source: str, values: dict[str, float]) -> mpmath.mpf:
    """The value of trusted mpmath source at exactly the floats given."""
    names = {name: getattr(mpmath, name) for name in dir(mpmath) if not name.startswith("_")}
    variables = {("lambda_" if name == "lambda" else name): mpmath.mpf(value) for name, value in values.items()}
    return eval(source, {"__builtins__": {"abs": abs, "min": min}}, names | {"gamma_": mpmath.gamma} | variables)


def test_size() -> None:
    assert len(_LINES) >= 150


@pytest.mark.parametrize(("formula", "point", "source"), _LINES, ids=[line[0] for line in _LINES])
def test_value(formula: str, point: str, source: str) -> None:
    values = {name: float(value) for name, value in (pair.split("=") for pair in point.split())}
    expression = parse(formula)
    assert {expression._variable(name) for name in values} == set(expression.variables)
    with mpmath.workdps(50):
        exact = _exact(source, {expression._variable(name): value for name, value in values.items()})
    assert float(expression(**values)) == pytest.approx(float(exact), rel=2e-14, abs=1e-15)
    for printed in (str(expression), expression.latex(), expression.python()):
        again = parse(printed, variables=expression.variables)
        assert float(again(**values)) == pytest.approx(float(exact), rel=2e-14, abs=1e-15)
