"""Whoever is not a reader of the restricted section neither writes in it nor opens it to anybody by what they write."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from forms import get_kind
from forms.management_handover.restricted import LeaderAdvisesSection, WorkerAdvisesSection
from models import AnswerChange, Post, Record, Role, Staff
from records import access, clock
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.test_restricted_section import (
    DEPARTURE,
    LEADERS,
    QUESTION,
    SECRET,
    SECTION,
    WORKERS_OWN,
    leaks,
    read_of,
    unsettled,
)

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.drawn]


@pytest.mark.parametrize("is_late", [False, True])
def test_somebody_else_who_writes_in_the_draft_cannot_write_in_it(sign_in: SignIn, *, is_late: bool) -> None:
    record, worker = unsettled(), sign_in(other.MOVING_WORKER)

    page = worker.send(
        f"/records/{record.reference}/sections/{SECTION}",
        {"csrf_token": "of an older page" if is_late else worker.token(), "hr_advised": "none_to_advise"},
        status=404,
    )

    assert leaks(page.text, QUESTION) == []
    assert factories.fresh(record).answers["hr_advised"] == "advised"


def test_save_and_continue_leads_the_worker_past_it(sign_in: SignIn) -> None:
    record, worker = unsettled(), sign_in(other.MOVING_WORKER)
    form = worker.open(f"/records/{record.reference}/sections/responsibilities").form("", id="section-form")

    worker.press(form, {"action": "continue"}, status=302)

    assert worker.page.location.endswith(f"/sections/{WORKERS_OWN}")


def test_what_is_missing_in_it_is_told_without_saying_what(sign_in: SignIn) -> None:
    record, worker = four.handover(hr_advised=None, hr_reference=None), sign_in(other.MOVING_WORKER)

    page = worker.open(f"/records/{record.reference}/check")

    assert "A section that only the team leaders can read is not ready" in page.words
    assert f"/sections/{SECTION}" not in " ".join(page.links)
    assert leaks(page.text, QUESTION) == []


def reason_of(record: Record) -> str | None:
    return factories.fresh(record).answers.get("departure-142.5.8")


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("section", ["people", "cases", "responsibilities", WORKERS_OWN])
@pytest.mark.parametrize("reason", ["Nothing of the kind was ever said.", ""])
def test_the_worker_writes_no_reason_about_what_they_cannot_read_on_any_page(
    sign_in: SignIn, section: str, reason: str, *, htmx: bool
) -> None:
    record, worker = unsettled(), sign_in(other.MOVING_WORKER)
    form = worker.open(f"/records/{record.reference}/sections/{section}").form("", id="section-form")
    posted = {"departure-142.5.8": reason, "keep": "departure-142.5.8", "seen": "0", "action": "continue"}

    page = worker.press(form, posted, htmx=htmx, status=None)

    assert reason_of(record) == DEPARTURE["departure-142.5.8"]
    assert leaks(page.text, *DEPARTURE.values()) == []


def test_a_leader_who_reads_it_writes_the_reason(sign_in: SignIn) -> None:
    record, leader = unsettled(), sign_in(other.OUTGOING_LEADER)
    form = leader.open(f"/records/{record.reference}/sections/{SECTION}").form("", id="section-form")

    leader.press(form, {"departure-142.5.8": "The hearing is over.", "action": "later"}, status=302)

    assert reason_of(record) == "The hearing is over."


def test_what_is_closed_follows_from_the_sections_of_a_record_and_from_no_list() -> None:
    record = unsettled()

    people = (other.MOVING_WORKER, *LEADERS)
    closed = {email: access.closed_answers(record, factories.person(email)) for email in people}

    theirs = frozenset(LeaderAdvisesSection.questions())
    assert closed[other.MOVING_WORKER] >= {*theirs, "departure-142.5.8"}
    assert closed[other.OUTGOING_LEADER].isdisjoint({*theirs, "departure-142.5.8"})
    assert closed[other.OUTGOING_LEADER] >= frozenset(WorkerAdvisesSection.questions())
    assert access.closed_answers(factories.start_draft(), factories.person()) == frozenset()


@pytest.mark.parametrize("part", ["outgoing_locality_leader", "new_locality_leader"])
def test_the_worker_cannot_open_it_by_naming_another_locality_leader(sign_in: SignIn, part: str) -> None:
    record, worker, somebody = unsettled(), sign_in(other.MOVING_WORKER), factories.person(story.CLUSTER_MANAGER)
    form = worker.open(f"/records/{record.reference}/sections/people").form("", id="section-form")
    before = factories.fresh(record).answers[part]

    worker.press(form, {part: somebody.name, f"{part}-id": str(somebody.id), "action": "later"}, status=None)

    assert factories.fresh(record).answers[part] == before
    assert part in get_kind(record.kind).settling_readers(LeaderAdvisesSection.readers)


@pytest.mark.parametrize("named", [other.MOVING_WORKER, story.UNINVOLVED_WORKER, factories.OTHER_TEAM_LEADER])
def test_the_worker_cannot_open_it_by_naming_another_leader(sign_in: SignIn, named: str) -> None:
    record, worker, somebody = unsettled(), sign_in(other.MOVING_WORKER), factories.person(named)
    form = worker.open(f"/records/{record.reference}/sections/people").form("", id="section-form")

    worker.press(form, {"new_team_leader": somebody.name, "new_team_leader-id": str(somebody.id), "action": "later"})

    assert factories.fresh(record).answers["new_team_leader"]["name"] == "Joanne Thistlewood"
    assert not access.may_read_restricted(record, somebody)


def test_the_worker_cannot_open_it_by_naming_the_team_of_another_leader(sign_in: SignIn) -> None:
    record, worker, somebody = unsettled(), sign_in(other.MOVING_WORKER), factories.person(factories.OTHER_TEAM_LEADER)
    form = worker.open(f"/records/{record.reference}/sections/people").form("", id="section-form")

    page = worker.press(
        form, {"new_team": somebody.team.name, "new_team-id": str(somebody.team_id), "action": "later"}, status=200
    )

    assert "Only the team leaders can change this" in page.words
    assert factories.fresh(record).answers["new_team_leader"]["name"] == "Joanne Thistlewood"
    assert not access.may_read_restricted(record, somebody)


@pytest.mark.parametrize("by", [other.MOVING_WORKER, other.OUTGOING_LEADER])
def test_a_post_that_names_another_worker_opens_it_to_none_of_their_leaders(
    app: Flask, sign_in: SignIn, by: str
) -> None:
    record, leader = unsettled(), factories.person(factories.OTHER_TEAM_LEADER)
    somebody = Staff.get((Staff.team == leader.team) & Staff.active & (Staff.role == Role.SOCIAL_WORKER))
    before, writer = dict(record.answers), sign_in(by)
    form = writer.open(f"/records/{record.reference}/sections/people").form("", id="section-form")
    named = {"worker": somebody.name, "worker-id": str(somebody.id), "action": "later"}

    writer.send(f"/records/{record.reference}/sections/people", form.filled({}) | named, status=200)

    assert factories.fresh(record).answers == before
    assert "worker" not in form.filled({})
    for email in (leader.email, somebody.email):
        found = {address: leaks(text) for address, text in read_of(app, sign_in(email), record)}
        assert {address: leaked for address, leaked in found.items() if leaked} == {}


def test_the_worker_cannot_open_it_by_a_day_on_which_somebody_else_led(sign_in: SignIn) -> None:
    record, earlier, worker = unsettled(), factories.person(factories.OTHER_TEAM_LEADER), sign_in(other.MOVING_WORKER)
    today, team, role = clock.today(), factories.person(other.NEW_LEADER).team, earlier.role
    days = {"started_on": today - timedelta(days=900), "ended_on": today - timedelta(days=800)}
    Post.create(staff=earlier, role=role, team=team, first_seen_on=today, seen_on=today, **days)
    then = date_boxes("responsibility_date", today - timedelta(days=850))
    form = worker.open(f"/records/{record.reference}/sections/people").form("", id="section-form")

    worker.press(form, then | {"action": "later"}, status=200)

    assert "Only the team leaders can change this" in worker.page.words
    assert factories.fresh(record).answers == record.answers
    assert not access.may_read_restricted(record, earlier)


def test_the_worker_changes_the_day_while_it_stays_with_the_same_leaders(sign_in: SignIn) -> None:
    record, worker = unsettled(), sign_in(other.MOVING_WORKER)
    later = date.fromisoformat(record.answers["responsibility_date"]) + timedelta(days=1)
    form = worker.open(f"/records/{record.reference}/sections/people").form("", id="section-form")

    worker.press(form, date_boxes("responsibility_date", later) | {"action": "later"}, status=302)

    assert factories.fresh(record).answers["responsibility_date"] == later.isoformat()


def date_boxes(question: str, day: date) -> dict[str, str]:
    """A day as it is typed."""
    return {f"{question}-day": str(day.day), f"{question}-month": str(day.month), f"{question}-year": str(day.year)}


def test_the_locality_leader_writes_in_it_in_the_place_of_an_outgoing_leader_who_is_gone(sign_in: SignIn) -> None:
    gone = {"worker_attended": "attended", "outgoing_team_leader_attended": "unreachable"}
    gone |= {"outgoing_team_leader_unreachable": "Dismissed on Monday.", "new_team_leader_attended": "attended"}
    record = four.handover(hr_advised=None, hr_reference=None, all_attended="no", **gone)
    leader, address = sign_in(other.OUTGOING_LOCALITY_LEADER), f"/records/{record.reference}/sections/{SECTION}"

    leader.press(leader.open(address).form("", id="section-form"), {"hr_advised": "none_to_advise", "action": "later"})

    assert factories.fresh(record).answers["hr_advised"] == "none_to_advise"
    sign_in(other.NEW_LOCALITY_LEADER).open(address, status=403)


def test_a_social_worker_named_as_a_leader_reads_nothing_of_it() -> None:
    worker = factories.person(story.UNINVOLVED_WORKER)

    record = four.handover(new_team_leader={"id": worker.id, "name": worker.name})

    assert not access.may_read_restricted(record, worker)


def test_what_was_written_stays_out_of_what_others_are_shown_of_changes(sign_in: SignIn) -> None:
    record, worker = unsettled(), sign_in(other.MOVING_WORKER)
    form = worker.open(f"/records/{record.reference}/sections/responsibilities").form("", id="section-form")
    factories.save(record, by=other.OUTGOING_LEADER, hr_reference=f"{SECRET}, second file")

    page = worker.press(form, {"supervision_notes_reference": "Box 4"}, htmx=True, status=200)

    assert AnswerChange.select().where(AnswerChange.question == "hr_reference").exists()
    assert leaks(page.text) == []
