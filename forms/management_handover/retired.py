"""What was written in a management handover and is asked no more."""

from __future__ import annotations

from forms.engine.rows import RowsQuestion
from forms.engine.section import Section
from forms.management_handover.cases import COLUMNS


class EarlierSection(Section):
    """Shown where there is anything; never asked."""

    key = "earlier"
    title = "Asked before, and no longer"

    closed_cases = RowsQuestion(
        "Children whose cases are no longer open to the {social_worker}",
        thing="the children whose cases are closed",
        noun="child",
        columns=COLUMNS,
    )
