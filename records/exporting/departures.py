"""What sealed records say of the protocol's clauses that they do not keep to, and who agreed to them.

Read from what is attached to each sealed file, so nothing is weighed anew, and nothing of a restricted part is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from documents.packs.content import Clause, Departed
from protocol import BY_ID, formatting
from protocol.statements.statement import place_of
from records import clock

# Field of the attached file → how it is said.
HOW = {
    "accepted": "Required, not met, and accepted by managers",
    "exceptions": "Lifted by exception decision {exception}",
    "decided_against": "Not decided as the protocol asks",
    "departures": "Departed from",
}
AGREED = ("approved", "accepted")


class Departures:
    """Gathers the clauses of one sealed record after the other."""

    def __init__(self) -> None:
        self._clauses: dict[tuple[str, str, str, str], list[Departed]] = {}

    def add(self, said: Mapping[str, Any]) -> None:
        """What is attached to a sealed record (docs/answers.schema.json)."""
        agreed = tuple(_agreed(said))
        for name, how in HOW.items():
            for line in said.get(name) or ():
                place = place_of(line["chapter"], line["section_title"])
                reason = line.get("reason") or line.get("message") or ""
                departed = Departed(said["reference"], said["version"], how.format_map(line), reason, agreed)
                key = (line["statement"], place, line["wording"], line["level"])
                self._clauses.setdefault(key, []).append(departed)

    def clauses(self) -> tuple[Clause, ...]:
        """In the order of the protocol; what stands there no longer comes last."""
        order = {statement: place for place, statement in enumerate(BY_ID)}
        keys = sorted(self._clauses, key=lambda key: (order.get(key[0], len(order)), key))
        return tuple(Clause(*key, tuple(self._clauses[key])) for key in keys)


def _agreed(said: Mapping[str, Any]) -> Iterator[str]:
    """'Gareth Pryce, transferring team leader, 3 March 2026', of each who agreed; of nobody where it was refused."""
    if said.get("refused_on"):
        return
    for step in said.get("decisions") or ():
        if step["outcome"] in AGREED:
            behalf = f" for {step['on_behalf_of']}" if step.get("on_behalf_of") else ""
            part = formatting.lower_first(step.get("part") or step["role"])
            day = formatting.day(clock.in_london(datetime.fromisoformat(step["at"])))
            yield f"{step['name']}{behalf}, {part}, {day}"
