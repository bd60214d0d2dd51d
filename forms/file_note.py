"""A short plain-text note of a transfer meeting, to copy into the case system (1.4.2, section 3; statement 142.3.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from forms.engine.display import display
from forms.engine.rows import RowsQuestion
from forms.record_kind import RecordKind
from forms.restricted import restricted_questions
from protocol.formatting import lower_first
from protocol.terms import term_filler

HELD = ("meeting_state", "held")
PARTS = {
    "current_worker": "current {social_worker}",
    "current_team_leader": "current {team_leader}",
    "new_worker": "new {social_worker}",
    "new_team_leader": "new {team_leader}",
}
DAYS = {
    "transfer_date": "responsibility passes",
    "joint_visit_date": "joint visit",
    "closing_meeting_date": "closing meeting with the family",
}


def file_note(
    form: RecordKind, reference: str, answers: Mapping[str, Any], terms: Mapping[str, str] | None = None
) -> str:
    """The note from the applicable answers, without restricted sections.

    '' for records without a transfer meeting, and until the meeting is held and its date is answered.
    """
    question, held = HELD
    if question not in form.questions or answers.get(question) != held or not answers.get("meeting_date"):
        return ""
    hidden = restricted_questions(form)
    return _Note(form, {name: answer for name, answer in answers.items() if name not in hidden}, terms).text(reference)


class _Note:
    def __init__(self, form: RecordKind, answers: Mapping[str, Any], terms: Mapping[str, str] | None) -> None:
        self.form, self.answers, self.terms, self.fill_terms = form, answers, terms, term_filler(terms)

    def text(self, reference: str) -> str:
        parts = {
            "There:": [*self._of_the_four("attended"), *self._others()],
            "Not there:": list(self._of_the_four("absent")),
            "Agreed:": list(self._agreed()),
            "Next dates:": list(self._dates()),
        }
        lines = [f"{self.fill_terms(self.form.title)} {reference}", f"{self._where_and_when()}."]
        for title, items in parts.items():
            lines += ["", title, *(f"- {item}" for item in items)] if items else []
        return "\n".join(lines)

    def _display(self, name: str) -> str:
        return str(display(self.form.questions[name], self.answers.get(name), self.terms))

    def _rows(self, name: str) -> Iterator[dict[str, str]]:
        """The rows of an answer as column → displayed text, without the columns that are no longer asked."""
        question = self.form.questions[name]
        shown = display(question, self.answers.get(name), self.terms)
        if isinstance(question, RowsQuestion) and isinstance(shown, tuple):
            yield from (dict(zip(question.columns, row, strict=False)) for row in shown[1:])

    def _where_and_when(self) -> str:
        place, chair = self._display("meeting_place"), self._display("meeting_chair")
        where, who = f", {place}" if place else "", f", chaired by {chair}" if chair else ""
        return f"Held on {self._display('meeting_date')}{where}{who}"

    def _of_the_four(self, attended: str) -> Iterator[str]:
        for part, role in PARTS.items():
            said = "attended" if self.answers.get("all_attended") == "yes" else self.answers.get(f"{part}_attended")
            if said == attended:
                yield ", ".join(filter(None, (self._display(part), self.fill_terms(role))))

    def _others(self) -> Iterator[str]:
        for row in self._rows("other_attendees"):
            yield ", ".join(filter(None, (row["name"], row["role"])))

    def _agreed(self) -> Iterator[str]:
        for row in self._rows("outstanding_work"):
            due = f"by {row['due']}" if row["due"] else ""
            yield " ".join(", ".join(filter(None, (row["task"], lower_first(row["owner"]), due))).split())

    def _dates(self) -> Iterator[str]:
        """The dates of the transfer in the order of DAYS, then the rows of 'dates ahead'."""
        for name, what in DAYS.items():
            if self.answers.get(name):
                yield f"{self._display(name)}: {what}"
        for row in self._rows("dates_ahead"):
            yield f"{row['date']}: {', '.join(filter(None, (row['kind'], row['note'])))}"
