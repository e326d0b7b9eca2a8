"""Every curve of two sets is drawn faithfully: nothing missing and nothing false by more than a pixel."""

import importlib.util
import json
import statistics
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from curve_set import CURVES, HardCurve, faithful, misses
from scipy.spatial import cKDTree

from plots.sampling import sample

SHARED = Path(__file__).parents[3] / "shared" / "curves"
SKIPPED = f"the shared curves are not there, and nothing is drawn against them: no {SHARED / 'score.py'}"
GIVEN = json.loads((SHARED / "curves.json").read_text()) if (SHARED / "score.py").exists() else []
if not GIVEN:
    warnings.warn(SKIPPED, stacklevel=1)


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name.replace(" ", "-"))
def test_own_curves_are_faithful(curve: HardCurve) -> None:
    line = sample(curve.formula, curve.x, curve.y)
    assert max(misses(curve, line.segments)) <= 1
    assert line.method == "intervals"
    assert not line.undecided


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name.replace(" ", "-"))
def test_the_breaks_are_found(curve: HardCurve) -> None:
    found = sample(curve.formula, curve.x, curve.y).breaks
    if curve.listed:
        near = 1e-13 * max(map(abs, curve.x))
        expected = sorted(curve.breaks)
        assert [each.kind for each in found] == [kind for _, kind in expected]
        assert [each.position for each in found] == pytest.approx([place for place, _ in expected], abs=near, rel=1e-15)


def test_own_curves_take_few_values() -> None:
    counts = [sample(curve.formula, curve.x, curve.y).evaluations for curve in CURVES]
    assert len(counts) >= 40
    assert statistics.median(counts) <= 1000
    assert max(counts) <= 5000


def test_the_scorer_sees_what_is_wrong() -> None:
    curve = next(each for each in CURVES if each.name == "odd pole")
    x = np.linspace(*curve.x, 20_001)
    y = curve.function(x)
    left, right = (np.column_stack([x, y])[side] for side in (x < 0.7, x > 0.7))
    assert faithful(curve, [left, right])
    assert not faithful(curve, [np.concatenate([left, right])])
    assert not faithful(curve, [left])
    assert not faithful(curve, [left, right + np.array([0.05, 0])])
    assert not faithful(curve, [])


@pytest.mark.skipif(not GIVEN, reason=SKIPPED)
@pytest.mark.parametrize("curve", GIVEN, ids=lambda curve: curve["name"].replace(" ", "-"))
def test_shared_curves_are_faithful(curve: dict[str, Any], score: ModuleType) -> None:
    truth = score.reference(curve)
    for size in ((600, 400), (1200, 800)):  # the scorer's, and that of a figure
        drawn = score.ink(curve, sample(curve["f"], tuple(curve["x"]), tuple(curve["y"]), size).segments)
        assert cKDTree(drawn).query(truth)[0].max() <= score.TOLERANCE
        assert cKDTree(truth).query(drawn)[0].max() <= score.TOLERANCE


@pytest.fixture(scope="module")
def score() -> ModuleType:
    """The shared scorer, which stands beside the checkout."""
    spec = importlib.util.spec_from_file_location("shared_score", SHARED / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
