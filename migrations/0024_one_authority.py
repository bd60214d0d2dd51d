"""The authority under which records are sealed here, and when the last backup was made.

The first 'flask setup' after this names the authority: this script would have to read certificates for that.
"""

import peewee


def up(_migrator, db):
    """Make both tables, empty."""

    class SealAuthority(peewee.Model):
        number = peewee.IntegerField(unique=True)
        fingerprint = peewee.CharField(max_length=64)
        name = peewee.TextField()
        since = peewee.DateTimeField()
        said_by = peewee.TextField()

        class Meta:
            database = db
            table_name = "seal_authority"

    class Backup(peewee.Model):
        made_at = peewee.DateTimeField(index=True)
        place = peewee.TextField()

        class Meta:
            database = db
            table_name = "backup"

    db.create_tables([SealAuthority, Backup])
