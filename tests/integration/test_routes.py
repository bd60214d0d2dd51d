"""Every route has an access decision, and keeps to it for everybody, with and without HTMX."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from models import Record, SealedDocument, State
from settings import Settings
from tests import factories
from tests.data import story
from tests.integration.addresses import WRITES, Route, routes
from tests.integration.conftest import SignIn, Tables, changes_since, everything, make_app
from tests.support.reader import Reader
from views.web import late_posts

OPEN_TO_ANYONE = {
    "sign_in.sign_in",
    "sign_in.sign_in_kept",
    "sign_in.sign_out",
    "passwords.ask",
    "passwords.send_link",
    "passwords.sent",
    "passwords.choose",
    "passwords.keep",
    "decisions.open_link",
    "decisions.decide_by_link",
    "documents.root_certificate",
    "documents.trust_file",
    "documents.verify",
    "documents.verify_upload",
    "pages.show_about",
    "pages.show_accessibility",
    "health.show_health",
    "health.show_pages_ready",
    "health.show_ready",
    "demo.list_mail",
    "demo.show_mail",
}
NOT_CONCERNED = [
    story.UNINVOLVED_WORKER,
    factories.TEAM_MATE,
    factories.OTHER_TEAM_LEADER,
    factories.OTHER_LOCALITY_LEADER,
    story.AUDITOR,
]
VIEWS = ("viewed", "opened", "downloaded", "printed_draft", "letter_printed", "exported", "verified")
SAID = {"reason": "Two lines\r\nof it", "extra": ["one", "two"]}


@pytest.fixture
def demo_app(settings: Settings) -> Flask:
    """The app with the routes that only a demonstration has."""
    return make_app(settings.model_copy(update={"env": "demo"}))


def of_records(app: Flask, *methods: str) -> list[Route]:
    """The routes of records."""
    return [route for route in routes(app, *methods) if route.is_of_a_record]


def closed(app: Flask, *methods: str) -> list[Route]:
    """The routes that are not open to anyone."""
    return [route for route in routes(app, *methods) if route.decision != "anyone"]


def test_every_route_has_an_access_decision(demo_app: Flask) -> None:
    decisions = {"anyone", "staff", "operators", "leaders of teams", "readers of the record", "writers of the record"}
    decisions |= {"auditors and inspectors", "auditors, inspectors and who heads a service", "those who keep records"}
    decisions |= {"leaders and heads", "readers of the child", "those who work with children"}
    decisions |= {"leaders of teams, auditors and inspectors"}

    assert {str(route) for route in routes(demo_app, "GET", *WRITES) if route.decision not in decisions} == set()


def test_what_is_open_to_anyone_is_open_on_purpose(demo_app: Flask) -> None:
    assert {route.name for route in routes(demo_app, "GET", *WRITES) if route.decision == "anyone"} == OPEN_TO_ANYONE


def test_a_route_that_nobody_decided_about_is_closed_to_everybody(app: Flask, sign_in: SignIn) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "open")

    sign_in(story.AUTHOR).open("/forgotten", status=403)


def test_a_route_about_a_record_is_for_its_readers_or_its_writers(app: Flask) -> None:
    decided = {route.decision for route in of_records(app, "GET", *WRITES)}

    assert decided == {"readers of the record", "writers of the record"}


def test_the_demonstrations_mailbox_does_not_exist_elsewhere(app: Flask, nobody: Reader) -> None:
    assert not [route for route in routes(app, "GET") if route.name.startswith("demo.")]
    nobody.open("/demo/mail", status=404)


def test_addresses_are_in_small_words_with_hyphens(demo_app: Flask) -> None:
    fixed = [re.sub(r"<[^>]+>", "", rule.rule) for rule in demo_app.url_map.iter_rules()]

    assert [text for text in fixed if not re.fullmatch(r"[a-z0-9/.-]*", text)] == []


def test_numbers_in_addresses_are_typed_and_end_where_the_databases_numbers_end(demo_app: Flask) -> None:
    typed = {
        (rule.rule, name): vars(converter)
        for rule in demo_app.url_map.iter_rules()
        for name, converter in rule._converters.items()
        if name.endswith("_id") or name == "version"
    }

    assert typed
    assert {where for where, settings in typed.items() if settings.get("max") != 2**31 - 1} == set()


def test_references_in_addresses_have_the_shape_of_references(demo_app: Flask) -> None:
    kinds = {
        rule.rule: type(rule._converters["reference"]).__name__
        for rule in demo_app.url_map.iter_rules()
        if "reference" in rule.arguments
    }

    assert kinds
    assert set(kinds.values()) == {"ReferenceConverter"}


def test_somebody_signed_out_is_asked_to_sign_in(app: Flask, nobody: Reader) -> None:
    record = factories.in_state(State.SUBMITTED)
    for route in closed(app, "GET"):
        address = route.address(record)

        nobody.open(address, status=302)

        assert nobody.page.location.startswith("/sign-in?next="), route
        assert nobody.follow().form("/sign-in").fields["next"] == address


def test_somebody_signed_out_gets_a_bare_403_for_a_fragment(app: Flask, nobody: Reader) -> None:
    record = factories.in_state(State.DRAFT)
    for route in closed(app, "GET"):
        assert nobody.open(route.address(record), status=403, htmx=True).text == "", route
    for route in closed(app, "POST"):
        assert nobody.send(route.address(record), SAID, status=403, htmx=True).text == "", route


@pytest.mark.parametrize("with_token", [True, False], ids=["with a token", "without a token"])
def test_what_somebody_signed_out_posts_is_kept_while_they_sign_in(
    app: Flask, nobody: Reader, with_token: bool
) -> None:
    record = factories.in_state(State.DRAFT)
    token = {"csrf_token": nobody.token()} if with_token else {}
    before = everything()
    for route in closed(app, "POST"):
        address = route.address(record)

        form = nobody.send(address, SAID | token, status=200).form("/sign-in/kept")
        with app.app_context():
            kept = late_posts.unlocked(form.fields["kept"])

        assert [value for name, value in kept.fields if name == "reason"] == ["Two lines\r\nof it"]
        assert [value for name, value in kept.fields if name == "extra"] == ["one", "two"]
        assert (kept.to, kept.writer) == (address, "")
    assert changes_since(before) == []


@pytest.mark.parametrize("email", NOT_CONCERNED)
@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.SEALED])
def test_for_somebody_not_concerned_a_record_does_not_exist(
    app: Flask, sign_in: SignIn, email: str, state: State
) -> None:
    record, reader = factories.in_state(state), sign_in(email)
    fields, before = SAID | {"csrf_token": reader.token()}, everything()
    for route in of_records(app, "GET"):
        reader.open(route.address(record), status=404)
        assert reader.open(route.address(record), status=404, htmx=True).text == ""
        assert reader.peek(route.address(record)).status_code == 404, route
    for route in of_records(app, *WRITES):
        reader.send(route.address(record), fields, status=404)
        assert reader.send(route.address(record), fields, status=404, htmx=True).text == ""
    assert changes_since(before) == []


def test_a_record_that_one_may_not_see_looks_like_one_that_is_not_there(sign_in: SignIn) -> None:
    reader = sign_in(story.UNINVOLVED_WORKER)

    hidden = reader.open(f"/records/{factories.in_state(State.SEALED).reference}", status=404)
    missing = reader.open("/records/TMR-2222-2222", status=404)

    number = [page.response.headers["X-Request-ID"] for page in (hidden, missing)]
    assert hidden.words.replace(number[0], "") == missing.words.replace(number[1], "")


def all_addresses(app: Flask) -> list[str]:
    """Of every page, about a record in each state; once those that are about no record."""
    records = [factories.in_state(state) for state in factories.IN_DATABASE]
    return list(dict.fromkeys(route.address(record) for record in records for route in routes(app, "GET")))


def everything_but_views() -> Tables:
    """Everything, less the audit of views and what it leaves in the record's row: its length and head.

    And less the heartbeat, by which /ready sees whether the database can be written to, and what says who took which
    list as a file.
    """
    tables, audit = everything(), Record._meta.sorted_field_names.index("audit_length")
    tables["AuditEvent"] = [row for row in tables["AuditEvent"] if row[3] not in VIEWS]
    tables["Record"] = [(*row[:audit], *row[audit + 2 :]) for row in tables["Record"]]
    del tables["Heartbeat"], tables["ChildEvent"], tables["Export"]
    return tables


@pytest.mark.parametrize("email", [story.AUTHOR, story.RECEIVING_WORKER, story.LOOKED_AFTER_MANAGER])
def test_reading_writes_nothing_but_the_audit_of_views(app: Flask, sign_in: SignIn, email: str) -> None:
    reader, before = sign_in(email), everything_but_views()
    for address in all_addresses(app):
        reader.open(address, status=None)

    after = everything_but_views()
    assert [name for name, rows in after.items() if rows != before[name]] == []


def test_looking_up_a_code_writes_only_that_it_was_done_and_how_often(nobody: Reader) -> None:
    """What a QR code leads to is a GET: its count against guessing is the one thing that a GET writes beside views."""
    document, before = SealedDocument.select().first(), everything_but_views()

    assert "Sealed here" in nobody.open(f"/verify?code={document.code}").words

    after = everything_but_views()
    assert [name for name, rows in after.items() if rows != before[name]] == ["SignInAttempt"]


def test_asking_for_headers_alone_writes_nothing_at_all(app: Flask, sign_in: SignIn) -> None:
    reader, before = sign_in(story.AUTHOR), everything()
    for address in all_addresses(app):
        assert reader.peek(address).text == ""

    assert [name for name in changes_since(before) if not name.startswith("Heartbeat")] == []


# What the author of a draft could not send with a token either: what is another role's, others' steps and changes, and
# an absence and a promise that there are not.
NOT_THE_AUTHORS = {
    *(f"my_tasks.{name}" for name in ("pass_on", "take_back", "end_absence")),
    *(f"decisions.{name}" for name in ("decide", "renew_link")),
    *(f"changes.{name}" for name in ("explain", "undo")),
    *(f"purposes.{name}" for name in ("begin", "end")),
    *(f"packs.{name}" for name in ("ask", "delete")),
    *(f"keeping.{name}" for name in ("agree", "take_back", "place_hold", "lift_hold")),
    *(f"operations.{name}" for name in ("try_again", "try_all_again")),
    "register_files.preview",
    "following.say_what_became",
}


@pytest.mark.parametrize("htmx", [False, True], ids=["without HTMX", "with HTMX"])
def test_no_post_without_its_token_does_anything_and_none_loses_what_was_typed(
    app: Flask, sign_in: SignIn, htmx: bool
) -> None:
    reader, before = sign_in(story.AUTHOR), everything()
    record = factories.in_state(State.DRAFT)
    for route in closed(app, *WRITES):
        is_theirs = route.name not in NOT_THE_AUTHORS
        page = reader.send(route.address(record), SAID, status=403 if htmx else 200 if is_theirs else 404, htmx=htmx)
        if htmx or not is_theirs:
            assert not htmx or page.text == ""
            continue
        kept = reader.carried(page.form(route.address(record)))
        assert (kept["reason"], kept.getlist("extra")) == ("Two lines\r\nof it", ["one", "two"])
    assert changes_since(before) == []


def test_every_page_can_be_asked_for_by_htmx_too(app: Flask, sign_in: SignIn) -> None:
    reader, record = sign_in(story.AUTHOR), factories.in_state(State.DRAFT)
    for route in routes(app, "GET"):
        plainly = reader.open(route.address(record), status=None)
        by_htmx = reader.open(route.address(record), status=plainly.status, htmx=True)

        assert by_htmx.location == plainly.location, route


Ask = Callable[[Reader], object]
ERRORS: dict[int, Ask] = {
    403: lambda reader: reader.send(
        f"/records/{factories.in_state(State.SUBMITTED).reference}/withdraw",
        {"csrf_token": reader.token(), "reason": "This record is mine"},
    ),
    404: lambda reader: reader.open("/nowhere", status=None),
    405: lambda reader: reader.send("/accessibility", {"csrf_token": reader.token()}),
    410: lambda reader: reader.open(used_step(), status=None),
}


def used_step() -> str:
    """The address of a step that is settled."""
    record = factories.in_state(State.SEALED)
    return f"/records/{record.reference}/steps/{factories.step_of(record, 'new_worker').id}"


@pytest.mark.parametrize("status", [403, 404, 405, 410])
def test_an_error_has_the_headers_and_the_shape_of_every_other_page(sign_in: SignIn, status: int) -> None:
    reader = sign_in(story.RECEIVING_WORKER)

    ERRORS[status](reader)

    assert reader.page.status == status
    assert reader.page.heading


def test_a_fault_of_ours_has_the_same_headers_and_says_sorry(app: Flask, nobody: Reader) -> None:
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["pages.show_accessibility"] = fail

    assert nobody.open("/accessibility", status=500).heading == "Sorry, something went wrong"


def fail() -> str:
    raise RuntimeError("a fault")


fail.access_decision = "anyone"  # type: ignore[attr-defined]
