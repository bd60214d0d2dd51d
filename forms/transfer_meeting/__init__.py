"""The transfer meeting record: the handover of a child's case from one worker to another."""

from __future__ import annotations

from forms.common import ChildSection, TellingFamilySection, WorkersSection
from forms.engine.record import RecordForm
from forms.transfer_meeting.introduction import IntroductionSection
from forms.transfer_meeting.meeting import MeetingSection, WorkSection
from forms.transfer_meeting.pathway import PathwaySection
from forms.transfer_meeting.plan import PlanSection
from forms.transfer_meeting.readiness import ReadinessSection, SummarySection
from forms.transfer_meeting.reasons import ReasonsSection, TimingSection
from forms.transfer_meeting.siblings import SiblingsSection
from forms.transfer_meeting.telling import TellingProfessionalsSection

TRANSFER_MEETING = RecordForm(
    kind="transfer_meeting",
    title="Transfer meeting record",
    short="TMR",
    prefix="TMR",
    sections=(
        ChildSection,
        WorkersSection,
        ReasonsSection,
        TimingSection,
        SiblingsSection,
        PlanSection,
        PathwaySection,
        ReadinessSection,
        SummarySection,
        MeetingSection,
        WorkSection,
        IntroductionSection,
        TellingFamilySection,
        TellingProfessionalsSection,
    ),
)
