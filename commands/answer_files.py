"""Reads a file of answers for `flask protocol check`, and says in one line each what is wrong with it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, BinaryIO

import click
import yaml
from peewee import PeeweeException

from forms import RecordKind, get_kind
from forms.engine.choice import ChoiceQuestion
from forms.engine.picker import PickerQuestion
from forms.engine.question import Question
from forms.in_files import people, problems
from models import Child, Staff, Team
from protocol import casefile
from protocol.decisions import APPROVED, CANNOT_AGREE
from protocol.folding import same_name
from protocol.formatting import listed
from records import clock
from records.drafting import parts
from records.drafting.named_people import get_id
from records.register import lookup

LARGEST = 1_000_000  # bytes: a record with every table full is a fifth of it
RETURNED = "returned"
_TABLES: dict[str, Any] = {"staff": Staff, "team": Team, "child": Child}


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases, which a small file can unfold to any size, and without two values under one name.

    Dates stay text, so that one that is not real is named with its question.
    """

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse an alias."""
        if self.check_event(yaml.AliasEvent):
            raise casefile.CaseError("Aliases (*name) are not read: write the value out")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        """Refuse a name that is there twice."""
        names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise casefile.CaseError(f"{twice}: is there twice, from line {node.start_mark.line + 1} on")
        return super().construct_mapping(node, deep)


def read_case(file: BinaryIO) -> casefile.Case:
    """The case in a file. Raises ClickException with a line for everything that is wrong with it."""
    try:
        case = casefile.read(_parsed(file), today=clock.today())
    except casefile.CaseError as error:
        raise click.ClickException(_one_line(error)) from error
    found = [*problems(get_kind(case.record), case.answers), *_decision_problems(case)]
    if found:
        raise click.ClickException("\n".join([*found, "The names and choices: flask protocol fields"]))
    return case


def _parsed(file: BinaryIO) -> Any:
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise casefile.CaseError(f"The file is larger than {LARGEST:,} bytes, which no record is")
    try:
        parsed = yaml.load(data.decode("utf-8-sig"), Loader=_PlainLoader)  # noqa: S506 - a safe loader
    except casefile.CaseError:
        raise
    except UnicodeDecodeError as error:
        raise casefile.CaseError("The file is not UTF-8") from error
    except yaml.MarkedYAMLError as error:
        where = f" (line {error.problem_mark.line + 1})" if error.problem_mark else ""
        raise casefile.CaseError(f"The file is neither YAML nor JSON{where}: {error.problem}") from error
    except RecursionError as error:
        raise casefile.CaseError("The file has values within values too deep to read") from error
    except yaml.YAMLError as error:
        raise casefile.CaseError(f"The file cannot be read: {error}") from error
    except ValueError as error:
        raise casefile.CaseError("The file has a number of thousands of digits, which no answer is") from error
    if parsed is None:
        raise casefile.CaseError("The file is empty: write answers into it, such as child_status: looked_after")
    return parsed


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _decision_problems(case: casefile.Case) -> Iterator[str]:
    steps, outcomes = get_kind(case.record).chain.steps, (APPROVED, CANNOT_AGREE, RETURNED)
    for decision in case.decisions:
        if decision.step not in steps:
            yield f"decisions: there is no step {decision.step!r}: it is one of {', '.join(steps)}"
        if decision.outcome not in outcomes:
            yield f"decisions: {decision.outcome!r} is not one of {', '.join(outcomes)}"


def strangers(case: casefile.Case) -> list[str]:
    """A line for each person, team or child whom the register does not have; none where there is no register."""
    try:
        if not Staff.select().exists():
            return []
        named = people(get_kind(case.record), case.answers)
        return [f"{where}: {text}" for where, question, value in named if (text := _unknown(question, value))]
    except PeeweeException:
        return []


def _unknown(question: PickerQuestion, value: Any) -> str:
    name, number = _named(value)
    if question.kind not in _TABLES or (question.anyone and number is None):
        return ""
    found = _found(question, value)
    if found is None or not same_name(found.name, name):
        return f"the register has no {question.kind} {name!r}" + (
            f" with the id {number}" if number is not None else ""
        )
    return ""


def _named(value: Any) -> tuple[Any, Any]:
    return (value["name"], value.get("id")) if isinstance(value, dict) else (value, None)


def _found(question: PickerQuestion, value: Any) -> Any:
    """The entry of the register that is named, by its id where there is one; None for none."""
    table, (name, number) = _TABLES[question.kind], _named(value)
    return table.select().where(table.id == number if number is not None else table.name == name).first()


def unfit(case: casefile.Case) -> list[str]:
    """A line for each part that whoever is named cannot hold by the register, and each kind of team that differs."""
    try:
        return list(_unfit(get_kind(case.record), case.answers)) if Staff.select().exists() else []
    except PeeweeException:
        return []


def _unfit(form: RecordKind, answers: Mapping[str, Any]) -> Iterator[str]:
    known = dict(answers)
    for where, question, value in people(form, answers):
        found = _found(question, value) if question.kind in _TABLES else None
        if found is None:
            continue
        if where in form.questions:
            known[where] = lookup.as_answer(found)
        holders = question.holders if question.kind == "staff" and not question.keeps else None
        if holders and not parts.can_hold(holders, found.id):
            yield f"{where}: by the register {found.name} is not {holders.said}"
    for name, one in form.questions.items():
        if name in known and one.follows in known:
            yield from (f"{name}: {text}" for text in _other_than_the_register(form, one, known))


def _other_than_the_register(form: RecordKind, question: Question, known: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(question, PickerQuestion):
        followed = known[question.follows]
        of_team = parts.get_team(form.questions[question.follows], followed, None) if question.posts else None
        held = parts.holders_of(form, question, known, None)
        if of_team and get_id(known[question.name]) not in [person.id for person in held]:
            yield f"the register has {listed([person.name for person in held], 'or') or 'nobody'} in this post"
    elif isinstance(question, ChoiceQuestion) and question.name.endswith("team_kind"):
        team = parts.get_team(form.questions[question.follows], known[question.follows], None)
        if team and team.kind != known[question.name]:
            yield f"the register has the team {team.name} as {team.kind}"
