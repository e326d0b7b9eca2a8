"""Colours as numbers: how bright they are, how far they stand out, and what they look like where they are thin."""

from typing import Any

__all__ = ["CONTRAST", "blended", "contrast", "luminance", "readable"]

CONTRAST = 3.0
"""What a line needs against what is behind it: WCAG 2.1, criterion 1.4.11."""

STEPS = 64

Rgb = tuple[float, float, float]


def luminance(colour: Rgb) -> float:
    """The relative luminance of an sRGB colour with components from 0 to 1 (WCAG 2.1), from 0 to 1."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Any, other: Any) -> float:
    """The contrast of two opaque colours, in any of matplotlib's spellings, from 1 to 21 (WCAG 2.1)."""
    from matplotlib.colors import to_rgb

    low, high = sorted((luminance(to_rgb(one)), luminance(to_rgb(other))))
    return (high + 0.05) / (low + 0.05)


def blended(colour: Any, alpha: float, background: Any) -> Rgb:
    """The opaque colour that looks as a colour of opacity `alpha` does on a background.

    alpha c + (1 − alpha) b by component, as every renderer has it; an opacity of the colour's own is not looked at.
    """
    from matplotlib.colors import to_rgb

    front, back = to_rgb(colour), to_rgb(background)
    red, green, blue = (alpha * c + (1 - alpha) * b for c, b in zip(front, back, strict=True))
    return red, green, blue


def readable(colour: Any, background: Any) -> Any:
    """A colour as it is given, if it stands out from the background by CONTRAST, else the nearest mix that does.

    It is mixed with black on a bright background and with white on a dark one, which keeps its hue.
    """
    end = max(("black", "white"), key=lambda each: contrast(each, background))
    for step in range(STEPS):
        mixed = blended(end, step / STEPS, colour) if step else colour
        if contrast(mixed, background) >= CONTRAST:
            return mixed
    return end
