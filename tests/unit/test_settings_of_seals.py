"""What a council sets for its seals: secrets from files, and a time-stamp service that is whole or absent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from checks_of_settings import open_secrets
from settings import Settings


def given(**values: Any) -> Settings:
    return Settings(env="test", **values)


def test_the_passphrase_can_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("\ufeffa passphrase of the council’s\r\n", encoding="utf-8")  # as Notepad writes
    monkeypatch.setenv("HANDOVER_SEAL_PASSPHRASE_FILE", str(tmp_path / "secret"))

    assert given().seal_passphrase.get_secret_value() == "a passphrase of the council’s"


def test_a_file_that_cannot_be_read_stops_the_start_and_says_which(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="nowhere does not exist"):
        given(seal_token_pin_file=tmp_path / "nowhere")


def test_in_production_a_file_is_as_good_as_the_secret_itself(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a passphrase of the council’s own", encoding="utf-8")
    secret.chmod(0o640)
    own: dict[str, Any] = {
        "secret_key": "a-secret-of-its-own-that-is-long-enough",
        "base_url": "https://handover.example",
        "mail_from": "handover@council.gov.uk",
        "mail_reply_to": "help@council.gov.uk",
        "council_name": "A Council",
        "council_address": "A Town Hall",
    }

    assert Settings(env="production", seal_passphrase_file=secret, **own)
    with pytest.raises(ValidationError, match="HANDOVER_SEAL_PASSPHRASE must be set"):
        Settings(env="production", **own)
    secret.chmod(0o644)
    with pytest.raises(ValidationError, match="secret holds a secret and is open to everybody: chmod o= "):
        Settings(env="production", seal_passphrase_file=secret, **own)


def test_what_containers_give_as_a_secret_has_the_mode_that_they_chose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "key"
    file.write_text("anything", encoding="utf-8")
    file.chmod(0o444)
    assert open_secrets({"secret_key_file": file, "smtp_password_file": None})

    monkeypatch.setattr("checks_of_settings.SECRETS_OF_CONTAINERS", tmp_path)
    assert open_secrets({"secret_key_file": file, "smtp_password_file": None}) == []


def test_time_stamps_need_an_address_of_the_web_and_roots_to_believe(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="must begin with http"):
        given(time_stamp_url="ftp://time.example", time_stamp_roots_file=tmp_path / "roots.pem")
    with pytest.raises(ValidationError, match="without them its time-stamps vouch for nothing"):
        given(time_stamp_url="https://time.example/tsa")
    assert given(time_stamp_url="https://time.example/tsa", time_stamp_roots_file=tmp_path / "roots.pem")


def test_no_error_and_no_print_of_the_settings_shows_a_secret(tmp_path: Path) -> None:
    settings = given(seal_token_pin="123456", time_stamp_password="hush-hush")

    assert "123456" not in repr(settings)
    assert "hush-hush" not in repr(settings)
