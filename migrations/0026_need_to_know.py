"""Searches of children are counted, needs outside one's teams stated, and auditors read for a purpose."""

import peewee


def up(_migrator, db):
    """Make the four tables. What was searched or read before is not known."""
    there = {name: _existing(db, name) for name in ("staff", "child", "team", "record")}

    class Here(peewee.Model):
        class Meta:
            database = db

    class ChildSearch(Here):
        staff = peewee.ForeignKeyField(there["staff"])
        began_at = peewee.DateTimeField(index=True)
        last_at = peewee.DateTimeField()
        stem = peewee.CharField(max_length=2)
        children = peewee.TextField()
        beyond = peewee.BooleanField()

        class Meta:
            table_name = "child_search"
            indexes = ((("staff", "began_at"), False),)

    class StatedNeed(Here):
        staff = peewee.ForeignKeyField(there["staff"])
        child = peewee.ForeignKeyField(there["child"], null=True)
        worker = peewee.ForeignKeyField(there["staff"], null=True, backref="+")
        team = peewee.ForeignKeyField(there["team"], null=True)
        told = peewee.ForeignKeyField(there["staff"], null=True, backref="+")
        reason = peewee.TextField()
        given_at = peewee.DateTimeField()

        class Meta:
            table_name = "stated_need"
            indexes = ((("told", "given_at"), False), (("staff", "given_at"), False))

    class ReadingPurpose(Here):
        staff = peewee.ForeignKeyField(there["staff"])
        purpose = peewee.CharField(max_length=40)
        what_for = peewee.TextField()
        began_at = peewee.DateTimeField()
        last_day = peewee.DateField()
        ended_at = peewee.DateTimeField(null=True)

        class Meta:
            table_name = "reading_purpose"

    class ReadForPurpose(Here):
        purpose = peewee.ForeignKeyField(ReadingPurpose)
        record = peewee.ForeignKeyField(there["record"])
        read_at = peewee.DateTimeField()

        class Meta:
            table_name = "read_for_purpose"
            indexes = ((("purpose", "record"), True), (("record", "read_at"), False))

    db.create_tables([ChildSearch, StatedNeed, ReadingPurpose, ReadForPurpose])


def _existing(db, name):
    """A table that is there already, for references to it."""

    class Meta:
        database = db
        table_name = name

    return type(name.title(), (peewee.Model,), {"Meta": Meta})
