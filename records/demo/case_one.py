"""Maya's transfer meeting record: facts, dates and rows. The prose stands in case_one_words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from records.demo.case_one_words import WORDS
from records.register.invented import days_ago, days_ahead

Answers = dict[str, Any]
Row = dict[str, Any]

READY_DAYS_AGO = {"chronology": 0, "case_notes": 0, "open_assessment": 45, "decisions_recorded": 9, "todo_list": 6}
TOLD_DAYS_AGO = {"child": 12, "parents": 11, "carers": 13}
PROFESSIONALS = (
    ("Angela Prowse", "iro"),
    ("Nadine Opoku", "supervising_social_worker"),
    ("Mr Peter Lomas, Weirside Academy", "school"),
    ("Dr Imran Sethi", "virtual_school"),
    ("Kath Rudd", "school_nurse"),
    ("Weir Street Surgery", "gp"),
    ("Sam Loxley", "advocate"),
)


def answers(today: date, known: Mapping[str, Any], earlier_workers: Sequence[Row], brother: str) -> Answers:
    """Every answer of the record. `known` is what the register knows: the child's details, people, teams."""
    return {
        **WORDS,
        **known,
        "earlier_workers": list(earlier_workers),
        **_child_and_reason(),
        **_timing(today),
        **_brothers_and_sisters(brother, known["new_worker"]["name"]),
        **_plan(today),
        **_readiness(today),
        **_meeting(today),
        **_work(today),
        **_introduction(today),
        **_telling(today),
    }


def _child_and_reason() -> Answers:
    return {
        "interpreter": "no",
        "current_team_kind": "cluster",
        "new_team_kind": "looked_after_13_plus",
        "current_worker_leaving": "no",
        "transfer_reason_code": "TSPROC",
        "child_views_how": "asked_directly",
        "delay_likely": "no",
    }


def _timing(today: date) -> Answers:
    return {
        "transfer_date": _ahead(today, 12),
        "key_events_known": "yes",
        "key_events": [
            {"kind": "court_hearing", "date": _ago(today, 30), "note": "Final hearing: care order made"},
            {"kind": "review", "date": _ahead(today, 70), "note": "Maya's looked after review"},
        ],
        "circumstances_changed": "yes",
    }


def _brothers_and_sisters(brother: str, worker: str) -> Answers:
    sibling = {"name": brother, "status": "looked_after", "worker": worker}
    return {"has_siblings": "yes", "siblings": [sibling], "siblings_all_share": "yes"}


def _plan(today: date) -> Answers:
    return {
        "plan_kind": "care_plan",
        "plan_date": _ago(today, 28),
        "latest_assessment_date": _ago(today, 45),
        "assessment_evidence": "Ten visits, talks with Maya, Ruth and Clive, her school's and the health reports",
        "permanence_plan": "long_term_fostering",
        "permanence_meeting_date": _ago(today, 21),
        "proceedings": "completed",
        "proceedings_completed_on": _ago(today, 30),
        "out_of_the_ordinary": "some",
        "pre_birth_assessment": "no",
        "ceasing_looked_after": "no",
    }


def _readiness(today: date) -> Answers:
    done = dict.fromkeys(READY_DAYS_AGO, "done")
    dates = {f"{item}_date": _ago(today, days) for item, days in READY_DAYS_AGO.items()}
    return {"file_ready": "item_by_item"} | done | dates | {"transfer_summary": "written_here"}


def _meeting(today: date) -> Answers:
    return {
        "meeting_state": "held",
        "meeting_date": _ago(today, 7),
        "meeting_place": "Northgate Family Centre",
        "meeting_chair": "Priya Raghunathan",
        "all_attended": "yes",
        "other_attendees": [
            {"name": "Angela Prowse", "role": "Independent reviewing officer"},
            {"name": "Nadine Opoku", "role": "Supervising social worker for Ruth and Clive"},
        ],
    }


def _work(today: date) -> Answers:
    return {
        "outstanding_work_known": "yes",
        "outstanding_work": [
            _task(today, 4, "current_worker", "Send the order and care plan to school, surgery, Ruth and Clive"),
            _task(today, 9, "current_worker", "Finish the life story book with Maya; a copy is hers to keep"),
            _task(today, 35, "new_worker", "Agree the next holidays with Maya, Dionne and Grandma Bola"),
            _task(today, 42, "new_worker", "Apply for Maya's passport in time for the band's tour"),
        ],
        "dates_ahead": [
            {"kind": "visit", "date": _ahead(today, 28), "note": "Tomasz, at home, after four o'clock"},
            {"kind": "education", "date": _ahead(today, 45), "note": "Personal education plan, at school"},
            {"kind": "health", "date": _ahead(today, 52), "note": "Health assessment and hearing check"},
            {"kind": "review", "date": _ahead(today, 70), "note": "Maya chooses the room and the biscuits"},
        ],
    }


def _introduction(today: date) -> Answers:
    return {
        "joint_visit": "held",
        "joint_visit_date": _ago(today, 1),
        "joint_visit_together": "home",
        "transition_complex": "yes",
        "transition_from": _ago(today, 1),
        "transition_to": _ahead(today, 70),
        "closing_meeting_kind": "looked_after_review",
        "closing_meeting_date": _ahead(today, 70),
        "former_worker_until": _ahead(today, 70),
    }


def _telling(today: date) -> Answers:
    return {
        "family_told": "one_by_one",
        **{f"{party}_told": "told" for party in TOLD_DAYS_AGO},
        **{f"{party}_told_on": _ago(today, days) for party, days in TOLD_DAYS_AGO.items()},
        "professionals_involved": "yes",
        "professionals_told_on": _ago(today, 5),
        "professionals_told": [{"role": role, "name": name} for name, role in PROFESSIONALS],
        "contact_given": "yes",
    }


def _task(today: date, days: int, owner: str, task: str) -> Row:
    return {"task": task, "owner": owner, "due": _ahead(today, days)}


def _ago(today: date, days: int) -> str:
    return days_ago(today, days).isoformat()


def _ahead(today: date, days: int) -> str:
    return days_ahead(today, days).isoformat()
