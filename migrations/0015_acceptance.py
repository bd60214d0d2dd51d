"""What a submitted version does not meet and managers accept by name is kept, to be counted."""

import peewee


def up(_migrator, db):
    """Make the table; no version from before has anything to accept."""

    class RecordVersion(peewee.Model):
        class Meta:
            database = db
            table_name = "record_version"

    class Acceptance(peewee.Model):
        version = peewee.ForeignKeyField(RecordVersion)
        statement = peewee.CharField(index=True, max_length=12)
        accepted_at = peewee.DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "acceptance"
            indexes = ((("version", "statement"), True),)

    db.create_tables([Acceptance])
