"""What can be measured of a figure that is drawn, whatever it shows: its texts, its legends, its ink, its colours."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from plots import figures
from plots.style import applied, faint

__all__ = ["check_texts", "contrast", "ink", "ink_under", "laid_out", "legends", "line_colours", "pixels", "texts"]


@contextmanager
def laid_out(recipe: figures.Figure) -> Iterator[Figure]:
    """The figure of a recipe at 100 dpi, and its settings while it is measured: mathtext finds its fonts when drawn."""
    with applied(recipe.settings()):
        figure = replace(recipe, dpi=100).draw()
        figure.draw_without_rendering()
        yield figure


def check_texts(figure: Figure) -> None:
    """Assert that no text leaves the canvas or lies on another."""
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(figure)]
    for name, box in boxes:
        assert box.x0 >= 0, name
        assert box.y0 >= 0, name
        assert box.x1 <= figure.bbox.x1, name
        assert box.y1 <= figure.bbox.y1, name
    for (one, first), (other, second) in itertools.combinations(boxes, 2):
        assert Bbox.intersection(first, second) is None, (one, other)


def texts(figure: Figure) -> list[Text]:
    """The texts that are seen: matplotlib keeps more, those of ticks outside the view among them."""
    found = [*figure.texts]
    for legend in legends(figure):
        found += [*legend.get_texts(), legend.get_title()]
    for ax in seen_axes(figure):
        found += [ax.title, *ax.texts, *_names(ax)]
    return [text for text in found if text.get_visible() and text.get_text().strip()]


def seen_axes(figure: Figure) -> list[Axes]:
    return [ax for ax in figure.axes if ax.get_visible() and ax.axison]


def _names(ax: Axes) -> Iterator[Text]:
    """The labels of the axes, of their ticks, and what is common to these."""
    for axis in ax._axis_map.values():  # type: ignore[attr-defined]  # z among them, in space
        low, high = axis.get_view_interval()
        if axis.get_visible():
            yield from (axis.label, axis.offsetText)
            for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
                if min(low, high) <= tick.get_loc() <= max(low, high):
                    yield from (tick.label1, tick.label2)


def legends(figure: Figure) -> list[Legend]:
    return [*figure.legends, *(legend for ax in figure.axes if (legend := ax.get_legend()))]


def pixels(figure: Figure) -> np.ndarray:
    """The figure as it is seen, uint8 (rows, columns, 3), the lowest row first."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[::-1, :, :3]


@lru_cache(maxsize=1)
def ink(figure: Figure) -> np.ndarray:
    """Which pixels are not background, bool (rows, columns)."""
    background = np.rint(np.array(to_rgb(figure.get_facecolor())) * 255)
    return (pixels(figure) != background).any(axis=2)


def ink_under(figure: Figure, legend: Legend) -> int:
    """How many pixels that are not background a legend covers, the grid aside."""
    hidden: list[Artist] = [legend, *(line for ax in figure.axes for line in _grid(ax))]
    shown = [each for each in hidden if each.get_visible()]
    box = legend.get_window_extent()
    for each in shown:
        each.set_visible(False)
    part = pixels(figure)[int(box.y0) : int(np.ceil(box.y1)), int(box.x0) : int(np.ceil(box.x1))]
    for each in shown:
        each.set_visible(True)
    return int((part != part[0, 0]).any(axis=2).sum())


def _grid(ax: Axes) -> list[Artist]:
    return [tick.gridline for axis in (ax.xaxis, ax.yaxis) for tick in axis.get_major_ticks()]


def line_colours(figure: Figure) -> Iterator[tuple[str, tuple[float, float, float], tuple[float, float, float]]]:
    """The label and the colour of every line but halos and zero lines, and the colour that it is drawn on."""
    for ax in seen_axes(figure):
        for line in ax.lines:
            behind, label = to_rgb(ax.get_facecolor()), str(line.get_label())
            halo = label.startswith("_child") and to_rgb(line.get_color()) == behind
            drawn = line.get_visible() and line.get_linestyle() not in ("None", "")
            if drawn and not halo and line.get_color() != faint():
                yield label, to_rgb(line.get_color()), behind


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.1)."""
    lights = []
    for colour in (one, other):
        linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in colour]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)
