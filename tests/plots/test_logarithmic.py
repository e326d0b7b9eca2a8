"""Curves on logarithmic axes: true values, straight where the mathematics is, and undefined at and below 0."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plots.logarithmic import sample_on, shown_on
from plots.sampling import Polyline, traceable
from plots.scales import Scales

SIZE = (1200, 800)
BOTH, X, Y = Scales(True, True), Scales(True, False), Scales(False, True)


def drawn(formula: str, x: tuple[float, float], scales: Scales) -> Polyline:
    curve = traceable(formula)
    y = shown_on(scales, curve, x, SIZE)
    assert y is not None
    return sample_on(scales, curve, x, y, SIZE)


FORMULAS = [
    ("e^-x", (1e-3, 50.0), BOTH, lambda x: np.exp(-x)),
    ("x^-2.5", (1e-3, 1e3), BOTH, lambda x: x**-2.5),
    ("sin(x)", (0.1, 100.0), X, np.sin),
    ("e^-x sin(2 pi x)", (0.0, 5.0), Y, lambda x: np.exp(-x) * np.sin(2 * np.pi * x)),
    ("1/(1 + (x/1e4)^2)^0.5", (1.0, 1e7), BOTH, lambda x: 1 / np.sqrt(1 + (x / 1e4) ** 2)),
]


@pytest.mark.parametrize(("formula", "x", "scales", "f"), FORMULAS, ids=[each[0] for each in FORMULAS])
def test_every_point_is_one_of_the_curve_and_none_is_farther_than_a_pixel(formula, x, scales, f) -> None:
    found = drawn(formula, x, scales)
    for stroke in found.segments:
        assert stroke[:, 1] == pytest.approx(f(stroke[:, 0]), rel=1e-12, abs=1e-15)
        u, v = (np.log10(part) if log else part for part, log in zip(stroke.T, scales, strict=True))
        (left, right), (low, high) = (
            np.log10(each) if log else each for each, log in zip((x, found.y), scales, strict=True)
        )
        middle = (u[:-1] + u[1:]) / 2
        true = f(10.0**middle if scales.x else middle)
        height = np.log10(true) if scales.y else true
        chord = (v[:-1] + v[1:]) / 2
        wide, rise = np.diff(u) / (right - left) * SIZE[0], np.diff(v) / (high - low) * SIZE[1]
        away = np.abs(height - chord) / (high - low) * SIZE[1] * wide / np.hypot(wide, rise)
        assert (away[(chord > low) & (chord < high)] < 0.5).all()


def test_a_power_law_is_one_stroke_from_end_to_end() -> None:
    found = drawn("x^-2", (1e-3, 1e3), BOTH)
    (stroke,) = found.segments
    assert stroke[0].tolist() == [1e-3, 1e6]
    assert stroke[-1].tolist() == pytest.approx([1e3, 1e-6])


def test_what_is_not_above_zero_is_not_drawn() -> None:
    found = drawn("sin(x)", (0.1, 10.0), Y)
    assert found.hidden
    assert len(found.segments) == 2
    assert min(stroke[:, 1].min() for stroke in found.segments) > 0
    assert not drawn("e^x", (0.1, 10.0), Y).hidden


def test_breaks_are_where_they_are_in_x_and_y() -> None:
    (pole,) = drawn("1/(x - 2)", (0.1, 100.0), X).breaks
    assert (pole.position, pole.kind) == (2.0, "pole")
    jumps = [each for each in drawn("floor(x) + 1", (0.5, 20.0), BOTH).breaks if each.kind == "jump"]
    assert [each.position for each in jumps] == list(range(1, 21))[: len(jumps)]
    assert [(each.left, each.right, each.value) for each in jumps[:2]] == [
        (pytest.approx(1.0), pytest.approx(2.0), 2.0), (pytest.approx(2.0), pytest.approx(3.0), 3.0)
    ]  # fmt: skip


def test_a_narrow_spike_is_found_where_it_is_seen() -> None:
    found = drawn("1 + 100 exp(-((x - 0.01)/1e-5)^2)", (1e-3, 1e3), BOTH)
    assert found.y[1] > 100
    assert max(stroke[:, 1].max() for stroke in found.segments) > 95


@pytest.mark.parametrize("formula", ["exp(-x^2)", "exp(x)", "1e-320 + 0x"])
def test_what_is_too_large_or_too_small_has_an_end(formula: str) -> None:
    y = shown_on(Y, traceable(formula), (-40.0, 1000.0), SIZE)
    assert y is None or (1e-308 < y[0] < y[1] < 1e308)


def test_nothing_above_zero_has_no_range() -> None:
    assert shown_on(Y, traceable("-x^2"), (-1.0, 1.0), SIZE) is None


def test_callables_are_drawn_too() -> None:
    curve = traceable(lambda x: x**2)
    found = sample_on(BOTH, curve, (0.01, 100.0), (1e-4, 1e4), SIZE)
    assert found.method == "values"
    assert np.concatenate(found.segments)[:, 1] == pytest.approx(np.concatenate(found.segments)[:, 0] ** 2)


@given(st.floats(-3, 3), st.floats(1e-3, 2), st.integers(0, 3))
def test_bounds_on_the_paper_enclose(low: float, width: float, which: int) -> None:
    from plots.logarithmic import _on_paper

    formula = ["x^2 + 1", "sin(x) + 0.5", "e^-x", "1/(x - 2)"][which]
    for scales in (BOTH, X, Y):
        curve, _ = _on_paper(scales, traceable(formula))
        u = np.linspace(low, low + width, 50)
        bounds = curve.enclosure(u[:1], u[-1:])
        values = curve.values(u)
        known = values[np.isfinite(values)]
        assert not len(known) or (bounds.low[0] <= known.min() and known.max() <= bounds.high[0])
        if bounds.continuous[0] and len(known) == 50:
            slope = curve.slope(u[:1], u[-1:])
            steps = np.diff(values) / np.diff(u)
            assert slope[0][0] <= steps.min() + 1e-6 + 1e-6 * abs(steps.min())
            assert steps.max() - 1e-6 - 1e-6 * abs(steps.max()) <= slope[1][0]
