"""The alternative text: written beside the figure, escaped as each language needs, and put into its file."""

import io
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datagen.errors import DatagenError
from plots.figures import Figure
from plots.files.alternatives import lines, packet, plain, with_description
from plots.saving import FigureTarget, render

HARD = r"a < b & c_1^2 is 50% of {x} at \n, \"$5\" ~ #1 [see] *this* `code` | π ≥ −1"
SVG = "{http://www.w3.org/2000/svg}"
XMP = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "iptc": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}

LINES = [
    (None, r"\includegraphics[alt={A sine}]{fig.pdf}", "![A sine](fig.png)"),
    ("out/a.pdf", r"\includegraphics[alt={A sine}]{out/a.pdf}", "![A sine](out/a.pdf)"),
    ("my (1).png", r"\includegraphics[alt={A sine}]{my (1).png}", "![A sine](my%20%281%29.png)"),
]


@pytest.mark.parametrize(("path", "latex", "markdown"), LINES)
def test_the_lines_name_the_file(path: str | None, latex: str, markdown: str) -> None:
    assert lines("A sine", path) == f"A sine\n{latex}\n{markdown}\n"


def test_characters_that_mean_something_are_escaped() -> None:
    text, latex, markdown = lines(HARD, None).splitlines()
    assert text == HARD
    assert latex == (
        r"\includegraphics[alt={a < b \& c\_1\textasciicircum{}2 is 50\% of \{x\} at \textbackslash{}n, "
        r"\textbackslash{}"
        r'"\$5\textbackslash{}" \textasciitilde{} \#1 [see] *this* `code` | π ≥ −1}]{fig.pdf}'
    )
    assert markdown == (
        r"![a \< b \& c\_1\^2 is 50% of {x} at \\n, \\"
        r'"\$5\\" \~ #1 \[see\] \*this\* \`code\` \| π ≥ −1](fig.png)'
    )


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), min_size=1))
def test_escaping_loses_nothing(text: str) -> None:
    _, latex, markdown = lines(text, "f.png").split("\n")[:3]
    inside = latex.removeprefix(r"\includegraphics[alt={").removesuffix("}]{f.png}")
    words = {r"\textbackslash{}": "\\", r"\textasciitilde{}": "~", r"\textasciicircum{}": "^"}
    assert re.sub(r"\\text\w+{}|\\(.)", lambda found: words.get(found[0]) or found[1], inside) == text
    inside = markdown.removeprefix("![").removesuffix("](f.png)")
    assert re.sub(r"\\(.)", r"\1", inside) == text


def braces_of(text: str) -> int:
    return len(re.sub(r"\\[{}]", "", text).replace("{", "")) - len(re.sub(r"\\[{}]", "", text).replace("}", ""))


@given(st.text())
def test_a_plain_text_is_one_line(text: str) -> None:
    made = plain(text)
    assert made.isprintable()
    assert made == made.strip()
    assert plain(made) == made
    assert braces_of(lines(made, None).splitlines()[1]) == 0


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no LaTeX here")
def test_latex_takes_the_line(tmp_path: Path) -> None:
    (tmp_path / "fig.pdf").write_bytes(render(Figure(("x^2",), size="2x2", alt="A parabola"), "pdf"))
    included = lines(HARD, None).splitlines()[1]
    document = rf"\documentclass{{article}}\usepackage{{graphicx}}\begin{{document}}{included}\end{{document}}"
    (tmp_path / "a.tex").write_text(document, "utf-8")
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "a.tex"], cwd=tmp_path, capture_output=True
    )
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]


def test_a_packet_says_the_title_and_the_text() -> None:
    made = ElementTree.fromstring(re.sub(rb"<\?xpacket.*?\?>", b"", packet("f & g", HARD)))
    for name, expected in (("dc:title", "f & g"), ("dc:description", HARD), ("iptc:AltTextAccessibility", HARD)):
        (found,) = made.iterfind(f".//{name}/rdf:Alt/rdf:li", XMP)
        assert found.text == expected
        assert found.get("{http://www.w3.org/XML/1998/namespace}lang") == "x-default"


def test_an_svg_is_one_image_with_a_name_and_a_description() -> None:
    root = ElementTree.fromstring(render(Figure(("x^2",), size="2x2", title="f < g", alt=HARD), "svg"))
    title, description = root[0], root[1]
    assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
    assert (title.text, description.text) == ("f < g", HARD)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert len({each.get("id") for each in root.iter() if each.get("id")}) > 2


def test_two_figures_on_a_page_have_ids_of_their_own() -> None:
    one, other = (with_description('<svg width="1">\n</svg>', "t", text) for text in ("one", "other"))
    assert not set(re.findall(r' id="([^"]+)"', one)) & set(re.findall(r' id="([^"]+)"', other))
    assert ElementTree.fromstring(one).get("width") == "1"


def test_raster_formats_hold_the_text() -> None:
    from PIL import Image

    figure = Figure(("x^2", "sin(x)"), size="2x2", alt=f"{HARD}\n and more")
    said = plain(f"{HARD} and more")
    with Image.open(io.BytesIO(render(figure, "png"))) as image:
        assert image.text["Title"] == "x^2, sin(x)"
        assert image.text["Description"] == said
        assert image.text["XML:com.adobe.xmp"].encode() == packet("x^2, sin(x)", said)
    for format in ("jpeg", "webp"):
        with Image.open(io.BytesIO(render(figure, format))) as image:
            assert image.info["xmp"] == packet("x^2, sin(x)", said)


@pytest.mark.parametrize("text", ["A parabola (of x)", "√x for 0 ≤ x"])
def test_a_pdf_holds_the_text(text: str) -> None:
    made = render(Figure(("x^2",), size="2x2", title="t", alt=text), "pdf")
    coded = text.encode() if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")
    written = re.sub(rb"([\\()])", rb"\\\1", coded)
    assert b"/Subject (" + written + b")" in made
    assert b"/Title (t)" in made


def test_the_text_is_the_pictures_own_where_none_is_given() -> None:
    assert Figure(("sin(x)",)).alternative() == Figure(("sin(x)",)).picture.alternative()
    assert Figure(("sin(x)",), alt="A wave").alternative() == "A wave"
    assert Figure(("sin(x)",), title="Waves").heading() == "Waves"
    assert Figure(("sin(x)", "some/where/Data.csv", "-")).heading() == "sin(x), Data.csv, data"


def test_text_alone_needs_no_figure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figure = Figure(("sin(x)",), alt="A wave")
    target = FigureTarget(alt_text=True)
    target.check(figure.formats)
    target.write(figure)
    assert capsys.readouterr().out == lines("A wave", None)


def test_text_and_figure_and_data_are_all_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figure, path = Figure(("sin(x)",), size="2x2", alt="A wave"), str(tmp_path / "wave.svg")
    target = FigureTarget(output=path, save_data=str(tmp_path / "wave.csv"), alt_text=True)
    target.check(figure.formats)
    target.write(figure)
    assert capsys.readouterr().out == lines("A wave", path)
    assert {each.name for each in tmp_path.iterdir()} == {"wave.svg", "wave.csv"}


CLASHES = [{"output": "-"}, {"format": "pdf"}, {"save_data": "-"}]


@pytest.mark.parametrize("options", CLASHES, ids=str)
def test_standard_output_takes_one_thing(options: dict[str, str]) -> None:
    with pytest.raises(DatagenError) as caught:
        FigureTarget(alt_text=True, **options).check(Figure(("x",)).formats)  # type: ignore[arg-type]
    assert str(caught.value) == (
        "alt-text: with another output is not allowed; give a file to the other: both go to standard output"
    )
