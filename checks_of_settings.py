"""Checks of single settings: secrets that somebody guesses, files that hold them, addresses."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

FEWEST_DIFFERENT = 8  # characters that differ in a key or passphrase


class FamilyContacts(BaseModel):
    """How a family reaches whom the letters name, in a line each; '' leaves the line out."""

    model_config = ConfigDict(frozen=True)

    advocacy: str = Field(default="", max_length=80)
    complaints: str = Field(default="", max_length=80)

    @model_validator(mode="before")
    @classmethod
    def _known(cls, given: Any) -> Any:
        strange = sorted(set(given) - cls.model_fields.keys()) if isinstance(given, dict) else []
        if strange:
            raise ValueError(f"names neither advocacy nor complaints: {', '.join(map(str, strange))}")
        return given


def is_guessable(secret: str, *, shortest: int) -> bool:
    """Whether a secret is too short, of few different characters, or one piece over and over."""
    is_repeated = secret in (secret + secret)[1:-1]
    return len(secret.strip()) < shortest or len(set(secret)) < FEWEST_DIFFERENT or is_repeated


def read_secret(path: str | Path) -> str | None:
    """The secret in a file, without the trailing newline; None when the file cannot be read."""
    try:
        return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        return None


def is_loopback(host: str) -> bool:
    """Whether a host name or IP address is this machine's own."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def names_a_database(url: str) -> bool:
    """Whether a URL names a file of SQLite, or a server and a database of PostgreSQL."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises ValueError where it is no number
    except ValueError:
        return False
    name = parts.path.strip("/")
    if parts.scheme == "sqlite":
        return url.startswith("sqlite:///") and name not in ("", ":memory:")  # each connection would have its own
    return parts.scheme in ("postgresql", "postgres") and bool(name)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of a message about a name that is no setting."""
    near = get_close_matches(name, known, n=1, cutoff=0.85)
    return f" Is {near[0]} meant?" if near else " Remove it."


def format_error(error: Any) -> str:
    """A pydantic error as a line that begins with the setting's variable."""
    message = str(error["msg"]).removeprefix("Value error, ")
    return message if message.startswith("HANDOVER_") else f"HANDOVER_{error['loc'][0]}".upper() + f": {message}"
