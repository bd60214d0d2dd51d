"""The pages on which a sealed record is corrected or cancelled, without scripts: who sees them, and what they say."""

from __future__ import annotations

import pytest
from flask import Flask

from forms import get_kind
from models import Record, State
from protocol.corrections import AMENDS
from records.amending import correcting
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.data import story
from tests.integration import amending, refusing
from tests.integration.conftest import SignIn, changes_since, everything
from tests.integration.mailing import forget_mail, mailed_link, parts, send
from tests.support.mail_server import MailServer

pytestmark = pytest.mark.usefixtures("app")


def transfer() -> Record:
    """Maya's transfer, sealed."""
    return factories.in_state(State.SEALED)


def later_of(record: Record) -> Record:
    return Record.get(Record.amends == record)


def test_what_was_wrong_is_asked_first_and_read_first_by_everybody_who_decides(
    app: Flask, sign_in: SignIn, smtp_server: MailServer
) -> None:
    record, author = transfer(), sign_in(story.AUTHOR)
    page = author.open(f"/records/{record.reference}")
    assert "Correct this record" in page.words

    form = author.open(f"/records/{record.reference}/correct").form("/records/")
    assert "Enter why the record was wrong, in words" in author.press(form, {"reason": " - "}, status=200).words
    lost = author.press(form, {"reason": "The day\ue000 was wrong"}, status=200)
    assert "Correct the character U+E000 behind 'The day': it cannot be printed" in lost.words
    assert lost.form("/records/").fields["reason"] == "The day\ue000 was wrong"
    author.press(form, {"reason": amending.WHY}, status=302)
    later = later_of(record)
    assert amending.WHY in author.open(f"/records/{later.reference}/check").words
    four.submitted(later)
    link = mailed_link(app, smtp_server, later)

    decider = sign_in(story.RECEIVING_WORKER)
    step = factories.step_of(later, "new_worker")
    shown = decider.open(f"/records/{later.reference}/steps/{step.id}").words
    assert f"Version 2 of {record.reference}: it corrects version 1, sealed on" in shown
    assert shown.index(amending.WHY) < shown.index("Go to the decision")
    assert "Transfer meeting record, correction" in smtp_server.messages[-1]["Subject"]
    assert amending.WHY in decider.open(link).words


def test_why_can_be_changed_until_it_is_submitted_and_only_by_who_writes_it(sign_in: SignIn) -> None:
    record = transfer()
    later = amending.begin(record)
    author, address = sign_in(story.AUTHOR), f"/records/{later.reference}/what-was-wrong"

    form = author.open(address).form("/records/")
    assert form.fields["reason"] == amending.WHY
    author.press(form, {"reason": "The place was another."}, status=302)
    assert factories.fresh(later).answers[AMENDS]["why"] == "The place was another."
    assert factories.fresh(later).answers[AMENDS]["register"]

    leader = sign_in(story.RECEIVING_LEADER)
    leader.send(address, {"csrf_token": leader.token(), "reason": "Mine instead"}, status=403)
    four.submitted(factories.fresh(later))
    author.send(address, {"csrf_token": author.token(), "reason": "Too late for that"}, status=409)


@pytest.mark.parametrize("page", ["correct", "did-not-happen"])
def test_nobody_else_finds_or_posts_to_these_pages(sign_in: SignIn, page: str) -> None:
    record, before = transfer(), everything()
    address = f"/records/{record.reference}/{page}"

    stranger = sign_in(story.UNINVOLVED_WORKER)
    stranger.open(address, status=404)
    stranger.send(address, {"csrf_token": stranger.token(), "reason": amending.WHY}, status=404)
    reader = sign_in(story.CLUSTER_MANAGER)
    assert "Correct this record" not in reader.open(f"/records/{record.reference}").words
    reader.send(address, {"csrf_token": reader.token(), "reason": amending.WHY}, status=403)
    author = sign_in(story.AUTHOR)
    author.send(address, {"reason": amending.WHY}, status=200)
    author.send(address, {"csrf_token": author.token(), "reason": "x" * 9_000}, status=200)

    assert not Record.select().where(Record.amends.is_null(False)).exists()
    of_reading = {"AuditEvent", "Record"}  # the author opened the page of the record
    assert {change.partition(":")[0] for change in changes_since(before)} <= of_reading


@pytest.mark.parametrize("state", [one for one in factories.IN_DATABASE if one != State.SEALED])
def test_only_what_is_sealed_is_corrected_or_cancelled(sign_in: SignIn, state: State) -> None:
    record, author = factories.in_state(state), sign_in(story.AUTHOR)

    for page in ("correct", "did-not-happen"):
        address = f"/records/{record.reference}/{page}"
        author.send(address, {"csrf_token": author.token(), "reason": amending.WHY}, status=409)
    assert not Record.select().where(Record.amends.is_null(False)).exists()


def test_the_correction_of_a_refusal_says_everywhere_that_it_would_end_the_refusal(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        record = refusing.refused()
        factories.seal_what_waits()
    author, ends = sign_in(story.AUTHOR), "If everybody approves this correction, the refusal no longer holds and the "
    assert ends in author.open(f"/records/{record.reference}/correct").words
    later = factories.fresh(amending.begin(record))
    factories.save(later, by=story.AUTHOR, answers={"meeting_place": "In the small hall"})
    check = author.open(f"/records/{later.reference}/check").words
    assert "Version 1 was refused by " in check
    assert f"{ends}transfer goes ahead." in check
    later = four.submitted(factories.fresh(later))
    step = factories.step_of(later, "new_worker")
    assert ends in sign_in(step.assignee.email).open(f"/records/{later.reference}/steps/{step.id}").words

    with app.app_context():
        later = four.sealed(later)

    first = author.open(f"/records/{record.reference}").words
    assert "Not agreed to: Responsibility" in first
    assert "Decided:" not in first
    assert first.count("Corrected by version 2") == 1
    assert "Settled on" not in first
    second = author.open(f"/records/{later.reference}").words
    assert "This version replaces that decision." in second
    assert "Decided: Responsibility" in second
    assert "Settled on" not in second


def test_a_correction_of_an_exception_that_is_refused_leaves_the_first_version_standing(
    app: Flask, sign_in: SignIn, smtp_server: MailServer
) -> None:
    with app.app_context():
        later = amending.begin(amending.sealed(four.EXCEPTION))
    factories.save(later, by=later.author.email, answers={"proposed_instead": "In the small hall"})
    later = four.submitted(factories.fresh(later))
    step = next(step for step in later.steps if step.may_refuse)
    assert (
        "binds later records"
        not in sign_in(step.assignee.email).open(f"/records/{later.reference}/steps/{step.id}").words
    )
    while later.state == State.SUBMITTED:
        key = next(iter(four.waiting(later)))
        later = four.disagree(later, key)
    with app.app_context():
        factories.seal_what_waits()

    stands = "The correction was not agreed to. Version 1 stands and counts."
    author = sign_in(later.author.email)
    page = author.open(f"/records/{later.reference}").words
    assert stands in page
    assert "Not agreed to:" not in page
    assert "so it does not go ahead" not in page
    assert stands in author.open(f"/records/{later.reference}/answers").words
    forget_mail(but_of=later)
    send(app)
    assert any(stands in parts(message)["plain"] for message in smtp_server.messages)


def test_a_correction_in_which_nothing_changed_is_not_submitted(sign_in: SignIn) -> None:
    record = transfer()
    later, author = amending.begin(record), sign_in(story.AUTHOR)
    nothing = "No answer has changed. Change what was wrong, or withdraw this correction."

    form = author.open(f"/records/{later.reference}/check").form("/records/")
    assert nothing in author.press(form, {}, status=200).words
    assert factories.fresh(later).state == State.DRAFT
    factories.save(factories.fresh(later), by=story.AUTHOR, answers={"meeting_place": "In the small hall"})
    author.press(author.open(f"/records/{later.reference}/check").form("/records/"), {"declared": "yes"}, status=302)

    assert factories.fresh(later).state == State.SUBMITTED


def test_who_asks_twice_is_led_to_the_cancellation_begun_and_its_page_names_each_part(sign_in: SignIn) -> None:
    record = transfer()
    later, author = amending.ask(record), sign_in(story.AUTHOR)
    posted = {"csrf_token": author.token(), "reason": amending.NOT_SO}
    author.send(f"/records/{record.reference}/did-not-happen", posted, status=302)
    assert Record.select().where(Record.amends == record).count() == 1

    step = factories.step_of(later, "receiving_team_leader")
    words = sign_in(step.assignee.email).open(f"/records/{later.reference}/steps/{step.id}").words
    assert "Cancellation: receiving team" in words
    assert "Still to be done" not in words
    assert "Departures from the protocol" not in words


def test_a_second_one_is_told_who_has_begun(sign_in: SignIn) -> None:
    record = transfer()
    amending.begin(record)

    leader = sign_in(story.TRANSFERRING_LEADER)
    said = leader.send(
        f"/records/{record.reference}/correct", {"csrf_token": leader.token(), "reason": amending.WHY}, status=409
    ).words
    assert f"{record.author.name} began a correction of this record on" in said
    page = leader.open(f"/records/{record.reference}").words
    assert f"{record.author.name} is correcting this record" in page
    assert "Correct this record" not in page


def test_a_cancelled_record_says_so_wherever_it_is_read(app: Flask, sign_in: SignIn) -> None:
    record = transfer()
    author = sign_in(story.AUTHOR)
    form = author.open(f"/records/{record.reference}/did-not-happen").form("/records/")
    author.press(form, {"reason": amending.NOT_SO}, status=302)
    later = later_of(record)
    assert amending.NOT_SO in author.open(f"/records/{later.reference}").words
    author.open(f"/records/{later.reference}/sections/child", status=409)
    with app.app_context():
        four.sealed(later)

    page = author.open(f"/records/{record.reference}").words
    assert "Cancelled on" in page
    assert "the transfer did not happen. Nothing may rest on this record." in page
    assert "Cancelled: nothing may rest on this record." in author.open(f"/records/{record.reference}/answers").words
    assert later.reference in author.open("/records?state=cancelled").words
    assert author.open(f"/records/{later.reference}/history").words


def test_whoever_may_not_read_the_restricted_section_corrects_the_rest_and_nothing_of_it_is_lost(
    app: Flask, sign_in: SignIn
) -> None:
    with app.app_context():
        record = amending.sealed(four.HANDOVER)
        worker = factories.person(other.MOVING_WORKER)
        later = factories.fresh(correcting.start(record=record, by=worker, reason=amending.WHY))
    form = get_kind(record.kind)
    restricted = {name for key in form.restricted for name in form.section(key).questions()}
    kept = {name: record.answers[name] for name in restricted if name in record.answers}

    reader = sign_in(other.MOVING_WORKER)
    for page in ("", "/answers", "/check", "/history"):
        words = reader.open(f"/records/{later.reference}{page}").words
        assert kept["hr_reference"] not in words
    assert kept["hr_reference"] in sign_in(other.NEW_LEADER).open(f"/records/{later.reference}/answers").words
    with app.app_context():
        later = four.sealed(four.submitted(later))
    assert {name: later.answers.get(name) for name in kept} == kept
    assert {one.part for one in later.documents} == {"general", "restricted"}
