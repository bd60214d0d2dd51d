"""What the worker and the seal keep beside records: documents with their stages, and the day when each is due."""

from __future__ import annotations

import sqlite3

DUE_OF = 50  # one closed record in so many is due
THIN_PDF = 500  # bytes: so much of a document stands on its row's own page, however long it is
# A thin record that is closed has a document; a full one has its own.
_DOCUMENTS = f"""INSERT INTO sealed_document (record_id, version, part, code, sha256, data, level, certificate,
    sealed_at) SELECT id, 1, 'general', 'M' || id, 'm' || id, zeroblob({THIN_PDF}), 'B-LTA', '', saved_at FROM record
    WHERE id > 1000 AND state IN ('sealed', 'refusal_sealed', 'corrected')"""  # noqa: S608 - numbers of ours
_KEPT = (
    """INSERT INTO seal_stage
    (code, reference, version, part, length, sha256, level, certificate, sealed_at, recorded_at)
    SELECT code, reference, one.version, part, length(data), sha256, level, certificate, sealed_at, sealed_at
    FROM sealed_document AS one JOIN record ON record.id = record_id WHERE record_id > 1000""",
    # Counted today, but for one in forty, which the worker still has to count.
    f"""INSERT INTO retention (record_id, part, rule, due_on, counted_on)
    SELECT id, 'whole', CASE id % {DUE_OF} WHEN 0 THEN 'looked_after' ELSE 'still_open' END,
    CASE id % {DUE_OF} WHEN 0 THEN date('now', '-' || (id % 700) || ' days') END,
    CASE id % 40 WHEN 1 THEN date('now', '-1 day') ELSE date('now') END FROM record
    WHERE id > 1000 AND state IN ('sealed', 'refusal_sealed', 'corrected', 'withdrawn')""",  # noqa: S608 - numbers of ours
)


def fill(connection: sqlite3.Connection, *, full: bool) -> None:
    """Give each closed record its document, the stage of its seal, and the day when it is due."""
    for statement in (*(() if full else (_DOCUMENTS,)), *_KEPT):
        connection.execute(statement)
