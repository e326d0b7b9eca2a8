"""Marks on curves: where they are, which are hollow, and that their labels cover nothing."""

import math
from collections.abc import Iterator

import measures
import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Annotation

from datagen.errors import NameUnknownError
from datagen.expressions import parse
from plots.colours import contrast
from plots.curves import Curve
from plots.faithful.breaks import Break
from plots.figures import Figure
from plots.functions.marks import Mark, draw_ends, found_marks, in_view, with_room
from plots.sampling import Polyline

ALL = ("roots", "extrema", "inflections")
RECIPES = {
    "extrema": Figure(("damped-sine",), mark=("extrema",)),
    "all": Figure(("damped-sine",), mark=ALL),
    "overlays": Figure(("damped-sine",), mark=("extrema", "roots"), derivative=(1,)),
    "cubic": Figure(("x^3 - 3x",), mark=("roots", "extrema"), x="-2.5:2.5"),
    "two": Figure(("|x^2 - 1|", "sin(3x)"), mark=("roots", "extrema"), x="-2:2"),
    "poles": Figure(("tan(x)",), mark=("roots",)),
    "tiny": Figure(("1e-9*x^2 - 1e-9",), mark=("roots", "extrema")),
    "offset": Figure(("1e6 + sin(x)/1000",), mark=("extrema",)),
    "column": Figure(("sin(x)",), mark=("extrema",), size="ieee-column"),
    "smallest": Figure(("damped-sine",), mark=("extrema",), size="1.5x1.5"),
    "crowded": Figure(("sin(40x)",), mark=("extrema",)),
}


def labels(figure: Canvas) -> list[Annotation]:
    return [text for text in figure.axes[0].texts if isinstance(text, Annotation)]


def points(figure: Canvas) -> dict[str, list[tuple[float, float]]]:
    """The marks of each name in the legend of one curve."""
    found = figure.axes[0].collections
    return {str(each.get_label()): [tuple(place) for place in each.get_offsets().tolist()] for each in found}


@pytest.fixture(scope="module", params=RECIPES)
def marked(request: pytest.FixtureRequest) -> Iterator[Canvas]:
    with measures.laid_out(RECIPES[request.param]) as figure:
        yield figure


@pytest.mark.parametrize("size", ["6x4", "ieee-column", "slide"])
@pytest.mark.parametrize(
    ("formula", "mark"), [("x - 1.73", "roots"), ("(x - 1.73)^2", "extrema"), ("(x - 1.73)^3", "inflections")]
)
def test_marks_at_the_right_end_are_whole(formula: str, mark: str, size: str) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas = FigureCanvasAgg(Figure((formula,), x="0:1.73", mark=mark, size=size, dpi=100).draw())
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())
    assert (pixels[:, -1] == pixels[0, -1]).all()
    assert (pixels[:, -8:] != pixels[0, -1]).any()


def test_no_label_lies_on_text_or_leaves_the_canvas(marked: Canvas) -> None:
    assert {*labels(marked)} <= {*measures.texts(marked)}
    measures.check_texts(marked)


def test_no_label_covers_ink_or_a_mark(marked: Canvas) -> None:
    boxes = [label.get_window_extent() for label in labels(marked)]
    for label in labels(marked):
        label.set_visible(False)
    seen = measures.pixels(marked)
    for box in boxes:
        part = seen[int(box.y0) : math.ceil(box.y1), int(box.x0) : math.ceil(box.x1)]
        assert (part == 255).all(), box
    for label in labels(marked):
        label.set_visible(True)


def test_every_label_touches_its_mark(marked: Canvas) -> None:
    for label in labels(marked):
        x, y = marked.axes[0].transData.transform(label.xy)
        box = label.get_window_extent()
        apart = math.hypot(max(box.x0 - x, 0, x - box.x1), max(box.y0 - y, 0, y - box.y1))
        assert apart <= 1.3 * label.get_fontsize() * marked.dpi / 72


@pytest.mark.parametrize(
    ("name", "count"), [("extrema", 10), ("cubic", 5), ("poles", 3), ("tiny", 3), ("column", 2), ("crowded", 0)]
)
def test_labels_are_written_where_there_is_room(name: str, count: int) -> None:
    assert len(labels(RECIPES[name].draw())) == count


def test_the_marks_are_at_the_extrema() -> None:
    figure = RECIPES["extrema"].draw()
    places = [(math.atan(2 * math.pi) + k * math.pi) / (2 * math.pi) for k in range(10)]
    expected = [(x, math.exp(-x) * math.sin(2 * math.pi * x)) for x in places]
    found = points(figure)
    assert {*found} == {"maximum", "minimum"}
    np.testing.assert_allclose(found["maximum"], expected[::2], atol=1e-12)
    np.testing.assert_allclose(found["minimum"], expected[1::2], atol=1e-12)
    assert labels(figure)[2].get_text() == "$(1.22, {0.29})$"
    assert [text.get_text() for text in figure.axes[0].get_legend().get_texts()] == ["maximum", "minimum"]


def test_what_is_undecided_is_hollow() -> None:
    figure = RECIPES["two"].draw()
    drawn = [each for each in figure.axes[0].collections if len(each.get_offsets())]
    looks = [
        (each.get_label(), *(to_hex(c) for c in (each.get_facecolor()[0], each.get_edgecolor()[0]))) for each in drawn
    ]
    first, second = "#000000", "#0072b2"
    assert looks == [
        ("_root, undecided", "#ffffff", first), ("_maximum", first, first), ("_minimum, undecided", "#ffffff", first),
        ("_root", second, second), ("_maximum", second, second), ("_minimum", second, second),
    ]  # fmt: skip
    assert drawn[2].get_offsets().tolist() == [[-1, 0], [1, 0]]
    assert r"$(0, {1})$" in [each.get_text() for each in labels(figure)]


def test_the_legend_of_several_curves_has_the_shapes_in_the_colour_of_none() -> None:
    figure = RECIPES["two"].draw()
    handles, names = figure.axes[0].get_legend_handles_labels()
    shapes = {
        name: to_hex(each.get_edgecolor()[0]) for each, name in zip(handles, names, strict=True) if name[0] != "$"
    }
    assert [*shapes] == ["root", "root, undecided", "maximum", "minimum", "minimum, undecided"]
    (grey,) = {*shapes.values()}
    assert grey not in {to_hex(each.get_color()) for each in figure.axes[0].lines}
    assert contrast(grey, "white") >= 3


def test_the_same_coordinates_are_written_once() -> None:
    texts = [each.get_text() for each in labels(Figure(("x^2", "x^3 - 3x"), mark=("roots", "extrema")).draw())]
    assert "$(0, {0})$" in texts
    assert len(texts) == len({*texts})


@pytest.mark.parametrize("name", ["damped-sine", "sin(5x)"])
@pytest.mark.parametrize("panels", [(), (1, 2)])
def test_maxima_and_minima_are_labelled_both_or_neither(name: str, panels: tuple[int, ...]) -> None:
    for size in ("6x4", "nature-page", "6x1.5" if not panels else "6x3"):
        recipe = Figure((name,), mark="extrema", derivative=panels, panels=bool(panels), size=size)
        heights = [each.xy[1] for each in labels(recipe.draw()) if "," in each.get_text()]
        assert any(y > 0 for y in heights) == any(y < 0 for y in heights)


def test_labels_have_multiples_of_pi_where_the_ticks_have() -> None:
    texts = {each.get_text() for each in labels(Figure(("sin(x)",), x="-pi:2pi", mark=("roots", "extrema")).draw())}
    assert {r"$(\pi/2, {1})$", r"$(-\pi/2, {-1})$", r"$(\pi, {0})$", "$(0, {0})$"} <= texts
    assert labels(Figure(("sin(x - 1)",), x="0:2pi", mark="roots").draw())[0].get_text() == "$(1, {0})$"
    assert labels(Figure(("sin(x)",), x="0:4", mark="extrema").draw())[0].get_text() == "$(1.571, {1})$"


def test_small_numbers_are_written_with_powers() -> None:
    assert r"$(0, {-1 \times 10^{-9}})$" in [each.get_text() for each in labels(RECIPES["tiny"].draw())]


def test_intervals_and_flat_places_are_not_marked() -> None:
    assert found_marks(parse("floor(x)"), (-2, 2), ALL) == []
    assert found_marks(parse("x^3"), (-2, 2), ["extrema"]) == []
    assert found_marks(parse("sin(1/x)"), (0, 1e-3), ["roots"])[-1].x == pytest.approx(1 / (319 * math.pi))


def test_marks_of_the_function_alone() -> None:
    figure = RECIPES["overlays"].draw()
    assert len(points(figure)["maximum"]) == 5


def test_room_is_made_for_labels_but_not_against_a_given_range() -> None:
    plain = Figure(("x^2",), x="-1:1")
    low, high = plain.draw().axes[0].get_ylim()
    assert Figure(("x^2",), x="-1:1", mark="extrema").draw().axes[0].get_ylim()[0] < low
    assert Figure(("x^2",), x="-1:1", mark="extrema").draw().axes[0].get_ylim()[1] == high
    assert Figure(("x^2",), x="-1:1", y="-0.1:1", mark="extrema").draw().axes[0].get_ylim() == (-0.1, 1)
    assert [*Figure(("x^2",), x="-1:1", mark="extrema").picture.rows()] == [*plain.picture.rows()]


def test_only_what_is_in_view_is_marked() -> None:
    marks = [Mark("root", 0, y, True) for y in (-2, 0, 2)]
    assert in_view(marks, (-1, 1), (-1, 1)) == marks[1:2]
    assert with_room(marks, (-10, 10)) == (-10, 10)
    assert with_room(marks, (-2, 10)) == (pytest.approx(-2.96), 10)


def test_marks_are_read_by_name() -> None:
    assert Figure(("x",), mark="roots, extrema,roots").mark == ("roots", "extrema")
    with pytest.raises(NameUnknownError) as refusal:
        Figure(("x",), mark="root")
    assert str(refusal.value) == "no mark is called 'root'; did you mean 'roots'?"


def test_an_open_and_a_closed_end() -> None:
    breaks = [
        Break(0.0, "jump", -1.0, 0.0, 0.0),
        Break(1.0, "jump", -1.0, 1.0, 0.5),
        Break(2.0, "pole", 0.25, math.inf, math.nan),
        Break(3.0, "edge", math.nan, 0.0, 0.0),
        Break(4.0, "hole", 0.5, 0.5, math.nan),
        Break(9.0, "jump", 0.0, 1.0, 0.0),
    ]
    ax = Canvas().add_subplot(xlim=(-1, 5), ylim=(-2, 2))
    drawn = draw_ends(ax, Curve("f", "$f$", 0, Polyline([], (-2, 2), 0, breaks)), "#0072B2")
    opened, closed = ({tuple(place) for place in line.get_xydata().tolist()} for line in drawn)
    assert opened == {(0, -1), (1, -1), (1, 1), (2, 0.25), (4, 0.5)}
    assert closed == {(0, 0), (1, 0.5)}
    assert [line.get_markerfacecolor() for line in drawn] == ["white", "#0072B2"]
    assert draw_ends(ax, Curve("f", "$f$", 0, Polyline([], (-2, 2), 0)), "k") == []


def test_the_ends_of_floor() -> None:
    lines = Figure(("floor(x)",), x="-1.5:1.5", ends=True).draw().axes[0].lines
    opened, closed = (line.get_xydata().tolist() for line in lines if line.get_marker() == "o")
    np.testing.assert_allclose(opened, [(-1, -2), (0, -1), (1, 0)], atol=1e-12)
    np.testing.assert_allclose(closed, [(-1, -1), (0, 0), (1, 1)], atol=1e-12)


@pytest.mark.parametrize(("size", "order"), [("6x4", 1), ("nature-page", 1), ("nature-page", 2), ("10x6", 2)])
def test_a_label_is_nearer_to_its_own_mark_than_to_any_other(size: str, order: int) -> None:
    with measures.laid_out(Figure(("damped-sine",), derivative=order, mark=("roots", "extrema"), size=size)) as figure:
        ax = figure.axes[0]
        marks = ax.transData.transform([place for each in points(figure).values() for place in each])
        assert labels(figure)
        for label in labels(figure):
            box, own = label.get_window_extent(), ax.transData.transform(label.xy)
            apart = np.hypot(*np.maximum(np.maximum(box.min - marks, marks - box.max), 0).T)
            assert apart.argmin() == np.hypot(*(marks - own).T).argmin(), label.get_text()


def test_a_root_where_the_function_is_exactly_0_is_proved() -> None:
    def proved(formula: str) -> list[bool]:
        return [each.proved for each in found_marks(parse(formula), (-2.0, 2.0), ["roots"])]

    assert proved("x^2") == proved("(x - 1)^4") == proved("abs(x)") == [True]
    assert proved("sin(x)^2 cos(x)^2/cos(x)^2") == [True]
    assert proved("cos(x)^2") == [False, False], "its roots are no doubles"


def test_a_coordinate_is_0_only_where_it_is() -> None:
    texts = [each.get_text() for each in labels(Figure(("damped-sine",), mark=("extrema",), y="-30:30").draw())]
    assert texts[:3] == ["$(0.22, {0.8})$", "$(0.72, {-0.5})$", "$(1.22, {0.3})$"]
    assert "$(3.22, {0.04})$" in texts


def test_derivatives_have_ends_too() -> None:
    for panels in (False, True):
        axes = Figure(("abs(x)",), derivative=1, ends=True, panels=panels, dpi=60).draw().axes
        opened = [line for line in axes[-1].lines if line.get_marker() == "o"]
        assert [sorted(line.get_xydata().tolist()) for line in opened] == [[[0, -1], [0, 1]]]


def test_marks_at_one_place_have_one_label() -> None:
    texts = [each.get_text() for each in labels(Figure(("x^2", "x^3-3x"), mark=("roots", "extrema")).draw())]
    assert len(texts) == len({*texts})
