"""Heat maps of matrices: their cells, colours, entries and numbers."""

import csv
import io
import itertools
from functools import cache

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import QuadMesh
from matplotlib.figure import Figure as Canvas
from matplotlib.image import AxesImage
from matplotlib.text import Text

from datagen.errors import DatagenError
from datagen.matrices import Product
from plots.colourmaps import ink_on, luminance, signed
from plots.figures import Figure
from plots.matrices import entry

SHAPES = {
    "3x3": ("dot",),
    "small": ("dot", "2x3", "3x2"),
    "rows": ("dot", "12x5", "5x30"),
    "many": ("dot", "40x40", "40x40"),
}


@cache
def drawn(*subjects: str, **options: object) -> Canvas:
    figure = Figure(subjects, **options).draw()  # type: ignore[arg-type]  # options of many types
    figure.draw_without_rendering()
    return figure


def painted(ax: Axes) -> ScalarMappable:
    """The cells of a matrix: an image, or shapes."""
    (cells,) = [each for each in (*ax.images, *ax.collections) if isinstance(each, AxesImage | QuadMesh)]
    return cells


@pytest.mark.parametrize("subjects", SHAPES.values(), ids=SHAPES)
def test_the_images_hold_the_matrices_in_one_colour_scale(subjects: tuple[str, ...]) -> None:
    shapes = [tuple(map(int, each.split("x"))) for each in subjects[1:]]
    truth = Product(*shapes).arrays()
    images = [painted(ax) for ax in drawn(*subjects).axes[:3]]
    for image, matrix in zip(images, truth, strict=True):
        assert np.array_equal(np.asarray(image.get_array()), matrix)
    limit = max(abs(matrix).max() for matrix in truth)
    assert {image.get_clim() for image in images} == {(-limit, limit)}


@pytest.mark.parametrize(
    ("subjects", "size"),
    [
        (("dot",), "6x2.60"),
        (("dot", "2x3", "3x2"), "6x3.09"),
        (("dot", "12x5", "5x30"), "6x2.00"),
        (("dot", "10x2", "2x2"), "6x6.00"),
        (("x^2",), "6x4"),
        (("dot + 1",), "6x4"),
    ],
)
def test_matrices_are_as_high_as_their_cells_where_no_size_is_given(subjects: tuple[str, ...], size: str) -> None:
    assert Figure(subjects).size == size
    assert Figure(subjects, size="15x10cm").size == "15x10cm"


@pytest.mark.parametrize("subjects", [("dot",), ("dot", "2x3", "3x2"), ("dot", "3x4", "4x3")], ids=str)
def test_and_little_of_the_height_is_empty(subjects: tuple[str, ...]) -> None:
    figure = drawn(*subjects)
    ink = figure.get_tightbbox()  # in inches
    assert ink.height > 0.9 * figure.get_figheight()


@pytest.mark.parametrize("size", ["6x4", "ieee-column"])
@pytest.mark.parametrize("subjects", SHAPES.values(), ids=SHAPES)
def test_all_cells_are_squares_of_one_size(subjects: tuple[str, ...], size: str) -> None:
    sides = []
    for ax in drawn(*subjects, size=size).axes[:3]:
        corners = ax.transData.transform([(0.0, 0.0), (1.0, 1.0)])
        sides += np.abs(np.diff(corners, axis=0)).ravel().tolist()
    assert max(sides) - min(sides) < 0.02 * max(sides)


def test_entries_are_those_of_the_command() -> None:
    a, b, product = Product().arrays()
    texts = [each.get_text() for ax in drawn("dot").axes[:3] for each in ax.texts if "$" not in each.get_text()]
    written = [float(each.replace("\N{MINUS SIGN}", "-")) for each in texts if each not in "·="]
    assert written == pytest.approx([*a.ravel(), *b.ravel(), *product.ravel()], abs=0.005)


@pytest.mark.parametrize("subjects", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("size", ["6x4", "ieee-column"])
def test_entries_fit_their_cells_or_are_left_out(subjects: tuple[str, ...], size: str) -> None:
    figure = drawn(*subjects, size=size)
    for ax in figure.axes[:3]:
        corners = ax.transData.transform([(0.0, 0.0), (1.0, 1.0)])
        cell = np.abs(np.diff(corners, axis=0)).ravel()
        for text in _entries(ax.texts):
            box = text.get_window_extent()
            assert box.width <= 0.9 * cell[0]
            assert box.height <= 0.9 * cell[1]
            assert text.get_fontsize() >= 6
    counts = [len(_entries(ax.texts)) for ax in figure.axes[:3]]
    assert counts in ([0, 0, 0], [painted(ax).get_array().size for ax in figure.axes[:3]])


def _entries(texts: list[Text]) -> list[Text]:
    return [each for each in texts if each.get_text()[-1].isdigit()]


def test_a_matrix_too_large_has_no_entries_and_a_small_one_has() -> None:
    assert not _entries(drawn("dot", "40x40", "40x40").axes[0].texts)
    assert len(_entries(drawn("dot", "4x4", "4x4").axes[0].texts)) == 16


@pytest.mark.parametrize("subjects", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("size", ["6x4", "ieee-column"])
def test_no_number_of_a_row_or_column_lies_on_another(subjects: tuple[str, ...], size: str) -> None:
    for ax in drawn(*subjects, size=size).axes[:3]:
        for axis in (ax.xaxis, ax.yaxis):
            boxes = [label.get_window_extent() for label in axis.get_ticklabels() if label.get_text()]
            assert boxes
            assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))


@pytest.mark.parametrize(
    ("value", "whole", "text"),
    [
        (-0.7304, False, "−0.73"), (12.345, False, "12.3"), (345.6, False, "346"), (4.1e-5, False, "4.1e−5"),
        (0.0, False, "0"), (-9.0, True, "−9"), (1.5e7, False, "1.5e7"), (5.0, False, "5.00"),
    ],
)  # fmt: skip
def test_entries_have_three_digits(value: float, whole: bool, text: str) -> None:
    assert entry(value, whole) == text


def test_data_are_the_entries() -> None:
    stream = io.BytesIO()
    Figure(("dot", "2x3", "3x2"), seed=5).write_data(stream)
    rows = list(csv.DictReader(io.StringIO(stream.getvalue().decode())))
    a, b, product = Product((2, 3), (3, 2), seed=5).arrays()
    for name, matrix in (("A", a), ("B", b), ("A·B", product)):
        cells = {(int(r["row"]), int(r["column"])): float(r["value"]) for r in rows if r["matrix"] == name}
        assert cells == {(i + 1, j + 1): value for (i, j), value in np.ndenumerate(matrix)}


def test_the_alternative_text_says_the_shapes_and_the_range() -> None:
    assert Figure(("dot", "2x3", "3x2")).picture.alternative() == (
        "Heat maps of a random 2 by 3 matrix A, a random 3 by 2 matrix B and their 2 by 2 dot product A·B, "
        "with entries from -0.87 to 2.44."
    )


PRODUCT = "A·B needs as many columns in A (3) as rows in B (2); try 2x3 and 3x3"
REFUSED = {
    "shapes": (("2x3", "2x3"), {}, f"shapes 2x3 and 2x3 do not fit: {PRODUCT}"),
    "three": (("1x1", "1x1", "1x1"), {}, "dot: 1x1 1x1 1x1 is not allowed; give two shapes at most, such as 2x3 3x2"),
    "a function": (("x^2",), {}, "dot is followed by shapes, each ROWSxCOLUMNS, such as 2x3; not 'x^2'"),
    "a range": ((), {"x": "0:1"}, "x: goes with a function of one variable"),
    "a derivative": (
        (),
        {"derivative": (1,)},
        "derivative: goes with a function of one variable, and this is matrices",
    ),
}


@pytest.mark.parametrize(("subjects", "options", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_drawn_is_refused(subjects: tuple[str, ...], options: dict[str, object], message: str) -> None:
    with pytest.raises(DatagenError) as caught:
        Figure(("dot", *subjects), **options).notes()  # type: ignore[arg-type]  # options of many types
    assert str(caught.value).startswith(message)


def _lab(colours: np.ndarray) -> np.ndarray:
    """sRGB as CIELAB, by the definitions, to hold the map's own inverse to."""
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    matrix = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = linear @ matrix.T / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.column_stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])])


def test_equal_steps_of_the_signed_map_look_equal_on_both_sides() -> None:
    lab = _lab(np.asarray(signed().colors, float)[:, :3])
    steps = np.linalg.norm(np.diff(lab, axis=0), axis=1)
    assert steps.max() < 1.05 * steps.min()
    assert np.allclose(lab[128], (100, 0, 0), atol=0.1)
    assert np.allclose(lab[:, 0], lab[::-1, 0], atol=0.5)


@pytest.mark.parametrize("value", np.linspace(-1, 1, 41).tolist())
def test_entries_are_readable_on_their_cells(value: float) -> None:
    red, green, blue = signed()((value + 1) / 2)[:3]
    cell, ink = luminance((red, green, blue)), {"black": 0.0, "white": 1.0}[ink_on(value, 1.0)]
    assert (max(cell, ink) + 0.05) / (min(cell, ink) + 0.05) >= 4.5
