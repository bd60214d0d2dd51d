"""A sealed record is corrected or cancelled by a record of its own, which names the one that it takes the place of."""

import peewee


def up(migrator, _db):
    """Add the column, blank: nothing was corrected before."""

    class Record(peewee.Model):
        class Meta:
            table_name = "record"
            database = _db

    migrator.migrate(
        migrator.add_column(
            "record", "amends_id", peewee.ForeignKeyField(Record, Record.id, null=True, index=True, backref="+")
        )
    )
