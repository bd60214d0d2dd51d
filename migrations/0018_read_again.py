"""A record that is started from an earlier one names the answers that came along and are to be read again."""

import peewee


def up(migrator, _db):
    """Add the column, with none of them: nothing was started so before."""
    migrator.migrate(migrator.add_column("record", "to_read", peewee.TextField(default="[]")))
