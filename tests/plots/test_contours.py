"""Level lines lie within a pixel of the level, their vertices on it; they stop at jumps and regions at the domain."""

import itertools

import numpy as np
import pytest

from datagen.expressions import parse
from plots.planes.contours import trace_contours
from plots.planes.fields import Field, axis

SIZE = (450, 350)
CELL = 2.0  # px


def field(formula: str, x: tuple[float, float] = (-5, 5), y: tuple[float, float] = (-5, 5)) -> Field:
    f = parse(f"f(x, y) = {formula}")
    return Field(lambda a, b: f(x=a, y=b), axis("x", x, SIZE[0]), axis("y", y, SIZE[1]))


def off_by(found: Field, points: np.ndarray, level: float) -> np.ndarray:
    """How far points are from the level set, in px: |f − level| / |∇f|, by central differences over a 1/1000 px."""
    units = np.array([(each.high - each.low) / each.cells / CELL for each in (found.x, found.y)])
    step = units / 1000
    slopes = [
        (found.f(*(points + step * way).T) - found.f(*(points - step * way).T)) / 2e-3 for way in np.eye(2)
    ]  # per px
    return np.abs(found.f(*points.T) - level) / np.hypot(*slopes)


SMOOTH = {
    "circles": ("x^2 + y^2", (1.0, 4.0, 20.0)),
    "saddle": ("x^2 - y^2", (-3.0, 0.5, 7.0)),
    "valley": ("(1 - x/2)^2 + 100(y/2 - x^2/4)^2", (3.0, 10.0, 1000.0)),
    "himmelblau": ("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", (5.0, 50.0, 180.0)),
    "waves": ("sin(x)*cos(y)", (-0.5, 0.1, 0.9)),
    "steep": ("tanh(40*(x + y^2/4))", (-0.9, 0.3)),
    "pole": ("1/(x^2 + y^2)", (0.05, 1.0, 30.0)),
}


@pytest.mark.parametrize(("formula", "levels"), SMOOTH.values(), ids=SMOOTH)
def test_lines_lie_on_the_level_at_vertices_and_between(formula: str, levels: tuple[float, ...]) -> None:
    found = field(formula)
    for level, lines in zip(levels, trace_contours(found, levels).lines, strict=True):
        assert lines
        for line in lines:
            assert off_by(found, line, level).max() < 0.01
            middles = (line[1:] + line[:-1]) / 2
            assert off_by(found, middles, level).max() < 1


def test_a_circle_is_closed_and_has_its_length() -> None:
    ((line,),) = trace_contours(field("x^2 + y^2"), (9.0,)).lines
    assert line[0] == pytest.approx(line[-1], abs=1e-9)
    assert np.hypot(*np.diff(line, axis=0).T).sum() == pytest.approx(6 * np.pi, rel=1e-4)


def area(points: np.ndarray) -> float:
    x, y = points.T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2


def test_regions_have_their_area() -> None:
    contours = trace_contours(field("x^2 + y^2"), (9.0, 16.0))
    for radius, region in zip((3, 4), contours.regions, strict=True):
        rings = [region.points[a:b] for a, b in itertools.pairwise(region.offsets)]
        assert sum(map(area, rings)) == pytest.approx(100 - np.pi * radius**2, rel=1e-4)
    assert contours.domain is None


@pytest.mark.parametrize("formula", ["1/x + 0*y", "floor(x) + 0*y", "x/|x| + 0*y", "tan(x) + 0*y"])
def test_no_line_runs_along_a_jump_or_a_pole(formula: str) -> None:
    """Each of these has the level 1/2 or 0 only at single x, where it is continuous, if at all."""
    found = field(formula)
    for level, lines in zip((0.0, 0.5), trace_contours(found, (0.0, 0.5)).lines, strict=True):
        for line in lines:
            assert np.abs(found.f(*line.T) - level).max() < 1e-2


def test_a_jump_ends_a_region_at_its_place() -> None:
    contours = trace_contours(field("floor(x) + 0*y", x=(-0.73, 1.41)), (-0.5, 0.5))
    for at, region in zip((0.0, 1.0), contours.regions, strict=True):
        assert region.points[:, 0].min() == pytest.approx(at, abs=1e-6)


def test_the_domain_ends_where_the_function_does() -> None:
    contours = trace_contours(field("sqrt(9 - x^2 - y^2)"), (1.0,))
    assert contours.domain is not None
    assert np.hypot(*contours.domain.points.T) == pytest.approx(3, abs=1e-4)
    assert area(contours.domain.points) == pytest.approx(9 * np.pi, rel=1e-3)


@pytest.mark.parametrize("formula", ["sqrt(x) + y", "log(x + y)"])
def test_lines_stay_in_the_domain(formula: str) -> None:
    found = field(formula)
    lines = [*itertools.chain(*trace_contours(found, (-3.0, 0.0, 1.0)).lines)]
    assert len(lines) == 3
    for line in lines:
        assert np.isfinite(found.f(*line.T)).all()


def test_a_region_ends_at_a_pole_however_high_its_walls_are() -> None:
    (region,) = trace_contours(field("1e308/x + 0*y"), (0.0,)).regions
    assert region.points[:, 0].min() == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("scale", [1e-300, 1e-9, 1e300, 4e306])
def test_the_size_of_the_values_does_not_matter(scale: float) -> None:
    plain = trace_contours(field("x*y"), (-5.0, 5.0))
    scaled = trace_contours(field(f"{scale!r}*x*y"), (-5.0 * scale, 5.0 * scale))
    for one, other in zip(plain.lines, scaled.lines, strict=True):
        assert [line.round(9).tolist() for line in one] == [line.round(9).tolist() for line in other]


def test_logarithmic_axes_have_their_points_at_equal_ratios() -> None:
    f = parse("x*y")
    axes = [axis(name, (0.1, 100), 300, logarithmic=True) for name in "xy"]
    ((line,),) = trace_contours(Field(lambda a, b: f(x=a, y=b), *axes), (1.0,)).lines
    assert line.prod(axis=1) == pytest.approx(1, abs=1e-3)
    assert line.min() == pytest.approx(0.1, rel=1e-12)
    assert len(line) < 12  # straight in logarithms


def test_extremes_are_found_between_the_points_of_the_grid() -> None:
    found = field("(1 - x)^2 + 100(y - x^2)^2", (-2, 2), (-1, 3))
    low = found.lowest
    assert (low.x, low.y) == pytest.approx((1, 1), abs=2e-3)
    assert low.inside
    assert low.settled
    assert (found.highest.x, found.highest.y, found.highest.inside) == (-2, -1, False)
    assert not field("1/(x^2 + y^2)").highest.settled


def test_roughness_tells_what_the_grid_cannot_show() -> None:
    assert field("sin(x)*y").roughness < 0.01
    assert field("sin(1e5*x*y)").roughness > 0.25


@pytest.mark.parametrize("formula", ["1e308/x + 0*y", "1e308*(x^2+y^2)/x", "exp(700x)-exp(700y)", "1/x^300*sign(x)*y"])
def test_the_largest_numbers_are_traced_without_a_word(formula: str) -> None:
    contours = trace_contours(field(formula), (-1.0, 0.0, 1.0))
    assert all(np.isfinite(line).all() for lines in contours.lines for line in lines)
