"""Those who decide last can refuse; what they refuse binds later records about the same transfer."""

import peewee


def up(migrator, db):
    """Add to steps what a chain says of refusing, and make the table of refusals. Earlier steps cannot be refused."""
    migrator.migrate(
        migrator.add_column("step", "may_refuse", peewee.BooleanField(default=False)),
        migrator.add_column("step", "passes_up", peewee.BooleanField(default=False)),
        migrator.add_column("step", "again_after", peewee.CharField(max_length=60, default="")),
    )
    there = {name: _existing(db, name) for name in ("record", "step", "child", "team", "staff")}

    class Refusal(peewee.Model):
        record = peewee.ForeignKeyField(there["record"])
        step = peewee.ForeignKeyField(there["step"])
        child = peewee.ForeignKeyField(there["child"])
        rank = peewee.CharField(max_length=40)
        team = peewee.ForeignKeyField(there["team"], null=True)
        to_team = peewee.ForeignKeyField(there["team"], null=True, backref="+")
        to_worker = peewee.ForeignKeyField(there["staff"], null=True, backref="+")
        stays = peewee.BooleanField()
        refused_at = peewee.DateTimeField()
        settled_at = peewee.DateTimeField(null=True)
        settled_by = peewee.ForeignKeyField(there["staff"], null=True, backref="+")
        settled_reason = peewee.TextField()

        class Meta:
            database = db
            table_name = "refusal"

    db.create_tables([Refusal])


def _existing(db, name):
    """A table that is there already, for references to it."""

    class Meta:
        database = db
        table_name = name

    return type(name.title(), (peewee.Model,), {"Meta": Meta})
