"""Recipes: frozen dataclasses whose fields are options, each described once, by its kind, in the field's metadata.

The command line, a report file and Python are three spellings of one recipe, so a kind reads both the text that
a person types and the value that a program passes:

    @dataclass(frozen=True)
    class Sample(Recipe):
        n: int = option(Integer(minimum=0), 100, "number of rows")

    Sample(n="1e3") == Sample(n=1000)
"""

from abc import ABC, abstractmethod
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, BinaryIO, ClassVar, NamedTuple

from datagen.kinds import Kind, Many, Places, Settings

__all__ = ["Option", "Options", "Recipe", "option", "options"]


class Option(NamedTuple):
    """What there is to say about one field of a recipe."""

    name: str
    kind: Kind
    default: Any
    help: str
    short: str = ""
    shown: str | None = None
    argument: bool = False

    @property
    def field(self) -> str:
        """The name of the dataclass field."""
        return self.name.replace("-", "_")

    @property
    def required(self) -> bool:
        return self.default is MISSING

    @property
    def default_text(self) -> str:
        """What the help says of the default; empty where there is nothing to say."""
        if self.shown is not None:
            return self.shown
        if self.required or self.default in (None, ()) or isinstance(self.default, bool):
            return ""
        return f"{self.default:g}" if isinstance(self.default, float) else str(self.default)

    @property
    def repeated(self) -> bool:
        return isinstance(self.kind, Many | Places | Settings)


def option(kind: Kind, default: Any = MISSING, help: str = "", *, short: str = "", shown: str | None = None,
           argument: bool = False) -> Any:  # fmt: skip
    """A dataclass field that is an option.

    `short` is its one-letter spelling, `shown` what the help says of the default where that needs words, and
    `argument` makes it a positional argument of its command.
    """
    described = {"kind": kind, "help": help, "short": short, "shown": shown, "argument": argument}
    return field(default=default, kw_only=not argument, metadata={"option": described})


def options(owner: type["Options"]) -> list[Option]:
    """The options of a class, in the order of its fields."""
    return [_described(each) for each in fields(owner)]


@dataclass(frozen=True)
class Options:
    """A frozen dataclass of options: to make one reads and checks every field.

    Raises: OptionError, or another DatagenError that the option's kind states.
    """

    def __post_init__(self) -> None:
        for each in options(type(self)):
            object.__setattr__(self, each.field, each.kind.read(each.name, getattr(self, each.field)))


@dataclass(frozen=True)
class Recipe(Options, ABC):
    """A request that says everything its output depends on: the same recipe gives the same bytes.

    The first line of a recipe's docstring is its command's help, and `formats` the ways to write its output, the
    usual one first.
    """

    formats: ClassVar[tuple[str, ...]]

    def notes(self) -> list[str]:
        """What a person should know of how the request was understood, a line each."""
        return []

    def remarks(self) -> list[str]:
        """What a person should know of the output once it is written, a line each."""
        return []

    @abstractmethod
    def write(self, stream: BinaryIO, format: str) -> None:
        """Write the output to `stream` as one of `formats`."""


def _described(each: Field[Any]) -> Option:
    return Option(name=each.name.replace("_", "-"), default=each.default, **each.metadata["option"])
