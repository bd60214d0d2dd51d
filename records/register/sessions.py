"""Sessions on the server's side: whose one is, and which have ended.

A session is in its cookie; the database keeps only what a cookie cannot say of itself, that it was signed out. The
person's sign-in version ends all of theirs at once.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from peewee import fn

from models import EndedSession, Staff
from records import clock
from records.prepared import PreparedSelect, parameter
from records.transaction import transaction

KEPT_FOR = timedelta(days=4)  # longer than any session may last (HANDOVER_SESSION_LONGEST_HOURS)

_ACTIVE_STAFF = PreparedSelect(
    Staff,
    lambda: Staff.select().where(
        (Staff.id == parameter(Staff.id))
        & Staff.active
        & ~fn.EXISTS(
            EndedSession.select(EndedSession.id).where(EndedSession.key_hash == parameter(EndedSession.key_hash))
        )
    ),
)


def new_key() -> str:
    """A key for a new session."""
    return secrets.token_urlsafe(16)


def get_session_staff(session_id: str, key: str) -> Staff | None:
    """The active person of a session id ('<staff id>.<sign-in version>') and its key; None when it has ended."""
    number, _, version = session_id.partition(".")
    if not (key and number.isdigit() and version.isdigit()):
        return None
    found = _ACTIVE_STAFF.first(id=int(number), key_hash=_hash(key))
    return found if found and found.sign_in_version == int(version) else None


def end_session(key: str) -> None:
    """End the session with this key: no copy of its cookie signs anybody in any more. Idempotent."""
    now = clock.now()
    with transaction():
        EndedSession.delete().where(EndedSession.ended_at < now - KEPT_FOR).execute()
        EndedSession.insert(key_hash=_hash(key), ended_at=now).on_conflict_ignore().execute()


def end_all_sessions(staff: Staff) -> Staff:
    """End every session of this person, and return them as they are then."""
    Staff.update(sign_in_version=Staff.sign_in_version + 1).where(Staff.id == staff.id).execute()
    afterwards: Staff = Staff.get_by_id(staff.id)
    return afterwards


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
