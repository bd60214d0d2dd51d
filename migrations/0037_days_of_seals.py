"""What was sealed in a period is found by an index of the stages of seals, for exports and packs."""


def up(migrator, _db):
    """Add the index."""
    migrator.migrate(migrator.add_index("seal_stage", ("sealed_at",)))
