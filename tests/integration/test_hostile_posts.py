"""Whatever is sent, by mistake or on purpose, is never a fault of ours."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from flask import Flask, request
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from forms import get_kind
from forms.engine.rows import MOST_KEPT
from models import State
from settings import Settings
from tests import factories
from tests.data import story
from tests.data.load import PASSWORD
from tests.integration.addresses import Route, routes
from tests.integration.conftest import SignIn, make_app
from tests.support.reader import ORIGIN, Reader
from views.web import bodies

pytestmark = pytest.mark.usefixtures("app")

FORM = get_kind(factories.TRANSFER_MEETING)
QUESTIONS = sorted(FORM.questions)
ENDINGS = ("", "-day", "-month", "-year", "-id", "-rows", "-0-note", "-0-date-day", "-9999-kind", "-0-worker-id")
CONTROLS = (
    "seen",
    "editor",
    "take",
    "keep",
    "row",
    "action",
    "declared",
    "digest",
    "outcome",
    "reason",
    "attention",
    "next",
    "to",
    "chosen",
    "name",
    "exception",
    "earlier",
    "another",
    "unread",
    "email",
    "password",
    "kept",
    "departure-142.2.1",
    "departure-none",
)
NASTY = (
    "\0",
    "\r\n\r\n",
    "9" * 400,
    "-1",
    "٣٣٣٣",
    "²",
    "1e999",
    "NaN",
    "{{ 7*7 }}",
    "{social_worker}",
    "%s",
    "%00",
    "../..",
    "add:key_events",
    "add:",
    "add:child",
    "remove:key_events:99999999999999999999",
    "remove:key_events:-1",
    "remove:none:x",
    "remove:",
    "continue-as:none",
    "exception:315.4.1",
    "right:none",
    "right:all-of-page",
    "use:315.4.1:\0",
    "use:",
    "approved",
    "returned",
    "cannot_agree",
    "\ud7ff\ue000",
    "\u202egnp.exe",
    "a" * 30_000,
    "<script>",
    "31",
    "2",
    "29 feb 2023",
)
values = st.one_of(st.sampled_from(NASTY), st.text(max_size=60))


def posts_to(address: str) -> st.SearchStrategy[tuple[str, dict[str, list[str]]]]:
    """The address, with anything under the names that its page has and under some that it has not."""
    key = address.rpartition("/sections/")[2]
    asked = [section.questions() for section in FORM.sections if section.key == key]
    known = st.builds(str.__add__, st.sampled_from(sorted(asked[0] if asked else QUESTIONS)), st.sampled_from(ENDINGS))
    names = st.one_of(known, known, st.sampled_from(CONTROLS), st.text(max_size=20))
    fields = st.dictionaries(names, st.lists(values, min_size=1, max_size=3), min_size=1, max_size=12)
    return st.tuples(st.just(address), fields)


hard = examples(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def post(reader: Reader, path: str, data: Any, **how: Any) -> TestResponse:
    """Send something, whatever it is, as from a page of ours."""
    headers = {"Referer": f"{ORIGIN}/"} | how.pop("headers", {})
    return reader.client.post(path, base_url=ORIGIN, data=data, headers=headers, buffered=True, **how)


def posting(app: Flask) -> list[Route]:
    """Every route that something can be posted to, but the one that ends the session."""
    return [route for route in routes(app, "POST") if route.name != "sign_in.sign_out"]


def addresses_of(app: Flask, state: State) -> list[str]:
    """An address for each of them, about a record in that state; of sections, one for each."""
    record = factories.in_state(state)
    keys = [section.key for section in get_kind(record.kind).sections]
    found = []
    for route in posting(app):
        several = [{"key": key} for key in keys] if "key" in route.rule.arguments else [{}]
        found += [route.address(record, **values) for values in several]
    return found


@pytest.mark.parametrize(
    "state, email", [(State.DRAFT, story.AUTHOR), (State.SUBMITTED, story.RECEIVING_WORKER)], ids=["draft", "submitted"]
)
def test_no_form_however_it_is_filled_in_is_a_fault_of_ours(
    app: Flask, sign_in: SignIn, state: State, email: str
) -> None:
    reader, addresses, record = sign_in(email), addresses_of(app, state), factories.in_state(state)
    token = reader.token()
    app.testing, app.config["PROPAGATE_EXCEPTIONS"] = False, False

    @hard
    @given(st.sampled_from(addresses).flatmap(posts_to), st.booleans())
    def send_anything(sent: tuple[str, dict[str, list[str]]], htmx: bool) -> None:
        reader.sign_in_as(factories.person(email))
        with reader.client.session_transaction(base_url=ORIGIN) as session:
            session["csrf_token"] = secret
        address, fields = sent
        headers = {"HX-Request": "true"} if htmx else {}
        response = post(reader, address, fields | {"csrf_token": [token]}, headers=headers)
        assert response.status_code < 500, f"{address} {fields}"
        assert b"What you wrote is still here" not in response.data, "the token was refused"

    with reader.client.session_transaction(base_url=ORIGIN) as session:
        secret = session["csrf_token"]
    send_anything()

    assert state != State.DRAFT or factories.fresh(record).revision > record.revision, "nothing was ever saved"


BODIES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "application/x-www-form-urlencoded"),
    "what is no UTF-8": (b"worries=%ff%fe%80&%c3%28=%e2%82", "application/x-www-form-urlencoded"),
    "raw bytes": (bytes(range(256)), "application/x-www-form-urlencoded"),
    "signs of nothing": (b"&&&===&=&a", "application/x-www-form-urlencoded"),
    "parts without a border": (b"--x\r\n\r\n", "multipart/form-data"),
    "parts that break off": (b'--x\r\nContent-Disposition: form-data; name="a"', "multipart/form-data; boundary=x"),
    "a part without a name": (
        b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n",
        "multipart/form-data; boundary=x",
    ),
    "a file instead of words": (
        b'--x\r\nContent-Disposition: form-data; name="worries"; filename="x"\r\n\r\na\r\n--x--\r\n',
        "multipart/form-data; boundary=x",
    ),
    "JSON": (b'{"worries": 1}', "application/json"),
    "a kind of nothing": (b"worries=1", "\xff/\xfe"),
    "an unknown set of letters": (b"worries=1", "application/x-www-form-urlencoded; charset=none"),
}


@pytest.mark.parametrize("what", BODIES)
def test_no_body_of_a_post_is_a_fault_of_ours(app: Flask, sign_in: SignIn, what: str) -> None:
    reader = sign_in(story.AUTHOR)
    app.testing, app.config["PROPAGATE_EXCEPTIONS"] = False, False
    data, kind = BODIES[what]
    for address in {*addresses_of(app, State.DRAFT)[-6:], "/verify", "/sign-in", "/sign-in/kept"}:
        for headers in ({}, {"X-CSRFToken": reader.token()}):
            response = post(reader, address, data, content_type=kind, headers=headers)
            assert response.status_code < 500, address


def test_thousands_of_rows_are_read_in_no_time_and_none_is_taken_for_an_answer(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    rows = {f"key_events-{number}-note": "x" for number in range(3_000)}

    response = post(
        reader, f"/records/{record.reference}/sections/reasons", rows | {"csrf_token": reader.token(), "seen": "1"}
    )

    assert response.status_code == 302
    assert "key_events" not in factories.fresh(record).answers
    assert len(factories.fresh(record).typed["key_events"]) == MOST_KEPT


FORM_KINDS = ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]


def as_form(body: bytes, kind: str) -> bytes:
    """A body whose one field holds this."""
    return (
        b'--x\r\nContent-Disposition: form-data; name="worries"\r\n\r\n' if "multipart" in kind else b"worries="
    ) + body


@pytest.mark.parametrize("kind", [*FORM_KINDS, "application/json", "text/plain"])
def test_more_than_a_megabyte_is_refused_with_a_page_before_it_is_read(app: Flask, sign_in: SignIn, kind: str) -> None:
    reader, body = sign_in(story.AUTHOR), as_form(b"<" * 1_300_000, kind)

    for path in {*addresses_of(app, State.DRAFT), "/sign-in", "/sign-in/kept"} - {"/verify"}:
        response = post(reader, path, body, content_type=kind)
        assert response.status_code == 413, path
        assert "That is too large to send" in response.text
        assert len(response.data) < 20_000


@pytest.mark.parametrize("kind", FORM_KINDS)
def test_a_body_that_does_not_say_how_long_it_is_is_read_as_far_as_the_limit(nobody: Reader, kind: str) -> None:
    stream = BytesIO(as_form(b"x" * 30_000_000, kind))

    chunked = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    response = nobody.client.post(
        "/sign-in",
        base_url=ORIGIN,
        input_stream=stream,
        content_type=kind,
        headers={"Referer": ORIGIN},
        environ_overrides=chunked,
    )

    assert response.status_code == 413
    assert stream.tell() <= 1_200_000


def test_a_file_to_be_checked_may_be_larger_but_nothing_else_that_is_sent_with_it(
    app: Flask, settings: Settings, nobody: Reader
) -> None:
    form = as_form(b"x" * 1_100_000, "application/x-www-form-urlencoded")

    assert post(nobody, "/verify", form, content_type=FORM_KINDS[0]).status_code == 413
    form = as_form(b"x" * 1_100_000 + b"\r\n--x--\r\n", FORM_KINDS[1])
    assert post(nobody, "/verify", form, content_type=FORM_KINDS[1]).status_code == 413
    with app.test_request_context("/verify", method="POST", content_type=FORM_KINDS[1]):
        bodies.limit_body()
        assert request.max_content_length == settings.upload_limit_mb * 1024 * 1024


def test_thousands_of_fields_are_refused_with_a_page_before_they_are_parsed(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)
    few, many = "a=b&" * 4_999 + "a=b", "a=b&" * 5_100 + "a=b"

    for path in ("/away", "/sign-in", "/sign-in/kept", "/verify"):
        response = post(reader, path, many, content_type=FORM_KINDS[0])
        assert response.status_code == 413
        assert "That is too large to send" in response.text
    assert post(reader, "/sign-in", few, content_type=FORM_KINDS[0]).status_code != 413


@pytest.mark.parametrize("value", ["x" * 4_000, "x < y " * 160], ids=["a whole megabyte", "signs that are escaped"])
def test_what_may_be_sent_may_be_kept_and_signed_in_for(nobody: Reader, value: str) -> None:
    fields = {f"f{number}": value for number in range(200)}
    path = f"/records/{factories.in_state(State.DRAFT).reference}/submit"

    page = nobody.send(path, fields, status=200)

    page = nobody.press(page.form("/sign-in/kept"), {"email": story.AUTHOR, "password": PASSWORD}, status=200)
    assert page.form(path).fields["f199"] == value


@pytest.mark.parametrize("kind", FORM_KINDS)
def test_what_is_too_large_is_refused_with_a_page(settings: Settings, kind: str) -> None:
    reader = Reader(make_app(settings.model_copy(update={"upload_limit_mb": 1})), factories.person())

    response = post(reader, "/verify", as_form(b"x" * 1_100_000, kind), content_type=kind)
    assert response.status_code == 413
    is_file = kind.startswith("multipart")
    assert ("The file must be smaller than 1 MB" if is_file else "That is too large to send") in response.text


def test_too_many_parts_are_refused_with_a_page(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'

    for path, number in (("/verify", 100), ("/verify", 101), ("/away", 101)):
        response = post(reader, path, part * number + b"--x--\r\n", content_type=FORM_KINDS[1])
        assert (response.status_code == 413) is (number > 100), path


ENORMOUS = "9" * 40
TRAPS = [
    "/records/{reference}/steps/" + ENORMOUS,
    "/records/{reference}/steps/2147483648",
    "/records/{reference}/steps/0",
    "/records/{reference}/steps/-1",
    "/records/{reference}/steps/1.5",
    "/records/{reference}/steps/%D9%A3",
    "/records/{reference}/sealed/" + ENORMOUS + ".pdf",
    "/records/{reference}/sections/none",
    "/records/{reference}/sections/%00",
    "/records/{reference}/sections/..%2f..",
    "/records/%00",
    "/records/TMR-%00%00%00%00-2222",
    "/records/x/steps/" + ENORMOUS,
    "/records/" + "A" * 5_000,
    "/records/' OR 1=1 --",
    "/records/%ff%fe",
    "/records/new/none",
    "/records/new/%00",
]


@pytest.mark.parametrize("path", TRAPS)
def test_an_address_of_nothing_leads_nowhere(app: Flask, sign_in: SignIn, path: str) -> None:
    reader = sign_in(story.AUTHOR)
    app.testing, app.config["PROPAGATE_EXCEPTIONS"] = False, False
    address = path.replace("{reference}", factories.in_state(State.DRAFT).reference)

    assert reader.open(address, status=404).heading == "Page not found"
    assert post(reader, address, {"csrf_token": reader.token()}).status_code in (404, 405)


QUERIES = ["%00", "%ff", "%25", "_", "\\", "'", "a" * 5_000, "zz+" * 500, "%F0%9F%91%A9", "%E2%80%AE"]


@pytest.mark.parametrize("query", QUERIES)
def test_no_search_is_a_fault_of_ours_nor_finds_everybody(sign_in: SignIn, query: str) -> None:
    reader = sign_in(story.AUTHOR)

    for path in ("/register/staff", "/register/teams", "/register/children"):
        found = reader.client.get(f"{path}?q={query}", base_url=ORIGIN)
        assert found.status_code == 200
        assert found.json == []
    assert reader.client.get(f"/records/new/transfer-meeting?name={query}", base_url=ORIGIN).status_code == 200
    assert reader.client.get(f"/verify?code={query}", base_url=ORIGIN).status_code == 200
