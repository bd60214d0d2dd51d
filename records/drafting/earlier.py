"""Starting a record from an earlier one: which may be taken from, and what of it comes along to be read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from forms import RecordKind, get_kind
from forms.carrying import Relation, comes_along, same_people
from forms.engine.correction import same_answer
from models import Child, Record, RecordPerson, Staff, State
from protocol.folding import fold
from records import access, audit, clock
from records.access import HANDED_OVER_WORKER
from records.deciding import states
from records.drafting import from_register, parts, starting
from records.errors import ForbiddenError, NotFoundError
from records.register import lookup
from records.transaction import locked
from records.weighing import answers_decided_on

RECENT = timedelta(days=90)  # in which a record is still about the same change, and a sibling's about the same meeting
MOST = 10
NOT_OFFERED = "Choose an earlier record from the list, or start empty."


@dataclass(frozen=True)
class Offer:
    """An earlier record that a new one can be started from, and how the new one stands to it."""

    record: Record
    relation: Relation


def offers(*, form: RecordKind, about: Child | Staff, by: Staff) -> list[Offer]:
    """The earlier records, the newest first, from which `by` can start one of this kind about a child or worker.

    Only those that `by` may read, with every restricted section of them, in which anything has been written.
    """
    begun = access.visible_to(by).where(_may_serve(form, about) & (Record.revision > 0))
    newest = begun.order_by(Record.created_at.desc(), Record.id.desc()).limit(MOST)
    return [Offer(one, _relation(one, about)) for one in newest if not access.closed_sections(one, by)]


def start_from(*, form: RecordKind, about: Child | Staff, earlier: str, by: Staff) -> Record:
    """Create a draft with what comes along from the record with the reference `earlier`, each answer to be read again.

    A draft that `by` has started from it just now, and has not written in, is returned instead. Raises NotFoundError
    for a record that is not offered, ForbiddenError for somebody who may not start one about this worker.
    """
    if isinstance(about, Staff) and not starting.may_start_about(about, by):
        raise ForbiddenError("a worker about another", starting.NOT_ABOUT_ANOTHER)
    offer = next((one for one in offers(form=form, about=about, by=by) if one.record.reference == earlier), None)
    if offer is None:
        raise NotFoundError("not offered", NOT_OFFERED)
    child = about if isinstance(about, Child) else None
    with locked(offer.record.id) as current:
        if known := _just_started(form, child, current, by):
            return known
        told = starting.told_of(about)
        came = _coming(form, current, offer.relation, child, told)
        record = starting.new_draft(
            kind=form.key,
            prefix=form.prefix,
            child=child,
            by=by,
            answers={**came, **told},
            started_from=current,
            to_read=tuple(came),
        )
        audit.append_event(record=record, event="took_over", by=by, detail={"earlier": current.reference})
        if not audit.was_logged_recently(record=current, by=by, event="viewed"):
            audit.append_event(record=current, event="viewed", by=by)
    return record


def _may_serve(form: RecordKind, about: Child | Staff) -> Any:
    """A peewee condition on Record: of the same child or worker or, of the same kind and lately, of a sibling.

    Of a corrected one only the version that counts.
    """
    counts = (Record.state != State.CORRECTED) & (Record.amends.is_null() | (Record.state == State.SEALED))
    return counts & _is_about(form, about)


def _is_about(form: RecordKind, about: Child | Staff) -> Any:
    if isinstance(about, Staff):
        named = (RecordPerson.staff == about) & (RecordPerson.part == HANDED_OVER_WORKER)
        return (Record.kind == form.key) & Record.id.in_(RecordPerson.select(RecordPerson.record).where(named))
    own = (Record.child == about) & Record.kind.in_((form.key, *form.starts_from))
    siblings = [child.id for child, _ in lookup.siblings_of(about)]
    lately = (Record.saved_at >= clock.now() - RECENT) & (Record.state != State.WITHDRAWN)
    return own | (Record.child.in_(siblings) & (Record.kind == form.key) & lately)


def _relation(record: Record, about: Child | Staff) -> Relation:
    if isinstance(about, Child) and record.child_id != about.id:
        return Relation.SIBLING
    done = record.state in (State.APPROVED, State.SEALED) or record.saved_at < clock.now() - RECENT
    return Relation.LATER if done else Relation.AGAIN


def _just_started(form: RecordKind, child: Child | None, source: Record, by: Staff) -> Record | None:
    """The draft that a press before this one started."""
    mine = (Record.started_from == source) & (Record.author == by) & (Record.kind == form.key)
    untouched = (Record.state == State.DRAFT) & (Record.revision == 0)
    of_child = Record.child.is_null() if child is None else Record.child == child
    known: Record | None = Record.get_or_none(mine & untouched & of_child)
    return known


def _coming(
    form: RecordKind, source: Record, relation: Relation, child: Child | None, told: Mapping[str, Any]
) -> dict[str, Any]:
    """What comes along, as the new record's pages read it. told: what is known at the start."""
    of = get_kind(source.kind)
    stored = source.answers if source.state in states.UNSUBMITTED else answers_decided_on(source)
    earlier = of.applicable_answers(stored)
    names = _called(source, child) if relation is Relation.SIBLING else frozenset()
    came = comes_along(of, form, earlier, relation, today=clock.today(), names=names)
    given = {**came, **told}
    came = {
        name: answer
        for name, answer in came.items()
        if name not in told and parts.can_all_be_held(form.questions[name], answer, given)
    }
    new = from_register.put(form, {**came, **told}, {}, child)
    came = same_people(came, earlier, new.answers)
    if same_answer(came.get("new_worker", ""), new.answers.get("current_worker")):
        del came["new_worker"]  # whoever works with this child already is no change
    for _ in form.sections:  # what is not asked takes with it what is asked because of it
        before, came = came, _read(form, {**came, **told}, came, child)
        if came == before:
            break
    return came


def _called(source: Record, child: Child | None) -> frozenset[str]:
    """The words by which a brother or sister is called and this child is not."""
    words = {name: set(fold(one.name).split()) for name, one in (("other", source.child), ("own", child)) if one}
    return frozenset(word for word in words["other"] - words["own"] if len(word) > 1)


def _read(form: RecordKind, answers: Mapping[str, Any], came: Mapping[str, Any], child: Child | None) -> dict[str, Any]:
    """Of what came along, the answers that apply, that the register does not give, and that their pages take."""
    draft = from_register.put(form, answers, {}, child)
    known = from_register.sources(form, draft.answers, child)
    applies = form.applicable_answers(draft.answers)
    found: dict[str, Any] = {}
    for section in form.sections:
        page = section.from_answers(draft.answers, draft.typed, today=clock.today(), known=known)
        own = {name: answer for name, answer in page.answers().items() if name in came and name in applies}
        found |= {name: answer for name, answer in own.items() if name not in known}
    return found
