"""Answers that open one another, by kind of record."""

from typing import Any

# What opens one after another: what the page shows once the first is answered is to be listed at once.
SAM = {"id": 7, "name": "Sam Okafor"}
IN_STEPS: dict[str, dict[str, Any]] = {
    "transfer_meeting": {
        "has_siblings": "yes",
        "siblings": [
            {"name": "Ada", "same_worker_after": "no", "why_not_shared": "She must be safe from him."},
            {"name": "Ben", "same_worker_after": "yes"},
        ],
        "siblings_all_share": "no",
        "lead_family_worker": SAM,
        "sharing_considered": "considered_not_shared",
        "family_told": "one_by_one",
        "child_told": "told",
        "child_told_on": "2026-01-02",
        "parents_told": "does_not_apply",
        "parents_not_told_why": "It would put somebody in danger.",
        "carers_told": "does_not_apply",
        "carers_not_told_why": "There are none.",
    },
    "emergency_transfer": {
        "service_actions": [{"what": "A visit", "who": "Sam", "by_when": "2026-12-31", "state": "planned"}],
        "relationship_actions": [{"what": "A card", "who": "Sam", "state": "in_place"}],
    },
}
