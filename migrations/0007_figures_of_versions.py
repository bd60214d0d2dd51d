"""A version keeps the council's own figures that it was weighed under, until it is sealed and for good."""

from peewee import TextField


def up(migrator, _db):
    """Add the figures; versions from before were weighed under the protocol's own, or those of today."""
    migrator.migrate(migrator.add_column("record_version", "figures", TextField(null=True)))
