"""Starting from an earlier record: who is offered which, what comes along, and how it is read again."""

from __future__ import annotations

import pytest

from forms import get_kind
from forms.carrying import Relation
from models import AuditEvent, Record, Staff, State
from records import access
from records.drafting import earlier
from records.errors import NotFoundError
from tests import factories, four_records
from tests.data import other_records as other
from tests.data import story
from tests.data.register_says import register_says
from tests.integration.conftest import SignIn
from tests.integration.earlier_records import FORM, RUBY, START, brothers, chosen, offered, started_by, taken

pytestmark = pytest.mark.usefixtures("app")

NOT_READ = [{"earlier": "TMR-0000-0000"}, {"earlier": "\0"}, {"earlier": "x" * 30_000}, {"earlier": "{social_worker}"}]


def events(record: Record, event: str) -> int:
    return AuditEvent.select().where((AuditEvent.record == record) & (AuditEvent.event == event)).count()


def test_a_sisters_record_starts_with_the_meeting_of_her_brothers_and_nothing_of_him(sign_in: SignIn) -> None:
    brother, author = brothers(), sign_in(story.AUTHOR)

    page = chosen(author, RUBY)
    assert "Start from an earlier record" in page.text
    assert "about Harvey Tunstall" in page.text
    sister = started_by(author, RUBY, brother.reference)

    assert sister.started_from_id == brother.id
    assert {"new_worker", "meeting_state", "meeting_place"} <= set(sister.to_read)
    assert sister.answers["meeting_place"] == "Northgate Family Centre"
    assert not {"child_views", "transfer_reason", "communication_needs"} & sister.answers.keys()
    assert "Harvey" not in str({name: sister.answers[name] for name in sister.to_read})
    assert sister.answers["child_name"] == "Ruby Tunstall"
    assert not set(sister.to_read) & FORM.following.keys() - {"new_team", "current_worker_leaving"}


def test_whoever_starts_empty_starts_as_before(sign_in: SignIn) -> None:
    brothers()
    author = sign_in(story.AUTHOR)

    author.press(chosen(author, RUBY).form("/records/new/", method="post"), status=302)

    empty = Record.get(Record.reference == author.page.location.rpartition("/")[2])
    assert (empty.started_from_id, empty.to_read) == (None, [])
    assert empty.answers == factories.start_draft(about=RUBY).answers


def test_whoever_has_nothing_to_start_from_is_not_asked(sign_in: SignIn) -> None:
    author, child = sign_in(story.AUTHOR), "AV104022"
    form, why = (
        author.open(f"{START}?name={child}").form("/records/new/", method="post"),
        {"reason": "She comes to us soon."},
    )
    page = author.press(form, why, status=302)
    assert "/records/TMR-" in page.location


def test_a_record_of_the_same_child_is_taken_as_far_as_the_change_is_the_same() -> None:
    relations = offered(story.CASE_ONE_CHILD)
    states = {Record.get(Record.reference == reference).state: one for reference, one in relations.items()}
    assert states[State.SEALED] == Relation.LATER
    assert states[State.RETURNED] == states[State.WITHDRAWN] == Relation.AGAIN

    again = taken(story.CASE_ONE_CHILD, factories.in_state(State.WITHDRAWN))
    assert {"child_views", "best_interests", "outstanding_work", "meeting_date", "key_events"} <= set(again.to_read)
    assert not {"chronology", "contact_given", "file_ready"} & again.answers.keys()
    assert len(again.answers["key_events"]) == 1

    anew = taken(story.CASE_ONE_CHILD, factories.in_state(State.SEALED))
    assert {"plan_date", "professionals_told", "key_events"} <= set(anew.to_read)
    assert not {"child_views", "new_worker", "meeting_date", "transfer_reason"} & anew.answers.keys()


def test_an_emergency_gives_its_transfer_record_what_both_ask() -> None:
    emergency = four_records.emergency()
    record = taken(other.EMERGENCY_CHILD, emergency, other.REALLOCATING_LEADER)
    assert record.answers["transfer_reason"] == emergency.answers["what_happened"]
    assert {"transfer_reason", "proceedings", "new_worker"} <= set(record.to_read)


def test_a_handover_is_offered_to_whoever_may_read_all_of_it_and_leaves_what_is_restricted() -> None:
    handover, form = four_records.handover(), get_kind(four_records.HANDOVER)
    worker, leader = (factories.person(one) for one in (other.MOVING_WORKER, other.OUTGOING_LEADER))
    closed = {one.id: bool(access.closed_sections(handover, one)) for one in (worker, leader)}

    found = {one.id: earlier.offers(form=form, about=worker, by=one) for one in (worker, leader)}

    assert {number: bool(some) for number, some in found.items()} == {one: not shut for one, shut in closed.items()}
    assert closed[worker.id]
    for one in (worker, leader):
        if found[one.id]:
            record = earlier.start_from(form=form, about=worker, earlier=handover.reference, by=one)
            hidden = {name for key in form.restricted for name in form.section(key).questions()}
            assert not hidden & record.answers.keys()
        else:
            with pytest.raises(NotFoundError):
                earlier.start_from(form=form, about=worker, earlier=handover.reference, by=one)


def test_nobody_learns_of_a_record_that_they_may_not_read(sign_in: SignIn) -> None:
    brother, stranger = brothers(), sign_in(factories.OTHER_TEAM_LEADER)

    form, why = (
        stranger.open(f"{START}?name={RUBY}").form("/records/new/", method="post"),
        {"reason": "She comes to us soon."},
    )
    page = stranger.press(form, why, status=302)
    assert "/records/TMR-" in page.location

    before, answers = Record.select().count(), []
    for reference in (brother.reference, "TMR-2020-0001"):
        form = stranger.open(f"{START}?name={RUBY}").form("/records/new/", method="post")
        answers.append(stranger.press(form, {"another": "yes", "earlier": reference}, status=200).words)
    assert answers[0] == answers[1]
    assert earlier.NOT_OFFERED in answers[0]
    assert brother.reference not in answers[0]
    assert Record.select().count() == before
    assert events(brother, "viewed") == 0


@pytest.mark.parametrize("fields", NOT_READ)
def test_a_reference_that_is_none_is_told_so_and_starts_nothing(sign_in: SignIn, fields: dict[str, str]) -> None:
    brothers()
    author, before = sign_in(story.AUTHOR), Record.select().count()

    page = author.press(chosen(author, RUBY).form("/records/new/", method="post"), fields, status=200)

    assert earlier.NOT_OFFERED in page.text
    assert Record.select().count() == before


def test_the_record_of_a_child_who_is_no_relation_and_one_of_another_kind_are_not_offered() -> None:
    brother = brothers()
    assert brother.reference in offered(RUBY)
    assert brother.reference not in offered(story.CASE_ONE_CHILD)
    assert brother.reference not in offered(RUBY, kind="emergency_transfer")
    with pytest.raises(NotFoundError):
        taken(story.CASE_ONE_CHILD, brother)


def test_a_brothers_record_of_long_ago_or_withdrawn_is_of_another_meeting() -> None:
    brother = brothers()
    long_ago = brother.saved_at - earlier.RECENT - factories.days(1)
    Record.update(saved_at=long_ago).where(Record.id == brother.id).execute()
    assert brother.reference not in offered(RUBY)
    Record.update(saved_at=brother.saved_at, state=State.WITHDRAWN).where(Record.id == brother.id).execute()
    assert brother.reference not in offered(RUBY)


def test_a_second_press_leads_to_the_record_of_the_first() -> None:
    brother = brothers()
    assert taken(RUBY, brother) == taken(RUBY, brother)
    assert Record.select().where(Record.started_from == brother).count() == 1


def test_that_the_earlier_record_was_read_is_noted_and_the_history_says_what_it_was(sign_in: SignIn) -> None:
    brother, author = brothers(), sign_in(story.AUTHOR)
    sister = taken(RUBY, brother)
    assert events(brother, "viewed") == 1
    assert events(sister, "took_over") == 1
    history = author.open(f"/records/{sister.reference}/history")
    assert f"/records/{brother.reference}" in history.links

    factories.save(sister, editor="tab", answers={"meeting_chair": "Priya"})
    reader = sign_in(story.RECEIVING_WORKER)
    Record.update(author=factories.person(factories.TEAM_MATE)).where(Record.id == brother.id).execute()
    brother.people.model.delete().where(brother.people.model.record == brother).execute()
    for page in ("", "/history", "/sections/meeting", "/check"):
        assert brother.reference not in reader.open(f"/records/{sister.reference}{page}").text
    assert "From an earlier record: read it again" in reader.open(f"/records/{sister.reference}/sections/meeting").text


def test_whoever_wrote_in_the_earlier_record_decides_on_neither() -> None:
    brother = brothers()
    factories.save(brother, by=story.RECEIVING_WORKER, answers={"meeting_chair": "Priya"})
    assert factories.person(story.RECEIVING_WORKER).id in access.get_writer_ids(taken(RUBY, brother))


def test_a_long_line_of_records_started_one_from_another_has_its_writers_counted() -> None:
    record = factories.start_draft()
    for _ in range(1_100):
        record = Record.create(
            **{name: getattr(record, name) for name in ("kind", "author", "child", "answers", "typed")},
            reference=f"TMR-L-{_}",
            protocol_version=record.protocol_version,
            created_at=record.created_at,
            saved_at=record.saved_at,
            started_from=record,
        )
    assert access.get_writer_ids(record) == {record.author_id}


def test_what_is_said_of_other_people_than_here_does_not_come_along() -> None:
    maya = factories.ready_draft()
    brother = taken(story.CASE_ONE_BROTHER, maya)
    assert brother.answers["current_worker"] != maya.answers["current_worker"]
    assert "meeting_date" in brother.to_read
    assert not {"all_attended", "joint_visit", "former_worker_how", "transfer_reason_code"} & brother.answers.keys()


def test_who_works_with_the_child_already_is_not_taken_as_the_new_worker() -> None:
    maya = factories.ready_draft()
    brother = taken(story.CASE_ONE_BROTHER, maya)

    assert brother.answers["current_worker"]["id"] == maya.answers["new_worker"]["id"]
    assert "new_worker" not in brother.answers


def test_whoever_can_hold_the_part_no_more_does_not_come_along() -> None:
    brother = brothers()
    Staff.update(active=False).where(Staff.email == story.RECEIVING_WORKER).execute()
    assert "new_worker" not in taken(RUBY, brother).answers


def test_what_a_page_would_not_take_does_not_come_along() -> None:
    brother = brothers()
    answers = {**brother.answers, "meeting_date": "1901-01-01", "meeting_chair": ["Ann"], "joint_visit": "some day"}
    Record.update(answers=answers).where(Record.id == brother.id).execute()
    sister = taken(RUBY, brother)
    assert not {"meeting_date", "meeting_chair", "joint_visit"} & sister.answers.keys()
    assert "meeting_place" in sister.to_read


def test_what_is_not_asked_of_the_child_as_the_register_has_them_now_does_not_come_along() -> None:
    maya = factories.ready_draft()
    assert "permanence_meeting_date" in maya.answers
    register_says(maya.child, child_status="child_in_need", legal_status=None, placement=None)
    again = taken(story.CASE_ONE_CHILD, maya)
    assert again.answers["child_status"] == "child_in_need"
    assert "permanence_meeting_date" not in again.answers
    assert "plan_date" in again.to_read
