"""What the subjects of a figure are: data files, matrices, or functions of one or of two variables."""

import os
import re
from collections.abc import Sequence
from typing import Any

from datagen.errors import DatagenError
from datagen.functions import meant, resolve
from datagen.sets.naming import named_set

__all__ = ["DATA", "KINDS", "MATRICES", "STDIN", "is_shape", "kind_of", "says_data"]

DATA = (
    ".csv", ".tsv", ".tab", ".txt", ".json", ".jsonl", ".ndjson", ".npy", ".npz", ".parquet", ".arrow", ".ipc",
    ".feather", ".safetensors",
)  # fmt: skip
"""How the name of a data file ends, gzipped or not; no formula ends so."""

GZIPPED = ".gz"

STDIN = "-"
MATRICES = "dot"

KINDS = {"points": "data", "matrices": "matrices", "curves": "a function", "surfaces": "a function"}
"""The kinds of subject, with what one is called."""


class SubjectsError(DatagenError):
    """Subjects that do not make one figure."""


def kind_of(subjects: Sequence[str], settings: Sequence[tuple[str, Any]] = ()) -> str:
    """What the subjects are, as a key of KINDS.

    Raises: SubjectsError for subjects of several kinds and for a file that is not there, and what `resolve` raises.
    """
    if subjects[0].strip() == MATRICES and all(is_shape(each) for each in subjects[1:]):
        return "matrices"
    if subjects[0].strip() == MATRICES:
        given = next(each for each in subjects[1:] if not is_shape(each))
        raise SubjectsError(f"{MATRICES} is followed by shapes, each ROWSxCOLUMNS, such as 2x3; not {given!r}")
    names = [name for name, _ in settings]
    kinds = {text: _kind(text.strip(), names) for text in subjects}
    if {*kinds.values()} == {"curves", "surfaces"}:
        return "curves"  # which says what is to be set
    (first, kind), *others = kinds.items()
    for text, other in others:
        if other != kind:
            reason = f"{first} is {KINDS[kind]} and {text} is {KINDS[other]}"
            hint = "; the function behind data is drawn by --truth" if "points" in (kind, other) else ""
            raise SubjectsError(f"one figure has one kind of subject, but {reason}{hint}")
    return kind


def is_shape(text: str) -> bool:
    """Whether a subject that follows `dot` is the shape of a matrix; alone 2x3 is a formula, 2x·3."""
    return bool(re.fullmatch(r"\s*\d+\s*[x×]\s*\d+\s*", text))


def says_data(text: str) -> bool:
    """Whether a text is the name of a data file, whether or not there is such a file."""
    return text.lower().removesuffix(GZIPPED).endswith(DATA)


def _is_file(text: str) -> bool:
    """Whether there is a file, a pipe or a device of this name."""
    return os.path.exists(text) and not os.path.isdir(text)


def _kind(text: str, names: Sequence[str]) -> str:
    if text == STDIN or _is_file(text):
        return "points"
    if says_data(text):
        raise SubjectsError(f"{text}: {'is a folder' if os.path.isdir(text) else 'there is no such file'}")
    if text == MATRICES:
        return "matrices"
    if named_set(text, names):
        raise SubjectsError(f"{text} is a set of data; draw it by: datagen sample {text} | datagen plot -")
    try:
        variables = resolve(text, variables=names).expression.variables
    except DatagenError:
        if os.path.isdir(text):
            raise SubjectsError(f"{text} is a folder; give a file that is in it") from None
        raise
    free = [each for each in variables if all(meant(name, [each]) is None for name in names)]
    return "surfaces" if len(free) == 2 else "curves"
