"""Ended sessions, and who somebody is at the council's sign-in service, are kept; what waits for the worker is signed.

Messages that an earlier version queued carry no signature. They say only that there is work, which the worker finds by
itself within a minute, so they are deleted.
"""

import peewee


def up(_migrator, db):
    """Create both tables, and empty the queue."""

    class Staff(peewee.Model):
        class Meta:
            database = db
            table_name = "staff"

    class EndedSession(peewee.Model):
        key_hash = peewee.CharField(max_length=64, unique=True)
        ended_at = peewee.DateTimeField(index=True)

        class Meta:
            database = db
            table_name = "ended_session"

    class SignInIdentity(peewee.Model):
        staff = peewee.ForeignKeyField(Staff)
        issuer = peewee.CharField(max_length=255)
        subject = peewee.CharField(max_length=255)
        first_at = peewee.DateTimeField()

        class Meta:
            database = db
            table_name = "sign_in_identity"
            indexes = ((("issuer", "subject"), True), (("issuer", "staff"), True))

    db.create_tables([EndedSession, SignInIdentity])
    for table in ("task", "schedule", "kv"):
        db.execute_sql(f"DELETE FROM {table}")  # noqa: S608 - no input
