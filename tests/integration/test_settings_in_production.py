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
    "mail_from": "handover@council.gov.uk",
    "mail_reply_to": "business.support@council.gov.uk",
    "council_name": "A Council",
    "council_address": "Children's Services, A Town Hall",
}
BAD = {
    "the demo's secret": {"secret_key": DEMO_SECRET},
    "a short secret": {"secret_key": "short"},
    "no secret": {"secret_key": ""},
    "the demo's passphrase": {"seal_passphrase": DEMO_PASSPHRASE},
    "an address without TLS": {"base_url": "http://handover.council.example"},
    "no address": {"base_url": "handover.council.example"},
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


@pytest.mark.parametrize("name", THE_DEMOS)
@pytest.mark.parametrize("value", [None, " "], ids=["left out", "blank"])
def test_production_does_not_speak_in_the_demonstrations_name(name: str, value: str | None) -> None:
    given = {key: said for key, said in GOOD.items() if key != name} | ({name: value} if value else {})

    with pytest.raises(ValidationError) as refused:
        Settings(**given)

    assert f"HANDOVER_{name.upper()} must be set to the" in str(refused.value)


def test_everything_that_production_lacks_is_said_at_once_a_line_each() -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(env="production")

    lines = [line for line in str(refused.value).splitlines() if "must be" in line]
    assert len(lines) == 3 + len(THE_DEMOS)


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
