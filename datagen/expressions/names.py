"""What a name means: a function, a constant, a variable, or a mistake with a likely fix."""

from keyword import kwlist

from datagen.expressions.letters import GREEK_NAMES
from datagen.operations import ALIASES, OPERATIONS

__all__ = [
    "CONSTANTS",
    "KEYWORDS",
    "PREFIXES",
    "REWRITTEN",
    "glued",
    "glued_call",
    "is_function",
    "pathless",
    "same_name",
]

CONSTANTS = frozenset(("e", "pi", "tau"))

PREFIXES = frozenset(
    ("torch", "np", "numpy", "math", "F", "special", "torch.nn.functional", "torch.special", "scipy.special")
)
"""Modules whose functions may be written with their path."""

REWRITTEN = {"square": 1, "reciprocal": 1, "rsqrt": 1, "exp2": 1, "logaddexp": 2}
"""Functions of NumPy and torch that are short for others, square(x) for x^2, and the number of their arguments."""

KEYWORDS = frozenset(kwlist) - {"lambda"}
"""Python's keywords, except lambda, which is the Greek letter."""

_BARE = sorted((name for name, row in ALIASES.items() if OPERATIONS[row].bare), key=len, reverse=True)


def is_function(name: str) -> bool:
    """Whether a function can be called by this name."""
    return name in ALIASES or name in REWRITTEN


def pathless(path: str) -> str:
    """The name of a function or constant without the module it is written with."""
    module, _, name = path.rpartition(".")
    return name if module in PREFIXES else path


def same_name(name: str) -> str:
    """What all spellings of a name have in common: x_1 and x1 are the same."""
    head, underscore, index = name.rpartition("_")
    return head + index if underscore and index.isdigit() else name


def glued_call(name: str) -> str | None:
    """The fix for xsin in xsin(x): x*sin, or None."""
    for function in sorted(ALIASES, key=len, reverse=True):
        before = name[: -len(function)]
        if len(function) > 2 and before and name.endswith(function) and before[-1] not in "_":
            return f"{before}*{function}"
    return None


def glued(name: str) -> str | None:
    """The fix for a name that runs two together, such as sinx, cos2x or pix; None if it is simply a name."""
    for function in _BARE:
        if name.startswith(function) and _is_operand(rest := name[len(function) :].lstrip("_")):
            return f"{function}({_spread(rest)})"
    if len(name) == 3 and name.startswith("pi") and name[2].isalpha():
        return f"pi*{name[2]}"
    if len(name) == 3 and name.endswith("pi") and name[0].isalpha():
        return f"{name[0]}*pi"
    return None


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
