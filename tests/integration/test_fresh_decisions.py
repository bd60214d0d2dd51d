"""Whatever is decided in somebody's name wants their password again, and what was typed on the way is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from models import Absence, State, StepState
from records import clock
from tests import factories
from tests.data import story
from tests.data.load import PASSWORD
from tests.integration.conftest import SignIn, changes_since, everything
from tests.support.reader import ORIGIN, Page, Reader

pytestmark = pytest.mark.usefixtures("app")

DECISIONS = {
    "decisions.decide",
    "decisions.decide_by_link",
    "submission.submit",
    "records.withdraw",
    "amending.cancel",
    "records.take_back",
    "records.settle",
    "letters.answer_letters",
    "my_tasks.declare_absence",
    "my_tasks.pass_on",
    "my_tasks.take_back",
    "keeping.agree",
    "keeping.take_back",
    "keeping.place_hold",
    "keeping.lift_hold",
    "packs.ask",
    "purposes.begin",
}


def a_while_ago(reader: Reader, ago: timedelta = timedelta(minutes=16)) -> Reader:
    """The same session, whose password was given a while ago."""
    with reader.client.session_transaction(base_url=ORIGIN) as session:
        session["signed_in_at"] = (clock.now() - ago).isoformat()
    return reader


def sign_in_again(reader: Reader, page: Page, email: str) -> Page:
    """Give the password on the page that keeps what was posted."""
    assert page.heading == "Sign in again"
    return reader.press(page.form("/sign-in/kept"), {"email": email, "password": PASSWORD}, status=200)


def test_every_post_that_decides_wants_a_fresh_sign_in(app: Flask) -> None:
    marked = {name for name, view in app.view_functions.items() if hasattr(view, "wants_fresh_sign_in")}

    assert marked == DECISIONS


@pytest.mark.parametrize(
    "outcome,typed,state",
    [("approved", {}, StepState.APPROVED), ("returned", {"reason": "Not yet.\r\nAsk the school."}, StepState.RETURNED)],
)
def test_a_decision_from_the_task_list_is_made_after_the_password_is_given_again(
    sign_in: SignIn, outcome: str, typed: dict[str, str], state: StepState
) -> None:
    record, reader = factories.in_state(State.SUBMITTED), sign_in(story.RECEIVING_WORKER)
    step = factories.step_of(record, "new_worker")
    form = reader.open(f"/records/{record.reference}/steps/{step.id}").form(id="decision")
    before = everything()

    page = a_while_ago(reader).press(form, {"outcome": outcome} | typed, status=200)

    assert changes_since(before) == []
    carried = sign_in_again(reader, page, story.RECEIVING_WORKER).form(form.action)
    assert reader.carried(carried)["outcome"] == outcome
    reader.press(carried, status=302)
    decided = factories.step_of(record, "new_worker")
    assert (decided.state, decided.reason or "") == (state, typed.get("reason", "").replace("\r\n", "\n"))


@pytest.mark.parametrize(
    "state,path,fields",
    [
        (State.DRAFT, "withdraw", {"reason": "The family has moved away"}),
        (State.SUBMITTED, "take-back", {"reason": "The date is wrong"}),
    ],
)
def test_withdrawing_and_taking_back_want_it_too_and_keep_the_reason(
    sign_in: SignIn, state: State, path: str, fields: dict[str, Any]
) -> None:
    record, reader = factories.in_state(state), sign_in(story.AUTHOR)
    address = f"/records/{record.reference}/{path}"
    form = reader.open(address).form(address)

    page = a_while_ago(reader).press(form, fields, status=200)

    assert factories.fresh(record).state == state
    carried = sign_in_again(reader, page, story.AUTHOR).form(address)
    assert reader.carried(carried)["reason"] == fields["reason"]
    reader.press(carried, status=302)
    assert factories.fresh(record).state != state


def test_who_decides_for_somebody_who_is_away_is_said_with_a_fresh_sign_in(sign_in: SignIn) -> None:
    reader = a_while_ago(sign_in(story.TRANSFERRING_LEADER))

    page = reader.send("/away", {"csrf_token": reader.token(), "stand_in": story.RECEIVING_LEADER}, status=200)

    assert page.heading == "Sign in again"
    assert Absence.select().count() == 0


def test_writing_reading_and_reminding_ask_for_nothing(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), a_while_ago(sign_in(story.AUTHOR))
    form = reader.open(f"/records/{record.reference}/sections/summary").form(id="section-form")

    reader.press(form, {"worries": "She does not sleep.", "action": "later"}, status=302)

    assert factories.fresh(record).answers["worries"] == "She does not sleep."


def test_a_sign_in_of_the_future_is_not_fresh(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), a_while_ago(sign_in(story.AUTHOR), timedelta(days=-3))

    page = reader.send(
        f"/records/{record.reference}/withdraw", {"csrf_token": reader.token(), "reason": "It is over"}, status=200
    )

    assert page.heading == "Sign in again"
