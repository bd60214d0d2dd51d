"""Section 2: what is brought up to date, completed and signed off before the case moves."""

from typing import NamedTuple

from protocol.answers import Answers
from protocol.formatting import day, upper_first
from protocol.outcomes import Verdict, met, unanswered, unmet
from protocol.parameters import Parameters
from protocol.registry import rule
from protocol.rules.said import Ask, as_unmet, still_blank
from protocol.rules.to_come import still_to_come
from protocol.statements import TRANSFER

_FILE, _FILE_DATE = "file_ready", "file_ready_date"
_ALL = "all"
_FILE_CHOICES = frozenset({_ALL, "item_by_item"})
_CHOICES = frozenset({"done", "not_done", "none"})


class _Item(NamedTuple):
    """One line of the checklist: the name its questions begin with, and words for its messages."""

    name: str
    ask: str
    dated: str
    done: str
    not_done: str


_CHRONOLOGY = _Item(
    "chronology",
    "Say whether the chronology is up to date.",
    "the date on which the chronology was last updated",
    "the chronology was updated",
    "The chronology is not up to date.",
)
_CASE_NOTES = _Item(
    "case_notes",
    "Say whether all case notes are written up and finalised.",
    "the date on which the case notes were finalised",
    "the case notes were finalised",
    "The case notes are not finalised.",
)
_ASSESSMENT = _Item(
    "open_assessment",
    "Say whether an assessment is open, and if so whether it is completed.",
    "the date on which the assessment was completed",
    "the assessment was completed",
    "An assessment is still open.",
)
_DECISIONS = _Item(
    "decisions_recorded",
    "Say whether management decisions and supervision are on the record.",
    "the date of the last supervision of this case",
    "the last supervision was held",
    "Management decisions and supervision are not all on the record.",
)
_TO_DO_LIST = _Item(
    "todo_list",
    "Say whether every agreed task is in the to-do list of {case_system}.",
    "the date on which the to-do list was last updated",
    "the to-do list was updated",
    "The to-do list of {case_system} is not up to date.",
)


def _reads(item: _Item) -> tuple[str, ...]:
    endings = ("", "_date", "_remaining", "_who", "_due")
    return ("transfer_date", _FILE, _FILE_DATE, *(f"{item.name}{ending}" for ending in endings))


@rule("142.2.1", records=(TRANSFER,), reads=_reads(_CHRONOLOGY))
def chronology_is_up_to_date(a: Answers, p: Parameters) -> Verdict:
    """The chronology was updated by the transfer date, or what remains has somebody to do it and a date."""
    return _ready(a, _CHRONOLOGY)


@rule("142.2.2", records=(TRANSFER,), reads=_reads(_CASE_NOTES))
def case_notes_are_finalised(a: Answers, p: Parameters) -> Verdict:
    """Case notes were finalised by the transfer date, or what remains has somebody to do it and a date."""
    return _ready(a, _CASE_NOTES)


@rule("142.2.3", records=(TRANSFER,), reads=_reads(_ASSESSMENT))
def open_assessment_is_completed(a: Answers, p: Parameters) -> Verdict:
    """No assessment is open, or it was completed, or what remains has somebody to do it and a date."""
    return _ready(a, _ASSESSMENT)


@rule("142.2.4", records=(TRANSFER,), reads=_reads(_DECISIONS))
def decisions_are_on_record(a: Answers, p: Parameters) -> Verdict:
    """Decisions and supervision are on record up to a date, or what remains has somebody to do it."""
    return _ready(a, _DECISIONS)


@rule("142.2.5", records=(TRANSFER,), reads=_reads(_TO_DO_LIST))
def tasks_are_in_the_to_do_list(a: Answers, p: Parameters) -> Verdict:
    """Every agreed task is in the to-do list, or what remains has somebody to do it and a date."""
    return _ready(a, _TO_DO_LIST)


def _ready(a: Answers, item: _Item) -> Verdict:
    whole, choice = a.choice(_FILE, _FILE_CHOICES), a.choice(item.name, _CHOICES)
    if not whole:
        return unanswered("Say whether everything on the file is up to date.", _FILE)
    if whole == _ALL:
        return _done(a, _FILE_DATE, "the day as of which the file is up to date", "the file was up to date")
    if choice == "done":
        return _done(a, f"{item.name}_date", item.dated, item.done)
    if choice == "not_done":
        return _to_be_done(a, item)
    if choice == "none" and item is _ASSESSMENT:
        return met("No assessment is open.")
    return unanswered(item.ask, item.name)


def _done(a: Answers, question: str, dated: str, fact: str) -> Verdict:
    when = a.date(question)
    if when is None:
        return unanswered(f"Enter {dated}.", question)
    wrong = _too_late(a, question, upper_first(dated)) or still_to_come(a, question, fact)
    return wrong or met(f"Done on {day(when)}.")


def _to_be_done(a: Answers, item: _Item) -> Verdict:
    remaining, who, due = (f"{item.name}{ending}" for ending in ("_remaining", "_who", "_due"))
    if blank := still_blank(
        Ask(remaining, a.text(remaining), "Say what remains to be done."),
        Ask(who, a.text(who), "Enter who will do what remains."),
        Ask(due, a.date(due), "Enter by when what remains will be done."),
    ):
        message = f"{item.not_done} Say what remains, who will do it and by when."
        return unmet(message, blank.question or remaining, prompt=_PROMPT, parts=as_unmet(blank, item.not_done))
    remains = f"{item.not_done} The date on which what remains is due"
    done_by = a.date(due)
    return _too_late(a, due, remains) or met(f"What remains is to be done by {day(done_by)}." if done_by else "")


_PROMPT = "Say why this cannot be done before the transfer, and what makes up for it"


def _too_late(a: Answers, question: str, called: str) -> Verdict | None:
    when, transfer = a.date(question), a.date("transfer_date")
    if when is None or transfer is None or when <= transfer:
        return None
    message = f"{called}, {day(when)}, is after the transfer on {day(transfer)}. Bring it forward, or correct it."
    return unmet(message, question, prompt=_PROMPT)
