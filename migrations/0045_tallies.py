"""How often somebody guessed or was refused, by the hour: a number, and nothing about who."""

import peewee


def up(_migrator, db):
    """Make the table."""

    class Tally(peewee.Model):
        what = peewee.CharField(max_length=60)
        hour = peewee.DateTimeField()
        number = peewee.IntegerField()

        class Meta:
            database = db
            table_name = "tally"
            indexes = ((("what", "hour"), True),)

    db.create_tables([Tally])
