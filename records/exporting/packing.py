"""Makes a pack: one document after the other is checked and written, then the page of what was found.

A document is in memory by itself, and what is said of it for as long as the pack is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

import pikepdf

from documents import attachment, keys, words
from documents.content import Council
from documents.outcomes import Outcome
from documents.packs import drawing
from documents.packs.content import Agreed, PackContents, Packed
from documents.packs.zipping import PackWriter
from documents.subprocess_render import render_in_subprocess
from models import Child, Record, Role, SealedDocument, Staff
from protocol.terms import fill_terms
from records import audit, clock
from records.exporting import choosing, lines
from records.exporting.departures import Departures, agreed_to
from records.reporting import csv_files
from records.reporting.csv_files import Cell
from records.sealing import checking, publishing
from records.sealing.describing import RESTRICTED, ROLE_TERMS
from settings import Settings

SECONDS_OF_CONTENTS = 300.0  # a page that names hundreds of records
ASKED_AGAIN = 20  # times that a check is asked for while others are checked
WHOLE = "Whole, {events} events."
NOT_WHOLE = "Not whole: {faults}."
UNREADABLE = "Its attached answers cannot be read."

CHECKS = ("File", "Reference", "Version", "Child's local ID", "Sealed at", "Check", "Does it count?", "What was said")
HASHES = ("Level of the seal", "SHA-256", "Audit trail", "Head of the audit trail")
WORKERS = ("Child's local ID", "Worker", "Team", "From", "To", "What changed", "Reason code", "Record")
DEPARTURES = ("Statement", "Place", "Level", "Wording", "Reference", "Version", "What it says", "Ground", "Reason")
AGREED = ("Reference", "Version", "Who agreed", "As", "On")


@dataclass(frozen=True)
class Asked:
    """For whom a pack is made. reader: None for an operator. told: name and role. what: the sentence of what it is of.

    whole: whether there is no sealed record that they could not read. chosen: local ids of the children, if any.
    """

    reader: Staff | None
    told: str
    what_for: str
    what: str
    whole: bool
    chosen: Sequence[str] = ()


@dataclass(frozen=True)
class _Found:
    """A packed document, with the head of its record's trail and who agreed to it."""

    packed: Packed
    head: str
    agreed: tuple[Agreed, ...]


def told_of(staff: Staff, settings: Settings) -> str:
    """'Ann Cole, inspector'."""
    return f"{staff.name}, {fill_terms(ROLE_TERMS[Role(staff.role)], settings.displayed_terms)}"


def make(file: IO[bytes], documents: Sequence[SealedDocument], asked: Asked, settings: Settings) -> None:
    """Write the pack of these documents into a file.

    Raises documents.subprocess_render.RenderingError where its page cannot be drawn.
    """
    at, gathered, found = clock.now(), Departures(), []
    with PackWriter(file) as pack:
        for document in documents:
            found.append(_pack_one(pack, document, gathered, asked, settings))
        contents = _contents(documents, [one.packed for one in found], gathered, asked, at, settings)
        pack.add("contents.html", drawing.as_html(contents).encode())
        pack.add("contents.pdf", render_in_subprocess(contents, seconds=SECONDS_OF_CONTENTS))
        pack.add("README.txt", drawing.readme(contents).encode())
        for name, headings, rows in _tables(contents, found):
            pack.add(name, "".join(csv_files.lines(headings, rows)).encode())
        pack.add("handover-trust.json", publishing.trust_file(settings).encode())
        pack.add("handover-root.pem", publishing.root(settings).encode())


def _pack_one(
    pack: PackWriter, document: SealedDocument, gathered: Departures, asked: Asked, settings: Settings
) -> _Found:
    name = f"records/{document.record.reference}-v{document.version}"
    whole: SealedDocument = SealedDocument.get_by_id(document.id)
    data = bytes(whole.data)
    said = _attached(data)
    pack.add(f"{name}.pdf", data)
    if said:
        pack.add(f"{name}.json", attachment.attached_to(data))
        gathered.add(said)
    return _found(whole, f"{name}.pdf", said, _check(data, asked, settings))


def _attached(data: bytes) -> dict[str, Any]:
    try:
        return attachment.said_in(data)
    except (pikepdf.PdfError, ValueError):
        return {}


def _check(data: bytes, asked: Asked, settings: Settings) -> checking.CheckResult:
    """The app's own check of a document, asked for again while others are checked."""
    for _ in range(ASKED_AGAIN):
        found = checking.check_file(data, settings=settings, by=asked.reader, keep_one_ready=True)
        if found.outcome != Outcome.BUSY:
            break
    return found


def _found(document: SealedDocument, file: str, said: dict[str, Any], checked: checking.CheckResult) -> _Found:
    faults = [fault for fault in _faults(document.record_id) if f"({RESTRICTED})" not in fault]
    record: Record = Record.get_by_id(document.record_id)
    child: Child | None = record.child
    packed = Packed(
        file=file,
        reference=record.reference,
        version=document.version,
        title=said.get("title") or record.reference,
        child=child.local_id if child else "",
        outcome=said.get("outcome") or UNREADABLE,
        sealed_at=document.sealed_at,
        sha256=checked.sha256 or document.sha256,
        is_genuine=checked.outcome.is_of_a_genuine_file,
        found=checked.title,
        counts=checked.counts,
        explained=checked.explanation,
        level=document.level,
        trail_is_whole=not faults,
        trail=NOT_WHOLE.format(faults="; ".join(faults)) if faults else WHOLE.format(events=record.audit_length),
    )
    return _Found(packed, record.audit_head, tuple(agreed_to(said)) if said else ())


def _faults(record_id: int) -> Iterable[str]:
    return (*audit.find_faults(record_id), *audit.find_document_faults(record_id))


def _contents(
    documents: Sequence[SealedDocument],
    packed: Sequence[Packed],
    gathered: Departures,
    asked: Asked,
    at: datetime,
    settings: Settings,
) -> PackContents:
    children = {one.record.child.local_id: one.record.child for one in documents if one.record.child}
    missing = choosing.without(asked.chosen, documents)
    children |= {child.local_id: child for child in choosing.known_of(missing, asked.reader)}
    references = {one.reference for one in packed}
    in_order = [child for _, child in sorted(children.items())]
    return PackContents(
        council=Council(settings.council_name, settings.council_colour, settings.council_address),
        made_at=at,
        made_for=asked.told,
        what_for=asked.what_for,
        asked=asked.what,
        documents=tuple(packed),
        children=tuple(lines.of(in_order, references, asked.reader, whole=asked.whole)),
        without=choosing.NOTHING_HERE.format(ids=choosing.named(missing)) if missing else "",
        clauses=gathered.clauses(),
        verify_at=words.entered_at(f"{settings.base_url}/verify"),
        root_fingerprint=keys.root_fingerprint(settings.seal_folder),
        marking=settings.protective_marking,
    )


def _tables(
    contents: PackContents, found: Sequence[_Found]
) -> Iterable[tuple[str, tuple[str, ...], list[tuple[Cell, ...]]]]:
    """(name, headings, rows) of each spreadsheet."""
    checks: list[tuple[Cell, ...]] = [
        (
            *(one.file, one.reference, one.version, one.child, one.sealed_at, one.found, one.counts, one.explained),
            *(one.level, one.sha256, one.trail, each.head),
        )
        for each in found
        for one in (each.packed,)
    ]
    workers: list[tuple[Cell, ...]] = [
        (child.local_id, one.worker, one.team, one.started_on, one.ended_on, one.what, one.code, one.record)
        for child in contents.children
        for one in child.spells
    ]
    departures: list[tuple[Cell, ...]] = [
        (
            *(clause.statement, clause.place, clause.level, clause.wording, one.reference, one.version, one.how),
            *(one.ground, one.reason),
        )
        for clause in contents.clauses
        for one in clause.departures
    ]
    agreed = [(one.packed.reference, one.packed.version, by.who, by.part, by.on) for one in found for by in one.agreed]
    return (
        ("checks.csv", (*CHECKS, *HASHES), checks),
        ("workers.csv", WORKERS, workers),
        ("departures.csv", DEPARTURES, departures),
        ("agreed.csv", AGREED, list(dict.fromkeys(agreed))),
    )
