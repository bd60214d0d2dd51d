"""Packs that people ask for on a page: made by the worker, kept in the database for a week, for who asked alone.

What a pack holds is settled when it is asked for, and weighed again when it is made and at each download: it is given
out while whoever asked may read every record in it. docs/decisions/0046.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import IO, Any

from peewee import InterfaceError, OperationalError

from documents.keys import SealKeyError
from documents.subprocess_render import RenderingError
from faults import log_exception
from mail import outbox
from models import InspectionPack, PackedDocument, PackPiece, PackState, SealedDocument, Staff, database
from records import audit, clock, purposes
from records.errors import ConflictError, NotFoundError
from records.exporting import choosing, packing
from records.exporting.choosing import Chosen
from records.register import throttle
from records.transaction import for_update, notify_worker, select_for_update, transaction
from settings import Settings

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=7)
GIVEN_UP_AFTER = timedelta(minutes=30)  # a worker that has not made it by then has stopped
MOST_TRIES = 3
PIECE = 1024 * 1024  # bytes
UNDER_WAY = (PackState.WAITING, PackState.MAKING)

ASKED = throttle.Limit(
    "pack",
    10,
    timedelta(days=1),
    "You have asked for ten packs within a day. Wait until tomorrow, or ask whoever runs this service for one.",
)
BEING_MADE = "Your pack is being made. Wait until it is ready, or delete it, then ask for another."
GONE = "Your pack is not there any more. Ask for a new one."
CHANGED = "What you may read has changed since you asked. Ask for a new pack."
NOT_DRAWN = "Its contents page could not be drawn. Ask for fewer records, or tell whoever runs this service."
NOT_MADE = "It could not be made. Tell whoever runs this service: the log says why."


def ask(*, by: Staff, chosen: Chosen, what_for: str) -> InspectionPack:
    """Ask for a pack, in place of the one before. It is noted in the trail of each record.

    Raises ForbiddenError for somebody who may have none, ConflictError where there is nothing, too much, or one is
    being made, TooManyRequestsError after ten in a day.
    """
    documents = choosing.choose(chosen, by)
    throttle.count_attempt(ASKED, str(by.id))
    with transaction():
        for_update(Staff.select(Staff.id).where(Staff.id == by.id)).get()  # two posts at once: one after the other
        if (before := of(by)) and before.state in UNDER_WAY:
            raise ConflictError("a pack is being made", BEING_MADE)
        InspectionPack.delete().where(InspectionPack.staff == by).execute()
        pack = InspectionPack.create(
            staff=by,
            what_for=what_for,
            children=list(choosing.as_stored(chosen, documents).children),
            since=chosen.since,
            until=chosen.until,
            documents=len(documents),
            state=PackState.WAITING,
            asked_at=clock.now(),
            ends_at=clock.now() + KEPT_FOR,
        )
        PackedDocument.insert_many({"pack": pack, "document": one} for one in documents).execute()
        note(documents, event="pack_asked", by=by)
    notify_worker()
    return pack


def of(staff: Staff) -> InspectionPack | None:
    """Somebody's pack, in whatever state."""
    found: InspectionPack | None = InspectionPack.get_or_none(InspectionPack.staff == staff)
    return found


def chosen_of(pack: InspectionPack) -> Chosen:
    """What a pack is of."""
    return Chosen(tuple(pack.children), pack.since, pack.until)


def delete(*, by: Staff) -> None:
    """Delete somebody's own pack, whether it is ready or not."""
    InspectionPack.delete().where(InspectionPack.staff == by).execute()


def download(*, by: Staff) -> InspectionPack:
    """Somebody's own pack, to be given to them. It is noted in the trail of each record.

    Raises NotFoundError where there is none that is ready, and where it may not be given out any more.
    """
    pack = of(by)
    if pack is None or pack.state != PackState.READY:
        raise NotFoundError(f"no pack for staff {by.id}", GONE)
    if why_not := problem(pack):
        raise NotFoundError(f"pack of staff {by.id} is not given out", why_not)
    note(_documents(pack), event="pack_downloaded", by=by)
    return pack


def problem(pack: InspectionPack) -> str:
    """Why a pack cannot be had, as a sentence; '' where it can, or will."""
    if pack.state == PackState.FAILED:
        return str(pack.why)
    if pack.ends_at <= clock.now():
        return GONE
    return "" if may_have(pack, _documents(pack)) else CHANGED


def nothing_about(pack: InspectionPack) -> str:
    """About which of its children there is nothing in a pack, as a sentence; '' where there is something about each."""
    missing = choosing.without(pack.children, _documents(pack))
    return choosing.NOTHING_ABOUT.format(ids=choosing.named(missing)) if missing else ""


def may_have(pack: InspectionPack, documents: Sequence[SealedDocument]) -> bool:
    """Whether all documents of a pack are kept, and who asked for it may still read each."""
    return len(documents) == pack.documents and choosing.may_read_all(documents, pack.staff)


def pieces(pack: InspectionPack) -> Iterator[bytes]:
    """The pack's file, piece by piece; it needs no connection of its caller, who may have ended."""
    number = 0
    while True:
        with database.connection_context():
            piece = PackPiece.get_or_none((PackPiece.pack == pack) & (PackPiece.number == number))
        if piece is None:
            return
        yield bytes(piece.data)
        number += 1


def note(documents: Sequence[SealedDocument], *, event: str, by: Staff | None, **detail: Any) -> None:
    """Note in the trail of each record that it goes into a pack or out with one, in one transaction."""
    with transaction():
        for record_id in sorted({int(one.record_id) for one in documents}):  # in one order, so that none waits for two
            record = select_for_update(record_id)
            audit.append_event(record=record, event=event, by=by, detail=detail)
            if by is not None:
                purposes.note_for_leaders(record=record, by=by)


def make_waiting(settings: Settings) -> int:
    """Make the packs that wait, one after the other; returns how many. One is made at a time, over all hosts."""
    made = 0
    while pack := _claim():
        _make_one(pack, settings)
        made += 1
    return made


def drop_ended() -> int:
    """Delete the packs whose time is over, and those of which a document is kept no longer. Returns how many."""
    over = [pack.id for pack in InspectionPack.select() if pack.ends_at <= clock.now() or _lacks(pack)]
    return int(InspectionPack.delete().where(InspectionPack.id.in_(over)).execute()) if over else 0


def _lacks(pack: InspectionPack) -> bool:
    return bool(PackedDocument.select().where(PackedDocument.pack == pack).count() != pack.documents)


def _documents(pack: InspectionPack) -> list[SealedDocument]:
    mine = PackedDocument.select(PackedDocument.document).where(PackedDocument.pack == pack)
    return list(choosing.thin().where(SealedDocument.id.in_(mine)))


def _claim() -> InspectionPack | None:
    """The next that waits, or that another worker began and did not end; none while one is being made."""
    stale = clock.now() - GIVEN_UP_AFTER
    with transaction():
        making = InspectionPack.state == PackState.MAKING
        if InspectionPack.select().where(making & (InspectionPack.claimed_at >= stale)).exists():
            return None
        waiting = (InspectionPack.state == PackState.WAITING) | making
        pack = for_update(InspectionPack.select().where(waiting).order_by(InspectionPack.asked_at).limit(1)).first()
        if pack is None:
            return None
        pack.state, pack.claimed_at, pack.tries = PackState.MAKING, clock.now(), pack.tries + 1
        pack.save()
    found: InspectionPack = pack
    return found


def _make_one(pack: InspectionPack, settings: Settings) -> None:
    documents = _documents(pack)
    if pack.tries > MOST_TRIES:
        _fail(pack, NOT_MADE)
    elif not may_have(pack, documents):
        _fail(pack, CHANGED)
    else:
        _try(pack, documents, settings)


def _try(pack: InspectionPack, documents: Sequence[SealedDocument], settings: Settings) -> None:
    try:
        # Has no name in the folder, so nothing is left of it however the worker ends.
        with tempfile.TemporaryFile(dir=settings.data_folder) as file:
            packing.make(file, documents, _asked(pack, settings), settings)
            _store(pack, file)
    except (OperationalError, InterfaceError):
        raise
    except RenderingError as error:
        log.error("pack %s: %s", pack.id, error)
        _fail(pack, NOT_DRAWN)
    except (SealKeyError, OSError) as error:
        log.error("pack %s could not be made: %s", pack.id, error)
        _fail(pack, NOT_MADE)
    except Exception as error:  # the message may hold record data
        log_exception(log, f"pack {pack.id} could not be made", error)
        _fail(pack, NOT_MADE)


def _asked(pack: InspectionPack, settings: Settings) -> packing.Asked:
    chosen = chosen_of(pack)
    whole = choosing.reads_whatever_is_sealed(pack.staff)
    told = packing.told_of(pack.staff, settings)
    return packing.Asked(pack.staff, told, pack.what_for, chosen.in_words, whole, chosen.children)


def _store(pack: InspectionPack, file: IO[bytes]) -> None:
    """Store the file in pieces, each in a transaction of its own: others write in between."""
    mine, digest, size = _still(pack), hashlib.sha256(), file.tell()
    file.seek(0)
    for number, data in enumerate(iter(lambda: file.read(PIECE), b"")):
        digest.update(data)
        with transaction():
            if not for_update(InspectionPack.select(InspectionPack.id).where(mine)).first():
                return
            PackPiece.delete().where((PackPiece.pack == pack) & (PackPiece.number >= number)).execute()
            PackPiece.create(pack=pack, number=number, data=data)
    ready = {"state": PackState.READY, "made_at": clock.now(), "ends_at": clock.now() + KEPT_FOR}
    with transaction():
        if InspectionPack.update(**ready, size=size, sha256=digest.hexdigest()).where(mine).execute():
            outbox.queue(to=pack.staff, kind="pack_ready", now=clock.now())
    notify_worker()


def _still(pack: InspectionPack) -> Any:
    """A condition: the pack is there, and nobody else has begun it since. SQLite gives numbers of deleted rows anew."""
    mine = (InspectionPack.id == pack.id) & (InspectionPack.state == PackState.MAKING)
    return mine & (InspectionPack.claimed_at == pack.claimed_at)


def _fail(pack: InspectionPack, why: str) -> None:
    """Say why a pack is not made, on the page and by a mail that brings whoever asked there."""
    with transaction():
        if InspectionPack.update(state=PackState.FAILED, why=why).where(_still(pack)).execute():
            outbox.queue(to=pack.staff, kind="pack_failed", now=clock.now())
    notify_worker()
