"""The letters to the child and the parents that go with a record."""

import peewee


def up(_migrator, db):
    """Make the table. Records sealed before have no letters."""
    there = {name: _existing(db, name) for name in ("staff", "record")}

    class Letter(peewee.Model):
        record = peewee.ForeignKeyField(there["record"])
        recipient = peewee.CharField(max_length=10)
        number = peewee.IntegerField()
        text = peewee.TextField()
        facts = peewee.TextField()
        digest = peewee.CharField(max_length=64)
        written_by = peewee.ForeignKeyField(there["staff"])
        written_at = peewee.DateTimeField()
        agreed = peewee.BooleanField(null=True)
        answered_by = peewee.ForeignKeyField(there["staff"], null=True, backref="+")
        answered_at = peewee.DateTimeField(null=True)
        said = peewee.TextField()

        class Meta:
            database = db
            table_name = "letter"
            indexes = ((("record", "recipient", "number"), True),)

    db.create_tables([Letter])


def _existing(db, name):
    """A table that is there already, for references to it."""

    class Meta:
        database = db
        table_name = name

    return type(name.title(), (peewee.Model,), {"Meta": Meta})
