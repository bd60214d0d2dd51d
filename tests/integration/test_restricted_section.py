"""Capability and HR (142.5.8): whoever is not a reader of the restricted section finds nothing of it, anywhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from forms import get_kind
from mail import messages
from models import AuditEvent, OutboxMail, Record, SealedDocument, Staff, State
from records import access, clock
from records.deciding import submission
from records.sealing.describing import GENERAL, RESTRICTED
from settings import Settings
from tests import factories
from tests import four_records as four
from tests.conftest import Databases
from tests.data import other_records as other
from tests.data import story
from tests.integration.addresses import WRITES, routes
from tests.integration.conftest import Drawing, SignIn
from tests.support.reader import Reader
from tests.unit.documents.reading import Reading

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.drawn]

SECRET = "HR-2291"
ANSWERS = (SECRET, "Moira Tennant", "Yes, they have been told")
DEPARTURE = {"departure-142.5.8": f"The hearing about {SECRET} comes first."}
QUESTION = "Where is the HR file"  # on the protocol's page like every other, and on no page of a record
LEADERS = [other.OUTGOING_LEADER, other.NEW_LEADER]
LOCALITY_LEADERS = [other.OUTGOING_LOCALITY_LEADER, other.NEW_LOCALITY_LEADER]
OTHERS = [
    other.MOVING_WORKER,
    story.AUTHOR,
    story.UNINVOLVED_WORKER,
    story.RECEIVING_LEADER,
    factories.OTHER_TEAM_LEADER,
    story.CLUSTER_MANAGER,
    story.LOOKED_AFTER_MANAGER,
    story.CLUSTER_HEAD,
    story.LOOKED_AFTER_HEAD,
    story.BUSINESS_SUPPORT,
    factories.OTHER_SERVICES_SUPPORT,
    story.AUDITOR,
]
SECTION, WORKERS_OWN = "capability-and-hr", "worker-capability-and-hr"
WORKERS_ANSWERS = ("Shorter Fridays", "Yes, I advise them of something")
WORKERS_QUESTION = "What do you advise them of"
REGISTERS = ("staff", "teams", "children")


def unsettled() -> Record:
    """A handover with something unresolved, ready to be submitted."""
    return four.handover(**other.something_unresolved(clock.today()), **DEPARTURE)


@pytest.fixture(scope="module")
def handovers_in_every_state(a_record_in_every_state: Callable[[], None], drawing: Drawing) -> Callable[[], None]:
    """Fills a database, also with a handover in each state that somebody can come upon, each with the same secret."""

    def handovers_in_every_state() -> None:
        a_record_in_every_state()
        with drawing():
            factories.approve(four.submitted(unsettled()), "worker")
            factories.return_it(four.submitted(unsettled()), "worker")
            withdrawn = four.submitted(four.handover())
            submission.withdraw(record=withdrawn, by=withdrawn.author, reason="Started twice")
            four.sealed(four.submitted(four.handover(**DEPARTURE)))
            unsettled()

    return handovers_in_every_state


@pytest.fixture
def records_url(
    database_kind: str, databases: Callable[[str], Databases], handovers_in_every_state: Callable[[], None]
) -> Iterator[str]:
    """The address of a database with the tests' council, a record and a handover in every state."""
    with databases(database_kind).copy(handovers_in_every_state) as url:
        yield url


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The auditor looks after the service too, and sees what is shown to nobody else: its own pages."""
    return settings.model_copy(update={"operators": frozenset({story.AUDITOR})})


@pytest.fixture
def records(app: Flask) -> dict[str, Record]:
    """The handovers, by the states that they are in."""
    return {record.state: record for record in Record.select().where(Record.kind == four.HANDOVER)}


def leaks(text: str, *more: str) -> list[str]:
    """What of the restricted section a text gives away."""
    return [said for said in (*ANSWERS, *more) if said in text]


def read_of(app: Flask, reader: Reader, record: Record) -> Iterator[tuple[str, str]]:
    """Every address of the record with what it answers, with HTMX and without, and every section of it."""
    ours = [route for route in routes(app, "GET") if route.is_of_a_record]
    addresses = [route.address(record, key=key) for key in (SECTION, WORKERS_OWN) for route in ours]
    addresses += [f"/records/{record.reference}/sections/{section.key}" for section in get_kind(record.kind).sections]
    for address in dict.fromkeys(addresses):  # of which most have no section in them
        for htmx in (False, True):
            yield address, said_by(reader.open(address, status=None, htmx=htmx).response)


def read_elsewhere(app: Flask, reader: Reader) -> Iterator[tuple[str, str]]:
    """Every other page, and every search for what the section holds."""
    some_record = factories.in_state(State.SEALED)
    addresses = [route.address(some_record) for route in routes(app, "GET") if not route.is_of_a_record]
    searches = [
        f"/register/{register}?q={asked}" for register in REGISTERS for asked in ("HR-2291", "Moira", "Fridays")
    ]
    for address in [*addresses, *searches]:
        yield address, said_by(reader.open(address, status=None).response)


def said_by(response: TestResponse) -> str:
    """All that an answer says, the words of a PDF and of its attachments too."""
    return printed(response.data) if response.mimetype == "application/pdf" else response.text


@cache
def printed(document: bytes) -> str:
    """Everything in a PDF: its words, and the files attached to it."""
    read = Reading(document)
    attached = [file.get_file().read_bytes().decode() for file in read.pdf.attachments.values()]
    assert attached
    return "\n".join([read.text, *attached])


def found_by(app: Flask, reader: Reader, records: dict[str, Record], email: str) -> dict[str, list[str]]:
    """The addresses that give something away to this person, and what: to the worker only what is not their own."""
    answers = () if email == other.MOVING_WORKER else WORKERS_ANSWERS
    asked = (QUESTION, WORKERS_QUESTION) if answers else (QUESTION,)
    found = {address: leaks(text, *answers) for address, text in read_elsewhere(app, reader)}
    for record in records.values():
        found |= {address: leaks(text, *answers, *asked) for address, text in read_of(app, reader, record)}
    return {address: leaked for address, leaked in found.items() if leaked}


def test_nobody_else_finds_anything_of_it_anywhere(app: Flask, sign_in: SignIn, records: dict[str, Record]) -> None:
    assert {email: found for email in OTHERS if (found := found_by(app, sign_in(email), records, email))} == {}


@pytest.mark.parametrize("email", [other.MOVING_WORKER, story.CLUSTER_HEAD, story.UNINVOLVED_WORKER, story.AUDITOR])
def test_no_answer_to_what_somebody_else_posts_gives_anything_away(
    app: Flask, sign_in: SignIn, records: dict[str, Record], email: str
) -> None:
    reader, found = sign_in(email), {}
    posted = {"csrf_token": reader.token(), "reason": "Two lines", "capability_or_hr": "yes", "seen": "0"}
    for record in (records["draft"], records["returned"], records["submitted"]):
        for route in routes(app, *WRITES):
            if route.name != "sign_in.sign_out":
                address = route.address(record, key=SECTION)
                for htmx in (True, False):
                    said = said_by(reader.send(address, posted, htmx=htmx).response)
                    found[f"{address} {htmx}"] = leaks(said, QUESTION)

    assert {address: leaked for address, leaked in found.items() if leaked} == {}


def test_for_nobody_else_is_there_a_restricted_document(sign_in: SignIn, records: dict[str, Record]) -> None:
    record = records["sealed"]

    for email in OTHERS + LOCALITY_LEADERS:
        assert not access.may_read_restricted(record, factories.person(email))
        sign_in(email).open(f"/records/{record.reference}/restricted/{record.version}.pdf", status=404)


def test_locality_leaders_find_nothing_before_they_are_asked(
    app: Flask, sign_in: SignIn, records: dict[str, Record]
) -> None:
    assert {
        email: found for email in LOCALITY_LEADERS if (found := found_by(app, sign_in(email), records, email))
    } == {}


@pytest.mark.parametrize("email", LOCALITY_LEADERS)
def test_locality_leaders_read_it_once_they_are_asked(sign_in: SignIn, email: str) -> None:
    record = factories.approve(four.submitted(unsettled()), "worker", "new_team_leader")

    page = sign_in(email).open(f"/records/{record.reference}/answers")

    assert SECRET in page.words


def test_who_stands_in_for_a_locality_leader_decides_without_it(sign_in: SignIn) -> None:
    record = unsettled()
    Staff.update(active=False).where(Staff.email == other.NEW_LOCALITY_LEADER).execute()

    record = factories.approve(four.submitted(record), "worker", "new_team_leader")

    stand_in = factories.step_of(record, "new_locality_leader").assignee
    assert stand_in.email != other.NEW_LOCALITY_LEADER
    assert leaks(sign_in(stand_in.email).open(f"/records/{record.reference}/answers").words) == []


def test_both_team_leaders_read_it_and_its_own_sealed_document(sign_in: SignIn, records: dict[str, Record]) -> None:
    record = records["sealed"]
    for email in LEADERS:
        reader = sign_in(email)

        assert SECRET in reader.open(f"/records/{record.reference}/answers").words
        document = reader.open(f"/records/{record.reference}/restricted/{record.version}.pdf").response.data
        assert SECRET in printed(document)


def test_the_general_document_holds_nothing_of_it_and_the_restricted_one_nothing_else(
    records: dict[str, Record],
) -> None:
    documents = {
        row.part: bytes(row.data) for row in SealedDocument.select().where(SealedDocument.record == records["sealed"])
    }

    assert set(documents) == {GENERAL, RESTRICTED}
    assert leaks(printed(documents[GENERAL]), *WORKERS_ANSWERS, WORKERS_QUESTION) == []
    assert WORKERS_ANSWERS[0] in printed(documents[RESTRICTED])
    assert "Tunstall" in printed(documents[GENERAL])
    assert "Tunstall" not in printed(documents[RESTRICTED])


def test_no_audit_event_holds_anything_of_it(records: dict[str, Record]) -> None:
    ids = [record.id for record in records.values()]
    events = AuditEvent.select().where(AuditEvent.record.in_(ids))

    told = [found for event in events if (found := leaks(json.dumps(event.detail), *WORKERS_ANSWERS))]
    assert told == []


def test_who_opened_the_restricted_document_is_noted_apart(sign_in: SignIn, records: dict[str, Record]) -> None:
    record, leader = records["sealed"], sign_in(other.NEW_LEADER)

    leader.open(f"/records/{record.reference}/sealed/{record.version}.pdf")
    leader.open(f"/records/{record.reference}/restricted/{record.version}.pdf")

    noted = {event.event for event in AuditEvent.select().where(AuditEvent.record == record)}
    assert {"opened", "restricted_part_opened"} <= noted


def test_no_mail_says_anything_of_it(app: Flask, settings: Settings, records: dict[str, Record]) -> None:
    ids = [record.id for record in records.values()]
    with app.test_request_context():
        titles = dict.fromkeys((four.HANDOVER,), "Management handover record")
        mails = OutboxMail.select().where(OutboxMail.record.in_(ids))
        composed = [messages.Composer(settings, titles, clock.now, str).compose(mail) for mail in mails]

    assert any(composed)
    assert [found for message in composed if (found := leaks(str(message), *WORKERS_ANSWERS))] == []


def test_the_worker_reads_their_own_part_and_nothing_of_the_leaders(
    sign_in: SignIn, records: dict[str, Record]
) -> None:
    worker = sign_in(other.MOVING_WORKER)
    for record in records.values():
        words = worker.open(f"/records/{record.reference}/answers").words

        assert (WORKERS_ANSWERS[0] in words, leaks(words, QUESTION)) == (True, [])
