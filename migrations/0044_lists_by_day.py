"""Lists are read from indexes that hold what they ask for: the order by day, and the records of a person or team.

What is due on one day is then not sorted first, and of what somebody may see the rows themselves are not read. A record
notes which statements it departs from, and which were accepted as not met, in place of whether there are any.
"""

import peewee

# Table → (columns of the indexes that go, columns of the one in their place).
IN_PLACE = {
    "step": (
        ([["state", "due_on"]], ("state", "due_on", "record_id")),
        ([["record_id"]], ("record_id", "state", "due_on")),
        ([["assignee_id"], ["assignee_id", "state"]], ("assignee_id", "state", "record_id")),
        ([["decided_by_id"]], ("decided_by_id", "record_id")),
        ([["instead_of_id"]], ("instead_of_id", "record_id")),
    ),
    "promised_day": (
        ([["ended_at", "due_on"]], ("ended_at", "due_on", "record_id")),
        ([["record_id"]], ("record_id", "ended_at", "due_on")),
        ([["staff_id"]], ("staff_id", "ended_at")),
    ),
    "record_team": (([["team_id"]], ("team_id", "record_id")),),
    "record_person": (([["staff_id"]], ("staff_id", "record_id")),),
}


# Column of record → where its statements are.
NOTED = {"departs": "departure", "accepts": "acceptance"}


def up(migrator, db):
    """Note the statements, and put the wider indexes in place of the narrower ones."""
    together = "group_concat" if isinstance(db, peewee.SqliteDatabase) else "string_agg"
    for name, table in NOTED.items():
        migrator.migrate(
            migrator.drop_index("record", f"record_saved_at_{name}"),
            migrator.drop_column("record", name),
            migrator.add_column("record", name, peewee.TextField(null=True)),
        )
        noted = f"FROM {table} AS noted JOIN record_version AS one ON one.id = noted.version_id"
        joined = f"SELECT '|' || {together}(noted.statement, '|') || '|' {noted} WHERE one.record_id = record.id"  # noqa: S608 - names of ours
        db.execute_sql(f"UPDATE record SET {name} = ({joined}) WHERE id IN (SELECT one.record_id {noted})")  # noqa: S608
        db.execute_sql(f"CREATE INDEX record_saved_at_{name} ON record (saved_at, id, {name}) WHERE {name} IS NOT NULL")
    for table, changes in IN_PLACE.items():
        names = {tuple(one.columns): one.name for one in db.get_indexes(table)}
        for gone, columns in changes:
            drops = (migrator.drop_index(table, names[tuple(one)]) for one in gone)
            migrator.migrate(migrator.add_index(table, columns), *drops)
