"""When the last backup was made: the database knows, so that every host and a check before an upgrade can say."""

from __future__ import annotations

from datetime import datetime

from models import Backup


def note(place: str, at: datetime) -> None:
    """Keep that a backup was made whole, and where."""
    Backup.create(made_at=at, place=place)


def last() -> Backup | None:
    """The last one; None where 'flask backup' never made one."""
    found: Backup | None = Backup.select().order_by(Backup.made_at.desc(), Backup.id.desc()).first()
    return found
