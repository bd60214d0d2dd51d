"""The app as in production: gunicorn and the worker as processes, sending mail to a test's SMTP server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

import models
from app import create_app
from settings import Settings
from tests.data import story
from tests.support.mail_server import MailServer
from tests.support.processes import LOOPBACK, PATIENCE_SECONDS, end, free_port, wait_until_listening

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class LiveServer:
    """A running app: its URL, settings, mail server and log file."""

    url: str
    settings: Settings
    mail: MailServer
    log_file: Path


def as_environment(settings: Settings) -> dict[str, str]:
    """The explicitly set settings as environment variables."""
    given = {name: getattr(settings, name) for name in settings.model_fields_set}
    return {f"HANDOVER_{name.upper()}": _as_text(value) for name, value in given.items()}


def _as_text(value: object) -> str:
    if isinstance(value, frozenset | dict):
        return json.dumps(value if isinstance(value, dict) else sorted(value))
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def run_setup(settings: Settings) -> None:
    """Run `flask setup`. Raises AssertionError if it fails."""
    models.disconnect()
    runner = create_app(settings).test_cli_runner()
    # In the context of another app, which a fixture can have left open, a command would act on that one.
    done = Context().run(runner.invoke, args=["setup"], catch_exceptions=False)
    models.disconnect()
    assert done.exit_code == 0, f"flask setup failed:\n{done.output}"


@contextmanager
def running_app(database_url: str, data_folder: Path, *, web_processes: int = 1, **given: Any) -> Iterator[LiveServer]:
    """Run web app and worker on this database. Raises AssertionError if either ended or logged a traceback."""
    port, mail = free_port(), MailServer()
    settings = Settings(
        env="test",
        database_url=database_url,
        data_folder=data_folder,
        smtp_port=mail.port,
        operators=frozenset({story.AUDITOR}),
        base_url=f"http://{LOOPBACK}:{port}",
        **given,
    )
    run_setup(settings)
    mail.start()
    log_file = data_folder / "server.log"
    web = ["gunicorn", "--bind", f"{LOOPBACK}:{port}", "--workers", str(web_processes)]
    web += ["--timeout", str(int(PATIENCE_SECONDS)), "app:create_app()"]
    with log_file.open("w") as log:
        processes = [_start(command, settings, log.fileno()) for command in (web, ["flask", "--app", "app", "worker"])]
    try:
        wait_until_listening(port, processes[0])
        yield LiveServer(settings.base_url, settings, mail, log_file)
    finally:
        died = [process.args for process in processes if process.poll() is not None]
        for process in processes:
            end(process)
        mail.stop()
    log_text = log_file.read_text()
    assert not died, f"{died} ended by itself:\n{log_text}"
    assert "Traceback" not in log_text, f"the server failed somewhere:\n{log_text}"


def _start(command: list[str], settings: Settings, log: int) -> subprocess.Popen[str]:
    environment = os.environ | as_environment(settings) | {"PYTHONUNBUFFERED": "1"}
    whole = ["setpriv", "--pdeathsig", "TERM", sys.executable, "-m", *command]
    return subprocess.Popen(whole, cwd=ROOT, env=environment, stdout=log, stderr=log, text=True)
