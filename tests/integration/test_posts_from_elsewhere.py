"""A post that another site writes is neither done nor kept; what is kept is said in words before it is sent."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from models import Absence, State
from protocol.terms import term_filler
from settings import Settings
from tests import factories
from tests.data import story
from tests.data.load import PASSWORD
from tests.integration.addresses import routes
from tests.integration.conftest import SignIn, changes_since, everything
from tests.integration.kept_pages import OURS, kept
from tests.support.reader import ORIGIN, Page, Reader
from views.web import errors, kept_words, late_posts, origins

pytestmark = pytest.mark.usefixtures("app")

ELSEWHERE: dict[str, dict[str, str]] = {
    "another site": {"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"},
    "a site beside ours": {"Origin": "https://evil.handover.example", "Sec-Fetch-Site": "same-site"},
    "an old browser at another site": {"Origin": "http://evil.example"},
    "a page without an origin": {"Origin": "null"},
    "a page without an origin that says that it is ours": {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    "our origin in plain text": {"Origin": "http://handover.example"},
    "another port of our host": {"Origin": "https://handover.example:8443"},
    "our name in front of another": {"Origin": "https://handover.example.evil.example"},
    "our name as a user": {"Referer": "https://handover.example@evil.example/"},
    "a page of another site": {"Referer": "https://evil.example/https://handover.example/"},
    "an address typed by hand": {"Sec-Fetch-Site": "none"},
    "another site that names a page of ours": {"Origin": "https://evil.example", "Referer": f"{ORIGIN}/"},
    "nobody knows where": {},
    "no address at all": {"Referer": "https://[half"},
}


def post(reader: Reader, path: str, data: dict[str, Any], headers: dict[str, str]) -> Page:
    """Send something as the page of a site would; what comes back is a valid page."""
    response = reader.client.post(path, base_url=ORIGIN, data=data, headers=headers, buffered=True)
    return Page(response, by_htmx=False)


AWAY = {
    "first_day-day": "1",
    "first_day-month": "6",
    "first_day-year": "2031",
    "last_day-day": "2",
    "last_day-month": "6",
    "last_day-year": "2031",
    "stand_in": story.RECEIVING_LEADER,
}


@pytest.mark.parametrize("where", ELSEWHERE)
@pytest.mark.parametrize("is_signed_in", [True, False], ids=["signed in", "signed out"])
def test_a_post_of_another_site_is_refused_and_offers_no_button(
    sign_in: SignIn, nobody: Reader, where: str, is_signed_in: bool
) -> None:
    reader = sign_in(story.TRANSFERRING_LEADER) if is_signed_in else nobody

    page = post(reader, "/away", AWAY, ELSEWHERE[where])

    assert page.status == 403
    assert "Handover takes only what its own pages send" in page.words
    assert [form.get("action") for form in page.each("form")] == (["/sign-out"] if is_signed_in else [])
    assert Absence.select().count() == 0


def locked(reader: Reader, to: str, **fields: str) -> str:
    """What a page of ours keeps of a post."""
    with reader.client.application.app_context():
        return late_posts.locked(late_posts.LatePost(to, list(fields.items()), size=100))


def test_a_decision_that_another_site_writes_is_not_kept_through_a_sign_in(nobody: Reader) -> None:
    record = factories.in_state(State.SUBMITTED)
    step, before = factories.step_of(record, "new_worker"), everything()

    page = post(
        nobody,
        "/sign-in/kept",
        {
            "kept": locked(nobody, f"/records/{record.reference}/steps/{step.id}", outcome="approved"),
            "email": story.RECEIVING_WORKER,
            "password": PASSWORD,
        },
        ELSEWHERE["another site"],
    )

    assert page.status == 403
    assert changes_since(before) == []


@pytest.mark.parametrize("where", ELSEWHERE)
def test_not_even_a_right_token_helps_another_site(sign_in: SignIn, where: str) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    sent = {"csrf_token": reader.token(), "reason": "planted by another site"}

    assert post(reader, f"/records/{record.reference}/withdraw", sent, ELSEWHERE[where]).status == 403
    assert factories.fresh(record).state == State.DRAFT


@pytest.mark.parametrize("who", OURS)
def test_what_a_page_of_ours_sends_is_taken_from_every_browser(sign_in: SignIn, who: str) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    sent = {"csrf_token": reader.token(), "reason": "The family has moved away"}

    assert post(reader, f"/records/{record.reference}/withdraw", sent, OURS[who]).status == 302


def test_what_is_kept_says_where_it_goes_and_what_it_holds_before_the_button(sign_in: SignIn) -> None:
    reader = sign_in(story.TRANSFERRING_LEADER)

    page = kept(reader, "/away", AWAY | {"stand_in": "Gareth Pemberton"})
    said = page.words.partition("Carry on")[0]

    assert "says when you are away and who decides for you" in said
    assert "Who decides for you while you are away?" in said
    assert "Gareth Pemberton" in said
    assert "First day away 1/6/2031" in said


def test_a_kept_decision_says_which_and_on_what(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.SUBMITTED), sign_in(story.RECEIVING_WORKER)
    step = factories.step_of(record, "new_worker")
    fields = {"digest": "d" * 64, "outcome": "approved", "reason": "One line\r\nand another"}

    page = kept(reader, f"/records/{record.reference}/steps/{step.id}", fields)

    said = page.words.partition("Carry on")[0]
    assert f"to record {record.reference}, and decides on it in your name" in said
    assert "Do you confirm this? Yes, I confirm this" in said
    assert "Not asked with your choice: Why are you returning it? One line and another" in said
    assert "d" * 64 not in page.text
    assert reader.carried(page.form(f"/records/{record.reference}"))["digest"] == "d" * 64


def test_kept_answers_stand_under_the_labels_of_their_questions(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)

    page = kept(
        reader,
        f"/records/{record.reference}/sections/summary",
        {"worries": "She does not sleep.", "seen": "3", "key_events-0-note": "Moved school", "made_up": "x"},
    )

    labels = [" ".join(label.itertext()) for label in page.each("p", class_="govuk-label--s")]
    assert any("worr" in label.lower() for label in labels)
    assert "1: Moved school" in page.words
    assert "Also sent x" in page.words


def test_no_name_of_a_field_is_read_on_a_kept_page(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    path = f"/records/{record.reference}/sections/child"
    form = reader.open(path).form(id="section-form")
    odd = {"correction-made_up-how": "x", "departure-no.such": "y", "departure-315.4.3": "She knows them"}

    page = kept(reader, path, form.filled({"correction-child_name": "Maya Ellis", **odd}).to_dict())

    assert not re.findall(r"\b[a-z]+_[a-z_]+\b|correction-|departure-|no\.such", page.words)
    assert "Correction of 'Child's name' Maya Ellis" in page.words
    assert "Also sent x, y" in page.words
    assert "Why this is not met:" in page.words


@pytest.mark.parametrize("action", ["continue", "later", "right:all-of-page"])
def test_no_button_is_read_on_a_kept_page_nor_what_the_page_filled_in_for_corrections(
    sign_in: SignIn, action: str
) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    path = f"/records/{record.reference}/sections/workers"
    sent = reader.open(path).form(id="section-form").fields.to_dict() | {"action": action}
    assert sent["correction-earlier_workers-0-team"]

    page = kept(reader, path, sent)

    assert not re.search(rf"Button|Correction of|\b{action}\b", page.words)
    assert reader.carried(page.form("/records/"))["correction-earlier_workers-0-team"]


def test_a_correction_is_read_in_its_row_alone_and_with_what_it_leaves_blank(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    path = f"/records/{record.reference}/sections/workers"
    sent = reader.open(path).form(id="section-form").fields.to_dict()
    sent |= {"correction-earlier_workers-1-team": "Team of the row", "correction-earlier_workers-1-how": "She said so"}
    sent |= {"correction-siblings-0-not_one": "yes", "correction-current_worker-how": "Seen"}

    said = kept(reader, path, sent).words

    assert "Team 2: Team of the row" in said
    assert "How do you know? 2: She said so" in said
    assert "They are not a brother or sister of the child 1: yes" in said
    assert "left blank: Correction of 'Who is the child's social worker now?'" in said


def test_what_is_chosen_in_many_rows_is_read_under_one_label(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    rows = {"key_events-0-date-day": "3", "key_events-0-date-month": "", "key_events-0-date-year": "2026"}
    rows |= {"key_events-0-note": "Moved", "key_events-1-note": "", "key_events-2-note": "Moved\r\nback"}

    page = kept(reader, f"/records/{record.reference}/sections/summary", rows)

    assert "1: 3//2026" in page.words
    assert "1: Moved 2: (blank)" in page.words
    assert [box.get("name") for box in page.each("textarea")] == ["key_events-2-note"]
    assert reader.carried(page.form("/records/")).to_dict() == rows


def test_each_value_that_a_kept_page_sends_is_in_words_but_controls(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.SUBMITTED), sign_in(story.RECEIVING_WORKER)
    step = factories.step_of(record, "new_worker")
    fields = {"digest": "d" * 64, "outcome": "returned", "reason": "Late", "refusal": "", "{Made} up-²": "unseen <b>"}

    page = kept(reader, f"/records/{record.reference}/steps/{step.id}", fields)

    assert reader.carried(page.form("/records/")).to_dict() == fields
    assert "d" * 64 not in page.words
    assert "Do you confirm this? No: return it to the author, with a reason" in page.words
    assert "Also sent unseen <b>" in page.words


@pytest.mark.parametrize(
    "who,path,name,value,words",
    [
        (story.AUTHOR, "/away", "stand_in", "Bo", "Who decides for you while you are away? Bo"),
        (story.CLUSTER_HEAD, "/keeping/holds", "why", "A claim", "Why"),
    ],
)
def test_fields_of_pages_beside_the_record_are_in_words_too(
    sign_in: SignIn, who: str, path: str, name: str, value: str, words: str
) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(who)

    page = kept(reader, path.format(record.reference), {name: value})

    assert words in page.words
    assert "Also sent" not in page.words


def test_what_became_of_a_promise_is_in_words_too(app: Flask) -> None:
    with app.test_request_context():
        said = kept_words.in_words("/records/TMR-2222-2222/promised/1", [("became", "done")], term_filler({}))

    assert [(part.label, part.text) for part in said.parts] == [("What became of it?", "It was done")]


def test_what_is_left_blank_is_said_too_for_it_empties_answers(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)

    page = kept(reader, f"/records/{record.reference}/sections/summary", {"worries": "", "seen": ""})

    assert "These are left blank:" in page.words
    assert any("worr" in " ".join(item.itertext()).lower() for item in page.each("li"))


def test_every_post_that_can_be_kept_is_described(app: Flask) -> None:
    posts = {route.name for route in routes(app, "POST")} - {"sign_in.sign_in_kept"}

    assert posts - errors.NOTHING_TO_KEEP.keys() == kept_words.WHERE.keys()


def test_an_address_to_which_nothing_is_posted_is_said_to_save_nothing(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)
    page = post(reader, "/sign-in/kept", {"kept": locked(reader, "/protocol", x="y")}, OURS["an older browser"])

    assert "It goes to a page of Handover that saves nothing" in page.words


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_that_somebody_else_points_at_this_server_is_not_ours(nobody: Reader, scheme: str) -> None:
    evil = f"{scheme}://evil.example"

    response = nobody.client.post("/sign-in", base_url=evil, data={"email": "a"}, headers={"Origin": evil})

    assert response.status_code == 403


@pytest.mark.parametrize(
    "base, host, ours, others",
    [
        (
            "https://handover.example",
            "handover.example",
            ["https://handover.example", "https://HANDOVER.example:443"],
            ["http://handover.example", "https://handover.example:8443", "http://handover.example:443", "https://x:y"],
        ),
        (
            "https://handover.example:8443",
            "handover.example:8443",
            ["https://handover.example:8443"],
            ["https://handover.example", "https://handover.example:443"],
        ),
        (
            "http://127.0.0.1:8000",
            "localhost:8000",
            ["http://127.0.0.1:8000", "http://localhost:8000"],
            ["https://127.0.0.1:8000", "https://localhost:8000", "http://localhost", "http://localhost:8001"],
        ),
        ("http://127.0.0.1:8000", "evil.example:8000", ["http://127.0.0.1:8000"], ["http://evil.example:8000"]),
        ("https://handover.example", "localhost", ["https://handover.example"], ["http://localhost"]),
    ],
)
def test_a_page_is_ours_where_scheme_host_and_port_are(
    app: Flask, settings: Settings, base: str, host: str, ours: list[str], others: list[str]
) -> None:
    app.extensions["settings"] = settings.model_copy(update={"base_url": base})

    for origin in [*ours, *others]:
        with app.test_request_context("/sign-in", method="POST", headers={"Origin": origin, "Host": host}):
            assert origins.is_same_origin() is (origin in ours), origin


@pytest.mark.parametrize("host", ["a" * 5_000, "a..b", "x" * 64], ids=["long", "empty part", "long part"])
def test_a_host_that_is_no_name_of_a_host_is_refused_with_a_line(app: Flask, host: str) -> None:
    answer = app.test_client().get("/sign-in", headers={"Host": host})

    assert answer.status_code == 400
    assert answer.text == "The Host of this request is not the name of a host.\n"


@pytest.mark.parametrize("headers", [ELSEWHERE["nobody knows where"], OURS["a browser of today"]])
def test_a_method_that_no_page_takes_there_is_said_to_be_none_wherever_it_comes_from(
    nobody: Reader, headers: dict[str, str]
) -> None:
    answer = nobody.client.put("/sign-in", base_url=ORIGIN, headers=headers)

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS, POST")
