"""Whose management passes, from whom to whom, and the meeting of the three."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion
from forms.engine.date import DateQuestion
from forms.engine.picker import TeamQuestion
from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion, TextQuestion
from forms.shared.codes import ATTENDED
from forms.shared.holders import LOCALITY_LEADER, TEAM_LEADER
from forms.shared.workers import post_question, worker_question

CITES = ("142.5.1",)
ELSE = "Add where it was, or who else was there"
NOT_ALL = (("all_attended", ("no",)),)
UNTIL_THEN, FROM_THEN = ("responsibility_date", -1), ("responsibility_date", 0)


def attended(part: str, who: str) -> tuple[Question, Question]:
    """Whether one of the three attended, where not all did, and why they cannot be reached."""
    return (
        ChoiceQuestion(
            f"Did the {who} attend?",
            name=f"{part}_attended",
            thing=f"whether the {who} attended",
            choices=ATTENDED | {"unreachable": "Has left, or cannot be reached"},
            when=NOT_ALL,
            help="All three must be there. If somebody was missing who can be reached, hold the meeting again.",
            cites=CITES,
        ),
        LongTextQuestion(
            f"Why can the {who} not be reached?",
            name=f"{part}_unreachable",
            thing=f"why the {who} cannot be reached",
            when=(*NOT_ALL, (f"{part}_attended", ("unreachable",))),
            required=True,
            lines=2,
            help="For example that they have left the council, and since when, and what was tried. Nothing about "
            "health or conduct belongs here.",
            cites=CITES,
        ),
    )


class PeopleSection(Section):
    """The worker, both team leaders and their locality leaders; when the three met, and who was there."""

    key = "people"
    title = "People and meeting"
    intro = "The {social_worker}, the outgoing and the new {team_leader} meet."

    worker = worker_question(
        "Whose management passes?",
        "the {social_worker}",
        "The {social_worker} is chosen when the record is started and stays the same. If it is about the wrong one, "
        "withdraw this record and start another.",
        CITES,
        required=True,
        keeps=True,
        fixed=True,
    )
    outgoing_team = TeamQuestion(
        "Which team are they in until responsibility passes?",
        thing="the current team",
        hint="The register does not say. Type part of the team's name",
        required=True,
        follows="worker",
        day=UNTIL_THEN,
        help="The team until responsibility passes.",
        cites=CITES,
    )
    new_team = TeamQuestion(
        "Which team will they be in?",
        thing="the new team",
        hint="Type part of the team's name",
        required=True,
        help="The same team if only the {team_leader} changes.",
        cites=CITES,
    )
    outgoing_team_leader = post_question(
        "Who is the outgoing {team_leader}?",
        "the outgoing {team_leader}",
        "They hand over what was decided in supervision, and why.",
        CITES,
        follows="outgoing_team",
        posts=TEAM_LEADER,
        day=UNTIL_THEN,
    )
    new_team_leader = post_question(
        "Who is the new {team_leader}?",
        "the new {team_leader}",
        "Only they can confirm that they understand the decisions and can find them.",
        ("142.5.1", "142.5.5"),
        follows="new_team",
        posts=TEAM_LEADER,
        day=FROM_THEN,
    )
    outgoing_locality_leader = post_question(
        "Who is the outgoing {team_leader}'s {locality_leader}?",
        "the {locality_leader} of the outgoing {team_leader}",
        "Asked only if the {team_leaders} cannot settle something, or if one of them has left or cannot be reached.",
        ("142.5.9",),
        follows="outgoing_team",
        posts=LOCALITY_LEADER,
        day=UNTIL_THEN,
    )
    new_locality_leader = post_question(
        "Who is the new {team_leader}'s {locality_leader}?",
        "the {locality_leader} of the new {team_leader}",
        "It can be the same person.",
        ("142.5.9",),
        follows="new_team",
        posts=LOCALITY_LEADER,
        day=FROM_THEN,
    )
    handover_reason = ChoiceQuestion(
        "Why does management pass?",
        thing="why management passes",
        choices={
            "worker_moves_team": "The {social_worker} moves to another team",
            "leader_leaves": "The {team_leader} leaves the role or the council",
        },
        required=True,
        help="Both ask for a meeting of all three.",
        cites=CITES,
    )
    handover_reason_detail = LongTextQuestion(
        "What should be known about the reason?",
        thing="what should be known about the reason",
        lines=3,
        add="Add what should be known about the reason",
        help="For example a restructure, a promotion, or cover for a leave and until when. Nothing about the worker's "
        "health or conduct belongs here.",
        cites=CITES,
    )
    responsibility_date = DateQuestion(
        "What date does responsibility pass?",
        thing="the date that responsibility passes",
        hint="For example, 27 3 2026",
        required=True,
        help="Some weeks after the meeting is best.",
        cites=("142.5.2",),
        either=True,
    )

    three_way_date = DateQuestion(
        "When was the meeting of the three?",
        thing="the date of the meeting",
        hint="For example, 27 3 2026",
        past=True,
        required=True,
        help="A meeting that has been held. Some weeks before responsibility passes is best.",
        cites=("142.5.1", "142.5.2"),
    )
    all_attended = ChoiceQuestion(
        "Were all three there?",
        thing="whether all three were there",
        choices={
            "yes": "Yes: the {social_worker}, the outgoing and the new {team_leader}",
            "no": "No, not all of them",
        },
        help="All three of them must be there.",
        cites=CITES,
    )
    worker_attended, worker_unreachable = attended("worker", "{social_worker}")
    outgoing_team_leader_attended, outgoing_team_leader_unreachable = attended(
        "outgoing_team_leader", "outgoing {team_leader}"
    )
    new_team_leader_attended, new_team_leader_unreachable = attended("new_team_leader", "new {team_leader}")
    three_way_place = TextQuestion(
        "Where was it?",
        thing="where the meeting was",
        width="20",
        help="A room where nobody overhears what is said about children, or a video call.",
        add=ELSE,
        cites=CITES,
    )
    other_attendees = RowsQuestion(
        "Who else was there?",
        thing="the other people at the meeting",
        noun="person",
        columns={
            "name": TextQuestion(
                "Name", thing="the name", limit=200, required=True, help="As they are known at work.", cites=CITES
            ),
            "role": TextQuestion("Role", thing="the role", optional=True, help="For example note taker.", cites=CITES),
        },
        add=ELSE,
        help="Usually nobody but the three.",
        cites=CITES,
    )
