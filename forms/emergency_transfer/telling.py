"""What the child and family hear, what they say, and what follows."""

from __future__ import annotations

from forms.engine.date import DateQuestion
from forms.engine.promise import Promise
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion
from forms.shared import TellingFamilySection
from forms.shared.reasons import child_views_questions

LATER = "Add the closing note"


class EmergencyFamilySection(TellingFamilySection):
    """The telling of a planned transfer, and what needs special care when a relationship breaks off."""

    title = "What the child and family are told"

    family_told_what = LongTextQuestion(
        "What have they been told, or will they be told?",
        thing="what the child and family are told",
        required=True,
        help="The words that are used, for the child and for the adults. True, short, without blame, and without "
        "promises that nobody can keep. Say also what they are not told, and why.",
        cites=("142.4.7", "142.1.3"),
    )
    family_told_how = LongTextQuestion(
        "Who tells them, and how?",
        thing="who tells the child and family, and how",
        lines=3,
        help="Somebody whom they know, if there is anybody, and who has time to stay for a while.",
        cites=("142.4.7",),
    )
    handled_with_care = LongTextQuestion(
        "What needs particular care?",
        thing="what needs particular care",
        help="For example earlier losses, an anniversary, a child who will think that it is their fault.",
        cites=("142.4.7",),
    )
    child_views, child_views_how, child_views_not_obtained = child_views_questions()


class FollowingSection(Section):
    """The handover that is made up for later, and the end of the record."""

    key = "following"
    title = "What follows"

    full_handover_on = DateQuestion(
        "When does the full handover or a closing meeting follow?",
        thing="the date of the full handover",
        optional=True,
        hint="For example, 27 3 2026",
        help="A date, even if it has to be moved. If it can never take place, leave this blank and say why below.",
        promises=Promise("The full handover, or the closing meeting"),
        cites=("142.4.4", "142.4.5"),
        either=True,
    )
    full_handover_how = LongTextQuestion(
        "How will that be done?",
        thing="how the full handover will be done",
        optional=True,
        lines=3,
        help="Who takes part, what is handed over, and whether the child can still say goodbye.",
        cites=("142.4.5",),
    )
    closing_note = LongTextQuestion(
        "Closing note",
        thing="the closing note",
        lines=4,
        hint="Written later, when everything planned here is done",
        add=LATER,
        help="What was done in the end, what was not, and how the child is. It ends the record.",
        cites=("142.4.4", "142.4.5"),
    )
    closing_note_on = DateQuestion(
        "Date of the closing note",
        thing="the date of the closing note",
        hint="For example, 27 3 2026",
        past=True,
        add=LATER,
        help="The day on which the note is written.",
        cites=("142.4.4",),
    )
