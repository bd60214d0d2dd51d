"""Displayed texts of a record for its PDF, made here and passed to records/ with the council's terms filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app

from documents.content import Answer, CorrectionLine, Section
from documents.subprocess_render import render_in_subprocess
from forms import display, get_kind
from forms.corrections import corrections_in
from forms.engine.question import Question
from forms.glance import at_a_glance
from forms.restricted import restricted_questions, restricted_statements
from models import Record, RecordVersion
from protocol.corrections import FROM_REGISTER, stored_in
from protocol.terms import fill_terms, term_filler
from records import clock
from records.deciding import decisions, states
from records.drafting import from_register
from records.sealing.describing import FormText, describe_draft
from records.weighing import findings_to_data, weigh_draft
from views import replacing
from views.web import sessions


def describe_version(record: Record, version: RecordVersion) -> FormText:
    """A version's title, summary and sections as displayed texts, for its document."""
    form, terms = get_kind(record.kind), current_app.extensions["settings"].displayed_terms
    answers = version.answers
    sections = [
        (
            bool(section.readers),
            Section(section.key, fill_terms(section.title, terms), _answers(asked, version.answers, terms)),
        )
        for section, asked in form.shown_questions(version.answers)
    ]
    return FormText(
        title=fill_terms(form.title, terms),
        about=at_a_glance(form, answers, terms),
        sections=tuple(section for restricted, section in sections if not restricted),
        first_line=form.first_line(answers, term_filler(terms)),
        asked_for=form.asked_for(answers, term_filler(terms)),
        restricted=tuple(section for restricted, section in sections if restricted),
        corrections=tuple(
            CorrectionLine(one.name, one.question, one.register, one.said, one.how, one.by)
            for one in corrections_in(form, answers, terms)
        ),
        hidden=restricted_questions(form),
        hidden_statements=restricted_statements(form),
    )


def _answers(questions: list[Question], answers: Mapping[str, Any], terms: Mapping[str, str]) -> tuple[Answer, ...]:
    beside = {name: said for one in stored_in(answers).values() for name, said in one.get("beside", {}).items()}
    facts = {*answers.get(FROM_REGISTER, ())} - beside.keys()
    return tuple(
        Answer(
            q.name,
            fill_terms(q.label.text, terms),
            q.kind,
            display(q, answers.get(q.name), terms),
            answers.get(q.name),
            q.name in facts,
            _instead_of(q, beside[q.name], terms) if q.name in beside and q.kind != "rows" else "",
        )
        for q in questions
    )


def _instead_of(question: Question, said: Any, terms: Mapping[str, str]) -> str:
    """What the register would answer to what follows from a correction."""
    return str(display(question, said, terms)) or question.none.lower() or "nothing"


def render_draft(record: Record) -> bytes:
    """Render a record that is not sealed yet as a PDF marked 'Draft', without restricted sections.

    Raises documents.subprocess_render.RenderingError.
    """
    replacing.follow_register(record)
    version = _next_version(record) if record.state in states.UNSUBMITTED else decisions.get_version(record)
    return render_in_subprocess(
        describe_draft(record, version, describe_version(record, version), settings=sessions.settings())
    )


def _next_version(record: Record) -> RecordVersion:
    """An unsaved version with the draft's present answers and findings."""
    form = get_kind(record.kind)
    answers = from_register.as_submitted(record, form.applicable_answers(record.answers))
    return RecordVersion(
        record=record,
        number=record.version + 1,
        answers=answers,
        digest="",
        findings=findings_to_data(weigh_draft(record)),
        protocol_version=record.protocol_version,
        weighed_on=clock.today(),
    )
