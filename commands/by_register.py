"""What the register says of the people, teams and child that a file of answers names, for `flask protocol check`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from peewee import PeeweeException

from forms import RecordKind, display, get_kind
from forms.engine.choice import ChoiceQuestion
from forms.engine.picker import PickerQuestion, TeamQuestion
from forms.engine.question import Question
from forms.in_files import people
from models import Child, Staff, Team
from protocol.casefile import Case
from protocol.corrections import PREFIX
from protocol.folding import address_in, same_name
from protocol.formatting import listed
from records.drafting import parts
from records.drafting.named_people import get_id
from records.register import lookup

TABLES: Mapping[str, Any] = {"staff": Staff, "team": Team, "child": Child}


def strangers(case: Case) -> list[str]:
    """A line for each person, team or child whom the register does not have, or of whom it has several.

    None where there is no register.
    """
    try:
        if not Staff.select().exists():
            return []
        named = people(get_kind(case.record), case.answers)
        return [f"{where}: {text}" for where, question, value in named if (text := _unknown(question, value))]
    except PeeweeException:
        return []


def _unknown(question: PickerQuestion, value: Any) -> str:
    name, number = _named(value)
    if question.kind not in TABLES or (question.anyone and number is None):
        return ""
    found = _found(question, value)
    if not found:
        return f"the register has no {question.kind} {name!r}" + (
            f" with the id {number}" if number is not None else ""
        )
    if len(found) > 1:
        ids = listed([f"{one.name} (id {one.id})" for one in found], "or")
        return f"the register has several that {name!r} may be: give the id of {ids}"
    return ""


def _named(value: Any) -> tuple[Any, Any]:
    return (value["name"], value.get("id")) if isinstance(value, dict) else (value, None)


def _found(question: PickerQuestion, value: Any) -> list[Any]:
    """The entries of the register that are meant: by id and name, or by a name or number as people write it."""
    table, (name, number) = TABLES[question.kind], _named(value)
    if number is not None:
        return [one for one in table.select().where(table.id == number) if same_name(one.name, name)]
    if question.kind == "staff" and (address := address_in(name)):
        return list(table.select().where(table.email == address))
    rows = list(
        table.select().where(table.id.in_(lookup.matching(table, name))).order_by(table.id).limit(lookup.MAX_MATCHES)
    )
    return [one for one in rows if same_name(one.name, name)] or rows


def _the_one(question: PickerQuestion, value: Any) -> Any:
    """The one entry of the register that is meant; None for none or several."""
    found = _found(question, value) if question.kind in TABLES else []
    return found[0] if len(found) == 1 else None


def unfit(case: Case) -> list[str]:
    """A line for each part that whoever is named cannot hold, and for each fact that the register tells otherwise."""
    try:
        return list(_unfit(get_kind(case.record), case.answers)) if Staff.select().exists() else []
    except PeeweeException:
        return []


def _unfit(form: RecordKind, answers: Mapping[str, Any]) -> Iterator[str]:
    known = dict(answers)
    for where, question, value in people(form, answers):
        found = _the_one(question, value)
        if found is None:
            continue
        if where in form.questions:
            known[where] = lookup.as_answer(found)
        holders = question.holders if question.kind == "staff" and not question.keeps else None
        if holders:
            holders = holders.among(known.get)
        if holders and not parts.can_hold(holders, found.id):
            yield f"{where}: by the register {found.name} is not {holders.said}"
    child = _child(known)
    told = lookup.known_of(child) if child else {}
    for name, one in form.questions.items():
        if name not in known or PREFIX + name in answers:
            continue
        if name in told:
            yield from _other_fact(one, known[name], told[name].answer)
        elif one.follows in known:
            yield from (f"{name}: {text}" for text in _other_than_the_register(form, one, known, child))


def _child(known: Mapping[str, Any]) -> Child | None:
    """The child of the register whom the answers are about, by the entry that is named or by local id."""
    number, local_id = get_id(known.get("child")), known.get("child_local_id")
    if number is None and not isinstance(local_id, str):
        return None
    wanted = Child.id == number if number is not None else Child.local_id == local_id
    found: Child | None = Child.select().where(wanted).first()
    return found


def _other_fact(question: Question, said: Any, told: Any) -> Iterator[str]:
    if said is not None and not _is_same(said, told):
        name, registers = question.name, display(question, told) or "nothing"
        yield f"{name}: the register says {registers}: leave it out, or correct it with {PREFIX}{name}"


def _is_same(said: Any, told: Any) -> bool:
    if isinstance(told, dict):
        number, name = get_id(said), _named(said)[0]
        return number == told["id"] if number is not None else same_name(str(name), told["name"])
    if isinstance(said, str) and isinstance(told, str):
        return said == told or same_name(said, told)
    return bool(said == told)


def _other_than_the_register(
    form: RecordKind, question: Question, known: Mapping[str, Any], child: Child | None
) -> Iterator[str]:
    if isinstance(question, TeamQuestion):
        team = parts.team_for(question, known, child) if get_id(known[question.follows]) else None
        if team and get_id(known[question.name]) not in (None, team.id):
            yield f"the register has {_named(known[question.follows])[0]} in {team.name}"
    elif isinstance(question, PickerQuestion):
        followed = known[question.follows]
        of_team = parts.get_team(form.questions[question.follows], followed, child) if question.posts else None
        held = parts.holders_of(form, question, known, child)
        if of_team and get_id(known[question.name]) not in [person.id for person in held]:
            yield f"the register has {listed([person.name for person in held], 'or') or 'nobody'} in this post"
    elif isinstance(question, ChoiceQuestion) and question.name.endswith("team_kind"):
        team = parts.get_team(form.questions[question.follows], known[question.follows], child)
        if team and team.kind != known[question.name]:
            yield f"the register has the team {team.name} as {team.kind}"
