"""PostgreSQL's programs are given the password by a file that is gone afterwards, never among their arguments."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from commands.keeping import postgres

URL = "postgresql://keeper:a%3Ab%5Cc@db.example:5433/handover?sslmode=require"


def test_the_password_is_in_a_file_for_its_owner_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    def run(command: list[str], **_: object) -> Any:
        where = next(one for one in command if one.startswith("--dbname="))
        file = Path(where.partition("passfile=")[2].split()[0])
        seen.append((where, file, file.read_text(), file.stat().st_mode & 0o777))
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(postgres, "_program", lambda name: name)

    postgres.restore(URL, Path("database.pgdump"))

    [(where, file, text, mode)] = seen
    assert "a:b" not in where
    assert "sslmode=require" in where
    assert "user=keeper" in where
    assert (text, mode) == ("*:*:*:*:a\\:b\\\\c\n", 0o600)
    assert not file.exists()
