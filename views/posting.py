"""What a posted page says beside its answers: which button of a table was pressed, and which rows were removed."""

from __future__ import annotations

from collections.abc import Collection

from werkzeug.datastructures import MultiDict

from forms import Section
from forms.engine.rows import RowsQuestion


def acted_table(section: Section) -> list[RowsQuestion]:
    """The table that the pressed button is about, where the page draws it; none without such a button."""
    name = section.action.split(":")[1:2]
    found = [one for one in section if [one.short_name] == name and isinstance(one, RowsQuestion)]
    return [one for one in found if section.drawn(one)]


def keep_removed(drawn: Section, posted: Section, names: Collection[str]) -> None:
    """Keep what was removed on the page in those tables that are drawn anew from what is stored."""
    tables = {one.short_name: one for one in drawn if isinstance(one, RowsQuestion) and one.short_name in names}
    for name, table in tables.items():
        table.arranged = posted[name].arranged


def without(posted: MultiDict[str, str], questions: Collection[str]) -> MultiDict[str, str]:
    """The post without these questions and their controls; unchanged for none."""
    starts = tuple(f"{question}-" for question in questions if question)
    if not starts:
        return posted
    others = [(name, value) for name, value in posted.items(multi=True) if not f"{name}-".startswith(starts)]
    return MultiDict(others)
