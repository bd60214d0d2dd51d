"""How the new worker is introduced, and how the former one lets go."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion, YesNoQuestion
from forms.engine.date import DateQuestion
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion, TextQuestion

COMPLEX = (("transition_complex", ("yes",)),)


class IntroductionSection(Section):
    """The joint visit, the time of transition, and the meeting that closes it."""

    key = "introduction"
    title = "Introduction and transition"
    intro = "Children remember how a worker left and how the next one arrived."

    joint_visit = ChoiceQuestion(
        "Have both workers visited the family together?",
        thing="whether there is a joint visit",
        choices={"held": "Yes", "planned": "Not yet, it is planned", "none": "No, and none is planned"},
        help="The worker whom the family knows introduces the one whom they do not, at home where the child feels "
        "safe. It lets the child see that the two get on, and say goodbye.",
        cites=("142.3.7", "315.7.7"),
    )
    joint_visit_date = DateQuestion(
        "When was it, or when will it be?",
        thing="the date of the joint visit",
        hint="For example, 27 3 2026. Leave blank if there is no visit",
        help="On or before the date that responsibility passes.",
        cites=("142.3.7", "315.7.7"),
    )
    joint_visit_place = ChoiceQuestion(
        "Where?",
        thing="where the joint visit is",
        choices={"home": "At the family's or the child's home", "elsewhere": "Somewhere else"},
        help="A foster home or children's home is the child's home. Elsewhere counts as a joint visit, "
        "but the protocol expects an introduction at home.",
        cites=("142.3.7", "315.7.7"),
    )
    joint_visit_both_workers = YesNoQuestion(
        "Are both workers there?",
        thing="both workers are there",
        help="In the same place at the same time. If one of them falls ill, the visit is better moved than halved.",
        cites=("142.3.7", "315.7.7"),
    )
    transition_complex = YesNoQuestion(
        "Is the situation so complex that a time of shared work is needed?",
        thing="a time of shared work is needed",
        help="For example a child who finds change very hard, several agencies or children, serious risk, or a court "
        "that has just decided. Then both workers work side by side for a while.",
        cites=("315.7.8",),
    )
    transition_from = DateQuestion(
        "From when?",
        thing="the date that the shared work begins",
        hint="For example, 27 3 2026",
        when=COMPLEX,
        help="Often the day of the joint visit.",
        cites=("315.7.8",),
    )
    transition_to = DateQuestion(
        "Until when?",
        thing="the date that the shared work ends",
        hint="For example, 27 3 2026",
        when=COMPLEX,
        help="A clear end, so that the child knows when the goodbye is.",
        cites=("315.7.8",),
    )
    transition_roles = LongTextQuestion(
        "Who does what in that time?",
        thing="who does what in that time",
        lines=4,
        when=COMPLEX,
        help="Who visits, who writes, who decides in an emergency, and what the family has been told about it.",
        cites=("315.7.8",),
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
        help="A meeting with the family that would take place anyway is best: it shows everybody at once who the "
        "worker is from now on.",
        cites=("142.3.8",),
    )
    closing_meeting_date = DateQuestion(
        "When is that meeting?",
        thing="the date of the closing meeting",
        hint="For example, 27 3 2026",
        help="On or after the joint visit.",
        cites=("142.3.8",),
    )
    former_worker_until = DateQuestion(
        "Until when can the new {social_worker} ask the former one?",
        thing="the date until which the former worker can be asked",
        hint="For example, 27 3 2026",
        help="A few weeks are usual. Questions come up once the new worker knows the family.",
        cites=("142.3.9",),
    )
    former_worker_how = TextQuestion(
        "How can they be reached?",
        thing="how the former worker can be reached",
        help="For example by telephone, or half an hour every Monday.",
        cites=("142.3.9",),
    )
    former_worker_instead = TextQuestion(
        "If they will have left, who will be asked instead?",
        thing="who will be asked instead",
        hint="Leave blank if they are staying with the council",
        help="Somebody who knows the child's story: the former {team_leader}, a family support worker, the carer's "
        "supervising {social_worker}.",
        cites=("142.3.9",),
    )
