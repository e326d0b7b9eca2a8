"""The manifest of a folder of parts: what they are parts of, and the SHA-256 of each.

    {
      "recipe": {
        "datagen": "0.1.0",
        "numpy": "2.4.0",
        "cpu": "x86_64 X86_V3",
        "data": "quadratic",
        "n": 1000000,
        ...
      },
      "format": "csv",
      "parts": 4,
      "truth": {"a": 1.0, "b": 0.0, "c": 0.0},
      "notes": [],
      "files": [
        {"file": "part-00000.csv", "rows": 262144, "sha256": "...", "counts": {"y is an outlier": 3}},
        ...
      ]
    }

`truth` has the parameters' values, `notes` what the program says of the data, such as the noise of a signal-to-noise
ratio, and `counts` of how many rows of a part something is said; they are there to be read and are not compared.
Nothing in it depends on when, where or by how many workers the parts were made, on machines whose NumPy computes the
same: a finished folder has one manifest. It is there before the first part is, so that a folder is known to be of one
recipe from its beginning.
"""

import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from datagen import __version__
from datagen.errors import OutputError
from datagen.options import Recipe, options
from datagen.parts import Part
from datagen.writing import open_whole

__all__ = ["NAME", "Manifest", "made_with", "record"]

NAME = "manifest.json"


def made_with(format: str) -> dict[str, str]:
    """What the bytes of a format depend on besides the recipe: versions, and which of NumPy's kernels run here.

    NumPy chooses its kernels of exp, log, sin and pow by the processor, and they differ in the last place. The
    processor's level is the last that it has of the sets of instructions for which this NumPy was built.
    """
    umath: Any = import_module("numpy._core._multiarray_umath")
    sets = [*umath.__cpu_baseline__, *(each for each in umath.__cpu_dispatch__ if umath.__cpu_features__.get(each))]
    made = {"datagen": __version__, "numpy": version("numpy"), "cpu": " ".join([platform.machine(), *sets[-1:]])}
    if format.startswith(("parquet", "arrow")):
        made["polars"] = version("polars")
    return made


def record(recipe: Recipe, format: str) -> dict[str, Any]:
    """All that a recipe's bytes depend on, as plain data: versions, what is made, and every option that is set."""
    given = {each.name: getattr(recipe, each.field) for each in options(type(recipe))}
    kept = {name: value for name, value in given.items() if value not in (None, ())}
    plain: dict[str, Any] = json.loads(json.dumps(kept))  # pairs are lists, as they are when read again
    return {**made_with(format), "data": type(recipe).__name__.lower(), **plain}


class Manifest(NamedTuple):
    """What a folder of parts says of itself."""

    recipe: dict[str, Any]
    format: str
    parts: int
    truth: Mapping[str, float] = {}
    notes: Sequence[str] = ()

    def write(self, folder: Path, listed: Mapping[str, Part] | None = None) -> None:
        """Write it into the folder, whole or not at all, with the finished parts in the order of their names."""
        options = ",".join(f"\n    {json.dumps(name)}: {json.dumps(value)}" for name, value in self.recipe.items())
        files = ",".join(f"\n    {json.dumps(_plain(each))}" for _, each in sorted((listed or {}).items()))
        head = f'{{\n  "recipe": {{{options}\n  }},\n  "format": "{self.format}",\n  "parts": {self.parts},\n'
        head += f'  "truth": {json.dumps(dict(self.truth))},\n  "notes": {json.dumps(list(self.notes))},\n'
        with open_whole(str(folder / NAME)) as stream:
            stream.write(f'{head}  "files": [{files}\n  ]\n}}\n'.encode())

    def listed(self, folder: Path) -> dict[str, Part]:
        """The parts that the manifest in the folder lists, by the names of their files.

        Raises: OutputError where that is the manifest of other parts, or where there are parts and no manifest.
        """
        place = folder / NAME
        if not place.exists():
            if stray := next(folder.glob("part-[0-9]*"), None):
                raise OutputError(f"{folder}: holds {stray.name} but no {NAME}; name another folder with -o")
            return {}
        there, files = _read(place)
        if differences := "; ".join(_differences(there, self)):
            raise OutputError(f"{folder}: holds parts of another recipe: {differences}; name another folder with -o")
        return {each.file: each for each in files}


def _plain(part: Part) -> dict[str, Any]:
    """A part as a manifest has it: without counts where there are none."""
    fields = part._asdict()
    return fields if part.counts else {name: value for name, value in fields.items() if name != "counts"}


def _read(place: Path) -> tuple[Manifest, list[Part]]:
    """A manifest, and the parts that it lists. Raises: OutputError for a file that is none."""
    try:
        fields = json.loads(place.read_bytes())
        files = [Part(**each) for each in fields.pop("files")]
        manifest = Manifest(**fields)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise _foreign(place) from None
    if not isinstance(manifest.recipe, dict) or not all(map(_is_part, files)):
        raise _foreign(place)
    return manifest, files


def _foreign(place: Path) -> OutputError:
    return OutputError(f"{place}: is not a manifest of datagen; name another folder with -o")


def _is_part(part: Part) -> bool:
    """Whether what a file says of a part is of the types that it is to be, and its counts are counts of its rows."""
    if not (isinstance(part.file, str) and isinstance(part.sha256, str) and isinstance(part.counts, dict)):
        return False
    counts = [part.rows, *part.counts.values()]
    return all(type(each) is int for each in counts) and min(counts) >= 0 and max(counts) == part.rows


def _differences(there: Manifest, here: Manifest) -> Iterator[str]:
    """What two manifests do not agree on, a clause each."""
    old, new = ({**each.recipe, "format": each.format, "parts": each.parts} for each in (there, here))
    for name in dict.fromkeys([*new, *old]):
        if old.get(name) != new.get(name):
            yield f"{name} is {old.get(name, 'not set')} there and {new.get(name, 'not set')} here"
