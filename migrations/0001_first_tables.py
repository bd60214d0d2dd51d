"""The first tables: the register, records and their decisions, mail, audit, sealed documents."""

import models


def up(_, db):
    """Create every table."""
    db.create_tables(models.TABLES)


def down(_, db):
    """Drop every table."""
    db.drop_tables(models.TABLES)
