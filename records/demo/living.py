"""Writes the records of the demo's stories through the same doors as the app, each step at its time in the past."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from forms.record_kind import RecordKind
from models import Child, Record, Staff, State, Step, StepState
from records import clock
from records.deciding import decisions, exception_decisions, refusals, submission
from records.demo.plain_answers import Answers, named, person
from records.drafting import saving, starting
from records.register.invented import days_ago
from records.transaction import transaction, work_waiting

TRANSFER, EXCEPTION, HANDOVER = "transfer_meeting", "exception_decision", "management_handover"
Written = Callable[[date, str], Answers]  # what is answered, from the day and whom the record is about
UNSETTLED = (StepState.WAITING, StepState.OPEN)
FIRST_HOUR = time(9, 40)
FIRST_MINUTES = 14  # how long ago at least a record was begun, that is decided on since
STATED = "I have read it, and have nothing to add."


@dataclass(frozen=True)
class Story:
    """A record: of which kind, about whom (a child's local id or a worker's key), by whom, begun how many days ago.

    `answers` are those of the day on which it is begun. A submitted or returned record has `agreed` decisions behind
    it; the next one then waits, or sends it back for the `reason`. One that ends approved has all of them behind it;
    one that ends refused `agreed`, and then those who do not agree, each for one of the `objections`. just_now: begun
    moments ago, after all others.
    """

    kind: str
    about: str
    by: str
    days: int
    answers: Written
    ends: State
    agreed: int = 0
    reason: str = ""
    statement: str = ""  # from which an exception decision departs
    new_worker: str = ""  # of the transfer that the exception decision is for
    objections: tuple[str, ...] = ()
    just_now: bool = False


def write_records(stories: Collection[Story], forms: Mapping[str, RecordKind]) -> None:
    """Write every story's record, in one transaction, unless there are records already. Tells no worker of them."""
    with work_waiting.muted(), transaction():
        if Record.select().exists():
            return
        for story in stories:
            _Writing(story, forms, clock.now()).write()


class _Writing:
    """One record on its way. Each step takes the next instant: a day after the one before, and before `now`."""

    def __init__(self, story: Story, forms: Mapping[str, RecordKind], now: datetime) -> None:
        self.story, self.forms, self.now, self.steps = story, forms, now, count()
        # What is begun today speaks of today, as the register does, also at a weekend, and in its first minutes.
        self.first_day = days_ago(clock.today(), story.days) if story.days else clock.today()
        self.by = person(story.by)

    def write(self) -> None:
        """Take the record to the state in which its story ends."""
        story = self.story
        record = self.at_its_time(self._start)
        if story.ends == State.WITHDRAWN:
            self.at_its_time(submission.withdraw, record=record, by=self.by, reason=story.reason)
        elif story.ends != State.DRAFT:
            self._submit(record)
            self._have_decided(record)
        ended = Record.get_by_id(record.id).state
        if ended != story.ends:
            raise ValueError(f"the demo's {story.kind} about {story.about} is {ended}, not {story.ends}")

    def at_its_time(self, do: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Do the next thing at its instant."""
        number = next(self.steps)
        day = datetime.combine(self.first_day + timedelta(days=number), FIRST_HOUR, clock.LONDON)
        latest = self.now - timedelta(minutes=1 if self.story.just_now else max(1, FIRST_MINUTES - 2 * number))
        with clock.frozen_at(latest if self.story.just_now else min(day.astimezone(UTC), latest)):
            return do(*args, **named)

    def _start(self) -> Record:
        story, form = self.story, self.forms[self.story.kind]
        if story.kind == EXCEPTION:
            record = exception_decisions.ask_for_exception(
                record=self._transfer(),
                statement=story.statement,
                kind=form.key,
                prefix=form.prefix,
                questions=form.questions.keys(),
                by=self.by,
            )
        elif form.key == HANDOVER:
            worker = person(story.about)
            record = starting.start_handover(kind=form.key, prefix=form.prefix, worker=worker, by=self.by)
        else:
            record = self._draft_about_child(form)
        departs = {"new_worker": named(story.new_worker), "departs_from": story.statement} if story.statement else {}
        self._save(record, departs | story.answers(self.first_day, story.about))
        return record

    def _draft_about_child(self, form: RecordKind) -> Record:
        child = Child.get(Child.local_id == self.story.about)
        return starting.start_record(kind=form.key, prefix=form.prefix, child=child, by=self.by)

    def _transfer(self) -> Record:
        """The draft of the transfer that an exception decision is for."""
        of_child = (Record.kind == TRANSFER) & (Child.local_id == self.story.about)
        if known := Record.select().join(Child).where(of_child).first():
            return known
        transfer = self._draft_about_child(self.forms[TRANSFER])
        self._save(transfer, {"new_worker": named(self.story.new_worker)})
        return Record.get_by_id(transfer.id)

    def _save(self, record: Record, answers: Answers) -> None:
        """Save answers; a worker's own part by themselves, once the rest says whose it is."""
        form = self.forms[record.kind]
        parts = {key for key, readers in form.restricted.items() if readers.own}
        own = {name for key in parts for name in form.section(key).questions()}
        self._save_by(self.by, record, {name: one for name, one in answers.items() if name not in own})
        if theirs := {name: one for name, one in answers.items() if name in own}:
            self._save_by(person(self.story.about), record, theirs)

    def _save_by(self, writer: Staff, record: Record, answers: Answers) -> None:
        current = Record.get_by_id(record.id)
        saving.save_answers(
            record=current,
            by=writer,
            editor=writer.email[:40],
            base_revision=current.revision,
            questions=answers.keys(),
            answers={name: said for name, said in answers.items() if said is not None},
            typed={},
        )

    def _submit(self, record: Record) -> None:
        """On the day on which it was written, so that its days are as they were meant."""
        current = Record.get_by_id(record.id)
        answers = self.forms[current.kind].applicable_answers(current.answers)
        with clock.frozen_at(
            min(current.saved_at + timedelta(hours=4), self.now - timedelta(minutes=FIRST_MINUTES - 1))
        ):
            read = [refusal.id for refusal in refusals.binding(current, answers)]
            submission.submit(record=current, by=self.by, answers=answers, declared=True, refusals_read=read)

    def _have_decided(self, record: Record) -> None:
        """Approve as many steps as the story says, or all, the last of them just now; then return it if it ends so."""
        approvals = count() if self.story.ends == State.APPROVED else range(self.story.agreed)
        for _ in approvals:
            waiting = [step for step in decisions.steps_of(Record.get_by_id(record.id)) if step.state in UNSETTLED]
            if not waiting:
                return
            if len(waiting) == 1 and self.story.ends == State.APPROVED:
                self.first_day = clock.today()
            self.at_its_time(self._decide, record, StepState.APPROVED)
        if self.story.ends == State.RETURNED:
            self.at_its_time(self._decide, record, StepState.RETURNED, self.story.reason)
        for number, reason in enumerate(self.story.objections, start=1):
            if number == len(self.story.objections):
                self.first_day = clock.today()
            self.at_its_time(self._decide, record, StepState.REFUSED, reason)

    def _decide(self, record: Record, outcome: StepState, reason: str = "") -> None:
        """Decide the next open step: whoever cannot refuse says that they cannot agree."""
        current = Record.get_by_id(record.id)
        step: Step = next(step for step in decisions.steps_of(current) if step.state == StepState.OPEN)
        said = {"date": clock.today().isoformat(), "tick": "yes"}
        approved = outcome == StepState.APPROVED
        stated = {ask["name"]: said.get(ask["kind"], STATED) for ask in step.asks} if approved else {}
        if outcome == StepState.REFUSED and not step.may_refuse:
            outcome = StepState.CANNOT_AGREE
        decisions.decide(
            step=step,
            by=step.assignee,
            outcome=outcome,
            digest=decisions.get_version(current).digest,
            stated=stated,
            reason=reason,
        )
