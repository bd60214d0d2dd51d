"""The audit trail is read by people: whatever is noted in it has words."""

from __future__ import annotations

import ast

from records.deciding import states
from tests.support.sources import modules, tree_of
from views.pages import documents
from views.web import templating


def events_written() -> set[str]:
    """Every event that is named where something is noted, in the table of states, or for who read a document."""
    calls = (node for name in modules("records", "views") for node in ast.walk(tree_of(name)))
    values = [key.value for call in calls if isinstance(call, ast.Call) for key in call.keywords if key.arg == "event"]
    named = {node.value for value in values for node in ast.walk(value) if isinstance(node, ast.Constant)}
    return {str(name) for name in named} | {row.event for row in states.TABLE} | set(documents.READ.values())


def test_every_event_that_is_noted_has_words_and_no_other() -> None:
    assert events_written() == set(templating.EVENT_WORDS)
