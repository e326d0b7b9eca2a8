"""The kinds of value that an option may have: each reads what a person types and what a program passes.

Range().read("x", "0:2pi") == Range().read("x", (0, 2 * math.pi))
"""

import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from datagen.errors import DatagenError, NameUnknownError, OptionError
from datagen.expressions import constant

__all__ = [
    "Choice", "Choices", "Flag", "Integer", "Kind", "Many", "Optional", "Place", "Places", "Range", "Real", "Reals",
    "Settings", "Shape", "Text", "shown",
]  # fmt: skip


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


class Reals(NamedTuple):
    """One finite number or several, with commas between; in Python a number or any number of them."""

    metavar: str = "NUMBER,..."

    def read(self, name: str, given: Any) -> tuple[float, ...]:
        several = given.split(",") if isinstance(given, str) else given
        values = several if isinstance(several, list | tuple) else (several,)
        return tuple(dict.fromkeys(Real().read(name, each) for each in values))


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


class Choices(NamedTuple):
    """Some names of a few, with commas between; in Python any number of them."""

    choice: Choice

    @property
    def metavar(self) -> str:
        return f"{self.choice.metavar},..."

    def read(self, name: str, given: Any) -> tuple[str, ...]:
        names = given.split(",") if isinstance(given, str) else given
        if not isinstance(names, list | tuple):
            raise OptionError(name, given, f"names of {', '.join(self.choice.names)}")
        return tuple(dict.fromkeys(self.choice.read(name, str(each).strip()) for each in names))


class Range(NamedTuple):
    """LOW:HIGH, two numbers or constant formulas; in Python a pair."""

    metavar: str = "LOW:HIGH"
    limit: float = 1e200

    def read(self, name: str, given: Any) -> tuple[float, float]:
        bounds = _pair(given, ":")
        if bounds is None:
            raise OptionError(name, given, "LOW:HIGH, such as 0:2pi")
        low, high = (Real().read(name, bound) for bound in bounds)
        if not -self.limit <= low < high <= self.limit:
            raise OptionError(name, f"{low:g}:{high:g}", f"LOW:HIGH with LOW below HIGH, both within {self.limit:g}")
        return low, high


class Shape(NamedTuple):
    """ROWSxCOLUMNS; in Python a pair."""

    metavar: str = "ROWSxCOLUMNS"

    def read(self, name: str, given: Any) -> tuple[int, int]:
        sizes = _pair(given, "[x×]")
        try:
            rows, columns = (Integer(1).read(name, size) for size in sizes or ())
        except ValueError:  # an OptionError is one, and so is a size too few
            raise OptionError(name, given, "ROWSxCOLUMNS, such as 3x3") from None
        return rows, columns


class Place(NamedTuple):
    """A number, as in 2 or pi/2, or one for each variable, as in x=2,y=3; in Python a number or a mapping.

    Read as pairs of a variable's name and its value; the name is empty where only a number was given. With `ranges`
    a value may be LOW:HIGH too, and is a pair then.
    """

    metavar: str = "AT"
    ranges: bool = False

    def read(self, name: str, given: Any) -> tuple[tuple[str, Any], ...]:
        if isinstance(given, str):
            given = [part.rpartition("=")[::2] for part in given.split(",")]
        pairs = list(given.items()) if isinstance(given, Mapping) else given
        if not isinstance(pairs, list | tuple) or not all(isinstance(each, list | tuple) for each in pairs):
            pairs = [("", pairs)]
        place = tuple((str(key).strip(), self._value(name, value)) for key, value in pairs)
        if len({key for key, _ in place if key}) != len([key for key, _ in place if key]):
            raise OptionError(name, shown(place), "each name once")
        return place

    def _value(self, name: str, given: Any) -> float | tuple[float, float]:
        if isinstance(given, str) and ":" in given and not self.ranges:
            raise OptionError(name, given, "a number, as derive alone takes a range")
        if not self.ranges or not (":" in given if isinstance(given, str) else isinstance(given, list | tuple)):
            return Real().read(name, given)
        if isinstance(given, str) and given.count(":") > 1:
            raise OptionError(name, given, "LOW:HIGH, such as 0:2pi, and the number of points with --n")
        return Range().read(name, given)


def shown(place: Sequence[tuple[str, Any]]) -> str:
    """A place as it is typed: x=2,y=3; 0:5."""
    pairs = [(key, value if isinstance(value, tuple) else (value,)) for key, value in place]
    texts = [(key, ":".join(f"{end:.15g}" for end in ends)) for key, ends in pairs]
    return ",".join(f"{key}={text}" if key else text for key, text in texts)


class Many(NamedTuple):
    """Any number of values of one kind."""

    kind: Kind

    @property
    def metavar(self) -> str:
        return self.kind.metavar

    def read(self, name: str, given: Any) -> tuple[Any, ...]:
        several = given if isinstance(given, list | tuple) else (given,)
        return tuple(self.kind.read(name, each) for each in several)


class Places(NamedTuple):
    """Any number of places."""

    kind: Kind = Place()

    @property
    def metavar(self) -> str:
        return self.kind.metavar

    def read(self, name: str, given: Any) -> tuple[Any, ...]:
        if isinstance(given, tuple) and given and isinstance(given[0], tuple) and isinstance(given[0][0], str):
            given = (given,)
        return Many(self.kind).read(name, given)


class Settings(NamedTuple):
    """NAME=VALUE, any number of times, each value of one kind; in Python a mapping, or pairs. Read as pairs."""

    kind: Kind = Real()
    metavar: str = "NAME=VALUE"

    def read(self, name: str, given: Any) -> tuple[tuple[str, Any], ...]:
        if isinstance(given, str):
            given = (given,)
        if not isinstance(given, Mapping | list | tuple):
            raise OptionError(name, given, self.metavar)
        pairs = given.items() if isinstance(given, Mapping) else [self._pair(name, each) for each in given]
        settings = tuple((str(key).strip(), self.kind.read(f"{name} {key}", value)) for key, value in pairs)
        names = [key for key, _ in settings]
        for key in names:
            if names.count(key) > 1:
                raise OptionError(name, f"{key} more than once", "each name once")
        return settings

    def _pair(self, name: str, each: Any) -> tuple[str, Any]:
        if isinstance(each, tuple | list) and len(each) == 2:
            return str(each[0]), each[1]
        key, equals, value = each.partition("=") if isinstance(each, str) else ("", "", "")
        if not (equals and key.strip() and value.strip()):
            raise OptionError(name, each, self.metavar)
        return key, value


class Optional(NamedTuple):
    """A value of a kind, or none."""

    kind: Kind

    @property
    def metavar(self) -> str:
        return self.kind.metavar

    def read(self, name: str, given: Any) -> Any:
        return None if given is None else self.kind.read(name, given)


def _pair(given: Any, separator: str) -> Sequence[Any] | None:
    """The two parts of a text or a pair; None where there are not two."""
    parts = re.split(separator, given) if isinstance(given, str) else getattr(given, "tolist", lambda: given)()
    pair = isinstance(parts, Sequence) and len(parts) == 2 and all(str(part).strip() for part in parts)
    return parts if pair else None


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
