"""From the questions that emergency records and management handovers asked before to those that they ask now."""

from typing import Any

Answers = dict[str, Any]

LONGEST = 20_000
THREE = ("worker_attended", "outgoing_team_leader_attended", "new_team_leader_attended")


def carried_over(kind: str, answers: Answers, typed: Answers) -> None:
    """Change a draft's answers in place. What has no place any more stays under its old name."""
    if kind == "management_handover":
        _attendance(answers)
        _unresolved(answers, typed)


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
