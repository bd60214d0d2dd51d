"""A child's status, legal status and placement, and the posts of staff, have days; today's begin them."""

from datetime import UTC, datetime

import peewee

CHILDREN = (
    "INSERT INTO child_spell (child_id, about, value, category, started_on, first_seen_on, seen_on) "
    "SELECT id, 'status', status, child_protection_category, NULL, {day}, {day} FROM child",
    "INSERT INTO child_spell (child_id, about, value, started_on, first_seen_on, seen_on) "
    "SELECT id, 'legal_status', legal_status, legal_status_since, {day}, {day} FROM child",
    "INSERT INTO child_spell (child_id, about, value, first_seen_on, seen_on) "
    "SELECT id, 'placement', placement, {day}, {day} FROM child",
)
POSTS = (
    "INSERT INTO post (staff_id, role, team_id, service, locality, first_seen_on, seen_on) SELECT id, role, "
    "CASE WHEN role IN ('social_worker', 'team_leader') THEN team_id END, "
    "CASE WHEN role IN ('service_delivery_manager', 'head_of_service', 'business_support') THEN service END, "
    "CASE WHEN role IN ('locality_leader', 'business_support') THEN locality END, "
    "{day}, {day} FROM staff WHERE active"
)


def up(migrator, db):
    """Make both tables, fill them from what is known of today, and drop the one first day that was known so far."""
    db.create_tables(_tables(db))
    for statement in (*CHILDREN, POSTS):
        db.execute_sql(statement.format(day=f"'{_last_day(db)}'"))
    migrator.migrate(migrator.drop_column("child", "legal_status_since", cascade=False))


def _last_day(db):
    """The last day on which a record was saved here: no load has been dated so far, and the register was used then."""
    (last,) = db.execute_sql("SELECT MAX(saved_at) FROM record").fetchone()
    return str(last)[:10] if last else datetime.now(UTC).date().isoformat()


def _tables(db):
    class Child(peewee.Model):
        class Meta:
            database = db
            table_name = "child"

    class Staff(peewee.Model):
        class Meta:
            database = db
            table_name = "staff"

    class Team(peewee.Model):
        class Meta:
            database = db
            table_name = "team"

    class ChildSpell(peewee.Model):
        child = peewee.ForeignKeyField(Child)
        about = peewee.CharField(max_length=20)
        value = peewee.CharField(max_length=30)
        category = peewee.CharField(max_length=20, null=True)
        started_on = peewee.DateField(null=True)
        ended_on = peewee.DateField(null=True)
        first_seen_on = peewee.DateField()
        seen_on = peewee.DateField()

        class Meta:
            database = db
            table_name = "child_spell"
            indexes = ((("child", "about"), False),)

    class Post(peewee.Model):
        staff = peewee.ForeignKeyField(Staff)
        role = peewee.CharField(max_length=40)
        team = peewee.ForeignKeyField(Team, null=True)
        service = peewee.CharField(max_length=30, null=True)
        locality = peewee.CharField(max_length=60, null=True)
        started_on = peewee.DateField(null=True)
        ended_on = peewee.DateField(null=True)
        first_seen_on = peewee.DateField()
        seen_on = peewee.DateField()

        class Meta:
            database = db
            table_name = "post"
            indexes = ((("role", "service"), False), (("role", "locality"), False))

    return [ChildSpell, Post]
