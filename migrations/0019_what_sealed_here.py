"""The certificates that ever sealed here, and each stage of every sealed document, are kept by their SHA-256.

Both are filled from the sealed documents that there are: the certificates are in their seals, and each stage of a file
is its bytes up to the end of a signature (PDF 32000-1, 12.8.1). 'flask setup' and the worker add the certificates in
the sealing folder.
"""

import hashlib
import re

import peewee
from asn1crypto import cms, pem

RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
DOCUMENTS = """
    SELECT sealed_document.id, record.reference, sealed_document.version, part, code, level, certificate, sealed_at
    FROM sealed_document JOIN record ON record.id = sealed_document.record_id ORDER BY sealed_document.id
"""


def up(_migrator, db):
    """Make the tables, and fill them one document at a time."""
    certificates, stages = _tables(db)
    db.create_tables([certificates, stages])
    mark = "?" if isinstance(db, peewee.SqliteDatabase) else "%s"
    for number, reference, version, part, code, level, fingerprint, sealed_at in db.execute_sql(DOCUMENTS).fetchall():
        found = db.execute_sql(f"SELECT data FROM sealed_document WHERE id = {mark}", (number,))  # noqa: S608 - a mark
        data = bytes(found.fetchone()[0])
        known = {"code": code, "reference": reference, "version": version, "part": part, "certificate": fingerprint}
        moments = {"sealed_at": sealed_at, "recorded_at": sealed_at}
        for length in _lengths(data):
            sha256 = hashlib.sha256(data[:length]).hexdigest()
            stages.create(length=length, sha256=sha256, level=level, **known, **moments)
        is_known = certificates.select().where(certificates.fingerprint == fingerprint).exists()
        if not is_known and (certificate := _pem_of(data, fingerprint)):
            certificates.create(fingerprint=fingerprint, pem=certificate, first_used_at=sealed_at)


def _lengths(data):
    """The end of each signature that lies within the file, and that of the file."""
    ends = {int(found[2]) + int(found[3]) for found in RANGE.finditer(data)}
    return sorted({end for end in ends if end <= len(data)} | {len(data)})


def _pem_of(data, fingerprint):
    """The certificate with this SHA-256 in the first signature, and the others beside it; '' where it is not there."""
    found = RANGE.search(data)
    if found is None:
        return ""
    try:
        padded = bytes.fromhex(data[int(found[1]) + 1 : int(found[2]) - 1].decode())
        held = [one.chosen for one in cms.ContentInfo.load(padded)["content"]["certificates"]]
    except (ValueError, TypeError, KeyError):
        return ""
    held.sort(key=lambda one: one.sha256.hex() != fingerprint)
    if not held or held[0].sha256.hex() != fingerprint:
        return ""
    return b"".join(pem.armor("CERTIFICATE", one.dump()) for one in held).decode()


def _tables(db):
    class SealCertificate(peewee.Model):
        fingerprint = peewee.CharField(max_length=64, unique=True)
        pem = peewee.TextField()
        first_used_at = peewee.DateTimeField(null=True)
        distrusted_from = peewee.DateField(null=True)
        distrusted_why = peewee.TextField(default="")
        distrusted_by = peewee.TextField(default="")
        distrusted_at = peewee.DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "seal_certificate"

    class SealStage(peewee.Model):
        code = peewee.CharField(max_length=20, index=True)
        reference = peewee.CharField(max_length=20, index=True)
        version = peewee.IntegerField()
        part = peewee.CharField(max_length=20)
        length = peewee.IntegerField()
        sha256 = peewee.CharField(max_length=64, index=True)
        level = peewee.CharField(max_length=10)
        certificate = peewee.CharField(max_length=64)
        sealed_at = peewee.DateTimeField()
        recorded_at = peewee.DateTimeField()
        disposed_on = peewee.DateField(null=True)

        class Meta:
            database = db
            table_name = "seal_stage"
            indexes = ((("code", "length"), True),)

    return SealCertificate, SealStage
