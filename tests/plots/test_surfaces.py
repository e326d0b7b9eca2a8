"""Pictures of functions of two variables: labels, arrows, principal axes, the colour bar, words, data and refusals."""

import csv
import functools
import io
import itertools
import re
from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure as Canvas
from matplotlib.quiver import Quiver
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from datagen.critical import principal_axes
from datagen.errors import DatagenError
from plots.colours import contrast
from plots.figures import Figure
from plots.planes.level_labels import draw_level_labels
from plots.style import applied

RECIPES = {
    "rosenbrock": Figure(("rosenbrock",), dpi=100),
    "column": Figure(("himmelblau",), size="ieee-column", hessian_at=("x=3,y=2", "x=-0.2708,y=-0.923")),
    "arrows": Figure(("x^2 - y^2",), gradient=True, hessian_at="x=0,y=0", dpi=100),
    "undefined": Figure(("sqrt(x*y)",), dpi=100),
    "slide": Figure(("six-hump-camel",), gradient=True, size="slide", dpi=80),
    "long name": Figure(("beale",), size="ieee-column"),
    "tiny": Figure(("1e-9*x*y",), title="Small", dpi=100),
    "smallest": Figure(("x*y",), size="1.5x1.5"),
    "constant": Figure(("f(x, y) = 3",), dpi=100),
    "surface": Figure(("rosenbrock",), surface=True, dpi=100),
    "surface with a power": Figure(("beale",), surface=True, dpi=100),
    "surface column": Figure(("sqrt(9 - x^2 - y^2)",), surface=True, size="ieee-column", title="A dome"),
}


@pytest.fixture(scope="module", params=RECIPES)
def drawn(request: pytest.FixtureRequest) -> Canvas:
    return drawing(RECIPES[request.param])


@functools.cache
def drawing(recipe: Figure) -> Canvas:
    with applied(recipe.settings()):
        figure = recipe.draw()
        figure.draw_without_rendering()
    return figure


def texts(figure: Canvas) -> list[Text]:
    seen = [*figure.texts, *(text for legend in figure.legends for text in legend.get_texts())]
    for ax in figure.axes:
        seen += ax.texts
        for axis in ax._axis_map.values():
            low, high = sorted(axis.get_view_interval())
            slack = 1e-9 * (high - low)
            seen += [axis.label, axis.get_offset_text()]
            seen += [t.label1 for t in axis.get_major_ticks() if low - slack <= t.get_loc() <= high + slack]
            seen += [t.label2 for t in axis.get_major_ticks() if low - slack <= t.get_loc() <= high + slack]
    return [text for text in seen if text.get_visible() and text.get_text()]


def test_all_text_is_on_the_canvas_and_readable(drawn: Canvas) -> None:
    for text in texts(drawn):
        box = text.get_window_extent()
        assert min(box.x0, box.y0) >= -0.5, text
        assert box.x1 <= drawn.bbox.x1 + 0.5, text
        assert box.y1 <= drawn.bbox.y1 + 0.5, text
        assert text.get_fontsize() >= 6, text


def test_no_text_lies_on_another(drawn: Canvas) -> None:
    upright = [text for text in texts(drawn) if text.get_rotation() in (0, 90)]
    for one, other in itertools.combinations(upright, 2):
        assert Bbox.intersection(one.get_window_extent(), other.get_window_extent()) is None, (one, other)


def test_the_picture_has_most_of_the_canvas(drawn: Canvas) -> None:
    box = drawn.axes[0].get_window_extent()
    assert box.width * box.height > (0.1 if drawn.get_figwidth() < 2 else 0.18) * drawn.bbox.width * drawn.bbox.height


def turned(label: Text, points: np.ndarray) -> np.ndarray:
    """Points in px, seen from the middle of a label along its text."""
    angle = np.radians(label.get_rotation())
    middle = label.get_transform().transform(label.get_position())
    return (points - middle) @ np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def half_size(label: Text) -> np.ndarray:
    rotation = label.get_rotation()
    label.set_rotation(0)
    box = label.get_window_extent()
    label.set_rotation(rotation)
    return np.array([box.width, box.height]) / 2


def level_lines(ax: Axes) -> LineCollection:
    return next(each for each in ax.collections if isinstance(each, LineCollection))


def test_labels_leave_what_is_taken_free() -> None:
    ax, line = Canvas().add_subplot(xlim=(0, 1), ylim=(0, 1)), np.array([[0.0, 0.5], [1.0, 0.5]])
    room = ax.get_window_extent()
    sides = [np.linspace(0, 1, 60) * room.width * 0.6 + room.x0, np.linspace(room.y0, room.y1, 60)]
    taken = np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, 2)
    kept, (label,) = draw_level_labels(ax, [[line]], ["5"], ["black"], taken)
    assert ax.transData.transform(label.get_position())[0] > room.x0 + 0.6 * room.width
    assert len(kept[0]) == 2
    assert draw_level_labels(ax, [[line]], ["5"], ["black"], taken * [1.7, 1] - [0.7 * room.x0, 0])[1] == []


LABELLED = ["rosenbrock", "column", "arrows", "undefined", "slide", "long name", "tiny"]


@pytest.mark.parametrize("name", LABELLED)
def test_labels_of_levels_cover_no_line_and_no_arrow(name: str) -> None:
    figure = drawing(RECIPES[name])
    ax = figure.axes[0]
    assert len(ax.texts) >= 2
    ink = [np.empty((0, 2))]
    for path in [*(p.vertices for p in level_lines(ax).get_paths()), *(line.get_xydata() for line in ax.lines)]:
        pixels = ax.transData.transform(path)
        for start, end in itertools.pairwise(pixels):
            ink.append(start + np.linspace(0, 1, int(np.hypot(*(end - start))) + 2)[:, None] * (end - start))
    for arrows in ax.collections:
        if isinstance(arrows, Quiver):
            half = np.column_stack([arrows.U, arrows.V]) * figure.dpi / 2
            middles = ax.transData.transform(arrows.XY)
            ink += [middles + share * half for share in np.linspace(-1, 1, 21)]
    every = np.concatenate(ink)
    for label in ax.texts:
        inside = np.abs(turned(label, every)) < half_size(label) * [1, 0.8]
        assert not inside.all(axis=1).any(), label


@pytest.mark.parametrize("name", LABELLED)
def test_labels_of_levels_lie_on_no_other(name: str) -> None:
    figure = drawing(RECIPES[name])
    for one, other in itertools.permutations(figure.axes[0].texts, 2):
        steps = np.stack(np.meshgrid(*[np.linspace(-1, 1, 9)] * 2), axis=-1).reshape(-1, 2) * half_size(other)
        angle = np.radians(other.get_rotation())
        points = steps @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        points += other.get_transform().transform(other.get_position())
        assert not (np.abs(turned(one, points)) < half_size(one)).all(axis=1).any(), (one, other)


@pytest.mark.parametrize("name", LABELLED)
def test_labels_stand_in_a_gap_of_their_own_line(name: str) -> None:
    recipe = RECIPES[name]
    figure = drawing(recipe)
    ax, plane = figure.axes[0], recipe.picture._plane
    inverse = ax.transData.inverted()
    for label in ax.texts:
        level = plane.drawn[plane.texts.index(label.get_text())]
        middle = ax.transData.transform(label.get_position())
        near = (
            middle
            + np.stack(np.meshgrid(*[np.linspace(-1, 1, 3)] * 2), axis=-1).reshape(-1, 2) * 0.4 * half_size(label).min()
        )
        values = plane.values(inverse.transform(near))
        assert values.min() <= level <= values.max(), label


@pytest.mark.parametrize("name", ["rosenbrock", "arrows", "undefined", "slide"])
def test_labels_lines_and_arrows_stand_out_from_what_is_behind_them(name: str) -> None:
    recipe = RECIPES[name]
    figure = drawing(recipe)
    ax, plane = figure.axes[0], recipe.picture._plane
    from plots.planes.bands import band_colours

    colours, bounds = band_colours(plane.levels), plane.levels.bounds
    for label in ax.texts:
        band = bounds.index(plane.drawn[plane.texts.index(label.get_text())]) + plane.levels.below
        assert min(contrast(label.get_color(), colours[each]) for each in (band - 1, band)) >= 3
    for arrows in (each for each in ax.collections if isinstance(each, Quiver)):
        values = plane.values(np.asarray(arrows.XY))
        bands = np.searchsorted(bounds, values, side="right") - 1 + plane.levels.below
        for band, ink in zip(np.clip(bands, 0, len(colours) - 1), arrows.get_facecolor(), strict=True):
            assert contrast(tuple(ink[:3]), colours[band]) >= 3


def quiver(recipe: Figure) -> tuple[Canvas, Quiver]:
    figure = drawing(recipe)
    return figure, next(each for each in figure.axes[0].collections if isinstance(each, Quiver))


def test_arrows_are_the_gradient() -> None:
    """∇(x² − y²) = (2x, −2y), on one scale for both axes; lengths are proportional."""
    _, arrows = quiver(Figure(("x^2 - y^2",), gradient=True, dpi=100))
    x, y = arrows.XY.T
    expected = np.column_stack([2 * x, -2 * y])
    found = np.column_stack([arrows.U, arrows.V])
    ratio = np.hypot(*found.T) / np.hypot(*expected.T)
    assert ratio == pytest.approx(np.full(len(x), ratio[0]), rel=1e-6)
    assert found / ratio[0] == pytest.approx(expected, rel=1e-5, abs=1e-5)
    assert len(x) > 40


def test_arrows_follow_the_plane_where_the_axes_differ() -> None:
    """With ranges of 10 and 1 a step along ∇f is turned: by the ratio of the scales."""
    figure, arrows = quiver(Figure(("f(x, y) = x + y",), x="0:10", y="0:1", gradient=True, dpi=100))
    ax = figure.axes[0]
    wide, high = ax.transData.transform((1, 1)) - ax.transData.transform((0, 0))
    slants = arrows.V / arrows.U
    assert slants == pytest.approx(np.full(len(slants), high / wide), rel=1e-6)


def test_lengths_over_orders_of_magnitude_stay_visible_and_are_named() -> None:
    figure, arrows = quiver(Figure(("exp(2x + y)",), gradient=True, dpi=100))
    lengths = np.hypot(arrows.U, arrows.V)
    assert np.quantile(lengths, 0.15) > lengths.max() / 7
    (text,) = figure.legends[0].get_texts()
    root = int(text.get_text().split("1/")[1].rstrip("}$"))
    slopes = np.sqrt(5) * np.exp(arrows.XY @ [2, 1])
    assert lengths / lengths.max() == pytest.approx((slopes / slopes.max()) ** (1 / root), rel=1e-3)


def legend(recipe: Figure) -> list[str]:
    return [text.get_text() for each in drawing(recipe).legends for text in each.get_texts()]


KINDS = {
    "minimum": (("rosenbrock",), "x=1,y=1", r"minimum $({1}, {1})$,  $\lambda = {0.3994}, {1002}$"),
    "maximum": (("-x^2 - y^2",), "x=0,y=0", r"maximum $({0}, {0})$,  $\lambda = {-2}, {-2}$"),
    "saddle": (("x*y",), "x=0,y=0", r"saddle $({0}, {0})$,  $\lambda = {-1}, {1}$"),
    "undecided": (("x^2 + y^4",), "x=0,y=0", r"undecided $({0}, {0})$,  $\lambda = {0}, {2}$"),
    "not critical": (
        ("x^4 + 2x^2 y^2 + 1y^4",), "x=2,y=3",
        r"not critical $({2}, {3})$,  $|\nabla f| = {187.5}$,  $\lambda = {52}, {156}$",
    ),
    "corner": (("|x| + y^2",), "x=0,y=0", "no second derivatives $({0}, {0})$"),
    "undefined": (("sqrt(x + y)",), "x=-1,y=-1", "not defined $({-1}, {-1})$"),
}  # fmt: skip


@pytest.mark.parametrize(("subjects", "at", "label"), KINDS.values(), ids=KINDS)
def test_points_are_named_in_the_legend(subjects: tuple[str, ...], at: str, label: str) -> None:
    assert label in legend(Figure(subjects, hessian_at=at, dpi=60))


def test_axes_of_both_signs_have_one_line_in_the_legend() -> None:
    length = r"length $\propto |\lambda|$"
    for formula, label in {
        "x*y": rf"axis,  {length},  dashed for $\lambda < 0$", "x^2 + y^2": rf"axis with $\lambda > 0$,  {length}",
        "-x^2 - y^2": rf"axis with $\lambda < 0$,  {length}",
    }.items():  # fmt: skip
        assert [each for each in legend(Figure((formula,), hessian_at="x=0,y=0", dpi=60)) if "axis" in each] == [label]


def test_a_legend_of_three_points_leaves_most_of_a_column_to_the_contours() -> None:
    points = ("x=3,y=2", "x=0,y=0", "x=-2.8051,y=3.1313")
    figure = drawing(Figure(("himmelblau",), hessian_at=points, size="ieee-column"))
    assert figure.legends[0].get_window_extent().height < 0.3 * figure.bbox.height
    assert figure.axes[0].get_window_extent().height > 0.5 * figure.bbox.height


def test_principal_axes_have_the_directions_of_the_eigenvectors_and_show_the_sign() -> None:
    """x y has the eigenvectors (1, 1) upwards and (1, −1) downwards."""
    ax = drawing(Figure(("x*y",), hessian_at="x=0,y=0", dpi=60)).axes[0]
    black = [line for line in ax.lines if line.get_color() == "black" and len(line.get_xdata()) == 2]
    ways = {line.get_linestyle(): np.diff(line.get_xydata(), axis=0)[0] for line in black}
    assert ways["-"][0] == pytest.approx(ways["-"][1], rel=1e-6)
    assert ways["--"][0] == pytest.approx(-ways["--"][1], rel=1e-6)


def test_principal_axes_diagonalise() -> None:
    matrix = np.array([[84.0, 48.0], [48.0, 124.0]])
    values, axes = principal_axes(matrix)
    assert values == pytest.approx([52, 156], rel=1e-14)
    assert axes @ matrix @ axes.T == pytest.approx(np.diag(values), abs=1e-12)
    assert np.isnan(principal_axes(np.array([[np.nan, 0], [0, 1]]))[0]).all()


def saved(recipe: Figure) -> list[dict[str, str]]:
    stream = io.BytesIO()
    recipe.write_data(stream)
    return list(csv.DictReader(io.StringIO(stream.getvalue().decode())))


def test_the_data_are_the_level_lines() -> None:
    rows = saved(Figure(("x^2 + y^2",), dpi=50))
    assert {row["curve"] for row in rows} == {str(level) for level in range(5, 50, 5)}
    for row in rows:
        assert float(row["x"]) ** 2 + float(row["y"]) ** 2 == pytest.approx(float(row["curve"]), abs=0.01)


def test_the_data_of_a_surface_are_its_grid() -> None:
    rows = saved(Figure(("x^2 + 3t",), surface=True))
    assert len(rows) == 62**2
    for row in rows[::97]:
        assert float(row["value"]) == pytest.approx(float(row["x"]) ** 2 + 3 * float(row["y"]), abs=1e-12)


WORDS = {
    "rosenbrock": (
        Figure(("rosenbrock",)),
        "Filled contours of rosenbrock for x from -2 to 2 and y from -1 to 3, at levels from 0 to 1000, closer "
        "together where most values lie. The lowest value found, 0, is at (1, 1), and the highest, 2509, is at "
        "(-2, -1).",
    ),
    "points": (
        Figure(("x^2 - y^2 + x",), hessian_at=("x=-0.5,y=0", "x=1,y=1"), x="-2:2", y="-1:1"),
        "Filled contours of x^2 - y^2 + x for x from -2 to 2 and y from -1 to 1, at levels from -2 to 6. The lowest "
        "value found, -1.25, is at (-0.5, -1), and the highest, 6, is at (2, 0). The point (-0.5, 0) is a saddle. "
        "The point (1, 1) is not critical.",
    ),
    "pole": (
        Figure(("1/(x^2 + y^2)",), gradient=True),
        "Filled contours of 1/(x^2 + y^2) for x from -5 to 5 and y from -5 to 5, at levels from 0 to 5, closer "
        "together where most values lie. The lowest value found, 0.02, is at (-5, -5), and the highest was not "
        "found: it grows upwards near (0, 0). Arrows show its gradient.",
    ),
    "dome": (
        Figure(("sqrt(9 - x^2 - y^2)",), surface=True, x="-3:0", y="0:3"),
        "Surface of sqrt(9 - x^2 - y^2) for x from -3 to 0 and y from 0 to 3. The lowest value found, 0, is at "
        "(-3, 0), and the highest, 3, is at (0, 0). It is not defined on 22 % of the view.",
    ),
    "off the round numbers, on a logarithmic axis": (
        Figure(("(x - 3)^2 + (y - 0.5)^2",), log_x=True, x="0.1:10", y="-4.5:4.5"),
        "Filled contours of (x - 3)^2 + (y - 0.5)^2 for x from 0.1 to 10 and y from -4.5 to 4.5, on a logarithmic x "
        "axis, at levels from 0 to 50, closer together where most values lie. The lowest value found, 0, is at (3, "
        "0.5), and the highest, 74, is at (10, -4.5).",
    ),
    "high up": (
        Figure(("1e6 + x*y",), surface=True),
        "Surface of 1e6 + x*y for x from -5 to 5 and y from -5 to 5. The lowest value found, 999975, is at (5, -5), "
        "and the highest, 1000025, is at (-5, -5).",
    ),
    "poles on both sides": (
        Figure(("1/(x*y)",), surface=True),
        "Surface of 1/(x*y) for x from -5 to 5 and y from -5 to 5. The lowest value was not found: it grows downwards "
        "near (0, 0), and the highest was not found: it grows upwards near (0, 0).",
    ),
    "corner": (
        Figure(("abs(x) + y^2",), hessian_at=("x=0,y=0",)),
        "Filled contours of abs(x) + y^2 for x from -5 to 5 and y from -5 to 5, at levels from 0 to 30. The lowest "
        "value found, 0, is at (0, 0), and the highest, 30, is at (-5, -5). The point (0, 0) has no second "
        "derivatives.",
    ),
    "flat": (
        Figure(("x^4 + y^4",), hessian_at=("x=0,y=0",), x="-1:1", y="-1:1"),
        "Filled contours of x^4 + y^4 for x from -1 to 1 and y from -1 to 1, at levels from 0 to 1, closer together "
        "where most values lie. The lowest value found, 0, is at (0, 0), and the highest, 2, is at (-1, -1). The point "
        "(0, 0) is critical, of a kind that is not known.",
    ),
    "constant": (
        Figure(("f(u, v) = 3",)),
        "Filled contours of f(u, v) = 3 for u from -5 to 5 and v from -5 to 5. It is 3 everywhere.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("recipe", "words"), WORDS.values(), ids=WORDS)
def test_alternative_text(recipe: Figure, words: str) -> None:
    assert recipe.picture.alternative() == words


NAMED = {
    "by letter": ("x*t", {"x": "0:1", "y": "0:5"}, ("x", "t"), ((0, 1), (0, 5))),
    "in order": ("u*v", {"x": "0:1"}, ("u", "v"), ((0, 1), (-5, 5))),
    "y alone": ("y*z", {"y": "0:1"}, ("z", "y"), ((-5, 5), (0, 1))),
    "a prefix the other way": ("f(y, x) = x - y", {}, ("x", "y"), ((-5, 5), (-5, 5))),
    "domain": ("six-hump-camel", {"y": "-2:2"}, ("x", "y"), ((-2, 2), (-2, 2))),
}


@pytest.mark.parametrize(("formula", "ranges", "names", "ends"), NAMED.values(), ids=NAMED)
def test_ranges_go_to_the_variable_of_that_name_or_place(formula, ranges, names, ends) -> None:
    recipe = Figure((formula,), dpi=50, **ranges)
    ax = drawing(recipe).axes[0]
    assert (ax.get_xlabel(), ax.get_ylabel()) == tuple(f"${name}$" for name in names)
    assert (ax.get_xlim(), ax.get_ylim()) == ends


def test_the_direction_of_x_is_that_of_x() -> None:
    """f(y, x) = x − y is highest at the lower right."""
    plane = Figure(("f(y, x) = x - y",)).picture._plane
    assert (plane.field.highest.x, plane.field.highest.y) == (5, -5)
    assert plane.gradients[1][0].tolist() == [1, -1]


def test_a_range_that_was_not_given_is_noted() -> None:
    assert Figure(("u*v",), x="0:1").notes() == ["v runs from -5 to 5, as no range was given"]
    assert Figure(("rosenbrock",)).notes() == []


def test_circles_are_round_where_the_ranges_are_alike() -> None:
    assert drawing(Figure(("x*y",), dpi=50)).axes[0].get_aspect() == 1
    assert drawing(Figure(("x*y",), x="0:1", y="0:100", dpi=50)).axes[0].get_aspect() == "auto"


def test_what_is_not_defined_is_hatched_and_named() -> None:
    recipe = Figure(("sqrt(x*y)",), dpi=60)
    assert legend(recipe) == ["not defined"]
    assert recipe.remarks() == ["sqrt(x*y) is not defined on 50 % of the view"]
    assert any(patch.get_hatch() for patch in drawing(recipe).axes[0].patches)


def test_what_varies_too_fast_is_said() -> None:
    (remark,) = Figure(("sin(1e5*x*y)",), dpi=50).remarks()
    assert remark == "sin(1e5*x*y) varies faster than the picture can show; choose smaller ranges"


def test_a_surface_is_torn_at_a_pole_and_reaches_the_edge_of_its_domain() -> None:
    from plots.planes.reliefs import _faces

    pole = Figure(("1/x + 0*y",), surface=True).picture._plane
    for face in _faces(pole.relief, pole.heights):
        assert np.sign(face[:, 0]).min() == np.sign(face[:, 0]).max()
    dome = Figure(("sqrt(9 - x^2 - y^2)",), surface=True).picture._plane
    assert _faces(dome.relief, dome.heights)[:, :, 2].min() < 0.05


REFUSED = {
    "nowhere": ({"subjects": ("sqrt(-1 - x^2 - y^2)",)},
                "sqrt(-1 - x^2 - y^2) has no value for x from -5 to 5 and y from -5 to 5"),
    "infinite": ({"subjects": ("f(x, y) = 9^9^9 + x",)},
                 "f(x, y) = 9^9^9 + x is too large to draw for x from -5 to 5 and y from -5 to 5"),
    "two": ({"subjects": ("x*y", "x+y")}, "one figure shows one function of two variables, not 2"),
    "family": ({"subjects": ("a*x*y",), "set": {"a": (1, 2)}},
               "set a: 1,2 is not allowed; give one value, for a function of two variables"),
    "place": ({"subjects": ("x*y",), "hessian_at": "x=2"},
              "hessian-at: x=2 does not fit 'x*y' of the variables x, y; give a value for each, as in x=1,y=2"),
    "stranger": ({"subjects": ("x*y",), "hessian_at": "x=2,z=1"},
                 "hessian-at: x=2,z=1 does not fit 'x*y' of the variables x, y; give a value for each, as in x=1,y=2"),
    "out of view": ({"subjects": ("x*y",), "hessian_at": "x=2,y=9"},
                    "hessian-at: x=2,y=9 is not allowed; give a point of the view, x from -5 to 5 and y from -5 to 5"),
    "gradient of a surface": ({"subjects": ("x*y",), "gradient": True, "surface": True},
                    "gradient: with --surface is not allowed; give one of the two: it is drawn over contours"),
    "logarithmic surface": ({"subjects": ("x*y",), "log_x": True, "surface": True},
                    "log-x: with --surface is not allowed; give one of the two: axes in space are linear"),
    "logarithm of 0": ({"subjects": ("x*y",), "log_x": True},
                    "log-x: a range from -5 to 5 is not allowed; give a range above 0"),
    "a curve's option": ({"subjects": ("x*y",), "derivative": (1,)},
                    "derivative: goes with a function of one variable, and this is a function of two variables"),
    "a surface's option": ({"subjects": ("x^2",), "gradient": True},
                    "gradient: goes with a function of two variables, and this is a function of one variable"),
}  # fmt: skip


@pytest.mark.parametrize(("options", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_drawn_is_refused_in_a_line(options: dict[str, object], message: str) -> None:
    with pytest.raises(DatagenError) as caught:
        Figure(**options).draw()  # type: ignore[arg-type]  # wrong on purpose
    assert str(caught.value) == message


def test_the_grid_is_drawn_over_the_bands_and_under_the_lines_of_levels() -> None:
    ax = drawing(Figure(("x*y",), grid=True, dpi=50)).axes[0]
    orders = [axis.get_zorder() for axis in (ax.xaxis, ax.yaxis)]
    assert max(patch.get_zorder() for patch in ax.patches) < min(orders)
    assert max(orders) < level_lines(ax).get_zorder()


NEAR = {
    "minimum": ("himmelblau", "x=-2.805118,y=3.131312", "near a minimum"),
    "maximum": ("himmelblau", "x=-0.270845,y=-0.923039", "near a maximum"),
    "saddle": ("x^2 - y^2", "x=1e-4,y=0", "near a saddle"),
    "not in sight": ("x^2 - y^2", "x=0.1,y=0", "not critical"),
    "too flat": ("x^2 + y^4", "x=0,y=1e-3", "not critical"),
    "a slope": ("x + 0*y", "x=0,y=0", "not critical"),
    "the one itself": ("himmelblau", "x=3,y=2", "minimum"),
}


@pytest.mark.parametrize(("formula", "at", "said"), NEAR.values(), ids=NEAR)
def test_a_point_given_to_a_few_digits_is_named_by_the_critical_one_beside_it(formula: str, at: str, said: str) -> None:
    (point,) = Figure((formula,), hessian_at=at).picture._plane.curvatures
    assert point.said == said


def test_what_is_seen_of_a_principal_axis_is_as_long_as_its_curvature() -> None:
    """λ = 25.7 and 82.3: beyond the mark in the middle, the lengths are in the same ratio."""
    from plots.planes.curvatures import BIG

    figure = drawing(Figure(("himmelblau",), hessian_at="x=3,y=2", size="ieee-column"))
    ax, text = figure.axes[0], 9.0 * figure.dpi / 72
    middle = ax.transData.transform((3, 2))
    lines = [line for line in ax.lines if line.get_color() == "black" and len(line.get_xdata()) == 2]
    away = [np.sort(np.hypot(*(ax.transData.transform(line.get_xydata()) - middle).T)) for line in lines]
    assert len(away) == 4
    assert min(each[0] for each in away) > BIG * text / 2
    lengths = sorted(each[1] - each[0] for each in away)
    assert lengths[0] == pytest.approx(lengths[2] * 25.7157 / 82.2843, rel=1e-3)
    assert lengths[0] > 0.4 * text


def test_level_lines_that_would_blacken_the_view_are_left_out_and_that_is_said() -> None:
    recipe = Figure(("sin(x y)",), x="-10:10", y="-10:10", dpi=60)
    assert recipe.remarks() == ["the level lines of sin(x y) are too close to be drawn; choose smaller ranges"]
    assert not level_lines(drawing(recipe).axes[0]).get_paths()
    assert Figure(("sin(x y)",), x="-3:3", y="-3:3", dpi=60).remarks() == []


def test_a_formula_that_is_too_long_is_plain_text_and_quickly(work: Callable[[Callable[[], object]], int]) -> None:
    formula = " + ".join(f"sin({k}x*y)/{k}" for k in range(1, 150))

    def drawn(formula: str, **options: object) -> tuple[list[Canvas], int]:
        recipe = Figure((formula,), x="0:0.1", y="0:0.1", size="ieee-column", dpi=50, **options)  # type: ignore[arg-type]
        assert recipe.picture._plane.field.finite.size  # the formula itself takes its time
        recipe.picture._plane.contours, recipe.picture._plane.heights, recipe.picture._plane.relief.values  # noqa: B018
        figures: list[Canvas] = []
        return figures, work(lambda: figures.append(drawing(recipe)))

    drawn("x*y/3")  # fonts are read once
    for options in ({}, {"surface": True}):
        (figure,), much = drawn(formula, **options)
        ax = figure.axes[0]
        label = (ax.zaxis.label if options else figure.axes[1].yaxis.label).get_text()
        assert label.startswith("sin(1x*y)/1 + sin(2x*y)/2")
        assert label.endswith("…")
        assert much < 5_000_000  # a figure of x*y takes 460,000


def test_pages_are_filled_where_no_right_angle_has_to_be_seen() -> None:
    def aspect(**options: object) -> object:
        return drawing(Figure(("x*y",), dpi=50, **options)).axes[0].get_aspect()  # type: ignore[arg-type]

    assert aspect(size="nature-page") == "auto"
    assert aspect(size="nature-page", gradient=True) == 1
    assert aspect(size="slide") == 1


def test_a_legend_stands_beside_contours_that_leave_their_sides_blank() -> None:
    points = ("x=3,y=2", "x=-2.805118,y=3.131312", "x=-0.270845,y=-0.923039")
    figure = drawing(Figure(("himmelblau",), hessian_at=points, size="nature-page", dpi=100))
    (legend,) = figure.legends
    box = figure.axes[0].get_window_extent()
    assert legend.get_window_extent().x0 > box.x1
    assert box.height > 0.85 * figure.bbox.height


def test_the_numbers_of_axes_in_space_name_their_power_with_the_axis() -> None:
    ax = drawing(Figure(("1e5*x*y + 3e8",), x="0:1e6", y="-1:1", surface=True, dpi=60)).axes[0]
    names = [axis.label.get_text() for axis in ax._axis_map.values()]
    assert [re.findall(r"10\^\{(-?\d+)\}", each.partition("  (")[2]) for each in names] == [["6"], [], ["11"]]
    assert [axis.get_offset_text().get_visible() for axis in ax._axis_map.values()] == [False, True, False]
    texts = [each.get_text().replace("\N{MINUS SIGN}", "-") for each in ax.zaxis.get_ticklabels()]
    numbers = [float(re.sub(r"[^-.\d]", "", each)) for each in texts]
    np.testing.assert_allclose(1e11 * np.array(numbers), ax.zaxis.get_majorticklocs(), rtol=1e-6, atol=1e6)


@pytest.mark.parametrize(
    ("formula", "ends", "size"), [("sqrt(1-x^2-y^2)", "-1:1", "6x4"), ("quartic-bowl", "-2:2", "nature-column")]
)
def test_two_numbers_at_a_corner_of_axes_in_space_are_not_read_as_one(formula: str, ends: str, size: str) -> None:
    from plots.placement.spaces import _sides

    ax = drawing(Figure((formula,), x=ends, y=ends, size=size, surface=True, dpi=60)).axes[0]
    along, up, _ = _sides(ax)
    last, first = along.numbers[-1].get_window_extent(), up.numbers[0].get_window_extent()
    assert first.x0 - last.x1 > 0.5 * last.height


def test_a_legend_stands_just_above_contours_that_are_low() -> None:
    figure = drawing(Figure(("six-hump-camel",), gradient=True, dpi=60))
    box, (legend,) = figure.axes[0].get_window_extent(), figure.legends
    text = legend.get_texts()[0].get_window_extent().height
    assert 0 < legend.get_window_extent().y0 - box.y1 < 2 * text < figure.bbox.height - box.y1


def test_a_legend_above_contours_is_over_their_middle() -> None:
    figure = drawing(Figure(("x^2 - y^2",), gradient=True, size="nature-page", dpi=100))
    (legend,) = figure.legends
    boxes = [ax.get_window_extent() for ax in figure.axes]
    middle = (boxes[0].x0 + boxes[1].x1) / 2
    box = legend.get_window_extent()
    assert (box.x0 + box.x1) / 2 == pytest.approx(middle, abs=2)


@pytest.mark.parametrize("size", ["slide", "poster", "ieee-column", "1.5x1.5"])
def test_what_is_written_beside_axes_in_space_stands_off_by_its_own_size(size: str) -> None:
    """Across its axis, each number is half a text's height or more from the line, and the name from the numbers."""
    from plots.placement.spaces import GAP, _sides

    recipe = Figure(("rosenbrock",), surface=True, size=size, dpi=60)
    with applied(recipe.settings()):
        figure = recipe.draw()
        figure.draw_without_rendering()
        for side in _sides(figure.axes[0]):
            label = side.axis.label
            gap = 0.8 * GAP * side.numbers[0].get_fontsize() * figure.dpi / 72
            near = [side.away(each) - side.half(each) for each in side.numbers]
            far = [side.away(each) + side.half(each) for each in side.numbers]
            assert min(near) > gap
            assert side.away(label) - side.half(label) > np.mean(far) + gap / 2


def test_no_band_is_searched_for_the_extrema_of_curves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which takes longer than to draw it: its outline has thousands of straight pieces, and the view is given."""
    from matplotlib.bezier import BezierSegment

    searched: list[BezierSegment] = []
    monkeypatch.setattr(BezierSegment, "axis_aligned_extrema", lambda self: (searched.append(self), ((), ()))[1])
    figure = Figure(("himmelblau",), dpi=30).draw()
    assert len(figure.axes[0].patches) > 5
    assert len(searched) < 100
