"""Entries of the register that match what was typed into a picker question, and their details, to tell them apart."""

from __future__ import annotations

from collections.abc import Mapping

from forms import display
from forms.engine.holders import Holders
from forms.engine.picker import PickerQuestion
from forms.engine.question import Question
from models import Child, Staff, Team
from protocol.terms import fill_terms
from records.drafting import from_register
from records.register import lookup
from views.web import templating
from views.web.guard import STARTS_NOTHING, me

Match = dict[str, str | int]


def staff_matches(text: str, holders: Holders | None = None) -> list[Match]:
    """Matching staff (who can hold a part), with post and team to tell them apart."""
    return [staff_match(staff) for staff in lookup.find_staff(text, holders=holders)]


def staff_match(staff: Staff) -> Match:
    """A member of staff as a match for a picker."""
    return _match(staff, templating.detail_of(staff))


def team_matches(text: str, holders: Holders | None = None) -> list[Match]:
    """Matching teams (that can hold a part)."""
    return [_match(team, team.locality or "") for team in lookup.find_teams(text, holders=holders)]


def child_matches(text: str, _holders: Holders | None = None) -> list[Match]:
    """Matching children by name or local id; none for people who may not start a record."""
    if me().role in STARTS_NOTHING:
        return []
    return [_match(child, templating.child_detail(child)) for child in lookup.find_children(text)]


MATCHES = {"staff": staff_matches, "team": team_matches, "child": child_matches}


def resolve(question: PickerQuestion, text: str) -> None:
    """Look a typed name up for a question; whoever cannot hold its part is refused by name."""
    find = MATCHES[question.kind]
    found = find(text, question.holders)
    ids = {match["id"] for match in found}
    question.resolve(found, [match for match in find(text) if match["id"] not in ids] if question.holders else ())


def check_part(question: PickerQuestion) -> None:
    """Refuse an answer of a question whose part this member of staff cannot hold any more, or never could."""
    number = question.data["id"]
    if question.holders and not from_register.can_hold(question.holders, number):
        staff = lookup.get_staff(number)
        question.refuse(staff_match(staff) if staff else {"id": number, "name": question.data["name"], "detail": ""})


def describe_replaced(question: Question, replaced: from_register.Replaced, terms: Mapping[str, str]) -> str:
    """A line for the author: what the register says, and what the record said before."""
    now, before, corrected = (
        str(display(question, value, terms)) for value in (replaced.now, replaced.before, replaced.corrected)
    )
    asked = fill_terms(question.label.text, terms)
    asked = asked if asked.endswith("?") else f"{asked}:"
    says = now or question.none.lower() or ("nothing" if question.is_correctable else "nobody")
    if not corrected:
        return f"{asked} The register says {says}. This record said {before}, which no longer counts."
    if now == corrected:
        return f"{asked} The register now says {says}, as this record did. The correction is not needed any more."
    return f"{asked} The register now says {says}, no longer {before}. This record still says {corrected} in its place."


def _match(row: Staff | Team | Child, detail: str) -> Match:
    return {"id": row.id, "name": row.name, "detail": detail}
