"""Where the bytes of a table come from: a file, a pipe or standard input, gzipped or not."""

import gzip
import io
import os
import sys
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

from datagen.reading.tables import TableError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["BLOCK", "Source", "open_source"]

BLOCK = 4 << 20
"""Bytes that are read at a time: what fits in one is a small file."""

STDIN = "-"
GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
UTF8, UTF16 = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")


class Source:
    """The bytes of a table, in blocks, the first of them read already."""

    def __init__(self, name: str, stream: BinaryIO, path: str | None = None) -> None:
        self.name, self.path, self._stream = name, path, stream
        self.head = self._next()

    @property
    def small(self) -> bool:
        """Whether the first block is all there is."""
        return len(self.head) < BLOCK

    def blocks(self) -> Iterator[bytes]:
        """All bytes."""
        block = self.head
        while block:
            yield block
            block = self._next() if len(block) >= BLOCK else b""

    def whole(self) -> bytes:
        """All bytes at once."""
        return self.head if self.small else b"".join(self.blocks())

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Text in pieces of whole lines, as UTF-8 without a byte order mark, each with the number of its first line.

        A piece ends at the end of a line that is not inside of quotes. Raises: TableError for what is no text.
        """
        number, quoted, kept = 1, 0, [b""]
        for block in self._text():
            end = block.rfind(b"\n") + 1
            inside = (quoted + block.count(b'"', 0, end)) % 2
            quoted += block.count(b'"')
            if inside or not end:
                kept.append(block)
                continue
            piece, kept = b"".join([*kept, block[:end]]), [block[end:]]
            yield number, self._checked(piece, number)
            number += piece.count(b"\n")
        if rest := b"".join(kept):
            yield number, self._checked(rest, number)

    def _text(self) -> Iterator[bytes]:
        if self.head.startswith(UTF16):
            try:
                yield self.whole().decode("utf-16").encode()
            except UnicodeDecodeError:
                raise TableError(self.name, "is no text in UTF-16, as its first bytes say; save it as UTF-8") from None
        else:
            blocks = self.blocks()
            yield next(blocks, b"").removeprefix(UTF8)
            yield from blocks

    def _checked(self, piece: bytes, number: int) -> bytes:
        """A piece of text in UTF-8. Raises: TableError."""
        place = -1
        try:
            piece.decode()
        except UnicodeDecodeError as error:
            place = error.start
        if b"\0" in piece or (place >= 0 and any(byte < 9 for byte in piece[:1000])):
            raise TableError(self.name, "is no table: it holds bytes that are no text")
        if place >= 0:
            line = number + piece.count(b"\n", 0, place)
            raise TableError(self.name, f"the byte 0x{piece[place]:02X} is not UTF-8; save the file as UTF-8", line)
        return piece

    def _next(self) -> bytes:
        try:
            return self._stream.read(BLOCK)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise TableError(self.name, "the compressed data are damaged or cut off") from None
        except OSError as error:
            raise OSError(error.errno, error.strerror or str(error), self.name) from error


def open_source(place: str) -> Source:
    """The bytes of a file, or those of standard input where `place` is -, without their compression.

    Raises: TableError for a folder, a terminal and damaged data; OSError, with the name of the file.
    """
    if place == STDIN:
        if sys.stdin is None or sys.stdin.isatty():
            raise TableError("-", "nothing comes from standard input; pipe a table into it")
        return _decompressed(Source("standard input", sys.stdin.buffer))
    if os.path.isdir(place):
        raise TableError(place, "is a folder; name a file in it")
    stream = open(place, "rb")  # noqa: SIM115  # closed with its source
    return _decompressed(Source(place, stream, place if os.path.isfile(place) else None))


def _decompressed(source: Source) -> Source:
    if source.head.startswith(GZIP):
        return Source(source.name, cast(BinaryIO, gzip.GzipFile(fileobj=io.BufferedReader(_Joined(source)))))
    if source.head.startswith(ZSTD):
        raise TableError(source.name, "is compressed by Zstandard; unpack it with zstd -d, or give it gzipped")
    return source


class _Joined(io.RawIOBase):
    """The bytes of a source as a stream to read from."""

    def __init__(self, source: Source) -> None:
        self._blocks, self._rest = source.blocks(), memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill a buffer as far as bytes are at hand, at the end with none, and return how many they are."""
        if not self._rest:
            self._rest = memoryview(next(self._blocks, b""))
        view = memoryview(buffer)
        found, self._rest = self._rest[: len(view)], self._rest[len(view) :]
        view[: len(found)] = found
        return len(found)
