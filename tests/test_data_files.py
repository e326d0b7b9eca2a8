"""Tables in every format: what is read, what is noted, and what is refused in one line."""

import csv
import gzip
import io
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datagen.datasets import Sample
from datagen.errors import DatagenError
from datagen.reading import Table, choose_columns, open_table, sources

X, Y = [1.0, 2.5, -3e-7], [4.0, float("nan"), 1e300]


def frame(write: Callable[[pl.DataFrame, io.BytesIO], object]) -> bytes:
    stream = io.BytesIO()
    write(pl.DataFrame({"x": X, "name": ["a", "b", "c"], "y": [4.0, None, 1e300]}), stream)
    return stream.getvalue()


def numpy_file(write: Callable[[io.BytesIO], object]) -> bytes:
    stream = io.BytesIO()
    write(stream)
    return stream.getvalue()


def zipped(*members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for each in members:
            archive.writestr(each, "x,y\n1,2\n")
    return stream.getvalue()


def safetensors() -> bytes:
    header = json.dumps(
        {"x": {"dtype": "F64", "shape": [3], "data_offsets": [0, 24]},
         "y": {"dtype": "F64", "shape": [3], "data_offsets": [24, 48]}, "__metadata__": {"a": "b"}}
    ).encode()  # fmt: skip
    return len(header).to_bytes(8, "little") + header + np.array(X).tobytes() + np.array(Y).tobytes()


TEXT = "x,name,y\n1.0,a,4\n2.5,b,\n-3e-7,c,1e300\n"
FORMATS = {
    "csv": TEXT.encode(),
    "byte order mark": b"\xef\xbb\xbf" + TEXT.encode(),
    "utf-16": TEXT.encode("utf-16"),
    "windows lines": TEXT.replace("\n", "\r\n").encode(),
    "old mac lines": TEXT.replace("\n", "\r").encode(),
    "no last line end": TEXT.rstrip().encode(),
    "empty lines": b"\n" + TEXT.replace("\n", "\n\n").encode(),
    "comments": b"# made by hand\n#\n" + TEXT.encode(),
    "quotes": b'"x","name","y"\n"1.0","a, ""b""\nand c","4"\n2.5,b,NaN\n-3e-7,c,1e300\n',
    "blanks after commas": TEXT.replace(",", ", ").encode(),
    "tsv": TEXT.replace(",", "\t").encode(),
    "semicolons": TEXT.replace(",", ";").encode(),
    "decimal commas": TEXT.replace(",", ";").replace(".", ",").encode(),
    "between blanks": b"  x   name y\n 1.0 a  4\n2.5  b NA\n-3e-7 c 1e300\n",
    "json lines": b'{"x":1.0,"y":4}\n{"x":2.5,"y":null}\n\n{"x":-3e-7,"y":1e300}\n',
    "json lines with gaps": b'{"x":1,"name":"a","y":"4"}\n{"x":2.5}\n{"y":1e300,"x":-3e-7}\n',
    "json list": b'[{"x":1,"y":4},\n{"x":2.5,"y":NaN},{"x":-3e-7,"y":1e300}]',
    "json columns": b'{"x": [1, 2.5, -3e-7],\n "y": [4, null, 1e300]}',
    "parquet": frame(lambda table, stream: table.write_parquet(stream)),
    "arrow": frame(lambda table, stream: table.write_ipc(stream)),
    "arrow stream": frame(lambda table, stream: table.write_ipc_stream(stream)),
    "npy": numpy_file(lambda stream: np.save(stream, np.array([X, Y]).T)),
    "npy with names": numpy_file(
        lambda stream: np.save(stream, np.array(list(zip(X, Y, strict=True)), dtype=[("x", "f8"), ("y", "f8")]))
    ),
    "npz": numpy_file(lambda stream: np.savez(stream, x=X, y=Y)),
    "npz of one": numpy_file(lambda stream: np.savez(stream, data=np.array([X, Y]).T)),
    "safetensors": safetensors(),
}  # fmt: skip


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], Table]:
    """Make a file of some bytes and open it."""
    monkeypatch.chdir(tmp_path)

    def opened(data: bytes, name: str = "data.csv") -> Table:
        Path(name).write_bytes(data)
        return open_table(name)

    return opened


@pytest.mark.parametrize("zipped", [False, True], ids=["plain", "gzipped"])
@pytest.mark.parametrize("data", FORMATS.values(), ids=FORMATS)
def test_every_format_gives_the_same_columns(data: bytes, zipped: bool, opened: Callable[[bytes], Table]) -> None:
    table = opened(gzip.compress(data) if zipped else data)
    assert {"x", "y"} <= {*table.columns}
    assert table.numeric == ("x", "y")
    found = table.read(["x", "y"])
    assert [each.dtype for each in found] == ["f8", "f8"]
    assert np.array_equal(found, [X, Y], equal_nan=True)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    table = open_table("-")
    assert np.array_equal(table.read(["y", "x"]), [Y, X], equal_nan=True)
    assert table.name == "standard input"


def test_rows_that_were_sampled_come_back(tmp_path: Path) -> None:
    recipe = Sample("sqrt(x) + y", n=25_600, noise=0.1, noise_kind="normal", design="uniform")
    with (tmp_path / "a.csv").open("wb") as stream:
        recipe.write(stream, "csv")
    table = open_table(str(tmp_path / "a.csv"))
    made = recipe.dataset().to_numpy()
    assert np.array_equal(np.array(table.read(table.columns)).T, made, equal_nan=True)
    assert np.isnan(made).any()


CELLS = st.one_of(
    st.floats().map(repr), st.integers().map(str), st.sampled_from(["", "NA", "null", " 1.5 ", "+2", "1e400", ".5"])
)


@given(
    st.lists(st.tuples(CELLS, st.sampled_from(["a", "", '"b, c"', '"a,\n,b"']), CELLS), min_size=1, max_size=40),
    st.booleans(), st.sampled_from(["\n", "\r\n"]), st.integers(60, 400),
)  # fmt: skip
def test_large_files_are_read_as_small_ones(
    rows: list[tuple[str, str, str]], headed: bool, end: str, block: int
) -> None:
    """In blocks, of which Polars reads those that it can, and all at once by the csv module."""
    head = [("x", "name", "y")] if headed else [("1", "", "2")]
    text = "".join(f"{','.join(row)}{end}" for row in head + rows)
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        found.append(_numbers())
        patch.setattr(sources, "BLOCK", block)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        found.append(_numbers())
    assert np.array_equal(*found, equal_nan=True)
    expected = [
        [_number(row[0]), _number(row[2])]
        for row in csv.reader(io.StringIO(text, newline=""))
        if row != ["x", "name", "y"]
    ]
    assert np.array_equal(found[0], expected, equal_nan=True)


def _numbers() -> "np.ndarray":
    table = open_table("-")
    return np.array(table.read([table.columns[0], table.columns[2]])).T


def _number(cell: str) -> float:
    return float("nan") if cell in ("", "NA", "null") else float(cell)


def test_polars_reads_the_plain_blocks_of_a_large_file(
    opened: Callable[[bytes], Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "BLOCK", 1000)
    text = "x,y\n" + "".join(f"{i},{i / 7!r}\n" for i in range(1000))
    read = pl.read_csv
    calls = []
    monkeypatch.setattr(pl, "read_csv", lambda *given, **named: calls.append(0) or read(*given, **named))
    x, y = opened(text.encode()).read(["x", "y"])
    assert len(calls) == -(-len(text) // 1000)
    assert np.array_equal(x, np.arange(1000))
    assert np.array_equal(y, np.arange(1000) / 7)


def test_a_wrong_cell_is_found_in_a_large_file(
    opened: Callable[[bytes], Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "BLOCK", 1000)
    text = "x,y\n" + "".join(f"{i},{'abc' if i == 777 else i}\n" for i in range(1000))
    with pytest.raises(DatagenError) as caught:
        opened(text.encode()).read(["x", "y"])
    assert str(caught.value) == "data.csv, line 779: 'abc' in column y is no number"


def test_a_short_row_is_found_in_a_large_file(
    opened: Callable[[bytes], Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "BLOCK", 1000)
    text = "x,y\n" + "".join("5\n" if i == 777 else f"{i},{i}\n" for i in range(1000))
    with pytest.raises(DatagenError) as caught:
        opened(text.encode()).read(["x", "y"])
    assert str(caught.value) == "data.csv, line 779: has 1 cell, and the header has 2"


REFUSED = {
    "empty": (b"", "data.csv: is empty"),
    "blank": (b"\n \n", "data.csv: is empty"),
    "header alone": (b"x,y\n", "data.csv: has a header line and no rows"),
    "text": (b"x,y\n1,2\n3,abc\n", "data.csv, line 3: 'abc' in column y is no number"),
    "underscore": (b"x,y\n1,2\n3,1_000\n", "data.csv, line 3: '1_000' in column y is no number"),
    "a comma among points": (b"x;y\n1;2.5\n3;2,5\n",
                      "data.csv, line 3: '2,5' in column y is no number; write 2.5, with a point"),
    "a point among commas": (b"x;y\n" + b"1;2,5\n" * 101 + b"3;1.234\n",
                             "data.csv, line 103: '1.234' in column y has a point, and others decimal commas"),
    "a comma in a table of tabs": (b"x\ty\n1\t2\n3\t2,5\n",
                      "data.csv, line 3: '2,5' in column y is no number; write 2.5, with a point"),
    "long row": (b"x,y\n1,2\n3,4,5\n", "data.csv, line 3: has 3 cells, and the header has 2"),
    "short row": (b"x,y\n1,2\n\n3\n", "data.csv, line 4: has 1 cell, and the header has 2"),
    "rows without header": (b"1,2\n3,4,5\n", "data.csv, line 2: has 3 cells, and the first row has 2"),
    "one column": (b"x\n1\n", "data.csv: has only one column, x; two are needed, x and y"),
    "text columns": (
        b"day,kind,y\nMon,a,1\n", "data.csv: only y holds numbers; two columns are needed, and day, kind hold text"
    ),
    "same names": (b"x,y,x\n1,2,3\n", "data.csv: 2 columns are called 'x': 1 and 3; give each its own name"),
    "open quote": (b'x,y\n1,"2\n', "data.csv, line 2: cannot be read as CSV: unexpected end of data"),
    "bytes": (bytes(range(256)), "data.csv: is no table: it holds bytes that are no text"),
    "nul": (b"x,y\n1,\x002\n", "data.csv: is no table: it holds bytes that are no text"),
    "latin 1": ("x,y\n1,2\n3,°\n".encode("latin-1"),
                "data.csv, line 3: the byte 0xB0 is not UTF-8; save the file as UTF-8"),
    "json": (b'{"x":1,"y":2}\n{"x":}\n', "data.csv, line 2: cannot be read as JSON: Expecting value"),
    "json rows": (b"[1]", 'data.csv, line 1: is no row of a table; rows are objects such as {"x": 1, "y": 2}'),
    "json truth": (b'{"x":1,"y":2}\n{"x":1,"y":true}\n', "data.csv, line 2: 'True' in column y is no number"),
    "json lengths": (b'{"x":[1],"y":[1,2]}', "data.csv: the columns have different lengths: x 1, y 2"),
    "parquet": (b"PAR1 and so on", "data.csv: is a damaged Parquet file"),
    "arrow": (b"ARROW1\0\0 and so on", "data.csv: is a damaged Arrow IPC file"),
    "arrow stream": (b"\xff\xff\xff\xff and so on", "data.csv: is a damaged Arrow IPC stream"),
    "npy": (b"\x93NUMPY and so on", "data.csv: is damaged, or holds something else than arrays of numbers"),
    "workbook": (zipped("xl/workbook.xml"), "data.csv: is a workbook; save its sheet as CSV"),
    "open workbook": (zipped("mimetype", "content.xml"), "data.csv: is a workbook; save its sheet as CSV"),
    "zip": (zipped("a.csv"), "data.csv: is an archive that holds a.csv; unpack it, and name a file of it"),
    "zip of no array": (zipped("x.npy"), "data.csv: is damaged, or holds something else than arrays of numbers"),
    "json digits": (b'{"x":1,"y":' + b"1" * 5000 + b"}",
                    "data.csv, line 1: cannot be read as JSON: a number has too many digits"),
    "json depth": (b'{"x":' * 100_000, "data.csv, line 1: cannot be read as JSON: it is nested too deeply"),
    "cut gzip": (gzip.compress(TEXT.encode())[:-9], "data.csv: the compressed data are damaged or cut off"),
    "zstandard": (b"\x28\xb5\x2f\xfd",
                  "data.csv: is compressed by Zstandard; unpack it with zstd -d, or give it gzipped"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_table_is_refused_in_a_line(data: bytes, message: str, opened: Callable[[bytes], Table]) -> None:
    def read() -> None:
        table = opened(data)
        table.read(choose_columns(table)[:2])

    with pytest.raises(DatagenError) as caught:
        read()
    assert str(caught.value) == message


CHOSEN = {
    "x and y": ("x,y", {}, ("x", "y"), None),
    "y alone is named": ("y,t", {}, ("t", "y"), None),
    "capitals": ("Y,X", {}, ("X", "Y"), None),
    "the first two": ("t,a,b", {}, ("t", "a"), "data.csv: a against t; other columns with numbers: b"),
    "y among others": ("t,a,y", {}, ("t", "y"), "data.csv: y against t; other columns with numbers: a"),
    "one is given": ("t,a,b", {"y": "b"}, ("t", "b"), "data.csv: b against t; other columns with numbers: a"),
    "both are given": ("t,a,b", {"x": "b", "y": "a"}, ("b", "a"), None),
    "by number": ("t,a,b", {"x": "3", "y": "1"}, ("b", "t"), None),
    "one column twice": ("t,a", {"x": "a", "y": "a"}, ("a", "a"), None),
    "text in it": ("t,a,b\n1,2,oh", {}, ("t", "a"), "data.csv: a against t; other columns with numbers: b"),
    "an index without a name": (",x,y", {}, ("x", "y"), "data.csv: y against x; other columns with numbers: 1"),
}


@pytest.mark.parametrize(("head", "given", "columns", "note"), CHOSEN.values(), ids=CHOSEN)
def test_columns_are_chosen(
    head: str, given: dict[str, str], columns: tuple[str, str], note: str | None, opened: Callable[[bytes], Table]
) -> None:
    chosen = choose_columns(opened(f"{head}\n{','.join('123'[: head.count(',') + 1])}\n".encode()), **given)
    assert (chosen.x, chosen.y, chosen.note) == (*columns, note)


def test_a_column_that_is_not_there(opened: Callable[[bytes], Table]) -> None:
    with pytest.raises(DatagenError) as caught:
        choose_columns(opened(b"time,height\n1,2\n"), y="hieght")
    assert str(caught.value) == "data.csv: there is no column 'hieght', only time, height; did you mean 'height'?"


def test_a_file_without_a_header(opened: Callable[[bytes], Table]) -> None:
    table = opened(b"1,2,3\n4,5,6\n")
    assert table.columns == ("x", "y", "3")
    assert table.notes == ("data.csv has no header line: its columns are called x, y, 3",)
    assert np.array_equal(table.read(["x", "3"]), [[1, 4], [3, 6]])


def test_decimal_commas_between_semicolons(opened: Callable[[bytes], Table], monkeypatch: pytest.MonkeyPatch) -> None:
    """With a header or without, small or in blocks of which Polars reads those without a point."""
    text = "".join(f"{i / 8!r};a;{-i}\n" for i in range(1000)).replace(".", ",")
    for block in (sources.BLOCK, 1000):
        monkeypatch.setattr(sources, "BLOCK", block)
        for head, name in (("x;name;3\n", "3"), ("", "3")):
            table = opened((head + text.replace("a", "7" if not head else "a")).encode())
            assert table.notes[-1] == "data.csv has decimal commas: 2,5 is read as 2.5"
            assert np.array_equal(table.read(["x", name]), [np.arange(1000) / 8, -np.arange(1000.0)])


def test_a_row_of_empty_cells_is_a_row_without_values(opened: Callable[[bytes], Table]) -> None:
    """Whichever reader sees it; above the header it is none."""
    table = opened(b",\n,\nx,y\n1,2\n,\n\n3,4\n,\n")
    nan = float("nan")
    assert np.array_equal(table.read(["x", "y"]), [[1, nan, 3, nan], [2, nan, 4, nan]], equal_nan=True)


def test_a_comma_is_no_decimal_comma_elsewhere(opened: Callable[[bytes], Table]) -> None:
    assert opened(b"1,2\n3,4\n").columns == ("x", "y")
    assert opened(b"1,2;3,4,5\n6,7,8,9\n").columns == ("1", "2;3", "4", "5")
    assert opened(b"x;note\n1;a, b\n").notes == ()


def test_a_folder_and_a_file_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(DatagenError, match=r"^a\.csv: is a folder; name a file in it$"):
        open_table("a.csv")
    with pytest.raises(FileNotFoundError):
        open_table("b.csv")
