"""The named functions, and the reading of a NAME or FORMULA argument.

    FUNCTIONS["gaussian"].formula
    resolve("gaussian", [("sigma", 2.0)]).expression
    resolve("x^2 + y^2").domain

Only the names that are asked for are read: to import the table costs nothing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from datagen.errors import DatagenError, NameUnknownError
from datagen.expressions import Expression, constant, parse
from datagen.expressions.names import same_name
from datagen.expressions.reading import spelt

__all__ = [
    "DEFAULT_RANGE", "FUNCTIONS", "Function", "Resolved", "SettingError", "assumed_range", "is_nearly", "meant",
    "resolve",
]  # fmt: skip

Bound = float | str
"""An end of a range: a number, or a constant formula such as 2pi."""

DEFAULT_RANGE = (-5.0, 5.0)
"""The range of a variable that is given none and that no named function knows."""


@dataclass(frozen=True)
class Function:
    """A named function: a formula, what its letters stand for, and where it comes from.

    `domain` has the range on which each variable's picture is informative, and `parameters` the other letters with
    the value that each has unless it is set. `source` is where the function was introduced or studied, or
    "elementary" for those that every textbook has. `title` is the name in prose; where none is given, that of the row
    with spaces and a capital.
    """

    name: str
    formula: str
    domain: Mapping[str, tuple[Bound, Bound]]
    description: str
    source: str = "elementary"
    parameters: Mapping[str, float] = field(default_factory=dict)
    title: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", self.title or self.name.replace("-", " ").capitalize())

    @property
    def ranges(self) -> dict[str, tuple[float, float]]:
        """The domain in numbers."""
        return {name: (_bound(low), _bound(high)) for name, (low, high) in self.domain.items()}


_ROWS = (
    Function("damped-sine", "e^-x sin(2πx)", {"x": (0, 5)}, "an oscillation that dies away"),
    Function("quadratic", "a x^2 + b x + c", {"x": (-1, 1)}, "a parabola", parameters={"a": 1.0, "b": 0.0, "c": 0.0}),
    Function("quadratic-plus-exp", "3x^2 + 5x + 6e^x", {"x": (-3, 2)}, "a parabola that an exponential takes over"),
    Function("sine", "sin(x)", {"x": (0, "2pi")}, "one period of the sine"),
    Function(
        "chirp", "sin(2π*(f*t + k*t^2/2))", {"t": (0, 3)},
        "an oscillation of frequency f + k t, which rises steadily",
        "J. R. Klauder, A. C. Price, S. Darlington and W. J. Albersheim, The theory and design of chirp radars, "
        "Bell System Technical Journal 39 (1960)",
        {"f": 1.0, "k": 2.0},
    ),
    Function(
        "exponential-decay", "A e^(-λ*t)", {"t": (0, 5)},
        "an amount A that loses a fixed share in every unit of time",
        "E. Rutherford and F. Soddy, The cause and nature of radioactivity, Philosophical Magazine 4 (1902)",
        {"A": 1.0, "lambda": 1.0},
    ),
    Function(
        "gaussian", "exp(-((x - μ)/σ)^2/2)/(σ*sqrt(2π))", {"x": (-4, 4)},
        "the normal density of mean mu and standard deviation sigma",
        "C. F. Gauss, Theoria motus corporum coelestium (1809)",
        {"mu": 0.0, "sigma": 1.0},
    ),
    Function(
        "mexican-hat", "2*(1 - (x/σ)^2)*exp(-(x/σ)^2/2)/(sqrt(3σ)*π^(1/4))", {"x": (-5, 5)},
        "the Ricker wavelet: a normal density's second derivative, turned over and of unit energy",
        "N. Ricker, The form and laws of propagation of seismic wavelets, Geophysics 18 (1953)",
        {"sigma": 1.0},
    ),
    Function(
        "sinc", "sinc(x)", {"x": (-5, 5)},
        "sin(pi x)/(pi x), and 1 at 0: the response of an ideal low-pass filter",
        "P. M. Woodward and I. L. Davies, Information theory and inverse probability in telecommunication, "
        "Proceedings of the IEE 99 (1952)",
    ),
    Function(
        "runge", "1/(1 + 25x^2)", {"x": (-1, 1)},
        "a smooth curve that polynomials through even points fail to follow",
        "C. Runge, Über empirische Funktionen und die Interpolation zwischen äquidistanten Ordinaten, "
        "Zeitschrift für Mathematik und Physik 46 (1901)",
    ),
    Function(
        "witch-of-agnesi", "8a^3/(x^2 + 4a^2)", {"x": (-6, 6)},
        "the versiera, drawn with a circle of radius a",
        "M. G. Agnesi, Instituzioni analitiche ad uso della gioventù italiana (1748)",
        {"a": 1.0}, "Witch of Agnesi",
    ),
    Function(
        "sigmoid", "1/(1 + e^-x)", {"x": (-8, 8)}, "the logistic curve, from 0 to 1",
        "P.-F. Verhulst, Recherches mathématiques sur la loi d'accroissement de la population, "
        "Nouveaux mémoires de l'Académie royale de Bruxelles 18 (1845)",
    ),
    Function("tanh", "tanh(x)", {"x": (-4, 4)}, "the hyperbolic tangent, from -1 to 1"),
    Function(
        "relu", "relu(x)", {"x": (-3, 3)}, "x where it is positive, else 0: the rectified linear unit",
        "V. Nair and G. E. Hinton, Rectified linear units improve restricted Boltzmann machines, ICML (2010)",
        title="ReLU",
    ),
    Function(
        "softplus", "softplus(x)", {"x": (-6, 6)}, "log(1 + e^x), a smooth form of relu",
        "C. Dugas, Y. Bengio, F. Bélisle, C. Nadeau and R. Garcia, Incorporating second-order functional knowledge "
        "for better option pricing, NIPS 13 (2000)",
    ),
    Function(
        "gelu", "x*(1 + erf(x/sqrt(2)))/2", {"x": (-4, 4)},
        "x times the normal distribution function: the Gaussian error linear unit",
        "D. Hendrycks and K. Gimpel, Gaussian error linear units (GELUs), arXiv:1606.08415 (2016)", title="GELU",
    ),
    Function(
        "silu", "x/(1 + e^-x)", {"x": (-6, 6)}, "x times its sigmoid: the sigmoid linear unit, or swish",
        "S. Elfwing, E. Uchibe and K. Doya, Sigmoid-weighted linear units for neural network function approximation "
        "in reinforcement learning, Neural Networks 107 (2018)", title="SiLU",
    ),
    Function(
        "morse", "D*(1 - exp(-a*(r - r0)))^2", {"r": (0.5, 6)},
        "the energy of two bound atoms at the distance r: depth D, width 1/a, rest at r0",
        "P. M. Morse, Diatomic molecules according to the wave mechanics. II. Vibrational levels, "
        "Physical Review 34 (1929)",
        {"D": 1.0, "a": 1.0, "r0": 1.5}, "Morse potential",
    ),
    Function(
        "lennard-jones", "4ε*((σ/r)^12 - (σ/r)^6)", {"r": (0.95, 3)},
        "the energy of two atoms that attract and then repel: depth epsilon, zero at sigma",
        "J. E. Lennard-Jones, Cohesion, Proceedings of the Physical Society 43 (1931)",
        {"epsilon": 1.0, "sigma": 1.0}, "Lennard-Jones potential",
    ),
    Function(
        "quartic-bowl", "x^4 + 2x^2 y^2 + y^4", {"x": (-2, 2), "y": (-2, 2)},
        "(x^2 + y^2)^2, a bowl flat at its minimum 0 at (0, 0)",
    ),
    Function(
        "rosenbrock", "(a - x)^2 + b*(y - x^2)^2", {"x": (-2, 2), "y": (-1, 3)},
        "a curved valley that slows descent; minimum 0 at (a, a^2)",
        "H. H. Rosenbrock, An automatic method for finding the greatest or least value of a function, "
        "The Computer Journal 3 (1960)",
        {"a": 1.0, "b": 100.0},
    ),
    Function(
        "himmelblau", "(x^2 + y - 11)^2 + (x + y^2 - 7)^2", {"x": (-5, 5), "y": (-5, 5)},
        "four equal minima 0, one of them at (3, 2)",
        "D. M. Himmelblau, Applied Nonlinear Programming, McGraw-Hill (1972)",
    ),
    Function(
        "beale", "(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
        {"x": (-4.5, 4.5), "y": (-4.5, 4.5)},
        "flat ground between sharp peaks; minimum 0 at (3, 0.5)",
        "E. M. L. Beale, On an iterative method for finding a local minimum of a function of more than one variable, "
        "Technical Report 25, Statistical Techniques Research Group, Princeton University (1958)",
    ),
    Function(
        "six-hump-camel", "(4 - 2.1x^2 + (x^4)/3)*x^2 + x*y + (4y^2 - 4)*y^2", {"x": (-2, 2), "y": (-1, 1)},
        "six local minima, two of them lowest, -1.0316 at (0.0898, -0.7127) and (-0.0898, 0.7127)",
        "L. C. W. Dixon and G. P. Szegö (editors), Towards Global Optimisation 2, North-Holland (1978)",
    ),
    Function(
        "rastrigin", "20 + x^2 + y^2 - 10cos(2πx) - 10cos(2πy)", {"x": (-5.12, 5.12), "y": (-5.12, 5.12)},
        "a bowl with a local minimum near every whole point; minimum 0 at (0, 0)",
        "L. A. Rastrigin, Systems of Extremal Control (in Russian), Nauka, Moscow (1974)",
    ),
    Function(
        "ackley", "20 + e - 20exp(-0.2sqrt((x^2 + y^2)/2)) - exp((cos(2πx) + cos(2πy))/2)",
        {"x": (-5, 5), "y": (-5, 5)},
        "a pitted plain around a funnel; minimum 0 at (0, 0)",
        "D. H. Ackley, A Connectionist Machine for Genetic Hillclimbing, Kluwer (1987)",
    ),
)  # fmt: skip

FUNCTIONS: Mapping[str, Function] = {row.name: row for row in _ROWS}
"""Every named function, by its name, in the order of the listing."""


@dataclass(frozen=True)
class Resolved:
    """A NAME or FORMULA argument, read: what it says, and what it is with its parameters' values put in."""

    text: str
    formula: Expression
    values: Mapping[str, float]
    expression: Expression
    function: Function | None

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables that are left, in order; x where the formula is a constant."""
        return self.expression.variables or ("x",)

    @property
    def domain(self) -> dict[str, tuple[float, float]] | None:
        """The named function's ranges of the variables that are left; None where there is no named function."""
        if self.function is None:
            return None
        return {name: ends for name, ends in self.function.ranges.items() if name not in self.values}

    @property
    def notes(self) -> tuple[str, ...]:
        """What the parser has to say about how it read the formula."""
        return tuple(self.formula.notes)


def resolve(text: str, settings: Iterable[tuple[str, float]] = (), variables: Iterable[str] = ()) -> Resolved:
    """Read the name of a named function, or else a formula, and put in the values of its parameters.

    A name brings its row's parameters and ranges; a formula whose tree equals a row's brings its ranges. `settings`
    override the parameters, and may fix variables too. A constant's name among the settings or `variables`, as in
    e=2, is a variable of the formula.

    Raises: FormulaError for a formula that cannot be read, NameUnknownError for a text that is nearly a name,
    SettingError for a setting that the formula has no letter for.
    """
    given = dict(settings)
    row = FUNCTIONS.get(text.strip())
    formula = _formula(row.name) if row else _read(text, [*given, *variables])
    values = dict(row.parameters) if row else {}
    for name, value in given.items():
        if (letter := meant(name, formula.variables)) is None:
            raise SettingError(name, text.strip(), formula.variables)
        values[letter] = value
    function = row or next((each for each in FUNCTIONS.values() if _is(each, formula)), None)
    return Resolved(text.strip(), formula, values, formula.bind(**values), function)


def assumed_range(name: str, ends: tuple[float, float] = DEFAULT_RANGE) -> str:
    """The note that a variable has a range that nobody asked for."""
    return f"{name} runs from {ends[0]:g} to {ends[1]:g}, as no range was given"


def meant(name: str, variables: Iterable[str]) -> str | None:
    """The one of `variables` that a name spells, θ for theta and x_1 for x1; None where it is none of them."""
    same = same_name(spelt(name))
    return next((each for each in variables if same_name(each) == same), None)


class SettingError(DatagenError):
    """A value for a letter that the formula does not have."""

    def __init__(self, name: str, text: str, known: tuple[str, ...]) -> None:
        from difflib import get_close_matches

        self.name, self.text, self.known = name, text, known
        near = "".join(f"; did you mean {each!r}?" for each in get_close_matches(name, known, n=1))
        letters = f"has {', '.join(known)}" if known else "has no variables"
        super().__init__(f"set: {name} is no variable of {text!r}, which {letters}{near}")


@cache
def _formula(name: str) -> Expression:
    """A named formula, read when it is first needed: 26 formulas are too many for every start."""
    return parse(FUNCTIONS[name].formula)


def _is(row: Function, formula: Expression) -> bool:
    """Whether a formula is a row's; the letters are compared first, so that few rows are read."""
    return {*row.domain, *row.parameters} == {*formula.variables} and _formula(row.name) == formula


def _read(text: str, variables: list[str]) -> Expression:
    """The formula `text`, unless it is so near to a name that only a slip can have made it a formula.

    Several words are compared first, as in damped-sin, which cannot be read; the parser knows better what is wrong with
    one word, as in sinx.
    """
    slip = is_nearly(text.strip(), FUNCTIONS)
    formula = None if slip and re.search("[- ]", text.strip()) else parse(text, variables=variables)
    if formula is None or (slip and not any(meant(name, formula.variables) for name in variables)):
        raise NameUnknownError("function", text.strip(), FUNCTIONS)
    return formula


def is_nearly(text: str, names: Iterable[str]) -> bool:
    """Whether words joined by hyphens or blanks, none of them a letter as in a formula, are close to a name."""
    from difflib import get_close_matches

    words = re.split("[-_ ]", text)
    if not all(re.fullmatch("[A-Za-z][A-Za-z0-9]+", word) for word in words) or sum(map(str.isalpha, text)) < 4:
        return False
    return bool(get_close_matches(text.lower(), names, n=1, cutoff=0.75))


def _bound(end: Bound) -> float:
    return constant(end) if isinstance(end, str) else float(end)
