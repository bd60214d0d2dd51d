"""Lists of a kind of record, and of records that name teams of several services, are read by indexes of their order."""

import peewee

CROSSES = """SELECT 1 FROM record_team AS one JOIN team AS of_one ON of_one.id = one.team_id
    JOIN record_team AS other ON other.record_id = one.record_id JOIN team AS of_other ON of_other.id = other.team_id
    WHERE one.record_id = record.id AND of_one.service <> of_other.service"""


def up(migrator, db):
    """Add the column, fill it, and add the indexes."""
    migrator.migrate(migrator.add_column("record", "crosses", peewee.BooleanField(null=True)))
    db.execute_sql(f"UPDATE record SET crosses = TRUE WHERE EXISTS ({CROSSES})")  # noqa: S608 - words of ours
    db.execute_sql("CREATE INDEX record_state_crosses ON record (state, saved_at) WHERE crosses IS NOT NULL")
    # A condition that every record meets: only queries that have it use the index.
    db.execute_sql("CREATE INDEX record_kind_state_saved_at ON record (kind, state, saved_at) WHERE revision >= 0")
