"""A setting that is refused: each command says so in its own form, and goes on where that can be done."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.cli import FlaskGroup

import models
from app import create_app
from commands.before_upgrade import NO_BACKUP
from tests.support.mail_server import MailServer

OLD = "HANDOVER_OLD_THING is no setting."
WRONG = "HANDOVER_SMTP_PORT"


@pytest.fixture(autouse=True)
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A data folder, named by the environment alone; the log stays as it is."""
    for name in [name for name in os.environ if name.startswith("HANDOVER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HANDOVER_ENV", "test")
    monkeypatch.setenv("HANDOVER_DATA_FOLDER", str(tmp_path / "data"))
    root = logging.getLogger()
    before, level = root.handlers, root.level
    yield tmp_path / "data"
    root.handlers = before
    root.setLevel(level)


def types(*words: str) -> Result:
    """What a command says that finds its settings in the environment."""
    models.disconnect()
    return CliRunner().invoke(FlaskGroup(create_app=lambda: create_app()), words)


@pytest.fixture(params=["no setting", "wrong"])
def refused(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What is said of a setting that has been refused."""
    name, value, said = {"no setting": ("OLD_THING", "1", OLD), "wrong": ("SMTP_PORT", "0", WRONG)}[request.param]
    monkeypatch.setenv(f"HANDOVER_{name}", value)
    return said


def test_status_cannot_work_in_the_form_that_was_asked_for(refused: str) -> None:
    said, data = types("status"), types("status", "--json")

    assert (said.exit_code, refused in said.output, said.output.count("\n")) == (2, True, 1)
    assert data.exit_code == 2
    assert json.loads(data.output)["level"] == "fails"
    assert refused in json.loads(data.output)["says"]


@pytest.mark.parametrize("words", ["setup", "worker", "version", "backup check x", "routes", "--help"])
def test_any_other_command_says_just_that(refused: str, words: str, place: Path) -> None:
    said = types(*words.split())

    assert said.exit_code == 1
    assert refused in said.output
    assert said.output.count("\n") == 1
    assert not place.exists()


def test_the_check_before_an_upgrade_goes_on_after_what_is_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    assert types("setup").exit_code == 0
    monkeypatch.setenv("HANDOVER_OLD_THING", "1")
    monkeypatch.setenv("HANDOVER_SMTP_TLS", "1")

    said = types("setup", "--check")

    assert said.exit_code == 1
    lines = said.output.splitlines()
    assert [line.partition(" is no setting")[0] for line in lines[:2]] == [
        "! HANDOVER_OLD_THING",
        "! HANDOVER_SMTP_TLS",
    ]
    assert lines[2:] == ["No migration is pending.", f"! {NO_BACKUP}"]


def test_the_check_says_that_it_cannot_go_on_after_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDOVER_OLD_THING", "1")
    monkeypatch.setenv("HANDOVER_SMTP_PORT", "0")

    said = types("setup", "--check")

    assert said.exit_code == 1
    assert (OLD in said.output, WRONG in said.output, "Nothing else was looked at" in said.output) == (True,) * 3


def test_web_does_not_start(refused: str) -> None:
    models.disconnect()
    with pytest.raises(SystemExit, match=refused):
        create_app()


def test_operators_are_mailed_once_that_nothing_starts_and_once_that_it_does_again(
    monkeypatch: pytest.MonkeyPatch, place: Path, smtp_server: MailServer
) -> None:
    monkeypatch.setenv("HANDOVER_SMTP_PORT", str(smtp_server.port))
    monkeypatch.setenv("HANDOVER_OPERATORS", json.dumps(["operator@example.org"]))
    assert types("setup").exit_code == 0
    database, log = place / "handover.db", place / "handover.db-wal"

    def told() -> list[str]:
        """What mails say of starting, after the timer has run twice."""
        assert [types("status", "--mail").exit_code for _ in range(2)] == [2, 2]
        sent = [str(message["Subject"]) for message in smtp_server.messages if "Starting" in str(message["Subject"])]
        smtp_server.messages.clear()
        return sent

    refused = ["Handover needs attention. Starting web and worker: refused"]
    database.rename(place / "away.db")
    log.write_bytes(b"the last commits")
    assert told() == refused, "the database is lost"

    log.unlink()
    (place / "away.db").rename(database)
    assert told() == ["Handover. Starting web and worker: well again"]

    monkeypatch.setenv("HANDOVER_OLD_THING", "1")
    assert told() == refused, "a setting is refused"
    monkeypatch.delenv("HANDOVER_OLD_THING")
    told()

    monkeypatch.setenv("HANDOVER_FIGURES_FILE", "nowhere.file")
    assert told() == refused, "a file that a setting names is refused"
