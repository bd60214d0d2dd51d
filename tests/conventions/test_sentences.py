"""Sentences are short enough to be read aloud by somebody tired: 30 words at the most."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms import KINDS
from protocol.statements import STATEMENTS

MOST_WORDS = 30
TEMPLATES = sorted(path for path in Path("templates").rglob("*") if path.suffix in (".html", ".txt"))
_BLOCK = re.compile(
    r"{#.*?#}|{%.*?%}|</?(?:p|li|h\d|td|th|dd|dt|div|label|legend|title|br|summary|strong)\b[^>]*>", re.S
)
_PLACEHOLDER = re.compile(r"{{.*?}}", re.S)


def too_long(text: str) -> list[str]:
    """The sentences of a text that have more words than one can be read with."""
    return [one for one in re.split(r"(?<=[.?!:])\s+|\n\s*\n", text) if len(one.split()) > MOST_WORDS]


def texts_of_questions() -> Iterator[str]:
    for kind in KINDS.values():
        for section in kind.sections:
            yield section.intro
            for question in section.questions().values():
                for one in (question, *(getattr(question, "columns", None) or {}).values()):
                    yield from (one.label.text, one.description, one.help)


def test_no_sentence_of_a_question_is_too_long_to_read_aloud() -> None:
    assert sorted({one for text in texts_of_questions() for one in too_long(text)}) == []


def test_no_sentence_of_a_statement_is_too_long_to_read_aloud() -> None:
    assert [one for statement in STATEMENTS for one in too_long(statement.wording)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_no_sentence_of_a_template_is_too_long_to_read_aloud(path: Path) -> None:
    """What stands between tags counts; what is filled in counts as one word."""
    text = _BLOCK.sub("\n\n", _PLACEHOLDER.sub("x", path.read_text("utf-8")))
    said = re.sub(r"<[^>]+>", "", text)
    assert too_long(said) == []
