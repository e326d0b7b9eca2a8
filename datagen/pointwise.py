"""A formula at points: the recipes behind `derive`, `gradient` and `hessian`, and the listing of named functions.

    print(Derive("3x^2 + 5x + 6e^x", at=2, order=2).run().text())

A recipe checks its request when it is made, and differentiates when it is run.
"""

from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from datagen.answers import Answer, Catalogue, Derivatives, Gradients, Hessians, Point, Subject
from datagen.calculus import HIGHEST
from datagen.errors import DatagenError
from datagen.formats import encode_json
from datagen.functions import FUNCTIONS, Resolved, meant, resolve
from datagen.kinds import Choice, Integer, Optional, Places, Settings, Text
from datagen.options import Recipe, option

if TYPE_CHECKING:
    from datagen.calculus import Differentiable

__all__ = ["Derive", "Gradient", "Hessian", "Listing", "PlaceError", "SeveralVariablesError"]


@dataclass(frozen=True)
class _Answering(Recipe):
    """A recipe whose output is one answer."""

    formats: ClassVar[tuple[str, ...]] = ("text", "json")

    @abstractmethod
    def run(self) -> Answer:
        """Find the answer."""

    def write(self, stream: BinaryIO, format: str) -> None:
        answer = self.run()
        stream.write(encode_json(answer.data()) if format == "json" else f"{answer.text()}\n".encode())


class PlaceError(DatagenError):
    """A place that does not give every variable one value."""

    def __init__(self, given: str, text: str, variables: tuple[str, ...]) -> None:
        self.given, self.text, self.variables = given, text, variables
        example = ",".join(f"{name}={value}" for value, name in enumerate(variables, start=1))
        letters = f"variable{'s' * (len(variables) > 1)} {', '.join(variables)}"
        super().__init__(f"at: {given} does not fit {text!r} of the {letters}; give a value for each, as in {example}")


class SeveralVariablesError(DatagenError):
    """A function of several variables where there has to be one."""

    def __init__(self, text: str, variables: tuple[str, ...]) -> None:
        self.text, self.variables = text, variables
        fixed = " ".join(f"--set {name}=1" for name in variables[1:])
        super().__init__(
            f"derive: {text!r} is a function of {', '.join(variables)}, and a derivative is by one variable; "
            f"fix the others, as in {fixed}, or use gradient"
        )


@dataclass(frozen=True)
class _AtPoints(_Answering):
    """A function, and the points at which it is differentiated."""

    formula: str = option(
        Text("FORMULA|NAME"), help="a formula, or a name that `datagen functions` lists", argument=True
    )
    at: tuple[tuple[tuple[str, float], ...], ...] = option(
        Places(), help="the point: 2, or x=2,y=3 for several variables; may be repeated"
    )
    set: tuple[tuple[str, float], ...] = option(Settings(), (), "value of a parameter; may be repeated")

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check()

    def _check(self) -> None:
        """Refuse what does not fit before any work: reading the places is enough."""
        if not self._points:
            raise PlaceError("nothing", self.formula, self._resolved.variables)

    @cached_property
    def _resolved(self) -> Resolved:
        return resolve(self.formula, self.set)

    @property
    def _subject(self) -> Subject:
        resolved = self._resolved
        formula = str(resolved.expression) if resolved.values else resolved.text
        return Subject(formula, resolved.expression.name or "f", self._resolved.variables)

    @cached_property
    def _points(self) -> tuple[Point, ...]:
        """The coordinates of each place, in the order of the variables."""
        return tuple(self._point(place) for place in self.at)

    def _point(self, place: tuple[tuple[str, float], ...]) -> Point:
        known = self._resolved.variables
        alone = known[0] if len(known) == 1 else ""
        named = {meant(name, known) if name else alone: value for name, value in place}
        if len(named) != len(place) or {*named} != {*known}:
            given = ",".join(f"{name}={value:.15g}" if name else f"{value:.15g}" for name, value in place)
            raise PlaceError(given, self.formula, known)
        return tuple(named[name] for name in known)

    def notes(self) -> list[str]:
        return [*self._resolved.notes]

    def _values_and_gradients(self) -> tuple[list[float], list[list[float]]]:
        """f and its gradient at every point."""
        import numpy as np

        from datagen.calculus import gradient

        expression = self._resolved.expression
        columns = dict(zip(expression.variables, np.array(self._points).T, strict=False))
        values = np.broadcast_to(expression(**columns), len(self._points))
        return values.tolist(), gradient(self._differentiable)(self._points).tolist()

    @property
    def _differentiable(self) -> "Differentiable":
        """The expression, or the same number at every point where it has no variables."""
        expression = self._resolved.expression
        return expression if expression.variables else lambda point: float(expression())


@dataclass(frozen=True)
class Derive(_AtPoints):
    """A function of one variable and its derivatives at points.

    Example: datagen derive "3*x**2 + 5*x + 6*torch.exp(x)" --at 2 --order 2
    """

    order: int = option(Integer(0, HIGHEST), 1, "highest derivative")

    def _check(self) -> None:
        if len(self._resolved.variables) > 1:
            raise SeveralVariablesError(self.formula, self._resolved.variables)
        super()._check()

    def run(self) -> Derivatives:
        from datagen.calculus import derivatives

        places = [place for (place,) in self._points]
        values = derivatives(self._resolved.expression, range(self.order + 1))(places)
        return Derivatives(self._subject, self._points, values.T.tolist())


@dataclass(frozen=True)
class Gradient(_AtPoints):
    """The gradient of a function at points.

    Example: datagen gradient "x^2 y + e^y" --at x=2,y=3
    """

    def run(self) -> Gradients:
        return Gradients(self._subject, self._points, *self._values_and_gradients())


@dataclass(frozen=True)
class Hessian(_AtPoints):
    """The matrix of second derivatives of a function at points.

    Example: datagen hessian "x**4 + 2*x**2*y**2 + y**4" --at x=2,y=3
    """

    def run(self) -> Hessians:
        from datagen.calculus import hessian

        matrices = hessian(self._differentiable)(self._points).tolist()
        return Hessians(self._subject, self._points, *self._values_and_gradients(), matrices)


@dataclass(frozen=True)
class Listing(_Answering):
    """The named functions, or all about one of them.

    Example: datagen functions rosenbrock
    """

    name: str | None = option(
        Optional(Choice(tuple(FUNCTIONS), noun="function")),
        None,
        "a named function",
        shown="a table of all",
        argument=True,
    )

    def run(self) -> Catalogue:
        return Catalogue(tuple(FUNCTIONS.values()) if self.name is None else (FUNCTIONS[self.name],))
