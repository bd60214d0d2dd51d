"""A record at a glance: the few answers that somebody needs before anything else, on the page and in the document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.engine.display import display
from forms.engine.record import RecordForm
from forms.engine.wording import words_for
from protocol.say import upper_first

LINES = (
    ("Child", ("child_name", "child_local_id")),
    ("Date of birth", ("child_date_of_birth",)),
    ("Expected date of birth", ("child_expected_date_of_birth",)),
    ("Current {social_worker}", ("current_worker", "current_team")),
    ("New {social_worker}", ("new_worker", "new_team")),
    ("Responsibility passes on", ("transfer_date",)),
    ("Reason", ("transfer_reason_code",)),
    ("Departs from", ("departs_from",)),
    ("Ground", ("ground",)),
    ("Stands until", ("review_on",)),
)
LINES_OF_A_WORKER = (
    ("{social_worker}", ("worker",)),
    ("Outgoing {team_leader}", ("outgoing_team_leader", "outgoing_team")),
    ("New {team_leader}", ("new_team_leader", "new_team")),
    ("Responsibility passes on", ("responsibility_date",)),
    ("Open cases", ("open_cases",)),
)


def at_a_glance(
    form: RecordForm, answers: Mapping[str, Any], terms: Mapping[str, str] | None = None
) -> tuple[tuple[str, str], ...]:
    """(label, answer in words) of the lines that the record has an answer for."""
    words, found = words_for(terms), []
    for label, names in LINES if form.about == "child" else LINES_OF_A_WORKER:
        known = (name for name in names if name in form.questions and name in answers)
        said = [
            shown for name in known if isinstance(shown := display(form.questions[name], answers[name], terms), str)
        ]
        if said:
            found.append((upper_first(words(label)), ", ".join(said)))
    return tuple(found)
