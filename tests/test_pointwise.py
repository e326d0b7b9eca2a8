"""The recipes behind derive, gradient and hessian: what they print, and what they refuse."""

import io
import json
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from datagen.answers import derived
from datagen.designs import DESIGNS
from datagen.errors import DatagenError
from datagen.expressions import parse
from datagen.options import options
from datagen.pointwise import Derive, Gradient, Hessian

BOWL = "x**4 + 2*x**2*y**2 + y**4"


def written(recipe, format):
    stream = io.BytesIO()
    recipe.write(stream, format)
    return stream.getvalue().decode()


def test_derive_prints_a_table():
    assert Derive("3*x**2 + 5*x + 6*torch.exp(x)", at="2", order="2").run().text() == (
        "f(x) = 3*x**2 + 5*x + 6*torch.exp(x)\n"
        "\n"
        "x              f(x)             f'(x)            f''(x)\n"
        "2  66.3343365935839  61.3343365935839  50.3343365935839"
    )


def test_gradient_prints_a_row_for_each_point():
    assert Gradient("x^2 y - y", at=["x=2,y=3", "y=1, x=-1/2"]).run().text() == (
        "f(x, y) = x^2 y - y\n"
        "\n"
        "   x  y  f(x, y)  df/dx  df/dy\n"
        "   2  3        9     12      3\n"
        "-0.5  1    -0.75     -1  -0.75"
    )


def test_hessian_prints_a_matrix_for_each_point():
    assert Hessian(BOWL, at=["x=2,y=3", "x=0,y=-1"]).run().text() == (
        "f(x, y) = x**4 + 2*x**2*y**2 + y**4\n"
        "\n"
        "at x = 2, y = 3: f = 169\n"
        "      x    y\n"
        "  x  84   48\n"
        "  y  48  124\n"
        "  eigenvalues 52, 156\n"
        "\n"
        "at x = 0, y = -1: f = 1\n"
        "     x   y\n"
        "  x  4   0\n"
        "  y  0  12\n"
        "  eigenvalues 4, 12"
    )


def test_high_orders_are_numbered_and_functions_keep_their_names():
    text = Derive("g(t) = t^5", at=["t=1", "2"], order=5).run().text()
    assert text.startswith("g(t) = t^5\n\n")
    assert text.splitlines()[2].split() == ["t", "g(t)", "g'(t)", "g''(t)", "g'''(t)", "g^(4)(t)", "g^(5)(t)"]
    assert text.splitlines()[4].split() == ["2", "32", "80", "160", "240", "240", "120"]


def test_the_data_are_those_of_the_contract():
    seed = Derive("3x^2 + 5x + 6e^x", at=2, order=2).run().data()
    (point,) = seed.pop("points")
    assert seed == {"formula": "3x^2 + 5x + 6e^x", "variable": "x", "engine": "autograd"}
    assert list(point) == ["x", "derivatives"]
    assert point["x"] == 2.0
    assert point["derivatives"] == pytest.approx([66.3343365935839, 61.3343365935839, 50.3343365935839], rel=1e-13)
    assert Gradient(BOWL, at={"x": 2, "y": 3}).run().data() == {
        "formula": BOWL,
        "variables": ["x", "y"],
        "points": [{"at": {"x": 2.0, "y": 3.0}, "value": 169.0, "gradient": [104.0, 156.0]}],
    }
    assert Hessian(BOWL, at={"x": 2, "y": 3}).run().data() == {
        "formula": BOWL,
        "variables": ["x", "y"],
        "points": [
            {
                "at": {"x": 2.0, "y": 3.0},
                "value": 169.0,
                "gradient": [104.0, 156.0],
                "hessian": [[84.0, 48.0], [48.0, 124.0]],
                "eigenvalues": [pytest.approx(52, rel=1e-14), pytest.approx(156, rel=1e-14)],
                "nature": None,
            }
        ],
    }


def test_both_formats_are_written_with_a_line_end():
    recipe = Derive("log(x)", at=0)
    assert written(recipe, "text") == f"{recipe.run().text()}\n"
    assert json.loads(written(recipe, "json"))["points"] == [{"x": 0.0, "derivatives": ["-inf", None]}]
    assert written(recipe, "json").endswith("]}]}\n")
    assert json.loads(written(Derive("sqrt(x)", at=-1), "json"))["points"][0]["derivatives"] == [None, None]
    assert json.loads(written(Hessian(BOWL, at="x=2,y=3"), "json"))["points"][0]["hessian"] == [[84, 48], [48, 124]]


def test_numbers_are_plain_floats():
    for row in Derive("x^2", at=[1, 2], order=2).run().data()["points"]:
        assert {type(each) for each in row["derivatives"]} == {float}
    (point,) = Hessian(BOWL, at="x=1,y=1").run().data()["points"]
    assert {type(each) for line in point["hessian"] for each in line} == {float}


def test_minus_zero_is_zero_for_people():
    assert "-0" not in Derive("-x", at=0).run().text().split()


def test_a_name_is_shown_as_the_formula_that_it_is_with_its_values():
    answer = Derive("quadratic", at="x=1", set={"a": 3, "c": 2}).run()
    assert answer.text().startswith("f(x) = 3*x^2 + 0*x + 2\n")
    assert answer.data()["points"] == [{"x": 1.0, "derivatives": [5.0, 6.0]}]
    assert Gradient("rosenbrock", at="x=1,y=1").run().data()["points"][0]["gradient"] == [0, 0]


def places(recipe):
    return [point["x"] for point in recipe.run().data()["points"]]


def test_a_range_is_even_points_with_both_its_ends():
    assert places(Derive("x", at="0:5", n=11)) == [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]
    assert places(Derive("x", at="0:1")) == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
    assert places(Derive("x", at="x=-pi:pi", n="3")) == [-math.pi, 0, math.pi]
    assert places(Derive("x", at={"x": (0, 1)}, n=2)) == [0, 1]
    assert places(Derive("x", at=["3", "0:1", "x=-2:-1", 7], n=2)) == [3, 0, 1, -2, -1, 7]


@given(st.floats(-1e100, 1e100), st.floats(1e-100, 1e100), st.integers(2, 40))
def test_ranges_have_exact_ends_and_are_symmetric_where_they_can_be(low, width, n):
    assume(width > 1e-9 * abs(low))
    (coordinates,) = zip(*Derive("x", at={"x": (low, low + width)}, n=n)._points, strict=True)
    assert (len(coordinates), coordinates[0], coordinates[-1]) == (n, low, low + width)
    assert list(coordinates) == sorted(coordinates)
    (mirrored,) = zip(*Derive("x", at={"x": (-width, width)}, n=n)._points, strict=True)
    assert mirrored == tuple(-each for each in reversed(mirrored))


def test_a_range_is_the_grid_of_sample():
    (x, *_) = DESIGNS["grid"].draw({"x": (0.1, 0.7)}, 13, 0, 0)
    assert places(Derive("x", at="0.1:0.7", n=13)) == x.tolist()


def test_derive_as_csv():
    assert written(Derive("sqrt(x)", at=["0:1/4", -1], n=2, order=4), "csv") == (
        "x,f,f',f'',f''',f^(4)\n0.0,0.0,inf,-inf,inf,-inf\n0.25,0.5,1.0,-2.0,12.0,-120.0\n-1.0,NaN,NaN,NaN,NaN,NaN\n"
    )


def test_derive_as_latex():
    assert written(Derive("θ^2/2", at=["theta=0", "1e-9"], order=2), "latex") == (
        "\\[ f(\\theta) = \\frac{\\theta^{2}}{2} \\]\n"
        "\\begin{tabular}{rrrr}\n"
        "$\\theta$ & $f(\\theta)$ & $f'(\\theta)$ & $f''(\\theta)$ \\\\ \\hline \\rule{0pt}{2.6ex}\n"
        "$0$ & $0$ & $0$ & $1$ \\\\\n"
        "$1 \\times 10^{-9}$ & $5 \\times 10^{-19}$ & $1 \\times 10^{-9}$ & $1$ \\\\\n"
        "\\end{tabular}\n"
    )


def test_a_table_that_is_too_wide_has_a_line_for_each_derivative():
    answer = Derive("e^(x/3)", at=["1", "2"], order=7).run()
    lines = [line.split() for line in answer.text().splitlines()[2:]]
    assert lines[0] == ["x", "1", "2"]
    assert [line[0] for line in lines[1:]] == [f"{derived('f', order)}(x)" for order in range(8)]
    assert [float(line[1]) for line in lines[1:]] == pytest.approx([math.exp(1 / 3) / 3**order for order in range(8)])
    assert answer.latex().splitlines()[2].startswith("$x$ & $1$ & $2$ ")
    assert answer.csv().splitlines()[0] == "x,f,f',f'',f''',f^(4),f^(5),f^(6),f^(7)"


def test_the_function_is_not_called_what_its_variable_is():
    assert Derive("f^2", at=3).run().text().splitlines()[::2] == ["g(f) = f^2", "f  g(f)  g'(f)"]
    assert written(Gradient("f g", at="f=1,g=2"), "csv") == "f,g,h,dh/df,dh/dg\n1.0,2.0,2.0,2.0,1.0\n"


def test_a_comparison_is_no_definition():
    assert Derive("where(x >= 0, x, 0)", at=3).run().text().startswith("f(x) = where(x >= 0, x, 0)\n")


@pytest.mark.parametrize(
    ("engine", "order", "used"),
    [("auto", 4, "autograd"), ("auto", 5, "series"), ("series", 1, "series"), ("autograd", 6, "autograd")],
)
def test_the_engine_that_is_used_is_named_and_right(engine, order, used):
    data = Derive("e^(2x)", at=0, order=order, engine=engine).run().data()
    assert data["engine"] == used
    assert data["points"][0]["derivatives"] == pytest.approx([2.0**k for k in range(order + 1)], rel=1e-13)


def test_gradient_as_csv_and_latex():
    recipe = Gradient("x^2 y - y", at=["x=2,y=3", "x=0,y=1e-9"])
    assert written(recipe, "csv") == "x,y,f,df/dx,df/dy\n2.0,3.0,9.0,12.0,3.0\n0.0,1e-9,-1e-9,0.0,-1.0\n"
    assert written(recipe, "latex") == (
        "\\[ f(x, y) = x^{2} y - y \\]\n"
        "\\begin{tabular}{rrrrr}\n"
        "$x$ & $y$ & $f(x, y)$ & $\\partial f/\\partial x$ & $\\partial f/\\partial y$ "
        "\\\\ \\hline \\rule{0pt}{2.6ex}\n"
        "$2$ & $3$ & $9$ & $12$ & $3$ \\\\\n"
        "$0$ & $1 \\times 10^{-9}$ & $-1 \\times 10^{-9}$ & $0$ & $-1$ \\\\\n"
        "\\end{tabular}\n"
    )


def test_hessian_as_csv_and_latex():
    recipe = Hessian("x^2 - 3y^2", at=["x=0,y=1", "x=0,y=0"])
    assert written(recipe, "csv") == (
        "x,y,f,df/dx,df/dy,d2f/dx2,d2f/dxdy,d2f/dydx,d2f/dy2,eigenvalue 1,eigenvalue 2,nature\n"
        "0.0,1.0,-3.0,0.0,-6.0,2.0,0.0,0.0,-6.0,-6.0,2.0,\n"
        "0.0,0.0,0.0,0.0,-0.0,2.0,0.0,0.0,-6.0,-6.0,2.0,saddle\n"
    )
    matrix = r"\left(\begin{array}{rr} 2 & 0 \\ 0 & -6 \end{array}\right), \quad \lambda = -6, 2"
    assert written(recipe, "latex").splitlines() == [
        r"\[ f(x, y) = x^{2} - 3 y^{2} \]",
        rf"\[ H_{{f}}(0, 1) = {matrix} \]",
        rf"\[ H_{{f}}(0, 0) = {matrix}, \quad \mbox{{saddle}} \]",
    ]


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        ("x^2 + 2y^2", "  critical point: minimum"),
        ("-x^2 - y^2", "  critical point: maximum"),
        ("x y", "  critical point: saddle"),
        (BOWL, "  critical point: undecided, as an eigenvalue is 0"),
    ],
)
def test_the_nature_of_a_critical_point_is_said(formula, line):
    answer = Hessian(formula, at="x=0,y=0").run()
    assert answer.text().splitlines()[-1] == line
    assert answer.data()["points"][0]["nature"] in line


def test_settings_fix_variables():
    assert Derive("x^2 y", at=3, set="y=2").run().data()["points"] == [{"x": 3.0, "derivatives": [18.0, 12.0]}]
    assert Derive("sin(ω t)", at="t=0", set={"ω": 2}).run().data()["points"][0]["derivatives"] == [0, 2]


def test_places_are_spelt_as_formulas_spell_names():
    assert Gradient("θ^2 x_1", at="θ=3,x1=1").run().data()["points"][0]["gradient"] == [6, 9]
    assert Derive("sin(x)", at="pi/2").run().data()["points"][0]["x"] == math.pi / 2


@pytest.mark.parametrize("recipe", [Derive, Gradient, Hessian])
def test_a_constant_is_a_function_of_x(recipe):
    (point,) = recipe("2pi", at="x=3").run().data()["points"]
    assert point in (
        {"x": 3.0, "derivatives": [2 * math.pi, 0.0]},
        {"at": {"x": 3.0}, "value": 2 * math.pi, "gradient": [0.0]},
        {
            "at": {"x": 3.0},
            "value": 2 * math.pi,
            "gradient": [0.0],
            "hessian": [[0.0]],
            "eigenvalues": [0.0],
            "nature": "undecided",
        },
    )


def test_one_variable_needs_no_name_for_gradients_either():
    (point,) = Hessian("x^3", at=2).run().data()["points"]
    assert (point["gradient"], point["hessian"]) == ([12], [[12]])


def test_notes_of_the_parser_are_passed_on():
    assert Derive("1/2x", at=1).notes() == list(parse("1/2x").notes) != []
    assert Derive("x/2", at=1).notes() == []


REFUSED = [
    (
        lambda: Derive("x^2", at="y=2"),
        "at: y=2 does not fit 'x^2' of the variable x; give a value for each, as in x=1",
    ),
    (
        lambda: Hessian("x*y", at="2"),
        "at: 2 does not fit 'x*y' of the variables x, y; give a value for each, as in x=1,y=2",
    ),
    (
        lambda: Gradient("x*y", at=["x=1,y=2", "x=1"]),
        "at: x=1 does not fit 'x*y' of the variables x, y; give a value for each, as in x=1,y=2",
    ),
    (
        lambda: Gradient("x*y", at="x=1,y=2,z=3"),
        "at: x=1,y=2,z=3 does not fit 'x*y' of the variables x, y; give a value for each, as in x=1,y=2",
    ),
    (
        lambda: Derive("x^2", at="x=1,2"),
        "at: x=1,2 does not fit 'x^2' of the variable x; give a value for each, as in x=1",
    ),
    (
        lambda: Derive("x", at=[]),
        "at: nothing does not fit 'x' of the variable x; give a value for each, as in x=1",
    ),
    (
        lambda: Derive("x*y*z", at="x=2"),
        "derive: 'x*y*z' is a function of x, y, z, and a derivative is by one variable; "
        "fix the others, as in --set y=1 --set z=1, or use gradient",
    ),
    (lambda: Derive("a x", at=2, set="b=2"), "set: b is no variable of 'a x', which has a, x"),
    (lambda: Derive("x", at=2, order=10_001), "order: 10001 is not allowed; give a whole number, 0 to 10000"),
    (lambda: Derive("x", at=2, order=-1), "order: -1 is not allowed; give a whole number, 0 to 10000"),
    (lambda: Derive("x", at=2, engine="autgrad"), "no engine is called 'autgrad'; did you mean 'autograd'?"),
    (
        lambda: Derive("x", at=2, order=13, engine="autograd"),
        "order: 13 is not allowed; give one up to 12, as the cost of autograd doubles with every order, "
        "or use the engine series",
    ),
    (lambda: Derive("x", at=2, n=5), "n: 5 is not allowed; give it with a range, such as --at 0:5"),
    (
        lambda: Derive("x", at=["0:1", "2:3"], n=600_000, order=9),
        "order: 9 at 1200000 points is not allowed; give an answer of 10,000,000 numbers or fewer",
    ),
    (
        lambda: Derive("x^2", at="y=0:2"),
        "at: y=0:2 does not fit 'x^2' of the variable x; give a value for each, as in x=1",
    ),
    (lambda: Gradient("x*y", at="x=0:1,y=2"), "at: 0:1 is not allowed; give a number, as derive alone takes a range"),
    (
        lambda: Derive("a x^2 + b", at=2),
        "derive: 'a x^2 + b' is a function of a, b, x, and a derivative is by one variable; "
        "fix the others, as in --set a=1 --set b=1, or use gradient",
    ),
    (
        lambda: Derive("a x^2 + t", at="t=1,a=0.5"),
        "derive: 'a x^2 + t' is a function of a, t, x, and a derivative is by one variable; "
        "fix the others, as in --set a=0.5 --set x=1, or use gradient",
    ),
    (
        lambda: Derive("u v", at="0:1"),
        "derive: 'u v' is a function of u, v, and a derivative is by one variable; "
        "fix the others, as in --set v=1, or use gradient",
    ),
    (lambda: Derive("moons", at=2), "moons is a set of data, not a function; make its rows by: datagen sample moons"),
    (
        lambda: Hessian(" swiss-roll", at=2),
        "swiss-roll is a set of data, not a function; make its rows by: datagen sample swiss-roll",
    ),
    (lambda: Derive("damped-sin", at=2), "no function is called 'damped-sin'; did you mean 'damped-sine'?"),
]


@pytest.mark.parametrize(("make", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_a_wrong_request_is_refused_before_any_work_in_one_line(make, message):
    with pytest.raises(DatagenError) as caught:
        make()
    assert str(caught.value) == message


@pytest.mark.parametrize("recipe", [Derive, Gradient, Hessian])
def test_every_option_has_ascii_help_and_every_recipe_an_example(recipe):
    assert all(each.help and each.help.isascii() for each in options(recipe))
    assert recipe.__doc__.split("\n\n")[1].strip().startswith("Example: datagen ")
    assert recipe.__doc__.isascii()
