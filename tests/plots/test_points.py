"""Figures of data: what is drawn, how dense points are shown, what the fit says, and what is refused."""

import csv
import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure as Canvas
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from datagen.errors import DatagenError
from datagen.expressions import parse
from datagen.fitting import fit_polynomial
from plots.colourmaps import counts
from plots.colours import contrast
from plots.data.equations import equation, plain_equation, shown_s, typeset_equation
from plots.figures import Figure
from plots.saving import render

Floats = NDArray[np.float64]
Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write a CSV file of columns, or of a text, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def write(text: str = "", name: str = "data.csv", **columns: Floats) -> str:
        rows = "".join(
            f"{','.join(map(repr, row))}\n" for row in zip(*(c.tolist() for c in columns.values()), strict=True)
        )
        Path(name).write_text(text or f"{','.join(columns)}\n{rows}", "utf-8")
        return name

    return write


@pytest.fixture
def parabola(write: Write) -> str:
    """x² + 0.5 with noise at 60 points."""
    x = np.linspace(-1, 1, 60)
    return write(x=x, y=x**2 + 0.5 + 0.1 * np.random.default_rng(0).normal(size=60))


def dots(figure: Canvas, panel: int = 0) -> list[Line2D]:
    return [each for each in figure.axes[panel].lines if each.get_linestyle() == "None"]


def strokes(figure: Canvas, panel: int = 0) -> list[Line2D]:
    return [each for each in figure.axes[panel].lines if each.get_linestyle() != "None"]


def hexagons(figure: Canvas, panel: int = 0) -> list[PolyCollection]:
    return [each for each in figure.axes[panel].collections if each.get_label() == "_hexagons"]


def points(line: Line2D) -> Floats:
    return np.column_stack([np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float)])


def read(name: str) -> Floats:
    return np.loadtxt(name, delimiter=",", skiprows=1)


def legend(figure: Canvas) -> list[str]:
    found = figure.axes[0].get_legend() or next(iter(figure.legends), None)
    return [text.get_text() for text in found.get_texts()] if found else []


def saved(figure: Figure) -> dict[str, Floats]:
    """What --save-data writes, by the name of the curve: segment, x and y."""
    stream = io.BytesIO()
    figure.write_data(stream)
    rows = list(csv.reader(io.StringIO(stream.getvalue().decode())))
    assert rows[0] == ["curve", "segment", "x", "y"]
    curves = dict.fromkeys(row[0] for row in rows[1:])
    return {each: np.array([row[1:] for row in rows[1:] if row[0] == each], dtype=float) for each in curves}


def test_points_are_drawn_as_they_are(parabola: str) -> None:
    figure = Figure((parabola,)).draw()
    (drawn,) = dots(figure)
    assert np.array_equal(points(drawn), read(parabola))
    ax = figure.axes[0]
    assert (ax.get_xlabel(), ax.get_ylabel(), legend(figure)) == ("$x$", "$y$", [])
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    assert left < -1 < 1 < right < 1.2
    assert low < read(parabola)[:, 1].min() < read(parabola)[:, 1].max() < high


def test_truth_fit_band_and_residuals(parabola: str) -> None:
    x, y = read(parabola).T
    recipe = Figure((parabola,), truth="x^2 + b", set={"b": 0.5}, fit=2, residuals=True)
    figure, fit = recipe.draw(), fit_polynomial(x, y, 2)
    truth, line = strokes(figure)
    assert points(truth)[:, 1] == pytest.approx(points(truth)[:, 0] ** 2 + 0.5, abs=1e-14)
    assert np.array_equal(points(line)[:, 1], fit.values(points(line)[:, 0]))
    assert points(line)[[0, -1], 0].tolist() == [-1, 1], "not beyond the data"
    (band,) = figure.axes[0].collections
    outline = band.get_paths()[0].vertices
    at, half = points(line)[:, 0], fit.band(points(line)[:, 0])
    for limit in (fit.values(at) - half, fit.values(at) + half):
        assert all(
            np.isclose(outline, each, rtol=0, atol=1e-12).all(axis=1).any() for each in np.column_stack([at, limit])
        )
    assert band.get_alpha() is None, "EPS has no transparency"
    assert band.get_facecolor()[0][3] == 1
    (left,) = dots(figure, 1)
    assert np.array_equal(points(left), np.column_stack([x, y - fit.values(x)]))
    assert figure.axes[1].get_shared_x_axes().joined(*figure.axes[:2])
    assert legend(figure) == [
        "data", "truth: $x^{2} + b$,  $b = 0.5$",
        f"{typeset_equation(fit, 'x', 'y')},  $s = {fit.s:.3g}$", "95 % confidence band of the mean",
    ]  # fmt: skip


def test_residuals_of_the_truth(parabola: str) -> None:
    x, y = read(parabola).T
    figure = Figure((parabola,), truth="x^2", residuals=True).draw()
    (left,) = dots(figure, 1)
    assert points(left)[:, 1] == pytest.approx(y - x**2, abs=1e-15)
    low, high = figure.axes[1].get_ylim()
    assert low == -high < (y - x**2).max() < high


def test_data_that_is_saved(parabola: str) -> None:
    x, y = read(parabola).T
    found = saved(Figure((parabola,), truth="x^2", fit=1, residuals=True))
    assert [*found] == ["data", "x^2", "fit", "fit, lower limit", "fit, upper limit", "residuals of data"]
    assert np.array_equal(found["data"], np.column_stack([np.arange(60), x, y]))
    fit = fit_polynomial(x, y, 1)
    assert np.array_equal(found["fit"][:, 2], fit.values(found["fit"][:, 1]))
    width = found["fit, upper limit"][:, 2] - found["fit, lower limit"][:, 2]
    assert width == pytest.approx(2 * fit.band(found["fit"][:, 1]), rel=1e-12)
    assert np.array_equal(found["residuals of data"][:, 2], y - fit.values(x))


def test_several_files_differ_in_colour_and_shape(write: Write) -> None:
    x = np.linspace(0, 1, 20)
    names = [write(name=f"{each}.csv", x=x, y=x**2 + number) for number, each in enumerate(("a", "_b", "c$"))]
    figure = Figure(tuple(names), fit=1).draw()
    assert len({(each.get_color()) for each in dots(figure)}) == len({each.get_marker() for each in dots(figure)}) == 3
    assert [each.get_color() for each in strokes(figure)] == [each.get_color() for each in dots(figure)]
    assert len({str(each._dash_pattern) for each in strokes(figure)}) == 3  # type: ignore[attr-defined]  # no getter
    assert legend(figure)[0] == "a"
    assert any(each.startswith(r"c\$: $y = ") for each in legend(figure))
    assert sum("band" in each for each in legend(figure)) == 1


@pytest.mark.parametrize(
    ("count", "thin", "shown"),
    [
        (10, False, "dots"),
        (300, False, "dots"),
        (5000, False, "dots"),
        (9000, True, "dots"),
        (200_000, False, "hexagons"),
    ],
)
def test_points_stay_readable(count: int, thin: bool, shown: str, write: Write) -> None:
    """From ten to a million: dots do not cover the ground on which they lie, and hexagons count every point."""
    rng = np.random.default_rng(0)
    x = rng.random(count)
    y = np.zeros(count) if thin else rng.random(count)
    np.savez("data.npz", x=x, y=y)
    figure = Figure(("data.npz",)).draw()
    if shown == "hexagons":
        (drawn,) = hexagons(figure)
        assert np.asarray(drawn.get_array()).sum() == count
        assert figure.axes[1].get_ylabel() == "points in a hexagon"
        assert not dots(figure)
        return
    (line,) = dots(figure)
    box = figure.axes[0].get_window_extent()
    ground = box.width * box.height * (72 / figure.dpi) ** 2
    covered = count * np.pi / 4 * line.get_markersize() ** 2 / ground
    assert 1 <= line.get_markersize() <= 4.5
    assert thin or covered * (line.get_alpha() or 1) <= 0.35
    assert len(figure.axes) == 1


def test_dots_get_smaller_as_they_get_more(write: Write) -> None:
    rng = np.random.default_rng(0)
    sizes = []
    for count in (30, 3000, 10_000):
        (line,) = dots(Figure((write(x=rng.random(count), y=rng.random(count)),)).draw())
        sizes.append(line.get_markersize())
    assert sizes[0] > sizes[1] > sizes[2]


@pytest.mark.parametrize(("uneven", "norm"), [(False, "Normalize"), (True, "LogNorm")])
def test_counts_are_logarithmic_where_they_are_uneven(uneven: bool, norm: str, write: Write) -> None:
    rng = np.random.default_rng(0)
    draw = rng.normal if uneven else rng.random
    np.savez("data.npz", x=draw(size=100_000), y=draw(size=100_000))
    figure = Figure(("data.npz",), fit=1, residuals=True).draw()
    (above,), (below,) = hexagons(figure, 0), hexagons(figure, 1)
    assert type(above.norm).__name__ == norm
    assert (above.norm.vmin, above.norm.vmax) == (below.norm.vmin, below.norm.vmax)


def exactly(degree: int, *coefficients: float, noise: float = 0.0) -> "tuple[str, str]":
    x = np.linspace(-1, 1, 101)
    y = np.polynomial.Polynomial(coefficients)(x) + noise * np.random.default_rng(0).normal(size=101)
    fit = fit_polynomial(x, y, degree)
    return plain_equation(fit, "x", "y"), typeset_equation(fit, "x", "y")


@pytest.mark.parametrize(
    ("equation", "plain", "latex"),
    [
        (exactly(2, 0, 0, 1), "y = x^2", "$y = x^{2}$"),
        (exactly(2, 1, -1, -1), "y = -x^2 - x + 1", "$y = -x^{2} - x + 1$"),
        (exactly(1, -0.25, 3), "y = 3 x - 0.25", r"$y = 3 \, x - 0.25$"),
        (exactly(0, 2.5), "y = 2.5", "$y = 2.5$"),
        (exactly(1, 0, 0), "y = 0", "$y = 0$"),
        (exactly(1, 0, 2e-9), "y = 2e-9 x", r"$y = 2 \times 10^{-9} \, x$"),
        (exactly(7, *range(8)), "a polynomial of degree 7", "polynomial of degree 7"),
    ],
)
def test_equations(equation: tuple[str, str], plain: str, latex: str) -> None:
    assert equation == (plain, latex)


@pytest.mark.parametrize(("noise", "far"), [(0.1, 0), (1e-6, 0), (10, 0), (0.1, 2000), (0, 2000)])
def test_an_equation_has_the_digits_that_its_curve_needs(noise: float, far: float) -> None:
    """Rounded, it stays within a tenth of its standard error, or where that is less, invisibly near."""
    x = np.linspace(-1, 1, 200) + far
    y = (x - far) ** 2 + noise * np.random.default_rng(0).normal(size=200)
    fit = fit_polynomial(x, y, 2)
    off = np.abs(evaluated(plain_equation(fit, "x", "y").removeprefix("y = "), x) - fit.values(x)).max()
    assert off <= max(0.1 * fit.standard_error(x).min(), 1e-5 * np.ptp(fit.values(x))) + 1e-9
    assert len(plain_equation(fit, "x", "y")) < (40 if not far else 70)


def evaluated(formula: str, x: Floats) -> Floats:
    """A printed formula as a person would put it in, in doubles."""
    expression = parse(formula)
    return np.asarray(expression(x=x) if expression.variables else expression() * np.ones_like(x), dtype=float)


@pytest.mark.parametrize("degree", [0, 1, 4, 9])
@pytest.mark.parametrize(("low", "high"), [(2000, 2020), (-1, 1), (-2020.5, -2019.25), (1e5, 1e5 + 1), (0, 1e-9)])
def test_the_equation_with_all_digits_is_the_fit(low: float, high: float, degree: int) -> None:
    """To 1e-9 of the height of the curve, or to the doubles that are left of its values, wherever the data are."""
    x = np.linspace(low, high, 21)
    for scale in (1e9, 1e-6):
        fit = fit_polynomial(x, scale * (1 + np.random.default_rng(degree).normal(size=21)), degree)
        values = fit.values(x)
        allowed = max(1e-9 * np.ptp(values), 64 * np.spacing(np.abs(values).max()))
        assert np.abs(evaluated(equation(fit), x) - values).max() <= allowed


def test_an_equation_about_the_middle_is_short_to_write() -> None:
    x = np.arange(2000.0, 2021.0)
    fit = fit_polynomial(x, (x - 2010.0) ** 4 * 1.0, 4)
    assert plain_equation(fit, "year", "y") == "y = (year - 2010)^4"
    assert typeset_equation(fit, "x", "y") == "$y = (x - 2010)^{4}$"
    assert equation(fit_polynomial(-x, x**9, 9)).count("*(x + 2010)") == 9


def test_an_equation_far_from_0_is_about_the_middle_unless_it_is_a_line() -> None:
    x = np.arange(1960.0, 2021.0)
    fit = fit_polynomial(x, 0.0125 * (x - 1990.0) ** 2 + 1.5 * (x - 1990.0) + 350, 2)
    assert plain_equation(fit, "year", "y") == "y = 0.0125 (year - 1990)^2 + 1.5 (year - 1990) + 350"
    assert plain_equation(fit_polynomial(x, 1.5 * x - 2000, 1), "year", "y") == "y = 1.5 year - 2000"
    assert "(" not in plain_equation(fit_polynomial(x - 1950, x**2, 2), "t", "y")


def test_an_equation_that_doubles_cannot_hold_says_so(write: Write) -> None:
    x = np.linspace(-1, 1, 60)
    (said,) = Figure((write(x=x, y=np.random.default_rng(0).normal(size=60)),), fit=30).remarks()
    off = re.search(r"; in doubles this is off by up to ([\d.e-]+)$", said)
    assert off
    assert 0 < float(off[1]) < 1e-3


@pytest.mark.parametrize("size", ["6x4", "ieee-column", "2x2"])
def test_a_legend_that_is_cut_shows_no_source(size: str, parabola: str) -> None:
    figure = Figure((parabola,), fit=4, truth=r"\frac{x^2}{1}+b", set={"b": 0.5}, size=size).draw()
    for each in legend(figure):
        outside = re.sub(r"\$[^$]*\$", "", each)
        assert not re.search(r"[\\${}]", outside), each


def test_the_plain_text_of_a_legend(write: Write) -> None:
    t = np.linspace(0, 1, 30)
    recipe = Figure((write(t=t, y=1e6 * t + 8e5 * np.cos(50 * t)),), fit=1, truth="a t", set={"a": 1e6})
    figure = recipe.draw()
    plain = recipe.picture._scatter.plain  # type: ignore[attr-defined]  # what draw_legend is given
    assert [*plain] == legend(figure)[1:3]
    truth, fit = plain.values()
    assert truth == "truth: a*t, a = 1e6"
    assert re.fullmatch(r"y = [\d.e]+ t [+-] [\d.e]+, s = \d\.\d+e5", fit)
    assert r"s = " in legend(figure)[2]
    assert legend(figure)[2].endswith(r" \times 10^{5}$"), "not 8.26e+05, which mathtext sets as a sum"


@pytest.mark.parametrize(
    ("truth", "seen"), [("x^2", True), ("2", True), ("-1.5", True), ("30", False), ("x - 40", False)]
)
@pytest.mark.parametrize("residuals", [False, True])
def test_the_truth_of_the_legend_is_in_view(truth: str, seen: bool, residuals: bool, parabola: str) -> None:
    recipe = Figure((parabola,), truth=truth, residuals=residuals)
    ax = recipe.draw().axes[0]
    low, high = ax.get_ylim()
    drawn = [each for each in ax.lines if str(each.get_label()).startswith("truth")]
    assert len(drawn) == seen
    for each in drawn:
        y = np.asarray(each.get_ydata(), float)
        assert ((low < y) & (y < high)).any()
    assert any("is not in the view" in each for each in recipe.notes()) != seen
    assert ("behind them" in recipe.picture.alternative()) == seen
    y = read(parabola)[:, 1]
    assert np.ptp(y) > (high - low) / 4, "the points are still large"


def test_a_fit_that_is_not_in_view_is_not_in_the_legend(write: Write) -> None:
    recipe = Figure((write("x,y\n0,0\n1,10\n2,0\n3,10\n"),), fit=0, y=(9, 11))
    assert legend(recipe.draw()) == ["data", "95 % confidence band of the mean"]
    assert recipe.notes() == ["2 of 4 points lie outside of the view", "the fit is not in the view"]


def test_no_band_where_it_has_no_width(write: Write) -> None:
    figure = Figure((write("x,y\n2000,3\n2001,3\n2002,3\n"),), fit=1).draw()
    assert legend(figure) == ["data", "$y = 3$,  $s = 0$"]
    assert not figure.axes[0].collections


def test_whole_numbers_have_no_ticks_between_them(write: Write) -> None:
    ax = Figure((write("x,y\n2000,1.5\n2001,3\n2003,4\n"),)).draw().axes[0]
    assert all(each == round(each) for each in ax.get_xticks())
    assert not all(each == round(each) for each in ax.get_yticks())


def test_standard_input_is_called_so_beside_a_file(parabola: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(parabola).read_bytes())))
    assert legend(Figure(("-", parabola)).draw()) == ["standard input", "data.csv"]


@pytest.mark.parametrize("behind", ["white", "#1B1B1F", "#E5E5E5", "black"])
def test_the_fullest_hexagons_stand_out_most(behind: str) -> None:
    found = [contrast(colour, behind) for colour in counts(behind)(np.linspace(0, 1, 9))]
    assert found == sorted(found)
    assert found[-1] > 10


def test_the_hexagons_of_a_dark_figure(write: Write) -> None:
    np.savez("data.npz", x=np.random.default_rng(0).random(100_000), y=np.random.default_rng(1).random(100_000))
    recipe = Figure(("data.npz",), style="dark")
    (drawn,) = hexagons(recipe.draw())
    assert drawn.get_cmap()(1.0) == counts("black")(1.0)
    assert recipe.picture.alternative().startswith(
        "Density of y against x, as counts in hexagons: 100,000 points from data, x from "
    )
    assert "The points are densest near (" in recipe.picture.alternative()


def test_the_densest_place_is_where_most_points_are(write: Write) -> None:
    rng = np.random.default_rng(0)
    np.savez("data.npz", x=np.exp(rng.normal(1, 0.3, 100_000)), y=rng.normal(5, 1, 100_000))
    for options in ({}, {"log_x": True}):
        said = Figure(("data.npz",), **options).picture.alternative()  # type: ignore[arg-type]  # options of any kind
        x, y = map(float, re.findall(r"near \((.*), (.*)\)", said)[0])
        assert (x, y) == pytest.approx((np.e, 5), abs=0.6)


def test_one_point_in_words(write: Write) -> None:
    said = Figure((write("x,y\n1,2e7\n"),)).picture.alternative()
    assert said == "Scatter plot of y against x: 1 point from data, x equal to 1 and y equal to 2e7."


def test_s_is_rounded() -> None:
    x = np.array([1.0, 2, 3, 4])
    assert shown_s(fit_polynomial(x, np.array([1.0, 2, 3, 5]), 1)) == "0.387"
    assert shown_s(fit_polynomial(x, 1e6 * np.array([1.0, 2, 3, 5]), 1)) == "3.87e5"
    assert shown_s(fit_polynomial(x, 3 * x + 1, 1)) == "0"
    assert shown_s(fit_polynomial(x[:2], x[:2], 1)) == ""


NOTES = {
    "empty cells and nan": ("x,y\n1,2\n,3\n2,NaN\n3,inf\n4,5\n", {},
        ["data.csv: 3 of 5 rows are left out, as x or y is missing, nan or infinite there"]),
    "one": ("x,y\n1,2\n2,\n3,4\n", {},
        ["data.csv: 1 of 3 rows is left out, as x or y is missing, nan or infinite there"]),
    "columns": ("t,a,b\n1,2,3\n2,3,4\n", {}, ["data.csv: a against t; other columns with numbers: b"]),
    "no header": ("1,2\n2,3\n", {}, ["data.csv has no header line: its columns are called x, y"]),
    "view": ("x,y\n1,2\n2,3\n3,4\n", {"x": (1.5, 4)}, ["1 of 3 points lie outside of the view"]),
    "logarithm": ("x,y\n-1,2\n0,3\n3,4\n4,5\n5,-1\n9,9\n", {"log_x": True, "y": (-2, 8)},
        ["2 of 6 points are left out, as x is not above 0 there, which --log-x needs",
         "1 of 6 points lie outside of the view"]),
    "no residual": ("x,y\n-1,2\n-2,3\n3,4\n", {"truth": "log(x)", "residuals": True},
        ["2 of 3 points have no residual, as log(x) has no value there"]),
    "through all": ("x,y\n1,2\n2,3\n", {"fit": 1},
        ["the polynomial of degree 1 goes through all 2 points: there is no s and no band"]),
    "nothing to say": ("x,y,split\n1,2,train\n2,3,test\n", {"fit": 0}, []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "options", "notes"), NOTES.values(), ids=NOTES)
def test_notes(text: str, options: dict[str, object], notes: list[str], write: Write) -> None:
    assert Figure((write(text),), **options).notes() == notes  # type: ignore[arg-type]  # options of any kind


def test_a_file_with_the_name_of_a_formula_is_said(write: Write) -> None:
    notes = Figure((write("x,y\n1,2\n2,3\n", name="x"),)).notes()
    assert notes == ["x is read as the file of that name; to draw a function, write (x)"]
    assert Figure(("./x",)).notes() == []
    assert Figure(("(x)",)).picture.noun == "a function of one variable"


def test_the_equation_is_said_with_all_digits(write: Write) -> None:
    recipe = Figure((write("x,y\n0,1\n1,3\n2,5\n3,7\n"),), fit=1)
    assert recipe.remarks() == ["fit: y = 1.0 + 2.0*x, s = 0, from 4 points"]


def test_the_alternative_text(parabola: str) -> None:
    fit = fit_polynomial(*read(parabola).T, 2)
    y = read(parabola)[:, 1]
    assert Figure((parabola,), truth="x^2", fit=2, residuals=True).picture.alternative() == (
        f"Scatter plot of y against x: 60 points from data, x from -1 to 1 and y from {y.min():.4g} to {y.max():.4g}. "
        f"The curve behind them is x^2. The fit by least squares is {plain_equation(fit, 'x', 'y')}, with a residual "
        f"standard deviation of {fit.s:.3g}; its 95 % confidence band of the mean is shaded. A panel below shows the "
        f"residuals, none larger than {np.abs(y - fit.values(read(parabola)[:, 0])).max():.3g}."
    )


def test_what_is_left_out_is_not_described(write: Write) -> None:
    """On a logarithmic axis, and beyond a range that is given."""
    name = write("x,y\n-2,1\n-1,2\n1,3\n10,200000\n")
    assert Figure((name,), log_x=True).picture.alternative() == (
        "Scatter plot of y against x, on a logarithmic x axis: 2 of 4 points from data, x from 1 to 10 and y from 3 to "
        "2e5."
    )
    both = Figure((name, write("x,y\n5,5\n6,6\n", name="b.csv")), x="-3:2", log_y=True).picture.alternative()
    assert both == (
        "Scatter plot of y against x, on a logarithmic y axis: 3 of 4 points from data, x from -2 to 1 and y from 1 to "
        "3; 0 of 2 points from b."
    )


def test_dots_are_whole_at_the_edges(write: Write) -> None:
    x = np.linspace(0, 1, 5)
    figure = Figure((write(x=x, y=x),), x="0:1", y="0:1", truth="x", residuals=True).draw()
    assert [each.get_clip_on() for each in (*dots(figure), *dots(figure, 1))] == [False, False]


def test_dots_in_the_legend_are_seen_however_many_there_are(write: Write) -> None:
    from plots.points import MANY

    x = np.linspace(0, 1, MANY)
    figure = Figure((write(x=x, y=np.sin(1e4 * x)),), truth="sin(x)").draw()
    found = figure.axes[0].get_legend() or figure.legends[0]
    dot = found.legend_handles[0]
    assert isinstance(dot, Line2D)
    assert dot.get_markersize() >= 0.4 * found.get_texts()[0].get_fontsize() > 2 * dots(figure)[0].get_markersize()
    assert dot.get_alpha() is None


REFUSED = {
    "column": ("x,y\n1,2\n", {"y_column": "z"}, "data.csv: there is no column 'z', only x, y"),
    "all nan": ("x,y\n1,nan\n2,\n", {}, "data.csv: no row has a number in x and in y"),
    "huge": ("x,y\n1,2\n2,1e300\n", {}, "data.csv: column y reaches 1e+300, and 1e+200 is the most to be drawn"),
    "degree": ("x,y\n1,2\n2,3\n", {"fit": 4},
        "fit: a polynomial of degree 4 is not determined by 2 different values of x; give 1 or less"),
    "residuals": ("x,y\n1,2\n", {"residuals": True},
        "residuals: data alone is not allowed; give --fit DEGREE or --truth FORMULA too"),
    "setting": ("x,y\n1,2\n", {"set": {"a": 1}},
        "set: a is not allowed; give --truth FORMULA too, whose parameters it sets"),
    "family": ("x,y\n1,2\n", {"truth": "a x", "set": {"a": (1, 2)}},
        "set a: 1,2 is not allowed; give one value, as there is one truth"),
    "parameters": ("t,y\n1,2\n", {"truth": "a t^2 + q"},
        "truth: a truth has one variable, but a*t^2 + q has 3 (a, q, t): give --set a=1 --set q=1"),
    "parameters of x": ("s,y\n1,2\n", {"truth": "a x^2 + s q"},
        "truth: a truth has one variable, but a*x^2 + s*q has 4 (a, q, s, x): give --set a=1 --set q=1 --set x=1"),
    "beside the points": ("x,y\n1,2\n2,3e7\n", {"x": (5, 6)},
        "x: 5:6 is not allowed; give a range with points: their x is from 1 to 2"),
    "above the points": ("x,y\n1,2\n2,3e7\n3,9\n", {"x": (0, 2.5), "y": (5, 6)},
        "y: 5:6 is not allowed; give a range with points: their y is from 2 to 3e7"),
    "truth": ("x,y\n1,2\n2,3\n", {"truth": "sqrt(-x)"}, "truth: sqrt(-x) has no value for x from 0.96 to 2.04"),
    "logarithm": ("x,y\n-1,2\n-2,3\n", {"log_x": True},
        "log-x: data without any x above 0 is not allowed; give a linear axis"),
    "derivative": ("x,y\n1,2\n", {"derivative": (1,)},
        "derivative: goes with a function of one variable, and this is data"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "options", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_drawn(text: str, options: dict[str, object], message: str, write: Write) -> None:
    recipe = Figure((write(text),), **options)  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(DatagenError) as caught:
        recipe.draw()
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text", ["x,y\n1,2\n", "x,y\n1,2\n1,3\n1,4\n", "x,y\n1,0\n2,0\n3,0\n", "x,y\n-1e200,1e200\n1e200,-1e200\n0,0\n"]
)
@pytest.mark.parametrize("options", [{}, {"fit": 0, "residuals": True}], ids=["points", "fit"])
def test_extremes_are_drawn(text: str, options: dict[str, object], write: Write) -> None:
    render(Figure((write(text),), size="3x2", dpi=50, **options), "png")  # type: ignore[arg-type]  # options of any kind


def test_logarithmic_axes(write: Write) -> None:
    x = np.geomspace(1, 1e4, 40)
    name = write(x=x, y=3 * x**2)
    figure = Figure((name,), fit=2, truth="3x^2", log_x=True, log_y=True).draw()
    assert figure.axes[0].get_xscale() == figure.axes[0].get_yscale() == "log"
    _, fit = strokes(figure)
    steps = np.diff(np.log10(points(fit)[:, 0]))
    assert steps.max() == pytest.approx(steps.min(), rel=1e-6)


def test_the_same_bytes_every_time(parabola: str) -> None:
    recipe = {"subjects": (parabola,), "fit": 2, "truth": "x^2", "residuals": True, "dpi": 60}
    assert render(Figure(**recipe), "svg") == render(Figure(**recipe), "svg")


def test_few_points_lie_on_many(write: Write) -> None:
    rng = np.random.default_rng(0)
    many = write(name="many.csv", x=rng.random(900), y=rng.random(900))
    few = write(name="few.csv", x=rng.random(9), y=rng.random(9))
    for names in ((many, few), (few, many)):
        figure = Figure(names, fit=1, residuals=True).draw()
        assert len(dots(figure, 1)) == 2
        drawn = {each.get_label(): each for each in dots(figure)}
        assert drawn["few"].get_zorder() > drawn["many"].get_zorder()
        assert drawn["few"].get_markersize() == pytest.approx(drawn["many"].get_markersize(), rel=0.2)


def test_data_and_a_function_are_two_kinds(parabola: str) -> None:
    with pytest.raises(DatagenError) as caught:
        Figure((parabola, "x^2")).draw()
    assert str(caught.value) == (
        "one figure has one kind of subject, but data.csv is data and x^2 is a function; "
        "the function behind data is drawn by --truth"
    )


MODULES = """
import sys
from plots.figures import Figure
from plots.saving import render
render(Figure(("data.csv",), truth="x^2"), "svg")
print(*sorted({"torch", "scipy", "polars", "pandas", "matplotlib.pyplot"} & {*sys.modules}))
"""


def test_a_small_file_loads_no_more_than_it_needs(parabola: str) -> None:
    done = subprocess.run([sys.executable, "-c", MODULES], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
