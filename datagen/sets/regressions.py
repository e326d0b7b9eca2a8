"""Sets that are formulas: linear, Friedman's three, and logistic growth."""

from dataclasses import replace

from datagen.functions import Function
from datagen.sets.row import FormulaSet, Values, count
from datagen.streams import generator

__all__ = ["REGRESSIONS"]

_FRIEDMAN = "J. H. Friedman, Multivariate adaptive regression splines, The Annals of Statistics 19 (1991)"

_LINEAR = Function(
    "linear", "b + w1*x1 + w2*x2 + ...", {},
    "a linear function whose coefficients are drawn, said, and kept",
    "A.-M. Legendre, Nouvelles méthodes pour la détermination des orbites des comètes (1805)",
)  # fmt: skip
_FRIEDMAN1 = Function(
    "friedman1", "10sin(π*x1*x2) + 20(x3 - 0.5)^2 + 10x4 + 5x5", {},
    "five inputs that count, in several ways, among others that do not", _FRIEDMAN,
)  # fmt: skip
_CIRCUIT: dict[str, tuple[float | str, float | str]] = {
    "x1": (0, 100),
    "x2": ("40pi", "560pi"),
    "x3": (0, 1),
    "x4": (1, 11),
}
_FRIEDMAN2 = Function(
    "friedman2", "sqrt(x1^2 + (x2*x3 - 1/(x2*x4))^2)", _CIRCUIT,
    "the impedance of an alternating-current circuit", _FRIEDMAN,
)  # fmt: skip
_FRIEDMAN3 = Function(
    "friedman3", "atan((x2*x3 - 1/(x2*x4))/x1)", _CIRCUIT,
    "the phase angle of an alternating-current circuit", _FRIEDMAN,
)  # fmt: skip
_LOGISTIC_GROWTH = Function(
    "logistic-growth", "K/(1 + (K/P - 1)*e^(-r*t))", {"t": (0, 10)},
    "a population that grows from P to the K that its place can bear",
    "P.-F. Verhulst, Notice sur la loi que la population suit dans son accroissement, "
    "Correspondance mathématique et physique 10 (1838)",
    {"K": 100.0, "P": 5.0, "r": 1.0},
)  # fmt: skip


def _linear(values: Values, seed: int) -> Function:
    """Coefficients from the standard normal law, to two decimals, so that they can be said and typed exactly."""
    numbers = range(1, int(values["features"]) + 1)
    drawn = generator(seed, "parameters", 0).standard_normal(len(numbers) + 1).round(2).tolist()
    return replace(
        _LINEAR,
        formula=" + ".join(["b", *(f"w{i}*x{i}" for i in numbers)]),
        domain={f"x{i}": (-1, 1) for i in numbers},
        parameters=dict(zip(["b", *(f"w{i}" for i in numbers)], drawn, strict=True)),
    )


def _friedman1(values: Values, seed: int) -> Function:
    names = [f"x{i}" for i in range(1, int(values["features"]) + 1)]
    return replace(
        _FRIEDMAN1, formula=f"y({', '.join(names)}) = {_FRIEDMAN1.formula}", domain=dict.fromkeys(names, (0, 1))
    )


def _friedman2(values: Values, seed: int) -> Function:
    return _FRIEDMAN2


def _friedman3(values: Values, seed: int) -> Function:
    return _FRIEDMAN3


def _logistic_growth(values: Values, seed: int) -> Function:
    return _LOGISTIC_GROWTH


REGRESSIONS = tuple(
    FormulaSet(row.name, row.formula, row.description, row.source, parameters, function, drawn=row is _LINEAR)
    for row, parameters, function in (
        (_LINEAR, {"features": count(3, "how many inputs", most=100)}, _linear),
        (_FRIEDMAN1, {"features": count(10, "how many inputs, all but five without effect", 5, 100)}, _friedman1),
        (_FRIEDMAN2, {}, _friedman2),
        (_FRIEDMAN3, {}, _friedman3),
        (_LOGISTIC_GROWTH, {}, _logistic_growth),
    )
)
