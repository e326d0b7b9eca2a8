"""Pieces of a dataset and folders of parts: joined they are the whole, whoever makes them and however often."""

import errno
import fcntl
import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import PATIENCE, PROGRAM, running, wait_until
from hypothesis import given
from hypothesis import strategies as st

from datagen import __version__
from datagen.datasets import Quadratic, Sample
from datagen.errors import DatagenError
from datagen.folders import Folder
from datagen.manifests import made_with
from datagen.parts import Piece, piece, rows_of
from datagen.rows import Dataset
from datagen.streams import BLOCK
from datagen.targets import DataTarget

N = 5 * BLOCK + 99
"""Rows of six blocks."""

RECIPE = Quadratic(n=N, design="uniform")


def written(folder: Path, recipe: Quadratic | Sample = RECIPE, **how: Any) -> bytes:
    """What a target writes into a file."""
    DataTarget(output=str(folder / "data.csv"), **how).write(recipe)
    return (folder / "data.csv").read_bytes()


def contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in sorted(folder.iterdir())}


def joined(pieces: list[bytes]) -> bytes:
    """Pieces one after the other, without the repeats of the header line."""
    return pieces[0] + b"".join(each.partition(b"\n")[2] for each in pieces[1:])


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return written(tmp_path_factory.mktemp("whole"), jobs=1)


@given(st.integers(0, 10**15), st.integers(1, 100_000), st.data())
def test_pieces_follow_each_other_and_are_even(n: int, pieces: int, data: st.DataObject) -> None:
    which = data.draw(st.integers(1, pieces))
    here = piece(n, which, pieces)
    assert here.start == (piece(n, which - 1, pieces).stop if which > 1 else 0)
    assert len(here) - (-(-n // BLOCK) // pieces) in {0, 1}
    assert piece(n, pieces, pieces).stop == -(-n // BLOCK)


@given(st.integers(0, 10**7), st.integers(1, 200))
def test_the_rows_of_the_pieces_are_all_rows(n: int, pieces: int) -> None:
    assert sum(rows_of(n, piece(n, which, pieces)) for which in range(1, pieces + 1)) == n


@pytest.mark.parametrize(("n", "pieces", "numbers"), [
    (N, 4, [range(2), range(2, 3), range(3, 5), range(5, 6)]),
    (N, 1, [range(6)]),
    (10, 3, [range(1), range(1, 1), range(1, 1)]),
    (0, 2, [range(0), range(0)]),
])  # fmt: skip
def test_the_blocks_of_the_pieces(n: int, pieces: int, numbers: list[range]) -> None:
    assert [piece(n, which, pieces) for which in range(1, pieces + 1)] == numbers


@pytest.mark.parametrize("given_", ["2/5", " 2 / 5 ", (2, 5), [2, 5]])
def test_a_piece_is_read(given_: object) -> None:
    assert Piece().read("part", given_) == (2, 5)


@pytest.mark.parametrize("given_", ["0/5", "6/5", "-1/5", "2", "2/", "1/2/3", "a/b", "1/100001", (0, 5), 3, (1.0, 5)])
def test_what_is_no_piece_is_refused(given_: object) -> None:
    with pytest.raises(DatagenError) as caught:
        Piece().read("part", given_)
    shown = "/".join(map(str, given_)) if isinstance(given_, tuple) else given_
    assert str(caught.value) == (
        f"part: {shown} is not allowed; give K/N, such as 1/8, with K from 1 to N and N up to 100000"
    )


@pytest.mark.parametrize("jobs", [2, 3, None])
def test_any_number_of_jobs_writes_the_same_bytes(jobs: int | None, whole: bytes, tmp_path: Path) -> None:
    assert written(tmp_path, jobs=jobs) == whole


@pytest.mark.parametrize("pieces", [1, 2, 5, 8])
def test_pieces_joined_are_the_whole(pieces: int, whole: bytes, tmp_path: Path) -> None:
    made = [written(tmp_path, part=(which, pieces), jobs=1 + which % 2) for which in range(1, pieces + 1)]
    assert joined(made) == whole
    assert {each.partition(b"\n")[0] for each in made} == {b"x,y"}


def test_a_small_dataset_has_pieces_too(tmp_path: Path) -> None:
    recipe = Quadratic(n=3, noise=0)
    assert [written(tmp_path, recipe, part=(which, 2)) for which in (1, 2)] == [
        b"x,y\n-1.0,1.0\n0.0,0.0\n1.0,1.0\n", b"x,y\n"
    ]  # fmt: skip


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_folder_holds_the_whole_and_says_of_what(jobs: int, whole: bytes, tmp_path: Path) -> None:
    DataTarget(output=str(tmp_path / "data"), parts=4, jobs=jobs).write(RECIPE)
    files = contents(tmp_path / "data")
    manifest = json.loads(files.pop("manifest.json"))
    assert list(files) == [f"part-0000{k}.csv" for k in range(4)]
    assert joined(list(files.values())) == whole
    assert manifest["format"] == "csv"
    assert manifest["parts"] == 4
    assert manifest["recipe"].items() >= {"datagen": __version__, "data": "quadratic", "n": N, "seed": 0}.items()
    assert manifest["files"] == [
        {"file": name, "rows": rows, "sha256": hashlib.sha256(files[name]).hexdigest()}
        for name, rows in zip(files, [2 * BLOCK, BLOCK, 2 * BLOCK, 99], strict=True)
    ]


def test_who_makes_a_folder_does_not_show_in_it(tmp_path: Path) -> None:
    for jobs in (1, 2, 8):
        DataTarget(output=str(tmp_path / str(jobs)), parts=3, jobs=jobs).write(RECIPE)
    assert contents(tmp_path / "1") == contents(tmp_path / "2") == contents(tmp_path / "8")


@pytest.mark.parametrize("jobs", [1, 2])
def test_started_again_it_makes_what_is_missing_or_changed(jobs: int, tmp_path: Path) -> None:
    target = DataTarget(output=str(tmp_path), parts=4, jobs=jobs)
    target.write(RECIPE)
    before = contents(tmp_path)
    for each in tmp_path.iterdir():
        os.utime(each, (0, 0))
    (tmp_path / "part-00001.csv").unlink()
    (tmp_path / "part-00002.csv").write_bytes(before["part-00002.csv"].replace(b"1", b"2", 1))
    (tmp_path / ".part-00001.csv.left.tmp").touch()
    target.write(RECIPE)
    assert contents(tmp_path) == before
    same = {each.name for each in tmp_path.iterdir() if each.stat().st_mtime == 0}
    assert {"part-00000.csv", "part-00003.csv"} <= same
    assert not {"part-00001.csv", "part-00002.csv"} & same


class FailingError(Exception):
    """What a block fails with."""


@pytest.mark.parametrize("error", [FailingError, KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("jobs", [1, 2])
def test_ended_half_way_it_leaves_finished_parts_and_goes_on(
    jobs: int, error: type[BaseException], tmp_path: Path
) -> None:
    folder, good = Folder(tmp_path / "data", "csv", 6, jobs), RECIPE.dataset()

    def block(number: int) -> Any:
        if number == 4:
            raise error
        return good.block(number)

    with pytest.raises(error):
        folder.write(RECIPE, replace(good, block=block), RECIPE.tally)
    left = contents(folder.place)
    listed = json.loads(left.pop("manifest.json"))["files"]
    assert {"part-00000.csv", "part-00001.csv"} <= {each["file"] for each in listed} <= set(left)
    assert "part-00004.csv" not in left
    assert all(name.startswith("part-") for name in left)
    folder.write(RECIPE, good, RECIPE.tally)
    DataTarget(output=str(tmp_path / "other"), parts=6).write(RECIPE)
    assert contents(folder.place) == contents(tmp_path / "other")


@pytest.mark.parametrize("there", [False, True], ids=["its own folder", "a folder that was there"])
def test_without_a_finished_part_nothing_is_left(there: bool, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "data", "csv", 2, 1)
    if there:
        folder.place.mkdir()

    def block(number: int) -> Any:
        raise FailingError

    with pytest.raises(FailingError):
        folder.write(RECIPE, replace(RECIPE.dataset(), block=block), RECIPE.tally)
    assert folder.place.exists() == there
    assert not list(tmp_path.glob("data/*"))


def test_no_folder_is_left_where_there_is_no_room_for_a_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("datagen.folders.Manifest.write", full)
    with pytest.raises(OSError, match="No space left"):
        overwritten()(tmp_path / "data")
    assert not list(tmp_path.iterdir())


STALLED = """
import threading
from dataclasses import replace
from datagen.__main__ import main
from datagen.datasets import Quadratic

complete = Quadratic.dataset

def stalled(recipe):
    data = complete(recipe)
    return replace(data, block=lambda number: data.block(number) if number < 8 else threading.Event().wait())

Quadratic.dataset = stalled
main()
"""
"""The program, which stops for ever in the ninth block."""


def test_killed_half_way_and_started_again_it_has_the_same_hashes(tmp_path: Path) -> None:
    command = ["quadratic", "--n", "1e6", "--parts", "12", "--jobs", "2", "-o", "data"]
    with running([sys.executable, "-c", STALLED, *command], cwd=tmp_path) as process:
        wait_until(lambda: len(list(tmp_path.glob("data/part-*"))) >= 3)
        process.kill()
    assert len(list(tmp_path.glob("data/part-*"))) < 12
    again = subprocess.run([PROGRAM, *command], cwd=tmp_path, capture_output=True, timeout=PATIENCE)
    assert (again.returncode, again.stderr) == (0, b"")
    DataTarget(output=str(tmp_path / "other"), parts=12).write(Quadratic(n=10**6))
    assert contents(tmp_path / "data") == contents(tmp_path / "other")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["INT", "TERM"])
def test_interrupted_it_leaves_finished_parts_alone(number: signal.Signals, status: int, tmp_path: Path) -> None:
    command = [PROGRAM, "quadratic", "--n", "1e9", "--parts", "10000", "--jobs", "2", "-o", "data"]
    with running(command, cwd=tmp_path, stderr=subprocess.PIPE) as process:
        wait_until(lambda: list(tmp_path.glob("data/part-*")))
        process.send_signal(number)
        _, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (status, b"")
    names = {each.name for each in (tmp_path / "data").iterdir()} - {"manifest.json"}
    assert all(name.startswith("part-") for name in names)
    listed = json.loads((tmp_path / "data" / "manifest.json").read_bytes())["files"]
    assert {each["file"] for each in listed} <= names


def overwritten(**changes: Any) -> Callable[[Path], None]:
    """Make a folder that holds something else."""

    def make(folder: Path) -> None:
        DataTarget(**{"output": str(folder), "parts": 2, **changes}).write(Quadratic(n=10))

    return make


def stray(name: str, text: str = "") -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        folder.mkdir()
        (folder / name).write_text(text)

    return make


def listing(**changes: Any) -> Callable[[Path], None]:
    """Make a folder whose manifest says something else of its first part."""

    def make(folder: Path) -> None:
        overwritten()(folder)
        manifest = json.loads((folder / "manifest.json").read_text())
        manifest["files"][0] |= changes
        (folder / "manifest.json").write_text(json.dumps(manifest))

    return make


NONE = "data/manifest.json: is not a manifest of datagen; name another folder with -o"
DAMAGED = [
    stray("manifest.json", '{"recipe": 5, "format": "csv", "parts": 2, "files": []}'),
    stray("manifest.json", "[" * 100_000),
    *(listing(counts=counts) for counts in ([1], 3, {"y": "many"}, {"y": -5}, {"y": 11}, {"y": True})),
    *(listing(file=file) for file in (5, [5])),
    listing(rows="ten"), listing(sha256=None),
]  # fmt: skip

OTHERS = [
    *((make, Quadratic(n=10), NONE) for make in DAMAGED),
    (overwritten(), Quadratic(n=10, noise_kind="normal"),
     "data: holds parts of another recipe: noise-kind is not set there and normal here; name another folder with -o"),
    (overwritten(), Sample("x^2", n=10),
     "data: holds parts of another recipe: data is quadratic there and sample here; noise is 0.2 there and 0.0 here; "
     "formula is not set there and x^2 here; a is 1.0 there and not set here; b is 0.0 there and not set here; "
     "c is 0.0 there and not set here; name another folder with -o"),
    (overwritten(parts=3), Quadratic(n=10),
     "data: holds parts of another recipe: parts is 3 there and 2 here; name another folder with -o"),
    (overwritten(format="tsv"), Quadratic(n=10),
     "data: holds parts of another recipe: format is tsv there and csv here; name another folder with -o"),
    (stray("part-00007.csv"), Quadratic(n=10),
     "data: holds part-00007.csv but no manifest.json; name another folder with -o"),
    (stray("manifest.json", "[1]"), Quadratic(n=10),
     NONE),
    (stray("manifest.json", '{"files": [{"file": 3}]}'), Quadratic(n=10),
     NONE),
]  # fmt: skip


@pytest.mark.parametrize(("make", "recipe", "message"), OTHERS, ids=[message[:60] for *_, message in OTHERS])
def test_a_folder_of_something_else_is_left_as_it_is(
    make: Callable[[Path], None], recipe: Quadratic | Sample, message: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    make(Path("data"))
    before = contents(Path("data"))
    with pytest.raises(DatagenError) as caught:
        DataTarget(output="data", parts=2).write(recipe)
    assert str(caught.value) == message
    assert contents(Path("data")) == before


def test_parts_of_another_release_are_another_recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    overwritten()(tmp_path / "data")
    monkeypatch.setattr("datagen.manifests.__version__", "99")
    with pytest.raises(DatagenError, match=f"datagen is {__version__} there and 99 here"):
        overwritten()(tmp_path / "data")


def test_parts_of_another_processor_are_another_recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    overwritten()(tmp_path / "data")
    found = json.loads((tmp_path / "data" / "manifest.json").read_text())["recipe"]
    assert found["numpy"] == np.__version__
    features = dict.fromkeys(np._core._multiarray_umath.__cpu_features__, False)
    monkeypatch.setattr("numpy._core._multiarray_umath.__cpu_features__", features)
    monkeypatch.setattr("platform.machine", lambda: "another")
    with pytest.raises(DatagenError, match=f"cpu is {found['cpu']} there and another .* here; name another folder"):
        overwritten()(tmp_path / "data")


@pytest.mark.parametrize(
    ("format", "polars"), [("csv", False), ("npz", False), ("parquet-zstd", True), ("arrow", True)]
)
def test_polars_is_recorded_where_it_makes_the_bytes(format: str, polars: bool) -> None:
    assert ("polars" in made_with(format)) is polars


def test_a_manifest_says_what_is_true_of_the_data(tmp_path: Path) -> None:
    recipe = Sample("linear", n=10, snr=20.0)
    DataTarget(output=str(tmp_path), parts=1).write(recipe)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert manifest["truth"] == dict(recipe.truth)
    assert set(manifest["truth"]) == {"b", "w1", "w2", "w3"}
    assert manifest["notes"] == recipe.notes()
    assert any("is 20 dB below y" in note for note in manifest["notes"])


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_was_counted_in_finished_parts_is_said_again(jobs: int, tmp_path: Path) -> None:
    first, again, half = (Sample("sqrt(x)", n=N, x=(-1, 1)) for _ in range(3))
    for recipe in (first, again):
        DataTarget(output=str(tmp_path), parts=3, jobs=jobs).write(recipe)
    before = contents(tmp_path)
    (tmp_path / "part-00001.csv").unlink()
    DataTarget(output=str(tmp_path), parts=3, jobs=jobs).write(half)
    assert first.remarks() == again.remarks() == half.remarks() != []
    assert contents(tmp_path) == before


def test_what_a_manifest_says_wrongly_is_put_right(tmp_path: Path) -> None:
    overwritten()(tmp_path / "data")
    good, place = contents(tmp_path / "data"), tmp_path / "data" / "manifest.json"
    manifest = json.loads(place.read_text())
    manifest["files"][0]["rows"] = 7
    manifest["files"].append({"file": "part-00002.csv", "rows": 1, "sha256": ""})
    place.write_text(json.dumps(manifest))
    overwritten()(tmp_path / "data")
    assert contents(tmp_path / "data") == good


def test_two_runs_do_not_write_into_one_folder(tmp_path: Path) -> None:
    descriptor = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with pytest.raises(DatagenError) as caught:
        overwritten()(tmp_path)
    os.close(descriptor)
    assert str(caught.value) == f"{tmp_path}: another run is writing there"
    overwritten()(tmp_path)


REFUSED = [
    ({"part": "1/2", "parts": 3, "output": "d"}, "part: 1/2 is not allowed; give it without --parts, which makes all"),
    ({"parts": 3}, "parts: name a folder for them with -o, such as -o data/"),
    ({"parts": 3, "output": "-"}, "parts: name a folder for them with -o, such as -o data/"),
    ({"parts": 3, "output": "file"}, "file: is a file; with --parts name a folder"),
    ({"parts": 3, "output": "a/b"}, "a/b: there is no folder a"),
    ({"parts": 3, "output": "d", "format": "cvs"}, "no format is called 'cvs'; did you mean 'csv'?"),
    ({"parts": 0}, "parts: 0 is not allowed; give a whole number, 1 to 100000"),
    ({"jobs": 0}, "jobs: 0 is not allowed; give a whole number, 1 to 1024"),
    ({"output": "folder"}, "folder: is a folder; name a file in it, or say --parts"),
    ({"cluster": "local", "output": "a.csv"},
     "cluster: local is not allowed; give it with --parts N and a folder, such as --parts 200 -o data/"),
    ({"cluster": "tcp://h:1", "parts": 2, "output": "d", "jobs": 2},
     "jobs: 2 is not allowed; give it without --cluster tcp://h:1, whose workers are its own"),
]  # fmt: skip


@pytest.mark.parametrize(("how", "message"), REFUSED, ids=[message[:40] for _, message in REFUSED])
def test_refused_before_any_work(
    how: dict[str, Any], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    Path("folder").mkdir()
    with pytest.raises(DatagenError) as caught:
        DataTarget(**how).check(("csv", "tsv"))
    assert str(caught.value) == message


@pytest.mark.parametrize(("how", "suffix"), [
    ({}, ".csv"), ({"format": "tsv"}, ".tsv"), ({"output": "data.tsv"}, ".tsv"), ({"output": "data.v2"}, ".csv"),
])  # fmt: skip
def test_the_format_of_parts(how: dict[str, Any], suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    target = DataTarget(**{"output": "data", "parts": 1, **how})
    target.check(("csv", "tsv"))
    target.write(Quadratic(n=3))
    assert [each.suffix for each in tmp_path.glob("*/part-*")] == [suffix]


@pytest.mark.parametrize(("n", "how", "notes"), [
    (N, {"parts": 6}, []),
    (N, {"part": (1, 6)}, []),
    (N, {}, []),
    (0, {"part": (1, 1)}, []),
    (N, {"part": (1, 8)},
     [f"{N} rows are 6 of the blocks of 65536 that pieces are made of; 2 of 8 pieces have no rows"]),
    (10, {"parts": 4}, ["10 rows are 1 of the blocks of 65536 that pieces are made of; 3 of 4 pieces have no rows"]),
])  # fmt: skip
def test_pieces_without_rows_are_said(n: int, how: dict[str, Any], notes: list[str]) -> None:
    assert DataTarget(**how).notes(Quadratic(n=n)) == notes


def test_what_is_counted_is_the_same_in_parts(tmp_path: Path) -> None:
    recipe = Sample("sqrt(x)", n=N, x=(-1, 1))
    DataTarget(output=str(tmp_path), parts=3, jobs=2).write(recipe)
    assert recipe.remarks() == [f"in {N // 2} of {N} rows y is nan, as the formula is not defined there"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_full_device_ends_a_job_of_any_size(jobs: str) -> None:
    done = subprocess.run(
        [PROGRAM, "quadratic", "--n", "1e12", "--design", "uniform", "--jobs", jobs, "-o", "/dev/full", "--format",
         "csv"], capture_output=True, timeout=PATIENCE,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, b"datagen: error: /dev/full: No space left on device\n")


def test_a_disk_that_takes_no_more_ends_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datagen.outlets.STALL", 16)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**22, before[1]))
    try:
        with pytest.raises(OSError, match=r"File too large") as caught:
            DataTarget(output=str(tmp_path / "data"), parts=100, jobs=2).write(Quadratic(n=10**12, design="uniform"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert Path(caught.value.filename).name in {"part-00000.csv", "part-00001.csv"}
    assert not list(tmp_path.iterdir())


def test_a_dataset_is_asked_for_each_block_once(tmp_path: Path) -> None:
    asked = []
    good = RECIPE.dataset()

    def block(number: int) -> Any:
        asked.append(number)
        return good.block(number)

    Folder(tmp_path / "data", "csv", 3, 2).write(RECIPE, Dataset(good.columns, N, block, good.types), RECIPE.tally)
    assert sorted(asked) == list(range(6))
