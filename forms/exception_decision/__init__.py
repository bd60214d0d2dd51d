"""The exception decision record: why a transfer may depart from what a statement of the protocol requires."""

from __future__ import annotations

from forms.common import ChildSection
from forms.engine.record import RecordForm
from forms.exception_decision.exception import ExceptionSection, ManagersSection
from forms.exception_decision.ground import GroundSection
from forms.exception_decision.weighing import ChildFocusSection, WeighingSection

EXCEPTION_DECISION = RecordForm(
    kind="exception_decision",
    title="Exception decision record",
    short="EDR",
    prefix="EDR",
    sections=(ChildSection, ExceptionSection, ManagersSection, GroundSection, ChildFocusSection, WeighingSection),
)
