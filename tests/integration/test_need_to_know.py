"""Need to know: who sees a record, and for whom it does not exist."""

from __future__ import annotations

import pytest

from models import Record, Staff, State
from records import access
from records.errors import NotFoundError
from records.register import lookup
from records.register.invented import address
from tests import factories
from tests.data import story
from tests.data.council import OLDER, YOUNGER
from tests.integration.conftest import SignIn

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

CONCERNED = [
    story.AUTHOR,
    story.RECEIVING_WORKER,
    story.TRANSFERRING_LEADER,
    story.RECEIVING_LEADER,
    factories.LOCALITY_LEADER,
    story.CLUSTER_MANAGER,
    story.LOOKED_AFTER_MANAGER,
    story.CLUSTER_HEAD,
    story.LOOKED_AFTER_HEAD,
]
SUPPORT = [story.BUSINESS_SUPPORT, factories.OTHER_SERVICES_SUPPORT]
EVERYBODY_ELSE = [
    story.UNINVOLVED_WORKER,
    factories.TEAM_MATE,
    factories.OTHER_TEAM_LEADER,
    factories.OTHER_LOCALITY_LEADER,
    story.AUDITOR,
]


def sees(record: Record, email: str) -> bool:
    """Whether this person may read the record, by the question that every route asks."""
    try:
        access.get_record(reference=record.reference, staff=factories.person(email))
    except NotFoundError:
        return False
    return True


def test_a_record_is_seen_by_those_it_names_and_the_managers_above_their_teams() -> None:
    for state in factories.IN_DATABASE:
        record = factories.in_state(state)

        assert [email for email in CONCERNED if not sees(record, email)] == []
        assert [email for email in EVERYBODY_ELSE if sees(record, email)] == []


@pytest.mark.parametrize("email", SUPPORT)
def test_business_support_sees_what_is_sealed_and_nothing_before(email: str) -> None:
    seen = {state for state in factories.IN_DATABASE if sees(factories.in_state(state), email)}

    assert seen == {State.SEALED}


def between_looked_after_teams() -> Record:
    """A sealed record that only the looked after service is concerned with: its teams belong to no locality."""
    people = {"current_worker": address("jamila.yusuf"), "new_worker": address("grace.nakamura")}
    record = factories.start_draft(by=people["current_worker"], about="AV103955")
    named = {part: lookup.as_answer(factories.person(email)) for part, email in people.items()}
    factories.save(record, by=people["current_worker"], answers=named)
    Record.update(state=State.SEALED).where(Record.id == record.id).execute()
    return factories.fresh(record)


def test_whose_post_names_no_locality_does_not_see_the_teams_that_have_none() -> None:
    record = between_looked_after_teams()

    assert {row.team.name for row in record.teams} == {YOUNGER, OLDER}
    assert not sees(record, story.BUSINESS_SUPPORT)
    assert sees(record, factories.OTHER_SERVICES_SUPPORT)


@pytest.mark.parametrize("role", ["team_leader", "locality_leader", "service_delivery_manager", "business_support"])
def test_a_manager_of_no_team_locality_or_service_sees_nothing_by_post(role: str) -> None:
    record, somebody = between_looked_after_teams(), factories.person(story.AUDITOR)
    Staff.update(role=role).where(Staff.id == somebody.id).execute()

    assert not sees(record, story.AUDITOR)


def test_somebody_no_longer_named_no_longer_sees_the_draft() -> None:
    record = factories.in_state(State.DRAFT)
    other = factories.person(story.UNINVOLVED_WORKER)
    assert sees(record, story.RECEIVING_WORKER)

    factories.save(record, new_worker={"id": other.id, "name": other.name}, new_team=None, new_team_leader=None)

    assert sees(record, story.UNINVOLVED_WORKER)
    assert not sees(record, story.RECEIVING_WORKER)


def test_the_two_workers_may_write_in_a_draft_and_nobody_else_may() -> None:
    record = factories.in_state(State.DRAFT)
    everybody = CONCERNED + SUPPORT + EVERYBODY_ELSE

    writers = {email for email in everybody if access.may_edit(record, factories.person(email))}

    assert writers == {story.AUTHOR, story.RECEIVING_WORKER}


@pytest.mark.parametrize(
    "state", [state for state in factories.IN_DATABASE if state not in (State.DRAFT, State.RETURNED)]
)
def test_nobody_writes_in_a_record_once_it_is_submitted(state: State) -> None:
    record = factories.in_state(state)

    assert not access.may_edit(record, factories.person(story.AUTHOR))


def test_somebody_who_has_left_keeps_no_way_in(sign_in: SignIn) -> None:
    reader = sign_in(story.RECEIVING_WORKER)
    reader.open("/")

    Staff.update(active=False).where(Staff.email == story.RECEIVING_WORKER).execute()

    assert reader.open("/", status=302).location.startswith("/sign-in")


def test_the_list_of_records_holds_only_what_a_person_may_see(sign_in: SignIn) -> None:
    references = {factories.in_state(state).reference for state in factories.IN_DATABASE}

    theirs = sign_in(story.LOOKED_AFTER_MANAGER).open("/records").words
    nobodys = sign_in(story.UNINVOLVED_WORKER).open("/records").words

    assert {reference for reference in references if reference in theirs} == references
    assert [reference for reference in references if reference in nobodys] == []


def test_the_register_is_for_staff_only(sign_in: SignIn) -> None:
    found = sign_in(story.AUTHOR).open("/register/staff?q=zielinski").response.json

    assert [match["name"] for match in found] == ["Tomasz Zieliński"]


def test_staff_are_found_by_part_of_their_registration_number_too(sign_in: SignIn) -> None:
    found = sign_in(story.AUTHOR).open("/register/staff?q=sw900132").response.json

    assert [match["name"] for match in found] == ["Tomasz Zieliński"]


@pytest.mark.parametrize("email", [story.BUSINESS_SUPPORT, story.AUDITOR])
def test_whoever_only_reads_starts_no_record(sign_in: SignIn, email: str) -> None:
    reader = sign_in(email)
    before = Record.select().count()

    reader.open("/records/new/transfer-meeting?name=maya", status=403)
    reader.send(
        "/records/new/transfer-meeting", {"csrf_token": reader.token(), "chosen": factories.child().id}, status=403
    )

    assert Record.select().count() == before
