"""Sections and questions that more than one record asks, in the same words."""

from forms.common.child import ChildSection
from forms.common.family import TellingFamilySection
from forms.common.workers import TeamsSection, WorkersSection

__all__ = ["ChildSection", "TeamsSection", "TellingFamilySection", "WorkersSection"]
