"""The questions that may be answered after approval: those that the record's form asks, on a page of their own."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from forms.engine.record import RecordForm
from forms.engine.section import Section

MAY_FOLLOW = {
    "transfer_meeting": ("file_note_date", "file_note_reference"),
    "emergency_transfer": ("no_handover_filed_on", "closing_note", "closing_note_on"),
    "management_handover": ("supervision_notes_date", "supervision_notes_reference"),
}
NOTE, NOTED_ON, FILED_ON = "closing_note", "closing_note_on", "no_handover_filed_on"
NO_DATE = "Enter the date of the closing note"
NO_NOTE = "Enter the closing note"
NOT_FILED = "Enter when that was put on the child's file, before the closing note ends this record"


def may_follow(form: RecordForm) -> tuple[str, ...]:
    """The names of the questions that may be answered after approval, none for a record that leaves nothing open."""
    return MAY_FOLLOW.get(form.kind, ())


def left_to_add(form: RecordForm, *, added: Collection[str], open_statements: Collection[str]) -> tuple[str, ...]:
    """The questions that still follow: those of statements that are open, and those that end a record."""
    left = [name for name in may_follow(form) if name not in added]
    cited = {name: set(form.questions[name].cites) for name in left}
    return tuple(n for n in left if n in (NOTE, NOTED_ON) or not cited[n].isdisjoint(open_statements))


class _Following(Section):
    """A page of what followed. A closing note ends the record, so it comes last and has a date."""

    key = "follow-up"
    title = "Add what followed"

    def ask_together(self) -> dict[str, str]:
        """What a closing note cannot do without."""
        said = self.answers()
        if NOTED_ON in said and NOTE not in said:
            return {NOTE: NO_NOTE}
        if NOTE not in said:
            return {}
        missing = {NOTED_ON: NO_DATE, FILED_ON: NOT_FILED}
        return {name: message for name, message in missing.items() if name in self.asked and name not in said}


@lru_cache(maxsize=32)
def following_section(form: RecordForm, names: tuple[str, ...]) -> type[Section]:
    """A page of these questions of the form."""
    asked = {name: getattr(form.section_of[name], name) for name in names}
    return type("FollowingSection", (_Following,), asked)
