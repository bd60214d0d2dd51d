"""Letters that nobody has answered yet are found by when they were written."""


def up(migrator, _db):
    """Add the index."""
    migrator.migrate(migrator.add_index("letter", ("agreed", "written_at")))
