"""What the worker clears away by itself: drafts that nobody touched, mails sent, searches, links that have run out."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from peewee import Select, fn

from mail import outbox
from mail.messages import DRAFT_WARNED_FOR as WARNED_FOR
from models import (
    ChildSearch,
    DecisionLink,
    Disposal,
    EndedSession,
    MailState,
    OutboxMail,
    PasswordLink,
    Record,
    SignInAttempt,
    Staff,
    State,
    StatedNeed,
    Step,
    StepState,
    Tally,
)
from protocol.parameters import Parameters
from protocol.retention import DRAFT
from records import clock, searches
from records.keeping import disposing, holds, known
from records.keeping.known import WHOLE
from records.register import sessions, tallies, throttle
from records.transaction import locked

DRAFT_MAIL = "draft_ends"
AT_ONCE = 200  # drafts in a run
LINKS_KEPT_FOR = timedelta(days=90)  # after they have run out, so that they are told from those that never were


def clear_away(figures: Parameters) -> None:
    """Do all of it once."""
    today = clock.today()
    delete_old(figures)
    if days := figures["untouched_draft_days"]:
        warn_of_drafts(_days_ago(days) + WARNED_FOR, ends_after=days)
        dispose_of_drafts(today - timedelta(days=days))


def delete_old(figures: Parameters) -> None:
    """Delete mails that were sent, searches and needs, by their figures; and what has run out."""
    now = clock.now()
    searched = _days_ago(figures["searches_days"])
    ChildSearch.delete().where(ChildSearch.began_at < searched).execute()
    searches.forget_what_was_typed(ChildSearch.began_at >= searched)
    StatedNeed.delete().where(StatedNeed.given_at < searched).execute()
    SignInAttempt.delete().where(SignInAttempt.attempted_at < now - throttle.KEPT_FOR).execute()
    Tally.delete().where(Tally.hour < now - tallies.KEPT_FOR).execute()
    EndedSession.delete().where(EndedSession.ended_at < now - sessions.KEPT_FOR).execute()
    PasswordLink.delete().where(PasswordLink.expires_at < now - LINKS_KEPT_FOR).execute()
    settled = Step.select(Step.id).where(Step.state.not_in((StepState.OPEN, StepState.WAITING)))
    run_out = (DecisionLink.expires_at < now - LINKS_KEPT_FOR) & DecisionLink.step.in_(settled)
    DecisionLink.delete().where(run_out).execute()
    over = (MailState.SENT, MailState.NOT_NEEDED, MailState.GIVEN_UP)
    old = OutboxMail.state.in_(over) & (OutboxMail.queued_at < _days_ago(figures["sent_mails_days"]))
    OutboxMail.delete().where(old).execute()


def _days_ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)


def warn_of_drafts(before: datetime, *, ends_after: int) -> int:
    """Mail the authors of drafts that were last written in before that, once for each. Returns the number of mails."""
    warned = 0
    untouched = _untouched(before).where(~_warned() & Staff.active).limit(AT_ONCE)
    for draft in untouched:
        mail = outbox.queue(
            to=draft.author,
            kind=DRAFT_MAIL,
            record=draft,
            now=clock.now(),
            about={"days": ends_after},
            once=_key(draft),
        )
        warned += mail is not None
    return warned


def dispose_of_drafts(on_or_before: date) -> int:
    """Dispose of drafts last written in on or before a day, whose author was warned long enough ago or has left.

    Returns how many. What is held stays, and so does what somebody writes in meanwhile.
    """
    before = clock.now() - WARNED_FOR
    until = datetime.combine(on_or_before + timedelta(days=1), time(), clock.LONDON)
    drafts = list(_untouched(until).where(_warned(before) | ~Staff.active).limit(AT_ONCE))
    gone = sum(_dispose_of_draft(draft) for draft in drafts)
    if gone:
        disposing.empty_log()
    return gone


def _untouched(before: datetime) -> Select:
    """Query of drafts that were never submitted and last written in before a moment, with their authors."""
    drafts = (Record.state == State.DRAFT) & (Record.version == 0) & (Record.saved_at < before)
    return Record.select(Record, Staff).join(Staff, on=(Record.author == Staff.id)).where(drafts).order_by(Record.id)


def _warned(before: datetime | None = None) -> Any:
    """Condition: a mail about the draft was queued since it was last written in (and before a moment)."""
    of_it = (
        (OutboxMail.record == Record.id) & (OutboxMail.kind == DRAFT_MAIL) & (OutboxMail.queued_at > Record.saved_at)
    )
    if before is not None:
        of_it &= OutboxMail.queued_at < before
    return fn.EXISTS(OutboxMail.select(OutboxMail.id).where(of_it))


def _key(draft: Record) -> str:
    return f"{DRAFT_MAIL}:{draft.id}:{draft.saved_at.isoformat()}"


def _dispose_of_draft(draft: Record) -> bool:
    disposing.overwrite_deleted()
    with locked(draft.id) as current:
        if (current.state, current.revision) != (State.DRAFT, draft.revision):
            return False
        (kept,) = known.families([current])
        if holds.holding(kept):
            return False
        now = clock.now()
        done = Disposal.create(record=current, part=WHOLE, rule=DRAFT, due_on=clock.today(), done_at=now)
        disposing.remove_whole(current, done)
    return True
