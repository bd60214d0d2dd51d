"""Random walks through the states of a record: whatever people do, in any order, these things stay true."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

import models
from models import Absence, AuditEvent, Record, RecordVersion, Staff, State, Step, StepState
from records import access, audit, clock
from records.deciding import absences, decisions, passing_on, states, submission
from records.errors import RecordError
from records.following import reminding
from records.sealing import sealer
from records.transaction import locked, work_waiting
from records.weighing import findings_of, findings_to_data
from tests import factories
from tests import four_records as four
from tests.conftest import Databases
from tests.data import other_records as other
from tests.data import story
from tests.integration.accepting import late_work
from tests.support.databases import fill_with_council

WORKERS = [story.AUTHOR, story.RECEIVING_WORKER, other.MOVING_WORKER, story.UNINVOLVED_WORKER]
LEADERS = [
    story.TRANSFERRING_LEADER,
    story.RECEIVING_LEADER,
    other.NEW_LEADER,
    factories.OTHER_TEAM_LEADER,
    factories.LOCALITY_LEADER,
    factories.OTHER_LOCALITY_LEADER,
    story.CLUSTER_MANAGER,
    story.LOOKED_AFTER_MANAGER,
    story.CLUSTER_HEAD,
    story.LOOKED_AFTER_HEAD,
]
PEOPLE = WORKERS + LEADERS
anybody, a_leader = st.sampled_from(PEOPLE), st.sampled_from(LEADERS)
mostly_the_author = st.sampled_from([None] * 12 + PEOPLE)  # None: the author
mostly = st.sampled_from([True, True, True, False])
OUTCOMES = [StepState.APPROVED, StepState.RETURNED, StepState.REFUSED, StepState.CANNOT_AGREE, StepState.CANNOT_AGREE]
# For each kind a record that only waits to be submitted, and a question that its author can write in.
KINDS: dict[str, tuple[Callable[[], Record], str]] = {
    factories.TRANSFER_MEETING: (factories.ready_draft, "meeting_place"),
    four.EMERGENCY: (four.emergency, "immediate_risk"),
    four.EXCEPTION: (lambda: four.exception(four.transfer()), "proposed_instead"),
    four.HANDOVER: (four.handover, "three_way_place"),
    "not_met": (lambda: factories.ready_draft(**late_work()), "meeting_place"),
}
EVENTS = {row.event for row in states.TABLE}


class Walk(RuleBasedStateMachine):
    """One record, and everybody doing what they like with it."""

    database: Callable[[], AbstractContextManager[str]]
    kind: str

    def __init__(self) -> None:
        super().__init__()
        self.copy = type(self).database()
        models.connect_to(self.copy.__enter__())
        self.muted = work_waiting.muted()
        self.muted.__enter__()

    def teardown(self) -> None:
        """Throw the database away."""
        self.muted.__exit__(None, None, None)
        models.disconnect()
        self.copy.__exit__(None, None, None)

    @initialize(submitted=mostly)
    def start(self, submitted: bool) -> None:
        """A record that only waits to be submitted, or waits for decisions."""
        ready, self.question = KINDS[self.kind]
        draft = ready()
        self.record = four.submitted(draft) if submitted else draft
        self.author = self.record.author.email

    def tried(self, act: Callable[[], Any]) -> bool:
        """Whether somebody could do this. What is refused changes nothing."""
        before = self.stored()
        try:
            act()
        except RecordError:
            assert self.stored() == before, "something refused was done in part"
            return False
        return True

    def as_the_author(self, by: str | None, act: Callable[[Staff, Record], Any]) -> None:
        """Somebody tries what the author may do, or who acts for one who has left. Nobody else can."""
        person, record = factories.person(by or self.author), factories.fresh(self.record)
        may = access.acts_as_author(record, person)
        if self.tried(lambda: act(person, record)):
            assert may

    def stored(self) -> tuple[Any, ...]:
        """What a refusal must leave alone."""
        record = factories.fresh(self.record)
        steps = list(Step.select().order_by(Step.id).tuples())
        return record.state, record.version, record.audit_head, steps, Absence.select().count()

    def any_step(self, number: int) -> Step | None:
        """A step of the record, of whatever version and state."""
        steps = list(Step.select().where(Step.record == self.record).order_by(Step.id))
        return steps[number % len(steps)] if steps else None

    # What people do

    @rule(by=mostly_the_author)
    def submit(self, by: str | None) -> None:
        """Submit the draft."""
        self.as_the_author(by, lambda who, record: factories.submit(record, by=who.email))

    @rule(by=anybody, number=st.integers(0, 30), own=mostly, outcome=st.sampled_from(OUTCOMES))
    def decide(self, by: str, number: int, own: bool, outcome: StepState) -> None:
        """Decide on a step: a random one, or the first that is open, by whose it is."""
        step = self.first_open() if own else self.any_step(number)
        if step is None:
            return
        person = step.assignee if own else factories.person(by)
        wrote = access.get_writer_ids(factories.fresh(self.record))
        version = RecordVersion.get((RecordVersion.record == self.record) & (RecordVersion.number == step.version))
        stated = {ask["name"]: "yes" for ask in step.asks if ask["kind"] == "tick"}
        done = self.tried(
            lambda: decisions.decide(
                step=step, by=person, outcome=outcome, digest=version.digest, stated=stated, reason="Because."
            )
        )
        if done:
            assert step.state == StepState.OPEN
            assert step.assignee == person
            assert step.action == "confirm" or person.id not in wrote

    @rule(how_many=st.integers(1, 5))
    def approve(self, how_many: int) -> None:
        """Whoever is asked first approves, and so on with the next."""
        for _ in range(how_many):
            self.decide(self.author, 0, True, StepState.APPROVED)

    def first_open(self) -> Step | None:
        """The first step that can be decided."""
        steps = decisions.steps_of(factories.fresh(self.record))
        return next((step for step in steps if step.state == StepState.OPEN), None)

    @rule(by=mostly_the_author, often=st.integers(0, 9))
    def withdraw(self, by: str | None, often: int) -> None:
        """Withdraw the record: seldom, for nothing follows."""
        if not often:
            self.as_the_author(by, lambda who, record: submission.withdraw(record=record, by=who, reason="Why not"))

    @rule(by=mostly_the_author, often=st.integers(0, 5))
    def take_the_record_back(self, by: str | None, often: int) -> None:
        """Take the record back to change it: now and then, for everything begins again."""
        if not often:
            self.as_the_author(by, lambda who, record: submission.recall(record=record, by=who, reason="Why not"))

    @rule(by=anybody, to=anybody, own=mostly, number=st.integers(0, 30))
    def pass_on(self, by: str, to: str, own: bool, number: int) -> None:
        """Pass a step on."""
        step = self.first_open() if own else self.any_step(number)
        if step is None:
            return
        person = step.assignee if own else factories.person(by)
        if self.tried(lambda: passing_on.pass_on(step=step, by=person, to=factories.person(to))):
            assert step.assignee == person
            assert factories.person(to).rank >= (step.instead_of or step.assignee).rank

    @rule(by=anybody, number=st.integers(0, 30))
    def take_any_back(self, by: str, number: int) -> None:
        """Try to take some step back."""
        step = self.any_step(number)
        if step:
            self.take_back(by, step.id)

    def take_back(self, by: str, step_id: int) -> None:
        """Take this step back."""
        step = Step.get_by_id(step_id)
        if self.tried(lambda: passing_on.take_back(step=step, by=factories.person(by))):
            assert step.instead_of.email == by

    @rule(who=a_leader, stand_in=a_leader, days=st.integers(0, 5))
    def go_away(self, who: str, stand_in: str, days: int) -> None:
        """Go away from today."""
        today = clock.today()
        self.tried(
            lambda: absences.create_absence(
                staff=factories.person(who),
                stand_in=factories.person(stand_in),
                first_day=today,
                last_day=today + timedelta(days=days),
            )
        )

    @rule(stand_in=a_leader, leaves=st.booleans())
    def whoever_is_asked_is_gone(self, stand_in: str, leaves: bool) -> None:
        """Go away or leave while a step waits, and have the worker look."""
        step = self.first_open()
        if step is None:
            return
        if leaves:
            Staff.update(active=False).where(Staff.id == step.assignee_id).execute()
        else:
            self.go_away(step.assignee.email, stand_in, 1)
        absences.reassign_stuck_steps()

    @rule()
    def whoever_is_named_takes_it_back(self) -> None:
        """Be back, and take the step back."""
        step = self.first_open()
        if step and step.instead_of:
            self.come_back()
            self.take_back(step.instead_of.email, step.id)

    @rule()
    def come_back(self) -> None:
        """Everybody is back."""
        Absence.update(ended_at=clock.now()).execute()

    @rule(who=a_leader, there=st.booleans())
    def leave_or_come(self, who: str, there: bool) -> None:
        """Leave the council, or be in post."""
        Staff.update(active=there).where(Staff.email == who).execute()

    @rule(there=mostly)
    def the_author_leaves_or_comes(self, there: bool) -> None:
        """Leave the council with a record under way, or be back."""
        Staff.update(active=there).where(Staff.email == self.author).execute()

    @rule()
    def worker_looks(self) -> None:
        """The worker moves what cannot wait where it is, and seals what everybody approved."""
        absences.reassign_stuck_steps()
        record = factories.fresh(self.record)
        if record.state == State.APPROVED:
            with locked(record.id) as held:
                version = decisions.get_version(held)
                findings = findings_to_data(findings_of(version, decisions.steps_of(held)))
                sealer._mark_sealed(held, version, findings, {"sha256": "0" * 64, "level": "B-B"})

    @rule(by=mostly_the_author)
    def nudge(self, by: str | None) -> None:
        """Send a reminder."""
        self.as_the_author(by, lambda who, record: reminding.nudge(record=record, by=who))

    @rule(by=mostly_the_author, text=st.sampled_from(["Northgate", "Riverside", "Weir House", ""]))
    def edit(self, by: str | None, text: str) -> None:
        """Write in the draft."""
        self.tried(lambda: factories.save(self.record, by=by or self.author, answers={self.question: text or None}))

    # What stays true

    @invariant()
    def the_stored_state_is_the_one_that_the_events_lead_to(self) -> None:
        """Replay the audit trail through the table."""
        if not hasattr(self, "record"):
            return
        record, state = factories.fresh(self.record), State.DRAFT
        for event in AuditEvent.select().where(AuditEvent.record == record).order_by(AuditEvent.sequence):
            if event.event in EVENTS:
                state = states.next_state(state, event.event)
        assert record.state == state
        assert list(audit.find_faults(record.id)) == []

    @invariant()
    def nobody_has_two_steps_or_decides_on_their_own(self) -> None:
        """Of the version that stands, but for what stays due whatever was decided in its place."""
        if not hasattr(self, "record"):
            return
        record = factories.fresh(self.record)
        steps = [step for step in decisions.steps_of(record) if step.state != StepState.VOID]
        people = [step.assignee_id for step in steps if not step.again_after]
        assert len(people) == len(set(people))
        assert not {step.assignee_id for step in steps if step.action != "confirm"} & access.get_writer_ids(record)
        assert all(step.decided_by_id in (None, step.assignee_id) for step in steps)

    @invariant()
    def nothing_is_stuck(self) -> None:
        """While it is submitted somebody is asked; once approved, all have agreed and what is not met is accepted."""
        if not hasattr(self, "record"):
            return
        record = factories.fresh(self.record)
        steps = decisions.steps_of(record)
        is_open = [step for step in steps if step.state == StepState.OPEN]
        assert bool(is_open) == (record.state == State.SUBMITTED)
        if record.state in (State.APPROVED, State.SEALED):
            against = {StepState.CANNOT_AGREE, StepState.REFUSED}
            assert {step.state for step in steps} <= {StepState.APPROVED, StepState.VOID} | against
            assert findings_of(decisions.get_version(record), steps).to_accept == ()


@pytest.mark.parametrize("walked", KINDS)
def test_whatever_people_do_in_whatever_order(databases: Callable[[str], Databases], walked: str, full: bool) -> None:
    class WalkHere(Walk):
        database = staticmethod(lambda: databases("sqlite").copy(fill_with_council))
        kind = walked

    walks, steps = (60, 50) if full else (4, 40)
    run_state_machine_as_test(
        WalkHere,
        settings=settings(
            max_examples=walks,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],  # a walk that fails is told as it was: each makes a database of its own
        ),
    )
