"""Lists that many records are in are read by indexes that have their order.

A record notes whether it departs from something, left something to be accepted as not met, was refused, or promises
something that is open.
"""

import peewee

NOTED = {
    "departs": "SELECT 1 FROM departure JOIN record_version ON record_version.id = departure.version_id"
    " WHERE record_version.record_id = record.id",
    "accepts": "SELECT 1 FROM acceptance JOIN record_version ON record_version.id = acceptance.version_id"
    " WHERE record_version.record_id = record.id",
    "refuses": "SELECT 1 FROM refusal WHERE refusal.record_id = record.id",
    "promises": "SELECT 1 FROM promised_day WHERE promised_day.record_id = record.id AND ended_at IS NULL",
}


def up(migrator, db):
    """Add the columns, fill them, and add the indexes."""
    migrator.migrate(*(migrator.add_column("record", name, peewee.BooleanField(null=True)) for name in NOTED))
    for name, query in NOTED.items():
        db.execute_sql(f"UPDATE record SET {name} = TRUE WHERE EXISTS ({query})")  # noqa: S608 - names of ours
    migrator.migrate(
        *(migrator.drop_index("record", _index_of(db, [name])) for name in ("reason_code", "has_corrections")),
        *(migrator.add_index("record", (name, "saved_at")) for name in ("reason_code", "has_corrections")),
    )
    for name in (*NOTED, "amends_id"):
        db.execute_sql(f"CREATE INDEX record_saved_at_{name} ON record (saved_at) WHERE {name} IS NOT NULL")


def _index_of(db, columns):
    return next(index.name for index in db.get_indexes("record") if index.columns == columns)
