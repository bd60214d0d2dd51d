"""Steps that change hands, for tests of being away and of passing on."""

from __future__ import annotations

from datetime import timedelta

from models import Absence, Record, Step
from records import clock
from records.deciding import absences, passing_on
from tests import factories
from tests.data import story

LEADER = "transferring_team_leader"
HER = story.TRANSFERRING_LEADER  # Priya Raghunathan
COLLEAGUE = factories.OTHER_TEAM_LEADER  # Gareth Pemberton, a team leader who has no part in the record
ABOVE = factories.LOCALITY_LEADER


def her_step(record: Record) -> Step:
    """The transferring team leader's step, as it stands now."""
    return factories.step_of(record, LEADER)


def go_away(who: str = HER, stand_in: str = COLLEAGUE, *, first: int = 0, last: int = 7) -> Absence:
    """Say that somebody is away from so many days ahead until so many."""
    today = clock.today()
    return absences.create_absence(
        staff=factories.person(who),
        stand_in=factories.person(stand_in),
        first_day=today + timedelta(days=first),
        last_day=today + timedelta(days=last),
    )


def pass_on(record: Record, to: str = COLLEAGUE, *, by: str = HER, key: str = LEADER) -> Step:
    """Pass a step to somebody."""
    return passing_on.pass_on(step=factories.step_of(record, key), by=factories.person(by), to=factories.person(to))
