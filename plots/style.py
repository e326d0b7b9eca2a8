"""How figures look: matplotlib's settings as plain data, and the one place where matplotlib is set up.

The colours are those of M. Okabe and K. Ito, Color Universal Design (2008), that have a contrast of 3:1 or more on
white (WCAG 2.1, criterion 1.4.11). Each goes with a dash pattern of its own, so that curves differ in greyscale too.
"""

import importlib.util
import logging
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from datagen.importing import without_collecting

__all__ = ["COLOURS", "DASHES", "FAINT", "applied", "line", "paper"]

COLOURS = ("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7")
"""Black, blue, vermillion, green (their bluish green) and purple (their reddish purple)."""

DASHES: tuple[Any, ...] = ("-", (0, (5, 1.6)), (0, (1.2, 1.3)), (0, (6, 1.6, 1.2, 1.6)), (0, (9, 2.2)))
"""Solid, dashed, dotted, dash-dotted and long-dashed, in line widths."""

LAST = (0, (3, 1.4, 1, 1.4, 1, 1.4))
"""Dash-dot-dotted, in the place of the solid line after the first five: a solid line would hide what is below it."""

FAINT = "#B0B0B0"
"""The zero line."""


def paper(text: float = 9.0) -> dict[str, Any]:
    """Settings for a figure in a paper whose text is `text` points high; lines and ticks are in proportion."""
    scale = text / 9
    return {
        "font.family": ["STIXGeneral", "DejaVu Serif"], "mathtext.fontset": "stix", "font.size": text,
        "axes.titlesize": text, "axes.labelsize": text * 1.1, "legend.fontsize": text,
        "xtick.labelsize": text * 0.9, "ytick.labelsize": text * 0.9,
        "lines.linewidth": 1.2 * scale, "lines.dash_capstyle": "butt", "lines.solid_capstyle": "round",
        "axes.linewidth": 0.6 * scale, "axes.edgecolor": "#333333", "axes.labelpad": 3.0 * scale,
        "axes.spines.top": False, "axes.spines.right": False, "axes.unicode_minus": True,
        "axes.formatter.limits": (-4, 5),
        "xtick.direction": "out", "ytick.direction": "out", "xtick.color": "#333333", "ytick.color": "#333333",
        "xtick.labelcolor": "black", "ytick.labelcolor": "black",
        "xtick.major.size": 3.0 * scale, "ytick.major.size": 3.0 * scale,
        "xtick.major.width": 0.6 * scale, "ytick.major.width": 0.6 * scale,
        "legend.frameon": False, "legend.handlelength": 2.6, "legend.borderaxespad": 0.6, "legend.labelspacing": 0.4,
        "figure.constrained_layout.use": True, "figure.constrained_layout.w_pad": 0.04 * scale,
        "figure.constrained_layout.h_pad": 0.04 * scale,
        "pdf.fonttype": 42, "ps.fonttype": 42, "svg.fonttype": "path", "svg.hashsalt": "datagen", "svg.id": None,
        "path.simplify_threshold": 0.05,
    }  # fmt: skip


def line(number: int) -> dict[str, Any]:
    """The colour and dashes of a curve, by its number in the figure; there are 25 different lines.

    The colours move on by two for every five curves. Derivatives that coincide are mostly one, two or four orders
    apart, as those of e^x, sinh x and sin x are, and so differ in both: between the dashes of one the others show.
    """
    turn, place = divmod(number, len(DASHES))
    dashes = LAST if turn and not place else DASHES[place]
    return {"color": COLOURS[(place + 2 * turn) % len(COLOURS)], "linestyle": dashes}


@contextmanager
def applied(settings: Mapping[str, Any]) -> Iterator[None]:
    """matplotlib's own defaults with `settings`, whatever a matplotlibrc or the environment says, for a while."""
    matplotlib = _matplotlib()
    with matplotlib.rc_context():
        defaults = {key: value for key, value in matplotlib.rcParamsDefault.items() if key != "backend"}
        matplotlib.rcParams.update({**defaults, **settings})
        yield


def _matplotlib() -> Any:
    """The matplotlib module."""
    if "matplotlib" in sys.modules:
        import matplotlib.figure
    else:
        with without_collecting(), _no_settings_of_the_users():
            import matplotlib.figure
    return matplotlib


@contextmanager
def _no_settings_of_the_users() -> Iterator[None]:
    """Keep matplotlib's import from reading what a user has set: it fails on a bad MPLBACKEND or matplotlibrc.

    It reads a matplotlibrc of the working folder before all others: in the folder of its own data that is its own.
    """
    package = importlib.util.find_spec("matplotlib")
    here, backend = _working_folder(), os.environ.pop("MPLBACKEND", None)
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it warns of a home folder that it cannot write to
    os.chdir(Path(str(package and package.origin)).parent / "mpl-data")
    try:
        yield
    finally:
        if here is not None:
            os.chdir(here)
        if backend is not None:
            os.environ["MPLBACKEND"] = backend


def _working_folder() -> str | None:
    """The working folder; None where it has been deleted."""
    try:
        return os.getcwd()
    except FileNotFoundError:
        return None
