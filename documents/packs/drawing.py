"""Draws the contents page of a pack, as HTML that opens from a folder and as a tagged PDF, from one template."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from documents import colour, words
from documents.packs.content import PackContents

TEMPLATES = Path(__file__).parents[2] / "templates" / "pack"
PAPER = ("pack.css",)  # in templates/pdf


def as_html(contents: PackContents) -> str:
    """The page with its style in it; it leads to the files beside it."""
    return _page(contents, style="screen.css", leads=True)


def render_contents(contents: PackContents) -> bytes:
    """The page on paper, PDF/A-3a and PDF/UA-1. Characters that no font has are printed as their number."""
    from documents import render, tags  # and with them WeasyPrint, which only the process that draws needs

    html = _page(contents, style="", leads=False)
    document = render.lay_out(html, PAPER)
    undrawn = {point for font in document.fonts.values() for point in font.missing}
    if undrawn:
        document = render.lay_out(words.printable(html, undrawn), PAPER)
    pdf: bytes = document.write_pdf(finisher=tags.finish, **render.ARCHIVE)
    return pdf


def readme(contents: PackContents) -> str:
    """How the records are checked, in plain words."""
    return _templates().get_template("README.txt").render(pack=contents)


def _page(contents: PackContents, *, style: str, leads: bool) -> str:
    """style: the stylesheet that the page carries in itself, '' for none. leads: whether it links to the files."""
    page = _templates().get_template("contents.html")
    council = colour.readable(contents.council.colour)
    return words.printable(page.render(pack=contents, style=style, leads=leads, colour=council))


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        day=words.in_date, moment=words.in_time, groups=words.in_groups, direction=words.direction
    )
    return environment
