"""What is published of England, beside the council's own: dated, with its source."""

from __future__ import annotations

from dataclasses import dataclass

SOURCE = (
    "Department for Education, Stability measures for children looked after in England, "
    "explore-education-statistics.service.gov.uk"
)


@dataclass(frozen=True)
class England:
    """The percentage of looked after children who had three or more social workers, in the year to 31 March `year`.

    years: over how many years.
    """

    year: int
    years: str
    percent: int


PUBLISHED = (England(2024, "1", 27), England(2025, "1", 24), England(2025, "2", 53))


def published(year: int, years: str) -> England | None:
    """What is published of the year to 31 March `year`; of a later one the latest."""
    known = [one for one in PUBLISHED if one.years == years and one.year <= year]
    return max(known, key=lambda one: one.year, default=None)
