"""What lists of records are narrowed by and sorted by, read from a record's answers when they are saved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from forms import RecordKind
from forms.shared.reasons import REASON, reason_code
from protocol.corrections import STORED


def of(form: RecordKind, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Column of Record → its value by these answers."""
    return {
        "takes_effect_on": form.takes_effect_on(answers),
        "reason_code": reason_code(answers),
        "has_corrections": not STORED.isdisjoint(answers),
    }


def depend_on(form: RecordKind, changed: Collection[str]) -> bool:
    """Whether any of these questions is one that they are read from."""
    return form.takes_effect in changed or REASON in changed or not STORED.isdisjoint(changed)
