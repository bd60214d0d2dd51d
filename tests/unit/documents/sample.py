"""A believable transfer meeting record about a child who does not exist."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from documents.content import Answer, Council, DecisionDocument, DecisionLine, Section, VersionLine
from tests.unit.documents import sample_sections, sample_statements

COUNCIL = Council("Fernleigh County Council", "#1d4e5f", "Children’s Services, County Hall, Fernleigh FE1 2AB")
SEALED_AT = datetime(2026, 3, 17, 11, 9, tzinfo=UTC)


def a_record(**changes: Any) -> DecisionDocument:
    """The sample, with any of its fields changed."""
    return replace(RECORD, **changes)


def a_draft(**changes: Any) -> DecisionDocument:
    """The sample before anybody decided on it."""
    waiting = "This is a draft. It has not been submitted."
    undecided: dict[str, Any] = {
        "draft": True,
        "decisions": (),
        "history": (),
        "sealed_for": None,
        "outcome_sentence": waiting,
    }
    return a_record(**{"seal_level": "", "code": "", "verify_url": "", **undecided, **changes})


def asking(*answers: Answer) -> DecisionDocument:
    """The sample with one section only, of these answers."""
    return a_record(sections=(Section("section", "The section", answers),))


DECISIONS = (
    DecisionLine(
        "Confirmation by the current worker",
        "Folasade Adeyemi",
        "Social worker, North looked after 0 to 12",
        "confirmed",
        "The file that I hand over is as this record describes it.",
        "",
        datetime(2026, 3, 13, 16, 5, tzinfo=UTC),
    ),
    DecisionLine(
        "Confirmation by the new worker",
        "Nguyễn Thị Ánh",
        "Social worker, South looked after 0 to 12",
        "confirmed",
        "I have read the file and accept the work that this record gives me.",
        "",
        datetime(2026, 3, 16, 9, 21, tzinfo=UTC),
    ),
    DecisionLine(
        "Quality assurance and sign-off",
        "Gareth Pryce",
        "Team leader, North looked after 0 to 12",
        "approved",
        "I have checked the file and sign it off for transfer.",
        "",
        datetime(2026, 3, 16, 17, 42, tzinfo=UTC),
    ),
    DecisionLine(
        "Agreement of the receiving team",
        "Rhys Bevan",
        "Team leader, South looked after 13 plus",
        "approved",
        "The receiving team accepts responsibility from 6 April 2026.",
        "Please bring the review forward if the school place falls through.",
        datetime(2026, 3, 17, 11, 8, tzinfo=UTC),
        on_behalf_of="Siân Llewellyn",
    ),
)

HISTORY = (
    VersionLine(
        1,
        datetime(2026, 3, 13, 15, 50, tzinfo=UTC),
        "Folasade Adeyemi",
        "7c1e" * 16,
        "Returned: the reason for the absence was missing.",
    ),
    VersionLine(2, datetime(2026, 3, 13, 16, 4, tzinfo=UTC), "Folasade Adeyemi", "a94f" * 16),
)

RECORD = DecisionDocument(
    kind="transfer_meeting",
    kind_title="Transfer meeting record",
    reference="TMR-7K3M-Q2XD",
    version=2,
    protocol_version="2026.1",
    council=COUNCIL,
    outcome_sentence="Approved on 17 March 2026. Responsibility for Amina passes to Nguyễn Thị Ánh on 6 April 2026.",
    sealed_for=date(2026, 3, 17),
    about=(
        ("Child", "Amina Šmídová (أمينة), FE204518"),
        ("Date of birth", "3 May 2014"),
        ("Current worker", "Folasade Adeyemi, North looked after 0 to 12"),
        ("New worker", "Nguyễn Thị Ánh, South looked after 0 to 12"),
        ("Responsibility passes on", "6 April 2026"),
        ("Written by", "Folasade Adeyemi"),
    ),
    sections=sample_sections.SECTIONS,
    findings=sample_statements.FINDINGS,
    departures=(sample_statements.DEPARTURE,),
    exceptions=(sample_statements.EXCEPTION,),
    decisions=DECISIONS,
    history=HISTORY,
    audit_head="3b9d" * 16,
    version_digest="a94f" * 16,
    digest_recipe=2,
    submitted={
        "recipe": 2,
        "kind": "transfer_meeting",
        "reference": "TMR-7K3M-Q2XD",
        "version": 2,
        "protocol_version": "2026.1",
        "weighed_on": "2026-03-13",
        "answers": {"child_name": "Amina Šmídová (أمينة)"},
        "findings": [],
        "restricted": None,
    },
    verify_url="https://handover.fernleigh.example/verify?code=7KQM-4XDT-H9CR",
    code="7KQM4XDTH9CR",
    seal_level="B-B",
    seal_until=date(2036, 3, 16),
    root_fingerprint="5e07" * 16,
    terms={"team_leader": "team leader"},
    answers_json={
        answer.name: answer.raw
        for section in sample_sections.SECTIONS
        for answer in section.answers
        if answer.raw is not None
    },
)
