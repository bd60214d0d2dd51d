"""Scopes: the children whom statements are about, as data that the rules and the forms share.

Chapter 3.1.5 says of itself that it is about children looked after (docs/decisions/0014).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from protocol.ages import BABY, TEN_OR_OVER, UNDER_18
from protocol.choices import (
    AWAY_FROM_CLUSTER,
    BORN,
    CARE_LEAVER,
    CEASED,
    CLUSTER,
    INTERIM_CARE_ORDER,
    LOOKED_AFTER,
    PLACED_FOR_ADOPTION,
    PLACEMENT_ORDER,
    PROCEEDINGS,
    STATUSES,
    TEAM_KINDS,
    YES_NO,
)

# A question and its values; None among them: while it is blank.
Condition = tuple[str, tuple[str | None, ...]]
Said = Callable[[str], object]  # `get` of the answers

ASK_CEASING = "Say whether the child is ceasing to be looked after, or has ceased under the current {social_worker}."
ASK_PARENT = "Say whether this is the baby of a young person who is looked after or a care leaver."
ASK_PROCEEDINGS = "Say whether there are care proceedings, and whether they are complete."
ASK_STATUS, ASK_TEAM = "Select the child's status.", "Select the kind of the new team."
ASK_CURRENT_TEAM = "Enter the current team: its kind decides whether this applies."

# Not a question: 'yes' where the record names one {social_worker} as the current and the new one, so that only the team
# changes; 'no' otherwise.
WORKER_STAYS = "worker_stays"
_WORKERS = ("current_worker", "new_worker")

# The questions that are asked to find out whether a child is within a scope: their choices, and what is asked.
ASKED: Mapping[str, tuple[Collection[str], str]] = MappingProxyType(
    {
        "child_status": (STATUSES, ASK_STATUS),
        "ceasing_looked_after": (("no", *CEASED), ASK_CEASING),
        "new_team_kind": (TEAM_KINDS, ASK_TEAM),
        "current_team_kind": (TEAM_KINDS, ASK_CURRENT_TEAM),
        "parent_in_care": (YES_NO, ASK_PARENT),
        "proceedings": (PROCEEDINGS, ASK_PROCEEDINGS),
    }
)


@dataclass(frozen=True, eq=False)
class Scope:
    """The children whom a statement is about.

    about: in words. any_of: alternatives, of which each is conditions (question, values) that hold together; () for
    every child. widened_by: the figure with which a council widens it, by the alternatives widened_to; () among them
    is every child.
    """

    about: str
    any_of: tuple[tuple[Condition, ...], ...] = ()
    widened_by: str = ""
    widened_to: tuple[tuple[Condition, ...], ...] = ((),)

    @cached_property
    def reads(self) -> frozenset[str]:
        """The questions that it depends on."""
        named = {question for conditions in self.any_of for question, _ in conditions}
        return frozenset(named - {WORKER_STAYS}) | frozenset(_WORKERS if WORKER_STAYS in named else ())

    def holds(self, said: Said, widened: Collection[str] = ()) -> bool:
        """Whether the answers show that a child is within it. widened: the figures that are set to widen scopes."""
        if not self.any_of:
            return True
        for conditions in (*self.any_of, *(self.widened_to if self.widened_by in widened else ())):
            for question, values in conditions:
                if (_worker_stays(said) if question == WORKER_STAYS else said(question)) not in values:
                    break
            else:
                return True
        return False

    def first_blank(self, said: Said) -> str:
        """The first question whose answer could bring a child within it; '' where none could."""
        for conditions in self.any_of:
            asked = (one for one in conditions if one[0] != WORKER_STAYS)
            failed = next((question for question, values in asked if said(question) not in values), "")
            if failed in ASKED and not _is_said(said(failed), ASKED[failed][0]):
                return failed
        return ""

    def __or__(self, other: "Scope") -> "Scope":
        """The children of either."""
        if not (self.any_of and other.any_of):
            return EVERY_CHILD
        widened = self.widened_by or other.widened_by
        return Scope(
            " or ".join(dict.fromkeys((self.about, other.about))),
            tuple(dict.fromkeys((*self.any_of, *other.any_of))),
            widened,
            tuple({*(self.widened_to if self.widened_by else ()), *(other.widened_to if other.widened_by else ())}),
        )


def _worker_stays(said: Said) -> str:
    """The value of WORKER_STAYS."""
    current, new = (_identity(said(question)) for question in _WORKERS)
    return "yes" if current and current == new else "no"


def _identity(person: object) -> object:
    """The register's id of somebody named, or else the name."""
    return (person.get("id") or person.get("name")) if isinstance(person, dict) else person


def _is_said(value: object, choices: Collection[str]) -> bool:
    return isinstance(value, str) and value in choices


_STATUS, _AGE = "child_status", "child_age"
_IN_CARE = ((_STATUS, (LOOKED_AFTER,)),)
_CEASED = ((_STATUS, tuple(status for status in BORN if status != LOOKED_AFTER)), ("ceasing_looked_after", CEASED))
_CHAPTER = "children who are looked after, or cease to be with this transfer, or have under the current {social_worker}"

_CHANGES: Condition = (WORKER_STAYS, ("no",))
EVERY_CHILD = Scope("every child")
ANOTHER_WORKER = Scope("children who get another {social_worker}", ((_CHANGES,),))
IN_CARE = Scope(_CHAPTER, (_IN_CARE, _CEASED))
IN_CARE_OR_WIDER = Scope(_CHAPTER, IN_CARE.any_of, "sections_2_and_7_for_every_child")
IN_CARE_AND_ANOTHER_WORKER = Scope(
    f"{_CHAPTER}, where they get another {{social_worker}}",
    tuple((*conditions, _CHANGES) for conditions in IN_CARE.any_of),
    "sections_2_and_7_for_every_child",
    ((_CHANGES,),),
)
PARENT_OR_BABY = Scope(
    "young people who are looked after or care leavers, and their babies",
    (
        ((_STATUS, (LOOKED_AFTER, CARE_LEAVER)), (_AGE, TEN_OR_OVER)),
        (
            *((_STATUS, BORN), (_AGE, BABY), ("new_team_kind", AWAY_FROM_CLUSTER), ("current_team_kind", (CLUSTER,))),
            ("parent_in_care", ("yes",)),
        ),
    ),
)
IN_PROCEEDINGS = Scope(
    f"{_CHAPTER}, and every child who is or was in care proceedings",
    (
        _IN_CARE,
        ((_STATUS, BORN), (_AGE, UNDER_18), ("proceedings", ("open", "completed"))),
        ((_STATUS, BORN), (_AGE, UNDER_18), ("legal_status", (INTERIM_CARE_ORDER,))),
        _CEASED,
    ),
)


# Chapter 3.1.5: section → scope; 2.3, departing with a reason, is Handover's own rule for every record, and section 8
# is asked for by an exception decision alone.
_SECTIONS: Mapping[str, Scope] = MappingProxyType(
    {
        **dict.fromkeys(("2.1", "2.2", "7"), IN_CARE_OR_WIDER),
        **dict.fromkeys(("4", "5", "6", "9"), IN_CARE),
        "3": PARENT_OR_BABY,
    }
)
TO_BE_ADOPTED = Scope(
    f"{_CHAPTER}, and every child with a placement order or placed for adoption",
    (
        _IN_CARE,
        ((_STATUS, BORN), ("legal_status", (PLACEMENT_ORDER,))),
        ((_STATUS, BORN), ("placement", tuple(sorted(PLACED_FOR_ADOPTION)))),
        _CEASED,
    ),
)
_STATEMENTS: Mapping[str, Scope] = MappingProxyType(
    {
        "315.4.1": IN_PROCEEDINGS,
        "315.4.2": TO_BE_ADOPTED,
        # What is for a change of worker alone: a child whose worker stays keeps somebody whom they know.
        **dict.fromkeys(("142.1.2", "142.3.1", "142.3.2", "142.3.7", "142.3.8", "142.3.9"), ANOTHER_WORKER),
        # Section 7 of 3.1.5 asks for a meeting where the worker stays too.
        "142.3.5": ANOTHER_WORKER | IN_CARE_OR_WIDER,
        "315.7.7": IN_CARE_AND_ANOTHER_WORKER,
    }
)


def scope_of(statement: str, chapter: str, section: str) -> Scope:
    """The scope of a statement, from its id, chapter and section."""
    in_section = _SECTIONS.get(section, EVERY_CHILD) if chapter == "3.1.5" else EVERY_CHILD
    return _STATEMENTS.get(statement, in_section)
