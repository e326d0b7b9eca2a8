"""Files appear whole or not at all."""

import errno
import io
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

import pytest

from datagen.errors import DatagenError
from datagen.options import Recipe
from datagen.writing import Target, choose_format, open_whole


@dataclass(frozen=True)
class Words(Recipe):
    """A recipe that writes two words, or fails between them."""

    fails: ClassVar[bool] = False
    formats: ClassVar[tuple[str, ...]] = ("text", "csv", "npy")

    def write(self, stream: BinaryIO, format: str) -> None:
        stream.write(b"one ")
        if self.fails:
            raise RuntimeError("half-way")
        stream.write(b"two")


class Broken(Words):
    """The same, failing."""

    fails = True


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    Target(output=str(tmp_path / "a.txt")).write(Words())
    assert (tmp_path / "a.txt").read_bytes() == b"one two"
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("before", [None, b"old"], ids=["no file", "a file"])
def test_a_failure_leaves_what_was_there(tmp_path: Path, before: bytes | None) -> None:
    place = tmp_path / "a.txt"
    if before:
        place.write_bytes(before)
    with pytest.raises(RuntimeError):
        Target(output=str(place)).write(Broken())
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == ([("a.txt", b"old")] if before else [])


def test_the_old_file_stays_until_the_new_one_is_complete(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_bytes(b"old")
    with open_whole(str(place)) as stream:
        stream.write(b"new")
        stream.flush()
        assert place.read_bytes() == b"old"
    assert place.read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="the system has no files without a name")
def test_what_is_not_complete_has_no_name_that_a_kill_could_leave(tmp_path: Path) -> None:
    with open_whole(str(tmp_path / "a.txt")) as stream:
        stream.write(b"new")
        stream.flush()
        assert not os.listdir(tmp_path)
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("before", [None, b"old"], ids=["no file", "a file"])
def test_a_system_without_such_files_has_a_file_beside(
    tmp_path: Path, before: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("datagen.writing.DESCRIPTORS", str(tmp_path / "none"))
    test_a_failure_leaves_what_was_there(tmp_path, before)
    with open_whole(str(tmp_path / "a.txt")):
        assert [each.split(".")[1:3] for each in os.listdir(tmp_path) if each != "a.txt"] == [["a", "txt"]]
    test_a_new_file_has_the_usual_permissions(tmp_path)
    assert sorted(os.listdir(tmp_path)) == ["a.txt", "usual"]


def test_a_file_that_takes_no_name_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*places: str, **how: int) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    test_a_file_is_written_whole(tmp_path)


@pytest.mark.parametrize("nameless", [True, False], ids=["nameless", "beside"])
def test_a_file_may_have_the_longest_name_there_is(
    tmp_path: Path, nameless: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not nameless:
        monkeypatch.setattr("datagen.writing.DESCRIPTORS", str(tmp_path / "none"))
    place = tmp_path / ("ä" * 125 + ".json")  # 255 bytes
    with open_whole(str(place)) as stream:
        stream.write(b"new")
    assert [each.name for each in tmp_path.iterdir()] == [place.name]


def test_the_file_is_synced_before_it_is_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (calls.append("fsync"), fsync(fd)))
    monkeypatch.setattr(os, "replace", lambda a, b: (calls.append("replace"), replace(a, b)))
    Target(output=str(tmp_path / "a.txt")).write(Words())
    assert calls[:2] == ["fsync", "replace"]


def test_a_folder_that_may_not_be_read_is_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.open

    def unread(place: Any, flags: int, *rest: Any, **more: Any) -> int:
        if flags == os.O_RDONLY and os.path.isdir(place):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return opened(place, flags, *rest, **more)

    monkeypatch.setattr(os, "open", unread)
    Target(output=str(tmp_path / "a.txt")).write(Words())
    assert (tmp_path / "a.txt").read_bytes() == b"one two"


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    Target(output=str(tmp_path / "a.txt")).write(Words())
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_an_old_file_keeps_its_permissions(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.touch()
    place.chmod(0o640)
    Target(output=str(place)).write(Words())
    assert stat.S_IMODE(place.stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_bytes(b"old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    Target(output=str(tmp_path / "link.txt")).write(Words())
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_bytes() == b"one two"


def test_a_device_is_written_to_as_it_is() -> None:
    target = Target(output=os.devnull)
    target.check(Words.formats)
    target.write(Words())
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize(
    ("output", "format", "chosen"),
    [
        ("-", None, "text"),
        ("a.txt", None, "text"),
        ("A.CSV", None, "csv"),
        ("a", "csv", "csv"),
        ("a.txt", "npy", "npy"),
    ],
)
def test_the_format(
    output: str, format: str | None, chosen: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert choose_format(output, format, Words.formats) == chosen


REJECTED = [
    ("a.xyz", None, "a.xyz: the extension .xyz is not one of .txt, .csv, .npy; use one, or say --format"),
    ("a", None, "a: there is no extension of .txt, .csv, .npy; use one, or say --format"),
    ("a.png", None, "a.png: the extension .png is not one of .txt, .csv, .npy; use one, or say --format"),
    ("a.txt", "cvs", "no format is called 'cvs'; did you mean 'csv'?"),
    ("nowhere/a.txt", None, "nowhere/a.txt: there is no folder nowhere"),
    ("folder.txt", None, "folder.txt: is a folder; name a file in it"),
]


@pytest.mark.parametrize(("output", "format", "message"), REJECTED, ids=[message[:30] for *_, message in REJECTED])
def test_rejected_before_any_work(
    output: str, format: str | None, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder.txt").mkdir()
    with pytest.raises(DatagenError) as caught:
        Target(output=output, format=format).check(Words.formats)
    assert str(caught.value) == message


def test_a_folder_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(DatagenError, match="permission denied"):
        Target(output=str(tmp_path / "a.txt")).check(Words.formats)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EPIPE], ids=["a full disk", "a reader gone"])
def test_an_error_names_the_file_that_was_asked_for(tmp_path: Path, number: int) -> None:
    with pytest.raises(OSError, match=r"a\.txt") as caught, open_whole(str(tmp_path / "a.txt")):
        raise OSError(number, os.strerror(number), str(tmp_path / ".a.txt.beside.tmp"))
    assert (caught.value.errno, caught.value.filename) == (number, str(tmp_path / "a.txt"))


def test_a_closed_standard_output_is_an_error_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)
    with pytest.raises(OSError, match="is closed"), open_whole("-"):
        pass


def test_binary_does_not_go_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", Terminal())
    with pytest.raises(DatagenError) as caught:
        Target(format="npy").check(Words.formats)
    assert str(caught.value) == "npy does not go to a terminal; name a file with -o, such as -o fig.npy"


class Terminal(io.StringIO):
    """A standard output that is a terminal."""

    def isatty(self) -> bool:
        return True
