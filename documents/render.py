"""Renders a decision document as a tagged PDF/A-3a: templates/pdf through WeasyPrint.

Nothing is fetched: only a few URLs, served from memory, are allowed. Rendering is reproducible within one process;
another process may number objects in another order, because WeasyPrint keeps some in sets.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup
from weasyprint import CSS, HTML, Attachment, Document
from weasyprint.css import ColorProfile
from weasyprint.urls import URLFetcher, URLFetcherResponse

from documents import arranging, attachment, colour, tags, typed, words
from documents.content import DecisionDocument

TEMPLATES = Path(__file__).parent.parent / "templates" / "pdf"

SCREEN_COLOURS = "--srgb"
ARCHIVE = {"pdf_variant": "pdf/a-3a", "output_intent": SCREEN_COLOURS}

# Missing glyphs are found in the rendered document; WeasyPrint's own warning would log characters of the record.
logging.getLogger("weasyprint").addFilter(lambda said: not str(said.msg).startswith(".notdef"))


def render_pdf(doc: DecisionDocument) -> bytes:
    """The document as PDF/A-3a. Characters that no installed font has are printed as their number, '[U+1F9FF]'."""
    html = render_html(doc)
    document, pdf = _render(doc, html)
    undrawn = {point for font in document.fonts.values() for point in font.missing}
    return _render(doc, words.printable(html, undrawn))[1] if undrawn else pdf


def count_pages(doc: DecisionDocument) -> int:
    """How many pages the document has, without writing it."""
    return len(_laid_out(doc, render_html(doc)).pages)


def render_html(doc: DecisionDocument) -> str:
    """The HTML that WeasyPrint renders."""
    html = template("record.html").render(
        doc=doc,
        colour=colour.readable(doc.council.colour),
        made_at=f"{doc.made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if doc.made_at else "",
        qr=qr_code(doc.verify_url) if doc.code else "",
    )
    return words.printable(html)


def qr_code(address: str) -> Markup:
    """A QR code as inline SVG, with a quiet zone of four modules and a text alternative."""
    code = segno.make(address, error="m", micro=False)
    width = code.symbol_size(border=4)[0]
    path = "".join(
        f"M{column} {row}h1v1h-1z"
        for row, line in enumerate(code.matrix_iter(border=4))
        for column, dark in enumerate(line)
        if dark
    )
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" width="{0}" height="{0}">'
        "<title>QR code that leads to {1}</title>"
        '<path fill="#fff" d="M0 0h{0}v{0}h-{0}z"/><path fill="#000" d="{2}"/></svg>'
    ).format(width, address, path)


def _render(doc: DecisionDocument, html: str) -> tuple[Document, bytes]:
    document = _laid_out(doc, html)
    return document, document.write_pdf(finisher=tags.finish, attachments=[_answers(doc)], **ARCHIVE)


def _laid_out(doc: DecisionDocument, html: str) -> Document:
    return lay_out(html, ["record.css", "draft.css"] if doc.draft else ["record.css"], doc.council.logo)


def lay_out(html: str, stylesheets: Sequence[str], logo: bytes = b"") -> Document:
    """The pages of this HTML, with stylesheets of templates/pdf. It fetches nothing but the logo given."""
    return HTML(string=html, url_fetcher=_InMemory(logo)).render(
        color_profiles={SCREEN_COLOURS: _srgb()}, stylesheets=[_stylesheet(name) for name in stylesheets], **ARCHIVE
    )


def template(name: str) -> Template:
    """A template of templates/pdf."""
    return _templates().get_template(name)


def _srgb() -> ColorProfile:
    """The output intent that PDF/A requires, from the profile that WeasyPrint ships."""
    return ColorProfile(BytesIO(_icc()), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


@cache
def _icc() -> bytes:
    return files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()


def _answers(doc: DecisionDocument) -> Attachment:
    return Attachment(
        string=attachment.to_bytes(doc),
        name=attachment.NAME,
        description="The answers, findings and decisions of this record, for another system to read",
        created=doc.made_at,
        modified=doc.made_at,
        relationship="Data",
    )


class _InMemory(URLFetcher):
    """Allows only the URLs of what is in memory: no other file is read, no host contacted."""

    def __init__(self, logo: bytes = b"") -> None:
        super().__init__()
        self._logo = logo

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        if url == "handover:draft.svg":
            return URLFetcherResponse(url, (TEMPLATES / "draft.svg").read_bytes(), {"Content-Type": "image/svg+xml"})
        if url == "handover:logo.png" and self._logo:
            return URLFetcherResponse(url, self._logo, {"Content-Type": "image/png"})
        raise ValueError("a decision record fetches nothing")


@cache
def _stylesheet(name: str) -> CSS:
    return CSS(string=(TEMPLATES / name).read_text(encoding="utf-8"), url_fetcher=_InMemory())


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(arranging.FILTERS)
    environment.filters.update(
        direction=words.direction,
        entered_at=words.entered_at,
        in_code=words.in_code,
        in_groups=words.in_groups,
        in_time=words.in_time,
        said=words.said,
        tally=lambda findings: words.tally(line.outcome for line in findings),
        typed=typed.blocks,
    )
    environment.globals.update(DECISIONS=words.DECISIONS, OUTCOMES=words.OUTCOMES, SEAL_LEVELS=words.SEAL_LEVELS)
    return environment
