"""Who stands in for whom, when a step is due, mails that are sent once only, and what the operations page shows."""

import peewee


def _tables(db):
    class Staff(peewee.Model):
        class Meta:
            database = db
            table_name = "staff"

    class Record(peewee.Model):
        class Meta:
            database = db
            table_name = "record"

    class Absence(peewee.Model):
        staff = peewee.ForeignKeyField(Staff)
        stand_in = peewee.ForeignKeyField(Staff)
        first_day = peewee.DateField()
        last_day = peewee.DateField()
        ended_at = peewee.DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "absence"

    class SealingProblem(peewee.Model):
        record = peewee.ForeignKeyField(Record, unique=True)
        why = peewee.TextField()
        first_at = peewee.DateTimeField()
        last_at = peewee.DateTimeField()

        class Meta:
            database = db
            table_name = "sealing_problem"

    class Heartbeat(peewee.Model):
        name = peewee.CharField(unique=True, max_length=40)
        beat_at = peewee.DateTimeField()

        class Meta:
            database = db
            table_name = "heartbeat"

    return [Absence, SealingProblem, Heartbeat]


def up(migrator, db):
    """Create three tables; give a step its due day and since when it waits; mails about no record, and once only."""
    db.create_tables(_tables(db))
    migrator.migrate(
        migrator.add_column("step", "asked_at", peewee.DateTimeField(null=True)),
        migrator.add_column("step", "due_on", peewee.DateField(null=True)),
        migrator.drop_not_null("outbox_mail", "record_id"),
        migrator.add_column("outbox_mail", "once", peewee.CharField(max_length=120, null=True)),
        migrator.add_index("outbox_mail", ("once",), unique=True),
    )
    db.execute_sql("UPDATE step SET asked_at = opened_at")
