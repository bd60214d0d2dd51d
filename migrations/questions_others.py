"""From the questions that emergency records and management handovers asked before to those that they ask now."""

from typing import Any

Answers = dict[str, Any]
Said = tuple[str, str]

LONGEST = 20_000
ACCOUNT = ("what_happened", "transfer_reason", "no_handover_reason")
STEPS = ("step_meeting", "step_outstanding_work", "step_introduction", "step_transition", "step_former_worker")
THREE = ("worker_attended", "outgoing_team_leader_attended", "new_team_leader_attended")


def carried_over(kind: str, answers: Answers, typed: Answers) -> None:
    """Change a draft's answers in place. What has no place any more stays under its old name."""
    if kind == "emergency_transfer":
        _account(answers, typed)
        _together(answers, "steps_possible", STEPS, ("can_be_done", "some"), ("could_not_be_done", "none"))
        _who_tells(answers)
    if kind == "management_handover":
        _together(answers, "all_attended", THREE, ("absent", "no"), ("attended", "yes"))
        _unresolved(answers, typed)


def _account(answers: Answers, typed: Answers) -> None:
    """Three accounts of one event are one, where it has room; what could not be read stays where it was typed."""
    told = [text for name in ACCOUNT if isinstance(text := answers.get(name), str)]
    whole = "\n\n".join(dict.fromkeys(told))
    if told and len(whole) <= LONGEST and typed.keys().isdisjoint(ACCOUNT):
        for name in ACCOUNT:
            answers.pop(name, None)
        answers["what_happened"] = whole


def _who_tells(answers: Answers) -> None:
    """Who tells the child and family goes with how they are told, where that does not say it."""
    by, how = answers.get("family_told_what_by"), answers.get("family_told_how", "")
    if isinstance(by, str) and isinstance(how, str):
        del answers["family_told_what_by"]
        answers["family_told_how"] = how if by in how else "\n".join(filter(None, (by, how)))


def _together(answers: Answers, question: str, parts: tuple[str, ...], differs: Said, alike: Said) -> None:
    """One answer for all parts, where all are alike or any differs; else it is asked.

    differs, alike: what is said of a part, and what is answered then. Where all are alike the parts go.
    """
    said = [answers.get(part) for part in parts]
    if differs[0] in said:
        answers[question] = differs[1]
    elif said.count(alike[0]) == len(parts):
        answers[question] = alike[1]
        for part in parts:
            del answers[part]


def _unresolved(answers: Answers, typed: Answers) -> None:
    """What was written about the four-way meeting belongs to something that is unresolved."""
    about = ("locality_leaders_told_on", "four_way_date", "four_way_outcome")
    if "unresolved" not in answers and any(name in answers or name in typed for name in about):
        answers["unresolved"] = "yes"
