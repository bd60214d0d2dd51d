"""Rows that were removed from a table on an open page.

They stay on the page as they were posted, in hidden fields at their place, until the page is left: so each can be put
back after whatever else was edited. A page posts them as '<table>-removed-<number>', the index of the row before which
one stood, and '<table>-removed-<number>-<control>' for what was typed in it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import MultiDict

MOST_REMOVED = 10  # that a table keeps on its page
SHOWN = 60  # characters of what was typed, to tell which row it was
IN_WORDS = ("text", "long_text", "staff", "team", "child")  # the kinds of question that are answered in words
ADD, REMOVE, PUT_BACK = "add", "remove", "put-back"

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Entry:
    """A row of a posted table that somebody added, or one that was removed.

    at: index of its row on the posted page, or of the row before which it stood. was: what it was there, '2' for a row,
    'removed-0' for one that was removed, '' for one that is new. fields: of one that was removed, (control, value) as
    posted. lands: whether the action made it.
    """

    at: int
    was: str = ""
    fields: Fields = ()
    is_removed: bool = False
    lands: bool = False

    def summary(self, columns: Mapping[str, Any]) -> str:
        """By which words it is told from others: those in the first column for words that has any; '' for none.

        columns: name → question.
        """
        typed = dict(self.fields)
        words = (typed.get(name, "").split() for name, column in columns.items() if column.kind in IN_WORDS)
        text = " ".join(next(filter(None, words), []))
        return text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()}…"


@dataclass
class Arranged:
    """The entries of a posted table in the order of the page, after the pressed button. did: what that did, as
    'added', 'removed' or 'put back'; '' for nothing.
    """

    entries: list[Entry] = field(default_factory=list)
    did: str = ""

    @property
    def rows(self) -> list[Entry]:
        """Those that are rows."""
        return [one for one in self.entries if not one.is_removed]

    @property
    def removed(self) -> list[tuple[int, Entry]]:
        """Those that were removed, each with the number of rows before it."""
        before, found = 0, []
        for one in self.entries:
            if one.is_removed:
                found.append((before, one))
            before += not one.is_removed
        return found

    def removed_before(self, index: int, *, from_on: bool = False) -> list[tuple[int, Entry]]:
        """(number, removed one) of those that stand before the row `index`; from_on: or after it."""
        found = enumerate(self.removed)
        return [(number, one) for number, (place, one) in found if place == index or (from_on and place > index)]


def arrange(
    posted: MultiDict[str, str], name: str, indices: Collection[int], columns: Collection[str], action: str, most: int
) -> Arranged:
    """The added rows of the table `name`, with those that were removed, after `action`: the value of a `row` button.

    indices: of the added rows on the posted page. most: rows of which another can be added to fewer.
    """
    rows = [Entry(index, was=str(index)) for index in indices]
    entries = [*_removed(posted, name, columns), *rows]
    page = Arranged(sorted(entries, key=lambda one: (one.at, not one.is_removed)))
    verb, _, rest = action.partition(":")
    table, _, number = rest.partition(":")
    if table != name or (verb == ADD) == bool(number):
        return page
    if verb == ADD:
        _add(page, most)
    elif re.fullmatch(r"\d{1,4}", number, re.ASCII):
        if verb == REMOVE:
            _remove(page, int(number), _fields(posted, f"{name}-{int(number)}-", columns))
        elif verb == PUT_BACK:
            _put_back(page, int(number), posted, name, columns)
    return page


def _removed(posted: MultiDict[str, str], name: str, columns: Collection[str]) -> list[Entry]:
    """The rows that the posted page shows as removed."""
    found = []
    for number in range(MOST_REMOVED):
        at = posted.get(f"{name}-removed-{number}", "")
        if re.fullmatch(r"\d{1,4}", at, re.ASCII):
            fields = _fields(posted, f"{name}-removed-{number}-", columns)
            found.append(Entry(int(at), f"removed-{number}", fields, is_removed=True))
    return found


def _fields(posted: MultiDict[str, str], start: str, columns: Collection[str]) -> Fields:
    """(control, value) of the posted controls of one row, whose names begin with `start`."""
    own = ((key.removeprefix(start), value) for key, value in posted.items(multi=True) if key.startswith(start))
    return tuple((control, value) for control, value in own if control.partition("-")[0] in columns)


def _says_something(fields: Fields) -> bool:
    return any(value.strip() for _, value in fields)


def _add(page: Arranged, most: int) -> None:
    if len(page.rows) < most:
        page.entries.append(Entry(len(page.entries), lands=True))
        page.did = "added"


def _remove(page: Arranged, index: int, fields: Fields) -> None:
    """Keep the row as removed, unless it is blank."""
    place = next((place for place, one in enumerate(page.entries) if one.was == str(index)), None)
    if place is None:
        return
    page.did = "removed"
    if not _says_something(fields):
        del page.entries[place]
        return
    page.entries[place] = replace(page.entries[place], fields=fields, is_removed=True, lands=True)
    earlier = [one for one in page.entries if one.is_removed and not one.lands]
    if len(earlier) >= MOST_REMOVED:
        page.entries.remove(earlier[0])


def _put_back(page: Arranged, number: int, posted: MultiDict[str, str], name: str, columns: Collection[str]) -> None:
    """Make a removed row a row again; in place of the blank one that stands where a table has no row."""
    places = [place for place, one in enumerate(page.entries) if one.is_removed]
    if number >= len(places):
        return
    only = page.rows[0] if len(page.rows) == 1 else None
    page.entries[places[number]] = replace(page.entries[places[number]], is_removed=False, lands=True)
    page.did = "put back"
    if only and not _says_something(_fields(posted, f"{name}-{only.at}-", columns)):
        page.entries.remove(only)


def as_posted(name: str, entry: Entry) -> MultiDict[str, str]:
    """What was typed in a row that is put back, as a post of the row 0 of `name`."""
    return MultiDict([(f"{name}-0-{control}", value) for control, value in entry.fields])
