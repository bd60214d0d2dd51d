"""The transfer meeting record: the handover of a child's case from one worker to another."""

from __future__ import annotations

from forms.record_kind import CalendarDay, RecordKind, TurnsInto
from forms.shared import GLANCE_AT_CHILD, GLANCE_AT_TRANSFER, ChildSection
from forms.transfer_meeting.change import ChangeSection
from forms.transfer_meeting.introduction import IntroductionSection
from forms.transfer_meeting.meeting import MeetingSection
from forms.transfer_meeting.pathway import PathwaySection
from forms.transfer_meeting.plan import PlanSection
from forms.transfer_meeting.readiness import ReadinessSection, SummarySection
from forms.transfer_meeting.reasons import ReasonsSection
from forms.transfer_meeting.retired import RetiredSection
from forms.transfer_meeting.telling import TellingSection
from protocol.choices import DIED, HAS_LEFT

TRANSFER_MEETING = RecordKind(
    key="transfer_meeting",
    title="Transfer meeting record",
    short="TMR",
    prefix="TMR",
    sections=(
        ChildSection,
        ChangeSection,
        ReasonsSection,
        PlanSection,
        PathwaySection,
        ReadinessSection,
        SummarySection,
        MeetingSection,
        IntroductionSection,
        TellingSection,
    ),
    glance=(*GLANCE_AT_CHILD, *GLANCE_AT_TRANSFER),
    writers=("current_worker", "new_worker"),
    calendar=(
        CalendarDay("meeting", "Transfer meeting", "meeting_date"),
        CalendarDay("joint-visit", "Joint visit", "joint_visit_date"),
        CalendarDay("closing-meeting", "Closing meeting with the family", "closing_meeting_date"),
    ),
    may_follow=("file_note_date", "file_note_reference"),
    turns_into=TurnsInto(
        kind="emergency_transfer",
        at="142.3.1",
        button="Start an emergency record with these answers",
        when=lambda answers: (
            answers.get("meeting_state") == "cannot_be_held"
            and (
                answers.get("joint_visit") == "none"
                or answers.get("transfer_reason_code") == DIED
                or (answers.get("current_worker_leaving") == HAS_LEFT and answers.get("joint_visit") != "held")
            )
        ),
        renamed=(("transfer_reason", "what_happened"),),
    ),
    starts_from=("emergency_transfer",),
    retired=RetiredSection,
    has_letters=True,
)
