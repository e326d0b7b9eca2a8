"""From a figure to the bytes of each format: nothing in them but the figure and what is said of it."""

import io
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from datagen.errors import OutputError
from plots.files.alternatives import packet, with_description

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["ENCODERS", "encoded"]

LATEX = "pdflatex"
KINDS = {"STIX[A-Za-z]*": "serif", "DejaVu Serif": "serif", "DejaVu Sans": "sans-serif"}
"""What a reader of an SVG whose text is text takes in the place of a font that is not there."""

XMP = "XML:com.adobe.xmp"  # the keyword of PNG's text chunk for a packet (ISO 16684-3)


def encoded(draw: "Callable[[], Figure]", format: str, title: str, text: str) -> bytes:
    """The figure that `draw` makes, as one of ENCODERS, with a title and an alternative text where the format has them.

    Raises: OutputError for PGF where there is no LaTeX, or where it cannot typeset the text.
    """
    with _without("SOURCE_DATE_EPOCH"):
        return ENCODERS[format](draw, title, text)


def _png(draw: "Callable[[], Figure]", title: str, text: str) -> bytes:
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from plots.files.png import written

    figure = draw()
    canvas: Any = figure.canvas if isinstance(figure.canvas, FigureCanvasAgg) else FigureCanvasAgg(figure)
    canvas.draw()
    texts = {"Title": title, "Description": text, XMP: packet(title, text).decode()}
    return written(np.asarray(canvas.buffer_rgba()), figure.dpi, texts)


def _svg(draw: "Callable[[], Figure]", title: str, text: str) -> bytes:
    made = _saved(draw(), "svg", metadata={"Date": None, "Description": text}).decode()
    for font, kind in KINDS.items():
        made = re.sub(rf"('{font}')(?=[;\"])", rf"\1, {kind}", made)
    return with_description(made, title, text).encode()


def _pdf(draw: "Callable[[], Figure]", title: str, text: str) -> bytes:
    return _saved(draw(), "pdf", metadata={"CreationDate": None, "Title": title, "Subject": text})


def _eps(draw: "Callable[[], Figure]", title: str, text: str) -> bytes:
    """EPS has neither transparency nor a place for the text; its date is a comment."""
    from plots.files.blending import opaque

    figure = draw()
    opaque(figure)
    return re.sub(rb"^%%CreationDate: .*\n", b"", _saved(figure, "eps"), count=1, flags=re.MULTILINE)


def _pgf(draw: "Callable[[], Figure]", title: str, text: str) -> bytes:
    """The text of PGF is typeset by LaTeX, which matplotlib asks how broad it is, and which raises primes itself."""
    if shutil.which(LATEX) is None:
        raise OutputError(f"pgf needs the LaTeX program {LATEX}, and there is none; install it, or use pdf")
    figure = draw()
    with _latex_errors():
        return re.sub(rb"\\/((?:\\prime)+)", rb"^{\1}", _saved(figure, "pgf"))


def _webp(draw: "Callable[[], Figure]", title: str, text: str) -> bytes:
    return _saved(draw(), "webp", pil_kwargs={"lossless": True, "xmp": packet(title, text)})


def _jpeg(draw: "Callable[[], Figure]", title: str, text: str) -> bytes:
    """Hardly compressed and with all of its colour, or thin lines have a fringe."""
    options = {"quality": 95, "subsampling": 0, "optimize": True, "xmp": packet(title, text)}
    return _saved(draw(), "jpeg", pil_kwargs=options)


ENCODERS: "dict[str, Callable[[Callable[[], Figure], str, str], bytes]]" = {
    "png": _png, "svg": _svg, "pdf": _pdf, "eps": _eps, "pgf": _pgf, "webp": _webp, "jpeg": _jpeg,
}  # fmt: skip
"""The formats, the usual one first, each with what makes its bytes from a drawing, a title and an alternative text."""


def _saved(figure: "Figure", format: str, **options: Any) -> bytes:
    """A figure that is laid out. Without a layout engine it is drawn once, and not once before to lay it out."""
    from matplotlib import rc_context

    with rc_context({"figure.constrained_layout.use": False, "figure.autolayout": False}):
        figure.set_layout_engine(None)
    stream = io.BytesIO()
    figure.savefig(stream, format=format, **options)
    return stream.getvalue()


@contextmanager
def _latex_errors() -> Iterator[None]:
    """Say in one line what LaTeX says in many. Raises: OutputError."""
    from matplotlib.backends.backend_pgf import LatexError

    try:
        yield
    except (BrokenPipeError, RuntimeError) as error:
        raise OutputError(f"pgf: the LaTeX program {LATEX} does not run") from error
    except (LatexError, ValueError) as error:
        if "raster graphics" in str(error):
            raise OutputError("pgf holds no image, and there is one in this figure; use pdf") from None
        complaint = re.search(r"^! (.+)$", str(error), flags=re.MULTILINE)
        reason = complaint[1].strip() if complaint else str(error).splitlines()[0]
        raise OutputError(f"pgf: {LATEX} says: {reason}") from None


@contextmanager
def _without(variable: str) -> Iterator[None]:
    """Take a variable out of the environment for a while."""
    value = os.environ.pop(variable, None)
    try:
        yield
    finally:
        if value is not None:
            os.environ[variable] = value
