"""Several values of one kind: any number of them, names of a few, and the two of a range or a shape."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from datagen.errors import OptionError
from datagen.kinds.single import Choice, Integer, Kind, Real

__all__ = ["Choices", "Many", "Range", "Reals", "Shape"]


class Many(NamedTuple):
    """Any number of values of one kind."""

    kind: Kind

    @property
    def metavar(self) -> str:
        return self.kind.metavar

    def read(self, name: str, given: Any) -> tuple[Any, ...]:
        several = given if isinstance(given, list | tuple) else (given,)
        return tuple(self.kind.read(name, each) for each in several)


class Reals(NamedTuple):
    """One finite number or several, with commas between; in Python a number or any number of them."""

    metavar: str = "NUMBER,..."

    def read(self, name: str, given: Any) -> tuple[float, ...]:
        several = given.split(",") if isinstance(given, str) else given
        values = several if isinstance(several, list | tuple) else (several,)
        return tuple(dict.fromkeys(Real().read(name, each) for each in values))


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


def _pair(given: Any, separator: str) -> Sequence[Any] | None:
    """The two parts of a text or a pair; None where there are not two."""
    parts = re.split(separator, given) if isinstance(given, str) else getattr(given, "tolist", lambda: given)()
    pair = isinstance(parts, Sequence) and len(parts) == 2 and all(str(part).strip() for part in parts)
    return parts if pair else None
