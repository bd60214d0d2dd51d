"""Sections and questions that more than one record asks, in the same words."""

from forms.shared.child import ChildSection
from forms.shared.family import TellingFamilySection
from forms.shared.workers import TeamsSection, WorkersSection

__all__ = ["ChildSection", "TeamsSection", "TellingFamilySection", "WorkersSection"]
