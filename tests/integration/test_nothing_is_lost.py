"""What somebody wrote survives a session that ended, a token that expired, and signing in again."""

from __future__ import annotations

from typing import Any

import pytest

from models import Record, State, StepState
from tests import factories
from tests.data import story
from tests.data.load import PASSWORD
from tests.integration.conftest import SignIn, changes_since, everything
from tests.support.reader import ORIGIN, Fields, Form, Page, Reader
from views.web import late_posts

pytestmark = pytest.mark.usefixtures("app")

HARD_TO_KEEP = {
    "worries": "\r\n\r\nTwo empty lines first\r\n\tand a tab\r\n",
    "life_now": "Zoë & “Šmíd” <b>not bold</b> {terms} %0d%0a +1 &amp; 👩‍👧" + " and so on" * 10,
    "what_works": "  spaces around  ",
}


def section_form(reader: Reader, record: Record) -> Form:
    """The form of the summary's page."""
    return reader.open(f"/records/{record.reference}/sections/summary").form(id="section-form")


def without_token(fields: Fields) -> list[tuple[str, str]]:
    """All fields but the token, in an order of their own."""
    return sorted((name, value) for name, value in fields.items(multi=True) if name != "csrf_token")


def kept_on(reader: Reader, page: Page) -> late_posts.LatePost:
    """What the page that asks to sign in again keeps, which its reader cannot open."""
    with reader.client.application.app_context():
        return late_posts.unlocked(page.form("/sign-in/kept").fields["kept"])


def sign_in_again(reader: Reader, page: Page, email: str = story.AUTHOR) -> Page:
    """Give the password on the page that keeps what was posted."""
    return reader.press(page.form("/sign-in/kept"), {"email": email, "password": PASSWORD}, status=200)


def expired(_: Reader, fields: Fields) -> Fields:
    """The fields with a token of another session."""
    changed = fields.copy()
    changed["csrf_token"] = "an-old-token"
    return changed


def signed_out(reader: Reader, fields: Fields) -> Fields:
    """The same fields, once the session has ended."""
    reader.forget()
    return fields


@pytest.mark.parametrize("meanwhile", [signed_out, expired])
def test_everything_typed_goes_on_to_where_it_was_going(sign_in: SignIn, meanwhile: Any) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    form = section_form(reader, record)
    sent = form.filled(HARD_TO_KEEP | {"action": "later", "extra": ["one", "two", "one"]})

    page = reader.send(form.action, meanwhile(reader, sent), status=200)
    if meanwhile is signed_out:
        page = sign_in_again(reader, page)
    carried = page.form(form.action)

    assert without_token(reader.carried(carried)) == without_token(sent)
    reader.press(carried, status=302)
    saved = factories.fresh(record).answers
    assert {name: saved[name] for name in HARD_TO_KEEP} == {
        name: text.replace("\r\n", "\n").strip() for name, text in HARD_TO_KEEP.items()
    }


def test_a_wrong_password_on_the_way_loses_nothing_either(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    form = section_form(reader, record)
    sent = form.filled(HARD_TO_KEEP)
    page = reader.send(form.action, signed_out(reader, sent), status=200)

    page = reader.press(page.form("/sign-in/kept"), {"email": story.AUTHOR, "password": "wrong"}, status=200)
    assert page.errors
    carried = sign_in_again(reader, page).form(form.action)

    assert without_token(reader.carried(carried)) == without_token(sent)


def test_the_sign_in_page_itself_may_expire_and_loses_nothing(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    form = section_form(reader, record)
    sent = form.filled(HARD_TO_KEEP)
    page = reader.send(form.action, signed_out(reader, sent), status=200)
    reader.forget()

    page = reader.press(page.form("/sign-in/kept"), {"email": story.AUTHOR, "password": PASSWORD}, status=200)
    carried = sign_in_again(reader, page).form(form.action)

    assert without_token(reader.carried(carried)) == without_token(sent)


def test_a_password_is_never_carried(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)
    reader.forget()

    page = reader.send("/records/TMR-2222-2222/submit", {"password": "a secret of mine", "other": "kept"}, status=200)

    assert "a secret of mine" not in page.text
    assert ("other", "kept") in kept_on(reader, page).fields


@pytest.mark.parametrize("meanwhile", ["by the page that keeps it", "before it was sent"])
def test_what_one_person_wrote_is_neither_shown_to_another_nor_sent_by_them_and_stays_for_its_writer(
    sign_in: SignIn, meanwhile: str
) -> None:
    record, reader = factories.in_state(State.SUBMITTED), sign_in(story.RECEIVING_WORKER)
    step = factories.step_of(record, "new_worker")
    form = reader.open(f"/records/{record.reference}/steps/{step.id}").form(id="decision")
    sent = form.filled({"outcome": "returned", "reason": "Only she knows this"})
    reader.forget()
    if meanwhile == "before it was sent":
        other = reader.open("/sign-in").form("/sign-in")
        reader.press(other, {"email": story.RECEIVING_LEADER, "password": PASSWORD}, status=302)
        page = reader.send(form.action, sent, status=200)
    else:
        page = sign_in_again(reader, reader.send(form.action, sent, status=200), story.RECEIVING_LEADER)

    assert "Somebody else wrote something here" in page.words
    assert "who did not write this" in page.words
    assert {one.get("action") for one in page.each("form")} == {"/sign-in/kept", "/sign-out"}
    assert "Only she knows this" not in page.text
    assert record.reference not in page.words
    page = sign_in_again(reader, page, story.RECEIVING_WORKER)
    assert reader.carried(page.form(form.action))["reason"] == "Only she knows this"
    assert "Only she knows this" in page.words


def test_what_is_kept_cannot_be_made_up_or_changed(nobody: Reader) -> None:
    page = nobody.send("/records/TMR-2222-2222/submit", {"reason": "x"}, status=200)
    form = page.form("/sign-in/kept")
    given = {"email": story.AUTHOR, "password": PASSWORD}

    for kept in (None, "made up", form.fields["kept"][:-8] + "AAAAAAA="):
        nobody.press(form, {"kept": kept} | given, status=400)


def test_carrying_keeps_nothing_on_the_server(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    form = section_form(reader, record)
    before = everything()

    reader.send(form.action, signed_out(reader, form.filled(HARD_TO_KEEP)), status=200)

    assert changes_since(before) == []


def test_a_decision_by_a_session_that_ended_is_kept_and_sent_on(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.SUBMITTED), sign_in(story.RECEIVING_WORKER)
    step = factories.step_of(record, "new_worker")
    form = reader.open(f"/records/{record.reference}/steps/{step.id}").form(id="decision")
    sent = form.filled({"outcome": "returned", "reason": "\r\nNot yet.\r\nAsk the school."})

    page = sign_in_again(reader, reader.send(form.action, signed_out(reader, sent), status=200), story.RECEIVING_WORKER)
    reader.press(page.form(form.action), status=302)

    decided = factories.step_of(record, "new_worker")
    assert (decided.state, decided.reason) == (StepState.RETURNED, "Not yet.\nAsk the school.")


@pytest.mark.parametrize("meanwhile", [None, signed_out], ids=["the session goes on", "the session ended"])
@pytest.mark.parametrize("state, status", [(State.WITHDRAWN, 409), (State.SUBMITTED, 409)])
def test_whoever_typed_in_a_draft_that_has_gone_on_has_the_words_back(
    sign_in: SignIn, state: State, status: int, meanwhile: Any
) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    form = section_form(reader, record)
    sent = form.filled({"worries": "Only she knows this"})
    Record.update(state=state).where(Record.id == record.id).execute()

    if meanwhile:
        page = sign_in_again(reader, reader.send(form.action, meanwhile(reader, sent), status=200))
        page = reader.press(page.form(form.action), status=status)
    else:
        page = reader.send(form.action, sent, status=status)

    assert "What you wrote is not saved" in page.words
    assert "Only she knows this" in page.words


def test_of_a_post_from_elsewhere_no_refusal_shows_anything(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.WITHDRAWN), sign_in(story.AUTHOR)
    sent = {"csrf_token": reader.token(), "worries": "Words of another site"}

    there = {"base_url": ORIGIN, "headers": {"Origin": "https://elsewhere.example"}}
    answer = reader.client.post(f"/records/{record.reference}/sections/summary", data=sent, **there)

    assert answer.status_code == 403
    assert "Words of another site" not in answer.text


OUTSIDE = [
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "javascript:alert(1)",
    "data:text/html,x",
    " //elsewhere.example",
    "/\t/elsewhere.example",
    "/\r\nLocation: https://elsewhere.example",
    "https:elsewhere.example",
    "elsewhere.example",
    "",
]


@pytest.mark.parametrize("to", OUTSIDE)
def test_no_address_leads_to_another_site(to: str) -> None:
    assert late_posts.local_path(to) == "/"


def test_signing_in_twice_in_two_tabs_leads_to_the_page_and_not_in_circles(nobody: Reader) -> None:
    one = nobody.open("/sign-in?next=/protocol").form("/sign-in")
    two = nobody.open("/sign-in?next=/protocol").form("/sign-in")
    given = {"email": story.AUTHOR, "password": PASSWORD}
    nobody.press(one, given, status=302)

    page = nobody.press(two, given)

    assert page.status == 302
    assert page.location == "/protocol"


def test_signing_out_of_a_session_that_ended_asks_for_nothing_to_be_sent_on(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)
    token = reader.token()
    reader.forget()

    reader.send("/sign-out", {"csrf_token": token}, status=302)

    assert reader.follow().heading == "Sign in"


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", ""])
def test_of_a_body_that_is_no_form_no_page_says_that_it_was_kept(sign_in: SignIn, kind: str) -> None:
    reader = sign_in(story.AUTHOR)
    reference = factories.start_draft().reference

    sent = {"base_url": ORIGIN, "headers": {"Origin": ORIGIN}, "data": b'{"a": "b"}', "content_type": kind}
    answer = reader.client.post(f"/records/{reference}/sections/plan", **sent)

    assert answer.status_code == 400
    assert "What you wrote is still here" not in answer.text


def test_somebody_outside_whose_verify_page_is_old_is_not_asked_to_sign_in(nobody: Reader) -> None:
    page = nobody.send("/verify", {"csrf_token": "an-old-token"})

    assert "Sign in" not in page.heading
    assert list(page.each("input", type="file"))
