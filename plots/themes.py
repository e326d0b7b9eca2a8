"""The named styles: matplotlib's settings as plain data, in three parts.

A style says what things look like: colours, fonts, spines, grids. The size of the figure says how large they are, in
points. What keeps the bytes the same and the fonts whole holds for every figure.
"""

import re
from typing import Any

from plots.importing import matplotlib_alone, matplotlib_data
from plots.sizes import text_limits, text_points

__all__ = ["STYLES", "paper", "settings", "style_names"]

PAPER: dict[str, Any] = {
    "font.family": ["STIXGeneral", "DejaVu Serif"], "mathtext.fontset": "stix",
    "axes.prop_cycle": "cycler(color=['#000000', '#0072B2', '#D55E00', '#009E73', '#CC79A7'])",
    "axes.edgecolor": "#333333", "xtick.color": "#333333", "ytick.color": "#333333",
    "xtick.labelcolor": "black", "ytick.labelcolor": "black", "grid.color": "#B0B0B0",
    "axes.spines.top": False, "axes.spines.right": False, "legend.frameon": False,
}  # fmt: skip

SANS: dict[str, Any] = {
    "font.family": ["DejaVu Sans"], "mathtext.fontset": "custom", "mathtext.fallback": "stixsans",
    "mathtext.rm": "DejaVu Sans", "mathtext.it": "DejaVu Sans:italic", "mathtext.bf": "DejaVu Sans:bold",
    "mathtext.bfit": "DejaVu Sans:italic:bold", "mathtext.sf": "DejaVu Sans", "mathtext.cal": "DejaVu Sans:italic",
    "mathtext.tt": "DejaVu Sans Mono",
}  # fmt: skip
"""Not the set that matplotlib calls dejavusans, whose primes are another font's and too low. All of its fonts are
named, as matplotlib looks for all of them, and what it calls cursive no machine may have."""

NIGHT = "#1B1B1F"

STYLES: dict[str, dict[str, Any]] = {
    "paper": PAPER,
    "slide": {**PAPER, **SANS},
    "dark": {
        **PAPER, **SANS,
        "axes.prop_cycle": "cycler(color=['#FFFFFF', '#56B4E9', '#E69F00', '#009E73', '#CC79A7'])",
        "figure.facecolor": NIGHT, "axes.facecolor": NIGHT, "text.color": "#F0F0F0", "axes.labelcolor": "#F0F0F0",
        "axes.edgecolor": "#C8C8C8", "xtick.color": "#C8C8C8", "ytick.color": "#C8C8C8",
        "xtick.labelcolor": "#F0F0F0", "ytick.labelcolor": "#F0F0F0", "grid.color": "#5A5A5F",
        **{f"axes3d.{axis}axis.panecolor": "#242428" for axis in "xyz"},
    },
}  # fmt: skip
"""Our styles. The colours are those of M. Okabe and K. Ito, Color Universal Design (2008), that stand out from the
background by 3:1 or more (WCAG 2.1, criterion 1.4.11); the first is that of the text."""

OURS: dict[str, Any] = {
    "figure.constrained_layout.use": True, "axes.unicode_minus": True, "axes.formatter.limits": (-4, 5),
    "lines.dash_capstyle": "butt", "lines.solid_capstyle": "round", "path.simplify_threshold": 0.05,
    "legend.handlelength": 2.6, "legend.borderaxespad": 0.6, "legend.labelspacing": 0.4,
    "pdf.fonttype": 42, "ps.fonttype": 42, "svg.hashsalt": "datagen", "svg.id": None,
    "pgf.texsystem": "pdflatex", "pgf.rcfonts": False, "pgf.preamble": r"\usepackage{amsmath}",
}  # fmt: skip
"""What holds in every style: Type 42 fonts, no date and no chance, and in PGF the fonts of the document."""

KEPT = re.compile(
    r"(?!savefig).*color|axes\.(prop_cycle|grid|grid\..*|axisbelow|spines\..*)|image\.cmap"
    r"|[xy]tick\.(direction|top|bottom|left|right|minor\.visible)|grid\.(linestyle|alpha)"
    r"|legend\.(frameon|framealpha|fancybox)"
)
"""What of a style of matplotlib's is taken. Not its fonts, which another machine may lack, and not its sizes."""


def style_names() -> tuple[str, ...]:
    """Our styles, then matplotlib's own, without those that are for its documentation and those that a user has."""
    found = sorted(path.stem for path in (matplotlib_data() / "stylelib").glob("*.mplstyle"))
    return (*STYLES, *(name for name in found if not name.startswith("_")))


def settings(style: str, size: str) -> dict[str, Any]:
    """matplotlib's settings for a figure: those of its style, of its size, and of every figure."""
    look = STYLES[style] if style in STYLES else _of_matplotlib(style)
    return {**look, **_lengths(text_points(size), text_limits(size)), **OURS}


def paper() -> dict[str, Any]:
    """The settings of a figure in a paper, with text of 9 points."""
    return settings("paper", "6x4")


def _of_matplotlib(style: str) -> dict[str, Any]:
    """What a style of matplotlib's says of how things look."""
    path = matplotlib_data() / "stylelib" / f"{style}.mplstyle"
    given = matplotlib_alone().rc_params_from_file(path, use_default_template=False)
    return {**SANS, **{key: value for key, value in given.items() if KEPT.fullmatch(key)}}


def _lengths(text: float, limits: tuple[float, float]) -> dict[str, Any]:
    """All that is measured in points or inches, in proportion to the text; no text is smaller or larger than `limits`.

    With text of 9 points they are those that a column of a paper needs.
    """
    scale, (low, high) = text / 9, limits
    points = {
        "lines.linewidth": 1.2, "lines.markersize": 6.0, "lines.markeredgewidth": 1.0, "patch.linewidth": 1.0,
        "axes.linewidth": 0.6, "axes.labelpad": 3.0, "axes.titlepad": 6.0, "grid.linewidth": 0.6,
        "hatch.linewidth": 1.0, "figure.constrained_layout.w_pad": 0.04, "figure.constrained_layout.h_pad": 0.04,
        **{
            f"{axis}tick.{part}": length
            for axis in "xy"
            for part, length in (
                ("major.size", 3.0), ("major.width", 0.6), ("major.pad", 3.5),
                ("minor.size", 2.0), ("minor.width", 0.5), ("minor.pad", 3.4),
            )
        },
    }  # fmt: skip
    ticks, labels = max(low, 0.9 * text), min(high, 1.1 * text)
    sizes = {"font.size": text, "axes.titlesize": text, "legend.fontsize": text, "axes.labelsize": labels}
    sizes |= {"legend.title_fontsize": low, "figure.titlesize": high}  # of no text of ours: least_text, most_text
    sizes |= {"xtick.labelsize": ticks, "ytick.labelsize": ticks}
    return sizes | {key: length * scale for key, length in points.items()}
