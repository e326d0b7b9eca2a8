"""What a figure shows, in words, for whom cannot see it: written beside the figure and put into its file."""

import hashlib
from pathlib import PurePath
from urllib.parse import quote

__all__ = ["lines", "packet", "plain", "with_description"]

LATEX = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{each: f"\\{each}" for each in "{}%#&$_"},
}  # fmt: skip
"""The characters that LaTeX gives a meaning, and how they are written there."""

MARKDOWN = {each: f"\\{each}" for each in "\\`*_[]<>&$~!^|"}
"""The characters that Markdown or a dialect of it gives a meaning inside a line."""

MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
"""The characters that XML gives a meaning in text; a table, for xml.sax.saxutils imports an HTTP client."""

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">
<dc:title>{title}</dc:title>
<dc:description>{text}</dc:description>
<Iptc4xmpCore:AltTextAccessibility>{text}</Iptc4xmpCore:AltTextAccessibility>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
"""ISO 16684-1, with the properties of Dublin Core and of the IPTC Photo Metadata Standard 2021.1."""


def plain(text: str) -> str:
    """One line of text without control characters."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def lines(text: str, path: str | None) -> str:
    """The text itself, then the lines that put the figure into LaTeX and into Markdown, each with its line feed.

    path: of the figure; without one it is fig.pdf in LaTeX and fig.png in Markdown.
    """
    place = None if path is None else PurePath(path).as_posix()
    latex, markdown = ("".join(spelt.get(each, each) for each in text) for spelt in (LATEX, MARKDOWN))
    included = rf"\includegraphics[alt={{{latex}}}]{{{place or 'fig.pdf'}}}"
    return f"{text}\n{included}\n![{markdown}]({quote(place or 'fig.png', safe='/~@:+,;=')})\n"


def packet(title: str, text: str) -> bytes:
    """An XMP packet with a title and the alternative text, as PNG, JPEG and WebP hold one."""
    named = {name: _alternative(each) for name, each in {"title": title, "text": text}.items()}
    return XMP.format(**named).encode()


def with_description(svg: str, title: str, text: str) -> str:
    """An SVG that a screen reader takes for one image, with its title and its description (SVG 1.1, 5.4; WAI-ARIA).

    Their ids are made from the text, so that several figures can stand in one page.
    """
    name = "datagen-" + hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()[:12]
    start = svg.index("<svg ")
    end = svg.index(">", start)
    role = f' role="img" aria-labelledby="{name}-title {name}-desc"'
    shown, described = title.translate(MARKUP), text.translate(MARKUP)
    said = f'\n <title id="{name}-title">{shown}</title>\n <desc id="{name}-desc">{described}</desc>'
    return f"{svg[:end]}{role}>{said}{svg[end + 1 :]}"


def _alternative(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{text.translate(MARKUP)}</rdf:li></rdf:Alt>'
