"""Polynomial fits: reference data sets with certified values, exact arithmetic, and the properties of least squares."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from datagen.errors import DatagenError
from datagen.fitting import fit_polynomial

Floats = NDArray[np.float64]

FILIP = """
0.8116 -6.860120914 0.9072 -4.324130045 0.9052 -4.358625055 0.9039 -4.358426747 0.8053 -6.955852379
0.8377 -6.661145254 0.8667 -6.355462942 0.8809 -6.118102026 0.7975 -7.115148017 0.8162 -6.815308569
0.8515 -6.519993057 0.8766 -6.204119983 0.8885 -5.853871964 0.8859 -6.109523091 0.8959 -5.79832982
0.8913 -5.482672118 0.8959 -5.171791386 0.8971 -4.851705903 0.9021 -4.517126416 0.909 -4.143573228
0.9139 -3.709075441 0.9199 -3.499489089 0.8692 -6.300769497 0.8872 -5.953504836 0.89 -5.642065153
0.891 -5.031376979 0.8977 -4.680685696 0.9035 -4.329846955 0.9078 -3.928486195 0.7675 -8.56735134
0.7705 -8.363211311 0.7713 -8.107682739 0.7736 -7.823908741 0.7775 -7.522878745 0.7841 -7.218819279
0.7971 -6.920818754 0.8329 -6.628932138 0.8641 -6.323946875 0.8804 -5.991399828 0.7668 -8.781464495
0.7633 -8.663140179 0.7678 -8.473531488 0.7697 -8.247337057 0.77 -7.971428747 0.7749 -7.676129393
0.7796 -7.352812702 0.7897 -7.072065318 0.8131 -6.774174009 0.8498 -6.478861916 0.8741 -6.159517513
0.8061 -6.835647144 0.846 -6.53165267 0.8751 -6.224098421 0.8856 -5.910094889 0.8919 -5.598599459
0.8934 -5.290645224 0.894 -4.974284616 0.8957 -4.64454848 0.9047 -4.290560426 0.9129 -3.885055584
0.9209 -3.408378962 0.9219 -3.13200249 0.7739 -8.726767166 0.7681 -8.66695597 0.7665 -8.511026475
0.7703 -8.165388579 0.7702 -7.886056648 0.7761 -7.588043762 0.7809 -7.283412422 0.7961 -6.995678626
0.8253 -6.691862621 0.8602 -6.392544977 0.8809 -6.067374056 0.8301 -6.684029655 0.8664 -6.378719832
0.8834 -6.065855188 0.8898 -5.752272167 0.8964 -5.132414673 0.8963 -4.811352704 0.9074 -4.098269308
0.9119 -3.66174277 0.9228 -3.2644011
"""
"""A. Filippelli, in the NIST Statistical Reference Datasets: y and x in turn."""

FILIP_CERTIFIED = {
    -1467.48961422980: 298.084530995537, -2772.17959193342: 559.779865474950, -2316.37108160893: 466.477572127796,
    -1127.97394098372: 227.204274477751, -354.478233703349: 71.6478660875927, -75.1242017393757: 15.2897178747400,
    -10.8753180355343: 2.23691159816033, -1.06221498588947: 0.221624321934227,
    -0.670191154593408e-01: 0.142363763154724e-01, -0.246781078275479e-02: 0.535617408889821e-03,
    -0.402962525080404e-04: 0.896632837373868e-05,
}  # fmt: skip
"""The certified coefficients, lowest power first, each with its standard error."""

SCATTER = [759, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 1838, -2048, 2048, -2048, 1838, -2048, 2048, -2048,
           2523, -2048, 2048, -2048, 759]  # fmt: skip
"""What Wampler's third data set adds to the first."""


def digits(found: float, certified: float) -> float:
    """How many digits agree: −log₁₀ of the relative error, 15 at most."""
    return min(15.0, -math.log10(max(1e-15, abs(found - certified) / abs(certified))))


def test_filip() -> None:
    y, x = np.array(FILIP.split(), dtype=float).reshape(-1, 2).T
    fit = fit_polynomial(x, y, 10)
    assert (fit.n, fit.degree) == (82, 10)
    assert digits(fit.s, 0.334801051324544e-02) > 12
    for found, error, (certified, certified_error) in zip(
        fit.coefficients, fit.errors, FILIP_CERTIFIED.items(), strict=True
    ):
        assert digits(found, certified) > 10
        assert digits(error, certified_error) > 10


@pytest.mark.parametrize(
    ("scale", "agree", "s"), [(0, 10.5, 0), (1, 10.5, 2360.14502379268), (100, 10.5, 236014.502379268)]
)
def test_wampler(scale: int, agree: float, s: float) -> None:
    x = np.arange(21.0)
    fit = fit_polynomial(x, np.polynomial.Polynomial([1] * 6)(x) + scale * np.array(SCATTER, float), 5)
    assert all(digits(each, 1) > agree for each in fit.coefficients)
    assert fit.s == pytest.approx(s, rel=1e-12, abs=1e-9)
    if scale:
        assert fit.errors == pytest.approx(
            [scale * each for each in (2152.32624678170, 2363.55173469681, 779.343524331583, 101.475507550350,
                                       5.64566512170752, 0.112324854679312)], rel=1e-12
        )  # fmt: skip


def test_wampler_2_whose_coefficients_are_small() -> None:
    x = np.arange(21.0)
    fit = fit_polynomial(x, np.round(np.polynomial.Polynomial([10.0**-k for k in range(6)])(x), 5), 5)
    assert all(digits(each, 10.0**-k) > 13 for k, each in enumerate(fit.coefficients))


def exact(x: Floats, y: Floats, degree: int) -> list[Fraction]:
    """The coefficients in rational arithmetic, from the normal equations."""
    across, up = [Fraction(each) for each in x.tolist()], [Fraction(each) for each in y.tolist()]
    moments = [sum((each**k for each in across), Fraction(0)) for k in range(2 * degree + 1)]
    rows = [
        [moments[i + j] for j in range(degree + 1)]
        + [sum((a**i * b for a, b in zip(across, up, strict=True)), Fraction(0))]
        for i in range(degree + 1)
    ]
    for i in range(degree + 1):  # Gauss and Jordan; the leading minors of moments are positive
        rows[i] = [each / rows[i][i] for each in rows[i]]
        for j in range(degree + 1):
            if j != i:
                rows[j] = [a - rows[j][i] * b for a, b in zip(rows[j], rows[i], strict=True)]
    return [row[-1] for row in rows]


@given(
    st.lists(
        st.tuples(st.integers(-50, 50), st.integers(-1000, 1000)), min_size=6, max_size=12, unique_by=lambda p: p[0]
    ),
    st.integers(0, 4),
    st.sampled_from([0, 1900, 10**6]),
)
def test_coefficients_are_those_of_rational_arithmetic(points: list[tuple[int, int]], degree: int, far: int) -> None:
    x, y = np.array(points, dtype=float).T
    x = x + far
    fit, truth = fit_polynomial(x, y, degree), exact(x, y, degree)
    values = np.array([float(sum(c * Fraction(each) ** k for k, c in enumerate(truth))) for each in x.tolist()])
    assert fit.values(x) == pytest.approx(values, abs=1e-11 * (1 + np.abs(y).max()))
    for k, each in enumerate(truth):
        assert fit.coefficients[k] == pytest.approx(
            float(each), rel=1e-9, abs=1e-10 * (far + 1.0) ** (degree - k) * 1e3
        )


def test_residuals_are_orthogonal_to_powers() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=500), rng.normal(size=500)
    rest = y - fit_polynomial(x, y, 6).values(x)
    for k in range(7):
        assert abs((rest * x**k).sum()) < 1e-12 * np.abs(x**k).sum()


def test_the_band_of_a_line_has_its_closed_form() -> None:
    """s t √(1/n + (x − x̄)²/S_xx), with t = 3.182446305284263 for three degrees of freedom."""
    x, y = np.array([1.0, 2, 3, 4, 6]), np.array([1.0, 3, 2, 5, 7])
    fit = fit_polynomial(x, y, 1)
    slope = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()
    s = math.sqrt(((y - y.mean() - slope * (x - x.mean())) ** 2).sum() / 3)
    assert fit.s == pytest.approx(s, rel=1e-14)
    at = np.array([0.0, 3.2, 10.0])
    expected = 3.182446305284263 * s * np.sqrt(1 / 5 + (at - x.mean()) ** 2 / ((x - x.mean()) ** 2).sum())
    assert fit.band(at) == pytest.approx(expected, rel=1e-13)


def test_the_band_holds_the_mean_as_often_as_it_says() -> None:
    rng, x = np.random.default_rng(0), np.linspace(-1, 1, 12)
    held = 0
    for _ in range(600):
        fit = fit_polynomial(x, x**2 + rng.normal(size=12), 2)
        at = np.array([0.3])
        held += bool(abs(fit.values(at)[0] - 0.09) <= fit.band(at)[0])
    assert abs(held / 600 - 0.95) < 4 * math.sqrt(0.95 * 0.05 / 600)


@pytest.mark.parametrize("factor", [1e-190, 1e190])
def test_sizes_do_not_matter(factor: float) -> None:
    x, y = np.array([1.0, 2, 3, 4, 6]), np.array([1.0, 3, 2, 5, 7])
    near, far = fit_polynomial(x, y, 1), fit_polynomial(factor * x, factor * y, 1)
    assert far.s == pytest.approx(factor * near.s, rel=1e-12)
    assert far.coefficients == pytest.approx((factor * near.coefficients[0], near.coefficients[1]), rel=1e-12)


def test_as_many_coefficients_as_points_leave_no_deviation() -> None:
    fit = fit_polynomial(np.array([1.0, 2, 3]), np.array([1.0, 3, 4]), 2)
    assert fit.coefficients == (-2.0, 3.5, -0.5)
    assert math.isnan(fit.s)


@pytest.mark.parametrize(
    ("x", "degree", "message"),
    [
        ([1, 1, 1], 1, "fit: a polynomial of degree 1 is not determined by 1 value of x; give 0"),
        ([1, 2, 2], 5, "fit: a polynomial of degree 5 is not determined by 2 different values of x; give 1 or less"),
        ([0, 1e-6, 1e9], 2,
         "fit: a polynomial of degree 2 is not determined by 2 different values of x; give 1 or less"),
    ],
)  # fmt: skip
def test_too_few_different_x_are_refused(x: list[float], degree: int, message: str) -> None:
    with pytest.raises(DatagenError) as caught:
        fit_polynomial(np.array(x, float), np.array([1.0, 2, 3]), degree)
    assert str(caught.value) == message
