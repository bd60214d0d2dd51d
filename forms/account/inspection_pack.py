"""The form in which somebody asks for an inspection pack: of children, or of a period."""

from __future__ import annotations

import re

from forms.engine.date import DateQuestion
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion, TextQuestion

BETWEEN_IDS = re.compile(r"[\s,;]+")
LOCAL_ID = re.compile(r"[A-Za-z0-9]{1,20}")
EITHER = "Enter the local IDs of children, or the days of sealing, and not both"


class PackSection(Section):
    """Which records are to be in the pack."""

    key = "pack"
    title = "Ask for an inspection pack"

    children = TextQuestion(
        "Local IDs of the children",
        thing="the local IDs of the children",
        hint="For example AV104233, AV104236. 20 at most",
    )
    since = DateQuestion("Or: sealed from", thing="the first day of sealing", past=True)
    until = DateQuestion("Sealed until", thing="the last day of sealing", either=True)


class PackWithReasonSection(PackSection):
    """The same of whoever has not said yet what they read records for."""

    what_for = LongTextQuestion(
        "What is the pack for?",
        thing="what the pack is for",
        hint="For example which inspection, and who asked for it. No child's name",
        required=True,
        lines=3,
    )


def ids_in(text: str) -> list[str]:
    """The local IDs in a text, each once, as they were typed."""
    found: dict[str, str] = {}
    for one in filter(None, BETWEEN_IDS.split(text)):
        found.setdefault(one.upper(), one)
    return list(found.values())
