"""A step goes to somebody else while its form is open: who typed in it is told so, and has the words back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from models import Absence, Record, State
from records import clock
from records.deciding import passing_on, submission
from tests import factories
from tests.data import story
from tests.data.load import PASSWORD
from tests.integration.changing_hands import COLLEAGUE, HER, LEADER, go_away, her_step, pass_on
from tests.integration.conftest import SignIn
from tests.integration.mailing import mailed_link
from tests.support.mail_server import MailServer

REASON = "The family's new address is not in it."
TYPED = {"outcome": "returned", "reason": REASON}
MOVED = "This is with a colleague now"


@pytest.fixture
def record(app: Flask) -> Record:
    """A record that waits for the transferring team leader's decision."""
    return factories.approve(factories.in_state(State.SUBMITTED), "new_worker")


def take_back(record: Record) -> None:
    Absence.update(ended_at=clock.now()).execute()  # she is back
    passing_on.take_back(step=her_step(record), by=factories.person(HER))


def pass_up(record: Record) -> None:
    pass_on(record, factories.LOCALITY_LEADER, by=COLLEAGUE)


def stand_in_again(record: Record) -> None:
    go_away(COLLEAGUE, factories.LOCALITY_LEADER)
    assert her_step(record).assignee.email != COLLEAGUE


def decide(record: Record) -> None:
    take_back(record)
    factories.approve(record, LEADER)


def recall(record: Record) -> None:
    submission.recall(record=record, by=factories.person(story.AUTHOR), reason="Wrong school.")


def withdraw(record: Record) -> None:
    submission.withdraw(record=record, by=factories.person(story.AUTHOR), reason="They stay.")


@pytest.mark.parametrize(
    "happens, heading",
    [
        (take_back, MOVED),
        (pass_up, MOVED),
        (stand_in_again, MOVED),
        (decide, "This has already been done"),
        (recall, "This record is back with its author"),
        (withdraw, "This record was withdrawn"),
    ],
    ids=["taken back", "passed on", "stood in by another", "decided by another", "recalled", "withdrawn"],
)
def test_a_stand_in_whose_step_went_has_the_typed_reason_back(
    sign_in: SignIn, record: Record, happens: Callable[[Record], None], heading: str
) -> None:
    go_away()
    reader = sign_in(COLLEAGUE)
    path = f"/records/{record.reference}/steps/{her_step(record).id}"
    form = reader.open(path).form(id="decision")
    happens(record)

    page = reader.press(form, TYPED, status=410)

    assert page.heading == heading
    assert REASON in page.words
    assert reader.open(path, status=410).heading == heading


def test_the_mailed_link_gives_the_typed_reason_back_too(
    app: Flask, sign_in: SignIn, smtp_server: MailServer, record: Record
) -> None:
    reader = sign_in(HER)
    form = reader.open(mailed_link(app, smtp_server, record)).form(id="decision")
    go_away()

    page = reader.press(form, TYPED, status=410)

    assert (page.heading, REASON in page.words) == (MOVED, True)


def test_a_stand_in_whose_session_ended_as_well_has_the_typed_reason_back(sign_in: SignIn, record: Record) -> None:
    go_away()
    reader = sign_in(COLLEAGUE)
    form = reader.open(f"/records/{record.reference}/steps/{her_step(record).id}").form(id="decision")
    take_back(record)
    reader.forget()

    page = reader.press(form, TYPED, status=200)
    page = reader.press(page.form("/sign-in/kept"), {"email": COLLEAGUE, "password": PASSWORD}, status=200)
    page = reader.press(page.form(form.action), status=410)

    assert (page.heading, REASON in page.words) == (MOVED, True)


@pytest.mark.parametrize("who", [factories.LOCALITY_LEADER, story.RECEIVING_LEADER, story.UNINVOLVED_WORKER])
def test_whoever_never_had_the_step_finds_no_page(sign_in: SignIn, record: Record, who: str) -> None:
    go_away()
    step = her_step(record)
    take_back(record)

    sign_in(who).open(f"/records/{record.reference}/steps/{step.id}", status=404)
