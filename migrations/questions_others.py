"""From the questions that emergency records and management handovers asked before to those that they ask now."""

from typing import Any

Answers = dict[str, Any]

LONGEST = 20_000
ACCOUNT = ("what_happened", "transfer_reason", "no_handover_reason")
STEPS = ("step_meeting", "step_outstanding_work", "step_introduction", "step_transition", "step_former_worker")
THREE = ("worker_attended", "outgoing_team_leader_attended", "new_team_leader_attended")


def carried_over(kind: str, answers: Answers, typed: Answers) -> None:
    """Change a draft's answers in place. What has no place any more stays under its old name."""
    if kind == "emergency_transfer":
        _account(answers, typed)
        _steps(answers)
        _who_tells(answers)
    if kind == "management_handover":
        _attendance(answers)
        _unresolved(answers, typed)


def _account(answers: Answers, typed: Answers) -> None:
    """Three accounts of one event are one, where it has room; what could not be read stays where it was typed."""
    told = [text for name in ACCOUNT if isinstance(text := answers.get(name), str)]
    whole = "\n\n".join(dict.fromkeys(told))
    if told and len(whole) <= LONGEST and typed.keys().isdisjoint(ACCOUNT):
        for name in ACCOUNT:
            answers.pop(name, None)
        answers["what_happened"] = whole


def _steps(answers: Answers) -> None:
    """None of the five steps can be taken, or some; where that is not said of all, it is asked."""
    said = [answers.get(name) for name in STEPS]
    if "can_be_done" in said:
        answers["steps_possible"] = "some"
    elif said.count("could_not_be_done") == len(STEPS):
        answers["steps_possible"] = "none"
        for name in STEPS:
            del answers[name]


def _who_tells(answers: Answers) -> None:
    """Who tells the child and family goes with how they are told, where that does not say it."""
    by, how = answers.get("family_told_what_by"), answers.get("family_told_how", "")
    if isinstance(by, str) and isinstance(how, str):
        del answers["family_told_what_by"]
        answers["family_told_how"] = how if by in how else "\n".join(filter(None, (by, how)))


def _attendance(answers: Answers) -> None:
    """All three attended at once; or one by one, where anybody was absent."""
    said = [answers.get(name) for name in THREE]
    if "absent" in said:
        answers["all_attended"] = "no"
    elif said.count("attended") == len(THREE):
        answers["all_attended"] = "yes"
        for name in THREE:
            del answers[name]


def _unresolved(answers: Answers, typed: Answers) -> None:
    """What was written about the four-way meeting belongs to something that is unresolved."""
    about = ("locality_leaders_told_on", "four_way_date", "four_way_outcome")
    if "unresolved" not in answers and any(name in answers or name in typed for name in about):
        answers["unresolved"] = "yes"
