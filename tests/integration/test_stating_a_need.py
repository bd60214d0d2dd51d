"""Outside one's own teams a reason is asked before anything of a child is shown, and who leads their team reads it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from models import Allocation, Child, OutboxMail, Record, StatedNeed
from records import clock, needing
from records.register import posts
from tests import factories
from tests.data import other_records as other
from tests.data import story
from tests.integration.conftest import SignIn
from tests.support.reader import Page, Reader

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

START = "/records/new/transfer-meeting"
OTHERS = "AV104022"
WHY = "Their school and I have talked about a move to my team."


def choose(reader: Reader, child: Child, status: int = 200, **fields: Any) -> Page:
    """Choose a child on the start page."""
    posted = {"csrf_token": reader.token(), "chosen": str(child.id)} | fields
    return reader.send(START, posted, status=status)


def leader_of(child: Child) -> str:
    allocation = Allocation.get((Allocation.child == child) & Allocation.ended_on.is_null())
    leader = posts.leader_of(allocation.team)
    assert leader
    return str(leader.email)


@pytest.mark.parametrize("more", [{}, {"another": "yes"}, {"another": "yes", "earlier": "TMR-2020-0001"}])
def test_before_a_reason_nothing_of_a_child_of_another_team_is_shown_or_started(
    sign_in: SignIn, more: dict[str, str]
) -> None:
    reader, child, before = sign_in(story.AUTHOR), factories.child(OTHERS), Record.select().count()

    page = choose(reader, child, 200, **more)

    assert page.heading == "Why do you need this child's record?"
    assert f"{OTHERS}, not with your teams" in page.words
    assert "born" not in page.words
    assert Record.select().count() == before


@pytest.mark.parametrize("reason", ["", "x", "...", "a" * 2001])
def test_a_reason_is_words(sign_in: SignIn, reason: str) -> None:
    reader = sign_in(story.AUTHOR)

    page = choose(reader, factories.child(OTHERS), reason=reason)

    assert len(page.errors) == 1
    assert StatedNeed.select().count() == 0


@pytest.mark.parametrize("reason", ["ok fine", "asdf qwer", "because because because", "Redundancy", "Move, a move"])
def test_why_is_said_in_a_sentence_and_what_was_typed_stays(sign_in: SignIn, reason: str) -> None:
    reader = sign_in(story.AUTHOR)

    page = choose(reader, factories.child(OTHERS), reason=reason)

    assert any("Say in a sentence why you need this child's record" in error for error in page.errors)
    assert page.form("/records/new/").fields["reason"] == reason
    assert StatedNeed.select().count() == 0


@pytest.mark.parametrize("reason", ["She moves to us.", "Safeguarding concerns, urgently", "她将搬到我们的团队来了"])
def test_a_short_sentence_is_one_in_any_script(sign_in: SignIn, reason: str) -> None:
    choose(sign_in(story.AUTHOR), factories.child(OTHERS), status=302, reason=reason)

    assert StatedNeed.get().reason == reason


def test_a_withdrawn_record_is_read_by_its_author_and_opens_the_child_no_more(sign_in: SignIn) -> None:
    reader, child = sign_in(story.AUTHOR), factories.child(OTHERS)
    choose(reader, child, status=302, reason=WHY)
    record, page = Record.get(Record.child == child), f"/children/{OTHERS}"
    assert reader.open(page).status == 200

    form = reader.open(f"/records/{record.reference}/withdraw").form("/records/")
    reader.press(form, {"reason": "It was a try."}, status=302)

    assert page not in reader.open(f"/records/{record.reference}").links
    assert page not in reader.open("/records?state=withdrawn").links
    reader.open(page, status=404)
    found = reader.client.get(f"/register/children?q={OTHERS}", base_url="https://handover.example").json
    assert found[0]["detail"] == f"{OTHERS}, not with your teams"
    assert choose(reader, child).heading == "Why do you need this child's record?"
    choose(reader, child, status=302, reason=WHY, another="yes")
    assert [need.told.email for need in StatedNeed.select()] == [leader_of(child)] * 2


def test_who_leads_their_team_is_mailed_without_a_name_and_reads_the_reason_on_your_work(sign_in: SignIn) -> None:
    child = factories.child(OTHERS)
    leader = leader_of(child)

    choose(sign_in(story.AUTHOR), child, status=302, reason=WHY)

    mail = OutboxMail.get(OutboxMail.kind == "need_stated")
    assert (mail.to.email, mail.about) == (leader, {"by": factories.person().id})
    work = sign_in(leader).open("/").words
    assert f"About {child.name}. {WHY}" in work
    assert factories.person().name in work
    assert WHY not in sign_in(factories.OTHER_LOCALITY_LEADER).open("/").words


def test_a_reason_holds_for_a_day(sign_in: SignIn) -> None:
    reader, child = sign_in(story.AUTHOR), factories.child(OTHERS)
    needing.state(child, by=factories.person(), reason=WHY)

    assert not needing.is_needed(child, factories.person())
    tomorrow = clock.now() + timedelta(hours=25)
    with patch.object(clock, "now", lambda: tomorrow):
        assert needing.is_needed(child, factories.person())
    choose(reader, child, status=302)


@pytest.mark.parametrize("email", [story.AUTHOR, story.TRANSFERRING_LEADER, factories.LOCALITY_LEADER])
def test_within_ones_own_teams_nobody_is_asked(email: str) -> None:
    assert not needing.is_needed(factories.child(), factories.person(email))


def test_whoever_may_read_a_record_about_the_child_is_not_asked() -> None:
    assert not needing.is_needed(factories.child(), factories.person(story.RECEIVING_WORKER))
    assert needing.is_needed(factories.child(), factories.person(factories.OTHER_TEAM_LEADER))


def test_a_handover_of_another_teams_worker_whose_children_it_lists_is_asked_for_too(sign_in: SignIn) -> None:
    leader, worker = sign_in(factories.OTHER_TEAM_LEADER), factories.person(other.MOVING_WORKER)
    fields = {"csrf_token": leader.token(), "chosen": str(worker.id)}

    page = leader.send("/records/new/management-handover", fields, status=200)
    assert page.heading == "Why do you need this worker's record?"

    leader.send("/records/new/management-handover", fields | {"reason": WHY}, status=302)
    assert StatedNeed.get().told.email == other.OUTGOING_LEADER
    assert f"About {worker.name}. {WHY}" in sign_in(other.OUTGOING_LEADER).open("/").words
