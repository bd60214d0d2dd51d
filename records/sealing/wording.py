"""A version's answers as its form words them, with the council's terms: what its document prints of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from documents.content import Answer, CorrectionLine, FindingLine, Section
from forms import RecordKind, display
from forms.corrections import corrections_in
from forms.engine.display import typed_text
from forms.engine.question import Question
from forms.glance import at_a_glance
from forms.restricted import restricted_questions, restricted_statements
from protocol import Finding, Outcome, Statement, formatting
from protocol.corrections import FROM_REGISTER, stored_in
from protocol.decisions import FILE_CHECKED_ON
from protocol.outcomes import question_of
from protocol.terms import fill_terms, term_filler
from records import editions

AS_TYPED = " (as it was typed, to be put right)"
# What is printed before a date that a decider stated, where it is not the question.
PRINTED = {FILE_CHECKED_ON: "File checked on "}


@dataclass(frozen=True)
class FormText:
    """A version's answers as displayed by its form.

    first_line: what the record decides, in one sentence, or ''. asked_for: the same, to follow 'did not agree that'.
    corrections: what it says in place of the register, not
    yet confirmed. hidden: questions of the restricted sections. hidden_statements: statements whose reasons for
    departing are restricted too. Both appear only in the restricted part.
    """

    title: str
    about: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    first_line: str = ""
    asked_for: str = ""
    restricted: tuple[Section, ...] = ()
    corrections: tuple[CorrectionLine, ...] = ()
    hidden: frozenset[str] = frozenset()
    hidden_statements: frozenset[str] = frozenset()


def worded(
    form: RecordKind, answers: Mapping[str, Any], terms: Mapping[str, str], typed: Mapping[str, Any] | None = None
) -> FormText:
    """The title, summary and sections of a version with these answers. typed: a draft's, which could not be read."""
    sections = [
        (section, Section(section.key, fill_terms(section.title, terms), _answers(asked, answers, terms, typed or {})))
        for section, asked in form.shown_questions(answers)
    ]
    return FormText(
        title=fill_terms(form.title, terms),
        about=at_a_glance(form, answers, terms),
        sections=tuple(words for section, words in sections if not section.readers),
        first_line=form.first_line(answers, term_filler(terms)),
        asked_for=form.asked_for(answers, term_filler(terms)),
        restricted=tuple(words for section, words in sections if section.readers),
        corrections=tuple(
            CorrectionLine(one.name, one.question, one.register, one.said, one.how, one.by)
            for one in corrections_in(form, answers, terms)
        ),
        hidden=restricted_questions(form),
        hidden_statements=restricted_statements(form),
    )


def _answers(
    questions: list[Question], answers: Mapping[str, Any], terms: Mapping[str, str], typed: Mapping[str, Any]
) -> tuple[Answer, ...]:
    beside = {name: said for one in stored_in(answers).values() for name, said in one.get("beside", {}).items()}
    facts = {*answers.get(FROM_REGISTER, ())} - beside.keys()
    unread = {q.name: text for q in questions if q.name in typed and (text := typed_text(q, typed[q.name], terms))}
    return tuple(
        Answer(
            q.name,
            f"{fill_terms(q.label.text, terms)}{AS_TYPED if q.name in unread else ''}",
            q.kind,
            unread.get(q.name) or display(q, answers.get(q.name), terms),
            answers.get(q.name),
            q.name in facts,
            _instead_of(q, beside[q.name], terms) if q.name in beside and q.kind != "rows" else "",
        )
        for q in questions
    )


def _instead_of(question: Question, said: Any, terms: Mapping[str, str]) -> str:
    """What the register would answer to what follows from a correction."""
    return str(display(question, said, terms)) or question.none.lower() or "nothing"


def with_wanted(sections: Iterable[Section], findings: Iterable[Finding]) -> tuple[Section, ...]:
    """The sections, where each question that a finding is still open for is printed though it is blank."""
    wanted = {question_of(finding.question) for finding in findings if finding.is_open and finding.question}
    return tuple(
        replace(section, answers=tuple(replace(one, is_wanted=one.name in wanted) for one in section.answers))
        for section in sections
    )


def finding_line(
    finding: Finding,
    statement: editions.StatementText | Statement,
    terms: Mapping[str, str],
    *,
    for_author: bool = False,
) -> FindingLine:
    """One statement as it is printed. for_author: of a draft, whose author also reads what to do."""
    message = finding.message if for_author and finding.outcome != Outcome.DEPARTED else finding.fact
    return FindingLine(
        finding.statement,
        statement.chapter,
        fill_terms(statement.section_title, terms),
        fill_terms(statement.wording, terms),
        str(finding.level),
        str(finding.outcome),
        fill_terms(message, terms),
        finding.reason,
        finding.exception,
    )


def stated_in_words(
    declaration: str, asks: Iterable[Mapping[str, Any]], stated: Mapping[str, Any], terms: Mapping[str, str]
) -> str:
    """What a decider stated, a paragraph each: the declaration ('' for none), and what the step asked for.

    asks: each as stored with the step. stated: name → answer.
    """
    said = [fill_terms(declaration, terms)] if declaration else []
    for ask in asks:
        if ask["name"] in stated:
            told = "" if ask["kind"] == "tick" else _format_stated(stated[ask["name"]])
            label = PRINTED.get(ask["name"]) or f"{fill_terms(ask['label'], terms).rstrip('.')}{': ' if told else '.'}"
            said.append(f"{label}{told}")
    return "\n\n".join(said)


def _format_stated(value: Any) -> str:
    return formatting.iso_day(value) if isinstance(value, str) else json.dumps(value)
