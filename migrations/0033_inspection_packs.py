"""Packs of sealed records that somebody asked for, their documents, and their file in pieces."""

import peewee


def up(_migrator, db):
    """Make the three tables."""
    there = {name: _existing(db, name) for name in ("staff", "sealed_document")}

    class Here(peewee.Model):
        class Meta:
            database = db

    class InspectionPack(Here):
        staff = peewee.ForeignKeyField(there["staff"], unique=True)
        what_for = peewee.TextField()
        children = peewee.TextField()
        since = peewee.DateField(null=True)
        until = peewee.DateField(null=True)
        documents = peewee.IntegerField()
        state = peewee.CharField(max_length=10)
        asked_at = peewee.DateTimeField()
        tries = peewee.IntegerField(default=0)
        claimed_at = peewee.DateTimeField(null=True)
        made_at = peewee.DateTimeField(null=True)
        ends_at = peewee.DateTimeField()
        size = peewee.IntegerField(default=0)
        sha256 = peewee.CharField(max_length=64, default="")
        why = peewee.TextField(default="")

        class Meta:
            table_name = "inspection_pack"

    class PackedDocument(Here):
        pack = peewee.ForeignKeyField(InspectionPack, on_delete="CASCADE")
        document = peewee.ForeignKeyField(there["sealed_document"], on_delete="CASCADE")

        class Meta:
            table_name = "packed_document"
            indexes = ((("pack", "document"), True),)

    class PackPiece(Here):
        pack = peewee.ForeignKeyField(InspectionPack, on_delete="CASCADE")
        number = peewee.IntegerField()
        data = peewee.BlobField()

        class Meta:
            table_name = "pack_piece"
            indexes = ((("pack", "number"), True),)

    db.create_tables([InspectionPack, PackedDocument, PackPiece])


def _existing(db, name):
    """A table that is there already, for references to it."""

    class Meta:
        database = db
        table_name = name

    return type(name.title().replace("_", ""), (peewee.Model,), {"Meta": Meta})
