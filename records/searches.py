"""Searches of the register of children: the one door to it. Kept when they show somebody or are refused; limited."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from models import Allocation, Child, ChildSearch, Record, Staff, Team
from protocol import formatting
from protocol.folding import name_key
from records import access, audit, clock
from records.planning import FindIds
from records.register import lookup, tallies
from records.transaction import transaction

ONE_SEARCH = timedelta(seconds=10)  # from the letters that last showed anybody
MOST_IN_ONE = 3 * lookup.MAX_MATCHES  # children whom the letters of one search can show before it is another
KEPT_FOR = timedelta(days=400)  # a whole year can be looked at, with a month to do it in
RETRY_AFTER_SECONDS = 3600
TOO_MANY = (
    "You have searched for children of other teams {most} times {when}, which is the limit. You can search for them "
    "again {again}. If your work needs more, write to {ask}."
)


@dataclass(frozen=True)
class Limits:
    """How often somebody may search so that children of other teams are shown. ask: the address of whom to ask."""

    an_hour: int
    a_day: int
    ask: str


@dataclass(frozen=True)
class Shown:
    """A child who was found, and whether they are of a team of the searcher's, or in a record that they may see."""

    child: Child
    own: bool


@dataclass(frozen=True)
class Found:
    """Who was found. refused: why children of other teams are left out, or ''."""

    children: tuple[Shown, ...] = ()
    refused: str = ""


def find(text: str, *, by: Staff, limits: Limits) -> Found:
    """The children whose name and local id hold every word of `text`, as `by` is shown them.

    At the limit the answer is one whoever is found, but for who is of their own: it tells of nobody else.
    """
    typed, found = _key(text), lookup.find_children(text)
    if typed and (refused := _refusal(by, typed, limits)):
        own = ids_of_own(found, by)
        return _refuse([child for child in found if child.id in own], refused, by=by, typed=typed)
    return show(found, by=by, limits=limits, typed=typed)


def find_among(text: str, of: FindIds | None) -> list[Child]:
    """The children, of those whose ids a query finds (None: of all), whose name and local id hold every word of `text`.

    For callers who show nobody but children whose page may be opened: their list is not counted.
    """
    return lookup.find_children(text, of)


def show(children: Sequence[Child], *, by: Staff, limits: Limits, typed: str = "") -> Found:
    """These children as `by` is shown them, which is noted; at the limit only those of their own teams.

    typed: the key of what they were searched by; '' for a child who was chosen, which is no new search of one whom
    somebody has been shown in the last half hour.
    """
    if not children:
        return Found()
    own = ids_of_own(children, by)
    with transaction():
        refused = _count({child.id for child in children}, own, by, typed, limits)
    if refused:
        return _refuse([child for child in children if child.id in own], refused, by=by, typed=typed)
    return Found(tuple(Shown(child, child.id in own) for child in children))


def _refuse(own: Sequence[Child], refused: str, *, by: Staff, typed: str) -> Found:
    """Keep a try at the limit, and show those of them who are of the searcher's own."""
    found = {child.id for child in own}
    with transaction():
        now = clock.now()
        _keep(_begun(_recent(by, now), found, typed, now), found, by=by, typed=typed, beyond=False, now=now)
    tallies.count(tallies.SEARCHES)
    return Found(tuple(Shown(child, own=True) for child in own), refused)


class Kept(NamedTuple):
    """A search as it is kept. moment: in London. by: email. local_ids: of those who were shown.

    refused: at the limit, so that nobody of others was shown.
    """

    moment: str
    by: str
    beyond: bool
    local_ids: list[str]
    refused: bool


def kept(*, child: str = "", staff: str = "") -> Iterator[Kept]:
    """The searches that are kept, the newest first: those that showed a child (local id), or by somebody (email)."""
    found = ChildSearch.select(ChildSearch, Staff).join(Staff).order_by(ChildSearch.id.desc())
    if staff:
        found = found.where(Staff.email == staff.casefold())
    sought = {one.id for one in Child.select(Child.id).where(Child.local_id == child)} if child else set()
    for search in found.iterator():
        if child and sought.isdisjoint(search.children):
            continue
        shown = Child.select(Child.local_id).where(Child.id.in_(search.children)).order_by(Child.local_id)
        moment = clock.in_london(search.began_at).isoformat(" ", "seconds")
        local_ids = [one.local_id for one in shown]
        yield Kept(moment, search.staff.email, search.beyond, local_ids, refused=not search.children)


def note(found: set[int], *, by: Staff) -> None:
    """Note that these children (ids) were shown otherwise than by a search of names, and to whom."""
    if found:
        now = clock.now()
        ChildSearch.create(staff=by, began_at=now, last_at=now, children=sorted(found), beyond=True)


def ids_of_own(children: Collection[Child], staff: Staff) -> set[int]:
    """Ids of those of these children who are of a team of this person's, or in a record that they may see."""
    ids = [child.id for child in children]
    named = access.opening_a_child(staff).select(Record.child).where(Record.child.in_(ids))
    return ids_of_teams(children, staff) | {record.child_id for record in named}


def ids_of_teams(children: Collection[Child], staff: Staff) -> set[int]:
    """Ids of those of these children whose worker this person is, or who are of a team of theirs."""
    of_these = Allocation.child.in_([child.id for child in children])
    return {row.child_id for row in _of_teams(staff).where(of_these)}


def _of_teams(staff: Staff) -> Any:
    """Query of the running allocations of this person's, and of teams of theirs."""
    worked = (Allocation.worker == staff) | _or_nobody(access.own_teams(staff))
    return Allocation.select(Allocation.child).join(Team).where(Allocation.ended_on.is_null() & worked)


def _or_nobody(condition: Any) -> Any:
    return Team.id.is_null() if condition is None else condition


def _count(found: set[int], own: set[int], by: Staff, typed: str, limits: Limits) -> str:
    """Note a search that found these; why it is one too many, in which case nothing is noted, or ''."""
    now, beyond = clock.now(), bool(found - own)
    recent = _recent(by, now)
    if not typed and found <= {number for one in recent for number in one.children}:
        return ""
    last = _begun(recent, found, typed, now)
    if beyond and not (last and last.beyond) and (refused := _too_many(by, limits, now)):
        return refused
    _keep(last, found, by=by, typed=typed, beyond=beyond, now=now)
    return ""


def _refusal(by: Staff, typed: str, limits: Limits) -> str:
    """Why nobody of other teams is looked up by this text; '' within the limit, and where it goes on such a search."""
    now = clock.now()
    goes_on = any(one.beyond and _goes_on(one, set(), typed, now) for one in _recent(by, now))
    return "" if goes_on else _too_many(by, limits, now)


def _recent(by: Staff, now: datetime) -> list[ChildSearch]:
    mine = ChildSearch.select().where(ChildSearch.staff == by)
    return list(mine.where(ChildSearch.last_at > now - audit.REPEAT_INTERVAL).order_by(ChildSearch.id.desc()))


def _begun(recent: Collection[ChildSearch], found: set[int], typed: str, now: datetime) -> ChildSearch | None:
    """The search of these that goes on with what was found now. One that was refused goes on as such alone."""
    alike = (one for one in recent if bool(one.children) == bool(found))
    return next((one for one in alike if _goes_on(one, found, typed, now)), None)


def _keep(last: ChildSearch | None, found: set[int], *, by: Staff, typed: str, beyond: bool, now: datetime) -> None:
    """Keep what a search found, in the one that goes on or in a new one."""
    forget_what_was_typed(ChildSearch.staff == by)
    if last:
        last.children, last.beyond, last.last_at = sorted(found.union(last.children)), last.beyond or beyond, now
        last.typed = max(last.typed, typed, key=len)
        last.save()
        return
    ChildSearch.delete().where(ChildSearch.began_at < now - KEPT_FOR).execute()
    ChildSearch.create(staff=by, began_at=now, last_at=now, typed=typed, children=sorted(found), beyond=beyond)


def forget_what_was_typed(among: Any) -> None:
    """Forget it where the search has ended: it may be the name of somebody who is not in the register."""
    ended = (ChildSearch.typed != "") & (ChildSearch.last_at <= clock.now() - ONE_SEARCH)
    ChildSearch.update(typed="").where(among & ended).execute()


def _goes_on(last: ChildSearch, found: set[int], typed: str, now: datetime) -> bool:
    """Whether what was found are further letters of a search that has begun, or some of them taken away again.

    Other letters after those that stay are another search, and so is the same text after a while.
    """
    is_same = bool(last.typed and typed) and (typed.startswith(last.typed) or last.typed.startswith(typed))
    is_soon = now - last.last_at < ONE_SEARCH
    return is_same and is_soon and len(found.union(last.children)) <= MOST_IN_ONE


def _key(text: str) -> str:
    return name_key(text)[: ChildSearch.typed.max_length]


def _too_many(by: Staff, limits: Limits, now: datetime) -> str:
    beyond = ChildSearch.select().where((ChildSearch.staff == by) & ChildSearch.beyond)
    hour, day = timedelta(hours=1), timedelta(days=1)
    for most, window, when in ((limits.an_hour, hour, "in an hour"), (limits.a_day, day, "in a day")):
        within = beyond.where(ChildSearch.began_at > now - window).order_by(ChildSearch.began_at.desc())
        if oldest := within.offset(most - 1).first():
            return TOO_MANY.format(most=most, when=when, again=_again(oldest.began_at + window, now), ask=limits.ask)
    return ""


def _again(moment: datetime, now: datetime) -> str:
    there = clock.in_london(moment)
    day = "" if there.date() == clock.in_london(now).date() else f" on {formatting.day(there)}"
    return f"from {formatting.clock_time(there)}{day}"
