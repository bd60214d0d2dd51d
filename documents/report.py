"""Renders a report of figures as a tagged PDF/A-3a.

The HTML is whole: it names its style itself, and nothing is fetched. WeasyPrint is imported where a report is
drawn, as for a letter.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FiguresReport:
    """The page of HTML that the report is."""

    html: str


def render_report(report: FiguresReport) -> bytes:
    """The PDF of a report."""
    from documents import render, tags

    laid_out = render.lay_out(report.html, ["report.css"])
    pdf: bytes = laid_out.write_pdf(finisher=tags.finish, **render.ARCHIVE)
    return pdf
