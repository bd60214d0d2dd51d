"""Answers of the three other records, beside Maya's: an emergency, an exception and a handover of management.

Like `story.case_one_answers` they need the demo council in the database, loaded with the same date. Written, as
Maya's is, so that the child or the worker whom it is about may read it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from models import Allocation, Child, Staff, Team
from records.demo.teams_and_staff import NORTHGATE_EAST, NORTHGATE_WEST, RIVERSIDE_MILL
from records.register import lookup
from records.register.invented import address, days_ago, days_ahead

Answers = dict[str, Any]

EMERGENCY_CHILD = "AV104315"
EMERGENCY_WORKER = address("ibrahim.al-sayed")
EMERGENCY_NEW_WORKER = address("daniel.okafor")
REALLOCATING_LEADER = address("gareth.pemberton")
EMERGENCY_RECEIVING_LEADER = address("priya.raghunathan")
CONFIRMING_MANAGER = address("denise.holroyd")

MOVING_WORKER = address("bethan.llewellyn-price")
OUTGOING_LEADER = address("priya.raghunathan")
NEW_LEADER = address("joanne.thistlewood")
OUTGOING_LOCALITY_LEADER = address("denise.holroyd")
NEW_LOCALITY_LEADER = address("anil.deshmukh")

HR_REFERENCE = "HR-2291, held by Moira Tennant"
WORKER_ADVISES_OF = "Shorter Fridays since April, agreed with Priya for a year."


def emergency_answers(today: date) -> Answers:
    """Kayleigh's emergency: her worker fell ill overnight, and nobody in his team had room."""
    return {
        **EMERGENCY_WORDS,
        **_people(
            current_worker=EMERGENCY_WORKER,
            current_team_leader=REALLOCATING_LEADER,
            new_worker=EMERGENCY_NEW_WORKER,
            new_team_leader=EMERGENCY_RECEIVING_LEADER,
            reallocating_team_leader=REALLOCATING_LEADER,
            confirming_manager=CONFIRMING_MANAGER,
        ),
        **_teams(current_team=NORTHGATE_WEST, new_team=NORTHGATE_EAST),
        "current_team_kind": "cluster",
        "new_team_kind": "cluster",
        "earlier_workers": _workers_of(EMERGENCY_CHILD),
        "transfer_date": today.isoformat(),
        "transfer_reason_code": "ABSENC",
        "happened_on": _ago(today, 1),
        "steps_possible": "none",
        "own_team_considered": "yes",
        "siblings_all_share": "yes",
        "proceedings": "none",
        "last_seen_on": _ago(today, 6),
        "next_visit_on": _ahead(today, 2),
        "service_actions": [
            _action("Core group brought forward", "Daniel Okafor", _ahead(today, 4)),
            _action("Visit every week as the plan says", "Daniel Okafor", _ahead(today, 2)),
        ],
        "relationship_actions": [
            {"what": "Carol from family support visits as before", "who": "Carol Yates", "state": "in_place"},
            _action("A card from Ibrahim, when he is well enough", "Gareth Pemberton", _ahead(today, 30)),
        ],
        "handover_route": "known_person_introduces",
        "family_told": "told",
        "family_told_on": _ago(today, 0),
        "family_told_how": "Carol Yates, at home, in person",
        "full_handover_on": _ahead(today, 42),
    }


def exception_answers(today: date, ground: str = "significant_relationship", statement: str = "315.4.1") -> Answers:
    """What an exception decision for Maya says beside what her transfer has told it already."""
    discussed = {"exception_discussed_on": _ago(today, 2)} if ground == "other_reason" else {}
    return {
        **EXCEPTION_WORDS,
        **GROUNDS[ground],
        **discussed,
        "departs_from": statement,
        "decided_instead": "moves_now",
        "move_on": _ahead(today, 12),
        "review_on": _ahead(today, 90),
        "ground": ground,
        "child_views_how": "asked_directly",
        "delay_likely": "no",
    } | ({"leaving_on": _ahead(today, 30)} if ground == "worker_leaving" else {})


def handover_answers(today: date) -> Answers:
    """Bethan's handover of management: she moves to another team and takes three children with her."""
    return {
        **HANDOVER_WORDS,
        **_people(
            worker=MOVING_WORKER,
            outgoing_team_leader=OUTGOING_LEADER,
            new_team_leader=NEW_LEADER,
            outgoing_locality_leader=OUTGOING_LOCALITY_LEADER,
            new_locality_leader=NEW_LOCALITY_LEADER,
        ),
        **_teams(outgoing_team=NORTHGATE_EAST, new_team=RIVERSIDE_MILL),
        "handover_reason": "worker_moves_team",
        "responsibility_date": (days_ago(today, 3) + timedelta(days=21)).isoformat(),
        "three_way_date": _ago(today, 3),
        "all_attended": "yes",
        "cases": [_case(row, today) for row in _open_cases(MOVING_WORKER)],
        "open_cases": len(_open_cases(MOVING_WORKER)),
        "link_school": "yes",
        "students": "none",
        "training": "yes",
        "pdr_date": _ago(today, 120),
        "pdr_available": "yes",
        "hr_advised": "advised",
        "hr_reference": HR_REFERENCE,
        "worker_advises": "advises",
        "unresolved": "none",
        "supervision_notes_date": _ago(today, 2),
    }


def something_unresolved(today: date) -> Answers:
    """What Bethan's handover says when the two leaders could not settle everything."""
    return {
        "unresolved": "yes",
        "unresolved_detail": "Who pays for the assessment that was promised before the move. Each team says the other.",
        "locality_leaders_told_on": _ago(today, 2),
        "four_way_date": _ago(today, 1),
        "four_way_outcome": "Northgate East pays, because it made the promise. Denise Holroyd sees to it this week.",
    }


def _people(**addresses: str) -> Answers:
    return {part: lookup.as_answer(Staff.get(Staff.email == email)) for part, email in addresses.items()}


def _teams(**names: str) -> Answers:
    return {part: lookup.as_answer(Team.get(Team.name == name)) for part, name in names.items()}


def _workers_of(local_id: str) -> list[Answers]:
    allocations = Allocation.select().join(Child).where(Child.local_id == local_id).order_by(Allocation.started_on)
    return [
        {"worker": lookup.as_answer(one.worker), "started_on": one.started_on.isoformat()}
        | ({"ended_on": one.ended_on.isoformat()} if one.ended_on else {})
        for one in allocations
    ]


def _open_cases(email: str) -> list[Allocation]:
    mine = (Staff.email == email) & Allocation.ended_on.is_null()
    found = Allocation.select(Allocation, Child).join(Child).switch(Allocation).join(Staff, on=Allocation.worker)
    return list(found.where(mine).order_by(Child.name))


def _case(allocation: Allocation, today: date) -> Answers:
    return {
        "child": lookup.as_answer(allocation.child),
        "status": allocation.child.status,
        "decisions": "Long-term fostering stays the plan; the three live together.",
        "decisions_where": "Supervision notes and the decisions page of the file",
        "next_date": _ahead(today, 20),
        "next_date_note": "Looked after review",
        "concern": "None today",
        "discussed": "yes",
        "understood": "satisfied",
    }


def _action(what: str, who: str, by_when: str) -> Answers:
    return {"what": what, "who": who, "by_when": by_when, "state": "planned"}


def _ago(today: date, days: int) -> str:
    return days_ago(today, days).isoformat()


def _ahead(today: date, days: int) -> str:
    return days_ahead(today, days).isoformat()


EMERGENCY_WORDS: Answers = {
    "what_happened": "Ibrahim's wife rang the team in the morning: he had been taken to hospital. Kayleigh had a visit "
    "from him planned for that afternoon, and was told at school that he could not come. He cannot be reached and "
    "will not be back for some months, so there could be no meeting, no visit together and no list from him of what "
    "was left to do. The file was read by Gareth instead.",
    "own_team_reason": "Chloe and Rosie were asked first. Both have more children than the team's limit already, and "
    "neither has met Kayleigh. Daniel knows the family from Tyler's nursery meetings.",
    "interim_cover": "Gareth Pemberton himself, on the team's number, until Daniel's first visit.",
    "immediate_risk": "Mum's drinking may start again under strain. The school watches each morning and rings us.",
    "next_visit_by": "Daniel, with Carol from family support",
    "handover_route_person": "Carol Yates, family support worker, who has known the children for two years",
    "family_told_what": "That Ibrahim is ill, that it is nobody's fault, that he is being looked after, and that "
    "Daniel comes on Thursday with Carol.",
    "family_told_how": "Carol Yates, with Kayleigh's teacher",
    "handled_with_care": "Kayleigh's grandfather died in hospital last year. Carol said straight away that Ibrahim is "
    "expected to get well, and Kayleigh may ask about him whenever she likes.",
    "full_handover_how": "When Ibrahim is well he tells Daniel what he knows, and says goodbye to Kayleigh at school.",
}

EXCEPTION_WORDS: Answers = {
    "proposed_instead": "Hannah goes on giving evidence to the court, until the last hearing.",
    "best_interests": "Tomasz is Josiah's worker and Maya knows him. One worker for both spares her a second stranger.",
    "child_views": "Maya said that she would rather have Tomasz now than wait for a court that keeps moving the date.",
    "family_views": "Dionne agrees. Ruth and Clive would like it as soon as it can be.",
    "alternatives": "To wait until the last hearing. Maya would then change worker in the week of her exams.",
    "risks": "That the court hears two workers say two things. Hannah and Tomasz write each statement together.",
    "effect_on_plan": "None: the plan stays long-term fostering with Ruth and Clive.",
    "effect_on_court": "The guardian and the court have been told, and neither objects.",
}

GROUNDS: dict[str, Answers] = {
    "significant_relationship": {
        "relationship_evidence": "Hannah was with Maya through two moves and each hearing. Maya rings her herself.",
        "short_term_issues": "Exams in the next six weeks, and a grandmother who is in hospital.",
        "relationship_kept": "Hannah comes with Tomasz to the first two visits and sees Maya each month until summer.",
    },
    "relationship_prevents_outcomes": {
        "preventing_evidence": "Maya has not spoken in three meetings, and says that she links Hannah with the court."
    },
    "worker_leaving": {
        "why_expedient": "Hannah leaves in a month. A new cluster worker for a few weeks would be one more goodbye."
    },
    "other_reason": {
        "other_reason": "The court itself asked that Maya's next worker is known before the last hearing.",
        "current_manager_view": "For it: the hearing was moved twice and Maya should not wait.",
        "new_manager_view": "For it, if Hannah stays with the court work to the end.",
        "rationale": "Certainty matters most to Maya now, and she can have it without harm to the proceedings.",
    },
}

HANDOVER_WORDS: Answers = {
    "handover_reason_detail": "Bethan asked to work nearer to home. Both teams agreed to it in the spring.",
    "three_way_place": "Northgate Family Centre, room 2",
    "link_school_detail": "Weirside Academy, the second Tuesday of each month, until the summer.",
    "training_detail": "Systemic practice, second year, begins in September.",
    "worker_advises_of": WORKER_ADVISES_OF,
    "supervision_notes_reference": "Meeting of three, Bethan's supervision notes",
}
