"""A letter to a child or to parents: its content, and the tagged PDF that is printed of it.

It is no decision record: it has no seal, no code and no attachment, and no marking that a family would not understand.
WeasyPrint is imported where a letter is drawn: the app, which leaves that to a process of its own, starts without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from documents import colour, words
from documents.content import Council

if TYPE_CHECKING:
    from weasyprint import Document


@dataclass(frozen=True)
class LetterDocument:
    """What one letter says, as it is printed.

    parts: (heading, text) in order. lines: label and value, below the part that says how to reach the worker, by its
    heading. sent_by: who it is from, a line each. note: what stands above everything while it may not be given; '' of
    one that may. large: in 18 points. reference: of the record and the letter, for the office.
    """

    title: str
    council: Council
    greeting: str
    parts: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str], ...]
    lines_under: str
    sent_by: tuple[str, ...]
    date: str
    reference: str
    note: str = ""
    large: bool = False
    made_at: datetime | None = None
    language: str = "en-GB"


def render_letter(doc: LetterDocument) -> bytes:
    """The letter as PDF/A-3a and PDF/UA-1. Characters that no installed font has are printed as their number."""
    from documents import render, tags

    html = render_html(doc)
    document = _laid_out(doc, html)
    if undrawn := {point for font in document.fonts.values() for point in font.missing}:
        document = _laid_out(doc, words.printable(html, undrawn))
    return bytes(document.write_pdf(finisher=tags.finish, **render.ARCHIVE))


def count_pages(doc: LetterDocument) -> int:
    """How many pages the letter has, without writing it."""
    return len(_laid_out(doc, render_html(doc)).pages)


def render_html(doc: LetterDocument) -> str:
    """The HTML that WeasyPrint renders."""
    from documents import render

    made_at = f"{doc.made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if doc.made_at else ""
    html = render.template("letter.html").render(doc=doc, colour=colour.readable(doc.council.colour), made_at=made_at)
    return words.printable(html)


def _laid_out(doc: LetterDocument, html: str) -> Document:
    from documents import render

    return render.lay_out(html, ["letter.css", *(["letter-large.css"] if doc.large else [])], doc.council.logo)
