"""Values by name: points, given by a value for each variable, and settings of parameters."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from datagen.errors import OptionError
from datagen.kinds.several import Many, Range
from datagen.kinds.single import Kind, Real

__all__ = ["Place", "Places", "Settings", "shown"]


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
