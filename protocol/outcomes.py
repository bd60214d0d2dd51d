"""Results of rules: outcomes, levels and stages; a rule returns a Verdict, which becomes one Finding a statement."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple


class Outcome(StrEnum):
    """The result for one statement on one record. The page of the protocol check explains each to readers."""

    MET = "met"
    UNMET = "unmet"
    UNANSWERED = "unanswered"
    DEPARTED = "departed"
    LIFTED = "lifted"
    ACCEPTED = "accepted"
    DOES_NOT_APPLY = "does_not_apply"


class Level(StrEnum):
    """How binding a statement is. Unmet, REQUIRED stops submission, EXPECTED does without a reason, ADVISED never."""

    REQUIRED = "required"
    EXPECTED = "expected"
    ADVISED = "advised"


class Stage(StrEnum):
    """When a statement has to be met: at submission, by the decisions, or after approval.

    ACCEPTANCE: it cannot be met, and waits for the managers above to accept that.
    """

    SUBMISSION = "submission"
    DECISION = "decision"
    ACCEPTANCE = "acceptance"
    FOLLOW_UP = "follow_up"


# First words of sentences that tell the author what to do. Messages state a fact, then ask; deciders see only the fact.
ASKS = frozenset(
    {
        *("Add", "Agree", "Arrange", "Bring", "Change", "Choose", "Complete", "Consider", "Correct", "Describe"),
        *("Discuss", "Enter", "Finish", "Give", "Hold", "Keep", "Leave", "List", "Make", "Meet", "Move", "Name"),
        *("Plan", "Put", "Raise", "Say", "Select", "Tell", "Think", "Use", "Visit", "Wait"),
    }
)
OPEN = frozenset({Outcome.UNMET, Outcome.UNANSWERED})


class Part(NamedTuple):
    """One part of a finding about several things or people, such as one sibling or one attendee.

    question: where it is answered; for a cell of a table the name of its control, as `cell` makes it.
    """

    what: str
    outcome: Outcome
    message: str
    question: str | None = None
    reason: str = ""


def cell(table: str, row: int, column: str) -> str:
    """The name of a cell's control: 'key_events-0-date'. row: from 0."""
    return f"{table}-{row}-{column}"


def question_of(control: str) -> str:
    """The question that a control belongs to: the table of a cell, else the name itself."""
    return control.partition("-")[0]


class Case(NamedTuple):
    """The outcome and message that a finding gets once the condition `when` holds (protocol/updating.py)."""

    when: Mapping[str, Any]
    outcome: Outcome
    message: str


class Provisional(NamedTuple):
    """A finding from the answers alone, with the data that can change it after submission.

    cases: the first whose condition holds replaces outcome and message. ranks: those who can lift the statement by an
    exception decision, lowest first. holds_on: the day, as YYYY-MM-DD, on which such a decision still has to stand,
    because the transfer takes effect then; '' where none is known. confirmed: the finding that takes its place once
    corrections are confirmed.
    """

    outcome: Outcome
    message: str
    question: str | None
    stage: Stage
    cases: tuple[Case, ...] = ()
    ranks: tuple[str, ...] = ()
    holds_on: str = ""
    confirmed: "Finding | None" = None


class Verdict(NamedTuple):
    """The result of one rule on one record, before levels, reasons and exceptions apply.

    cases: how decisions, or answers added after approval, change it. faulty: the rule raised an error. elsewhere: it
    belongs on another kind of record, so that nobody can accept here that it is not met.
    """

    outcome: Outcome
    message: str = ""
    question: str | None = None
    stage: Stage = Stage.SUBMISSION
    reason: str = ""
    reason_prompt: str = ""
    parts: tuple[Part, ...] = ()
    faulty: bool = False
    cases: tuple[Case, ...] = ()
    elsewhere: bool = False


class Finding(NamedTuple):
    """The result for one statement on one record.

    statement: its id. message: what is the case and what to do, with placeholders such as {team_leader}.
    question: the name of the question to link to. reason: the author's reason for departing; reason_prompt: the label
    of its text box, '' where no reason is asked. exception: the reference of the exception decision that lifts it, or
    that is linked but cannot. faulty: the rule raised an error, which stops submission whatever the level.
    provisional: the finding before decisions and exceptions; None where neither can change it. by_register: it is so by
    the register's values alone, where the record corrects them (protocol/corrections.py), and stops nothing.
    acceptable: a requirement that the managers above can accept as unmet, once a reason is given.
    """

    statement: str
    outcome: Outcome
    level: Level
    message: str
    question: str | None
    stage: Stage = Stage.SUBMISSION
    reason: str = ""
    exception: str = ""
    parts: tuple[Part, ...] = ()
    reason_prompt: str = ""
    faulty: bool = False
    provisional: Provisional | None = None
    by_register: bool = False
    acceptable: bool = False

    @property
    def fact(self) -> str:
        """The message for deciders: without the sentences that ask the author to do something."""
        return " ".join(one for one in self._sentences if one.split(" ", 1)[0] not in ASKS)

    @property
    def asks_only_why(self) -> bool:
        """Whether a reason is all that the message asks the author for."""
        asks = [one for one in self._sentences if one.split(" ", 1)[0] in ASKS]
        return bool(asks) and all(one.startswith("Say why ") for one in asks)

    @property
    def _sentences(self) -> list[str]:
        return self.message.replace(". ", ".\n").split("\n")

    @property
    def is_open(self) -> bool:
        """Whether something remains to be done, by the author or anybody else."""
        return self.outcome in OPEN

    @property
    def is_prompt(self) -> bool:
        """Whether it asks the author to consider something, although the statement does not apply."""
        return self.outcome is Outcome.DOES_NOT_APPLY and self.question is not None

    @property
    def open_parts(self) -> tuple["Finding", ...]:
        """The finding once for each thing that is open in it, with that part's message and question; () if none is."""
        if not self.is_open:
            return ()
        explained = self.acceptable and self.reason
        left = {Outcome.UNANSWERED} if explained else OPEN
        parts = [part for part in self.parts if part.outcome in left and part.question]
        if not explained and self.outcome not in {part.outcome for part in parts}:
            parts.insert(0, Part("", self.outcome, self.message, self.question))
        return tuple(
            self._replace(outcome=part.outcome, message=part.message, question=part.question, parts=())
            for part in parts
        )

    @property
    def takes_reason(self) -> bool:
        """Whether a reason would do: an expectation that is unmet, or unanswered because there is no answer to give; or
        a requirement that is unmet, where the managers above can accept that.
        """
        if self.acceptable:
            return self.outcome is Outcome.UNMET and not self.by_register
        return self.level is Level.EXPECTED and self.stage is Stage.SUBMISSION and self.is_open

    @property
    def waits_for_acceptance(self) -> bool:
        """Whether the managers above have to accept it by name before the record is approved."""
        return self.stage is Stage.ACCEPTANCE and self.is_open and not self.by_register

    @property
    def stops_submission(self) -> bool:
        """Whether it prevents submission."""
        if self.faulty:
            return True
        if self.by_register or self.stage is not Stage.SUBMISSION or not self.is_open:
            return False
        return self.level is Level.REQUIRED or (self.level is Level.EXPECTED and not self.reason)


_NOT_APPLICABLE = Verdict(Outcome.DOES_NOT_APPLY)


def met(message: str = "", parts: tuple[Part, ...] = ()) -> Verdict:
    """The record shows that the statement is met. message: details for deciders."""
    return Verdict(Outcome.MET, message, parts=parts)


def unmet(
    message: str,
    question: str | None = None,
    *,
    may_follow: bool = False,
    prompt: str = "",
    reason: str = "",
    parts: tuple[Part, ...] = (),
    cases: tuple[Case, ...] = (),
) -> Verdict:
    """The record shows that the statement is not met.

    question: where to mend it; None where other findings say that. may_follow: it does not stop submission and may be
    met after approval, when one of `cases` holds. prompt: the label of the reason box where the statement is an
    expectation. reason: why a requirement cannot be met, where the form's own questions say it. parts: where several
    things are open.
    """
    stage = Stage.FOLLOW_UP if may_follow else Stage.SUBMISSION
    return Verdict(Outcome.UNMET, message, question, stage, reason, prompt, parts, cases=cases)


def unanswered(
    message: str, question: str, *, may_follow: bool = False, parts: tuple[Part, ...] = (), cases: tuple[Case, ...] = ()
) -> Verdict:
    """The answers so far do not show whether the statement is met."""
    stage = Stage.FOLLOW_UP if may_follow else Stage.SUBMISSION
    return Verdict(Outcome.UNANSWERED, message, question, stage, parts=parts, cases=cases)


def does_not_apply(message: str = "", cases: tuple[Case, ...] = ()) -> Verdict:
    """The statement does not apply to this record, unless one of `cases` holds later."""
    return Verdict(Outcome.DOES_NOT_APPLY, message, cases=cases) if message or cases else _NOT_APPLICABLE


def prompt(message: str, question: str) -> Verdict:
    """The statement does not apply, and the author is asked to consider something at `question` all the same."""
    return Verdict(Outcome.DOES_NOT_APPLY, message, question)


def departed(message: str, reason: str, question: str | None = None, parts: tuple[Part, ...] = ()) -> Verdict:
    """The statement is not met, and the form's own questions give the `reason`."""
    return Verdict(Outcome.DEPARTED, message, question, reason=reason, parts=parts)


def waits(message: str, cases: tuple[Case, ...] = ()) -> Verdict:
    """The decisions determine the outcome, by `cases`."""
    return Verdict(Outcome.UNANSWERED, message, stage=Stage.DECISION, cases=cases)
