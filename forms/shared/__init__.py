"""Sections and questions that more than one record asks, in the same words."""

from forms.shared.child import GLANCE_AT_CHILD, ChildSection
from forms.shared.family import TellingFamilySection
from forms.shared.workers import GLANCE_AT_TRANSFER, GLANCE_AT_WORKERS, TeamsSection

__all__ = [
    "GLANCE_AT_CHILD",
    "GLANCE_AT_TRANSFER",
    "GLANCE_AT_WORKERS",
    "ChildSection",
    "TeamsSection",
    "TellingFamilySection",
]
