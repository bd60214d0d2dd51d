"""Typed settings, read once from the environment. Nothing else in the project reads os.environ."""

from __future__ import annotations

import json
import os
import re
import tomllib
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

import checks_of_settings as checks
from protocol import addresses
from protocol.statements import CHAPTERS, LOCAL
from protocol.terms import DEFAULT_TERMS

# pyproject.toml is the only place that states the version.
_PROJECT = tomllib.loads((Path(__file__).parent / "pyproject.toml").read_text(encoding="utf-8"))
VERSION: str = _PROJECT["project"]["version"]

DEMO_SECRET = "demo-secret-never-for-real-records"  # noqa: S105 - refused in production below
DEMO_PASSPHRASE = "demo-passphrase-never-for-real-records"  # noqa: S105 - refused in production below

# Settings that identify the council, each with its description. Production refuses blanks and the demo's defaults.
REQUIRED_COUNCIL_SETTINGS = {
    "mail_from": "the address that the council's mail is sent from",
    "mail_reply_to": "the address of a person who reads replies",
    "council_name": "the council's name",
    "council_address": "the council's address, as its records print it",
}

# Every secret may be read from a file instead: HANDOVER_<NAME>_FILE.
FILE_SECRETS = (
    "secret_key",
    "database_url",
    "smtp_password",
    "seal_passphrase",
    "seal_token_pin",
    "time_stamp_password",
    "sign_in_client_secret",
)


class Settings(BaseSettings):
    """The settings, each from an environment variable HANDOVER_<NAME>. Names of durations end with their unit."""

    model_config = SettingsConfigDict(
        env_prefix="HANDOVER_", extra="forbid", frozen=True, hide_input_in_errors=True, enable_decoding=False
    )

    env: Literal["production", "demo", "test"] = "production"
    data_folder: Path = Path("instance")
    database_url: str = ""
    database_url_file: Path | None = None
    secret_key: SecretStr = SecretStr(DEMO_SECRET)
    secret_key_file: Path | None = None
    base_url: str = "http://127.0.0.1:8000"

    smtp_host: str = "127.0.0.1"
    smtp_port: int = Field(default=25, ge=1, le=65535)
    smtp_username: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_password_file: Path | None = None
    smtp_starttls: bool = False
    smtp_timeout_seconds: int = Field(default=20, ge=1, le=300)
    mail_from: str = "handover@council.example"
    mail_reply_to: str = "business.support@council.example"
    operators: frozenset[str] = frozenset()

    council_name: str = Field(default="Ashbourne Vale Council", max_length=120)
    council_address: str = "Children's Services, Town Hall, Ashbourne Vale"
    council_colour: str = Field(default="#0b4f55", pattern=r"^#[0-9a-fA-F]{6}$")
    protective_marking: str = Field(default="OFFICIAL-SENSITIVE", max_length=40)
    logo_file: Path | None = None
    terms: dict[str, str] = Field(default_factory=dict)
    chapters_off: frozenset[str] = frozenset()
    local_practice: bool = False
    figures_file: Path | None = None
    family_contacts: checks.FamilyContacts = checks.FamilyContacts()

    seal_passphrase: SecretStr = SecretStr(DEMO_PASSPHRASE)
    seal_passphrase_file: Path | None = None
    seal_token_pin: SecretStr = SecretStr("")
    seal_token_pin_file: Path | None = None
    time_stamp_url: str = ""
    time_stamp_username: str = ""
    time_stamp_password: SecretStr = SecretStr("")
    time_stamp_password_file: Path | None = None
    time_stamp_roots_file: Path | None = None
    time_stamp_timeout_seconds: int = Field(default=10, ge=1, le=60)

    sign_in_issuer: str = ""
    sign_in_client_id: str = ""
    sign_in_client_secret: SecretStr = SecretStr("")
    sign_in_client_secret_file: Path | None = None
    sign_in_address_claim: str = "email"

    link_lifetime_days: int = Field(default=14, ge=1, le=90)
    fresh_sign_in_minutes: int = Field(default=15, ge=1, le=120)
    session_hours: int = Field(default=8, ge=1, le=72)
    session_longest_hours: int = Field(default=12, ge=1, le=72)
    child_searches_an_hour: int = Field(default=30, ge=1, le=1000)
    child_searches_a_day: int = Field(default=100, ge=1, le=10_000)
    reading_purpose_days: int = Field(default=30, ge=1, le=366)
    upload_limit_mb: int = Field(default=25, ge=1, le=200)
    proxies_in_front: int = Field(default=0, ge=0, le=5)

    log_format: Literal["text", "json"] = "text"
    log_requests: Literal["failed", "all"] = "failed"
    disk_low_mb: int = Field(default=500, ge=1, le=1_000_000)

    @model_validator(mode="before")
    @classmethod
    def _secrets_from_files(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Replace each secret by the content of its _FILE setting, where one is given and readable.

        Raises ValueError where a secret is given in both ways: one of them is out of date.
        """
        if twice := sorted(name for name in FILE_SECRETS if given.get(name) and given.get(f"{name}_file")):
            raise ValueError(
                "\n".join(
                    f"HANDOVER_{name.upper()} and HANDOVER_{name.upper()}_FILE are both set: leave one out"
                    for name in twice
                )
            )
        named = {name: given[f"{name}_file"] for name in FILE_SECRETS if given.get(f"{name}_file")}
        return {**given, **checks.readable_secrets(named)}

    @field_validator(*(f"{name}_file" for name in FILE_SECRETS))
    @classmethod
    def _readable(cls, path: Path | None) -> Path | None:
        if path:
            checks.read_secret(path)
        return path

    @field_validator("operators", "terms", "chapters_off", "family_contacts", mode="before")
    @classmethod
    def _from_json(cls, value: Any) -> Any:
        try:
            return json.loads(value) if isinstance(value, str) else value
        except (json.JSONDecodeError, RecursionError) as error:
            raise ValueError(f"is not JSON: {error}") from None

    @field_validator("data_folder")
    @classmethod
    def _is_its_own(cls, value: Path) -> Path:
        return checks.folder_of_its_own(value)

    @field_validator("smtp_host")
    @classmethod
    def _is_host(cls, value: str) -> str:
        return checks.host(value)

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        """Raises ValueError without the value in it, which may hold a password."""
        if value and not checks.names_a_database(value):
            raise ValueError(
                "HANDOVER_DATABASE_URL must be like sqlite:////var/lib/handover/handover.db or "
                "postgresql://name:password@host:5432/handover"
            )
        return value

    @field_validator("base_url")
    @classmethod
    def _no_trailing_slash(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[^\s/?#@]+/?", value):
            raise ValueError("HANDOVER_BASE_URL must begin with http:// or https:// and end with the host or its port")
        return value.rstrip("/")

    @field_validator("operators")
    @classmethod
    def _lower_case_addresses(cls, value: frozenset[str]) -> frozenset[str]:
        if strange := sorted(address for address in value if not addresses.written(address)):
            raise ValueError(
                f"HANDOVER_OPERATORS holds what is no email address: {' '.join(', '.join(strange).split())}"
            )
        return frozenset(map(addresses.written, value))

    @field_validator("base_url", "council_name", "council_address", "protective_marking", "terms")
    @classmethod
    def _is_seen(cls, value: Any) -> Any:
        return checks.seen(value)

    @field_validator("mail_from", "mail_reply_to")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if value.strip() and not addresses.written(value):
            raise ValueError("must be an email address, like handover@council.gov.uk")
        return value.strip()

    @field_validator("terms")
    @classmethod
    def _known_terms(cls, value: dict[str, str]) -> dict[str, str]:
        unknown = sorted(set(value) - set(DEFAULT_TERMS))
        if unknown:
            raise ValueError(f"HANDOVER_TERMS names unknown terms: {', '.join(unknown)}")
        if blank := sorted(name for name, term in value.items() if not term.strip()):
            raise ValueError(f"HANDOVER_TERMS leaves terms blank: {', '.join(blank)}")
        return value

    @field_validator("chapters_off")
    @classmethod
    def _known_chapters(cls, value: frozenset[str]) -> frozenset[str]:
        if strange := sorted(value - CHAPTERS.keys()):
            known = " or ".join(CHAPTERS)
            raise ValueError(
                f"HANDOVER_CHAPTERS_OFF names no chapter of the protocol: {', '.join(strange)}. Use {known}"
            )
        if value == CHAPTERS.keys():
            raise ValueError("HANDOVER_CHAPTERS_OFF switches off every chapter: leave one on")
        return value

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        own = [*self._secret_problems(), *self._council_problems()] if self.env == "production" else []
        if problems := [
            *own,
            *self._demo_problems(),
            *checks.time_stamp_problems(self.time_stamp_url, self.time_stamp_roots_file),
            *self._sign_in_problems(),
        ]:
            raise ValueError("\n".join(problems))
        return self

    def _demo_problems(self) -> list[str]:
        """A problem with the demonstration, or what tests run, at an address that others reach."""
        host = (urlsplit(self.base_url).hostname or "").rstrip(".")
        is_made_up = self.env == "test" and host.endswith(".example")
        if self.env == "production" or is_made_up or checks.is_loopback(host):
            return []
        return [
            "HANDOVER_BASE_URL must be an address of this machine, like http://127.0.0.1:8000, while HANDOVER_ENV is "
            f"{self.env}: no secret is checked then, and the demo's mail is open to anybody"
        ]

    def _sign_in_problems(self) -> list[str]:
        """Problems with the settings of the OpenID Connect provider, if one is used."""
        if not self.signs_in_elsewhere:
            return []
        problems = []
        if not checks.is_over_tls(self.sign_in_issuer, or_here=self.env != "production"):
            problems.append("HANDOVER_SIGN_IN_ISSUER must be the https:// address of the council's sign-in service")
        if not (self.sign_in_client_id and self.sign_in_client_secret.get_secret_value()):
            problems.append(
                "HANDOVER_SIGN_IN_CLIENT_ID and HANDOVER_SIGN_IN_CLIENT_SECRET must be set to what the sign-in service "
                "gave Handover when it was registered there"
            )
        return problems

    def _council_problems(self) -> list[str]:
        """Problems with settings that are blank or still the demo's defaults."""
        left = {name: getattr(self, name).strip() for name in REQUIRED_COUNCIL_SETTINGS}
        return [
            f"HANDOVER_{name.upper()} {'is still the demo’s' if value else 'is blank'}: it must be set to {what}"
            for (name, what), value in zip(REQUIRED_COUNCIL_SETTINGS.items(), left.values(), strict=True)
            if value in ("", type(self).model_fields[name].default)
        ]

    def _secret_problems(self) -> list[str]:
        """Problems with the secrets and the base URL in production."""
        given = {name: getattr(self, name).get_secret_value() for name in checks.OWN_SECRETS}
        first_tried = (DEMO_SECRET, DEMO_PASSPHRASE, self.council_name, urlsplit(self.base_url).netloc)
        problems = checks.guessable_secrets(given, first_tried)
        if self.smtp_password.get_secret_value() and not self.smtp_starttls:
            problems.append(
                "HANDOVER_SMTP_STARTTLS must be true where HANDOVER_SMTP_PASSWORD is sent to the mail server"
            )
        if not self.speaks_https:
            problems.append("HANDOVER_BASE_URL must be the https:// address that staff use")
        if self.session_longest_hours < self.session_hours:
            problems.append("HANDOVER_SESSION_LONGEST_HOURS must not be less than HANDOVER_SESSION_HOURS")
        return problems + checks.open_secrets({f"{name}_file": getattr(self, f"{name}_file") for name in FILE_SECRETS})

    @property
    def database(self) -> str:
        """The database URL: HANDOVER_DATABASE_URL, or a SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_folder.resolve() / 'handover.db'}"

    @cached_property
    def displayed_terms(self) -> dict[str, str]:
        """The displayed terms: the council's own over the defaults."""
        return {**DEFAULT_TERMS, **self.terms}

    @property
    def chapters_in_force(self) -> frozenset[str]:
        """Ids of the chapters that are not switched off, and LOCAL where local practice is on."""
        return frozenset(CHAPTERS) - self.chapters_off | ({LOCAL} if self.local_practice else set())

    @property
    def signs_in_elsewhere(self) -> bool:
        """Whether staff sign in through OpenID Connect and have no password here."""
        return bool(self.sign_in_issuer)

    @property
    def speaks_https(self) -> bool:
        """Whether staff reach it over TLS, as in production."""
        return self.base_url.startswith("https://")

    @property
    def is_demo(self) -> bool:
        """Whether this is the demonstration, with its data, accounts and mail catcher."""
        return self.env == "demo"

    @property
    def link_lifetime(self) -> timedelta:
        """How long an emailed link is valid."""
        return timedelta(days=self.link_lifetime_days)

    @property
    def seal_folder(self) -> Path:
        """The folder of sealing certificates and their encrypted keys."""
        return self.data_folder / "seal"


def read_settings() -> Settings:
    """Read the settings from the environment. Raises SystemExit with one line for each that is missing or invalid."""
    problems, replaced = _problems({})
    problems += _unknown_names()
    if replaced:  # validators that need all values run only when each is valid by itself
        invalid = tuple(f"HANDOVER_{name.upper()} " for name in replaced)
        problems += [one for one in _problems(replaced)[0] if not one.startswith(invalid)]
    if problems:
        raise SystemExit("\n".join(problems))
    return Settings()


def _unknown_names() -> list[str]:
    """A message for each variable that looks like a setting and is none: misspelt, it would be passed over silently."""
    known = {f"HANDOVER_{name.upper()}" for name in Settings.model_fields}
    strange = sorted(name for name in os.environ if name.upper().startswith("HANDOVER_") and name not in known)
    return [f"{name} is no setting.{checks.did_you_mean(name, known)}" for name in strange]


def _problems(replaced: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """(messages, setting → what stands for each invalid one) for the environment with some values replaced."""
    try:
        Settings(**replaced)
    except ValidationError as error:
        invalid = [str(one["loc"][0]) for one in error.errors() if one["loc"]]
        messages = [checks.format_error(one) for one in error.errors()]
        return messages, checks.stand_ins(invalid, Settings.model_fields)
    return [], {}
