"""Whether the two team leaders of a management handover have left something unsettled."""

from protocol.answers import Answers

UNRESOLVED_QUESTIONS = ("unresolved", "cases")
UNRESOLVED = "unresolved"


def something_unresolved(answers: Answers) -> bool:
    """Whether an issue is named, or one of the cases is marked as unresolved."""
    marked = (row.raw("understood") == UNRESOLVED for row in answers.rows("cases"))
    return answers.raw("unresolved") == "yes" or any(marked)
