"""What a council sets for its own sign-in service: all of it or none of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from settings import Settings

WHOLE: dict[str, Any] = {
    "sign_in_issuer": "https://login.council.example/staff",
    "sign_in_client_id": "handover",
    "sign_in_client_secret": "a secret of the service",
}
PRODUCTION = {
    "env": "production",
    "secret_key": "a-secret-of-its-own-that-is-long-enough",
    "seal_passphrase": "the council's own",
    "council_name": "A Council",
    "base_url": "https://handover.example",
    "mail_from": "a@council.example",
    "mail_reply_to": "b@council.example",
    "council_address": "A Town Hall",
}


def test_without_a_service_staff_have_passwords() -> None:
    assert not Settings(env="test").signs_in_elsewhere


def test_with_a_service_staff_sign_in_there() -> None:
    assert Settings(env="test", **WHOLE).signs_in_elsewhere


@pytest.mark.parametrize("missing", ["sign_in_client_id", "sign_in_client_secret"])
def test_a_service_without_what_it_gave_handover_stops_the_start(missing: str) -> None:
    with pytest.raises(ValidationError, match="must be set to what the sign-in service gave Handover"):
        Settings(env="test", **{name: value for name, value in WHOLE.items() if name != missing})


@pytest.mark.parametrize("issuer", ["http://login.council.example", "login.council.example", "ftp://x"])
def test_in_production_the_service_is_reached_over_tls(issuer: str) -> None:
    with pytest.raises(ValidationError, match="HANDOVER_SIGN_IN_ISSUER must be the https:// address"):
        Settings(**PRODUCTION | WHOLE | {"sign_in_issuer": issuer})
    assert Settings(**PRODUCTION | WHOLE)


def test_in_a_trial_a_service_without_tls_is_on_the_same_machine() -> None:
    assert Settings(env="test", **WHOLE | {"sign_in_issuer": "http://127.0.0.1:9000/staff"})
    for issuer in ("http://login.council.example", "http://127.0.0.1.example", "http://[", "127.0.0.1"):
        with pytest.raises(ValidationError, match="HANDOVER_SIGN_IN_ISSUER must be the https:// address"):
            Settings(env="test", **WHOLE | {"sign_in_issuer": issuer})


def test_what_the_service_gave_can_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("of the service\n", encoding="utf-8")
    given = WHOLE | {"sign_in_client_secret": "", "sign_in_client_secret_file": tmp_path / "secret"}

    assert Settings(env="test", **given).sign_in_client_secret.get_secret_value() == "of the service"
