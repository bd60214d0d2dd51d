"""The page of questions that may be answered after approval."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from forms.engine.section import Section
from forms.record_kind import RecordKind

NOTE, NOTED_ON, FILED_ON = "closing_note", "closing_note_on", "no_handover_filed_on"
NO_DATE = "Enter the date of the closing note"
NO_NOTE = "Enter the closing note"
NOT_FILED = "Enter when that was put on the child's file, before the closing note ends this record"


def left_to_add(form: RecordKind, *, added: Collection[str], open_statements: Collection[str]) -> tuple[str, ...]:
    """The follow-up questions to offer: unanswered ones that cite an open statement, and the closing note's."""
    left = [name for name in form.may_follow if name not in added]
    cited = {name: set(form.questions[name].cites) for name in left}
    return tuple(n for n in left if n in (NOTE, NOTED_ON) or not cited[n].isdisjoint(open_statements))


class _Following(Section):
    """The follow-up page. A closing note ends the record, so it needs a date and comes last."""

    key = "follow-up"
    title = "Add what followed"

    def check_together(self) -> dict[str, str]:
        """Require what a closing note needs: its text, its date, and the filing date where that is asked."""
        answers = self.answers()
        if NOTED_ON in answers and NOTE not in answers:
            return {NOTE: NO_NOTE}
        if NOTE not in answers:
            return {}
        missing = {NOTED_ON: NO_DATE, FILED_ON: NOT_FILED}
        return {name: message for name, message in missing.items() if name in self.asked and name not in answers}


@lru_cache(maxsize=32)
def following_section(form: RecordKind, names: tuple[str, ...]) -> type[Section]:
    """The section class with these questions of a form."""
    asked = {name: getattr(form.section_of[name], name) for name in names}
    return type("FollowingSection", (_Following,), asked)
