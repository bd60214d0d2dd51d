"""Rows that the register gives: a table's rows with facts that nobody types, put together with what is written in them.

A row of the register is stored like any other, with its facts under their columns, names those columns under FACTS, and
says under KEY whom it is about. No post can do so: they are put by those who ask the register, and kept by the table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from forms.engine.correction import same_answer
from protocol.ages import BY_REGISTER
from protocol.folding import name_key

FACTS = "from_register"
KEY = "register_key"  # the register's own number of what a row is about, where a name does not tell it from others
ABOUT = (KEY, BY_REGISTER)  # what a row of the register has beside its columns, which no page shows
NOT_ONE = "not_one"  # in the correction of a row: the register is wrong to have it

Cells = dict[str, Any]


def facts_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns of a stored row that the register answers; empty for a row that somebody added."""
    found = row.get(FACTS)
    return tuple(column for column in found if isinstance(column, str)) if isinstance(found, list) else ()


def known_of(row: Mapping[str, Any]) -> Cells:
    """The facts of a stored row, by column."""
    return {column: row[column] for column in facts_of(row) if row.get(column) is not None}


def written_of(row: Mapping[str, Any]) -> Cells:
    """What a stored row has beside the register's facts."""
    facts = facts_of(row)
    return {column: cell for column, cell in row.items() if column not in (*facts, FACTS, *ABOUT)}


def without_source(row: Mapping[str, Any]) -> Cells:
    """A row that the register no longer gives, with what it said last."""
    return {column: cell for column, cell in row.items() if column != FACTS}


def key_of(row: Mapping[str, Any], columns: Sequence[str]) -> str:
    """What tells the row from the others of its table: its KEY, or else these columns: '101', '11 2024-05-13'."""
    key = row.get(KEY)
    return key if isinstance(key, str) and key else " ".join(_part(row.get(column)) for column in columns)


def keys_of(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> list[str]:
    """The key of each row, with its place among those that have the same: '11 2024-05-13', '11 2024-05-13 #2'."""
    return _numbered(key_of(row, columns) for row in rows)


def by_key(
    corrections: Iterable[Cells], given: Iterable[Mapping[str, Any]], columns: Sequence[str]
) -> dict[str, Cells]:
    """Key → correction of that row. One that was stored while rows had no KEY is of the row of that name."""
    rows = list(given)
    keys = keys_of(rows, columns)
    names = dict(zip(_numbered(key_of(_without_key(row), columns) for row in rows), keys, strict=True))
    named = ((str(one.get("row")), one) for one in corrections)
    return {name if name in keys else names.get(name, name): one for name, one in named}


def with_keys(rows: Iterable[Cells], given: Iterable[Cells], columns: Sequence[str]) -> list[Cells]:
    """Stored or typed rows, those without a KEY with that of the register's row of the same name which nobody has."""
    found = list(rows)
    taken = {row[KEY] for row in found if KEY in row}
    free = [row for row in given if KEY in row and row[KEY] not in taken]
    for place, row in enumerate(found):
        own = next((one for one in free if KEY not in row and is_same_name(row, one, columns)), None)
        if own is not None:
            free.remove(own)
            found[place] = {**row, KEY: own[KEY]}
    return found


def is_same_name(row: Mapping[str, Any], other: Mapping[str, Any], columns: Sequence[str]) -> bool:
    """Whether two rows have the same in these columns, however it is written; of people the same name."""
    one, another = (tuple(_folded(said.get(column)) for column in columns) for said in (row, other))
    return any(one) and one == another


def suffixes(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], told_apart: str) -> list[str]:
    """What stands after the name of each row: ' (local id 104)' where another of the register has the same name.

    told_apart: what the register calls its number; '' for tables whose rows need none.
    """
    names = Counter(_folded(row.get(columns[0])) for row in rows if KEY in row) if told_apart else Counter()
    return [
        f" ({told_apart} {row[KEY]})" if KEY in row and names[_folded(row.get(columns[0]))] > 1 else "" for row in rows
    ]


def _without_key(row: Mapping[str, Any]) -> Cells:
    return {column: cell for column, cell in row.items() if column != KEY}


def _numbered(found: Iterable[str]) -> list[str]:
    seen: Counter[str] = Counter()
    keys = []
    for key in found:
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key} #{seen[key]}")
    return keys


def _part(cell: Any) -> str:
    """A cell as part of a key: the id of an entry of the register, or its text, stored or typed."""
    if isinstance(cell, dict):
        return str(cell.get("id") or cell.get("name") or cell.get("text") or "")
    return "" if cell is None else str(cell)


def _folded(cell: Any) -> str:
    """A cell for comparison: a name, or a text however it is written."""
    text = (cell.get("name") or cell.get("text") or "") if isinstance(cell, dict) else cell
    return "" if text is None else name_key(str(text))


def put_together(
    given: Iterable[Cells], written: Iterable[Cells], key: Sequence[str]
) -> tuple[list[Cells], list[Cells]]:
    """(the register's rows with what is written in them, the written rows that are none of them).

    given: the register's facts, each by its column; None for what it knows to be nothing. written: rows as stored or
    typed, with or without facts of their own. key: columns that tell rows apart.
    """
    told, rows = list(given), []
    left = with_keys(written, told, key)
    for facts in told:
        own = next((row for row in left if key_of(row, key) == key_of(facts, key)), None)
        if own is not None:
            left.remove(own)
        beside = {column: cell for column, cell in written_of(own or {}).items() if column not in facts}
        known = {column: fact for column, fact in facts.items() if fact is not None}
        rows.append({**known, **beside, FACTS: [column for column in facts if column not in ABOUT]})
    return rows, left


def corrected(given: Iterable[Cells], corrections: Iterable[Cells], key: Sequence[str]) -> dict[str, Cells]:
    """Key in the register → row as a record corrects it, without those that the record says are none.

    corrections: of rows, each {"row": its key in the register, "value": column → what the record says, None for 'there
    is none', "how": how that is known}, with NOT_ONE 'yes' for a row that is none.
    """
    rows = list(given)
    by_row = by_key(corrections, rows, key)
    named = ((name, by_row.get(name, {}), row) for name, row in zip(keys_of(rows, key), rows, strict=True))
    return {name: {**row, **differing(row, one)} for name, one, row in named if not one.get(NOT_ONE)}


def standing(given: Iterable[Cells], corrections: Iterable[Cells], key: Sequence[str]) -> list[Cells]:
    """Of corrections of rows those that say something else than the register, each with what differs."""
    rows = list(given)
    by_row = by_key(corrections, rows, key)
    found = [
        {**by_row[name], "row": name, "value": differing(row, by_row[name])}
        for name, row in zip(keys_of(rows, key), rows, strict=True)
        if name in by_row
    ]
    return [one for one in found if one["value"] or one.get(NOT_ONE)]


def differing(row: Mapping[str, Any], correction: Mapping[str, Any]) -> Cells:
    """Column → what a correction says of a row of the register, where the register says something else."""
    value = correction.get("value")
    said = value.items() if isinstance(value, dict) else ()
    return {column: cell for column, cell in said if column in row and not same_answer(cell, row[column])}


def corrections_of(stored: Any) -> list[Cells]:
    """The corrections of rows in a stored correction of a table; none in anything else."""
    rows = stored.get("rows") if isinstance(stored, dict) else None
    return [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
