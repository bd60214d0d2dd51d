"""Mail to operators about a part of the service that needs them: once for each fault, then ever more seldom, and once
when it is well again.

It does not go through the outbox, which a stopped worker would leave unsent, but straight to the mail server. The
worker tells every minute what it can see, and that its queue's database is away or takes no write; 'flask status
--mail', run by a timer, also tells that the worker is gone. What was told is in the database, so that all processes
tell it once; while that cannot be written to, in a file of the data folder, which is made beforehand and written in
place, so that a full disk is no hindrance; and where that takes no write either, a process that goes on remembers it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Any

from peewee import PeeweeException

from faults import describe
from mail.outbox import deliver
from models import Alert
from records import clock
from records.reporting import health
from records.reporting.health import Found, Level, Part
from settings import Settings

log = logging.getLogger("handover.health")

AGAIN_AFTER = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1))  # told once, twice, more often
FILE_NAME = "told.json"
FILE_BYTES = 4096

Deliver = Callable[[EmailMessage, Settings], None]
LATE = "late"  # the word for what waits, which a worker that has just begun does at once


@dataclass(frozen=True)
class Told:
    """What operators were told of a part: the word, since when it is so, when it was told last, how many times."""

    word: str
    since: datetime
    told_at: datetime
    times: int

    def is_due(self, now: datetime) -> bool:
        """Whether to tell it again."""
        wait = AGAIN_AFTER[min(self.times, len(AGAIN_AFTER)) - 1]
        return not timedelta(0) <= now - self.told_at < wait


@dataclass
class Memory:
    """What a process that goes on remembers: what was told and can be kept nowhere else, and whether it has looked."""

    told: dict[str, Told] = field(default_factory=dict)
    has_looked: bool = False


def tell(
    settings: Settings,
    found: Mapping[Part, Found] | None = None,
    post: Deliver | None = None,
    memory: Memory | None = None,
) -> int:
    """Mail the operators what is new about the parts. Returns the number of mails; a failure is logged.

    memory: of a process that goes on, so that it tells once what it can keep nowhere. At first it tells nothing that is
    late: that waited while no worker ran.
    """
    if not settings.operators:
        return 0
    looked = health.look(settings) if found is None else found
    if memory and found is None and not memory.has_looked:
        memory.has_looked, looked = True, {part: one for part, one in looked.items() if one.word != LATE}
    store = _Store(settings.data_folder / FILE_NAME, memory)
    store.make_file()
    return sum(_tell_one(store, part, one, settings, post or deliver) for part, one in looked.items() if part.is_mailed)


def tell_of_database(settings: Settings, memory: Memory) -> int:
    """The same about writing to the database alone: for a worker whose queue cannot be written to."""
    found = health.look(settings, ("pages",))
    return tell(settings, {part: one for part, one in found.items() if part.name == "database"}, memory=memory)


def _tell_one(store: _Store, part: Part, found: Found, settings: Settings, post: Deliver) -> bool:
    before, now = store.get(part.name), clock.now()
    if before and before.told_at > now:  # of a clock that was ahead: as if told now
        before = replace(before, since=min(before.since, now), told_at=now)
        store.put(part.name, before)
    if found.level == Level.OK:
        after = None
    elif before is None or before.word != found.word:
        after = Told(found.word, now, now, 1)
    else:
        after = replace(before, told_at=now, times=before.times + 1) if before.is_due(now) else before
    if found.word == "unknown" or after == before or not store.put(part.name, after):
        return False
    try:
        post(_message(settings, part, found, after), settings)
    except Exception as error:
        log.error("operators could not be mailed about %s: %s", part.name, describe(error))
        store.put(part.name, before)
        return False
    return True


def _message(settings: Settings, part: Part, found: Found, told: Told | None) -> EmailMessage:
    message, now = EmailMessage(), clock.now()
    what = f"{part.title}: {found.word}" if told else f"{part.title}: well again"
    lines = [found.says or "It is well again, and nothing is left to do."]
    if told and told.times > 1:
        lines.append(f"It has been so since {clock.in_london(told.since):%-d %B %Y at %H:%M}.")
    lines += ["", f"See {settings.base_url}/operations, or run 'flask status' on the machine.", settings.council_name]
    message["Subject"] = f"Handover needs attention. {what}" if told else f"Handover. {what}"
    message["From"] = settings.mail_from
    message["To"] = ", ".join(sorted(settings.operators))
    message["Reply-To"] = settings.mail_reply_to
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=settings.mail_from.partition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join(lines) + "\n")
    return message


class _Store:
    """What was told: in the database, while that takes no write in a file of this machine, or else in memory.

    What can be kept in none is told all the same: better twice than never.
    """

    def __init__(self, path: Path, memory: Memory | None = None) -> None:
        self.path = path
        self._memory = memory.told if memory else {}
        self._rows: dict[str, Told | None] = {}  # what the database said of a part

    def make_file(self) -> None:
        """Make the file beforehand, so that it is there when the disk is full."""
        if not self.path.exists():
            with suppress(OSError):
                _write(self.path, {})

    def get(self, part: str) -> Told | None:
        """What was told last."""
        try:
            row = Alert.get_or_none(Alert.part == part)
        except PeeweeException:
            row = None
        self._rows[part] = Told(row.word, row.since, row.told_at, row.times) if row else None
        known = [one for one in (self._rows[part], self._in_file(part), self._memory.get(part)) if one]
        return max(known, key=lambda told: told.told_at, default=None)

    def put(self, part: str, after: Told | None) -> bool:
        """Keep it, or forget the part (None). False where another process was first."""
        try:
            is_first = self._put_in_database(part, after)
        except PeeweeException:
            if after is None and self._rows[part]:
                return False  # it would be said again and again: that it is well is said when the row can be deleted
            self._put_in_file(part, after)
            return True
        if self._in_file(part):
            self._put_in_file(part, None)
        self._memory.pop(part, None)
        self._rows[part] = after if is_first else self._rows[part]
        return is_first

    def _put_in_database(self, part: str, after: Told | None) -> bool:
        before = self._rows[part]
        if before is None:
            if after is None:
                return True  # it was in the file
            return bool(Alert.insert(part=part, **asdict(after)).on_conflict_ignore().as_rowcount().execute())
        same = (Alert.part == part) & (Alert.told_at == before.told_at) & (Alert.word == before.word)
        change = Alert.update(**asdict(after)) if after else Alert.delete()
        return bool(change.where(same).execute())

    def _in_file(self, part: str) -> Told | None:
        row = self._read().get(part)
        if row is None:
            return None
        since, told_at = (datetime.fromisoformat(row[name]) for name in ("since", "told_at"))
        return Told(row["word"], since, told_at, row["times"])

    def _put_in_file(self, part: str, after: Told | None) -> None:
        kept = {name: row for name, row in self._read().items() if name != part}
        try:
            _write(self.path, kept | ({part: asdict(after)} if after else {}))
        except OSError as error:
            log.error("what operators were told cannot be kept: %s", describe(error))
            if after:
                self._memory[part] = after

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def _write(path: Path, told: Mapping[str, Any]) -> None:
    """Write in place, always as many bytes, so that no space is needed."""
    text = json.dumps(told, default=lambda moment: moment.isoformat())
    path.touch(mode=0o600)
    with path.open("r+", encoding="utf-8") as file:
        file.write(text.ljust(FILE_BYTES))
        file.truncate()
