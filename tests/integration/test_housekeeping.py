"""What the worker clears away by itself, by the council's figures, and of what it tells somebody first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from mail import messages
from models import ChildSearch, Disposal, MailState, OutboxMail, Record, State, StatedNeed
from protocol.parameters import parameters_on
from records import audit, clock
from records.keeping import certificates, holds, housekeeping, what_goes
from settings import Settings
from tests import factories
from tests.data import story
from tests.integration.mailing import forget_mail

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

FIGURES = parameters_on(clock.today())
YEAR = FIGURES["untouched_draft_days"]


@pytest.fixture(autouse=True)
def in_app(app: Flask) -> Iterator[None]:
    with app.app_context():
        forget_mail()
        Record.update(saved_at=clock.now()).execute()
        yield


def untouched(days: int) -> Record:
    """A draft in which somebody wrote last so many days ago."""
    draft = factories.start_draft()
    Record.update(saved_at=clock.now() - timedelta(days=days, minutes=1)).where(Record.id == draft.id).execute()
    return factories.fresh(draft)


def clear_away() -> list[OutboxMail]:
    housekeeping.clear_away(FIGURES)
    return list(OutboxMail.select().where(OutboxMail.kind == "draft_ends"))


def warned(days_ago: int) -> None:
    OutboxMail.update(queued_at=clock.now() - timedelta(days=days_ago)).execute()


def text_of(mail: OutboxMail, settings: Settings) -> Any:
    return messages.Composer(settings, {"transfer_meeting": "Transfer"}, clock.now, lambda: "").compose(mail)


def test_a_draft_ends_after_its_author_was_told_once_and_had_four_weeks(settings: Settings) -> None:
    draft, other = untouched(YEAR - 28), untouched(YEAR - 20)
    (mail,) = [one for one in clear_away() if one.record == draft]
    assert len(clear_away()) == 2
    message = text_of(mail, settings)
    assert draft.reference in message["Subject"]
    assert "Nobody has written in this draft" in message.get_body(("plain",)).get_content()

    Record.update(saved_at=clock.now() - timedelta(days=YEAR, hours=26)).where(Record.id == draft.id).execute()
    warned(27)
    clear_away()
    assert factories.fresh(draft).state == State.DRAFT
    warned(28)
    clear_away()

    assert (factories.fresh(draft).state, factories.fresh(draft).answers) == (State.DISPOSED, {})
    assert factories.fresh(other).state == State.DRAFT
    assert what_goes.left_of(draft.id) == []
    assert list(audit.find_faults(draft.id)) == []
    (certificate,) = certificates.of(Disposal.get())
    assert (certificate.detail["rule"], certificate.detail["agreed"]) == ("untouched_draft", [])


def test_whoever_writes_in_it_again_keeps_it_and_is_told_nothing_more(settings: Settings) -> None:
    draft = untouched(YEAR + 5)
    (mail,) = clear_away()
    warned(30)
    factories.save(draft, answers={"worries": "She sleeps badly"})

    assert len(clear_away()) == 1
    assert factories.fresh(draft).answers["worries"]
    assert text_of(OutboxMail.get_by_id(mail.id), settings) is None


@pytest.mark.parametrize("state", [one for one in factories.IN_DATABASE if one != State.DRAFT])
def test_nothing_but_a_draft_that_was_never_submitted_ends_by_itself(state: State) -> None:
    record = factories.in_state(state)
    Record.update(saved_at=clock.now() - timedelta(days=3 * YEAR)).where(Record.id == record.id).execute()

    assert clear_away() == []
    assert factories.fresh(record).state == state


def test_the_draft_of_somebody_who_left_ends_without_a_mail_and_one_that_is_held_does_not() -> None:
    left, held = untouched(YEAR + 1), untouched(YEAR + 1)
    author = factories.person()
    author.active = False
    author.save()
    by = factories.person(story.CLUSTER_HEAD)
    holds.place(record=held, of_child=False, why="A complaint", by=by, last_day=clock.today(), review_on=None)

    assert clear_away() == []
    assert factories.fresh(left).state == State.DISPOSED
    assert factories.fresh(held).state == State.DRAFT


def test_a_council_that_sets_no_days_keeps_its_drafts() -> None:
    draft = untouched(3 * YEAR)
    housekeeping.clear_away(parameters_on(clock.today(), {"untouched_draft_days": 0}))

    assert factories.fresh(draft).state == State.DRAFT
    assert OutboxMail.select().count() == 0


def test_mails_searches_and_needs_go_by_their_figures() -> None:
    record, person, now = factories.in_state(State.SEALED), factories.person(), clock.now()
    for days in (399, 401):
        then = now - timedelta(days=days)
        for state in MailState:
            OutboxMail.create(
                message_id=f"{days}{state}",
                to=person,
                kind="sealed",
                record=record,
                about={},
                state=state,
                next_attempt_at=then,
                queued_at=then,
            )
        ChildSearch.create(staff=person, began_at=then, last_at=then, typed="maya", children=[1], beyond=False)
        StatedNeed.create(staff=person, child=factories.child(), reason="Cover", given_at=then)

    clear_away()

    left = {mail.message_id for mail in OutboxMail.select()}
    assert left == {f"399{state}" for state in MailState} | {"401queued"}
    assert (ChildSearch.get().typed, ChildSearch.select().count(), StatedNeed.select().count()) == ("", 1, 1)
