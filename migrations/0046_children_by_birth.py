"""Children who will soon reach an age are read from an index of their status, in the order of birth."""


def up(migrator, _db):
    """Add the index."""
    migrator.migrate(migrator.add_index("child", ("status", "date_of_birth")))
