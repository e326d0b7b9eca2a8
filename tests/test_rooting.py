"""The recipe and the command behind `roots`: its formats, its range, and what it refuses."""

import csv
import io
import json
import math

import pytest
from conftest import Run

from datagen.errors import DatagenError
from datagen.rooting import Rooting


def test_text() -> None:
    assert Rooting("|x^2 - 1|", of="f'").run().text() == (
        "f(x) = |x^2 - 1|\n"
        "roots of f', x from -5 to 5\n"
        "\n"
        "   kind   x  f(x)     status\n"
        "minimum  -1     0  undecided\n"
        "maximum   0     1     proved\n"
        "minimum   1     0  undecided"
    )


def test_text_of_an_interval_of_roots() -> None:
    assert Rooting("floor(x)").run().text().splitlines()[-1] == "root  0.5     0  interval from 0 to 1"


def test_text_without_roots() -> None:
    text = Rooting("x^2 + 1", x="0:2pi").run().text()
    assert text == "f(x) = x^2 + 1\n\nf has no root for x from 0 to 6.28318530717959"


def test_json() -> None:
    data = Rooting("f(t) = t^2 - 4", x=(0, 3)).run().data()
    assert data == {
        "formula": "f(t) = t^2 - 4",
        "variable": "t",
        "of": "f",
        "range": [0.0, 3.0],
        "roots": [
            {"kind": "root", "x": 2.0, "y": 0.0, "low": pytest.approx(2), "high": pytest.approx(2), "status": "proved"}
        ],
    }


def test_latex() -> None:
    assert Rooting("x^2", of="f'").run().latex().splitlines()[1:] == [
        r"\begin{tabular}{rrrrrr}",
        r"$\mbox{kind}$ & $x$ & $y$ & $\mbox{low}$ & $\mbox{high}$ & $\mbox{status}$ \\ \hline \rule{0pt}{2.6ex}",
        r"$\mbox{minimum}$ & $0$ & $0$ & $0$ & $0$ & $\mbox{proved}$ \\",
        r"\end{tabular}",
    ]


@pytest.mark.parametrize(
    ("recipe", "x"),
    [
        (Rooting("damped-sine"), (0, 5)),
        (Rooting("e^-x sin(2πx)"), (0, 5)),
        (Rooting("sine"), (0, 2 * math.pi)),
        (Rooting("x"), (-5, 5)),
        (Rooting("damped-sine", x="1:2"), (1, 2)),
        (Rooting("morse", set=["a=2"]), (0.5, 6)),
    ],
    ids=["name", "its formula", "bounds", "default", "given", "parameters"],
)
def test_range(recipe: Rooting, x: tuple[float, float]) -> None:
    assert recipe.run().x == pytest.approx(x)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"formula": "x*y"}, "a curve has one variable, but x*y has 2 (x, y): give --set y=1"),
        ({"formula": "moons"}, "moons is a set of data, not a function; make its rows by: datagen sample moons"),
        ({"formula": "x", "of": "f'''"}, "no derivative here is called \"f'''\"; did you mean \"f''\"?"),
        ({"formula": "x", "x": "2:1"}, "x: 2:1 is not allowed; give LOW:HIGH with LOW below HIGH, both within 1e+200"),
    ],
    ids=["variables", "a set", "of", "range"],
)
def test_refusals(options: dict[str, str], message: str) -> None:
    with pytest.raises(DatagenError) as refusal:
        Rooting(**options)  # type: ignore[arg-type]
    assert str(refusal.value) == message


def test_the_command_prints_csv(run: Run) -> None:
    done = run("roots", "damped-sine", "--of", "f'", "--x", "0:5")
    assert (done.returncode, done.stderr) == (0, b"")
    table = list(csv.DictReader(io.StringIO(done.stdout.decode())))
    assert [*table[0]] == ["kind", "x", "y", "low", "high", "status"]
    assert [(row["kind"], row["status"]) for row in table] == [("maximum", "proved"), ("minimum", "proved")] * 5
    for k, row in enumerate(table):
        assert float(row["low"]) < float(row["high"])
        assert float(row["x"]) == pytest.approx((math.atan(2 * math.pi) + k * math.pi) / (2 * math.pi), rel=1e-12)


def test_the_command_says_the_range(run: Run) -> None:
    done = run("roots", "-x^2 + 4", "--format", "json")
    assert done.stderr == b"datagen: note: x runs from -5 to 5, as no range was given\n"
    assert [each["x"] for each in json.loads(done.stdout)["roots"]] == [-2, 2]


def test_the_command_refuses_in_one_line(run: Run) -> None:
    done = run("roots", "x", "--of", "g")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"datagen: error: no derivative here is called 'g'; choose from f, f', f''\n"
