"""What councils name differently stands in no text of the app in the default's words: each holds a placeholder."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.support.other_words import DEFAULTS
from tests.support.sources import APP, modules, project_files, text_of, tree_of

# The defaults themselves; the demonstration's council, whose words are its own; templates' notes to whoever reads them.
DEFAULTS_THEMSELVES = "protocol/terms.py"
DEMONSTRATION = "records/demo/"
NOTE = re.compile(r"\{#.*?#\}", re.DOTALL)


def texts_of(tree: ast.Module) -> Iterator[str]:
    """The texts in a module that are for people: more than one word, and no docstring."""
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in notes else ""
        if isinstance(text, str) and (" " in text.strip() or text[:1].isupper()):
            yield text


def test_no_text_in_the_code_says_a_default() -> None:
    names = [name for name in modules(*APP) if name != DEFAULTS_THEMSELVES and not name.startswith(DEMONSTRATION)]
    texts = [(name, text) for name in names for text in texts_of(tree_of(name))]

    assert len(texts) > 1_000
    assert [f"{name}: {text}" for name, text in texts if DEFAULTS.search(text)] == []


def test_no_template_says_a_default() -> None:
    names = [name for name in project_files() if name.startswith("templates/")]
    found = {name: DEFAULTS.search(NOTE.sub("", text_of(name))) for name in names}

    assert len(names) > 50
    assert [f"{name}: {slip[0]}" for name, slip in found.items() if slip] == []
