"""`flask protocol check` beside a register: who cannot hold the part that a file names them in is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from models import Post, Record
from records.register.invented import address
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.integration.holding_parts import named

pytestmark = pytest.mark.usefixtures("app")

OF_ANOTHER_TEAM = address("stephen.oduya")


def checked(app: Flask, folder: Path, **changed: Any) -> tuple[int, str]:
    """The exit code and what is said of a transfer that can be submitted, with these answers."""
    return checked_kind(app, folder, factories.ready_draft(), **changed)


def checked_kind(app: Flask, folder: Path, record: Record, **changed: Any) -> tuple[int, str]:
    """The exit code and what is said of a record with these answers."""
    answers = {name: value for name, value in record.answers.items() if name != "departures"}
    path = folder / "answers.json"
    path.write_text(json.dumps({"record": record.kind, "answers": answers | changed}))
    ran = app.test_cli_runner().invoke(args=["protocol", "check", str(path)])
    return ran.exit_code, ran.output


def test_a_new_worker_who_is_business_support_is_named(app: Flask, tmp_path: Path) -> None:
    code, said = checked(app, tmp_path, new_worker=named(story.BUSINESS_SUPPORT))

    assert "new_worker: by the register" in said
    assert code == 1


def test_a_leader_who_leads_another_team_is_named_with_who_leads(app: Flask, tmp_path: Path) -> None:
    leader = factories.person(story.RECEIVING_LEADER).name
    code, said = checked(app, tmp_path, new_team_leader=named(OF_ANOTHER_TEAM))

    assert f"new_team_leader: the register has {leader} in this post" in said
    assert code == 1


def test_a_manager_of_an_exception_who_does_not_hold_the_post_is_named(app: Flask, tmp_path: Path) -> None:
    holder, said_to = factories.person(story.CLUSTER_MANAGER), named(story.CLUSTER_HEAD)
    exception = four.exception(four.transfer(), ground="other_reason")
    code, said = checked_kind(app, tmp_path, exception, current_service_delivery_manager=said_to)

    assert f"current_service_delivery_manager: the register has {holder.name} in this post" in said
    assert code == 1

    Post.delete().where((Post.staff == holder) & (Post.role == "service_delivery_manager")).execute()
    code, said = checked_kind(app, tmp_path, exception, current_service_delivery_manager=named(story.CLUSTER_MANAGER))

    assert "current_service_delivery_manager: the register has nobody in this post" in said
    assert code == 1


def test_a_kind_of_team_that_is_not_the_registers_is_named(app: Flask, tmp_path: Path) -> None:
    code, said = checked(app, tmp_path, new_team_kind="disability")

    assert "new_team_kind: the register has the team" in said
    assert code == 1


def test_of_who_holds_their_part_nothing_is_said(app: Flask, tmp_path: Path) -> None:
    _, said = checked(app, tmp_path)

    assert "by the register" not in said
    assert "the register has" not in said


@pytest.mark.parametrize(
    "question, told, says",
    [
        ("child_status", "child_in_need", "Looked after"),
        ("legal_status", "none", "C2"),
        ("placement", "P1", "U"),
        ("child_date_of_birth", "2014-01-01", "20"),
        ("child_name", "Somebody Else", "Maya"),
        ("current_worker", "Tomasz Zieliński", "Hannah Whitcombe"),
    ],
)
def test_a_fact_of_a_child_of_the_register_that_is_told_otherwise_is_named(
    app: Flask, tmp_path: Path, question: str, told: str, says: str
) -> None:
    code, said = checked(app, tmp_path, **{question: told})

    [line] = [line for line in said.splitlines() if line.startswith(f"{question}: the register says")]
    assert says in line
    assert f"correct it with correction-{question}" in line
    assert code == 1


def test_a_correction_in_a_file_is_no_fact_told_otherwise(app: Flask, tmp_path: Path) -> None:
    corrected = {"value": "none", "how": "The order was discharged today", "register": "C1"}
    _, said = checked(app, tmp_path, legal_status="none", **{"correction-legal_status": corrected})

    assert "legal_status: the register says" not in said


def test_a_worker_who_is_put_into_another_team_is_named_with_their_own(app: Flask, tmp_path: Path) -> None:
    team = factories.person(story.AUTHOR).team
    code, said = checked(app, tmp_path, new_team={"id": team.id, "name": team.name})

    assert "new_team: the register has Tomasz Zieliński in" in said
    assert code == 1


@pytest.mark.parametrize(
    "written", ["tomasz zielinski", "Zieliński, Tomasz", "TOMASZ ZIELINSKI", story.RECEIVING_WORKER]
)
def test_somebody_is_found_as_people_write_them(app: Flask, tmp_path: Path, written: str) -> None:
    _, said = checked(app, tmp_path, new_worker=written)

    assert "the register has no" not in said


def test_of_namesakes_the_ids_are_asked_for(app: Flask, tmp_path: Path) -> None:
    one = factories.person(story.RECEIVING_WORKER)
    other = type(one).create(name="Tomasz Zielinski", email="t.z@ashbournevale.example", role=one.role, team=one.team)

    _, said = checked(app, tmp_path, new_worker="tomasz zielinski")

    assert f"(id {one.id})" in said
    assert f"(id {other.id})" in said
    assert "the register has several" in said
