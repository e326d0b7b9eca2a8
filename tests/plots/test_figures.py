"""The recipe of a figure: what it draws, what it says, and what it refuses."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from datagen.answers import HIGHEST
from datagen.errors import DatagenError
from plots.figures import Figure

Floats = NDArray[np.float64]


def closed_forms() -> dict[str, Callable[[Floats], Floats]]:
    """e⁻ˣ sin(2πx) and its derivatives, by hand."""
    w = 2 * np.pi
    return {
        "f": lambda x: np.exp(-x) * np.sin(w * x),
        "f'": lambda x: np.exp(-x) * (w * np.cos(w * x) - np.sin(w * x)),
        "f''": lambda x: np.exp(-x) * ((1 - w**2) * np.sin(w * x) - 2 * w * np.cos(w * x)),
    }


def lines(figure: Figure) -> list[Line2D]:
    return [line for line in figure.draw().axes[0].lines if not str(line.get_label()).startswith("_")]


def points(line: Line2D) -> Floats:
    data = np.column_stack([np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float)])
    return data[~np.isnan(data[:, 0])]


def test_lines_hold_the_function_and_its_derivatives() -> None:
    drawn = lines(Figure(("damped-sine",), derivative=(1, 2)))
    assert len(drawn) == 3
    for line, truth in zip(drawn, closed_forms().values(), strict=True):
        x, y = points(line).T
        assert (x[0], x[-1]) == (0, 5)
        assert np.diff(x).max() <= 5 / 299
        assert np.abs(y - truth(x)).max() <= 1e-12 * np.abs(y).max()


@pytest.mark.parametrize(("formula", "edge"), [("ln(x)", 0), ("sqrt(x)", 0), ("asin(x-1)", 0), ("log1p(x)", -1)])
def test_a_derivative_is_drawn_only_where_its_function_is(formula: str, edge: float) -> None:
    for line in lines(Figure((formula,), derivative=(1, 2), x=(-5, 5))):
        assert points(line)[:, 0].min() >= edge


@pytest.mark.parametrize("order", [12, 30, 200])
def test_a_derivative_of_any_order_is_drawn(order: int) -> None:
    """Im (2πi − 1)ⁿ e^((2πi − 1)x) is the n-th derivative of e⁻ˣ sin(2πx).

    By Leibniz's rule its terms add up to (2π + 1)ⁿ, of which |2πi − 1|ⁿ is left: so much of the rounding is seen.
    """
    figure = Figure(("damped-sine",), derivative=(order,))
    x, y = points(lines(figure)[1]).T
    rate = complex(-1, 2 * np.pi)
    truth = (np.exp(order * np.log(rate) + rate * x)).imag
    rounding = 2.0**-46 * ((2 * np.pi + 1) / abs(rate)) ** order
    assert np.abs(y - truth).max() <= rounding * np.abs(truth).max()
    low, high = figure.draw().axes[0].get_ylim()
    assert low < truth.min() < truth.max() < high
    assert high - low < 1.2 * np.ptp(truth)
    assert figure.picture.curves[1].latex == f"$f^{{({order})}}(x)$"


@pytest.mark.parametrize("engine", ["autograd", "series"])
def test_either_engine_draws_the_same(engine: str) -> None:
    one, other = (lines(Figure(("damped-sine",), derivative=(1, 2), engine=each)) for each in ("auto", engine))
    for first, second in zip(one, other, strict=True):
        np.testing.assert_allclose(points(first), points(second), atol=1e-12)


def test_an_order_too_large_to_draw_is_said() -> None:
    with pytest.raises(DatagenError) as caught:
        Figure(("damped-sine",), derivative=(400,)).draw()
    assert str(caught.value) == "f^(400) is too large to draw for x from 0 to 5"


def test_data_rows_are_what_the_lines_hold() -> None:
    figure = Figure(("tan(x)",), derivative=(1,), x=(-2, 2))
    stream = io.BytesIO()
    figure.write_data(stream)
    rows = list(csv.DictReader(io.StringIO(stream.getvalue().decode())))
    assert list(rows[0]) == ["curve", "segment", "x", "y"]
    assert {row["curve"] for row in rows} == {"tan(x)", "f'"}
    assert {row["segment"] for row in rows} == {"0", "1", "2"}
    for label, line in zip(("tan(x)", "f'"), lines(figure), strict=True):
        data = np.array([(float(row["x"]), float(row["y"])) for row in rows if row["curve"] == label])
        assert np.array_equal(data, points(line))


def test_a_formula_with_a_comma_is_one_cell() -> None:
    stream = io.BytesIO()
    Figure(("max(x, 0)",)).write_data(stream)
    rows = list(csv.reader(io.StringIO(stream.getvalue().decode())))
    assert {len(row) for row in rows} == {4}
    assert rows[1][0] == "max(x, 0)"


@pytest.mark.parametrize("formula", ["tan(x)", "1/x", "floor(x)"])
def test_no_line_of_the_figure_crosses_a_break(formula: str) -> None:
    (line,) = lines(Figure((formula,), x=(-2, 2.1), y=(-10, 10)))
    x, y = np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float)
    assert np.isnan(x).any()
    steps = np.abs(np.diff(y))[np.abs(np.diff(x)) < 1e-9]
    assert np.all(steps < 1)


@pytest.mark.parametrize(
    ("recipe", "labels", "ylabel"),
    [
        (Figure(("damped-sine",)), [], r"$e^{-x} \, \sin(2 \pi x)$"),
        (Figure(("3",)), [], "$f(x) = 3$"),
        (Figure(("abs(x) + abs(x^2)",)), [], r"$|x| + |x^{2}|$"),
        (Figure(("abs(x) + abs(x/2)",)), [r"$|x| + \left|\dfrac{x}{2}\right|$"], "$y$"),
        (Figure(("quadratic",), set={"a": 2}), [], "$a x^{2} + b x + c$,  $a = 2$,  $b = 0$,  $c = 0$"),
        (Figure(("damped-sine",), derivative=(1, 2)),
         [r"$f(x) = e^{-x} \, \sin(2 \pi x)$", r"$f\/\prime(x)$", r"$f\/\prime\prime(x)$"], "$y$"),
        (Figure(("sin(t)", "cos(t)"), derivative=(4,)),
         [r"$f(t) = \sin(t)$", "$f^{(4)}(t)$", r"$g(t) = \cos(t)$", "$g^{(4)}(t)$"], "$y$"),
        (Figure(("x^2", "x^3")), ["$x^{2}$", "$x^{3}$"], "$y$"),
        (Figure(("h(x) = x^2",), derivative=(1,)), ["$h(x) = x^{2}$", r"$h\/\prime(x)$"], "$y$"),
    ],
)  # fmt: skip
def test_curves_are_named(recipe: Figure, labels: list[str], ylabel: str) -> None:
    figure = recipe.draw()
    ax = figure.axes[0]
    legend = ax.get_legend() or next(iter(figure.legends), None)
    assert ([text.get_text() for text in legend.get_texts()] if legend else []) == labels
    assert ax.get_ylabel() == ylabel


def test_the_variable_names_the_axis() -> None:
    assert Figure(("sin(theta)",)).draw().axes[0].get_xlabel() == r"$\theta$"


@pytest.mark.parametrize(
    ("recipe", "limits"),
    [
        (Figure(("damped-sine",)), (0, 5)),
        (Figure(("e^-x sin(2πx)",)), (0, 5)),
        (Figure(("damped-sine", "gaussian")), (-4, 5)),
        (Figure(("damped-sine",), x="0:2pi"), (0, 2 * np.pi)),
        (Figure(("x^3",)), (-5, 5)),
    ],
)
def test_the_range_of_x(recipe: Figure, limits: tuple[float, float]) -> None:
    assert recipe.draw().axes[0].get_xlim() == pytest.approx(limits)


def test_a_default_range_is_said() -> None:
    assert Figure(("cos(t)",)).notes() == ["t runs from -5 to 5, as no range was given"]
    assert Figure(("damped-sine",)).notes() == []
    assert Figure(("cos(t)",), x="0:1").notes() == []


def test_the_range_of_y_is_respected() -> None:
    assert Figure(("x^2",), derivative=(1,), y=(-1, 2)).draw().axes[0].get_ylim() == (-1, 2)


def test_the_range_of_y_shows_every_curve() -> None:
    low, high = Figure(("damped-sine",), derivative=(1, 2)).draw().axes[0].get_ylim()
    heights = closed_forms()["f''"](np.linspace(0, 5, 100_001))
    assert low < heights.min() < heights.max() < high


@pytest.mark.parametrize(("formula", "drawn"), [("sin(x)", 1), ("x^2", 0), ("exp(x)", 0), ("x^3", 1)])
def test_the_zero_line_is_drawn_where_a_curve_crosses_it(formula: str, drawn: int) -> None:
    ax = Figure((formula,)).draw().axes[0]
    assert len(ax.lines) == 1 + drawn


def test_settings_go_to_the_functions_that_have_their_letters() -> None:
    ends = [
        curve.polyline.segments[0][-1, 1]
        for curve in Figure(("a x", "b x"), set={"a": 2, "b": 3}, x=(0, 1)).picture.curves
    ]
    assert ends == [2, 3]


REFUSED = {
    "another variable": ({"subjects": ("sin(x)", "cos(t)")}, "'sin(x)' has x and 'cos(t)' has t"),
    "no value": ({"subjects": ("sqrt(-1-x^2)",)}, "has no value for x from -5 to 5"),
    "unknown name": ({"subjects": ("damped-sin",)}, "damped-sine"),
    "unused setting": ({"subjects": ("a x", "x"), "set": {"b": 1}}, "b is no variable"),
    "order": ({"subjects": ("x",), "derivative": (0,)}, "derivative"),
    "order that nobody can wait for": ({"subjects": ("x",), "derivative": (HIGHEST + 1,)}, f"1 to {HIGHEST}"),
    "set": ({"subjects": ("moons",)}, "moons is a set of data; draw it by: datagen sample moons | datagen plot -"),
    "nearly a set": ({"subjects": ("random walk",)}, "no set is called 'random walk'; did you mean 'random-walk'?"),
    "missing file": ({"subjects": ("no/such file.CSV",)}, "no/such file.CSV: there is no such file"),
    "range": ({"subjects": ("x",), "x": "5:0"}, "LOW below HIGH"),
    "size": ({"subjects": ("x",), "size": "0x0"}, "size"),
    "number for a size": ({"subjects": ("x",), "size": 5}, "size: 5 is not allowed; give WxH"),
    "canvas": ({"subjects": ("x",), "size": "100x100", "dpi": 2400}, "GiB"),
    "nothing": ({"subjects": ()}, "subjects: none is not allowed; give one or more"),
}


@pytest.mark.parametrize(("options", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_drawn_is_refused_in_a_line(
    options: dict[str, object], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data.csv").write_text("x,y\n1,2\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DatagenError, match=message.replace("(", r"\(").replace(")", r"\)")) as caught:
        Figure(**options).draw()  # type: ignore[arg-type]  # wrong on purpose
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "formula", ["3", "0", "1e-9*sin(x)", "1e12*x^2", "1e300*x", "1.7e308*sin(x)", "1e6+sin(x)/1e3", "x^x"]
)
def test_extremes_are_drawn(formula: str) -> None:
    Figure((formula,)).draw()


MODULES = """
import json, sys
from plots.figures import Figure
before = set(sys.modules)
from plots.saving import render
render(Figure(("damped-sine",), derivative=json.loads(sys.argv[1]), engine=sys.argv[3]), sys.argv[2])
print(json.dumps([sorted(before), sorted(sys.modules)]))
"""


def modules(orders: str, format: str, engine: str = "auto") -> tuple[set[str], set[str]]:
    command = [sys.executable, "-c", MODULES, orders, format, engine]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    before, after = json.loads(done.stdout)
    return set(before), set(after)


@pytest.mark.parametrize("format", ["png", "svg", "pdf"])
def test_a_figure_loads_no_more_than_it_needs(format: str) -> None:
    before, after = modules("[]", format)
    assert not before & {"numpy", "matplotlib", "torch", "scipy", "polars"}
    assert not after & {"matplotlib.pyplot", "torch", "scipy", "polars"}


@pytest.mark.parametrize(
    ("orders", "engine", "loaded"), [("[1]", "auto", True), ("[5, 30]", "auto", False), ("[1, 2]", "series", False)]
)
def test_low_orders_load_torch_and_none_global_state(orders: str, engine: str, loaded: bool) -> None:
    _, after = modules(orders, "png", engine)
    assert ("torch" in after) == loaded
    assert "matplotlib.pyplot" not in after


def test_verbose_says_which_curves_are_drawn_from_values_alone() -> None:
    recipe = Figure(("damped-sine",), derivative=(1, 5), verbose=True)
    assert recipe.remarks() == ["f^(5) is drawn from its values alone: what lies between two of them is not known"]
    assert Figure(("damped-sine",), derivative=(5,)).remarks() == []


def test_verbose_says_what_could_not_be_decided() -> None:
    (remark,) = Figure(("sin(1e9*x^2)",), x=(0.0, 1.0), verbose=True).remarks()
    assert re.fullmatch(
        r"sin\(1e9\*x\^2\) could not be decided on \d+ intervals? from \S+ to \S+, drawn as sampled", remark
    )


REFUSED = {
    "three letters": (
        ("a x^2 + y^2",),
        "a curve has one variable, but a*x^2 + y^2 has 3 (a, x, y): give --set a=1 --set y=1, "
        "or for contours --set a=1 alone",
    ),
    "no parameters": (
        ("x y z",),
        "a curve has one variable, but x*y*z has 3 (x, y, z): give --set y=1 --set z=1, "
        "or for contours --set z=1 alone",
    ),
    "two letters beside another function": (
        ("sin(x)", "x y"), "a curve has one variable, but x*y has 2 (x, y): give --set y=1",
    ),
    "no shape": (("dot", "3by3"), "dot is followed by shapes, each ROWSxCOLUMNS, such as 2x3; not '3by3'"),
}  # fmt: skip


@pytest.mark.parametrize(("subjects", "message"), REFUSED.values(), ids=REFUSED)
def test_refusals_say_what_to_give(subjects: tuple[str, ...], message: str) -> None:
    with pytest.raises(DatagenError) as refusal:
        Figure(subjects).draw()
    assert str(refusal.value) == message


@pytest.mark.parametrize("setting", [{"a": 1}, {"z": 1}])
def test_what_the_refusal_says_makes_contours(setting: dict[str, int]) -> None:
    formula = "a x^2 + y^2" if "a" in setting else "x y z"
    assert Figure((formula,), set=setting).picture.noun == Figure(("x y",)).picture.noun


def test_a_folder_is_not_read_as_a_formula(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DatagenError) as refusal:
        Figure((str(tmp_path),)).draw()
    assert str(refusal.value) == f"{tmp_path} is a folder; give a file that is in it"
    (tmp_path / "x").mkdir()
    monkeypatch.chdir(tmp_path)
    assert Figure(("x",)).picture.noun == "a function of one variable"
