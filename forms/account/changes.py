"""The forms of changes of worker without a record: what the list is narrowed to, and why one has no record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from forms.engine.section import Section
from forms.engine.text import LongTextQuestion
from forms.filter_fields import Filters, as_choices, choice, day

EVERY = "all"


class ChangeFilters(Filters):
    """What the changes of worker are narrowed to. `offer` says which teams and standings there are."""

    NAMES = ("team", "standing", "since", "until")
    DAYS = ("since", "until")

    team = choice("Team")
    standing = choice("Show")
    since = day("Began on or after")
    until = day("And on or before")

    def offer(self, teams: Mapping[str, str], standings: Mapping[str, str], today: date) -> None:
        """Offer these teams and standings, value → text, of which the first standing is what no address asks for.

        today: the latest day on which a change can have begun.
        """
        self.team.choices, self.standing.choices = as_choices({"": "All your teams", **teams}), as_choices(standings)
        self.standing.data = self.standing.data or next(iter(standings))
        self.today = today

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything can be read, and the days are in order and not to come."""
        if not super().validate(extra_validators):
            return False
        since = self.chosen().get("since")
        if since and since > self.today:
            self.since.errors = [f"{self.since.label.text}: this day is still to come"]
        return not self.errors


class ExplainingSection(Section):
    """Why a change of worker has no record: it is cover."""

    key = "explaining"
    title = "Why is there no record?"

    words = LongTextQuestion(
        "Whom does this worker cover for, why, and until when?",
        thing="whom this worker covers for, why and until when",
        required=True,
        lines=3,
    )
