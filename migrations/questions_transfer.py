"""From the questions that a transfer meeting record asked before to those that it asks now, and what it shares
with others. Several answers of one kind became one answer for all, with the old ones as the exceptions.
"""

from typing import Any

Answers = dict[str, Any]

LONGEST = 20_000
FILE = ("chronology", "case_notes", "open_assessment", "decisions_recorded", "todo_list")
PAIRS = (("current_worker", "new_worker"), ("current_team_leader", "new_team_leader"))
SPECIAL = ("delay_likely", "circumstances_changed", "transition_complex", "pre_birth_assessment")
PARTIES = {"child": "The child", "parents": "The parents", "carers": "The carers"}


def carried_over(kind: str, answers: Answers, _typed: Answers) -> None:
    """Change a draft's answers in place. What has no place any more stays under its old name."""
    if kind in ("transfer_meeting", "emergency_transfer"):
        _family(answers)
    if kind in ("transfer_meeting", "exception_decision"):
        _siblings(answers)
    if kind == "transfer_meeting":
        for part in (_file, _attendance, _account, _joint_visit, _out_of_the_ordinary, _professionals):
            part(answers)
        _contact(answers)


def _rows(answers: Answers, table: str) -> list[Answers]:
    value = answers.get(table)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _said(answers: Answers, name: str) -> str | None:
    said = answers.get(name)
    return said if isinstance(said, str) else None


def _texts(answers: Answers, *names: str) -> list[str]:
    return [text for name in names if isinstance(text := answers.get(name), str) and text.strip()]


def _file(answers: Answers) -> None:
    """What was said of the five is said item by item; a task that is not in the to-do list remains to be put there."""
    tasks = [row.get("task") or "" for row in _rows(answers, "outstanding_work") if row.get("in_todo_list") == "no"]
    for row in _rows(answers, "outstanding_work"):
        row.pop("in_todo_list", None)
    if tasks:
        missing = f"To be put there: {'; '.join(filter(None, tasks)) or 'the outstanding work'}."
        answers["todo_list"] = "not_done"
        answers["todo_list_remaining"] = "\n\n".join([*_texts(answers, "todo_list_remaining"), missing])
    if any(item in answers for item in FILE):
        answers["file_ready"] = "item_by_item"


def _attendance(answers: Answers) -> None:
    said = {place: answers.get(f"{place}_attended") for pair in PAIRS for place in pair}
    if "absent" in said.values():
        answers["all_attended"] = "no"
    elif all(_attended(answers, said, *pair) for pair in PAIRS):
        answers["all_attended"] = "yes"


def _attended(answers: Answers, said: Answers, current: str, new: str) -> bool:
    """Whether both of a pair attended; one person who has both parts answered once."""
    both = [said[current] == "attended", said[new] == "attended"]
    return any(both) if answers.get(current) == answers.get(new) is not None else all(both)


def _account(answers: Answers) -> None:
    whole = "\n\n".join(_texts(answers, "transfer_reason", "why_worker_cannot_continue"))
    if whole and len(whole) <= LONGEST:
        answers["transfer_reason"] = whole
        answers.pop("why_worker_cannot_continue", None)


def _joint_visit(answers: Answers) -> None:
    both, place = answers.get("joint_visit_both_workers"), answers.get("joint_visit_place")
    if both == "yes" and place in ("home", "elsewhere"):
        answers["joint_visit_together"] = place
        del answers["joint_visit_both_workers"], answers["joint_visit_place"]
    elif both == "no":
        answers["joint_visit_together"] = "not_both"
        del answers["joint_visit_both_workers"]


def _siblings(answers: Answers) -> None:
    said = [row.get("same_worker_after") for row in _rows(answers, "siblings")]
    if "no" in said:
        answers["siblings_all_share"] = "no"
    elif "yes" in said and None not in said:
        answers["siblings_all_share"] = "yes"


def _out_of_the_ordinary(answers: Answers) -> None:
    """Nothing is, where all of it was denied; else each goes on being asked, those that are blank as well."""
    said = [_said(answers, question) for question in SPECIAL]
    if answers.get("child_status") not in ("looked_after", "care_leaver"):
        said = said[:3]
    if any(said):
        answers["out_of_the_ordinary"] = "none" if set(said) == {"no"} else "some"


def _family(answers: Answers) -> None:
    if not any(f"{party}_told" in answers for party in PARTIES):
        return
    answers["family_told"] = "one_by_one"
    how = {party: ". ".join(_texts(answers, f"{party}_told_by", f"{party}_told_how")) for party in PARTIES}
    told = {party: text for party, text in how.items() if text}
    if told:
        alike = len(set(told.values())) == 1
        lines = [text if alike else f"{PARTIES[party]}: {text}" for party, text in told.items()]
        answers["family_told_how"] = "\n".join(dict.fromkeys(lines))
    for party in PARTIES:
        answers.pop(f"{party}_told_by", None)
        answers.pop(f"{party}_told_how", None)
    _all_on_one_day(answers)


def _all_on_one_day(answers: Answers) -> None:
    """One answer for all of the family, where all were told, or will be, on the same day."""
    parties = [party for party in PARTIES if party != "carers" or not _without_carers(answers)]
    said = {(_said(answers, f"{party}_told"), _said(answers, f"{party}_told_on")) for party in parties}
    if len(said) != 1:
        return
    state, when = said.pop()
    if state in ("told", "will_be_told") and when:
        answers |= {"family_told": state, "family_told_on": when}
        for party in PARTIES:
            answers.pop(f"{party}_told", None)
            answers.pop(f"{party}_told_on", None)


def _without_carers(answers: Answers) -> bool:
    status = answers.get("child_status")
    return status not in (None, "looked_after") and answers.get("carers_told") in (None, "does_not_apply")


def _professionals(answers: Answers) -> None:
    """One day for all, where it is the same."""
    rows = _rows(answers, "professionals_told")
    days = {_said(row, "told_on") for row in rows}
    if len(days) == 1 and None not in days:
        answers["professionals_told_on"] = days.pop()
        for row in rows:
            del row["told_on"]


def _contact(answers: Answers) -> None:
    """One answer for all: yes where all have contact details, no where anybody has none."""
    family = [f"{party}_contact_given" for party in PARTIES if f"{party}_contact_given" in answers]
    rows = _rows(answers, "professionals_told")
    said = [*(_said(answers, name) for name in family), *(_said(row, "contact_given") for row in rows)]
    if "no" in said:
        answers["contact_given"] = "no"
    elif said and set(said) == {"yes"}:
        answers["contact_given"] = "yes"
        for name in family:
            del answers[name]
        for row in rows:
            del row["contact_given"]
