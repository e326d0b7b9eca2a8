"""Datasets: their columns, and what other libraries make of them."""

import gc
import math
import re
import sys
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest

import datagen
from datagen import capsules, rows
from datagen.conversions import ConversionError
from datagen.datasets import Quadratic, Sample
from datagen.errors import DatagenError, NameUnknownError
from datagen.formats import frames
from datagen.options import options
from datagen.rows import Dataset
from datagen.streams import BLOCK

X = np.array([0.5, 1.5, math.nan, -2.5])
K = np.array([3, 1, 4, 1])
T = np.array(["train", "test", "train", "train"])
HOLES = np.array([False, True, False, False])


def full() -> Dataset:
    return Dataset(("x", "k", "t"), 4, lambda _: (X, K, T), ("float", "integer", "text"))


def holed() -> Dataset:
    columns = tuple(np.ma.MaskedArray(each, HOLES) for each in (X, K, T))
    return Dataset(("x", "k", "t"), 4, lambda _: columns, ("float", "integer", "text"))


def counted(n: int) -> tuple[Dataset, list[int]]:
    """A dataset of the numbers of its rows and their squares, and the blocks that were made of it."""
    made: list[int] = []

    def block(number: int) -> tuple[np.ndarray, ...]:
        made.append(number)
        x = np.arange(number * BLOCK, min(n, (number + 1) * BLOCK), dtype=float)
        return x, x * x

    return Dataset(("x", "y"), n, block), made


def test_a_column_is_an_attribute_and_an_item() -> None:
    data = datagen.quadratic(n=5, noise=0)
    assert data.x.tolist() == data["x"].tolist() == [-1.0, -0.5, 0.0, 0.5, 1.0]
    assert (data.columns, data.types, data.n, len(data)) == (("x", "y"), ("float", "float"), 5, 5)
    assert {"x", "y", "to_polars"} <= set(dir(data))
    assert repr(data) == "Dataset(columns=('x', 'y'), n=5, types=('float', 'float'))"


def test_a_column_that_is_not_there() -> None:
    data = datagen.quadratic(n=5)
    with pytest.raises(NameUnknownError) as item:
        data["z"]
    assert str(item.value) == "no column is called 'z'; choose from x, y"
    with pytest.raises(AttributeError) as attribute:
        data.z  # noqa: B018
    assert str(attribute.value) == "a dataset of the columns x, y has no attribute 'z'"


def test_a_dataset_is_no_sequence_of_rows() -> None:
    data = datagen.quadratic(n=5)
    with pytest.raises(DatagenError) as item:
        data[0]  # type: ignore[index]
    assert str(item.value) == "no column is called 0; give a column's name, or use data.to_numpy() for rows"
    with pytest.raises(DatagenError) as listed:
        list(data)
    assert str(listed.value) == ("a dataset is no sequence of rows; use data.blocks(), data.columns or data.to_numpy()")


def test_numpy_takes_a_dataset() -> None:
    data = datagen.quadratic(n=5)
    assert np.asarray(data).tolist() == np.array(data).tolist() == data.to_numpy().tolist()
    assert np.asarray(data, dtype="float32").dtype == np.float32
    with pytest.raises(ValueError, match="leave out copy=False"):
        np.array(data, copy=False)
    with pytest.raises(ConversionError):
        np.asarray(full())


def test_a_column_called_like_an_attribute_is_an_item() -> None:
    data = Dataset(("n", "columns"), 4, lambda _: (X, X + 1))
    assert data.n == 4
    assert np.array_equal(data["n"], X, equal_nan=True)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (("x", "2x"), "no column can be called '2x'; give letters, digits and _, and no digit first"),
        (("x", "a b"), "no column can be called 'a b'; give letters, digits and _, and no digit first"),
        (("xé",), "no column can be called 'xé'; give letters, digits and _, and no digit first"),
        (("x\n",), "no column can be called 'x\\n'; give letters, digits and _, and no digit first"),
        (("",), "no column can be called ''; give letters, digits and _, and no digit first"),
        (("x", "y", "x"), "two columns are called 'x'; give each a name of its own"),
    ],
)
def test_names_that_columns_cannot_have(columns: tuple[str, ...], message: str) -> None:
    with pytest.raises(DatagenError) as caught:
        Dataset(columns, 4, lambda _: (X,) * len(columns))
    assert str(caught.value) == message


def test_columns_that_are_asked_for_in_turn_are_made_once() -> None:
    data, made = counted(2 * BLOCK)
    assert data.x.sum() == sum(range(2 * BLOCK))
    assert data.y[3] == 9
    assert data["x"][-1] == 2 * BLOCK - 1
    assert made == [0, 1]


def test_a_column_is_the_callers_own() -> None:
    data, _ = counted(4)
    data.x[:] = 7
    assert data.x.tolist() == [0.0, 1.0, 2.0, 3.0]


@pytest.mark.parametrize("options", [{"formula": "x"}, {"formula": "3"}, {"formula": "moons", "clean": True},
                                     {"formula": "x", "clean": True, "missing": 0.1, "derivative": 1}],
                         ids=["y is x", "y is constant", "y is clean", "y has cells without value"])  # fmt: skip
def test_the_columns_of_a_block_are_the_callers_own(options: dict[str, Any]) -> None:
    data = datagen.sample(**options, n=5)
    (block,) = data.blocks()
    for place, column in enumerate(block):
        column[:] = place + 7
    assert [set(np.ma.getdata(column).tolist()) for column in block] == [{place + 7} for place in range(len(block))]


def test_columns_that_are_too_large_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "HELD", 2 * BLOCK)
    data, made = counted(BLOCK + 1)
    assert data.y[-1] == float(BLOCK) ** 2
    assert data.x[-1] == BLOCK
    assert made == [0, 1, 0, 1]


@pytest.mark.parametrize("held", [0, 1 << 22])
def test_types_and_missing_cells_of_columns(held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "HELD", held)
    data = holed()
    for name, dtype in {"x": "<f8", "k": "<i8", "t": "<U5"}.items():
        assert isinstance(data[name], np.ma.MaskedArray)
        assert data[name].mask.tolist() == HOLES.tolist()
        assert full()[name].dtype == data[name].dtype == dtype
        assert not isinstance(full()[name], np.ma.MaskedArray)


def test_a_dataset_without_rows() -> None:
    data = Dataset(("x", "k", "t"), 0, full().block, ("float", "integer", "text"))
    assert [data[name].dtype.kind for name in data.columns] == ["f", "i", "U"]
    assert data.to_polars().schema == {"x": pl.Float64, "k": pl.Int64, "t": pl.String}
    assert pl.DataFrame(data).schema == data.to_polars().schema
    assert datagen.quadratic(n=0).to_numpy().shape == (0, 2)
    assert len(datagen.quadratic(n=0).to_torch()) == 0


def test_to_numpy_has_a_column_for_each_and_nan_for_what_is_missing() -> None:
    columns = tuple(np.ma.MaskedArray(each, HOLES) for each in (X, K))
    found = Dataset(("x", "k"), 4, lambda _: columns, ("float", "integer")).to_numpy()
    assert np.array_equal(found, [[0.5, 3], [math.nan] * 2, [math.nan, 4], [-2.5, 1]], equal_nan=True)
    data, made = counted(2 * BLOCK + 5)
    assert np.array_equal(data.to_numpy()[:, 1], np.arange(2.0 * BLOCK + 5) ** 2)
    assert made == [0, 1, 2]


@pytest.mark.parametrize("to", ["to_numpy", "to_torch"])
def test_text_that_a_conversion_cannot_take(to: str) -> None:
    with pytest.raises(ConversionError) as caught:
        getattr(full(), to)()
    assert str(caught.value) == f"{to} has no text, and the column t is text; use to_polars or to_pandas"


def test_to_polars() -> None:
    frame = holed().to_polars()
    expected = {"x": [0.5, None, math.nan, -2.5], "k": [3, None, 4, 1], "t": ["train", None, "train", "train"]}
    assert frame.equals(pl.DataFrame(expected, schema=frame.schema), null_equal=True)
    data, _ = counted(20 * BLOCK)
    assert np.array_equal(data.to_polars()["x"].to_numpy(), np.arange(20.0 * BLOCK))


def test_text_of_many_kinds_is_read_as_it_is() -> None:
    names = np.array([f"label {number}" for number in range(100)])
    for text in (names, names[:16], names[:17], names[:1]):
        data = Dataset(("t",), len(text), lambda _, text=text: (text,), ("text",))
        assert data.to_polars()["t"].to_list() == text.tolist()


def test_to_pandas() -> None:
    pandas = pytest.importorskip("pandas")
    frame = holed().to_pandas()
    assert frame.isna().to_numpy().tolist() == [[False] * 3, [True] * 3, [True, False, False], [False] * 3]
    assert [str(dtype) for dtype in frame.dtypes] == ["float64", "Int64", "str"]
    assert frame["k"].dropna().tolist() == [3, 4, 1]
    assert [str(dtype) for dtype in full().to_pandas().dtypes] == ["float64", "int64", "str"]
    pandas.testing.assert_series_equal(full().to_pandas()["x"], pandas.Series(X, name="x"))


def test_to_pandas_without_pandas_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ConversionError) as caught:
        full().to_pandas()
    assert str(caught.value) == "to_pandas: pandas is not installed; pip install pandas installs it"


def test_to_torch_gives_a_tensor_for_each_group() -> None:
    torch = pytest.importorskip("torch")
    data = Dataset(("a", "b", "k"), 4, lambda _: (X, X + 1, K), ("float", "float", "integer"))
    each = data.to_torch()
    assert [tensor.dtype for tensor in each.tensors] == [torch.float64, torch.float64, torch.int64]
    assert np.array_equal(each.tensors[1].numpy(), X + 1, equal_nan=True)
    inputs, labels = data.to_torch(["a", "b"], "k", dtype=torch.float32).tensors
    assert (inputs.shape, inputs.dtype, labels.dtype) == ((4, 2), torch.float32, torch.int64)
    assert inputs[3].tolist() == [-2.5, -1.5]
    first, second = next(iter(torch.utils.data.DataLoader(data.to_torch(["a", "b"], "k"), batch_size=3)))
    assert (first.shape, second.tolist()) == ((3, 2), [3, 1, 4])
    with pytest.raises(NameUnknownError):
        data.to_torch("z")


def test_to_torch_makes_no_dataset_that_warns(recwarn: pytest.WarningsRecorder) -> None:
    holes = Dataset(("x", "k"), 4, lambda _: holed().block(0)[:2], ("float", "integer"))
    x, k = holes.to_torch().tensors
    assert x.isnan().tolist() == [False, True, True, False]
    assert k.tolist()[::2] == [3.0, 4.0]
    assert not list(recwarn)


def streams_are_closed() -> bool:
    gc.collect()
    return not capsules._open and not capsules._structures


def test_polars_reads_a_dataset() -> None:
    assert pl.DataFrame(holed()).equals(holed().to_polars(), null_equal=True)
    data, made = counted(20 * BLOCK + 5)
    assert pl.DataFrame(data).equals(data.to_polars())
    assert made == [*range(21)] * 2
    assert streams_are_closed()


def test_pyarrow_reads_a_dataset_block_by_block() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table(holed())
    assert table.column("k").to_pylist() == [3, None, 4, 1]
    assert table.column("t").to_pylist() == ["train", None, "train", "train"]
    data, made = counted(40 * BLOCK)
    reader = pyarrow.RecordBatchReader.from_stream(data)
    assert reader.read_next_batch().column(0)[1].as_py() == 1.0
    assert len(made) == frames.GROUP // 2
    reader.close()
    del reader, table
    assert streams_are_closed()


def test_duckdb_reads_a_dataset() -> None:
    duckdb = pytest.importorskip("duckdb")
    data, made = counted(20 * BLOCK)
    assert len(data) == 20 * BLOCK
    assert duckdb.sql("select count(*), sum(x) from data").fetchall() == [(20 * BLOCK, sum(range(20 * BLOCK)))]
    assert sorted(made) == [*range(20)]
    holes = holed()
    assert len(holes) == 4
    assert duckdb.sql("select k, t from holes where x > 0").fetchall() == [(3, "train"), (4, "train")]


def test_pandas_reads_a_dataset() -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    data, _ = counted(20 * BLOCK)
    frame = pandas.DataFrame.from_arrow(data)
    assert frame["y"].to_numpy()[3] == 9
    assert len(frame) == 20 * BLOCK


def test_a_stream_that_nobody_reads_is_closed() -> None:
    data, made = counted(5)
    stream = data.__arrow_c_stream__()
    assert len(capsules._open) == 1
    del stream
    assert streams_are_closed()
    assert made == []


def test_a_stream_tells_its_reader_what_a_block_raised() -> None:
    def block(number: int) -> Any:
        raise ZeroDivisionError("no block is like this")

    with pytest.raises(Exception, match="ZeroDivisionError: no block is like this"):
        pl.DataFrame(Dataset(("x",), 4, block))
    assert streams_are_closed()


def test_a_stream_is_read_from_any_thread() -> None:
    data, _ = counted(3 * BLOCK)
    found: list[float] = []
    threads = [threading.Thread(target=lambda: found.append(pl.DataFrame(data)["x"].sum())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [sum(range(3 * BLOCK))] * 4
    assert streams_are_closed()


def test_the_functions_are_spellings_of_the_recipes() -> None:
    assert (
        datagen.quadratic(n=7, a=2, seed=3)
        .to_polars()
        .equals(datagen.Quadratic(n=7, a=2, seed=3).dataset().to_polars())
    )
    data = datagen.sample("a x^2", x=(0, 1), set={"a": 2}, n=3)
    assert data.to_numpy().tolist() == [[0.0, 0.0], [0.5, 0.5], [1.0, 2.0]]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: datagen.sample("x", noize=1), "no option is called 'noize'; did you mean 'noise'?"),
        (lambda: datagen.quadratic(noise_kin="normal"), "no option is called 'noise_kin'; did you mean 'noise_kind'?"),
        (lambda: full().to_torch([]), "to_torch: a group has no columns; give names such as ['x', 'y']"),
        (lambda: full().to_torch("x", dtype="float32"),
         "to_torch: 'float32' is no type of torch's; give one such as torch.float32"),
    ],
    ids=lambda each: each[:40] if isinstance(each, str) else "",
)  # fmt: skip
def test_what_a_call_gets_wrong_is_said_in_a_line(call: Callable[[], object], message: str) -> None:
    pytest.importorskip("torch")
    with pytest.raises(DatagenError) as caught:
        call()
    assert str(caught.value) == message


@pytest.mark.parametrize(("function", "recipe"), [(datagen.sample, Sample), (datagen.quadratic, Quadratic)])
def test_the_functions_say_their_options(function: Callable[..., Dataset], recipe: type[Sample]) -> None:
    words = set(re.findall(r"\w+", f"{function.__doc__} {datagen.sample.__doc__}"))
    assert {each.field for each in options(recipe)} <= words
