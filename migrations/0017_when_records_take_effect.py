"""Lists of records can be narrowed by the day on which responsibility passes, which is read from a record's answers."""

import json
from datetime import date

import peewee

ASKED_AS = {"exception_decision": "move_on", "management_handover": "responsibility_date"}
AT_ONCE = 1_000


def up(migrator, db):
    """Add the column, and fill it from the answers of the records that there are."""
    migrator.migrate(
        migrator.add_column("record", "takes_effect_on", peewee.DateField(null=True)),
        migrator.add_index("record", ("takes_effect_on",)),
    )

    class Record(peewee.Model):
        id = peewee.AutoField()
        kind = peewee.CharField()
        answers = peewee.TextField()
        takes_effect_on = peewee.DateField(null=True)

        class Meta:
            database = db
            table_name = "record"

    for number, kind, stored in _all(Record):
        answers = json.loads(stored) if isinstance(stored, str) else stored
        if day := _day(answers.get(ASKED_AS.get(kind, "transfer_date"))):
            Record.update(takes_effect_on=day).where(Record.id == number).execute()


def _all(record):
    """(id, kind, answers as stored) of all records, some at a time."""
    columns, last = (record.id, record.kind, record.answers), 0
    while rows := list(record.select(*columns).where(record.id > last).order_by(record.id).limit(AT_ONCE).tuples()):
        yield from rows
        last = rows[-1][0]


def _day(answer):
    try:
        return date.fromisoformat(answer)
    except (TypeError, ValueError):
        return None
