"""What was written in an emergency record and is asked no more."""

from __future__ import annotations

from forms.engine.text import LongTextQuestion, TextQuestion
from forms.shared.retired import ToldBeforeSection


class EarlierSection(ToldBeforeSection):
    """Shown where there is anything; never asked."""

    key = "earlier"
    title = "Asked before, and no longer"

    transfer_reason = LongTextQuestion("Explain the reason", thing="the explanation of the reason")
    no_handover_reason = LongTextQuestion("Why could no handover take place?", thing="why no handover could take place")
    family_told_what_by = TextQuestion("Who tells them?", thing="who tells the child and family")
