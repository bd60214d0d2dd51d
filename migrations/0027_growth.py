"""Who wrote in a record has a table of its own; changes of answers are kept while a record can still be a draft.

Until now answer changes said who wrote, and stayed for ever, with every text twice. Of records that are sealed or
withdrawn they are deleted here. What else grew with all records that there ever were is found by indexes: the next mail
to be sent, lists of a state, and the versions that correct the register.
"""

import peewee

CLOSED = ("sealed", "refusal_sealed", "withdrawn", "corrected", "cancelled")
FILL = """
    INSERT INTO record_writer (record_id, staff_id, first_at, last_at)
    SELECT record_id, staff_id, MIN(at), MAX(at) FROM (
        SELECT record_id, staff_id, changed_at AS at FROM answer_change
        UNION ALL SELECT record_id, submitted_by_id, submitted_at FROM record_version
        UNION ALL SELECT id, author_id, created_at FROM record
    ) AS wrote GROUP BY record_id, staff_id
"""


def up(migrator, db):
    """Make and fill the table, delete what it replaces, and add the indexes."""
    db.create_tables([_record_writer(db)])
    db.execute_sql(FILL)
    states = ", ".join(f"'{state}'" for state in CLOSED)
    db.execute_sql(
        f"DELETE FROM answer_change WHERE record_id IN (SELECT id FROM record WHERE state IN ({states}))"  # noqa: S608
    )
    migrator.migrate(
        migrator.add_column("record_version", "has_corrections", peewee.BooleanField(default=False)),
        migrator.add_index("record_version", ("has_corrections", "submitted_at")),
        migrator.drop_column("answer_change", "after"),
        migrator.add_index("record", ("state", "saved_at")),
        migrator.add_index("outbox_mail", ("state", "next_attempt_at")),
        migrator.drop_index("outbox_mail", _index_of(db, "outbox_mail", ["next_attempt_at"])),
    )
    corrects = f"UPDATE record_version SET has_corrections = TRUE WHERE answers LIKE {db.param}"  # noqa: S608
    db.execute_sql(corrects, ('%"correction-%',))


def _record_writer(db):
    class Record(peewee.Model):
        class Meta:
            database = db
            table_name = "record"

    class Staff(peewee.Model):
        class Meta:
            database = db
            table_name = "staff"

    class RecordWriter(peewee.Model):
        record = peewee.ForeignKeyField(Record)
        staff = peewee.ForeignKeyField(Staff)
        first_at = peewee.DateTimeField()
        last_at = peewee.DateTimeField()

        class Meta:
            database = db
            table_name = "record_writer"
            indexes = ((("record", "staff"), True),)

    return RecordWriter


def _index_of(db, table, columns):
    """The name of the index of these columns."""
    return next(index.name for index in db.get_indexes(table) if list(index.columns) == columns)
