"""The emergency transfer justification: a child's worker changed and there was no time for a handover."""

from __future__ import annotations

from forms.common import ChildSection
from forms.emergency_transfer.action import ActionSection, CoverSection, IntroductionSection
from forms.emergency_transfer.emergency import EmergencySection, FileSection, OwnTeamSection
from forms.emergency_transfer.people import EmergencyWorkersSection
from forms.emergency_transfer.telling import EmergencyFamilySection, FollowingSection
from forms.engine.record import RecordForm

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
