"""Lists of records are narrowed by the reason for the change of worker and by corrections of the register, and sorted
by what is due first.

Both are read from the answers of the records that there are. Whoever takes a list as a file is noted, and when somebody
was reminded of what is promised, which is read from the mails that were sent.
"""

import json

import peewee

AT_ONCE = 1_000
REASON, CORRECTION = "transfer_reason_code", "correction-"


def up(migrator, db):
    """Add the columns with their indexes, and fill them; add the index of what is due, and the table of exports."""
    migrator.migrate(
        migrator.add_column("record", "reason_code", peewee.CharField(max_length=10, default="")),
        migrator.add_index("record", ("reason_code",)),
        migrator.add_column("record", "has_corrections", peewee.BooleanField(default=False)),
        migrator.add_index("record", ("has_corrections",)),
        migrator.add_index("step", ("state", "due_on")),
        migrator.add_column("promised_day", "reminded_at", peewee.DateTimeField(null=True)),
    )
    db.create_tables([_export(db)])

    class Record(peewee.Model):
        id = peewee.AutoField()
        answers = peewee.TextField()
        reason_code = peewee.CharField(max_length=10)
        has_corrections = peewee.BooleanField()

        class Meta:
            database = db
            table_name = "record"

    for number, stored in _all(Record):
        answers = json.loads(stored)
        corrects = any(name.startswith(CORRECTION) for name in answers)
        Record.update(reason_code=_reason(answers), has_corrections=corrects).where(Record.id == number).execute()
    _note_reminders(db)


def _all(record):
    """(id, answers as stored) of the records that may give a reason or correct something, some at a time."""
    last, asked = 0, record.answers.contains(REASON) | record.answers.contains(CORRECTION)
    query = record.select(record.id, record.answers).where(asked).order_by(record.id).limit(AT_ONCE)
    while rows := list(query.where(record.id > last).tuples()):
        yield from rows
        last = rows[-1][0]


def _reason(answers):
    found = answers.get(REASON)
    return found if isinstance(found, str) and len(found) <= 10 else ""


def _note_reminders(db):
    class PromisedDay(peewee.Model):
        id = peewee.AutoField()
        reminded_at = peewee.DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "promised_day"

    sent = "SELECT about, sent_at FROM outbox_mail WHERE kind = 'promised' AND sent_at IS NOT NULL ORDER BY id"
    for about, at in db.execute_sql(sent).fetchall():
        listed = PromisedDay.id.in_(json.loads(about).get("promises", []))
        PromisedDay.update(reminded_at=at).where(listed).execute()


def _export(db):
    class Staff(peewee.Model):
        class Meta:
            database = db
            table_name = "staff"

    class Export(peewee.Model):
        staff = peewee.ForeignKeyField(Staff)
        listed = peewee.CharField(max_length=40)
        narrowed_to = peewee.TextField()
        rows = peewee.IntegerField()
        taken_at = peewee.DateTimeField(index=True)

        class Meta:
            database = db
            table_name = "export"
            indexes = ((("staff", "taken_at"), False),)

    return Export
