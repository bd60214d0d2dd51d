"""Answers of the records that bin/run shows beside Maya's: short ones, each with the words of its own child or worker.

Dates count from the day on which the story has its record written. What the register knows is not here: starting a
record and naming the new worker fill it in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from models import Allocation, Child, Staff
from records.demo.other_records import exception_answers, handover_answers
from records.register import lookup
from records.register.invented import address, days_ago, days_ahead

Answers = dict[str, Any]

PLANS = {"child_protection": ("child_protection_plan", "core_group"), "care_leaver": ("pathway_plan", "other")}
IN_NEED = ("child_in_need_plan", "child_in_need_meeting")


def person(key: str) -> Staff:
    """A member of the demo's staff by what stands before the @."""
    found: Staff = Staff.get(Staff.email == address(key))
    return found


def named(key: str) -> Answers:
    """The same person, as an answer."""
    return lookup.as_answer(person(key)) or {}


def transfer(today: date, local_id: str, new_worker: str, words: Answers) -> Answers:
    """A planned transfer with nothing special about it, of a child who is not looked after. `words`: its reasons."""
    child = Child.get(Child.local_id == local_id)
    plan, closing_meeting = PLANS.get(child.status, IN_NEED)
    worker = lookup.current_allocation(child).worker.name  # type: ignore[union-attr]
    return {
        "interpreter": "yes" if child.interpreter_language else "no",
        "new_worker": named(new_worker),
        "current_worker_leaving": "no",
        "transfer_date": _ahead(today, 12),
        "has_siblings": "no",
        "plan_kind": plan,
        "plan_date": _ago(today, 35),
        "latest_assessment_date": _ago(today, 50),
        "assessment_evidence": "Visits, talks with the child and each parent, and what the school says",
        **({"out_of_the_ordinary": "none"} if child.status == "care_leaver" else {"proceedings": "none"}),
        "ceasing_looked_after": "no",
        **_readiness(today),
        **_meeting(today),
        "outstanding_work_known": "yes",
        "outstanding_work": [_task(today, 5, "current_worker", "Send the plan to everybody who has a part in it")],
        **_introduction(today, closing_meeting),
        **_told(today, worker),
        **words,
    }


def emergency(today: date, new_worker: str, leader: str, confirming: str, words: Answers) -> Answers:
    """An emergency: `leader` reallocates, and the manager above confirms that the action will do."""
    return {
        "new_worker": named(new_worker),
        "reallocating_team_leader": named(leader),
        "confirming_manager": named(confirming),
        "transfer_date": today.isoformat(),
        "transfer_reason_code": "ABSENC",
        "happened_on": _ago(today, 1),
        "steps_possible": "none",
        "ceasing_looked_after": "no",
        "own_team_considered": "yes",
        "has_siblings": "no",
        "proceedings": "none",
        "last_seen_on": _ago(today, 5),
        "next_visit_on": _ahead(today, 2),
        "next_visit_by": person(new_worker).name,
        "service_actions": [
            _action("The next meeting about the plan brought forward", person(new_worker).name, _ahead(today, 4)),
            _action("A visit every week as the plan says", person(new_worker).name, _ahead(today, 2)),
        ],
        "relationship_actions": [_action("A letter from the former worker", person(leader).name, _ahead(today, 10))],
        "handover_route": "known_person_introduces",
        "handover_route_person": "Carol Yates, family support worker",
        **_told(today, "Carol Yates", days=0),
        "full_handover_on": _ahead(today, 12),
        "full_handover_how": "The former worker tells the new one what they know as soon as they are well.",
        **({"lead_family_worker": named(new_worker)} if "joint_working" in words else {}),
        **words,
    }


def exception(today: date, ground: str, words: Answers) -> Answers:
    """An exception decision, beside what its transfer has told it and the statement that it departs from."""
    answers = exception_answers(today, ground) | {"has_siblings": "no"} | words
    del answers["departs_from"]
    if "child_views" not in words:  # of a child who is not born yet
        answers = {name: answer for name, answer in answers.items() if not name.startswith("child_views")}
    return answers


def handover(today: date, worker: str, leaders: Sequence[str], words: Answers) -> Answers:
    """A handover of management: the worker moves from the team of the first leader to that of the second."""
    old, new = (person(key) for key in leaders)
    answers = handover_answers(today) | {
        "worker": named(worker),
        "outgoing_team": lookup.as_answer(old.team),
        "outgoing_team_leader": lookup.as_answer(old),
        "new_team": lookup.as_answer(new.team),
        "new_team_leader": lookup.as_answer(new),
    }
    mine = (Allocation.worker == person(worker)) & Allocation.ended_on.is_null()
    cases = list(Allocation.select(Allocation, Child).join(Child).where(mine).order_by(Child.name))
    said = {name: text for name, text in words.items() if name != "case"}
    facts = {
        "cases": [_case(today, case, words["case"]) for case in cases],
        "open_cases": len(cases),
        "hr_advised": "none_to_advise",
        "worker_advises": "nothing_to_add",
    }
    elsewhere = dict.fromkeys(("hr_reference", "worker_advises_of", "outgoing_locality_leader", "new_locality_leader"))
    return answers | said | facts | elsewhere


def _case(today: date, allocation: Allocation, decisions: str) -> Answers:
    return {
        "child": lookup.as_answer(allocation.child),
        "status": allocation.child.status,
        "decisions": decisions,
        "decisions_where": "Supervision notes and the decisions page of the file",
        "next_date": _ahead(today, 20),
        "next_date_note": "Review of the plan",
        "concern": "None today",
        "discussed": "yes",
        "understood": "satisfied",
    }


def _readiness(today: date) -> Answers:
    return {"file_ready": "all", "file_ready_date": _ago(today, 0)}


def _introduction(today: date, closing_meeting: str) -> Answers:
    return {
        "joint_visit": "held",
        "joint_visit_date": _ago(today, 1),
        "joint_visit_together": "home",
        "closing_meeting_kind": closing_meeting,
        "closing_meeting_date": _ahead(today, 28),
        "former_worker_until": _ahead(today, 42),
        "former_worker_how": "By telephone, any weekday morning",
    }


def _meeting(today: date) -> Answers:
    return {
        "meeting_state": "held",
        "meeting_date": _ago(today, 6),
        "meeting_place": "Mill Street office",
        "meeting_chair": "The transferring team leader",
        "all_attended": "yes",
    }


def _told(today: date, by: str, days: int = 4) -> Answers:
    how = f"{by}, at home, in person: who comes, from when, and what stays the same"
    return {"family_told": "told", "family_told_on": _ago(today, days), "family_told_how": how}


def _task(today: date, days: int, owner: str, task: str) -> Answers:
    return {"task": task, "owner": owner, "due": _ahead(today, days)}


def _action(what: str, who: str, by_when: str) -> Answers:
    return {"what": what, "who": who, "by_when": by_when, "state": "planned"}


def _ago(today: date, days: int) -> str:
    return days_ago(today, days).isoformat()


def _ahead(today: date, days: int) -> str:
    return days_ahead(today, days).isoformat()
