"""How many hard curves are drawn faithfully, to 1 px at 600 x 400, and what that takes: this project and its peers.

Each curve of tests/plots/curve_set.py is drawn by

- datagen: plots.sampling.sample;
- even: 1,000 even points, joined wherever they have values, as most scripts do;
- bisection: plots.sampling.sample on values alone, which is what a callable gets;
- sympy: the adaptive sampling behind sympy.plotting.plot, without drawing;
- adaptive: Learner1D of the adaptive package, 1,000 points, if it is installed;
- gnuplot: 1,000 samples written by `set table`, if it is installed.

    OMP_NUM_THREADS=1 python benchmarks/curves.py [CURVES.json]

CURVES.json is another set: a list of {"name", "f", "x", "y", "breaks", "features"}. Times are the smallest of three;
datagen's include reading the formula, which no other does.
"""

import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from datagen.expressions import parse
from plots.sampling import sample, vectorised

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "plots"))
from curve_set import CURVES, HardCurve, faithful

POINTS = 1000
Drawing = tuple[list[np.ndarray], int]
Sampler = Callable[[HardCurve], Drawing]


def given(path: str) -> list[HardCurve]:
    """The curves of a file; their own formulas, as NumPy evaluates them, are the truth."""
    return [
        HardCurve(each["name"], each["f"], vectorised(each["f"]), tuple(each["x"]), tuple(each["y"]),
                  tuple((place, "break") for place in each["breaks"]), tuple(each["features"]), listed=False)
        for each in json.loads(Path(path).read_text())
    ]  # fmt: skip


def by_datagen(curve: HardCurve) -> Drawing:
    """What this project draws."""
    line = sample(curve.formula, curve.x, curve.y)
    return line.segments, line.evaluations


def by_bisection(curve: HardCurve) -> Drawing:
    """What this project draws of a function that it can only ask for values."""
    line = sample(curve.function, curve.x, curve.y)
    return line.segments, line.evaluations


def by_even_points(curve: HardCurve) -> Drawing:
    """1,000 even points."""
    x = np.linspace(*curve.x, POINTS)
    with np.errstate(all="ignore"):
        return joined(x, curve.function(x) + 0 * x), POINTS


def by_sympy(curve: HardCurve) -> Drawing:
    """SymPy's adaptive sampling, of the same function."""
    from sympy import Symbol
    from sympy.plotting.series import LineOver1DRangeSeries

    count = [0]

    def function(x: float) -> float:
        count[0] += 1
        return float(curve.function(np.float64(x)))

    series = LineOver1DRangeSeries(function, (Symbol("x"), *curve.x), adaptive=True)
    with np.errstate(all="ignore"):
        return joined(*(np.asarray(each, dtype=float) for each in series.get_data())), count[0]


def by_adaptive(curve: HardCurve) -> Drawing:
    """1,000 points where the adaptive package puts them; it cannot have nan or inf, which are 0 and large here."""
    import adaptive

    def function(x: float) -> float:
        with np.errstate(all="ignore"):
            return float(np.nan_to_num(curve.function(np.float64(x)), posinf=1e300, neginf=-1e300))

    learner = adaptive.Learner1D(function, curve.x)
    adaptive.runner.simple(learner, npoints_goal=POINTS)
    points = learner.to_numpy()
    return joined(*points[np.argsort(points[:, 0])].T[:2]), len(points)


def by_gnuplot(curve: HardCurve) -> Drawing:
    """1,000 samples of the formula in gnuplot's notation; a formula that it cannot read draws nothing."""
    text = parse(curve.formula).python().replace("np.", "").replace("arc", "a").replace("scipy.special.", "")
    script = f"set samples {POINTS}; set table; set xrange [{curve.x[0]}:{curve.x[1]}]; plot {text}"
    done = subprocess.run(["gnuplot", "-e", script], capture_output=True, text=True, check=False)
    rows = [line.split() for line in done.stdout.splitlines() if line.strip() and not line.startswith("#")]
    points = np.array([[float(x), float(y) if kind == "i" else np.nan] for x, y, kind in rows]).reshape(-1, 2)
    return joined(*points.T), POINTS


def joined(x: np.ndarray, y: np.ndarray) -> list[np.ndarray]:
    """Neighbours with values, joined by strokes."""
    known = np.isfinite(y)
    parts = np.split(np.column_stack([x, y]), np.flatnonzero(np.diff(known)) + 1)
    return [part for part in parts if len(part) and np.isfinite(part[0, 1])]


def measured(sampler: Sampler, curve: HardCurve) -> tuple[bool, int, float]:
    """Whether the drawing is faithful, how many values it took, and in how many milliseconds."""
    times = []
    try:
        for _ in range(3):
            start = time.perf_counter()
            segments, count = sampler(curve)
            times.append((time.perf_counter() - start) * 1e3)
        # what goes on beyond the view by more than can be measured is cut off there
        return faithful(curve, [np.clip(each, -1e300, 1e300) for each in segments]), count, min(times)
    except (ArithmeticError, TypeError, ValueError, IndexError) as error:  # a sampler that fails has drawn nothing
        print(f"  {sampler.__name__} fails at {curve.name}: {error!r}"[:110])
        return False, 0, float("nan")


def samplers() -> dict[str, Sampler]:
    """Those that are installed; says which are not."""
    found: dict[str, Sampler] = {"datagen": by_datagen, "even": by_even_points, "bisection": by_bisection}
    for name, sampler in (("sympy", by_sympy), ("adaptive", by_adaptive)):
        try:
            __import__(name)
        except ImportError:
            print(f"{name} is not installed")
        else:
            found[name] = sampler
    if shutil.which("gnuplot"):
        found["gnuplot"] = by_gnuplot
    else:
        print("gnuplot is not installed")
    return found


def main(path: str | None = None) -> None:
    """Print a row for each sampler."""
    curves = given(path) if path else CURVES
    print(f"{'':10}{'faithful':>10}{'values: median':>16}{'most':>8}{'ms: median':>12}{'9 of 10':>9}{'most':>9}")
    for name, sampler in samplers().items():
        good, counts, times = zip(*(measured(sampler, curve) for curve in curves), strict=True)
        known = [each for each in times if each == each]
        print(
            f"{name:10}{sum(good):>6}/{len(curves)}{statistics.median(counts):>16.0f}{max(counts):>8}"
            f"{statistics.median(known):>12.1f}{np.quantile(known, 0.9):>9.1f}{max(known):>9.1f}"
        )


if __name__ == "__main__":
    main(*sys.argv[1:2])
