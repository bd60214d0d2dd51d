"""Why somebody outside a child's or worker's teams starts a record about them; told to who leads the team."""

from __future__ import annotations

from datetime import timedelta

from peewee import fn

from mail import outbox
from models import Allocation, Child, Record, Role, Staff, State, StatedNeed, Team
from records import access, clock, searches
from records.register import posts
from records.transaction import notify_worker, transaction

HOLDS_FOR = timedelta(days=1)  # in which the record is started that the reason was given for, unless it is withdrawn
SHOWN_FOR = timedelta(days=30)
MOST_SHOWN = 20
ABOVE = (Role.LOCALITY_LEADER, Role.SERVICE_DELIVERY_MANAGER, Role.HEAD_OF_SERVICE)


def is_needed(about: Child | Staff, by: Staff) -> bool:
    """Whether `by` has to say why before anything of this child, or of this worker's children, is shown."""
    if isinstance(about, Child):
        own, mine = bool(searches.ids_of_own([about], by)), StatedNeed.child == about
    else:
        own, mine = about.id == by.id or _is_of_own_team(about, by), StatedNeed.worker == about
    lately = (StatedNeed.staff == by) & (StatedNeed.given_at > clock.now() - HOLDS_FOR)
    started = (Record.author == by) & (Record.child == StatedNeed.child) & (Record.created_at >= StatedNeed.given_at)
    is_over = fn.EXISTS(Record.select().where(started & (Record.state == State.WITHDRAWN)))
    return not own and not StatedNeed.select().where(mine & lately & ~is_over).exists()


def _is_of_own_team(worker: Staff, by: Staff) -> bool:
    teams = access.own_teams(by)
    return teams is not None and bool(Team.select().where((Team.id == worker.team_id) & teams).exists())


def state(about: Child | Staff, *, by: Staff, reason: str) -> StatedNeed:
    """Keep why `by` starts a record about a child or worker, and mail who leads their team, without a child's name.

    Where nobody leads it, a manager above it is told.
    """
    child, worker = (about, None) if isinstance(about, Child) else (None, about)
    team = _team_of(about) if isinstance(about, Child) else about.team
    told, now = _leader(team), clock.now()
    with transaction():
        need = StatedNeed.create(
            staff=by, child=child, worker=worker, team=team, told=told, reason=reason, given_at=now
        )
        if told and told != by:
            outbox.queue(to=told, kind="need_stated", about={"by": by.id}, now=now)
    notify_worker()
    return need


def told_to(staff: Staff) -> list[StatedNeed]:
    """What this person has been told of in the last month, the newest first."""
    asker, worker = Staff.alias(), Staff.alias()
    found = StatedNeed.select(StatedNeed, asker, Child, worker)
    found = found.join(asker, on=(StatedNeed.staff == asker.id)).switch(StatedNeed)
    found = found.left_outer_join(Child).switch(StatedNeed)
    found = found.left_outer_join(worker, on=(StatedNeed.worker == worker.id))
    lately = (StatedNeed.told == staff) & (StatedNeed.given_at > clock.now() - SHOWN_FOR)
    return list(found.where(lately).order_by(StatedNeed.given_at.desc()).limit(MOST_SHOWN))


def _team_of(child: Child) -> Team | None:
    running = (
        Allocation.select(Allocation, Team)
        .join(Team)
        .where((Allocation.child == child) & Allocation.ended_on.is_null())
    )
    allocation = running.order_by(Allocation.id.desc()).first()
    return allocation.team if allocation else None


def _leader(team: Team | None) -> Staff | None:
    """Who leads a team, or the nearest manager above it; None where nobody does."""
    above = (posts.manager_above(rank, team) for rank in ABOVE)
    return posts.leader_of(team) or next((one for one in above if one), None)
