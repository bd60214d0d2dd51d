"""Builds the DecisionDocument (plain values) that is rendered for a record's version."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from documents import keys
from documents.content import (
    Amends,
    CorrectionLine,
    Council,
    DecisionDocument,
    DecisionLine,
    FindingLine,
    RefusalLine,
    Section,
    VersionLine,
)
from models import Record, RecordVersion, Role, State, Step, StepState
from protocol import Finding, Weighing, formatting
from protocol.chains.telling import EVERYBODY, beside_refusal, named, refused_at
from protocol.corrections import AMENDS, FROM_REGISTER, STORED
from protocol.terms import fill_terms
from records import clock, council, editions, weighing
from records.amending import amending, family
from records.amending.amending import KEPT
from records.amending.refused import was_refused
from records.deciding import accepting, correcting, digests, states, telling
from records.reporting import history
from records.sealing.wording import FormText, finding_line, stated_in_words, with_wanted
from settings import Settings

ROLE_TERMS = {
    Role.SOCIAL_WORKER: "{social_worker}",
    Role.LEAD_PRACTITIONER: "lead practitioner",
    Role.PERSONAL_ADVISER: "personal adviser",
    Role.TEAM_LEADER: "{team_leader}",
    Role.LOCALITY_LEADER: "{locality_leader}",
    Role.SERVICE_DELIVERY_MANAGER: "{service_delivery_manager}",
    Role.HEAD_OF_SERVICE: "{head_of_service}",
    Role.BUSINESS_SUPPORT: "business support",
    Role.AUDITOR: "auditor",
    Role.INSPECTOR: "inspector",
}
# What an approval is called, by the action of its step.
APPROVING = {"confirm": "confirmed", "accept": "accepted"}
SETTLED = (StepState.APPROVED, StepState.RETURNED, StepState.CANNOT_AGREE, StepState.REFUSED)


GENERAL, RESTRICTED = "general", "restricted"
DRAFT_STATUS_TEXTS = {
    State.DRAFT: "This is a draft. It has not been submitted.",
    State.RETURNED: (
        "This is a draft. An earlier version was submitted and no longer counts. This one has not been submitted."
    ),
    State.SUBMITTED: "This record is waiting for decisions. It has not been approved.",
}
BEING_SEALED = "It is being sealed, and this copy is not the sealed record."


def describe(
    record: Record, version: RecordVersion, text: FormText, *, part: str, code: str, seal_level: str, settings: Settings
) -> DecisionDocument:
    """The content of one part (GENERAL or RESTRICTED). `seal_level`: '' or a PAdES level such as 'B-LTA'.

    The general part contains nothing of the restricted sections; the restricted part contains only them.
    """
    steps = [step for step in history.all_steps_of(record) if step.version == version.number]
    weighed, sections = weighing.findings_of(version, steps), text.restricted if part == RESTRICTED else text.sections
    amends = _amends(record, version)
    if part != RESTRICTED:
        weighed = weighing.without_messages(weighed, text.hidden)
    lines = _finding_lines(accepting.with_acceptors(weighed, steps), version, settings)
    if part == RESTRICTED:
        lines = {f.statement: lines[f.statement] for f in weighed.for_questions(text.hidden)}
    return DecisionDocument(
        kind=record.kind,
        kind_title=_title(text, amends, part),
        reference=record.reference,
        version=version.number,
        protocol_version=version.protocol_version,
        council=_council(settings),
        outcome_sentence=_outcome_sentence(record, steps, text, settings),
        refused=record.state in telling.REFUSED,
        amends=amends,
        refusals=() if part == RESTRICTED else _refusals(record, version, steps, settings),
        sealed_for=max((clock.in_london(step.decided_at).date() for step in steps if step.decided_at), default=None),
        about=text.about,
        sections=with_wanted(sections, weighed.findings),
        corrections=() if part == RESTRICTED else _confirmed(text.corrections, steps, settings),
        findings=tuple(lines.values()),
        **_not_as_asked(lines, weighed),
        decisions=tuple(_decision_line(step, settings) for step in steps if step.state in SETTLED),
        history=tuple(_version_line(one, record) for one in reversed(history.versions_of(record))),
        audit_head=Record.get_by_id(record.id).audit_head,
        version_digest=version.digest,
        digest_recipe=version.recipe,
        submitted=digests.attached(version, text.hidden, _hidden_statements(weighed, text)),
        verify_url=f"{settings.base_url}/verify?code={code}",
        code=code.replace("-", ""),
        seal_level=seal_level,
        root_fingerprint=keys.root_fingerprint(settings.seal_folder),
        terms=settings.displayed_terms,
        answers_json=_answers_json(sections, version, _hidden_statements(weighed, text), part),
        marking=settings.protective_marking,
        restricted=part == RESTRICTED,
    )


def _amends(record: Record, version: RecordVersion) -> Amends | None:
    refused = was_refused(record)
    return amending.in_words(
        version.answers, kind=record.kind, number=version.number, state=record.state, refused=refused
    )


def _title(text: FormText, amends: Amends | None, part: str) -> str:
    title = f"{text.title}: {'cancellation' if amends.cancels else 'correction'}" if amends else text.title
    return f"{title}, restricted part" if part == RESTRICTED else title


def _not_as_asked(lines: Mapping[str, FindingLine], weighed: Weighing) -> dict[str, Any]:
    """What is not as the protocol asks, by the document's field for it."""
    return {
        "accepted": _those(lines, (*weighed.to_accept, *weighed.accepted)),
        "departures": _those(lines, weighed.departures),
        "exceptions": _those(lines, weighed.lifted),
        "decided_against": _those(lines, weighed.decided_against),
        "to_follow": _those(lines, weighed.open_follow_up),
    }


def _those(lines: Mapping[str, FindingLine], findings: Iterable[Finding]) -> tuple[FindingLine, ...]:
    return tuple(lines[finding.statement] for finding in findings if finding.statement in lines)


def describe_draft(record: Record, version: RecordVersion, text: FormText, *, settings: Settings) -> DecisionDocument:
    """The content of a print before sealing: marked as a draft, without restricted sections, code or certificate.

    Nor has it the reasons of earlier refusals, which not everybody who may print it may read.
    """
    document = describe(record, version, text, part=GENERAL, code="", seal_level="", settings=settings)
    sentence = DRAFT_STATUS_TEXTS.get(State(record.state)) or _being_sealed(record, version, settings)
    return replace(
        document,
        draft=True,
        refusals=tuple(replace(one, reason="", settled="") for one in document.refusals),
        outcome_sentence=sentence,
        sealed_for=None,
        verify_url="",
        root_fingerprint="",
        audit_head="",
    )


def _being_sealed(record: Record, version: RecordVersion, settings: Settings) -> str:
    steps = [step for step in history.all_steps_of(record) if step.version == version.number]
    return f"{telling.how_decided(record, steps, settings.displayed_terms)} {BEING_SEALED}"


def _refusals(
    record: Record, version: RecordVersion, steps: Iterable[Step], settings: Settings
) -> tuple[RefusalLine, ...]:
    """The refusals before it, of the same child and receiving team or worker."""
    told = telling.earlier_refusals(record, version.answers, steps, settings.displayed_terms)
    return tuple(RefusalLine(one.reference, one.sentence, one.reason, one.settled) for one in told)


def _council(settings: Settings) -> Council:
    return Council(settings.council_name, settings.council_colour, settings.council_address, council.current().logo)


def _answers_json(
    sections: Iterable[Section], version: RecordVersion, hidden: Collection[str], part: str
) -> dict[str, Any]:
    answers = {name: value for section in sections for name, value in _raw_answers(section)}
    return answers | _reasons(version.answers, hidden, part) | _about_register(version.answers, part)


def _raw_answers(section: Section) -> Iterable[tuple[str, Any]]:
    return ((answer.name, answer.raw) for answer in section.answers if answer.raw is not None)


def _reasons(answers: Mapping[str, Any], hidden: Collection[str], part: str) -> dict[str, Any]:
    written = weighing.for_protocol(answers)["departures"]
    reasons = {statement: why for statement, why in written.items() if (statement in hidden) == (part == RESTRICTED)}
    return {"departures": reasons} if reasons else {}


def _about_register(answers: Mapping[str, Any], part: str) -> dict[str, Any]:
    """What a later version amends, which answers are the register's, and which are corrections of it, as stored."""
    of_register = STORED | {FROM_REGISTER}
    if part == RESTRICTED:
        return {}
    amends = family.told_in(answers)
    told = {AMENDS: {name: value for name, value in amends.items() if name not in KEPT}} if amends else {}
    return told | {name: value for name, value in answers.items() if name in of_register}


def _confirmed(
    corrections: Iterable[CorrectionLine], steps: Iterable[Step], settings: Settings
) -> tuple[CorrectionLine, ...]:
    """The corrections with who confirmed them, in which part and when."""
    step = correcting.confirmed_in(steps)
    if step is None:
        return tuple(corrections)
    part = formatting.upper_first(fill_terms(step.part, settings.displayed_terms))
    by, at = (step.decided_by or step.assignee).name, step.decided_at
    return tuple(replace(line, confirmed_by=by, confirmed_as=part, confirmed_at=at) for line in corrections)


def _hidden_statements(weighed: Weighing, text: FormText) -> frozenset[str]:
    """Statements whose reasons are restricted, according to today's code or to the version's stored edition."""
    return text.hidden_statements | {finding.statement for finding in weighed.for_questions(text.hidden)}


def _finding_lines(weighed: Weighing, version: RecordVersion, settings: Settings) -> dict[str, FindingLine]:
    statements, for_author = editions.statements_of(version), version.record.state in states.UNSUBMITTED
    return {
        finding.statement: finding_line(
            finding, statements[finding.statement], settings.displayed_terms, for_author=for_author
        )
        for finding in weighed.findings
    }


def _decision_line(step: Step, settings: Settings) -> DecisionLine:
    terms, who = settings.displayed_terms, step.decided_by or step.assignee
    outcome = APPROVING.get(step.action, "approved") if step.state == StepState.APPROVED else str(step.state)
    approved = step.state == StepState.APPROVED
    stated = stated_in_words(step.declaration if approved else "", step.asks, step.stated or {}, terms)
    return DecisionLine(
        title=fill_terms(step.title, terms),
        name=who.name,
        role=formatting.upper_first(fill_terms(ROLE_TERMS[Role(who.role)], terms)),
        outcome=outcome,
        stated=stated,
        reason=step.reason,
        at=step.decided_at,
        on_behalf_of=step.instead_of.name if step.instead_of else None,
        part=formatting.upper_first(fill_terms(step.part, terms)),
    )


def _version_line(version: RecordVersion, record: Record) -> VersionLine:
    note = version.void_reason
    if version.record_id != record.id and not note:
        note = f"Sealed as {version.record.reference}, which stays as it was sealed."
    return VersionLine(
        version.number, version.submitted_at, version.submitted_by.name, version.digest, note, version.recipe
    )


def _outcome_sentence(record: Record, steps: list[Step], text: FormText, settings: Settings) -> str:
    """What was decided: for a refusal first who did not agree to what and for whom; then who else said what."""
    terms = settings.displayed_terms
    last = max((step.decided_at for step in steps if step.decided_at), default=None)
    how = telling.how_decided(record, steps, terms)
    on = f" on {formatting.day(clock.in_london(last))}" if last else ""
    if record.state in telling.REFUSED:
        standing = telling.standing(steps)
        asked = amending.asked_for(record) or text.asked_for
        sentence = f"Refused{on}: {named(refused_at(standing), terms)} did not agree that {asked}."
        return f"{sentence} {beside_refusal(standing, terms)}".strip()
    if family.is_cancellation(record):
        what = amending.what_did_not_happen(record.kind)
        return " ".join(filter(None, (f"Cancelled{on}: {what} did not happen.", how if how != EVERYBODY else "")))
    return " ".join(filter(None, (f"Approved{on}.", text.first_line, how if how != EVERYBODY else "")))
