"""flask setup --check: what an upgrade will do, and what should be done before it. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from peewee import PeeweeException

from commands import private_files
from commands.context import get_missing_problem, get_seal_alone_problem, get_stranger_problem, migrations, why_closed
from documents import keys, words
from models import Backup
from protocol.formatting import count
from records.reporting import backups
from settings import Settings

BACKUP_IS_OLD = timedelta(hours=24)
NO_BACKUP = "'flask backup' never made a backup of this database. Make one before the upgrade: 'flask backup FOLDER'."
LOOSE = "Other accounts of this machine may read {path}{more}. 'flask setup' changes that where it may."


def report(settings: Settings | None, refused: str, now: datetime) -> Iterator[tuple[bool, str]]:
    """(whether something has to be done first, sentence) for each thing that was looked at.

    refused: what is wrong with the settings, a line each. settings: None where nothing can be looked at with them.
    """
    yield from ((True, line) for line in refused.splitlines())
    if settings is None:
        yield True, "Nothing else was looked at: that needs settings that are in order."
        return
    if not refused:
        yield False, "Every variable that begins with HANDOVER_ is a setting of this version."
    yield from _report_place(settings, now)


def _report_place(settings: Settings, now: datetime) -> Iterator[tuple[bool, str]]:
    if missing := get_missing_problem():  # which is usual before the first start, but not where there is a seal
        yield keys.exists(settings.seal_folder), missing
        return
    try:
        pending = [migration.name for migration in migrations() if not migration.applied]
    except PeeweeException as error:
        yield True, why_closed(error)
        return
    yield False, f"'flask setup' will apply {_listed(pending)}." if pending else "No migration is pending."
    yield _backup(now)
    yield from ((True, one) for one in _wrong_here(settings) if one)


def _wrong_here(settings: Settings) -> tuple[str, ...]:
    return get_seal_alone_problem(settings), get_stranger_problem(settings), _loose(settings)


def _listed(pending: list[str]) -> str:
    if len(pending) == 1:
        return f"1 migration, {pending[0]}"
    return f"{len(pending)} migrations, from {pending[0]} to {pending[-1]}"


def _backup(now: datetime) -> tuple[bool, str]:
    last = _last_backup()
    if last is None:
        return True, NO_BACKUP
    age = now - last.made_at
    hours = int(age.total_seconds() // 3600)
    ago = count(hours, "hour") if hours else "less than an hour"
    said = f"The last backup was made {words.in_time(last.made_at)}, {ago} ago: {last.place}."
    if age > BACKUP_IS_OLD:
        return True, f"{said} Make another before the upgrade: 'flask backup FOLDER'."
    return False, said


def _last_backup() -> Backup | None:
    try:
        return backups.last()
    except PeeweeException:  # a database of before the table
        return None


def _loose(settings: Settings) -> str:
    found = list(private_files.find_loose(settings))
    more = f" and {len(found) - 1} more files and folders" if len(found) > 1 else ""
    return LOOSE.format(path=found[0], more=more) if found else ""
