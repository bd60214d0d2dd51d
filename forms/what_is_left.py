"""What is left of a draft: everything that prevents its submission, each thing once, and where to answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from forms.engine.section import Section
from forms.record_kind import RecordKind
from protocol import Finding, Weighing


@dataclass(frozen=True)
class Matter:
    """Something that prevents submission, and where to correct it.

    question: the question or, after an error in a table, the control ('key_events-0-date'); '' where there is none.
    section, anchor: of the control to link to, which may be the condition that hides the question. statements: ids that
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
) -> list[Matter]:
    """What prevents submission, in the form's order. answers, typed: as stored; weighed: of the applicable ones."""
    found = _errors(form, answers, typed or {}, today, terms)
    for finding in weighed.stops_submission:
        name = finding.question or ""
        if name in found or name not in form.section_of:
            stated = Matter(finding.message, name, statements=[finding.statement])
            found.setdefault(name or finding.statement, stated)
            continue
        matter = found.setdefault(f"{name} {finding.message}", _matter(form, answers, finding, name))
        matter.statements.append(finding.statement)
        begun = matter.explained_in and not answers.keys().isdisjoint(matter.explained_in.questions())
        matter.explain.extend([finding.statement] if begun and finding.takes_reason else [])
    return sorted(found.values(), key=lambda matter: _place(form, matter.section))


def _errors(
    form: RecordKind, answers: Mapping[str, Any], typed: Mapping[str, Any], today: date, terms: Mapping[str, str] | None
) -> dict[str, Matter]:
    """Control → the error that its page would show on continue."""
    found = {}
    for key, problems in form.errors(answers, typed, terms=terms, today=today).items():
        section = form.section(key)
        page = section.from_answers(answers, typed)
        for name, message in problems.items():
            found[name] = Matter(message, name, section, page.error_links({name: message})[0]["href"])
    return found


def _matter(form: RecordKind, answers: Mapping[str, Any], finding: Finding, name: str) -> Matter:
    shown = form.reachable(name, answers)
    section = form.section_of[shown]
    anchor = f"#{section.questions()[shown].focus_id}"
    return Matter(finding.message, name, section, anchor, explained_in=form.section_of[name])


def _place(form: RecordKind, section: type[Section] | None) -> int:
    return form.sections.index(section) if section else len(form.sections)
