"""Writes a dump for test_upgrade.py: the demo council with a record of each kind in every state, by this very version.

    python -m tests.upgrade.make_dump FOLDER

makes FOLDER/dump.sql.xz (every row, as INSERT statements that SQLite and PostgreSQL read; `xzcat` shows them),
FOLDER/documents/ (the sealed PDFs, by their code) and FOLDER/root.pem (the authority that sealed them). It is run once
for a version, in a checkout of that version, and what it made is committed and never made again: a dump made by
later code would say nothing about upgrading. People and places are the demo's, and invented.
"""

from __future__ import annotations

import lzma
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from peewee import BooleanField

import models
from commands.setup import apply_migrations
from documents import keys
from models import Record, SealedDocument, Staff
from records import clock
from records.deciding import submission
from records.demo import DEMO_PASSWORD, load_demo_council
from records.demo import other_records as other
from records.following import follow_up
from records.transaction import work_waiting
from settings import Settings
from tests import factories
from tests import four_records as four
from tests.data.case_one import NEW_LEADER_ABSENT

REASON = "Something else came up, and it has to be written again."
QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
TRANSFERRING, RECEIVING = "transferring_team_leader", "receiving_team_leader"
MANAGERS = ("transferring_service_delivery_manager", "receiving_service_delivery_manager")
HEADS = ("transferring_head_of_service", "receiving_head_of_service")


def main(folder: Path) -> None:
    """Make the records in a database of their own, and write it down."""
    with tempfile.TemporaryDirectory() as place:
        settings = Settings(env="test", data_folder=Path(place))
        database = models.connect_to(f"sqlite:///{place}/dump.db")
        apply_migrations()
        load_demo_council(clock.today())
        Staff.update(password_hash=QUICK_HASHER.hash(DEMO_PASSWORD)).where(Staff.password_hash != "").execute()
        passphrase = settings.seal_passphrase.get_secret_value()
        keys.make_local_authority(settings.seal_folder, settings.council_name, passphrase, clock.now())
        with_settings = Flask("dump")
        with_settings.extensions["settings"] = settings
        with work_waiting.muted(), with_settings.app_context():
            for make in (transfers, emergencies, exceptions, handovers):
                make()
        write(folder, settings)
        database.close_all()


# Every state of each kind. What waits at which step is said by the calls.


def every_state(ready: Any) -> None:
    """A record of one kind, `ready` to be submitted each time it is called, in each state that all kinds have."""
    ready()
    ended(four.submitted(ready()), submission.withdraw)
    ended(four.submitted(ready()), submission.recall)
    record = four.submitted(ready())
    factories.return_it(record, factories.open_step(record).key)
    four.agreed(four.submitted(ready()))


def ended(record: Record, how: Any) -> None:
    """Have its author withdraw it, or take it back."""
    how(record=record, by=record.author, reason=REASON)


def sealed(record: Record) -> Record:
    """This record sealed; those that are approved stay as they are."""
    import tasks

    record = four.agreed(four.submitted(record))
    assert tasks.seal_one(record)
    return factories.fresh(record)


def transfers() -> None:
    """Transfer meeting records: waiting at each step, agreed or not."""
    factories.start_draft()
    every_state(factories.ready_draft)
    factories.submitted()
    factories.approve(factories.submitted(), "new_worker")
    factories.approve(factories.submitted(), "new_worker", TRANSFERRING)
    four.disagree(factories.approve(factories.submitted(), "new_worker"), TRANSFERRING)
    factories.approve(disagreed(), MANAGERS[0])
    four.disagree(disagreed(), MANAGERS[0])
    heads = factories.approve(four.disagree(disagreed(), MANAGERS[0]), MANAGERS[1])
    factories.approve(factories.approve(four.disagree(disagreed(), MANAGERS[1]), MANAGERS[0]), HEADS[1])
    assert set(four.waiting(heads)) == set(HEADS)
    sealed(departed())
    factories.submit(factories.returned())


def departed() -> Record:
    """Maya's transfer whose receiving leader missed the meeting, and why."""
    return factories.ready_draft(**NEW_LEADER_ABSENT, new_team_leader_absence="He was called to court.")


def disagreed() -> Record:
    """Maya's transfer, which waits for both managers because the receiving leader cannot agree."""
    return four.disagree(factories.approve(factories.submitted(), "new_worker", TRANSFERRING), RECEIVING)


def emergencies() -> None:
    """Emergency records: waiting at each step, and a sealed one with what followed it."""
    every_state(four.emergency)
    four.submitted(four.emergency())
    factories.approve(four.submitted(four.emergency()), RECEIVING)
    followed = sealed(four.emergency())
    follow_up.add(record=followed, by=followed.author, answers={"no_handover_filed_on": clock.today().isoformat()})


def exceptions() -> None:
    """Exception decisions on each ground and to each rank, and the transfers that rely on one."""
    every_state(lambda: four.exception(four.transfer()))
    factories.approve(four.submitted(four.exception(four.transfer())), RECEIVING)
    four.disagree(four.submitted(four.exception(four.transfer())), TRANSFERRING)
    ground_4 = [four.submitted(four.exception(four.transfer(), ground="other_reason")) for _ in range(3)]
    factories.approve(ground_4[1], MANAGERS[1])
    factories.approve(four.disagree(ground_4[2], MANAGERS[0]), MANAGERS[1])
    adoption = [four.submitted(four.exception(before_adoption(), statement="315.4.2")) for _ in range(2)]
    factories.approve(adoption[1], *MANAGERS)
    for goes_on in (four.submitted, lambda one: four.agreed(four.submitted(one)), sealed):
        transfer = four.transfer()
        sealed(four.exception(transfer, ground="other_reason"))
        goes_on(transfer)
    held_back = four.transfer()
    lifting = sealed(four.exception(held_back))
    four.agreed(four.submitted(held_back))
    ended(lifting, submission.withdraw)


def before_adoption() -> Record:
    """Maya's transfer as if she were to be adopted: only the Heads of Service lift what that asks."""
    return factories.ready_draft(**four.FOR_ADOPTION)


def handovers() -> None:
    """Handovers of management: waiting at each signature, with and without something unresolved."""
    every_state(four.handover)
    four.submitted(four.handover())
    factories.approve(four.submitted(four.handover()), "worker")
    for approved in ((), ("new_locality_leader",)):
        record = four.submitted(four.handover(**other.something_unresolved(clock.today())))
        factories.approve(record, "worker", "new_team_leader", *approved)
    sealed(four.handover())


# Writing it down


def write(folder: Path, settings: Settings) -> None:
    """Write every row but the documents' bytes, which become files, and the authority's certificate."""
    (folder / "documents").mkdir(parents=True)
    for document in SealedDocument.select():
        (folder / "documents" / f"{document.code}.pdf").write_bytes(bytes(document.data))
    (folder / "root.pem").write_bytes((settings.seal_folder / "authority" / "certificate.pem").read_bytes())
    text = "\n".join(line for table in models.TABLES for line in rows_of(table)) + "\n"
    (folder / "dump.sql.xz").write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


def rows_of(table: Any) -> Iterator[str]:
    """An INSERT statement for each row, by its columns' names in the database."""
    fields = table._meta.sorted_fields
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    names = [field.column_name for field in fields]
    found = models.database.execute_sql(
        f'SELECT {columns} FROM "{table._meta.table_name}" ORDER BY id'  # noqa: S608
    )
    for row in found:
        values = dict(zip(names, row, strict=True))
        if table is SealedDocument:
            values["data"] = b""
        said = ", ".join(in_sql(values[field.column_name], field) for field in fields)
        yield f'INSERT INTO "{table._meta.table_name}" ({columns}) VALUES ({said});'  # noqa: S608


def in_sql(value: Any, field: Any) -> str:
    """A value as a literal of SQL; bytes as the standard writes them, X'…'."""
    if value is None:
        return "NULL"
    if isinstance(field, BooleanField):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return f"X'{value.hex()}'"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
