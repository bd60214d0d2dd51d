"""Loads the posts of staff: the main post, from staff.csv, and those of posts.csv beside it or before it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from models import RANK, Post, Role, Staff, Team
from records.register import line_days, places, posts
from records.register.dated import Spells, Values
from records.register.files import Line, PostLine, RegisterFiles, StaffLine
from records.register.loaded import Known, Load
from records.register.problems import Problem

HAS_LEFT = "Say when it ended: this person has left. The line is left out."
RANKS_ABOVE = "Give this role in staff.csv: a post that runs cannot rank above the role there, which is {}."


def load(files: RegisterFiles, known: Known, before: Mapping[int, Values], load: Load) -> None:
    """Load posts.csv, then the main posts of staff.csv and of those whose team has moved.

    `before`: staff id → main post until this load (posts.main_post).
    """
    stored: dict[int, list[Post]] = {}
    for post in Post.select().order_by(Post.id):
        stored.setdefault(post.staff_id, []).append(post)
    of_staff = {number: Spells(Post, {"staff_id": number}, stored.get(number, ()), load) for number in known.people}
    kept: set[tuple[Any, ...]] = set()
    for line in load.each(files.posts):
        load.refuse(line, _load_post(line, known, of_staff, kept, load))
    in_file: dict[str, Line[StaffLine]] = {line.row.email: line for line in files.staff}
    for person in known.people.values():
        of_person = in_file.get(person.email)
        load.tally.line = of_person
        if of_person or before.get(person.id) != posts.main_post(person):
            since = line_days.since_of(of_person, "role_since", load) if of_person else None
            _load_main_post(person, of_staff[person.id], before.get(person.id), since, kept)
    load.tally.line = None


def _load_post(
    line: Line[PostLine], known: Known, of_staff: dict[int, Spells], kept: set[tuple[Any, ...]], load: Load
) -> list[Problem]:
    row, person = line.row, known.staff.get(line.row.email)
    if problems := load.depends(line, "email", "staff"):
        return problems
    if person is None:
        return load.missing(line, "email", "staff", "address")
    if problems := [*_place_problems(line, known.teams, load), *line_days.check_order(line, row.started_on)]:
        return problems
    if line_days.is_left_out(line, load):
        return []
    ended_on = line_days.end_of(line, load)
    if ended_on is None and not person.active:
        load.tally.warnings.append(line.problem("ended_on", HAS_LEFT))
        return []
    if ended_on is None and RANK[Role(row.role)] > person.rank:
        return [line.problem("role", RANKS_ABOVE.format(person.role))]
    team = known.teams.get(row.team or "")
    place = {"team_id": team.id if team else None, "service": row.service, "locality": row.locality}
    values, spells = posts.post_of(row.role, place), of_staff[person.id]
    if ended_on is None:
        places.warn_of_locality(line, row.role, known.teams, load)
        kept.add(_key(person, values))
    if spells.record(values, row.started_on, ended_on) is None:
        spells.state(spells.find_running(values), values, since=row.started_on)
    return []


def _place_problems(line: Line[PostLine], teams: Mapping[str, Team], load: Load) -> list[Problem]:
    if line.row.team and line.row.team not in teams:
        return places.unknown_team(line, teams, load)
    place = posts.required_place(line.row.role)
    if place and not getattr(line.row, place):
        return [line.problem(place, f"Enter the {place} of this post.")]
    return []


def _load_main_post(
    person: Staff, spells: Spells, before: Values | None, since: date | None, kept: set[tuple[Any, ...]]
) -> None:
    """Say that the main post runs; that of `before` has ended, unless posts.csv says that it goes on (`kept`)."""
    if not person.active:
        for row in spells.running:
            spells.end(row, None)
        return
    values = posts.main_post(person)
    runs = spells.find_running(values)
    moved = before is not None and before != values and _key(person, before) not in kept
    old = spells.find_running(before) if moved and before else None
    spells.state(runs or old, values, since=since)
    if runs and old:
        spells.end(old, since or runs.started_on)


def _key(person: Staff, values: Values) -> tuple[Any, ...]:
    return (person.id, *sorted((name, value) for name, value in values.items() if value))
