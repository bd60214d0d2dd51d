"""What is said of a file without the register: by the command line where there is no database, anywhere.

It needs the file and what is trusted (trust.json, from the checking page or beside the seal), no settings, no network.
The file may be a stranger's, so it is parsed as on the page: in a child process with limits.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf

from documents import attachment, checked_apart, words
from documents.digest import DigestError
from documents.outcomes import Outcome
from documents.trust import Trust
from documents.verify import MAX_BYTES, Verdict

NOT_KNOWN = (
    "Only the register knows whether the record still counts, and whether these are the bytes that are kept there: ask "
    "the checking page for that."
)
NO_ANSWERS = "This is no sealed record, and no answers.json of one: it cannot be read."
NO_PINS = (
    "No certificate that sealed for the council is known here. Download what is needed to check records offline from "
    "the council's checking page, and name that file with --trust."
)


TRUST_OF = (
    "What is trusted is of {day}, {days}. What the council has distrusted since is not known: download it again from "
    "the checking page."
)


def read(path: Path) -> bytes:
    """The file, or so much of it that it is seen to be too large."""
    with path.open("rb") as opened:
        return opened.read(MAX_BYTES + 1)


def answers_in(data: bytes) -> dict[str, Any]:
    """The answers attached to a PDF, or a file with them. Raises DigestError."""
    try:
        said: object = attachment.said_in(data) if b"%PDF-" in data[:1024] else json.loads(data)
    except (pikepdf.PdfError, ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise DigestError(NO_ANSWERS)
    return said


def lines(data: bytes, trust: Trust, now: datetime) -> tuple[Outcome, list[str]]:
    """The outcome, and the lines that say it: heading, sentence, what only the register knows."""
    verdict = checked_apart.check_alone(data, trust, now)
    return verdict.outcome, [verdict.outcome.heading, *_said(verdict, trust), *_age(trust, now)]


def _said(verdict: Verdict, trust: Trust) -> Iterator[str]:
    yield verdict.explanation
    if verdict.level:
        yield words.SEAL_LEVELS[verdict.level]
    if verdict.outcome == Outcome.SEALED_BY_OTHER and not trust.pins:
        yield NO_PINS
    if verdict.level:
        yield NOT_KNOWN


def _age(trust: Trust, now: datetime) -> Iterator[str]:
    if trust.made_on is None:
        return
    days = (now.astimezone(words.LONDON).date() - trust.made_on).days
    if days > 0:
        yield TRUST_OF.format(day=words.in_date(trust.made_on), days="a day old" if days == 1 else f"{days} days old")
