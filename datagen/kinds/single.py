"""Single values: numbers, text, names of a few, yes or no; and none."""

import math
import re
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from datagen.errors import DatagenError, NameUnknownError, OptionError
from datagen.expressions import constant

__all__ = ["Choice", "Flag", "Integer", "Kind", "Optional", "Real", "Text"]


class Kind(Protocol):
    """What an option's value may be."""

    @property
    def metavar(self) -> str:
        """How the help names the value, such as LOW:HIGH; empty for a flag."""

    def read(self, name: str, given: Any) -> Any:
        """The value of the option `name`; OptionError where `given` is not allowed."""


class Integer(NamedTuple):
    """A whole number; 1e3 is 1000."""

    minimum: int
    maximum: int | None = None
    metavar: str = "INTEGER"

    def read(self, name: str, given: Any) -> int:
        value = _number(given)
        high = math.inf if self.maximum is None else self.maximum
        if value is None or value != value // 1 or not self.minimum <= value <= high:
            upper = "or more" if self.maximum is None else f"to {self.maximum}"
            raise OptionError(name, given, f"a whole number, {self.minimum} {upper}")
        return int(value)


class Real(NamedTuple):
    """A finite number, or a constant formula such as pi/2."""

    minimum: float = -math.inf
    metavar: str = "NUMBER"
    maximum: float = math.inf

    def read(self, name: str, given: Any) -> float:
        value = _constant(given) if isinstance(given, str) else _number(given)
        if value is None or not math.isfinite(value) or not self.minimum <= value <= self.maximum:
            raise OptionError(name, given, f"a finite number{self._bound}")
        return float(value)

    @property
    def _bound(self) -> str:
        if self.maximum < math.inf:
            return f", {self.minimum:g} to {self.maximum:g}"
        return "" if self.minimum == -math.inf else f", {self.minimum:g} or more"


class Text(NamedTuple):
    """Any text; it may be empty only if `empty` says what that means."""

    metavar: str = "TEXT"
    empty: str = ""

    def read(self, name: str, given: Any) -> str:
        if not str(given).strip() and not self.empty:
            wanted = "some text, or leave the option out" if self.metavar == "TEXT" else f"a {self.metavar}"
            raise OptionError(name, given, wanted)
        return str(given)


class Flag(NamedTuple):
    """Yes or no."""

    metavar: str = ""

    def read(self, name: str, given: Any) -> bool:
        if not isinstance(given, bool):
            raise OptionError(name, given, "true or false")
        return given


class Choice(NamedTuple):
    """One name of a few."""

    names: tuple[str, ...]
    metavar: str = "NAME"
    noun: str = ""
    """What the names are of, where the option's name does not say it."""

    def read(self, name: str, given: Any) -> str:
        if given not in self.names:
            raise NameUnknownError(self.noun or name, str(given), self.names)
        return str(given)


class Optional(NamedTuple):
    """A value of a kind, or none."""

    kind: Kind

    @property
    def metavar(self) -> str:
        return self.kind.metavar

    def read(self, name: str, given: Any) -> Any:
        return None if given is None else self.kind.read(name, given)


def _constant(text: str) -> float | None:
    """The value of a constant formula; None where the text is none, as y=1 is, which says another thing than 1."""
    if re.match(r"\s*\w+\s*=", text):
        return None
    try:
        return constant(text)
    except DatagenError:
        return None


def _number(given: Any) -> float | int | None:
    """A number of any spelling; None where it is none."""
    if isinstance(given, bool):
        return None
    if isinstance(given, int):
        return given
    try:
        value = float(given)
        if not math.isfinite(value):
            return None
        return int(Decimal(given)) if isinstance(given, str) and value == value // 1 else value
    except (TypeError, ValueError, OverflowError, ArithmeticError):
        return None
