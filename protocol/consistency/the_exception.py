"""An exception decision: there is something to depart from, by this child and by what is decided instead."""

from collections.abc import Iterator

from protocol.answers import Answers
from protocol.choices import STAYS
from protocol.consistency.contradiction import Clash, looked_for
from protocol.outcomes import Outcome
from protocol.parameters import Parameters
from protocol.rules.needed import DECIDED, DEPARTS_FROM, KEEP, READS, is_needless
from protocol.statements import BY_ID, EXCEPTION

_WHY = {
    Outcome.DOES_NOT_APPLY: ("does not apply to this child as they are said to be here", "child_status"),
    Outcome.MET: ("is met by what is decided", DECIDED),
}
_ASK = "Select another requirement, or correct what is said of the child and of the move; else no exception is needed."


def _needless(a: Answers, p: Parameters) -> Iterator[Clash]:
    statement = str(a.raw(DEPARTS_FROM) or "")
    if statement in KEEP and a.raw(DECIDED) == STAYS:
        return  # 315.8.5 says so
    if outcome := is_needless(a, p):
        why, against = _WHY[outcome]
        one = BY_ID[statement]
        fact = f"The requirement ({one.place}: {one.in_short}) {why}."
        yield Clash("nothing_to_depart_from", f"{fact} {_ASK}", DEPARTS_FROM, against)


THE_EXCEPTION = (looked_for("nothing_to_depart_from", (EXCEPTION,), (DEPARTS_FROM, DECIDED), READS, _needless),)
