"""Lists are read from indexes that hold what they ask for: the order by day, and the records of a person or team.

What is due on one day is then not sorted first, and of what somebody may see the rows themselves are not read.
"""

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


def up(migrator, db):
    """Put the wider indexes in place of the narrower ones."""
    for table, changes in IN_PLACE.items():
        names = {tuple(one.columns): one.name for one in db.get_indexes(table)}
        for gone, columns in changes:
            drops = (migrator.drop_index(table, names[tuple(one)]) for one in gone)
            migrator.migrate(migrator.add_index(table, columns), *drops)
