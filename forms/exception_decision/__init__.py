"""The exception decision record: why a transfer may depart from what a statement of the protocol requires."""

from __future__ import annotations

from forms.exception_decision.exception import ExceptionSection
from forms.exception_decision.first_line import first_line, refused_line
from forms.exception_decision.ground import GroundSection
from forms.exception_decision.move import MoveSection
from forms.exception_decision.views_and_risks import ChildFocusSection, WeighingSection
from forms.record_kind import RecordKind
from forms.shared import GLANCE_AT_CHILD, GLANCE_AT_WORKERS, ChildSection
from forms.shared.retired import FormerSiblingsSection

EXCEPTION_DECISION = RecordKind(
    key="exception_decision",
    title="Exception decision record",
    short="EDR",
    prefix="EDR",
    sections=(ChildSection, ExceptionSection, MoveSection, GroundSection, ChildFocusSection, WeighingSection),
    glance=(
        *GLANCE_AT_CHILD,
        *GLANCE_AT_WORKERS,
        ("Departs from", ("departs_from",)),
        ("Instead", ("decided_instead",)),
        ("Ground", ("ground",)),
        ("Stands until", ("review_on",)),
    ),
    first_line=first_line,
    asked_for=refused_line,
    takes_effect="move_on",
    writers=("current_worker", "new_worker"),
    retired=FormerSiblingsSection,
)
