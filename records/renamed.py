"""Renamed questions. Drafts are migrated (migrations/renaming.py); submitted versions keep the old names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models import RecordVersion

RENAMED: Mapping[str, str] = {}  # old name of a question → its name in forms/ and protocol/ today


def answers_in(version: RecordVersion) -> dict[str, Any]:
    """A version's answers, keyed by the questions' current names."""
    return {RENAMED.get(name, name): answer for name, answer in version.answers.items()}
