"""The background worker's queue, as Huey makes it. It opens a connection of its own, so no transaction is around it."""

from huey.contrib.sql_huey import SqlStorage

atomic = False


def up(_, db):
    """Create Huey's tables."""
    SqlStorage("handover", database=db)
