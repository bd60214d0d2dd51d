"""Section 2: what is brought up to date, completed and signed off before the case moves."""

from typing import NamedTuple

from protocol.answers import Answers
from protocol.formatting import count, day, quoted, upper_first
from protocol.outcomes import Verdict, met, unanswered, unmet
from protocol.parameters import Parameters
from protocol.readiness import ALL, DONE, FILE_READY, FILE_READY_DATE, ITEM_BY_ITEM, NONE_OPEN, NOT_DONE
from protocol.registry import rule
from protocol.rules.said import Ask, as_unmet, still_blank
from protocol.rules.to_come import still_to_come
from protocol.rules.workers import took_the_case_on
from protocol.statements import TRANSFER

_FILE_CHOICES = frozenset({ALL, ITEM_BY_ITEM})
_CHOICES = frozenset({DONE, NOT_DONE, NONE_OPEN})


class _Item(NamedTuple):
    """One line of the checklist: the name its questions begin with, and words for its messages.

    figure: how many days before the transfer it may have been done; 0: however many.
    """

    name: str
    ask: str
    dated: str
    done: str
    not_done: str
    figure: str


_CHRONOLOGY = _Item(
    "chronology",
    "Say whether the chronology is up to date.",
    "the date on which the chronology was last updated",
    "the chronology was updated",
    "The chronology is not up to date.",
    "chronology_days",
)
_CASE_NOTES = _Item(
    "case_notes",
    "Say whether all case notes are written up and finalised.",
    "the date on which the case notes were finalised",
    "the case notes were finalised",
    "The case notes are not finalised.",
    "case_notes_days",
)
_ASSESSMENT = _Item(
    "open_assessment",
    "Say whether an assessment is open, and if so whether it is completed.",
    "the date on which the assessment was completed",
    "the assessment was completed",
    "An assessment is still open.",
    "completed_assessment_days",
)
_DECISIONS = _Item(
    "decisions_recorded",
    "Say whether management decisions and supervision are on the record.",
    "the date of the last supervision of this case",
    "the last supervision was held",
    "Management decisions and supervision are not all on the record.",
    "supervision_days",
)
_TO_DO_LIST = _Item(
    "todo_list",
    "Say whether every agreed task is in the to-do list of {case_system}.",
    "the date on which the to-do list was last updated",
    "the to-do list was updated",
    "The to-do list of {case_system} is not up to date.",
    "todo_list_days",
)


def _reads(item: _Item) -> tuple[str, ...]:
    endings = ("", "_date", "_remaining", "_who", "_due")
    own = (f"{item.name}{ending}" for ending in endings)
    return (
        "transfer_date",
        "child_date_of_birth",
        "current_worker",
        "earlier_workers",
        FILE_READY,
        FILE_READY_DATE,
        *own,
    )


@rule("142.2.1", records=(TRANSFER,), reads=_reads(_CHRONOLOGY), uses=(_CHRONOLOGY.figure,))
def chronology_is_up_to_date(a: Answers, p: Parameters) -> Verdict:
    """The chronology is up to date as of a day that is {chronology_days} days or less before the transfer."""
    return _ready(a, p, _CHRONOLOGY)


@rule("142.2.2", records=(TRANSFER,), reads=_reads(_CASE_NOTES), uses=(_CASE_NOTES.figure,))
def case_notes_are_finalised(a: Answers, p: Parameters) -> Verdict:
    """All case notes are finalised, {case_notes_days} days or less before the transfer (0: however long)."""
    return _ready(a, p, _CASE_NOTES)


@rule("142.2.3", records=(TRANSFER,), reads=_reads(_ASSESSMENT), uses=(_ASSESSMENT.figure,))
def open_assessment_is_completed(a: Answers, p: Parameters) -> Verdict:
    """No assessment is open; one was completed {completed_assessment_days} days before or less (0: however long)."""
    return _ready(a, p, _ASSESSMENT)


@rule("142.2.4", records=(TRANSFER,), reads=_reads(_DECISIONS), uses=(_DECISIONS.figure,))
def decisions_are_on_record(a: Answers, p: Parameters) -> Verdict:
    """Decisions are on record, and a supervision {supervision_days} days before or less (0: however long)."""
    return _ready(a, p, _DECISIONS)


@rule("142.2.5", records=(TRANSFER,), reads=_reads(_TO_DO_LIST), uses=(_TO_DO_LIST.figure,))
def tasks_are_in_the_to_do_list(a: Answers, p: Parameters) -> Verdict:
    """Every agreed task is in the to-do list, as of {todo_list_days} days before or less (0: however long)."""
    return _ready(a, p, _TO_DO_LIST)


def _ready(a: Answers, p: Parameters, item: _Item) -> Verdict:
    whole, choice = a.choice(FILE_READY, _FILE_CHOICES), a.choice(item.name, _CHOICES)
    if not whole:
        return unanswered("Say whether everything on the file is up to date.", FILE_READY)
    if whole == ALL:
        day_of_file = "the day as of which the file is up to date"
        return _done(a, FILE_READY_DATE, day_of_file, "the file was up to date", p[item.figure])
    if choice == DONE:
        return _done(a, f"{item.name}_date", item.dated, item.done, p[item.figure])
    if choice == NOT_DONE:
        return _to_be_done(a, item)
    if choice == NONE_OPEN and item is _ASSESSMENT:
        return met("No assessment is open.")
    return unanswered(item.ask, item.name)


def _done(a: Answers, question: str, dated: str, fact: str, most: int) -> Verdict:
    when = a.date(question)
    if when is None:
        return unanswered(f"Enter {dated}.", question)
    wrong = _too_late(a, question, upper_first(dated)) or still_to_come(a, question, fact)
    return wrong or _too_early(a, question, upper_first(dated), most) or met(f"Done on {day(when)}.")


def _too_early(a: Answers, question: str, called: str, most: int) -> Verdict | None:
    """Unmet by a day before the child was born, before the worker took the case, or too long before the transfer."""
    when, born, transfer = (a.date(name) for name in (question, "child_date_of_birth", "transfer_date"))
    ask = "Bring it up to date, or say why that cannot be."
    if when is None:
        return None
    if born and when < born:
        return unmet(f"{called}, {day(when)}, is before the child was born on {day(born)}. Correct it.", question)
    if (took := took_the_case_on(a)) and when < took:
        since = f"is before the current {{social_worker}} took the case on {day(took)}"
    elif most and transfer and (transfer - when).days > most:
        since = f"is {count((transfer - when).days, 'day')} before the transfer; it is expected to be at most {most}"
        if (transfer - a.today).days > most:  # nothing that is done by today is near enough
            ask = "Say who brings it up to date again nearer to the transfer, and by when."
    else:
        return None
    return unmet(f"{called}, {day(when)}, {since}. {ask}", question, prompt=_PROMPT)


def _to_be_done(a: Answers, item: _Item) -> Verdict:
    """Unmet until the record says why; what remains, who does it and by when is asked for besides."""
    remaining, who, due = (f"{item.name}{ending}" for ending in ("_remaining", "_who", "_due"))
    what, by, when = a.text(remaining), a.text(who), a.date(due)
    if blank := still_blank(
        Ask(remaining, what, "Say what remains to be done."),
        Ask(who, by, "Enter who will do what remains."),
        Ask(due, when, "Enter by when what remains will be done."),
    ):
        message = f"{item.not_done} Say what remains, who will do it and by when."
        return unmet(message, blank.question or remaining, prompt=_PROMPT, parts=as_unmet(blank, item.not_done))
    remains = f"{item.not_done[:-1]}: {quoted(what)} remains for {by}, due on {day(when)}" if when else ""
    if when and when < a.today:
        return unmet(f"{remains}, which has passed. Say by when it will be done.", due, prompt=_PROMPT)
    return unmet(f"{remains}. Say why this is not done yet.", item.name, prompt=_PROMPT)


_PROMPT = "Say why this cannot be done before the transfer, and what makes up for it"


def _too_late(a: Answers, question: str, called: str) -> Verdict | None:
    when, transfer = a.date(question), a.date("transfer_date")
    if when is None or transfer is None or when <= transfer:
        return None
    message = f"{called}, {day(when)}, is after the transfer on {day(transfer)}. Bring it forward, or correct it."
    return unmet(message, question, prompt=_PROMPT)
