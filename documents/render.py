"""From a decision document to the bytes of a tagged PDF/A-3a: templates/pdf drawn by WeasyPrint.

Nothing is fetched: every address is refused but the few that are held in memory. One process gives the same
bytes for the same document; another numbers what WeasyPrint keeps in sets in another order.
"""

from __future__ import annotations

import logging
from datetime import UTC
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import groupby
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from weasyprint import CSS, HTML, Attachment, Document
from weasyprint.css import ColorProfile
from weasyprint.urls import URLFetcher, URLFetcherResponse

from documents import attachment, colour, tags, words
from documents.content import Answer, DecisionDocument, FindingLine

TEMPLATES = Path(__file__).parent.parent / "templates" / "pdf"

SCREEN_COLOURS = "--srgb"

# An answer longer than this, or with more than one line, is set across the page instead of beside its question.
SHORT = 110

# A table with more columns has no room for words on paper.
MOST_COLUMNS = 6

# Columns are weighed as if their longest text had at least and at most so many characters.
NARROW = 8
WIDE = 40
PADDING = 3  # what the space beside a column takes, in characters

# Missing glyphs are looked for in the drawn document, and spelled out; WeasyPrint's warning would write letters of the
# record to the log.
logging.getLogger("weasyprint").addFilter(lambda said: not str(said.msg).startswith(".notdef"))


def render_pdf(doc: DecisionDocument) -> bytes:
    """The document as PDF/A-3a. Characters that no installed font can draw are printed as their number, '[U+1F9FF]'."""
    html = render_html(doc)
    document, pdf = _drawn(doc, html)
    undrawn = {point for font in document.fonts.values() for point in font.missing}
    return _drawn(doc, words.printable(html, undrawn))[1] if undrawn else pdf


def render_html(doc: DecisionDocument) -> str:
    """The page that WeasyPrint draws."""
    html = (
        _templates()
        .get_template("record.html")
        .render(
            doc=doc,
            colour=colour.readable(doc.council.colour),
            made_at=f"{doc.made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if doc.made_at else "",
            qr=qr_code(doc.verify_url) if doc.code else "",
        )
    )
    return words.printable(html)


def qr_code(address: str) -> Markup:
    """A QR code as inline SVG: black squares in a white quiet zone of four, with its text alternative."""
    drawn = segno.make(address, error="m", micro=False)
    width = drawn.symbol_size(border=4)[0]
    path = "".join(
        f"M{column} {row}h1v1h-1z"
        for row, line in enumerate(drawn.matrix_iter(border=4))
        for column, dark in enumerate(line)
        if dark
    )
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" width="{0}" height="{0}">'
        "<title>QR code that leads to {1}</title>"
        '<path fill="#fff" d="M0 0h{0}v{0}h-{0}z"/><path fill="#000" d="{2}"/></svg>'
    ).format(width, address, path)


def _drawn(doc: DecisionDocument, html: str) -> tuple[Document, bytes]:
    names = ["record.css", "draft.css"] if doc.draft else ["record.css"]
    archive = {"pdf_variant": "pdf/a-3a", "output_intent": SCREEN_COLOURS}
    document = HTML(string=html, url_fetcher=_InMemory(doc.council.logo)).render(
        color_profiles={SCREEN_COLOURS: _srgb()},
        stylesheets=[_stylesheet(name) for name in names],
        **archive,
    )
    pdf = document.write_pdf(finisher=tags.finish, attachments=[_answers(doc)], **archive)
    return document, pdf


def _srgb() -> ColorProfile:
    """What the colours mean, which PDF/A has every file say. WeasyPrint carries the profile, but leaves it open."""
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
    """Refuses every address but those of what is held here: no other file is opened, no host is asked."""

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
    environment.filters.update(
        columns=columns,
        direction=words.direction,
        in_code=words.in_code,
        in_groups=words.in_groups,
        in_runs=in_runs,
        in_sections=in_sections,
        in_time=words.in_time,
        paragraphs=words.paragraphs,
        said=words.said,
        tally=lambda findings: words.tally(line.outcome for line in findings),
    )
    environment.globals.update(DECISIONS=words.DECISIONS, OUTCOMES=words.OUTCOMES, SEAL_LEVELS=words.SEAL_LEVELS)
    return environment


def in_runs(answers: tuple[Answer, ...]) -> list[tuple[str, list[Answer]]]:
    """Answers in their order, in runs that are set alike: 'short' ones side by side with their questions, 'long' ones
    across the page, 'rows' as tables, 'wide' rows (more columns than paper has room for) one below the other."""
    return [(setting, list(run)) for setting, run in groupby(answers, key=_setting)]


def _setting(answer: Answer) -> str:
    if answer.is_blank:
        return "short"
    if not isinstance(answer.value, str):
        return "rows" if len(answer.header) <= MOST_COLUMNS else "wide"
    return "long" if len(answer.value) > SHORT or "\n" in answer.value.strip() else "short"


def columns(answer: Answer) -> list[tuple[str, int]]:
    """The headings of a table of answers with their widths in per cent, by the longest text that each holds.

    A heading is set in up to three lines, and is as long as the longest of them.
    """
    headings = [max(*map(len, heading.split()), len(heading) // 3) for heading in answer.header]
    cells = [max(map(len, column)) for column in zip(*answer.rows, strict=False)]
    weights = [min(max(*both, NARROW), WIDE) + PADDING for both in zip(headings, cells, strict=False)]
    return [(heading, weight * 100 // sum(weights)) for heading, weight in zip(answer.header, weights, strict=False)]


def in_sections(findings: tuple[FindingLine, ...]) -> list[tuple[tuple[str, str], list[FindingLine]]]:
    """Findings in their order, by (chapter, section title)."""
    return [(key, list(run)) for key, run in groupby(findings, key=lambda line: (line.chapter, line.section_title))]
