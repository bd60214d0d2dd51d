"""The management handover record: a worker's team leader changes. It is about a worker, on no child's file."""

from __future__ import annotations

from forms.engine.record import RecordForm
from forms.management_handover.cases import CasesSection
from forms.management_handover.people import PeopleSection, ThreeWayMeetingSection
from forms.management_handover.worker import (
    NotesSection,
    ResponsibilitiesSection,
    RestrictedSection,
    UnresolvedSection,
)

MANAGEMENT_HANDOVER = RecordForm(
    kind="management_handover",
    title="Management handover record",
    short="MHR",
    prefix="MHR",
    about="worker",
    sections=(
        PeopleSection,
        ThreeWayMeetingSection,
        CasesSection,
        ResponsibilitiesSection,
        RestrictedSection,
        UnresolvedSection,
        NotesSection,
    ),
)
