"""The form in which auditors and inspectors say what they read records for, and until when."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion
from forms.engine.date import DateQuestion
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion


def reading_for_section(purposes: dict[str, str]) -> type[Section]:
    """The section with these purposes, key → words, to choose from."""

    class ReadingForSection(Section):
        """What records are read for."""

        key = "reading"
        title = "What do you read records for?"

        purpose = ChoiceQuestion(
            "What kind of reading is it?", thing="what kind of reading it is", choices=purposes, required=True
        )
        what_for = LongTextQuestion(
            "What exactly is it for?",
            thing="what exactly it is for",
            hint="For example which audit or inspection, and who asked for it. No child's name",
            required=True,
            lines=3,
        )
        last_day = DateQuestion("Until which day?", thing="the last day", required=True, to_come=True)

    return ReadingForSection
