"""Where output goes: a file that appears whole or not at all, or standard output."""

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from datagen.errors import NameUnknownError, OutputError
from datagen.formats import FORMATS, format_of
from datagen.kinds import Optional, Text
from datagen.options import Options, Recipe, option

__all__ = ["STDOUT", "Target", "check_format", "choose_format", "is_terminal", "leftovers", "open_whole"]

STDOUT = "-"

DESCRIPTORS = "/proc/self/fd"
"""Where Linux shows the files that a process has open."""

_UMASK = Lock()
"""The mask of new files can be read only by setting it, for all threads at once."""


@dataclass(frozen=True)
class Target(Options):
    """Where a command's output goes, and in which format."""

    output: str | None = option(Optional(Text("FILE")), None, "where to write", short="o", shown="standard output, -")
    format: str | None = option(Optional(Text("FORMAT")), None, "the format", shown="by the file's extension")

    def notes(self, recipe: Recipe) -> list[str]:
        """What a person should know of how the output is laid out, a line each."""
        return []

    def check(self, formats: tuple[str, ...]) -> None:
        """Refuse what cannot be written, before any work is done. Raises: OutputError, NameUnknownError."""
        choose_format(self.output or STDOUT, self.format, formats)

    def write(self, recipe: Recipe) -> None:
        """Write a recipe's output. Raises: OSError, with the name of the file."""
        place = self.output or STDOUT
        with open_whole(place) as stream:
            recipe.write(stream, choose_format(place, self.format, recipe.formats))


def choose_format(place: str, format: str | None, formats: tuple[str, ...]) -> str:
    """The one of `formats` to write at a place, named by itself or by the place's extension, else the first.

    Raises: NameUnknownError for a name that is not in `formats`, OutputError for a place that cannot take it.
    """
    check_format(format, formats)
    chosen = format or _format_of(place, formats)
    if place != STDOUT:
        _check_writable(place)
    if FORMATS[chosen].binary and is_terminal(place):
        raise OutputError(f"{chosen} does not go to a terminal; name a file with -o, such as -o fig.{chosen}")
    return chosen


def check_format(format: str | None, formats: tuple[str, ...]) -> None:
    """Refuse a name that is not in `formats`, with the one whose extension it is, as tex. Raises: NameUnknownError."""
    if format is not None and format not in formats:
        raise NameUnknownError("format", format, formats, format_of(f".{format}", formats))


def _format_of(place: str, formats: tuple[str, ...]) -> str:
    if place == STDOUT or not _is_plain(place):
        return formats[0]
    if chosen := format_of(place, formats):
        return chosen
    suffix = Path(place).suffix.lower()
    known = ", ".join(FORMATS[name].extensions[0] for name in formats if "." not in name)
    given = f"the extension {suffix} is not one of" if suffix else "there is no extension of"
    raise OutputError(f"{place}: {given} {known}; use one, or say --format")


def _check_writable(path: str) -> None:
    folder = Path(path).parent
    if Path(path).is_dir():
        raise OutputError(f"{path}: is a folder; name a file in it")
    if not folder.is_dir():
        raise OutputError(f"{path}: there is no folder {folder}")
    if not os.access(folder if _is_plain(path) else path, os.W_OK):
        raise OutputError(f"{path}: permission denied")


def is_terminal(place: str) -> bool:
    """Whether what is written at a place is shown on a terminal."""
    if place == STDOUT:
        return sys.stdout is not None and sys.stdout.isatty()
    if not Path(place).is_char_device():
        return False
    with open(place, "wb") as stream:
        return stream.isatty()


@contextmanager
def open_whole(path: str) -> Iterator[BinaryIO]:
    """A binary stream to standard output (-) or to a file that appears at `path` when all is written.

    The file is made in the folder of its place, synced to the disk and renamed; where anything fails it is removed and
    what was at `path` stays. Devices and pipes are written to as they are.

    Raises: OSError, with the name of the file and not that of the one beside it.
    """
    try:
        with _opened(path) as stream:
            yield stream
    except OSError as error:
        named = "standard output" if path == STDOUT else path
        raise OSError(error.errno, error.strerror or str(error), named) from error


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    if path == STDOUT:
        if sys.stdout is None:
            raise OSError(errno.EBADF, "is closed")
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    elif _is_plain(path):
        with _replacement(Path(os.path.realpath(path))) as stream:
            yield stream
    else:
        with open(path, "wb") as stream:
            yield stream


@contextmanager
def _replacement(place: Path) -> Iterator[BinaryIO]:
    """A stream to a file that takes a place when all is written.

    Until then it has no name, where the system knows such files, so that a kill leaves nothing of it.
    """
    descriptor, temporary = _beside(place)
    try:
        with open(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(descriptor)
            if not temporary:
                temporary = f"{place.parent}/{_hidden(place)}{os.urandom(8).hex()}.tmp"
                _name(descriptor, temporary)
        os.chmod(temporary, _mode(place))
        os.replace(temporary, place)
    except BaseException:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(place.parent)


def _beside(place: Path) -> tuple[int, str]:
    """A new file in the folder of a place: its descriptor, and its name, which is empty if it has none yet."""
    if hasattr(os, "O_TMPFILE") and os.path.isdir(DESCRIPTORS):
        with suppress(OSError):  # few file systems of a network know it
            return os.open(place.parent, os.O_TMPFILE | os.O_RDWR, 0o600), ""
    import tempfile

    return tempfile.mkstemp(prefix=_hidden(place), suffix=".tmp", dir=place.parent)


def _hidden(place: Path) -> str:
    """How the name of a file beside a place begins: short enough for what follows, if the place's own name fits."""
    return f".{place.name[:50]}."


def _name(descriptor: int, name: str) -> None:
    """Give an open file without a name one in its folder; where it takes none, its content goes to a file that has."""
    nameless = f"{DESCRIPTORS}/{descriptor}"
    try:
        os.link(nameless, name, src_dir_fd=descriptor)  # which has Python tell the system to follow the link in /proc
    except OSError:
        import shutil

        with open(nameless, "rb") as content, open(name, "xb") as copy:
            shutil.copyfileobj(content, copy)
            copy.flush()
            os.fsync(copy.fileno())


def leftovers(folder: Path, pattern: str) -> Iterator[Path]:
    """What is left in a folder of files whose names match a pattern and whose writers were killed."""
    return folder.glob(f".{pattern}.*.tmp")


def _mode(place: Path) -> int:
    """The permissions of the file at a place, or those that a new file gets."""
    if place.exists():
        return stat.S_IMODE(place.stat().st_mode)
    with _UMASK:
        mask = os.umask(0)
        os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make a rename outlast a power cut, where the system can sync a folder, and we may read it."""
    if os.name != "posix":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_plain(path: str) -> bool:
    """Whether a path is that of a file, or of none yet, rather than of a device or a pipe."""
    return not Path(path).exists() or Path(path).is_file()
