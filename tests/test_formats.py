"""Tables as bytes: one layout of text with and without Polars, and files that others read back."""

import contextlib
import gzip
import io
import json
import math
import os
import sys
import threading
import weakref
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from datagen.datasets import Sample
from datagen.errors import OutputError
from datagen.formats import FORMATS, TABLES, arrays, compression, encode_json, format_of, frames, lines, number
from datagen.formats import write_table as write
from datagen.formats.stretches import stretch
from datagen.rows import Dataset
from datagen.streams import BLOCK

TEXT = ("csv", "tsv", "jsonl")
WHOLE = [name for name in TABLES if "." not in name] + ["csv.gz", "npy.gz"]
NUMBERS = [name for name in WHOLE if name.startswith(("npy", "safetensors"))]


def table(**columns: Any) -> Dataset:
    """A dataset of one block: of floats, whole numbers and text, masked where a cell is None."""
    made = {name: _column(cells) for name, cells in columns.items()}
    types = tuple({"f": "float", "i": "integer", "U": "text"}[column.dtype.kind] for column in made.values())
    return Dataset(tuple(made), len(next(iter(made.values()))), lambda _: tuple(made.values()), types)


def _column(cells: Any) -> np.ndarray:
    if isinstance(cells, np.ndarray):
        return cells
    filler = next((each for each in cells if each is not None), 0.0)
    values = np.array([filler if each is None else each for each in cells])
    missing = [each is None for each in cells]
    return np.ma.MaskedArray(values, missing) if any(missing) else values


def noisy(n: int, text: bool = True) -> Dataset:
    """A dataset of any number of blocks with a column of every type, cells of which are missing."""

    def block(number: int) -> tuple[np.ndarray, ...]:
        rows = min(BLOCK, n - number * BLOCK)
        random = np.random.default_rng(number)
        x = np.ma.MaskedArray(random.standard_normal(rows), random.random(rows) < 0.1)
        columns = x, random.integers(0, 9, rows), np.where(random.random(rows) < 0.5, "train", "test")
        return columns if text else columns[:2]

    types = ("float", "integer", "text")
    return Dataset(("x", "k", "part")[: 2 + text], n, block, types[: 2 + text])


def encoded(data: Dataset, format: str, **how: Any) -> bytes:
    stream = io.BytesIO()
    write(data, stream, format, **how)
    return stream.getvalue()


@contextlib.contextmanager
def changed(module: Any, **values: int) -> Iterator[None]:
    """A module with other limits: a fixture would last for all examples of a property."""
    before = {name: getattr(module, name) for name in values}
    try:
        for name, value in values.items():
            setattr(module, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(module, name, value)


@given(st.floats())
def test_a_number_reads_back_to_the_same_double(value: float) -> None:
    assert float(number(value)) == value or math.isnan(value)


@given(st.floats(allow_nan=False))
def test_a_number_is_as_short_as_repr(value: float) -> None:
    digits = [sum(c.isdigit() for c in each.split("e")[0].lstrip("-0.")) for each in (number(value), repr(value))]
    assert digits[0] == digits[1]


@given(st.integers(-330, 310), st.floats(1, 10, exclude_max=True))
def test_the_layout_is_the_same_at_every_magnitude(exponent: int, digits: float) -> None:
    value = float(f"{digits!r}e{exponent}")
    assert number(value) == pl.DataFrame({"x": [value]}).write_csv(include_header=False).strip()


CELLS = st.tuples(
    st.none() | st.floats(),
    st.none() | st.integers(-(2**63), 2**63 - 1),
    st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5)
    | st.sampled_from(["a,b", 'a"b', "a\tb", "a\nb", "a\rb", "", " ", "NaN", "1", "\x01\x7f\\/\u2028"]),
)  # fmt: skip


@pytest.mark.parametrize("format", TEXT)
@examples(60)
@given(rows=st.lists(CELLS, min_size=1, max_size=20))
def test_text_is_the_same_with_and_without_polars(format: str, rows: list[tuple[Any, Any, Any]]) -> None:
    floats, integers, texts = zip(*rows, strict=True)
    filled = [None if each is None else float(each) for each in floats]
    data = table(x=filled or [0.0], k=_integers(integers), text=_texts(texts))
    ours = encoded(data, format)
    with changed(lines, SMALL=0):
        assert encoded(data, format) == ours


def _integers(cells: tuple[int | None, ...]) -> np.ndarray:
    return np.ma.MaskedArray([each or 0 for each in cells], [each is None for each in cells], np.int64)


def _texts(cells: tuple[str | None, ...]) -> np.ndarray:
    return np.ma.MaskedArray([each or "" for each in cells], [each is None for each in cells])


@pytest.mark.parametrize(
    ("format", "expected"),
    [
        ("csv", 'x,k,t\nNaN,1,"a,b"\ninf,2,""\n-inf,3,\n-0.0,4,"say ""hi"""\n,5,b\tc\n0.00001,-6,é\n1e+16,7,1\n'),
        ("tsv", 'x\tk\tt\nNaN\t1\ta,b\ninf\t2\t""\n-inf\t3\t\n-0.0\t4\t"say ""hi"""\n\t5\t"b\tc"\n'
                "0.00001\t-6\té\n1e+16\t7\t1\n"),
        ("jsonl", '{"x":null,"k":1,"t":"a,b"}\n{"x":"inf","k":2,"t":""}\n{"x":"-inf","k":3,"t":null}\n'
                  '{"x":-0.0,"k":4,"t":"say \\"hi\\""}\n{"x":null,"k":5,"t":"b\\tc"}\n'
                  '{"x":0.00001,"k":-6,"t":"é"}\n{"x":1e+16,"k":7,"t":"1"}\n'),
    ],
)  # fmt: skip
@pytest.mark.parametrize("small", [0, 100])
def test_the_text_of_special_cells(format: str, expected: str, small: int) -> None:
    x = [math.nan, math.inf, -math.inf, -0.0, None, 1e-5, 1e16]
    data = table(x=x, k=[1, 2, 3, 4, 5, -6, 7], t=["a,b", "", None, 'say "hi"', "b\tc", "é", "1"])
    with changed(lines, SMALL=small):
        assert encoded(data, format).decode() == expected


def test_json_has_no_bare_nan_or_infinity() -> None:
    line = encode_json({"a": [math.nan, math.inf, -math.inf, 0.1], "θ": 1})
    assert line == '{"a": [null, "inf", "-inf", 0.1], "θ": 1}\n'.encode()
    json.loads(line)


@pytest.mark.parametrize("format", WHOLE)
def test_how_blocks_are_grouped_does_not_show(format: str) -> None:
    data = noisy(3 * BLOCK + 17, text=format not in NUMBERS)
    with changed(frames, GROUP=1), changed(arrays, HELD=0):
        alone = encoded(data, format)
    assert encoded(data, format) == alone
    with changed(frames, GROUP=6):
        assert encoded(data, format) == alone


def test_frames_of_wide_rows_are_parts_of_blocks() -> None:
    """Of a hundred columns a frame has no more cells than one of a few columns, and Polars holds several."""
    wide = Sample("friedman1", n=BLOCK + 5, set=(("features", 100.0),)).dataset()
    sizes = [frame.shape for frame in frames.frames(stretch(wide))]
    assert sum(rows for rows, _ in sizes) == BLOCK + 5
    assert max(rows * columns for rows, columns in sizes) <= frames.GROUP * BLOCK + 101


@pytest.mark.parametrize("format", ["csv", "parquet", "arrow"])
def test_how_wide_blocks_are_cut_does_not_show(format: str) -> None:
    wide = Sample("friedman1", n=BLOCK + 5, set=(("features", 20.0),), missing=0.1).dataset()
    cut = encoded(wide, format)
    with changed(frames, GROUP=21):
        assert encoded(wide, format) == cut


def test_text_in_npz_is_made_once_for_each_column_that_is_not_held() -> None:
    made: list[int] = []

    def block(number: int) -> tuple[np.ndarray, ...]:
        made.append(number)
        return np.zeros(BLOCK), np.full(BLOCK, "train")

    with changed(arrays, HELD=0):
        archive = encoded(Dataset(("x", "t"), 5 * BLOCK, block, ("float", "text")), "npz")
    assert made == [*range(5), 0, *range(5)]
    assert np.load(io.BytesIO(archive))["t"].tolist() == ["train"] * (5 * BLOCK)


def test_text_in_npz_is_not_cut_off() -> None:
    blocks = np.full(BLOCK, "ab"), np.full(BLOCK, "abc"), np.full(BLOCK, "a").astype("<U9")
    data = Dataset(("t",), 3 * BLOCK, lambda number: (blocks[number],), ("text",))
    assert np.load(io.BytesIO(encoded(data, "npz")))["t"].dtype == "<U9"
    with changed(arrays, HELD=0), pytest.raises(OutputError) as caught:
        encoded(data, "npz")
    assert str(caught.value) == "npz: the text of t has 2 letters, then 3; use csv or parquet"


@pytest.mark.parametrize("format", TEXT)
def test_pieces_of_text_join_to_the_whole(format: str) -> None:
    data = noisy(3 * BLOCK + 17)
    pieces = [
        encoded(data, format, last=1),
        encoded(data, format, first=1, last=3, header=False),
        encoded(data, format, first=3, last=9, header=False),
        encoded(data, format, first=4, header=False),
    ]
    assert b"".join(pieces) == encoded(data, format)
    assert pieces[3] == b""


@pytest.mark.parametrize("format", ["parquet", "arrow", "npy", "npz"])
def test_a_piece_of_another_format_is_a_whole_file(format: str) -> None:
    data = noisy(2 * BLOCK + 17, text=False)
    piece = encoded(data, format, first=1, last=3)
    rows = Dataset(data.columns, BLOCK + 17, lambda number: data.block(number + 1), data.types)
    assert piece == encoded(rows, format)


@pytest.mark.parametrize("format", ["csv", "jsonl"])
@pytest.mark.parametrize("infinite", [False, True])
def test_a_file_gets_the_same_as_a_stream_that_is_none(format: str, infinite: bool, tmp_path: Path) -> None:
    data = noisy(2 * BLOCK)
    if infinite:
        data = Dataset(("x",), 9 * BLOCK, lambda number: (np.full(BLOCK, math.inf if number == 2 else number),))
    with open(tmp_path / "rows", "wb") as stream:
        stream.write(b"before\n")
        write(data, stream, format)
        stream.write(b"after\n")
    assert (tmp_path / "rows").read_bytes() == b"before\n" + encoded(data, format) + b"after\n"


def _read(content: bytes, format: str) -> pl.DataFrame:
    """What another program makes of a file."""
    source = io.BytesIO(gzip.decompress(content) if format.endswith(".gz") else content)
    name = format.partition(".")[0]
    if name in ("csv", "tsv"):
        return pl.read_csv(source, separator="," if name == "csv" else "\t")
    readers = {
        "jsonl": pl.read_ndjson,
        "parquet": pl.read_parquet,
        "parquet-zstd": pl.read_parquet,
        "arrow": pl.read_ipc,
    }
    if name in readers:
        return readers[name](source)
    loaded = np.load(source) if name in ("npy", "npz") else _safetensors(source.read())
    columns = dict(zip("xk", loaded.T, strict=True)) if name == "npy" else dict(loaded)
    return pl.DataFrame({key: value.tolist() if value.dtype.kind == "U" else value for key, value in columns.items()})


def _safetensors(content: bytes) -> dict[str, np.ndarray]:
    """The format's own rules: an 8-byte length, a JSON header of exactly that, and arrays that fill the rest."""
    length = int.from_bytes(content[:8], "little")
    header, body = json.loads(content[8 : 8 + length]), content[8 + length :]
    assert (8 + length) % 8 == 0
    assert max(end for each in header.values() for end in each["data_offsets"][1:]) == len(body)
    dtypes = {"F64": "<f8", "I64": "<i8"}
    return {
        name: np.frombuffer(body[slice(*each["data_offsets"])], dtypes[each["dtype"]]).reshape(each["shape"])
        for name, each in header.items()
    }


@pytest.mark.parametrize("format", WHOLE)
@pytest.mark.parametrize("n", [5, BLOCK + 17])
def test_every_format_reads_back_to_the_same_rows(format: str, n: int) -> None:
    data = noisy(n, text=format not in NUMBERS)
    read = _read(encoded(data, format), format)
    expected = data.to_polars()
    if "np" in format or "safe" in format:  # formats without missing cells
        expected = expected.with_columns(pl.col("x").fill_null(math.nan))
    assert read.columns == expected.columns
    for name in expected.columns:
        assert read[name].cast(expected[name].dtype).equals(expected[name], null_equal=True)


@pytest.mark.parametrize("format", WHOLE)
def test_a_table_without_rows_has_its_columns(format: str) -> None:
    content = encoded(noisy(0, text=format not in NUMBERS), format)
    if format.startswith("jsonl"):
        assert (gzip.decompress(content) if format.endswith("gz") else content) == b""
    else:
        read = _read(content, format)
        assert (read.columns, len(read)) == (["x", "k", "part"][: 2 + (format not in NUMBERS)], 0)


def test_types_stay_in_formats_that_have_them() -> None:
    for format in ("parquet", "parquet-zstd", "arrow"):
        assert _read(encoded(noisy(0), format), format).dtypes == [pl.Float64, pl.Int64, pl.String]
    for n, text in ((5, "<U5"), (0, "<U1")):
        loaded = np.load(io.BytesIO(encoded(noisy(n), "npz")))
        assert [loaded[name].dtype.str for name in loaded] == ["<f8", "<i8", text]


@pytest.mark.parametrize("format", ["npy", "npz", "safetensors"])
def test_missing_cells_of_arrays(format: str) -> None:
    read = _read(encoded(table(x=[1.5, None], k=[None, 7]), format), format)
    assert np.array_equal(read.to_numpy(), [[1.5, math.nan], [math.nan, 7]], equal_nan=True)


def test_missing_text_of_arrays_shows_nothing_of_what_is_beneath() -> None:
    loaded = np.load(io.BytesIO(encoded(table(t=["secret", None, "b"]), "npz")))
    assert loaded["t"].tolist() == ["secret", "", "b"]


@pytest.mark.parametrize("format", ["npy", "safetensors", "npy.gz"])
def test_text_is_refused_where_there_is_none(format: str) -> None:
    stream = io.BytesIO()
    name = format.partition(".")[0]
    with pytest.raises(OutputError) as caught:
        write(noisy(9), stream, format)
    assert str(caught.value) == f"{name} has no text, and the column part is text; use npz, csv or parquet"
    assert stream.getvalue() == b""


def test_parquet_has_no_dictionaries_of_floats_and_zstd_on_request() -> None:
    random = np.random.default_rng(0).random(BLOCK)
    plain, zstd = (len(encoded(table(x=random), name)) for name in ("parquet", "parquet-zstd"))
    assert 8 * BLOCK < plain < 8 * BLOCK + 1000
    assert zstd < 0.96 * plain


def test_arrow_has_a_batch_for_each_block() -> None:
    ipc = pytest.importorskip("pyarrow.ipc")
    file = ipc.open_file(io.BytesIO(encoded(noisy(2 * BLOCK + 5), "arrow")))
    assert [file.get_batch(which).num_rows for which in range(file.num_record_batches)] == [BLOCK, BLOCK, 5]


def test_parquet_groups_rows_by_the_number_of_columns() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for count, rows in ((2, [8 * BLOCK, 8 * BLOCK, BLOCK]), (40, [BLOCK] * 17)):
        zeros = np.zeros(BLOCK)
        names = tuple(f"x{which}" for which in range(count))
        data = Dataset(names, 17 * BLOCK, lambda _, zeros=zeros, count=count: (zeros,) * count)
        found = parquet.ParquetFile(io.BytesIO(encoded(data, "parquet"))).metadata
        assert [found.row_group(which).num_rows for which in range(found.num_row_groups)] == rows


@examples(30)
@given(st.lists(st.integers(0, 5000), max_size=8))
def test_gzip_does_not_depend_on_how_the_data_come_in(cuts: list[int]) -> None:
    data = np.random.default_rng(0).bytes(2500) + bytes(2500)
    streams = io.BytesIO(), io.BytesIO()
    with changed(compression, CHUNK=1000):
        for stream, ends in zip(streams, ([5000], [*sorted(cuts), 5000]), strict=True):
            with compression.compressed(stream, "gz") as packed:
                for start, end in zip([0, *ends], ends, strict=False):
                    packed.write(data[start:end])
    assert streams[0].getvalue() == streams[1].getvalue()
    assert gzip.decompress(streams[0].getvalue()) == data


def test_gzip_is_one_member_without_a_date() -> None:
    content = encoded(noisy(BLOCK), "csv.gz")
    assert content[:10].hex() == "1f8b08000000000000ff"
    reader = zlib.decompressobj(31)
    assert reader.decompress(content) == encoded(noisy(BLOCK), "csv")
    assert reader.eof
    assert reader.unused_data == b""


def test_zst_reads_back() -> None:
    zstandard = pytest.importorskip("zstandard")
    content = encoded(noisy(BLOCK), "csv.zst")
    assert zstandard.ZstdDecompressor().decompressobj().decompress(content) == encoded(noisy(BLOCK), "csv")


def test_zst_without_zstandard_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(OutputError) as caught:
        encoded(noisy(9), "csv.zst")
    assert str(caught.value) == "zst: zstandard is not installed; pip install 'datagen[zstd]' installs it"


def test_no_extension_names_two_formats() -> None:
    extensions = [each for format in FORMATS.values() for each in format.extensions]
    assert len(set(extensions)) == len(extensions)


@pytest.mark.parametrize(
    ("place", "format"),
    [
        ("a.csv", "csv"), ("A.CSV", "csv"), ("a.csv.gz", "csv.gz"), ("a.b.ndjson.zst", "jsonl.zst"),
        ("a.parquet", "parquet"), ("a.zstd.parquet", "parquet-zstd"), ("a.gz", None), ("a", None), ("a.png", None),
    ],
)  # fmt: skip
def test_the_format_is_the_longest_end_of_a_name(place: str, format: str | None) -> None:
    assert format_of(place, TABLES) == format


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("format", WHOLE)
def test_a_full_disk_is_an_error_of_the_system(format: str) -> None:
    with pytest.raises(OSError, match="No space left on device") as caught, open("/dev/full", "wb") as stream:
        write(noisy(2 * BLOCK, text=format not in NUMBERS), stream, format)
    assert (caught.value.errno, caught.value.strerror) == (28, os.strerror(28))


@pytest.mark.parametrize("format", ["csv", "jsonl", "parquet", "arrow", "npz", "csv.gz"])
def test_a_reader_that_goes_away_is_an_error_of_the_system(format: str) -> None:
    class Gone(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data: Any, /) -> int:
            raise BrokenPipeError(32, "Broken pipe")

    with pytest.raises(BrokenPipeError) as caught:
        write(noisy(20 * BLOCK), Gone(), format, header=False)
    assert caught.value.errno == 32


@pytest.mark.parametrize("format", ["csv", "jsonl", "parquet", "arrow", "npz", "csv.gz"])
def test_what_a_block_raises_arrives(format: str) -> None:
    class BrokenError(Exception):
        pass

    def block(number: int) -> tuple[np.ndarray, ...]:
        if number == 20:
            raise BrokenError
        return (np.zeros(BLOCK),)

    before = {*threading.enumerate()}
    with pytest.raises(BrokenError):
        encoded(Dataset(("x",), 40 * BLOCK, block), format)
    assert not [each for each in {*threading.enumerate()} - before if each.name.startswith("ThreadPool")]


def test_rows_are_made_while_they_are_written(tmp_path: Path) -> None:
    """Memory holds a few frames: a block is not made long before those before it are written."""
    zeros, ahead = np.zeros(BLOCK), []

    def block(number: int) -> tuple[np.ndarray, ...]:
        ahead.append(number - place.stat().st_size // (4 * BLOCK))  # a row is 0.0 and a line's end
        return (zeros,)

    place = tmp_path / "rows.csv"
    with open(place, "wb", buffering=0) as stream:
        write(Dataset(("x",), 400 * BLOCK, block), stream, "csv")
    assert max(ahead) < 8 * frames.GROUP


def test_a_wide_block_is_let_go_before_the_next_is_made() -> None:
    columns, made = tuple(f"x{which}" for which in range(2 * frames.GROUP)), list[weakref.ref[np.ndarray]]()

    def block(number: int) -> list[np.ndarray]:
        assert all(each() is None for each in made)
        cells = [np.zeros(BLOCK) for _ in columns]
        made.append(weakref.ref(cells[-1]))
        return cells

    rows = [len(frame) for frame in frames.frames(stretch(Dataset(columns, 3 * BLOCK, block)))]
    assert (sum(rows), len(made)) == (3 * BLOCK, 3)
