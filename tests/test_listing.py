"""The listing of the named functions: what it prints, and what it refuses."""

import io
import json
import math

import pytest

from datagen.errors import DatagenError
from datagen.functions import FUNCTIONS
from datagen.listing import Listing
from datagen.options import options
from datagen.sets.registry import SETS


def test_the_listing_has_a_line_for_every_function_and_aligned_columns():
    head, *lines = Listing().text().partition("\n\n")[0].splitlines()
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


def test_the_listing_has_a_line_for_every_set():
    head, *lines = Listing().text().partition("\n\n")[2].splitlines()
    assert head.split() == ["set", "rows"]
    assert [line.split()[0] for line in lines] == list(SETS)
    assert {line.index(SETS[line.split()[0]].description) for line in lines} == {head.index("rows")}


def test_the_listing_of_a_set_says_everything():
    assert Listing("friedman1").text() == (
        "friedman1\n"
        "  formula      10sin(π*x1*x2) + 20(x3 - 0.5)^2 + 10x4 + 5x5\n"
        "  domain       x1, x2, x3, x4, x5, x6, x7, x8, x9, x10 in 0:1\n"
        "  parameters   features = 10, how many inputs, all but five without effect\n"
        "  description  five inputs that count, in several ways, among others that do not\n"
        "  source       J. H. Friedman, Multivariate adaptive regression splines, The Annals of Statistics 19 (1991)"
    )
    assert "  columns      x, y, label\n" in Listing("moons").text()
    assert "  parameters   K = 100, P = 5, r = 1\n" in Listing("logistic-growth").text()
    assert "               b, w1, w2, w3, drawn by the seed\n" in Listing("linear").text()
    assert Listing("logistic-growth").data()["sets"][0]["parameters"] == {"K": 100.0, "P": 5.0, "r": 1.0}


def test_the_listing_of_one_says_everything():
    assert Listing("gaussian").text() == (
        "gaussian\n"
        "  formula      exp(-((x - μ)/σ)^2/2)/(σ*sqrt(2π))\n"
        "  domain       x in -4:4\n"
        "  parameters   mu = 0, sigma = 1\n"
        "  description  the normal density of mean mu and standard deviation sigma\n"
        "  source       C. F. Gauss, Theoria motus corporum coelestium (1809)"
    )
    assert "parameters   none" in Listing("sine").text()
    assert "domain       x in -2:2, y in -1:3" in Listing("rosenbrock").text()


def test_the_listings_data_are_the_rows():
    stream = io.BytesIO()
    Listing().write(stream, "json")
    rows = json.loads(stream.getvalue())["functions"]
    assert [row["name"] for row in rows] == list(FUNCTIONS)
    assert [row["name"] for row in Listing().data()["sets"]] == list(SETS)
    assert Listing("sine").data() == {
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


def test_the_text_ends_with_a_line_end():
    stream = io.BytesIO()
    Listing("sine").write(stream, "text")
    assert stream.getvalue().decode() == f"{Listing('sine').text()}\n"


def test_an_unknown_name_is_refused_with_the_nearest():
    with pytest.raises(DatagenError) as caught:
        Listing("gausian")
    assert str(caught.value) == "no function is called 'gausian'; did you mean 'gaussian'?"


def test_its_option_has_ascii_help_and_it_has_an_example():
    assert all(each.help and each.help.isascii() for each in options(Listing))
    assert Listing.__doc__.split("\n\n")[1].strip().startswith("Example: datagen ")
