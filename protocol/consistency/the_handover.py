"""A handover of management: what the rows of the cases say, against what is said of them all."""

from collections.abc import Iterator

from protocol.answers import Answers
from protocol.chains.unresolved import UNRESOLVED
from protocol.consistency.contradiction import ONE, Clash, looked_for
from protocol.outcomes import cell
from protocol.parameters import Parameters
from protocol.statements import MANAGEMENT


def _none_beside_one(a: Answers, p: Parameters) -> Iterator[Clash]:
    for index, row in enumerate(a.rows("cases") if a.raw("unresolved") == "none" else ()):
        if row.raw("understood") == UNRESOLVED:
            child = row.person("child")
            who = child.name if child and child.name else f"child {index + 1}"
            fact = f"Nothing is said to be unresolved between the {{team_leaders}}, and the case of {who} is."
            yield Clash("unresolved_case_and_none", f"{fact} {ONE}", cell("cases", index, "understood"), "unresolved")


THE_HANDOVER = (looked_for("unresolved_case_and_none", (MANAGEMENT,), ("cases", "unresolved"), (), _none_beside_one),)
