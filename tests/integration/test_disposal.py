"""What is due and agreed by two is disposed of, and leaves its certificate, its trail and its seal's stages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

import models
from documents.outcomes import Outcome
from models import AuditEvent, Disposal, LegalHold, Record, RecordVersion, SealedDocument, SealStage, State
from records import access, audit, clock
from records.deciding import digests
from records.errors import ConflictError, ForbiddenError, NotFoundError
from records.keeping import agreeing, certificates, counting, disposing, holds, known, what_goes
from records.sealing import checking
from settings import Settings
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.integration import amending
from tests.integration.conftest import everything
from tests.integration.disposing import HEAD, OPERATOR, OTHER_HEAD, agreed, clock_of, died_long_ago, disposed, figures

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

SAID = "She keeps a heron feather under her pillow"


@pytest.fixture(autouse=True)
def in_app(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def told(**answers: Any) -> Record:
    """A sealed record whose words no other record has."""
    return four.sealed(factories.submitted(life_now=SAID, **answers))


def command(app: Flask, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["retention", *words])
    return done.exit_code, done.output


def where_it_stands(text: str) -> list[str]:
    """The tables in which a text stands."""
    return [name for name, rows in everything().items() if text in json.dumps(rows, default=str)]


def test_of_what_was_disposed_of_a_certificate_and_the_trail_are_left(app: Flask, settings: Settings) -> None:
    record = told()
    document = SealedDocument.get(SealedDocument.record == record)
    data, digest = bytes(document.data), factories.digest_of(record)
    assert where_it_stands(SAID)
    died_long_ago()
    agreed(record)
    before = everything()

    dry = command(app, "dispose")
    assert dry[0] == 0
    assert "would go. A child who was looked after and died under 18" in dry[1]
    assert everything() == before
    code, printed = command(app, "dispose", "--yes")

    assert code == 0
    assert all(part in printed for part in (record.reference, document.sha256, digest, "Eleanor", document.code))
    gone = factories.fresh(record)
    assert (gone.state, gone.child_id, gone.answers, gone.typed, gone.closed_reason) == ("disposed", None, {}, {}, "")
    assert what_goes.left_of(record.id) == []
    assert where_it_stands(SAID) == []
    assert [*audit.find_faults(record.id), *audit.find_document_faults(record.id)] == []
    assert list(certificates.find_faults(record.id)) == []
    assert record.reference not in app.test_cli_runner().invoke(args=["audit", "verify"]).output
    assert command(app, "certificate", record.reference.lower())[1] == printed
    found = checking.check_file(data, settings=settings)
    assert found.outcome == Outcome.DISPOSED
    assert f"{record.reference}, version 1, was sealed here, and its record was disposed of on" in found.explanation
    assert checking.check_code(document.code, settings=settings).outcome == Outcome.DISPOSED


def test_nobody_can_see_what_was_disposed_of(settings: Settings) -> None:
    record = told()
    died_long_ago()
    disposed(record)

    for email in (story.AUTHOR, story.RECEIVING_WORKER, HEAD, OTHER_HEAD, story.TRANSFERRING_LEADER):
        with pytest.raises(NotFoundError):
            access.get_record(reference=record.reference, staff=factories.person(email))
        assert not access.visible_to(factories.person(email)).where(Record.id == record.id).exists()


def test_nothing_that_was_said_is_left_in_the_databases_file(settings: Settings) -> None:
    record = told()
    died_long_ago()
    path = Path(settings.database.removeprefix("sqlite:///"))  # of PostgreSQL, which cleans its files itself: no file

    disposed(record)

    files = [path, path.with_name(f"{path.name}-wal")]
    assert [file for file in files if file.exists() and SAID.encode() in file.read_bytes()] == []
    assert where_it_stands(SAID) == []


def test_a_correction_and_what_it_corrects_go_together() -> None:
    first = told()
    later = amending.corrected(first)
    died_long_ago()

    done = disposed(first)

    assert [one.record.reference for one in done] == [first.reference, later.reference]
    assert [factories.fresh(one).state for one in (first, later)] == [State.DISPOSED, State.DISPOSED]
    assert all(not list(audit.find_faults(one.id)) for one in (first, later))


def test_what_is_being_corrected_is_not_due() -> None:
    first = told()
    amending.begin(first)
    died_long_ago()

    assert (clock_of(first).due_on, clock_of(first).rule) == (None, "under_way")
    with pytest.raises(ConflictError):
        agreed(first)


def test_two_people_agree_and_one_of_them_leads_a_service() -> None:
    record = told()
    died_long_ago()

    agreed(record, OPERATOR)
    with pytest.raises(ConflictError, match="agreed before"):
        agreed(record, OPERATOR)
    with pytest.raises(ForbiddenError):
        agreed(record, story.BUSINESS_SUPPORT)  # another operator
    assert disposing.agreed() == []
    agreed(record, HEAD)
    with pytest.raises(ConflictError, match="two have agreed"):
        agreed(record, OTHER_HEAD)
    assert [one.record for one in disposing.agreed()] == [record]
    assert disposing.dispose(disposing.agreed()[0], figures=figures(), done_by="ops")


def test_what_one_alone_agreed_to_or_took_back_stays() -> None:
    record = told()
    died_long_ago()
    alone = agreed(record, HEAD)
    with pytest.raises(ConflictError):
        disposing.dispose(alone, figures=figures(), done_by="ops")

    both = agreed(record, OTHER_HEAD)
    agreeing.take_back(clock_row=clock_of(record), by=factories.person(HEAD))
    with pytest.raises(ConflictError):
        disposing.dispose(both, figures=figures(), done_by="ops")

    assert factories.fresh(record).state == State.SEALED
    still = agreeing.disposal_of(record, known.WHOLE)
    assert still
    assert (still.first_by, still.second_by) == (factories.person(OTHER_HEAD), None)
    agreeing.take_back(clock_row=clock_of(record), by=factories.person(OTHER_HEAD))
    assert agreeing.disposal_of(record, known.WHOLE) is None


@pytest.mark.parametrize("of_child", [False, True])
def test_a_hold_between_agreement_and_disposal_stops_it_and_what_was_agreed_is_agreed_anew(
    app: Flask, *, of_child: bool
) -> None:
    record = told()
    died_long_ago()
    both = agreed(record)
    by, day = factories.person(HEAD), clock.today()
    hold = holds.place(record=record, of_child=of_child, why="A claim", by=by, last_day=None, review_on=day)

    with pytest.raises(ConflictError):
        disposing.dispose(both, figures=figures(), done_by="ops")
    with pytest.raises(ConflictError, match="held"):
        agreed(record)
    assert f"{record.reference}  transfer_meeting, due since 2024-05-07, held" in command(app, "due")[1]
    holds.lift(hold=hold, by=factories.person(HEAD), why="It was settled")
    with pytest.raises(ConflictError):
        holds.lift(hold=hold, by=factories.person(HEAD), why="Again")

    assert disposing.agreed() == []
    assert disposed(record)
    events = AuditEvent.select().where(AuditEvent.record == record).order_by(AuditEvent.sequence)
    what = [one.event for one in events]
    assert what[-5:] == ["held", "hold_lifted", "disposal_agreed", "disposal_agreed", "disposed"]
    assert list(audit.find_faults(record.id)) == []


def test_a_hold_ends_with_its_last_day_and_holds_records_that_are_still_to_come() -> None:
    record = told()
    by = factories.person(HEAD)
    holds.place(record=record, of_child=True, why="An inquiry", by=by, last_day=clock.today(), review_on=None)
    later = told()
    (kept,) = known.families([later])

    assert [one.child_id for one in holds.holding(kept)] == [record.child_id]
    assert holds.holding(kept, clock.today() + timedelta(days=1)) == []


def test_a_hold_of_a_child_holds_the_management_handover_that_names_them() -> None:
    handover = four.sealed(four.submitted(four.handover()))
    (kept,) = known.families([handover])
    child = models.Child.get_by_id(min(number for number in kept.children if number))
    LegalHold.create(child=child, why="A claim", placed_by=factories.person(HEAD), placed_at=clock.now())

    assert len(holds.holding(kept)) == 1


def test_what_is_not_due_any_more_is_not_disposed_of(app: Flask) -> None:
    record = told()
    died_long_ago()
    agreed(record)
    models.Child.update(adoption_order_on="2008-01-01").where(models.Child.id == record.child_id).execute()

    code, printed = command(app, "dispose", "--yes")

    assert code == 1
    assert f"! {record.reference}: This record is not due any more" in printed
    assert f"What was agreed of {record.reference} has ended" in printed
    assert factories.fresh(record).state == State.SEALED


def at_once(app: Flask, *acts: Any) -> list[str]:
    """What comes of acts that begin together: 'done', or the name of the error."""

    def act(do: Any) -> str:
        with app.app_context(), models.database.connection_context():
            try:
                do()
            except ConflictError as error:
                return type(error).__name__
            return "done"

    with ThreadPoolExecutor(len(acts)) as together:
        return sorted(together.map(act, acts))


def test_of_two_who_press_at_once_one_is_the_first_and_the_other_the_second(app: Flask) -> None:
    record = told()
    died_long_ago()
    row = clock_of(record)
    who = [factories.person(email) for email in (HEAD, OTHER_HEAD)]

    def agree(by: models.Staff) -> Any:
        return lambda: agreeing.agree(clock_row=row, by=by, figures=figures())

    assert at_once(app, *(agree(by) for by in who for _ in range(3))) == ["ConflictError"] * 4 + ["done"] * 2
    (found,) = Disposal.select()
    assert {found.first_by, found.second_by} == set(who)
    assert list(audit.find_faults(record.id)) == []


def test_what_is_disposed_of_twice_at_once_goes_once_and_a_hold_comes_before_or_after(app: Flask) -> None:
    record = told()
    died_long_ago()
    both = agreed(record)

    def dispose() -> None:
        disposing.dispose(both, figures=figures(), done_by="ops")

    def hold() -> None:
        day, by = clock.today(), factories.person(HEAD)
        holds.place(record=record, of_child=False, why="A claim", by=by, last_day=day, review_on=None)

    assert at_once(app, dispose, dispose, hold).count("done") == 1
    went = factories.fresh(record).state == State.DISPOSED
    certificates_left = (AuditEvent.record == record) & (AuditEvent.event == "disposed")
    assert AuditEvent.select().where(certificates_left).count() == int(went)
    assert LegalHold.select().count() == int(not went)
    assert list(audit.find_faults(record.id)) == []


def test_the_part_about_staff_goes_alone_and_every_digest_is_still_right(settings: Settings) -> None:
    record = four.sealed(four.submitted(four.handover()))
    restricted = SealedDocument.get((SealedDocument.record == record) & (SealedDocument.part == "restricted"))
    long_ago(record)
    assert factories.fresh(record).answers["hr_advised"]

    (done,) = disposed(record, known.STAFF_PART)

    assert [one["code"] for one in done.detail["documents"]] == [restricted.code]
    now, version = factories.fresh(record), RecordVersion.get(RecordVersion.record == record)
    assert now.state == State.SEALED
    for answers in (now.answers, version.answers):
        assert not {"hr_advised", "hr_reference", "worker_advises"} & answers.keys()
        assert answers["worker"]
    assert "salt" not in version.withheld
    assert digests.of(version) == version.digest
    assert [one.part for one in SealedDocument.select().where(SealedDocument.record == record)] == ["general"]
    assert checking.check_code(restricted.code, settings=settings).outcome == Outcome.DISPOSED
    assert [*audit.find_faults(record.id), *certificates.find_faults(record.id)] == []
    counting.recount(figures())
    assert [row.part for row in models.Retention.select().where(models.Retention.record == record)] == ["whole"]


def long_ago(record: Record) -> None:
    """Everything that was done with a record was done seven years before it was; its trail is not whole then."""
    for event in AuditEvent.select().where(AuditEvent.record == record):
        event.happened_at -= timedelta(days=7 * 366)
        event.save()
    rehash(record)


def rehash(record: Record) -> None:
    """Make its trail whole again, as if it had been written then."""
    previous = audit.GENESIS
    for event in AuditEvent.select().where(AuditEvent.record == record).order_by(AuditEvent.sequence):
        old = event.hash
        event.previous_hash = previous
        event.hash = previous = audit.hash_of(
            previous=previous,
            record_id=record.id,
            sequence=event.sequence,
            event=event.event,
            staff_id=event.staff_id,
            detail=event.detail,
            happened_at=event.happened_at,
        )
        event.save()
        assert old != previous
    Record.update(audit_head=previous).where(Record.id == record.id).execute()


def test_a_certificate_that_was_tampered_with_is_found() -> None:
    record = told()
    died_long_ago()
    disposed(record)
    SealStage.update(disposed_on=None).where(SealStage.reference == record.reference).execute()
    models.FollowUp.create(
        record=record, question="closing", answer="x", staff=factories.person(), added_at=clock.now()
    )

    faults = list(certificates.find_faults(record.id))

    assert len(faults) == 2
    assert "FollowUp" in faults[1]
