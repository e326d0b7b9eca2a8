"""The same bytes every time, whatever the environment."""

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from datagen.errors import DatagenError
from plots.figures import Figure
from plots.saving import FigureTarget, render

PROGRAM = """
import hashlib, json, sys
from plots.figures import Figure
from plots.files.encoding import ENCODERS
from plots.saving import render
figure = Figure(("e^-x sin(2πx)",), x=(0, 5), derivative=(1,) if sys.argv[1] == "torch" else (), dpi=100)
formats = ["svg"] if sys.argv[1] == "torch" else [format for format in ENCODERS if format != "pgf"]
print(json.dumps({format: hashlib.sha256(render(figure, format)).hexdigest() for format in formats}))
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
START = {
    "png": b"\x89PNG\r\n\x1a\n", "svg": b"<?xml", "pdf": b"%PDF-", "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n",
    "webp": b"RIFF", "jpeg": b"\xff\xd8\xff",
}  # fmt: skip
"""How the formats begin that need no other program."""


def latex_draws() -> bool:
    """Whether there is a LaTeX with the packages that PGF needs."""
    needed = ["pgf.sty", "underscore.sty", "amsmath.sty"]
    there = shutil.which("pdflatex") and shutil.which("kpsewhich")
    return bool(there) and not subprocess.run(["kpsewhich", *needed], capture_output=True).returncode


LATEX_DRAWS = latex_draws()


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


@pytest.mark.parametrize("format", START)
def test_a_second_rendering_is_the_same(format: str) -> None:
    recipe = {"subjects": ("x^2",), "derivative": (1,), "dpi": 100}
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
    assert b"\n%%BoundingBox: 0 0 360 216\n" in render(Figure(("x^2",), size="5x3"), "eps")


@pytest.mark.parametrize(
    ("format", "marks"),
    [
        ("png", [b"Software"]),
        ("svg", [b"dc:date"]),
        ("pdf", [b"CreationDate", b"/Type3"]),
        ("eps", [b"CreationDate", b"/FontType 3"]),
        ("webp", [b"EXIF"]),
        ("jpeg", [b"Exif", b"Date"]),
    ],
)
def test_no_date_and_no_bitmap_font(format: str, marks: list[bytes]) -> None:
    data = render(Figure(("x^2",)), format)
    assert not any(mark in data for mark in marks)


@pytest.mark.parametrize("format", ["pdf", "eps"])
def test_fonts_are_of_type_42(format: str) -> None:
    data = render(Figure(("x^2",), title="Parabola"), format)
    assert {"pdf": b"/CIDFontType2", "eps": b"/FontType 42 def"}[format] in data


def test_the_time_of_day_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    made = {}
    for now in (0.0, 4e9):
        monkeypatch.setattr("time.time", lambda now=now: now)
        monkeypatch.setattr("time.ctime", lambda now=now: f"at {now}")
        made[now] = [render(Figure(("x^2",), size="2x2", dpi=50), format) for format in START]
    assert made[0.0] == made[4e9]


def test_lines_in_webp_are_exact_and_in_jpeg_hardly_changed() -> None:
    import numpy as np
    from PIL import Image

    figure, pixels = Figure(("sin(x)",), derivative=(1, 2), dpi=100), {}
    for format in ("png", "webp", "jpeg"):
        with Image.open(io.BytesIO(render(figure, format))) as image:
            pixels[format] = np.asarray(image.convert("RGB"), dtype=int)
    assert (pixels["png"] == pixels["webp"]).all()
    assert np.abs(pixels["png"] - pixels["jpeg"]).max() < 40


@pytest.mark.parametrize(("wanted", "kept"), [(True, True), (False, False)])
def test_the_text_of_an_svg_is_text_on_demand(wanted: bool, kept: bool) -> None:
    made = render(Figure(("x^2",), title="Parabola", svg_text=wanted), "svg").decode()
    assert (">Parabola</text>" in made) is kept
    assert ("<text" in made) is kept
    assert not re.search(r"font[^\"]*'(?=[;\"])", made)
    assert ("'DejaVu Serif', serif" in made) is kept


def test_pgf_without_latex_names_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DatagenError) as caught:
        render(Figure(("x^2",)), "pgf")
    assert str(caught.value) == "pgf needs the LaTeX program pdflatex, and there is none; install it, or use pdf"


LATEX = r"""#!/bin/sh
/bin/cat > /dev/null
echo 'This is a TeX of ours'
echo "! LaTeX Error: File \`pgf.sty' not found."
exit 1
"""


def test_what_latex_complains_of_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pdflatex").write_text(LATEX)
    (tmp_path / "pdflatex").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DatagenError) as caught:
        render(Figure(("x^2",)), "pgf")
    assert str(caught.value) == "pgf: pdflatex says: LaTeX Error: File `pgf.sty' not found."


@pytest.mark.parametrize("program", ["#!/bin/sh\nexit 1\n", "#!/nowhere\n"])
def test_a_latex_that_does_not_run_is_one_line(program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pdflatex").write_text(program)
    (tmp_path / "pdflatex").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DatagenError, match=r"^pgf: [^\n]*$"):
        render(Figure(("x^2",), size="2x2"), "pgf")


@pytest.mark.skipif(not LATEX_DRAWS, reason="there is no LaTeX with pgf here")
def test_pgf_is_the_same_again_and_has_the_text_of_the_document(tmp_path: Path) -> None:
    figure = Figure(("sin(x)",), derivative=(1, 2), title="Waves, 100 % of_them", size="4x3")
    made = render(figure, "pgf")
    assert made == render(figure, "pgf")
    assert b"\\fontfamily{\\familydefault}" in made
    assert b"f^{\\prime\\prime}" in made
    (tmp_path / "fig.pgf").write_bytes(made)
    packages = r"\usepackage{pgf,amsmath}\usepackage[strings]{underscore}"
    document = rf"\documentclass{{article}}{packages}\begin{{document}}\input{{fig.pgf}}\end{{document}}"
    (tmp_path / "a.tex").write_text(document, "utf-8")
    subprocess.run(["pdflatex", "-halt-on-error", "a.tex"], cwd=tmp_path, check=True, capture_output=True)


def test_a_vector_figure_has_no_vertical_stroke_at_a_pole() -> None:
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


def test_a_figure_that_fails_leaves_no_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # where there is no LaTeX
    for place in (str(tmp_path / "a.csv"), "-"):
        with pytest.raises(DatagenError, match=r"^pgf needs the LaTeX program"):
            FigureTarget(output=str(tmp_path / "a.pgf"), save_data=place).write(Figure(("x",)))
    assert not [*tmp_path.iterdir()]
    assert capsysbinary.readouterr().out == b""


def test_data_that_fail_leave_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise DatagenError("no data")

    (tmp_path / "a.csv").write_text("former")
    monkeypatch.setattr(Figure, "write_data", fail)
    with pytest.raises(DatagenError, match="no data"):
        FigureTarget(output=str(tmp_path / "a.svg"), save_data=str(tmp_path / "a.csv")).write(Figure(("x",)))
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("a.csv", "former")]


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
