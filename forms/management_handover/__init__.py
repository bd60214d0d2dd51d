"""The management handover record: a worker's team leader changes. It is about a worker, on no child's file."""

from __future__ import annotations

from forms.management_handover.cases import CasesSection
from forms.management_handover.first_line import first_line
from forms.management_handover.restricted import LeaderAdvisesSection, WorkerAdvisesSection
from forms.management_handover.retired import EarlierSection
from forms.management_handover.three_way_meeting import PeopleSection
from forms.management_handover.worker import ResponsibilitiesSection
from forms.record_kind import RecordKind

MANAGEMENT_HANDOVER = RecordKind(
    key="management_handover",
    title="Management handover record",
    short="MHR",
    prefix="MHR",
    about="worker",
    sections=(PeopleSection, CasesSection, ResponsibilitiesSection, LeaderAdvisesSection, WorkerAdvisesSection),
    glance=(
        ("{social_worker}", ("worker",)),
        ("Outgoing {team_leader}", ("outgoing_team_leader", "outgoing_team")),
        ("New {team_leader}", ("new_team_leader", "new_team")),
        ("Responsibility passes on", ("responsibility_date",)),
        ("Open cases", ("open_cases",)),
    ),
    first_line=first_line,
    takes_effect="responsibility_date",
    writers=("worker", "outgoing_team_leader"),
    may_follow=("supervision_notes_date", "supervision_notes_reference"),
    retired=EarlierSection,
)
