"""In production nothing of the demonstration is let in."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from pathlib import Path
from random import Random
from typing import Any, Literal

import pytest
from pydantic import SecretStr, ValidationError

import models
from app import create_app
from checks_of_settings import guessable_secrets
from commands.context import get_start_problem
from models import Staff
from records.register import invented
from settings import DEMO_PASSPHRASE, DEMO_SECRET, FILE_SECRETS, Settings
from tests.data import story

GOOD: dict[str, Any] = {
    "env": "production",
    "secret_key": "a-secret-of-its-own-that-is-long-enough",
    "seal_passphrase": "a-passphrase-of-the-councils-own",
    "base_url": "https://handover.council.example",
    "mail_from": "handover@council.gov.uk",
    "mail_reply_to": "business.support@council.gov.uk",
    "council_name": "A Council",
    "council_address": "Children's Services, A Town Hall",
}
BAD: dict[str, dict[str, Any]] = {
    "the demo's secret": {"secret_key": DEMO_SECRET},
    "a short secret": {"secret_key": "short"},
    "no secret": {"secret_key": ""},
    "a secret of repeated letters": {"secret_key": "a" * 64},
    "a secret of a repeated word": {"secret_key": "handover-" * 8},
    "a secret of few letters": {"secret_key": "abcabdabeabcabdabeabcabdabeabcabdabeabc"},
    "no passphrase": {"seal_passphrase": ""},
    "a blank passphrase": {"seal_passphrase": " " * 20},
    "a passphrase of one letter": {"seal_passphrase": "x"},
    "a passphrase of repeated letters": {"seal_passphrase": "x" * 30},
    "a mail password without TLS": {"smtp_password": "a password of the mail server"},
    "the demo's passphrase": {"seal_passphrase": DEMO_PASSPHRASE},
    "an address without TLS": {"base_url": "http://handover.council.example"},
    "a secret in the order of the alphabet": {"secret_key": "abcdefghijklmnopqrstuvwxyz0123456789"},
    "a session that ends before it is idle": {"session_hours": 8, "session_longest_hours": 4},
    "the settings of tests": {"env": "test", "base_url": "https://handover.council.gov.uk"},
    "no address": {"base_url": "handover.council.example"},
}
UNSEEN: dict[str, dict[str, Any]] = {
    "a name that turns text around": {"council_name": "A\u202eB"},
    "an address with a sign that cannot be seen": {"council_address": "Town\u200b Hall"},
    "a term that turns text around": {"terms": {"team_leader": "leader\u2067"}},
    "a line of the letters that turns text around": {"family_contacts": {"advocacy": "Ring \u202e111"}},
}
GUESSED = {
    "seal_passphrase": [
        *("passphrase123", "handover2026", "Password1234567", "qwertyuiop[]asdf", "1qaz2wsx3edc4rfv", "P@ssw0rd!2026"),
        *("abcabcabcabcabc", "councilcouncil", "Summer2026!Summer2026!", "thecouncilspassphrase", "secret-passphrase"),
        *("handover.council.example", "Northmoor-2026", f"{DEMO_PASSPHRASE}1"),
    ],
    "secret_key": [
        "0123456789abcdef" * 4,
        "change-this-secret-key-in-production!!",
        "handover-secret-key-production-2026",
    ],
}
THE_DEMOS = ("mail_from", "mail_reply_to", "council_name", "council_address")


def test_a_council_with_its_own_secrets_is_let_in() -> None:
    assert Settings(**GOOD).env == "production"


@pytest.mark.parametrize("what", BAD)
def test_production_does_not_start_with(what: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(**(GOOD | BAD[what]))

    said = str(refused.value)
    assert "HANDOVER_" in said
    assert GOOD["secret_key"] not in said
    assert GOOD["seal_passphrase"] not in said


@pytest.mark.parametrize("name,secret", [(name, secret) for name, tried in GUESSED.items() for secret in tried])
def test_a_secret_that_is_found_in_few_tries_is_refused(name: str, secret: str) -> None:
    with pytest.raises(ValidationError, match=f"HANDOVER_{name.upper()} must be set to"):
        Settings(**GOOD | {"council_name": "Northmoor Council", name: secret})


def test_no_random_secret_is_refused() -> None:
    randomly = Random(1)  # noqa: S311 - the same each time
    for number in range(10):
        some = randomly.randbytes(32)
        key = some.hex() if number % 2 else urlsafe_b64encode(some).decode().rstrip("=")
        assert guessable_secrets({"secret_key": key, "seal_passphrase": key[:16]}, ("Handover",)) == []


@pytest.mark.parametrize("what", UNSEEN)
def test_nothing_that_pages_show_holds_a_sign_that_cannot_be_seen(what: str) -> None:
    with pytest.raises(ValidationError, match="cannot be seen"):
        Settings(**(GOOD | UNSEEN[what]))


@pytest.mark.parametrize("name", THE_DEMOS)
@pytest.mark.parametrize("value", [None, " "], ids=["left out", "blank"])
def test_production_does_not_speak_in_the_demonstrations_name(name: str, value: str | None) -> None:
    given = {key: said for key, said in GOOD.items() if key != name} | ({name: value} if value else {})

    with pytest.raises(ValidationError) as refused:
        Settings(**given)

    assert f"HANDOVER_{name.upper()} {'is blank' if value else 'is still the demo’s'}: it must be set to the" in str(
        refused.value
    )


def test_everything_that_production_lacks_is_said_at_once_a_line_each() -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(env="production")

    lines = [line for line in str(refused.value).splitlines() if "must be" in line]
    assert len(lines) == 3 + len(THE_DEMOS)


def test_a_mail_password_is_sent_where_the_mail_server_is_spoken_to_with_tls() -> None:
    assert Settings(**GOOD, smtp_password=SecretStr("a password"), smtp_starttls=True)


@pytest.mark.parametrize(
    "address", ["https://handover.council.gov.uk", "http://handover.council.gov.uk", "http://10.0.0.7:8000"]
)
def test_the_demonstration_is_refused_where_others_reach_it(address: str) -> None:
    with pytest.raises(ValidationError, match="HANDOVER_BASE_URL must be an address of this machine"):
        Settings(env="demo", base_url=address)


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"])
def test_the_demonstration_runs_on_a_machine_of_ones_own(address: str) -> None:
    assert Settings(env="demo", base_url=address)


@pytest.mark.parametrize("name", FILE_SECRETS)
def test_every_secret_can_stand_in_a_file(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "postgresql://name:word@host/handover" if name == "database_url" else "of-a-file-0123456789-abcdefghijkl"
    (tmp_path / "secret").write_text(f"{secret}\n", encoding="utf-8")
    monkeypatch.setenv(f"HANDOVER_{name.upper()}_FILE", str(tmp_path / "secret"))

    read = getattr(Settings(env="test"), name)

    assert secret == (read if isinstance(read, str) else read.get_secret_value())


def test_every_setting_that_is_a_secret_has_a_file() -> None:
    secret = {name for name, field in Settings.model_fields.items() if field.annotation is SecretStr}

    assert secret | {"database_url"} == set(FILE_SECRETS)


def test_a_secret_that_is_given_in_two_ways_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("one of them is old", encoding="utf-8")

    with pytest.raises(ValidationError, match="HANDOVER_SECRET_KEY and HANDOVER_SECRET_KEY_FILE are both set"):
        Settings(env="test", secret_key=SecretStr("the other"), secret_key_file=tmp_path / "key")


def test_the_demonstration_keeps_its_own_name() -> None:
    assert Settings(env="demo").council_name == "Ashbourne Vale Council"


def test_production_is_what_nobody_has_to_ask_for() -> None:
    with pytest.raises(ValidationError):
        Settings()


def test_demonstration_data_is_refused_in_production(tmp_path: Path) -> None:
    app = create_app(Settings(**GOOD, data_folder=tmp_path))

    result = app.test_cli_runner().invoke(args=["setup", "--demo"])

    assert result.exit_code != 0
    assert "refused in production" in result.output


def said_by(settings: Settings, *words: str) -> tuple[int, str]:
    """Exit code of a command and what it says."""
    models.disconnect()
    result = create_app(settings).test_cli_runner().invoke(args=words)
    return result.exit_code, result.output


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("env", ["demo", "test"])
def test_a_register_of_its_own_is_neither_shown_nor_filled_up_with_secrets_that_everybody_knows(
    settings: Settings, env: Literal["demo", "test"]
) -> None:
    Staff.update(email="a.person@council.gov.uk").where(Staff.email == story.AUTHOR).execute()
    open_to_all = settings.model_copy(update={"env": env})

    for words in (["setup", "--demo"], ["setup"], ["setup", "--check"], ["worker"]):
        code, said = said_by(open_to_all, *words)
        assert (code, said.count("has a register of its own, and HANDOVER_ENV is")) == (1, 1)
    assert "has a register of its own" in (get_start_problem(open_to_all) or ""), "the web app"


@pytest.mark.parametrize("of_council", [True, False])
def test_a_register_that_would_stop_the_demonstration_is_not_loaded_into_it(tmp_path: Path, of_council: bool) -> None:
    demo, folder = Settings(env="demo", data_folder=tmp_path / "data"), tmp_path / "register"
    assert said_by(demo, "setup")[0] == 0
    address = "a.person@council.gov.uk" if of_council else invented.address("a.person")
    folder.mkdir()
    (folder / "staff.csv").write_text(f"email,name,role,service\n{address},A Person,head_of_service,looked_after\n")

    code, said = said_by(demo, "register", "load", str(folder))

    refused = "This database has a register of its own, and HANDOVER_ENV is demo"
    assert (code, refused in said) == ((1, True) if of_council else (0, False)), said
    assert Staff.select().exists() is not of_council


@pytest.mark.parametrize("env", ["demo", "test"])
def test_the_demonstration_is_not_loaded_where_a_council_began(tmp_path: Path, env: Literal["demo", "test"]) -> None:
    assert said_by(Settings(**GOOD, data_folder=tmp_path), "setup")[0] == 0
    open_to_all = Settings(env=env, data_folder=tmp_path)

    for words in (["setup", "--demo"], ["setup"], ["worker"]):
        code, said = said_by(open_to_all, *words)
        assert (code, said.count("has a sealing authority of its own")) == (1, 1)
    assert not Staff.select().exists()
    assert said_by(Settings(**GOOD, data_folder=tmp_path), "setup")[0] == 0


def test_a_demonstration_that_was_set_up_before_is_filled(tmp_path: Path) -> None:
    demo = Settings(env="demo", data_folder=tmp_path)
    assert said_by(demo, "setup")[0] == 0

    assert get_start_problem(demo) is None


@pytest.mark.parametrize("has_database", [True, False], ids=["set up", "a new database beside the old seal"])
def test_another_passphrase_than_that_of_the_seal_stops_the_start_in_a_line_that_names_it(
    tmp_path: Path, has_database: bool
) -> None:
    assert said_by(Settings(**GOOD, data_folder=tmp_path), "setup")[0] == 0
    if not has_database:
        for one in tmp_path.glob("handover.db*"):
            one.unlink()
    wrong = Settings(**GOOD | {"seal_passphrase": SecretStr("an-old-battery-9"), "data_folder": tmp_path})

    code, said = said_by(wrong, "setup")
    assert (code, said.count("\n"), said.count("HANDOVER_SEAL_PASSPHRASE")) == (1, 1, 1)
    assert (tmp_path / "handover.db").exists() is has_database
    if has_database:
        assert said_by(wrong, "worker") == (1, said)
        assert f"Error: {get_start_problem(wrong)}\n" == said, "the web app"


@pytest.mark.parametrize("key", ["away", "on a token"])
def test_a_host_without_the_key_starts_with_any_passphrase(tmp_path: Path, key: str) -> None:
    assert said_by(Settings(**GOOD, data_folder=tmp_path), "setup")[0] == 0
    [sealing] = tmp_path.glob("seal/seals/*/key.pem")
    sealing.unlink()
    if key == "on a token":
        sealing.with_name("token.json").write_text('{"module": "m", "label": "l", "key_label": "k"}')
    other = Settings(**GOOD | {"seal_passphrase": SecretStr("an-old-battery-9"), "data_folder": tmp_path})

    assert said_by(other, "setup")[0] == 0
    assert get_start_problem(other) is None


@pytest.mark.usefixtures("app")
def test_no_production_starts_with_accounts_whose_password_everybody_knows(settings: Settings, tmp_path: Path) -> None:
    production = Settings(**GOOD | {"database_url": settings.database, "data_folder": tmp_path})

    for words in (["setup"], ["setup", "--check"], ["worker"]):
        code, said = said_by(production, *words)
        assert (code, said.count("the demonstration's accounts")) == (1, 1)
    assert "the demonstration's accounts" in (get_start_problem(production) or "")
    Staff.update(password_hash="").execute()
    assert "the demonstration's accounts" not in (get_start_problem(production) or "")
