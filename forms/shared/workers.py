"""Whose work it was and will be: workers, teams, and who worked with the child before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from forms.engine.choice import YES_NO, ChoiceQuestion
from forms.engine.date import DateQuestion
from forms.engine.picker import StaffQuestion, TeamQuestion
from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from forms.engine.section import Section
from forms.engine.text import TextQuestion
from forms.shared.codes import TEAM_KINDS
from forms.shared.holders import CASE_HOLDERS, FORMER_WORKERS, NEW_WORKERS, TEAM_LEADER
from protocol.days import date_from
from protocol.statements.scope import EVERY_CHILD

# Workers are counted from a year before the transfer, which may have been some weeks ago.
WORKERS_COUNTED_IN = timedelta(days=365 + 31)

GLANCE_AT_WORKERS = (
    ("Current {social_worker}", ("current_worker", "current_team")),
    ("New {social_worker}", ("new_worker", "new_team")),
)
GLANCE_AT_TRANSFER = (
    *GLANCE_AT_WORKERS,
    ("Responsibility passes on", ("transfer_date",)),
    ("Reason", ("transfer_reason_code",)),
)


def worker_question(label: str, thing: str, help: str, cites: tuple[str, ...], **more: Any) -> Question:  # noqa: A002
    """Somebody who holds cases, to pick, with the usual hint."""
    hint = "Type part of the name"
    return StaffQuestion(label, thing=thing, help=help, cites=cites, hint=hint, **{"holders": CASE_HOLDERS, **more})


def post_question(label: str, thing: str, help: str, cites: tuple[str, ...], **more: Any) -> Question:  # noqa: A002
    """Who holds a post above a team, as the register says."""
    return StaffQuestion(label, thing=thing, help=help, cites=cites, **more)


def team_kind_question(label: str, thing: str, help: str, cites: tuple[str, ...], **more: Any) -> Question:  # noqa: A002
    """What kind of team a team is, or a worker's team, as the register says."""
    return ChoiceQuestion(label, thing=thing, help=help, cites=cites, choices=TEAM_KINDS, **more)


class TeamsSection(Section):
    """Who the child's worker and team are and will be."""

    key = "workers"
    title = "Workers and teams"
    intro = "The people named in this record can read it, and some will be asked to confirm or decide."

    current_worker = worker_question(
        "Who is the child's {social_worker} now?",
        "the current {social_worker}",
        "The worker who holds the case on the day of the record. They confirm that the file is as the record says.",
        ("142.3.2", "315.2.4.1"),
        required=True,
        keeps=True,
        follows="child",
    )
    current_team = TeamQuestion(
        "Which team is the current {social_worker} in?",
        thing="the current team",
        hint="The register does not say. Type part of the team's name",
        required=True,
        scope=EVERY_CHILD,
        follows="current_worker",
        help="The team that is responsible for the child until the transfer.",
        cites=("315.7.4",),
    )
    current_team_kind = team_kind_question(
        "What kind of team is that?",
        "what kind of team the current team is",
        "The kind of team decides which pathway of the protocol applies, for example a move from "
        "a {cluster_team} to a {looked_after_team}.",
        ("315.3.3", "315.4.3", "315.6.1"),
        scope=EVERY_CHILD,
        follows="current_team",
    )
    current_team_leader = post_question(
        "Who leads the current team?",
        "the current {team_leader}",
        "The {team_leader} who checks the file and signs the case off before it moves. Nobody can sign off "
        "a record that they wrote.",
        ("142.2.6", "315.7.3"),
        follows="current_team",
        posts=TEAM_LEADER,
    )
    new_worker = worker_question(
        "Who will be the child's {social_worker}?",
        "the new {social_worker}",
        "The worker who takes the case on. They confirm that they have read the record. Somebody who has worked "
        "with the child before counts once among the year's workers.",
        ("142.1.1", "142.3.2", "315.2.4.1"),
        required=True,
        nobody=f"{StaffQuestion.nobody}. Workers of other councils are not in it: a move to one is recorded in "
        "{case_system}, not here",
        holders=NEW_WORKERS,
    )
    new_team = TeamQuestion(
        "Which team will the new {social_worker} be in?",
        thing="the new team",
        hint="The register does not say. Type part of the team's name",
        required=True,
        scope=EVERY_CHILD,
        follows="new_worker",
        unless_same="current_worker",
        help="The team that is responsible from the transfer date. It can be the same team as now.",
        cites=("315.7.4",),
    )
    new_team_kind = team_kind_question(
        "What kind of team is that?",
        "what kind of team the new team is",
        "The protocol says which children which teams work with. A {disability_team} asks which of its "
        "criteria the child meets; a {looked_after_team} takes children who are not soon going home.",
        ("315.2.6.1", "315.4.3", "315.4.4"),
        follows="new_team",
    )
    new_team_leader = post_question(
        "Who leads the new team?",
        "the new {team_leader}",
        "The {team_leader} who agrees to take responsibility. When the move is inside one team this is the same "
        "person as now.",
        ("315.7.4",),
        scope=EVERY_CHILD,
        follows="new_team",
        posts=TEAM_LEADER,
    )


# 'yes' is what the register says: then the support is a question of its own, as in earlier drafts.
CEASED_WITH = {
    "no": "No",
    "social_work": "Yes, and support from a {social_worker} goes on",
    "targeted": "Yes, and targeted support goes on, such as a family support worker",
    "none": "Yes, and no support goes on",
    "yes": "Yes",
}


def ceasing_question(of: tuple[str, ...], *, with_support: bool = False) -> Question:
    """ceasing_looked_after, asked of children of these statuses. with_support: 'yes' with the support that goes on."""
    choices = CEASED_WITH if with_support else YES_NO
    return ChoiceQuestion(
        "Is the child ceasing to be looked after, or have they ceased since the current {social_worker} took the case?",
        name="ceasing_looked_after",
        thing="whether the child is ceasing to be looked after, or has ceased",
        choices=choices,
        only={"yes": (("ceasing_looked_after", ("yes",)),)} if with_support else {},
        inline=not with_support,
        follows="child",
        scope=EVERY_CHILD,
        when=(("child_status", of),),
        help="For example going home, a special guardianship order, or turning 18. No if they were not looked after "
        "in that time. It decides whether the chapter about looked after children is about this child.",
        cites=("315.5.1", "315.5.2"),
    )


def _has_a_gap(given: Sequence[Mapping[str, Any]], today: date | None) -> bool:
    """Whether the register has nobody for some day of the time in which workers are counted."""
    if today is None:
        return True
    reached = today - WORKERS_COUNTED_IN
    for row in given:
        started, ended = date_from(row.get("started_on")), date_from(row.get("ended_on"))
        if started and started > reached + timedelta(days=1):
            return True
        reached = max(reached, ended or today)
    return reached < today


def how_column() -> dict[str, Question]:
    """In a row that the register has no more: how the correction was known that ended with it."""
    return {"how": TextQuestion("Corrected because", thing="how it was known")}


def former_workers_question() -> Question:
    """Rows of workers that are none any more, and were corrected."""
    return RowsQuestion(
        "Workers who are no longer listed, as this record had them",
        name="former_workers",
        thing="the workers who are no longer listed",
        noun="worker",
        columns=_columns_of_workers() | how_column(),
    )


def _columns_of_workers() -> dict[str, Question]:
    return {
        "worker": StaffQuestion(
            "Name",
            thing="the worker's name",
            anyone=True,
            required=True,
            holders=FORMER_WORKERS,
            keeps=True,
            help="Somebody who has left the council can be written in by name.",
            cites=("142.1.1",),
        ),
        "team": TextQuestion(
            "Team",
            thing="the team they were in",
            optional=True,
            limit=120,
            help="The team that was responsible for the child then. A change of team counts as a transfer too.",
            cites=("315.2.1.6",),
        ),
        "started_on": DateQuestion(
            "Started on",
            thing="the date they started",
            past=True,
            required=True,
            help="The day that they became the child's {social_worker}.",
            cites=("142.1.1",),
        ),
        "ended_on": DateQuestion(
            "Ended on",
            thing="the date they ended",
            optional=True,
            hint="Leave blank for the current worker",
            none="Not yet",
            help="The day that somebody else took over. Leave blank if it has not come.",
            cites=("142.1.1",),
            either=True,
        ),
    }


def earlier_workers_question() -> Question:
    """The child's workers so far, as rows."""
    return RowsQuestion(
        "Who has worked with the child?",
        name="earlier_workers",
        thing="the child's workers",
        noun="worker",
        hint="The current {social_worker} too, but not the new one",
        follows="child",
        key=("worker", "started_on"),
        more=_has_a_gap,
        corrects=("worker", "team", "started_on", "ended_on"),
        not_one="They have not been the child's {social_worker}",
        gone="former_workers",
        columns=_columns_of_workers(),
        help="Every change costs a child trust. The record counts the workers of the last year, each person once, "
        "even if they came back. It asks why if there were several, or if this is not the first transfer.",
        cites=("142.1.1", "315.2.1.6"),
    )
