"""PNG (W3C, Portable Network Graphics, third edition), written for drawings.

Lines of one colour on a background blend into at most 256 colours: such a picture is stored as numbers into a palette,
a byte for each pixel, of which less has to be compressed, and to less. In others no pixel is transparent, as a rule,
and the fourth byte of each is left out.

A row is stored as it is, for deflate finds what recurs in a drawing better than any filter does, or else as its
difference from the row above.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

__all__ = ["written"]

Packed = NDArray[np.uint32]
Bytes = NDArray[np.uint8]

SIGNATURE = b"\x89PNG\r\n\x1a\n"
RGB, INDEXED, RGBA = 2, 3, 6  # the colour types of 11.2.1
NONE, UP = 0, 2  # the filter types of 9.2
COLOURS = 256  # of a palette, at most
OPAQUE = 0xFF000000  # of a packed colour, whose highest byte is alpha

LEVEL = 4  # of zlib's: above it the time grows faster than the file shrinks
LIKE_ABOVE = 0.6  # times as many bytes that change down to a row as along it: below that its difference is smaller
BAND = 64  # rows at a time, which a processor's cache holds and which bound the memory


def written(pixels: Bytes, dpi: float, texts: Mapping[str, str]) -> bytes:
    """A picture (height, width, 4) of RGBA, alpha not premultiplied, as a PNG file with texts under their keywords."""
    height, width, _ = pixels.shape
    packed = np.ascontiguousarray(pixels).reshape(height, -1).view("<u4")
    palette = _palette(packed)
    kind = INDEXED if palette is not None else RGB if packed.min() >= OPAQUE else RGBA
    per_metre = int(dpi / 0.0254 + 0.5)
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0))]
    chunks += [(b"iTXt", f"{keyword}\0\0\0\0\0{text}".encode()) for keyword, text in texts.items()]
    if palette is not None:
        colours = palette.view(np.uint8).reshape(-1, 4)
        chunks.append((b"PLTE", colours[:, :3].tobytes()))
        if colours[:, 3].min() < 255:
            chunks.append((b"tRNS", colours[:, 3].tobytes()))
    chunks.append((b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)))
    chunks += [(b"IDAT", _deflated(packed, palette, kind)), (b"IEND", b"")]
    return SIGNATURE + b"".join(_chunk(*each) for each in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return b"".join((struct.pack(">I", len(data)), name, data, struct.pack(">I", zlib.crc32(data, zlib.crc32(name)))))


def _palette(packed: Packed) -> Packed | None:
    """The colours of a picture in ascending order; None where they are too many."""
    colours: Packed = np.empty(0, "<u4")
    for start in range(0, len(packed), BAND):
        colours = np.union1d(colours, _runs(packed[start : start + BAND])[0])
        if len(colours) > COLOURS:
            return None
    return colours


def _runs(packed: Packed) -> tuple[Packed, NDArray[np.intp]]:
    """The colours of the runs of one colour, row after row as in one, and where they begin."""
    flat = packed.ravel()
    begins = np.concatenate([[0], 1 + np.flatnonzero(flat[1:] != flat[:-1])])
    return flat[begins], begins


def _deflated(packed: Packed, palette: Packed | None, kind: int) -> bytes:
    """The rows of a picture, filtered and compressed."""
    deflate = zlib.compressobj(LEVEL)
    parts = [deflate.compress(rows.data) for rows in _filtered(packed, palette, kind)]
    return b"".join([*parts, deflate.flush()])


def _filtered(packed: Packed, palette: Packed | None, kind: int) -> Iterator[Bytes]:
    """The rows, (some rows, 1 + bytes of a row), each behind its filter type."""
    above: Bytes | None = None
    for start in range(0, len(packed), BAND):
        band = packed[start : start + BAND]
        samples = _samples(band, kind) if palette is None else _indices(band, palette)
        above = np.zeros_like(samples[:1]) if above is None else above  # 9.2: so it is above the first row
        difference = samples - np.concatenate([above, samples[:-1]])  # modulo 256
        pixel = samples.shape[1] // band.shape[1]
        along = np.count_nonzero(samples[:, pixel:] != samples[:, :-pixel], axis=1)
        up = np.count_nonzero(difference, axis=1) < LIKE_ABOVE * along
        rows = np.empty((len(samples), 1 + samples.shape[1]), np.uint8)
        rows[:, 0] = np.where(up, UP, NONE)
        rows[:, 1:] = np.where(up[:, None], difference, samples)
        yield rows
        above = samples[-1:]


def _indices(band: Packed, palette: Packed) -> Bytes:
    """The number of each colour in the palette."""
    colours, begins = _runs(band)
    numbers = np.searchsorted(palette, colours).astype(np.uint8)
    return np.repeat(numbers, np.diff(begins, append=band.size)).reshape(band.shape)


def _samples(band: Packed, kind: int) -> Bytes:
    """The bytes of each row, without alpha where that is not stored."""
    height, width = band.shape
    pixels = band.view(np.uint8).reshape(height, width, 4)
    samples = np.empty((height, width, 4 if kind == RGBA else 3), np.uint8)
    for channel in range(samples.shape[2]):  # one after the other is faster than a pixel after the other
        samples[..., channel] = pixels[..., channel]
    return samples.reshape(height, -1)
