"""How much a record holds: each text has a limit of its own (forms/engine/text.py), and so has the record as a whole.

What is beyond a limit is kept as it was typed, with an error, and is no answer until it is shorter. There is room for
so much of that in a draft; what is beyond it is given back, and not saved.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from flask import abort, request

from documents.words import LINE
from forms import Section
from forms.engine.cleaning import tidy_block, unprintable_problem
from forms.engine.question import Question
from forms.engine.text import LONG_TEXT_LIMIT, TextQuestion
from models import Record
from protocol.statements import STATEMENTS
from records import weighing

Answers = Mapping[str, Any]

REASONS = frozenset(weighing.DEPARTURE + statement.id for statement in STATEMENTS)
MOST_IN_RECORD = 200_000  # characters in all answers, as size_of counts them: about seventy sheets, drawn in seconds
ROOM_FOR_TYPED = 100_000  # characters that a draft holds beyond those, of what is no answer yet
SHORT = 100  # characters; a shorter answer is taken even where a record is full
FULL = (
    f"This record is full: it holds {{most:,}} characters in all, of which a new line counts as {LINE}. Take out "
    "{over:,} here or in another section, or attach the long text to the case file and name it here"
)

NOT_SAVED = (
    "This draft is full, so this is not saved: copy it before you leave this page. Take out {over:,} characters here "
    f"or in another section; a new line counts as {LINE}"
)


def read_reasons(posted: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Answer name → posted reason for departing, and those of them that are no answers: too long, or with a sign lost.

    Blank ones are among the first, so that reasons can be removed.
    """
    reasons = {name: tidy_block(posted[name]) for name in posted.keys() & REASONS}
    refused = (name for name, text in reasons.items() if len(text) > LONG_TEXT_LIMIT or unprintable_problem(text))
    return reasons, {name: reasons[name] for name in refused}


def refuse_beyond(
    leaves: Callable[[], Sequence[Question]], now: Answers, posted: Collection[str], stored: Answers
) -> None:
    """Refuse the posted texts that make a record longer than it may be; shorter ones of a full record are taken.

    leaves: the questions of the page and of its tables. now: its answers. posted: the questions that it answers.
    stored: the record's answers before.
    """
    others = {name: answer for name, answer in stored.items() if name not in posted and name not in now}
    before, held = size_of(stored), size_of(others) + size_of(now)
    over = held - max(MOST_IN_RECORD, before)
    if over <= 0:
        return
    texts = [leaf for leaf in leaves() if isinstance(leaf, TextQuestion) and not leaf.is_fact]
    for leaf in sorted(texts, key=lambda one: size_of(one.data), reverse=True):
        if over <= 0 or size_of(leaf.data) <= SHORT:
            return
        said = leaf.message(FULL.format(most=MOST_IN_RECORD, over=held - MOST_IN_RECORD))
        over -= size_of(leaf.data)
        leaf.data, leaf.error = None, said


def beyond_draft(record: Record, section: Section, reasons: Mapping[str, str]) -> dict[str, str]:
    """Question → why it is not saved, of the posted ones that make a draft longer than any may be, the longest first.

    Answers with 413 where reasons alone, or corrections, do: no place of theirs could show them again.
    """
    stored = {name: size_of(value) for name, value in [*record.answers.items(), *record.typed.items()]}
    if sum(stored.values()) + LINE * (request.content_length or 0) <= MOST_IN_RECORD + ROOM_FOR_TYPED:
        return {}  # whatever the post holds, there is room for it
    now = {name: size_of(value) for name, value in {**section.answers(), **section.typed(), **reasons}.items()}
    grown = {name: now.get(name, 0) - stored.get(name, 0) for name in {*section.posted, *reasons}}
    most = max(MOST_IN_RECORD + ROOM_FOR_TYPED, sum(stored.values()))
    over = beyond = sum(stored.values()) + sum(grown.values()) - most
    found: dict[str, str] = {}
    for name in sorted(grown.keys() & section.questions().keys(), key=lambda name: (-grown[name], name)):
        if over > 0 and grown[name] > 0:
            over -= grown[name]
            found[name] = section[name].message(NOT_SAVED.format(over=beyond))
    return found if over <= 0 else abort(413)


def put_in(section: Section, unsaved: Mapping[str, str]) -> Mapping[str, str]:
    """Say at the questions that they are not saved."""
    for name, message in unsaved.items():
        section[name].error = message
    return unsaved


def size_of(value: Any) -> int:
    """The characters in an answer, or in many, and LINE more for each new line."""
    if isinstance(value, str):
        return len(value) + LINE * value.count("\n")  # as documents.words.length_on_paper, without a stop there
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return sum(map(size_of, parts))
