"""What of a record is printed, where and in which layout: its answers and the statements of the protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from documents import words
from documents.content import Answer, DecisionDocument, FindingLine, Section
from documents.unusual import nothing_unusual, unusual

# Answers longer than this (characters), or of several lines, take the page's width instead of a column.
SHORT = 110

# What is longer than this (characters) may go on over the page.
LONG = 1000
LONG_IN_A_COLUMN = 400

# Tables with more columns are printed row by row.
MOST_COLUMNS = 6

# Bounds, in characters, for the longest text of a column when widths are computed.
NARROW = 8
WIDE = 40
PADDING = 3  # the space beside a column, in characters


def given(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """The answers that are printed: those that were given, and the blank ones that the protocol asks for."""
    return tuple(_without_empty_columns(answer) for answer in answers if not answer.is_blank or answer.is_wanted)


def _without_empty_columns(answer: Answer) -> Answer:
    """Rows without the columns in which no row says anything; the first column stays."""
    if isinstance(answer.value, str) or answer.is_blank:
        return answer
    kept = [index for index, cells in enumerate(zip(*answer.rows, strict=True)) if not index or any(cells)]
    return replace(answer, value=tuple(tuple(row[index] for index in kept) for row in answer.value))


def any_given(sections: Iterable[Section]) -> bool:
    """Whether any answer is printed."""
    return any(given(section.answers) for section in sections)


def any_fact(sections: Iterable[Section]) -> bool:
    """Whether any answer that is printed is the register's."""
    return any(answer.is_fact for section in sections for answer in given(section.answers))


def in_runs(answers: tuple[Answer, ...]) -> list[tuple[str, list[Answer]]]:
    """Answers in order, grouped in runs of one layout: 'short' beside their questions, 'long' in the page's width,
    'rows' as tables, 'wide' (tables of more than MOST_COLUMNS) row by row."""
    return [(setting, list(run)) for setting, run in groupby(answers, key=_setting)]


def _setting(answer: Answer) -> str:
    if answer.is_blank:
        return "short"
    if not isinstance(answer.value, str):
        return "rows" if len(answer.header) <= MOST_COLUMNS else "wide"
    return "long" if len(answer.value) > SHORT or "\n" in answer.value.strip() else "short"


def columns(answer: Answer) -> list[tuple[str, int]]:
    """(heading, width in per cent) for each column of a table of answers, by the longest text in each.

    A heading may take three lines: its length is that of the longest word, or a third of it.
    """
    headings = [max(*map(len, heading.split()), len(heading) // 3) for heading in answer.header]
    cells = [max(map(len, column)) for column in zip(*answer.rows, strict=False)]
    weights = [min(max(*both, NARROW), WIDE) + PADDING for both in zip(headings, cells, strict=False)]
    return [(heading, weight * 100 // sum(weights)) for heading, weight in zip(answer.header, weights, strict=False)]


def with_words(findings: Sequence[FindingLine]) -> list[FindingLine]:
    """The findings that somebody has explained, or whose outcome says more than that all is well."""
    listed = [*met_without_words(findings), *not_applicable(findings)]
    return [line for line in findings if line not in listed]


def met_without_words(findings: Iterable[FindingLine]) -> list[FindingLine]:
    """The statements that are met, of which nobody had to explain anything: some with a fact, as the day."""
    return [line for line in findings if line.outcome == "met" and not (line.reason or line.exception)]


def not_applicable(findings: Iterable[FindingLine]) -> list[FindingLine]:
    """The statements that are not about this record, of which there is no more to say."""
    out = [line for line in findings if line.outcome == "does_not_apply"]
    return [line for line in out if not (line.message or line.reason or line.exception)]


def by_source(findings: Iterable[FindingLine]) -> list[tuple[str, list[FindingLine]]]:
    """Findings in order, grouped by where they come from: 'Chapter 1.4.2'."""
    return _grouped(findings, lambda line: line.source)


def by_section(findings: Iterable[FindingLine]) -> list[tuple[str, list[FindingLine]]]:
    """Findings in order, grouped by the section of their chapter: 'Transfer meeting'."""
    return _grouped(findings, lambda line: line.section_title)


def by_place(findings: Iterable[FindingLine]) -> list[tuple[str, list[FindingLine]]]:
    """Findings in order, grouped by the section of the protocol: '1.4.2, Transfer meeting'."""
    return _grouped(findings, lambda line: line.place)


def _grouped(findings: Iterable[FindingLine], key: Callable[[FindingLine], str]) -> list[tuple[str, list[FindingLine]]]:
    return [(name, list(run)) for name, run in groupby(findings, key=key)]


def long(texts: Iterable[str], *, in_columns: bool = False) -> str:
    """' long', a class, where the texts together take too much of a page to be kept on one."""
    return " long" if sum(map(words.length_on_paper, texts)) > (LONG_IN_A_COLUMN if in_columns else LONG) else ""


def digests(doc: DecisionDocument) -> Iterator[tuple[str, str]]:
    """(label, SHA-256 in hex) of what can be compared with the file and the service."""
    earlier = [
        (f"Digest of version {line.number} (recipe {line.recipe})", line.digest)
        for line in doc.history
        if line.number != doc.version
    ]
    all_of_them: Sequence[tuple[str, str]] = (
        (f"Digest (recipe {doc.digest_recipe})", doc.version_digest),
        *earlier,
        ("Head of the audit chain (SHA-256)", doc.audit_head),
    )
    return ((label, digest) for label, digest in all_of_them if digest)


def seal_lasts(doc: DecisionDocument) -> str:
    """How long others can check the seal, and what may have changed since it was printed."""
    day = words.in_date(doc.seal_until)
    if not day:
        return words.RAISED
    return (words.LASTS if doc.seal_level == "B-B" else words.LASTS_STAMPED).format(day=day)


def sheet_line(doc: DecisionDocument) -> str:
    """What each sheet says of itself: 'TMR-7K3M-Q2XD · version 2 · 7KQM-4XDT-H9CR'."""
    return " · ".join(filter(None, (doc.reference, f"version {doc.version}", words.in_code(doc.code))))


FILTERS: dict[str, Callable[..., object]] = {
    one.__name__: one
    for one in (
        any_fact,
        any_given,
        by_place,
        by_section,
        by_source,
        columns,
        digests,
        given,
        in_runs,
        long,
        met_without_words,
        not_applicable,
        nothing_unusual,
        seal_lasts,
        sheet_line,
        unusual,
        with_words,
    )
}
