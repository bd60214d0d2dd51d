"""What is left of a draft: everything that prevents its submission, each thing once, and where to answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from forms.engine.section import Section
from forms.engine.source import Source
from forms.record_kind import RecordKind
from protocol import Finding, Outcome, Weighing
from protocol.outcomes import question_of


@dataclass(frozen=True)
class Matter:
    """Something that prevents submission, and where to correct it.

    question: the question to answer, which may be the condition that hides the one that is asked; after an error in a
    table the control ('key_events-0-date'); '' where there is none. section, anchor: where it is. statements: ids that
    it is about. explain: those of them that can be given a reason instead, once their section `explained_in` is begun.
    """

    text: str
    question: str = ""
    section: type[Section] | None = None
    anchor: str = ""
    statements: list[str] = field(default_factory=list)
    explain: list[str] = field(default_factory=list)
    explained_in: type[Section] | None = None


def what_is_left(
    form: RecordKind,
    answers: Mapping[str, Any],
    weighed: Weighing,
    *,
    typed: Mapping[str, Any] | None = None,
    today: date,
    terms: Mapping[str, str] | None = None,
    known: Mapping[str, Source] | None = None,
) -> list[Matter]:
    """What prevents submission, in the form's order. answers, typed: as stored; weighed: of the applicable ones.

    known: the questions that the register answers.
    """
    errors = _errors(form, answers, typed or {}, terms=terms, today=today, known=known)
    found: dict[str, Matter] = {}
    for finding in weighed.stops_submission:
        for part in finding.open_parts:
            matter = _matter(form, answers, finding, part)
            if matter and matter.question not in errors:
                _add(found, matter, "" if is_blank(part) else part.message)
    return sorted([*errors.values(), *found.values()], key=lambda matter: _place(form, matter.section))


def is_blank(part: Finding) -> bool:
    """Whether it is a blank that is to be filled in, for which several statements may ask in words of their own."""
    return part.outcome is Outcome.UNANSWERED and not part.faulty


def _add(found: dict[str, Matter], matter: Matter, message: str) -> None:
    known = found.setdefault(f"{matter.question} {message}", matter)
    if known is not matter:
        known.statements.extend(matter.statements)
        known.explain.extend(matter.explain)


def _matter(form: RecordKind, answers: Mapping[str, Any], finding: Finding, part: Finding) -> Matter | None:
    """What one open part of a finding asks for; None where other findings say it. Its reason box is the finding's."""
    control, asked = part.question or "", question_of(part.question or "")
    if asked not in form.section_of:
        return Matter(part.message, statements=[part.statement]) if asked or part.faulty else None
    name = form.reachable(asked, answers)
    section, explained_in = form.section_of[name], form.section_of.get(finding.question or "")
    begun = explained_in and not answers.keys().isdisjoint(explained_in.questions())
    return Matter(
        part.message,
        control if name == asked else name,
        section,
        f"#{_focus_id(section, control if name == asked else name)}",
        statements=[part.statement],
        explain=[part.statement] if begun and part.takes_reason else [],
        explained_in=explained_in,
    )


def _focus_id(section: type[Section], control: str) -> str:
    """The id of the first control of a question, or of a cell of a table."""
    name, _, place = control.partition("-")
    question, (row, _, column) = section.questions()[name], place.partition("-")
    cells = question.columns if isinstance(question, RowsQuestion) else {}
    if column in cells:
        return f"{name}-{row}-{cells[column].focus_id}"
    return question.name if question.is_correctable else question.focus_id


def _errors(
    form: RecordKind, answers: Mapping[str, Any], typed: Mapping[str, Any], **page_of: Any
) -> dict[str, Matter]:
    """Control → the error that its page would show on continue. page_of: as for `Section.from_answers`."""
    found = {}
    for key, problems in form.errors(answers, typed, **page_of).items():
        section = form.section(key)
        page = section.from_answers(answers, typed, **page_of)
        for name, message in problems.items():
            found[name] = Matter(message, name, section, page.error_links({name: message})[0]["href"])
    return found


def sections_that_may_ask(form: RecordKind, answers: Mapping[str, Any], weighed: Weighing) -> frozenset[str]:
    """Keys of the sections with a blank question on which it may depend whether a statement is met.

    Nothing may be asked for there yet, but answers elsewhere can change that.
    """
    unsettled = (one for one in weighed.stops_submission if one.outcome is Outcome.UNANSWERED)
    read = {name for finding in unsettled for name in weighed.reads.get(finding.statement, ())}
    blank = (name for name in read & form.questions.keys() if name not in answers)
    return frozenset(form.section_of[name].key for name in blank if _could_apply(form.questions[name], answers))


def _could_apply(question: Question, answers: Mapping[str, Any]) -> bool:
    return all(parent not in answers or answers[parent] in values for parent, values in question.when)


def _place(form: RecordKind, section: type[Section] | None) -> int:
    return form.sections.index(section) if section else len(form.sections)
