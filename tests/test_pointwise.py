"""The recipes behind derive, gradient, hessian and functions: what they print, and what they refuse."""

import io
import json
import math

import pytest

from datagen.errors import DatagenError
from datagen.expressions import parse
from datagen.functions import FUNCTIONS
from datagen.options import options
from datagen.pointwise import Derive, Gradient, Hessian, Listing

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
        "\n"
        "at x = 0, y = -1: f = 1\n"
        "     x   y\n"
        "  x  4   0\n"
        "  y  0  12"
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
            }
        ],
    }


def test_both_formats_are_written_with_a_line_end():
    recipe = Derive("log(x)", at=0)
    assert written(recipe, "text") == f"{recipe.run().text()}\n"
    assert json.loads(written(recipe, "json"))["points"] == [{"x": 0.0, "derivatives": ["-inf", "inf"]}]
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
        {"at": {"x": 3.0}, "value": 2 * math.pi, "gradient": [0.0], "hessian": [[0.0]]},
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
    (lambda: Derive("x", at=2, order=13), "order: 13 is not allowed; give a whole number, 0 to 12"),
    (lambda: Derive("x", at=2, order=-1), "order: -1 is not allowed; give a whole number, 0 to 12"),
    (lambda: Derive("damped-sin", at=2), "no function is called 'damped-sin'; did you mean 'damped-sine'?"),
    (lambda: Listing("gausian"), "no function is called 'gausian'; did you mean 'gaussian'?"),
]


@pytest.mark.parametrize(("make", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_a_wrong_request_is_refused_before_any_work_in_one_line(make, message):
    with pytest.raises(DatagenError) as caught:
        make()
    assert str(caught.value) == message


def test_the_listing_has_a_line_for_every_function_and_aligned_columns():
    head, *lines = Listing().run().text().splitlines()
    assert head.split() == ["name", "formula", "domain", "description"]
    assert [line.split()[0] for line in lines if line[0] != " "] == list(FUNCTIONS)
    domain, description = head.index("domain"), head.index("description")
    for row in FUNCTIONS.values():
        (at,) = (i for i, line in enumerate(lines) if line.startswith(f"{row.name} "))
        if row.formula not in lines[at][:domain]:  # too wide for its column: the rest is on the next line
            assert lines[at].endswith(f"  {row.formula}")
            at += 1
        assert lines[at][domain - 2 : domain] == "  "
        assert " in " in lines[at][domain:description]
        assert lines[at][description:] == row.description


def test_the_listing_of_one_says_everything():
    assert Listing("gaussian").run().text() == (
        "gaussian\n"
        "  formula      exp(-((x - μ)/σ)^2/2)/(σ*sqrt(2π))\n"
        "  domain       x in -4:4\n"
        "  parameters   mu = 0, sigma = 1\n"
        "  description  the normal density of mean mu and standard deviation sigma\n"
        "  source       C. F. Gauss, Theoria motus corporum coelestium (1809)"
    )
    assert "parameters   none" in Listing("sine").run().text()
    assert "domain       x in -2:2, y in -1:3" in Listing("rosenbrock").run().text()


def test_the_listings_data_are_the_rows():
    rows = json.loads(written(Listing(), "json"))["functions"]
    assert [row["name"] for row in rows] == list(FUNCTIONS)
    assert Listing("sine").run().data() == {
        "functions": [
            {
                "name": "sine",
                "formula": "sin(x)",
                "domain": {"x": [0.0, 2 * math.pi]},
                "parameters": {},
                "description": "one period of the sine",
                "source": "elementary",
            }
        ]
    }


@pytest.mark.parametrize("recipe", [Derive, Gradient, Hessian, Listing])
def test_every_option_has_ascii_help_and_every_recipe_an_example(recipe):
    assert all(each.help and each.help.isascii() for each in options(recipe))
    assert recipe.__doc__.split("\n\n")[1].strip().startswith("Example: datagen ")
    assert recipe.__doc__.isascii()
