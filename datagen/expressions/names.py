"""What a name means: a function, a constant, a variable, or a mistake with a likely fix."""

from keyword import kwlist

from datagen.expressions.letters import GREEK_NAMES
from datagen.operations import ALIASES, OPERATIONS

__all__ = [
    "KEYWORDS",
    "PREFIXES",
    "glued",
    "glued_call",
    "is_function",
    "same_name",
]

PREFIXES = frozenset(
    ("torch", "np", "numpy", "math", "F", "special", "torch.nn.functional", "torch.special", "scipy.special")
)
"""Modules whose functions may be written with their path."""

KEYWORDS = frozenset(kwlist) - {"lambda"}
"""Python's keywords, except lambda, which is the Greek letter."""

_BARE = sorted((name for name, row in ALIASES.items() if OPERATIONS[row].bare), key=len, reverse=True)
_LONGER = sorted((name for name in ALIASES if len(name) > 2 or name in _BARE), key=len, reverse=True)


def is_function(name: str) -> bool:
    """Whether a function can be called by this name."""
    return name in ALIASES


def same_name(name: str) -> str:
    """What all spellings of a name have in common: x_1 and x1 are the same."""
    head, underscore, index = name.rpartition("_")
    return head + index if underscore and index.isdigit() else name


def glued_call(name: str, bare: bool = False) -> str | None:
    """The fix for xsin in xsin(x): x*sin, or None; `bare` if only a function without parentheses can be meant."""
    if name.startswith("Delta") and name[5:] in ALIASES:
        return f"Delta*{name[5:]}"
    for function in _BARE if bare else _LONGER:
        before = name[: -len(function)]
        if before and name.endswith(function) and before[-1] != "_":
            return f"{before}*{function}"
    return None


def glued(name: str) -> str | None:
    """The fix for a name that runs two together, such as sinx, cos2x or pix; None if it is simply a name."""
    for function in [each for each in _BARE if each in name]:
        if name.startswith(function) and _is_operand(rest := name[len(function) :].lstrip("_")):
            return f"{function}({_spread(rest)})"
        if name.startswith(function) and (fix := _glued_further(function, rest)):
            return fix
        if name.startswith(function, 1) and _is_near(name[0], rest := name[1 + len(function) :]):
            return f"{name[0]}*{function}({_spread(rest)})"
    if len(name) == 3 and name.startswith("pi") and name[2].isalpha():
        return f"pi*{name[2]}"
    if len(name) == 3 and name.endswith("pi") and name[0].isalpha():
        return f"{name[0]}*pi"
    return None


def _glued_further(function: str, rest: str) -> str | None:
    """sinxcosx is sin(x)*cos(x), lnsinx is ln(sin(x))."""
    if len(rest) > 3 and (inner := glued(rest)) and "*" not in inner.partition("(")[0]:
        return f"{function}({inner})"
    if len(rest) > 4 and (further := glued(rest[1:])):
        return f"{function}({rest[0]})*{further}"
    return None


def _is_near(before: str, rest: str) -> bool:
    """Whether x and x stand around ln in xlnx; a word such as using is none."""
    return rest != "" and (rest == before or rest in "xyzt" or rest in GREEK_NAMES or rest[0].isdigit())


def _is_operand(rest: str) -> bool:
    """Whether what follows a function's name looks like its argument: x, 2x, wt, theta, pi."""
    return (
        (len(rest) == 1)
        or rest[:1].isdigit()
        or rest in GREEK_NAMES
        or rest in ALIASES
        or (len(rest) == 2 and rest[1] in "xt" and rest != "it")
    )


def _spread(rest: str) -> str:
    digits = len(rest) - len(rest.lstrip("0123456789"))
    if digits and rest[digits:]:
        return f"{rest[:digits]}*{rest[digits:]}"
    return "*".join(rest) if len(rest) == 2 and rest.isalpha() and rest not in GREEK_NAMES else rest
