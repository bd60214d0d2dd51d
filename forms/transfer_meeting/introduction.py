"""How the new worker is introduced, and how the former one lets go."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion
from forms.engine.date import DateQuestion
from forms.engine.promise import Promise
from forms.engine.section import Section
from forms.engine.text import TextQuestion
from forms.shared.reasons import NOT_SAID_TO_STAY, STILL_ALIVE, STILL_THERE


class IntroductionSection(Section):
    """The joint visit, the time of transition, and the meeting that closes it."""

    key = "introduction"
    title = "Introduction"

    joint_visit = ChoiceQuestion(
        "Have both workers visited the family together?",
        thing="whether there is a joint visit",
        choices={"held": "Yes", "planned": "Not yet, it is planned", "none": "No, and none is planned"},
        only={"planned": STILL_THERE},
        when=STILL_ALIVE,
        help="The worker whom the family knows introduces the new one, at home.",
        cites=("142.3.7", "315.7.7"),
    )
    joint_visit_date = DateQuestion(
        "When was it, or when will it be?",
        thing="the date of the joint visit",
        hint="For example, 27 3 2026. Leave blank if there is no visit",
        when=STILL_ALIVE,
        help="On or before the date that responsibility passes.",
        promises=Promise(
            "Joint visit of both {social_workers} to the family",
            who=("current_worker", "new_worker"),
            when=(("joint_visit", ("planned",)),),
        ),
        cites=("142.3.7", "315.7.7"),
        either=True,
    )
    joint_visit_together = ChoiceQuestion(
        "Are both workers there, and is it at home?",
        thing="whether both workers are there, and where",
        choices={
            "home": "Both, at the family's or the child's home",
            "elsewhere": "Both, somewhere else",
            "not_both": "Not both of them",
        },
        when=STILL_ALIVE,
        help="In the same place at the same time. A foster home or children's home is the child's home. Elsewhere "
        "counts as a joint visit, but the protocol expects an introduction at home. If one of them falls ill, it is "
        "best to move the visit.",
        cites=("142.3.7", "315.7.7"),
    )
    closing_meeting_kind = ChoiceQuestion(
        "Which meeting ends the transition?",
        thing="which meeting ends the transition",
        choices={
            "tac": "Team around the child or family",
            "core_group": "Core group",
            "child_in_need_meeting": "Child in need meeting",
            "looked_after_review": "Looked after review",
            "other": "Another meeting",
        },
        help="A meeting with the family that would take place anyway is best.",
        cites=("142.3.8",),
    )
    closing_meeting_date = DateQuestion(
        "When was that meeting, or when will it be?",
        thing="the date of the closing meeting",
        hint="For example, 27 3 2026",
        help="On or after the joint visit.",
        promises=Promise("Meeting that ends the transition", says="closing_meeting_kind", who=("new_worker",)),
        cites=("142.3.8",),
        either=True,
    )
    former_worker_until = DateQuestion(
        "Until when can the new {social_worker} ask the former one?",
        thing="the date until which the former worker can be asked",
        hint="For example, 27 3 2026",
        when=STILL_THERE,
        help="A few weeks are usual. Questions come up once the new worker knows the family.",
        cites=("142.3.9",),
        either=True,
    )
    former_worker_how = TextQuestion(
        "How can they be reached?",
        thing="how the former worker can be reached",
        when=STILL_THERE,
        help="For example by telephone, or half an hour every Monday.",
        cites=("142.3.9",),
    )
    former_worker_instead = TextQuestion(
        "If they have left or died, who will be asked instead?",
        thing="who will be asked instead",
        hint="Leave blank if they are staying with the council",
        when=NOT_SAID_TO_STAY,
        help="For example the former {team_leader}, a family support worker, the carer's {social_worker}.",
        cites=("142.3.9",),
    )
