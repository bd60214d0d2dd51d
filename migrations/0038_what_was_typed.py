"""Of a search of children what was typed is kept until it has ended, by which its further letters are known.

Until now the first two letters were kept, so that different names that begin with the same two counted as one search.
"""

import peewee


def up(migrator, db):  # noqa: ARG001 - every migration is given both
    """Put the one column in the other's place."""
    migrator.migrate(
        migrator.add_column("child_search", "typed", peewee.CharField(max_length=100, default="")),
        migrator.drop_column("child_search", "stem"),
    )
