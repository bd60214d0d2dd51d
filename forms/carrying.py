"""What of an earlier record comes along to a new one, question by question.

An answer comes along because of what it is about. Nothing comes along that is not named here: a question that is added
is asked anew until somebody decides otherwise (`tests/unit/forms/test_what_comes_along.py`). What the register answers,
ticks, references to records and restricted sections never do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from forms.engine.conditions import holds
from forms.engine.correction import same_answer
from forms.engine.date import DateQuestion
from forms.engine.question import CHILD, Question
from forms.engine.register_rows import facts_of
from forms.engine.rows import RowsQuestion
from forms.record_kind import RecordKind
from protocol.days import date_from
from protocol.folding import fold

Answers = Mapping[str, Any]


class Relation(StrEnum):
    """How a new record stands to the earlier one: the same change once more, a later one, a brother's or sister's."""

    AGAIN = "again"
    LATER = "later"
    SIBLING = "sibling"


# The meeting, the teams, the workers, and what the parents were told together: the same for brothers and sisters.
MEETING = frozenset(
    {
        *("new_worker", "new_team", "transfer_date", "move_on", "responsibility_date"),
        *("transfer_reason_code", "transfer_reason_other", "transfer_reason", "what_happened", "happened_on"),
        *("current_worker_leaving", "current_worker_last_day", "handover_reason", "handover_reason_detail"),
        *("meeting_state", "meeting_date", "meeting_place", "meeting_chair", "all_attended", "other_attendees"),
        *("current_worker_attended", "current_worker_absence", "current_worker_part_covered"),
        *("current_team_leader_attended", "current_team_leader_absence", "new_worker_attended", "new_worker_absence"),
        *("new_team_leader_attended", "new_team_leader_absence"),
        *("joint_visit", "joint_visit_date", "former_worker_until", "former_worker_how", "former_worker_instead"),
        *("family_told", "family_told_on", "parents_told", "parents_told_on", "lead_family_worker", "joint_working"),
        *("three_way_date", "three_way_place", "worker_attended", "worker_unreachable"),
        *("outgoing_team_leader_attended", "outgoing_team_leader_unreachable", "new_team_leader_unreachable"),
    }
)
# This change of this child's worker: true as long as the same change is tried once more.
CHANGE = frozenset(
    {
        *("best_interests", "child_views", "child_views_how", "child_views_not_obtained", "family_views"),
        *("sharing_considered", "sharing_considered_note", "out_of_the_ordinary", "circumstances_changed"),
        *("delay_likely", "delay_kept_down", "delay_accepted_because", "timing_follows_plan"),
        *("transition_complex", "transition_from", "transition_to", "transition_roles", "permanence_meeting_date"),
        *("pre_birth_assessment", "pre_birth_cluster_worker", "pre_birth_own_worker", "pre_birth_lead_team"),
        *("pre_birth_address", "pre_birth_address_detail", "continuing_support", "cin_meeting_date"),
        *("cin_current_manager", "cin_new_manager", "why_thirteen_plus_now", "under_thirteen_reason"),
        *("managers_discussed_on", "transfer_summary", "transfer_summary_reference", "transfer_summary_dated"),
        *("life_now", "worries", "what_works", "plan_summary", "parents_views", "carers_views"),
        *("outstanding_work_known", "outstanding_work", "joint_visit_together"),
        *("closing_meeting_kind", "closing_meeting_date", "family_told_how", "family_told_what", "handled_with_care"),
        *("child_told", "child_told_on", "child_not_told_why", "parents_not_told_why", "told_late_reason"),
        *("carers_told", "carers_told_on", "carers_not_told_why"),
        *("professionals_told_on", "professionals_told_by"),
        *("steps_possible", "step_meeting", "step_outstanding_work", "step_introduction", "step_transition"),
        *("step_former_worker", "step_actions", "why_no_meeting_in_time", "own_team_reason", "court_told"),
        *("interim_cover", "immediate_risk", "next_visit_on", "next_visit_by", "no_action_reason"),
        *("service_actions", "relationship_actions", "handover_route", "handover_route_meeting"),
        *("handover_route_person", "handover_route_other", "full_handover_on", "full_handover_how"),
        *("departs_from", "decided_instead", "proposed_instead", "ground", "relationship_evidence"),
        *("short_term_issues", "relationship_kept", "preventing_evidence", "leaving_on", "why_expedient"),
        *("other_reason", "other_team", "alternatives", "risks", "effect_on_plan", "effect_on_court"),
    }
)
# The child's life, or the worker's post, whatever changes: it may still hold in a later record about the same.
LASTING = frozenset(
    {
        *("communication_needs", "interpreter", "interpreter_language", "key_events_known", "key_events"),
        *("plan_date", "plan_kind", "plan_due_on", "latest_assessment_date", "assessment_evidence"),
        *("permanence_plan", "return_home_months", "proceedings", "proceedings_completed_on", "orders_summary"),
        *("placement_out_of_area", "parent_in_care", "personal_adviser", "disability_criterion"),
        *("disability_evidence", "dates_ahead", "professionals_involved", "professionals_told"),
        *("link_school", "link_school_detail", "students", "students_detail", "training", "training_detail"),
        "pdr_date",
    }
)
COME_ALONG = {Relation.AGAIN: MEETING | CHANGE | LASTING, Relation.LATER: LASTING, Relation.SIBLING: MEETING}
# Columns about this change, in tables that last; and tables of days, of which a row stays when its day has passed.
COLUMNS_OF_CHANGE = frozenset({"told_on"})
OF_DAYS = frozenset({"key_events", "dates_ahead"})
# Of a brother or sister only these answers: the others say something of that child too.
ONLY_OF_SIBLING: Mapping[str, Collection[Any]] = {"family_told": ("one_by_one",)}
# Answers about people, who must be the same in both records.
_WORKERS = ("current_worker", "new_worker")
_AT_MEETING = (*_WORKERS, "current_team_leader", "new_team_leader")
OF_PEOPLE: Mapping[str, Collection[str]] = {
    "all_attended": _AT_MEETING,
    **{f"{who}_{said}": (who,) for who in _AT_MEETING for said in ("attended", "absence")},
    "current_worker_part_covered": ("current_worker",),
    "current_worker_last_day": ("current_worker",),
    "current_worker_leaving": ("current_worker",),
    **dict.fromkeys(("joint_visit", "joint_visit_date", "joint_visit_together"), _WORKERS),
    **dict.fromkeys(("former_worker_until", "former_worker_how", "former_worker_instead"), ("current_worker",)),
    **dict.fromkeys(("transfer_reason", "transfer_reason_code", "transfer_reason_other"), ("current_worker",)),
    **dict.fromkeys(("what_happened", "happened_on"), ("current_worker",)),
}
# A day is a plan, not what was, while another question has this answer.
PLANS: Mapping[str, tuple[str, str]] = {
    "meeting_date": ("meeting_state", "planned"),
    "family_told_on": ("family_told", "will_be_told"),
}
# Days that may have been or be to come, and say the same either way.
EITHER_WAY = frozenset({"current_worker_last_day"})


def comes_along(
    source: RecordKind,
    target: RecordKind,
    answers: Answers,
    relation: Relation,
    *,
    today: date,
    names: Collection[str] = (),
) -> dict[str, Any]:
    """What of an earlier record's applicable `answers` comes along to a new one of the kind `target`.

    names: folded words by which the brother or sister is called: a text with one of them stays with their record.
    """
    turn = source.turns_into
    renamed = dict(turn.renamed) if turn and turn.kind == target.key else {}
    found: dict[str, Any] = {}
    for name, answer in answers.items():
        asked, question = source.questions.get(name), target.questions.get(renamed.get(name, name))
        if asked is None or question is None or not _may_come(source, target, asked, question, relation):
            continue
        if relation is Relation.SIBLING and answer not in ONLY_OF_SIBLING.get(name, (answer,)):
            continue
        kept = _rows(question, answer, relation, today) if isinstance(question, RowsQuestion) else answer
        if kept not in (None, []) and not (_has_passed(asked, kept, answers, today) or _says(kept, names)):
            found[question.name] = kept
    return found


def _may_come(source: RecordKind, target: RecordKind, asked: Question, question: Question, relation: Relation) -> bool:
    restricted = source.section_of[asked.name].readers or target.section_of[question.name].readers
    told = question.follows in (CHILD, "worker") or question.fixed
    never = asked.kind in ("tick", "record") or asked.kind != question.kind
    return not (restricted or told or never) and asked.name in COME_ALONG[relation]


def _rows(table: RowsQuestion, rows: Any, relation: Relation, today: date) -> list[dict[str, Any]]:
    """The rows of a table without those of the register, and without days to come that have passed."""
    found = []
    stay = frozenset() if relation is Relation.AGAIN else COLUMNS_OF_CHANGE
    for row in rows if isinstance(rows, list) else ():
        if not isinstance(row, dict) or facts_of(row):
            continue
        kept = {name: cell for name, cell in row.items() if name in table.columns and name not in stay}
        over = {name for name in kept if _is_over(table.columns[name], kept[name], today)}
        if not (over and table.name in OF_DAYS):
            found.append({name: cell for name, cell in kept.items() if name not in over})
    return [row for row in found if row]


def _is_over(cell: Question, answer: Any, today: date) -> bool:
    day = date_from(answer) if isinstance(cell, DateQuestion) and not cell.past else None
    return day is not None and day < today


def _has_passed(question: Question, answer: Any, answers: Answers, today: date) -> bool:
    """Whether an answer is a plan for a day that has passed."""
    if not isinstance(question, DateQuestion) or not _is_over(question, answer, today):
        return False
    if plan := PLANS.get(question.name):
        return bool(answers.get(plan[0]) == plan[1])
    if question.either and question.promises and question.promises.when:
        return holds(question.promises.when, answers)
    return question.name not in EITHER_WAY


def _says(answer: Any, names: Collection[str]) -> bool:
    """Whether a text, or one in a row, has one of these words."""
    return any(not set(fold(text).split()).isdisjoint(names) for text in _texts(answer)) if names else False


def _texts(answer: Any) -> Iterator[str]:
    if isinstance(answer, str):
        yield answer
    for row in answer if isinstance(answer, list) else ():
        yield from (cell for cell in (row.values() if isinstance(row, dict) else (row,)) if isinstance(cell, str))


def same_people(answers: Answers, earlier: Answers, new: Answers) -> dict[str, Any]:
    """Of the answers that come along, those about people only where both records name the same ones."""
    return {
        name: answer
        for name, answer in answers.items()
        if all(same_answer(earlier.get(who), new.get(who)) for who in OF_PEOPLE.get(name, ()))
    }


def still_to_read(form: RecordKind, answers: Answers, unread: Collection[str], known: Collection[str]) -> list[str]:
    """Of the questions whose answers are to be read again, those that apply and that the register does not answer now.

    In the form's order. known: the questions that it answers.
    """
    applying = form.applicable_answers(answers) if unread else {}
    return [name for name in form.questions if name in unread and name in applying and name not in known]
