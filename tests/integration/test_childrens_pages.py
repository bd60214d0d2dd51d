"""The page of a child: who may read it, what each reader sees, and that reading is noted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models import Allocation, Child, ChildEvent, PromisedDay, Record, RecordPerson, RecordTeam, State, Step
from records import clock, purposes
from records.deciding import refusals
from records.reporting import explaining
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.test_changes_without_a_record import change, taken_on
from tests.integration.test_lines_of_children import sealed_with_its_change

pytestmark = pytest.mark.usefixtures("app")

PAGE = f"/children/{story.CASE_ONE_CHILD}"
LEADS_NOW = story.TRANSFERRING_LEADER
MAY = [story.AUTHOR, story.RECEIVING_WORKER, LEADS_NOW, story.RECEIVING_LEADER, story.CLUSTER_HEAD]
MAY_NOT = [
    story.UNINVOLVED_WORKER,
    factories.TEAM_MATE,
    factories.OTHER_TEAM_LEADER,
    factories.OTHER_LOCALITY_LEADER,
    story.AUDITOR,
]


def without_records() -> None:
    """Leave no record of Maya's to anybody's eyes: they are another child's."""
    other = factories.child("AV103955")
    Record.update(child=other).where(Record.child == factories.child()).execute()


@pytest.mark.parametrize("email", MAY, ids=range(len(MAY)))
def test_whoever_may_read_a_record_of_the_child_may_read_the_page(sign_in: SignIn, email: str) -> None:
    assert sign_in(email).open(PAGE).heading == "Maya Adeyemi-Clarke"


@pytest.mark.parametrize("email", MAY_NOT, ids=range(len(MAY_NOT)))
def test_for_everybody_else_there_is_no_such_child(sign_in: SignIn, email: str) -> None:
    reader = sign_in(email)

    hidden, missing = reader.open(PAGE, status=404), reader.open("/children/AV999999", status=404)

    numbers = [page.response.headers["X-Request-ID"] for page in (hidden, missing)]
    assert hidden.words.replace(numbers[0], "") == missing.words.replace(numbers[1], "")
    assert not ChildEvent.select().exists()


@pytest.mark.parametrize(
    "email,status",
    [
        (LEADS_NOW, 200),
        (factories.LOCALITY_LEADER, 200),
        (story.CLUSTER_HEAD, 200),
        (story.RECEIVING_LEADER, 404),
        (story.LOOKED_AFTER_HEAD, 404),
        (story.AUTHOR, 404),
        (story.BUSINESS_SUPPORT, 404),
    ],
    ids=["leader", "locality", "head", "other_leader", "other_head", "own_worker", "support"],
)
def test_without_a_record_those_read_who_lead_the_team_that_has_the_child(
    sign_in: SignIn, email: str, status: int
) -> None:
    without_records()

    sign_in(email).open(PAGE, status=status)


def test_who_led_an_earlier_team_reads_no_more_and_who_led_the_last_one_still_does(sign_in: SignIn) -> None:
    _, day = sealed_with_its_change(apart=-10)
    without_records()
    sign_in(LEADS_NOW).open(PAGE, status=404)
    sign_in(story.RECEIVING_LEADER).open(PAGE)

    Allocation.update(ended_on=day + timedelta(days=3)).where(Allocation.ended_on.is_null()).execute()

    sign_in(story.RECEIVING_LEADER).open(PAGE)


def test_an_auditor_reads_it_while_they_say_what_for_and_both_are_noted(sign_in: SignIn) -> None:
    reader, auditor = sign_in(story.AUDITOR), factories.person(story.AUDITOR)
    today = clock.today()
    purpose = purposes.begin(by=auditor, purpose="inspection", what_for="Ofsted, on site.", last_day=today)

    reader.open(PAGE)
    reader.open(PAGE)

    assert [(one.staff_id, one.event, one.purpose_id) for one in ChildEvent.select()] == [
        (auditor.id, "viewed", purpose.id)
    ]
    assert "The page of Maya Adeyemi-Clarke" in sign_in(LEADS_NOW).open("/").words
    assert "The page of Maya" not in sign_in(story.RECEIVING_LEADER).open("/").words


def test_asking_for_headers_alone_notes_nothing(sign_in: SignIn) -> None:
    assert sign_in(story.AUTHOR).peek(PAGE).status_code == 200
    assert not ChildEvent.select().exists()


def test_each_change_is_told_with_its_record_or_that_there_is_none(sign_in: SignIn) -> None:
    record, _ = sealed_with_its_change(apart=2)
    page = sign_in(story.RECEIVING_LEADER).open(PAGE)

    assert "Tomasz Zieliński" in page.words
    assert f"/records/{record.reference}" in page.links
    assert "The register's day is 2 days after the record's." in page.words
    assert "1 change without a record." in page.words


def test_the_register_lacks_a_change_only_once_its_day_has_come(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.SEALED), sign_in(LEADS_NOW)
    tomorrow, long_ago = clock.today() + timedelta(days=1), clock.today() - timedelta(days=60)
    Record.update(takes_effect_on=tomorrow).execute()
    assert "the register does not show" not in reader.open(PAGE).words

    Record.update(takes_effect_on=long_ago).where(Record.id == record.id).execute()

    said = reader.open(PAGE).words.partition("the register does not show")[2]
    assert said.strip().startswith(record.reference)


def test_a_record_that_the_reader_may_not_read_is_said_to_be_there_without_its_reference(sign_in: SignIn) -> None:
    record, _ = sealed_with_its_change()
    RecordPerson.delete().where((RecordPerson.record == record) & (RecordPerson.part != "new_worker")).execute()
    RecordTeam.delete().where(RecordTeam.record == record).execute()
    nobody = factories.person(story.UNINVOLVED_WORKER)
    Step.update(assignee=nobody, decided_by=nobody, instead_of=None).where(Step.record == record).execute()
    others = (Record.child == record.child_id) & (Record.id != record.id)
    Record.update(child=factories.child("AV103955")).where(others).execute()

    page = sign_in(story.RECEIVING_LEADER).open(PAGE)

    assert "Recorded, in a record that you cannot read" in page.words
    assert record.reference not in page.text
    assert "There is no record about this child that you can read." in page.words


def test_records_decisions_promises_and_days_ahead_are_those_of_readable_records(sign_in: SignIn) -> None:
    record = factories.in_state(State.SEALED)
    page = sign_in(LEADS_NOW).open(PAGE)

    assert page.words.count(record.reference) > 1
    assert "Agreed: responsibility passes on" in page.words
    assert "Birthday: 13, a key event" in page.words
    assert "Approved" in page.words


def test_a_brother_is_named_with_his_worker_and_has_a_link_for_whoever_may_open_his_page(sign_in: SignIn) -> None:
    brother = f"/children/{story.CASE_ONE_BROTHER}"
    with_link = sign_in(story.RECEIVING_LEADER).open(PAGE)
    without = sign_in(LEADS_NOW).open(PAGE)

    assert "Josiah Adeyemi-Clarke Tomasz Zieliński" in with_link.words
    assert "Josiah Adeyemi-Clarke Tomasz Zieliński" in without.words
    assert brother in with_link.links
    assert brother not in without.links


def test_an_unborn_child_a_child_without_a_worker_and_hostile_words_have_a_page_too(sign_in: SignIn) -> None:
    child = factories.child()
    Child.update(date_of_birth=None, expected_date_of_birth=clock.today() + timedelta(days=30)).where(
        Child.id == child.id
    ).execute()
    Allocation.update(reason_code="<b>&'").where(Allocation.child == child).execute()
    page = sign_in(LEADS_NOW).open(PAGE)
    assert "The birth that is expected" in page.words
    assert "<b>&'" not in page.text

    Allocation.delete().where(Allocation.child == child).execute()
    assert "The register knows no worker of this child." in sign_in(LEADS_NOW).open(PAGE).words


@pytest.mark.parametrize("text", ["AV104233'--", "A" * 21, "AV-1", "%00"], ids=range(4))
def test_what_is_no_local_id_is_not_found(sign_in: SignIn, text: str) -> None:
    sign_in(LEADS_NOW).open(f"/children/{text}", status=404)


def test_a_local_id_in_small_letters_leads_on_for_readers_alone(sign_in: SignIn) -> None:
    small = PAGE.lower()

    assert sign_in(LEADS_NOW).open(small, status=302).response.location == PAGE
    sign_in(story.UNINVOLVED_WORKER).open(small, status=404)


def test_of_a_child_who_has_died_it_is_said_and_no_day_ahead_is_listed(sign_in: SignIn) -> None:
    factories.in_state(State.SEALED)
    Child.update(date_of_death=clock.today()).where(Child.local_id == story.CASE_ONE_CHILD).execute()

    words = sign_in(LEADS_NOW).open(PAGE).words

    assert "Died on" in words
    assert "Birthday" not in words
    assert "responsibility passes on" not in words


def test_of_a_child_with_whom_nobody_works_no_birthday_is_listed(sign_in: SignIn) -> None:
    Allocation.update(ended_on=clock.today()).where(Allocation.child == factories.child()).execute()

    words = sign_in(LEADS_NOW).open(PAGE).words

    assert "Nobody works with Maya Adeyemi-Clarke now" in words
    assert "Birthday" not in words


def test_a_promise_that_is_overdue_is_marked_and_names_who_is_to_keep_it(sign_in: SignIn) -> None:
    record = factories.in_state(State.SEALED)
    PromisedDay.update(due_on=clock.today() - timedelta(days=1), staff=None).where(
        PromisedDay.record == record
    ).execute()

    page = sign_in(LEADS_NOW).open(PAGE)

    open_now = page.words.partition("Follow-up that is open")[2].partition("Brothers and sisters")[0]
    assert "Overdue" in open_now
    assert record.author.name in open_now


def test_who_confirmed_is_not_said_to_have_approved(sign_in: SignIn) -> None:
    record = factories.in_state(State.SEALED)
    assert Step.select().where((Step.record == record) & (Step.action == "confirm")).exists()

    decided = sign_in(LEADS_NOW).open(PAGE).words.partition("Decisions")[2]

    assert "Confirmed Hannah Whitcombe" in decided
    assert "Approved Hannah Whitcombe" not in decided


def test_what_was_refused_passes_nothing_on_and_a_draft_that_it_binds_is_not_planned(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused, draft = factories.in_state(State.SEALED), factories.ready_draft()
    Record.update(state=State.REFUSAL_SEALED).where(Record.id == refused.id).execute()
    monkeypatch.setattr(refusals, "binding", lambda record, _: [refused] if record == draft else [])
    words = sign_in(LEADS_NOW).open(PAGE).words

    assert "was to pass on" in words
    assert f"Refused before: {draft.reference} is a draft for" in words
    assert refused.reference in words


def test_the_line_says_who_explained_a_change(sign_in: SignIn) -> None:
    spell = taken_on()
    leader = factories.person(story.RECEIVING_LEADER)
    explaining.explain(change(spell), by=leader, words="Hannah is in hospital.")

    words = sign_in(story.RECEIVING_LEADER).open(PAGE).words

    assert f"Explained: cover, by {leader.name} on" in words
    assert "Hannah is in hospital." in words


def test_a_search_that_means_a_child_offers_their_page_to_those_who_may_open_it(sign_in: SignIn) -> None:
    without_records()
    by_name, by_number = (f"/records?find={typed}" for typed in ("maya adeyemi", story.CASE_ONE_CHILD.lower()))

    assert all(PAGE in sign_in(LEADS_NOW).open(asked).links for asked in (by_name, by_number))
    assert PAGE not in sign_in(story.UNINVOLVED_WORKER).open(by_name).links


def test_the_list_of_records_leads_to_a_childs_page(sign_in: SignIn) -> None:
    assert PAGE in sign_in(story.AUTHOR).open("/records").links
