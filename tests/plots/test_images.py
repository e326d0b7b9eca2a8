"""A few pictures compared with baselines that a person has looked at, and proof that the comparison sees a change."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PATIENCE
from matplotlib.figure import Figure as Canvas

from datagen.datasets import Quadratic
from plots.figures import Figure

BASELINE = Path(__file__).parent / "baseline"
compared = pytest.mark.mpl_image_compare(baseline_dir="baseline", style="default", deterministic=True)


@compared
def test_damped_sine() -> Canvas:
    return Figure(("damped-sine",), dpi=100).draw()


@compared
def test_damped_sine_with_derivatives() -> Canvas:
    return Figure(("damped-sine",), derivative=(1, 2), dpi=100).draw()


@compared
def test_damped_sine_with_marks() -> Canvas:
    return Figure(("damped-sine",), mark=("roots", "extrema", "inflections"), dpi=100).draw()


@compared
def test_poles_are_not_crossed() -> Canvas:
    return Figure(("tan(x)",), x=(-5.0, 5.0), dpi=100).draw()


@compared
def test_jumps_have_open_and_closed_ends() -> Canvas:
    return Figure(("floor(x)",), x=(-3.2, 3.2), ends=True, dpi=100).draw()


@compared
def test_an_essential_singularity_is_a_band() -> Canvas:
    return Figure(("sin(1/x)",), x=(-0.5, 0.5), dpi=100).draw()


@compared
def test_panels_tangents_and_polynomials() -> Canvas:
    return Figure(("sine",), derivative=(1,), panels=True, tangent=("pi/4",), taylor=(3,), about="pi", dpi=100).draw()


@compared
def test_a_family() -> Canvas:
    return Figure(("gaussian",), set={"sigma": (0.5, 1, 2)}, size="ieee-column", dpi=100).draw()


@compared
def test_levels_with_gradient_and_curvature() -> Canvas:
    return Figure(("himmelblau",), gradient=True, hessian_at=({"x": 3, "y": 2},), dpi=100).draw()


@compared
def test_a_surface() -> Canvas:
    return Figure(("rosenbrock",), surface=True, dpi=100).draw()


@compared
def test_data_with_truth_fit_and_residuals(tmp_path: Path) -> Canvas:
    with open(tmp_path / "data.csv", "wb") as stream:
        Quadratic().write(stream, "csv")
    return Figure((str(tmp_path / "data.csv"),), truth="x^2", fit=2, residuals=True, dpi=100).draw()


@compared
def test_two_matrices_and_their_product() -> Canvas:
    return Figure(("dot", "2x3", "3x2"), dpi=100).draw()


CHANGED = """
import pytest
from plots.figures import Figure

@pytest.mark.mpl_image_compare(style="default", deterministic=True)
def test_damped_sine():
    figure = Figure(("damped-sine",), dpi=100).draw()
    curve = figure.axes[0].lines[0]
    curve.set_ydata({factor} * curve.get_ydata())
    return figure
"""


@pytest.mark.parametrize(("factor", "outcome"), [(1.0, "1 passed"), (1.01, "1 failed")])
def test_the_comparison_itself_sees_one_per_cent(factor: float, outcome: str, tmp_path: Path) -> None:
    (tmp_path / "test_changed.py").write_text(CHANGED.format(factor=factor))
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --mpl\n")
    command = [sys.executable, "-m", "pytest", "-q", f"--mpl-baseline-path={BASELINE}", "test_changed.py"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert outcome in done.stdout.splitlines()[-1], done.stdout
    assert ("RMS Value" in done.stdout) == (factor != 1)
