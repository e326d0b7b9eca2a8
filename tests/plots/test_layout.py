"""Measured, not eyeballed: no text on other text or off the canvas, no legend on ink, text large enough to read."""

import itertools

import numpy as np
import pytest
from matplotlib.figure import Figure as Canvas
from matplotlib.legend import Legend
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from plots.figures import Figure
from plots.style import applied

LONG = " + ".join(f"sin({k}x)/{k}" for k in range(1, 40))
RECIPES = {
    "one": Figure(("damped-sine",)),
    "overlays": Figure(("damped-sine",), derivative=(1, 2)),
    "six": Figure(("damped-sine",), derivative=(1, 2, 3, 4, 5)),
    "no free place": Figure(("sin(x)",), derivative=(1, 2, 3), x="0:2pi"),
    "parameters": Figure(("gaussian",)),
    "several": Figure(("x^2", "sin x", "cos x")),
    "twelve": Figure(tuple(f"sin(x) + {k}" for k in range(12))),
    "tall fractions": Figure(("x^2/3", "mexican-hat"), derivative=(1,)),
    "long": Figure((LONG,)),
    "long with overlay": Figure((LONG,), derivative=(1,)),
    "pole": Figure(("tan(x)",)),
    "tiny": Figure(("1e-9*sin(x)",)),
    "huge": Figure(("1e12*x^2",)),
    "offset": Figure(("1e6 + sin(x)/1000",)),
    "constant": Figure(("3",)),
    "column": Figure(("damped-sine",), derivative=(1, 2), size="ieee-column"),
    "slide": Figure(("damped-sine",), derivative=(1, 2), size="slide"),
    "smallest": Figure(("damped-sine",), derivative=(1,), size="1.5x1.5"),
}


def texts(figure: Canvas) -> list[Text]:
    """The texts that are seen: matplotlib keeps more, those of ticks outside the view among them."""
    ax = figure.axes[0]
    seen = [ax.xaxis.label, ax.yaxis.label, ax.xaxis.get_offset_text(), ax.yaxis.get_offset_text()]
    for axis, (low, high) in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
        seen += [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    if legend := the_legend(figure):
        seen += legend.get_texts()
    return [text for text in seen if text.get_visible() and text.get_text()]


def the_legend(figure: Canvas) -> Legend | None:
    return figure.axes[0].get_legend() or next(iter(figure.legends), None)


def ink(figure: Canvas) -> np.ndarray:
    """Points along every line, 0.5 px apart or less, in px."""
    runs = []
    for line in figure.axes[0].lines:
        path = line.get_transform().transform(np.column_stack([line.get_xdata(), line.get_ydata()]).astype(float))
        for start, end in itertools.pairwise(np.clip(path, -1e4, 1e4)):
            if np.isfinite([start, end]).all():
                share = np.linspace(0, 1, int(np.hypot(*(end - start)) * 2) + 2)[:, None]
                runs.append(start + share * (end - start))
    return np.concatenate(runs)


def inside(points: np.ndarray, box: Bbox) -> np.ndarray:
    return (box.x0 < points[:, 0]) & (points[:, 0] < box.x1) & (box.y0 < points[:, 1]) & (points[:, 1] < box.y1)


@pytest.fixture(scope="module", params=RECIPES)
def drawn(request: pytest.FixtureRequest) -> Canvas:
    recipe = RECIPES[request.param]
    with applied(recipe.settings()):
        figure = recipe.draw()
        figure.draw_without_rendering()
    return figure


def test_no_text_leaves_the_canvas(drawn: Canvas) -> None:
    for text in texts(drawn):
        box = text.get_window_extent()
        assert box.x0 >= 0, text
        assert box.y0 >= 0, text
        assert box.x1 <= drawn.bbox.x1, text
        assert box.y1 <= drawn.bbox.y1, text


def test_no_text_lies_on_another(drawn: Canvas) -> None:
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(drawn)]
    for (one, first), (other, second) in itertools.combinations(boxes, 2):
        assert Bbox.intersection(first, second) is None, (one, other)


def test_the_legend_covers_no_ink(drawn: Canvas) -> None:
    if legend := the_legend(drawn):
        assert not inside(ink(drawn), legend.get_window_extent()).any()


def test_text_is_large_enough_to_read(drawn: Canvas) -> None:
    assert all(text.get_fontsize() >= 6 for text in texts(drawn))


def test_the_label_of_y_is_a_line_of_text(drawn: Canvas) -> None:
    label = drawn.axes[0].yaxis.label
    assert label.get_window_extent().width <= 2 * label.get_fontsize() * drawn.dpi / 72


def test_the_axes_have_most_of_the_canvas(drawn: Canvas) -> None:
    box = drawn.axes[0].get_position()
    assert box.width * box.height > (0.2 if drawn.get_figwidth() < 2 else 0.5)


def test_ticks_are_few(drawn: Canvas) -> None:
    ax = drawn.axes[0]
    assert 2 <= len(ax.get_xticks()) <= 12
    assert 2 <= len(ax.get_yticks()) <= 12
