"""Displayed texts of a record for its PDF, made here and passed to records/ with the council's terms filled in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from documents import slots
from documents.letter import LetterDocument
from documents.subprocess_render import render_in_subprocess
from forms import get_kind
from models import Record, RecordVersion, Staff
from records import clock
from records.deciding import decisions, states
from records.drafting import from_register
from records.errors import TooManyRequestsError
from records.sealing.describing import describe_draft
from records.sealing.wording import FormText, worded
from records.weighing import findings_to_data, weigh_draft
from views import replacing
from views.web import sessions

DRAFTS_AT_ONCE = 2  # on one machine; drawing takes a processor for seconds
WAIT_SECONDS = 5.0
RETRY_AFTER_SECONDS = 30
YOURS = "Another draft is being drawn for you. Wait until it is there, then ask for this one again."
OTHERS = "The drafts of others are being drawn. Wait half a minute, then ask for this one again."


def describe_version(record: Record, version: RecordVersion) -> FormText:
    """A version's title, summary and sections as displayed texts, for its document; of a draft with what was typed."""
    typed = record.typed if record.state in states.UNSUBMITTED else {}
    return worded(get_kind(record.kind), version.answers, sessions.settings().displayed_terms, typed)


def render_draft(record: Record, *, by: Staff) -> bytes:
    """Render a record that is not sealed yet as a PDF marked 'Draft', without restricted sections.

    Raises documents.subprocess_render.RenderingError, and TooManyRequestsError where one is being drawn for this person
    or two for others.
    """
    replacing.follow_register(record)
    version = _next_version(record) if record.state in states.UNSUBMITTED else decisions.get_version(record)
    draft = describe_draft(record, version, describe_version(record, version), settings=sessions.settings())
    with _drawing(by):
        return render_in_subprocess(draft)


def render_letter(letter: LetterDocument, *, by: Staff) -> bytes:
    """Render a letter as a PDF. Raises as `render_draft` does."""
    with _drawing(by):
        return render_in_subprocess(letter)


@contextmanager
def _drawing(by: Staff) -> Iterator[None]:
    """The turn of somebody for whom something is drawn."""
    with (
        _turn(f"draft-of-{by.id}", most=1, wait_seconds=0, shown=YOURS),
        _turn("draft", most=DRAFTS_AT_ONCE, wait_seconds=WAIT_SECONDS, shown=OTHERS),
    ):
        yield


@contextmanager
def _turn(name: str, *, most: int, wait_seconds: float, shown: str) -> Iterator[None]:
    try:
        with slots.taken(sessions.settings().data_folder / slots.FOLDER, name, most=most, wait_seconds=wait_seconds):
            yield
    except slots.BusyError as error:
        raise TooManyRequestsError(f"drafts drawn at once: {name}", shown, RETRY_AFTER_SECONDS) from error


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
