"""The questions that may be answered after approval: those that the record's form asks, on a page of their own."""

from __future__ import annotations

from functools import lru_cache

from forms.record import RecordForm
from forms.section import Section

MAY_FOLLOW = {
    "transfer_meeting": ("file_note_date", "file_note_reference"),
    "emergency_transfer": ("no_handover_filed_on", "closing_note", "closing_note_on"),
    "management_handover": ("supervision_notes_date", "supervision_notes_reference"),
}


def may_follow(form: RecordForm) -> tuple[str, ...]:
    """The names of the questions that may be answered after approval, none for a record that leaves nothing open."""
    return MAY_FOLLOW.get(form.kind, ())


@lru_cache(maxsize=32)
def following_section(form: RecordForm, names: tuple[str, ...]) -> type[Section]:
    """A page of these questions of the form."""
    asked = {name: getattr(form.section_of[name], name) for name in names}
    return type("FollowingSection", (Section,), {"key": "follow-up", "title": "Add what followed", **asked})
