"""Measured, not eyeballed, for every kind of figure: no text on other text or off the canvas, no legend on ink."""

import itertools
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import matplotlib.figure
import measures
import numpy as np
import pytest

from datagen.errors import OptionError
from plots.figures import Figure
from plots.style import least_text, most_text
from plots.typesetting.mathtext import MATH

LONG = " + ".join(f"sin({k}x)/{k}" for k in range(1, 40))
MARKS = ("roots", "extrema", "inflections")
SENTENCE = "A title that says all there is to say of the figure, and then says it again in other words, at length"
CURVES = {
    "one": Figure(("damped-sine",)),
    "overlays": Figure(("damped-sine",), derivative=(1, 2)),
    "no free place": Figure(("sin(x)",), derivative=(1, 2, 3), x="0:2pi"),
    "parameters": Figure(("gaussian",)),
    "twelve": Figure(tuple(f"sin(x) + {k}" for k in range(12))),
    "tall fractions": Figure(("x^2/3", "mexican-hat"), derivative=(1,)),
    "long": Figure((LONG,)),
    "pole": Figure(("tan(x)",)),
    "huge": Figure(("1e12*x^2",), x="0:1e7"),
    "offset": Figure(("1e6 + sin(x)/1000",)),
    "constant": Figure(("3",)),
    "slide": Figure(("damped-sine",), derivative=(1, 2), size="slide"),
    "smallest": Figure(("damped-sine",), derivative=(1,), size="1.5x1.5"),
    "smallest marked": Figure(("damped-sine",), mark=MARKS, size="1.5x1.5"),
    "smallest in pi": Figure(("sin x",), x="-2pi:2pi", size="1.5x1.5", title=SENTENCE),
    "marked": Figure(("damped-sine",), derivative=1, x="0:4.9", mark=MARKS, size="nature-page"),
    "marked on a poster": Figure(("damped-sine",), mark="extrema", size="poster"),
    "several marked": Figure(("x^2", "x^3-3x"), mark=("roots", "extrema"), size="elsevier-column"),
    "titled": Figure(("sin x", "cos x"), x="0:2pi", title=SENTENCE, xlabel="angle", ylabel="height / m", grid=True),
    "title and legend above": Figure(("sin x",), derivative=(1, 2, 3), title=SENTENCE, size="ieee-column"),
    "long labels": Figure(("x^2",), xlabel=3 * SENTENCE, ylabel=3 * SENTENCE, size="3x2"),
    "one long word": Figure(("x^2",), title=300 * "n", xlabel=300 * "n", ylabel=300 * "n", size="2x2"),
    "long title": Figure(("x^2",), title=20 * f"{SENTENCE} ", size="1.5x1.5"),
    "two logarithmic axes": Figure(("x^-2", "e^-x"), log_x=True, log_y=True, grid=True),
    "part of a decade": Figure(("x^2",), x="2:3", log_x=True, log_y=True),
    "tiny logarithms": Figure(("1e-9x",), log_x=True, log_y=True, x="1e-5:1e5", size="ieee-column"),
    "without a legend": Figure(("sin x", "cos x"), no_legend=True),
    "panels": Figure(("damped-sine", "cos x"), derivative=(1, 2), panels=True, title=SENTENCE, ylabel="f", grid=True),
    "panels in a column": Figure(("damped-sine",), derivative=(1, 2), panels=True, size="ieee-column"),
    "tangent and taylor": Figure(("sin x",), x="-pi:pi", tangent=(1,), taylor=(1, 3)),
    "family": Figure(("a x^2",), set="a=1,2,4"),
    "dark": Figure(("sin x", "cos x"), derivative=(1, 2), style="dark", grid=True),
    "wide": Figure(("sin x", "cos x"), derivative=(1, 2), size="12x1.5"),
}  # fmt: skip
COMPOSED = {
    "panels": Figure(("damped-sine",), derivative=(1, 2), panels=True, mark=MARKS, tangent=1, title=SENTENCE),
    "panels in a column": Figure(("sin x", "cos x"), derivative=(1, 2), panels=True, size="ieee-column"),
    "family": Figure(("quadratic",), set={"a": (1, 2, 4)}),
    "family in a column": Figure(("gaussian",), set={"sigma": (0.5, 1, 2), "mu": (0, 1)}, size="ieee-column"),
    "large family": Figure(("sin(a x)",), set={"a": tuple(range(1, 26))}, size="ieee-column"),
    "family and derivatives": Figure(
        ("a t", "b t^2"), set={"a": (1, 2), "b": (3, 4)}, derivative=1, size="ieee-column"
    ),
    "tangents": Figure(("x^4 - 2x^2",), x="-1.6:1.6", tangent=(-1, 1, 0.5), size="ieee-column"),
    "Taylor polynomials": Figure(("e^x", "cos(x)"), x="-2:2", taylor=(2, 4), about=0.5, size="ieee-column"),
    "approximations on a slide": Figure(("sin x",), taylor=(1, 3, 5), tangent=2, size="slide"),
}  # fmt: skip
SURFACES = {
    "saddle": Figure(("x^2 - y^2",)),
    "saddle titled": Figure(
        ("x^2 - y^2",), title=SENTENCE, xlabel="east / km", ylabel="north / km", size="ieee-column"
    ),
    "gradient": Figure(("x^2 - y^2",), gradient=True, style="dark"),
    "gradient in a column": Figure(("x^2 + y^2",), gradient=True, hessian_at="x=1,y=2", size="acl-column"),
    "several hessians": Figure(
        ("himmelblau",), hessian_at=("x=3,y=2", "x=-2.805118,y=3.131312", "x=-0.270845,y=-0.923039"), size="2.6x3"
    ),
    "hessian": Figure(("x**4 + 2*x**2*y**2 + y**4",), hessian_at=("x=2,y=3",), x="-4:4", y="-4:4"),
    "surface": Figure(("sin(x)*cos(y)",), surface=True, size="slide"),
    "surface titled": Figure(("sin(x)*cos(y)",), surface=True, title=SENTENCE, size="ieee-column"),
    "multiples of pi": Figure(("sin(x)*cos(y)",), x="0:2pi", y="-pi:pi"),
    "long formula": Figure((" + ".join(f"sin({k}x*y)/{k}" for k in range(1, 9)),), size="ieee-column"),
}
HIMMELBLAU = ("x=3,y=2", "x=-2.805118,y=3.131312", "x=-0.270845,y=-0.923039")
SURFACES |= {
    "surface on a slide": Figure(("rosenbrock",), surface=True, size="slide"),
    "surface on a poster": Figure(("rosenbrock",), surface=True, size="poster"),
    "smallest surface": Figure(("rosenbrock",), surface=True, size="1.5x1.5"),
    "dark surface": Figure(("1e-9x*y",), surface=True, style="dark", xlabel="east", ylabel="u"),
    "dark contours": Figure(("himmelblau",), style="dark", gradient=True, grid=True),
    "points in a column": Figure(("himmelblau",), hessian_at=HIMMELBLAU, size="ieee-column"),
    "points across a page": Figure(("himmelblau",), hessian_at=HIMMELBLAU, size="nature-page"),
    "points on a slide": Figure(("himmelblau",), hessian_at=HIMMELBLAU, size="slide"),
}
MATRICES = {
    "matrices": Figure(("dot",), size="nature-column"),
    "matrices titled": Figure(("dot", "2x3", "3x4"), title=SENTENCE, size="ieee-column"),
    "small matrices": Figure(("dot",), size="1.5x1.5", style="dark"),
}


def points(count: int, **options: Any) -> Callable[[Path], Figure]:
    """A figure of so many points, x and y, along a parabola."""

    def recipe(folder: Path) -> Figure:
        data = folder / "data.csv"
        x = [10 * k / count for k in range(count)]
        rows = (f"{each!r},{each * each + 9 * math.sin(99 * each)!r}" for each in x)
        data.write_text("\n".join(["x,y", *rows]))
        return Figure((str(data),), **options)

    return recipe


DATA = {
    "points": points(20, style="dark"),
    "many points": points(20_000, fit=2),
    "fit": points(50, fit=2, truth="x^2"),
    "residuals": points(50, fit=2, truth="x^2", residuals=True, title=SENTENCE),
    "points and logarithms": points(50, log_x=True, log_y=True, grid=True),
    "small fit": points(50, fit=1, size="1.5x1.5"),
    "small residuals": points(50, fit=2, residuals=True, size="2x1.8"),
}
RECIPES: dict[str, Figure | Callable[[Path], Figure]] = {**CURVES, **COMPOSED, **SURFACES, **MATRICES, **DATA}
"""Every kind of figure, those of data as functions of a folder for its file."""


@pytest.fixture(scope="module", params=RECIPES)
def drawn(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[matplotlib.figure.Figure]:
    recipe = RECIPES[request.param]
    if not isinstance(recipe, Figure):
        recipe = recipe(tmp_path_factory.mktemp("data"))
    with measures.laid_out(recipe) as figure:
        figure.set_label(request.param)
        yield figure


def test_no_text_leaves_the_canvas_or_lies_on_another(drawn: matplotlib.figure.Figure) -> None:
    measures.check_texts(drawn)


def test_nothing_is_cut_off_at_the_edge_of_the_canvas(drawn: matplotlib.figure.Figure) -> None:
    seen = measures.ink(drawn)
    assert not np.concatenate([seen[0], seen[-1], seen[:, 0], seen[:, -1]]).any()


def test_no_legend_covers_ink(drawn: matplotlib.figure.Figure) -> None:
    for legend in measures.legends(drawn):
        assert measures.ink_under(drawn, legend) == 0


def test_text_is_as_large_as_its_medium_asks(drawn: matplotlib.figure.Figure) -> None:
    for text in measures.texts(drawn):
        assert least_text() <= text.get_fontsize() <= most_text(), text.get_text()


def test_no_text_shows_the_source_of_its_mathtext(drawn: matplotlib.figure.Figure) -> None:
    for text in measures.texts(drawn):
        assert not re.search(r"(?<!\\)\$|\\(?!\$)|\^\{|_\{", MATH.sub("", text.get_text())), text.get_text()


def test_lines_can_be_seen(drawn: matplotlib.figure.Figure) -> None:
    for label, colour, behind in measures.line_colours(drawn):
        assert measures.contrast(colour, behind) >= 3, label


def test_a_label_of_y_that_stands_beside_the_axis_is_not_broken(drawn: matplotlib.figure.Figure) -> None:
    for ax in drawn.axes:
        label = ax.yaxis.label
        lines = 1 + label.get_text().count("\n")
        assert label.get_window_extent().width <= 2 * lines * label.get_fontsize() * drawn.dpi / 72


def test_no_room_is_wasted(drawn: matplotlib.figure.Figure) -> None:
    seen = measures.ink(drawn)
    rows, columns = seen.nonzero()
    height, width = seen.shape
    assert np.ptp(columns) > 0.75 * width or np.ptp(rows) > 0.75 * height


def test_the_axes_have_most_of_the_canvas(drawn: matplotlib.figure.Figure) -> None:
    if drawn.get_label() in {**CURVES, **DATA}:
        boxes = [ax.get_position() for ax in drawn.axes]
        least = 0.2 if drawn.get_label() in CURVES else 0.14  # a fit and its band have to be named
        assert sum(box.width * box.height for box in boxes) > (least if min(drawn.get_size_inches()) <= 2 else 0.35)


def test_ticks_are_few(drawn: matplotlib.figure.Figure) -> None:
    for ax in measures.seen_axes(drawn):
        for axis, ends in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
            seen = [place for place in axis.get_majorticklocs() if min(ends) <= place <= max(ends)]
            assert len(seen) <= 16


def test_a_label_of_y_that_stands_upright_is_not_read_with_a_tick(drawn: matplotlib.figure.Figure) -> None:
    for ax in drawn.axes:
        label = ax.yaxis.label
        if ax.name != "3d" and label.get_rotation() == 0 and label.get_text():
            box = label.get_window_extent()
            ticks = ax.transData.transform([(ax.get_xlim()[0], tick) for tick in ax.yaxis.get_majorticklocs()])[:, 1]
            apart = [(high - low) for low, high in itertools.pairwise(sorted(ticks))]
            if max(apart, default=0) > 2 * box.height:
                assert abs(ticks - (box.y0 + box.y1) / 2).min() > 0.5 * box.height


def test_a_figure_without_room_for_its_axes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError) as caught:
        points(50, fit=2, residuals=True, title=SENTENCE, size="1.5x1.5")(tmp_path).draw()
    assert (
        str(caught.value) == "size: 1.5x1.5 in is not allowed; give a larger one: the texts leave no room for the axes"
    )


def test_an_empty_label_takes_the_label_away() -> None:
    ax = Figure(("x^2 - y^2",), xlabel="", ylabel="", size="2x2").draw().axes[0]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("", "")


@pytest.mark.parametrize("height", [0.05, 0.2, 0.25, 0.3, 0.35, 0.4, 0.6, 0.9])
def test_numbers_that_are_far_apart_need_not_be_measured(height: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quick look at how far apart they are decides as measuring all of them does."""
    from matplotlib.text import Text

    from plots.placement import layout
    from plots.style import applied

    ticks, measured = [], []
    extent = Text.get_window_extent
    monkeypatch.setattr(
        Text, "get_window_extent", lambda *given, **named: measured.append(1) or extent(*given, **named)
    )
    for roomy in (layout.ROOMY, math.inf):
        monkeypatch.setattr(layout, "ROOMY", roomy)
        measured.clear()
        with applied({}):  # as figures before may have left their own settings
            ax = matplotlib.figure.Figure((4, 4), dpi=80).add_axes((0.1, 0.05, 0.8, height), ylim=(0, 8))
            ax.set_yticks(range(9))
            layout._thin_ticks(ax)
        ticks.append((ax.get_yticks().tolist(), bool(measured)))
    assert ticks[0][0] == ticks[1][0]
    assert ticks[1][1]
    assert ticks[0][1] is (height < 0.5)
    assert (len(ticks[0][0]) < 9) is (height < 0.28)
