"""First workers of children are no changes, and records are found by the end of their references.

What was explained is held to the register: the worker counts it anew within the hour, as its spells have no row then.
"""

import peewee


def up(migrator, db):
    """Let first workers stand as such, leave what was explained to be counted anew, add the ends and fill them."""
    db.execute_sql("UPDATE worker_change SET standing = 'first' WHERE before_id IS NULL AND standing <> ''")
    db.execute_sql("DELETE FROM worker_change WHERE standing = 'explained'")
    migrator.migrate(migrator.add_column("record", "reference_end", peewee.CharField(max_length=12, default="")))
    # Every prefix has three letters.
    db.execute_sql("UPDATE record SET reference_end = substr(reference, 10)")
    migrator.migrate(migrator.add_index("record", ("reference_end",)))
