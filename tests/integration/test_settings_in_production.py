"""In production nothing of the demonstration is let in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from app import create_app
from settings import DEMO_PASSPHRASE, DEMO_SECRET, Settings

GOOD: dict[str, Any] = {
    "env": "production",
    "secret_key": "a-secret-of-its-own-that-is-long-enough",
    "seal_passphrase": "a-passphrase-of-the-councils-own",
    "base_url": "https://handover.council.example",
}
BAD = {
    "the demo's secret": {"secret_key": DEMO_SECRET},
    "a short secret": {"secret_key": "short"},
    "no secret": {"secret_key": ""},
    "the demo's passphrase": {"seal_passphrase": DEMO_PASSPHRASE},
    "an address without TLS": {"base_url": "http://handover.council.example"},
    "no address": {"base_url": "handover.council.example"},
}


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


def test_production_is_what_nobody_has_to_ask_for() -> None:
    with pytest.raises(ValidationError):
        Settings()


def test_demonstration_data_is_refused_in_production(tmp_path: Path) -> None:
    app = create_app(Settings(**GOOD, data_folder=tmp_path))

    result = app.test_cli_runner().invoke(args=["setup", "--demo"])

    assert result.exit_code != 0
    assert "refused in production" in result.output
