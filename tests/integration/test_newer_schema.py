"""Code that meets a database that a newer version has migrated refuses in one line: web, worker and commands."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from playhouse.migrations import Runner

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
