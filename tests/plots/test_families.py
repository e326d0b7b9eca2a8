"""Families: which functions a setting of several values makes, what they are called, and what is refused."""

import pytest

from datagen.errors import DatagenError
from plots.figures import Figure
from plots.functions.families import MOST, families, repetitions
from plots.functions.naming import Naming


def names(recipe: Figure) -> list[str]:
    """What the curves are called in data."""
    return [curve.label for curve in recipe.picture.curves]


def legend(recipe: Figure) -> list[str]:
    figure = recipe.draw()
    found = figure.axes[0].get_legend() or next(iter(figure.legends), None)
    return [text.get_text() for text in found.get_texts()] if found else []


@pytest.mark.parametrize(
    ("subjects", "settings", "members"),
    [
        (("a x",), {}, 1),
        (("a x",), {"a": (1, 2, 4)}, 3),
        (("a x + b",), {"a": (1, 2, 4), "b": (0, 1)}, 6),
        (("a x + b",), {"a": (1, 2, 4), "b": 1}, 3),
        (("a x", "x"), {"a": (1, 2)}, 3),
        (("a x", "b x"), {"a": (1, 2), "b": (3, 4)}, 4),
        (("quadratic",), {"b": (1, 2)}, 2),
        (("sin(θ x)",), {"theta": (1, 2)}, 2),
        (("e^-x",), {"e": (2, 3)}, 2),
        (("x^2", "x**2", "x²"), {}, 1),
    ],
)
def test_the_product_of_what_a_function_has_letters_for_is_drawn(
    subjects: tuple[str, ...], settings: dict[str, object], members: int
) -> None:
    assert len(families(subjects, Figure(subjects, set=settings).set)) == members  # type: ignore[arg-type]  # read


def test_the_first_setting_changes_slowest() -> None:
    found = families(("a x + b",), (("a", (1.0, 2.0)), ("b", (3.0, 4.0))))
    assert [tuple((each.varied or {}).values()) for each in found] == [(1, 3), (1, 4), (2, 3), (2, 4)]
    assert [float(each.resolved.expression(x=10.0)) for each in found] == [13, 14, 23, 24]


FAMILY = {"a": (1, 2, 4)}


@pytest.mark.parametrize(
    ("recipe", "plain", "typeset", "beside"),
    [
        (Figure(("quadratic",), set=FAMILY), ["a=1", "a=2", "a=4"], ["$a = 1$", "$a = 2$", "$a = 4$"],
         "$a x^{2} + b x + c$,  $b = 0$,  $c = 0$"),
        (Figure(("sin(a x)/2",), set=FAMILY), ["a=1", "a=2", "a=4"],
         [r"$\dfrac{\sin(a x)}{2}$,  $a = 1$", "$a = 2$", "$a = 4$"], "$y$"),
        (Figure(("a x",), set={"a": (1, 2)}, derivative=1), ["a=1", "f', a=1", "a=2", "f', a=2"],
         ["$f(x)$,  $a = 1$", r"$f\/\prime(x)$,  $a = 1$", "$f(x)$,  $a = 2$", r"$f\/\prime(x)$,  $a = 2$"],
         "$f(x) = a x$"),
        (Figure(("a x", "b x^2", "x^3"), set={"a": (1, 2), "b": 3}), ["a x, a=1", "a x, a=2", "b x^2", "x^3"],
         ["$f(x) = a x$,  $a = 1$", "$f(x)$,  $a = 2$", "$g(x) = b x^{2}$,  $b = 3$", "$h(x) = x^{3}$"], "$y$"),
        (Figure(("a x",), set={"a": (1, 1 + 1e-9)}), ["a=1", "a=1.000000001"], ["$a = 1$", "$a = 1.000000001$"],
         "$a x$"),
        (Figure(("a x",), set={"a": (1e-9, -2e-9)}), ["a=1e-09", "a=-2e-09"],
         [r"$a = 1 \times 10^{-9}$", r"$a = -2 \times 10^{-9}$"], "$a x$"),
    ],
)  # fmt: skip
def test_members_are_named_by_what_sets_them_apart(
    recipe: Figure, plain: list[str], typeset: list[str], beside: str
) -> None:
    assert names(recipe) == plain
    assert legend(recipe) == typeset
    assert recipe.draw().axes[0].get_ylabel() == beside


def test_no_two_functions_of_a_figure_have_one_name() -> None:
    def called(*subjects: str) -> list[str]:
        naming = Naming(families(subjects, ()), "x", referred=True)
        return [naming.derivative(number, 1).plain for number in range(len(subjects))]

    assert called("x", "x^2", "x^3") == ["f'", "g'", "h'"]
    assert called("x", "f(x) = x^2", "f(x) = x^3") == ["g'", "f'", "h'"]
    naming = Naming(families(("f x",), (("f", (2.0,)),)), "x", referred=True)
    assert naming.derivative(0, 1).plain == "g'"


def test_what_is_drawn_once_is_said() -> None:
    assert Figure(("x^2", "sin(x)", "x**2"), x="0:1").notes() == ["'x**2' is in the figure already, and is drawn once"]
    assert repetitions(("x", "2x"), families(("x", "2x"), ())) == []


REFUSED = {
    "one setting": (
        {"subjects": ("a x",), "set": {"a": tuple(range(26))}},
        "set: 26 curves (26 of a) is not allowed; give values for 25 curves or fewer",
    ),
    "two settings": (
        {"subjects": ("a x + b",), "set": {"a": (1, 2, 3, 4, 5), "b": (1, 2, 3, 4, 5, 6)}},
        "set: 30 curves (5 of a times 6 of b) is not allowed; give values for 25 curves or fewer",
    ),
    "with derivatives": (
        {"subjects": ("a x",), "set": {"a": tuple(range(1, 10))}, "derivative": (1, 2)},
        "subjects: what makes 27 curves is not allowed; give what makes 25 or fewer in one panel",
    ),
    "many functions": (
        {"subjects": tuple(f"{k} x" for k in range(30))},
        "one figure shows 25 curves or fewer, and these are more; give fewer functions",
    ),
    "a letter that there is not": ({"subjects": ("x",), "set": {"c": (1, 2)}},
                                   "set: c is no variable of 'x', which has x"),
}  # fmt: skip


@pytest.mark.parametrize(("options", "message"), REFUSED.values(), ids=REFUSED)
def test_too_many_curves_are_refused_in_a_line(options: dict[str, object], message: str) -> None:
    with pytest.raises(DatagenError) as caught:
        Figure(**options).picture.curves  # type: ignore[arg-type, attr-defined]  # wrong on purpose  # noqa: B018
    assert str(caught.value) == message


def test_as_many_curves_as_there_are_lines_are_drawn() -> None:
    assert len(names(Figure(("a x",), set={"a": tuple(range(MOST))}))) == MOST
