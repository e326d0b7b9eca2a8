"""EPS has no transparency: what it shows is what the other formats show."""

import itertools
import logging
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from plots.files.blending import opaque
from plots.files.encoding import encoded
from plots.style import applied, background
from plots.themes import settings

X = np.linspace(0, 1, 5)

ARTISTS: dict[str, Callable[[Axes], object]] = {
    "band": lambda ax: ax.fill_between(X, X, X + 0.5, color="#0072B2", alpha=0.2, linewidth=0),
    "line": lambda ax: ax.plot(X, X, color="#D55E00", alpha=0.4, linewidth=5),
    "line by its colour": lambda ax: ax.plot(X, X, color=(0.8, 0.4, 0, 0.4), linewidth=5),
    "markers": lambda ax: ax.plot(X, X, "s", markersize=9, color="#009E73", markeredgecolor="none", alpha=0.3),
    "scatter": lambda ax: ax.scatter(X, X, 90, color="#CC79A7", alpha=0.3, linewidths=0),
    "scatter of many sizes": lambda ax: ax.scatter(X, X, 90 * X + 9, c=X, alpha=0.3, linewidths=0),
    "scatter of many alphas": lambda ax: ax.scatter(X, X, 90, color="black", alpha=X, linewidths=0),
    "hollow": lambda ax: ax.scatter(X, X, 90, facecolors="none", edgecolors=(0, 0, 1, 0.5)),
    "faces without edges": lambda ax: ax.add_patch(Circle((0.5, 0.5), 0.3, facecolor=(1, 0, 0, 0.5), edgecolor="none")),
    "edges without faces": lambda ax: ax.add_patch(Circle((0.5, 0.5), 0.3, facecolor="none", edgecolor=(1, 0, 0, 0.5))),
    "hexagons": lambda ax: ax.hexbin(X, X, gridsize=3, alpha=0.5, mincnt=1, edgecolors="none"),
    "mesh": lambda ax: ax.pcolormesh(X[::2], X[::2], np.eye(2), alpha=0.5, edgecolors="none", antialiased=False),
    "contours": lambda ax: ax.contourf(X, X, np.outer(X, X), alpha=0.5, antialiased=False),
    "image": lambda ax: ax.imshow(np.eye(3), alpha=0.5, extent=(0, 1, 0, 1), interpolation="nearest"),
    "image with holes": lambda ax: ax.imshow([[np.nan, 1.0]], extent=(0, 1, 0, 1), interpolation="nearest"),
    "text": lambda ax: ax.text(0.1, 0.5, "text", alpha=0.5, fontsize=20, clip_on=True),
    "formula": lambda ax: ax.text(0.1, 0.5, "$\\frac{x}{2}$", alpha=0.5, fontsize=20, clip_on=True),
    "nothing": lambda ax: ax.plot(X, X, color="black", alpha=0.0, linewidth=5),
    "box": lambda ax: ax.text(0.3, 0.5, " ", clip_on=True, bbox={"facecolor": "red", "alpha": 0.2, "linewidth": 0}),
    "hatches": lambda ax: ax.add_patch(
        Circle((0.5, 0.5), 0.3, facecolor="none", hatchcolor=(1, 0, 0, 0.5), hatch="//")
    ),
}  # fmt: skip
"""Artists that do not overlap themselves, each with transparency."""


SEAMS = {"hexagons", "contours"}
"""Where neighbours overlap by the share of a pixel."""


INK = r"([\d.]+) ([\d.]+) ([\d.]+) (?:setrgbcolor|\w+ setpattern)"
"""How PostScript sets a colour."""


def look(style: str) -> dict[str, Any]:
    return settings(style, "2x2") | {"axes.grid": False, "figure.constrained_layout.use": False}


def drawn(draw: Callable[[Axes], object]) -> Figure:
    figure = Figure(figsize=(2, 2), dpi=72)
    ax = figure.add_axes((0.125, 0.125, 0.75, 0.75), xlim=(0, 1), ylim=(0, 1))
    draw(ax)
    ax.set(xlim=(0, 1), ylim=(0, 1), aspect="auto", xticks=[], yticks=[])
    return figure


def pixels(figure: Figure) -> np.ndarray:
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba(), dtype=float)


@pytest.mark.parametrize("style", ["dark", "ggplot"])
@pytest.mark.parametrize("name", ARTISTS)
def test_without_transparency_it_looks_the_same(name: str, style: str) -> None:
    """All formats draw by the same calls: here both go to the one that has transparency."""
    with applied(look(style)):
        figure = drawn(ARTISTS[name])
        expected = pixels(figure)
        opaque(figure)
        differs = (np.abs(pixels(figure) - expected) > 4).any(axis=-1)
        assert differs.mean() <= (0.03 if name in SEAMS else 0.001)
        assert name == "nothing" or np.ptp(expected[20:-20, 20:-20, :3], axis=(0, 1)).max() > 8


@pytest.mark.parametrize("name", ARTISTS)
def test_eps_draws_no_transparent_thing_as_if_it_were_opaque(name: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), applied(look("paper")):
        made = encoded(lambda: drawn(ARTISTS[name]), "eps", "", "")
    assert made.startswith(b"%!PS-Adobe-3.0 EPSF-3.0\n")
    assert not caplog.records


@pytest.mark.parametrize("style", ["paper", "ggplot"])
@pytest.mark.parametrize(
    ("name", "colour", "alpha"),
    [
        ("band", "#0072B2", 0.2), ("line", "#D55E00", 0.4), ("markers", "#009E73", 0.3), ("scatter", "#CC79A7", 0.3),
        ("hollow", "blue", 0.5), ("hatches", "red", 0.5), ("faces without edges", "red", 0.5),
    ],
)  # fmt: skip
def test_what_is_in_eps_has_the_colour_of_the_blend(name: str, colour: str, alpha: float, style: str) -> None:
    with applied(look(style)):
        made = encoded(lambda: drawn(ARTISTS[name]), "eps", "", "").decode("latin-1")
        parts = zip(to_rgb(colour), to_rgb(background()), strict=True)
    expected = [alpha * c + (1 - alpha) * b for c, b in parts]
    found = [[float(each) for each in three] for three in re.findall(INK, made)]
    assert any(each == pytest.approx(expected, abs=1e-3) for each in found)
    assert not any(each == pytest.approx(to_rgb(colour), abs=1e-3) for each in found)


def test_what_is_not_transparent_keeps_its_bytes() -> None:
    with applied(look("paper")):
        one, other = drawn(lambda ax: ax.plot(X, X)), drawn(lambda ax: ax.plot(X, X))
        opaque(other)
        assert (pixels(one) == pixels(other)).all()


def test_a_surface_in_space_has_no_transparency_in_eps(caplog: pytest.LogCaptureFixture) -> None:
    def space() -> Figure:
        figure = Figure(figsize=(2, 2))
        ax = figure.add_subplot(projection="3d")
        ax.plot_surface(*np.meshgrid(X, X), np.outer(X, X), alpha=0.5, color="#0072B2")
        return figure

    with caplog.at_level(logging.WARNING), applied(look("paper")):
        first, again = (encoded(space, "eps", "", "") for _ in range(2))
    assert not caplog.records
    assert first == again


def test_the_upper_of_two_transparent_things_hides_the_lower() -> None:
    """As the module says: a limit, not a promise."""

    def two(ax: Axes) -> None:
        for colour in ("red", "blue"):
            ax.fill_between(X, 0, 1, color=colour, alpha=0.5, linewidth=0)

    with applied(look("paper")):
        figure = drawn(two)
        opaque(figure)
        middle = pixels(figure)[72, 72, :3]
    assert [round(each) for each in itertools.islice(middle, 3)] == pytest.approx([128, 128, 255], abs=1)
