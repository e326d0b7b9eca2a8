"""Texts that name a set of data, which no formula does."""

from collections.abc import Iterable, Sequence

from datagen.errors import DatagenError, NameUnknownError
from datagen.functions import FUNCTIONS, is_nearly
from datagen.sets.row import NamedSet

__all__ = ["NoFunctionError", "check_function", "named_set"]


class NoFunctionError(DatagenError):
    """A set of data where there has to be a function."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"{text} is a set of data, not a function; make its rows by: datagen sample {text}")


def named_set(text: str, variables: Sequence[str] = ()) -> NamedSet | None:
    """The set that a text names, or none; `variables` are no slips, however near to a set's name.

    Raises: NameUnknownError for a text that is nearly the name of a set.
    """
    from datagen.sets.registry import SETS

    name = text.strip()
    joined = "-".join(name.removeprefix("make_").replace("_", " ").split())  # make_s_curve, as scikit-learn calls it
    if name in SETS or name in FUNCTIONS or name in variables or not (joined in SETS or is_nearly(joined, SETS)):
        return SETS.get(name)
    raise NameUnknownError("set", name, SETS)


def check_function(text: str, variables: Iterable[str] = ()) -> None:
    """Refuse the name of a set of data. `variables` are as for `named_set`.

    Raises: NoFunctionError; NameUnknownError for a text that is nearly the name of a set.
    """
    if named_set(text, tuple(variables)):
        raise NoFunctionError(text.strip())
