"""Lists of records begin with the one saved last, of however many there are."""


def up(migrator, _db):
    """Add the index that they are read by."""
    migrator.migrate(migrator.add_index("record", ("saved_at",)))
