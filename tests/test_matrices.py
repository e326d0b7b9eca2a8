"""Random matrices: each kind has the property it is named for; the dot product is right and in a fixed order."""

import io
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datagen.errors import DatagenError
from datagen.matrices import KINDS, Matrices, Product, dot


def written(recipe: Matrices | Product, format: str) -> bytes:
    stream = io.BytesIO()
    recipe.write(stream, format)
    return stream.getvalue()


@given(st.integers(1, 8), st.integers(1, 8), st.integers(1, 8), st.integers(0, 5))
def test_dot_is_the_dot_product(r: int, k: int, c: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    a, b = rng.standard_normal((r, k)), rng.standard_normal((k, c))
    bound = 1e-15 * k * (np.abs(a) @ np.abs(b)) + 1e-300
    assert (np.abs(dot(a, b) - a @ b) <= bound).all()


def test_dot_sums_in_order() -> None:
    a, b = np.array([[1e16, 1.0, -1e16]]), np.ones((3, 1))
    assert dot(a, b).tolist() == [[(1e16 + 1.0) - 1e16]]


def test_the_product_is_that_of_the_matrices_of_the_same_seed() -> None:
    a, b, product = Product(seed=3).arrays()
    assert np.array_equal(np.stack([a, b]), Matrices((3, 3), count=2, seed=3).arrays())
    assert np.allclose(product, a @ b, rtol=1e-14)


@pytest.mark.parametrize("kind", KINDS)
def test_a_matrix_does_not_depend_on_how_many_follow(kind: str) -> None:
    assert np.array_equal(Matrices((4, 4), kind=kind).arrays()[0], Matrices((4, 4), kind=kind, count=3).arrays()[0])


def test_normal_has_mean_0_and_variance_1() -> None:
    values = Matrices((300, 300)).arrays()
    assert abs(values.mean()) < 4 / 300
    assert abs(values.var() - 1) < 4 * np.sqrt(2) / 300


def test_uniform_lies_in_0_1() -> None:
    values = Matrices((300, 300), kind="uniform").arrays()
    assert values.min() >= 0
    assert values.max() < 1
    assert abs(values.mean() - 0.5) < 4 / np.sqrt(12) / 300


def test_integer_runs_from_minus_9_to_9() -> None:
    assert set(Matrices((100, 100), kind="integer").arrays().ravel()) == set(range(-9, 10))


def test_symmetric_is_symmetric() -> None:
    (a,) = Matrices((6, 6), kind="symmetric").arrays()
    assert np.array_equal(a, a.T)


def test_orthogonal_is_orthogonal() -> None:
    (q,) = Matrices((6, 6), kind="orthogonal").arrays()
    assert np.allclose(q.T @ q, np.eye(6), atol=1e-14)


def test_orthogonal_has_either_sign_of_the_first_entry() -> None:
    first = Matrices((2, 2), kind="orthogonal", count=200).arrays()[:, 0, 0]
    assert 60 < (first > 0).sum() < 140


def test_spd_is_symmetric_with_eigenvalues_of_1_or_more() -> None:
    (a,) = Matrices((6, 6), kind="spd").arrays()
    assert np.array_equal(a, a.T)
    assert np.linalg.eigvalsh(a).min() >= 1 - 1e-12


def test_the_text_of_a_product() -> None:
    assert written(Product((1, 2), (2, 1)), "text").decode() == (
        "A =\n  2.0120  0.1157\n\nB =\n  0.6923\n  1.4381\n\nA·B =\n  1.5593\n"
    )


def test_the_text_of_integers_has_no_decimals() -> None:
    assert written(Matrices((1, 3), kind="integer"), "text").decode() == "A =\n   5  -7   5\n"


def test_json_has_the_fields_of_the_contract() -> None:
    answer = json.loads(written(Product((2, 3), (3, 1), seed=5), "json"))
    a, b, product = Product((2, 3), (3, 1), seed=5).arrays()
    assert answer == {"a": a.tolist(), "b": b.tolist(), "product": product.tolist(), "seed": 5}


def test_csv_reads_back(tmp_path: pytest.TempPathFactory) -> None:
    recipe = Matrices((3, 2), count=2)
    assert np.array_equal(np.loadtxt(io.BytesIO(written(recipe, "csv")), delimiter=","), recipe.arrays().reshape(6, 2))


@pytest.mark.parametrize(("count", "shape"), [(1, (3, 2)), (4, (4, 3, 2))])
def test_npy_reads_back(count: int, shape: tuple[int, ...]) -> None:
    recipe = Matrices((3, 2), count=count)
    assert np.array_equal(np.load(io.BytesIO(written(recipe, "npy"))), recipe.arrays().reshape(shape))


MISMATCH = "shapes 3x4 and 3x4 do not fit: A·B needs as many columns in A (4) as rows in B (3); try 3x4 and 4x4"
REJECTED = [
    (lambda: Product((3, 4), (3, 4)), MISMATCH),
    (lambda: dot(np.ones((3, 4)), np.ones((3, 4))), MISMATCH),
    (lambda: Matrices((2, 3), kind="spd"), "shape: 2x3 is not square, and a matrix of kind spd is"),
    (lambda: Matrices("3by3"), "shape: 3by3 is not allowed; give ROWSxCOLUMNS, such as 3x3"),
    (lambda: Matrices("0x3"), "shape: 0x3 is not allowed; give ROWSxCOLUMNS, such as 3x3"),
    (lambda: Matrices(count=0), "count: 0 is not allowed; give a whole number, 1 or more"),
    (lambda: Matrices(kind="normall"), "no kind is called 'normall'; did you mean 'normal'?"),
]


@pytest.mark.parametrize(("make", "message"), REJECTED, ids=[message[:24] for _, message in REJECTED])
def test_rejected(make: object, message: str) -> None:
    with pytest.raises(DatagenError) as caught:
        make()  # type: ignore[operator]  # a lambda of the table
    assert str(caught.value) == message


class FullError(Exception):
    """Of a stream that takes no more."""


class Full(io.BytesIO):
    """A stream that takes a few bytes."""

    def write(self, data: Any) -> int:
        if self.tell() > 300:
            raise FullError
        return super().write(data)


@pytest.mark.parametrize("format", Matrices.formats)
def test_matrices_are_written_as_they_are_made(format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    monkeypatch.setattr("datagen.matrices._draw", lambda *given: made.append(given) or np.eye(5))
    with pytest.raises(FullError):
        Matrices((5, 5), count=1000).write(Full(), format)
    assert 1 <= len(made) < 10


@pytest.mark.parametrize("count", [1, 3])
def test_an_npy_file_is_numpys_own(count: int) -> None:
    recipe, ours, numpys = Matrices((2, 3), count=count), io.BytesIO(), io.BytesIO()
    recipe.write(ours, "npy")
    np.save(numpys, recipe.arrays() if count > 1 else recipe.arrays()[0])
    assert ours.getvalue() == numpys.getvalue()
