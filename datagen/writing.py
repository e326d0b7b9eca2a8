"""Where output goes: a file that appears whole or not at all, or standard output."""

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from datagen.errors import NameUnknownError, OutputError
from datagen.formats import FORMATS
from datagen.kinds import Optional, Text
from datagen.options import Options, Recipe, option

__all__ = ["STDOUT", "Target", "check_writable", "open_whole"]

STDOUT = "-"


@dataclass(frozen=True)
class Target(Options):
    """Where a command's output goes, and in which format."""

    output: str = option(Text("FILE"), STDOUT, "where to write", short="o", shown="standard output, -")
    format: str | None = option(Optional(Text("FORMAT")), None, "the format", shown="by the file's extension")

    def choose(self, formats: tuple[str, ...]) -> str:
        """The one of `formats` to write in; refuses what cannot be written, before any work is done.

        Raises: OutputError, NameUnknownError.
        """
        chosen = self._format(formats)
        if self.output != STDOUT:
            check_writable(self.output)
        elif FORMATS[chosen].binary and sys.stdout.isatty():
            raise OutputError(f"{chosen} does not go to a terminal; name a file with -o, such as -o fig.{chosen}")
        return chosen

    def _format(self, formats: tuple[str, ...]) -> str:
        if self.format is not None:
            if self.format not in formats:
                raise NameUnknownError("format", self.format, formats)
            return self.format
        if self.output == STDOUT or not _is_plain(self.output):
            return formats[0]
        suffix = Path(self.output).suffix.lower()
        for name in formats:
            if suffix in FORMATS[name].extensions:
                return name
        known = ", ".join(FORMATS[name].extensions[0] for name in formats)
        given = f"the extension {suffix} is not one of" if suffix else "there is no extension of"
        raise OutputError(f"{self.output}: {given} {known}; use one, or say --format")

    def write(self, recipe: Recipe, format: str) -> None:
        """Write a recipe's output. Raises: OutputError, OSError."""
        with open_whole(self.output) as stream:
            recipe.write(stream, format)


def check_writable(path: str) -> None:
    """Raise OutputError where a file at `path` cannot be written."""
    folder = Path(path).parent
    if Path(path).is_dir():
        raise OutputError(f"{path}: is a folder; name a file in it")
    if not folder.is_dir():
        raise OutputError(f"{path}: there is no folder {folder}")
    if not os.access(folder if _is_plain(path) else path, os.W_OK):
        raise OutputError(f"{path}: permission denied")


@contextmanager
def open_whole(path: str) -> Iterator[BinaryIO]:
    """A binary stream to standard output (-) or to a file that appears at `path` when all is written.

    The file is made beside its place, synced to the disk and renamed; where anything fails it is removed and what
    was at `path` stays. Devices and pipes are written to as they are.
    """
    if path == STDOUT:
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
    descriptor, temporary = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".tmp", dir=place.parent)
    try:
        with open(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(descriptor)
        os.chmod(temporary, _mode(place))
        os.replace(temporary, place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(place.parent)


def _mode(place: Path) -> int:
    """The permissions of the file at a place, or those that a new file gets."""
    if place.exists():
        return stat.S_IMODE(place.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make a rename outlast a power cut, where the system can sync a folder."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _is_plain(path: str) -> bool:
    """Whether a path is that of a file, or of none yet, rather than of a device or a pipe."""
    return not Path(path).exists() or Path(path).is_file()
