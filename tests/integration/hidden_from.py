"""Children and records of one team that nobody outside it may know of, for tests of who learns of them."""

from __future__ import annotations

from datetime import timedelta

from models import (
    About,
    Acceptance,
    Allocation,
    Child,
    ChildSpell,
    Departure,
    LegalHold,
    Record,
    RecordPerson,
    RecordTeam,
    RecordVersion,
    RecordWriter,
    Retention,
    State,
    Step,
    Team,
)
from records import clock
from records.register.invented import address
from tests import factories
from tests.data.council import RIVERSIDE_MILL

WORKER, LEADER = address("nikolai.petrenko"), address("joanne.thistlewood")
FORMER_WORKER = factories.TEAM_MATE  # of another team, whose children they are no more
INSPECTOR = "ira.osei@inspectorate.example"
NAME, MARKER = "Quillfeather", "wolfhound"


def plant(number: int, *, sealed: bool = True) -> None:
    """One more child of the team, with records that are submitted, and one that is sealed."""
    child = child_of_the_team(number)
    made = [factories.submitted(meeting_place=f"The {MARKER} house")]
    if sealed:
        made.append(factories.approve(factories.submitted(meeting_place=f"The {MARKER} inn"), *factories.DECIDERS))
        Record.update(state=State.SEALED).where(Record.id == made[-1].id).execute()
    for record in made:
        move(record, child)
    Retention.create(record=made[-1], part="whole", rule="looked_after", due_on=clock.today(), counted_on=clock.today())


def child_of_the_team(number: int) -> Child:
    """A looked after child who will soon be 13, and came from another team a while ago."""
    today, team = clock.today(), Team.get(Team.name == RIVERSIDE_MILL)
    child = Child.create(
        local_id=f"ZQ90000{number}",
        name=f"{NAME} {number}",
        status="looked_after",
        date_of_birth=today.replace(year=today.year - 13, day=1) + timedelta(days=60),
    )
    seen = {"first_seen_on": today, "seen_on": today}
    began = today - timedelta(days=1200)
    ChildSpell.create(child=child, about=About.STATUS, value="looked_after", started_on=began, **seen)
    former, moved = factories.person(FORMER_WORKER), today - timedelta(days=120)
    Allocation.create(child=child, worker=former, team=former.team, started_on=began, ended_on=moved)
    for start, end in ((moved, today - timedelta(days=20)), (today - timedelta(days=20), None)):
        who = factories.person(WORKER if end is None else LEADER)
        spell = {"started_on": start, "ended_on": end, "reason_code": "TSPROC"}
        Allocation.create(child=child, worker=who, team=team, **spell)
    return child


def move(record: Record, child: Child) -> None:
    """A record becomes one of this child and this team."""
    team, worker, leader = Team.get(Team.name == RIVERSIDE_MILL), factories.person(WORKER), factories.person(LEADER)
    Record.update(child=child, author=worker, takes_effect_on=clock.today()).where(Record.id == record.id).execute()
    RecordTeam.update(team=team).where(RecordTeam.record == record).execute()
    RecordPerson.update(staff=worker).where(RecordPerson.record == record).execute()
    RecordWriter.delete().where(RecordWriter.record == record).execute()
    Step.update(assignee=leader, due_on=clock.today() - timedelta(days=3)).where(Step.record == record).execute()
    Step.update(decided_by=leader).where((Step.record == record) & Step.decided_by.is_null(False)).execute()
    version = RecordVersion.get((RecordVersion.record == record) & (RecordVersion.number == record.version))
    Departure.create(version=version, statement="142.3.2")
    Acceptance.create(version=version, statement="142.5.1", accepted_at=clock.now())
    LegalHold.create(record=record, why=f"The {MARKER} bit.", placed_by=leader, placed_at=clock.now())
