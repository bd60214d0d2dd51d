"""How the service starts: by its Procfile, and with a clear line, not a traceback, where it cannot."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from flask import Flask

from settings import Settings
from tests.support.processes import LOOPBACK, PATIENCE_SECONDS, end, free_port, wait_until_listening
from tests.support.reader import Reader
from tests.support.server import ROOT, as_environment, run_setup

OWN: dict[str, Any] = {
    "env": "production",
    "secret_key": "a secret of this test, long enough for production",
    "seal_passphrase": "a passphrase of this test",
    "base_url": "https://handover.council.example",
    "mail_from": "handover@council.gov.uk",
    "mail_reply_to": "business.support@council.gov.uk",
    "council_name": "A Council",
    "council_address": "Children's Services, A Town Hall",
}
FLASK = ["flask", "--app", "app"]
COMMANDS = {
    "web": ["gunicorn", "--bind", f"{LOOPBACK}:0", "app:create_app()"],
    "worker": [*FLASK, "worker"],
    "setup": [*FLASK, "setup"],
    "another command": [*FLASK, "protocol", "fields"],
    "audit": [*FLASK, "audit", "verify"],
    "seal": [*FLASK, "seal", "init"],
}


def environment(**given: str) -> dict[str, str]:
    """This process's environment with these settings and no others."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HANDOVER_")}
    tools = f"{Path(sys.executable).parent}{os.pathsep}{inherited['PATH']}"
    return inherited | {"PATH": tools, "FLASK_SKIP_DOTENV": "1", "PYTHONUNBUFFERED": "1"} | given


def run(command: list[str], **given: str) -> subprocess.CompletedProcess[str]:
    whole = [sys.executable, "-m", *command]
    return subprocess.run(
        whole, cwd=ROOT, env=environment(**given), capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )


@pytest.fixture
def production(tmp_path: Path) -> Settings:
    return Settings(**OWN, data_folder=tmp_path)


@pytest.mark.parametrize("command", ["web", "worker", "setup", "another command"])
def test_without_settings_each_that_is_missing_is_said_in_a_line(command: str) -> None:
    done = run(COMMANDS[command])

    assert done.returncode == 1
    said = done.stderr.splitlines()
    assert [line.split()[0] for line in said] == [
        "HANDOVER_SECRET_KEY",
        "HANDOVER_SEAL_PASSPHRASE",
        "HANDOVER_BASE_URL",
        "HANDOVER_MAIL_FROM",
        "HANDOVER_MAIL_REPLY_TO",
        "HANDOVER_COUNCIL_NAME",
        "HANDOVER_COUNCIL_ADDRESS",
    ]


def test_what_is_wrong_and_what_is_missing_are_said_at_once(production: Settings, tmp_path: Path) -> None:
    wrong = {
        "HANDOVER_SMTP_PORT": "twenty-five",
        "HANDOVER_OPERATORS": "[not json",
        "HANDOVER_DATABASE_URL": "mysql://somewhere",
        "HANDOVER_SEAL_TOKEN_PIN_FILE": str(tmp_path / "nowhere"),
        "HANDOVER_SIGN_IN_ISSUER": "http://sign-in.example",
        "HANDOVER_MAIL_FROM": "",
    }
    done = run(COMMANDS["worker"], **(as_environment(production) | wrong))

    assert done.returncode == 1
    named = {line.split()[0].rstrip(":") for line in done.stderr.splitlines()}
    assert named == wrong.keys() | {"HANDOVER_SIGN_IN_CLIENT_ID"}
    assert "a secret of this test" not in done.stderr


@pytest.mark.parametrize("name", ["HANDOVER_LOGO_FILE", "HANDOVER_FIGURES_FILE"])
@pytest.mark.parametrize("command", ["web", "setup"])
def test_a_file_that_cannot_be_used_is_said_in_a_line(production: Settings, command: str, name: str) -> None:
    done = run(COMMANDS[command], **as_environment(production), **{name: "nowhere.file"})

    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert line.startswith(f"{name}: nowhere.file cannot be read")


@pytest.mark.parametrize("command", ["web", "worker", "audit"])
@pytest.mark.parametrize("folder", ["empty", "nowhere"])
def test_web_worker_and_commands_refuse_a_database_that_was_not_set_up(
    tmp_path: Path, command: str, folder: str
) -> None:
    (tmp_path / "empty").mkdir()
    done = run(COMMANDS[command], **as_environment(Settings(**OWN, data_folder=tmp_path / folder)))

    assert done.returncode == 1
    [line] = [line for line in done.stderr.splitlines() if "Starting gunicorn" not in line]
    assert re.match("(Error: )?There is no database .* Before the first start: flask --app app setup[.]", line)


@pytest.mark.parametrize(
    "name,value,says",
    [
        ("HANDOVER_DATA_FOLDER", "/proc/nowhere", "HANDOVER_DATA_FOLDER: /proc/nowhere cannot be made"),
        ("HANDOVER_DATABASE_URL", "sqlite:////proc/nowhere/x.db", "The database of HANDOVER_DATABASE_URL"),
        ("HANDOVER_DATABASE_URL", "postgresql://a:hush@127.0.0.1:1/none", "The database of HANDOVER_DATABASE_URL"),
    ],
)
def test_setup_says_what_it_cannot_reach(production: Settings, name: str, value: str, says: str) -> None:
    done = run(COMMANDS["setup"], **(as_environment(production) | {name: value}))

    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert line.startswith(f"Error: {says}")
    assert "hush" not in line


@pytest.mark.parametrize("command", ["setup", "seal"])
def test_a_folder_for_the_seal_that_cannot_be_made_is_named(production: Settings, command: str) -> None:
    database = {"HANDOVER_DATABASE_URL": f"sqlite:///{production.data_folder}/handover.db"}
    done = run(COMMANDS[command], **(as_environment(production) | database | {"HANDOVER_DATA_FOLDER": "/proc"}))

    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert re.match("Error: /proc/seal.*: No such file or directory", line)


def test_a_database_that_lacks_one_migration_is_refused_and_set_up_again(production: Settings) -> None:
    run_setup(production)
    newest = max(path.stem for path in (ROOT / "migrations").glob("[0-9]*.py"))
    with closing(sqlite3.connect(production.data_folder / "handover.db")) as database, database:
        database.execute("DELETE FROM schema_migration WHERE name = ?", [newest])

    done = run(COMMANDS["worker"], **as_environment(production))

    assert f"lacks migrations, from {newest} on" in done.stderr


def replaced(path: Path, make: Callable[[Path], object]) -> None:
    path.unlink()
    make(path)


@pytest.mark.parametrize(
    "file,make,says",
    [
        ("trust.json", Path.mkdir, "Is a directory"),
        ("trust.json", lambda path: path.write_text("[]"), "trust.json cannot be read"),
        ("seals/0001/key.pem", os.mkfifo, "key.pem is no plain file"),
        (
            "seals/0001/key.pem",
            lambda path: copy(path.parents[2] / "authority" / "key.pem", path),
            "does not belong to",
        ),
    ],
)
def test_a_damaged_seal_stops_the_worker_with_a_line(
    production: Settings, file: str, make: Callable[[Path], object], says: str
) -> None:
    run_setup(production)
    replaced(production.seal_folder / file, make)

    done = run(COMMANDS["worker"], **as_environment(production))

    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert says in line


def test_honcho_runs_the_procfile_in_production(production: Settings, tmp_path: Path) -> None:
    run_setup(production)
    port, log_file = free_port(), tmp_path / "honcho.log"
    with log_file.open("w") as log:
        honcho = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", sys.executable, "-m", "honcho", "start"],
            cwd=ROOT,
            env=environment(**as_environment(production), PORT=str(port)),
            stdout=log,
            stderr=log,
            text=True,
        )
    try:
        wait_until_listening(port, honcho)
        for path, said in {"/sign-in": "Work email address", "/health": "ok", "/about": "This is version"}.items():
            with urllib.request.urlopen(f"http://{LOOPBACK}:{port}{path}", timeout=PATIENCE_SECONDS) as answer:
                assert said in answer.read().decode()
        assert honcho.poll() is None
    finally:
        end(honcho)
    said = log_file.read_text()
    assert "worker.1" in said
    assert "Traceback" not in said
    assert not re.search("ERROR|CRITICAL", said)


def test_the_page_about_the_service_and_the_command_line_name_one_version(app: Flask) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

    assert app.test_cli_runner().invoke(args=["version"]).output == f"{version}\n"
    assert f"This is version {version}." in Reader(app).open("/about").text
    assert re.search(rf"^## {re.escape(version)} – \d{{4}}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text(), re.M)
