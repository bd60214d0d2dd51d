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
