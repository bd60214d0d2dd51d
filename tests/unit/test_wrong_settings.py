"""A setting that cannot be right is said in a line, before anything starts."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from settings import FILE_SECRETS, Settings, read_settings
from tests.support.sources import ROOT

PRODUCTION = {
    "ENV": "production",
    "SECRET_KEY": "a-secret-of-its-own-that-is-long-enough",
    "SEAL_PASSPHRASE": "a-passphrase-of-the-councils-own",
    "BASE_URL": "https://handover.example",
    "MAIL_FROM": "handover@council.gov.uk",
    "MAIL_REPLY_TO": "help@council.gov.uk",
    "COUNCIL_NAME": "A Council",
    "COUNCIL_ADDRESS": "A Town Hall",
    "SMTP_STARTTLS": "true",
}


@pytest.fixture(autouse=True)
def nothing_else_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("HANDOVER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HANDOVER_ENV", "test")


@pytest.mark.parametrize(
    "name,value",
    [
        ("DATABASE_URL", "mysql://host/name"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "postgresql://"),
        ("DATABASE_URL", "postgresql://127.0.0.1"),
        ("DATABASE_URL", "postgresql://name:hush@host:port/database"),
        ("DATABASE_URL", "postgresql://[half/database"),
        ("BASE_URL", "ftp://handover.example"),
        ("BASE_URL", "https://a b"),
        ("BASE_URL", "https://hand\u200bover.example"),
        ("BASE_URL", "https://handover.example/path?query=1"),
        ("MAIL_FROM", "nobody"),
        ("MAIL_REPLY_TO", "a@b@c.example"),
        ("OPERATORS", '["not an address"]'),
        ("OPERATORS", "[" * 50_000),
        ("COUNCIL_NAME", "A Council " * 20),
        ("TERMS", '{"team_leader": " "}'),
        ("TERMS", '{"captain": "captain"}'),
        ("TIME_STAMP_ROOTS_FILE", "/nowhere.pem"),
        ("SMTP_PORT", "0"),
        ("SMTP_HOST", "127.0.0.1:25"),
        ("SMTP_HOST", "smtp://mail.example"),
        ("DATA_FOLDER", ""),
        ("DATA_FOLDER", "/"),
        ("DATA_FOLDER", str(ROOT)),
        ("FAMILY_CONTACTS", '{"advocat": "Speak Up"}'),
        ("FAMILY_CONTACTS", '["Speak Up"]'),
        *(("COUNCIL_NAME", f"A Coun{sign}cil") for sign in "\u202e\u3164\u2800\ue000\ufffd\ufdd0\U000e0041\ufe0f"),
    ],
)
def test_what_cannot_be_right_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"HANDOVER_{name}", value)

    with pytest.raises(SystemExit) as stopped:
        read_settings()

    [line] = str(stopped.value).splitlines()
    assert line.startswith(f"HANDOVER_{name}")
    assert "hush" not in line


@pytest.mark.parametrize("name", FILE_SECRETS)
@pytest.mark.parametrize("mode", [0o644, 0o602, 0o601])
def test_a_secret_that_everybody_may_read_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, mode: int
) -> None:
    for setting, value in PRODUCTION.items():
        monkeypatch.setenv(f"HANDOVER_{setting}", value)
    monkeypatch.delenv(f"HANDOVER_{name.upper()}", raising=False)
    file = tmp_path / "secret"
    is_database = name == "database_url"
    file.write_text(
        "postgresql://name:hush@host/handover" if is_database else "hush-kqw83-x2pl7-9vbnm-40-signs-long-ty"
    )
    file.chmod(mode)
    monkeypatch.setenv(f"HANDOVER_{name.upper()}_FILE", str(file))

    with pytest.raises(SystemExit) as stopped:
        read_settings()

    said = f"HANDOVER_{name.upper()}_FILE: {file} holds a secret and is open to everybody: chmod o= {file}"
    assert str(stopped.value).splitlines() == [said]
    file.chmod(0o600)
    assert read_settings().env == "production"


MAKERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (Path.absolute, "does not exist"),
    "a folder": (Path.mkdir, "is no plain file"),
    "a pipe": (os.mkfifo, "is no plain file"),
    "a link to nowhere": (lambda path: path.symlink_to("nowhere"), "does not exist"),
    "no text": (lambda path: path.write_bytes(b"\xff\xfe\x00\x81"), "holds no text (UTF-8)"),
    "empty": (Path.touch, "is empty: it must hold the secret"),
    "a blank line": (lambda path: path.write_text(" \n"), "is empty: it must hold the secret"),
    "two lines": (lambda path: path.write_text("one\ntwo\n"), "must hold the secret in one line, and nothing else"),
}


@pytest.mark.parametrize("made", MAKERS)
@pytest.mark.parametrize("name", FILE_SECRETS)
def test_what_is_no_file_with_a_secret_is_refused_in_one_line_that_names_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, made: str
) -> None:
    for setting, value in PRODUCTION.items():
        monkeypatch.setenv(f"HANDOVER_{setting}", value)
    monkeypatch.setenv("HANDOVER_SIGN_IN_ISSUER", "https://sign-in.example")
    monkeypatch.setenv("HANDOVER_SIGN_IN_CLIENT_ID", "handover")
    monkeypatch.setenv("HANDOVER_SIGN_IN_CLIENT_SECRET", "what-the-service-gave")
    monkeypatch.delenv(f"HANDOVER_{name.upper()}", raising=False)
    make, why = MAKERS[made]
    make(tmp_path / "secret")
    monkeypatch.setenv(f"HANDOVER_{name.upper()}_FILE", str(tmp_path / "secret"))

    with pytest.raises(SystemExit) as stopped:
        read_settings()

    assert str(stopped.value) == f"HANDOVER_{name.upper()}_FILE: {tmp_path}/secret {why}"


@pytest.mark.parametrize(
    "name, value, said",
    [
        ("SMTP_STARTTLS", "perhaps", "must be true or false"),
        ("SMTP_PORT", "25.5", "must be a whole number"),
        ("SMTP_PORT", "0", "must be 1 or more"),
        ("SESSION_HOURS", "73", "must be 72 or less"),
        ("LOG_FORMAT", "xml", "must be 'text' or 'json'"),
        ("COUNCIL_COLOUR", "teal", "must be a colour like #0b4f55"),
        ("PROTECTIVE_MARKING", "S" * 41, "must have 40 characters at most"),
        ("OPERATORS", "1", "is not of the shape that docs/running-it.md shows for it"),
        ("FAMILY_CONTACTS", "[]", "is not of the shape that docs/running-it.md shows for it"),
        ("MAIL_FROM", "nobody", "must be an email address, like handover@council.gov.uk"),
    ],
)
def test_what_a_setting_must_be_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    for setting, given in (PRODUCTION | {name: value}).items():
        monkeypatch.setenv(f"HANDOVER_{setting}", given)

    with pytest.raises(SystemExit) as stopped:
        read_settings()

    assert str(stopped.value) == f"HANDOVER_{name}: {said}"


@pytest.mark.parametrize("name,says", [("LOCAL_PRACTIC", "Is HANDOVER_LOCAL_PRACTICE meant?"), ("QQQ", "Remove it.")])
def test_a_name_that_is_no_setting_is_not_passed_over(monkeypatch: pytest.MonkeyPatch, name: str, says: str) -> None:
    monkeypatch.setenv(f"HANDOVER_{name}", "true")

    with pytest.raises(SystemExit, match="is no setting") as stopped:
        read_settings()

    assert str(stopped.value) == f"HANDOVER_{name} is no setting. {says}"


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////var/lib/handover/handover.db",
        "sqlite:///handover.db",
        "postgresql://name:word@host:5432/handover",
        "postgres://host/handover",
        "postgresql:///handover?host=/run/postgresql",
    ],
)
def test_addresses_of_databases_in_every_usual_form(url: str) -> None:
    assert Settings(env="test", database_url=url).database == url
