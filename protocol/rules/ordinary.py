"""Whether anything about a transfer is out of the ordinary: one question, to which several statements come first."""

from protocol.answers import Answers
from protocol.outcomes import Verdict, does_not_apply, unanswered

ORDINARY = "out_of_the_ordinary"
_CHOICES = frozenset({"none", "some"})


def nothing_special(a: Answers) -> Verdict | None:
    """Does not apply where nothing is, unanswered while that is not said; None where something is."""
    said = a.choice(ORDINARY, _CHOICES)
    if not said:
        return unanswered("Say whether anything about this change is out of the ordinary.", ORDINARY)
    return does_not_apply() if said == "none" else None
