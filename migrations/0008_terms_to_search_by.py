"""Children, staff and teams are found by an index of the parts of their words."""

import peewee

LONGEST = 24
KINDS = ("child", "staff", "team")


def _table(db):
    class Terms(peewee.Model):
        kind = peewee.CharField(max_length=20)
        row = peewee.IntegerField()
        starts = peewee.BooleanField()
        term = peewee.BlobField()

        class Meta:
            database = db
            table_name = "search_term"
            indexes = ((("kind", "starts", "term", "row"), True), (("kind", "row"), False))

    return Terms


def up(migrator, db):
    """Make the table, fill it from what each row is found by, and drop the indexes that no search used."""
    terms = _table(db)
    db.create_tables([terms])
    fill(db, terms)
    migrator.migrate(*(migrator.drop_index(kind, f"{kind}_search") for kind in KINDS))


def parts(search):
    """What stands in each word from each letter on, and whether that is the whole word."""
    words = search.split()
    return {(at == 0, word[at : at + LONGEST].encode()) for word in words for at in range(len(word))}


def fill(db, terms):
    """Store the terms of every row there is."""
    for kind in KINDS:
        rows = peewee.Table(kind, ("id", "search")).bind(db).select().tuples()
        found_by = ((kind, row, starts, term) for row, search in rows for starts, term in parts(search))
        for some in peewee.chunked(found_by, 1000):
            terms.insert_many(some, fields=(terms.kind, terms.row, terms.starts, terms.term)).execute()
