"""Versions say by which recipe their digest was made, and what of them was restricted; what is printed on each sealed
document is kept, so that its paper can be compared with it.

What there is was made by recipe 1. What is on paper is read from the sealed documents.
"""

import json
from io import BytesIO

import peewee
import pikepdf

DOCUMENTS = "SELECT id, part, code FROM sealed_document ORDER BY id"


def up(migrator, db):
    """Add the columns and the table, and fill it one document at a time."""
    migrator.migrate(
        migrator.add_column("record_version", "recipe", peewee.IntegerField(default=1)),
        migrator.add_column("record_version", "withheld", peewee.TextField(null=True)),
    )
    papers = _papers(db)
    db.create_tables([papers])
    mark = "?" if isinstance(db, peewee.SqliteDatabase) else "%s"
    for number, part, code in db.execute_sql(DOCUMENTS).fetchall():
        found = db.execute_sql(f"SELECT data FROM sealed_document WHERE id = {mark}", (number,))  # noqa: S608 - a mark
        if (printed := _printed(bytes(found.fetchone()[0]), part)) is not None:
            papers.create(code=code, **printed)


def _printed(data, part):
    """The columns of what a sealed document prints; None where it cannot be read."""
    try:
        with pikepdf.open(BytesIO(data)) as opened:
            pages, attached = len(opened.pages), opened.attachments.get("answers.json")
            said = json.loads(attached.get_file().read_bytes()) if attached else {}
    except (pikepdf.PdfError, ValueError):
        return None
    refused = said.get("refused_on")
    parts = [
        {"part": line.get("part") or line["title"], "outcome": line["outcome"], "at": line["at"]}
        for line in said.get("decisions", ())
    ]
    return {
        "pages": pages,
        "digest": "" if part == "restricted" else said.get("version_digest", ""),
        "recipe": 1,
        "decision": "refused" if refused else "approved",
        "decided_on": refused or said.get("approved_on"),
        "parts": json.dumps(parts, ensure_ascii=False, separators=(",", ":")),
    }


def _papers(db):
    class SealedPaper(peewee.Model):
        code = peewee.CharField(max_length=20, unique=True)
        pages = peewee.IntegerField()
        digest = peewee.CharField(max_length=64)
        recipe = peewee.IntegerField()
        decision = peewee.CharField(max_length=20)
        decided_on = peewee.DateField(null=True)
        parts = peewee.TextField()

        class Meta:
            database = db
            table_name = "sealed_paper"

    return SealedPaper
