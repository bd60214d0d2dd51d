"""Checks of single settings: secrets that somebody guesses, files that hold them, addresses."""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator
from pydantic.fields import FieldInfo
from zxcvbn import zxcvbn

from protocol.folding import is_invisible

MAKES_ONE = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
# Secrets that a council makes itself: the fewest characters, the fewest tries as a power of ten, and what is wanted.
# A random key of 32 characters takes 28 or more.
OWN_SECRETS = {
    "secret_key": (32, 24, f"a random secret of 32 characters or more: {MAKES_ONE} makes one"),
    "seal_passphrase": (12, 10, "the council's own passphrase, of 12 characters or more, such as four random words"),
}
FIRST_TRIED = ("Handover", "the council's secret passphrase", "councils", "secret key", "change this", "production")
LONGEST_LOOKED_AT = 72  # characters of a secret by which it is weighed: as many as the library takes
SECRETS_OF_CONTAINERS = "/run/secrets"
NOT_SHOWN = ("Cs", "Co", "Cn")  # Unicode's categories of what is no character of its own


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

    @field_validator("advocacy", "complaints")
    @classmethod
    def _is_seen(cls, value: str) -> Any:
        return seen(value)


def seen(shown: str | Mapping[str, str]) -> Any:
    """A text, or texts by name, that pages and records show. Raises ValueError where a sign in it cannot be seen."""
    texts = [shown] if isinstance(shown, str) else shown.values()
    if strange := next((sign for text in texts for sign in text if _is_unseen(sign)), ""):
        raise ValueError(f"holds U+{ord(strange):04X}, which cannot be seen or turns text around: type it anew")
    return shown


def _is_unseen(sign: str) -> bool:
    """Whether it is a sign that answers may lose or be refused for (forms/engine/cleaning.py), or an unknown one."""
    category = unicodedata.category(sign)
    return category in NOT_SHOWN or sign == "\ufffd" or (category != "Zs" and is_invisible(sign))


def folder_of_its_own(folder: Path) -> Path:
    """A folder for data alone, since all in it is closed to other accounts. Raises ValueError for the program's."""
    if folder == Path() or Path(__file__).resolve().is_relative_to(folder.resolve()):
        raise ValueError("must name a folder for data alone, like /var/lib/handover, that the program is not in")
    return folder


def host(name: str) -> str:
    """The name or address of a host, without blanks around it. Raises ValueError where a port or more is with it."""
    is_address = ":" not in name or _is_address(name.strip())
    if not is_address or not re.fullmatch(r"[\w.:-]+", name.strip(), re.ASCII):
        raise ValueError("must be the name or address of a host alone: its port has a setting of its own")
    return name.strip()


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def guessable_secrets(given: Mapping[str, str], first_tried: Iterable[str]) -> list[str]:
    """A problem for each of OWN_SECRETS that is too short, or found in too few tries.

    first_tried: what is known of this service. Common words, dates, rows of keys, what is repeated, and other signs for
    letters (Passw0rd) are known to the library.
    """
    known = [*first_tried, *FIRST_TRIED]
    words = [re.findall(r"\w+", text) for text in known]
    pieces = [*known, *("".join(one) for one in words), *(word for one in words for word in one)]
    return [
        f"HANDOVER_{name.upper()} must be set to {wanted}"
        for name, (shortest, tries, wanted) in OWN_SECRETS.items()
        if len(given[name].strip()) < shortest
        or zxcvbn(given[name][:LONGEST_LOOKED_AT], user_inputs=pieces)["guesses_log10"] < tries
    ]


def read_secret(path: str | Path) -> str:
    """The secret in a file, without the trailing newline, and the byte order mark that some editors begin with.

    Raises ValueError with the reason where there is none. Only a plain file is opened: a pipe would be waited for.
    """
    file = Path(path)
    try:
        if not file.exists():
            raise ValueError(f"{file} does not exist")
        if not file.is_file():
            raise ValueError(f"{file} is no plain file")
        read = file.read_text(encoding="utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise ValueError(f"{file} holds no text (UTF-8)") from None
    except OSError as error:
        raise ValueError(f"{file} could not be read: {error.strerror}") from None
    if not read.strip():
        raise ValueError(f"{file} is empty: it must hold the secret")
    if not read.isprintable():
        raise ValueError(f"{file} must hold the secret in one line, and nothing else")
    return read


def readable_secrets(files: Mapping[str, str | Path]) -> dict[str, str]:
    """Setting → the secret in its file, for those that can be read."""
    found = {}
    for name, path in files.items():
        with suppress(ValueError):
            found[name] = read_secret(path)
    return found


def stand_ins(invalid: Iterable[str], fields: Mapping[str, FieldInfo]) -> dict[str, Any]:
    """What stands for each invalid setting while the others are checked: its default.

    For the secret of a file that cannot be read it is one that nobody guesses: of the secret nothing is said then.
    """
    found: dict[str, Any] = {name: fields[name].get_default(call_default_factory=True) for name in invalid}
    of_files = [name.removesuffix("_file") for name in found if name.endswith("_file")]
    unread = [name for name in of_files if name in fields and fields[name].annotation is SecretStr]
    return found | {name: SecretStr(token_urlsafe(48)) for name in unread}


def open_secrets(files: Mapping[str, Path | None]) -> list[str]:
    """A problem for each setting whose file holds a secret that every account of the machine may read or change.

    What is below /run/secrets has the mode that containers give it; nobody else is in there.
    """
    return [
        f"HANDOVER_{name.upper()}: {file} holds a secret and is open to everybody: chmod o= {file}"
        for name, file in files.items()
        if file and not file.is_relative_to(SECRETS_OF_CONTAINERS) and _is_open(file)
    ]


def _is_open(file: Path) -> bool:
    return file.exists() and bool(file.stat().st_mode & stat.S_IRWXO)


def is_loopback(host: str) -> bool:
    """Whether a host name or IP address is this machine's own."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_over_tls(url: str, *, or_here: bool) -> bool:
    """Whether a URL is https://, or http:// to this machine where `or_here`."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return url.startswith("https://") or (or_here and url.startswith("http://") and is_loopback(host))


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


def time_stamp_problems(url: str, roots: Path | None) -> list[str]:
    """Problems with the settings of the time-stamp service, each a message."""
    problems = []
    if url and not url.startswith(("http://", "https://")):
        problems.append("HANDOVER_TIME_STAMP_URL must begin with http:// or https://")
    if roots and not url:
        problems.append("HANDOVER_TIME_STAMP_ROOTS_FILE is of no use without HANDOVER_TIME_STAMP_URL")
    if url and not roots:
        problems.append(
            "HANDOVER_TIME_STAMP_ROOTS_FILE must name a file with the root certificates (PEM) of the time-stamp "
            "service: without them its time-stamps vouch for nothing"
        )
    return problems


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of a message about a name that is no setting."""
    near = get_close_matches(name, known, n=1, cutoff=0.85)
    return f" Is {near[0]} meant?" if near else " Remove it."


# Kind of an error of pydantic's → what a setting must be; {} stands for what the error says of it.
_MUST = {
    "bool_parsing": "must be true or false",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "literal_error": "must be {expected}",
    "string_pattern_mismatch": "must be a colour like #0b4f55",
    "string_too_long": "must have {max_length} characters at most",
}
_OF_ANOTHER_SHAPE = "is not of the shape that docs/running-it.md shows for it"


def format_error(error: Any) -> str:
    """A pydantic error as a line that begins with the setting's variable, where it is about one."""
    message = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] != "value_error":
        message = _MUST.get(error["type"], _OF_ANOTHER_SHAPE).format(**error.get("ctx", {}))
    is_named = message.startswith("HANDOVER_") or not error["loc"]
    return message if is_named else f"HANDOVER_{error['loc'][0]}".upper() + f": {message}"
