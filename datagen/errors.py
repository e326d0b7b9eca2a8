"""What can be wrong with a request: one class per cause, each of which writes its own message."""

from collections.abc import Iterable

__all__ = ["DatagenError", "FormulaError", "NameUnknownError", "OptionError", "OutputError"]


class DatagenError(ValueError):
    """The request was wrong. The message is one line: what was given, what is allowed, the nearest match."""


class FormulaError(DatagenError):
    """A formula that cannot be read: three lines, the reason, the formula, and a caret under the place."""

    def __init__(self, reason: str, text: str = "", position: int = 0) -> None:
        self.reason, self.text, self.position = reason, text, position
        super().__init__(f"{reason}\n{_excerpt(text, position)}" if text else reason)


class OptionError(DatagenError):
    """An option with a value it cannot take."""

    def __init__(self, option: str, given: object, allowed: str) -> None:
        self.option, self.given, self.allowed = option, given, allowed
        shown = str(given) if str(given).strip() else "nothing"
        super().__init__(f"{option}: {shown} is not allowed; give {allowed}")


class NameUnknownError(DatagenError):
    """A name that is not in its table, with the one that is meant, if that is known, or the nearest ones."""

    def __init__(self, kind: str, given: str, known: Iterable[str], meant: str | None = None) -> None:
        self.kind, self.given, self.known = kind, given, tuple(known)
        super().__init__(f"no {kind} is called {given!r}; {_suggestion(given, self.known, meant)}")


class IntervalsError(DatagenError):
    """An operation of a formula that has no rule on intervals."""

    def __init__(self, operation: str) -> None:
        self.operation = operation
        super().__init__(f"{operation} has no rule on intervals")


class OutputError(DatagenError):
    """A place that cannot be written to."""


def _suggestion(given: str, known: tuple[str, ...], meant: str | None) -> str:
    from difflib import get_close_matches

    if near := [meant] if meant else get_close_matches(given.lower(), known, n=1):
        return f"did you mean {near[0]!r}?"
    return f"choose from {', '.join(known)}"


def _excerpt(text: str, position: int, width: int = 72) -> str:
    """The part of a long formula around `position`, and below it the caret."""
    start = max(0, min(position - width // 2, len(text) - width))
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[start : start + width])
    return f"  {shown}\n  {' ' * (position - start)}^"
