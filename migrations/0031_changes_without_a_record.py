"""Changes of worker are kept for lists, with why some have no record; and who read what is held of a child.

The first are counted from the register and the sealed records: 'flask setup' and each load of the register do it.
"""

import peewee


def up(_migrator, db):
    """Make the three tables."""
    there = {
        name: _existing(db, name) for name in ("staff", "child", "team", "record", "allocation", "reading_purpose")
    }

    class Here(peewee.Model):
        class Meta:
            database = db

    class WorkerChange(Here):
        allocation = peewee.ForeignKeyField(there["allocation"], unique=True, on_delete="CASCADE")
        child = peewee.ForeignKeyField(there["child"])
        team = peewee.ForeignKeyField(there["team"])
        started_on = peewee.DateField()
        before = peewee.ForeignKeyField(there["staff"], null=True, backref="+")
        standing = peewee.CharField(max_length=10)
        record = peewee.ForeignKeyField(there["record"], null=True, on_delete="SET NULL")

        class Meta:
            table_name = "worker_change"
            indexes = ((("team", "standing", "started_on"), False), (("standing", "started_on"), False))

    class ChangeExplained(Here):
        allocation = peewee.ForeignKeyField(there["allocation"], on_delete="CASCADE")
        reason = peewee.CharField(max_length=20)
        words = peewee.TextField(default="")
        staff = peewee.ForeignKeyField(there["staff"], backref="+")
        explained_at = peewee.DateTimeField()
        undone_by = peewee.ForeignKeyField(there["staff"], null=True, backref="+")
        undone_at = peewee.DateTimeField(null=True)

        class Meta:
            table_name = "change_explained"

    class ChildEvent(Here):
        child = peewee.ForeignKeyField(there["child"])
        event = peewee.CharField(max_length=20)
        staff = peewee.ForeignKeyField(there["staff"], backref="+")
        purpose = peewee.ForeignKeyField(there["reading_purpose"], null=True)
        happened_at = peewee.DateTimeField()

        class Meta:
            table_name = "child_event"
            indexes = ((("child", "staff", "event"), False), (("purpose", "happened_at"), False))

    db.create_tables([WorkerChange, ChangeExplained, ChildEvent])


def _existing(db, name):
    """A table that is there already, for references to it."""

    class Meta:
        database = db
        table_name = name

    return type(name.title(), (peewee.Model,), {"Meta": Meta})
