"""Who looks after the child now, and what is done to make up for the missing handover."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion
from forms.engine.date import DateQuestion
from forms.engine.promise import Promise
from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion, TextQuestion
from protocol.formatting import upper_first
from protocol.statements.scope import Condition

SAFETY = "Add who covers until then, the risks and the next visit"


def actions(
    label: str,
    *,
    thing: str,
    noun: str,
    help: str,  # noqa: A002
    cites: tuple[str, ...],
    when: tuple[Condition, ...] = (),
    required: bool = False,
) -> Question:
    """Rows of what is done: what, who, by when, planned or in place.

    required: whether nobody can accept that nothing is done.
    """
    planned = Promise(upper_first(noun), says="what", who=("who",), when=(("state", ("planned",)),))
    columns: dict[str, Question] = {
        "what": LongTextQuestion(
            "What is done?",
            thing="what is done",
            required=True,
            cites=cites,
            lines=2,
            help="Something that others can see has been done.",
        ),
        "who": TextQuestion(
            "Who does it?", thing="who does it", required=True, cites=cites, help="A person, not a team."
        ),
        "by_when": DateQuestion(
            "By when?",
            thing="the date it is due",
            cites=cites,
            help="Leave blank if it is in place already, or was tried and did not work.",
            either=True,
            promises=planned,
        ),
        "state": ChoiceQuestion(
            "Is it planned or in place?",
            thing="whether it is planned or in place",
            required=True,
            cites=cites,
            choices={"planned": "Planned", "in_place": "In place", "tried": "Tried, but did not work"},
            inline=True,
            help="In place means that it is happening now. Tried: it was done or begun, and did not work.",
        ),
    }
    return RowsQuestion(
        label, thing=thing, noun=noun, help=help, when=when, cites=cites, required=required, columns=columns
    )


class ActionSection(Section):
    """How safe the child is now, the work, the relationships, and how the family gets to know the new worker."""

    key = "action"
    title = "Safety and action"
    intro = "There are two lists: action so that the service goes on, and action for the people whom the child misses."

    interim_cover = LongTextQuestion(
        "Who covers until the new {social_worker} is in place?",
        thing="who covers for now",
        lines=3,
        help="A name and telephone number for every day until then, and what that person knows of the child.",
        add=SAFETY,
        cites=("142.4.4",),
    )
    immediate_risk = LongTextQuestion(
        "What are the risks in the next days, and what is done about them?",
        thing="the risks in the next days",
        help="How likely, who watches for them, whom to ring. Write 'none known' only if you have asked.",
        add=SAFETY,
        cites=("142.4.4",),
    )
    last_seen_on = DateQuestion(
        "When was the child last seen?",
        thing="the date that the child was last seen",
        hint="For example, 27 3 2026",
        past=True,
        help="By any worker of the service, and alone if the child is old enough for that.",
        add=SAFETY,
        cites=("142.4.4",),
    )
    next_visit_on = DateQuestion(
        "When is the next visit?",
        thing="the date of the next visit",
        hint="For example, 27 3 2026",
        help="Visits have legal time limits, and they do not wait for a new worker.",
        promises=Promise("The next visit", who=("next_visit_by",)),
        add=SAFETY,
        cites=("142.4.4",),
        to_come=True,
    )
    next_visit_by = TextQuestion(
        "Who makes that visit?",
        thing="who makes the next visit",
        help="If the child does not know that person, say who goes with them.",
        add=SAFETY,
        cites=("142.4.4",),
    )
    service_actions = actions(
        "So that the work goes on",
        thing="what is done so that the work goes on",
        noun="action for the service",
        help="Visits, reports, court directions, reviews, referrals, payments: what must not stop, and who "
        "makes sure that it does not.",
        cites=("142.4.4",),
    )
    relationship_actions = actions(
        "So that relationships go on",
        thing="what is done so that relationships go on",
        noun="action for relationships",
        help="For example visits as before by a known family support worker, a letter or call from the former "
        "worker, a memory book, more time with a carer or teacher.",
        cites=("142.4.5",),
    )
    no_action_reason = LongTextQuestion(
        "If nothing can be done or planned, why?",
        thing="why no action can be planned",
        lines=3,
        help="Say it of each list above that is empty: what stood in the way, what was tried, and how the child is "
        "protected from the effect. The manager above those who decide must accept it, and reads this first.",
        add="Add why no action can be planned",
        cites=("142.4.4", "142.4.5"),
    )
    handover_route = ChoiceQuestion(
        "How is the new {social_worker} introduced?",
        thing="how the new {social_worker} is introduced",
        choices={
            "meeting_chaired_by_leader": "At a meeting that the {team_leader} chairs",
            "known_person_introduces": "By somebody whom the family knows",
            "another_way": "In another way",
            "none": "Not decided yet",
        },
        help="Choose what this child would find easiest.",
        cites=("142.4.6",),
    )
    handover_route_meeting = ChoiceQuestion(
        "Which meeting?",
        thing="which meeting",
        optional=True,
        choices={
            "tac": "Team around the child or family",
            "core_group": "Core group",
            "child_in_need_meeting": "Child in need meeting",
            "looked_after_review": "Looked after review",
            "other": "Another meeting",
        },
        when=(("handover_route", ("meeting_chaired_by_leader",)),),
        help="One that is due anyway may be brought forward.",
        cites=("142.4.6",),
    )
    handover_route_person = TextQuestion(
        "Who is that?",
        thing="who introduces the new {social_worker}",
        optional=True,
        when=(("handover_route", ("known_person_introduces",)),),
        help="Name and role, and since when they have known the child.",
        cites=("142.4.6",),
    )
    handover_route_other = LongTextQuestion(
        "Which way?",
        thing="the other way",
        lines=3,
        when=(("handover_route", ("another_way",)),),
        help="Say why it fits this child better.",
        cites=("142.4.6",),
    )
