"""Emailed links: for one person and one step of one version, inert until a button is pressed, and then used up."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta

import pytest
from flask import Flask

from models import DecisionLink, OutboxMail, Record, Staff, Step, StepState
from records import clock
from records.deciding import submission
from tests import factories
from tests.data import story
from tests.data.load import PASSWORD
from tests.integration.conftest import SignIn, changes_since, everything
from tests.integration.mailing import addresses_in, mailed_link, send
from tests.support.mail_server import MailServer
from tests.support.reader import ORIGIN, Reader

pytestmark = pytest.mark.both_databases

HIM = story.RECEIVING_WORKER


def token_of(link: str) -> str:
    return link.rpartition("/")[2]


def tables_hold(token: str) -> list[str]:
    """The tables with a row that holds this text."""
    return [name for name, rows in everything().items() if any(token in str(row) for row in rows)]


def step_state(record: Record) -> StepState:
    return StepState(factories.step_of(record, "new_worker").state)


def test_the_link_leads_to_the_record_and_its_buttons(sign_in: SignIn, record: Record, link: str) -> None:
    reader = sign_in(HIM)

    page = reader.open(link)
    reader.press(page.form(id="decision"), {"outcome": "approved"}, status=302)

    assert step_state(record) == StepState.APPROVED
    assert record.reference in reader.follow().heading


def test_only_a_hash_of_the_token_is_stored(link: str) -> None:
    token = token_of(link)

    assert tables_hold(token) == []
    assert tables_hold(hashlib.sha256(token.encode()).hexdigest()) == ["DecisionLink"]


def test_a_token_has_256_random_bits_of_its_own(app: Flask, smtp_server: MailServer, record: Record) -> None:
    links = [mailed_link(app, smtp_server, record)]
    OutboxMail.update(state="queued", next_attempt_at=clock.now()).where(OutboxMail.record == record).execute()
    send(app)
    links += [address for address in addresses_in(smtp_server.messages[-1]) if "/links/" in address]
    tokens = {token_of(link) for link in links}

    assert len(tokens) == 2
    assert {len(base64.urlsafe_b64decode(token + "=")) for token in tokens} == {32}


def test_scanners_that_fetch_every_address_of_a_mail_change_nothing(
    nobody: Reader, smtp_server: MailServer, record: Record, link: str, sign_in: SignIn
) -> None:
    before = everything()

    for address in addresses_in(smtp_server.messages[-1]):
        path = address.removeprefix(ORIGIN)
        for _ in range(3):
            assert nobody.peek(path).status_code in (302, 405, 404, 200)
            nobody.open(path, status=302)
            nobody.follow()

    assert changes_since(before) == []
    assert sign_in(HIM).open(link).form(id="decision")


def test_opening_the_link_oneself_changes_nothing_but_that_the_trail_says_who_read_it(
    sign_in: SignIn, record: Record, link: str
) -> None:
    before, reader = everything(), sign_in(HIM)

    reader.peek(link)
    assert changes_since(before) == []
    for _ in range(3):
        reader.open(link)

    assert changes_since(before) == ["Record: 1 new, 1 gone", "AuditEvent: 1 new, 0 gone"]
    last = record.audit.order_by(record.audit.model.sequence.desc()).first()
    assert (last.event, last.staff.email) == ("viewed", HIM)


def test_a_robot_that_posts_without_a_session_does_nothing(nobody: Reader, record: Record, link: str) -> None:
    before = everything()
    fields = {"outcome": "approved", "digest": factories.digest_of(record)}

    nobody.send(link, fields, status=200)
    nobody.send(link, fields | {"csrf_token": nobody.token()}, status=200)
    nobody.send(link, fields, status=403, htmx=True)

    assert changes_since(before) == []


def grown_old(reader: Reader) -> None:
    """Let the session stand, but make the password it was given with a while ago."""
    with reader.client.session_transaction(base_url=ORIGIN) as session:
        session["signed_in_at"] = (clock.now() - timedelta(minutes=16)).isoformat()


def test_a_post_without_its_token_decides_nothing_however_fresh_the_session(sign_in: SignIn, link: str) -> None:
    reader = sign_in(HIM)
    reader.open(link)
    before = everything()

    kept = reader.send(link, {"outcome": "approved"}, status=200)

    assert changes_since(before) == []
    assert reader.carried(kept.form(link))["outcome"] == "approved"


def test_a_session_that_is_not_fresh_is_asked_for_the_password_again(
    sign_in: SignIn, record: Record, link: str
) -> None:
    reader = sign_in(HIM)
    form = reader.open(link).form(id="decision")
    grown_old(reader)

    page = reader.press(form, {"outcome": "approved"}, status=200)
    assert step_state(record) == StepState.OPEN
    page = reader.press(page.form("/sign-in/kept"), {"email": HIM, "password": PASSWORD}, status=200)
    reader.press(page.form(link), status=302)

    assert step_state(record) == StepState.APPROVED


def test_opening_with_a_session_that_is_not_fresh_leads_through_the_password(sign_in: SignIn, link: str) -> None:
    reader = sign_in(HIM)
    grown_old(reader)

    reader.open(link, status=302)
    page = reader.follow()
    assert page.form("/sign-in").fields["email"] == HIM
    reader.press(page.form("/sign-in"), {"password": PASSWORD}, status=302)

    assert reader.page.location == link
    assert reader.follow().form(id="decision")


def test_a_decision_on_the_task_list_asks_for_no_fresh_password(sign_in: SignIn, record: Record) -> None:
    reader, step = sign_in(HIM), factories.step_of(record, "new_worker")
    grown_old(reader)

    assert reader.open(f"/records/{record.reference}/steps/{step.id}").form(id="decision")


REFUSED = {
    "someone_else": (403, "This link is for somebody else"),
    "unknown": (404, "We do not know this link"),
    "used": (410, "This has already been done"),
    "withdrawn": (410, "This record was withdrawn"),
    "returned": (410, "This record is back with its author"),
    "replaced": (410, "This link has been replaced"),
    "expired": (410, "This link is too old"),
}


def refused(reader: Reader, record: Record, link: str, why: str) -> None:
    """The link is refused for that reason, whether it is opened or posted to, and nothing is decided."""
    status, heading = REFUSED[why]
    before = everything()
    assert reader.open(link, status=status).heading == heading
    fields = {"outcome": "approved", "digest": factories.digest_of(record), "csrf_token": reader.token()}
    assert reader.send(link, fields, status=status).heading == heading
    assert changes_since(before) == []


@pytest.mark.parametrize("email", [story.AUTHOR, story.TRANSFERRING_LEADER, story.UNINVOLVED_WORKER, story.AUDITOR])
def test_a_link_that_was_forwarded_is_of_no_use_to_a_colleague(
    sign_in: SignIn, record: Record, link: str, email: str
) -> None:
    reader = sign_in(email)

    refused(reader, record, link, "someone_else")

    assert record.reference not in reader.open(link, status=403).words
    assert "Maya" not in reader.open(link, status=403).words


@pytest.mark.parametrize("token", ["x", "0" * 43, "é", "%00", "a" * 5_000])
def test_a_token_of_nobodys_is_not_known(sign_in: SignIn, record: Record, token: str) -> None:
    refused(sign_in(HIM), record, f"/links/{token}", "unknown")


def test_part_of_a_token_is_not_known(sign_in: SignIn, record: Record, link: str) -> None:
    refused(sign_in(HIM), record, link[:-1], "unknown")
    refused(sign_in(HIM), record, f"/links/{DecisionLink.get().token_hash}", "unknown")


def test_a_link_works_once(sign_in: SignIn, record: Record, link: str) -> None:
    reader = sign_in(HIM)
    form = reader.open(link).form(id="decision")
    reader.press(form, {"outcome": "approved"}, status=302)

    refused(reader, record, link, "used")
    reader.press(form, {"outcome": "returned", "reason": "Again"}, status=410)
    assert DecisionLink.select().where(DecisionLink.used_at.is_null()).count() == 0


def test_a_step_decided_on_the_task_list_uses_up_its_link(sign_in: SignIn, record: Record, link: str) -> None:
    factories.approve(record, "new_worker")

    refused(sign_in(HIM), record, link, "used")


def test_a_second_mail_does_not_end_the_first_ones_link_but_the_decision_ends_both(
    app: Flask, sign_in: SignIn, smtp_server: MailServer, record: Record, link: str
) -> None:
    OutboxMail.update(state="queued", next_attempt_at=clock.now()).where(OutboxMail.record == record).execute()
    second = mailed_link(app, smtp_server, record)
    reader = sign_in(HIM)

    assert reader.open(link).form(id="decision")
    reader.press(reader.open(second).form(id="decision"), {"outcome": "approved"}, status=302)

    refused(reader, record, link, "used")
    refused(reader, record, second, "used")


def test_an_expired_link_says_so_and_mails_another_when_asked(
    app: Flask, sign_in: SignIn, smtp_server: MailServer, record: Record, link: str
) -> None:
    DecisionLink.update(expires_at=clock.now()).execute()
    reader = sign_in(HIM)

    refused(reader, record, link, "expired")
    form = reader.open(link, status=410).form(f"{link}/renew")
    reader.press(form, status=302)
    send(app)

    assert reader.open(addresses_of_last(smtp_server)).form(id="decision")


def addresses_of_last(server: MailServer) -> str:
    """The path of the link in the last mail."""
    (address,) = {address for address in addresses_in(server.messages[-1]) if "/links/" in address}
    return address.removeprefix(ORIGIN)


@pytest.mark.parametrize("email", [story.AUTHOR, story.UNINVOLVED_WORKER])
def test_nobody_has_a_link_renewed_that_is_not_theirs(sign_in: SignIn, link: str, email: str) -> None:
    DecisionLink.update(expires_at=clock.now()).execute()
    reader, before = sign_in(email), everything()

    reader.send(f"{link}/renew", {"csrf_token": reader.token()}, status=403)

    assert changes_since(before) == []


def test_a_link_that_still_works_is_not_renewed(sign_in: SignIn, link: str) -> None:
    reader = sign_in(HIM)
    before = everything()

    page = reader.send(f"{link}/renew", {"csrf_token": reader.token()}, status=409)

    assert "This link still works. Open it again from the email." in page.words
    assert changes_since(before) == []


def test_a_link_lives_for_as_long_as_the_settings_say(app: Flask, link: str) -> None:
    found = DecisionLink.get()

    assert found.expires_at - found.minted_at == app.extensions["settings"].link_lifetime


def test_a_link_to_a_version_that_no_longer_counts_is_replaced(sign_in: SignIn, record: Record, link: str) -> None:
    factories.return_it(record, "new_worker")
    Step.update(state=StepState.VOID, decided_at=None).where(Step.record == record).execute()
    factories.save(record, worries="Rewritten")
    factories.submit(record)

    refused(sign_in(HIM), record, link, "replaced")


def test_withdrawing_ends_the_links(sign_in: SignIn, record: Record, link: str) -> None:
    reader = sign_in(story.AUTHOR)
    form = reader.open(f"/records/{record.reference}/withdraw").form("/records/")
    reader.press(form, {"reason": "Started twice"}, status=302)

    refused(sign_in(HIM), record, link, "withdrawn")


def test_the_link_to_a_record_that_was_taken_back_says_with_whom_it_is(
    sign_in: SignIn, record: Record, link: str
) -> None:
    submission.recall(record=record, by=record.author, reason="The date moves.")

    refused(sign_in(HIM), record, link, "returned")


def test_somebody_who_has_left_cannot_use_their_link(sign_in: SignIn, record: Record, link: str) -> None:
    reader = sign_in(HIM)
    Staff.update(active=False).where(Staff.email == HIM).execute()

    reader.open(link, status=302)

    assert reader.follow().heading == "Sign in"


def test_the_address_in_a_mail_never_comes_from_the_request(
    app: Flask, smtp_server: MailServer, record: Record, sign_in: SignIn
) -> None:
    reader, step = sign_in(HIM), factories.step_of(record, "new_worker")
    path = f"/records/{record.reference}/steps/{step.id}"
    form = reader.open(path).form(id="decision")
    headers = {
        "Host": "evil.example",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-For": "evil.example",
        "Referer": f"{ORIGIN}{path}",
    }

    reader.client.post(path, data=form.filled({"outcome": "approved"}), headers=headers, base_url=ORIGIN)
    send(app)

    sent = b"".join(message.as_bytes() for message in smtp_server.messages)
    assert b"evil.example" not in sent
    assert all(
        address.startswith(f"{ORIGIN}/") for message in smtp_server.messages for address in addresses_in(message)
    )
