"""The transfer meeting record: the handover of a child's case from one worker to another."""

from __future__ import annotations

from forms.common import ChildSection, WorkersSection
from forms.record import RecordForm

TRANSFER_MEETING = RecordForm(
    kind="transfer_meeting",
    title="Transfer meeting record",
    short="TMR",
    prefix="TMR",
    sections=(ChildSection, WorkersSection),
)
