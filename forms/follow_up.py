"""The pages after approval: questions that may be answered then, and what became of something promised."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar

from forms.engine.choice import ChoiceQuestion
from forms.engine.date import DateQuestion
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion
from forms.record_kind import RecordKind
from protocol import formatting
from protocol.days import date_from

NOTE, NOTED_ON, FILED_ON = "closing_note", "closing_note_on", "no_handover_filed_on"
FARTHEST = 731  # days ahead, two years
NO_DATE = "Enter the date of the closing note"
NO_NOTE = "Enter the closing note"
NOT_FILED = "Enter when that was put on the child's file, before the closing note ends this record"
TOO_EARLY = "The day on which it was done must be {} or later: the record of that day says that it was still to be done"


def left_to_add(form: RecordKind, *, added: Collection[str], open_statements: Collection[str]) -> tuple[str, ...]:
    """The follow-up questions to offer: unanswered ones that cite an open statement, and the closing note's."""
    left = [name for name in form.may_follow if name not in added]
    cited = {name: set(form.questions[name].cites) for name in left}
    return tuple(n for n in left if n in (NOTE, NOTED_ON) or not cited[n].isdisjoint(open_statements))


class _Following(Section):
    """The follow-up page. A closing note ends the record, so it needs a date and comes last.

    contradicted: question → what cannot be true of these answers beside the record's, set by whoever has that record.
    """

    key = "follow-up"
    title = "Add what followed"
    contradicted: Callable[[Mapping[str, Any]], Mapping[str, str]] = staticmethod(lambda _: {})

    def check_together(self) -> dict[str, str]:
        """What cannot be, and what a closing note needs: its text, its date, and the filing date where it is asked."""
        answers = self.answers()
        return {**self._needed(answers), **self.contradicted(answers)}

    def _needed(self, answers: Mapping[str, Any]) -> dict[str, str]:
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


class BecameSection(Section):
    """What became of something promised: done on a day, put off to another, or not done."""

    key = "became"
    title = "What became of it"

    became = ChoiceQuestion(
        "What became of it?",
        thing="what became of it",
        choices={
            "done": "It was done",
            "put_off": "It is put off to another day",
            "not_done": "It did not happen, and will not",
        },
        required=True,
    )
    done_on = DateQuestion(
        "On which day?",
        thing="the day on which it was done",
        hint="For example, 27 3 2026",
        past=True,
        required=True,
        when=(("became", ("done",)),),
    )
    put_off_to = DateQuestion(
        "To which day?",
        thing="the day to which it is put off",
        hint="For example, 27 3 2026",
        within=(0, FARTHEST),
        required=True,
        when=(("became", ("put_off",)),),
    )
    put_off_why = LongTextQuestion(
        "Why?", thing="why it is put off", lines=3, required=True, when=(("became", ("put_off",)),)
    )
    not_done_why = LongTextQuestion(
        "Why?", thing="why it did not happen", lines=3, required=True, when=(("became", ("not_done",)),)
    )

    first: ClassVar[date | None] = None

    def check_together(self) -> dict[str, str]:
        """Nothing was done before the day on which the record says that it was still to come."""
        done = date_from(self.answers().get("done_on"))
        early = done is not None and self.first is not None and done < self.first
        return {"done_on": TOO_EARLY.format(formatting.day(self.first))} if early and self.first else {}

    def said(self) -> tuple[str, str | None, str]:
        """(what became of it, its day as YYYY-MM-DD, why), as far as it is answered."""
        answers = self.answers()
        became = answers.get("became", "")
        day = {"done": "done_on", "put_off": "put_off_to"}.get(became, "")
        return became, answers.get(day), answers.get(f"{became}_why", "")


@lru_cache(maxsize=256)
def became_section(first: date) -> type[BecameSection]:
    """The section class of a promise that was still to come on the day `first`."""
    return type("BecameOfPromiseSection", (BecameSection,), {"first": first})
