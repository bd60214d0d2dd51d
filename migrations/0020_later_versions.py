"""A sealed record is corrected or cancelled by a record of its own, which names the one that it takes the place of."""

import peewee


def up(migrator, db):
    """Add the column, blank: nothing was corrected before."""
    record = _existing(db)
    key = peewee.ForeignKeyField(record, record.id, null=True)
    migrator.migrate(migrator.add_column("record", "amends_id", key))


def _existing(db):
    class Record(peewee.Model):
        id = peewee.AutoField()

        class Meta:
            database = db
            table_name = "record"

    return Record
