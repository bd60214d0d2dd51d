"""What sealed records say of the protocol's clauses that they do not keep to, and who agreed to them.

Read from what is attached to each sealed file, so nothing is weighed anew, and nothing of a restricted part is in it.
An exception decision is one of them: it stands under the statement that it is an exception to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from documents.packs.content import Agreed, Clause, Departed
from protocol import BY_ID, formatting
from protocol.statements.statement import EXCEPTION, place_of
from protocol.terms import fill_terms
from records import clock

# Field of the attached file → how it is said.
HOW = {
    "accepted": "Required, not met, and accepted by managers",
    "exceptions": "Lifted by exception decision {exception}",
    "decided_against": "Not decided as the protocol asks",
    "departures": "Departed from",
}
AGREED = ("approved", "accepted")
DECIDED, NOT_DECIDED = "Exception decided: {instead}", "Exception asked for and refused: {instead}"
SHOWS_THE_GROUND = "ground"  # the section of an exception decision


class Departures:
    """Gathers the clauses of one sealed record after the other."""

    def __init__(self) -> None:
        self._clauses: dict[tuple[str, str, str, str], list[Departed]] = {}

    def add(self, said: Mapping[str, Any]) -> None:
        """What is attached to a sealed record (docs/answers.schema.json)."""
        agreed = tuple(agreed_to(said))
        if said.get("kind") == EXCEPTION:
            self._add_exception(said, agreed)
        for name, how in HOW.items():
            for line in said.get(name) or ():
                place = place_of(line["chapter"], line["section_title"])
                reason = line.get("reason") or line.get("message") or ""
                departed = Departed(said["reference"], said["version"], how.format_map(line), reason, agreed)
                key = (line["statement"], place, line["wording"], line["level"])
                self._clauses.setdefault(key, []).append(departed)

    def _add_exception(self, said: Mapping[str, Any], agreed: tuple[Agreed, ...]) -> None:
        """The exception itself, in the printed words of its record."""
        printed = {one["name"]: one["printed"] for section in said["sections"] for one in section["questions"]}
        how = (NOT_DECIDED if said.get("refused_on") else DECIDED).format(instead=printed.get("decided_instead", ""))
        if until := printed.get("review_on"):
            how = f"{how}, until {until}"
        reason = "\n".join(_accounts(said))
        departed = Departed(said["reference"], said["version"], how, reason, agreed, printed.get("ground", ""))
        self._clauses.setdefault(_clause_of(said), []).append(departed)

    def clauses(self) -> tuple[Clause, ...]:
        """In the order of the protocol; what stands there no longer comes last."""
        order = {statement: place for place, statement in enumerate(BY_ID)}
        keys = sorted(self._clauses, key=lambda key: (order.get(key[0], len(order)), key))
        return tuple(Clause(*key, tuple(self._clauses[key])) for key in keys)


def _clause_of(said: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """The statement that an exception decision is an exception to; one of an earlier protocol by its id alone."""
    id_ = str(said["answers"].get("departs_from") or "")
    statement, terms = BY_ID.get(id_), said.get("terms") or {}
    if statement is None:
        return id_, id_, "", ""
    place = place_of(statement.chapter, fill_terms(statement.section_title, terms))
    return id_, place, fill_terms(statement.wording, terms), str(statement.level)


def _accounts(said: Mapping[str, Any]) -> Iterator[str]:
    """What was written to show the ground of an exception."""
    for section in said["sections"]:
        if section["key"] == SHOWS_THE_GROUND:
            yield from (
                str(one["printed"]) for one in section["questions"] if one["type"] == "long_text" and one["value"]
            )


def agreed_to(said: Mapping[str, Any]) -> Iterator[Agreed]:
    """Each who agreed; nobody where it was refused."""
    if said.get("refused_on"):
        return
    for step in said.get("decisions") or ():
        if step["outcome"] in AGREED:
            behalf = f" for {step['on_behalf_of']}" if step.get("on_behalf_of") else ""
            part = formatting.lower_first(step.get("part") or step["role"])
            yield Agreed(f"{step['name']}{behalf}", part, clock.in_london(datetime.fromisoformat(step["at"])).date())
