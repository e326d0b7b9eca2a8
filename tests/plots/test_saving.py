"""The same bytes every time, whatever the environment."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from datagen.errors import DatagenError
from plots.figures import Figure
from plots.saving import METADATA, FigureTarget, render

PROGRAM = """
import hashlib, json, sys
from plots.figures import Figure
from plots.saving import METADATA, render
figure = Figure(("e^-x sin(2πx)",), x=(0, 5), derivative=(1,) if sys.argv[1] == "torch" else ())
print(json.dumps({format: hashlib.sha256(render(figure, format)).hexdigest() for format in METADATA}))
"""
STRAY = """
font.size: 30
lines.linewidth: 9
axes.facecolor: red
figure.dpi: 33
savefig.dpi: 44
savefig.bbox: tight
savefig.transparent: True
axes.formatter.use_locale: True
svg.hashsalt: other
svg.fonttype: none
pdf.compression: 0
pdf.fonttype: 3
text.usetex: True
image.composite_image: False
path.snap: False
agg.path.chunksize: 100
backend: TkAgg
"""
ENVIRONMENT = {
    "PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "de_DE.UTF-8", "LANG": "tr_TR.UTF-8",
    "SOURCE_DATE_EPOCH": "1", "MPLBACKEND": "no such backend", "MATPLOTLIBRC": "matplotlibrc", "OMP_NUM_THREADS": "1",
}  # fmt: skip
START = {"png": b"\x89PNG\r\n\x1a\n", "svg": b"<?xml", "pdf": b"%PDF-"}


def digests(kind: str, folder: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", PROGRAM, kind], cwd=folder, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **environment},
    )  # fmt: skip
    return done.stdout


@pytest.mark.parametrize("kind", ["plain", "torch"])
def test_no_environment_changes_a_byte(kind: str, tmp_path: Path) -> None:
    stray = tmp_path / "elsewhere"
    stray.mkdir()
    (stray / "matplotlibrc").write_text(STRAY)
    assert digests(kind, tmp_path, PYTHONHASHSEED="0", TZ="UTC") == digests(kind, stray, **ENVIRONMENT)


@pytest.mark.parametrize("format", METADATA)
def test_a_second_rendering_is_the_same(format: str) -> None:
    recipe = {"subjects": ("x^2",), "derivative": (1,)}
    first, again, anew = (
        render(figure := Figure(**recipe), format),
        render(figure, format),
        render(Figure(**recipe), format),
    )
    assert first == again == anew
    assert first.startswith(START[format])


def test_the_users_settings_are_left_as_they_were() -> None:
    import matplotlib

    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red"}):
        before, backend = dict(dict.items(matplotlib.rcParams)), os.environ.get("MPLBACKEND")
        stray = hashlib.sha256(render(Figure(("x^2",)), "png")).digest()
        assert dict(dict.items(matplotlib.rcParams)) == before
        assert os.environ.get("MPLBACKEND") == backend
    assert stray == hashlib.sha256(render(Figure(("x^2",)), "png")).digest()


def test_the_canvas_has_exactly_its_size() -> None:
    data = render(Figure(("x^2",), size="5x3", dpi=100), "png")
    assert (int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")) == (500, 300)
    assert b'width="360pt" height="216pt"' in render(Figure(("x^2",), size="5x3"), "svg")
    assert b"/MediaBox [ 0 0 360 216 ]" in render(Figure(("x^2",), size="5x3"), "pdf")


@pytest.mark.parametrize(
    ("format", "marks"), [("png", [b"Software"]), ("svg", [b"dc:date"]), ("pdf", [b"CreationDate", b"/Type3"])]
)
def test_no_date_and_no_bitmap_font(format: str, marks: list[bytes]) -> None:
    data = render(Figure(("x^2",)), format)
    assert not any(mark in data for mark in marks)


def test_a_vector_figure_has_no_vertical_stroke_at_a_pole() -> None:
    import re

    svg = render(Figure(("tan(x)",)), "svg").decode()
    curves = [path for path in re.findall(r'<path d="([^"]+)" clip-path', svg) if path.count("L") > 20]
    assert len(curves) == 1
    assert curves[0].count("M") == 5


def test_data_alone_needs_no_figure(tmp_path: Path) -> None:
    target = FigureTarget(save_data=str(tmp_path / "data.csv"))
    figure = Figure(("x^3",))
    target.check(figure.formats)
    target.write(figure)
    assert (tmp_path / "data.csv").read_text().startswith("curve,segment,x,y\nx^3,0,-5.0,-125.0\n")


def test_figure_and_data_are_both_written(tmp_path: Path) -> None:
    target = FigureTarget(output=str(tmp_path / "a.svg"), save_data=str(tmp_path / "a.csv"))
    figure = Figure(("sin(x)",))
    target.check(figure.formats)
    target.write(figure)
    assert (tmp_path / "a.svg").read_bytes() == render(figure, "svg")
    assert (tmp_path / "a.csv").exists()


def test_an_output_of_a_dash_is_the_figure_with_its_data(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    target = FigureTarget(output="-", save_data=str(tmp_path / "a.csv"))
    target.check(Figure(("x",)).formats)
    target.write(Figure(("x",)))
    assert capsysbinary.readouterr().out.startswith(b"\x89PNG")
    assert (tmp_path / "a.csv").exists()


REFUSED = [
    ("a.png", "a.png", "a.png: the extension .png is not one of .csv; use one, or say --format"),
    (None, "a.xlsx", "a.xlsx: the extension .xlsx is not one of .csv; use one, or say --format"),
    (None, "nowhere/a.csv", "nowhere/a.csv: there is no folder nowhere"),
    ("-", "-", "save-data: - is not allowed; give another place than that of the figure"),
    ("link.png", "a.csv", "save-data: a.csv is not allowed; give another place than that of the figure"),
]


@pytest.mark.parametrize(("output", "save_data", "message"), REFUSED, ids=[message[:40] for *_, message in REFUSED])
def test_a_place_for_the_data_is_checked_before_any_work(
    output: str | None, save_data: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link.png").symlink_to("a.csv")
    with pytest.raises(DatagenError) as caught:
        FigureTarget(output=output, save_data=save_data).check(Figure(("x",)).formats)
    assert str(caught.value) == message
