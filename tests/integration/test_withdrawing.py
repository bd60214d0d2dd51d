"""Withdrawing: by the author, with a reason, until the record is approved."""

from __future__ import annotations

import pytest
from flask import Flask

from mail import outbox
from models import OutboxMail, Record, State
from records import clock
from records.deciding import submission
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn, changes_since, everything
from tests.integration.mailing import forget_mail, parts, send
from tests.support.mail_server import MailServer
from tests.support.reader import Form, Reader

pytestmark = pytest.mark.usefixtures("app")


def withdraw_form(reader: Reader, record: Record) -> Form:
    """The form that withdraws."""
    return reader.open(f"/records/{record.reference}/withdraw").form("/records/")


def test_withdrawing_needs_a_reason_and_tells_everybody_who_was_asked(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.SUBMITTED), sign_in(story.AUTHOR)

    assert reader.press(withdraw_form(reader, record), {"reason": " \r\n "}, status=200).errors
    reader.press(withdraw_form(reader, record), {"reason": "Started\r\ntwice"}, status=302)

    assert factories.fresh(record).state == State.WITHDRAWN
    told = OutboxMail.select().where((OutboxMail.record == record) & (OutboxMail.kind == "withdrawn"))
    assert [mail.to.email for mail in told] == [story.RECEIVING_WORKER]
    assert "Started twice" in reader.follow().words


def test_a_reason_that_is_too_long_comes_back_whole(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.SUBMITTED), sign_in(story.AUTHOR)
    reason = "Because. " * 1_000 + "\r\nAnd so on."

    page = reader.press(withdraw_form(reader, record), {"reason": reason}, status=200)

    assert page.errors
    assert page.form("/records/").fields["reason"] == reason
    assert factories.fresh(record).state == State.SUBMITTED


@pytest.mark.parametrize("state", [State.APPROVED, State.SEALED, State.WITHDRAWN])
def test_what_is_approved_can_no_longer_be_withdrawn(sign_in: SignIn, state: State) -> None:
    record, reader = factories.in_state(state), sign_in(story.AUTHOR)
    before = everything()

    reader.send(
        f"/records/{record.reference}/withdraw", {"csrf_token": reader.token(), "reason": "No longer"}, status=409
    )

    assert changes_since(before) == []


def test_why_it_was_returned_still_stands_when_it_is_withdrawn_later() -> None:
    record = factories.in_state(State.RETURNED)
    why = record.versions.get().void_reason
    assert "family time" in why

    submission.withdraw(record=record, by=factories.person(), reason="Started twice")

    assert why in factories.fresh(record).versions.get().void_reason


@pytest.mark.parametrize(
    "state, said", [(State.SUBMITTED, "cannot be submitted or approved"), (State.APPROVED, "Everybody has approved")]
)
def test_the_mail_about_an_exception_that_was_withdrawn_fits_where_the_transfer_stands(
    app: Flask, smtp_server: MailServer, state: State, said: str
) -> None:
    forget_mail()
    outbox.queue(to=factories.person(), kind="exception_ended", record=factories.in_state(state), now=clock.now())

    send(app)

    assert all(said in part for part in parts(smtp_server.messages[0]).values())
