"""Tables of what figures count and of its sums. The worker fills them."""

import peewee


def up(_migrator, db):
    """Make the three tables, empty."""

    class Here(peewee.Model):
        class Meta:
            database = db

    class CountedFact(Here):
        figure = peewee.CharField(max_length=20)
        month = peewee.DateField()
        key = peewee.CharField(max_length=40)
        key2 = peewee.CharField(max_length=40)
        team = peewee.IntegerField(null=True)
        other_team = peewee.IntegerField(null=True)
        record = peewee.IntegerField(null=True, index=True)
        child = peewee.IntegerField(null=True, index=True)
        readers_team = peewee.IntegerField(null=True)
        is_printed = peewee.BooleanField()

        class Meta:
            table_name = "counted_fact"
            indexes = (
                (("figure", "month", "key"), False),
                (("team", "figure", "month"), False),
                (("other_team", "figure", "month"), False),
            )

    class FigureCount(Here):
        place = peewee.CharField(max_length=80)
        figure = peewee.CharField(max_length=20)
        month = peewee.DateField()
        key = peewee.CharField(max_length=40)
        key2 = peewee.CharField(max_length=40)
        number = peewee.IntegerField()
        moved = peewee.IntegerField()
        unsealed = peewee.IntegerField()

        class Meta:
            table_name = "figure_count"
            indexes = ((("place", "figure", "month", "key", "key2"), True),)

    class FiguresKept(Here):
        counted_at = peewee.DateTimeField()
        children_on = peewee.DateField()
        register_since = peewee.DateField(null=True)
        events_to = peewee.IntegerField()
        places = peewee.CharField(max_length=64)

        class Meta:
            table_name = "figures_kept"

    db.create_tables([CountedFact, FigureCount, FiguresKept])
