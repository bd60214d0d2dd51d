"""Code that meets a database that a newer version has migrated refuses in one line: web, worker and commands."""

from __future__ import annotations

import json
import logging
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from playhouse.migrations import Runner

import logs
import models
from app import create_app
from commands.context import MIGRATIONS
from settings import VERSION, Settings

pytestmark = pytest.mark.both_databases

LATER = "9001_of_a_later_version"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Flask:
    """An app that was set up, on a database that has a migration of later since."""
    app = create_app(Settings(env="test", database_url=database_url, data_folder=tmp_path))
    assert app.test_cli_runner().invoke(args=["setup"]).exit_code == 0
    Runner(models.database.obj, str(MIGRATIONS)).History.create(name=LATER)
    return app


@pytest.mark.parametrize(
    "words", ["worker", "setup", "migrate", "audit verify", "seal status", "register corrections"], ids=str
)
def test_a_command_refuses_in_one_line(app: Flask, words: str) -> None:
    said = app.test_cli_runner().invoke(args=words.split())

    assert said.exit_code == 1
    assert said.output.splitlines() == [
        f"Error: A newer version of Handover has migrated this database ({LATER}), and this version ({VERSION}) does "
        "not know what it holds. Start the newer version, or restore a backup of before the upgrade."
    ]


def test_status_cannot_work_and_says_so_in_the_form_that_was_asked_for(app: Flask) -> None:
    said, data = (app.test_cli_runner().invoke(args=words) for words in (["status"], ["status", "--json"]))

    assert (said.exit_code, said.output.count("\n")) == (2, 1)
    assert data.exit_code == 2
    assert json.loads(data.output)["level"] == "fails"
    assert LATER in json.loads(data.output)["says"]


def test_a_refused_start_is_an_entry_of_the_log_where_that_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level = root.handlers, root.level
    try:
        with pytest.raises(SystemExit) as refused:
            logs.refuse("json", "No seal.")
    finally:
        root.handlers = before
        root.setLevel(level)

    assert refused.value.code == 1
    assert json.loads(capsys.readouterr().err)["text"] == "No seal."
    with pytest.raises(SystemExit, match="No seal."):
        logs.refuse("text", "No seal.")


def test_the_web_process_refuses_before_it_serves(app: Flask) -> None:
    configuration = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    arbiter = SimpleNamespace(app=SimpleNamespace(wsgi=lambda: app))

    with pytest.raises(SystemExit, match=f"A newer version .*{LATER}"):
        configuration["on_starting"](arbiter)
    models.database.obj.execute_sql(f"delete from schema_migration where name = '{LATER}'")  # noqa: S608 - a constant
    configuration["on_starting"](arbiter)


def test_a_command_that_needs_no_database_makes_none(tmp_path: Path) -> None:
    app = create_app(Settings(env="test", data_folder=tmp_path))

    assert app.test_cli_runner().invoke(args=["protocol", "coverage"]).exit_code == 0
    assert list(tmp_path.iterdir()) == []
