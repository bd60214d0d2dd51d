"""What is due is read by indexes that have the order of its lists: by day, and of one day by record."""


def up(migrator, db):
    """Put indexes with the record in place of those without it."""
    for table, columns in {"step": ("state", "due_on"), "promised_day": ("ended_at", "due_on")}.items():
        without = next(one.name for one in db.get_indexes(table) if one.columns == list(columns))
        migrator.migrate(migrator.add_index(table, (*columns, "record_id")), migrator.drop_index(table, without))
