"""Section 2.3: judgement has its place, and says so in writing."""

from protocol.answers import Answers
from protocol.formatting import count, listed
from protocol.outcomes import Level, Outcome, Stage, Verdict, does_not_apply, met, unmet
from protocol.parameters import Parameters
from protocol.registry import DEPARTURES, rule
from protocol.statements import EVERY


@rule("315.2.3.1", records=(EVERY,), reads=(DEPARTURES,), comes_last=True)
def departures_have_reasons(a: Answers, p: Parameters) -> Verdict:
    """Each expectation that is not met has a written reason. What is required and is not met is accepted by name."""
    # It goes to no question: the expectations themselves say where each is answered or explained.
    expected = [one for one in a.findings if one.level is Level.EXPECTED and one.stage is Stage.SUBMISSION]
    explained = [one for one in expected if one.reason]
    bare = [one for one in expected if one.outcome is Outcome.UNMET]
    if bare:
        which = listed(one.statement for one in bare)
        them = "it is" if len(bare) == 1 else "they are"
        message = f"{count(len(bare), 'expectation')} not met and without a reason: {which}. Say why {them} not met."
        return unmet(message)
    left = [one for one in a.findings if one.waits_for_acceptance or one.outcome is Outcome.ACCEPTED]
    said = [f"{count(len(explained), 'departure')}, each with its reason."] if explained else []
    said += [f"{count(len(left), 'requirement')} for managers to accept as not met."] if left else []
    if said:
        return met(" ".join(said))
    return does_not_apply()
