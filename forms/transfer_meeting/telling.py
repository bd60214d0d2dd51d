"""Which other people who work with the child are told of the change."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion, YesNoQuestion
from forms.engine.date import DateQuestion
from forms.engine.rows import RowsQuestion
from forms.engine.section import Section
from forms.engine.text import TextQuestion

PROFESSIONALS = {
    "iro": "Independent reviewing officer",
    "school": "School or nursery",
    "virtual_school": "Virtual school",
    "health_visitor": "Health visitor",
    "school_nurse": "School nurse",
    "gp": "GP",
    "police": "Police",
    "guardian": "Children's guardian (Cafcass)",
    "advocate": "Advocate",
    "personal_adviser": "Personal adviser",
    "supervising_social_worker": "Supervising {social_worker}",
    "lead_professional": "Lead professional",
    "early_help": "Early help",
    "youth_justice": "Youth justice",
    "other": "Somebody else",
}


class TellingProfessionalsSection(Section):
    """Which other professionals are involved, and when each was told."""

    key = "telling-professionals"
    title = "Telling other professionals"
    intro = "Whoever is worried about the child tomorrow must know whom to ring."

    professionals_involved = ChoiceQuestion(
        "Do other professionals work with the child or family?",
        thing="whether other professionals are involved",
        choices={"yes": "Yes", "none": "No, none"},
        inline=True,
        help="School or nursery, health, police, an advocate, a guardian, anybody who comes to the child's meetings. "
        "A looked after child always has an independent reviewing officer.",
        cites=("315.7.10",),
    )
    professionals_told = RowsQuestion(
        "Who are they, and when were they told?",
        thing="the professionals",
        noun="professional",
        when=(("professionals_involved", ("yes",)),),
        required=True,
        columns={
            "name": TextQuestion(
                "Name",
                thing="the name",
                limit=200,
                required=True,
                help="The person, or the place if there is no one person.",
                cites=("315.7.10",),
            ),
            "role": ChoiceQuestion(
                "Role",
                thing="the role",
                choices=PROFESSIONALS,
                long=True,
                required=True,
                help="Choose the nearest, or somebody else.",
                cites=("315.7.10",),
            ),
            "told_on": DateQuestion(
                "Told on",
                thing="the date they were told",
                past=True,
                help="The day of the message or call. Leave blank if they have not been told yet.",
                cites=("315.7.10",),
            ),
            "contact_given": YesNoQuestion(
                "Do they have the new {social_worker}'s contact details?",
                thing="they have the contact details",
                help="With the {team_leader}'s, for when the worker is away.",
                cites=("315.7.10",),
            ),
        },
        help="Tell each of them who takes over and from when, with contact details. Share no more about the child "
        "than they need.",
        cites=("315.7.10",),
    )
