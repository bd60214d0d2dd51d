"""Rename a stored question, in a numbered migration:

    from migrations.renaming import rename_question

    def up(_migrator, db):
        rename_question(db, "worries", "concerns")

The same commit renames the question in forms/ and wherever it is read, and adds it to RENAMED in records/renamed.py,
through which submitted versions are read. They keep the old name, because decisions and seals bind to their digest.
"""

import json
from typing import Any

UNDER_WAY = ("submitted", "approved")
# (table, column) of names of questions; a migration finds those that there were at its time.
NAMING = (
    ("answer_change", "question"),
    ("follow_up", "question"),
    ("promised_day", "question"),
    ("record_person", "part"),
    ("record_team", "part"),
)


class RenamingError(RuntimeError):
    """The question cannot be renamed now; the message says why."""


def rename_question(db: Any, old: str, new: str) -> None:
    """Rename a question in drafts, answer changes, follow-up, and the people and teams that records name.

    Raises RenamingError, with nothing changed, when a submitted or approved record's version has the old name: it will
    be decided and sealed under it, so such records must be sealed or recalled first. Also raises it when a draft
    already has an answer under the new name.
    """
    with db.atomic():
        _check_none_under_way(db, old)
        for number, answers, typed in _rows(db, "SELECT id, answers, typed FROM record"):
            _rename_in_draft(db, number, json.loads(answers), json.loads(typed), old, new)
        tables = set(db.get_tables())
        for table, column in (one for one in NAMING if one[0] in tables):
            _run(db, f"UPDATE {table} SET {column} = ? WHERE {column} = ?", new, old)  # noqa: S608 - names of ours


def _check_none_under_way(db: Any, old: str) -> None:
    asked = (
        "SELECT record.reference, record_version.answers FROM record"
        " JOIN record_version ON record_version.record_id = record.id AND record_version.number = record.version"
        " WHERE record.state IN (?, ?)"
    )
    waiting = [reference for reference, answers in _rows(db, asked, *UNDER_WAY) if old in json.loads(answers)]
    if waiting:
        raise RenamingError(f"{old} is answered in records under way: {', '.join(sorted(waiting))}")


def _rename_in_draft(db: Any, number: int, answers: dict[str, Any], typed: dict[str, Any], old: str, new: str) -> None:
    if old not in answers and old not in typed:
        return
    if new in answers or new in typed:
        raise RenamingError(f"record {number} holds an answer to {new} already")
    renamed = [{new if name == old else name: value for name, value in stored.items()} for stored in (answers, typed)]
    _run(db, "UPDATE record SET answers = ?, typed = ? WHERE id = ?", *map(_as_stored, renamed), number)


def _as_stored(value: dict[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":"))


def _rows(db: Any, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = _run(db, sql, *values).fetchall()
    return found


def _run(db: Any, sql: str, *values: Any) -> Any:
    return db.execute_sql(sql.replace("?", db.param), values)
