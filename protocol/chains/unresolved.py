"""Unresolved issues of a management handover (1.4.2, section 5): they add the locality leaders to the chain."""

from protocol.answers import Answers

UNRESOLVED_QUESTIONS = ("unresolved", "cases")
UNRESOLVED = "unresolved"


def something_unresolved(answers: Answers) -> bool:
    """Whether an unresolved issue is described, or a case is marked as unresolved."""
    marked = (row.raw("understood") == UNRESOLVED for row in answers.rows("cases"))
    return answers.raw("unresolved") == "yes" or any(marked)
