"""What cannot be true together in a draft: shown while it is written, and never submitted."""

from __future__ import annotations

from forms import get_kind
from forms.contradictions import contradictions_of
from models import Record
from protocol.consistency import Clash
from records import clock
from records.drafting import from_register
from records.weighing import figures_on


def contradictions_in(record: Record) -> tuple[Clash, ...]:
    """The contradictions of a draft as of today, whether or not their answers apply."""
    form, today = get_kind(record.kind), clock.today()
    return contradictions_of(
        form,
        record.answers,
        today=today,
        parameters=figures_on(today),
        typed=record.typed,
        of_register=lambda: from_register.sources(form, record.answers, record.child).keys(),
    )
