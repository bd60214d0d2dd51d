"""Entries of the register that match what was typed into a picker question, and their details, to tell them apart."""

from __future__ import annotations

from forms.engine.holders import Holders
from forms.engine.picker import ChildQuestion, PickerQuestion, RecordQuestion
from forms.engine.reference import ReferenceQuestion
from forms.engine.text import TextQuestion
from models import Child, Record, Staff, Team
from records import access, searches
from records.drafting import named_people, parts
from records.drafting.references import normalise_reference
from records.register import lookup
from records.searches import Found
from views import children
from views.web import templating
from views.web.guard import me

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


def child_matches(found: Found) -> list[Match]:
    """Children who were found, with what tells them from their namesakes."""
    return [_match(one.child, children.detail(one)) for one in found.children]


def record_matches(reference: str, child: int | None) -> list[Match]:
    """The record with this reference about a child, if this person sees it."""
    found = access.find_record_about(child, normalise_reference(reference), me()) if child else None
    return [{"id": found.id, "name": found.reference, "detail": ""}] if found else []


MATCHES = {"staff": staff_matches, "team": team_matches}


def resolve(question: PickerQuestion, text: str) -> None:
    """Look a typed name up for a question; whoever cannot hold its part is refused by name."""
    if isinstance(question, RecordQuestion):
        question.resolve(record_matches(text, named_people.get_id(question.child)))
        return
    if isinstance(question, ChildQuestion):
        looked_for = children.find(text)
        question.resolve(child_matches(looked_for))
        if looked_for.refused and question.data is None:
            question.error = looked_for.refused
        return
    find = MATCHES[question.kind]
    found = find(text, question.holders_here)
    ids = {match["id"] for match in found}
    question.resolve(found, [match for match in find(text) if match["id"] not in ids] if question.holders else ())


def check_part(question: PickerQuestion) -> None:
    """Refuse an answer of a question whose part this member of staff cannot hold any more, or never could."""
    number = question.data["id"]
    if (holders := question.holders_here) and not parts.can_hold(holders, number):
        staff = lookup.get_staff(number)
        question.refuse(staff_match(staff) if staff else {"id": number, "name": question.data["name"], "detail": ""})


def check_text(question: TextQuestion, record: Record) -> None:
    """Refuse a number that is another child's, and a reference that no record has which can be seen.

    Of a child who is neither of the reader's teams nor in a record of theirs nothing is said: it would be a search that
    is not counted. The number then stays what it is, the writer's word beside the register's.
    """
    if isinstance(question, ReferenceQuestion):
        known = access.references_about(record, question.to, me())
        if normalise_reference(question.data) not in known:
            question.refuse_among([name for name, is_open in known.items() if is_open])
    elif record.child and searches.ids_of_own(lookup.others_with(question.data, record.child), me()):
        question.refuse()


def _match(row: Staff | Team | Child, detail: str) -> Match:
    return {"id": row.id, "name": row.name, "detail": detail}
