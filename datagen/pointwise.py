"""A formula at points: the recipes behind `derive`, `gradient` and `hessian`.

    print(Derive("3x^2 + 5x + 6e^x", at=2, order=2).run().text())
    Derive("damped-sine", at="0:5", n=11, order=8).run().rows

A recipe checks its request when it is made, and differentiates when it is run.
"""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar

from datagen.answers import HIGHEST, Answer, Derivatives, Gradients, Hessians, Point, Subject
from datagen.calculus import ENGINES, chosen
from datagen.errors import DatagenError, OptionError
from datagen.expressions import Expression
from datagen.formats import encode_json
from datagen.functions import Resolved, meant, resolve
from datagen.kinds import Choice, Integer, Optional, Place, Places, Settings, Text, shown
from datagen.options import Recipe, option
from datagen.remarks import of_cancellation, of_derivatives, of_partial_cancellation, of_partials
from datagen.sets.naming import check_function

if TYPE_CHECKING:
    from datagen.calculus import Differentiable

__all__ = ["Derive", "Gradient", "Hessian", "PlaceError", "SeveralVariablesError"]

LARGEST = 10_000_000
"""Numbers in one answer, which is held in memory."""

EVEN = 11
"""Points of a range, unless there is a word about them."""


class PlaceError(DatagenError):
    """A place that does not give every variable one value."""

    def __init__(self, given: str, text: str, variables: tuple[str, ...], option: str = "at") -> None:
        self.given, self.text, self.variables = given, text, variables
        example = ",".join(f"{name}={value}" for value, name in enumerate(variables, start=1))
        letters = f"variable{'s' * (len(variables) > 1)} {', '.join(variables)}"
        reason = f"{given} does not fit {text!r} of the {letters}"
        super().__init__(f"{option}: {reason}; give a value for each, as in {example}")


class SeveralVariablesError(DatagenError):
    """A function of several variables where there has to be one."""

    def __init__(self, text: str, variables: tuple[str, ...], place: Mapping[str, Any] | None = None) -> None:
        """`place` is what was given at a point: one variable of it is kept, else x, else the first."""
        self.text, self.variables, self.place = text, variables, place or {}
        kept = next(name for name in (*self.place, "x", *variables) if name in variables)
        values = {name: self.place.get(name, 1.0) for name in variables if name != kept}
        fixed = " ".join(f"--set {shown([each])}" for each in values.items())
        super().__init__(
            f"derive: {text!r} is a function of {', '.join(variables)}, and a derivative is by one variable; "
            f"fix the others, as in {fixed}, or use gradient"
        )


@dataclass(frozen=True)
class _AtPoints(Recipe):
    """A function, and the points at which it is differentiated."""

    formula: str = option(
        Text("FORMULA|NAME"), help="a formula, or a name that `datagen functions` lists", argument=True
    )
    at: tuple[tuple[tuple[str, Any], ...], ...] = option(
        Places(), help="the point: 2, or x=2,y=3 for several variables; may be repeated"
    )
    set: tuple[tuple[str, float], ...] = option(Settings(), (), "value of a parameter; may be repeated")

    formats: ClassVar[tuple[str, ...]] = ("text", "csv", "json", "latex")

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check()

    def _check(self) -> None:
        """Refuse what does not fit before any work: reading the places is enough."""
        if not self._points:
            raise PlaceError("nothing", self.formula, self._resolved.variables)

    @abstractmethod
    def run(self) -> Answer:
        """The answer, found once."""

    def write(self, stream: BinaryIO, format: str) -> None:
        answer = self.run()
        texts = {"text": answer.text, "csv": answer.csv, "latex": answer.latex}
        stream.write(f"{texts[format]()}\n".encode() if format in texts else encode_json(answer.data()))

    def notes(self) -> list[str]:
        return [*self._resolved.notes]

    @cached_property
    def _resolved(self) -> Resolved:
        check_function(self.formula, (name for settings in (*self.at, self.set) for name, _ in settings))
        return resolve(self.formula, self.set)

    @property
    def _subject(self) -> Subject:
        resolved = self._resolved
        formula = str(resolved.expression) if resolved.values else resolved.formula.text.strip()
        return Subject(formula, resolved.expression, resolved.variables)

    @cached_property
    def _points(self) -> tuple[Point, ...]:
        """The coordinates of each place, in the order of the variables."""
        return tuple(point for place in self.at for point in self._spread(self._coordinates(place)))

    def _coordinates(self, place: Sequence[tuple[str, Any]]) -> tuple[Any, ...]:
        """What a place gives each of the variables, in their order."""
        known = self._resolved.variables
        alone = known[0] if len(known) == 1 else ""
        named = {meant(name, known) if name else alone: value for name, value in place}
        if len(named) != len(place) or {*named} != {*known}:
            raise PlaceError(shown(place), self.formula, known)
        return tuple(named[name] for name in known)

    def _spread(self, coordinates: tuple[Any, ...]) -> Iterator[Point]:
        """The points that coordinates stand for: here one."""
        yield coordinates


@dataclass(frozen=True)
class Derive(_AtPoints):
    """A function of one variable and its derivatives at points.

    Example: datagen derive "3*x**2 + 5*x + 6*torch.exp(x)" --at 2 --order 2

    The engine auto is autograd up to order 4 and series, which costs little more for each order, above it.
    """

    at: tuple[tuple[tuple[str, Any], ...], ...] = option(
        Places(Place(ranges=True)), help="where: 2, x=2, or even points over a range, 0:2pi; may be repeated"
    )
    n: int | None = option(
        Optional(Integer(2, 1_000_000)), None, "how many points a range has, with both its ends", shown=str(EVEN)
    )
    order: int = option(Integer(0, HIGHEST), 1, "highest derivative")
    engine: str = option(Choice(ENGINES), "auto", f"how derivatives are found: {', '.join(ENGINES)}")

    def _check(self) -> None:
        if len(self._resolved.variables) > 1:
            known = self._resolved.variables
            place = {meant(name, known) or name: value for name, value in self.at[0] if name} if self.at else {}
            raise SeveralVariablesError(self.formula, known, place)
        chosen(self.engine, self.order)
        if self.n is not None and not any(isinstance(value, tuple) for place in self.at for _, value in place):
            raise OptionError("n", self.n, "it with a range, such as --at 0:5")
        super()._check()
        if len(self._points) * (self.order + 1) > LARGEST:
            raise OptionError(
                "order", f"{self.order} at {len(self._points)} points", f"an answer of {LARGEST:,} numbers or fewer"
            )

    def run(self) -> Derivatives:
        return self._answer

    @cached_property
    def _answer(self) -> Derivatives:
        from datagen.calculus import derivatives

        places = [place for (place,) in self._points]
        find = derivatives(self._resolved.expression, range(self.order + 1), engine=self.engine)
        return Derivatives(self._subject, chosen(self.engine, self.order), self._points, find(places).T.tolist())

    def remarks(self) -> list[str]:
        found = self._resolved.expression, self._points, self._answer.rows
        return [*of_derivatives(*found), *of_cancellation(*found)]

    def _spread(self, coordinates: tuple[Any, ...]) -> Iterator[Point]:
        (value,) = coordinates
        if isinstance(value, tuple):
            low, high = value
            yield from ((each,) for each in _even(low, high, self.n or EVEN))
        else:
            yield coordinates


@dataclass(frozen=True)
class Gradient(_AtPoints):
    """The gradient of a function at points.

    Example: datagen gradient "x^2 y + e^y" --at x=2,y=3
    """

    def run(self) -> Gradients:
        return self._answer

    @cached_property
    def _answer(self) -> Gradients:
        return Gradients(self._subject, self._points, *_values_and_gradients(self._resolved.expression, self._points))

    def remarks(self) -> list[str]:
        rows = [[value, *row] for value, row in zip(self._answer.values, self._answer.gradients, strict=True)]
        f, points = self._resolved.expression, self._points
        return [*of_partials(f, points, rows, 1), *of_partial_cancellation(f, points, 1)]


@dataclass(frozen=True)
class Hessian(_AtPoints):
    """The matrix of second derivatives of a function at points.

    Example: datagen hessian "x**4 + 2*x**2*y**2 + y**4" --at x=2,y=3

    With its eigenvalues and, where the gradient vanishes, the nature of the critical point: minimum, maximum or saddle,
    undecided where an eigenvalue is 0 and the others have one sign.
    """

    def run(self) -> Hessians:
        return self._answer

    @cached_property
    def _answer(self) -> Hessians:
        from datagen.calculus import hessian
        from datagen.critical import eigenvalues, nature

        values, gradients = _values_and_gradients(self._resolved.expression, self._points)
        matrices = hessian(_differentiable(self._resolved.expression))(self._points).tolist()
        natures = [nature(*each) for each in zip(self._points, values, gradients, matrices, strict=True)]
        found = [eigenvalues(matrix) for matrix in matrices]
        return Hessians(self._subject, self._points, values, gradients, matrices, found, natures)

    def remarks(self) -> list[str]:
        found = zip(self._answer.values, self._answer.matrices, strict=True)
        rows = [[value, *(each for row in matrix for each in row)] for value, matrix in found]
        f, points = self._resolved.expression, self._points
        return [*of_partials(f, points, rows, 2), *of_partial_cancellation(f, points, 2)]


def _values_and_gradients(expression: Expression, points: tuple[Point, ...]) -> tuple[list[float], list[list[float]]]:
    """f and its gradient at every point."""
    import numpy as np

    from datagen.calculus import gradient

    columns = dict(zip(expression.variables, np.array(points).T, strict=False))
    values = np.broadcast_to(expression(**columns), len(points))
    return values.tolist(), gradient(_differentiable(expression))(points).tolist()


def _differentiable(expression: Expression) -> "Differentiable":
    """The expression, or the same number at every point where it has no variables."""
    return expression if expression.variables else lambda point: float(expression())


def _even(low: float, high: float, n: int) -> list[float]:
    """n even points from low to high, both included, symmetric where the range is: as the grid of `sample`."""
    inner = [(low * (n - 1 - i) + high * i) / (n - 1) for i in range(1, n - 1)]
    return [low, *inner, high]
