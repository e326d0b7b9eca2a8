r"""Mathtext written as plain text, which can be cut anywhere: $\frac{x^{2}}{3}$ is x²/3."""

import re
from collections.abc import Iterator

__all__ = ["MATH", "untypeset"]

MATH = re.compile(r"(?<!\\)\$(?=\S)((?:\\.|[^$\\])*?)(?<=\S)(?<!\\)\$(?!\d)")
"""Mathtext: between dollars that touch it, the second with no digit behind it, so that "$5 or $6" is none."""

TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\S| +")
SMALL = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho _ sigma tau upsilon"
SIGNS = dict(zip(SMALL.split(), "αβγδεζηθικλμνξοπρςστυ", strict=True)) | {
    "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "varepsilon": "ε", "vartheta": "ϑ",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ",
    "Psi": "Ψ", "Omega": "Ω", "cdot": "·", "times": "×", "pm": "±", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥",
    "neq": "≠", "approx": "≈", "propto": "∝", "nabla": "∇", "partial": "∂", "infty": "∞", "in": "∈", "prime": "′",
    "to": "→", "lvert": "|", "rvert": "|", "vert": "|", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉",
    "ldots": "…", "dots": "…", "sum": "∑", "int": "∫", "circ": "°", "quad": " ", "qquad": " ",
    **dict.fromkeys(("left", "right", "displaystyle"), ""),
}  # fmt: skip
"""Commands that are one sign; those that are not here are their names, as sin."""

SPACES = {r"\,": " ", r"\;": " ", r"\:": " ", r"\ ": " ", r"\/": "", r"\!": "", "{": "", "}": "", "-": "\N{MINUS SIGN}"}
WRAPPERS = frozenset(rf"\{each}" for each in ("mathrm", "mathbf", "mathit", "mathsf", "text", "operatorname"))
RAISED = dict(zip("0123456789−′", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻′", strict=True))
LOWERED = dict(zip("0123456789−", "₀₁₂₃₄₅₆₇₈₉₋", strict=True))


def untypeset(text: str) -> str:
    """A text with its mathtext as plain text, in one line of characters."""
    plain = " ".join(MATH.sub(lambda found: _sequence(_tokens(found[1])), text).split())
    return re.sub(r"([∇∂⌊⌈]) | (?=[⌋⌉])", r"\1", plain)


def _tokens(source: str) -> Iterator[str]:
    return iter(match.group() for match in TOKEN.finditer(source))


def _sequence(tokens: Iterator[str], end: str = "") -> str:
    """All that comes before the token `end`."""
    parts = []
    for token in tokens:
        if token == end:
            break
        parts.append(_read(token, tokens))
    return re.sub(" +", " ", "".join(parts))


def _read(token: str, tokens: Iterator[str]) -> str:
    """What a token says, with its arguments where it has any."""
    name = token[1:]
    if token == "{":
        return _sequence(tokens, "}")
    if token in ("^", "_"):
        return _shifted(token, _argument(tokens))
    if token in (r"\frac", r"\dfrac", r"\tfrac"):
        above, below = _argument(tokens), _argument(tokens)
        return f"{_enclosed(above)}/{_enclosed(below)}"
    if token == r"\sqrt":
        return _root(tokens)
    if token in WRAPPERS:
        return _argument(tokens)
    if not token.startswith("\\"):
        return SPACES.get(token, token)
    return SPACES[token] if token in SPACES else SIGNS.get(name, name)


def _argument(tokens: Iterator[str]) -> str:
    token = next((each for each in tokens if each.strip()), "")
    return _read(token, tokens) if token else ""


def _root(tokens: Iterator[str]) -> str:
    """A square root, or another with its index before it."""
    token, index = next(tokens, ""), ""
    if token == "[":
        index, token = _sequence(tokens, "]"), next(tokens, "")
    return f"{''.join(RAISED.get(each, each) for each in index)}√{_enclosed(_read(token, tokens))}"


def _shifted(sign: str, content: str) -> str:
    """An exponent or an index: in small digits where there are such, else behind its sign."""
    small = RAISED if sign == "^" else LOWERED
    if content and all(each in small for each in content):
        return "".join(small[each] for each in content)
    return f"{sign}{_enclosed(content)}"


def _enclosed(content: str) -> str:
    """In parentheses, if it is more than a word or a number."""
    return content if re.fullmatch(r"[\w.′]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*", content) else f"({content})"
