"""Exports sealed records of a period into a folder: for each its PDF and the JSON attached to it, one at a time.

What is there already stays untouched, so the same export can be run again: it adds what is new. A seal that was renewed
since is another file. Restricted parts are never exported.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

import pikepdf

from documents import attachment
from models import Child, Record, SealedDocument, SealStage
from records import audit, clock
from records.exporting import places
from records.exporting.places import ExportError, Place
from records.reporting.csv_files import Cell
from records.sealing.describing import GENERAL
from records.transaction import locked

AT_ONCE = 500  # stages read at once, without their bytes
DAMAGED = "{reference}, version {version}: its bytes in the database are not those that were sealed. It was left out."


class Stage(NamedTuple):
    """The newest stage of a document's bytes, and which it is, from 1."""

    row: SealStage
    number: int

    @property
    def name(self) -> str:
        """The file within the folder, without its end: by the month of the seal, then reference and version."""
        month = clock.in_london(self.row.sealed_at).strftime("%Y-%m")
        renewed = f"-stage-{self.number}" if self.number > 1 else ""
        return f"{places.RECORDS}/{month}/{self.row.reference}-v{self.row.version}{renewed}"


@dataclass
class Tally:
    """What an export did. problems: a sentence for each document that is not there as it should be."""

    added: int = 0
    there: int = 0
    problems: list[str] = field(default_factory=list)


def between(since: date, until: date) -> tuple[datetime, datetime]:
    """The instants at which two days, both included, begin and end in London."""
    first, after = (datetime.combine(day, time.min, clock.LONDON) for day in (since, until + timedelta(days=1)))
    return first, after


def export(folder: Path, *, since: date, until: date, by: str) -> Tally:
    """Export what was sealed from one day to another, both included. by: the operator's account, for the trails.

    Raises ExportError for a folder that is not to be used, OSError where it cannot be written to.
    """
    tally = Tally()
    with places.opened(folder) as place:
        for stage in newest_stages(since, until):
            try:
                _export_one(place, stage, tally, by)
            except ExportError as error:
                tally.problems.append(str(error))
    return tally


def sealed_between(since: date, until: date) -> Iterator[list[str]]:
    """Codes of the general parts that were sealed from one day to another and are kept, some at a time, each once."""
    seen: set[str] = set()
    for rows in _stages(since, until):
        codes = dict.fromkeys(row.code for row in rows if row.code not in seen)
        seen |= codes.keys()
        yield list(codes)


def _stages(since: date, until: date) -> Iterator[list[SealStage]]:
    first, after = between(since, until)
    kept = (SealStage.part == GENERAL) & SealStage.disposed_on.is_null() & (SealStage.sealed_at < after)
    in_order = SealStage.select().order_by(SealStage.sealed_at, SealStage.id).limit(AT_ONCE)
    rows = list(in_order.where(kept & (SealStage.sealed_at >= first)))
    while rows:
        yield rows
        at = rows[-1].sealed_at
        later = (SealStage.sealed_at > at) | (SealStage.id > rows[-1].id)
        rows = list(in_order.where(kept & (SealStage.sealed_at >= at) & later))


def newest_stages(since: date, until: date) -> Iterator[Stage]:
    """The documents that were sealed in a period and are kept, oldest first. Bytes are read for each by itself."""
    for rows in _stages(since, until):
        for row in rows:
            lengths = [one.length for one in SealStage.select(SealStage.length).where(SealStage.code == row.code)]
            if row.length == max(lengths):
                yield Stage(row, len(lengths))


def _export_one(place: Place, stage: Stage, tally: Tally, by: str) -> None:
    pdf = f"{stage.name}.pdf"
    if place.holds(pdf):
        if place.hashed[pdf] != stage.row.sha256:
            raise ExportError(places.CHANGED.format(name=pdf))
        for name in (pdf, f"{stage.name}.json"):
            if not place.is_whole(name):
                raise ExportError(places.CHANGED.format(name=name))
        tally.there += 1
        return
    document = SealedDocument.get_or_none(SealedDocument.code == stage.row.code)
    if document is None:  # disposed of meanwhile
        return
    data = bytes(document.data)
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise ExportError(DAMAGED.format(reference=stage.row.reference, version=stage.row.version))
    with locked(document.record_id) as record:
        audit.append_event(
            record=record, event="copied_out", by=None, detail={"version": document.version, "operator": by}
        )
    _write(place, stage, document, data)
    tally.added += 1


def _write(place: Place, stage: Stage, document: SealedDocument, data: bytes) -> None:
    pdf, name = f"{stage.name}.pdf", ""
    try:
        attached = attachment.attached_to(data)
    except pikepdf.PdfError as error:
        raise ExportError(DAMAGED.format(reference=stage.row.reference, version=stage.row.version)) from error
    if attached:
        name = f"{stage.name}.json"
        place.write(name, attached)
    place.write(pdf, data)
    place.index(_row(stage, document, pdf, name, len(data)))


def _row(stage: Stage, document: SealedDocument, pdf: str, name: str, length: int) -> tuple[Cell, ...]:
    record: Record = document.record
    child: Child | None = record.child
    return (
        *(pdf, record.reference, document.version, record.kind, child.local_id if child else ""),
        *(document.sealed_at, document.level, stage.number, document.code, length, document.sha256, name),
    )
