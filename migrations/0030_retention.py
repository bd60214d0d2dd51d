"""How long records are kept: what the clocks need to know of a child, when each record is due, holds and disposals."""

import peewee


def up(migrator, db):
    """Add the two columns, and make the three tables. The worker counts when records are due."""
    migrator.migrate(
        migrator.add_column("child", "date_of_death", peewee.DateField(null=True)),
        migrator.add_column("child", "adoption_order_on", peewee.DateField(null=True)),
    )
    there = {name: _existing(db, name) for name in ("staff", "child", "record")}

    class Here(peewee.Model):
        class Meta:
            database = db

    class Retention(Here):
        record = peewee.ForeignKeyField(there["record"])
        part = peewee.CharField(max_length=10)
        rule = peewee.CharField(max_length=40)
        due_on = peewee.DateField(index=True, null=True)
        counted_on = peewee.DateField(index=True)

        class Meta:
            table_name = "retention"
            indexes = ((("record", "part"), True),)

    class LegalHold(Here):
        record = peewee.ForeignKeyField(there["record"], null=True)
        child = peewee.ForeignKeyField(there["child"], null=True)
        why = peewee.TextField()
        placed_by = peewee.ForeignKeyField(there["staff"], backref="+")
        placed_at = peewee.DateTimeField()
        last_day = peewee.DateField(null=True)
        review_on = peewee.DateField(null=True)
        lifted_by = peewee.ForeignKeyField(there["staff"], null=True, backref="+")
        lifted_at = peewee.DateTimeField(null=True)
        lifted_why = peewee.TextField(default="")

        class Meta:
            table_name = "legal_hold"

    class Disposal(Here):
        record = peewee.ForeignKeyField(there["record"])
        part = peewee.CharField(max_length=10)
        rule = peewee.CharField(max_length=40)
        due_on = peewee.DateField(null=True)
        first_by = peewee.ForeignKeyField(there["staff"], null=True, backref="+")
        first_at = peewee.DateTimeField(null=True)
        second_by = peewee.ForeignKeyField(there["staff"], null=True, backref="+")
        second_at = peewee.DateTimeField(null=True)
        done_at = peewee.DateTimeField(index=True, null=True)
        done_by = peewee.TextField(default="")

        class Meta:
            table_name = "disposal"
            indexes = ((("record", "part"), True),)

    db.create_tables([Retention, LegalHold, Disposal])


def _existing(db, name):
    """A table that is there already, for references to it."""

    class Meta:
        database = db
        table_name = name

    return type(name.title(), (peewee.Model,), {"Meta": Meta})
