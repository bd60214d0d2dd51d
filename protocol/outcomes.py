"""What a rule can say: outcomes, levels and stages, and the verdicts and findings that carry them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple


class Outcome(StrEnum):
    """How a statement stands on a record. Each one is explained where the check is shown."""

    MET = "met"
    UNMET = "unmet"
    UNANSWERED = "unanswered"
    DEPARTED = "departed"
    LIFTED = "lifted"
    DOES_NOT_APPLY = "does_not_apply"


class Level(StrEnum):
    """How binding a statement is: only what is required, or expected and unexplained, stops a record."""

    REQUIRED = "required"
    EXPECTED = "expected"
    ADVISED = "advised"


class Stage(StrEnum):
    """When a statement is settled: at submission, by the people who decide, or after approval."""

    SUBMISSION = "submission"
    DECISION = "decision"
    FOLLOW_UP = "follow_up"


# How a sentence begins that asks the author for something. Messages say what is so, and then ask.
ASKS = frozenset(
    {
        *("Add", "Agree", "Arrange", "Bring", "Change", "Choose", "Complete", "Consider", "Correct", "Describe"),
        *("Discuss", "Enter", "Finish", "Give", "Hold", "Keep", "Leave", "List", "Make", "Meet", "Move", "Name"),
        *("Plan", "Put", "Raise", "Say", "Select", "Tell", "Think", "Use", "Visit", "Wait"),
    }
)
OPEN = frozenset({Outcome.UNMET, Outcome.UNANSWERED})


class Part(NamedTuple):
    """One part of a finding that has several: a sibling, somebody who attends, somebody to be told."""

    what: str
    outcome: Outcome
    message: str
    question: str | None = None
    reason: str = ""


class Case(NamedTuple):
    """What a statement's outcome becomes `when` a condition holds (protocol/settling.py), with its message."""

    when: Mapping[str, Any]
    outcome: Outcome
    message: str


class Unsettled(NamedTuple):
    """A finding as the answers alone leave it, with all that can still change it, as data.

    The first of `cases` that holds gives outcome and message. `ranks` are those who can lift the statement by an
    exception decision, lowest first.
    """

    outcome: Outcome
    message: str
    question: str | None
    stage: Stage
    cases: tuple[Case, ...] = ()
    ranks: tuple[str, ...] = ()


class Verdict(NamedTuple):
    """What one rule says of one record, before levels, reasons and exceptions are taken into account.

    `cases` say what decisions, or answers added after approval, make of it.
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


class Finding(NamedTuple):
    """How one statement stands on one record.

    `statement` is its id. `message` says what to do and may hold displayed terms such as {team_leader}.
    `question` is the name of the question to go to. `reason` is the departure's reason as written,
    `exception` the reference of the exception decision record that lifts (or fails to lift) it, and
    `reason_prompt` the label for the box where a reason for departing can be written ('' where none can).
    `faulty` says that its rule failed: whatever the level, nobody can tell how it stands. `unsettled` is how it
    stands before decisions and exceptions, None where neither can change it.
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
    unsettled: Unsettled | None = None

    @property
    def fact(self) -> str:
        """The message as those who decide read it: what is so, without what the author was asked to do about it."""
        sentences = self.message.replace(". ", ".\n").split("\n")
        return " ".join(one for one in sentences if one.split(" ", 1)[0] not in ASKS)

    @property
    def is_open(self) -> bool:
        """Whether something remains to be done, whoever has to do it."""
        return self.outcome in OPEN

    @property
    def stops_submission(self) -> bool:
        """Whether the record cannot be submitted while this stands."""
        if self.faulty:
            return True
        if self.stage is not Stage.SUBMISSION or not self.is_open:
            return False
        return self.level is Level.REQUIRED or (self.level is Level.EXPECTED and not self.reason)


_NOT_APPLICABLE = Verdict(Outcome.DOES_NOT_APPLY)


def met(message: str = "", parts: tuple[Part, ...] = ()) -> Verdict:
    """The record shows that the statement is kept; `message` may add what a decider should know."""
    return Verdict(Outcome.MET, message, parts=parts)


def unmet(
    message: str,
    question: str,
    *,
    may_follow: bool = False,
    prompt: str = "",
    parts: tuple[Part, ...] = (),
    cases: tuple[Case, ...] = (),
) -> Verdict:
    """The record shows that the statement is not kept.

    `may_follow` leaves it open after approval without stopping submission, until one of `cases` holds. `prompt` is
    what to ask for when the statement is an expectation and the writer departs from it.
    """
    stage = Stage.FOLLOW_UP if may_follow else Stage.SUBMISSION
    return Verdict(Outcome.UNMET, message, question, stage, reason_prompt=prompt, parts=parts, cases=cases)


def unanswered(
    message: str, question: str, *, may_follow: bool = False, parts: tuple[Part, ...] = (), cases: tuple[Case, ...] = ()
) -> Verdict:
    """Too little is said so far to tell."""
    stage = Stage.FOLLOW_UP if may_follow else Stage.SUBMISSION
    return Verdict(Outcome.UNANSWERED, message, question, stage, parts=parts, cases=cases)


def does_not_apply(message: str = "", cases: tuple[Case, ...] = ()) -> Verdict:
    """The statement is about other situations than this one, until one of `cases` holds."""
    return Verdict(Outcome.DOES_NOT_APPLY, message, cases=cases) if message or cases else _NOT_APPLICABLE


def departed(message: str, reason: str, question: str | None = None, parts: tuple[Part, ...] = ()) -> Verdict:
    """The statement is not kept, and the questions that ask why have been answered with `reason`."""
    return Verdict(Outcome.DEPARTED, message, question, reason=reason, parts=parts)


def waits(message: str, cases: tuple[Case, ...] = ()) -> Verdict:
    """The people who decide settle it: `cases` say what each decision makes of it."""
    return Verdict(Outcome.UNANSWERED, message, stage=Stage.DECISION, cases=cases)
