"""Mail: sent at least once under one Message-ID, by one worker at a time, with nothing in it about any child."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

import logs
from mail import outbox
from models import MailState, OutboxMail, PromisedDay, Record, State
from records import clock
from records.deciding import submission
from records.sealing import watching
from tests import factories
from tests.data import story
from tests.integration.mailing import again, every_kind, make_due, parts, send
from tests.support.mail_server import MailServer

pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def certificate_that_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that there is something to say in a mail about it."""
    monkeypatch.setattr(watching, "get_warning", lambda _: "The sealing certificate runs out")


def test_a_mail_is_sent_in_a_real_conversation(app: Flask, smtp_server: MailServer, mail: OutboxMail) -> None:
    assert send(app) == 1

    (message,) = smtp_server.messages
    assert message["To"] == story.RECEIVING_WORKER
    assert message["Message-ID"] == f"<{mail.message_id}@council.example>"
    assert again(mail).state == MailState.SENT
    assert send(app) == 0


def test_a_mail_says_who_sends_it_and_that_no_answer_is_read(
    app: Flask, smtp_server: MailServer, mail: OutboxMail
) -> None:
    send(app)

    (message,) = smtp_server.messages
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "Handover <handover.council.example>"
    assert message["Reply-To"] == "Hannah Whitcombe <hannah.whitcombe@ashbournevale.example>"  # who asks
    assert message["From"] == "handover@council.example"
    assert abs(message["Date"].datetime - clock.now()) < timedelta(minutes=1)
    assert message.get_content_type() == "multipart/alternative"


def test_both_parts_of_a_mail_say_the_same_and_lead_to_the_same_place(
    app: Flask, smtp_server: MailServer, mail: OutboxMail
) -> None:
    send(app)

    both = parts(smtp_server.messages[0])
    links = {kind: set(re.findall(r"https://[^\s\"<]+/links/[\w-]+", text)) for kind, text in both.items()}
    assert links["plain"] == links["html"]
    assert len(links["plain"]) == 1
    for text in both.values():
        assert mail.record.reference in text
        assert "Hannah Whitcombe" in html.unescape(text)
        assert not re.search(r"\{[a-z_]+\}|\{\{|None", text)


def about_the_child(record: Record) -> list[str]:
    """What must not be in any mail: names, initials, dates of birth and local ids of the child and the family."""
    child = record.child
    born = child.date_of_birth
    return [
        *child.name.replace("-", " ").split(),
        child.name,
        child.local_id,
        "Josiah",
        "AV104234",
        born.isoformat(),
        f"{born.day} {born:%B %Y}",
        f"{born:%d/%m/%Y}",
        "M.A.",
        "MAC",
        "M A-C",
    ]


def test_no_mail_holds_anything_about_the_child(app: Flask, smtp_server: MailServer) -> None:
    record = factories.in_state(State.SUBMITTED)
    while_confirming = every_kind(record)
    assert send(app) == while_confirming
    factories.approve(record, "new_worker")
    while_deciding = every_kind(record)
    assert send(app) == while_deciding

    for message in smtp_server.messages:
        everything = "\n".join([*map(str, message.values()), *parts(message).values()])
        found = [word for word in about_the_child(record) if re.search(rf"\b{re.escape(word)}\b", everything)]
        assert found == [], message["Subject"]


def test_the_outbox_itself_holds_ids_and_no_words(app: Flask) -> None:
    record = factories.in_state(State.SUBMITTED)
    every_kind(record)
    factories.withdrawn()

    for row in OutboxMail.select():
        ids: tuple[dict[str, Any], ...] = (
            {},
            {"by": record.author_id},
            {"steps": [factories.open_step(record).id]},
            {"statement": "142.1.1"},
            {"days": 366},
            *({"promises": [day.id]} for day in PromisedDay.select()),
        )
        assert row.about in ids
        assert [word for word in about_the_child(record) if word in str(row.__data__)] == []


def test_every_subject_makes_sense_in_a_crowded_inbox(app: Flask, smtp_server: MailServer) -> None:
    record = factories.in_state(State.SUBMITTED)
    every_kind(record)
    send(app)

    subjects = [str(message["Subject"]) for message in smtp_server.messages]
    titles = [re.search("<title>(.*)</title>", parts(message)["html"]).group(1) for message in smtp_server.messages]
    assert [html.unescape(title) for title in titles] == subjects
    assert len(set(subjects)) == len(subjects)
    untouched = OutboxMail.get(OutboxMail.kind == "draft_ends").record.reference
    about_it = [one for one in subjects if record.reference in one]
    assert {one for one in subjects if one not in about_it} == {
        f"Your draft will be deleted: Transfer meeting record {untouched}",
        "In your teams this week: 1 step waits",
        "Your inspection pack is ready",
        "Your inspection pack could not be made",
        "Promised and due: 1 thing",
        "The certificate that seals records needs attention",
        "Records cannot be submitted: a rule fails",
        "Choose your password for Handover",
        "Your password for Handover was changed",
        f"{record.author.name}, of another team, wants to start a record",
    }


# When it does not arrive


FAILURES: dict[str, Any] = {
    "refusing for now": lambda server: server.refuse("451 Try again later"),
    "refusing whoever it is to, for now": lambda server: server.refuse_recipients("450 Busy"),
    "slow": lambda server: server.be_slow(4),
    "absent": lambda server: server.stop(),
}


def recover(server: MailServer) -> None:
    """Take mail as at first."""
    server.refuse("")
    server.refuse_recipients("")
    server.be_slow(0)
    server.stop()
    server.start()


@pytest.mark.parametrize("how", FAILURES)
def test_a_server_that_fails_delays_a_mail_and_loses_none(
    app: Flask, smtp_server: MailServer, mail: OutboxMail, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    FAILURES[how](smtp_server)
    began = clock.now()
    with monkeypatch.context() as impatient:
        quickly = app.extensions["settings"].model_copy(update={"smtp_timeout_seconds": 1})
        impatient.setitem(app.extensions, "settings", quickly)
        assert send(app) == 0
    failed = again(mail)
    assert (failed.state, failed.attempts) == (MailState.QUEUED, 1)
    assert failed.last_error
    assert failed.next_attempt_at >= began + timedelta(minutes=1)
    assert send(app) == 0

    recover(smtp_server)
    make_due()

    assert send(app) == 1
    assert [message["Message-ID"] for message in smtp_server.messages][-1] == f"<{mail.message_id}@council.example>"
    assert again(mail).last_error == ""


def test_each_failure_is_waited_for_longer_up_to_two_hours() -> None:
    waits = [outbox.retry_delay(attempts) for attempts in range(1, 45)]

    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=1)
    assert waits[-1] == timedelta(hours=2)


@pytest.mark.parametrize(
    "refuse, said",
    [
        (lambda server: server.refuse_recipients("550 No such person"), "SMTPRecipientsRefused 550"),
        (lambda server: server.refuse("554 Not such a mail"), "SMTPDataError 554"),
    ],
    ids=["the address", "the mail"],
)
def test_what_is_refused_for_good_is_given_up_at_once(
    app: Flask,
    smtp_server: MailServer,
    mail: OutboxMail,
    refuse: Callable[[MailServer], None],
    said: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    refuse(smtp_server)

    send(app)

    assert again(mail).state == MailState.GIVEN_UP
    assert f"mail {mail.id} not sent, attempt 1: {said}" in caplog.messages


def test_what_is_refused_for_now_is_named_by_its_code_and_tried_again(
    app: Flask, smtp_server: MailServer, mail: OutboxMail, caplog: pytest.LogCaptureFixture
) -> None:
    smtp_server.refuse("451 Try again later")

    send(app)

    assert again(mail).state == MailState.QUEUED
    assert f"mail {mail.id} not sent, attempt 1: SMTPDataError 451" in caplog.messages


def test_however_long_the_server_is_away_a_mail_is_tried_again_and_says_what_is_wrong(
    app: Flask, mail: OutboxMail, smtp_server: MailServer
) -> None:
    smtp_server.stop()
    OutboxMail.update(attempts=400).execute()

    send(app)

    assert again(mail).state == MailState.QUEUED
    assert again(mail).last_error == "The mail server could not be reached: Connection refused"
    assert again(mail).next_attempt_at - clock.now() <= timedelta(hours=2)


@pytest.mark.parametrize("how", ["away", "silent"])
def test_a_server_that_is_away_is_asked_once_in_a_run_however_many_mails_wait(
    app: Flask, mail: OutboxMail, smtp_server: MailServer, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    others = [outbox.queue(to=mail.to, kind="sealed", record=mail.record, now=clock.now()) for _ in range(3)]
    quickly = app.extensions["settings"].model_copy(update={"smtp_timeout_seconds": 1})
    monkeypatch.setitem(app.extensions, "settings", quickly)
    smtp_server.stop() if how == "away" else smtp_server.hold("greeting")

    assert send(app) == 0

    assert sum(again(one).attempts for one in [mail, *others]) == 1
    smtp_server.start() if how == "away" else smtp_server.release()
    assert send(app) == 3


def test_one_mail_that_cannot_be_written_holds_up_no_other(
    app: Flask, smtp_server: MailServer, mail: OutboxMail, caplog: pytest.LogCaptureFixture
) -> None:
    broken = outbox.queue(to=mail.to, kind="no-such-kind", record=mail.record, now=clock.now() - timedelta(hours=1))

    assert send(app) == 1

    assert again(mail).state == MailState.SENT
    assert (again(broken).state, again(broken).attempts) == (MailState.QUEUED, 1)
    assert again(broken).last_error == "The mail could not be written (KeyError): the log says where"
    entries = "".join(logs.TextFormatter().format(record) for record in caplog.records)
    assert "messages.py" in entries
    assert "no-such-kind" not in entries


def test_a_mail_for_a_step_that_is_settled_meanwhile_is_not_sent_nor_said_to_be(
    app: Flask, smtp_server: MailServer, mail: OutboxMail
) -> None:
    factories.approve(mail.record, "new_worker")

    send(app)

    assert smtp_server.sent_to(story.RECEIVING_WORKER) == []
    assert again(mail).state not in (MailState.SENT, MailState.QUEUED)
    assert again(mail).sent_at is None


def test_a_mail_that_asks_is_not_sent_once_the_record_is_withdrawn(
    app: Flask, smtp_server: MailServer, mail: OutboxMail
) -> None:
    submission.withdraw(record=mail.record, by=factories.person(), reason="Started twice")

    send(app)

    assert [str(message["Subject"]).partition(":")[0] for message in smtp_server.messages] == [
        "Hannah Whitcombe has withdrawn this, nothing to do"
    ]
