"""What each figure is called, how it is counted and by which source, and the words of what it counts.

Texts hold placeholders of displayed terms, such as '{team_leader}'.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms import get_kind
from forms.shared.codes import TEAM_KINDS, TRANSFER_REASONS
from protocol.statements import BY_ID
from records.reporting.counting import changes, days, of_records, workers
from records.reporting.counting.periods import month_name

LEADING_POSTS = ("service_delivery_manager", "head_of_service", "locality_leader", "team_leader")


@dataclass(frozen=True)
class Figure:
    """A figure of a page. slug: as in its address; counts: the words of its definition, a paragraph each."""

    slug: str
    title: str
    counts: tuple[str, ...]
    source: str

    @property
    def number(self) -> int:
        """Its number, on the pages and in the report."""
        return FIGURES.index(self) + 1


REGISTER = "The register of children, as it was loaded last."
RECORDS = "The records in force: approved or sealed, neither corrected nor cancelled since."
# Each part is a page.
OF_CHILDREN = (
    Figure(
        "workers",
        "How many {social_workers} each looked after child has had",
        (
            "Children looked after on 31 March, by how many {social_workers} they had in the year from 1 April, while "
            "they were looked after. A year that still runs is counted to today.",
            "Over two years, those who were looked after all that time. A worker who returns counts once. Children in "
            "short breaks alone (V3, V4) are left out. Lead practitioners and personal advisers do not count.",
            "Where the register does not know since when, it is since their first legal status.",
            "A child counts for the team that has them on the last day, or else for the first that has them later.",
            "Those for whom the register names no {social_worker} in that time are counted beside and are in no share.",
        ),
        "DfE, Stability measures for children looked after in England. " + REGISTER,
    ),
    Figure(
        "changes",
        "Changes of worker, with a record and without",
        (
            "A change is a worker in the register who follows another worker of the same child. The first worker whom "
            "the register knows of a child is not known to be a change, so it is none.",
            "A change counts for the team that the child left and for the team that took them, once in each place. The "
            "list of changes has it with the team that took the child.",
            "It has a record where the list of changes of worker says so: a sealed one that stands. Without one are "
            "first contact after a break, changes that somebody explained, and those that are open.",
            "Reasons are the codes of the SSDA903 return.",
        ),
        REGISTER + " The records that are sealed, neither corrected nor cancelled since.",
    ),
    Figure(
        "flows",
        "From team to team",
        (
            "Changes of worker by the team that the child left and the team that the child came to. Within one team, "
            "both are the same.",
            "A service of more than twelve teams is shown by their kinds.",
        ),
        REGISTER,
    ),
    Figure(
        "coming_up",
        "Children coming up to 13, and transfers near key events",
        (
            "Looked after children who will be 13 in the coming months and are not yet with a team for that age, by "
            "month. 3.1.5 asks managers to talk about them.",
            "Transfers by the days between them and the nearest key event, before or after. Key events are those that "
            "the record lists, hearings, moves, changes of status, and the 13th, 16th and 18th birthday.",
        ),
        "3.1.5, sections 2 and 6. " + REGISTER + " " + RECORDS,
    ),
)
OF_RECORDS = (
    Figure(
        "kinds",
        "Planned, emergency and exception",
        (
            "Records in the month in which responsibility passes: planned, by a transfer meeting record, or as an "
            "emergency.",
            "Exception decisions are counted beside them. A transfer that rests on one is counted too.",
        ),
        RECORDS,
    ),
    Figure(
        "days",
        "Working days from the start of a record to its seal",
        (
            "Working days after the day on which each stretch begins, up to the day on which it ends. "
            "The same day is 0. "
            "Bank holidays are left out.",
            "Half of the records took no longer than the median. A quarter was as quick as the lower "
            "quartile, a quarter as slow as the upper.",
            "A decision is late when it comes after the day by which it was due.",
        ),
        "The times in the records, under way or decided.",
    ),
    Figure(
        "departures",
        "Departures, acceptances, exceptions and refusals",
        (
            "Statements from which records departed with a reason, and those that managers accepted as not met.",
            "Exception decisions by their ground (3.1.5, section 8), and records that were refused.",
        ),
        RECORDS + " Refused records are those that were decided so.",
    ),
    Figure(
        "introduced",
        "Introduced, told and heard before the change",
        (
            "Introduced: both workers visited together on a day before responsibility passed. Told: the child was told "
            "on such a day. An emergency asks for neither, so it is left out of both.",
            "What was only planned when the record was decided is shown as planned.",
            "How the child's views were found out is as the record says, for planned transfers and emergencies.",
        ),
        RECORDS,
    ),
)
FIGURES = (*OF_CHILDREN, *OF_RECORDS)
BY_SLUG = {one.slug: one for one in FIGURES}


def _choices(kind: str, question: str) -> Mapping[str, str]:
    """The choices of a question, value → label."""
    found: Any = get_kind(kind).questions[question]
    return dict(found.choices)


# A child's workers in a year, as series.
BANDS: Mapping[str, str] = {"1": "1 worker", "2": "2 workers", "3": "3 or more"}
NO_WORKER = "No worker"
RECORDED: Mapping[str, str] = {changes.WITH_RECORD: "With a record", changes.WITHOUT: "Without a record"}
REASONS: Mapping[str, str] = {
    **{code: text for code, text in TRANSFER_REASONS.items() if code},
    changes.NO_REASON: "No reason given",
}
WAYS: Mapping[str, str] = {"planned": "Planned", "emergency": "Emergency", "exception": "Exception"}
REFUSED: Mapping[str, str] = {**WAYS, "management_handover": "Management handover"}
DUE: Mapping[str, str] = {days.IN_TIME: "In time", days.LATE: "Late", days.WAITING: "Overdue now"}
GROUNDS: Mapping[str, str] = _choices("exception_decision", "ground")
INTRODUCED: Mapping[str, str] = {
    of_records.BEFORE: "Before the day",
    of_records.ON_OR_AFTER: "On the day or after it",
    of_records.PLANNED: "Planned when it was decided",
    of_records.NOT: "No joint visit",
    of_records.NOT_SAID: "The record does not say",
}
TOLD: Mapping[str, str] = {**INTRODUCED, of_records.NOT: "Not told"}
VIEWS: Mapping[str, str] = {
    **_choices("transfer_meeting", "child_views_how"),
    of_records.NOT_ASKED: "Not asked: the child is not looked after",
    of_records.NOT_SAID: "The record does not say",
}
DISTANCES: Mapping[str, str] = {
    "0": "The same day",
    "7": "1 to 7 days",
    "14": "8 to 14 days",
    "28": "15 to 28 days",
    of_records.FARTHER: "Farther, or none",
}
KINDS_OF_TEAM: Mapping[str, str] = TEAM_KINDS
STRETCHES: Mapping[str, str] = {
    days.WRITING: "Start to submission",
    days.SEALING: "Last decision to seal",
    days.ALL: "Start to seal",
}


# What is counted (Fact.figure) → the figure that it belongs to, and the words of its keys.
COUNTED: Mapping[str, tuple[str, Mapping[str, str], Mapping[str, str]]] = {
    workers.WORKERS: ("workers", {**BANDS, workers.NO_WORKER: NO_WORKER}, {"1": "in one year", "2": "over two years"}),
    changes.CHANGES: ("changes", REASONS, RECORDED),
    of_records.KINDS: ("kinds", WAYS, {}),
    days.DAYS: ("days", STRETCHES, {}),
    days.DUE: ("days", {}, DUE),
    of_records.DEPARTED: ("departures", {}, {}),
    of_records.ACCEPTED: ("departures", {}, {}),
    of_records.EXCEPTIONS: ("departures", {}, GROUNDS),
    of_records.REFUSED: ("departures", REFUSED, {}),
    of_records.INTRODUCED: ("introduced", INTRODUCED, {}),
    of_records.TOLD: ("introduced", TOLD, {}),
    of_records.VIEWS: ("introduced", VIEWS, {}),
    changes.FLOWS: ("flows", {}, {}),
    changes.FLOWS_OF_KINDS: ("flows", KINDS_OF_TEAM, KINDS_OF_TEAM),
    changes.COMING_UP: ("coming_up", {}, {}),
    of_records.NEAR_EVENTS: ("coming_up", DISTANCES, {}),
}


OF_CHANGES = (changes.CHANGES, changes.FLOWS, changes.FLOWS_OF_KINDS)  # of which a child may have several


def figure_of(counted: str) -> Figure | None:
    """The figure to which something that is counted belongs; None for anything else."""
    return BY_SLUG[COUNTED[counted][0]] if counted in COUNTED else None


def said_of(asked: Mapping[str, str], month: date | None = None) -> str:
    """What a list of what is behind a number is narrowed to, in words. month: of workers, April of the year."""
    counted, (key, key2) = asked["figure"], (asked.get("key", ""), asked.get("key2", ""))
    _, keys, keys2 = COUNTED[counted]
    if counted in (days.DAYS, days.DUE):
        said = [stretch(key)] if key in STRETCHES or key.isidentifier() else []
    elif counted in (of_records.DEPARTED, of_records.ACCEPTED) and key in BY_ID:
        said = [BY_ID[key].wording]
    else:
        said = [keys[key]] if key in keys else []
    said += [keys2[key2]] if key2 in keys2 else []
    if month and counted == workers.WORKERS:
        said += [f"April {month.year + 1 - int(key2 or workers.ONE_YEAR)} to March {month.year + 1}"]
    elif month:
        said += [month_name(month)]
    return "; ".join(said)


def step(key: str) -> str:
    """A step of a chain: 'transferring_team_leader' → 'Transferring {team_leader}'."""
    for post in LEADING_POSTS:
        before, found, after = key.partition(post)
        if found:
            words = f"{before.replace('_', ' ')}{{{post}}}{after.replace('_', ' ')}"
            return words[:1].upper() + words[1:]
    words = re.sub("_+", " ", key)
    return words[:1].upper() + words[1:]


def stretch(key: str) -> str:
    """A stretch of a record's way."""
    return STRETCHES.get(key) or step(key)
