"""The worker's other responsibilities, and what could not be settled."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion, YesNoQuestion
from forms.engine.date import DateQuestion
from forms.engine.question import Question
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion, TextQuestion

DUTIES = ("142.5.6",)
UNSETTLED = ("142.5.9",)
SOMETHING = (("unresolved", ("yes",)),)


def duty(name: str, label: str, *, thing: str, detail: str, detail_thing: str, help: str) -> tuple[Question, Question]:  # noqa: A002
    """One responsibility beside the cases: yes or none, and then which."""
    return (
        ChoiceQuestion(
            label,
            name=name,
            thing=thing,
            help=help,
            cites=DUTIES,
            choices={"yes": "Yes", "none": "No, none"},
            inline=True,
        ),
        LongTextQuestion(
            detail,
            name=f"{name}_detail",
            thing=detail_thing,
            lines=3,
            when=((name, ("yes",)),),
            required=True,
            cites=DUTIES,
            help="With names and dates, and what has been promised.",
        ),
    )


class ResponsibilitiesSection(Section):
    """What the worker does beside their cases, their appraisal, what is unresolved, and the {supervision_notes}."""

    key = "responsibilities"
    title = "Other responsibilities, and what is unresolved"

    link_school, link_school_detail = duty(
        "link_school",
        "Is the {social_worker} linked to a school?",
        thing="whether there is a link school",
        detail="Which school, and what is expected?",
        detail_thing="which school it is",
        help="A school that turns to this worker with its questions.",
    )
    students, students_detail = duty(
        "students",
        "Does the {social_worker} have a student on placement?",
        thing="whether there is a student",
        detail="Who is it, and until when?",
        detail_thing="who the student is",
        help="As practice educator or as supervisor at work. A student needs to know who signs their reports.",
    )
    training, training_detail = duty(
        "training",
        "Is there training outstanding or coming up?",
        thing="whether there is training",
        detail="Which training, and when?",
        detail_thing="which training it is",
        help="Also the assessed year of a newly qualified worker, with its dates and lighter caseload.",
    )
    pdr_date = DateQuestion(
        "When was the {social_worker}'s last PDR?",
        thing="the date of the PDR",
        hint="For example, 27 3 2026",
        past=True,
        help="The performance and development review, or appraisal.",
        cites=("142.5.7",),
    )
    pdr_available = YesNoQuestion(
        "Has it been made available to the new {team_leader}?",
        thing="the PDR has been made available",
        help="The document itself, not a summary. The {social_worker} must know that it is passed on.",
        cites=("142.5.7",),
    )
    unresolved = ChoiceQuestion(
        "Is anything unresolved between the {team_leaders}?",
        thing="whether anything is unresolved",
        choices={"yes": "Yes", "none": "No, nothing"},
        inline=True,
        required=True,
        help="Answer yes also if a child's row says so.",
        cites=UNSETTLED,
    )
    unresolved_detail = LongTextQuestion(
        "What is it?",
        thing="what is unresolved",
        lines=4,
        required=True,
        when=SOMETHING,
        help="Give both views fairly. Name no child here: children have their own rows.",
        cites=UNSETTLED,
    )
    locality_leaders_told_on = DateQuestion(
        "When were the {locality_leaders} told?",
        thing="the date that the {locality_leaders} were told",
        hint="For example, 27 3 2026",
        past=True,
        when=SOMETHING,
        help="Both, or the one who leads both teams. Their names are under 'People and meeting'.",
        cites=UNSETTLED,
    )
    four_way_date = DateQuestion(
        "When was the four-way meeting?",
        thing="the date of the four-way meeting",
        hint="For example, 27 3 2026",
        past=True,
        when=SOMETHING,
        help="The two {team_leaders} and the {locality_leaders} meet, after the {locality_leaders} were told.",
        cites=UNSETTLED,
    )
    four_way_outcome = LongTextQuestion(
        "What was agreed there?",
        thing="what was agreed at the four-way meeting",
        lines=4,
        when=SOMETHING,
        help="What holds from now on, and who sees to it.",
        cites=UNSETTLED,
    )
    supervision_notes_date = DateQuestion(
        "When was the meeting recorded in the {supervision_notes}?",
        thing="the date of the {supervision_notes}",
        hint="For example, 27 3 2026",
        past=True,
        help="In full, with the worker's {supervision_notes}. Either the date or the place is enough to find it.",
        cites=("142.5.3",),
    )
    supervision_notes_reference = TextQuestion(
        "Where are those notes?",
        thing="where the {supervision_notes} are",
        add="Add where those notes are",
        help="The title or number in {case_system}. This record is kept with the worker, never on a child's file.",
        cites=("142.5.3",),
    )
