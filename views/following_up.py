"""The page model of what follows approval: promises and what became of them, what is open, what was added."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from forms import display, get_kind
from forms import follow_up as follows
from models import FollowUp, Record, Staff
from protocol import Finding
from protocol.terms import term_filler
from records.following import follow_up, promises
from records.following.promises import PromiseLine
from views.web import sessions


@dataclass(frozen=True)
class Following:
    """Follow-up of an approved record. added: (label, displayed answer, row).

    open: what may follow and no promise stands for. may_say: ids of the promises of which the reader may say what
    became.
    """

    open: list[Finding]
    promises: list[PromiseLine]
    added: list[tuple[str, str, FollowUp]]
    may_add: bool
    may_say: frozenset[int]

    @property
    def overdue(self) -> list[PromiseLine]:
        """The promises whose day has passed."""
        return [one for one in self.promises if one.is_overdue]


def following_of(record: Record, staff: Staff) -> Following:
    """The follow-up part of a record's page."""
    form = get_kind(record.kind)
    rows = follow_up.get_additions(record)
    asked = [(question, row) for row in rows if (question := form.question(row.question))]
    terms = sessions.settings().displayed_terms
    fill_terms = term_filler(terms)
    added = [
        (fill_terms(question.label.text), str(display(question, row.answer, terms)), row) for question, row in asked
    ]
    may_add = follow_up.may_add(record, staff) and bool(left_to_add(record))
    still = {finding.statement: finding for finding in follow_up.get_open(record)}
    promised = [_with_finding(one, still) for one in promises.get_promises(record, terms)]
    for one in promised:
        still.pop(one.day.statement, None)
    may_say = (one.day for one in promised if one.is_open and not one.day.statement)
    said_by = frozenset(day.id for day in may_say if follow_up.may_say(day, staff))
    return Following(list(still.values()), promised, added, may_add, said_by)


def _with_finding(promise: PromiseLine, still: Mapping[str, Finding]) -> PromiseLine:
    """A promise with what is still open of its statement."""
    finding = still.get(promise.day.statement)
    terms = sessions.settings().displayed_terms
    return replace(promise, says=term_filler(terms)(finding.message)) if finding else promise


def left_to_add(record: Record) -> tuple[str, ...]:
    """Names of the questions that may still be added to an approved record."""
    added = {row.question for row in follow_up.get_additions(record)}
    still = {finding.statement for finding in follow_up.get_open(record)}
    return follows.left_to_add(get_kind(record.kind), added=added, open_statements=still)


def contradicted(record: Record) -> Callable[[Mapping[str, Any]], Mapping[str, str]]:
    """Answers to be added → question → what cannot be true of it beside what the record says, in displayed terms."""
    fill_terms = term_filler(sessions.settings().displayed_terms)
    return lambda added: {
        question: fill_terms(message) for question, message in follow_up.contradicted_by(record, added).items()
    }
