"""The protocol as the sample record was weighed under it."""

from __future__ import annotations

from dataclasses import replace

from documents.content import FindingLine

# statement: level, what it asks, what the record says to it, under the title of its section.
SECTIONS = {
    "Principles": {
        "142.1.1": ("expected", "Few changes of worker.", "Two workers in the twelve months to 6 April 2026."),
        "142.1.2": (
            "expected",
            "The same worker stays wherever that can be managed.",
            "The record says why she cannot.",
        ),
        "142.1.3": (
            "required",
            "Child and family are told as much as possible, as early as possible.",
            "Amina was told on 12 March 2026; her mother on 11 March 2026; the carers on 11 March 2026.",
        ),
        "142.1.4": ("expected", "Brothers and sisters share a worker.", "Idris will have the same worker."),
        "142.1.5": ("advised", "Those who are not looked after may share one too.", "Sharing was considered."),
    },
    "Case transfer standards": {
        "142.2.1": ("expected", "The chronology is up to date.", "Updated on 9 March 2026."),
        "142.2.2": (
            "expected",
            "Case notes are complete, up to date and finalised.",
            "Two notes of joint visits remain; Ms Adeyemi finishes them by 20 March 2026.",
        ),
        "142.2.3": ("expected", "Any assessment that is open is completed.", "No assessment is open."),
        "142.2.4": ("expected", "Management decisions are on the record.", "Last supervision 3 March 2026."),
        "142.2.5": ("expected", "Outstanding tasks are in the to-do list.", "All four pieces of work are in the list."),
        "142.2.6": ("required", "The transferring team leader checks the case.", "Checked on 16 March 2026."),
    },
    "Transfer meeting": {
        "142.3.1": ("required", "A handover meeting takes place.", "Held on 13 March 2026."),
        "142.3.2": ("expected", "Both workers and both team leaders attend.", "The new team leader was absent."),
        "142.3.3": ("required", "The reason is sound, or the worker is leaving.", "Worker leaving (LEFTRL)."),
        "142.3.4": (
            "required",
            "Outstanding work has an owner.",
            "Four pieces of work, each with an owner and a date.",
        ),
        "142.3.5": ("expected", "The meeting is on the child’s file.", "No date yet. This may follow approval."),
        "142.3.6": ("required", "A change of worker is planned with care.", "Responsibility passes on 6 April 2026."),
        "142.3.7": ("expected", "The new worker is introduced at home.", "Joint home visit held on 18 March 2026."),
        "142.3.8": ("expected", "A transition ends with a meeting.", "Looked after review on 21 April 2026."),
        "142.3.9": ("expected", "The previous worker advises.", "Ms Adeyemi leaves; Mr Pryce will be asked instead."),
    },
    "All transfers": {
        "315.2.1.1": ("expected", "A transfer is in the child’s best interests.", "The record says why this is best."),
        "315.2.3.1": ("required", "Departures are recorded with reasons.", "One departure, with its reason."),
    },
    "Ceasing to be looked after": {
        "315.4.1": ("expected", "A child in need meeting takes place before the child leaves care.", "")
    },
    "Timing of transfers": {
        "315.5.2": (
            "required",
            "No transfer takes place within 14 days of a key event.",
            "A school move falls on 30 March 2026, seven days before the transfer.",
        )
    },
    "Decisions": {
        "315.7.3": ("required", "The transferring manager agrees in writing.", "Agreed on 16 March 2026."),
        "315.7.4": ("required", "The receiving manager agrees in writing.", "Agreed on 17 March 2026."),
    },
}

OUTCOMES = {"142.3.2": "departed", "142.3.5": "unmet", "315.4.1": "does_not_apply", "315.5.2": "lifted"}


def a_finding(statement: str, **changes: str) -> FindingLine:
    """A finding on one of the statements, with any of its fields changed."""
    return replace(_ALL[statement], **changes)


def _findings() -> dict[str, FindingLine]:
    return {
        statement: FindingLine(
            statement,
            "1.4.2" if statement.startswith("142") else "3.1.5",
            section,
            wording,
            level,
            OUTCOMES.get(statement, "met"),
            message,
        )
        for section, statements in SECTIONS.items()
        for statement, (level, wording, message) in statements.items()
    }


_ALL = _findings()
DEPARTURE = a_finding(
    "142.3.2",
    reason="Ms Llewellyn was giving evidence in court that day and the date could not move without losing the joint "
    "visit before the school holidays. She read the file on 14 March and spoke with both workers on 16 March 2026; "
    "the note of that conversation is in the case system.",
)
EXCEPTION = a_finding(
    "315.5.2",
    exception="EXC-7Q2M-84KD",
    reason="The Heads of Service agreed on 10 March 2026 that Amina is better served by a new worker who is there "
    "when she starts at her new school than by a gap until after Easter.",
)
DECIDED_AGAINST = a_finding(
    "315.7.3", outcome="unmet", message="The file was audited on 8 April 2026, after the transfer on 6 April 2026."
)
FINDINGS = tuple({**_ALL, "142.3.2": DEPARTURE, "315.5.2": EXCEPTION}.values())
