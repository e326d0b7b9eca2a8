"""The Greek alphabet and its names, the signs that are folded into one, and the look-alikes that are refused."""

__all__ = ["FOLDED", "GREEK", "GREEK_NAMES", "LOOKALIKES", "SUBSCRIPTS", "SUPERSCRIPTS", "VARIANTS", "in_ascii"]

_LOWER = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu "
    "nu xi pi rho sigma tau upsilon phi chi psi omega"
)
_UPPER = "Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"

GREEK: dict[str, str] = dict(
    zip("αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ", f"{_LOWER} {_UPPER}".split(), strict=True),
)
"""Letter to name. The other capitals look Latin and are refused."""

GREEK_NAMES = frozenset(GREEK.values())

SUBSCRIPTS = {ord(sign): digit for sign, digit in zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True)}
SUPERSCRIPTS = {ord(sign): plain for sign, plain in zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿˣ", "0123456789+-nx", strict=True)}

_SAME = {
    "-": "−–—‒‐‑﹣",
    "*": "·⋅∙•×✕✖∗",
    "/": "÷∕⁄",
    " ": "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u2062\u3000",
    "|": "∣❘",
    "^": "ˆ",
    "μ": "µ",
    "Ω": "\u2126",
    "Δ": "∆",
    "φ": "ϕ",
    "ε": "ϵ",
    "θ": "ϑ",
    "ρ": "ϱ",
    "≤": "⩽",
    "≥": "⩾",
}
FOLDED = {ord(given): sign for sign, variants in _SAME.items() for given in variants}
"""Signs that mean the same, one character to one, so that positions stay."""

VARIANTS = {"varepsilon": "epsilon", "varphi": "phi", "vartheta": "theta", "varrho": "rho"}
"""Second forms of Greek letters in LaTeX."""

LOOKALIKES = dict(
    zip(
        "аАВсСеЕНіІјЈКМоОрРѕЅТхХуУΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
        "aABcCeEHiIjJKMoOpPsSTxXyYABEZHIKMNOPTYXo",
        strict=True,
    ),
)
"""Cyrillic letters and Greek capitals that nobody can tell from a Latin letter."""


def in_ascii(text: str) -> str:
    """A name with its Greek letters spelt out and its subscripts as digits: θ₁ and theta_1 are both theta1.

    lambda_ is how Python text has to spell lambda.
    """
    if text == "lambda_":
        return "lambda"
    for letter in text:
        if letter in GREEK:
            text = text.replace(letter, GREEK[letter])
    text = text.translate(SUBSCRIPTS)
    head, underscore, index = text.partition("_")
    return head + index if underscore and head in GREEK_NAMES and index.isdigit() else text
