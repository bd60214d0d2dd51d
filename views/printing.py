"""Displayed texts of a record for its PDF, made here and passed to records/ with the council's terms filled in."""

from __future__ import annotations

from flask import current_app

from documents.subprocess_render import render_in_subprocess
from forms import get_kind
from models import Record, RecordVersion
from records import clock
from records.deciding import decisions, states
from records.drafting import from_register
from records.sealing.describing import describe_draft
from records.sealing.wording import FormText, worded
from records.weighing import findings_to_data, weigh_draft
from views import replacing
from views.web import sessions


def describe_version(record: Record, version: RecordVersion) -> FormText:
    """A version's title, summary and sections as displayed texts, for its document."""
    return worded(get_kind(record.kind), version.answers, current_app.extensions["settings"].displayed_terms)


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
