"""The text of numbers and tables: shortest round trip, and one layout with and without Polars."""

import io
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datagen import formats
from datagen.formats import FORMATS, encode_json, number, write_table


@dataclass(frozen=True)
class Rows:
    """A table of one block."""

    columns: tuple[str, ...]
    values: tuple[np.ndarray, ...]

    @property
    def n(self) -> int:
        return len(self.values[0])

    def blocks(self) -> Iterator[tuple[np.ndarray, ...]]:
        return iter([self.values])


def text(table: Rows, format: str = "csv") -> str:
    stream = io.BytesIO()
    write_table(table, stream, format)
    return stream.getvalue().decode()


@given(st.floats())
def test_a_number_reads_back_to_the_same_double(value: float) -> None:
    assert float(number(value)) == value or math.isnan(value)


@given(st.floats(allow_nan=False))
def test_a_number_is_as_short_as_repr(value: float) -> None:
    digits = [sum(c.isdigit() for c in each.split("e")[0].lstrip("-0.")) for each in (number(value), repr(value))]
    assert digits[0] == digits[1]


@given(st.lists(st.floats(), min_size=1))
def test_small_and_large_tables_have_the_same_text(values: list[float]) -> None:
    table = Rows(("x",), (np.array(values),))
    frame = pl.DataFrame({"x": values}, schema={"x": pl.Float64})
    assert text(table) == frame.write_csv()


@given(st.integers(-330, 310), st.floats(1, 10, exclude_max=True))
def test_the_layout_is_the_same_at_every_magnitude(exponent: int, digits: float) -> None:
    value = float(f"{digits!r}e{exponent}")
    assert number(value) == pl.DataFrame({"x": [value]}).write_csv(include_header=False).strip()


def test_both_writers_write_the_same_file(monkeypatch: pytest.MonkeyPatch) -> None:
    x = np.random.default_rng(0).standard_normal((2, 5_000))
    table = Rows(("x", "y"), (x[0], 1e-5 * x[1]))
    ours = text(table, "tsv")
    monkeypatch.setattr(formats, "SMALL", 0)
    assert text(table, "tsv") == ours


def test_a_table_without_rows_is_its_header() -> None:
    assert text(Rows(("x", "y"), (np.empty(0), np.empty(0)))) == "x,y\n"


def test_special_values() -> None:
    assert text(Rows(("x",), (np.array([math.nan, math.inf, -math.inf, -0.0, 1e-5, 1e16]),))) == (
        "x\nNaN\ninf\n-inf\n-0.0\n0.00001\n1e+16\n"
    )


def test_json_has_no_bare_nan_or_infinity() -> None:
    line = encode_json({"a": [math.nan, math.inf, -math.inf, 0.1], "θ": 1})
    assert line == '{"a": [null, "inf", "-inf", 0.1], "θ": 1}\n'.encode()
    json.loads(line)


def test_no_extension_names_two_formats() -> None:
    extensions = [each for format in FORMATS.values() for each in format.extensions]
    assert len(set(extensions)) == len(extensions)
