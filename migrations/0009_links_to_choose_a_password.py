"""Staff choose their own password by an emailed link."""

import peewee


def up(_migrator, db):
    """Create the table of such links."""

    class Staff(peewee.Model):
        class Meta:
            database = db
            table_name = "staff"

    class PasswordLink(peewee.Model):
        staff = peewee.ForeignKeyField(Staff)
        token_hash = peewee.CharField(unique=True, max_length=64)
        expires_at = peewee.DateTimeField()
        used_at = peewee.DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "password_link"

    db.create_tables([PasswordLink])
