"""Questions that have been renamed: drafts were migrated (migrations/renaming.py), submitted versions never are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models import RecordVersion

RENAMED: Mapping[str, str] = {}  # the old name of a question → the name that forms/ and protocol/ know it by


def answers_in(version: RecordVersion) -> dict[str, Any]:
    """A version's answers by the names that questions have today."""
    return {RENAMED.get(name, name): said for name, said in version.answers.items()}
