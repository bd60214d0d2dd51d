"""What an earlier version had stored goes on in this one: records open, are decided as they were submitted, and seal.

The dump (tests/upgrade) has a record of each kind in every state. Later rules and longer chains change nothing of what
was submitted before them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from flask import Flask

import models
import tasks
from commands.setup import apply_migrations
from documents import attachment, keys
from models import AuditEvent, Record, RecordVersion, SealedDocument, Staff, State, Step, StepState
from protocol import Level, Outcome, Statement, StepSpec
from protocol.answers import Answers
from protocol.chains.step import CHAINS, Chain
from protocol.outcomes import Verdict, unmet
from protocol.parameters import Parameters
from protocol.registry import REGISTRY, Rule
from records import clock, weighing
from records.deciding import chain, decisions, digests, submission
from records.following import follow_up
from records.reporting import history
from records.sealing import checking
from settings import Settings
from tests import factories
from tests import four_records as four
from tests.conftest import Databases
from tests.integration.conftest import SignIn
from tests.support.reader import ORIGIN
from tests.upgrade.loading import FROM_0009, load

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

KINDS = {"transfer_meeting", "emergency_transfer", "exception_decision", "management_handover"}
ACKNOWLEDGED = "independent_reviewing_officer"
NEW_RULE = "142.9.9"


def upgraded_from_0009() -> None:
    """Put the dump into the database that is open, on the tables of its version, and bring those up to date."""
    load()
    apply_migrations()


@pytest.fixture
def upgraded(
    database_kind: str, databases: Callable[[str], Databases], monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The address of the dump's database, brought up to date, a minute after the last that happened in it."""
    with databases(database_kind).copy(upgraded_from_0009) as url:
        models.connect_to(url)
        last: datetime = AuditEvent.select().order_by(AuditEvent.happened_at.desc()).get().happened_at
        monkeypatch.setattr(clock, "now", lambda: last + timedelta(minutes=1))
        models.disconnect()
        yield url


@pytest.fixture
def settings(upgraded: str, tmp_path: Path) -> Settings:
    """Those of `app`: a certificate of its own, and trust in the one that sealed what is in the dump."""
    made = Settings(env="test", database_url=upgraded, data_folder=tmp_path, base_url=ORIGIN)
    keys.make_local_authority(made.seal_folder, made.council_name, made.seal_passphrase.get_secret_value(), clock.now())
    keys.trust_root(made.seal_folder, x509.load_pem_x509_certificate((FROM_0009 / "root.pem").read_bytes()))
    return made


def records_in(*states: State) -> list[Record]:
    """The records of the dump in these states, in the order in which they were made."""
    return list(Record.select().where(Record.state.in_(states)).order_by(Record.id))


def held_back() -> Record:
    """The approved transfer whose exception was withdrawn."""
    (found,) = (record for record in records_in(State.APPROVED) if submission.is_held_back(record))
    return found


def disagreed_to_the_end(record: Record) -> Record:
    """The record once everybody who can say that they cannot agree has said so, and the others have approved it."""
    while waiting := four.waiting(factories.fresh(record)):
        for key in waiting:
            step = factories.step_of(record, key)
            if step.state != StepState.OPEN:
                continue
            if step.action == "decide" and can_disagree(step):
                four.disagree(record, key)
            else:
                factories.approve(record, key)
    return factories.fresh(record)


def can_disagree(step: Step) -> bool:
    """Whether the page offers 'cannot agree'."""
    return chain.can_disagree(step, decisions.get_version(step.record))


def test_the_dump_has_a_record_of_each_kind_in_every_state() -> None:
    found = {(record.kind, record.state) for record in Record.select()}

    # Of its version, in which nobody could refuse, correct or cancel.
    known = set(State) - {State.REFUSED, State.REFUSAL_SEALED, State.CORRECTED, State.CANCELLED, State.DISPOSED}
    assert found == {(kind, str(state)) for kind in KINDS for state in known}


def test_the_dump_waits_at_every_step_that_its_version_knew() -> None:
    of_standing = (Step.version == Record.version) & (Record.state == State.SUBMITTED)
    open_steps = Step.select(Step, Record).join(Record).where(of_standing & (Step.state == StepState.OPEN))

    assert {(step.record.kind, step.key) for step in open_steps} == {
        ("transfer_meeting", "new_worker"),
        ("transfer_meeting", "transferring_team_leader"),
        ("transfer_meeting", "receiving_team_leader"),
        ("transfer_meeting", "transferring_service_delivery_manager"),
        ("transfer_meeting", "receiving_service_delivery_manager"),
        ("transfer_meeting", "transferring_head_of_service"),
        ("transfer_meeting", "receiving_head_of_service"),
        ("emergency_transfer", "receiving_team_leader"),
        ("emergency_transfer", "confirming_manager"),
        ("exception_decision", "transferring_team_leader"),
        ("exception_decision", "receiving_team_leader"),
        ("exception_decision", "transferring_service_delivery_manager"),
        ("exception_decision", "receiving_service_delivery_manager"),
        ("exception_decision", "transferring_head_of_service"),
        ("exception_decision", "receiving_head_of_service"),
        ("management_handover", "worker"),
        ("management_handover", "new_team_leader"),
        ("management_handover", "outgoing_locality_leader"),
        ("management_handover", "new_locality_leader"),
    }


def test_every_record_and_its_answers_open_for_its_author(app: Flask, sign_in: SignIn) -> None:
    readers = {record.author.email: sign_in(record.author.email) for record in Record.select()}
    for record in Record.select().order_by(Record.id):
        reader, address = readers[record.author.email], f"/records/{record.reference}"
        assert record.reference in reader.open(address).words
        assert record.reference in reader.open(f"{address}/answers").words


def test_everybody_who_is_asked_opens_what_they_are_asked(sign_in: SignIn) -> None:
    for record in records_in(State.SUBMITTED):
        for key in four.waiting(record):
            step = factories.step_of(record, key)
            page = sign_in(step.assignee.email).open(f"/records/{record.reference}/steps/{step.id}")
            assert page.form(id="decision").fields["digest"] == factories.digest_of(record)


def test_everybody_opens_their_own_home_page(sign_in: SignIn) -> None:
    for staff in Staff.select().where(Staff.active):
        sign_in(staff.email).open("/")


def test_what_was_submitted_says_what_it_said_when_it_was_submitted() -> None:
    for version in RecordVersion.select().join(Record).where(RecordVersion.number == Record.version):
        now = weighing.findings_of(version, decisions.steps_of(version.record))
        stored = version.final_findings or version.findings
        for said, stands in zip(stored, weighing.findings_to_data(now), strict=True):
            # Only what a decision or an exception settles differs from what was stored, and no level or statement.
            assert (said["statement"], said["level"]) == (stands["statement"], stands["level"])
            if said != stands:
                assert said["statement"] in version.foreseen["findings"]
                assert version.final_findings is None


def test_every_record_that_waits_is_decided_to_the_end_and_sealed(app: Flask) -> None:
    waiting = records_in(State.SUBMITTED)

    assert {four.agreed(record).state for record in waiting} == {State.APPROVED}

    assert_all_seal(app, but=held_back())


def assert_all_seal(app: Flask, *, but: Record) -> None:
    """Every approved record is sealed, but the one that is held back."""
    with app.app_context():
        factories.seal_what_waits()
    assert records_in(State.APPROVED) == [but]


def test_what_was_submitted_before_keeps_its_digest_by_the_first_recipe() -> None:
    versions = list(RecordVersion.select(RecordVersion, Record).join(Record))

    assert {version.recipe for version in versions} == {1}
    assert {version.digest for version in versions} == {digests.of(version) for version in versions}


def test_the_page_of_an_older_code_says_what_is_on_its_paper() -> None:
    for document in SealedDocument.select():
        paper = checking.check_code(document.code).paper
        attached = attachment.said_in(bytes(document.data))
        assert paper is not None
        assert paper.digest == (attached["version_digest"] if document.part == "general" else "")
        assert (paper.recipe, len(paper.parts)) == (1, len(attached["decisions"]))
        assert paper.decision.startswith("Approved on ")
        assert paper.pages > 1


def test_what_was_sealed_before_is_still_genuine(app: Flask, settings: Settings) -> None:
    documents = list(SealedDocument.select())

    said = {(document.code, checking.check_file(bytes(document.data), settings=settings)) for document in documents}

    assert {document.record.kind for document in documents} == KINDS
    assert {answer.outcome for _, answer in said} == {"genuine", "withdrawn"}
    assert all(answer.reference for _, answer in said)


@pytest.mark.drawn
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_sealed_now_of_what_was_approved_before_is_genuine(app: Flask, settings: Settings, kind: str) -> None:
    waits = held_back()
    record = next(one for one in records_in(State.APPROVED) if one.kind == kind and one != waits)
    with app.app_context():
        assert tasks.seal_one(record)

    for document in SealedDocument.select().where(SealedDocument.record == record):
        answer = checking.check_file(bytes(document.data), settings=settings)
        assert (answer.outcome, answer.reference) == ("genuine", record.reference)


def test_what_was_held_back_is_taken_back_by_its_author(sign_in: SignIn) -> None:
    record = held_back()
    author, address = sign_in(record.author.email), f"/records/{record.reference}"
    assert "This record cannot be sealed as it is." in author.open(address).words

    form = author.open(f"{address}/take-back").form(f"{address}/take-back")
    author.press(form, {"reason": "The exception has ended."}, status=302)

    assert factories.fresh(record).state == State.RETURNED


def test_an_exception_that_lifted_before_ends_now() -> None:
    relying = [record for record in records_in(State.SUBMITTED) if history.exceptions_of(record)]
    (transfer,) = (record for record in relying if outcome_of(record, "315.4.1") == Outcome.LIFTED)
    exception = history.exceptions_of(transfer)[0].exception

    submission.withdraw(record=exception, by=exception.author, reason="The hearing was brought forward")

    assert outcome_of(transfer, "315.4.1") == Outcome.UNMET


def outcome_of(record: Record, statement: str) -> Outcome:
    """How a statement stands on the version that stands."""
    version = decisions.get_version(record)
    return weighing.findings_of(version, decisions.steps_of(record)).get(statement).outcome


def test_what_followed_before_stays_and_what_is_open_can_be_added() -> None:
    sealed = {record: [one.statement for one in follow_up.get_open(record)] for record in records_in(State.SEALED)}
    emergency = next(record for record in sealed if record.kind == four.EMERGENCY)
    assert sealed[emergency] == []

    approved = next(record for record in records_in(State.APPROVED) if record.kind == four.EMERGENCY)
    assert [one.statement for one in follow_up.get_open(approved)] == ["142.4.3"]
    follow_up.add(record=approved, by=approved.author, answers={"no_handover_filed_on": clock.today().isoformat()})
    assert follow_up.get_open(approved) == []


# Rules and chains that came after what was submitted


def refuses(_answers: Answers, _parameters: Parameters) -> Verdict:
    """Something is expected that nobody had heard of."""
    return unmet("Do what nobody had heard of.", "transfer_date")


@pytest.fixture
def one_more_rule(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more statement, expected of every kind of record, and a rule that finds it unmet."""
    statement = Statement(NEW_RULE, "1.4.2", "9", "What is new", Level.EXPECTED, tuple(KINDS), "Something new.")
    rule = Rule(
        "refuses", "New.", (NEW_RULE,), tuple(KINDS), frozenset({"transfer_date"}), frozenset(), (), False, refuses
    )
    monkeypatch.setattr(REGISTRY, "statements", {**REGISTRY.statements, NEW_RULE: statement})
    for kept in ("_plans", "_by_record"):
        monkeypatch.setattr(REGISTRY, kept, {})
    monkeypatch.setattr(REGISTRY, "rules", [*REGISTRY.rules, rule])


@pytest.fixture
def one_more_signature(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step more in every chain, for somebody whom no question names."""
    step = StepSpec(
        ACKNOWLEDGED, 9, "Acknowledgement", "confirm", ("142.1.1", "142.5.1", "315.8.5"), None, "officer", "I know."
    )

    def longer(chain: Chain) -> Chain:
        return Chain(lambda answers: (*chain.build(answers), step), (*chain.steps, ACKNOWLEDGED))

    for kind, chain_now in CHAINS.items():
        monkeypatch.setitem(CHAINS, kind, longer(chain_now))


@pytest.mark.usefixtures("one_more_rule", "one_more_signature")
def test_one_more_rule_and_one_more_signature_change_nothing_of_what_was_submitted_before(app: Flask) -> None:
    draft = next(record for record in records_in(State.DRAFT) if record.kind == four.EMERGENCY)
    stops = weighing.weigh_answers(kind=draft.kind, answers=factories.answers_that_apply(draft), today=clock.today())
    assert NEW_RULE in {finding.statement for finding in stops.stops_submission}
    waiting = records_in(State.SUBMITTED)

    assert {four.agreed(record).state for record in waiting} == {State.APPROVED}

    assert ACKNOWLEDGED not in {step.key for step in Step.select()}
    assert_all_seal(app, but=held_back())
    assert all(NEW_RULE not in str(version.final_findings) for version in RecordVersion.select())


def test_no_rule_and_no_chain_runs_on_what_was_submitted(
    app: Flask, monkeypatch: pytest.MonkeyPatch, sign_in: SignIn
) -> None:
    def runs(*_: Any, **__: Any) -> Any:
        raise AssertionError("a rule or a chain ran on what was submitted")

    monkeypatch.setattr(REGISTRY, "plan", runs)
    for kind, chain_now in CHAINS.items():
        monkeypatch.setitem(CHAINS, kind, Chain(runs, chain_now.steps))
    waiting = records_in(State.SUBMITTED)

    for record in waiting:
        sign_in(record.author.email).open(f"/records/{record.reference}/answers")
        assert disagreed_to_the_end(record).state == State.APPROVED
    assert_all_seal(app, but=held_back())
