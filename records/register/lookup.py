"""Searches the register for children, staff and teams, and prefills answers from it."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta
from peewee import fn

from forms.engine.holders import Holders
from models import RANK, About, Allocation, Child, Post, Role, Searchable, SearchTerm, Staff, Team
from protocol.choices import LOOKED_AFTER, UNBORN
from protocol.folding import address_in, name_key, typed_words
from records import clock
from records.planning import FindIds, Narrow, by_index, few_of, is_found, one_of, require_few
from records.register import dated, facts

MAX_MATCHES = 12
MAX_WORDS = 6
HISTORY_WINDOW = relativedelta(years=2)
# Index terms read at a time. More than MAX_MATCHES, because several terms may belong to one row.
PAGE_SIZE = 6 * MAX_MATCHES
# Terms of a word are counted up to this limit, which is enough to choose the rarest word.
COUNT_LIMIT = 100


def _search(model: type[Searchable], rows: Any, text: str) -> list[Any]:
    """The first MAX_MATCHES of `rows` whose names and numbers hold every word of `text`, in any order; [] for no words.

    Those of the whole name as typed come first, then those that begin with it, then matches at the start of a word.
    Only rows of the whole name and of the rarest word are scanned, through the index, so that a search takes as long
    among a million rows as among a thousand.
    """
    words, whole = typed_words(text)[:MAX_WORDS], name_key(text)
    if not words:
        return []
    rarest = min(words, key=lambda word: (_count_terms(model, word), -len(word)))
    found: dict[int, Any] = {}
    for term, starts in dict.fromkeys([(whole, True), (rarest, True), (rarest, False)]):
        needed = [whole] if term == whole else words
        for row in _read(model, rows.where(*_hold(model, needed)), term, starts=starts):
            found.setdefault(row.id, row)
        if len(found) >= MAX_MATCHES:
            break
    in_order = sorted(found.values(), key=lambda row: name_key(row.name) != whole)
    return in_order[:MAX_MATCHES]


def _hold(model: type[Searchable], words: list[str]) -> list[Any]:
    """Conditions: the names and numbers of a row hold each of these words."""
    return [fn.REPLACE(model.search, " ", "").contains(word) for word in words]


def _read(model: type[Searchable], rows: Any, word: str, *, starts: bool) -> list[Any]:
    """At least MAX_MATCHES of `rows`, where there are as many, that have a term beginning with `word`."""
    by_term = rows.join_from(model, SearchTerm, on=SearchTerm.row == model.id)
    in_order = by_term.where(*_term_conditions(model, word, starts)).order_by(SearchTerm.term, SearchTerm.row)
    found: dict[int, Any] = {}
    for page in count(1):
        read = list(in_order.paginate(page, PAGE_SIZE))
        found |= {row.id: row for row in sorted(read, key=lambda row: (row.name, row.id))}
        if len(read) < PAGE_SIZE or len(found) >= MAX_MATCHES:
            break
    return list(found.values())


def _term_conditions(model: type[Searchable], word: str, starts: bool | None) -> tuple[Any, ...]:  # noqa: FBT001
    term = word[: SearchTerm.LONGEST].encode()
    within = (SearchTerm.term >= term) & (SearchTerm.term < term + b"\xff")
    place = SearchTerm.starts.in_((True, False) if starts is None else (starts,))
    return SearchTerm.kind == model._meta.table_name, place, within


def _count_terms(model: type[Searchable], word: str) -> int:
    """How many terms begin with the word, counted up to COUNT_LIMIT at the start of words and as many within."""
    counted = (
        SearchTerm.select(SearchTerm.id).where(*_term_conditions(model, word, starts)).limit(COUNT_LIMIT).count()
        for starts in (True, False)
    )
    return sum(counted)


def matching(model: type[Searchable], text: str) -> Any:
    """Query of the ids of all rows, people who have left too, that hold every word of `text`; of none for no words."""
    found = model.select(model.id)
    words = typed_words(text)[:MAX_WORDS]
    for word in words:
        terms = SearchTerm.select(SearchTerm.row).where(*_term_conditions(model, word, starts=None))
        found = found.where(model.id.in_(terms))
        if len(word) > SearchTerm.LONGEST:
            found = found.where(fn.REPLACE(model.search, " ", "").contains(word))
    return found if words else found.where(False)


def is_one(column: Any, model: type[Searchable], text: str, narrow: Narrow) -> Any:
    """A condition: `column` is the id of a row that `matching` finds; without indexes each row is asked by its text.

    Raises TooManyError where an index would lead to too many.
    """
    words = typed_words(text)[:MAX_WORDS]
    if narrow is by_index:
        if len(words) == 1:  # several may each be in many rows, and together in few
            require_few(SearchTerm.select(SearchTerm.row).where(*_term_conditions(model, words[0], starts=None)))
        return column.in_(matching(model, text))
    rows: Any = model.alias()
    found = rows.select(rows.id).where(rows.id == column)
    for word in words:
        # What begins in one word and ends in another is left to the terms, which know where words begin.
        across = fn.REPLACE(rows.search, " ", "").contains(word) & rows.id.in_(matching(model, word))
        found = found.where(rows.search.contains(word) | across)
    return fn.EXISTS(found if words else found.where(False))


def teams_called(text: str) -> Any:
    """Query of the ids of the team of this very name, or where there is none of all that hold every word of it."""
    named = Team.select(Team.id).where(Team.name == text)
    return named if named.exists() else matching(Team, text)


def find_children(text: str, of: FindIds | None = None) -> list[Child]:
    """Children (of those whose ids a query finds; None: of all) whose name and local id hold every word of `text`.

    At most MAX_MATCHES.
    """
    if of is None:
        return _search(Child, Child.select(), text)
    if (few := few_of(of)) is None:
        return _search(Child, Child.select().where(is_found(Child.id, of)), text)
    words, whole = typed_words(text)[:MAX_WORDS], name_key(text)
    found = Child.select().where(one_of(Child.id, few), *_hold(Child, words)) if words else ()
    return sorted(found, key=lambda child: (name_key(child.name) != whole, child.name, child.id))[:MAX_MATCHES]


def others_with(local_id: str, child: Child) -> list[Child]:
    """Other children with this local id, however it is written."""
    same = fn.LOWER(Child.local_id) == local_id.lower()
    return list(Child.select().where(same & (Child.id != child.id)))


def of_holders(rows: Any, holders: Holders) -> Any:
    """The rows of a query of Staff, joined with Team, of active people who can hold a part today."""
    found = rows.where(Staff.active)
    if holders.kinds:
        found = found.where(Team.kind.in_(holders.kinds))
    beside = Post.select(Post.staff).where(Post.role.in_(holders.roles) & dated.covers(Post, clock.today()))
    return found.where(Staff.role.in_(holders.roles) | Staff.id.in_(beside)) if holders.roles else found


def find_staff(text: str, *, of_rank: int = 0, holders: Holders | None = None) -> list[Staff]:
    """Active staff of this rank or above whose name and registration number hold every word of `text`.

    holders: only those who can hold a part.

    An email address in `text` decides alone: whoever has it, or nobody.
    """
    found = Staff.select(Staff, Team).left_outer_join(Team).where(Staff.active)
    if of_rank:
        found = found.where(Staff.role.in_([role for role in Role if RANK[role] >= of_rank]))
    if holders:
        found = of_holders(found, holders)
    if address := address_in(text):
        return list(found.where(Staff.email == address))
    return _search(Staff, found, text)


def get_staff(number: int) -> Staff | None:
    """The member of staff with this id, with their team, or None."""
    return Staff.select(Staff, Team).left_outer_join(Team).where(Staff.id == number).first()


def find_teams(text: str, *, holders: Holders | None = None) -> list[Team]:
    """Active teams (of the kinds that can hold a part, `holders`) whose name holds every word of `text`."""
    found = Team.select().where(Team.active)
    return _search(Team, found.where(Team.kind.in_(holders.kinds)) if holders and holders.kinds else found, text)


def describe_staff(staff: Staff, role_words: dict[str, str]) -> str:
    """Role and team, to distinguish people of the same name. `role_words`: role → displayed term."""
    post = role_words.get(staff.role, staff.role.replace("_", " "))
    return f"{post}, {staff.team.name}" if staff.team else post


def as_answer(row: Staff | Team | Child | None) -> dict[str, Any] | None:
    """A row as answers store it: {"id", "name"}; None for None."""
    return {"id": row.id, "name": row.name} if row else None


def current_allocation(child: Child) -> Allocation | None:
    """The child's open allocation, or None."""
    running = Allocation.select(Allocation, Staff, Team).join(Staff).switch(Allocation).join(Team)
    return running.where((Allocation.child == child) & Allocation.ended_on.is_null()).first()


class Known(NamedTuple):
    """What the register says: an answer, None for 'there is none'. since, seen_on: as in `facts.Fact`; None: today."""

    answer: Any
    since: date | None = None
    seen_on: date | None = None


def known_of(child: Child) -> dict[str, Known]:
    """Question → what the register says of a child and their worker today; what it does not know is not in it."""
    told: dict[str, Known] = {"child_local_id": Known(child.local_id), "child_name": Known(child.name)}
    if child.date_of_birth or child.expected_date_of_birth:  # one of them says that there is no other
        told["child_date_of_birth"] = Known(_iso(child.date_of_birth))
        told["child_expected_date_of_birth"] = Known(
            None if child.date_of_birth else _iso(child.expected_date_of_birth)
        )
    of_day = facts.facts_on(child)
    for about, question in (
        (About.STATUS, "child_status"),
        (About.LEGAL_STATUS, "legal_status"),
        (About.PLACEMENT, "placement"),
    ):
        if value := getattr(child, about.value):
            fact = of_day.get(about)
            told[question] = Known(value, fact.since if fact else None, fact.seen_on if fact else None)
    if child.child_protection_category:
        status = told.get("child_status", Known(None))
        told["child_protection_category"] = Known(child.child_protection_category, None, status.seen_on)
    for question in ("child_status", "legal_status", "placement"):
        if known := told.get(question):
            since = {f"{question}_since": known._replace(answer=_iso(known.since), since=None)} if known.since else {}
            told |= since | {question: known._replace(since=None)}  # the day is a question of its own
    if allocation := current_allocation(child):
        told["current_worker"] = Known(as_answer(allocation.worker), allocation.started_on)
        if ceased := _ceased(child, since=allocation.started_on):
            told["ceasing_looked_after"] = Known(ceased)
    return told


def child_facts(child: Child) -> dict[str, Any]:
    """Everything the register knows of a child, as answers to prefill a record with."""
    known: dict[str, Any] = {
        "child": as_answer(child),
        **{question: one.answer for question, one in known_of(child).items()},
        "communication_needs": child.communication_needs,
        "interpreter": "yes" if child.interpreter_language else None,
        "interpreter_language": child.interpreter_language,
    }
    return {question: value for question, value in known.items() if value}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _ceased(child: Child, *, since: date) -> str | None:
    """Whether a child who is not looked after was since a day; None where it is not known, or may still cease."""
    if child.status in (LOOKED_AFTER, UNBORN):
        return None
    return {True: "yes", False: "no", None: None}[facts.was_looked_after_since(child, since)]


def history(child: Child, *, today: date) -> list[dict[str, Any]]:
    """The child's workers of the last two years: rows of `worker`, `team` by name, `started_on` and `ended_on`.

    `ended_on` is None while it runs.
    """
    allocations = Allocation.select(Allocation, Staff, Team).join(Staff).switch(Allocation).join(Team)
    allocations = allocations.where(Allocation.child == child)
    allocations = allocations.where(Allocation.ended_on.is_null() | (Allocation.ended_on >= today - HISTORY_WINDOW))
    return [
        {
            "worker": as_answer(one.worker),
            "team": one.team.name,
            "started_on": _iso(one.started_on),
            "ended_on": _iso(one.ended_on),
        }
        for one in allocations.order_by(Allocation.started_on)
    ]


def siblings_of(child: Child) -> list[tuple[Child, Staff | None]]:
    """The child's brothers and sisters by name, each with their worker."""
    if child.family_id is None:
        return []
    siblings = list(
        Child.select().where((Child.family == child.family_id) & (Child.id != child.id)).order_by(Child.name, Child.id)
    )
    running = Allocation.select(Allocation, Staff).join(Staff).where(Allocation.ended_on.is_null())
    workers = {one.child_id: one.worker for one in running.where(Allocation.child.in_(siblings))}
    return [(sibling, workers.get(sibling.id)) for sibling in siblings]
