"""What a pack may hold: sealed records of chosen children or of a period, as far as whoever asks may read them.

By need to know: what they may not read is not in it, is not counted, and is answered as what there is none of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from peewee import fn

from models import READ_FOR_A_PURPOSE, Child, Record, Role, SealedDocument, SealStage, Staff
from protocol import formatting
from records import access
from records.errors import ConflictError, ForbiddenError
from records.exporting.archive import sealed_between
from records.register import posts
from records.reporting import of_child
from records.sealing.describing import GENERAL

MOST_CHILDREN = 20
LONGEST = timedelta(days=366)
MOST_DOCUMENTS = 300
MOST_BYTES = 200 * 1024 * 1024

GENERAL_PART = SealedDocument.part == GENERAL

NOT_THEIRS = (
    "Packs are for auditors and inspectors who have said what they read records for, and for whoever heads a service."
)
NOTHING_ABOUT = "There is no sealed record that you can read about {ids}. Check each local ID."
NOTHING_HERE = "There is no sealed record that whoever asked can read about {ids}."
NOTHING_THEN = "Nothing that you can read was sealed in these days. Choose others."
TOO_MANY = (
    "That would be {found}, and a pack has {most} at most. Choose fewer children or days, or ask whoever runs this "
    "service: 'flask records pack' makes larger ones."
)


@dataclass(frozen=True)
class Chosen:
    """Records about these children, by local id, or sealed from one day to another, both included."""

    children: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    @property
    def in_words(self) -> str:
        """A sentence."""
        if self.since and self.until:
            return f"Records sealed from {formatting.day(self.since)} to {formatting.day(self.until)}."
        return f"Records about {named(self.children)}."


def is_offered(staff: Staff) -> bool:
    """Whether packs are for somebody of this post at all."""
    return staff.role in READ_FOR_A_PURPOSE or leads_a_service(staff)


def leads_a_service(staff: Staff) -> bool:
    """Whether somebody is a head of service, by their main post or one beside it."""
    return any(post.role == Role.HEAD_OF_SERVICE for post in (staff, *posts.held_beside(staff)))


def may_ask(staff: Staff) -> bool:
    """Whether somebody may have a pack now."""
    return access.purpose_of(staff) is not None or leads_a_service(staff)


def choose(chosen: Chosen, reader: Staff | None, *, bounded: bool = True) -> list[SealedDocument]:
    """The documents of a pack without their bytes, oldest first. reader: None for an operator, who reads all of them.

    Restricted parts are never among them. Raises ForbiddenError for a reader who may have no pack, ConflictError where
    there is nothing, or too much for one pack that is `bounded`.
    """
    if reader is not None and not may_ask(reader):
        raise ForbiddenError("no packs for this post", NOT_THEIRS)
    found = _readable(chosen, reader, MOST_DOCUMENTS if bounded else None)
    if not found:
        nothing = NOTHING_ABOUT.format(ids=named(chosen.children)) if chosen.children else NOTHING_THEN
        raise ConflictError("nothing to pack", nothing)
    if bounded:
        _refuse_too_much(found)
    return found


def as_stored(chosen: Chosen, documents: Iterable[SealedDocument]) -> Chosen:
    """The same, with each local id as the register writes it."""
    stored = {one.record.child.local_id.upper(): one.record.child.local_id for one in documents if one.record.child}
    return replace(chosen, children=tuple(stored.get(one.upper(), one) for one in chosen.children))


def may_read_all(documents: Sequence[SealedDocument], reader: Staff) -> bool:
    """Whether somebody may have a pack, and read every record of these."""
    ids = {document.record_id for document in documents}
    readable = access.visible_to(reader).where(Record.id.in_(list(ids)))
    return may_ask(reader) and readable.count() == len(ids)


def reads_whatever_is_sealed(reader: Staff | None) -> bool:
    """Whether there is no sealed record that this reader could not read."""
    return reader is None or access.purpose_of(reader) is not None


def _readable(chosen: Chosen, reader: Staff | None, most: int | None) -> list[SealedDocument]:
    """The documents that may be read, no more than one beyond `most` of them.

    Those that were chosen are found first and asked about some at a time: of a reader of a whole service, what they may
    read is most of the table.
    """
    found: list[SealedDocument] = []
    for some in _chosen(chosen):
        ids = [document.record_id for document in some]
        readable = set(ids) if reader is None else _ids(access.visible_to(reader).where(Record.id.in_(ids)))
        found += [document for document in some if document.record_id in readable]
        if most is not None and len(found) > most:
            break
    return found


def known_of(local_ids: Iterable[str], reader: Staff | None) -> list[Child]:
    """The children with these local ids whose line this reader may see without a record in the pack."""
    found = list(Child.select().where(Child.local_id.in_(_either_case(local_ids))))
    known = {child.id for child in found} if reader is None else of_child.open_to(reader, found)
    return [child for child in found if child.id in known]


def _ids(records: Any) -> set[int]:
    return {record.id for record in records.select(Record.id)}


def _chosen(chosen: Chosen) -> Iterator[list[SealedDocument]]:
    """Whatever was chosen, some at a time, whoever may read it."""
    if not (chosen.since and chosen.until):
        yield list(thin().where(GENERAL_PART & Child.local_id.in_(_either_case(chosen.children))))
        return
    # By the stages, whose rows are short: the days of the documents stand behind their bytes.
    for codes in sealed_between(chosen.since, chosen.until):
        yield list(thin().where(GENERAL_PART & SealedDocument.code.in_(codes)))


def thin() -> Any:
    """Query of documents with record and child, oldest first, without what stands with or behind their bytes."""
    columns = (SealedDocument.id, SealedDocument.record, SealedDocument.version, SealedDocument.code)
    query = SealedDocument.select(*columns, Record, Child).join(Record).left_outer_join(Child)
    return query.order_by(SealedDocument.id)


def _either_case(ids: Iterable[str]) -> list[str]:
    return sorted({form for one in ids for form in (one, one.upper())})


def without(children: Iterable[str], found: Iterable[SealedDocument]) -> list[str]:
    """Those of these local ids about whom none of the documents is."""
    there = {document.record.child.local_id.upper() for document in found if document.record.child}
    return [one for one in children if one.upper() not in there]


def _refuse_too_much(found: Sequence[SealedDocument]) -> None:
    if len(found) > MOST_DOCUMENTS:
        raise ConflictError("too many for a pack", TOO_MANY.format(found="more records", most=MOST_DOCUMENTS))
    longest = SealStage.select(SealStage.code, fn.MAX(SealStage.length).alias("most"))
    longest = longest.where(SealStage.code.in_([document.code for document in found])).group_by(SealStage.code)
    if sum(row.most for row in longest) > MOST_BYTES:
        most = f"{MOST_BYTES // 1024**2} MB"
        raise ConflictError("too large for a pack", TOO_MANY.format(found="larger", most=most))


def named(ids: Iterable[str]) -> str:
    """'the children AV1 and AV2'."""
    ids = list(ids)
    return f"{'the child' if len(ids) == 1 else 'the children'} {formatting.listed(ids)}"
