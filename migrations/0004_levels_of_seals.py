"""Until when the last time-stamp over a sealed document can be checked, and when its level was last tried to raise."""

import peewee


def up(migrator, _db):
    """Add two columns to the sealed documents; those that are there have never been tried."""
    migrator.migrate(
        migrator.add_column("sealed_document", "stamp_ends_at", peewee.DateTimeField(null=True)),
        migrator.add_column("sealed_document", "raise_tried_at", peewee.DateTimeField(null=True)),
    )
