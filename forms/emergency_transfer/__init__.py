"""The emergency transfer justification: a child's worker changed and there was no time for a handover."""

from __future__ import annotations

from forms.emergency_transfer.action import ActionSection, CoverSection, IntroductionSection
from forms.emergency_transfer.emergency import EmergencySection, FileSection, OwnTeamSection
from forms.emergency_transfer.telling import EmergencyFamilySection, FollowingSection
from forms.emergency_transfer.workers import EmergencyWorkersSection
from forms.record_kind import RecordForm
from forms.shared import ChildSection

EMERGENCY_TRANSFER = RecordForm(
    kind="emergency_transfer",
    title="Emergency transfer justification",
    short="ETJ",
    prefix="ETJ",
    sections=(
        ChildSection,
        EmergencyWorkersSection,
        EmergencySection,
        OwnTeamSection,
        FileSection,
        CoverSection,
        ActionSection,
        IntroductionSection,
        EmergencyFamilySection,
        FollowingSection,
    ),
)
