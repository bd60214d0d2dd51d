"""A sealed record of any kind is corrected by a later version of it, which counts once it is sealed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from flask import Flask

from documents import attachment
from models import (
    Allocation,
    Child,
    ChildSpell,
    FollowUp,
    OutboxMail,
    Post,
    PromisedDay,
    Record,
    Role,
    SealedDocument,
    Staff,
    State,
)
from records import access, clock, other_records
from records.amending import correcting, family
from records.deciding import decisions, submission
from records.drafting import from_register
from records.errors import ConflictError, ForbiddenError
from records.following import follow_up, promises
from records.sealing import checking
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.integration import amending, refusing
from tests.integration.conftest import changes_since, everything
from tests.integration.mailing import forget_mail

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def in_app(app: Flask) -> Iterator[None]:
    """Sealing words records with the app's terms."""
    with app.app_context():
        yield


def document_of(record: Record) -> SealedDocument:
    """The sealed document of a record."""
    return SealedDocument.get(SealedDocument.record == record)


def attached_to(record: Record) -> Any:
    """The answers in the JSON attached to a record's sealed document."""
    with pikepdf.open(BytesIO(bytes(document_of(record).data))) as opened:
        return json.loads(opened.attachments[attachment.NAME].get_file().read_bytes())["answers"]


def transfer() -> Record:
    """Maya's transfer, sealed."""
    return factories.in_state(State.SEALED)


def names_of(emails: Iterable[str]) -> list[str]:
    """The names of the people with these addresses."""
    return [factories.person(email).name for email in emails]


def moved_on(child: Child) -> None:
    """The register after the transfer: the new worker has the child, whose status and placement are others."""
    worker = factories.person(story.RECEIVING_WORKER)
    yesterday = clock.today() - timedelta(days=1)
    Allocation.update(ended_on=yesterday).where((Allocation.child == child) & Allocation.ended_on.is_null()).execute()
    Allocation.create(child=child, worker=worker, team=worker.team, started_on=yesterday)
    child.status, child.legal_status, child.placement = "child_in_need", "none", "none"
    child.save()
    ChildSpell.delete().where(ChildSpell.child == child).execute()


@pytest.mark.parametrize("kind", amending.KINDS)
def test_a_record_of_every_kind_is_corrected_by_a_version_that_counts_in_its_place(kind: str) -> None:
    record = amending.sealed(kind)
    digest, steps = factories.digest_of(record), [step.id for step in record.steps]

    later = amending.corrected(record)

    assert (later.state, later.version, later.reference) == (State.SEALED, 2, f"{record.reference}-C1")
    first = factories.fresh(record)
    counting = family.counting(first)
    assert first.state == State.CORRECTED
    assert counting
    assert counting.last == later
    assert factories.digest_of(first) == digest
    assert [step.id for step in first.steps] == steps
    assert decisions.get_version(first).void_reason == ""
    assert document_of(first).code != document_of(later).code
    said = checking.check_code(document_of(first).code)
    assert said.title == "Sealed here, but corrected since"
    assert f"{record.reference}, version 1, was corrected by version 2 on " in said.counts
    assert "Version 2 counts in its place." in said.counts
    assert checking.check_code(document_of(later).code).title == "Sealed here"


def test_a_correction_goes_by_what_the_register_said_then_and_asks_whoever_leads_the_teams_today() -> None:
    record = transfer()
    moved_on(record.child)
    leader = factories.person(factories.OTHER_TEAM_LEADER)
    new_leader_of(record.answers["new_team"]["id"], leader.email)

    later = amending.begin(record)
    now = from_register.refreshed(later)

    for question in ("current_worker", "current_team", "child_status", "legal_status", "placement", "new_team"):
        assert now.answers.get(question) == record.answers.get(question), question
    assert now.answers["new_team_leader"]["name"] == leader.name
    assert now.replaced == []
    later = four.submitted(later)
    assert leader.email in {step.assignee.email for step in later.steps}


def new_leader_of(team: int, email: str) -> None:
    """Let somebody else lead a team from today on."""
    Post.delete().where((Post.team == team) & (Post.role == Role.TEAM_LEADER)).execute()
    Staff.update(role=Role.SOCIAL_WORKER).where((Staff.team == team) & (Staff.role == Role.TEAM_LEADER)).execute()
    person = Staff.get(Staff.email == email)
    Post.delete().where(Post.staff == person).execute()
    today = clock.today()
    Post.create(staff=person, role=Role.TEAM_LEADER, team=team, started_on=today, first_seen_on=today, seen_on=today)
    Staff.update(role=Role.TEAM_LEADER, team=team).where(Staff.id == person.id).execute()


def test_while_it_is_under_way_the_sealed_one_counts_and_only_its_readers_learn_of_it() -> None:
    record = transfer()
    code = document_of(record).code
    amending.begin(record)

    stranger, reader = checking.check_code(code), checking.check_code(code, by=factories.person())
    elsewhere = checking.check_code(code, by=factories.person(story.UNINVOLVED_WORKER))

    assert stranger.title == reader.title == "Sealed here"
    assert stranger.counts == elsewhere.counts == checking.COUNTS
    assert "A correction of it is under way. Until that is sealed, this one counts." in reader.counts
    assert factories.fresh(record).state == State.SEALED


def test_a_correction_that_is_given_up_leaves_the_first_one_counting() -> None:
    record = transfer()
    later = four.submitted(amending.begin(record))

    submission.withdraw(record=later, by=later.author, reason="It was right after all.")

    assert factories.fresh(record).state == State.SEALED
    assert checking.check_code(document_of(record).code, by=factories.person()).counts == checking.COUNTS
    again = amending.begin(record)
    assert again.reference == f"{record.reference}-C2"
    assert four.sealed(four.submitted(again)).version == 3


def test_a_correction_is_corrected_in_its_turn() -> None:
    record = transfer()
    second = amending.corrected(record)

    third = amending.corrected(second)

    assert (third.version, third.reference) == (3, f"{record.reference}-C2")
    first = checking.check_code(document_of(record).code).counts
    assert "was corrected by version 2 on" in first
    assert "Version 3 counts in its place." in first
    assert "was corrected by version 3 on" in checking.check_code(document_of(second).code).counts
    with pytest.raises(ConflictError):
        correcting.start(record=factories.fresh(record), by=factories.person(), reason=amending.WHY)


def test_a_correction_that_is_refused_is_a_refusal_and_changes_nothing() -> None:
    record = transfer()
    later = four.submitted(amending.begin(record))
    later = factories.approve(later, "new_worker", refusing.LEADER)
    later = four.refused_by_managers(four.disagree(later, refusing.RECEIVING))
    factories.seal_what_waits()

    assert factories.fresh(later).state == State.REFUSAL_SEALED
    assert factories.fresh(record).state == State.SEALED
    said = checking.check_code(document_of(later).code).counts
    assert said == f"{later.reference} is a refusal: it was not agreed to correct {record.reference}, which is not " + (
        "changed by it."
    )
    assert list(record.refusals) == list(later.refusals) == []
    assert checking.check_code(document_of(record).code).counts == checking.COUNTS


def test_what_was_refused_is_corrected_only_with_the_posts_that_refused_it() -> None:
    record = refusing.refused()
    factories.seal_what_waits()
    later = amending.begin(factories.fresh(record))

    later = four.submitted(later)

    assert refusing.ends_with(later) == set(refusing.MANAGERS)
    later = four.sealed(later)
    assert later.state == State.SEALED
    assert factories.fresh(record).state == State.CORRECTED
    assert all(one.settled_at for one in record.refusals)
    assert {one.settled_by for one in record.refusals} == {None}
    assert later.answers["amends"]["refused_by"] == names_of(refusing.MANAGERS)


def test_two_people_who_begin_at_once_and_one_who_presses_twice() -> None:
    record = transfer()
    later = amending.begin(record)

    assert amending.begin(record) == later
    with pytest.raises(ConflictError) as told:
        correcting.start(record=record, by=factories.person(story.TRANSFERRING_LEADER), reason=amending.WHY)
    assert f"{later.author.name} began a correction of this record on" in told.value.shown


@pytest.mark.parametrize(
    "by", [story.RECEIVING_LEADER, story.TRANSFERRING_LEADER, story.AUTHOR, story.RECEIVING_WORKER]
)
def test_who_wrote_it_works_with_the_child_or_leads_its_teams_may_begin_one(by: str) -> None:
    record = transfer()
    moved_on(record.child)

    assert correcting.may_correct(record, factories.person(by))


@pytest.mark.parametrize("by", [story.UNINVOLVED_WORKER, story.CLUSTER_MANAGER, story.BUSINESS_SUPPORT])
def test_nobody_else_may_begin_one(by: str) -> None:
    record, before = transfer(), everything()

    assert not correcting.may_correct(record, factories.person(by))
    with pytest.raises(ForbiddenError):
        correcting.start(record=record, by=factories.person(by), reason=amending.WHY)
    assert changes_since(before) == []


def test_whoever_may_not_read_the_earlier_version_reads_the_later_one_only_if_it_names_them() -> None:
    record = transfer()
    later = amending.begin(record)

    may = access.visible_to(factories.person(story.UNINVOLVED_WORKER))
    assert not may.where(Record.id.in_([record.id, later.id])).exists()
    assert access.visible_to(factories.person(story.RECEIVING_LEADER)).where(Record.id == later.id).exists()


@pytest.mark.drawn
def test_what_was_wrong_is_bound_by_the_decision_and_stands_in_the_document() -> None:
    record = transfer()
    later = four.submitted(amending.begin(record))
    digest = factories.digest_of(later)
    correcting_why = decisions.get_version(later).answers["amends"]["why"]
    assert correcting_why == amending.WHY

    later = four.sealed(later)

    assert factories.digest_of(later) == digest
    assert attached_to(later)["amends"] == {
        "reference": record.reference,
        "version": 1,
        "sealed_on": clock.today().isoformat(),
        "why": amending.WHY,
        "cancels": False,
    }


def test_everybody_who_was_told_of_the_first_is_told_that_it_is_corrected() -> None:
    record = transfer()
    told = {person.email for person in decisions.get_people_to_notify(record)}
    forget_mail()

    later = amending.corrected(record)

    ours = OutboxMail.record.in_([record.id, later.id]) & OutboxMail.kind.in_(["sealed", "corrected"])
    mails = list(OutboxMail.select().where(ours))
    assert {mail.to.email for mail in mails} == told
    assert len(mails) == len(told)


def test_what_became_of_what_was_promised_and_what_was_added_comes_along() -> None:
    record = amending.sealed(four.EMERGENCY)
    lines = promises.get_promises(record)
    assert lines
    follow_up.say_what_became(lines[0].day, by=record.author, became=promises.DONE, on=clock.today())
    still = PromisedDay.select().where((PromisedDay.record == record) & PromisedDay.ended_at.is_null()).count()

    later = amending.corrected(record)

    after = promises.get_promises(later)
    assert [line.what for line in after] == [line.what for line in lines]
    assert [line.is_open for line in after].count(True) == still
    assert [one.became for one in after][0]
    open_now = PromisedDay.select().where((PromisedDay.record == record) & PromisedDay.ended_at.is_null())
    assert not open_now.exists()
    assert FollowUp.select().where(FollowUp.record == record).count() == 1


def test_a_transfer_rests_on_the_correction_of_the_exception_on_which_it_rested() -> None:
    record = four.transfer()
    exception = four.sealed(four.submitted(four.exception(record)))
    factories.submit(factories.fresh(record))

    later = amending.corrected(exception)

    assert later.state == State.SEALED
    assert decisions.requirements_still_met(
        decisions.get_version(factories.fresh(record)), decisions.steps_of(factories.fresh(record))
    )
    assert four.sealed(factories.fresh(record)).state == State.SEALED


def test_an_exception_that_is_being_corrected_is_not_withdrawn_meanwhile() -> None:
    exception = amending.sealed(four.EXCEPTION)
    assert submission.may_withdraw(exception, exception.author)

    later = amending.begin(exception)

    assert not submission.may_withdraw(exception, exception.author)
    later = four.sealed(four.submitted(later))
    submission.withdraw(record=later, by=later.author, reason="It is needed no more.")
    said = checking.check_code(document_of(exception).code).counts
    assert "Version 2 was withdrawn after it was sealed: nothing may rest on it any more." in said


def test_a_correction_is_no_second_record_of_the_same() -> None:
    record = transfer()
    later = amending.begin(record)

    assert record not in other_records.of_same_change(later, later.answers)
    own = [one for one in other_records.of_same_change(factories.ready_draft(), record.answers) if one.amends_id]
    assert own == []


def test_a_worker_who_has_left_since_is_asked_no_more() -> None:
    record = transfer()
    leaver = factories.person(story.RECEIVING_WORKER)
    leaver.active = False
    leaver.save()

    later = four.submitted(amending.begin(record))

    step = factories.step_of(later, "new_worker")
    assert step.assignee != leaver
    assert step.instead_of == leaver
