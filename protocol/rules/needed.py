"""Whether what an exception decision departs from asks anything of this child that is not done anyway.

The own rule of the statement on a transfer is asked, of the child as they are here, and of what is decided.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from protocol.answers import Answers
from protocol.choices import DECIDED_INSTEAD, MOVES_LATER, STAYS, UNBORN
from protocol.held import READS as HELD_QUESTIONS
from protocol.outcomes import Outcome, Verdict, does_not_apply
from protocol.parameters import Parameters
from protocol.registry import REGISTRY
from protocol.statements import BY_ID, TRANSFER
from protocol.statements.departable import IN_SHORT

DEPARTS_FROM, DECIDED = "departs_from", "decided_instead"
READS = (DEPARTS_FROM, DECIDED, "child_status", "child_date_of_birth", *HELD_QUESTIONS)
USES = ("return_home_most_months",)
# The statements of which an exception's record asks all that decides whether they apply: where the child stands.
POSITION = ("315.3.3", "315.4.1", "315.4.2", "315.4.3", "315.4.4")
# They prescribe that the child stays, so that a child who stays needs no exception from them.
KEEP = frozenset({"315.3.3", "315.4.1", "315.4.2", "315.4.4"})
_AS_NOW: Mapping[str, str] = MappingProxyType({"new_worker": "current_worker", "new_team_kind": "current_team_kind"})


def verdicts(a: Answers, p: Parameters) -> tuple[Verdict, ...]:
    """What the rule of the statement says: where the child stays, where they move, or of both where they move later."""
    statement = a.choice(DEPARTS_FROM, IN_SHORT)
    if a.raw("child_status") == UNBORN:
        return ()  # what is decided is for when the child is born
    rule = REGISTRY.rule_for(statement, TRANSFER) if statement else None
    if rule is None:
        return ()
    scope = BY_ID[statement].scope_on(TRANSFER)
    found = []
    for said in _moves(a):
        within = scope.holds(said.get, a.switches) or scope.first_blank(said.get)
        asked = Answers(said, kind=TRANSFER, today=a.today, switches=a.switches)
        found.append(rule.judge(asked, p) if within else does_not_apply())
    return tuple(found)


def is_needless(a: Answers, p: Parameters) -> Outcome | None:
    """MET or DOES_NOT_APPLY where there is nothing to depart from; None where there is, or may be."""
    outcomes = {verdict.outcome for verdict in verdicts(a, p)}
    if not outcomes or outcomes - {Outcome.MET, Outcome.DOES_NOT_APPLY}:
        return None
    return Outcome.MET if Outcome.MET in outcomes else Outcome.DOES_NOT_APPLY


def still_to_say(a: Answers, p: Parameters) -> Verdict | None:
    """What is to be answered before it can be told whether the statement applies; None for nothing."""
    if a.choice(DEPARTS_FROM, POSITION) == "":
        return None
    return next((verdict for verdict in verdicts(a, p) if verdict.outcome is Outcome.UNANSWERED), None)


def _moves(a: Answers) -> Iterator[dict[str, Any]]:
    decided = a.choice(DECIDED, DECIDED_INSTEAD)
    said = {name: value for name in READS if (value := a.raw(name)) is not None}
    if decided in (STAYS, MOVES_LATER):
        yield {**said, **{new: said[now] for new, now in _AS_NOW.items() if now in said}}
    if decided and decided != STAYS:
        yield said
