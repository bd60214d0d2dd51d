"""The emergency transfer justification: a child's worker changed and there was no time for a handover."""

from __future__ import annotations

from forms.emergency_transfer.action import ActionSection
from forms.emergency_transfer.emergency import EmergencySection
from forms.emergency_transfer.interests import InterestsSection
from forms.emergency_transfer.retired import EarlierSection
from forms.emergency_transfer.telling import EmergencyFamilySection, FollowingSection
from forms.record_kind import CalendarDay, RecordKind, TurnsInto
from forms.shared import GLANCE_AT_CHILD, GLANCE_AT_TRANSFER, ChildSection

PLANNED_WAYS = ("step_meeting", "step_introduction")

EMERGENCY_TRANSFER = RecordKind(
    key="emergency_transfer",
    title="Emergency transfer justification",
    short="ETJ",
    prefix="ETJ",
    sections=(
        ChildSection,
        EmergencySection,
        InterestsSection,
        ActionSection,
        EmergencyFamilySection,
        FollowingSection,
    ),
    glance=(*GLANCE_AT_CHILD, *GLANCE_AT_TRANSFER),
    writers=("current_worker", "new_worker", "reallocating_team_leader"),
    calendar=(CalendarDay("full-handover", "Full handover or closing meeting", "full_handover_on"),),
    may_follow=("no_handover_filed_on", "closing_note", "closing_note_on"),
    turns_into=TurnsInto(
        kind="transfer_meeting",
        at="142.4.1",
        button="Start a transfer meeting record with these answers",
        when=lambda answers: (
            answers.get("steps_possible") == "some" and any(answers.get(step) == "can_be_done" for step in PLANNED_WAYS)
        ),
        renamed=(("what_happened", "transfer_reason"),),
    ),
    starts_from=("transfer_meeting",),
    retired=EarlierSection,
    has_letters=True,
)
