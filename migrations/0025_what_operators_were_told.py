"""Operators are told once of a fault, by all processes together; a mail counts how often its server gave no answer."""

import peewee


def up(migrator, db):
    """Add the column, and make the table."""
    migrator.migrate(migrator.add_column("outbox_mail", "unanswered", peewee.IntegerField(default=0)))

    class Alert(peewee.Model):
        part = peewee.CharField(max_length=40, unique=True)
        word = peewee.CharField(max_length=40)
        since = peewee.DateTimeField()
        told_at = peewee.DateTimeField()
        times = peewee.IntegerField()

        class Meta:
            database = db
            table_name = "alert"

    db.create_tables([Alert])
