"""The text of cells and rows: one layout, whoever writes it.

The text of a float is the shortest that reads back to the same double: 1.0, 1e+16, 0.00001, 1e-6, inf, -inf and NaN.
A missing cell is empty in delimited text; in JSON missing cells and nan are null, and the infinities "inf" and "-inf".
"""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

__all__ = ["delimited_rows", "encode_json", "json_rows", "number"]

Cells = Sequence[Any]
"""The cells of a column: floats, whole numbers or text, and None where one is missing."""

Texts = dict[str, Callable[[Any], str]]
"""The text of a cell, for each type."""


def number(value: float) -> str:
    """The shortest text that reads back to the same double, in the layout that Polars writes."""
    text = repr(value)
    if "e-0" not in text:
        return "NaN" if text == "nan" else text
    digits, _, exponent = text.partition("e-0")
    if exponent != "5":
        return f"{digits}e-{exponent}"
    sign = "-" if digits.startswith("-") else ""
    return f"{sign}0.0000{digits.lstrip('-').replace('.', '')}"


def delimited_rows(columns: Iterable[Cells], types: Sequence[str], separator: str) -> bytes:
    """Lines of cells with a separator between them, quoted where they need it."""
    texts: Texts = {"float": number, "integer": str, "text": lambda cell: _quoted(cell, separator)}
    rows = zip(*_cells(columns, types, texts, ""), strict=True)
    return "".join(f"{separator.join(row)}\n" for row in rows).encode()


def json_rows(names: Sequence[str], columns: Iterable[Cells], types: Sequence[str]) -> bytes:
    """Lines of JSON, an object for each row."""
    from json import dumps  # here, as few starts need it

    texts: Texts = {"float": _json_number, "integer": str, "text": lambda cell: dumps(cell, ensure_ascii=False)}
    row = ",".join(f'"{name}":%s' for name in names)
    rows = zip(*_cells(columns, types, texts, "null"), strict=True)
    return "".join(f"{{{row % cells}}}\n" for cells in rows).encode()


def encode_json(data: Any) -> bytes:
    """One line of JSON, in which nan is null and the infinities are "inf" and "-inf"."""
    from json import dumps

    return dumps(_plain(data), ensure_ascii=False, allow_nan=False).encode() + b"\n"


def _cells(columns: Iterable[Cells], types: Sequence[str], texts: Texts, missing: str) -> list[list[str]]:  # fmt: skip
    """The texts of the cells of each column, by its type."""
    return [
        [missing if cell is None else texts[type](cell) for cell in column]
        for column, type in zip(columns, types, strict=True)
    ]


def _quoted(text: str, separator: str) -> str:
    """A text as a cell: in quotes where it is empty, which would be missing, or could be taken for more than a cell."""
    if text and not any(each in text for each in (separator, '"', "\n", "\r")):
        return text
    return '"' + text.replace('"', '""') + '"'


def _json_number(value: float) -> str:
    if math.isfinite(value):
        return number(value)
    return "null" if math.isnan(value) else f'"{value}"'


def _plain(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    if isinstance(data, float) and not math.isfinite(data):
        return None if math.isnan(data) else "inf" if data > 0 else "-inf"
    return data
