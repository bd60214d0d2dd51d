"""Who is told of the change: the child, the family, and the other people who work with the child."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion, YesNoQuestion
from forms.engine.date import DateQuestion
from forms.engine.promise import Promise
from forms.engine.rows import RowsQuestion
from forms.engine.text import TextQuestion
from forms.shared import TellingFamilySection

INVOLVED = (("professionals_involved", ("yes",)),)
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


class TellingSection(TellingFamilySection):
    """The child and family, then the other professionals, and whom all of them can reach."""

    title = "Telling the child, family and professionals"
    intro = "The child and the family hear of it first, from somebody they know."

    professionals_involved = ChoiceQuestion(
        "Do other professionals work with the child or family?",
        thing="whether other professionals are involved",
        choices={"yes": "Yes", "none": "No, none"},
        inline=True,
        help="School or nursery, health, police, an advocate, a guardian, an independent reviewing officer.",
        cites=("315.7.10",),
    )
    professionals_told_on = DateQuestion(
        "When were they told?",
        thing="the date on which the professionals were told",
        hint="For example, 27 3 2026. If not all on one day, give the others below",
        past=True,
        when=INVOLVED,
        help="Tell each of them who takes over and from when, and no more than they need.",
        cites=("315.7.10",),
    )
    professionals_told_by = DateQuestion(
        "If somebody has not been told yet, by when will they be?",
        thing="the day by which the other professionals will be told",
        optional=True,
        hint="For example, 27 3 2026. Leave blank if all have been told",
        when=INVOLVED,
        help="A day still to come. The new {social_worker} may tell them, in the first days.",
        promises=Promise("Telling the professionals who have not been told yet", who=("new_worker",), when=INVOLVED),
        cites=("315.7.10",),
        to_come=True,
    )
    professionals_told = RowsQuestion(
        "Who are they?",
        thing="the professionals",
        noun="professional",
        when=INVOLVED,
        required=True,
        columns={
            "role": ChoiceQuestion(
                "Role",
                thing="the role",
                choices=PROFESSIONALS,
                long=True,
                required=True,
                help="Choose the nearest, or somebody else. Begin with the independent reviewing officer.",
                cites=("315.7.10",),
            ),
            "name": TextQuestion(
                "Name",
                thing="the name",
                limit=200,
                help="The person, or the place if there is no one person. Leave blank if the role says it all.",
                cites=("315.7.10",),
            ),
            "told_on": DateQuestion(
                "Told on another day",
                thing="the date they were told",
                optional=True,
                past=True,
                help="Leave blank if it was the day above, or is still to be done.",
                cites=("315.7.10",),
            ),
        },
        retired={
            "contact_given": YesNoQuestion(
                "Do they have the new {social_worker}'s contact details?", thing="they have the contact details"
            )
        },
        help="Everybody whom the change concerns, each in a row.",
        cites=("315.7.10",),
    )
    contact_given = YesNoQuestion(
        "Do all who were told have the new {social_worker}'s contact details?",
        thing="all who were told have the new {social_worker}'s contact details",
        help="A name, a telephone number, when it is answered, and whom to ring when it is not.",
        cites=("315.7.9", "315.7.10"),
    )
