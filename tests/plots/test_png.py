"""PNG files as another program reads them: the same pixels, the texts, and no more bytes than need be."""

import io
import struct
import zlib

import numpy as np
import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from plots.figures import Figure
from plots.files.png import BAND, written
from plots.saving import render
from plots.style import applied

Bytes = NDArray[np.uint8]


def picture(height: int, width: int, colours: int, alpha: int = 255) -> Bytes:
    """Noise of so many colours, all of which are there if there is room; one of them has that alpha."""
    stream = np.random.default_rng(height * width + colours)
    palette = np.column_stack([stream.permutation(1 << 12)[:colours] * 4099, np.full(colours, 255)])
    palette[0, 1] = alpha
    places = np.arange(height * width) if height * width < 2 * colours else stream.permutation(height * width)
    chosen = palette[(places % colours).reshape(height, width)]
    return np.concatenate([(chosen[..., :1] >> shift) & 255 for shift in (0, 8, 16)] + [chosen[..., 1:]], 2).astype(
        "u1"
    )


def read(file: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(file))
    image.load()
    return image


def chunks(file: bytes) -> list[tuple[bytes, bytes]]:
    """The names and the data of the chunks of a PNG, whose checksums are right."""
    found, place = [], 8
    while place < len(file):
        (length,) = struct.unpack_from(">I", file, place)
        name, data = file[place + 4 : place + 8], file[place + 8 : place + 8 + length]
        assert struct.unpack_from(">I", file, place + 8 + length) == (zlib.crc32(name + data),)
        found.append((name, data))
        place += 12 + length
    return found


KINDS = [
    (picture(40, 30, 1), "P"),
    (picture(BAND + 1, 7, 2), "P"),
    (picture(3 * BAND, 50, 256), "P"),
    (picture(2 * BAND + 5, 50, 257), "RGB"),
    (picture(70, 90, 4096), "RGB"),
    (picture(30, 40, 20, alpha=128), "P"),
    (picture(90, 40, 900, alpha=0), "RGBA"),
    (picture(1, 1, 1), "P"),
    (picture(300, 1, 257), "RGB"),
    (picture(1, 300, 300), "RGB"),
]


@pytest.mark.parametrize(("pixels", "mode"), KINDS, ids=[f"{each.shape[:2]} {mode}" for each, mode in KINDS])
def test_the_pixels_are_read_back(pixels: Bytes, mode: str) -> None:
    image = read(written(pixels, 100, {}))
    assert image.mode == mode
    assert (np.asarray(image.convert("RGBA")) == pixels).all()


@examples(60)
@given(
    st.integers(1, 2 * BAND + 3), st.integers(1, 40), st.sampled_from([1, 2, 255, 256, 257, 2000]),
    st.sampled_from([255, 255, 7]), st.integers(0, 9),
)  # fmt: skip
def test_rows_of_every_likeness_are_read_back(height: int, width: int, colours: int, alpha: int, like: int) -> None:
    pixels = picture(height, width, colours, alpha)
    for row in range(1, height):  # up to all of a row is as above, so that rows of both filters follow each other
        same = width * (row * like % 10) // 9
        pixels[row, :same] = pixels[row - 1, :same]
    assert (np.asarray(read(written(pixels, 100, {})).convert("RGBA")) == pixels).all()


def test_the_chunks_and_what_is_said_in_them() -> None:
    texts = {"Title": "Wave", "Description": "Größer als π", "XML:com.adobe.xmp": "<x/>"}
    file = written(picture(9, 9, 3, alpha=9), 300, texts)
    names = [name for name, _ in chunks(file)]
    assert names == [b"IHDR", b"iTXt", b"iTXt", b"iTXt", b"PLTE", b"tRNS", b"pHYs", b"IDAT", b"IEND"]
    image = read(file)
    assert {**image.text} == texts
    assert image.info["dpi"] == pytest.approx((300, 300), abs=0.01)
    assert len(dict(chunks(file))[b"PLTE"]) == 3 * 3


def test_a_row_like_the_one_above_takes_next_to_nothing() -> None:
    """Even where it is longer than the 32 KiB in which deflate looks for what recurs."""
    row = picture(1, 12_000, 4096)
    once, often = (len(written(np.repeat(row, count, axis=0), 100, {})) for count in (1, 100))
    assert often < 1.2 * once


FIGURES = {
    "one colour": (Figure(("damped-sine",), dpi=100), "P", 0.7),
    "several": (Figure(("damped-sine",), derivative=(1, 2), engine="series", dpi=100), "RGB", 1.0),
    "levels": (Figure(("himmelblau",), dpi=50), "RGB", 1.0),
    "cells": (Figure(("dot", "9x9", "9x9"), dpi=100), "RGB", 1.0),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_has_the_pixels_of_its_canvas_in_fewer_bytes(name: str) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure, mode, share = FIGURES[name]
    with applied(figure.settings()):
        canvas = FigureCanvasAgg(figure.draw())
        canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())
    file, usual = render(figure, "png"), io.BytesIO()
    image = read(file)
    assert image.mode == mode
    assert (np.asarray(image.convert("RGBA")) == pixels).all()
    Image.fromarray(pixels).convert("RGB").save(usual, "png")
    said = sum(12 + len(data) for name, data in chunks(file) if name == b"iTXt")
    assert len(file) - said < share * len(usual.getvalue())
