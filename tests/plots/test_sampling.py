"""What the pen draws: true values only, to the edges of the domain, over no pole and no jump."""

import math
import re

import numpy as np
import pytest

from datagen.calculus import derivative
from datagen.errors import DatagenError, IntervalsError
from datagen.expressions import parse
from plots.faithful.enclosing import Formula
from plots.faithful.ranges import shown_range
from plots.faithful.refining import refined
from plots.sampling import Polyline, sample, traceable, vectorised
from plots.views import View, even

VIEW = (-10.0, 10.0)
INF, NAN = math.inf, math.nan


def drawn(line: Polyline) -> np.ndarray:
    return np.concatenate(line.segments)


@pytest.mark.parametrize(
    "formula", ["e^-x sin(2πx)", "tan(x)", "floor(x)", "sqrt(x)", "sin(1/x)", "1/x", "exp(-1e4*x^2)"]
)
def test_only_true_values_are_drawn(formula: str) -> None:
    points = drawn(sample(formula, (-2.0, 3.1), VIEW))
    assert len(points) > 60
    assert np.array_equal(points[:, 1], parse(formula)(x=points[:, 0]))


@pytest.mark.parametrize(
    ("formula", "strokes"),
    [
        ("x^2", 1), ("sin(x)/x", 1), ("abs(x)", 1), ("tanh(500x)", 1), ("tanh(1e5*x)", 1), ("x^(1/3)", 1),
        ("tan(x)", 3), ("1/x", 2), ("1/(x-1)^2", 2), ("1/sin(x)", 2), ("exp(1/x)", 2),
        ("floor(x)", 5), ("sign(x)", 2), ("x/abs(x)", 2), ("atan(1/x)", 2), ("sqrt(x^2-1)", 2), ("log(abs(x))", 2),
    ],
)  # fmt: skip
def test_the_pen_lifts_where_the_curve_breaks(formula: str, strokes: int) -> None:
    assert len(sample(formula, (-2.4, 2.7), VIEW).segments) == strokes + (formula == "floor(x)")


@pytest.mark.parametrize("formula", ["tan(x)", "1/x", "1/(x-1)^2", "floor(x)", "x-floor(x)", "gamma(x)"])
def test_no_stroke_crosses_a_break(formula: str) -> None:
    for stroke in sample(formula, (-4.7, 4.3), VIEW).segments:
        middle = (stroke[:-1, 0] + stroke[1:, 0]) / 2
        values = vectorised(formula)(middle)
        pixel = (VIEW[1] - VIEW[0]) / 400
        assert np.all(values >= stroke[:, 1].min() - pixel)
        assert np.all(values <= stroke[:, 1].max() + pixel)


@pytest.mark.parametrize(
    ("formula", "x", "edge", "value"),
    [
        ("sqrt(x)", (-1.0, 2.0), 0.0, 0.0),
        ("sqrt(1-x^2)", (-2.0, 3.0), 1.0, 0.0),
        ("asin(x)", (-3.0, 3.1), -1.0, -math.pi / 2),
    ],
)
def test_edges_of_the_domain_are_reached(formula: str, x: tuple[float, float], edge: float, value: float) -> None:
    points = drawn(sample(formula, x, (-2.0, 2.0)))
    nearest = points[np.abs(points[:, 0] - edge).argmin()]
    assert nearest == pytest.approx([edge, value], abs=1e-5)


def test_a_spike_half_a_pixel_wide_is_drawn_to_its_tip() -> None:
    points = drawn(sample("exp(-1e5*(x-0.3137)^2)", (-5.0, 5.0), (-0.1, 1.1)))
    assert points[:, 1].max() == pytest.approx(1, abs=1e-3)


def test_an_isolated_value_is_a_dot_and_a_value_at_a_jump_is_not() -> None:
    assert [len(stroke) for stroke in sample("sqrt(-x^2)", (-1.0, 1.0), VIEW).segments] == [1]
    assert all(len(stroke) > 1 for stroke in sample("sign(x)", (-1.0, 1.0), VIEW).segments)
    assert all(len(stroke) > 1 for stroke in sample("floor(x)", (0.0, 2.0), VIEW).segments)


def test_a_function_without_values_draws_nothing() -> None:
    assert sample("sqrt(-1-x^2)", (-1.0, 1.0)).segments == []


def test_noise_ends_within_the_budget() -> None:
    assert sample(lambda x: np.sin(1e9 * x * x), (0.0, 1.0), (-1.0, 1.0)).evaluations < 70_000


def test_the_same_request_gives_the_same_points() -> None:
    one, other = (sample("sin(1/x)", (-0.5, 0.5)) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(one.segments, other.segments, strict=True))


def test_a_formula_and_its_expression_are_alike() -> None:
    lines = [sample(f, (0.0, 5.0)) for f in ("sin(x)", parse("sin(x)"))]
    assert np.array_equal(drawn(lines[0]), drawn(lines[1]))
    assert lines[0].method == "intervals"


def test_a_callable_is_drawn_by_its_values() -> None:
    line = sample(np.sin, (0.0, 5.0))
    assert line.method == "values"
    assert np.array_equal(drawn(line)[:, 1], np.sin(drawn(line)[:, 0]))


def test_an_operation_without_bounds_is_drawn_by_its_values(monkeypatch: pytest.MonkeyPatch) -> None:
    def unruled(self: object, a: object, b: object) -> None:
        raise IntervalsError("sin")

    monkeypatch.setattr(Formula, "enclosure", unruled)
    line = sample("sin(x)", (0.0, 5.0))
    assert line.method == "values"
    assert len(line.segments) == 1


def limits(formula: str, x: tuple[float, float] = (-2.4, 2.7)) -> list[tuple[float, str, float, float, float]]:
    return [(b.position, b.kind, b.left, b.right, b.value) for b in sample(formula, x, VIEW).breaks]


@pytest.mark.parametrize(
    ("formula", "position", "kind", "left", "right", "value"),
    [
        ("1/x", 0, "pole", -INF, INF, NAN),
        ("1/(x-1)^2", 1, "pole", INF, INF, NAN),
        ("-1/|x-1|", 1, "pole", -INF, -INF, NAN),
        ("exp(1/x)", 0, "pole", 0, INF, NAN),
        ("ln|x|", 0, "pole", -INF, -INF, NAN),
        ("ln(x-1)", 1, "edge", NAN, -INF, NAN),
        ("sqrt(x)", 0, "edge", NAN, 0, 0),
        ("sqrt(1-x)", 1, "edge", 0, NAN, 0),
        ("asin(x-1)", 0, "edge", NAN, -math.pi / 2, -math.pi / 2),
        ("sqrt(-(x-0.3)^2)", 0.3, "edge", NAN, NAN, 0),
        ("sign(x-0.3)", 0.3, "jump", -1, 1, 0),
        ("heaviside(x)", 0, "jump", 0, 1, 0.5),
        ("floor(x+0.5)/3", 0.5, "jump", 0, 1 / 3, 1 / 3),
        ("atan(1/x)", 0, "jump", -math.pi / 2, math.pi / 2, math.pi / 2),
        ("sin(x)/x", 0, "hole", 1, 1, NAN),
        ("(e^x-1)/x", 0, "hole", 1, 1, NAN),
        ("(1-cos(x))/x^2", 0, "hole", 0.5, 0.5, NAN),
        ("where(x == 0.5, 3, x^2)", 0.5, "hole", 0.25, 0.25, 3),
    ],
)  # fmt: skip
def test_a_break_has_its_limits(
    formula: str, position: float, kind: str, left: float, right: float, value: float
) -> None:
    found = [each for each in limits(formula) if abs(each[0] - position) < 0.1]
    assert len(found) == 1
    assert found[0][1] == kind
    # a limit is the value at a point next to the break
    assert found[0][2:] == pytest.approx((left, right, value), abs=1e-3, nan_ok=True)
    assert found[0][0] == pytest.approx(position, abs=1e-15)


@pytest.mark.parametrize("formula", ["sin(x)", "|x|", "cbrt(x)", "tanh(1e5*x)", "x^2*sin(1/x)+1/(1+x^2)", "sin(1/x)"])
def test_what_is_continuous_or_oscillates_has_no_pole_and_no_jump(formula: str) -> None:
    assert not [each for each in limits(formula) if each[1] != "hole"]


def test_rounding_is_no_needle() -> None:
    points = drawn(sample("(1-cos(x))/x^2", (-3.0, 3.1), (-0.1, 1.0)))
    near = points[np.abs(points[:, 0]) < 0.01]
    assert near[:, 1] == pytest.approx(0.5, abs=1e-3)


def test_what_the_budget_does_not_suffice_for_is_undecided_and_drawn_as_sampled() -> None:
    line = sample("mod(1e7*x, 1)", (0.0, 1.0), (-0.1, 1.1))
    assert line.undecided
    assert all(a < b for a, b in line.undecided)
    assert line.evaluations < 70_000
    points = drawn(line)
    assert len(points) > 10_000
    assert np.array_equal(points[:, 1], parse("mod(1e7*x, 1)")(x=points[:, 0]))


def test_a_crowd_of_breaks_does_not_hide_one_alone() -> None:
    line = sample("where(x < 0.7, floor(10*sin(1/x)), 12)", (-0.5, 1.0), (-13.0, 13.0))
    assert line.undecided
    assert 0.7 in [each.position for each in line.breaks]


@pytest.mark.parametrize("formula", ["sin(1/x)", "sin(1e9*x^2)", "tan(1/x)", "1/sin(1/x)", "floor(1/x)"])
def test_the_wildest_end_within_the_budget(formula: str) -> None:
    assert sample(formula, (-0.5, 0.5), (-2.0, 2.0)).evaluations < 40_000


@pytest.mark.parametrize(
    ("formula", "order", "expected"),
    [
        ("|x|", 1, [(0.0, "jump", -1.0, 1.0)]),
        ("sqrt(x)", 1, [(0.0, "edge", NAN, INF)]),
        ("tan(x)", 1, [(-math.pi / 2, "pole", INF, INF), (math.pi / 2, "pole", INF, INF)]),
        ("e^-x sin(x)", 2, []),
        ("e^-x sin(x)", 3, []),
    ],
)
def test_derivatives_are_drawn_by_their_bounds(
    formula: str, order: int, expected: list[tuple[float, str, float, float]]
) -> None:
    expression = parse(formula)
    line = sample(Formula(expression, order, derivative(expression, order)), (-2.4, 2.7), VIEW)
    assert line.method == "intervals"
    for found, (position, *rest) in zip(line.breaks, expected, strict=True):
        assert found.position == pytest.approx(position, abs=1e-15)
        assert [found.kind, found.left, found.right] == pytest.approx(rest, nan_ok=True)


def test_a_derivative_of_an_order_without_bounds_is_drawn_by_its_values() -> None:
    expression = parse("e^-x sin(x)")
    line = sample(Formula(expression, 4, derivative(expression, 4)), (0.0, 5.0))
    assert line.method == "values"
    points = drawn(line)
    assert points[:, 1] == pytest.approx(-4 * np.exp(-points[:, 0]) * np.sin(points[:, 0]))


def test_a_needle_of_a_derivative_is_found() -> None:
    expression = parse("exp(-(1e5*(x-0.123456))^2)")
    points = drawn(sample(Formula(expression, 1, derivative(expression, 1)), (0.0, 10.0)))
    height = 1e5 * math.sqrt(2 / math.e)
    assert [points[:, 1].min(), points[:, 1].max()] == pytest.approx([-height, height], rel=5e-3)


@pytest.mark.parametrize(
    ("formula", "low", "high"),
    [
        ("sin(x)", -1, 1), ("exp(x)", math.exp(-5), math.exp(5)), ("1e-9*sin(x)", -1e-9, 1e-9), ("x^20", 0, 5.0**20),
        ("exp(-1e4*(x-0.3137)^2)", 0, 1), ("sqrt(x)", 0, math.sqrt(5)), ("sin(1/x)", -1, 1),
    ],
)  # fmt: skip
def test_all_of_a_bounded_curve_is_shown(formula: str, low: float, high: float) -> None:
    margin = 0.05 * (high - low)
    for function in (vectorised(formula), traceable(formula)):
        shown = shown_range(function, (-5.0, 5.0))
        assert shown == pytest.approx((low - margin, high + margin), abs=1e-3 * (high - low))


@pytest.mark.parametrize(
    ("formula", "x", "low", "high"),
    [
        ("exp(-(1e6*(x-0.123456))^2)", (0.0, 10.0), 0, 1),
        ("sin(x)-exp(-(1e5*(x-4.123456))^2)", (0.0, 10.0), -1 + math.sin(4.123456), 1),
        ("where(abs(x-0.51234) < 1e-6, 1, 0)", (0.0, 10.0), 0, 1),
        ("x+1e-6/(x-0.6)", (0.0, 1.0), 0, 1),
        ("x+1e-9/(x-0.61234)^2", (0.0, 1.0), 0, 1),
        ("(e^x-1)/x", (-2.0, 2.0), (1 - math.exp(-2)) / 2, (math.exp(2) - 1) / 2),
    ],
)  # fmt: skip
def test_bounds_find_what_lies_between_the_points(
    formula: str, x: tuple[float, float], low: float, high: float
) -> None:
    shown = shown_range(traceable(formula), x)
    assert shown is not None
    margin = 0.05 * (high - low)
    assert shown == pytest.approx((low - margin, high + margin), abs=2e-3 * (high - low))


@pytest.mark.parametrize("formula", ["tan(x)", "1/x", "1/x^2", "1/(x-0.1)", "gamma(x)", "log(x)", "1/sin(3x)", "x+1/x"])
@pytest.mark.parametrize("x", [(-5.0, 5.0), (-4.3, 5.9), (0.0, 5.0)])
def test_a_pole_does_not_flatten_the_curve(formula: str, x: tuple[float, float]) -> None:
    for function in (vectorised(formula), traceable(formula)):
        shown = shown_range(function, x)
        assert shown is not None
        assert 1 < shown[1] - shown[0] < 100


@pytest.mark.parametrize(
    ("formula", "x"),
    [
        ("tan(x)", (-math.pi / 2, math.pi / 2)), ("cot(x)", (0.0, math.pi)), ("1/sin(x)", (0.0, math.pi)),
        ("1/cos(x)", (-math.pi / 2, math.pi / 2)), ("ln(sin(x))", (0.0, math.pi)), ("tan(pi*x/2)", (-1.0, 1.0)),
        ("1/(x^2-2)", (-math.sqrt(2), math.sqrt(2))), ("1/(3x-0.3)", (0.1, 1.0)),
    ],
)  # fmt: skip
def test_a_pole_that_no_number_hits_does_not_flatten_the_curve_from_the_end(
    formula: str, x: tuple[float, float]
) -> None:
    for function in (vectorised(formula), traceable(formula)):
        shown = shown_range(function, x)
        assert shown is not None
        assert 1 < shown[1] - shown[0] < 30


@pytest.mark.parametrize(("formula", "low", "high"), [("floor(x)", 0, 1), ("sqrt(1-x)", 0, 1), ("-cbrt(1-x)", -1, 0)])
def test_what_ends_steeply_at_an_end_is_shown_whole(formula: str, low: float, high: float) -> None:
    assert shown_range(traceable(formula), (0.0, 1.0)) == pytest.approx((low - 0.05, high + 0.05), abs=1e-3)


@pytest.mark.parametrize(
    ("formula", "x", "kinds"),
    [
        ("x/(e^x-1)", (-5.0, 5.0), ["hole"]),
        ("x^3/(e^x-1)", (-1.0, 9.0), ["hole"]),
        ("1/(1-e^x)", (-5.0, 5.0), ["pole"]),
        ("1/(1-e^(x/(x-1)))", (-1.0, 2.0), ["pole", "jump"]),
        ("1/(cos(x)+1)", (-12.0, 12.0), ["pole"] * 4),
        ("1/x^9", (-5.0, 5.0), ["pole"]),
    ],
)
def test_what_rounding_hides_is_one_break_and_takes_few_bounds(
    formula: str, x: tuple[float, float], kinds: list[str]
) -> None:
    found = refined(traceable(formula), View(x, VIEW, (600, 400)))  # type: ignore[arg-type]
    assert found.enclosures < 10_000
    line = sample(formula, x, VIEW)
    assert [each.kind for each in line.breaks] == kinds
    assert line.undecided == []
    assert line.evaluations < 1500


@pytest.mark.parametrize(
    ("formula", "x", "passes"),
    [("tan(x)", (-5.0, 5.0), 5), ("(x^2-1)/(x-1)", (-2.0, 2.0), 7), ("sqrt(sin(50x))", (0.0, 3.0), 12)],
)
def test_breaks_are_closed_in_on_in_few_passes(formula: str, x: tuple[float, float], passes: int) -> None:
    found = refined(traceable(formula), View(x, VIEW, (600, 400)))  # type: ignore[arg-type]
    assert found.passes <= passes
    assert len(found.undecided[0]) == 0


def test_what_rounding_hides_over_pixels_is_undecided() -> None:
    line = sample("floor(sin(x)^2+cos(x)^2)", (-1.0, 1.0), (-1.0, 2.0))
    assert sum(b - a for a, b in line.undecided) == pytest.approx(2)
    assert len(line.breaks) <= 1


@pytest.mark.parametrize("scale", [1e-300, 1e-307])
def test_next_to_the_smallest_numbers_the_search_ends(scale: float) -> None:
    view = View((-scale, scale), (-10 / scale, 10 / scale), (600, 400))
    with np.errstate(all="ignore"):
        assert refined(traceable("1/x"), view).passes < 20  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [0.0, 3.0, -2e9, 1e-300])
def test_a_constant_gets_room(value: float) -> None:
    shown = shown_range(lambda x: np.full_like(x, value), (-5.0, 5.0))
    assert shown is not None
    assert shown[0] < value < shown[1]


def test_the_largest_numbers_give_a_finite_range() -> None:
    shown = shown_range(lambda x: 1.7e308 * np.sin(x), (0.0, 5.0))
    assert shown is not None
    assert math.isfinite(shown[1] - shown[0])


@pytest.mark.parametrize("x", [(1.0, 1.0), (2.0, 1.0), (-1e308, 1e308), (0.0, NAN)])
def test_what_is_no_range_is_refused(x: tuple[float, float]) -> None:
    given = f"{x[0]:g}:{x[1]:g} is no range; give LOW below HIGH, less than 1.8e308 apart"
    with pytest.raises(DatagenError, match=f"^x: {re.escape(given)}$"):
        sample("x^2", x)
    with pytest.raises(DatagenError, match=f"^y: {re.escape(given)}$"):
        sample("x^2", (0.0, 1.0), x)


def test_even_points_are_symmetric() -> None:
    points = even((-5.0, 5.0), 1200)
    assert np.array_equal(points, -points[::-1])
    assert 0.0 in points
