"""Tables of numbers as text, CSV and LaTeX."""

import csv
import io
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datagen.tables import aligned, array, csv_table, digits, tabular, turned, typeset_number


def test_columns_are_aligned_on_the_right():
    assert aligned(["x", "f(x)"], [(0.5, 12.0), (-10.0, math.nan)], 2) == "    x  f(x)\n  0.5    12\n  -10   nan"


def test_digits_are_15_and_minus_zero_is_zero():
    assert [digits(each) for each in (0.1 + 0.2, -0.0, 1 / 3, 1e300)] == ["0.3", "0", "0.333333333333333", "1e+300"]


def test_a_table_is_turned_where_it_is_too_wide_and_has_few_rows():
    head = [f"f^({order})(x)" for order in range(8)]
    assert turned(head, [[math.pi] * 8])
    assert not turned(head, [[1.0] * 8])
    assert not turned(head, [[math.pi] * 8] * 7)


@given(st.lists(st.tuples(st.floats(), st.floats()), max_size=5), st.text("x,\"\n'^() ", min_size=1, max_size=5))
def test_csv_reads_back(rows: list[tuple[float, float]], name: str):
    head, *read = csv.reader(io.StringIO(csv_table([name, "f(x, y)"], rows), newline=""))
    assert head == [name, "f(x, y)"]
    assert [[repr(float(cell)) for cell in row] for row in read] == [list(map(repr, row)) for row in rows]


def test_csv_quotes_what_needs_it_and_writes_numbers_as_tables_do():
    assert csv_table(["f''", "f(x, y)"], [(1e-5, math.nan), (math.inf, "")]) == "f'',\"f(x, y)\"\n0.00001,NaN\ninf,"


@pytest.mark.parametrize(
    ("value", "latex"),
    [
        (2.0, "2"),
        (-0.5, "-0.5"),
        (-0.0, "0"),
        (1.5e-9, r"1.5 \times 10^{-9}"),
        (-1e300, r"-1 \times 10^{300}"),
        (math.inf, r"\infty"),
        (-math.inf, r"-\infty"),
        (math.nan, r"\mbox{undefined}"),
    ],
)
def test_numbers_in_latex(value: float, latex: str):
    assert typeset_number(value) == latex


def test_a_tabular_has_its_cells_in_math_mode():
    assert tabular(["x", "f(x)"], [(1.0, 1e-9), ("x^{2}", math.nan)]) == (
        "\\begin{tabular}{rr}\n"
        "$x$ & $f(x)$ \\\\ \\hline \\rule{0pt}{2.6ex}\n"
        "$1$ & $1 \\times 10^{-9}$ \\\\\n"
        "$x^{2}$ & $\\mbox{undefined}$ \\\\\n"
        "\\end{tabular}"
    )


def test_a_matrix_in_latex():
    assert array([[1.0, 2.0], [3.0, 4.0]]) == r"\left(\begin{array}{rr} 1 & 2 \\ 3 & 4 \end{array}\right)"
