"""Filters, globals and texts for templates: terms, dates, states, roles, audit events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from flask import Flask, current_app
from flask_login import current_user
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader, pass_context
from jinja2.runtime import Context

from documents.words import SEAL_LEVELS
from forms.engine.cleaning import unprintable_problem
from forms.engine.text import LONG_TEXT_LIMIT
from forms.letters import words as letter_words
from models import AuditEvent, Child, Staff, State, Step, StepState
from protocol import formatting
from protocol.chains import telling
from protocol.statements import places
from protocol.terms import fill_terms
from records import clock
from records.deciding import accepting
from records.purposes import PURPOSES
from records.register import lookup
from records.reporting.counting import periods
from records.reporting.history import NAMED
from records.sealing.describing import ROLE_TERMS
from records.sealing.wording import stated_in_words
from settings import Settings

STATE_WORDS = {
    State.DRAFT: ("Draft", "govuk-tag--grey"),
    State.SUBMITTED: ("Waiting for decisions", "govuk-tag--yellow"),
    State.RETURNED: ("To be changed", "govuk-tag--orange"),
    State.APPROVED: ("Approved, being sealed", "govuk-tag--green"),
    State.SEALED: ("Sealed", "govuk-tag--green"),
    State.REFUSED: ("Refused, being sealed", "govuk-tag--red"),
    State.REFUSAL_SEALED: ("Refused", "govuk-tag--red"),
    State.CORRECTED: ("Corrected", "govuk-tag--grey"),
    State.CANCELLED: ("Cancelled", "govuk-tag--grey"),
    State.WITHDRAWN: ("Withdrawn", "govuk-tag--grey"),
    State.DISPOSED: ("Disposed of", "govuk-tag--grey"),
}
STEP_WORDS = {
    StepState.WAITING: "Not yet their turn",
    StepState.OPEN: "Waiting",
    StepState.APPROVED: "Approved",
    StepState.RETURNED: "Returned",
    StepState.CANNOT_AGREE: "Did not agree",
    StepState.REFUSED: "Refused",
    StepState.VOID: "No longer needed",
}
# Audit event → text. {from}, {to} and {people} are names; other placeholders are keys of the event's detail.
EVENT_WORDS = {
    "started": "Record started",
    "took_over": "Answers of an earlier record came along, to be read again",
    "wrote": "Draft changed",
    "viewed": "Record read",
    "viewed_for": "Record read by an auditor or inspector: {purpose}",
    "printed_draft": "Draft printed",
    "exported": "Day added to a calendar",
    "submitted": "Record submitted",
    "confirmed": "Part confirmed",
    "approved": "Record approved",
    "returned": "Record returned to its author",
    "cannot_agree": "Said that they do not agree",
    "refused": "Record refused by one of those who decide last",
    "not_agreed": "Record refused: it does not go ahead",
    "settled": "Refusal said to be settled",
    "passed_on": "Step passed to {to}",
    "taken_back": "Step taken back from {from}",
    "stood_in": "Step went to {to}, standing in for {from}",
    "left": "Step passed to {to} because {from} has left",
    "nudged": "Reminder sent to {people}",
    "recalled": "Record taken back to change it",
    "withdrawn": "Record withdrawn",
    "agreed": "Last decision given: the record goes ahead",
    "sealed": "Record sealed",
    "correction_begun": "Correction begun: {later}",
    "cancellation_begun": "Asked to be cancelled: {later}",
    "corrected": "Corrected by {later}, version {of_version}, which counts in its place",
    "cancelled": "Cancelled: it did not happen",
    "seal_raised": "Level of the seal raised to {level}",
    "opened": "Sealed document opened",
    "downloaded": "Sealed document downloaded",
    "restricted_part_opened": "Restricted part opened",
    "restricted_part_downloaded": "Restricted part downloaded",
    "verified": "Sealed document checked",
    "pack_asked": "Asked for in an inspection pack",
    "pack_downloaded": "Inspection pack with it downloaded",
    "packed": "Put into an inspection pack by an operator, {operator}",
    "copied_out": "Sealed document exported into a folder by an operator, {operator}",
    "added_to": "What followed was added",
    "promise_answered": "What became of something promised was added",
    "letter_written": "{letter}, version {number}, written",
    "letter_agreed": "{letter}, version {number}, agreed to",
    "letter_not_agreed": "{letter}, version {number}, to be changed",
    "letter_printed": "{letter} opened to be printed",
    "held": "Held: it is not disposed of",
    "hold_lifted": "A hold was lifted",
    "disposal_agreed": "Agreed that it is disposed of",
    "disposal_taken_back": "Took back that it is disposed of",
    "disposal_ended": "What was agreed of its disposal ended: it is not due by that rule or on that day any more",
    "part_disposed": "The part about staff was disposed of",
    "disposed": "Record disposed of",
    "exception_asked": "Exception from {place} asked for",
    "exception_used": "Exception decision used for {place}: {exception}",
}
UNREAD = "one that you cannot read"


def of_event(
    event: AuditEvent, names: Mapping[int, str], unread: Collection[str] = (), step: Step | None = None
) -> str:
    """The text of an audit event, with placeholders of terms. names: staff id → name, for all ids in its detail.

    unread: references of records that the reader may not read. step: at which it was decided.
    """
    if event.event == "approved" and step and (ticked := accepting.ticks_of(step)):
        what = "; ".join(label.removeprefix("I accept ") for label in ticked)
        return f"{'Accepted' if step.action == 'accept' else 'Record approved, and accepted'} {what}"
    detail = dict(event.detail)
    detail |= {end: names[detail[end]] for end in ("from", "to") if end in detail}
    detail |= {name: UNREAD for name in NAMED if detail.get(name) in unread}
    detail["purpose"] = PURPOSES.get(detail.get("purpose", ""), "")
    detail["place"] = "".join(places(filter(None, [detail.get("statement")])))
    detail["letter"] = letter_words.TITLES.get(detail.get("recipient", ""), "")
    detail["people"] = formatting.listed(names[number] for number in detail.get("people", ()))
    return EVENT_WORDS[event.event].format_map(detail)


def as_date(value: date | datetime) -> str:
    """'4 March 2026', in London."""
    return formatting.day(clock.in_london(value) if isinstance(value, datetime) else value)


def as_moment(value: datetime) -> str:
    """'4 March 2026 at 3:05pm', in London."""
    return f"{as_date(value)} at {formatting.clock_time(clock.in_london(value))}"


def detail_of(staff: Staff) -> str:
    """Post and team, to tell people with the same name apart."""
    return lookup.describe_staff(staff, role_words(current_app.extensions["settings"]))


def child_detail(child: Child) -> str:
    """Local id and date of birth or expected date, to tell children with the same name apart."""
    if child.date_of_birth:
        return f"{child.local_id}, born {as_date(child.date_of_birth)}"
    expected = child.expected_date_of_birth
    return f"{child.local_id}, expected {as_date(expected)}" if expected else child.local_id


def role_words(settings: Settings) -> dict[str, str]:
    """Role → its name with the council's terms filled in."""
    return {role: fill_terms(words, settings.displayed_terms) for role, words in ROLE_TERMS.items()}


def stated(step: Step) -> list[str]:
    """What somebody stated with their decision beside its declaration: 'File checked on 25 November 2026'."""
    words = stated_in_words("", step.asks, step.stated or {}, current_app.extensions["settings"].displayed_terms)
    return list(filter(None, words.split("\n\n")))


def passed_up(steps: Iterable[Step]) -> str:
    """'Tom Ellis (…) did not agree, so Una Sey (…) decides.'; '' where nobody passed it up."""
    return telling.passed_up(steps, current_app.extensions["settings"].displayed_terms, reader=current_user.id)


@pass_context
def in_terms(context: Context, text: str) -> str:
    """Template filter `terms`: fill the council's terms into one of the project's texts.

    It takes the context to prevent constant folding: Jinja evaluates filters of constants when it compiles a template,
    and a cached template would then show one council's terms to another.
    """
    return fill_terms(text, context["handover"]["terms"])


def configure(app: Flask, settings: Settings) -> None:
    """Configure Jinja: loaders for the design system's macros, filters, and the global `handover`."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_loader = ChoiceLoader(
        [
            app.jinja_loader,  # type: ignore[list-item]
            PrefixLoader(
                {
                    "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                    "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                }
            ),
        ]
    )
    WTFormsHelpers(app)
    app.add_template_filter(in_terms, "terms")
    app.add_template_filter(as_date, "as_date")
    app.add_template_filter(formatting.iso_day, "day_in_words")
    app.add_template_filter(as_moment, "as_moment")
    app.add_template_filter(periods.month_name, "month")
    app.add_template_filter(places, "places")
    app.add_template_filter(unprintable_problem, "unprintable_problem")
    app.add_template_filter(stated, "stated")
    app.add_template_filter(passed_up, "passed_up")
    roles = role_words(settings)
    app.jinja_env.globals["longest_text"] = LONG_TEXT_LIMIT
    app.jinja_env.globals["printed_at"] = clock.now
    app.jinja_env.globals["handover"] = {
        "council": settings.council_name,
        "has_logo": bool(app.extensions["council"].logo),
        "is_demo": settings.is_demo,
        "signs_in_elsewhere": settings.signs_in_elsewhere,
        "roles": roles,
        "terms": settings.displayed_terms,
        "state_words": STATE_WORDS,
        "step_words": STEP_WORDS,
        "seal_levels": SEAL_LEVELS,
    }
