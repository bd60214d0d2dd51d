"""Loads the lines of staff.csv, and finds whom each is about: by registration number, otherwise by address.

People change their names and addresses, and addresses pass from one to the next: a registration number stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from models import Staff, Team
from protocol.folding import fold
from records.register import places, posts
from records.register.files import Line, StaffLine
from records.register.loaded import Load
from records.register.numbers import IS_OF_ONE_PERSON
from records.register.problems import Problem

NUMBER = "social_work_id"
TWICE = "Remove one of them: line {} has this number too, and it belongs to one person. Keep the address of today."
TWO_PEOPLE = "Correct the number or the address: the number is {}'s, and the address that of somebody else."
SOMEBODY_ELSE = (
    "Correct the number: it is that of {} ({}), who has neither this address nor a name like this. If it is the same "
    "person, load the new name with the old address first."
)
OTHER_NUMBER = (
    "Correct the number or the address: who has the address has the number {}. If that was wrong, load this line "
    "without a number first."
)


class People:
    """The staff of the register by address, and whom the lines of staff.csv are about."""

    def __init__(self, stored: Iterable[Staff], lines: list[Line[StaffLine]]) -> None:
        self.by_email = {person.email: person for person in stored}
        self.lines = lines
        self._by_number = _by_number(self.by_email.values())
        self._first: dict[str, Line[StaffLine]] = {}
        self._twice: dict[int, int] = {}
        for line in lines:
            self._note_number(line)
        movers = ((self._by_number.get(line.row.social_work_id or ""), line.row.email) for line in lines)
        self._moved = {person.id: email for person, email in movers if person and person.email != email}

    def _note_number(self, line: Line[StaffLine]) -> None:
        number = line.row.social_work_id
        if not _identifies(number):
            return
        first = self._first.setdefault(str(number), line)
        both_stored = {first.row.email, line.row.email} <= self.by_email.keys() and number not in self._by_number
        if first is not line and not both_stored:
            self._twice |= {line.number: first.number, first.number: line.number}

    def find(self, line: Line[StaffLine]) -> tuple[Staff | None, list[Problem]]:
        """Whom a line is about, None for somebody new; and its problems, where it may be either of two."""
        row = line.row
        if line.number in self._twice:
            return None, [line.problem(NUMBER, TWICE.format(self._twice[line.number]))]
        at_address = self.by_email.get(row.email)
        if at_address and at_address.id in self._moved and self._moved[at_address.id] != row.email:
            at_address = None  # has another address by now, which passed on
        of_number = self._by_number.get(row.social_work_id or "")
        if of_number and at_address and of_number.id != at_address.id:
            return None, [line.problem(NUMBER, TWO_PEOPLE.format(of_number.email))]
        known = at_address.social_work_id if at_address else None
        if at_address and _identifies(known) and _identifies(row.social_work_id) and known != row.social_work_id:
            return None, [line.problem(NUMBER, OTHER_NUMBER.format(known))]
        if of_number and not at_address and not _share_a_name(of_number.name, row.name):
            return None, [line.problem(NUMBER, SOMEBODY_ELSE.format(of_number.name, of_number.email))]
        return of_number or at_address, []


def load(people: People, teams: Mapping[str, Team], load: Load) -> dict[str, Staff]:
    """Load staff.csv; returns the staff by address, those of before too unless they have passed on, and by number."""
    found = {line.number: people.find(line) for line in people.lines}
    staff = dict(people.by_email)
    for line in load.each(people.lines):
        person, problems = found[line.number]
        load.refuse(line, problems or _load_person(line, person, staff, teams, load))
    _copy_places_from_teams(staff, teams, load)
    return staff | _by_number({person.id: person for person in staff.values()}.values())


def _load_person(
    line: Line[StaffLine], before: Staff | None, staff: dict[str, Staff], teams: Mapping[str, Team], load: Load
) -> list[Problem]:
    values = line.given
    values.pop("role_since", None)  # belongs to the post
    if "team" in values:
        name = values.pop("team")
        if name is not None and name not in teams:
            return places.unknown_team(line, teams, load)
        values["team_id"] = teams[name].id if name else None
    if values.get("team_id", before.team_id if before else None):
        values.pop("service", None)  # set by _copy_places_from_teams
        values.pop("locality", None)
    person = staff[line.row.email] = load.upsert(before, Staff, values)
    place = posts.required_place(person.role)
    if person.active and place and not getattr(person, place if place != "team" else "team_id"):
        text = f"Enter the {place}: without it nobody finds this {person.role.replace('_', ' ')}."
        return [line.problem(place, text)]
    if person.active and person.team_id is None:
        places.warn_of_locality(line, person.role, teams, load)
    return []


def _copy_places_from_teams(staff: Mapping[str, Staff], teams: Mapping[str, Team], load: Load) -> None:
    """Copy service and locality of each team to its members."""
    by_id = {team.id: team for team in teams.values()}
    for person in staff.values():
        if team := by_id.get(person.team_id):
            load.rows.change(person, {"service": team.service, "locality": team.locality})


def _by_number(people: Collection[Staff]) -> dict[str, Staff]:
    """Registration number → who alone has it."""
    times = Counter(person.social_work_id for person in people)
    numbered = {str(person.social_work_id): person for person in people}
    return {number: person for number, person in numbered.items() if _identifies(number) and times[number] == 1}


def _share_a_name(one: str, other: str) -> bool:
    """Whether a word of one name is in the other, as a first name is after a marriage."""
    return bool(set(fold(one).split()) & set(fold(other).split()))


def _identifies(number: Any) -> bool:
    return bool(number) and str(number).startswith(IS_OF_ONE_PERSON)
